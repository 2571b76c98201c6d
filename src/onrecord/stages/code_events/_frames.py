"""Predicate frames: which words name a deed, and where its actor and recipient stand.

In: lexicons/en/frames.tsv and the event-like rows of matrix.tsv. Out: `Frames`, an index by head lemma and part of speech.
The one idea: a frame is a row of data; of the rows that fit a word, the one that names most words and constraints wins.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Literal, cast

from onrecord import lexicons
from onrecord.analysis import Tokens
from onrecord.errors import LexiconError
from onrecord.records import EventType
from onrecord.stages.code_events import _scores
from onrecord.stages.code_events._grammar import VERBAL

Pos = Literal["v", "n"]
BELOW = frozenset({"pobj", "prep", "compound", "amod", "nmod", "prt", "pcomp", "dobj", "conj", "xcomp"})
"""Labels of words inside a phrase that a frame may name."""
BESIDE = frozenset({"nsubj", "csubj", "advcl", "conj"})
"""Labels of dependents that are no part of the predicate: "suspended aid after rebels attacked" is no suspended attack."""


@dataclass(frozen=True, slots=True)
class Need:
    """One constraint: a flag ("obj", "passive", "both"), or that `slot` is filled by something of `cls`."""

    slot: str
    cls: str | None = None


@dataclass(frozen=True, slots=True)
class Frame:
    """One row. `id` names it in the provenance ("open fire.v"); `words` are the lemmas that must stand below the head."""

    id: str
    head: str
    words: tuple[str, ...]
    pos: Pos
    event_type: EventType
    mode: str
    actor: tuple[str, ...]
    recipient: tuple[str, ...]
    needs: tuple[Need, ...] = ()
    status: str = ""
    magnitude: tuple[tuple[str, str], ...] = ()
    is_matrix: bool = False

    @property
    def is_reciprocal(self) -> bool:
        """Whether every participant is an actor."""
        return "recip" in self.recipient

    @property
    def only_counts(self) -> bool:
        """Whether the frame ("died", "the toll rose to") is a count of a deed told elsewhere, never a deed of its own."""
        return any(need.slot == "toll" for need in self.needs)

    @property
    def counts_people(self) -> bool:
        """Whether the frame reports casualties: it says what a deed led to, seldom which deed."""
        return any(quantity in ("killed", "injured") for quantity, _ in self.magnitude)


IRREGULAR = {"retook": "retake"}
"""Past tenses that the lemmatiser does not know."""


@dataclass(slots=True)
class Frames:
    """Frames by (head lemma, part of speech), the most specific first; `heads` is the quick test for a token."""

    by_head: dict[tuple[str, Pos], tuple[Frame, ...]] = field(default_factory=dict)

    def of(self, tokens: Tokens, token: int) -> tuple[Frame, ...]:
        """Frames whose head the token could be."""
        pos = part_of_speech(tokens, token)
        if pos is None:
            return ()
        lemma = IRREGULAR.get(tokens.lemma[token], tokens.lemma[token])
        found = self.by_head.get((lemma, pos), ())
        if not found and pos == "v" and tokens.lower[token].endswith(("ed", "ing")):
            # The lemmatiser strips too much: "staged" is no form of "stag".
            found = self.by_head.get((tokens.lemma[token] + "e", pos), ())
        return found


def part_of_speech(tokens: Tokens, token: int) -> Pos | None:
    """ "v" or "n"; participles that the tagger takes for adjectives count as verbs where they stand as predicates."""
    pos = tokens.pos[token]
    if pos in VERBAL:
        return "v"
    if pos in ("NOUN", "PROPN"):
        return "n"
    return None


@cache
def load() -> Frames:
    """The shipped frames; raises `LexiconError` for a row with an unknown type or part of speech."""
    rows = [_frame(row) for row in lexicons.load("frames")]
    taken = {(frame.head, frame.words, frame.pos) for frame in rows}
    for row in lexicons.load("matrix"):
        if row["type"]:
            frame = _matrix_frame(row)
            if (frame.head, frame.words, frame.pos) not in taken:
                rows.append(frame)
    grouped: dict[tuple[str, Pos], list[Frame]] = {}
    for frame in rows:
        grouped.setdefault((frame.head, frame.pos), []).append(frame)
    return Frames(
        {key: tuple(sorted(found, key=lambda f: (-len(f.words), -len(f.needs)))) for key, found in grouped.items()}
    )


def _frame(row: lexicons.Row) -> Frame:
    head, *words = row["lemma"].split()
    if row["pos"] not in ("v", "n") or row["type"] not in _scores.load().types:
        raise LexiconError(f"frames.tsv: {row['lemma']!r} has part of speech {row['pos']!r} and type {row['type']!r}")
    magnitude = tuple(
        (quantity, slot or "obj")
        for quantity, _, slot in (part.strip().partition(":") for part in row["magnitude"].split(";"))
        if quantity
    )
    return Frame(
        id=f"{row['lemma']}.{row['pos']}",
        head=head,
        words=tuple(words),
        pos=cast(Pos, row["pos"]),
        event_type=cast(EventType, row["type"]),
        mode=row["mode"],
        actor=_slots(row["actor"]),
        recipient=_slots(row["recipient"]),
        needs=tuple(Need(*_pair(part)) for part in row["needs"].split(";") if part.strip()),
        status=row["status"],
        magnitude=magnitude,
    )


def _matrix_frame(row: lexicons.Row) -> Frame:
    """The frame of a complement-taking predicate that is a deed of its own; it needs its complement."""
    head, *words = row["lemma"].split()
    noun = row["pos"] == "n"
    return Frame(
        id=f"{row['lemma']}.{row['pos']}",
        head=head,
        words=tuple(words),
        pos="n" if noun else "v",
        event_type=cast(EventType, row["type"]),
        mode="",
        actor=("poss", "comp", "of", "by", "verb") if noun else ("subj",),
        recipient=_slots(row["recipient"]),
        needs=(Need("complement"),),
        is_matrix=True,
    )


def _slots(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split("|") if part.strip() and part.strip() != "none")


def _pair(part: str) -> tuple[str, str | None]:
    slot, _, cls = part.strip().partition("=")
    return slot.strip(), cls.strip() or None


def match_words(tokens: Tokens, head: int, words: tuple[str, ...]) -> tuple[int, ...] | None:
    """Tokens that bear the further words of a frame below (or, for a participle, just above) `head`; None if one lacks.

    A word under a preposition counts only if the frame names the preposition too ("put on trial"), or if it is "of".
    """
    if not words:
        return ()
    level = [child for child in tokens.children[head] if tokens.dep[child] not in BESIDE or _is_purpose(tokens, child)]
    if head + 1 < len(tokens) and tokens.tag[head + 1] == "RP" and tokens.dep[head + 1] == "quantmod":
        level.append(head + 1)  # "hand over 48 fishermen", read as "over 48"
    if tokens.dep[head] in ("acl", "relcl"):
        level.append(tokens.head[head])
    if tokens.dep[head] == "acomp":  # "the border was closed", read as an adjective
        level += [child for child in tokens.children[tokens.head[head]] if tokens.dep[child] == "nsubj"]
    missing, found = list(words), list[int]()
    for _ in range(3):
        deeper: list[int] = []
        for token in level:
            word = next((w for w in missing if tokens.lemma[token] == w or tokens.lower[token] == w), None)
            word = None if tokens.tag[token] == "TO" and tokens.pos[token] == "PART" else word
            if word is not None:
                missing.remove(word)
                found.append(token)
                if not missing:
                    return tuple(sorted(found))
            if (
                word is not None
                or tokens.dep[token] in ("dobj", "nsubjpass", "attr", "pobj", "prt", "conj", "acomp")
                or (tokens.lower[token] == "of")
            ):
                deeper += [child for child in tokens.children[token] if child != head and _is_below(tokens, child)]
        level = deeper
    return None


def _is_purpose(tokens: Tokens, token: int) -> bool:
    """Whether the word is an infinitive beside the object: "was given a day to leave"."""
    return tokens.dep[token] == "advcl" and tokens.tag[token] == "VB"


def _is_below(tokens: Tokens, token: int) -> bool:
    """Whether the word belongs to the phrase above it; of clauses only an infinitive: "two days to leave"."""
    return tokens.dep[token] in BELOW or (tokens.dep[token] in ("acl", "relcl") and tokens.tag[token] == "VB")
