"""Readings that name a place on the calendar: days, months, years, weekdays, seasons, quarters, decades, clock times."""

from __future__ import annotations

from dataclasses import replace

from onrecord.analysis import Analysis
from onrecord.stages.date_events import _eras
from onrecord.stages.date_events._grammar import Expression
from onrecord.stages.date_events._words import HYPHENS, Atoms

TO = (*HYPHENS, "to", "through", "until", "till")
BEFORE_YEAR = {
    "in", "since", "by", "of", "from", "until", "till", "during", "after", "before", "to", "and", "through", "between",
    "early", "late", "mid", "mid-", "circa", "fiscal", "year", "(", "the", "around", "for", "late-", "early-", "back", "or",
    "per", "than", "'s", ",", "as", "-", "–",
}  # fmt: skip
NOT_BEFORE_YEAR = {
    "$", "€", "£", "¥", "#", "no.", "nearly", "over", "about", "some", "least", "approximately", "almost", "number",
    "flight", "around", "another", "us$", "page", "nos.", "than", "up", "of_", "room", "route", "highway", "section",
}  # fmt: skip
BEFORE_MONTH = {
    "in", "since", "until", "till", "by", "of", "from", "to", "between", "and", "through", "for", "during", "before",
    "after", "on", "early", "late", "mid", "last", "next", "this", "-", "–", "end", "around", "every", "or",
    "(", "throughout", "past", "with", "'s", "previous", "following", "that",
}  # fmt: skip
NAMES = {4, 5, 6, 8, 3, 1}
"""Months that are also given names, family names or verbs."""


def read(analysis: Analysis, rows: Atoms, at: int) -> Expression | None:
    """The longest calendar reading that begins at the atom."""
    kind = rows.kind[at]
    if kind in ("foreign", "feast", "era", "number", "ordinal"):
        found = _eras.read(rows, at)
        if found is not None or kind in ("foreign", "feast", "era"):
            return found
    if kind in ("weekday", "short_weekday"):
        return _weekday(analysis, rows, at)
    if kind == "month":
        return _month_first(analysis, rows, at)
    if kind in ("number", "ordinal"):
        return _number_first(analysis, rows, at)
    if kind in ("numeric", "iso"):
        return Expression(at, at + 1, "numeric", kind, code=rows.value[at])
    if kind == "decade":
        if not _is_decade(rows, at):
            return None
        return Expression(at, at + 1, "decade", "decade", year=_decade_year(rows.value[at]))
    if kind == "short_year":
        return Expression(at, at + 1, "year", "short_year", year=_full_year(int(rows.value[at])))
    if kind in ("quarter", "half"):
        return _quarter(rows, at, at + 1, kind, int(rows.value[at]))
    if kind == "fiscal":
        return Expression(at, at + 1, "year", "fiscal", year=_full_year(int(rows.value[at])))
    if kind in ("season", "holiday"):
        return _named(rows, at)
    return None


def _full_year(year: int) -> int:
    """Two digits: up to 49 this century, else the last."""
    return year if year > 99 else year + (2000 if year < 50 else 1900)


def _decade_year(digits: str) -> int:
    return int(digits) if len(digits) == 4 else (2000 if int(digits) < 20 else 1900) + int(digits)


def _is_decade(rows: Atoms, at: int) -> bool:
    """ "the 70s", "'20s"; not "$20s", "her 30s", "in the mid-30s" (ages and degrees)."""
    digits = rows.value[at]
    if not rows.word[at][0].isdigit():
        return rows.word[at][0] in "'’" or rows.is_word(at - 1, "the", "early", "mid", "late", "-")
    if len(digits) == 4:
        return True
    if rows.is_word(at - 1, "'", "’", "‘") and rows.end[at - 1] == rows.start[at]:
        return True
    return int(digits) >= 50 and not rows.is_word(
        at - 1, "his", "her", "their", "my", "our", "your", "its", "$", "€", "£"
    )


def year_at(rows: Atoms, at: int) -> int | None:
    """The atom's number if it has the shape of a year."""
    if not rows.is_kind(at, "number"):
        return None
    digits = rows.value[at]
    return int(digits) if len(digits) == 4 and digits.isdigit() and (digits[0] in "12" or digits == "0000") else None


