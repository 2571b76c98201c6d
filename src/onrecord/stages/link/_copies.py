"""Copies: articles that carry one dispatch.

In: runs of two articles, or the reports of one group. Out: whether they are copies; the group, with what was done to each
copy. The one idea: two articles are copies if half of the shorter one's five-word runs stand in the other; what was done to a
copy is read off its sentences, each of which is the original's or not.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from onrecord import lexicons
from onrecord.link_report import CopyGroup, CopyKind, CopyMember
from onrecord.stages.link._dispatch import RUN
from onrecord.stages.link._facts import Report

SHARE = 0.5
"""Least part of the shorter article's runs that the longer one has too."""
EDITED_SHARE, COVERED = 0.35, 0.6
"""A word changed breaks five runs: fewer do where the runs that are left hold this part of the shorter one's words."""
AROUND = 16
"""Of as many runs in a row one is kept for finding copies: what stands nearer to a standing run is taken for the same note."""
MIN_RUNS = 15
"""A text of fewer runs (about 20 words) is no dispatch: two of them may share a formula."""
LONG, LONG_SHARE = 5.0, 0.8
"""Where one article is that many times longer (a live page), nearly all of the shorter must stand in it."""
PASSING = 0.08
"""Part of the words up to which what was added or left out is not told."""
CLEARLY = 2.0
"""How many times more must be left out than added for a copy to be trimmed, and the other way round to be extended."""
SAME = 0.93
"""From this part of the runs on, no word was changed but in passing."""
KNOWN = 1 / 3
"""Least part of a sentence's runs that stand in the other article for it to be the same sentence."""
FIRST_YEAR = "1995"
"""A publication time before is a clock's zero."""


class Text:
    """The runs of an article, as it is compared with others."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.runs = np.frombuffer(data, np.uint64)
        self.ordered = np.sort(self.runs)

    def held_by(self, other: Text) -> NDArray[np.bool_]:
        """Which of its runs stand in the other."""
        at = np.searchsorted(other.ordered, self.runs)
        np.minimum(at, len(other.ordered) - 1, out=at)
        found: NDArray[np.bool_] = other.ordered[at] == self.runs
        return found


def are(one: Text, other: Text, standing: NDArray[np.uint64] | None = None) -> bool:
    """Whether two articles carry one dispatch; what stands around their `standing` runs does not count."""
    shorter, longer = (one, other) if (len(one.data), one.data) <= (len(other.data), other.data) else (other, one)
    if not len(shorter.runs):
        return False
    held = shorter.held_by(longer)
    size = len(longer.runs)
    if standing is not None and len(standing):
        own = ~_around(np.isin(shorter.runs, standing))
        size -= len(held) - int(np.count_nonzero(own))
        held = held[own]
        if len(held) < RUN:
            return False
    elif len(held) < MIN_RUNS:
        return bool(held.all()) and len(held) == size
    share = float(np.count_nonzero(held)) / len(held)
    if size > LONG * len(held):
        return share >= LONG_SHARE
    return share >= SHARE or (share >= EDITED_SHARE and _covered(held) >= COVERED)


def _around(marked: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """What stands within a window of a marked run."""
    sums = np.concatenate([[0], np.cumsum(marked)])
    at = np.arange(len(marked))
    found: NDArray[np.bool_] = sums[np.minimum(at + AROUND, len(marked))] > sums[np.maximum(at - AROUND + 1, 0)]
    return found


def _covered(held: NDArray[np.bool_]) -> float:
    """The part of the words that stand in a run that is held."""
    words = np.zeros(len(held) + RUN - 1, bool)
    for at in range(RUN):
        words[at : at + len(held)] |= held
    return float(words.mean())


def group(reports: Sequence[Report]) -> CopyGroup:
    """The articles of one dispatch as a group, the original first where it is known."""
    members = sorted(reports, key=lambda report: (not _is_dated(report), *report.order))
    credited = _credited(members)
    original = credited or members[0]
    is_known = credited is not None or all(_is_dated(member) for member in members)
    return CopyGroup(
        original=original.id if is_known else None,
        articles=tuple(member.id for member in members),
        members=tuple(_member(member, original) for member in members),
    )


def _is_dated(report: Report) -> bool:
    """Whether its time can be believed."""
    return report.moment is not None and report.moment >= FIRST_YEAR


def _credited(members: Sequence[Report]) -> Report | None:
    """The earliest report of an agency that is the publisher itself, where others credit no other one."""
    names = {member.agency for member in members if member.agency}
    if len(names) != 1:
        return None
    agency = next(iter(names))
    known = _names(agency)
    return next((member for member in members if (member.publisher or "").casefold() in known), None)


@cache
def _names(agency: str) -> frozenset[str]:
    """All names of an agency."""
    for row in lexicons.load("agencies"):
        names = [row["name"], *row["variants"].split("|")]
        if agency in names:
            return frozenset(name.casefold() for name in names if name)
    return frozenset((agency.casefold(),))


def _member(member: Report, original: Report) -> CopyMember:
    held = np.isin(member.runs, original.runs)
    share = float(held.mean()) if len(held) else 1.0
    kept = np.isin(original.runs, member.runs)
    return CopyMember(article=member.id, kind=_kind(member, original, held, kept), share=round(share, 3))


def _kind(member: Report, original: Report, held: NDArray[np.bool_], kept: NDArray[np.bool_]) -> CopyKind:
    """What was done to the member, of whose runs those that are `held` stand in the original, which has those `kept` in it."""
    ours, theirs = _sentences(member, held), _sentences(original, kept)
    added, left_out = 1 - _part(ours), 1 - _part(theirs)
    has_new_lead, has_lost_lead = _is_new(ours), _is_new(theirs)
    if has_new_lead and has_lost_lead:
        return "re-led"
    if max(added, left_out) < PASSING and not has_new_lead and not has_lost_lead:
        return "verbatim" if min(held.mean(), kept.mean()) >= SAME else "edited"
    if added >= CLEARLY * left_out and (added >= PASSING or has_new_lead):
        return "extended"
    if left_out >= CLEARLY * added and (left_out >= PASSING or has_lost_lead):
        return "trimmed"
    return "edited"


def _sentences(report: Report, known: NDArray[np.bool_]) -> list[tuple[int, float]]:
    """For each sentence its runs, and the part of them that the other article has."""
    bounds = [*report.starts.tolist(), len(known)]
    found = list[tuple[int, float]]()
    for start, end in pairwise(bounds):
        inner = known[start : max(start + 1, end - RUN + 1)]  # runs that do not reach into the next sentence
        found.append((end - start, float(inner.mean())))
    return found


def _is_new(sentences: Sequence[tuple[int, float]]) -> bool:
    """Whether nothing of the first sentence stands in the other article; a heading is no sentence."""
    first = next((part for size, part in sentences if size > RUN), 1.0)
    return first == 0.0


def _part(sentences: Sequence[tuple[int, float]]) -> float:
    """The part of the words that stands in sentences of the other article."""
    total = sum(size for size, _ in sentences)
    return sum(size for size, part in sentences if part >= KNOWN) / total if total else 1.0
