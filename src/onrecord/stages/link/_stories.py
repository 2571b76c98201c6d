"""Which reports are of one story.

In: reports. Out: whether two of them, or two groups, are about the same. The one idea: reports of one story share its telling
words, whichever of its deeds each of them tells.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from onrecord.models import coreference
from onrecord.stages.link._facts import Report

ALIKE = 0.12
"""Least likeness (cosine of their telling words) of two reports of one story: in our sets 5 % of the pairs of one story are
below, 1 % of those of different stories above."""
MOST_REPORTS = 4
"""Reports of a group, the first by key, that are compared with those of another."""


class Stories:
    """The stories of some reports; what was compared is kept."""

    def __init__(self, reports: Iterable[Report]) -> None:
        self._reports = {report.key: report for report in reports}
        self._words: dict[str, frozenset[str]] = {}
        self._alike: dict[tuple[str, str], bool] = {}

    def are_one(self, ours: Collection[str], theirs: Collection[str]) -> bool:
        """Whether some report of the one group is about what some report of the other is about; groups by keys of reports."""
        return any(self._are_alike(a, b) for a in sorted(ours)[:MOST_REPORTS] for b in sorted(theirs)[:MOST_REPORTS])

    def _are_alike(self, one: str, other: str) -> bool:
        pair = (min(one, other), max(one, other))
        if pair not in self._alike:
            mine, theirs = self._of(one), self._of(other)
            size = (_squares(mine) * _squares(theirs)) ** 0.5
            self._alike[pair] = one == other or (size > 0 and _squares(mine & theirs) / size >= ALIKE)
        return self._alike[pair]

    def _of(self, key: str) -> frozenset[str]:
        if key not in self._words:
            self._words[key] = frozenset().union(*(sentence.words for sentence in self._reports[key].sentences))
        return self._words[key]


def weight(word: str) -> float:
    """How telling a stem is (inverse document frequency)."""
    model = coreference.load()
    return model.weights.get(word, model.unknown)


def _squares(words: frozenset[str]) -> float:
    return sum(sorted(weight(word) ** 2 for word in words))
