"""Which time expression is an event's.

In: the analysis, the resolved expressions, the report's day, an event's trigger. Out: an `EventDate` and the rule that chose it,
or None with a reason. The one idea: nearness in the parse, not in the line. In order: an expression that hangs on the trigger;
on the clause of the trigger, or on one that shares its time (participles, "when" clauses, the second of two verbs); elsewhere in
the sentence; in other passages that the event's evidence names; the date that the paragraph set before; the date of a deed of
the same type that the article told before; the dateline's; the day of publication, for what is told as news in the past tense.

The date of a verb of saying is never the date of what is said ("said on Wednesday that troops attacked"), and what is planned
does not take the past date of the decision.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from onrecord.analysis import Analysis, TokenRange
from onrecord.records import Article, DateBasis, Event, EventDate, Span
from onrecord.stages.date_events import _modality, _status
from onrecord.stages.date_events._calendar import parse_day
from onrecord.stages.date_events._normalise import Resolved, tense_at
from onrecord.stages.date_events._words import Atoms

MAX_CLIMB = 12
RECENT_DAYS = 7
"""A deed older than this is recalled, not told; later mentions of its type are not taken for it."""
LIMITS = {"until", "till", "before", "after", "than", "despite", "pending", "ahead", "prior", "following"}
"""Prepositions whose date bounds the event but is not its date."""
NOUN_MODIFIERS = {"poss", "nmod", "compound", "amod", "nummod"}
SAME_TIME = {"when", "as", "while", "where"}
VERBAL = {"VERB", "AUX"}
DEEDS = {"ASSAULT", "COERCE", "PROTEST", "MOBILIZE", "RETREAT", "AID"}
"""Types that an article tells of again and again as one happening; words (ACCUSE, REQUEST) are of the day they are reported."""


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
    told: dict[str, EventDate] = field(default_factory=dict)
    """Event type -> the day that the article's own words gave to the last deed of that type."""


def timeline(
    article: Article, analysis: Analysis, rows: Atoms, resolved: list[Resolved], report: date | None
) -> Timeline:
    """Index the expressions that can date an event."""
    line = Timeline(analysis, rows, report)
    line.dateline = parse_day(article.dateline.date) if article.dateline is not None else None
    for attribution in article.attributions:
        for span in attribution.cue.spans:
            line.reporting.update(range(*analysis.token_range(span)))
    previous: Anchored | None = None
    for item in resolved:
        if not _is_datable(item):
            continue
        anchored = _anchor(analysis, rows, item)
        if previous is not None and _makes_range(rows, previous, anchored):
            previous.range_end = item
            continue
        previous = anchored
        line.by_sentence.setdefault(analysis.tokens.sentence[anchored.lo], []).append(anchored)
        for word in anchored.chain:
            line.by_verb.setdefault(word, []).append(anchored)
    return line


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
    return Anchored(item, lo, hi, chain, preposition, modifier, verb)


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


# ---- choosing ----
def choose(line: Timeline, event: Event) -> tuple[EventDate | None, str]:
    """The event's date and the rule that found it; without one, the reason."""
    token = _status.trigger_token(line.analysis, event.trigger.span)
    if token is None:
        return None, "not_stated"
    ahead = event.modality != "actual"
    for basis, rule, candidates in (
        ("text", "attached", _attached(line, token)),
        ("text", "clause", _clause(line, token, ahead)),
        ("text", "sentence", _sentence(line, token, ahead)),
        ("narrative", "passage", _passages(line, event, token)),
        ("narrative", "paragraph", _paragraph(line, event, token, ahead)),
    ):
        best = next((found for found in candidates if _is_heard(line, found, token)), None)
        if best is not None:
            dated = _dated(line, best, "text" if basis == "text" else "narrative")
            _remember(line, event, dated)
            return dated, rule
    again = _told_again(line, event, token)
    return (again, "told_again") if again is not None else _default(line, event, token)


