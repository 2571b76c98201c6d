"""Predicates that no frame knows, with those who may be their participants.

In: the analysis and the tokens that frames have taken. Out: `Arguments` filled for verbs and nouns in general. The one idea: who
acts and on whom stands in the same places for most predicates (subject, object, "against", "with"), so a deed of a word that the
lexicon lacks can be proposed by grammar alone; what it is, and whether it is one, the relation model says.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import cast

from onrecord import lexicons
from onrecord.analysis import Analysis
from onrecord.records import EventType
from onrecord.stages.code_events import _frames, _grammar
from onrecord.stages.code_events._arguments import Arguments, is_political
from onrecord.stages.code_events._frames import Frame
from onrecord.stages.code_events._passages import Passages

ANY = cast(EventType, "")
VERB = Frame(
    id="", head="", words=(), pos="v", event_type=ANY, mode="", actor=("subj",),
    recipient=("obj", "iobj", "to", "with", "against", "on", "from", "at", "between", "for", "into", "over", "in"),
)  # fmt: skip
NOUN = Frame(
    id="", head="", words=(), pos="n", event_type=ANY, mode="", actor=("poss", "comp", "by", "verb", "between", "of", "from"),
    recipient=("of", "against", "on", "with", "to", "for", "from", "at", "in", "verbobj"),
)  # fmt: skip
IDLE = frozenset("be have do say add know think see get come become seem include note".split())
"""Verbs that are never a deed by themselves."""


@cache
def known() -> frozenset[tuple[str, str]]:
    """Lemma and part of speech ("v", "n") of the words worth asking the model about: heads of frames, and predicates.tsv."""
    rows = {(row["lemma"], row["pos"]) for row in lexicons.load("predicates")}
    return frozenset(rows | set(_frames.load().by_head))


@dataclass(slots=True)
class Proposal:
    """A predicate with mention numbers of its possible participants."""

    arguments: Arguments
    frame: Frame
    actors: list[int]
    recipients: list[int]

    @property
    def token(self) -> int:
        """The predicate."""
        return self.arguments.token


def propose(analysis: Analysis, token: int, passages: Passages) -> Proposal | None:
    """The predicate at `token` with its participants; None where no political actor or two sides can be made out."""
    tokens = analysis.tokens
    pos = _frames.part_of_speech(tokens, token)
    if pos is None or tokens.pos[token] in ("AUX", "PROPN") or (pos == "v" and tokens.lemma[token] in IDLE):
        return None
    frame = VERB if pos == "v" else NOUN
    arguments = Arguments(analysis, token, frame, (), passages)
    actors = [n for n in arguments.participants(frame.actor, about=("of",)) if is_political(analysis.mentions[n])]
    recipients = [
        n for n in arguments.participants(frame.recipient, tuple(actors)) if is_political(analysis.mentions[n])
    ]
    passive = pos == "v" and _grammar.is_passive(tokens, token)
    if not actors and not (recipients and (passive or pos == "n")):
        return None
    return Proposal(arguments, frame, actors, recipients)
