"""Runs of words that can be one noun phrase, and the draft of a mention that is made of one.

In: the tokens of a sentence and the known names in it. Out: `Draft`s with their token ranges. The one idea: runs come from parts
of speech, not from the tree, since the small parser mislabels arcs more often than it mislabels nouns.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from onrecord.analysis import TokenRange, Tokens
from onrecord.stages.annotate._lexicons import Agent, Entry
from onrecord.stages.annotate._names import Hit

IN_RUN = frozenset({"NOUN", "PROPN", "ADJ", "NUM", "DET"})
NAMES = frozenset({"NOUN", "PROPN"})
ARGUMENTS = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "dative", "attr", "conj", "npadvmod", "ROOT"})
PREDETERMINERS = frozenset({"all", "both", "half", "such", "many", "some", "any"})
TIME = frozenset({"DATE", "TIME"})


@dataclass(slots=True)
class Draft:
    """A mention in the making. `core` is where the agent noun or the name begins, `noun`
    where the agent noun or the title does, `word` the head noun's dictionary
    form, `entry` the known name it rests on, `owner` whose it is ("Russia's ..."), `parts` the mentions inside it,
    `employer` whom it speaks and acts for."""

    lo: int
    hi: int
    head: int
    kind: str
    core: int = -1
    noun: int = -1
    word: str = ""
    name: str | None = None
    office: str | None = None
    wikidata: str | None = None
    country: str | None = None
    sector: str | None = None
    other: tuple[str, ...] = ()
    side: str | None = None
    rule: str | None = None
    is_definite: bool = False
    is_plural: bool = False
    is_named: bool = False
    gender: str = "u"
    entity: str = ""
    agent: Agent | None = None
    entry: Entry | None = None
    owner: Draft | None = None
    employer: Draft | None = None
    parts: list[Draft] = field(default_factory=list)


def runs(tokens: Tokens, sentence: TokenRange, hits: dict[int, Hit], agents: Mapping[str, Agent]) -> list[TokenRange]:
    """Ranges of words that may be one noun phrase, left to right; possessives join them, "of" does not."""
    found: list[TokenRange] = []
    lo, hi = sentence
    start = -1
    covered = -1
    for n in range(lo, hi):
        hit = hits.get(n)
        if hit is not None:
            covered = hit.hi
        inside = n < covered or _can_be_inside(tokens, n, hi)
        if inside and start >= 0 and hit is None and n < covered:
            continue
        if start >= 0 and (not inside or _begins_anew(tokens, n, hits, agents)):
            found.append((start, n))
            start = -1
        if inside and start < 0:
            start = n
    if start >= 0:
        found.append((start, hi))
    return found


def _can_be_inside(tokens: Tokens, n: int, hi: int) -> bool:
    pos, tag = tokens.pos[n], tokens.tag[n]
    if tokens.lower[n] in ("least", "most") and n > 0 and tokens.lower[n - 1] == "at":
        return False
    if pos in IN_RUN:
        return not (tag in ("WDT", "EX") or (pos == "DET" and tokens.dep[n] in ("mark", "nsubj", "nsubjpass", "dobj")))
    if tag in ("POS", "PRP$", "WP$"):
        return tag != "WP$"
    if tag in ("VBN", "VBG"):
        return tokens.dep[n] in ("amod", "compound") and n + 1 < hi and tokens.head[n] > n
    if tokens.text[n] in ("-", "–", "&") and 0 < n < hi - 1:
        return tokens.text[n] == "&" or (tokens.end[n - 1] == tokens.start[n] and tokens.end[n] == tokens.start[n + 1])
    return (
        pos in ("ADV", "X", "SYM")
        and n + 1 < hi
        and tokens.head[n] > n
        and tokens.pos[n + 1] in ("ADJ", "VERB", "NUM", "PROPN")
    )


def _begins_anew(tokens: Tokens, n: int, hits: dict[int, Hit], agents: Mapping[str, Agent]) -> bool:
    """Whether word `n` starts another noun phrase though no word stands between."""
    tag, before = tokens.tag[n], n - 1
    if tag in ("POS", "HYPH") or tokens.text[n] in ("-", "–", "&") or tokens.tag[before] in ("POS", "HYPH"):
        return False
    if tokens.text[before] in ("-", "–", "&"):
        return False
    if any(
        hit is not None and hit.hi == n and hit.entry.kind == "demonym"
        for hit in (hits.get(before), hits.get(before - 1))
    ):
        return tokens.pos[n] not in ("NOUN", "PROPN", "ADJ")
    if tag == "PRP$" or (tokens.pos[n] == "DET" and tag != "CD"):
        return tokens.lower[before] not in PREDETERMINERS
    if (tokens.ent[before] in TIME) != (tokens.ent[n] in TIME) and tokens.pos[before] in NAMES:
        return True
    if tokens.pos[before] not in NAMES or tokens.dep[before] not in ARGUMENTS:
        return False
    if n < tokens.head[before] < n + 8 and tokens.dep[before] != "ROOT" and tokens.pos[tokens.head[before]] in NAMES:
        return False
    both_names = tokens.pos[before] == "PROPN" and tokens.pos[n] == "PROPN"
    if both_names:
        return n in hits and tokens.ent[before] != tokens.ent[n] and bool(tokens.ent[before])
    is_title = tokens.lemma[before] in agents and agents[tokens.lemma[before]].kind in ("person", "relation")
    return not (tokens.pos[n] == "PROPN" and is_title)


def segments(tokens: Tokens, lo: int, hi: int, hits: dict[int, Hit]) -> list[TokenRange]:
    """The run cut at its possessive marks; the marks are left out."""
    pieces: list[TokenRange] = []
    start = n = lo
    while n < hi:
        if n in hits:
            n = min(hits[n].hi, hi)
            continue
        if tokens.tag[n] == "POS":
            pieces.append((start, n))
            start = n + 1
        n += 1
    pieces.append((start, hi))
    return [piece for piece in pieces if piece[0] < piece[1]]
