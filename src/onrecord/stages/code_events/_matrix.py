"""Deeds inside deeds: "urged .. to withdraw", "agreed to meet", "rejected an ultimatum", "marched to demand".

In: candidates. Out: fewer, with modality and recipients settled by what governs them. The one idea: one statement is one event.
"Paris urged Bamako to free the men" is a REQUEST whose content is the freeing; "agreed to send aid" is the (planned) aid, since
PLOVER counts planned cooperation as AGREE; "accused of shelling" is two deeds, the accuser's and the accused's.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

from onrecord import lexicons
from onrecord.analysis import Analysis, Tokens
from onrecord.records import Attribution
from onrecord.stages.code_events import _frames, _grammar
from onrecord.stages.code_events._candidates import Candidate

WORDS = frozenset({"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "REQUEST", "ACCUSE", "REJECT", "THREATEN"})
"""Types that are done by speaking."""
ANSWERS = frozenset({"REJECT", "REQUEST", "AGREE", "THREATEN", "CONCEDE", "ACCUSE", "SUPPORT"})
"""Types whose object may be another's words: "rejected the ultimatum", "welcomed the offer"."""
FRIENDLY = frozenset({"CONSULT", "SUPPORT", "COOPERATE", "AID"})
"""Deeds whose promise stands for the agreement to do it, as the contract types it."""
YIELDING = frozenset({"RETREAT", "CONCEDE"})
"""Deeds that one side promises, as planned; what two sides agree on is AGREE now, and theirs to do later."""
HOSTILE = frozenset({"SANCTION", "COERCE", "ASSAULT", "MOBILIZE", "PROTEST"})
"""Deeds whose promise is a THREATEN: "vowed to strike back"."""
SIDEWAYS = frozenset({"relcl", "parataxis", "nsubj", "nsubjpass", "csubj", "appos"})
"""Links at which a word stops being the content of what stands above it."""
FINITE = ("VBD", "VBZ", "VBP")
ORDERS = frozenset({"order", "authorize", "authorise", "command"})
"""A ruler who orders a deed does it: "ordered air strikes", "ordered the arrest of"."""
MAX_CLIMB = 7


@dataclass(slots=True)
class Governor:
    """The deed above a candidate, and the links from the candidate up to it."""

    deed: Candidate
    links: tuple[str, ...]


@cache
def _rows() -> dict[tuple[str, str], tuple[lexicons.Row, ...]]:
    found: dict[tuple[str, str], list[lexicons.Row]] = {}
    for row in lexicons.load("matrix"):
        found.setdefault((row["lemma"].split()[0], row["pos"]), []).append(row)
    return {key: tuple(sorted(rows, key=lambda row: -len(row["lemma"].split()))) for key, rows in found.items()}


def apply(analysis: Analysis, candidates: list[Candidate], attributions: tuple[Attribution, ...]) -> list[Candidate]:
    """Candidates that are deeds of their own, after their governors had their say."""
    denials = {
        token
        for attribution in attributions
        if attribution.act == "denies"
        for span in attribution.cue.spans
        for token in range(*analysis.token_range(span))
    }
    above = {word: candidate for candidate in candidates for word in (*candidate.words, candidate.token)}
    dropped: set[int] = set()
    for candidate in reversed(candidates):
        _colour(analysis, candidate)
        governor = _governor(analysis, candidate, above)
        if governor is None:
            continue
        if governor.deed.token in denials and candidate.frame.event_type not in WORDS:
            candidate.polarity, candidate.modality = "-", "actual"  # what is denied may be what others assert
            continue
        loser = _loser(candidate, governor)
        if loser is not None:
            winner = candidate if loser is governor.deed else governor.deed
            _hand_over(analysis, loser, winner)
            dropped.add(loser.token)
    return [candidate for candidate in candidates if candidate.token not in dropped]


def _governor(analysis: Analysis, candidate: Candidate, above: dict[int, Candidate]) -> Governor | None:
    tokens, node, links = analysis.tokens, candidate.token, []
    for _ in range(MAX_CLIMB):
        dep = tokens.dep[node]
        if dep in SIDEWAYS or tokens.head[node] == node:
            return None
        if dep == "conj" and tokens.pos[node] in _grammar.VERBAL and _is_finite(tokens, node):
            return None
        if dep == "prep" and tokens.lower[node] in ("after", "following"):
            return None  # "signed after nine hours of talks": it dates the other deed
        links.append(dep)
        node = tokens.head[node]
        deed = above.get(node)
        if deed is not None and deed is not candidate:
            return None if links == ["conj"] else Governor(deed, tuple(links))
    return None


def _is_finite(tokens: Tokens, verb: int) -> bool:
    return tokens.tag[verb] in FINITE or bool(_grammar.children(tokens, verb, *_grammar.SUBJECTS))