def _is_heard(line: Timeline, anchored: Anchored, token: int) -> bool:
    """What stands in a quotation dates nothing outside it in the same sentence ("Not on Monday," he told reporters)."""
    tokens = line.analysis.tokens
    if tokens.sentence[anchored.lo] != tokens.sentence[token]:
        return True
    quotation = line.analysis.quotation_of(anchored.lo)
    return quotation is None or quotation is line.analysis.quotation_of(token)


def _remember(line: Timeline, event: Event, dated: EventDate) -> None:
    """Keep the day of a deed of these days for later mentions of it."""
    if event.event_type not in DEEDS or event.polarity == "-" or event.modality != "actual" or event.background:
        return
    day = parse_day(dated.start)
    if dated.precision in ("day", "hour") and day is not None and line.report is not None:
        if 0 <= (line.report - day).days <= RECENT_DAYS:
            line.told[event.event_type] = dated
    elif dated.precision == "partial" and line.report is None:
        line.told[event.event_type] = dated


def _told_again(line: Timeline, event: Event, token: int) -> EventDate | None:
    """The date of a deed of this type that was told before, for one told in the past without a date."""
    before = line.told.get(event.event_type)
    if before is None or event.polarity == "-" or event.modality != "actual" or event.background:
        return None
    tokens = line.analysis.tokens
    if any(tokens.dep[c] == "aux" and tokens.lower[c] in ("has", "have", "is", "are") for c in tokens.children[token]):
        return None
    if tokens.pos[token] in VERBAL and tense_at(line.analysis, token) != "past":
        return None
    return replace(before, basis="narrative")


def _attached(line: Timeline, token: int) -> Iterator[Anchored]:
    """Expressions that hang on the trigger itself, the closest first."""
    found = [a for a in line.by_verb.get(token, []) if _fits(a)]
    verbal = line.analysis.tokens.pos[token] in VERBAL
    direct = [a for a in found if a.chain[0] == token]
    through = [a for a in found if a.chain[0] != token and not a.is_modifier and verbal]
    yield from sorted(direct, key=lambda a: (_fineness(a), abs(a.lo - token)))
    yield from sorted(through, key=lambda a: (_fineness(a), abs(a.lo - token)))


def _fits(anchored: Anchored) -> bool:
    return anchored.preposition not in LIMITS


def _fineness(anchored: Anchored) -> int:
    """Days before months before years: "on Tuesday", not "this year"."""
    return {"hour": 0, "day": 0, "partial": 1, "week": 2, "range": 3, "month": 3, "year": 4}.get(
        anchored.item.precision, 5
    )


def _clause(line: Timeline, token: int, ahead: bool) -> Iterator[Anchored]:
    """Expressions of the clause that the trigger is in, and of clauses that share its time."""
    for verb in _clauses(line, token):
        if verb == token:
            continue
        for anchored in sorted(line.by_verb.get(verb, []), key=lambda a: (_fineness(a), abs(a.lo - token))):
            if not _fits(anchored) or anchored.is_modifier or _contradicts(line, anchored, ahead):
                continue
            yield anchored
    antecedent = _antecedent(line, token)
    if antecedent is not None:
        yield from (a for a in line.by_verb.get(antecedent, []) if a.chain[0] == antecedent and _fits(a))


def _antecedent(line: Timeline, token: int) -> int | None:
    """ "Friday's shooting, in which a guard was wounded": the noun whose time the clause shares."""
    tokens = line.analysis.tokens
    node = token
    for _ in range(MAX_CLIMB):
        if tokens.dep[node] == "relcl":
            opening = tokens.lower[tokens.left[node] : min(node, tokens.left[node] + 3)]
            shares = opening[:1] in (["when"], ["where"]) or opening[1:2] == ["which"]
            return tokens.head[node] if shares else None
        if tokens.head[node] == node or tokens.dep[node] == "ccomp":
            return None
        node = tokens.head[node]
    return None


