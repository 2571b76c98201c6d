"""The year of a day and month that the words leave out.

In: the day in the years around the report, the weekday if it is named, the expression's words in the parse. Out: a year, or
None. The one idea: what is written decides before what is near: the weekday ("Monday, June 8"), then a verb that tells the
day as done ("dismissed on June 8": not a June to come), and only then nearness and tense.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache

from onrecord import lexicons
from onrecord.analysis import Analysis
from onrecord.stages.date_events import _modality

FAR_DAYS = 60
"""A day and month without a year is the nearest such day; beyond this many days the verb's tense decides instead."""


@cache
def _plans() -> frozenset[str]:
    """Verbs in the past whose day may be still to come."""
    return frozenset(row["lemma"] for row in lexicons.load("times_spans") if row["role"] == "plan")


def written(options: Sequence[date], report: date, weekday: int | None, is_done: bool) -> int | None:
    """The year that the weekday or the verb settles."""
    fitting = [day for day in options if day.isoweekday() == weekday]
    if fitting:
        return min(fitting, key=lambda day: abs((day - report).days)).year
    nearest = min(options, key=lambda day: abs((day - report).days))
    before = [day for day in options if day <= report]
    return before[-1].year if is_done and before and (nearest - report).days > 1 else None


def nearest(options: Sequence[date], report: date, tense: str) -> int:
    """The year of the nearest day; where that is far, the tense chooses the side."""
    best = min(options, key=lambda day: abs((day - report).days))
    gap = (best - report).days
    if gap > FAR_DAYS and tense == "past" and options[0] < report:
        return max(day for day in options if day <= report).year
    if gap < -FAR_DAYS and tense != "past" and options[-1] > report:
        return min(day for day in options if day >= report).year
    return best.year


def is_done(analysis: Analysis, lo: int, hi: int) -> bool:
    """ "fired on June 8": the words are the day of a verb in the past; not "a meeting on June 8", "was set for June 8"."""
    tokens = analysis.tokens
    root = next((n for n in range(lo, hi) if not lo <= tokens.head[n] < hi), lo)
    verb = tokens.head[root]
    if tokens.lower[verb] == "on" and tokens.pos[verb] == "ADP":
        verb = tokens.head[verb]
    if tokens.pos[verb] != "VERB" or tokens.tag[verb] not in ("VBD", "VBN") or verb > lo:
        return False
    if tokens.lemma[verb] in _plans() or any(_holds_back(analysis, child) for child in tokens.children[verb]):
        return False
    return _modality.verdict(analysis, verb).modality == "actual"


def _holds_back(analysis: Analysis, child: int) -> bool:
    """ "has to", "will be", "said it would": the verb's own time is not that of the day."""
    tokens = analysis.tokens
    return tokens.dep[child] in ("ccomp", "xcomp") or (tokens.dep[child] == "aux" and tokens.lower[child] != "had")
