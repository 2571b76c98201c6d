"""Stretches of the calendar and arithmetic on them.

In: years, months, weeks, days, as numbers. Out: `Period`s: a TIMEX3 value with its first and last day, or with no days where
the year is unknown. The one idea: every function returns None for what the calendar does not have (29 February 2025, year
0, month 13), so a bad date can neither crash nor slip through. Weeks are ISO 8601 weeks (Monday first).
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from onrecord.records import DatePrecision

UNKNOWN_DAY = "XXXX-XX-XX"
LEAP_YEAR = 2024
"""Any leap year: 29 February is a day that some years have."""
SEASONS = {"SP": (3, 5), "SU": (6, 8), "FA": (9, 11), "WI": (12, 2)}
"""First and last month, northern hemisphere, meteorological; the winter of a year begins in its December."""


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of days; `start` and `end` (inclusive) are None where the year is unknown."""

    value: str
    start: date | None
    end: date | None
    precision: DatePrecision


def make_date(year: int, month: int, day: int) -> date | None:
    """The date, or None if there is none."""
    try:
        return date(year, month, day)
    except (ValueError, OverflowError):
        return None


def shift_days(day: date, days: int) -> date | None:
    """`day` plus `days`, None outside the years 1 to 9999."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def shift_months(day: date, months: int) -> date | None:
    """The same day `months` later; the month's last day where it is shorter."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    if not 1 <= year <= 9999:
        return None
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def day_period(day: date | None) -> Period | None:
    return None if day is None else Period(day.isoformat(), day, day, "day")


def month_period(year: int, month: int) -> Period | None:
    start = make_date(year, month, 1)
    if start is None:
        return None
    return Period(f"{year:04d}-{month:02d}", start, start.replace(day=monthrange(year, month)[1]), "month")


def months_period(value: str, year: int, first: int, last: int, precision: DatePrecision = "range") -> Period | None:
    """From the first day of month `first` to the last of month `last` (of the next year if it is smaller)."""
    start, end = month_period(year, first), month_period(year + (last < first), last)
    if start is None or end is None:
        return None
    return Period(value, start.start, end.end, precision)


def year_period(year: int) -> Period | None:
    start, end = make_date(year, 1, 1), make_date(year, 12, 31)
    return None if start is None or end is None else Period(f"{year:04d}", start, end, "year")


def years_period(value: str, first: int, last: int) -> Period | None:
    start, end = make_date(first, 1, 1), make_date(last, 12, 31)
    return None if start is None or end is None else Period(value, start, end, "range")


def decade_period(first_year: int) -> Period | None:
    """ "the 1990s": TIMEX3 cuts the year's digits, "199"."""
    return years_period(f"{first_year:04d}"[:3], first_year, first_year + 9)


def century_period(number: int) -> Period | None:
    """The 20th century is "19"."""
    return years_period(f"{number - 1:02d}", (number - 1) * 100 or 1, number * 100 - 1)


def quarter_period(year: int, quarter: int) -> Period | None:
    return months_period(f"{year:04d}-Q{quarter}", year, quarter * 3 - 2, quarter * 3)


def half_period(year: int, half: int) -> Period | None:
    return months_period(f"{year:04d}-H{half}", year, half * 6 - 5, half * 6)


def season_period(year: int, season: str) -> Period | None:
    return months_period(f"{year:04d}-{season}", year, *SEASONS[season])


def week_period(day: date | None) -> Period | None:
    """The ISO week that holds the day."""
    if day is None:
        return None
    year, week, weekday = day.isocalendar()
    start, end = shift_days(day, 1 - weekday), shift_days(day, 7 - weekday)
    return None if start is None or end is None else Period(f"{year:04d}-W{week:02d}", start, end, "week")


def weekend_period(day: date | None) -> Period | None:
    """Saturday and Sunday of the ISO week that holds the day."""
    week = week_period(day)
    if week is None or week.end is None:
        return None
    return Period(f"{week.value}-WE", shift_days(week.end, -1), week.end, "range")


def span_period(start: Period, end: Period) -> Period | None:
    """From one period to another, as an ISO interval; None if they are the wrong way round."""
    value = f"{start.value}/{end.value}"
    if start.start is None or end.end is None:
        return Period(value, None, None, "partial")
    return Period(value, start.start, end.end, "range") if start.start <= end.end else None


def easter(year: int) -> date | None:
    """Western Easter Sunday (the anonymous Gregorian computus)."""
    if not 1583 <= year <= 9999:
        return None
    golden, (century, rest) = year % 19, divmod(year, 100)
    leap, skip = divmod(century, 4)
    epact = (19 * golden + century - leap - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * skip + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date | None:
    """The nth (from 1; -1: the last) given weekday (Monday 0) of a month."""
    first = make_date(year, month, 1)
    if first is None:
        return None
    day = first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * max(nth - 1, 0))
    while nth == -1 and (day + timedelta(days=7)).month == month:
        day += timedelta(days=7)
    return day


def parse_day(text: str | None) -> date | None:
    """The day of an ISO date or time, in the zone in which it is written."""
    if not text or len(text) < 10:
        return None
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def parse_moment(text: str | None) -> datetime | None:
    """An ISO date with time and zone; None without either."""
    if not text or len(text) < 16:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else None


def day_in_zone(moment: datetime, zone: str) -> date | None:
    """Which day it was, at that moment, in a zone written "+05:30" or "Z"."""
    try:
        return moment.astimezone(datetime.fromisoformat(f"2000-01-01T00:00{zone}").tzinfo).date()
    except (ValueError, OverflowError):
        return None
