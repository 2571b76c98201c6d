"""Readings that count: durations, points a duration away ("two days later"), and sets ("twice a week")."""

from __future__ import annotations

from dataclasses import replace

from onrecord.analysis import Analysis
from onrecord.stages.date_events._grammar import Expression
from onrecord.stages.date_events._words import HYPHENS, Atoms

PAST = ("ago", "earlier", "before", "previously", "prior", "back")
OWN = ("his", "her", "its", "their", "our", "my", "your", "these", "those", "last", "first", "early", "final")
FUTURE = ("later", "after", "hence", "on", "afterwards", "from")
BEFORE_PLURAL = (
    "for", "in", "over", "within", "after", "of", "lasted", "took", "spent", "take", "spend", "last", "lasting", "taken", "hours",
    "and", "or", "but", "through", "during", "only", "just", "the", ",", "by", "years", "months", "days", "weeks", "at", "until",
    "with", "from", "amid", "despite", "following",
)  # fmt: skip
BACK_TO = ("to", "in", "at", "home", "from", "on", "into", "with", "and", "of", "up", "down")
"""After "back", the words of a way back and not of the past ("two weeks back home")."""
MAX_DIGITS = 9
MULTIPLIERS = ("times", "time")


def read(analysis: Analysis, rows: Atoms, at: int) -> Expression | None:
    """The longest counting reading that begins at the atom."""
    kind = rows.kind[at]
    if kind in ("rate", "every", "weekdays", "set"):
        return read_set(rows, at)
    if kind == "number" and rows.is_word(at + 1, *MULTIPLIERS):
        return _rate(rows, at, at + 2)
    if kind not in ("det", "number", "fuzzy", "approx", "units", "filler", "shift", "unit"):
        return None
    if kind == "unit":
        return _compound_unit(rows, at)
    found = duration(rows, at)
    if found is None:
        return None
    if _is_rate_of(analysis, rows, found):
        return replace(found, kind="set", rule="rate")
    return found


def _compound_unit(rows: Atoms, at: int) -> Expression | None:
    """ "week-long", "year-long": one of them; "years-long" is read as a duration without a number."""
    if rows.is_word(at + 1, *HYPHENS) and rows.is_word(at + 2, "long"):
        return Expression(at, at + 3, "duration", "duration", unit=rows.value[at], count=1)
    return None


def _is_rate_of(analysis: Analysis, rows: Atoms, found: Expression) -> bool:
    """ "15 aircraft a year": "a" with a unit that hangs on a noun or number, not on a preposition."""
    if found.kind != "duration" or rows.word[found.lo] not in ("a", "an") or found.hi - found.lo != 2 or not found.lo:
        return False
    tokens, token = analysis.tokens, rows.token[found.hi - 1]
    before = rows.token[found.lo - 1]
    return tokens.dep[token] == "npadvmod" and tokens.pos[before] in ("NOUN", "NUM", "SYM", "PROPN") and (
        tokens.sentence[before] == tokens.sentence[token]
    )  # fmt: skip


# ---- sets ----
def read_set(rows: Atoms, at: int) -> Expression | None:
    """ "daily", "on Mondays", "every two weeks", "twice a week", "per day"."""
    kind = rows.kind[at]
    if kind == "set":
        return Expression(at, at + 1, "set", "set", code=rows.value[at])
    if kind == "weekdays":
        return Expression(at, at + 1, "set", "weekdays", code=f"XXXX-WXX-{rows.value[at]}")
    if kind == "rate":
        return _rate(rows, at, at + 1)
    after, count = at + 1, 1.0
    if rows.is_word(after, "other"):
        after, count = after + 1, 2.0
    elif rows.is_word(after, "single"):
        after += 1
    else:
        number = _count(rows, after)
        if number is not None and number[0] is not None and rows.is_kind(number[1], "units"):
            count, after = number[0], number[1]
    if rows.is_kind(after, "unit", "units"):
        if rows.word[at] == "per" and rows.value[after] in ("TS",):
            return None
        return Expression(at, after + 1, "set", "every", unit=rows.value[after], count=count)
    if rows.word[at] == "per":
        return None
    if rows.is_kind(after, "weekday"):
        return Expression(at, after + 1, "set", "every", code=f"XXXX-WXX-{rows.value[after]}")
    if rows.is_kind(after, "month"):
        return Expression(at, after + 1, "set", "every", code=f"XXXX-{int(rows.value[after]):02d}")
    if rows.is_kind(after, "season", "daypart"):
        code = f"XXXX-{rows.value[after]}" if rows.kind[after] == "season" else f"XXXX-XX-XXT{rows.value[after]}"
        return Expression(at, after + 1, "set", "every", code=code)
    return None


