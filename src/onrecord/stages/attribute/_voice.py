"""The publisher's own sentences, and whether they state, judge or guess.

In: the token table and the settled drafts. Out: `Voice` records. The one idea: a sentence whose main words are nobody's
content and nobody's cue is the publisher's; its own words (not the attributed ones) decide what it is.
"""

from __future__ import annotations

from functools import cache

from onrecord import lexicons
from onrecord.analysis import Analysis
from onrecord.records import Voice, VoiceKind
from onrecord.stages.attribute._drafts import Draft

OWN_SHARE = 0.5
MIN_WORDS = 3


@cache
def voice_words() -> dict[str, str]:
    """Opinion or speculation by word."""
    return {row["word"]: row["kind"] for row in lexicons.load("voice")}


def find(analysis: Analysis, drafts: list[Draft]) -> tuple[Voice, ...]:
    """The publisher's own sentences in order."""
    tokens = analysis.tokens
    taken = bytearray(len(tokens))
    cues = set()
    for draft in drafts:
        if not draft.source and draft.frame != "quote":
            continue
        cues.add(draft.cue)
        for lo, hi in (*draft.content, *draft.cue_ranges, *draft.source):
            taken[lo:hi] = b"\1" * (hi - lo)
    found = []
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
        first, last = analysis.trim(lo, hi)
        end = hi if tokens.text[hi - 1] in ".!?…" else last
        found.append(Voice(span=analysis.span(first, end), kind=_kind(analysis, own)))
    return tuple(found)


def _kind(analysis: Analysis, own: list[int]) -> VoiceKind:
    known = voice_words()
    tokens = analysis.tokens
    kinds = {known.get(tokens.lower[token]) for token in own if tokens.pos[token] != "PROPN"}
    return "opinion" if "opinion" in kinds else "speculation" if "speculation" in kinds else "fact"
