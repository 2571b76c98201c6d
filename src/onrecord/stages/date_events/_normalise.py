"""Placing time expressions on the calendar: TIMEX3 values, first and last days.

In: expressions and the day of publication (in its own zone). Out: one `Resolved` for each, or a `Problem`. The one idea: an
expression is resolved against one of two anchors, the report ("last week", "on Tuesday") or the story ("two days later",
"the same evening": the date named last); where the anchor is missing, what is unknown stays X and no day is given.

Weekdays and months without a year follow the tense of the verb that they hang on: the nearest one back for what happened,
the nearest one ahead for what will; a weekday that names the day of publication is that day. Not done: adverbs of order
inside a day, fiscal years that do not follow the calendar, Islamic and lunar calendars.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cache
from typing import Literal

from onrecord import lexicons
from onrecord.analysis import Analysis
from onrecord.records import DatePrecision, TimeType
from onrecord.stages.date_events import _calendar as cal
from onrecord.stages.date_events import _clauses, _modality, _named, _offsets, _scheduled, _years
from onrecord.stages.date_events._calendar import Period
from onrecord.stages.date_events._grammar import Expression
from onrecord.stages.date_events._words import Atoms

Tense = Literal["past", "present", "future"]
POSSESSIVE = ("'s", "’s", "'", "’")
MAX_CLIMB = 12
RECENT_DAYS = 7


@dataclass(frozen=True, slots=True)
class Resolved:
    """An expression with its value; `start` and `end` are None where they are not known."""

    expression: Expression
    type: TimeType
    value: str
    start: date | None
    end: date | None
    precision: DatePrecision


@dataclass(frozen=True, slots=True)
class Refused:
    """An expression that is no date (`code` DAT001), is one of another calendar (DAT004), is left open (DAT002) or
    contradicts itself (DAT005); `resolved` is the part of it that is sound."""

    expression: Expression
    code: str
    resolved: Resolved | None = None


@dataclass(slots=True)
class Context:
    """What expressions are resolved against: `story` is the date named last (in `story_sentence`), `main` the first day of
    the last week that the article names, `ahead` a day that follows the words, `moment` that of publication,
    `sets` the sentences that say how often."""

    analysis: Analysis
    rows: Atoms
    report: date | None
    order: str | None
    moment: datetime | None = None
    story: Period | None = None
    story_sentence: int = -1
    main: Period | None = None
    ahead: Period | None = None
    sets: frozenset[int] = frozenset()
    tenses: dict[int, Tense] = field(default_factory=dict)


@cache
def orders() -> dict[str, str]:
    """Country -> mdy or dmy."""
    return {row["country"]: row["order"] for row in lexicons.load("times_orders")}


def resolve(context: Context, expressions: list[Expression]) -> list[Resolved | Refused]:
    """All expressions, in text order; each date becomes the story's."""
    found: list[Resolved | Refused] = []
    shared = _shared_years(context.rows, expressions)
    context.sets = frozenset(_sentence(context, e) for e in shared if e.kind == "set" and (e.code or "")[:1] == "X")
    for number, expression in enumerate(shared):
        context.ahead = _day_ahead(context, expression, shared[number + 1 : number + 4])
        result = _resolve(context, expression)
        if result is None:
            result = _without_hour(context, expression)
        found.append(result)
        known = result.resolved if isinstance(result, Refused) else result
        if known is not None:
            _remember(context, known)
    return found


def _shared_years(rows: Atoms, expressions: list[Expression]) -> list[Expression]:
    """ "between April and June 2020": the first month is of the year of the second."""
    shared = list(expressions)
    for at in range(len(shared) - 2, -1, -1):
        here, after = shared[at], shared[at + 1]
        if (
            here.kind != "date"
            or after.kind != "date"
            or after.lo != here.hi + 1
            or here.year
            or here.within
            or here.shift
        ):
            continue
        if (after.year or after.within) and rows.is_word(here.hi, "to", "and", "through", "until", "or", "-", "–", ","):
            shared[at] = replace(here, year=after.year, within=after.within)
    return shared


def _sentence(context: Context, expression: Expression) -> int:
    return context.analysis.tokens.sentence[context.rows.token[expression.lo]]


def _is_recent(report: date, day: date | None) -> bool:
    return day is not None and 0 <= (report - day).days <= RECENT_DAYS


def _day_ahead(context: Context, expression: Expression, following: list[Expression]) -> Period | None:
    """The day that follows a clock time ("16:15, June 1", "midnight (2200 GMT) on Sunday")."""
    if expression.kind != "clock":
        return None
    hi = expression.hi
    for other in following:
        if other.lo > hi + 2 or _sentence(context, other) != _sentence(context, expression):
            return None
        if other.kind != "clock":
            is_day = other.kind in ("date", "weekday", "day") and not other.day_to
            return _period(context, other) if is_day else None
        hi = other.hi
    return None


