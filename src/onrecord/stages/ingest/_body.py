"""The body of an article out of its page.

In: a page as text and as a tree. Out: the body, a blank line between blocks. The one idea: trafilatura finds the body, but
which of its ways finds it best differs from page to page, so several are tried and the one with most prose and least else
wins; then what the page itself shows to be no part of the report is taken out: its headline, paragraphs that are nothing but
a link, and calls to read, share or subscribe (`boilerplate.tsv`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import chain

from lxml.html import HtmlElement

from onrecord import lexicons

SPACES = re.compile(r"[ \t\r\f\v\u00a0\u2000-\u200a\u202f\u3000]+")
INVISIBLE = re.compile(r"[\u00ad\u200b\u2060\ufeff]")
LINKED = frozenset("p li h2 h3 h4 h5 h6 div".split())
MIN_PROSE = 60
"""Characters from which a block that does not end as a sentence still counts as prose."""
MIN_ARTICLE = 80
"""Characters of prose that a page needs if it does not say that it is an article: log-in forms and notices have fewer."""
SOUND = 0.3
"""Worth per character from which the first way is good enough; menus and lists of links have less than nothing."""
LONGER, HELD = 1.5, 0.7
"""A series of paragraphs is taken for the body if it is that much longer and holds that share of what was found."""
PROSE_END = re.compile(r"[.!?…。।؟][\"”’'»)\]]*$")
CASELESS = re.compile(r"[^\w]+")


def body_of(page: str, tree: HtmlElement, title: str | None, stated: str | None) -> str:
    """The body; `stated` is the publisher's own JSON-LD body, which is one of the candidates. "" if there is none."""
    links = _link_only(tree)
    candidates = (cleaned(candidate, title, links) for candidate in chain(_candidates(page), (stated or "",)))
    chosen = next(candidates)
    if _worth(chosen) <= SOUND * len(chosen):
        chosen = max(chosen, *candidates, key=_rank)
    series = cleaned(_series(tree), title, links)
    return series if _extends(series, chosen) else chosen


def _extends(series: str, chosen: str) -> bool:
    """Whether the series holds most of what was chosen, and much more."""
    if len(series) < LONGER * len(chosen):
        return False
    whole = key(series)
    held = sum(len(block) for block in chosen.split("\n\n") if key(block) in whole)
    return held > HELD * len(chosen)


def _series(tree: HtmlElement) -> str:
    """The longest series of paragraphs that stand in containers of the same kind: an article laid out in several pieces."""
    series: dict[tuple[str, ...], list[str]] = {}
    for node in tree.iter("p"):
        words = node.text_content().strip()
        if len(words) >= MIN_PROSE:
            above = [parent for _, parent in zip(range(3), node.iterancestors(), strict=False)]
            kind = tuple(f"{parent.tag} {parent.get('class') or ''}" for parent in above)
            series.setdefault(kind, []).append(" ".join(words.split()))
    return "\n\n".join(max(series.values(), key=lambda blocks: sum(map(len, blocks)), default=[]))


def _candidates(page: str) -> Iterator[str]:
    """What trafilatura finds in its two ways, the one that is better on most pages first."""
    from trafilatura import bare_extraction

    quick = bare_extraction(page, include_comments=False, include_tables=True, fast=True)
    yield tidy(quick.text or "") if quick is not None and not isinstance(quick, dict) else ""
    thorough = bare_extraction(page, include_comments=False, include_tables=False)
    yield tidy(thorough.text or "") if thorough is not None and not isinstance(thorough, dict) else ""


def _worth(text: str) -> int:
    """Characters of prose, less twice those of everything else."""
    return sum(len(block) if is_prose(block) else -2 * len(block) for block in text.split("\n\n"))


def is_prose(block: str) -> bool:
    """Whether a block is a paragraph: long, or ended as a sentence is."""
    return len(block) >= MIN_PROSE or (len(block) > 15 and PROSE_END.search(block) is not None)


def is_article(text: str, is_marked: bool) -> bool:
    """Whether what was found is an article at all: it has prose, and more than a form if the page is not marked as one."""
    prose = sum(len(block) for block in text.split("\n\n") if is_prose(block))
    return prose > 0 if is_marked else prose >= MIN_ARTICLE


def _rank(text: str) -> tuple[bool, int]:
    return bool(text), _worth(text)


def cleaned(text: str, title: str | None, links: frozenset[str]) -> str:
    """The text without the headline at its head, blocks that are a link, and boilerplate."""
    blocks = [block for block in text.split("\n\n") if block]
    heading = key(title or "")
    while len(blocks) > 1 and heading and key(blocks[0]) == heading:
        blocks.pop(0)
    kept = [block for block in blocks if key(block) not in links and not is_boilerplate(block)]
    return "\n\n".join(kept)


def _link_only(tree: HtmlElement) -> frozenset[str]:
    """Keys of the page's paragraphs and items whose words are all inside one or more links."""
    found = set()
    for node in tree.iter(*LINKED):
        if node.find(".//a") is None or (node.tag == "div" and node.find(".//p") is not None):
            continue
        words = key(node.text_content())
        if words and len(words) < 300 and words == key(" ".join(a.text_content() for a in node.iter("a"))):
            found.add(words)
    return frozenset(found)


def is_boilerplate(block: str) -> bool:
    """Whether a block is a call to do something with the page, not a part of the report."""
    return len(block) < 400 and _boilerplate().match(block) is not None


@cache
def _boilerplate() -> re.Pattern[str]:
    """The patterns of `boilerplate.tsv`, those marked `whole` for a whole block, the others for its beginning."""
    rows = lexicons.load("boilerplate")
    patterns = (row["pattern"] + (r"\W*$" if row["extent"] == "whole" else "") for row in rows)
    return re.compile(rf"\W*(?:{'|'.join(patterns)})", re.IGNORECASE)


def key(words: str) -> str:
    """Words without case, marks and spacing, to compare blocks by."""
    return CASELESS.sub(" ", words.lower()).strip()


def tidy(text: str) -> str:
    """Blocks separated by one blank line, words by one space."""
    lines = (SPACES.sub(" ", line).strip() for line in INVISIBLE.sub("", text).split("\n"))
    return "\n\n".join(line for line in lines if line)
