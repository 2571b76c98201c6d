"""Words lean towards kinds of deeds."""

from __future__ import annotations

import pytest

from onrecord import lexicons
from onrecord.stages.link import _deed_types
from onrecord.stages.link._words import telling

TYPES = ("ASSAULT", "COERCE", "PROTEST", "SANCTION", "CONSULT", "AID", "RETREAT", "MOBILIZE")


@pytest.mark.parametrize(
    ("text", "event_type"),
    [
        ("Three of the passengers died where they sat, hit by bullets fired from a passing motorcycle.", "ASSAULT"),
        ("The column of marchers filled the avenue, chanting and waving banners.", "PROTEST"),
        ("Officers led the editor away in handcuffs; he is still in a cell.", "COERCE"),
        ("The lorries with flour, tents and medicine reached the camp before dark.", "AID"),
    ],
)
def test_a_sentence_without_a_frame_leans_to_its_kind(text: str, event_type: str) -> None:
    gains = {kind: _deed_types.leaning(telling(text), kind)[0] for kind in TYPES}
    assert max(gains, key=lambda kind: gains[kind]) == event_type


def test_without_words_nothing_leans() -> None:
    gain, chance = _deed_types.leaning(frozenset(), "ASSAULT")
    assert gain == pytest.approx(0)
    assert 0 < chance < 1


def test_modes_narrow_the_type_and_unknown_ones_do_not() -> None:
    words = telling("Doctors and nurses walked out over unpaid wages and the union said the strike goes on.")
    assert _deed_types.leaning(words, "PROTEST", ["strike"])[0] > _deed_types.leaning(words, "PROTEST", ["demo"])[0]
    assert _deed_types.leaning(words, "PROTEST", ["no-such-mode"]) == _deed_types.leaning(words, "PROTEST")


def test_chances_of_all_types_are_one_with_none() -> None:
    words = telling("Soldiers shelled the town and villagers fled across the river.")
    types = {row["label"].partition(".")[0] for row in lexicons.load("type_words")}
    assert sum(_deed_types.leaning(words, kind)[1] for kind in types) == pytest.approx(1)
