"""The small words and types by which a place belongs to a deed.

Closed sets of prepositions and of event types by how they have a place, and the words of deed_words.tsv; `_events` reads
with them.
"""

from __future__ import annotations

from onrecord import lexicons


def _of_kind(kind: str) -> frozenset[str]:
    return frozenset(row["word"] for row in lexicons.load("deed_words") if row["kind"] == kind)


LOCATIVE = frozenset(
    "in at near outside inside within around across on off along over throughout above below beneath under behind beyond "
    "between amid among north south east west northeast northwest southeast southwest".split()
)
TARGET = frozenset("on upon of against in at".split())
DESTINATION = frozenset("to into toward towards onto for".split())
ORIGIN = frozenset("from out of".split())
OBJECT_TYPES = frozenset("ASSAULT COERCE RETREAT MOBILIZE".split())
VISITS = _of_kind("visit")
ANAPHORS = {
    "village": ("city",), "town": ("city",), "city": ("city",), "district": ("district",), "county": ("district",),
    "region": ("province", "region"), "province": ("province",), "oblast": ("province",), "peninsula": ("region",),
    "territory": ("province", "region"), "enclave": ("city", "region", "province"), "island": ("region", "city"),
    "area": ("city", "district", "province", "region"), "there": ("city", "district", "province", "region", "country"),
}  # fmt: skip
"""Definite words that stand for a place named before, and the precision of the places they can stand for."""
SPOKEN_TYPES = frozenset("ACCUSE REJECT REQUEST THREATEN SUPPORT CONCEDE AGREE SANCTION".split())
"""Deeds of words: a dateline does not say where they were done."""
CAPITAL_TYPES = frozenset("CONSULT COOPERATE PROTEST".split())
"""Deeds that a dateline of a capital may stand for; news of fighting is filed from capitals far from it."""
POLICING = frozenset(("crowd-control", "arrest"))
"""Modes of deeds that a capital's dateline may stand for where the article names no other town of the country."""
DESTINATION_TYPES = frozenset("ASSAULT COERCE RETREAT MOBILIZE AID CONSULT COOPERATE".split())
DEEDS = _of_kind("deed")
"""Nouns by which a next sentence takes a deed up."""
SAYING = _of_kind("saying")
TAKES = _of_kind("takes")
"""Verbs of taking: "abducted from Vell", "driven from the square" were done there."""
RANK = ("locative", "object", "argument", "destination", "origin", "anaphor", "clause", "actor")
OBJECTS = frozenset(("dobj", "nsubjpass"))
ITS_CAPITAL = (["'s", "capital"], ["’s", "capital"])
CARRIERS = frozenset("compound amod pobj prep dobj conj appos nmod poss".split())
"""Dependencies through which a noun of doing hangs on the verb that carries it."""
MAX_CLIMB = 20
REACH = 150
"""Words between a trigger and a place of its sentence; a longer sentence is a list or lacks its full stops."""
ROADS = _of_kind("road")
"""What runs from one place to another: blocked or shelled, it is so near either."""


def is_taking(verb: str, prepositions: list[str]) -> bool:
    """Whether a verb's lemma and the prepositions from a name up to it are those of "abducted from a clinic in Vell"."""
    *inner, outer = prepositions or [""]
    return verb in TAKES and outer == "from" and all(word in LOCATIVE or word == "of" for word in inner)
