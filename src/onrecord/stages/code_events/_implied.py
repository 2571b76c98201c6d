"""Deeds that no single predicate names: a demand in a modal, a threat in a condition.

In: attributions and candidates. Out: further REQUEST candidates, and candidates turned into THREATEN. The one idea (PLOVER
manual, "REQUEST" and "THREATEN"): whoever says that another state must act demands it; whoever announces a hostile deed
unless something happens threatens with it.
"""

from __future__ import annotations

from dataclasses import replace

from onrecord.analysis import Analysis
from onrecord.records import Attribution, Mention
from onrecord.stages.code_events import _grammar
from onrecord.stages.code_events._arguments import Arguments, is_political
from onrecord.stages.code_events._candidates import Candidate
from onrecord.stages.code_events._classes import noun_classes
from onrecord.stages.code_events._frames import Frame
from onrecord.stages.code_events._passages import Passages

OBLIGING = frozenset({"must", "should", "ought"})
SUBORDINATE = frozenset({"relcl", "advcl", "acl", "pcomp", "csubj"})
AUTHORITIES = frozenset({None, "GOV", "MIL", "COP", "LEG", "JUD", "REB", "IGO", "PRE", "SPY"})
ORGANISED = frozenset({"OPP", "PTY", "SOC", "LAB", "REL", "REB", "IGO", "MIL", "PRE"})
SPEAKING = ORGANISED | {None, "GOV", "LEG", "ELI"}
TALKERS = frozenset({"GOV", "ELI", "PTY", "OPP", "LEG", "JUD", "JRN", "EDU", "BUS", "SOC"})
HOSTILE = frozenset({"SANCTION", "COERCE", "ASSAULT", "MOBILIZE", "PROTEST"})
CEASING = frozenset({"RETREAT", "REJECT"})
"""Deeds that threaten only with "unless": to leave, to refuse."""
MAX_CONTENT = 60
YIELDING = frozenset({"RETREAT", "CONCEDE"})
"""Deeds whose refusal is a REJECT."""
WARNERS = frozenset({"GOV", "MIL", "COP", "REB", "LEG", "JUD", "SPY", "PTY", "OPP", "LAB", "CRM", "PRE"})
"""Sectors whose warning of a deed is a threat to do it; others foresee it."""
WARNING = Frame(
    id="warn.content", head="warn", words=(), pos="v", event_type="THREATEN", mode="", actor=("subj",),
    recipient=("obj",),
)  # fmt: skip
WILL = frozenset({"will", "would", "'ll", "’ll", "wo"})
DEMAND = Frame(
    id="must.modal", head="must", words=(), pos="v", event_type="REQUEST", mode="", actor=("subj",), recipient=("obj",)
)
THREAT = Frame(
    id="unless.condition", head="unless", words=(), pos="v", event_type="THREATEN", mode="", actor=("subj",),
    recipient=("obj",),
)  # fmt: skip


def demands(
    analysis: Analysis, attributions: tuple[Attribution, ...], passages: Passages, taken: set[int]
) -> list[Candidate]:
    """A REQUEST where a political source says that another party must or should do something."""
    found: dict[int, Candidate] = {}
    tokens = analysis.tokens
    for attribution in attributions:
        speaker = _speaker(analysis, attribution)
        cues = {token for span in attribution.cue.spans for token in range(*analysis.token_range(span))}
        if speaker is None or cues & taken:
            continue  # "agreed that they should", "demanded that .. must": the cue is the deed
        for span in attribution.content.spans:
            for number in range(*analysis.token_range(span)):
                if tokens.lower[number] in OBLIGING and tokens.dep[number] == "aux" and number not in found:
                    addressed = _addressed(analysis, number, speaker, passages)
                    if addressed:
                        verb = tokens.head[number]
                        found[number] = Candidate(number, DEMAND, (verb,), actors=[speaker], recipients=addressed)
    return [found[number] for number in sorted(found)]


def _speaker(analysis: Analysis, attribution: Attribution) -> int | None:
    for span in attribution.source.spans:
        for number in range(*analysis.token_range(span)):
            mention = analysis.mention_covering(number)
            if mention is not None and is_political(analysis.mentions[mention]):
                return mention if analysis.mentions[mention].category != "media" else None
    return None


def _addressed(analysis: Analysis, modal: int, speaker: int, passages: Passages) -> list[int]:
    """The party that must act: of another state; or, with "must", the authorities whom a party or movement addresses."""
    tokens = analysis.tokens
    verb = tokens.head[modal]
    if tokens.dep[verb] in SUBORDINATE or _grammar.is_passive(tokens, verb):
        return []
    subject = _grammar.surface_subject(tokens, verb)
    if subject is None:
        return []
    source = analysis.mentions[speaker]
    arguments = Arguments(analysis, verb, DEMAND, (), passages)
    mentions = [n for filler in _grammar.conjuncts(tokens, subject) for n in arguments.mentions(filler)]
    is_firm = tokens.lower[modal] == "must"
    return [n for n in mentions if _is_other_party(analysis.mentions[n], source, is_firm)]


def _is_other_party(mention: Mention, source: Mention, is_firm: bool) -> bool:
    if not mention.country or mention.id == source.id or mention.sector not in AUTHORITIES:
        return False
    if mention.country != source.country and source.sector in SPEAKING:
        return source.country is not None
    return is_firm and source.sector in ORGANISED and mention.side != source.side


