"""What the tagger is told of each token beside its letters: parse, cue lexicon, and what the rules found.

In: the token table and the rules' drafts. Out: small codes, one row a token. The one idea: the rules know the parse and the
lexicon, the tagger knows how words are used; given the rules' answer as a feature it learns where to trust them.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from onrecord.analysis import Analysis, TokenRange
from onrecord.models import parse_codes
from onrecord.models.attribution import Array, Words
from onrecord.stages.attribute._cues import CueBook
from onrecord.stages.attribute._drafts import Draft

SPEAKS, VERB, NOUN, ADJECTIVE, ADVERB = 1, 2, 3, 4, 5
ROLE_CODES = {"source": 1, "content": 3, "cue": 5}
"""First token of a span; one more for the tokens that go on with it."""


def words(analysis: Analysis, drafts: Sequence[Draft], cues: CueBook) -> Words:
    """Offsets and codes [n, 4] (dependency, part of speech, cue class, the outermost drafts' role) of all tokens."""
    tokens = analysis.tokens
    codes = np.zeros((len(tokens), 4), dtype=np.int64)
    codes[:, :2] = parse_codes.codes(tokens)
    codes[:, 2] = [_cue_class(pos, lemma, cues) for pos, lemma in zip(tokens.pos, tokens.lemma, strict=True)]
    for draft in drafts:
        if draft.within is None:
            _mark(codes[:, 3], draft.content, ROLE_CODES["content"])
    for draft in drafts:
        if draft.within is None:
            _mark(codes[:, 3], draft.source, ROLE_CODES["source"])
            _mark(codes[:, 3], draft.cue_ranges, ROLE_CODES["cue"])
    return Words(*parse_codes.offsets(tokens), codes)


def _mark(column: Array, ranges: Sequence[TokenRange], code: int) -> None:
    for lo, hi in ranges:
        column[lo:hi] = code + 1
        column[lo] = code


def _cue_class(pos: str, lemma: str, cues: CueBook) -> int:
    if pos == "VERB":
        entry = cues.verbs.get(lemma)
        return 0 if entry is None else SPEAKS if entry.speaks else VERB
    if pos == "NOUN":
        return NOUN if lemma in cues.nouns else 0
    if pos == "ADJ":
        return ADJECTIVE if lemma in cues.adjectives else 0
    return ADVERB if pos == "ADV" and lemma in cues.adverbs else 0
