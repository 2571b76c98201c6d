"""Readings that are relative: "last week", "the previous evening", "yesterday", "this summer", "the day", "recently"."""

from __future__ import annotations

from dataclasses import replace

from onrecord.analysis import Analysis
from onrecord.stages.date_events import _dates, _quantities
from onrecord.stages.date_events._grammar import Expression
from onrecord.stages.date_events._words import HYPHENS, Atoms

AT = ("at", "by", "before", "after", "until", "since", "around")
CLAUSE_STARTS = (
    "of",
    "that",
    "when",
    "which",
    "after",
    "before",
    "to",
    "on",
    "the",
    "'s",
    "’s",
    "-",
    "for",
    "they",
    "it",
)


def read(analysis: Analysis, rows: Atoms, at: int) -> Expression | None:
    """The relative reading that begins at the atom, if any."""
    kind = rows.kind[at]
    if kind == "day":
        offset, _, part = rows.value[at].partition("+")
        if rows.is_word(at, "overnight") and rows.is_kind(at + 1, "weekday"):
            return Expression(at, at + 2, "weekday", "weekday", weekday=int(rows.value[at + 1]), part=part)
        return Expression(at, at + 1, "day", "day", count=int(offset), part=part or None)
    if (
        kind == "ref"
        and rows.is_word(at, "soon")
        and rows.is_word(at + 1, "after", "as", "afterwards", "enough", "before")
    ):
        return None
    if kind == "ref":
        return Expression(at, at + 1, "ref", "ref", code=rows.value[at])
    if kind == "shift":
        return _shifted(analysis, rows, at)
    if kind == "ordinal":
        return _ordinal(analysis, rows, at)
    if kind == "daypart" and rows.is_word(at - 1, *AT):
        return Expression(at, at + 1, "daypart", "daypart", part=rows.value[at], shift="same")
    if kind == "set" or kind == "weekdays":
        return _quantities.read_set(rows, at)
    return None


def read_after_determiner(analysis: Analysis, rows: Atoms, at: int) -> Expression | None:
    """What "the" may come before: "the last week", "the evening", "the day", "the weekend"."""
    kind = rows.kind[at]
    if kind == "unit":
        return _unit(rows, at)
    if kind == "daypart" and not rows.is_word(at + 1, *HYPHENS, "sky", "shift", "before", "after", "raid"):
        return Expression(at, at + 1, "daypart", "daypart", part=rows.value[at], shift="same")
    if kind == "filler" and rows.is_word(at, "whole", "entire", "full") and rows.is_kind(at + 1, "unit"):
        found = _unit(rows, at + 1)
        return None if found is None else replace(found, lo=at)
    return read(analysis, rows, at)


def _unit(rows: Atoms, at: int) -> Expression | None:
    """ "the day", "the year", "the weekend": the one that the story is in; "the day before", "the week after"."""
    unit = rows.value[at]
    if unit == "WE":
        return Expression(at, at + 1, "weekend", "weekend", shift="same")
    if unit not in ("D", "W", "M", "Y", "Q", "DE"):
        return None
    if rows.is_word(at + 1, "before", "after", "earlier", "previous", "prior") and rows.is_end(at + 2):
        direction = 1 if rows.word[at + 1] == "after" else -1
        return Expression(at, at + 2, "offset", "offset", unit=unit, count=1, direction=direction, anchor="story")
    is_its = unit == "D" and rows.is_word(at + 1, "'s", "’s")
    if (rows.is_word(at + 1, *CLAUSE_STARTS) and not is_its) or (unit == "Y" and rows.is_kind(at + 1, "number")):
        return None
    return Expression(at, at + 1, "unit", "unit", unit=unit, shift="same")


def _shifted(analysis: Analysis, rows: Atoms, at: int) -> Expression | None:
    shift, after = rows.value[at], at + 1
    if (
        rows.is_word(at, "this")
        and rows.is_kind(after, "shift")
        and rows.is_word(after, "past", "coming", "last", "next")
    ):
        inner = _shifted(analysis, rows, after)
        return None if inner is None else replace(inner, lo=at)
    if shift == "recent":
        return _recent(rows, at)
    if rows.is_kind(after, "filler") and rows.is_kind(after + 1, "unit", "units"):
        after += 1
    if rows.is_kind(after, "unit"):
        return _shifted_unit(rows, at, after, shift)
    if rows.is_word(after, "season"):
        return _playing_season(analysis, rows, at, after, shift)
    if rows.is_kind(after, "units", "number", "fuzzy"):
        return _shifted_count(rows, at, after, shift)
    if rows.word[at] in ("current",):
        return Expression(at, at + 1, "ref", "ref", code="PRESENT_REF")
    if shift == "past":
        return None
    return _shifted_name(analysis, rows, at, after, shift)


def _recent(rows: Atoms, at: int) -> Expression:
    hi = at + 1
    if rows.is_kind(hi, "units"):
        hi += 1
    elif rows.is_kind(hi, "fuzzy") and rows.is_kind(hi + 1, "units"):
        hi += 2
    return Expression(at, hi, "ref", "recent", code="PAST_REF")


