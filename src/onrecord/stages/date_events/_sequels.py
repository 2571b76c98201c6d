"""Deeds that are dated by the clause above theirs: "shelled the town on Tuesday, two days after rebels attacked a convoy".

In: the timeline and a verb. Out: its day, or None. The one idea: a clause with "after" or "before" and a count of days or weeks
gives the distance to the clause above, and that has a day of its own or the report's; what stands behind a colon is of its day.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

from onrecord import lexicons
from onrecord.records import Event, EventDate
from onrecord.stages.date_events._normalise import tense_at
from onrecord.stages.date_events._timeline import LIMITS, VERBAL, Anchored, Timeline

SIGN = {"after": -1, "before": 1}
"""By the word that opens the clause: which way from the day of the clause above."""
DAYS = {"D": 1, "W": 7}
MOST = 60
"""Days within which a deed is told with the one that it is counted from."""


def day(line: Timeline, token: int) -> EventDate | None:
    """The day of the verb of a clause such as "two days after rebels attacked"."""
    tokens = line.analysis.tokens
    clause = _clause(line, token)
    if clause is None:
        return None
    opened = [child for child in tokens.children[clause] if tokens.lower[child] in SIGN and child < clause]
    distance = _distance(line, opened[0] - 1) if opened and opened[0] else None
    above = _day_of(line, tokens.head[clause])
    if distance is None or above is None or distance > MOST:
        return None
    found = (above + SIGN[tokens.lower[opened[0]]] * timedelta(days=distance)).isoformat()
    return EventDate(value=found, start=found, end=found, precision="day", basis="narrative")


def is_in(line: Timeline, anchored: Anchored, verb: int) -> bool:
    """Whether the verb tells what happened in a deed with a day of its own: "was wounded in Monday's attack"."""
    tokens = line.analysis.tokens
    noun = anchored.chain[0]
    preposition = tokens.head[noun]
    is_within = tokens.dep[noun] == "pobj" and tokens.lower[preposition] in ("in", "during")
    return is_within and tokens.head[preposition] == verb and tokens.lemma[noun] in _deeds()


@cache
def _deeds() -> frozenset[str]:
    """Nouns of deeds."""
    return frozenset(row["word"] for row in lexicons.load("deed_words") if row["kind"] == "deed")


def to_come(line: Timeline, event: Event, anchored: Anchored, dated: EventDate) -> EventDate:
    """A bare weekday of what is planned lies ahead: "Friday's march has been authorized", on a Thursday, is of the next day."""
    expression, start = anchored.item.expression, anchored.item.start
    is_bare = expression.kind == "weekday" and expression.shift is None and anchored.range_end is None
    if event.modality != "planned" or not is_bare or start is None or line.report is None or start >= line.report:
        return dated
    if (line.report - start).days >= DAYS["W"]:
        return dated
    found = (start + timedelta(weeks=1)).isoformat()
    return replace(dated, value=found, start=found, end=found)


def announced(line: Timeline, token: int) -> Iterator[Anchored]:
    """ "The answer came on Wednesday: the envoy was expelled": the time of what announces the clause behind the colon."""
    tokens = line.analysis.tokens
    above, left = tokens.head[token], tokens.left[token]
    if tokens.dep[token] == "ccomp" and above < left and tokens.text[left - 1] == ":":
        yield from (a for a in line.by_verb.get(above, []) if a.chain[0] == above)


def _clause(line: Timeline, token: int) -> int | None:
    """The adverbial clause of which the token is the verb, or one of its further verbs."""
    tokens = line.analysis.tokens
    while tokens.dep[token] == "conj" and tokens.pos[tokens.head[token]] in VERBAL:
        token = tokens.head[token]
    return token if tokens.dep[token] == "advcl" and tokens.pos[tokens.head[token]] in VERBAL else None


def _distance(line: Timeline, unit: int) -> int | None:
    """Days of "two days", "a week"; None for "some days"."""
    rows = line.rows
    at = bisect_left(rows.token, unit)
    if at >= len(rows) or rows.token[at] != unit or not rows.is_kind(at, "unit", "units") or not at:
        return None
    size = DAYS.get(rows.value[at])
    if size is None:
        return None
    if rows.is_kind(at - 1, "number"):
        number = float(rows.value[at - 1])
        return int(number) * size if number == int(number) else None
    return size if rows.is_word(at - 1, "a", "an", "one") else None


def _day_of(line: Timeline, verb: int) -> date | None:
    """The day that the verb's own words give, or those of its subject ("Wednesday's meeting came"); else the report's."""
    tokens = line.analysis.tokens
    subjects = [child for child in tokens.children[verb] if tokens.dep[child] in ("nsubj", "nsubjpass")]
    for word in (verb, *subjects):
        for anchored in line.by_verb.get(word, []):
            item = anchored.item
            if (
                anchored.chain[:1] == [word]
                and anchored.preposition not in LIMITS
                and item.precision in ("day", "hour")
            ):
                return item.start
    return None if tense_at(line.analysis, verb) == "future" else line.report
