"""Deeds that the text tells by their day although it names nobody who did them: deals agreed, talks held, marches called."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from onrecord.records import Record

Read = Callable[..., Record]


@pytest.mark.parametrize(
    ("text", "event_type", "status"),
    [
        ("The truce was agreed in Muscat on Tuesday, both delegations said.", "AGREE", "happened"),
        ("Talks under the auspices of the African Union are to begin on Monday.", "CONSULT", "planned"),
        ("A further round of talks would be held in Oslo in the second week of April.", "CONSULT", "planned"),
        ("Three days of negotiations in Doha ended on Wednesday.", "CONSULT", "happened"),
        ("A march for the captives has been called in Kano for this afternoon.", "PROTEST", "planned"),
        ("A rally is planned outside the courthouse on Saturday.", "PROTEST", "planned"),
        ("Wednesday's meeting lasted an hour.", "CONSULT", "happened"),
        ("The accord signed in Vaduz on Tuesday covers the fisheries as well.", "AGREE", "happened"),
        ("Tuesday's expulsions were called absurd.", "SANCTION", "happened"),
    ],
)
def test_a_deed_of_a_day_needs_nobody_named(read_text: Read, text: str, event_type: str, status: str) -> None:
    found = read_text(text, published="2026-03-12T09:00:00+00:00").events
    assert (event_type, status) in [(event.event_type, event.status) for event in found]


@pytest.mark.parametrize(
    ("text", "unwanted"),
    [
        ("The truce was agreed after long nights.", "AGREE"),
        ("The accord signed in March covers the fisheries as well.", "AGREE"),
        ("Talks are hard to begin with.", "CONSULT"),
        ("Wednesday's market was quiet.", "CONSULT"),
        ("The expulsions were called absurd.", "SANCTION"),
    ],
)
def test_without_its_day_it_is_none(read_text: Read, text: str, unwanted: str) -> None:
    found = read_text(text, published="2026-03-12T09:00:00+00:00").events
    assert unwanted not in [event.event_type for event in found]


def test_a_noun_of_another_kind_points_at_no_earlier_deed(read_text: Read) -> None:
    text = (
        "The Gambian army arrested nineteen soldiers in Yundum on Thursday. The curfew emptied the junction by seven."
    )
    (event,) = [event for event in read_text(text).events if event.event_type == "COERCE"]
    assert event.trigger.text == "arrested"
    assert all("curfew" not in text[slice(*span)] for span in event.evidence)


def test_what_was_before_is_another_deed(read_text: Read) -> None:
    text = "The Chadian army shelled Abeche on Tuesday, two days after rebels attacked a convoy."
    found = read_text(text, published="2026-03-12T09:00:00+00:00").events
    assert [(event.trigger.text, event.date and event.date.start) for event in found] == [
        ("shelled", "2026-03-10"), ("attacked", "2026-03-08"),
    ]  # fmt: skip
