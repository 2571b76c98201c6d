"""Which attribution stands inside which.

In: drafts. Out: the drafts that remain, each with `within`, the smallest draft whose content holds its cue. The one idea:
containment of the cue decides; where two drafts hold each other's cues, the one that reaches further is the outer one.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from heapq import heappop, heappush

from onrecord.analysis import Analysis, TokenRange
from onrecord.stages.attribute._contents import without
from onrecord.stages.attribute._drafts import Draft, tidy
from onrecord.stages.attribute._sources import can_say

MAX_HELD = 60
"""Cues on either side of a draft's own, and contents around it, that are looked at: where more hold each other it is a list
or an accident, of which every pair would cost quadratic time."""


def settle(analysis: Analysis, drafts: list[Draft]) -> list[Draft]:
    """Drop doubles, untangle mutual containment, fill `within`."""
    kept = _without_doubles([draft for draft in drafts if draft.content])
    _part_coordinated(analysis, kept)
    for draft, outer in _tangled(kept):
        _untangle(analysis, draft, outer)
    return _chained(analysis, [draft for draft in kept if draft.content])


def nest(analysis: Analysis, drafts: list[Draft]) -> list[Draft]:
    """Fill `within` anew after the tagger moved contents: relays stay as they were found, the outermost stand in nothing."""
    for draft in drafts:
        if draft.frame != "relay" and (draft.within is None or draft.within.frame != "relay"):
            draft.within = None
    return _chained(analysis, drafts)


def _chained(analysis: Analysis, kept: list[Draft]) -> list[Draft]:
    present = {id(draft) for draft in kept}
    for draft in kept:
        if draft.within is not None and id(draft.within) not in present:
            draft.within = None  # the relay around it was a double, or lost its content
    _fill_within(kept)
    outers = {id(draft.within) for draft in kept}
    return [draft for draft in kept if draft.within is None or _is_voiced(analysis, draft) or id(draft) in outers]


def _is_voiced(analysis: Analysis, draft: Draft) -> bool:
    """Inside another's words only somebody or something written counts as a source ("a strategy to signal that" is neither)."""
    head = draft.source_head
    if head is None:  # a verb that has lost its subject; a passive, a noun or an adverb may do without one
        return draft.entry is None or draft.entry.pos != "VERB" or not draft.frame.startswith(("np", "inf", "prep"))
    return can_say(analysis, head)


def _part_coordinated(analysis: Analysis, drafts: list[Draft]) -> None:
    """ "Lee said it failed and warned that ...": a second verb of saying in the cue's own tense shares the cue's subject."""
    tokens = analysis.tokens
    at = {draft.cue: draft for draft in drafts}
    for draft in drafts:
        verb, head = draft.cue, tokens.head[draft.cue]
        if tokens.dep[verb] != "conj" or draft.entry is None or not draft.entry.speaks:
            continue
        outer = at.get(tokens.head[head]) if tokens.dep[head] == "ccomp" else _stating(at, analysis, head)
        if (
            outer is None
            or outer.frame != "that"
            or tokens.tag[outer.cue] != tokens.tag[verb]
            or outer.source_head is None
        ):
            continue
        if any(tokens.dep[kid] in ("nsubj", "nsubjpass", "aux") for kid in tokens.children[verb]) or outer.cue > verb:
            continue
        lo = verb
        while lo > head and tokens.pos[lo - 1] in ("CCONJ", "ADV", "PUNCT"):
            lo -= 1
        outer.content = tidy(analysis, tuple((start, min(end, lo)) for start, end in outer.content if start < lo))
        draft.source_head, draft.source = outer.source_head, outer.source


def _stating(at: dict[int, Draft], analysis: Analysis, head: int) -> Draft | None:
    """The draft of which `head` governs the clause, where the parser hung the clause on a noun."""
    for node in analysis.ancestors(head):
        draft = at.get(node)
        if draft is not None:
            above = analysis.tokens.head[head]
            return draft if draft.holds(head) and not draft.holds(above) else None
    return None


def _without_doubles(drafts: list[Draft]) -> list[Draft]:
    """One draft for each content: of two cues side by side ("raised questions about") the one with a source, the first."""
    best: dict[tuple[TokenRange, ...], Draft] = {}
    for draft in drafts:
        other = best.get(draft.content)
        if other is None or (other.source_head is None and draft.source_head is not None):
            best[draft.content] = draft
    return [draft for draft in drafts if best[draft.content] is draft or _is_relayed(draft, best[draft.content])]


def _is_relayed(one: Draft, other: Draft) -> bool:
    return one.within is other or other.within is one or one.source_head != other.source_head is not None


def _tangled(drafts: list[Draft]) -> Iterator[tuple[Draft, Draft]]:
    """Pairs of which each holds the other's cue, nearest cues only; the caller may change contents as it goes."""
    at: dict[int, list[Draft]] = {}
    for draft in drafts:
        at.setdefault(draft.cue, []).append(draft)
    cues = sorted(at)
    for draft in drafts:
        own = bisect_left(cues, draft.cue)
        for lo, hi in draft.content:
            first = bisect_left(cues, lo, max(0, own - MAX_HELD))
            last = bisect_left(cues, hi, own, min(len(cues), own + MAX_HELD))
            for cue in cues[first:last]:
                for other in at[cue]:
                    is_relay = draft.within is other or other.within is draft
                    if cue != draft.cue and not is_relay and other.holds(draft.cue) and draft.holds(cue):
                        yield draft, other


def _fill_within(drafts: list[Draft]) -> None:
    """Each draft stands within the smallest content that holds its cue; what the tagger or a
    relay decided stays.

    A sweep over the text with a heap of the contents that are open at the cue, smallest first.
    """
    pieces = sorted(((lo, hi, n) for n, draft in enumerate(drafts) for lo, hi in draft.content), reverse=True)
    sizes = [draft.size for draft in drafts]
    is_open: list[tuple[int, int, int, int]] = []
    for draft in sorted(drafts, key=lambda draft: draft.cue):
        while pieces and pieces[-1][0] <= draft.cue:
            _, hi, n = pieces.pop()
            heappush(is_open, (sizes[n], drafts[n].cue, n, hi))
        if not draft.outermost and (draft.within is None or not draft.within.content):
            draft.within = _smallest(drafts, draft, is_open)


def _smallest(drafts: list[Draft], draft: Draft, is_open: list[tuple[int, int, int, int]]) -> Draft | None:
    """The smallest open content around the draft's cue whose own cue the draft does not hold; of equals, one that is within."""
    passed: list[tuple[int, int, int, int]] = []
    best: Draft | None = None
    size = 0
    while is_open and len(passed) < MAX_HELD:
        item = heappop(is_open)
        if item[3] <= draft.cue:
            continue  # its end lies behind the sweep
        passed.append(item)
        outer = drafts[item[2]]
        if best is not None and item[0] > size:
            break
        if outer is draft or draft.holds(outer.cue):
            continue
        if best is None or (best.within is None and outer.within is not None):
            best, size = outer, item[0]
    for item in passed:
        heappush(is_open, item)
    return best


def _untangle(analysis: Analysis, one: Draft, other: Draft) -> None:
    """Each holds the other's cue: the smaller loses the words of the larger's cue and source."""
    inner, outer = (one, other) if one.size <= other.size else (other, one)
    lo = min(start for start, _ in (*outer.cue_ranges, *outer.source))
    hi = max(end for _, end in (*outer.cue_ranges, *outer.source))
    if hi - lo > 40:
        lo, hi = outer.cue_ranges[0]
    inner.content = tidy(analysis, tuple(piece for part in inner.content for piece in without(part, (lo, hi))))
