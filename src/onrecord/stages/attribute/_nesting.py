"""Which attribution stands inside which.

In: drafts. Out: the drafts that remain, each with `within`, the smallest draft whose content holds its cue. The one idea:
containment of the cue decides; where two drafts hold each other's cues, the one that reaches further is the outer one.
"""

from __future__ import annotations

from bisect import bisect_left

from onrecord.analysis import Analysis, TokenRange
from onrecord.stages.attribute._contents import without
from onrecord.stages.attribute._drafts import Draft, tidy
from onrecord.stages.attribute._sources import can_say

MAX_HELD = 60
"""Cues in one piece of content that are looked at; more are a list or an accident, and would cost quadratic time."""


def settle(analysis: Analysis, drafts: list[Draft]) -> list[Draft]:
    """Drop doubles, untangle mutual containment, fill `within`."""
    kept = _without_doubles([draft for draft in drafts if draft.content])
    _part_coordinated(analysis, kept)
    holders = _holders(analysis, kept)
    for draft in kept:
        for outer in holders.get(draft.cue, ()):
            if draft.holds(outer.cue) and draft.within is not outer and outer.within is not draft:
                _untangle(analysis, draft, outer)
    return _chained(analysis, [draft for draft in kept if draft.content])


def nest(analysis: Analysis, drafts: list[Draft]) -> list[Draft]:
    """Fill `within` anew after the tagger moved contents: relays stay as they were found, the outermost stand in nothing."""
    present = {id(draft) for draft in drafts}
    for draft in drafts:
        if draft.frame != "relay" and (draft.within is None or draft.within.frame != "relay"):
            draft.within = None
        if draft.within is not None and id(draft.within) not in present:
            draft.within = None
    return _chained(analysis, drafts)


def less(ranges: tuple[TokenRange, ...], holes: tuple[TokenRange, ...]) -> tuple[TokenRange, ...]:
    """The ranges without the holes."""
    return tuple(piece for part in ranges for piece in without(part, *holes))


def _chained(analysis: Analysis, kept: list[Draft]) -> list[Draft]:
    holders = _holders(analysis, kept)
    for draft in kept:
        if draft.outermost or (draft.within is not None and draft.within.content):
            continue  # decided by the tagger; a relay that was found as such
        around = [outer for outer in holders.get(draft.cue, ()) if outer is not draft and not draft.holds(outer.cue)]
        draft.within = min(around, key=lambda outer: (outer.size, outer.within is None, outer.cue), default=None)
    return [draft for draft in kept if draft.within is None or _is_voiced(analysis, draft) or _is_outer(draft, kept)]


def _is_voiced(analysis: Analysis, draft: Draft) -> bool:
    """Inside another's words only somebody or something written counts as a source ("a strategy to signal that" is neither)."""
    head = draft.source_head
    if head is None:  # a verb that has lost its subject; a passive, a noun or an adverb may do without one
        return draft.entry is None or draft.entry.pos != "VERB" or not draft.frame.startswith(("np", "inf", "prep"))
    return can_say(analysis, head)


def _is_outer(draft: Draft, drafts: list[Draft]) -> bool:
    return any(other.within is draft for other in drafts)


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


def _holders(analysis: Analysis, drafts: list[Draft]) -> dict[int, list[Draft]]:
    """For each draft's cue, the drafts whose content holds it."""
    cues = sorted({draft.cue for draft in drafts})
    found: dict[int, list[Draft]] = {}
    for draft in drafts:
        for lo, hi in draft.content:
            first = bisect_left(cues, lo)
            for cue in cues[first : min(bisect_left(cues, hi), first + MAX_HELD)]:
                if cue != draft.cue:
                    found.setdefault(cue, []).append(draft)
    return found


def _untangle(analysis: Analysis, one: Draft, other: Draft) -> None:
    """Each holds the other's cue: the smaller loses the words of the larger's cue and source."""
    inner, outer = (one, other) if one.size <= other.size else (other, one)
    lo = min(start for start, _ in (*outer.cue_ranges, *outer.source))
    hi = max(end for _, end in (*outer.cue_ranges, *outer.source))
    if hi - lo > 40:
        lo, hi = outer.cue_ranges[0]
    inner.content = tidy(analysis, tuple(piece for part in inner.content for piece in without(part, (lo, hi))))
