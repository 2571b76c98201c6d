"""Which time expression is an event's.

In: the analysis, the resolved expressions, the report's day, an event's trigger. Out: an `EventDate` and the rule that chose it,
or None with a reason. The one idea: nearness in the parse, not in the line. In order: the day that the deed is set for; an
expression that hangs on the trigger; on the clause of the trigger, or on one that shares its time (participles, "when" clauses,
the second of two verbs); elsewhere in the sentence; in other passages that the event's evidence names; the date that the
paragraph set before; the date of a deed of the same type that the article told before; the dateline's; the day of publication,
for what is told as news in the past tense.

The date of a verb of saying is never the date of what is said ("said on Wednesday that troops attacked"), and what is planned
does not take the past date of the decision.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from onrecord.analysis import Analysis, TokenRange
from onrecord.records import DateBasis, Event, EventDate, Span
from onrecord.stages.date_events import _durations, _modality, _scheduled, _sequels, _status
from onrecord.stages.date_events._calendar import parse_day
from onrecord.stages.date_events._clauses import is_bare_complement, is_purpose
from onrecord.stages.date_events._normalise import tense_at
from onrecord.stages.date_events._timeline import LIMITS, MAX_CLIMB, VERBAL, Anchored, Timeline

RECENT_DAYS = 7
"""A deed older than this is recalled, not told; later mentions of its type are not taken for it."""
LEAD_DAYS = 3
"""How old the first deed of an article may be for deeds of other types, told after it without a date, to be of its day."""
STANDING = {"COERCE", "SANCTION", "RETREAT"}
STATES = {"be", "remain", "stay"}
"""Types and verbs of deeds told by what holds since: "is in custody", "remains in force", "has been home"."""
MAX_COUNTED = 60
"""Days by which a deed that counts them is followed back to its beginning."""
SAME_TIME = {"when", "as", "while", "where"}
DEEDS = {"ASSAULT", "COERCE", "PROTEST", "MOBILIZE", "RETREAT", "AID"}
"""Types that an article tells of again and again as one happening; words (ACCUSE, REQUEST) are of the day they are reported."""


# ---- choosing ----
def choose(line: Timeline, event: Event) -> tuple[EventDate | None, str]:
    """The event's date and the rule that found it; without one, the reason."""
    token = _status.trigger_token(line.analysis, event.trigger.span)
    if token is None:
        return None, "not_stated"
    ahead = event.modality != "actual"
    counted = _sequels.day(line, token)
    if counted is not None and event.modality == "actual":
        return counted, "counted"
    for basis, rule, candidates in (
        ("text", "scheduled", _set_for(line, token)),
        ("text", "attached", _attached(line, token)),
        ("text", "clause", _clause(line, token, ahead)),
        ("text", "sentence", _sentence(line, token, ahead)),
        ("narrative", "passage", _passages(line, event, token)),
        ("vague", "vague", _vague(line, token)),
        ("narrative", "paragraph", _paragraph(line, event, token, ahead)),
    ):
        best = next((found for found in candidates if _may_date(line, found, event, token, basis)), None)
        if best is not None and (best.refused or basis == "vague"):
            return None, best.refused or "vague"
        if best is not None:
            dated = _dated(line, best, "text" if basis == "text" else "narrative")
            dated = _sequels.to_come(line, event, best, dated)
            _remember(line, event, dated)
            return dated, rule
    if _recalls(line, token):
        return None, "not_stated"
    again = _told_again(line, event, token)
    return (again, "told_again") if again is not None else _default(line, event, token)


def begun(line: Timeline, event: Event, dated: EventDate | None) -> EventDate | None:
    """A deed told by how it stands is of the day on which it began, if that is said."""
    token = _status.trigger_token(line.analysis, event.trigger.span)
    if token is None:
        return dated
    if event.event_type in STANDING and line.analysis.tokens.lemma[token] in STATES and event.modality == "actual":
        return _since(line, dated)
    return _counted(line, token, dated) if event.event_type == "PROTEST" else dated


def _since(line: Timeline, dated: EventDate | None) -> EventDate | None:
    """ "Has been in force since Monday" is of Monday; "remained in force on Friday" does not say its day."""
    if dated is None or dated.start is None or dated.precision != "range" or line.report is None:
        return None
    if dated.end != line.report.isoformat():
        return dated
    return replace(dated, value=dated.start, end=dated.start, precision="day")


def _counted(line: Timeline, token: int, dated: EventDate | None) -> EventDate | None:
    """A deed that is in its fifth day began four days before; of one in its second week the day is not said."""
    tokens = line.analysis.tokens
    if dated is not None and dated.basis == "text" and _durations.is_of_another(line, token):
        return dated
    verbs = [token, tokens.head[token], *(c for c in tokens.children[token] if tokens.dep[c] == "relcl")]
    counts = (_durations.counted(line, verb) for verb in verbs if tokens.pos[verb] in VERBAL)
    count = next((found for found in counts if found is not None), None)
    if count is None:
        return dated
    number, unit = count
    day = parse_day(dated.start) if dated is not None else line.report
    if day is None or unit != "D" or not 0 < number <= MAX_COUNTED:
        return None
    start = (day - timedelta(days=number - 1)).isoformat()
    return EventDate(value=start, start=start, end=start, precision="day", basis="narrative")


