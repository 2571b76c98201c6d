"""Counts in words: bounds hold for any number, and each side of a coordination is counted."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.records import Magnitude, Record

HEDGES = {
    "": ("n", "n"),
    "at least ": ("n", None),
    "more than ": ("n", None),
    "up to ": (None, "n"),
    "no fewer than ": ("n", None),
}
"""What stands before a number, and which bound it gives."""


def killed(record: Record) -> list[Magnitude]:
    return [count for event in record.events for count in event.magnitude if count.quantity == "killed"]


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(number=st.integers(min_value=2, max_value=4000), hedge=st.sampled_from(sorted(HEDGES)))
def test_hedges_bound_the_number(read_by_rules: Callable[..., Record], number: int, hedge: str) -> None:
    text = f"Rebels killed {hedge}{number} soldiers in an attack near Goma on Tuesday, the army of Congo said."
    (count,) = killed(read_by_rules(text))
    low, high = HEDGES[hedge]
    assert count.low == (number if low else None)
    assert count.high == (number if high else None)
    assert text[count.span.start : count.span.end] == count.text
    assert str(number) in count.text


def test_a_range_has_both_ends(read_by_rules: Callable[..., Record]) -> None:
    (count,) = killed(
        read_by_rules("Rebels killed between 20 and 30 soldiers near Goma on Tuesday, the army of Congo said.")
    )
    assert (count.low, count.high) == (20, 30)


def test_each_side_of_a_coordination_is_counted(read_by_rules: Callable[..., Record]) -> None:
    text = "Rebels killed three soldiers and two civilians near Goma on Tuesday, the army of Congo said."
    found = {(count.class_, count.best) for count in killed(read_by_rules(text))}
    assert found == {("soldiers", 3), ("civilians", 2)}


@pytest.mark.parametrize(("words", "least"), [("dozens of", 24), ("at least a dozen", 12), ("hundreds of", 200)])
def test_vague_numbers_have_a_least(read_by_rules: Callable[..., Record], words: str, least: int) -> None:
    (count,) = killed(read_by_rules(f"Rebels killed {words} villagers near Goma on Tuesday, the army of Congo said."))
    assert count.low == least
    assert count.high is None


def test_an_age_is_no_count(read_by_rules: Callable[..., Record]) -> None:
    (count,) = killed(read_by_rules("Gunmen killed a 34-year-old teacher near Goma on Tuesday, Congolese police said."))
    assert (count.low, count.best, count.high) == (1, 1, 1)