def day_at(rows: Atoms, at: int) -> int | None:
    """The atom's number if it can be meant as a day of a month, 1 to 39 (above 31: somebody's mistake, to be reported)."""
    if not rows.is_kind(at, "number", "ordinal"):
        return None
    digits = rows.value[at]
    if rows.kind[at] == "number" and rows.word[at] != digits:
        return None
    most = 99 if rows.is_word(at - 1, "on") else 39
    return int(digits) if digits.isdigit() and len(digits) <= 2 and 0 < int(digits) <= most else None


# ---- weekday, month, day, year ----
def _weekday(analysis: Analysis, rows: Atoms, at: int) -> Expression | None:
    weekday = int(rows.value[at])
    after = at + 1
    if rows.is_word(after, ",") or rows.is_word(after, "the"):
        after += 1
    date: Expression | None = None
    if rows.is_kind(after, "month"):
        date = _month_first(analysis, rows, after)
    elif rows.is_kind(after, "number", "ordinal") and day_at(rows, after) and after + 3 > at:
        date = _day_first(rows, after)
    if date is not None and date.day is not None:
        return replace(date, lo=at, weekday=weekday)
    if rows.kind[at] == "short_weekday" or _is_named_day(analysis, rows.token[at]):
        return None
    return Expression(at, at + 1, "weekday", "weekday", weekday=weekday)


def _is_named_day(analysis: Analysis, token: int) -> bool:
    """ "Super Tuesday", "a Sunday Mass": part of a longer name; not "told Mr. Obama Friday", "put on IR Friday"."""
    tokens = analysis.tokens
    if not token or tokens.sentence[token - 1] != tokens.sentence[token]:
        return False
    before = token - 1
    if not tokens.text[before][:1].isupper() or before == analysis.sentence_of(token)[0]:
        return False
    if tokens.dep[before] == "amod" and tokens.head[before] == token:
        return True
    is_person = tokens.ent[token] == tokens.ent[before] == "PERSON"
    return is_person and tokens.dep[token] in ("nsubj", "nsubjpass", "poss")


def _month_first(analysis: Analysis, rows: Atoms, at: int) -> Expression | None:
    """ "March 3, 2026", "March 3-5", "March 2026", "October of next year", "March"."""
    month = int(rows.value[at])
    day = day_at(rows, at + 1)
    if day is not None and not _counts(rows, at + 2):
        found = Expression(at, at + 2, "date", "month_day", month=month, day=day)
        return _with_year(rows, _with_day_range(rows, found))
    found = _with_year(rows, Expression(at, at + 1, "date", "month", month=month))
    if found.year is None and found.within is None and not _is_bare_month(analysis, rows, at):
        return None
    return found


def _counts(rows: Atoms, at: int) -> bool:
    """What follows shows that the number was a count or a time ("May 10 percent", "March 10 a.m.")."""
    return rows.is_word(at, "%", "percent") or rows.is_kind(at, "meridiem")


def _is_bare_month(analysis: Analysis, rows: Atoms, at: int) -> bool:
    """A month by itself, not a person, a verb or a protest march."""
    tokens, token = analysis.tokens, rows.token[at]
    if rows.is_word(at - 1, "the", "a") and rows.is_word(at + 1, "on", "for", "against", "through", "to"):
        return False
    if tokens.ent[token] in ("PERSON", "ORG", "GPE", "FAC", "WORK_OF_ART"):
        return False
    if int(rows.value[at]) not in NAMES or rows.word[at].endswith("."):
        return True
    return (at > 0 and rows.word[at - 1] in BEFORE_MONTH) or tokens.ent[token] == "DATE"


def _with_day_range(rows: Atoms, found: Expression) -> Expression:
    """ "March 3-5", "March 3 to 5", "March 30 - April 2"."""
    at = found.hi
    if not rows.is_word(at, *TO):
        return found
    day = day_at(rows, at + 1)
    if day is not None and not rows.is_kind(at + 2, "month", "unit", "units", "meridiem") and not _counts(rows, at + 2):
        return replace(found, hi=at + 2, day_to=day) if found.day is not None and day > found.day else found
    if rows.word[at] in HYPHENS and rows.is_kind(at + 1, "month"):
        day = day_at(rows, at + 2)
        if day is not None:
            return replace(found, hi=at + 3, month_to=int(rows.value[at + 1]), day_to=day)
    return found


