"""Copies: articles that carry one dispatch.

In: reports. Out: groups, with what was done to each copy. The one idea: two articles are copies if half of the shorter one's
five-word runs stand in the other; which pairs to compare is read off the runs that they share, so the cost grows with the
shared words, not with the square of the articles. A run that stands in very many articles (a wire that everybody
printed, or boilerplate) ties each of them to the earliest only.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from onrecord.link_report import CopyGroup, CopyKind, CopyMember
from onrecord.stages.link._facts import Report
from onrecord.stages.link._groups import Groups

SHARE = 0.5
"""Least part of the shorter article's runs that the longer one has too."""
MIN_RUNS = 15
"""A text of fewer runs (about 20 words) is no dispatch: two of them may share a formula."""
LONG, LONG_SHARE = 4.0, 0.8
"""Where one article is that many times longer (a live page), nearly all of the shorter must stand in it."""
WHOLE = 0.9
"""From this share on nothing was left out."""
CROWD = 24
"""A run in more articles than this pairs each with the earliest only."""

SAMPLE = 1 << 62
"""Runs with hashes below this (one in four) are the sample by which copies are looked for among all articles."""
HINT_SHARE = 0.25
"""Part of the smaller sample that two articles must share to be compared whole."""


def sample(runs: NDArray[np.uint64]) -> list[int]:
    """The part of an article's runs by which its copies are looked for."""
    kept: list[int] = runs[runs < SAMPLE].tolist()
    return kept


def may_be(shared: int, size: int) -> bool:
    """Whether two articles that share so many runs of the smaller one's sample (of `size`) are worth comparing."""
    return shared >= max(1, HINT_SHARE * size)


def are(one: NDArray[np.uint64], other: NDArray[np.uint64]) -> bool:
    """Whether two articles with these runs carry one dispatch."""
    return _is_copy(len(np.intersect1d(one, other, assume_unique=True)), len(one), len(other))


def group(reports: Sequence[Report]) -> CopyGroup:
    """The articles of one dispatch as a group."""
    return _group(sorted(reports, key=lambda report: report.order))


def find(reports: Sequence[Report]) -> tuple[list[CopyGroup], dict[str, str]]:
    """Groups of two or more by their earliest article, and for every article's key that of its group's first."""
    ordered = sorted(reports, key=lambda report: report.order)
    groups = Groups(len(ordered))
    for one, other in _versions(ordered):
        groups.union(one, other)
    for (one, other), shared in sorted(_shared(ordered).items()):
        if _is_copy(shared, len(ordered[one].runs), len(ordered[other].runs)):
            groups.union(one, other)
    found, first = list[CopyGroup](), dict[str, str]()
    for numbers in groups.members():
        members = [ordered[n] for n in numbers]
        first.update((member.key, members[0].key) for member in members)
        if len(members) > 1:
            found.append(_group(members))
    return found, first


def _versions(ordered: Sequence[Report]) -> list[tuple[int, int]]:
    """Pairs of articles of one address: versions of one report."""
    by_url: dict[str, int] = {}
    return [(by_url.setdefault(report.url, n), n) for n, report in enumerate(ordered) if report.url]


def _shared(ordered: Sequence[Report]) -> Counter[tuple[int, int]]:
    """How many runs each pair that shares any has in common."""
    counts: Counter[tuple[int, int]] = Counter()
    if not ordered:
        return counts
    hashes = np.concatenate([report.runs for report in ordered])
    owners = np.repeat(np.arange(len(ordered)), [len(report.runs) for report in ordered])
    order = np.argsort(hashes, kind="stable")
    hashes, owners = hashes[order], owners[order]
    bounds = np.flatnonzero(np.append(True, hashes[1:] != hashes[:-1]))
    sizes = np.diff(np.append(bounds, len(hashes)))
    together: Counter[tuple[int, ...]] = Counter()
    for start, size in zip(bounds[sizes > 1].tolist(), sizes[sizes > 1].tolist(), strict=True):
        together[tuple(owners[start : start + size].tolist())] += 1
    for holders, times in together.items():
        pairs = combinations(holders, 2) if len(holders) <= CROWD else ((holders[0], other) for other in holders[1:])
        for pair in pairs:
            counts[pair] += times
    return counts


def _is_copy(shared: int, one: int, other: int) -> bool:
    shorter, longer = sorted((one, other))
    if shorter < MIN_RUNS:
        return shared == shorter == longer
    return shared / shorter >= (LONG_SHARE if longer > LONG * shorter else SHARE)


def _group(members: list[Report]) -> CopyGroup:
    original = members[0]
    return CopyGroup(
        original=original.id if all(member.moment for member in members) else None,
        articles=tuple(member.id for member in members),
        members=tuple(_member(member, original) for member in members),
    )


def _member(member: Report, original: Report) -> CopyMember:
    share, kept = _share(member.runs, original.runs), _share(original.runs, member.runs)
    return CopyMember(article=member.id, kind=_kind(member, original, share, kept), share=round(share, 3))


def _kind(member: Report, original: Report, share: float, kept: float) -> CopyKind:
    if share >= WHOLE and kept >= WHOLE:
        return "verbatim"
    if kept >= WHOLE:
        return "extended"
    if share >= WHOLE:
        return "trimmed"
    return "re-led" if _share(member.lead, original.runs) < SHARE else "edited"


def _share(part: NDArray[np.uint64], whole: NDArray[np.uint64]) -> float:
    return len(np.intersect1d(part, whole, assume_unique=True)) / len(part) if len(part) else 1.0
