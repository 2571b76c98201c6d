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
from onrecord.stages.code_events import _candidates, _frames, _grammar
from onrecord.stages.code_events._arguments import Arguments, is_political
from onrecord.stages.code_events._frames import Frame
from onrecord.stages.code_events._passages import Passages

ANY = cast(EventType, "")
VERB = Frame(
    id="", head="", words=(), pos="v", event_type=ANY, mode="", actor=("subj",),
    recipient=("obj", "iobj", "with", "against", "on", "between"),
)  # fmt: skip
NOUN = Frame(
    id="", head="", words=(), pos="n", event_type=ANY, mode="", actor=("poss", "comp", "by", "verb", "between", "of", "from"),
    recipient=("of", "against", "on", "with", "verbobj"),
)  # fmt: skip
AROUND = ("to", "from", "at", "for", "into", "over", "in")
"""Where recipients stand as well, and places that have no part in it: "flew from Juba"."""
IDLE = frozenset("be have do say add know think see get come become seem include note receive".split())
"""Verbs that are never a deed by themselves; of "receive", the giver is the actor."""


def _political(analysis: Analysis, numbers: list[int]) -> list[int]:
    return [n for n in numbers if is_political(analysis.mentions[n])]


@cache
def known() -> frozenset[tuple[str, str]]:
    """Lemma and part of speech ("v", "n") of the words worth asking the model about: heads of frames and predicates.tsv, less
    idle_predicates.tsv."""
    rows, idle = ({(row["lemma"], row["pos"]) for row in lexicons.load(f"{name}predicates")} for name in ("", "idle_"))
    return frozenset((rows | set(_frames.load().by_head)) - idle)


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
    taken = tuple(actors)
    recipients = _political(analysis, arguments.participants(frame.recipient, taken))
    if not recipients:
        around = _political(analysis, arguments.participants(AROUND, taken))
        recipients = [n for n in around if not _candidates.is_mere_place(analysis.mentions[n])]
        recipients = recipients or _political(analysis, arguments.beyond(taken))
    passive = pos == "v" and _grammar.is_passive(tokens, token)
    if not actors and not (recipients and (passive or pos == "n")):
        return None
    return Proposal(arguments, frame, actors, recipients)
