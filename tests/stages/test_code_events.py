"""Events from text: participants, what is a deed of its own, who says so, claims; and texts that must not hurt."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from onrecord.records import Event, Record

Read = Callable[..., Record]


def _events(record: Record, event_type: str | None = None) -> list[Event]:
    return [event for event in record.events if event_type in (None, event.event_type)]


def _only(record: Record, event_type: str) -> Event:
    (event,) = _events(record, event_type)
    return event


def _countries(event: Event) -> tuple[list[str | None], list[str | None]]:
    return [m.country for m in event.actors], [m.country for m in event.recipients]


def test_spans_point_at_their_words(read_text: Read) -> None:
    record = read_text(
        "Chad's army attacked a convoy from Niger on Monday. Niger condemned the attack and recalled its ambassador."
    )
    assert len(record.events) >= 2
    text = record.article.text
    for event in record.events:
        assert text[slice(*event.trigger.span)] == event.trigger.text
        assert event.evidence
        assert any(s <= event.trigger.span.start and event.trigger.span.end <= e for s, e in event.evidence)
        for mention in event.actors + event.recipients:
            assert text[slice(*mention.span)] == mention.text


def test_provenance_names_the_frame(read_text: Read) -> None:
    event = _only(read_text("Chad accused Niger of breaking the treaty."), "ACCUSE")
    assert event.provenance is not None
    assert event.provenance.stage == "code_events"
    assert event.provenance.rule is not None
    assert event.provenance.rule.startswith("accuse")
    assert event.quad == 3
    assert event.score < 0


@pytest.mark.parametrize(
    ("text", "event_type", "actors", "recipients"),
    [
        ("Sweden's troops stormed an Iranian ship in the strait.", "ASSAULT", ["SWE"], ["IRN"]),
        ("Norway, whose minister visited Chad, expelled two Iranian diplomats.", "SANCTION", ["NOR"], ["IRN"]),
        ("Troops from Chad withdrew from Niger on Sunday.", "RETREAT", ["TCD"], ["NER"]),
        ("Iran and Oman signed an agreement on fishing.", "AGREE", ["IRN", "OMN"], []),
        ("Japan sent food and medicine to Kenya after the flood.", "AID", ["JPN"], ["KEN"]),
        ("Poland imposed sanctions on Belarus.", "SANCTION", ["POL"], ["BLR"]),
        ("Iran has vowed to attack Oman.", "THREATEN", ["IRN"], ["OMN"]),
    ],
)
def test_types_and_sides(read_text: Read, text: str, event_type: str, actors: list[str], recipients: list[str]) -> None:
    found = [_countries(event) for event in _events(read_text(text), event_type)]
    assert (actors, recipients) in found, read_text(text).events


@pytest.mark.parametrize(
    ("text", "unwanted"),
    [
        ("Norway rejected an Iranian ultimatum.", "THREATEN"),
        ("Norway urged Iran to free the sailors.", "RETREAT"),
        ("Students marched in Nairobi to demand the resignation of the Kenyan government.", "REQUEST"),
        ("The parliament of Chad is often attacked by critics.", "ASSAULT"),
        ("The carpenter praised his wife after the dinner.", "SUPPORT"),
        ("Norwegian troops faced intense pressure along the coast.", "REQUEST"),
        ("In cricket, the batsman attacked the Kenyan bowler.", "ASSAULT"),
        ("Wars kill people.", "ASSAULT"),
    ],
)
def test_no_deed_of_its_own(read_text: Read, text: str, unwanted: str) -> None:
    assert not _events(read_text(text), unwanted)


def test_promised_deed_is_agree_and_keeps_its_kind(read_text: Read) -> None:
    event = _only(read_text("Norway promised to send aid to Chad."), "AID")
    assert (event.plover_type, event.modality) == ("AGREE", "planned")


def test_refusal_of_an_agreement_is_reject(read_text: Read) -> None:
    record = read_text("Norway and Chad failed to reach an agreement on fishing.")
    assert _events(record, "REJECT")
    assert not _events(record, "AGREE")


def test_a_condition_makes_a_threat(read_text: Read) -> None:
    event = _only(read_text("Norway will impose sanctions on Chad unless it frees the sailors."), "THREATEN")
    assert _countries(event) == (["NOR"], ["TCD"])


def test_dateline_is_not_the_actor(read_text: Read) -> None:
    record = read_text(
        "OSLO, May 4 (Coast Wire) - Iran attacked a port in Oman on Sunday.", published="2026-05-04T10:00:00+00:00"
    )
    assert _countries(_only(record, "ASSAULT"))[0] == ["IRN"]


def test_we_in_a_quotation_is_the_speaker(read_text: Read) -> None:
    record = read_text('"We condemn Iran\'s conduct," Norwegian foreign minister Kari Lund said on Monday.')
    assert ["NOR"] in [_countries(event)[0] for event in _events(record, "ACCUSE")]


def test_headline_alone_supports_no_event(read_text: Read) -> None:
    record = read_text("Iran attacks Oman\n\nThe weather in Muscat was fine on Monday, and the harbour stayed open.")
    assert not _events(record, "ASSAULT")


def test_attribution_of_the_accused_deed_is_the_accuser(read_text: Read) -> None:
    record = read_text("Kyiv accused Russian troops of shelling a school in Kharkiv on Monday.")
    sources = {attribution.id: attribution.source.country for attribution in record.attributions}
    assault = _only(record, "ASSAULT")
    assert [sources[number] for number in assault.attributed_to] == ["UKR"]
    assert _only(record, "ACCUSE").attributed_to == ()


def test_a_list_of_dated_deeds_is_as_many_events(read_text: Read) -> None:
    days = ("1 May 2020", "2 May 2020", "Nov. 3, 2021", "7 Nov. 2021")
    record = read_text(" ".join(f"Police arrested miners on {day}." for day in days))
    found = [event.date.value for event in _events(record, "COERCE") if event.date]
    assert found == ["2020-05-01", "2020-05-02", "2021-11-03", "2021-11-07"]


def test_attacks_on_different_days_are_two(read_text: Read) -> None:
    record = read_text("Iran attacked Oman on Monday. On Wednesday, Iran attacked Oman a second time.")
    assert len(_events(record, "ASSAULT")) == 2


def test_the_same_deed_told_twice_is_one(read_text: Read) -> None:
    record = read_text(
        "Iran attacked an Omani port on Monday. Officials in Muscat said Iran had attacked the Omani port with rockets."
    )
    event = _only(record, "ASSAULT")
    assert len(event.evidence) >= 2


def test_casualties_belong_to_the_attack(read_text: Read) -> None:
    record = read_text("Four people, two of them border guards, were killed in a Chadian attack on Niger on Monday.")
    event = _only(record, "ASSAULT")
    assert [(m.quantity, m.best) for m in event.magnitude] == [("killed", 4.0)]
    assert "TCD" in _countries(event)[0]


def test_tolls_that_differ_are_claims_and_a_problem(read_text: Read) -> None:
    record = read_text(
        "Chad's army attacked a convoy from Niger on Monday, killing six people, the ministry said. "
        "Doctors in Niger said that eleven people had died."
    )
    event = _only(record, "ASSAULT")
    assert {claim.value for claim in event.claims if claim.field == "killed"} == {6.0, 11.0}
    assert any(problem.code == "EVT001" and event.id in problem.refs for problem in record.problems)


def test_a_denial_is_a_claim(read_text: Read) -> None:
    record = read_text(
        "Chad's army attacked a convoy from Niger on Monday, Niger said. Chad denied attacking the convoy from Niger."
    )
    claims = [claim for event in _events(record, "ASSAULT") for claim in event.claims if claim.field == "happened"]
    assert {claim.value for claim in claims} == {True, False}
    assert [claim.certainty for claim in claims if claim.value is False] == ["CT-"]


def test_ids_are_stable(read_text: Read) -> None:
    text = "Iran attacked Oman on Monday. Oman recalled its ambassador."
    assert [event.id for event in read_text(text).events] == [event.id for event in read_text(text).events]


@pytest.mark.parametrize(
    "text",
    [
        "x",
        "Attacked",
        "killed killed killed killed",
        "\u200f\u202bIran \U0001f4a5 attacked\u202c Oman \U0001f600.",
        "Iran, " * 300 + "and Oman attacked Chad.",
        "Iran attacked Oman and " * 400,
        "who attacked whom that killed which " * 60,
        "((((((\"\"\"\"''''----....",
    ],
)
def test_odd_texts_do_no_harm(read_text: Read, text: str) -> None:
    record = read_text(text)
    assert not [problem for problem in record.problems if problem.code == "RUN001"]


def test_many_mentions_stay_bounded(pipeline_upto: Callable[[str], Callable[..., Any]]) -> None:
    article = pipeline_upto("code_events")("Iran attacked Oman on Monday. The attack was condemned by Norway. " * 150)
    assert all(len(event.evidence) <= 12 for event in article.events)
    assert len(_events_of(article, "ASSAULT")) == 1


def _events_of(article: Any, event_type: str) -> list[Event]:
    return [event for event in article.events if event.event_type == event_type]


def test_an_announcing_authority_taken_as_actor_is_marked(read_text: Callable[..., Record]) -> None:
    record = read_text(
        "Nine smugglers were arrested near Kisumu on Friday, Kenyan police said.", published="2026-03-02"
    )
    (arrest,) = [event for event in record.events if event.event_type == "COERCE"]
    assert [actor.country for actor in arrest.actors] == ["KEN"]
    assert arrest.absent["actors"] == "not_stated_announcer_taken"
    stated = read_text("Kenyan police arrested nine smugglers near Kisumu on Friday.", published="2026-03-02")
    assert "actors" not in stated.events[0].absent
