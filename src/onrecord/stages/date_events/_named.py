"""Named stretches: seasons, quarters, halves, decades, centuries, holidays, "the first week of May"."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from onrecord.stages.date_events import _calendar as cal
from onrecord.stages.date_events._calendar import Period
from onrecord.stages.date_events._grammar import Expression

BACK = ("last", "previous", "past")
AHEAD = ("next", "following")


def period(expression: Expression, report: date | None, year: int | None, tense: str) -> Period | None:
    """The stretch that the name means; `year` where the words give one."""
    kind = expression.kind
    number = int(expression.count or 1)
    if kind == "decade":
        return cal.decade_period(expression.year or 0) if not _is_century(expression) else _century(expression)
    if kind == "century":
        return cal.century_period(number)
    if kind == "nth":
        return _nth(expression, report, year, tense)
    if kind == "holiday":
        return _holiday(expression, report, year, tense)
    if kind == "season":
        code = expression.code or "SP"
        return _yearly(f"XXXX-{code}", lambda y: cal.season_period(y, code), report, year, _pull(expression, tense))
    if kind == "quarter":
        return _yearly(
            f"XXXX-Q{number}", lambda y: cal.quarter_period(y, number), report, year, _pull(expression, tense)
        )
    return _yearly(f"XXXX-H{number}", lambda y: cal.half_period(y, number), report, year, _pull(expression, tense))


def _is_century(expression: Expression) -> bool:
    """ "the 1800s" are a hundred years; "the 2000s" are ten."""
    year = expression.year or 0
    return year % 100 == 0 and year < 2000 and expression.mod is None


def _century(expression: Expression) -> Period | None:
    return cal.century_period((expression.year or 0) // 100 + 1)


def _pull(expression: Expression, tense: str) -> str:
    """Which of the yearly stretches is meant: the one that is over, that is next, or that is nearest by tense."""
    if expression.shift in BACK:
        return "over"
    if expression.shift in AHEAD:
        return "next"
    return "this" if expression.shift == "this" else tense


def _yearly(
    unknown: str, of_year: Callable[[int], Period | None], report: date | None, year: int | None, pull: str
) -> Period | None:
    if year is not None:
        return of_year(year)
    if report is None:
        return Period(unknown, None, None, "partial")
    options = [
        found for y in range(report.year - 2, report.year + 3) if (found := of_year(y)) and found.start and found.end
    ]
    begun = [found for found in options if found.start is not None and found.start <= report]
    ahead = [found for found in options if found.start is not None and found.start > report]
    current = begun and begun[-1].end is not None and begun[-1].end >= report
    if pull == "over" and current and len(begun) > 1:
        return begun[-2]
    if pull == "next" or (pull == "future" and not current):
        return ahead[0] if ahead else None
    if pull == "this" and not current:
        same = [found for found in options if found.start is not None and found.start.year == report.year]
        return same[0] if same else None
    return begun[-1] if begun else None


def _nth(expression: Expression, report: date | None, year: int | None, tense: str) -> Period | None:
    """ "the first week of May", "the last day of 2025"."""
    number, unit, month = int(expression.count or 1), expression.unit, expression.month
    if year is None and report is None:
        return Period(f"XXXX-{month or 1:02d}", None, None, "partial")
    if year is None and report is not None:
        year = _month_year(report, month or 1, tense)
    first = cal.month_period(year or 0, month or (12 if number == -1 else 1))
    if first is None or first.start is None or first.end is None:
        return None
    if unit == "D":
        day = first.end if number == -1 else cal.shift_days(first.start, number - 1)
        return cal.day_period(day) if month or number in (-1, 1) or number <= 31 else None
    if unit == "WE":
        return cal.weekend_period(cal.nth_weekday(first.start.year, first.start.month, 5, number))
    if number == -1:
        sunday = cal.nth_weekday(first.start.year, first.start.month, 6, -1)
        return cal.week_period(sunday)
    return cal.week_period(cal.shift_days(first.start, 3 + 7 * (number - 1)))


def _month_year(report: date, month: int, tense: str) -> int:
    if tense == "future":
        return report.year + (month < report.month)
    return report.year - (month > report.month)


def _holiday(expression: Expression, report: date | None, year: int | None, tense: str) -> Period | None:
    code = expression.code or ""
    fixed = cal.parse_day(code)
    if fixed is not None:
        return cal.day_period(fixed)
    if year is None and report is None:
        known = len(code) == 5 and code[2] == "-"
        return Period(f"XXXX-{code}" if known else cal.UNKNOWN_DAY, None, None, "partial")
    pull = _pull(expression, tense)
    if year is None and report is not None and pull in ("past", "present", "this"):
        options = [day for y in (report.year - 1, report.year, report.year + 1) if (day := holiday(code, y))]
        if pull == "past":
            options = [day for day in options if day <= report] or options
        return cal.day_period(min(options, key=lambda day: abs((day - report).days), default=None))
    return _yearly(cal.UNKNOWN_DAY, lambda y: cal.day_period(holiday(code, y)), report, year, pull)


def holiday(code: str, year: int) -> date | None:
    """The day of a holiday: "12-25", "easter-2" (days from Easter), "11-4:4" (month, weekday from Monday 1, which one),
    "11-4:4+1" (a day after that)."""
    if code.startswith("easter"):
        sunday = cal.easter(year)
        return None if sunday is None else cal.shift_days(sunday, int(code[6:]))
    month, _, day = code.partition("-")
    if ":" in day:
        weekday, _, nth = day.partition(":")
        nth, _, days = nth.partition("+")
        found = cal.nth_weekday(year, int(month), int(weekday) - 1, int(nth))
        return None if found is None else cal.shift_days(found, int(days or 0))
    return cal.make_date(year, int(month), int(day))