def _remember(context: Context, result: Resolved) -> None:
    if result.type not in ("DATE", "TIME") or result.value.endswith("_REF") or result.precision == "unknown":
        return
    if result.expression.kind in ("clock",) and context.story is not None:
        return
    if result.start is None and not result.value.startswith("XXXX-"):
        return
    if "WXX" in result.value or result.value.startswith("XXXX-XX"):
        return
    value = result.value.split("T")[0]
    context.story = Period(value, result.start, result.end, result.precision)
    context.story_sentence = _sentence(context, result.expression)
    is_day = result.precision in ("day", "hour") or len(value) == 10
    if context.main is None and is_day and (context.report is None or _is_recent(context.report, result.start)):
        context.main = context.story


# ---- one expression ----
def _resolve(context: Context, expression: Expression) -> Resolved | Refused | None:
    kind = expression.kind
    if kind == "ref":
        return Resolved(expression, "DATE", expression.code or "PAST_REF", None, None, "unknown")
    if kind == "set":
        value = expression.code or _offsets.duration_value(expression.unit or "D", expression.count)
        return Resolved(expression, "SET", value, None, None, "unknown")
    if kind == "duration":
        return _duration(context, expression)
    if kind == "numeric":
        return _numeric(context, expression)
    if kind == "foreign":
        return Refused(expression, "DAT004")
    period: Period | None
    if kind == "clock":
        period = _clock_day(context, expression)
    elif kind == "offset":
        period = _offsets.offset(expression, context.report, context.story, _tense(context, expression))
    else:
        period = _period(context, expression)
    found = None if period is None else _with_time(expression, period)
    if found is not None and kind == "date" and _is_other_weekday(expression, found):
        return Refused(expression, "DAT005", found)
    return found


def _is_other_weekday(expression: Expression, found: Resolved) -> bool:
    """ "Friday, 3 March 2026", which was a Tuesday."""
    return expression.weekday is not None and found.start is not None and found.start.isoweekday() != expression.weekday


def _without_hour(context: Context, expression: Expression) -> Refused:
    """ "at 25:61 on Friday": no such hour, but the day is sound."""
    if expression.clock is None or expression.kind == "clock":
        return Refused(expression, "DAT001")
    sound = _resolve(context, replace(expression, clock=None))
    return Refused(expression, "DAT001", sound if isinstance(sound, Resolved) else None)


def _period(context: Context, expression: Expression) -> Period | None:
    """The stretch of days that the expression names."""
    kind = expression.kind
    if kind == "date":
        return _date(context, expression)
    if kind == "year":
        return _year(expression)
    if kind == "weekday":
        return _weekday(context, expression)
    if kind == "day":
        day = None if context.report is None else cal.shift_days(context.report, int(expression.count or 0))
        return cal.day_period(day) or Period(cal.UNKNOWN_DAY, None, None, "partial")
    if expression.rule == "playing_season":
        return _offsets.playing_season(expression, context.report)
    if kind in ("shifted", "unit", "weekend"):
        return _offsets.shifted(expression, context.report, context.story, _tense(context, expression))
    if kind == "daypart":
        return _offsets.daypart(expression, context.report, context.story)
    year = _year_of(context, expression)
    tense = _tense(context, expression)
    return _named.period(expression, context.report, year, tense)


def _with_time(expression: Expression, period: Period) -> Resolved | None:
    """The period cut to a part of the day or an hour."""
    value, precision = period.value, period.precision
    type_: TimeType = "DATE"
    if expression.clock is not None:
        hour, minute = expression.clock
        if hour > 24 or minute > 59 or (hour == 24 and minute):
            return None
        utc = "Z" if expression.zone == "Z" else ""  # civil zones are left out of TIMEX3 values
        value, precision, type_ = f"{value}T{hour:02d}:{minute:02d}{utc}", "hour", "TIME"
        if period.start is None:
            precision = "partial"
    elif expression.part is not None:
        value, type_ = f"{value}T{expression.part}", "TIME"
    elif "TXX" in value:
        type_ = "TIME"
    return Resolved(expression, type_, value, period.start, period.end, precision)


