"""Lengths that do not agree with their start: "the war enters its eighth year" beside "the war began in 2022".

In: the analysis, the resolved expressions, the day of publication. Out: problems DAT003 with both passages. The one idea: a
claim of length is about a noun, a start is about a noun; where it is the same one (or two words of one topic), publication
minus start must lie in what the claim allows. Rounding is allowed for: nothing is reported within a quarter of a unit, and a
start known to the year is taken at its most favourable day.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import chain, islice

from onrecord import lexicons
from onrecord.analysis import Analysis
from onrecord.records import Problem, Span
from onrecord.stages.date_events._normalise import Resolved
from onrecord.stages.date_events._timeline import VERBAL, Anchored, Timeline
from onrecord.stages.date_events._words import Atoms

UNIT_DAYS = {"Y": 365.2425, "M": 30.44, "W": 7.0, "D": 1.0, "DE": 3652.425}
SLACK = 0.25
"""Parts of a unit by which writers round."""
POSSESSIVES = {"its", "their", "the", "a", "an"}
MAX_PROBLEMS = 10
MAX_COMPARED = 200
"""Claims and starts taken of one article: each is held against each."""


@dataclass(frozen=True, slots=True)
class Claim:
    """So many units have passed: at least `low`, at most `high`; `topic` is the noun's lemma."""

    topic: str
    low: float
    high: float
    unit: str
    span: Span


@dataclass(frozen=True, slots=True)
class Start:
    """The topic began between `first` and `last`."""

    topic: str
    first: date
    last: date
    span: Span


@cache
def _words() -> dict[str, dict[str, str]]:
    """Role -> lemma -> group."""
    roles: dict[str, dict[str, str]] = {}
    for row in lexicons.load("times_spans"):
        roles.setdefault(row["role"], {})[row["lemma"]] = row["group"]
    return roles


def check(line: Timeline, resolved: list[Resolved]) -> tuple[Problem, ...]:
    """A problem for each claim of length that a start in the article contradicts."""
    if line.report is None:
        return ()
    claims = list(islice(chain(_ordinal_claims(line), _duration_claims(line, resolved)), MAX_COMPARED))
    starts = list(islice(_starts(line), MAX_COMPARED)) if claims else []
    found = []
    for claim in claims:
        for start in starts:
            if _is_one_topic(claim.topic, start.topic) and _disagree(claim, start, line.report):
                found.append(_problem(line.analysis, claim, start))
                break
    return tuple(found[:MAX_PROBLEMS])


def _is_one_topic(one: str, other: str) -> bool:
    topics = _words()["topic"]
    return one == other or (one in topics and topics.get(one) == topics.get(other))


def _disagree(claim: Claim, start: Start, report: date) -> bool:
    days = UNIT_DAYS[claim.unit]
    shortest, longest = (report - start.last).days / days, (report - start.first).days / days
    return longest < claim.low - SLACK or shortest > claim.high + SLACK


def _problem(analysis: Analysis, claim: Claim, start: Start) -> Problem:
    said = analysis.text[claim.span.start : claim.span.end]
    began = analysis.text[start.span.start : start.span.end]
    message = f"{said!r} does not agree with the start given as {began!r} at the time of publication"
    return Problem(code="DAT003", stage="date_events", message=message, spans=(claim.span, start.span))


# ---- claims ----
def _ordinal_claims(line: Timeline) -> Iterator[Claim]:
    """ "enters its eighth year": seven full years, and less than eight."""
    rows, tokens = line.rows, line.analysis.tokens
    for at, kind in enumerate(rows.kind):
        if kind != "ordinal" or not rows.is_kind(at + 1, "unit") or rows.value[at + 1] not in UNIT_DAYS:
            continue
        number = int(rows.value[at])
        if number < 1 or not at or rows.word[at - 1] not in POSSESSIVES:
            continue
        unit = rows.token[at + 1]
        verb = next((node for node in line.analysis.ancestors(unit) if tokens.pos[node] in ("VERB", "AUX")), None)
        if verb is None or tokens.lemma[verb] not in _words()["count"]:
            continue
        topic = _subject(line.analysis, verb)
        if topic is not None:
            span = Span(rows.start[at - 1], rows.end[at + 1])
            yield Claim(topic, number - 1, number, rows.value[at + 1], span)


def counted(line: Timeline, verb: int) -> tuple[int, str] | None:
    """Which unit a deed is in by its own verb: (5, "D") for "the strike enters its fifth day"."""
    rows, tokens = line.rows, line.analysis.tokens
    lo, hi = line.analysis.sentence_of(verb)
    for at in range(bisect_left(rows.token, lo), bisect_left(rows.token, hi)):
        unit = rows.token[at + 1] if rows.is_kind(at + 1, "unit") else -1
        if rows.kind[at] != "ordinal" or not lo <= unit < hi or rows.value[at + 1] not in ("D", "W"):
            continue
        above = tokens.head[unit]
        above = tokens.head[above] if tokens.dep[unit] == "pobj" else above
        if above == verb and tokens.dep[unit] in ("pobj", "dobj", "attr"):
            return int(rows.value[at]), rows.value[at + 1]
    return None


