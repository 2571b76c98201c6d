"""Which articles are compared as copies, and which of them are.

In: what is kept of articles, and the numbers of new ones. Out: the pairs of copies of the new ones. The one idea: of any sixteen
runs in a row the least is kept (winnowing, Schleimer, Wilkerson and Aiken 2003), so whatever shares twenty words in a row
shares one that is kept; articles that share enough of these are compared whole. A run that stands in articles of one publisher
with different beginnings on different days is a standing note or background, and is no sign of a copy.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from onrecord.stages.link import _copies
from onrecord.store.linking import LinkState

WINDOW = 16
"""Runs in a row of which one is kept; about two in seventeen are."""
HINT_SHARE = 0.2
"""Part of the smaller sample that two articles must share to be compared whole."""
CROWD = 24
"""Of a run in more articles than this the first ones are looked at only."""
STANDING = 4
"""Beginnings and days of one publisher with which a run is a standing one."""
OWN_SHARE = 0.4
"""Part of the smaller sample, without standing runs, that articles with a standing run must share."""
Openings = Mapping[int, tuple[str, str, str, bool]]


def sample(runs: NDArray[np.uint64]) -> list[int]:
    """The part of an article's runs by which its copies are looked for: the least of each window."""
    if not len(runs):
        return []
    if len(runs) <= WINDOW:
        return [int(runs.min())]
    kept: list[int] = np.unique(np.lib.stride_tricks.sliding_window_view(runs, WINDOW).min(axis=1)).tolist()
    return kept


def pairs(state: LinkState, numbers: Sequence[int]) -> tuple[list[tuple[int, int]], list[int]]:
    """Pairs of copies that have one of the articles, and articles whose groups are to be made anew, with their pairs.

    Groups are made anew where a run became a standing one: what it tied may be no copies.
    """
    found, loosened = list[tuple[int, int]](), set[int]()
    for number in numbers:
        others, loose = _of(state, number)
        found += [(number, other) for other in others]
        loosened |= loose
    apart = state.members(sorted(loosened))
    for number in apart:
        found += [(number, other) for other in _of(state, number)[0]]
    return found, apart


def _of(state: LinkState, number: int) -> tuple[list[int], set[int]]:
    """Articles of which this one is a copy or a version, or that are copies of it; and those to be looked at again."""
    held = state.holders(number, CROWD)
    standing, loose = _standing(state, held)
    sizes = {other: size for holders in held.values() for other, size in holders}
    mine = sizes.pop(number, len(held))
    shared, noted = Counter[int](), Counter[int]()
    for run, holders in held.items():
        (noted if run in standing else shared).update(other for other, _ in holders)
    found = state.versions(number)
    data = state.runs(number)
    runs = np.frombuffer(data, np.uint64)
    for other in sorted(sizes):
        size = min(mine, sizes[other]) - noted[other]
        least = OWN_SHARE if noted[other] else HINT_SHARE
        if not shared[other] or shared[other] < least * size:
            continue
        theirs = state.runs(other)
        if theirs == data:
            return [*found, other], loose  # whatever is a copy of this one is a copy of that one
        if _copies.are(runs, np.frombuffer(theirs, np.uint64)):
            found.append(other)
    return found, loose


def _standing(state: LinkState, held: Mapping[int, Sequence[tuple[int, int]]]) -> tuple[set[int], set[int]]:
    """Which of the runs are standing ones; and articles that had their places before they were."""
    many = [run for run, holders in held.items() if len(holders) >= STANDING]
    if not many:
        return set(), set()
    openings = state.openings(sorted({other for run in many for other, _ in held[run]}))
    standing, loose = set[int](), set[int]()
    for run in many:
        articles = [other for other, _ in held[run] if other in openings]
        if not _is_standing(articles, openings):
            continue
        standing.add(run)
        placed = [other for other in articles if openings[other][3]]
        if not _is_standing(placed, openings):
            loose.update(placed)
    return standing, loose


def _is_standing(articles: Iterable[int], openings: Openings) -> bool:
    """Whether one publisher has it with enough beginnings on enough days."""
    beginnings: dict[str, set[str]] = {}
    days: dict[str, set[str]] = {}
    for article in articles:
        publisher, beginning, day, _ = openings[article]
        beginnings.setdefault(publisher, set()).add(beginning)
        days.setdefault(publisher, set()).add(day)
    return any(len(beginnings[name]) >= STANDING and len(days[name]) >= STANDING for name in beginnings)
