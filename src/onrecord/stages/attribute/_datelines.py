"""Datelines are nobody's words: "OSLO, May 4 (Harbour Wire) - " is cut from sources and contents.

In: the token table and drafts. Out: the drafts without the words of a dateline. The one idea: a dateline stands at the head
of one of the first paragraphs, in capitals, and ends with a dash.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from onrecord.analysis import Analysis, TokenRange

if TYPE_CHECKING:
    from onrecord.stages.attribute._drafts import Draft

DATELINE = re.compile(
    r"[A-Z][A-Z'’.-]{2,}(?:[ /][A-Z'’.-]{2,}){0,3}(?:,[\w.'’ ]{1,30}){0,2}(?: ?\([^()\n]{2,40}\))? ?(?:--|[-–—])\s"
)
FIRST_PARAGRAPHS = 4
MAX_TOKENS = 24


def clipped(analysis: Analysis, drafts: list[Draft]) -> list[Draft]:
    """The drafts, those that reach back into a dateline cut to what follows it."""
    for lo, hi in _ends(analysis):
        for draft in drafts:
            if hi <= draft.cue and any(lo <= start < hi for start, _ in (*draft.content, *draft.source)):
                draft.content = _cut(draft.content, hi)
                draft.source = _cut(draft.source, hi)
                if not draft.source or (draft.source_head is not None and draft.source_head < hi):
                    draft.source_head, draft.source = None, ()
    return [draft for draft in drafts if draft.content]


def _ends(analysis: Analysis) -> list[TokenRange]:
    """Token ranges of the datelines."""
    found = []
    for lo, hi in analysis.paragraphs[:FIRST_PARAGRAPHS]:
        match = DATELINE.match(analysis.text, analysis.tokens.start[lo], analysis.tokens.end[hi - 1])
        if match is not None:
            end = bisect_left(analysis.tokens.start, match.end(), lo, hi)
            if lo < end < hi and end - lo <= MAX_TOKENS:
                found.append((lo, end))
    return found


def _cut(ranges: tuple[TokenRange, ...], start: int) -> tuple[TokenRange, ...]:
    return tuple((max(lo, start), hi) for lo, hi in ranges if hi > start)