def refusals(analysis: Analysis, candidates: list[Candidate]) -> None:
    """Turn what its own side will not give into a REJECT: "will not accept", "failed to agree", "will not release"."""
    for candidate in candidates:
        frame = candidate.frame
        if frame.event_type in YIELDING and _will_not(analysis, candidate):
            candidate.frame = replace(frame, event_type="REJECT", mode="yield", id=f"will not {frame.id}")
            candidate.polarity, candidate.modality = "+", "actual"
            continue
        if (
            frame.event_type != "AGREE"
            or frame.pos != "v"
            or not candidate.actors
            or candidate.modality == "hypothetical"
        ):
            continue
        if (candidate.polarity == "-") != _promises_not_to(analysis, candidate.token):
            candidate.frame = replace(frame, event_type="REJECT", mode="", id=f"not {frame.id}")
            candidate.polarity, candidate.modality = "+", "actual"


def _will_not(analysis: Analysis, candidate: Candidate) -> bool:
    """Whether the actor says that it will not do the deed."""
    if candidate.frame.pos != "v" or candidate.polarity != "-" or not candidate.actors:
        return False
    tokens, verb = analysis.tokens, candidate.token
    helpers = {tokens.lower[child] for child in _grammar.children(tokens, verb, "aux")}
    refuses = bool(_grammar.children(tokens, verb, "neg")) and bool(helpers & WILL)
    return refuses and not _grammar.is_passive(tokens, verb)


def _promises_not_to(analysis: Analysis, verb: int) -> bool:
    """ "Vowed not to return", "will never agree to" has its negation inside."""
    tokens = analysis.tokens
    clauses = _grammar.children(tokens, verb, "xcomp")
    return any(_grammar.children(tokens, clause, "neg") for clause in clauses)


def scoldings(analysis: Analysis, candidates: list[Candidate]) -> None:
    """Turn an "attack" of an unarmed person on another into an ACCUSE: politicians attack with words."""
    for candidate in candidates:
        frame = candidate.frame
        if (
            frame.event_type != "ASSAULT"
            or "attack" not in (frame.head, *frame.words)
            or frame.mode
            or candidate.magnitude
        ):
            continue
        actors = [analysis.mentions[n] for n in candidate.actors]
        others = [analysis.mentions[n] for n in candidate.recipients]
        unarmed = bool(actors) and all(m.category == "person" and m.sector in TALKERS for m in actors)
        if unarmed and all(
            m.category in ("person", "organisation", "government") or m.sector in TALKERS for m in others
        ):
            candidate.frame = replace(frame, event_type="ACCUSE", mode="disapprove", id=f"{frame.id} in words")


def warnings(analysis: Analysis, attributions: tuple[Attribution, ...], candidates: list[Candidate]) -> list[Candidate]:
    """A THREATEN where somebody who can warns of force, arrest, reprisal: "would be stopped, the minister warned"."""
    found: dict[int, Candidate] = {}
    reprisals = noun_classes().get("reprisal", frozenset())
    taken = {candidate.token for candidate in candidates}
    threats = {candidate.token for candidate in candidates if candidate.frame.event_type == "THREATEN"}
    for attribution in attributions:
        if attribution.act != "threatens" or not attribution.cue.spans:
            continue
        lo, hi = analysis.token_range(attribution.cue.spans[0])
        cue = next((n for n in range(lo, hi) if analysis.tokens.pos[n] in _grammar.VERBAL), None)
        speaker = _speaker(analysis, attribution)
        if cue is None or cue in taken or speaker is None or analysis.mentions[speaker].sector not in WARNERS:
            continue
        content = [n for span in attribution.content.spans for n in range(*analysis.token_range(span))]
        if threats.intersection(content):
            continue  # the threat itself is a deed already: "would withdraw unless"
        if any(analysis.tokens.lemma[n] in reprisals for n in content[:MAX_CONTENT]):
            found[cue] = Candidate(cue, WARNING, (), actors=[speaker])
    return [found[number] for number in sorted(found)]


def threats(analysis: Analysis, candidates: list[Candidate]) -> None:
    """Turn an announced hostile deed under a condition into a THREATEN."""
    tokens = analysis.tokens
    for candidate in candidates:
        kind = candidate.frame.event_type
        if kind == "AGREE" and candidate.frame.head in ("vow", "swear") and _is_armed_vow(analysis, candidate):
            candidate.frame = replace(THREAT, id=f"armed {candidate.frame.id}")
            continue
        if candidate.modality == "actual" or kind not in HOSTILE | CEASING or candidate.frame.pos != "v":
            continue
        marks = {
            tokens.lower[mark]
            for clause in _grammar.children(tokens, candidate.token, "advcl")
            for mark in _grammar.children(tokens, clause, "mark")
        }
        if any(_is_inverted(analysis, clause) for clause in _grammar.children(tokens, candidate.token, "advcl")):
            marks.add("if")
        if "unless" in marks or ("if" in marks and kind in HOSTILE):
            candidate.frame = THREAT
            candidate.modality = "actual"


def _is_armed_vow(analysis: Analysis, candidate: Candidate) -> bool:
    """Whether fighters or mutineers vow something in a clause of its own ("we will be back"): no offer to cooperate."""
    if _grammar.children(analysis.tokens, candidate.token, "xcomp"):
        return False
    return any(analysis.mentions[n].sector in ("REB", "MIL") for n in candidate.actors)


def _is_inverted(analysis: Analysis, clause: int) -> bool:
    """Whether a clause is a condition by its order of words: "should the vote be put off"."""
    tokens = analysis.tokens
    helpers = [n for n in _grammar.children(tokens, clause, "aux") if tokens.lower[n] == "should"]
    subjects = _grammar.children(tokens, clause, *_grammar.SUBJECTS)
    return bool(helpers and subjects) and helpers[0] < subjects[0]