def _rate(rows: Atoms, at: int, after: int) -> Expression | None:
    """ "twice a week", "three times every year"."""
    if rows.is_word(after, "a", "an", "every", "each", "per") and rows.is_kind(after + 1, "unit"):
        return Expression(at, after + 2, "set", "rate", unit=rows.value[after + 1], count=1)
    if rows.is_kind(after, "set") and rows.word[at] in ("once", "twice"):
        return Expression(at, after + 1, "set", "rate", code=rows.value[after])
    return None


# ---- durations and what they lead to ----
def duration(rows: Atoms, at: int) -> Expression | None:
    """ "nearly five months", "a two-day", "half an hour", "decades", and with "ago" or "later" the point that far away."""
    lo, after, modifier = at, at, False
    while rows.is_kind(after, "approx"):
        after += 1
        lo = after if rows.word[after - 1] == "over" and rows.is_kind(after, "approx") else lo
    if after > at and not rows.is_kind(after, "det", "number", "fuzzy"):
        return None
    if rows.is_kind(after, "units"):
        return _bare_plural(rows, after)
    count, after, lo = _leading_count(rows, lo, after)
    if after < 0:
        return None
    if rows.is_word(after, *HYPHENS):
        after, modifier = after + 1, True
    if rows.is_kind(after, "filler") and not modifier:
        after += 1
    if not rows.is_kind(after, "unit", "units") or (
        rows.kind[after] == "unit" and not _singular_fits(rows, lo, after, count)
    ):
        return None
    unit, after = rows.value[after], after + 1
    if rows.is_word(after, "and") and rows.is_word(after + 1, "a") and rows.is_word(after + 2, "half"):
        count, after = (count or 0) + 0.5, after + 3
    if rows.is_word(after, *HYPHENS) and rows.is_word(after + 1, "long", "old"):
        after, modifier = after + 2, True
    elif rows.is_word(after, "old", "long") and modifier:
        after += 1
    if modifier:
        lo = next((row for row in range(lo, after) if not rows.is_kind(row, "det", "approx")), lo)
    found = Expression(lo, after, "duration", "duration", unit=unit, count=count)
    return found if modifier else _away(rows, found)


def _singular_fits(rows: Atoms, lo: int, at: int, count: float | None) -> bool:
    """ "a year", "27-year", "one month", "20 year low"; not "the year", "three quarter"."""
    if rows.value[at] == "Q":
        return False
    if rows.is_kind(lo, "det") and rows.word[lo] not in ("a", "an") and at == lo + 1:
        return False
    return count is not None


def _leading_count(rows: Atoms, lo: int, at: int) -> tuple[float | None, int, int]:
    """The count, the row after it (-1: none), and where the expression begins."""
    if rows.is_kind(at, "det"):
        if rows.word[at] in ("a", "an"):
            if rows.is_word(at + 1, "few", "couple", "dozen", "half") or rows.is_kind(at + 1, "number"):
                inner = _count(rows, at + 1)
                return (inner[0], inner[1], lo) if inner is not None else (None, -1, lo)
            if rows.is_kind(at + 1, "filler") and not rows.is_kind(at + 2, "unit"):
                return None, -1, lo
            return 1.0, at + 1, lo
        at += 1
        if not rows.is_kind(at, "number", "fuzzy"):
            return None, -1, lo
        if rows.word[at - 1] != "the":
            lo = at if lo == at - 1 else lo
    number = _count(rows, at)
    return (None, -1, lo) if number is None else (number[0], number[1], lo)


