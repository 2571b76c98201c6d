"""Logical subjects and objects, and counts, in the forms that news sentences take."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from onrecord.analysis import Analysis
from onrecord.stages.code_events import _grammar, _magnitude


@pytest.fixture(scope="session")
def analyse(pipeline_upto: Callable[[str], Callable[..., Any]]) -> Callable[[str], Analysis]:
    run = pipeline_upto("annotate")

    def analysis(text: str) -> Analysis:
        found = run(text).analysis
        assert found is not None
        return found

    return analysis


def _word(analysis: Analysis, token: int | None) -> str | None:
    return None if token is None else analysis.tokens.text[token]


@pytest.mark.parametrize(
    ("text", "verb", "subject", "object_"),
    [
        ("Soldiers shelled the village on Friday.", "shelled", "Soldiers", "village"),
        ("The village was shelled by soldiers.", "shelled", "soldiers", "village"),
        ("The village was shelled overnight.", "shelled", None, "village"),
        ("The rebels who shelled the village fled.", "shelled", "rebels", "village"),
        ("The village that the rebels shelled is empty.", "shelled", "rebels", "village"),
        ("Troops sent to the border by Norway shelled the hills.", "sent", "Norway", "Troops"),
        ("Police surrounded the square and arrested ten marchers.", "arrested", "Police", "marchers"),
        ("The army wants to occupy the port.", "occupy", "army", "port"),
        ("Norway urged Chad to release the pilots.", "release", "Chad", "pilots"),
        ("Norway called on Chad to release the pilots.", "release", "Chad", "pilots"),
        ("Norway accused Chad of shelling the village.", "shelling", "Chad", "village"),
        ("The minister resigned after insulting the king.", "insulting", "minister", "king"),
        ("Guards fired at the crowd, killing two women.", "killing", "Guards", "women"),
    ],
)
def test_roles(
    analyse: Callable[[str], Analysis], text: str, verb: str, subject: str | None, object_: str | None
) -> None:
    analysis = analyse(text)
    token = analysis.tokens.text.index(verb)
    assert _word(analysis, _grammar.subject(analysis.tokens, token)) == subject
    assert _word(analysis, _grammar.direct_object(analysis.tokens, token)) == object_


def test_conjuncts_are_all_found(analyse: Callable[[str], Analysis]) -> None:
    analysis = analyse("Norway, Sweden and Denmark signed the treaty.")
    found = _grammar.conjuncts(analysis.tokens, analysis.tokens.text.index("Norway"))
    assert [analysis.tokens.text[n] for n in found] == ["Norway", "Sweden", "Denmark"]


@pytest.mark.parametrize(
    ("phrase", "head", "bounds", "counted"),
    [
        ("Twelve soldiers", "soldiers", (12, 12, 12), "soldiers"),
        ("At least a dozen civilians", "civilians", (12, 12, None), "civilians"),
        ("More than 1,200 villagers", "villagers", (1200, 1200, None), "villagers"),
        ("Up to 30 miners", "miners", (None, 30, 30), "miners"),
        ("Between 10 and 15 nurses", "nurses", (10, None, 15), "nurses"),
        ("Dozens of farmers", "Dozens", (24, None, None), "farmers"),
        ("Tens of thousands of students", "thousands", (20000, None, None), "students"),
        ("Twenty-five border guards", "guards", (25, 25, 25), "border guards"),
        ("Two hundred pilgrims", "pilgrims", (200, 200, 200), "pilgrims"),
        ("Some 3.5 million refugees", "refugees", (3_500_000, 3_500_000, 3_500_000), "refugees"),
        ("A sailor", "sailor", (1, 1, 1), "sailor"),
    ],
)
def test_counts(
    analyse: Callable[[str], Analysis],
    phrase: str,
    head: str,
    bounds: tuple[float | None, float | None, float | None],
    counted: str,
) -> None:
    analysis = analyse(f"{phrase} were killed in the blast near the harbour.")
    found = _magnitude.measure(analysis, analysis.tokens.text.index(head), "killed")
    assert found is not None
    assert (found.low, found.best, found.high) == bounds
    assert found.class_ == counted
    assert analysis.text[slice(*found.span)] == found.text


def test_no_count_without_a_number(analyse: Callable[[str], Analysis]) -> None:
    analysis = analyse("The soldiers were killed in the blast.")
    assert _magnitude.measure(analysis, analysis.tokens.text.index("soldiers"), "killed") is None
