"""Which articles are compared as copies, and which of them are.

In: what is kept of articles, and the numbers of new ones. Out: the pairs of copies of the new ones. The one idea: of any sixteen
runs in a row the least is kept (winnowing, Schleimer, Wilkerson and Aiken 2003), so whatever shares twenty words in a row
shares one that is kept; articles that share enough of these are compared whole. A run that stands in articles of one publisher
with different beginnings on different days is a standing note or background, and is no sign of a copy.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from onrecord.stages.link import _copies
from onrecord.store.linking import LinkState, Opening

WINDOW = _copies.AROUND
"""Runs in a row of which one is kept; about two in seventeen are."""
HINT_SHARE = 0.2
"""Part of the smaller sample that two articles must share to be compared whole."""
CROWD = 24
"""Of a run in more articles than this the first ones are looked at only."""
STANDING = 4
"""Beginnings and days of one publisher with which a run is a standing one."""
REMEMBERED = 4000
"""Articles whose runs are held in memory."""


def sample(runs: NDArray[np.uint64]) -> list[int]:
    """The part of an article's runs by which its copies are looked for: the least of each window."""
    least = runs
    width = 1
    while width < WINDOW and len(least) > width:
        least = np.minimum(least[:-width], least[width:])
        width *= 2
    kept: list[int] = least.min(keepdims=True).tolist() if 0 < len(runs) <= WINDOW else np.unique(least).tolist()
    return kept


class Candidates:
    """Copies of articles among those that are kept; what is read of them is remembered, for one batch."""

    def __init__(self, state: LinkState) -> None:
        self._state = state
        self._texts: dict[int, _copies.Text] = {}
        self._openings: dict[int, Opening] = {}

    def pairs(self, numbers: Sequence[int]) -> tuple[list[tuple[int, int]], list[int]]:
        """Pairs of copies that have one of the articles, and articles whose groups are to be made anew, with their pairs.

        Groups are made anew where a run became a standing one: what it tied may be no copies.
        """
        found, loosened = list[tuple[int, int]](), set[int]()
        for number in numbers:
            others, loose = self._of(number)
            found += [(number, other) for other in others]
            loosened |= loose
        apart = self._state.members(sorted(loosened))
        for number in apart:
            found += [(number, other) for other in self._of(number)[0]]
        return found, apart

    def _of(self, number: int) -> tuple[list[int], set[int]]:
        """Articles of which this one is a copy or a version, or that are copies of it; and those to be looked at again."""
        held = self._state.holders(number, CROWD)
        standing, loose = self._standing(held)
        sizes = {other: size for holders in held.values() for other, size in holders}
        mine = sizes.pop(number, len(held))
        shared, noted = Counter[int](), dict[int, list[int]]()
        for run, holders in held.items():
            if run in standing:
                for other, _ in holders:
                    noted.setdefault(other, []).append(run)
            else:
                shared.update([other for other, _ in holders])
        found = self._state.versions(number)
        text = self._text(number)
        for other in sorted(sizes):
            notes = noted.get(other, ())
            is_alike = sizes[other] == mine == shared[other] + len(notes)
            if is_alike and self._text(other).data == text.data:
                return [*found, other], loose  # whatever is a copy of this one is a copy of that one
            if shared[other] and shared[other] >= HINT_SHARE * (min(mine, sizes[other]) - len(notes)):
                apart = np.array(notes, np.int64).view(np.uint64)
                if _copies.are(text, self._text(other), apart):
                    found.append(other)
        return found, loose

    def _text(self, number: int) -> _copies.Text:
        if number not in self._texts:
            if len(self._texts) >= REMEMBERED:
                self._texts.clear()
            self._texts[number] = _copies.Text(self._state.runs(number))
        return self._texts[number]

    def _standing(self, held: Mapping[int, Sequence[tuple[int, int]]]) -> tuple[set[int], set[int]]:
        """Which of the runs are standing ones; and articles that had their places before they were."""
        many = {run: [other for other, _ in holders] for run, holders in held.items() if len(holders) >= STANDING}
        wanted = {other for holders in many.values() for other in holders} - self._openings.keys()
        if wanted:
            self._openings.update(self._state.openings(sorted(wanted)))
        standing, loose = set[int](), set[int]()
        for holders in set(map(tuple, many.values())):
            if self._is_standing(holders):
                standing.update(run for run, others in many.items() if tuple(others) == holders)
                placed = [other for other in holders if self._openings[other].is_placed]
                if not self._is_standing(placed):
                    loose.update(placed)
        return standing, loose

    def _is_standing(self, articles: Sequence[int]) -> bool:
        """Whether one publisher has it with enough beginnings on enough days."""
        publishers = Counter(self._openings[article].publisher for article in articles)
        for publisher, count in publishers.items():
            if publisher and count >= STANDING:
                theirs = [self._openings[article] for article in articles]
                theirs = [opening for opening in theirs if opening.publisher == publisher]
                fewest = min(len({one.beginning for one in theirs}), len({one.day for one in theirs}))
                if fewest >= STANDING:
                    return True
        return False
