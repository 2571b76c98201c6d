"""Which units that no key brought together are likely one deed.

In: units. Out: pairs of their numbers to join. The one idea: what speaks for one deed (the same day, telling words, the same
mode, one town, no rival) is weighed, and the likeliest pairs are joined first. Only reports of one story are compared; what
cannot be one deed is never joined, nor brought together by a third. The weights were learned (`training/incidents`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from math import exp

from onrecord import lexicons
from onrecord.stages.link._days import ordinal
from onrecord.stages.link._facts import EventFact
from onrecord.stages.link._groups import Groups
from onrecord.stages.link._stories import Stories, weight
from onrecord.stages.link._units import (
    FAMILY,
    NEAR_KM,
    SPEECH,
    Unit,
    are_apart,
    are_strangers,
    complete,
    km,
)

LEAST = 0.5
"""Least probability with which two units are joined."""
MEAN = 0.6
"""Least mean probability between two groups, as a share of LEAST; a pair that is kept apart counts as 0."""
APART, APART_PLANNED = 4, 30
"""Days from a deed to a report without a day from which that is not of it; where one of the two is planned."""
CROWD = 300
"""Units of a family in a scene from which none are compared: there the keys decide."""
TOGETHER = frozenset({"CONSULT", "AGREE", "COOPERATE"})
"""Deeds of which each report may name other participants."""
MOST_WORDS = 40.0
"""Weight of shared words that says no more than this much."""
NAMES = ("same_type", "same_day", "next_day", "words", "same_mode", "denied", "rivals", "speech", "near",
         "strangers", "party")  # fmt: skip
"""Names of the features, in order; their weights are in `lexicons/en/incident_pairs.tsv`."""

Pair = tuple[int, int]


def joins(units: Sequence[Unit], events: Sequence[EventFact]) -> Iterator[Pair]:
    """Numbers of events whose units are to be joined."""
    stories = Stories(fact.report for fact in events)
    for block in blocks(units):
        yield from _joined(block, stories)


def blocks(units: Sequence[Unit]) -> list[list[Unit]]:
    """The units of each family of types, where they are not too many to be compared."""
    by_family: dict[str, list[Unit]] = defaultdict(list)
    for unit in units:
        by_family[FAMILY.get(unit.event_type, unit.event_type)].append(unit)
    return [block for block in by_family.values() if 1 < len(block) <= CROWD]


def _joined(block: Sequence[Unit], stories: Stories) -> Iterator[Pair]:
    weights = _weights()
    chances = {pair: chance(row, weights) for pair, row in rows(block, stories)}
    groups, members = Groups(len(block)), {n: [n] for n in range(len(block))}
    for pair in sorted(chances, key=lambda pair: (-round(chances[pair], 9), pair)):
        one, other = groups.find(pair[0]), groups.find(pair[1])
        if chances[pair] < LEAST or one == other:
            continue
        between = [(min(a, b), max(a, b)) for a in members[one] for b in members[other]]
        if any(_are_barred(block[a], block[b]) for a, b in between) or _is_torn(pair, chances, block):
            continue
        if sum(chances.get(pair, 0.0) for pair in between) < LEAST * MEAN * len(between):
            continue
        groups.union(one, other)
        members[min(one, other)] = sorted(members[one] + members[other])
        yield block[one].numbers[0], block[other].numbers[0]


def _is_torn(pair: Pair, chances: Mapping[Pair, float], block: Sequence[Unit]) -> bool:
    """Whether one of the pair is likely one deed with a third that the other is barred from: what fits two joins neither."""
    return any(
        _are_barred(block[other], block[third])
        for one, other in (pair, pair[::-1])
        for third in range(len(block))
        if third not in pair and chances.get((min(one, third), max(one, third)), 0.0) >= LEAST
    )


def rows(block: Sequence[Unit], stories: Stories) -> list[tuple[Pair, list[float]]]:
    """The pairs of a block that may be one deed, each with its features in the order of NAMES."""
    numbers = range(len(block))
    pairs = [(a, b) for a in numbers for b in numbers if a < b and not _are_barred(block[a], block[b])]
    pairs = [(a, b) for a, b in pairs if stories.are_one(block[a].reports, block[b].reports)]
    partners: dict[int, int] = defaultdict(int)
    for pair in pairs:
        for number in pair:
            partners[number] += 1
    return [((a, b), features(block[a], block[b], min(partners[a], partners[b]))) for a, b in pairs]


def features(one: Unit, other: Unit, partners: int) -> list[float]:
    """What speaks for one deed; `partners`: how many others the one with fewer could be one with, this one included."""
    gap = _gap(one, other)
    same_day = one.days is not None and one.days == other.days and one.days[0] == one.days[1]
    return [
        one.event_type == other.event_type,
        same_day,
        gap is not None and gap > 0,
        min(sum(sorted(weight(word) for word in one.words & other.words)), MOST_WORDS) / 10,
        bool(one.modes & other.modes),
        one.is_denied or other.is_denied,
        1 / partners,
        one.event_type in SPEECH,
        any(km(a, b) <= NEAR_KM for a in one.sure_pins for b in other.sure_pins),
        are_strangers(one.said, other.said),
        bool(one.parties & other.parties),
    ]


def _are_barred(one: Unit, other: Unit) -> bool:
    """Whether the two cannot be one deed: told in one report, by others, elsewhere, of another kind or time."""
    if one.reports & other.reports or one.is_supposed != other.is_supposed:
        return True
    gap = _gap(one, other)
    if gap is not None and gap > 1:
        return True
    if _are_of_other_times(one, other) or are_apart(one, other):
        return True
    return are_strangers(one.said, other.said) and not _are_of_a_kind(one, other)


def _are_of_a_kind(one: Unit, other: Unit) -> bool:
    """Whether type, mode and day are the same, so that one may name who did it and the other to whom.

    Doers or victims who differ still tell two deeds apart, but for deeds that all sides do together.
    """
    same_day = one.days is not None and one.days == other.days and one.event_type == other.event_type
    return same_day and bool(one.modes & other.modes) and (one.event_type in TOGETHER or complete(one, other))


def _gap(one: Unit, other: Unit) -> int | None:
    """Days between the last of the earlier and the first of the later; 0 or less where they overlap; None without both."""
    if one.days is None or other.days is None:
        return None
    ends = [ordinal(day) for day in (one.days[0], other.days[1], other.days[0], one.days[1])]
    if None in ends:
        return None
    first, last, begins, stops = (end or 0 for end in ends)
    return max(first - last, begins - stops)


def _are_of_other_times(one: Unit, other: Unit) -> bool:
    """Whether neither has a day in the text, or the one that has none is told too early or too late for the other's."""
    if one.days is not None and other.days is not None:
        return False
    days = [ordinal(unit.days[0] if unit.days else unit.reported) for unit in (one, other)]
    if days[0] is None or days[1] is None or (one.days is None and other.days is None):
        return True
    if abs(days[0] - days[1]) > (APART_PLANNED if one.is_planned or other.is_planned else APART):
        return True
    return _is_told_before(one, other) or _is_told_before(other, one)


def _is_told_before(one: Unit, other: Unit) -> bool:
    """Whether the one was told as done before the day on which the other was done."""
    if one.days is not None or other.days is None or one.is_planned or other.is_planned:
        return False
    told, done = ordinal(one.reported), ordinal(other.days[0])
    return told is not None and done is not None and done > told + 1


def chance(row: Sequence[float], weights: Mapping[str, float]) -> float:
    """Probability that the two are one deed."""
    total = weights["bias"] + sum(weights[name] * value for name, value in zip(NAMES, row, strict=True))
    return 1 / (1 + exp(-min(max(total, -50.0), 50.0)))


@cache
def _weights() -> dict[str, float]:
    return {row["feature"]: float(row["weight"]) for row in lexicons.load("incident_pairs")}
