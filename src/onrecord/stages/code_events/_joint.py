"""Frames and relation model together: which doubtful candidates stand, and deeds of words that no frame knows.

In: the frames' candidates and the model. Out: candidates, each with the model's probability of its type. The one idea: the frames
propose with their participants, the model, which was told so, has the last word where it is sure; where the frames are silent,
any known predicate with a political actor and recipient is proposed, and stands only if the model is sure of a type.
"""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from onrecord.analysis import Analysis, TokenRange
from onrecord.models.relations import SECTORS, Reading, Relations
from onrecord.records import EventType
from onrecord.stages.code_events import _candidates, _confidence, _frames, _grammar, _predicates, _scores, _standing
from onrecord.stages.code_events._arguments import ARMED
from onrecord.stages.code_events._candidates import Candidate
from onrecord.stages.code_events._collectives import STATE_SECTORS
from onrecord.stages.code_events._passages import Passages
from onrecord.stages.code_events._predicates import Proposal
from onrecord.stages.code_events._relations import Pairs

DROP_BELOW, NONE_ABOVE = 0.2, 0.8
"""A frame's candidate falls where the model gives its type less than the first and no event more than the second."""
RETYPE_BELOW, RETYPE_ABOVE = 0.1, 0.75
"""It takes another type where its own has less than the first and the other more than the second."""
NEW_ABOVE = 0.75
"""A predicate without a frame is a deed where its best type has more."""
SURE_ABOVE = 0.7
"""Candidates of which the frames are surer are not read: the model hardly ever differs there, and a reading costs a pass."""
SECTOR_ABOVE = 0.8
"""A participant without a sector takes the model's where it has more."""
NEIGHBOURS = (frozenset({"AGREE", "SUPPORT"}), frozenset({"CONCEDE", "RETREAT"}), frozenset({"COERCE", "SANCTION"}))
"""Signing, lifting a ban, closing a border: one type to some who code and the other to others; the frames' reading stands."""
MUTUAL = frozenset({"CONSULT", "COOPERATE"})
ACTING = frozenset({"person", "group", "organisation"})
"""Categories of mentions of which a sector can be told from what they do."""
SIDES = frozenset({"with", "between", "and"})


def settle(analysis: Analysis, candidates: list[Candidate], pairs: Pairs, model: Relations) -> list[Candidate]:
    """The candidates that stand, some with another type; each with `chance`."""
    return [candidate for candidate in candidates if _stands(analysis, candidate, pairs, model)]


def _stands(analysis: Analysis, candidate: Candidate, pairs: Pairs, model: Relations) -> bool:
    """Whether the model lets it stand; it may take another type."""
    reading = _reading(analysis, candidate, pairs, model)
    if reading is None:
        return True
    own = candidate.chance = _own(reading, candidate)
    candidate.sectors = _sectors(analysis, reading, _numbers(candidate))
    if candidate.polarity == "-":
        return True  # what is denied answers somebody who says it
    if own < DROP_BELOW and reading.of("NONE") > NONE_ABOVE:
        return False
    best = reading.best
    pair = {best, candidate.frame.event_type}
    is_other = not any(pair <= near for near in NEIGHBOURS) and _can_do(analysis, best, candidate.actors)
    if best == "AGREE" and candidate.modality == "planned" and not candidate.is_infinitive:
        is_other = False  # "will exchange prisoners" names the deed; the model counts promises as PLOVER does
    if own < RETYPE_BELOW and reading.of(best) > RETYPE_ABOVE and is_other:
        _retype(candidate, reading)
    return True


def _reading(analysis: Analysis, candidate: Candidate, pairs: Pairs, model: Relations) -> Reading | None:
    """The model's answer; None for what points back, for counts, which belong to another deed, and where the frame is sure."""
    if candidate.is_reference or candidate.frame.only_counts or not (candidate.actors or candidate.recipients):
        return None
    if _confidence.estimate(analysis, candidate) > SURE_ABOVE:
        return None
    return pairs.read(model, candidate.token, *_sides(analysis, candidate))


def _sides(analysis: Analysis, candidate: Candidate) -> tuple[list[TokenRange], list[TokenRange]]:
    """Token ranges of the two sides; of a mutual deed the first actor stands against the others."""
    ranges = analysis.mention_tokens
    first, second = _numbers(candidate)
    return [ranges[n] for n in first], [ranges[n] for n in second]


def _numbers(candidate: Candidate) -> tuple[list[int], list[int]]:
    """Mention numbers of the two sides, as `_sides` has them."""
    if candidate.frame.is_reciprocal:
        return candidate.actors[:1], candidate.actors[1:]
    return candidate.actors, candidate.recipients


def _sectors(analysis: Analysis, reading: Reading, sides: tuple[list[int], list[int]]) -> dict[int, str]:
    """What the model says of a side that is one person or body whose sector the rules leave open."""
    found = {}
    for numbers, chances in zip(sides, reading.sectors, strict=True):
        best = int(chances.argmax())
        mentions = [analysis.mentions[number] for number in numbers]
        is_open = len(mentions) == 1 and mentions[0].sector is None and mentions[0].category in ACTING
        if is_open and SECTORS[best] != "NONE" and float(chances[best]) > SECTOR_ABOVE:
            found[numbers[0]] = SECTORS[best]
    return found


