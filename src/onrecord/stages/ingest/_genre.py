"""What sort of text it is: news, opinion, live, brief, transcript.

In: what the input states (schema.org type, section, genre), the address, the headline, the text. Out: a `Genre`. The one
idea: the publisher's own marks decide, first those for machines, then the section in the address, then the words before the
headline; the text itself only where its form leaves no doubt (speakers' labels, time stamps).
"""

from __future__ import annotations

import re
from typing import cast, get_args
from urllib.parse import urlsplit

from onrecord.records import Genre

SECTIONS: tuple[tuple[Genre, str], ...] = (
    ("opinion", r"opinions?|op-?eds?|commentisfree|commentary|commentaries|editorials?|columns?|columnists?|viewpoints?|"
                r"perspectives?|letters?(?:-to-the-editor)?|ideas|contributors"),
    ("live", r"live-?blogs?|live-?updates?|livecoverage|live-news|live-reporting|as-it-happened"),
    ("transcript", r"transcripts?"),
    ("brief", r"briefs?|news-?in-?brief|news-?briefs?"),
)  # fmt: skip
STATED: tuple[tuple[Genre, str], ...] = (
    ("live", r"LiveBlogPosting|live ?blog"),
    ("opinion", r"OpinionNewsArticle|AskPublicNewsArticle|SatiricalArticle|\bop-?ed\b|\bopinions?\b|\beditorials?\b|"
                r"\bcommentary\b|\bcolumnists?\b"),
    ("transcript", r"\btranscripts?\b"),
    ("brief", r"\bnews (?:in )?briefs?\b"),
)  # fmt: skip
TITLES: tuple[tuple[Genre, str], ...] = (
    ("opinion", r"^(?:guest )?(?:opinion|editorial|op-?ed|column|commentary|viewpoint|letters?(?: to the editor)?|"
                r"the .{3,30} view)\s*[:|–—-]|\|\s*(?:opinion|editorial|comment)$|[|–—]\s*opinion\b"),
    ("live", r"^live\s*[:|–—-]|\blive (?:updates|blog|coverage)\b|\bas it happened\b|\bminute by minute\b|[|–—-]\s*live$"),
    ("transcript", r"^(?:full )?transcript\b|^full text\b|\bfull transcript\b|^read:? (?:the )?(?:full )?(?:transcript|text)\b"),
    ("brief", r"^(?:news|world|national|regional|police|business)?\s*(?:in brief|briefs|news briefs)\b|\bnews in brief\b"),
)  # fmt: skip
LIVE_PATH = re.compile(r"/live/(?:\d{4}/.+|[^/]+/?)$")
"""A folder "live" right before the page or its date; elsewhere it is a part of the site's machinery."""
LABEL = re.compile(
    r"^(?:[A-Z][A-Z.'’ -]{1,40}(?:\([^)]{1,30}\))?|Q|A|Question|Answer|[A-Z][a-z]+(?: [A-Z][a-z]+){0,2}):\s+\S", re.M
)
STAMP = re.compile(
    r"^(?:\d{1,2}[:.]\d\d\s?(?:[ap]\.?m\.?|GMT|UTC|[A-Z]{3,4})|\[?\d{1,2}:\d\d\]?\s*(?:[-–—:]|$))", re.M | re.I
)
LEAST, LABELLED, STAMPED = 4, 0.5, 0.2
"""Least lines with a label or stamp, and the least shares of lines that have one."""


def genre_of(stated: str | None, url: str | None, title: str | None, text: str) -> Genre:
    """The genre; news where nothing says otherwise."""
    if stated in get_args(Genre):
        return cast(Genre, stated)
    found = _first(STATED, stated or "") or _by_section(url) or _first(TITLES, title or _title_line(text))
    return found or _by_form(text) or "news"


def _first(table: tuple[tuple[Genre, str], ...], words: str) -> Genre | None:
    return next((genre for genre, pattern in table if re.search(pattern, words, re.IGNORECASE)), None)


def _by_section(url: str | None) -> Genre | None:
    """By the folders of the address or its first host label, not by the headline at its end."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return None
    folders = [folder.lower() for folder in parts.path.split("/")[:-1] if folder]
    if LIVE_PATH.search(parts.path):
        return "live"
    folders += [(parts.hostname or "").split(".")[0]]
    for genre, pattern in SECTIONS:
        if any(re.fullmatch(pattern, folder) for folder in folders):
            return genre
    return None


def _title_line(text: str) -> str:
    """The first line, if a headline stands there."""
    line = text[:300].lstrip().split("\n")[0].strip()
    return line if len(line) <= 120 and not line.endswith(".") else ""


def _by_form(text: str) -> Genre | None:
    lines = sum(1 for line in text.splitlines() if line.strip())
    if lines < LEAST:
        return None
    labels = LABEL.findall(text)
    if len(labels) >= max(LEAST, LABELLED * lines) and len(set(labels)) < len(labels):
        return "transcript"
    return "live" if len(STAMP.findall(text)) >= max(LEAST, STAMPED * lines) else None
