"""`Expression`: what the words of a time expression say, before they are placed on the calendar."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "date", "year", "weekday", "day", "shifted", "unit", "offset", "duration", "set", "ref", "decade", "century", "season",
    "quarter", "half", "holiday", "weekend", "daypart", "clock", "nth", "numeric", "foreign",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Expression:
    """Atoms `lo` to `hi`, the reading's `kind` and `rule`, and what it names; what it does not name is None.

    `shift`: last, past, previous, this, same, next, following; `count` is None where the text gives no number ("several");
    `direction` -1 or 1 with `anchor` "report" ("ago") or "story" ("two days later"); `part` is a part of the day (MO AF EV
    NI MI DT); `mod` START, MID, END or FULL; `within` the longer stretch that it belongs to ("October of next year").
    """

    lo: int
    hi: int
    kind: Kind
    rule: str
    year: int | None = None
    month: int | None = None
    day: int | None = None
    year_to: int | None = None
    month_to: int | None = None
    day_to: int | None = None
    weekday: int | None = None
    shift: str | None = None
    week_shift: str | None = None
    unit: str | None = None
    count: float | None = None
    code: str | None = None
    direction: int = 0
    anchor: str | None = None
    part: str | None = None
    clock: tuple[int, int] | None = None
    zone: str | None = None
    mod: str | None = None
    within: Expression | None = None