def _with_year(rows: Atoms, found: Expression) -> Expression:
    """The year that follows, with or without a comma, or "of last year", or "last year"."""
    at = found.hi
    if rows.is_word(at, ","):
        at += 1
    year = year_at(rows, at)
    if year is not None and not _is_count_after(rows, at + 1):
        return replace(found, hi=at + 1, year=year)
    if found.day is None and rows.is_kind(found.hi, "short_year"):
        return replace(found, hi=found.hi + 1, year=_full_year(int(rows.value[found.hi])))
    at = found.hi
    if rows.is_word(at, "of", "in") or rows.is_word(at, "the"):
        at += 1
    year = year_at(rows, at)
    if year is not None and rows.is_word(found.hi, "of"):
        return replace(found, hi=at + 1, year=year)
    of_that = rows.is_word(found.hi, "of") or rows.value[at : at + 1] in (["last"], ["next"], ["this"])
    if of_that and rows.is_kind(at, "shift") and rows.is_word(at + 1, "year"):
        within = Expression(at, at + 2, "shifted", "shifted", shift=rows.value[at], unit="Y")
        return replace(found, hi=at + 2, within=within)
    return found


def _is_count_after(rows: Atoms, at: int) -> bool:
    return rows.is_kind(at, "units") or rows.is_word(at, "people", "%", "percent")


def _number_first(analysis: Analysis, rows: Atoms, at: int) -> Expression | None:
    """ "3 March 2026", "3-5 March", "2026-03-10", "2019-2021", "third quarter", "21st century", "2008"."""
    if day_at(rows, at) is not None:
        found = _day_first(rows, at)
        if found is not None:
            return found
    if rows.value[at] == "0" and rows.is_word(at - 1, "year"):
        return Expression(at - 1, at + 1, "year", "year", year=0)
    if rows.kind[at] == "ordinal":
        return _ordinal_first(rows, at)
    year = year_at(rows, at)
    if year is None:
        return _apostrophe_year(rows, at)
    if rows.is_word(at + 1, *HYPHENS):
        if rows.is_word(at + 3, *HYPHENS) and rows.is_kind(at + 2, "number") and rows.is_kind(at + 4, "number"):
            if not all(rows.value[part].isdigit() and len(rows.value[part]) <= 2 for part in (at + 2, at + 4)):
                return None
            iso = "-".join((rows.value[at], rows.value[at + 2].zfill(2), rows.value[at + 4].zfill(2)))
            return Expression(at, at + 5, "numeric", "iso", code=iso)
        to = _year_after(rows, at + 2, year)
        if to is not None:
            return Expression(at, at + 3, "year", "years", year=year, year_to=to)
    return Expression(at, at + 1, "year", "year", year=year) if _is_year(analysis, rows, at) else None


def _apostrophe_year(rows: Atoms, at: int) -> Expression | None:
    """ "since '82" where the mark is a word of its own."""
    digits = rows.value[at]
    if at < 2 or rows.word[at - 1] not in ("'", "’", "‘") or len(digits) != 2 or not digits.isdigit():
        return None
    if rows.end[at - 1] != rows.start[at] or rows.word[at - 2] not in (
        "in",
        "since",
        "of",
        "until",
        "from",
        "by",
        "before",
    ):
        return None
    return Expression(at, at + 1, "year", "short_year", year=_full_year(int(digits)))


def _year_after(rows: Atoms, at: int, year: int) -> int | None:
    """The end of "2019-2021" or "2019-20"."""
    to = year_at(rows, at)
    if to is None and rows.is_kind(at, "number") and len(rows.value[at]) == 2 and rows.value[at].isdigit():
        to = year // 100 * 100 + int(rows.value[at])
    return to if to is not None and year < to <= year + 150 else None