def is_of_another(line: Timeline, verb: int) -> bool:
    """Whether the day that the verb counts is a noun's: "marched on the third day of a strike"."""
    tokens = line.analysis.tokens
    if tokens.pos[verb] not in VERBAL:
        return False
    days = [noun for word in tokens.children[verb] if tokens.dep[word] == "prep" for noun in tokens.children[word]]
    below = [child for noun in days if tokens.lemma[noun] in ("day", "week") for child in tokens.children[noun]]
    return any(tokens.lower[child] == "of" for child in below)


def _duration_claims(line: Timeline, resolved: list[Resolved]) -> Iterator[Claim]:
    """ "the four-year war", "has raged for four years": present lengths of something."""
    rows = line.rows
    for item in resolved:
        expression = item.expression
        if (
            expression.kind != "duration"
            or not expression.count
            or expression.unit not in UNIT_DAYS
            or expression.shift
        ):
            continue
        topic = _measured(line.analysis, rows, item)
        if topic is not None and expression.unit is not None:
            span = Span(rows.start[expression.lo], rows.end[expression.hi - 1])
            yield Claim(topic, expression.count - 0.5, expression.count + 1, expression.unit, span)


def _measured(analysis: Analysis, rows: Atoms, item: Resolved) -> str | None:
    """The noun whose length it is, if that goes on at the time of the report."""
    tokens = analysis.tokens
    lo, hi = rows.token[item.expression.lo], rows.token[item.expression.hi - 1] + 1
    root = next((n for n in range(lo, hi) if not lo <= tokens.head[n] < hi), lo)
    head = tokens.head[root]
    if tokens.pos[head] == "NOUN" and tokens.dep[root] in ("compound", "nmod", "amod"):
        return tokens.lemma[head] if tokens.lemma[head] in _words()["topic"] else None
    if tokens.lower[head] == "for":
        verb = tokens.head[head]
        auxes = {tokens.lower[child] for child in tokens.children[verb] if tokens.dep[child] == "aux"}
        if auxes & {"has", "have"}:
            return _subject(analysis, verb)
    return None


def _subject(analysis: Analysis, verb: int) -> str | None:
    """Lemma of the subject's noun, of the clause or of the verb that it depends on."""
    tokens = analysis.tokens
    for node in (verb, *analysis.ancestors(verb)):
        for child in tokens.children[node]:
            if tokens.dep[child] in ("nsubj", "nsubjpass"):
                if tokens.dep[node] == "relcl" and tokens.tag[child] in ("WDT", "WP"):
                    return tokens.lemma[tokens.head[node]]
                return tokens.lemma[child] if tokens.pos[child] in ("NOUN", "PROPN") else None
        if tokens.dep[node] not in ("conj", "xcomp", "advcl"):
            return None
    return None


# ---- starts ----
def _starts(line: Timeline) -> Iterator[Start]:
    """Expressions that say when a noun began."""
    for anchored in (one for sentence in line.by_sentence.values() for one in sentence):
        first, last = anchored.item.start, anchored.item.end
        topic = None if first is None or last is None or first > (line.report or first) else _begun(line, anchored)
        if topic is not None and first is not None and last is not None:
            rows, expression = line.rows, anchored.item.expression
            yield Start(topic, first, last, Span(rows.start[expression.lo], rows.end[expression.hi - 1]))


def _begun(line: Timeline, anchored: Anchored) -> str | None:
    """Lemma of what began then: "the war began in", "launched the invasion in", "the start of the siege in"."""
    analysis, roles = line.analysis, _words()
    tokens = analysis.tokens
    for word in anchored.chain:
        lemma = tokens.lemma[word]
        if tokens.pos[word] == "NOUN" and lemma in roles["onset"]:
            return _object_of(analysis, word)
        if anchored.preposition == "since" and lemma in roles["topic"]:
            return lemma
        if tokens.pos[word] in ("VERB", "AUX"):
            if lemma in roles["deed"]:
                return roles["deed"][lemma]
            if anchored.preposition == "since":
                return _subject(analysis, word)
            if lemma in roles["launch"]:
                child = next((c for c in tokens.children[word] if tokens.dep[c] in ("dobj", "nsubjpass")), None)
                if child is not None:
                    return tokens.lemma[child]
            return _subject(analysis, word) if lemma in roles["start"] else None
    return None


def _object_of(analysis: Analysis, noun: int) -> str | None:
    tokens = analysis.tokens
    for child in tokens.children[noun]:
        if tokens.lower[child] == "of":
            return next((tokens.lemma[c] for c in tokens.children[child] if tokens.dep[c] == "pobj"), None)
        if tokens.dep[child] in ("poss", "compound"):
            return tokens.lemma[child]
    return None
