"""The words behind an event, and who says them.

In: a candidate and the article's attributions. Out: evidence spans (the predicate's own clause, and participants that stand
outside it) and the innermost attributions around the trigger. The one idea: a deed whose predicate is the cue of an attribution
("accused") is the source's own deed, so that attribution is not around it.
"""

from __future__ import annotations

from onrecord.analysis import Analysis, Tokens
from onrecord.records import Attribution, Span
from onrecord.stages.code_events import _grammar
from onrecord.stages.code_events._candidates import Candidate

OTHER_CLAUSE = frozenset({"relcl", "ccomp", "advcl", "parataxis", "appos"})
CONTENT = frozenset({"ccomp", "acl", "relcl", "advcl", "parataxis"})
SPOKEN = frozenset({"REJECT", "ACCUSE", "REQUEST", "THREATEN", "AGREE", "SUPPORT"})
"""Deeds done by speaking: the finite clause that they embed is what was said, not that it was said."""
MAX_CLAUSE = 60


def spans(analysis: Analysis, candidate: Candidate) -> list[Span]:
    """The clause of the predicate, then participants outside it, joined where they touch."""
    lo, hi = _clause(analysis, candidate)
    found = [analysis.span(lo, hi)]
    outside = candidate.actors if candidate.frame.event_type in SPOKEN else candidate.actors + candidate.recipients
    for number in outside:
        span = analysis.mentions[number].span
        if not any(start <= span.start and span.end <= end for start, end in found):
            found.append(span)
    return join(found)


def join(found: list[Span]) -> list[Span]:
    """Spans in order; overlapping ones become one."""
    joined: list[Span] = []
    for span in sorted(found):
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return joined


def _clause(analysis: Analysis, candidate: Candidate) -> tuple[int, int]:
    tokens, head = analysis.tokens, candidate.token
    top = head
    if candidate.frame.pos == "n":
        verb = _grammar.light_verb(tokens, head)
        top = verb if verb is not None and tokens.dep[verb] != "acl" else head
    members = [head, *candidate.words]
    stack = [top]
    while stack:
        node = stack.pop()
        if abs(node - head) > MAX_CLAUSE:
            continue
        members.append(node)
        for child in tokens.children[node]:
            dep = tokens.dep[child]
            if dep in OTHER_CLAUSE or dep == "punct" or (dep == "conj" and tokens.pos[child] in _grammar.VERBAL):
                continue
            if candidate.frame.event_type in SPOKEN and dep in CONTENT and _has_subject(tokens, child):
                continue
            stack.append(child)
    lo, hi = analysis.trim(min(members), max(members) + 1)
    return (lo, hi) if lo < hi else (head, head + 1)


def _has_subject(tokens: Tokens, clause: int) -> bool:
    return bool(_grammar.children(tokens, clause, *_grammar.SUBJECTS))


class Sources:
    """Which attributions hold a position."""

    def __init__(self, attributions: tuple[Attribution, ...]) -> None:
        self._by_id = {attribution.id: attribution for attribution in attributions}
        pieces = [(span, attribution) for attribution in attributions for span in attribution.content.spans]
        self._pieces = sorted(pieces, key=lambda piece: piece[0])

    def __getitem__(self, number: str) -> Attribution:
        return self._by_id[number]

    def around(self, candidates: list[Candidate], analysis: Analysis) -> None:
        """Set `sources` of each candidate: one sweep from left to right over contents and triggers."""
        active: list[tuple[Span, Attribution]] = []
        following = 0
        for candidate in sorted(candidates, key=lambda c: c.token):
            start = analysis.tokens.start[candidate.token]
            while following < len(self._pieces) and self._pieces[following][0].start <= start:
                active.append(self._pieces[following])
                following += 1
            active = [piece for piece in active if piece[0].end > start]
            words = [start, *(analysis.tokens.start[word] for word in candidate.words)]
            holding = [attribution for _, attribution in active if not _is_cue(attribution, words)]
            candidate.sources = self._innermost(holding)

    def _innermost(self, holding: list[Attribution]) -> tuple[str, ...]:
        outer: set[str] = set()
        for attribution in holding:
            within = attribution.within
            for _ in range(20):
                if within is None or within in outer:
                    break
                outer.add(within)
                parent = self._by_id.get(within)
                within = parent.within if parent else None
        found = [attribution.id for attribution in holding if attribution.id not in outer]
        return tuple(dict.fromkeys(found))


def _is_cue(attribution: Attribution, starts: list[int]) -> bool:
    return any(span.start <= start < span.end for span in attribution.cue.spans for start in starts)
