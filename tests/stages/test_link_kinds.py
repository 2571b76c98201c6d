"""Deeds of one type that are of different kinds, and plans that were carried out later than planned."""

from __future__ import annotations

import pytest
from made import event, mention, place, record

from onrecord.records import Record
from onrecord.stages.link import Link
from onrecord.store import Store


def told(number: str, text: str, deed: str, trigger: str, day: str, **fields: object) -> Record:
    """A report of a deed of Norland towards Sudland."""
    words = fields.pop("evidence", text)
    coded = event(
        text, deed, trigger, evidence=words, day=day,
        actors=(mention(text, "Norland", "NRL", "GOV"),), recipients=(mention(text, "Sudland", "SDL", "GOV"),), **fields,
    )  # fmt: skip
    return record(
        text, id=number, publisher=f"Paper {number}", published=f"2026-04-1{number}T12:00:00+00:00", events=(coded,)
    )


def incidents(*records: Record) -> list[tuple[str, ...]]:
    with Store(":memory:") as store:
        for one in records:
            store.add(one)
        return sorted(incident.reported_in for incident in Link()(store).incidents)


@pytest.mark.parametrize(
    ("deed", "mode", "other", "expected"),
    [
        ("SANCTION", "expel", "discontinue", [("1",), ("2",)]),
        ("SANCTION", "expel", "expel", [("1", "2")]),
        ("CONSULT", "visit", "phone", [("1",), ("2",)]),
        ("RETREAT", "release", "access", [("1", "2")]),
    ],
)
def test_kinds_stay_apart(deed: str, mode: str, other: str, expected: list[tuple[str, ...]]) -> None:
    one = told("1", "Norland acted towards Sudland over grain.", deed, "acted", "2026-04-10", modes=(mode,))
    two = told("2", "Towards Sudland the men of Norland stirred.", deed, "stirred", "2026-04-10", modes=(other,))
    assert incidents(one, two) == expected


@pytest.mark.parametrize(
    ("day", "status", "expected"),
    [
        ("2026-04-12", "happened", [("1", "2")]),
        ("2026-04-12", "planned", [("1",), ("2",)]),
        ("2026-04-08", "happened", [("1",), ("2",)]),
        ("2026-04-25", "happened", [("1",), ("2",)]),
    ],
)
def test_a_plan_is_carried_out_some_days_later(day: str, status: str, expected: list[tuple[str, ...]]) -> None:
    plan = told("1", "Norland will swap captives with Sudland.", "RETREAT", "swap", "2026-04-11", status="planned")
    deed = told("2", "At a ford Norland gave Sudland its sappers.", "RETREAT", "gave", day, status=status)
    assert incidents(plan, deed) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Norland's gendarmes detained fourteen Sudland ferrymen at a sluice near Vesk before breakfast.", [("1", "2")]),
        ("Norland's gendarmes detained a Sudland poet whose pamphlets mocked the admiral and his tailor.", [("1",), ("2",)]),
    ],
)  # fmt: skip
def test_copies_in_another_house_style_tell_one_deed(sentence: str, expected: list[tuple[str, ...]]) -> None:
    """The day of a copy moves with the day of printing where its sentence names none."""
    rest = (
        " Witnesses on the eastern bank of the canal counted nine launches with covered lamps and heard a whistle twice."
        " The harbourmaster of Vesk, who keeps the register of the sluice, would not open it for reporters on that day."
    )
    first = "Norland's gendarmes detained 14 Sudland ferrymen at a sluice near Vesk before breakfast."
    coded = [
        told(number, text + rest, "COERCE", "detained", f"2026-04-1{number}", evidence=text)
        for number, text in (("1", first), ("2", sentence))
    ]
    assert incidents(*coded) == expected


def test_peacekeepers_are_aid_to_one_and_troops_to_the_other() -> None:
    text = "Peacekeepers of Norland came to Vesk in Sudland."
    town = place(text, "Vesk", "SDL", 61.0, 20.0)
    one = told("1", text, "AID", "came", "2026-04-10", place=town)
    again = told("2", f"{text} Bands played.", "MOBILIZE", "came", "2026-04-10", place=town)
    beyond = "Peacekeepers of Norland came to Holm in Sudland."
    elsewhere = told("3", beyond, "MOBILIZE", "came", "2026-04-10", place=place(beyond, "Holm", "SDL", 55.0, 20.0))
    assert incidents(one, again) == [("1", "2")]
    assert len(incidents(one, elsewhere)) == 2
