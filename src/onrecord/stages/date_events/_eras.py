"""Readings of other calendars and eras: "13 Rajab 1447", "5784 AH", "on Nowruz", "300 BC", "AD 70".

In: atoms. Out: an `Expression` of kind "foreign", which is never placed on the calendar (problem DAT004), or a year with its
era. The one idea: such a date is seen, so that nothing else is taken for it, but not converted: lunar months begin with a
sighting that no table knows, and a day that is off by one is a wrong day.
"""

from __future__ import annotations

from dataclasses import replace

from onrecord.stages.date_events._grammar import Expression
from onrecord.stages.date_events._words import Atoms

MAX_DAY = 32
"""The longest months of the calendars read here."""


def read(rows: Atoms, at: int) -> Expression | None:
    """The reading of another calendar or era that begins at the atom, if any."""
    kind = rows.kind[at]
    if kind == "feast":
        return _expression(at, at + 1) if rows.is_word(at - 1, "on", "since", "before", "after", "until") else None
    if kind == "foreign":
        return _month_first(rows, at)
    if kind == "era":
        year = _plain(rows, at + 1, 4)
        return None if year is None or rows.value[at] != "AD" else _year(at, at + 2, year)
    if kind not in ("number", "ordinal"):
        return None
    return _day_first(rows, at) or _before_era(rows, at)


def _day_first(rows: Atoms, at: int) -> Expression | None:
    """ "13 Rajab", "the 10th of Muharram 1447"."""
    day, after = _plain(rows, at, 2), at + 1
    if day is None or not 0 < day <= MAX_DAY:
        return None
    after += 1 if rows.is_word(after, "of", "-") else 0
    if not rows.is_kind(after, "foreign"):
        return None
    found = _with_year(rows, _expression(at, after + 1))
    return None if found.hi == after + 1 and "year" in rows.note[after] else found


def _month_first(rows: Atoms, at: int) -> Expression | None:
    """ "Rajab 13", "Tishrei 5784"."""
    day = _plain(rows, at + 1, 2)
    if day is not None and 0 < day <= MAX_DAY:
        found = _with_year(rows, _expression(at, at + 2))
        is_short = found.hi == at + 2 and ("year" in rows.note[at] or not rows.is_end(at + 2))
        return None if is_short else found  # "during Ramadan 12 people fell ill" counts people
    found = _with_year(rows, _expression(at, at + 1))
    return None if found.hi == at + 1 or _is_of_today(rows, found.hi - 1) else found


def _is_of_today(rows: Atoms, at: int) -> bool:
    """ "Ramadan 2024": a year of the common calendar, which holds the month, though not at a known day."""
    year = _plain(rows, at, 4)
    return year is not None and 1900 <= year <= 2099


def _with_year(rows: Atoms, found: Expression) -> Expression:
    at = found.hi + (1 if rows.is_word(found.hi, ",") else 0)
    if not rows.is_kind(at, "number") or len(rows.value[at]) != 4 or not rows.value[at].isdigit():
        return found
    at += 1
    return replace(found, hi=at + 1 if rows.is_kind(at, "era") else at)


def _before_era(rows: Atoms, at: int) -> Expression | None:
    """ "300 BC", "70 AD", "1447 AH"."""
    year = _plain(rows, at, 4)
    if year is None or rows.kind[at] != "number" or not rows.is_kind(at + 1, "era"):
        return None
    era = rows.value[at + 1]
    if era == "AD":
        return _year(at, at + 2, year)
    if era == "BC":
        return Expression(at, at + 2, "year", "before_christ", year=year, code=f"BC{year:04d}")
    return _expression(at, at + 2)


def _plain(rows: Atoms, at: int, digits: int) -> int | None:
    """A number without marks of at most so many digits."""
    if not rows.is_kind(at, "number", "ordinal") or not rows.value[at].isdigit() or len(rows.value[at]) > digits:
        return None
    return int(rows.value[at])


def _expression(lo: int, hi: int) -> Expression:
    return Expression(lo, hi, "foreign", "other_calendar")


def _year(lo: int, hi: int, year: int) -> Expression:
    return Expression(lo, hi, "year", "anno_domini", year=year)
