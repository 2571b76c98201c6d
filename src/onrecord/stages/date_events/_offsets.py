"""Arithmetic from an anchor: "last week", "two days later", "the previous evening", "the past three weeks"."""

from __future__ import annotations

from datetime import date

from onrecord.stages.date_events import _calendar as cal
from onrecord.stages.date_events._calendar import Period
from onrecord.stages.date_events._grammar import Expression

UNKNOWN = {
    "D": "XXXX-XX-XX",
    "W": "XXXX-WXX",
    "M": "XXXX-XX",
    "Q": "XXXX-QX",
    "Y": "XXXX",
    "WE": "XXXX-WXX-WE",
    "DE": "XXX",
}
BACK = ("last", "previous", "past")
AHEAD = ("next", "following")
HALVES = {
    "Y": ("M", 12.0),
    "DE": ("Y", 10.0),
    "CE": ("Y", 100.0),
    "D": ("TH", 24.0),
    "TH": ("TM", 60.0),
    "M": ("W", 4.0),
}
"""A fraction is written in the smaller unit: half a year is P6M."""


def duration_value(unit: str, count: float | None) -> str:
    """TIMEX3 of a stretch: P15Y, PT24H, PXD, P2DE."""
    if count is not None and count != int(count) and unit in HALVES:
        unit, factor = HALVES[unit]
        count *= factor
    if unit == "FN":
        unit, count = "W", None if count is None else count * 2
    number = "X" if count is None else str(int(count)) if count == int(count) else f"{count:g}"
    return f"PT{number}{unit[1]}" if unit in ("TS", "TM", "TH") else f"P{number}{unit}"


def move(day: date, unit: str, count: float) -> date | None:
    """`day` moved by so many units; hours move it by whole days, minutes leave it."""
    whole = int(count)
    if unit == "TH":
        return cal.shift_days(day, int(count / 24))
    if unit in ("D", "W", "FN", "WE"):
        return cal.shift_days(day, int(count * {"D": 1, "FN": 14}.get(unit, 7)))
    months = {"M": 1, "Q": 3, "Y": 12, "DE": 120, "CE": 1200}.get(unit)
    if months is None:
        return day
    return cal.shift_months(day, whole * months + int((count - whole) * months))


