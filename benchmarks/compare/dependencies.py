"""Universal Dependencies (version 1, CoNLL-U) from a spaCy parse, for a coder that reads no other: UniversalPetrarch.

In: a sentence with spaCy's English labels (ClearNLP's). Out: ten tab-separated fields a word. The one idea: copy the arcs,
then turn round what the two schemes see differently: the object of a preposition hangs on what the preposition hung on,
the predicate takes the place of "be", all members of a coordination hang on the first, and a verb of saying that follows
what is said hangs on it (`parataxis`), as treebanks of the version have it.
"""

from __future__ import annotations

from typing import Any

RELATIONS = {
    "acomp": "xcomp", "agent": "nmod", "attr": "xcomp", "complm": "mark", "dative": "iobj", "intj": "discourse",
    "meta": "dep", "nmod": "compound", "npadvmod": "nmod:npmod", "oprd": "xcomp", "pobj": "nmod", "poss": "nmod:poss",
    "preconj": "cc:preconj", "predet": "det:predet", "prep": "case", "prt": "compound:prt", "quantmod": "advmod",
    "relcl": "acl:relcl", "": "dep",
}  # fmt: skip
TAGS = {"CCONJ": "CONJ", "SPACE": "X"}
TIMES = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday today tonight yesterday tomorrow day week month year".split()
)
PREPOSITIONS = ("prep", "agent", "dative")
SUBJECTS = ("nsubj", "nsubjpass", "csubj", "csubjpass")


class Arcs:
    """Heads and relations of a sentence, to be rearranged; a head of -1 is the root's."""

    def __init__(self, sentence: Any) -> None:
        self.tokens = list(sentence)
        self.offset = self.tokens[0].i
        self.head = [-1 if token == sentence.root else token.head.i - self.offset for token in self.tokens]
        self.relation = [_relation(token) for token in self.tokens]

    def below(self, head: int) -> list[int]:
        """Positions of the dependents."""
        return [n for n, above in enumerate(self.head) if above == head]

    def swap(self, old: int, new: int, relation: str) -> None:
        """`new` takes the place of `old`, with its dependents; `old` hangs on it."""
        for n in self.below(old):
            if n != new:
                self.head[n] = new
        self.head[new], self.relation[new] = self.head[old], self.relation[old]
        self.head[old], self.relation[old] = new, relation


def conllu(sentence: Any) -> str:
    """The sentence in CoNLL-U, a word a line."""
    arcs = Arcs(sentence)
    _raise_objects(arcs)
    _raise_predicates(arcs)
    _flatten_coordination(arcs)
    _lower_speech(arcs)
    return "\n".join(_line(arcs, n) for n in range(len(arcs.tokens)))


def _relation(token: Any) -> str:
    if token.dep_ == "ROOT":
        return "root"
    if token.dep_ == "aux" and token.tag_ == "TO":
        return "mark"
    if token.dep_ == "npadvmod" and token.lemma_.lower() in TIMES:
        return "nmod:tmod"
    return RELATIONS.get(token.dep_, str(token.dep_))


def _raise_objects(arcs: Arcs) -> None:
    """From the last preposition to the first: those inside a phrase are done before those around it."""
    for n in reversed(range(len(arcs.tokens))):
        token = arcs.tokens[n]
        if token.dep_ not in PREPOSITIONS and not (token.dep_ == "conj" and token.tag_ == "IN"):
            continue
        below = arcs.below(n)
        for wanted in (("nmod",), ("pcomp",), ("conj",)):
            found = [m for m in below if arcs.relation[m] in wanted and m > n]
            if found:
                _raise_object(arcs, n, found[0])
                break
        else:
            arcs.relation[n] = "advmod" if token.dep_ in ("prep", "agent") else arcs.relation[n]


def _raise_object(arcs: Arcs, preposition: int, thing: int) -> None:
    clause = arcs.relation[thing] == "pcomp"
    above = arcs.head[preposition]
    conjoined = arcs.relation[preposition] == "conj"
    arcs.swap(preposition, thing, "mark" if clause else "case")
    if above >= 0 and not conjoined:
        verbal = arcs.tokens[above].pos_ in ("VERB", "AUX")
        arcs.relation[thing] = ("advcl" if verbal else "acl") if clause else "nmod"


def _raise_predicates(arcs: Arcs) -> None:
    for n, token in enumerate(arcs.tokens):
        if token.lemma_ != "be" or token.dep_ in ("aux", "auxpass"):
            continue
        below = arcs.below(n)
        there = any(arcs.tokens[m].dep_ == "expl" for m in below)
        predicate = next((m for m in below if arcs.tokens[m].dep_ in ("attr", "acomp")), None)
        if predicate is None:
            continue
        if there:
            arcs.relation[predicate] = "nsubj"
        elif not any(arcs.tokens[m].dep_ in SUBJECTS for m in arcs.below(predicate)):
            arcs.swap(n, predicate, "cop")


def _flatten_coordination(arcs: Arcs) -> None:
    for n, relation in enumerate(arcs.relation):
        if relation not in ("conj", "cc"):
            continue
        first = arcs.head[n]
        while first >= 0 and arcs.relation[first] == "conj":
            first = arcs.head[first]
        if first >= 0:
            arcs.head[n] = first


def _lower_speech(arcs: Arcs) -> None:
    """ "It rained, she said": what is said is the head."""
    for n, token in enumerate(arcs.tokens):
        below = arcs.below(n)
        said = next((m for m in below if arcs.relation[m] == "ccomp" and m < n), None)
        subject = next((m for m in below if arcs.relation[m] == "nsubj"), None)
        if said is None or subject is None or subject < said or token.pos_ != "VERB":
            continue
        arcs.head[said], arcs.relation[said] = arcs.head[n], arcs.relation[n]
        arcs.head[n], arcs.relation[n] = said, "parataxis"


def _line(arcs: Arcs, n: int) -> str:
    token, relation = arcs.tokens[n], arcs.relation[n]
    tag = "VERB" if relation == "cop" else TAGS.get(token.pos_, token.pos_)
    words = ["".join(word.split()) or "_" for word in (token.text, token.lemma_)]
    fields = (str(n + 1), *words, tag, token.tag_ or "_", "_", str(arcs.head[n] + 1), relation, "_", "_")
    return "\t".join(fields)
