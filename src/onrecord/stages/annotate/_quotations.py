"""Quotations: pairs of quotation marks, paragraph by paragraph.

Reads the double marks (straight, curly, low, guillemets, `` and '') and, in a paragraph without double ones, single marks used
as quotation marks. A quotation that nothing closes runs to the end of its paragraph: newspapers leave the mark out where
the next paragraph goes on with the same speech.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from onrecord.analysis import Quotation, TokenRange, Tokens
from onrecord.records import Span

DOUBLE = re.compile(r"``|''|[\"“”„«»]")
SINGLE = re.compile(r"(?<![\w.])[‘'](?=\w)|(?<=[\w.,!?…])[’'](?!\w)")
ALWAYS_OPENS = {"“", "„", "«", "``"}
ALWAYS_CLOSES = {"”", "»", "''"}
OPENING_LEFT = re.compile(r"(?:^|[\s(\[—–-])$")
MIN_SINGLE_WORDS = 3
"""A pair of single marks around fewer words is a title or scare quotes as often as speech; it is not a quotation."""


def find(text: str, tokens: Tokens, paragraphs: list[TokenRange]) -> list[Quotation]:
    """Quotations in text order; they do not overlap."""
    found: list[Quotation] = []
    for lo, hi in paragraphs:
        start, end = tokens.start[lo], tokens.end[hi - 1]
        pairs = list(_pairs(text, start, end))
        if not pairs:
            pairs = list(_single_pairs(text, start, end))
        for span, inner, closed in pairs:
            inside = _tokens_in(tokens, lo, hi, inner)
            if inside[0] < inside[1]:
                found.append(Quotation(span, inner, inside, closed))
    return found


def continues(text: str, quotation: Quotation) -> bool:
    """Whether the next paragraph opens with a quotation mark."""
    rest = text[quotation.span.end : quotation.span.end + 12].lstrip()
    return rest[:1] in ('"', "“", "„", "«", "‘", "'") or rest[:2] == "``"


def _pairs(text: str, start: int, end: int) -> Iterator[tuple[Span, Span, bool]]:
    opened: re.Match[str] | None = None
    for mark in DOUBLE.finditer(text, start, end):
        if opened is None:
            # A closing mark with nothing open ends a quotation that began in an earlier paragraph, or is an inch sign.
            if mark.group() not in ALWAYS_CLOSES or (mark.group() == "''" and _opens(text, start, mark)):
                opened = mark
        elif mark.group() not in ALWAYS_OPENS:
            if mark.start() > opened.end():
                yield Span(opened.start(), mark.end()), Span(opened.end(), mark.start()), True
            opened = None
    if opened is not None and opened.end() < end and _opens(text, start, opened):
        yield Span(opened.start(), end), Span(opened.end(), end), False


def _opens(text: str, start: int, mark: re.Match[str]) -> bool:
    return bool(OPENING_LEFT.search(text[max(start, mark.start() - 1) : mark.start()]))


def _single_pairs(text: str, start: int, end: int) -> Iterator[tuple[Span, Span, bool]]:
    opened: re.Match[str] | None = None
    for mark in SINGLE.finditer(text, start, end):
        is_opening = mark.start() == start or (
            not text[mark.start() - 1].isalnum() and text[mark.start() - 1] not in ".,!?…"
        )
        if is_opening and opened is None:
            opened = mark
        elif not is_opening and opened is not None:
            inner = Span(opened.end(), mark.start())
            if len(text[inner.start : inner.end].split()) >= MIN_SINGLE_WORDS:
                yield Span(opened.start(), mark.end()), inner, True
                opened = None


def _tokens_in(tokens: Tokens, lo: int, hi: int, span: Span) -> TokenRange:
    first = next((n for n in range(lo, hi) if tokens.start[n] >= span.start), hi)
    last = next((n for n in range(hi, first, -1) if tokens.end[n - 1] <= span.end), first)
    return (first, last)