def _is_year(analysis: Analysis, rows: Atoms, at: int) -> bool:
    """A number of four digits that is a year: not a count, a price, a flight or a product."""
    year = int(rows.value[at])
    tokens, token = analysis.tokens, rows.token[at]
    before = rows.word[at - 1] if at and tokens.sentence[rows.token[at - 1]] == tokens.sentence[token] else ""
    if (
        before in NOT_BEFORE_YEAR
        or rows.is_kind(at + 1, "units", "zone")
        or rows.is_word(at + 1, "%", "percent", "hours")
    ):
        return False
    if year == 0:
        return before in ("in", "since", "year")
    if token + 1 < len(tokens) and tokens.tag[token + 1] == "NNS" and before not in ("in", "since", "during", "the"):
        return False
    if token + 1 < len(tokens) and tokens.tag[token + 1] == "NNS" and tokens.dep[token] == "nummod":
        return before == "the"
    known = before in BEFORE_YEAR or tokens.ent[token] == "DATE"
    if not 1900 <= year <= 2099:
        return before in ("in", "since", "year", "circa", "until", "from") and 1000 <= year <= 2999
    return known or before == "" or tokens.dep[token] in ("nummod", "npadvmod", "pobj", "appos", "nmod", "compound")


def _day_first(rows: Atoms, at: int) -> Expression | None:
    """ "3 March", "3rd of March 2026", "3-5 March", "3 and 4 March"."""
    day = day_at(rows, at)
    after, day_to = at + 1, None
    if rows.is_word(after, *TO, "and") and day_at(rows, after + 1):
        day_to, after = day_at(rows, after + 1), after + 2
    if rows.is_word(after, "of"):
        after += 1
    if rows.is_word(after, *HYPHENS) and rows.is_kind(after + 1, "month"):
        after += 1
    if not rows.is_kind(after, "month") or day is None:
        return None
    if rows.kind[at] == "number" and rows.word[after - 1] == "of":
        return None
    found = Expression(at, after + 1, "date", "day_month", month=int(rows.value[after]), day=day)
    if day_to is not None:
        if day_to <= day:
            return None
        found = replace(found, day_to=day_to)
    if rows.is_word(found.hi, *HYPHENS) and year_at(rows, found.hi + 1):
        return replace(found, hi=found.hi + 2, year=year_at(rows, found.hi + 1))
    return _with_year(rows, found)


# ---- quarters, centuries, seasons, holidays ----
def _ordinal_first(rows: Atoms, at: int) -> Expression | None:
    number, after = int(rows.value[at]), at + 1
    if rows.is_word(after, *HYPHENS):
        after += 1
    if rows.is_word(after, "fiscal", "financial", "calendar"):
        after += 1
    if rows.is_word(after, "quarter") and (1 <= number <= 4 or number == -1):
        return _quarter(rows, at, after + 1, "quarter", 4 if number == -1 else number)
    if rows.is_word(after, "half") and number in (1, 2):
        found = _quarter(rows, at, after + 1, "half", number)
        return found if found.year is not None or found.within is not None else None
    if rows.is_word(after, "century") and rows.is_kind(after + 1, "era") and rows.value[after + 1] == "BC":
        return Expression(at, after + 2, "year", "before_christ", year=0, code=f"BC{max(number - 1, 0):02d}")
    if rows.is_word(after, "century") and 1 <= number <= 30:
        return Expression(at, after + 1, "century", "century", count=number)
    return None


def _quarter(rows: Atoms, lo: int, at: int, kind: str, number: int) -> Expression:
    """The quarter or half with the year that follows it ("of 2026", "of last year", "2026")."""
    found = Expression(lo, at, "quarter" if kind == "quarter" else "half", kind, count=number)
    return _of_year(rows, found)


def _of_year(rows: Atoms, found: Expression) -> Expression:
    at = found.hi
    at += 1 if rows.is_word(at, "of", "in", ",") else 0
    at += 1 if rows.is_word(at, "the") else 0
    at += 1 if rows.is_word(at, "fiscal") else 0
    year = year_at(rows, at)
    if year is not None:
        to = _year_after(rows, at + 2, year) if rows.is_word(at + 1, *HYPHENS) else None
        return replace(found, hi=at + (3 if to else 1), year=year)
    if rows.is_kind(at, "shift") and rows.is_word(at + 1, "year"):
        within = Expression(at, at + 2, "shifted", "shifted", shift=rows.value[at], unit="Y")
        return replace(found, hi=at + 2, within=within)
    return found