def _own(reading: Reading, candidate: Candidate) -> float:
    """Probability of the candidate's type, as the deed or, where it is yet to be done, as PLOVER may count it."""
    kind = candidate.frame.event_type
    is_open = candidate.modality != "actual" and _scores.plover_type(kind, "planned") != kind
    return reading.of(kind) + (reading.of("AGREE") if is_open else 0.0)


def _can_do(analysis: Analysis, kind: str, actors: list[int]) -> bool:
    """Whether the type is one, and its actors of those who do it: the people protest, states and armed groups mobilise."""
    sectors = {analysis.mentions[number].sector for number in actors}
    if kind == "PROTEST":
        return bool(actors) and not sectors & {None, *STATE_SECTORS, *ARMED}
    if kind == "MOBILIZE":
        return not actors or bool(sectors & {*STATE_SECTORS, *ARMED})
    return kind != "NONE"


def _retype(candidate: Candidate, reading: Reading) -> None:
    kind = cast(EventType, reading.best)
    candidate.frame = replace(candidate.frame, event_type=kind, mode="", id=f"{candidate.frame.id} as {kind}")
    candidate.chance = reading.of(kind)


def unframed(
    analysis: Analysis, candidates: list[Candidate], passages: Passages, pairs: Pairs, model: Relations, first: int
) -> list[Candidate]:
    """Deeds of predicates from the token `first` on that no candidate has taken, in order of the text.

    A word that governs a candidate ("carried out the bombing", "vowed to strike") only carries it.
    """
    heads = analysis.tokens.head
    taken = {word for found in candidates for token in (found.token, *found.words) for word in (token, heads[token])}
    found = []
    for token in range(first, len(analysis.tokens)):
        if token in taken or not _is_worth_asking(analysis, token, passages):
            continue
        proposal = _predicates.propose(analysis, token, passages)
        if proposal is None or not _has_parties(analysis, proposal):
            continue
        candidate = _accepted(analysis, proposal, pairs, model)
        if candidate is not None:
            found.append(candidate)
    return found


def _has_parties(analysis: Analysis, proposal: Proposal) -> bool:
    """Both sides; of a passive, whom it was done to is enough ("the envoy was turned away")."""
    if proposal.actors:
        return bool(proposal.recipients)
    return proposal.frame.pos == "v" and _grammar.is_passive(analysis.tokens, proposal.token)


def _is_worth_asking(analysis: Analysis, token: int, passages: Passages) -> bool:
    tokens = analysis.tokens
    pos = _frames.part_of_speech(tokens, token)
    return (
        pos is not None
        and (tokens.lemma[token], pos) in _predicates.known()
        and tokens.sentence[token] not in passages.games
        and not _candidates.is_attributive(tokens, token)
        and not _candidates.in_name(analysis, token)
    )


def _accepted(analysis: Analysis, proposal: Proposal, pairs: Pairs, model: Relations) -> Candidate | None:
    ranges = analysis.mention_tokens
    sides = [ranges[n] for n in proposal.actors], [ranges[n] for n in proposal.recipients]
    reading = pairs.read(model, proposal.token, *sides)
    best = reading.best
    if reading.of(best) < NEW_ABOVE or not _can_do(analysis, best, proposal.actors):
        return None
    candidate = _candidate(analysis, proposal, reading)
    if _candidates.stop_frames().block(proposal.arguments, candidate.frame):
        return None
    return candidate if _standing.stands(proposal.arguments, candidate) else None


def _candidate(analysis: Analysis, proposal: Proposal, reading: Reading) -> Candidate:
    lemma, kind = analysis.tokens.lemma[proposal.token], cast(EventType, reading.best)
    frame = replace(proposal.frame, id=f"{lemma}.{proposal.frame.pos} by model", head=lemma, event_type=kind)
    actors, recipients = proposal.actors, proposal.recipients
    if kind in MUTUAL and _is_mutual(analysis, proposal):
        frame = replace(frame, recipient=("recip",))
        actors, recipients = sorted({*actors, *recipients}), []
    helpers = _grammar.children(analysis.tokens, proposal.token, "aux")
    return Candidate(
        token=proposal.token,
        frame=frame,
        words=(),
        actors=actors[: _candidates.MAX_PARTICIPANTS],
        recipients=recipients[: _candidates.MAX_PARTICIPANTS],
        is_infinitive=any(analysis.tokens.tag[helper] == "TO" for helper in helpers),
        chance=reading.of(kind),
        sectors=_sectors(analysis, reading, (proposal.actors, proposal.recipients)),
    )


def _is_mutual(analysis: Analysis, proposal: Proposal) -> bool:
    """Whether both sides do it: joined by "with" or "between", or named together."""
    tokens = analysis.tokens
    near = {tokens.lower[child] for child in tokens.children[proposal.token]}
    return bool(near & SIDES) or not proposal.recipients