def _may_date(line: Timeline, found: Anchored, event: Event, token: int, basis: str) -> bool:
    """The expression is heard outside its quotation, does not lie ahead of the deed, and is a date or stands beside it."""
    if found.refused and basis == "narrative":
        return False
    return _is_heard(line, found, token) and not _is_ahead(line, found, event, token)


def _vague(line: Timeline, token: int) -> Iterator[Anchored]:
    """ "recently", "days later" at the trigger or its clause: another time than the report's, but which is not said."""
    for verb in (token, *_clauses(line, token)):
        yield from line.vague.get(verb, [])


def _is_heard(line: Timeline, anchored: Anchored, token: int) -> bool:
    """What stands in a quotation dates nothing outside it in the same sentence ("Not on Monday," he told reporters)."""
    tokens = line.analysis.tokens
    if tokens.sentence[anchored.lo] != tokens.sentence[token]:
        return True
    quotation = line.analysis.quotation_of(anchored.lo)
    return quotation is None or quotation is line.analysis.quotation_of(token)


def _is_ahead(line: Timeline, anchored: Anchored, event: Event, token: int) -> bool:
    """A day to come is not that of a verb in the past ("was remanded to appear on 19 August")."""
    start = anchored.item.start
    if line.report is None or start is None or start <= line.report or event.modality != "actual":
        return False
    return line.analysis.tokens.pos[token] in VERBAL and tense_at(line.analysis, token) == "past"


def _remember(line: Timeline, event: Event, dated: EventDate) -> None:
    """Keep the day of a deed of these days for later mentions of it."""
    if event.event_type not in DEEDS or event.polarity == "-" or event.modality != "actual" or event.background:
        return
    day = parse_day(dated.start)
    if dated.precision in ("day", "hour") and day is not None and line.report is not None:
        if 0 <= (line.report - day).days <= RECENT_DAYS:
            line.told[event.event_type] = dated
            if line.lead is None and (line.report - day).days <= LEAD_DAYS:
                line.lead = dated
    elif dated.precision == "partial" and line.report is None:
        line.told[event.event_type] = dated


def _recalls(line: Timeline, token: int) -> bool:
    """The sentence names a time long before the report, for something else: the deed is not of these days."""
    report = line.report
    if report is None:
        return False
    dated = line.by_sentence.get(line.analysis.tokens.sentence[token], [])
    return any(_fits(a) and a.item.end is not None and report - a.item.end > _status.HISTORICAL_AFTER for a in dated)


def _told_again(line: Timeline, event: Event, token: int) -> EventDate | None:
    """The date of a deed of this type that was told before, for one told in the past without a date."""
    before = line.told.get(event.event_type)
    if before is None and event.event_type in DEEDS and event.polarity == "+" and not _is_known(line, token):
        before = line.lead
    if before is None or event.modality != "actual" or event.background:
        return None
    tokens = line.analysis.tokens
    clause = _relative(line, token)
    if clause is not None and any(tokens.lower[c] in ("a", "an") for c in tokens.children[tokens.head[clause]]):
        return None  # "a driver who shot two men": somebody else, some other day
    if any(tokens.dep[c] == "aux" and tokens.lower[c] in ("has", "have", "is", "are") for c in tokens.children[token]):
        return None
    if tokens.pos[token] in VERBAL and tense_at(line.analysis, token) != "past":
        return None
    return replace(before, basis="narrative")


def _is_known(line: Timeline, token: int) -> bool:
    """ "the people arrested at the bridge": a clause that only says which people, of a day that is not told."""
    tokens = line.analysis.tokens
    head = tokens.head[token]
    is_short = tokens.dep[token] == "acl" and any(tokens.lower[c] in ("the", "those") for c in tokens.children[head])
    return is_short or _is_restricted(line, token)


def _attached(line: Timeline, token: int) -> Iterator[Anchored]:
    """Expressions that hang on the trigger itself, the closest first."""
    found = [a for a in line.by_verb.get(token, []) if _fits(a)]
    verbal = line.analysis.tokens.pos[token] in VERBAL
    direct = [a for a in found if a.chain[0] == token]
    through = [
        a for a in found if a.chain[0] != token and verbal and (not a.is_modifier or _sequels.is_in(line, a, token))
    ]
    yield from sorted(direct, key=lambda a: (_fineness(a), abs(a.lo - token)))
    yield from sorted(through, key=lambda a: (_fineness(a), abs(a.lo - token)))


def _set_for(line: Timeline, token: int) -> Iterator[Anchored]:
    """The day that the deed is set for ("a march called for Friday"), whoever is cited for it."""
    for verb in _scheduled.verbs(line.analysis.tokens, token):
        yield from (a for a in line.by_verb.get(verb, []) if a.preposition == "for" and a.chain[0] == verb)


