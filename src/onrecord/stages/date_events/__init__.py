"""When: time expressions, the date of each event, and its status.

In: the analysis, the publication time, the dateline, the attributions and the events. Out: `times` (TIMEX3), `events.date`,
`events.status`. The one idea: a date is the article's own words placed on the calendar; what the words and the publication
time do not fix stays open.

Steps, in order: words (`_words`), recognition (`_expressions` with `_dates`, `_relatives`, `_quantities`), values (`_normalise`
with `_named`, `_offsets`, `_calendar`), the expression that dates an event (`_event_date` on `_timeline`), status (`_status` on
`_modality`), spans of time that do not add up (`_durations`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from onrecord.analysis import Analysis
from onrecord.config import DateEventsConfig
from onrecord.records import Article, Event, Problem, Provenance, Span, TimeRef
from onrecord.stages.date_events import _calendar, _durations, _event_date, _expressions, _normalise, _status, _timeline
from onrecord.stages.date_events._normalise import Context, Refused, Resolved
from onrecord.stages.date_events._status import status_at
from onrecord.stages.date_events._timeline import Timeline
from onrecord.stages.date_events._words import Atoms

__all__ = ["DateEvents", "status_at"]

MAX_PROBLEMS = 20
"""Problems of one kind in one article; the last one holds the spans of all the rest."""
MESSAGES = {
    "DAT001": "{text!r} is not a date of the calendar; no date was taken from it",
    "DAT001 in part": "{text!r} holds an hour that no day has; only the day was taken from it",
    "DAT002": "{text!r} is day and month or month and day; left open, since the publisher's country does not decide",
    "DAT005": "{text!r} was no such weekday; the date was taken, not the weekday",
    "DAT004": "{text!r} is a date of another calendar; left open, since it is not converted",
}


class DateEvents:
    """The stage."""

    name = "date_events"
    version = 1
    requires = frozenset("text analysis events published publisher_country dateline attributions".split())
    assigns = frozenset("times events.date events.status".split())

    def __init__(self, config: DateEventsConfig) -> None:
        self.config = config

    def __call__(self, articles: Sequence[Article], /) -> list[Article]:
        return [self._dated(article) for article in articles]

    def _dated(self, article: Article) -> Article:
        analysis = article.analysis
        if analysis is None:
            return article
        found = _expressions.find(analysis)
        order = _normalise.orders().get(article.publisher_country or "")
        moment = _calendar.parse_moment(article.published)
        context = Context(analysis, found.rows, report_day(article), order, moment)
        results = _normalise.resolve(context, found.expressions)
        resolved = [r for r in (_usable(result) for result in results) if r is not None]
        times = tuple(self._time(analysis, found.rows, item) for item in resolved)
        problems = _problems(analysis, found.rows, results)
        line = _timeline.timeline(article, analysis, found.rows, results, context.report)
        problems += _durations.check(line, resolved)
        events = self._events(line, article.events)
        return replace(article, times=times, events=events, problems=article.problems + problems)

    def _events(self, line: Timeline, events: tuple[Event, ...]) -> tuple[Event, ...]:
        """The events with date and status, dated in the order of the text, given back in their own."""
        order = sorted(range(len(events)), key=lambda number: events[number].trigger.span)
        done = {number: self._event(line, events[number]) for number in order}
        return tuple(done[number] for number in range(len(events)))

    def _event(self, line: Timeline, event: Event) -> Event:
        dated, rule = _event_date.choose(line, event)
        dated = _event_date.begun(line, event, dated)
        status = _status.settle(line.analysis, event, dated, line.report)
        absent = {name: code for name, code in event.absent.items() if name != "date"}
        if dated is None:
            absent["date"] = rule
        return replace(event, date=dated, status=status, absent=absent)

    def _time(self, analysis: Analysis, rows: Atoms, item: Resolved) -> TimeRef:
        span = _span(rows, item)
        return TimeRef(
            text=analysis.text[span.start : span.end],
            span=span,
            type=item.type,
            value=item.value,
            start=None if item.start is None else item.start.isoformat(),
            end=None if item.end is None else item.end.isoformat(),
            precision=item.precision,
            provenance=Provenance(stage=self.name, version=self.version, rule=item.expression.rule),
        )


def report_day(article: Article) -> date | None:
    """The day of publication in its own zone; the dateline's where that is a full date and the other is missing."""
    day = _calendar.parse_day(article.published)
    if day is None and article.dateline is not None:
        day = _calendar.parse_day(article.dateline.date)
    return day


def _usable(result: Resolved | Refused) -> Resolved | None:
    return result.resolved if isinstance(result, Refused) else result


def _span(rows: Atoms, item: Resolved | Refused) -> Span:
    return Span(rows.start[item.expression.lo], rows.end[item.expression.hi - 1])


def _message(item: Refused) -> str:
    return "DAT001 in part" if item.code == "DAT001" and item.resolved is not None else item.code


def _problems(analysis: Analysis, rows: Atoms, results: Sequence[Resolved | Refused]) -> tuple[Problem, ...]:
    """One problem for each refused expression; past the limit, one for all the rest."""
    found: list[Problem] = []
    for code, message in MESSAGES.items():
        spans = [_span(rows, item) for item in results if isinstance(item, Refused) and _message(item) == code]
        for span in spans[:MAX_PROBLEMS]:
            text = message.format(text=analysis.text[span.start : span.end])
            found.append(Problem(code=code[:6], stage="date_events", message=text, spans=(span,)))
        if spans[MAX_PROBLEMS:]:
            rest = spans[MAX_PROBLEMS:]
            text = f"{len(rest)} more like the {MAX_PROBLEMS} before them"
            found.append(Problem(code=code[:6], stage="date_events", message=text, spans=tuple(rest)))
    return tuple(found)
