"""The numbers in a statement, with what they count.

In: what a source says. Out: its `Count`s. The one idea: a number belongs to the toll that follows it closest ("28 had died"),
else to the one before it ("the number of dead as 17"); ages, hours and shares count nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from onrecord import lexicons
from onrecord.records import Span
from onrecord.stages.link._words import number_of

BEFORE, AFTER = 12, 4
"""Words from a number to what it counts, at most: "28 had died", "the number of dead as 17"."""
TOKEN = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?|[^\W\d_]+(?:-[^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Count:
    """A number in a statement and where it stands; `low` and `high` bound it, None where the words leave that side open."""

    quantity: str
    value: int
    span: Span
    low: int | None
    high: int | None


def counts(content: str, start: int) -> Iterator[Count]:
    """Numbers with what they count: the greatest of those since the toll before ("four, two of them ..."), else the next one."""
    tokens = list(TOKEN.finditer(content))
    tolls = [(n, quantity) for n, token in enumerate(tokens) if (quantity := _tolls().get(token[0].casefold()))]
    if any(quantity != "crowd" for _, quantity in tolls):  # "nine demonstrators were hurt" counts the hurt
        tolls = [(n, quantity) for n, quantity in tolls if quantity != "crowd"]
    numbers = {n: value for n, token in enumerate(tokens) if (value := number_of(token[0])) is not None}
    numbers = {n: value for n, value in numbers.items() if not _is_age(content, tokens[n])}
    seen: set[str] = set()
    done = -1
    for at, quantity in tolls:
        before = [n for n in numbers if max(done, at - BEFORE) < n < at]
        after = [n for n in numbers if at < n <= at + AFTER]
        done = at
        chosen = max(before, key=lambda n: (numbers[n], -n)) if before else min(after, default=None)
        if chosen is not None and quantity not in seen:
            seen.add(quantity)
            done = max(at, chosen)
            span = Span(start + tokens[chosen].start(), start + tokens[chosen].end())
            yield Count(quantity, numbers[chosen], span, *_bounds(content, tokens, numbers, chosen))


def _bounds(
    content: str, tokens: Sequence[re.Match[str]], numbers: Mapping[int, int], at: int
) -> tuple[int | None, int | None]:
    """Least and greatest of the number: of "between 20 and 30", "at least 20", "up to 30"."""
    value = numbers[at]
    before = [token[0].casefold() for token in tokens[max(0, at - 3) : at]]
    between = [token[0].casefold() for token in tokens[max(0, at - 3) : max(0, at - 2)]]
    joined = before[-1:] in (["to"], ["or"]) or (before[-1:] == ["and"] and "between" in between)
    if joined and numbers.get(at - 2, value) < value:
        return numbers[at - 2], value
    if at - 1 in numbers and numbers[at - 1] < value and content[tokens[at - 1].end() : tokens[at].start()] in "-–":
        return numbers[at - 1], value
    said = " ".join(before[-2:])
    if said.endswith(("at least", "more than", "over", "fewer than", "less than")) and before[:-2] == ["no"]:
        return (value, None) if said in ("fewer than", "less than") else (None, value)
    if said.endswith(("at least", "more than", "over")):
        return value, None
    if said.endswith(("up to", "at most", "fewer than", "less than", "nearly", "almost")):
        return None, value
    return value, value


def _is_age(content: str, token: re.Match[str]) -> bool:
    """A number between commas, or of years, hours, or a share."""
    after = content[token.end() : token.end() + 12].casefold()
    between = content[: token.start()].endswith(", ") and after.startswith(",")
    return between or after.lstrip(" -").startswith(
        ("year", "hour", "day", "week", "month", "minute", "percent", "per cent", "%", "metre", "kilomet", "a.m", "p.m")
    )


@cache
def _tolls() -> dict[str, str]:
    return {row["word"]: row["quantity"] for row in lexicons.load("toll_words")}