def _clauses(line: Timeline, token: int) -> Iterator[int]:
    """Verbs of the trigger's clause and of those that share its time, nearest first."""
    analysis = line.analysis
    tokens = analysis.tokens
    node = token
    yield from _same_time_below(analysis, node)
    if tokens.pos[node] not in VERBAL:
        yield from (c for c in tokens.children[node] if tokens.dep[c] in ("relcl", "acl"))
    for _ in range(MAX_CLIMB):
        head, dep = tokens.head[node], tokens.dep[node]
        if head == node or dep in ("ccomp", "relcl", "parataxis", "appos"):
            return
        if tokens.pos[head] in VERBAL:
            if _is_taken_for_granted(analysis, node, head) or head in line.reporting:
                return
            if dep == "advcl" and not _shares_time(analysis, node):
                return
            yield head
            yield from _same_time_below(analysis, head)
        node = head


def _same_time_below(analysis: Analysis, verb: int) -> Iterator[int]:
    """ "when gunmen opened fire on Tuesday" under the verb."""
    tokens = analysis.tokens
    for child in tokens.children[verb]:
        if tokens.dep[child] == "advcl" and _shares_time(analysis, child):
            yield child


def _shares_time(analysis: Analysis, clause: int) -> bool:
    """Participles ("killing five") and clauses with "when" and "as" are of the time of their verb."""
    tokens = analysis.tokens
    words = {tokens.lower[child] for child in tokens.children[clause] if tokens.dep[child] in ("mark", "advmod")}
    if words & SAME_TIME:
        return True
    return not words & {"after", "before", "since", "because", "if", "until", "although", "though", "once"} and (
        tokens.tag[clause] in ("VBG", "VBN")
    )


def _is_taken_for_granted(analysis: Analysis, node: int, head: int) -> bool:
    """ "condemned the attack on Tuesday": the verb's date is not the noun's."""
    if analysis.tokens.pos[node] in VERBAL:
        return False
    return _modality.takes_for_granted(analysis, node, head)


def _contradicts(line: Timeline, anchored: Anchored, ahead: bool) -> bool:
    """What is planned or supposed does not take a past date from the verb above it."""
    end = anchored.item.end
    return ahead and line.report is not None and end is not None and end < line.report


def _sentence(line: Timeline, token: int, ahead: bool) -> Iterator[Anchored]:
    """Elsewhere in the sentence, but not a verb of saying's, a noun's own date, or another clause's with a date of its own."""
    tokens = line.analysis.tokens
    inside = _content(line, token)
    for anchored in line.by_sentence.get(tokens.sentence[token], []):
        if not _fits(anchored) or anchored.is_modifier or _contradicts(line, anchored, ahead):
            continue
        if anchored.verb is not None and _says(line, anchored.verb, token):
            if anchored.lo >= token or anchored.lo >= anchored.verb or not inside or anchored.lo < inside[0]:
                continue
        elif anchored.verb is not None and anchored.verb != token and tokens.dep[anchored.verb] in ("relcl", "acl"):
            continue
        yield anchored


def _content(line: Timeline, token: int) -> TokenRange | None:
    """The clause that a verb of saying holds with the trigger in it."""
    tokens = line.analysis.tokens
    node = token
    for _ in range(MAX_CLIMB):
        if tokens.dep[node] == "ccomp":
            return line.analysis.subtree(node)
        if tokens.head[node] == node:
            return None
        node = tokens.head[node]
    return None


def _says(line: Timeline, verb: int, token: int) -> bool:
    """The verb reports the trigger: it is an attribution's cue, or holds the trigger in a clause."""
    if verb in line.reporting:
        return verb != token
    tokens = line.analysis.tokens
    node = token
    for _ in range(MAX_CLIMB):
        head = tokens.head[node]
        if head == node:
            return False
        if head == verb:
            return tokens.dep[node] == "ccomp"
        node = head
    return False


