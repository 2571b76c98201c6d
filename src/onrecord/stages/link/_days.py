"""The days of an event, as linking compares them.

In: the date of an event. Out: its firm days, the stretch of time that it lies in, or the day on which it was told. The one idea:
only what the text says of the day tells two deeds apart.
"""

from __future__ import annotations

import re
from datetime import date

from onrecord.records import EventDate

FIRM = ("text", "narrative")
VAGUE = ("month", "year", "unknown")
DAY_WITHOUT_YEAR = re.compile(r"XXXX-\d\d-\d\d")
"""A weekday of no known week ("XXXX-WXX-5") is no day."""

Days = tuple[str, str]


def firm_days(found: EventDate | None) -> Days | None:
    """The days that the text gives, or the words of a day without a year ("XXXX-08-20"); a month or a year is no day."""
    if found is None or found.basis not in FIRM or found.precision in VAGUE:
        return None
    if found.start is not None:
        return (found.start, found.end or found.start)
    return (found.value, found.value) if DAY_WITHOUT_YEAR.match(found.value) else None


def stretch(found: EventDate | None) -> Days | None:
    """The month or year that the text gives."""
    if found is None or found.basis not in FIRM or found.precision not in VAGUE:
        return None
    return (found.start, found.end) if found.start is not None and found.end is not None else None


def told_day(found: EventDate | None) -> str | None:
    """The day of the report, where that is all that is known of the deed's day."""
    return found.start if found is not None and found.basis not in FIRM else None


def ordinal(day: str | None) -> int | None:
    """The day as a number; None where it is none."""
    try:
        return date.fromisoformat(day[:10]).toordinal() if day else None
    except ValueError:
        return None
