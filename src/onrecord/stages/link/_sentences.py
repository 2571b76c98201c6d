"""The sentences of a report, as references to incidents are looked for in them.

In: an article. Out: for each sentence its words, numbers, days and places. The one idea: an article is cut once, where it is
read for linking; comparing sentences with incidents is then a matter of sets.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from onrecord import lexicons
from onrecord.records import Article, Span
from onrecord.stages.link._words import normalised, number_of, stem, telling

END = re.compile(r"(?<=[.!?])[\"”’']?\s+(?=[\"“‘']?[A-Z0-9])|\n+")
NUMBER = re.compile(r"\d[\d,]*|[^\W\d_]+(?:-[^\W\d_]+)?")
FEWEST, MOST = 3, 120
"""Telling words of a sentence that is looked at; longer ones are lists."""
SMALL = 3
"""Numbers up to this are too common to tell anything."""
OLD = timedelta(days=40)
"""How long before its report a deed is of another time."""
AHEAD = frozenset("will would could may might if".split())
TO_COME = re.compile(r"\b(?:is|are|was|were) (?:due )?to\b")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: first and last ISO days of its dates, countries of its places, and stems of their names."""

    span: Span
    quote: str
    words: frozenset[str]
    numbers: frozenset[int]
    days: tuple[tuple[str, str], ...]
    lands: frozenset[str]
    places: frozenset[str]
    is_ahead: bool


def read(article: Article) -> Iterator[Sentence]:
    """The sentences that have something to tell, in order."""
    for span in _spans(article.text):
        text = article.text[span.start : span.end]
        words = telling(text)
        if not FEWEST <= len(words) <= MOST or _sports().search(text.casefold()):
            continue
        here = [place for place in article.places if span.start <= place.span.start < span.end]
        yield Sentence(
            span=span,
            quote=text,
            words=words,
            numbers=numbers(text),
            days=tuple(
                (time.start, time.end or time.start)
                for time in article.times
                if span.start <= time.span.start < span.end and time.start and time.type in ("DATE", "TIME")
            ),
            lands=frozenset(place.country for place in here if place.country),
            places=frozenset(
                stem(word) for place in here if place.role != "demonym" for word in normalised(place.name or place.text)
            ),
            is_ahead=not AHEAD.isdisjoint(text.casefold().split()) or TO_COME.search(text) is not None,
        )


@cache
def _sports() -> re.Pattern[str]:
    """Words of games alone: their reports are full of attacks, deals and prisoners that are none."""
    words = sorted(row["lemma"] for row in lexicons.load("noun_classes") if row["class"] == "sport-only")
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})s?\b")


def _spans(text: str) -> Iterator[Span]:
    start = 0
    for match in END.finditer(text):
        if match.start() > start:
            yield Span(start, match.start())
        start = match.end()
    if start < len(text):
        yield Span(start, len(text))


def tells_of_old(sentences: Iterable[Sentence], span: Span, moment: str | None) -> bool:
    """Whether the sentence that holds the span names only days long before the report: "in March 2015"."""
    if moment is None:
        return False
    limit = (date.fromisoformat(moment[:10]) - OLD).isoformat()
    days = [day for s in sentences if s.span.start <= span.start < s.span.end for _, day in s.days]
    return bool(days) and all(day[:10] < limit for day in days)


def numbers(text: str) -> frozenset[int]:
    """Numbers in figures and words, but for years and the smallest."""
    found = (number_of(token) for token in NUMBER.findall(text))
    return frozenset(number for number in found if number is not None and number > SMALL)