def _passages(line: Timeline, event: Event, token: int) -> Iterator[Anchored]:
    """Dates in other passages that tell of the same event."""
    analysis = line.analysis
    own = analysis.tokens.sentence[token]
    for span in event.evidence:
        lo, hi = analysis.token_range(span)
        if lo >= hi or analysis.tokens.sentence[lo] == own:
            continue
        for anchored in line.by_sentence.get(analysis.tokens.sentence[lo], []):
            if lo <= anchored.lo < hi and _fits(anchored) and anchored.verb not in line.reporting:
                yield anchored


def _paragraph(line: Timeline, event: Event, token: int, ahead: bool) -> Iterator[Anchored]:
    """The last date that a clause before set in the paragraph, for what is told in the past."""
    analysis = line.analysis
    if ahead or event.polarity == "-" or tense_at(analysis, token) == "present" or token in line.reporting:
        return
    first = analysis.tokens.sentence[analysis.paragraphs[analysis.paragraph_of(token)][0]]
    for sentence in range(analysis.tokens.sentence[token] - 1, first - 1, -1):
        for anchored in reversed(line.by_sentence.get(sentence, [])):
            if not _fits(anchored) or anchored.is_modifier or anchored.verb is None or anchored.verb in line.reporting:
                continue
            if anchored.item.start is not None and line.report is not None and anchored.item.start > line.report:
                continue
            if analysis.tokens.dep[anchored.verb] not in ("relcl", "acl"):
                yield anchored


def _default(line: Timeline, event: Event, token: int) -> tuple[EventDate | None, str]:
    """The dateline's day or the day of publication, for news told in the past; else no date."""
    if line.report is None and line.dateline is None:
        return None, "no_anchor"
    if event.polarity == "-" or event.modality != "actual" or event.background:
        return None, "not_stated"
    if _is_pluperfect(line.analysis, token) or _is_habit(line, token):
        return None, "not_stated"
    day, basis = line.dateline, "dateline"
    if day is None or (line.report is not None and abs((line.report - day).days) > 7):
        day, basis = line.report, "publication"
    if day is None:
        return None, "no_anchor"
    value = day.isoformat()
    chosen: DateBasis = "dateline" if basis == "dateline" else "publication"
    return EventDate(value=value, start=value, end=value, precision="day", basis=chosen), basis


def _is_habit(line: Timeline, token: int) -> bool:
    """The simple present of a verb that reports nothing ("are often jailed"): no day of its own."""
    tokens = line.analysis.tokens
    if tokens.pos[token] not in VERBAL or token in line.reporting or tense_at(line.analysis, token) != "present":
        return False
    _lo, hi = line.analysis.sentence_of(token)
    return tokens.text[hi - 1] in (".", "!", "?") and not _modality.verdict(line.analysis, token).ongoing


def _is_pluperfect(analysis: Analysis, token: int) -> bool:
    """ "had attacked": before the story, and the text does not say when. Under "said" it is only the tense of reporting."""
    tokens = analysis.tokens
    node = token
    while tokens.dep[node] == "conj" and tokens.head[node] != node:
        node = tokens.head[node]
    if tokens.dep[node] == "ccomp":
        return False
    return any(tokens.dep[child] == "aux" and tokens.lower[child] == "had" for child in tokens.children[token])


# ---- the record ----
def _dated(line: Timeline, anchored: Anchored, basis: DateBasis) -> EventDate:
    item, rows = anchored.item, line.rows
    last = anchored.range_end or item
    span = Span(rows.start[item.expression.lo], rows.end[last.expression.hi - 1])
    start, end, value, precision = item.start, last.end, item.value, item.precision
    if anchored.range_end is not None:
        value, precision = f"{item.value}/{last.value}", "range"
    elif anchored.preposition == "since" and start is not None and line.report is not None and line.report > start:
        end, precision = line.report, "range"
    elif item.type == "DURATION" and start is not None and end is not None:
        value = f"{start.isoformat()}/{end.isoformat()}"
    return EventDate(
        value=value,
        start=None if start is None else start.isoformat(),
        end=None if end is None else end.isoformat(),
        precision=precision,
        basis=basis,
        text=line.analysis.text[span.start : span.end],
        span=span,
    )
