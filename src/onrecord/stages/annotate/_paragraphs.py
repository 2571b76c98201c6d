"""Where paragraphs stand in a text.

A blank line ends a paragraph. A single line end does so too, unless the text is hard-wrapped: then a line that stops in
the middle of a sentence goes on in the next one.
"""

from __future__ import annotations

import itertools
import re

from onrecord.records import Span

LINE = re.compile(r"[^\r\n\u2028\u2029]+")
SENTENCE_END = re.compile(r"[.!?:;][\"'”’»)\]]*\s*$")
MAX_CHARS = 20_000
"""Longest piece given to the parser at once; a longer paragraph is cut at a space (memory, not language)."""


def split(text: str) -> list[Span]:
    """Spans of the paragraphs, in order, without surrounding white space."""
    lines = [match.span() for match in LINE.finditer(text) if not match.group().isspace()]
    if not lines:
        return []
    groups = [list(lines[:1])]
    wrapped = _is_wrapped(text, lines)
    for previous, line in itertools.pairwise(lines):
        gap = text[previous[1] : line[0]]
        blank = gap.replace("\r\n", "\n").count("\n") > 1 or "\u2029" in gap
        if blank or not wrapped or SENTENCE_END.search(text[slice(*previous)]):
            groups.append([line])
        else:
            groups[-1].append(line)
    spans = [_stripped(text, group[0][0], group[-1][1]) for group in groups]
    return [piece for span in spans for piece in _cut(text, span)]


def _is_wrapped(text: str, lines: list[tuple[int, int]]) -> bool:
    """Most lines neither end a sentence nor are long: the text was wrapped at a column."""
    body = [text[start:end] for start, end in lines]
    if len(body) < 4:
        return False
    open_ended = sum(not SENTENCE_END.search(line) for line in body)
    widths = sorted(len(line) for line in body)
    return open_ended > 0.6 * len(body) and 40 <= widths[len(widths) // 2] <= 100


def _stripped(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def _cut(text: str, span: Span) -> list[Span]:
    pieces = []
    start = span.start
    while span.end - start > MAX_CHARS:
        space = text.rfind(" ", start + MAX_CHARS // 2, start + MAX_CHARS)
        end = space if space > 0 else start + MAX_CHARS
        pieces.append(Span(start, end))
        start = end
    return [*pieces, _stripped(text, start, span.end)] if start < span.end else pieces