def around(unit: str, day: date | None) -> Period | None:
    """The day, week, month, .. that holds the day."""
    if day is None:
        return None
    if unit in ("W", "FN"):
        return cal.week_period(day)
    if unit == "M":
        return cal.month_period(day.year, day.month)
    if unit == "Q":
        return cal.quarter_period(day.year, (day.month + 2) // 3)
    if unit == "Y":
        return cal.year_period(day.year)
    if unit == "WE":
        return cal.weekend_period(day)
    if unit == "DE":
        return cal.decade_period(day.year // 10 * 10)
    return cal.day_period(day)


def stretch(expression: Expression, report: date | None) -> Period | None:
    """First and last day of "the past three weeks", where the report is dated and the count is known."""
    if report is None or expression.shift is None or expression.count is None:
        return None
    back = expression.shift in BACK
    other = move(report, expression.unit or "D", -expression.count if back else expression.count)
    if other is None:
        return None
    return Period("", other, report, "range") if back else Period("", report, other, "range")


def shifted(expression: Expression, report: date | None, story: Period | None, tense: str) -> Period | None:
    """ "last week", "this year", "the same day", "the following month", "the weekend"."""
    unit = "WE" if expression.kind == "weekend" else expression.unit or "D"
    shift = expression.shift or "this"
    in_story = shift in ("previous", "following", "same") or (unit == "D" and shift == "next")
    if in_story and story is not None and _is_known(story, unit):
        return _from_story(story, unit, shift)
    if report is None:
        return Period(UNKNOWN.get(unit, "XXXX"), None, None, "partial")
    if unit == "WE":
        return _weekend(report, shift, tense)
    step = -1 if shift in BACK else 1 if shift in AHEAD else 0
    if unit == "W" and shift == "this" and tense == "future" and report.isoweekday() == 7:
        step = 1  # "will meet this week", written on a Sunday
    return around(unit, move(report, unit, step))


def _weekend(report: date, shift: str, tense: str) -> Period | None:
    """The last weekend is the one that ended; "the weekend" in the past, told before Saturday, is that one too."""
    on_weekend = report.isoweekday() >= 6
    if shift == "next":
        return cal.weekend_period(cal.shift_days(report, 7))
    if shift in BACK or (tense == "past" and not on_weekend):
        return cal.weekend_period(cal.shift_days(report, -7))
    return cal.weekend_period(report)


def _is_known(story: Period, unit: str) -> bool:
    """The story's date is fine enough to count this unit from it."""
    if story.start is not None:
        return unit not in ("D",) or story.precision in ("day", "hour")
    return story.value.startswith("XXXX-") and unit == "D" and len(story.value) == 10


def _from_story(story: Period, unit: str, shift: str) -> Period | None:
    step = -1 if shift in BACK else 1 if shift in AHEAD else 0
    if story.start is None:
        return _partial_day(story, step)
    return around(unit, move(story.start, unit, step))


def _partial_day(story: Period, days: int) -> Period:
    """Days after a day whose year is unknown: known only if leap years and others agree."""
    month, day = int(story.value[5:7]), int(story.value[8:10])
    seen = set()
    for year in (cal.LEAP_YEAR, cal.LEAP_YEAR + 1):
        start = cal.make_date(year, month, day)
        moved = None if start is None else cal.shift_days(start, days)
        seen.add(None if moved is None else f"XXXX-{moved.month:02d}-{moved.day:02d}")
    value = seen.pop() if len(seen) == 1 else None
    return Period(value or cal.UNKNOWN_DAY, None, None, "partial")


def playing_season(expression: Expression, report: date | None) -> Period | None:
    """The year in which a season began: in January and February that of "this season" is the year before."""
    if report is None:
        return Period("XXXX", None, None, "partial")
    step = {"last": -1, "next": 1}.get(expression.shift or "", 0)
    return cal.year_period(report.year + step - (step == 0 and report.month <= 2))


def offset(expression: Expression, report: date | None, story: Period | None, tense: str) -> Period | None:
    """ "two days ago", "a year earlier", "three weeks later"."""
    unit = expression.unit or "D"
    if _is_same_day(expression, story, tense) and story is not None and story.start is not None:
        return Period(f"{story.start.isoformat()}TXX:XX", story.start, story.start, "day")
    if expression.count is None:
        if expression.direction < 0:
            return Period("PAST_REF", None, None, "unknown")
        if tense == "future":
            return Period("FUTURE_REF", None, None, "unknown")
        return Period(UNKNOWN.get(unit, cal.UNKNOWN_DAY), None, None, "partial")  # "days later" in a story of the past
    count = expression.direction * expression.count
    partial = Period(UNKNOWN.get(unit, cal.UNKNOWN_DAY), None, None, "partial")
    base = report
    if expression.anchor == "story" and story is not None:
        if story.start is None and _is_known(story, "D") and unit in ("D", "W"):
            return _partial_day(story, int(count * (7 if unit == "W" else 1)))
        if story.start is None and story.value.startswith("XXXX"):
            return partial
        if unit == "Y" and story.precision in ("month", "range") and story.start is not None:
            return _year_from(story, count)
        base = story.start if _is_known(story, unit) else None
    elif expression.anchor == "story" and expression.direction > 0:
        return partial
    if base is None:
        return partial
    fraction = expression.count != int(expression.count)
    return around("M" if fraction and unit == "Y" else unit, move(base, unit, count)) or partial


def _is_same_day(expression: Expression, story: Period | None, tense: str) -> bool:
    """ "three hours later" in a story of the past: an hour that is not said, of the day named last."""
    is_short = expression.unit in ("TH", "TM") and (expression.count or 0) < 24
    later = expression.anchor == "story" and expression.direction > 0 and tense != "future"
    return is_short and later and story is not None and _is_known(story, "D")


def _year_from(story: Period, years: float) -> Period | None:
    """A year before a month or quarter is that month or quarter of another year."""
    moved = None if story.start is None else cal.shift_months(story.start, int(years * 12))
    if moved is None:
        return None
    if "-Q" in story.value:
        return cal.quarter_period(moved.year, (moved.month + 2) // 3)
    if story.precision == "month":
        return cal.month_period(moved.year, moved.month)
    return cal.year_period(moved.year)


def daypart(expression: Expression, report: date | None, story: Period | None) -> Period | None:
    """ "this morning", "last night", "the previous evening", "that afternoon"."""
    shift = expression.shift or "this"
    in_story = shift in ("previous", "following", "same", "next")
    if in_story and story is not None and _is_known(story, "D"):
        return _from_story(story, "D", shift)
    if report is None:
        return Period(cal.UNKNOWN_DAY, None, None, "partial")
    step = -1 if shift in BACK else 1 if shift in AHEAD else 0
    return cal.day_period(cal.shift_days(report, step))
