"""Where a medium takes back or mends what it reported.

In: an article. Out: its `Notice`s. The one idea: a notice is a paragraph that begins with a label ("Correction:") or says in a
few fixed words that a report is withdrawn or was wrong; whose report is meant is told by "this" and "our", or by the name of
the medium, and which one by what the paragraph tells of it and by the day that it names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from onrecord import lexicons
from onrecord.records import Article, Span
from onrecord.stages.link._words import normalised, telling

Kind = Literal["retraction", "correction"]
AROUND = 600
"""Characters on either side of the words that are looked through at most."""
LABEL_END = re.compile(r"\s*(?:$|[:.)(\]–—-])")
ORDINARY = frozenset("reported previous".split())
"""Words of phrases that are in too many articles to look for the phrase wherever they are."""
OPENING = re.compile(r"[\s(\[*]*")
MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
MONTH_DAY = re.compile(
    r"\b(?:(?P<m>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? (?P<d>\d{1,2})"
    r"|(?P<d2>\d{1,2}) (?P<m2>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*)\b"
)


@dataclass(frozen=True, slots=True)
class Notice:
    """A paragraph in which a medium takes back or mends a report.

    `is_own`: of the article's own publisher or agency; else of the medium whose name is in `plain`, its words without case and
    punctuation. `weekdays` and `days` (month, day) are those that it names.
    """

    kind: Kind
    is_own: bool
    span: Span
    plain: str
    words: tuple[str, ...]
    weekdays: tuple[int, ...]
    days: tuple[tuple[int, int], ...]

    def names(self, name: str | None) -> bool:
        """Whether it names the medium or place."""
        return name is not None and f" {' '.join(normalised(name))} " in self.plain


def read(article: Article) -> tuple[Notice, ...]:
    """The notices of an article, in order."""
    label = _label(article.title or "")
    found = list(_found(article.text))
    if label is not None and not found and article.text:
        found = [(label, True, _paragraph(article.text, 0))]
    title = article.title if label is not None else None
    return tuple(_notice(article.text, title or "", *one) for one in found)


def figure_is_mended(words: str) -> bool:
    """Whether a source says beside a number that an earlier one was wrong."""
    plain = f" {' '.join(normalised(words))} "
    return any(f" {phrase} " in plain for phrase in _phrases("figure"))


def _found(text: str) -> Iterator[tuple[Kind, bool, Span]]:
    """Kind, whether it is the medium's own, and paragraph of each notice; of several in a paragraph a retraction counts."""
    by_paragraph: dict[Span, tuple[Kind, bool]] = {}
    for start in (0, *(match.end() for match in re.finditer(r"\n+", text))):
        label = _label(text[start : start + 60])
        if label is not None:
            by_paragraph[_paragraph(text, start)] = (label, True)
    lower = text.casefold()
    for where in ("own", "named"):
        if not any(word in lower for word in _marks(where)):
            continue  # so is nearly every article: the pattern is slow
        for match in _pattern(where).finditer(text):
            kind = _phrases(where)[" ".join(normalised(match[0]))]
            span = _paragraph(text, match.start())
            before = by_paragraph.get(span)
            if before is None or kind == "retraction":
                by_paragraph[span] = (kind, where == "own" or (before is not None and before[1]))
    for span in sorted(by_paragraph):
        yield (*by_paragraph[span], span)


def _notice(text: str, title: str, kind: Kind, is_own: bool, span: Span) -> Notice:
    words = text[span.start : span.end]
    lower = words.casefold()
    tokens = normalised(words)
    dated = [(m["m"] or m["m2"], m["d"] or m["d2"]) for m in MONTH_DAY.finditer(lower)]
    return Notice(
        kind=kind,
        is_own=is_own,
        span=span,
        plain=f" {' '.join(tokens)} ",
        words=tuple(sorted(telling(f"{title} {words}"))),
        weekdays=tuple(sorted({WEEKDAYS.index(token) for token in tokens if token in WEEKDAYS})),
        days=tuple(sorted({(MONTHS.index(month) + 1, int(day)) for month, day in dated})),
    )


def _label(text: str) -> Kind | None:
    """The kind that a label at the beginning gives: "CORRECTED -", "(Corrects the place ..."."""
    opening = OPENING.match(text)
    start = opening.end() if opening else 0
    # a dateline may stand before the bracket: "VESK (NPA) - (Corrects ..."
    bracket = text.find("(Correct")
    at = bracket + 1 if bracket >= 0 else start
    word = re.match(r"[A-Za-z]+", text[at:])
    if word is None or not word[0][0].isupper():
        return None
    kind = _phrases("label").get(word[0].casefold())
    return kind if kind is not None and (bracket >= 0 or LABEL_END.match(text, at + word.end())) else None


def _paragraph(text: str, at: int) -> Span:
    start = max(text.rfind("\n", 0, at) + 1, at - AROUND)
    stop = text.find("\n", at)
    return Span(start, min(stop if stop >= 0 else len(text), at + AROUND))


@cache
def _phrases(where: str) -> dict[str, Kind]:
    table = lexicons.load("corrections")
    nouns = [row["words"] for row in table if row["where"] == "report"]
    found: dict[str, Kind] = {}
    for row in table:
        if row["where"] == where:
            for phrase in [_filled(row["words"], noun) for noun in nouns] if " R" in row["words"] else [row["words"]]:
                found[phrase] = "retraction" if row["kind"] == "retraction" else "correction"
    return found


def _filled(words: str, noun: str) -> str:
    """The phrase with the noun for R, after "an" where it begins with a vowel."""
    article = "an" if noun[0] in "aeio" else "a"
    return re.sub(r"\bR\b", noun, re.sub(r"\ba R\b", f"{article} R", words))


@cache
def _marks(where: str) -> tuple[str, ...]:
    """A telling word of each phrase: without any of them the article has no notice."""
    nouns = {row["words"] for row in lexicons.load("corrections") if row["where"] == "report"}
    words = [
        [word for word in phrase.split() if word not in nouns and word not in ORDINARY] for phrase in _phrases(where)
    ]
    return tuple(sorted({max(telling, key=lambda word: (len(word), word)) for telling in words}))


@cache
def _pattern(where: str) -> re.Pattern[str]:
    phrases = sorted(_phrases(where), key=lambda phrase: (-len(phrase), phrase))
    return re.compile(r"\b(?:" + "|".join(r"\s+".join(phrase.split()) for phrase in phrases) + r")\b", re.IGNORECASE)
