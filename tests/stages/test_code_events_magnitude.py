"""Counts: bounds that the words around a number give."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

import pytest

from onrecord.records import Article

magnitude = import_module("onrecord.stages.code_events._magnitude")


@pytest.mark.parametrize(
    ("phrase", "low", "best", "high"),
    [
        ("Nearly 400 people", None, 400, 400),
        ("No fewer than 15 people", 15, 15, None),
        ("Not more than 40 people", None, 40, 40),
        ("As many as 60 people", None, 60, 60),
        ("15 or more people", 15, 15, None),
        ("At least a dozen people", 12, 12, None),
        ("Between 20 and 30 villagers", 20, None, 30),
        ("Half a dozen people", 6, 6, 6),
        ("One hundred and twenty people", 120, 120, 120),
        ("Some 2,000 people", 2000, 2000, 2000),
        ("Hundreds of thousands of people", 200_000, None, None),
        ("A 34-year-old teacher", 1, 1, 1),
    ],
)
def test_bounds(
    pipeline_upto: Callable[[str], Callable[..., Article]],
    phrase: str,
    low: float | None,
    best: float | None,
    high: float | None,
) -> None:
    verb = "was" if phrase.endswith("teacher") else "were"
    analysis = pipeline_upto("annotate")(f"{phrase} {verb} killed.").analysis
    assert analysis is not None
    tokens = analysis.tokens
    head = next(n for n in range(len(tokens)) if tokens.dep[n] == "nsubjpass")
    found = magnitude.measure(analysis, head, "killed")
    assert found is not None
    assert (found.low, found.best, found.high) == (low, best, high)
