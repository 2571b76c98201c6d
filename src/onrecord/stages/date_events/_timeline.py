"""The article's time expressions as events meet them: in the parse.

In: the analysis and the resolved expressions. Out: a `Timeline`: each datable expression with the words that it hangs on, by
sentence and by word. The one idea: climb once from each expression to its verb, so that dating an event is a look-up.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from onrecord.analysis import Analysis
from onrecord.records import Article, EventDate, Span
from onrecord.stages.date_events._calendar import parse_day
from onrecord.stages.date_events._normalise import Refused, Resolved
from onrecord.stages.date_events._words import Atoms

MAX_CLIMB = 12
LIMITS = {"until", "till", "before", "after", "than", "despite", "pending", "ahead", "prior", "following"}
"""Prepositions whose date bounds the event but is not its date."""
REASONS = {"DAT001": "not_a_date", "DAT004": "other_calendar"}
"""Problem code -> why an event that such words date has no date."""
NOUN_MODIFIERS = {"poss", "nmod", "compound", "amod", "nummod"}
VERBAL = {"VERB", "AUX"}


@dataclass(slots=True)
class Anchored:
    """A resolved expression in the parse: what it hangs on (nearest first, up to the verb) and how."""

    item: Resolved
    lo: int
    hi: int
    chain: list[int]
    preposition: str
    is_modifier: bool
    verb: int | None
    range_end: Resolved | None = None
    refused: str = ""
    """Why the expression gives no day: the reason for a date that is missing."""


@dataclass(slots=True)
class Timeline:
    """The article's datable expressions, by sentence and by the word that they hang on."""

    analysis: Analysis
    rows: Atoms
    report: date | None
    by_sentence: dict[int, list[Anchored]] = field(default_factory=dict)
    by_verb: dict[int, list[Anchored]] = field(default_factory=dict)
    reporting: set[int] = field(default_factory=set)
    dateline: date | None = None
    vague: dict[int, list[Anchored]] = field(default_factory=dict)
    """Expressions that name another time without saying which ("recently", "days later"), by what they hang on."""
    told: dict[str, EventDate] = field(default_factory=dict)
    """Event type -> the day that the article's own words gave to the last deed of that type."""
    lead: EventDate | None = None
    """The day that the article's own words gave to its first deed."""


def timeline(
    article: Article, analysis: Analysis, rows: Atoms, results: list[Resolved | Refused], report: date | None
) -> Timeline:
    """Index the expressions that can date an event, or show that its date is not known."""
    line = Timeline(analysis, rows, report)
    line.dateline = parse_day(article.dateline.date) if article.dateline is not None else None
    for attribution in article.attributions:
        for span in attribution.cue.spans:
            line.reporting.update(range(*analysis.token_range(span)))
    filed = _dateline_end(article)
    previous: Anchored | None = None
    for result in results:
        item, refused = _usable(result)
        if item is None or rows.token[item.expression.lo] < filed:
            continue
        if not refused and not _is_datable(item):
            if _is_vague(item):
                anchored = _anchor(analysis, rows, item)
                words = {*anchored.chain[:1]} if anchored.verb is None else {*anchored.chain[:1], anchored.verb}
                for word in sorted(words):
                    line.vague.setdefault(word, []).append(anchored)
            continue
        anchored = _anchor(analysis, rows, item)
        anchored.refused = refused
        if previous is not None and not refused and _makes_range(rows, previous, anchored):
            previous.range_end = item
            continue
        previous = anchored
        line.by_sentence.setdefault(analysis.tokens.sentence[anchored.lo], []).append(anchored)
        for word in anchored.chain:
            line.by_verb.setdefault(word, []).append(anchored)
    return line


def _dateline_end(article: Article) -> int:
    """Number of the first word behind the dateline: when a story was filed dates no deed by its place in the parse."""
    if article.dateline is None or article.analysis is None:
        return 0
    start = article.text.find(article.dateline.text)
    return 0 if start < 0 else article.analysis.token_range(Span(start, start + len(article.dateline.text)))[1]


