"""Modes from the words of a clause: which word tells, where it must stand, and what wins."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import onrecord
from onrecord import lexicons
from onrecord.records import Article

modes = import_module("onrecord.stages.code_events._modes")


@pytest.fixture
def mode_of(pipeline_upto: Callable[[str], Callable[..., Article]]) -> Callable[[str, str, str], str]:
    read = pipeline_upto("annotate")

    def find(text: str, trigger: str, event_type: str) -> str:
        analysis = read(text).analysis
        assert analysis is not None
        token = analysis.tokens.lower.index(trigger)
        found: str = modes.find(analysis, token, (), event_type)
        return found

    return find


@pytest.mark.parametrize(
    ("text", "trigger", "event_type", "mode"),
    [
        ("Four villagers were killed in a drone strike near Kidal.", "killed", "ASSAULT", "drone"),
        ("Soldiers opened fire on a crowd in Bissau.", "opened", "ASSAULT", "firearms"),
        ("Militants killed nine officers with a truck bomb in Quetta.", "killed", "ASSAULT", "explosives"),
        ("Police dispersed the marchers with tear gas in Dakar.", "dispersed", "ASSAULT", "crowd-control"),
        ("The army attacked the town with chlorine gas.", "attacked", "ASSAULT", "unconventional"),
        ("The Latvian president spoke with her Polish colleague by telephone.", "spoke", "CONSULT", "phone"),
        ("The ministers of Chile, Peru, Bolivia and Ecuador held talks in Arica.", "talks", "CONSULT", "multilateral"),
        ("The mayor of Gdansk resigned on Monday.", "resigned", "RETREAT", "resign"),
        ("The governor announced a curfew in the port.", "announced", "COERCE", "curfew"),
        ("The regulator took the radio station off the air.", "took", "COERCE", "censor"),
        ("The union urged the government to release its leader.", "urged", "REQUEST", "yield"),
        ("The mayor urged the council to send food and medicine.", "urged", "REQUEST", "assist"),
        ("The general threatened to bomb the capital.", "threatened", "THREATEN", "violence"),
        ("Riot police were deployed around the stadium.", "deployed", "MOBILIZE", "police"),
        ("Armed vigilantes massed at the bridge against the army.", "massed", "MOBILIZE", "militia"),
    ],
)
def test_told_by_a_word(
    mode_of: Callable[[str, str, str], str], text: str, trigger: str, event_type: str, mode: str
) -> None:
    assert mode_of(text, trigger, event_type) == mode


@pytest.mark.parametrize(
    ("text", "trigger", "event_type"),
    [
        ("Rebels attacked the village at dawn.", "attacked", "ASSAULT"),
        ("The two ministers met in Vienna.", "met", "CONSULT"),
        ("The governor praised the firemen.", "praised", "SUPPORT"),
    ],
)
def test_silent_where_nothing_tells(
    mode_of: Callable[[str, str, str], str], text: str, trigger: str, event_type: str
) -> None:
    assert mode_of(text, trigger, event_type) == ""


def test_words_of_another_clause_do_not_tell(mode_of: Callable[[str, str, str], str]) -> None:
    text = "Rebels attacked the village after a drone had circled over it."
    assert mode_of(text, "attacked", "ASSAULT") == ""


def test_settle() -> None:
    assert modes.settle("firearms", "drone") == "drone"
    assert modes.settle("firearms", "") == "firearms"
    assert modes.settle("", "") == ""


def test_rows() -> None:
    path = Path(onrecord.__file__).parent / "ontology" / "plover.toml"
    types = tomllib.loads(path.read_text(encoding="utf-8"))["types"]
    classes = {row["class"] for row in lexicons.load("noun_classes")}
    for row in lexicons.load("modes"):
        known: dict[str, Any] = types[row["type"]].get("modes", {})
        assert row["mode"] in known, row
        assert row["place"] in modes.PLACES, row
        assert row["priority"] in list("123456789"), row
        words = row["words"].split()
        assert words, row
        assert words[0] != "..", row
        assert words[-1] != "..", row
        assert all(word[1:] in classes for word in words if word.startswith("=")), row


def test_every_mode_has_rows() -> None:
    path = Path(onrecord.__file__).parent / "ontology" / "plover.toml"
    types = tomllib.loads(path.read_text(encoding="utf-8"))["types"]
    told = {(row["type"], row["mode"]) for row in lexicons.load("modes")}
    assert told == {(kind, mode) for kind, table in types.items() for mode in table.get("modes", {})}