def _named(rows: Atoms, at: int) -> Expression | None:
    """A season or a holiday, with its year."""
    if rows.kind[at] == "holiday":
        return _of_year(rows, Expression(at, at + 1, "holiday", "holiday", code=rows.value[at]))
    found = _of_year(rows, Expression(at, at + 1, "season", "season", code=rows.value[at]))
    in_the = rows.is_word(at - 1, "the") and rows.is_word(at - 2, "in") and not rows.is_word(at + 1, "of")
    if found.year is None and found.within is None and (
        ("weak" in rows.note[at] and not in_the) or rows.is_kind(at - 1, "number") or rows.is_word(at - 1, "of", "a", "hot")
        or rows.is_word(at + 1, "s", "-", "board")
    ):  # fmt: skip
        return None
    return found


# ---- clock ----
def clock(rows: Atoms, at: int) -> Expression | None:
    """ "10:15 a.m.", "10 am", "15.00 GMT", "0800 hours", "five o'clock", "noon"."""
    if at >= len(rows):
        return None
    after = at + 1
    if rows.kind[at] == "clock":
        hour, minute = (int(part) for part in rows.value[at].split(":"))
        return _with_zone(rows, Expression(at, after, "clock", "clock", clock=(hour, minute)))
    if rows.kind[at] == "time":
        hour, minute = _parts(rows.value[at].replace("h", ":"))
        meridiem = 12 if rows.note[at] == "p" else 0 if rows.note[at] == "a" else None
    elif rows.kind[at] == "number" and "," not in rows.value[at] and len(rows.value[at]) <= 5:
        hour, minute = _parts(rows.value[at])
        meridiem = None
        marked = rows.is_kind(after, "meridiem", "zone") or rows.is_word(after, "o'clock", "o’clock", "hours", "hrs")
        marked = marked or (hour <= 12 and rows.word[at].isdigit() and _part_of_day(rows, after) is not None)
        if not marked or (rows.is_word(after, "hours", "hrs") and len(rows.value[at]) != 4):
            return None
        if rows.is_kind(after, "zone") and len(rows.value[at]) < 4 and rows.value[after] == "":
            return None
    else:
        return None
    if rows.is_kind(after, "meridiem") and meridiem is None:
        meridiem, after = int(rows.value[after]), after + 1
    elif rows.is_word(after, "o'clock", "o’clock", "hours", "hrs"):
        after += 1
    if meridiem is not None and hour <= 12:
        hour = hour % 12 + meridiem
    if rows.is_word(after, "or") and rows.is_word(after + 1, "so"):
        after += 2
    if meridiem is None and hour <= 12:
        part = _part_of_day(rows, after)
        if part is not None:
            hour, after = (hour % 12 if part[0] == "MO" else _in_part(hour, part[0])), part[1]
    return _with_zone(rows, Expression(at, after, "clock", "clock", clock=(hour, minute)))


def _part_of_day(rows: Atoms, at: int) -> tuple[str, int] | None:
    """ "in the morning", "at night" behind an hour, and the row after it."""
    if rows.is_word(at, "in") and rows.is_word(at + 1, "the") and rows.is_kind(at + 2, "daypart"):
        return (rows.value[at + 2], at + 3) if rows.value[at + 2] in ("MO", "AF", "EV") else None
    return ("NI", at + 2) if rows.is_word(at, "at") and rows.is_word(at + 1, "night") else None


def _in_part(hour: int, part: str) -> int:
    """The hour of 24: "3 in the afternoon", "11 at night", but "2 at night" is after midnight."""
    if part == "NI" and (hour == 12 or hour < 5):
        return hour % 12
    return hour % 12 + 12


def _parts(digits: str) -> tuple[int, int]:
    """Hour and minute of "10:15", "15.00", "0800" or "5"."""
    for mark in (":", "."):
        if mark in digits:
            hour, minute = digits.split(mark)[:2]
            return int(hour or 0), int(minute or 0)
    return (int(digits[:2]), int(digits[2:])) if len(digits) == 4 else (int(digits), 0)


def _with_zone(rows: Atoms, found: Expression) -> Expression:
    """ "GMT", "local time", "Moscow time", "Eastern"."""
    at = found.hi
    if rows.is_kind(at, "zone"):
        after = at + 1 + (1 if rows.is_word(at + 1, "time") else 0)
        return replace(found, hi=after, zone=rows.value[at] or None)
    if (
        rows.is_word(at + 1, "time")
        and at < len(rows)
        and rows.word[at] not in ("the", "this", "that", "for", "of", "a")
    ):
        return replace(found, hi=at + 2) if rows.kind[at] == "" and rows.word[at].isalpha() else found
    return found