def _clock_day(context: Context, expression: Expression) -> Period:
    """The day of a time without one: named right after it or before it in the sentence, else the day the news is about."""
    if context.ahead is not None:
        return context.ahead
    story = context.story if context.story_sentence == _sentence(context, expression) else None
    if story is None and _sentence(context, expression) in context.sets and _tense(context, expression) == "present":
        return Period(cal.UNKNOWN_DAY, None, None, "partial")  # "airs weekdays from 6 a.m."
    for known in (story, context.main):
        if known is not None and (known.precision in ("day", "hour") or len(known.value) == 10):
            return known
    there = None if context.moment is None else cal.day_in_zone(context.moment, expression.zone or "")
    day = there if expression.zone and there is not None else context.report
    if day is not None:
        return Period(day.isoformat(), day, day, "day")
    return Period(cal.UNKNOWN_DAY, None, None, "partial")


def _duration(context: Context, expression: Expression) -> Resolved:
    value = _offsets.duration_value(expression.unit or "D", expression.count)
    period = _offsets.stretch(expression, context.report)
    if period is None:
        return Resolved(expression, "DURATION", value, None, None, "unknown")
    return Resolved(expression, "DURATION", value, period.start, period.end, "range")


def _year(expression: Expression) -> Period | None:
    year = expression.year or 0
    if expression.rule == "before_christ":
        return Period(expression.code or "BC", None, None, "partial")
    if expression.year_to is not None:
        return cal.years_period(f"{year:04d}/{expression.year_to:04d}", year, expression.year_to)
    period = cal.year_period(year)
    if period is not None and expression.rule == "fiscal":
        return replace(period, value=f"FY{period.value}")
    return period


# ---- day, month, year ----
def _year_of(context: Context, expression: Expression) -> int | None:
    """The year that the words give, or that "last year" in them gives."""
    if expression.year is not None:
        return expression.year
    if expression.within is not None and context.report is not None:
        offset = {"last": -1, "previous": -1, "past": -1, "next": 1, "following": 1}.get(
            expression.within.shift or "", 0
        )
        return context.report.year + offset
    return None


def _date(context: Context, expression: Expression) -> Period | None:
    year = _year_of(context, expression)
    month = expression.month or 1
    if expression.day is None:
        return _month(context, expression, year, month)
    if year is None and context.report is not None:
        year = _nearest_year(context, expression, context.report)
    if year is None:
        return _partial_day(expression, month)
    start = cal.make_date(year, month, expression.day)
    if start is None or expression.day_to is None:
        return cal.day_period(start)
    end = cal.make_date(year, expression.month_to or month, expression.day_to)
    return (
        None
        if end is None
        else cal.span_period(Period(str(start), start, start, "day"), Period(str(end), end, end, "day"))
    )


def _partial_day(expression: Expression, month: int) -> Period | None:
    """ "August 20" in an undated article."""
    if expression.day is None or cal.make_date(cal.LEAP_YEAR, month, expression.day) is None:
        return None
    value = f"XXXX-{month:02d}-{expression.day:02d}"
    if expression.day_to is not None:
        to = expression.month_to or month
        if cal.make_date(cal.LEAP_YEAR, to, expression.day_to) is None:
            return None
        value = f"{value}/XXXX-{to:02d}-{expression.day_to:02d}"
    return Period(value, None, None, "partial")


def _nearest_year(context: Context, expression: Expression, report: date) -> int | None:
    """The year that the words settle, or that puts the day nearest to the report. 29 February needs a leap year."""
    month, day = expression.month or 1, expression.day or 1
    options = [d for year in range(report.year - 1, report.year + 2) if (d := cal.make_date(year, month, day))]
    if not options:
        return None  # 29 February, and no leap year is near: the year stays open
    rows = context.rows
    is_done = _years.is_done(context.analysis, rows.token[expression.lo], rows.token[expression.hi - 1] + 1)
    year = _years.written(options, report, expression.weekday, is_done)
    return year if year is not None else _years.nearest(options, report, _tense(context, expression))


def _month(context: Context, expression: Expression, year: int | None, month: int) -> Period | None:
    if year is not None:
        return cal.month_period(year, month)
    report = context.report
    if report is None:
        return Period(f"XXXX-{month:02d}", None, None, "partial")
    if expression.shift in ("last", "previous"):
        year = report.year - (month >= report.month)
    elif expression.shift in ("next", "following"):
        year = report.year + (month <= report.month)
    elif expression.shift == "this":
        year = report.year
    else:
        tense = _tense(context, expression)
        ahead = (month - report.month) % 12
        if tense == "past" or (tense == "present" and ahead > 4):
            year = report.year - (month > report.month)
        else:
            year = report.year + (month < report.month)
    return cal.month_period(year, month)


