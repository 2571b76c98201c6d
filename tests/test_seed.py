"""What the record of the project's first report must hold; the report is not part of the project."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.pipeline import Pipeline
from onrecord.records import Attribution, Event, Record

pytestmark = pytest.mark.issue(2)


@pytest.fixture(scope="module")
def record(pipeline: Pipeline, shared: Path) -> Record:
    (found,) = pipeline.read([str(shared / "seed" / "report.txt")])
    assert isinstance(found, Record)
    return found


def _by_source(record: Record, words: str) -> list[Attribution]:
    return [a for a in record.attributions if words in (a.source.name or "") or words in a.source.text]


def _on(record: Record, day: str) -> list[Event]:
    return [event for event in record.events if event.date and event.date.value == day]


def test_the_award_ceremony_is_known_through_a_state_news_agency(record: Record) -> None:
    ceremonies = [e for e in _on(record, "XXXX-08-20") if any(a.country == "PRK" for a in e.actors)]
    assert ceremonies
    by_id = {a.id: a for a in record.attributions}
    sources = [by_id[name].source for event in ceremonies for name in event.attributed_to]
    assert "state_media" in {source.kind for source in sources}
    assert all(event.attributed_to for event in ceremonies)


def test_the_ceremony_was_in_the_capital(record: Record) -> None:
    assert any(e.place and e.place.name == "Pyongyang" for e in _on(record, "XXXX-08-20"))


def test_soldiers_were_congratulated_in_april(record: Record) -> None:
    events = _on(record, "XXXX-04-26")
    assert any(
        {(a.country, a.sector) for a in e.actors} == {("RUS", "GOV")}
        and ("RUS", "MIL") in {(r.country, r.sector) for r in e.recipients}
        for e in events
    )


def test_a_named_general_confirms(record: Record) -> None:
    found = _by_source(record, "Gerasimov")
    assert any(a.act == "confirms" and a.source.kind == "named_official" for a in found)
    assert len(found) >= 2


@pytest.mark.parametrize("words", ["military analysts", "war correspondents"])
def test_groups_without_names_are_sources(record: Record, words: str) -> None:
    found = _by_source(record, words)
    assert found
    assert all(a.source.identification == "unnamed_group" for a in found)


def test_non_disclosure_contradicts_the_confirmation(record: Record) -> None:
    (problem,) = [p for p in record.problems if p.code == "ATT002"]
    words = [record.article.text[start:end] for start, end in problem.spans]
    assert len(words) == 2
    assert any("disclosed" in part for part in words)
    assert any("confirmed" in part for part in words)


def test_a_framing_is_its_holder_s(record: Record) -> None:
    assert any(a.act in ("believes", "asserts") for a in _by_source(record, "Putin"))


def test_places_and_regions(record: Record) -> None:
    found = {place.name: place for place in record.places}
    assert found["Pyongyang"].precision == "city"
    regions = [p for p in record.places if p.text.startswith(("Kursk", "Donbass"))]
    assert {p.text.split()[0] for p in regions} == {"Kursk", "Donbass"}
    assert {p.precision for p in regions if p.text in ("Kursk Oblast", "Donbass", "Donbass region")} <= {
        "region",
        "province",
    }


def test_no_year_is_invented(record: Record) -> None:
    dates = [event.date for event in record.events if event.date]
    assert all(date.start is None for date in dates)
    assert all(time.start is None for time in record.times if time.value.startswith("XXXX"))


def test_figurative_sentences_give_no_event(record: Record) -> None:
    figurative = ("faced", "marking", "raised", "reminder", "added", "signal")
    assert [e.trigger.text for e in record.events if e.trigger.text in figurative] == []
    assert len(record.events) <= 12