def _fits(anchored: Anchored) -> bool:
    if anchored.preposition == "before" and anchored.item.type == "TIME":
        return True  # "before dawn on Sunday", "before 10 a.m.": the day holds
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
    yield from _before_when(line, token)
    yield from _antecedent(line, token)
    yield from _means(line, token)
    yield from (a for a in _sequels.announced(line, token) if _fits(a))


def _means(line: Timeline, token: int) -> Iterator[Anchored]:
    """ "The drones that hit the port on Sunday killed four": the time of what the thing that did it did."""
    analysis = line.analysis
    tokens = analysis.tokens
    for subject in tokens.children[token]:
        number = analysis.mention_headed(subject)
        if tokens.dep[subject] != "nsubj" or (number is not None and analysis.mentions[number].category != "other"):
            continue
        for clause in tokens.children[subject]:
            if tokens.dep[clause] == "relcl" and tokens.tag[clause] == tokens.tag[token] == "VBD":
                yield from (a for a in line.by_verb.get(clause, []) if _fits(a) and not a.is_modifier)


def _before_when(line: Timeline, token: int) -> Iterator[Anchored]:
    """ "until 1997, when a jury convicted him": the time right before the "when" of the trigger's clause."""
    tokens = line.analysis.tokens
    node = token
    for _ in range(MAX_CLIMB):
        left = tokens.left[node]
        if tokens.dep[node] in ("relcl", "advcl") and tokens.lower[left] == "when" and left:
            before = left - 2 if tokens.text[left - 1] == "," else left - 1
            yield from (a for a in line.by_sentence.get(tokens.sentence[token], []) if a.lo <= before < a.hi)
            return
        if tokens.head[node] == node or tokens.dep[node] == "ccomp":
            return
        node = tokens.head[node]


def _relative(line: Timeline, token: int) -> int | None:
    """The verb of the relative clause that holds the trigger."""
    tokens = line.analysis.tokens
    node = token
    for _ in range(MAX_CLIMB):
        if tokens.dep[node] == "relcl":
            return node
        if tokens.head[node] == node or tokens.dep[node] == "ccomp":
            return None
        node = tokens.head[node]
    return None


def _is_restricted(line: Timeline, token: int) -> bool:
    """In a relative clause without a comma ("the man who shot him"): what it tells is known already, and not of today."""
    clause = _relative(line, token)
    if clause is None:
        return False
    left = line.analysis.tokens.left[clause]
    return left == 0 or line.analysis.tokens.text[left - 1] not in (",", "(", "--", "–", "—")


def _antecedent(line: Timeline, token: int) -> Iterator[Anchored]:
    """Dates of what a relative clause is about: "Friday's shooting, in which", "the June raid that"."""
    tokens = line.analysis.tokens
    clause = _relative(line, token)
    if clause is None:
        return
    noun = tokens.head[clause]
    opening = tokens.lower[tokens.left[clause] : min(clause, tokens.left[clause] + 3)]
    is_setting = opening[:1] in (["when"], ["where"]) or opening[1:2] == ["which"]
    for _ in range(3):
        for anchored in line.by_verb.get(noun, []):
            if anchored.chain[0] == noun and _fits(anchored) and (is_setting or anchored.is_modifier):
                yield anchored
        noun = tokens.head[noun]
        if tokens.pos[noun] in VERBAL:
            return


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
        if (tokens.dep[child] == "advcl" and _shares_time(analysis, child)) or is_bare_complement(analysis, child):
            yield child


def _shares_time(analysis: Analysis, clause: int) -> bool:
    """Participles ("killing five") and clauses with "when" and "as" are of the time of their verb."""
    tokens = analysis.tokens
    words = {tokens.lower[child] for child in tokens.children[clause] if tokens.dep[child] in ("mark", "advmod")}
    if words & SAME_TIME or is_purpose(analysis, clause):
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
    clause = _relative(line, token) if _is_restricted(line, token) else None
    relative = None if clause is None else line.analysis.subtree(clause)
    for anchored in line.by_sentence.get(tokens.sentence[token], []):
        if not _fits(anchored) or anchored.is_modifier or _contradicts(line, anchored, ahead):
            continue
        if relative is not None and not relative[0] <= anchored.lo < relative[1]:
            continue  # "convicted on Tuesday a man who killed": the clause has a time of its own
        says = anchored.verb is not None and _says(line, anchored.verb, token)
        if says and anchored.verb is not None and tokens.tag[anchored.verb] not in ("VBZ", "VBP"):
            if anchored.lo >= token or anchored.lo >= anchored.verb or not inside or anchored.lo < inside[0]:
                continue
        elif (
            not says
            and anchored.verb is not None
            and anchored.verb != token
            and tokens.dep[anchored.verb] in ("relcl", "acl")
        ):
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
    if _is_pluperfect(line.analysis, token) or _is_habit(line, token) or _is_restricted(line, token):
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