def _weekday(context: Context, expression: Expression) -> Period | None:
    weekday, report = expression.weekday or 1, context.report
    shift = expression.shift
    base = report
    if shift in ("previous", "following", "same") and context.story is not None and context.story.start is not None:
        base = context.story.start
    if base is None:
        return Period(f"XXXX-WXX-{weekday}", None, None, "partial")
    back = (base.isoweekday() - weekday) % 7
    if expression.week_shift is not None:
        weeks = {"last": -7, "previous": -7, "next": 7, "following": 7}.get(expression.week_shift, 0)
        return cal.day_period(cal.shift_days(base, weeks + weekday - base.isoweekday()))
    if shift in ("last", "previous", "past"):
        days = -(back or 7)
    elif shift == "next":
        days = 7 + weekday - base.isoweekday()
    elif shift == "following":
        days = (-back) % 7 or 7
    elif shift == "this":
        days = weekday - base.isoweekday()
    else:
        days = (-back) % 7 if _tense(context, expression) == "future" or _is_timetable(context, expression) else -back
    return cal.day_period(cal.shift_days(base, days))


def _is_timetable(context: Context, expression: Expression) -> bool:
    """ "The talks begin on Monday." Headlines tell the past in the present tense too, but end without a full stop."""
    if _tense(context, expression) != "present":
        return False
    _lo, hi = context.analysis.sentence_of(context.rows.token[expression.lo])
    return context.analysis.tokens.text[hi - 1] in (".", "?", "!") and expression.part is None


# ---- all-numeric dates ----
def _numeric(context: Context, expression: Expression) -> Resolved | Refused | None:
    code = expression.code or ""
    separator = next((mark for mark in "-/." if mark in code), "-")
    parts = code.split(separator)
    first, second, third = (int(part) for part in parts)
    if len(parts[0]) == 4:
        return _day_of(expression, cal.make_date(first, second, third))
    if (
        len(parts[2]) not in (2, 4)
        or (separator == "." and len(parts[2]) != 4)
        or len(parts[0]) > 2
        or len(parts[1]) > 2
    ):
        return None
    year = third if len(parts[2]) == 4 else third + (2000 if third < 50 else 1900)
    if separator == "." or first > 12 or first == second:
        return _day_of(expression, cal.make_date(year, second, first))
    if second > 12 or context.order == "mdy":
        return _day_of(expression, cal.make_date(year, first, second))
    if context.order == "dmy":
        return _day_of(expression, cal.make_date(year, second, first))
    near = _near_report(context, cal.make_date(year, first, second), cal.make_date(year, second, first))
    if near is not None:
        return _day_of(expression, near)
    left_open = Resolved(expression, "DATE", f"{year:04d}-XX-XX", None, None, "partial")
    return Refused(expression, "DAT002", left_open)


def _near_report(context: Context, *readings: date | None) -> date | None:
    """The one reading that is the day of publication or the day before it: what dates and news lines are written with."""
    if context.report is None:
        return None
    near = [day for day in readings if day is not None and 0 <= (context.report - day).days <= 1]
    return near[0] if len(near) == 1 else None


def _day_of(expression: Expression, day: date | None) -> Resolved | None:
    period = cal.day_period(day)
    return None if period is None else _with_time(expression, period)


# ---- tense ----
def _tense(context: Context, expression: Expression) -> Tense:
    """Tense of the verb that the expression hangs on; "since" looks back, "until" ahead."""
    rows = context.rows
    before = rows.word[expression.lo - 1] if expression.lo else ""
    if before == "since":
        return "past"
    after = rows.word[expression.hi] if expression.hi < len(rows.word) else ""
    if expression.kind == "weekday" and (before in ("until", "till") or (before == "for" and after not in POSSESSIVE)):
        return "future"  # "called for Friday", but not "arrested for Friday's attack"
    token = rows.token[expression.hi - 1]
    if expression.kind == "weekday" and before == "from" and _scheduled.is_from_ahead(context.analysis.tokens, token):
        return "future"
    if token not in context.tenses:
        context.tenses[token] = tense_at(context.analysis, token)
    return context.tenses[token]


def tense_at(analysis: Analysis, token: int) -> Tense:
    """Past, present or future of the clause that holds the token; "past" where there is no verb."""
    tokens = analysis.tokens
    if _scheduled.is_ahead(tokens, token):
        return "future"
    node = token
    for _ in range(MAX_CLIMB):
        if tokens.pos[node] in ("VERB", "AUX"):
            break
        if tokens.head[node] == node:
            return "past"
        node = tokens.head[node]
    else:
        return "past"
    node = _clauses.finite(analysis, node)
    found = _modality.verdict(analysis, node)
    if found.modality != "actual":
        return "past" if _clauses.is_past(analysis, node) else "future"
    if found.ongoing and tokens.tag[node] == "VBG":
        return "future"
    return "present" if _clauses.is_present(analysis, node) else "past"