def _count(rows: Atoms, at: int) -> tuple[float | None, int] | None:
    """A number in words or digits and the row after it; the number is None where the text is vague."""
    if rows.is_kind(at, "fuzzy"):
        value = rows.value[at]
        after = at + 1
        if rows.word[at] == "half":
            return (0.5, after + 1) if rows.is_word(after, "a", "an") else (0.5, after)
        if rows.is_kind(after, "number") and rows.is_word(after, "hundred", "dozen"):
            after += 1
        if rows.is_word(after, "of"):
            after += 1
        return (float(value) if value != "X" else None), after
    if not rows.is_kind(at, "number") or len(rows.value[at]) > MAX_DIGITS:
        return None
    value = rows.value[at].replace(",", "")
    total, after = float(value), at + 1
    digits = rows.word[at][0].isdigit()
    if not digits and total >= 20 and total % 10 == 0:
        step = after + 1 if rows.is_word(after, *HYPHENS) else after
        if rows.is_kind(step, "number") and not rows.word[step][0].isdigit() and float(rows.value[step]) < 10:
            total, after = total + float(rows.value[step]), step + 1
    if rows.is_word(after, "hundred", "dozen"):
        total, after = total * float(rows.value[after]), after + 1
    if rows.is_word(after, "and") and rows.is_word(after + 1, "a") and rows.is_word(after + 2, "half"):
        return total + 0.5, after + 3
    if (
        rows.is_word(after, "to", "or", *HYPHENS)
        and rows.is_kind(after + 1, "number")
        and rows.is_kind(after + 2, "units")
    ):
        return None, after + 2
    return total, after


def _bare_plural(rows: Atoms, at: int) -> Expression | None:
    """ "minutes", "for years", "decades-long", "hours later"."""
    after = at + 1
    if rows.is_word(after, *HYPHENS) and rows.is_word(after + 1, "long"):
        return Expression(at, after + 2, "duration", "duration", unit=rows.value[at])
    found = _away(rows, Expression(at, after, "duration", "duration", unit=rows.value[at]))
    if found.kind == "offset" or found.rule == "away":
        return found
    if rows.is_word(after, "of") and not rows.is_word(at - 1, "the", *OWN) and rows.value[at] not in ("TS", "Q"):
        return found
    return found if at == 0 or rows.word[at - 1] in BEFORE_PLURAL else None


def _away(rows: Atoms, found: Expression) -> Expression:
    """With "ago", "later" and their like: the point that far away, not the stretch."""
    at = found.hi
    if at >= len(rows):
        return found
    word = rows.word[at]
    if word == "ago":
        return replace(found, hi=at + 1, kind="offset", rule="ago", direction=-1, anchor="report")
    if word == "back" and not rows.is_word(at + 1, *BACK_TO) and not rows.is_word(found.lo - 1, "for", "spent", "took"):
        return replace(found, hi=at + 1, kind="offset", rule="ago", direction=-1, anchor="report")
    if word == "from" and rows.is_word(at + 1, "now", "today"):
        return replace(found, hi=at + 2, kind="offset", rule="from_now", direction=1, anchor="report")
    if word in ("earlier", "later", "hence") and not rows.is_word(at + 1, "than"):
        direction = -1 if word == "earlier" else 1
        return replace(found, hi=at + 1, kind="offset", rule=word, direction=direction, anchor="story")
    if word in ("before", "after", "previously", "afterwards") and rows.is_end(at + 1):
        direction = -1 if word in ("before", "previously") else 1
        return replace(found, hi=at + 1, kind="offset", rule=word, direction=direction, anchor="story")
    if word in ("before", "after", "into", "since"):
        return replace(found, rule="away")
    return found