def _shifted_unit(rows: Atoms, at: int, after: int, shift: str) -> Expression | None:
    """ "last week", "this weekend", "the past year", "the same day"."""
    unit = rows.value[after]
    if unit in ("TS", "TM") or (unit == "TH" and shift not in ("past", "last", "next")):
        return None
    if unit == "WE":
        return Expression(at, after + 1, "weekend", "weekend", shift=shift)
    if unit in ("TH", "DE", "CE") and shift in ("past", "last", "next"):
        return Expression(at, after + 1, "duration", "past", unit=unit, count=1, shift=shift)
    if shift == "past" and unit != "D":
        return Expression(at, after + 1, "duration", "past", unit=unit, count=1, shift=shift)
    if unit == "D" and shift in ("last", "past", "this"):
        return _nth_of(rows, at, after, -1, unit) if shift == "last" else None
    if shift == "last":
        nth = _nth_of(rows, at, after, -1, unit)
        if nth is not None:
            return nth
    if shift in ("following", "same", "this") and rows.is_word(after + 1, "-", "’s") and rows.is_word(after + 2, "old"):
        return None
    return Expression(at, after + 1, "shifted", "shifted", shift=shift, unit=unit)


def _playing_season(analysis: Analysis, rows: Atoms, at: int, after: int, shift: str) -> Expression | None:
    """ "last season", "this season" of a sport or a series; not "last season finale"."""
    tokens, token = analysis.tokens, rows.token[after]
    if shift in ("past", "same", "following") or tokens.dep[token] in ("compound", "nmod"):
        return None
    return Expression(
        at, after + 1, "shifted", "playing_season", shift="last" if shift == "previous" else shift, unit="Y"
    )


def _shifted_count(rows: Atoms, at: int, after: int, shift: str) -> Expression | None:
    """ "the past three weeks", "the next few months", "the coming days"."""
    if shift in ("same",) and not rows.is_kind(after, "units"):
        return None
    if rows.is_kind(after, "units"):
        if rows.value[after] in ("TS", "TM") or shift in ("this", "same"):
            return None
        return Expression(at, after + 1, "duration", "past", unit=rows.value[after], shift=shift)
    quantity = _quantities.duration(rows, after)
    if quantity is None or quantity.kind != "duration" or shift in ("same", "this"):
        return None
    return replace(quantity, lo=at, shift=shift, rule="past")


def _shifted_name(analysis: Analysis, rows: Atoms, at: int, after: int, shift: str) -> Expression | None:
    """ "last Thursday", "this morning", "next March", "last summer", "last Christmas"."""
    if rows.is_kind(after, "weekday"):
        found = Expression(at, after + 1, "weekday", "weekday", weekday=int(rows.value[after]), shift=shift)
        return found
    if rows.is_kind(after, "daypart"):
        return Expression(at, after + 1, "daypart", "daypart", part=rows.value[after], shift=shift)
    if rows.is_kind(after, "month") and shift in ("last", "next", "this", "previous", "following"):
        inner = _dates.read(analysis, rows, after)
        return None if inner is None else replace(inner, lo=at, shift=shift)
    if rows.is_kind(after, "season", "holiday"):
        kind = "season" if rows.kind[after] == "season" else "holiday"
        return Expression(
            at, after + 1, "season" if kind == "season" else "holiday", kind, code=rows.value[after], shift=shift
        )
    if rows.is_kind(after, "ordinal") or rows.is_word(after, "quarter"):
        inner = _dates.read(analysis, rows, after)
        return replace(inner, lo=at, shift=shift) if inner is not None and inner.kind == "quarter" else None
    return None


def _ordinal(analysis: Analysis, rows: Atoms, at: int) -> Expression | None:
    """ "the first week of May", "a third straight day", "the fourth week in a row"."""
    number, after = int(rows.value[at]), at + 1
    marked = rows.is_word(after, "straight", "consecutive", "successive")
    after += 1 if marked else 0
    if not rows.is_kind(after, "unit") or rows.value[after] not in ("D", "W", "M", "Q", "Y", "WE"):
        return None
    unit = rows.value[after]
    in_a_row = rows.is_word(after + 1, "in") and rows.is_word(after + 2, "a") and rows.is_word(after + 3, "row")
    if marked or in_a_row or (rows.is_word(after + 1, "running")):
        if unit == "WE":
            return Expression(at, after + 1, "weekend", "weekend", shift="this")
        return Expression(at, after + 1, "shifted", "in_a_row", shift="this", unit=unit)
    return _nth_of(rows, at, after, number, unit)


def _nth_of(rows: Atoms, at: int, after: int, number: int, unit: str) -> Expression | None:
    """ "the first week of May", "the last day of 2025"."""
    if unit not in ("D", "W", "WE") or not rows.is_word(after + 1, "of"):
        return None
    if rows.is_kind(after + 2, "month"):
        month = int(rows.value[after + 2])
        year = _dates.year_at(rows, after + 3)
        return Expression(at, after + (4 if year else 3), "nth", "nth", count=number, unit=unit, month=month, year=year)
    year = _dates.year_at(rows, after + 2)
    return None if year is None else Expression(at, after + 3, "nth", "nth", count=number, unit=unit, year=year)