def _loser(candidate: Candidate, governor: Governor) -> Candidate | None:
    """Which of the two is not a deed of its own; None if both are."""
    deed, kind = governor.deed, candidate.frame.event_type
    is_open = candidate.modality != "actual" or candidate.polarity == "-"
    if deed.frame.head in ORDERS and not deed.frame.words and candidate.frame.pos == "n" and kind not in WORDS:
        candidate.polarity, candidate.modality = deed.polarity, deed.modality
        candidate.actors = deed.actors
        return deed
    purpose = governor.links[0] == "advcl" and candidate.is_infinitive
    if purpose and kind in WORDS:
        return candidate  # "marched to demand", "met to discuss"
    if is_open:
        agrees = deed.frame.event_type == "AGREE" and deed.polarity == "+" and candidate.polarity == "+"
        if agrees and kind in HOSTILE and not deed.frame.status:
            deed.frame = replace(
                deed.frame, event_type="THREATEN", mode="", id=f"{deed.frame.id} to {candidate.frame.id}"
            )
            return candidate
        yields = kind in YIELDING and deed.frame.head != "agree"
        if agrees and kind != "AGREE" and (kind in FRIENDLY or yields or deed.frame.status == "planned"):
            candidate.modality = "planned" if deed.modality == "actual" else deed.modality
            is_signed = bool(deed.frame.words) and yields
            return None if is_signed else deed  # "signed a truce to halt": done, and to be done
        return candidate
    if deed.frame.event_type == "ACCUSE" and kind in WORDS:
        return candidate
    if candidate.frame.pos == "n" and kind in WORDS and deed.frame.event_type in ANSWERS:
        return candidate
    if candidate.frame.pos == "n" and deed.frame.event_type in WORDS and not set(candidate.actors) - set(deed.actors):
        return candidate
    return None


def _hand_over(analysis: Analysis, loser: Candidate, winner: Candidate) -> None:
    """The deed that stays takes over participants that it lacks."""
    if not winner.actors and not winner.recipients:
        winner.actors, winner.recipients = loser.actors, loser.recipients
    elif not winner.actors:
        winner.actors = [n for n in loser.actors if n not in winner.recipients]
    where = all(analysis.mentions[n].category == "place" for n in winner.recipients)
    if where and winner.frame.event_type == "PROTEST" and loser.recipients:
        winner.recipients = []  # marched "in the capital" against those of whom they demand
    if not winner.recipients and not winner.frame.is_reciprocal:
        for participants in (loser.recipients, loser.actors):
            winner.recipients = [n for n in participants if n not in winner.actors]
            if winner.recipients:
                break


# ---- predicates that are no deeds: "plan", "fail", "continue" ----
def _colour(analysis: Analysis, candidate: Candidate) -> None:
    """Modality by predicates of matrix.tsv that are not deeds themselves, where the judge found nothing."""
    if candidate.modality != "actual" or candidate.polarity == "-":
        return
    tokens, node = analysis.tokens, candidate.token
    for _ in range(3):
        head = _complement_of(tokens, node)
        if head is None or (tokens.lemma[head] in ("attempt", "try") and candidate.frame.event_type == "ASSAULT"):
            return
        row = _row_of(tokens, head)
        if row is not None and not row["type"]:
            if _is_finite(tokens, candidate.token) and not _is_infinitive(tokens, candidate.token):
                return  # "announced that it had left": the clause has its own tense, which the judge has read
            if row["effect"] in ("hypothetical", "planned"):
                candidate.modality = "hypothetical" if row["effect"] == "hypothetical" else "planned"
            elif row["effect"] == "negated":
                candidate.polarity = "-"
            return
        node = head


def _is_infinitive(tokens: Tokens, verb: int) -> bool:
    return any(tokens.tag[child] == "TO" for child in _grammar.children(tokens, verb, "aux"))


def _complement_of(tokens: Tokens, node: int) -> int | None:
    """The predicate of which `node` is the complement; None where it is a subject or adjunct."""
    head, dep = tokens.head[node], tokens.dep[node]
    if head == node:
        return None
    if dep in ("ccomp", "xcomp", "dobj", "nsubjpass", "oprd"):
        return head
    if dep == "acl" and any(tokens.tag[child] == "TO" for child in _grammar.children(tokens, node, "aux")):
        return head
    if dep in ("pobj", "pcomp") and tokens.head[head] != head:
        return tokens.head[head]
    return None


def _row_of(tokens: Tokens, head: int) -> lexicons.Row | None:
    pos = _frames.part_of_speech(tokens, head) or "a"
    for row in (*_rows().get((tokens.lemma[head], pos), ()), *_rows().get((tokens.lemma[head], f"{pos}dj"), ())):
        if _frames.match_words(tokens, head, tuple(row["lemma"].split()[1:])) is not None:
            return row
    return None
