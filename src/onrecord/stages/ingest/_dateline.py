"""The dateline: where and when a story says that it was filed, and by which agency.

In: the head of a text. Out: `Dateline`, or None; also the byline that stands above it. The one idea: a dateline is a form, not
a word: a place, in capitals or known as a city, closed by a mark after which a sentence begins. The weaker the form, the more
of it must be there.

    BISHKEK, March 11 (Agency) -    MOSCOW, October 4. /TASS/. The    Berlin (dpa).    WASHINGTON —    NEW DELHI: The
    By NAME / CITY (Agency) —       Geneva, 12 March 2026 – The       a line with a date, or a place and a date, alone

Not read: a place in ordinary letters that is neither a capital nor in `dateline_cities.tsv`, without agency or date.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from onrecord import lexicons
from onrecord.records import Dateline
from onrecord.stages.ingest import _agency
from onrecord.stages.ingest._dates import DAY, MONTH, YEAR, nearest_year, written_day

HEAD_LINES = 9
HEAD_CHARS = 1500
BODY_CHARS = 140
"""A longer line is a paragraph of the report; titles, bylines and date lines are shorter."""
BODY_LINES = 2
"""Paragraphs that may hold the dateline: it stands in the first, or in the second after a summary."""

UP = r"[A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĘĚĞĢĪİĹĻŁŃŅŇŐŒŔŘŚŞŠŢŤŪŮŰŹŻŽ]"
UPPER_WORD = rf"(?:(?:{UP}|ʻ|['’`])(?:{UP}|['’`.\-]|ʻ)+|ST\.|MT\.|FT\.)"
UPPER_PLACE = rf"{UPPER_WORD}(?:(?:\s|\s?/\s?)(?:{UPPER_WORD}|de|di|do|da|al|on|of))*"
TITLE_WORD = rf"{UP}[\w'’.\-]+"
TITLE_PLACE = rf"{TITLE_WORD}(?:\s+(?:{TITLE_WORD}|de|di|do|da|al|on|la|el)){{0,3}}"
WEEKDAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Mon|Tues?|Wed|Thu(?:rs)?|Fri|Sat|Sun)\b\.?"
FOREIGN_DATE = r"\d{1,2}\.?\s+(?:de\s+)?[a-zéûäç]{3,10}\.?"
DATE = rf"(?:(?:{WEEKDAY},?\s+)?(?:{MONTH}\s+{DAY}|{DAY}\s+{MONTH})(?:,?\s+{YEAR})?|{WEEKDAY}|{FOREIGN_DATE})"
REGION = (
    rf"(?:,\s+(?!{MONTH}|{WEEKDAY})(?:{TITLE_WORD}|{UPPER_WORD})(?:\s+(?:{TITLE_WORD}|of|and|the|de)){{0,3}}){{0,2}}"
)
AGENCY = rf"(?:\(\s?(?P<paren>{UP}[^()\n]{{1,45}}|dpa)\s?\)|/\s?(?P<slash>{UP}[^/\n]{{1,40}})/)"
BYLINE_NAME = rf"{UP}[\w'’.\-]*(?:\s+(?:{UP}[\w'’.\-]*|and|de|van|von|bin|al|el|der|da)){{1,8}}"
MARK = r"(?P<mark>\s*\.?\s*(?:—|–|--+|―)\s*|\s+-+\s*|\s*\.\s?-\s*|-\s+|\s*:\s+|\s*\.\s+)"
FORM = re.compile(
    rf"(?:By\s+(?P<by>{BYLINE_NAME})\s*[/|]\s*)?"
    rf"(?P<whole>(?P<place>{UPPER_PLACE}(?![a-zà-ÿ])|{TITLE_PLACE})(?P<region>{REGION})"
    rf"(?:(?:,|\.)?\s+\(?(?P<date>{DATE})\)?(?=[\s.,:(/—–-]))?"
    rf"(?:\s*[.,]?\s*{AGENCY}(?:\s*\([^()]{{2,30}}\))?)?){MARK}(?=\S)"
)
BARE_AGENCY = re.compile(
    rf"(?P<whole>(?:(?P<date>{DATE})\s*)?\((?P<paren>[A-Z][^()\n]{{1,40}}|dpa)\))\s*(?:—|–|--|-)\s+(?=\S)"
)
DATE_LINE = re.compile(
    rf"(?:(?:Published|Posted|Updated|Filed|Date|Issued)(?:\s+on)?\s*:?\s+)?(?:(?P<place>{TITLE_PLACE}{REGION}),?\s+)??"
    rf"(?:{WEEKDAY},?\s+)?(?P<date>{MONTH}\s+{DAY}(?:,?\s+{YEAR})?|{DAY}\s+{MONTH}(?:,?\s+{YEAR})?|{YEAR}-\d\d-\d\d)"
    r"(?:[,.|\s]*(?:at\s+)?\d{1,2}[:.]\d\d\s*(?:[apAP]\.?[mM]\b\.?)?(?:\s*[A-Z]{2,4})?)?[\s.:]*"
)
NO_PLACE = re.compile(rf"(?:{WEEKDAY}|{MONTH})", re.IGNORECASE)
DASHES = ("—", "–", "-", "--", "---")
BYLINE = re.compile(
    r"(?:By|BY)\s+(?P<names>(?:our\s+|Our\s+)?[^\s,|/][^|/\n]{2,90}?)(?:\s*[|/]\s*(?P<outlet>[^|/\n]{2,50}))?"
)
NAMES = re.compile(
    rf"(?:our\s+[a-z ]+|{UP}[\w'’.\-]*)(?:,?\s+(?:{UP}[\w'’.\-]*|and|in|of|at|for|de|van|von|bin|al|el|der|da|the))*"
)
SENTENCE = re.compile(r"[\"“‘'«]?(?:[A-ZÀ-Þ\d$€£]|[a-z]{1,3}[A-Z])")


def read_head(text: str, published: str | None, is_english: bool = True) -> tuple[Dateline | None, str | None]:
    """The dateline and the byline that stand at the head of a text; the year comes from `published` if there is one.

    In other languages than English only a dateline with an agency is read.
    """
    dateline, byline, date_line = None, None, None
    for line, is_first in _head(text):
        match = FORM.match(line)
        if match is not None and _is_dateline(match, line, is_first, text):
            if is_english or match["paren"] or match["slash"]:
                dateline, byline = _from_form(match, published), byline or match["by"]
            break
        bare = BARE_AGENCY.match(line)
        if bare is not None and _agency.known(bare["paren"]):
            dateline = _from_bare(bare, published)
            break
        found = DATE_LINE.fullmatch(line) if date_line is None else None
        if found is not None:
            date_line = _from_date_line(found, line, published)
        elif byline is None:
            byline = _byline(line)
    dateline = dateline or _after_title(text, published)
    if dateline is None or date_line is None:
        return dateline or date_line, byline
    return Dateline(
        text=dateline.text, place=dateline.place, date=dateline.date or date_line.date, agency=dateline.agency
    ), byline


def _head(text: str) -> Iterator[tuple[str, bool]]:
    """Non-empty lines up to the first paragraphs of the report, and whether each is the first."""
    bodies, count = 0, 0
    for line in text[:HEAD_CHARS].splitlines():
        stripped = line.strip()
        if not stripped:
            continue
        yield stripped, count == 0
        count += 1
        is_sentence = stripped[-1] in '.!?"”’' and len(stripped.split()) > 12
        bodies += len(stripped) > BODY_CHARS or is_sentence
        if bodies >= BODY_LINES or count >= HEAD_LINES:
            return


def _is_dateline(match: re.Match[str], line: str, is_first: bool, text: str) -> bool:
    place, mark, rest = match["place"], match["mark"].strip(), line[match.end() :]
    agency = match["paren"] or match["slash"]
    is_upper = place == place.upper()
    if (
        NO_PLACE.fullmatch(place)
        or place.rstrip(".").lower() in _labels()
        or _agency.known(place)
        or not SENTENCE.match(rest)
    ):
        return False
    if len(place) > 40 or not any(char.islower() for char in rest[:200]):
        return False
    if agency is not None:
        is_place = is_upper or is_city(place) or match["date"] is not None
        return _agency.known(agency) or (is_place and _agency.is_name(agency))
    is_dash = mark.strip(".").strip() != "" and mark not in (":", ".")
    if mark == ".":
        return len(line) > 60 and is_city(place) and not match["region"] and match["date"] is None
    if match["date"] is not None and not re.fullmatch(FOREIGN_DATE, match["date"]):
        return is_upper or is_dash or is_city(place)
    if not is_dash:  # a colon, which stands behind labels, speakers and topics too
        return is_upper and (bool(match["region"]) or is_city(place)) and not _is_transcript(text)
    if is_upper:
        return len(place) > 4 or bool(match["region"]) or is_city(place) or mark in DASHES
    return is_city(place) and not line[match.end("whole") :].startswith("-") and (is_first or mark != "-")


def _is_transcript(text: str) -> bool:
    return len(re.findall(r"^[A-Z][A-Z .'’-]{1,30}:\s", text[:5000], re.MULTILINE)) > 1


def _from_form(match: re.Match[str], published: str | None) -> Dateline:
    agency = match["paren"] or match["slash"]
    day = written_day(match["date"])[0] if match["date"] else None
    return Dateline(
        text=match["whole"].strip(),
        place=_place(match["place"] + (match["region"] or "")),
        date=nearest_year(day, published) if day else None,
        agency=_agency.canonical(agency) if agency else None,
    )


def _from_bare(match: re.Match[str], published: str | None) -> Dateline:
    """A dateline without a place: "(Reuters) -", "Dec 29 (Reuters) -"."""
    day = written_day(match["date"])[0] if match["date"] else None
    date = nearest_year(day, published) if day else None
    return Dateline(text=match["whole"], date=date, agency=_agency.canonical(match["paren"]))


def _place(words: str) -> str:
    """The place as ordinary writing has it: "AK-SAI, Kyrgyzstan" is Ak-Sai, Kyrgyzstan."""
    first, *regions = (part.strip() for part in words.split(","))
    first = first.rstrip(".")
    if first == first.upper() and (len(first) > 3 or regions or is_city(first)):
        first = _title_case(first)
    return ", ".join((first, *regions))


def _title_case(name: str) -> str:
    return re.sub(r"[^\s\-/]+", lambda m: m[0] if m[0].islower() or "." in m[0][:-1] else m[0].capitalize(), name)


def _from_date_line(match: re.Match[str], line: str, published: str | None) -> Dateline | None:
    day = written_day(match["date"])[0]
    if day is None:
        return None
    place = match["place"]
    is_place = place is not None and ("," in place or is_city(place)) and place.split()[0].lower() not in _labels()
    return Dateline(text=line, place=_place(place) if is_place else None, date=nearest_year(day, published))


def _byline(line: str) -> str | None:
    match = BYLINE.fullmatch(line)
    if match is None or not NAMES.fullmatch(match["names"].strip()):
        return None
    return ", ".join(part.strip() for part in (match["names"], match["outlet"]) if part)


def _after_title(text: str, published: str | None) -> Dateline | None:
    """A dateline with agency, or with a place in capitals and a dash, behind a title that stands in the same line."""
    for stop in re.finditer(r"[.!?”\"]\s+(?=[A-Z]{3})", text[:400]):
        line = text[stop.end() : stop.end() + 600].split("\n")[0]
        match = FORM.match(line)
        if match is None or match["place"] != match["place"].upper():
            continue
        strong = match["paren"] or match["slash"] or match["mark"].strip() in DASHES or is_city(match["place"])
        if strong and _is_dateline(match, line, False, text):
            return _from_form(match, published)
    return None


def is_city(place: str) -> bool:
    """Whether the name is a national capital or in `dateline_cities.tsv`, in any case of letters."""
    return place.strip().rstrip(".").lower() in _cities()


@cache
def _cities() -> frozenset[str]:
    capitals = {row["capital"].lower() for row in lexicons.load("countries") if row["capital"]}
    others = {name.lower() for row in lexicons.load("dateline_cities") for name in row["names"].split("|")}
    return frozenset(capitals | others)


@cache
def _labels() -> frozenset[str]:
    """Words in capitals before a dash or colon that are no places: CORRECTION, FILE, WATCH."""
    return frozenset(row["label"].lower() for row in lexicons.load("dateline_labels"))
