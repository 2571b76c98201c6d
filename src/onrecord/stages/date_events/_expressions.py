"""Recognition: which words are a time expression, and what it says.

In: atoms. Out: `Expression`s in text order, not overlapping: what the words say ("Tuesday", evening; "two days", later),
not yet which day that is (`_normalise`). The one idea: an expression can begin only at a word of the lexicon or a number,
and its kind says which few readings are tried; every reading looks ahead a bounded number of words, so the article is
read once.

The scheme is TIMEX3 (Pustejovsky et al. 2003, TimeML): DATE, TIME, DURATION, SET; determiners and "early", "nearly" belong to
the expression, prepositions do not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from onrecord.analysis import Analysis
from onrecord.stages.date_events import _dates, _games, _quantities, _relatives
from onrecord.stages.date_events._grammar import Expression
from onrecord.stages.date_events._words import HYPHENS, Atoms, atoms

__all__ = ["Expression", "Found", "find"]

STARTS = {
    "month", "number", "ordinal", "weekday", "weekdays", "shift", "day", "ref", "holiday", "season", "decade", "fuzzy",
    "approx", "rate", "every", "set", "part", "clock", "time", "numeric", "iso", "quarter", "half", "fiscal", "unit",
    "units", "daypart", "dayparts", "short_year", "det", "short_weekday", "foreign", "feast", "era",
}  # fmt: skip
CALENDAR = {"date", "weekday", "day", "shifted", "year", "decade", "season", "quarter", "half", "holiday", "unit",
            "weekend", "nth", "daypart", "century"}  # fmt: skip
BARE = ("year", "date", "weekday", "clock", "set", "ref", "day", "holiday")
"""Kinds that leave "the" out ("the June 15 raid", "the daily count")."""
DAYS = {"weekday", "day", "date", "holiday", "daypart"}


@dataclass(slots=True)
class Found:
    """The atoms of an article and the expressions in them."""

    rows: Atoms
    expressions: list[Expression]


def find(analysis: Analysis) -> Found:
    """Every time expression of the article."""
    rows = atoms(analysis)
    return Found(rows, list(_scan(analysis, rows)))


def _scan(analysis: Analysis, rows: Atoms) -> Iterator[Expression]:
    at, size = 0, len(rows)
    kinds = rows.kind
    is_game: bool | None = None
    while at < size:
        if kinds[at] in STARTS:
            found = _expression(analysis, rows, at)
            if found is not None and found.hi > at and _is_one_paragraph(analysis, rows, found):
                if found.kind in ("quarter", "half") and found.year is None and found.within is None:
                    is_game = _games.is_game(analysis) if is_game is None else is_game
                    if is_game:
                        at = found.hi
                        continue
                yield found
                at = found.hi
                continue
        at += 1


def _is_one_paragraph(analysis: Analysis, rows: Atoms, found: Expression) -> bool:
    first, last = rows.token[found.lo], rows.token[found.hi - 1]
    return first == last or analysis.paragraph_of(first) == analysis.paragraph_of(last)


def _expression(analysis: Analysis, rows: Atoms, at: int) -> Expression | None:
    """The longest reading that begins here."""
    kind = rows.kind[at]
    if kind == "det" and not _may_follow_determiner(rows, at + 1):
        return None
    found: Expression | None
    if kind == "part":
        found = _part(analysis, rows, at, at)
    elif kind in ("time", "clock"):
        found = _clock_first(analysis, rows, at)
    else:
        found = _core(analysis, rows, at)
    if found is None and kind == "number":
        found = _clock_first(analysis, rows, at)
    return None if found is None else _with_tail(analysis, rows, found)


def _may_follow_determiner(rows: Atoms, at: int) -> bool:
    return at < len(rows) and rows.kind[at] not in ("", "det", "zone", "meridiem", "ref", "day")


def _core(analysis: Analysis, rows: Atoms, at: int) -> Expression | None:
    """One expression without what may follow it."""
    kind = rows.kind[at]
    if kind == "det":
        return _after_determiner(analysis, rows, at)
    readings = (
        _dates.read(analysis, rows, at),
        _relatives.read(analysis, rows, at),
        _quantities.read(analysis, rows, at),
    )
    best: Expression | None = None
    for reading in readings:
        if reading is not None and (best is None or reading.hi > best.hi):
            best = reading
    return best


def _after_determiner(analysis: Analysis, rows: Atoms, at: int) -> Expression | None:
    """ "the end of", "the last week", "a day", "the 5th of March", "the 1990s"; the year and the month leave "the" out."""
    quantity = _quantities.read(analysis, rows, at)
    kind = rows.kind[at + 1]
    inner: Expression | None
    if kind == "part":
        inner = _part(analysis, rows, at, at + 1)
        if (
            inner is not None
            and rows.word[at] == "the"
            and not (inner.kind == "year" and ":" not in rows.value[at + 1])
        ):
            return inner
    elif kind in ("time", "clock"):
        inner = None
    else:
        relative = _relatives.read_after_determiner if rows.word[at] == "the" else _relatives.read
        inner = _dates.read(analysis, rows, at + 1) or relative(analysis, rows, at + 1)
    if inner is None or (quantity is not None and quantity.hi > inner.hi):
        return quantity
    if rows.word[at] in ("a", "an"):
        return replace(inner, lo=at) if inner.rule == "in_a_row" else quantity
    if rows.word[at] != "the" or (inner.kind in BARE and rows.kind[at + 1] != "ordinal"):
        return replace(inner, lo=max(inner.lo, at + 1))
    return replace(inner, lo=at)


def _part(analysis: Analysis, rows: Atoms, lo: int, at: int) -> Expression | None:
    """ "early March", "late on Friday", "the end of last year", "in the early hours of Wednesday", "mid-2019"."""
    mod, _, how = rows.value[at].partition(":")
    after = at + 1
    if how == "hours":
        inner = _calendar_after(analysis, rows, after + 1) if rows.is_word(after, "of", "on") else None
        if inner is None:
            return Expression(lo, after, "daypart", "daypart", part="MO", shift="same")
        return replace(inner, lo=lo, part="MO")
    if how == "of":
        if not (rows.is_word(after, "of") or rows.is_word(after, *HYPHENS)):
            return None
        inner = _calendar_after(analysis, rows, after + 1)
    else:
        if rows.is_word(after, *HYPHENS, "on", "in"):
            if rows.word[at] in ("earlier", "late", "later", "early") or rows.word[after] in HYPHENS:
                after += 1
            else:
                return None
        inner = _calendar_after(analysis, rows, after)
        if inner is not None and rows.word[at] == "later" and inner.kind not in ("shifted", "day", "weekday", "unit"):
            return None
    if inner is None or inner.mod is not None:
        return None
    return replace(inner, lo=lo, mod=mod)


def _calendar_after(analysis: Analysis, rows: Atoms, at: int) -> Expression | None:
    """A calendar expression for "early" or "the end of" to cut; not one that is cut already."""
    if at >= len(rows) or rows.kind[at] not in STARTS:
        return None
    if rows.kind[at + (rows.kind[at] == "det") : at + 2][:1] == ["part"]:
        return None
    inner = _core(analysis, rows, at)
    if inner is None or inner.kind not in CALENDAR:
        return None
    return _with_tail(analysis, rows, inner)


def _clock_first(analysis: Analysis, rows: Atoms, at: int) -> Expression | None:
    """ "10:15 a.m.", "15:00 GMT on Friday", "noon yesterday"."""
    clock = _dates.clock(rows, at)
    if clock is None:
        return None
    after = clock.hi + (1 if rows.is_word(clock.hi, "on", ",", "of") else 0)
    if rows.is_kind(clock.hi, "part") or not rows.is_kind(
        after, "weekday", "short_weekday", "month", "day", "number", "ordinal", "iso", "shift"
    ):
        return clock
    if rows.is_kind(after, "number", "ordinal") and not rows.is_kind(after + 1, "month"):
        return clock
    day = _core(analysis, rows, after)
    if day is None or day.kind not in DAYS or day.clock or day.day_to:
        return clock
    if rows.is_word(clock.hi, ",") and not (day.day and day.year):
        return clock  # "at 10:15, Friday's crowd"
    return replace(day, lo=at, clock=clock.clock, zone=clock.zone)


def _with_tail(analysis: Analysis, rows: Atoms, found: Expression) -> Expression:
    """Part of the day, "of last week" and clock time that follow a day."""
    if found.kind not in DAYS:
        return found
    if found.part is None and found.clock is None and rows.is_kind(found.hi, "daypart") and found.kind != "daypart":
        found = replace(found, hi=found.hi + 1, part=rows.value[found.hi])
    if found.kind == "daypart" and found.shift in (None, "same") and rows.is_word(found.hi, "of", "on"):
        day = _core(analysis, rows, found.hi + 1) if found.hi + 1 < len(rows) else None
        if day is not None and day.kind in DAYS and day.part is None and rows.kind[found.hi + 1] != "det":
            return replace(day, lo=found.lo, part=found.part, mod=found.mod)
    found = _with_week(rows, found)
    return _with_clock(rows, found)


def _with_week(rows: Atoms, found: Expression) -> Expression:
    """ "Friday last week", "Friday of next week"."""
    at = found.hi + (1 if rows.is_word(found.hi, "of") else 0)
    if found.kind == "weekday" and found.shift is None and rows.is_kind(at, "shift") and rows.is_word(at + 1, "week"):
        return replace(found, hi=at + 2, week_shift=rows.value[at])
    return found


def _with_clock(rows: Atoms, found: Expression) -> Expression:
    if found.clock is not None or found.day_to is not None:
        return found
    at = found.hi
    is_full = found.day is not None and (found.year is not None or found.weekday is not None)
    if rows.is_word(at, ",") and (rows.is_word(at + 1, "at") or (is_full and rows.is_kind(at + 1, "time", "number"))):
        at += 1
    at += 1 if rows.is_word(at, "at", "around") else 0
    clock = _dates.clock(rows, at) if at < len(rows) and rows.kind[at] in ("time", "number", "clock") else None
    if clock is None:
        return found
    return replace(found, hi=clock.hi, clock=clock.clock, zone=clock.zone)
