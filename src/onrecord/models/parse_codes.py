"""The parse as small numbers: the first features of every trained model.

In: the token table. Out: one code a token for its dependency label and its part of speech; 0 is anything unknown.
"""

from __future__ import annotations

import numpy as np

from onrecord.analysis import Tokens
from onrecord.models.attribution import Array

# spaCy's labels, in an order that trained weights rely on: append only.
DEPS = (
    "ROOT acl acomp advcl advmod agent amod appos attr aux auxpass case cc ccomp compound conj csubj csubjpass dative dep det "
    "dobj expl intj mark meta neg nmod npadvmod nsubj nsubjpass nummod oprd parataxis pcomp pobj poss preconj predet prep prt "
    "punct quantmod relcl xcomp"
).split()
POS = "ADJ ADP ADV AUX CCONJ CONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X".split()
DEP_CODES = {label: number for number, label in enumerate(DEPS, start=1)}
POS_CODES = {label: number for number, label in enumerate(POS, start=1)}


def offsets(tokens: Tokens) -> tuple[Array, Array]:
    """Starts and ends of the tokens in code points, int64 [n] each."""
    return np.array(tokens.start, dtype=np.int64), np.array(tokens.end, dtype=np.int64)


def codes(tokens: Tokens) -> Array:
    """Dependency and part of speech, int64 [n, 2]."""
    found = np.zeros((len(tokens), 2), dtype=np.int64)
    found[:, 0] = [DEP_CODES.get(label, 0) for label in tokens.dep]
    found[:, 1] = [POS_CODES.get(label, 0) for label in tokens.pos]
    return found
