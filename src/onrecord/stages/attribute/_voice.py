"""The publisher's own sentences, and whether they state, judge or guess.

In: the token table and the settled drafts. Out: `Voice` records. The one idea: a sentence whose main words are nobody's
content, nobody's cue and in no quotation is the publisher's; its own words (not the attributed ones) decide what it is.
"""

from __future__ import annotations

from onrecord.analysis import Analysis
from onrecord.records import Span, Voice
from onrecord.stages.attribute import _voice_kinds
from onrecord.stages.attribute._drafts import Draft

OWN_SHARE = 0.5
MIN_WORDS = 3
MIN_QUOTED = 5
"""Words in quotation marks fewer than these are a term or a title: they do not make a sentence somebody else's."""

SAID = frozenset({"that", "pre", "par"})
"""Frames of words; what the tagger alone finds in others is mostly a stance or a deed."""
WRITER = frozenset({"i", "we"})
ASKING = frozenset({"asks", "demands"})


def find(analysis: Analysis, drafts: list[Draft]) -> tuple[Voice, ...]:
    """The publisher's own sentences in order."""
    tokens = analysis.tokens
    taken, cues = _taken(analysis, drafts)
    found: list[tuple[tuple[int, int], _voice_kinds.Weights]] = []
    for lo, hi in analysis.sentences:
        words = [token for token in range(lo, hi) if tokens.pos[token] not in ("PUNCT", "SPACE", "SYM")]
        own = [token for token in words if not taken[token]]
        if len(own) < MIN_WORDS or len(own) < OWN_SHARE * len(words):
            continue
        if not any(tokens.pos[token] in ("VERB", "AUX") for token in own):
            continue  # a dateline, a caption, a list: it states nothing
        root = next((token for token in words if tokens.head[token] == token), words[0])
        if root in cues or taken[root]:
            continue
        unquoted = [token for token in own if analysis.quotation_of(token) is None] or own
        found.append(((lo, hi), _voice_kinds.weigh(analysis, lo, hi, unquoted)))
    kinds = _voice_kinds.settle([weights for _, weights in found])
    return tuple(Voice(span=_span(analysis, *place), kind=kind) for (place, _), kind in zip(found, kinds, strict=True))


def _taken(analysis: Analysis, drafts: list[Draft]) -> tuple[bytearray, set[int]]:
    """Tokens that are somebody's words, source or cue; and the cue words."""
    taken = bytearray(len(analysis.tokens))
    cues = set()
    for draft in drafts:
        if (
            _is_own(analysis, draft)
            or _is_stance(draft)
            or not (draft.source or draft.frame == "quote" or _is_hearsay(analysis, draft))
        ):
            continue
        cues.add(draft.cue)
        for lo, hi in (*draft.content, *draft.cue_ranges, *draft.source):
            taken[lo:hi] = b"\1" * (hi - lo)
    for quotation in analysis.quotations:
        lo, hi = quotation.tokens
        if hi - lo >= MIN_QUOTED:
            taken[lo:hi] = b"\1" * (hi - lo)
    return taken, cues


def _is_own(analysis: Analysis, draft: Draft) -> bool:
    """Whether the writer speaks as "I" or "we", outside any quotation: "I doubt that they will"."""
    head = draft.source_head
    return head is not None and analysis.tokens.lower[head] in WRITER and analysis.quotation_of(head) is None


def _is_stance(draft: Draft) -> bool:
    """Whether the publisher tells where somebody stands rather than what they say ("the party blocked the bill")."""
    if draft.score is None or draft.frame in SAID or draft.frame == "quote":
        return False
    return draft.entry is None or draft.rule == "tagger" or not draft.entry.speaks


def _is_hearsay(analysis: Analysis, draft: Draft) -> bool:
    """Whether the sentence as a whole is what somebody unnamed says: "is said to", "are accused of", "reportedly"."""
    tokens = analysis.tokens
    if draft.frame == "adverb":
        return tokens.head[tokens.head[draft.cue]] == tokens.head[draft.cue]
    if draft.entry is None or not draft.entry.speaks or draft.entry.act in ASKING:
        return False
    return draft.frame.startswith("pass:") and tokens.head[draft.cue] == draft.cue


def _span(analysis: Analysis, lo: int, hi: int) -> Span:
    first, last = analysis.trim(lo, hi)
    return analysis.span(first, hi if analysis.tokens.text[hi - 1] in ".!?…" else last)
