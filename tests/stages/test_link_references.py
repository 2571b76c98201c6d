"""Reports that speak of an incident in words that were not coded as its event."""

from __future__ import annotations

from dataclasses import replace

import pytest
from made import event, mention, place, record, span

from onrecord.records import Place, Record, TimeRef
from onrecord.stages.link import Link
from onrecord.store import Store

DEED = "Gunboats of Norland shelled the port of Vesk in Sudland on 7 April, and 14 dockers were killed."
FIELDS = {"publisher": "The Tide", "published": "2026-04-07T12:00:00+00:00"}


def deed() -> Record:
    shelled = event(
        DEED, "ASSAULT", "shelled", evidence=DEED, day="2026-04-07",
        actors=(mention(DEED, "Gunboats of Norland", "NRL", "MIL"),), recipients=(mention(DEED, "Sudland", "SDL", "CVL"),),
        place=place(DEED, "Vesk", "SDL", 61.0, 20.0),
    )  # fmt: skip
    return record(DEED, id="1", events=(shelled,), **FIELDS)


def later(text: str, day: str | None = None, town: str | None = None) -> Record:
    """A report without an event, of two days after."""
    times: tuple[TimeRef, ...] = ()
    places: tuple[Place, ...] = ()
    if day is not None:
        times = (
            TimeRef(
                text=day, span=span(text, day), type="DATE", value="2026-04-07", start="2026-04-07", end="2026-04-07"
            ),
        )
    if town is not None:
        places = (place(text, town, "SDL", 61.0, 20.0),)
    made = record(text, id="2", publisher="Vesk Herald", published="2026-04-09T12:00:00+00:00")
    return replace(made, article=replace(made.article, places=places, times=times))


def reports(other: Record) -> tuple[str, ...]:
    with Store(":memory:") as store:
        store.add(deed())
        store.add(other)
        (incident,) = Link()(store).incidents
    assert incident.independent_sources <= 1
    return incident.reported_in


def test_a_sentence_with_day_place_and_deed_speaks_of_it() -> None:
    text = "Nobody has yet counted what the shelling of the port of Vesk on Tuesday cost the 14 families of dockers."
    assert reports(later(text, "Tuesday", "Vesk")) == ("1", "2")


@pytest.mark.parametrize(
    "text",
    [
        "The opera house of Vesk opens its season with a comedy about two bakers and a goose.",
        "Sudland's harbours handled more timber this spring than ever, the chamber of commerce found.",
    ],
)
def test_the_same_town_or_country_alone_does_not(text: str) -> None:
    assert reports(later(text, None, "Vesk" if "Vesk" in text else None)) == ("1",)


def test_the_words_are_evidence_without_an_event() -> None:
    text = "Nobody has yet counted what the shelling of the port of Vesk on Tuesday cost the 14 families of dockers."
    with Store(":memory:") as store:
        store.add(deed())
        store.add(later(text, "Tuesday", "Vesk"))
        (incident,) = Link()(store).incidents
    (quote,) = [quote for quote in incident.evidence if quote.article == "2"]
    assert (quote.event, quote.trigger) == (None, None)
    assert text[slice(*quote.span)] == quote.quote


def test_a_sentence_about_a_day_long_ago_speaks_of_another_deed() -> None:
    text = "The shelling of the port of Vesk in Sudland by gunboats of Norland in March 2019 killed 14 dockers."
    old = TimeRef(
        text="March 2019", span=span(text, "March 2019"), type="DATE", value="2019-03", start="2019-03-01", end="2019-03-31"
    )  # fmt: skip
    other = later(text, None, "Vesk")
    assert reports(other) == ("1", "2")
    assert reports(replace(other, article=replace(other.article, times=(old,)))) == ("1",)


def test_a_sentence_about_a_day_to_come_speaks_of_another_deed() -> None:
    text = (
        "The port of Vesk, shelled by gunboats of Norland, is to be opened again by its dockers in Sudland on 20 April."
    )
    other = later(text, None, "Vesk")
    ahead = TimeRef(
        text="20 April", span=span(text, "20 April"), type="DATE", value="2026-04-20", start="2026-04-20", end="2026-04-20"
    )  # fmt: skip
    assert reports(other) == ("1", "2")
    assert reports(replace(other, article=replace(other.article, times=(ahead,)))) == ("1",)