def _usable(result: Resolved | Refused) -> tuple[Resolved | None, str]:
    """What is sound of the expression; or nothing of it, and the reason."""
    if isinstance(result, Resolved):
        return result, ""
    if result.resolved is not None or result.expression.kind == "clock":
        return result.resolved, ""  # "at 25:61": no hour, but the day is not in question
    return Resolved(result.expression, "DATE", "", None, None, "unknown"), REASONS.get(result.code, "not_a_date")


def _is_vague(item: Resolved) -> bool:
    """ "recently", "years ago", "days later": another time than the report's, but which is not said."""
    return item.type != "SET" and (item.value == "PAST_REF" or (item.precision == "partial" and item.start is None))


def _is_datable(item: Resolved) -> bool:
    if item.type == "SET" or item.value.endswith("_REF"):
        return False
    if item.type == "DURATION":
        return item.start is not None
    return item.start is not None or (item.precision == "partial" and any(mark.isdigit() for mark in item.value))


def _anchor(analysis: Analysis, rows: Atoms, item: Resolved) -> Anchored:
    tokens = analysis.tokens
    lo, hi = rows.token[item.expression.lo], rows.token[item.expression.hi - 1] + 1
    root = next((n for n in range(lo, hi) if not lo <= tokens.head[n] < hi), lo)
    preposition, chain, verb = "", list[int](), None
    modifier = tokens.dep[root] in NOUN_MODIFIERS
    node = root
    for _ in range(MAX_CLIMB):
        head = tokens.head[node]
        if head == node:
            verb = node if tokens.pos[node] in VERBAL and not lo <= node < hi else None
            break
        if not lo <= head < hi:
            if tokens.pos[head] in ("ADP", "SCONJ") and not chain:
                preposition = preposition or tokens.lower[head]
            elif tokens.pos[head] not in ("ADP", "SCONJ", "DET", "PUNCT"):
                chain.append(head)
            if tokens.pos[head] in VERBAL:
                verb = head
                break
        node = head
    if not preposition and lo and tokens.lower[lo - 1] in LIMITS:
        preposition = tokens.lower[lo - 1]
    misread = _misread(analysis, root, lo)
    if misread is not None:
        preposition, chain, modifier, verb = tokens.lower[lo - 1], [misread], False, misread
    return Anchored(item, lo, hi, chain, preposition, modifier, verb)


def _misread(analysis: Analysis, root: int, lo: int) -> int | None:
    """The verb of an expression that the parser hung on another word: "On Saturday gunmen killed", "who marched on Friday were".

    Without a comma the first is taken for Saturday gunmen; the second for a date of the main verb.
    """
    tokens = analysis.tokens
    if not lo or tokens.lower[lo - 1] not in ("on", "in"):
        return None
    opening = tokens.head[lo - 1]
    if tokens.pos[opening] not in VERBAL:
        return None
    if tokens.dep[root] in ("compound", "nmod") and tokens.head[root] > root:
        is_subject = tokens.dep[tokens.head[root]] in ("nsubj", "nsubjpass")
        return opening if is_subject and not any(tokens.dep[c] == "pobj" for c in tokens.children[lo - 1]) else None
    if tokens.dep[root] != "pobj" or opening < lo:
        return None
    for subject in tokens.children[opening]:
        for clause in tokens.children[subject] if tokens.dep[subject] in ("nsubj", "nsubjpass") else ():
            if tokens.dep[clause] in ("relcl", "acl") and analysis.subtree(clause)[1] == lo - 1:
                return clause
    return None


def _makes_range(rows: Atoms, first: Anchored, second: Anchored) -> bool:
    """ "from March 3 to March 9", "between April and June", "on Tuesday and Wednesday"."""
    at = first.item.expression.hi
    if second.item.expression.lo != at + 1 or first.item.start is None or second.item.end is None:
        return False
    before = rows.word[first.item.expression.lo - 1] if first.item.expression.lo else ""
    joined = rows.word[at]
    if joined == "and" and first.item.precision == second.item.precision == "day" and second.item.start is not None:
        return first.item.end is not None and (second.item.start - first.item.end).days == 1
    if not (joined in ("to", "until", "till", "through", "-", "–") and before in ("from", "")) and not (
        joined == "and" and before == "between"
    ):
        return False
    return first.item.start <= second.item.end
