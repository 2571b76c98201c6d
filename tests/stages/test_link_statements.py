"""Linking: what sources say of an incident beside its coded events, denials, accusations, and deeds told in other words."""

from __future__ import annotations

import random
from typing import Any

import pytest
from made import attribution, event, mention, place, record
from test_link import DAY, HOSPITAL, MINISTRY, NAVY, linked, only, told

from onrecord.records import Record
from onrecord.stages.link._statements import counts


def said(text: str, content: str, source: str, cue: str = "said", article: str = "2", **fields: Any) -> Record:
    """An article without events in which `source` says `content`."""
    of_source = {f"source_{name}": fields.pop(name) for name in ("country", "sector", "side", "kind") if name in fields}
    step = attribution(
        text, source, cue, content, source_name=source, source_identification="named_org", **of_source, **fields
    )
    return record(
        text, id=article, attributions=(step,), publisher=f"Paper {article}", published="2026-04-08T09:00:00+00:00"
    )


def test_a_number_in_another_report_makes_its_source_an_origin() -> None:
    count = said(
        "Two days on, Lowgate Hospital said it had taken in nine bodies from the port of Vesk.",
        "it had taken in nine bodies from the port of Vesk", "Lowgate Hospital", **HOSPITAL,
    )  # fmt: skip
    report = linked([told("the ministry", 4, **MINISTRY), count])
    incident = only(report)
    assert [origin.name for origin in incident.origins if origin.counts] == ["the ministry", "Lowgate Hospital"]
    assert incident.reported_in == ("1", "2")
    assert ("2", None, "it had taken in nine bodies from the port of Vesk") in {
        (quote.article, quote.event, quote.quote) for quote in incident.evidence
    }
    (dispute,) = report.disputes
    assert (dispute.field, [position.value for position in dispute.positions]) == ("killed", [4, 9])


def test_a_number_about_another_place_is_not_its() -> None:
    count = said(
        "In the hills, Lowgate Hospital said it had taken in nine bodies after the avalanche.",
        "it had taken in nine bodies after the avalanche", "Lowgate Hospital", **HOSPITAL,
    )  # fmt: skip
    assert only(linked([told("the ministry", 4, **MINISTRY), count])).reported_in == ("1",)


def two_voices(second: str, cue: str, content: str, act: str, form: str = "indirect") -> Record:
    """The ministry tells of a shelling; then the navy speaks."""
    lead = "Gunboats of Norland shelled the port of Vesk on Tuesday, the ministry said."
    text = f"{lead} {second}"
    one = attribution(
        text, "the ministry", "said", lead.split(",")[0], source_name="the ministry", source_identification="named_org",
        **{f"source_{name}": value for name, value in MINISTRY.items()},
    )  # fmt: skip
    other = attribution(
        text, "the navy", cue, content, act=act, form=form, source_name="the navy", source_identification="named_org",
        **{f"source_{name}": value for name, value in NAVY.items()},
    )  # fmt: skip
    shelled = event(
        text, "ASSAULT", "shelled", evidence=lead, day=DAY, said_by=(one,), actors=(mention(text, "Norland", "NRL", "MIL"),),
        place=place(text, "Vesk", "SDL", 61.0, 20.0),
    )  # fmt: skip
    return record(text, id="1", attributions=(one, other), events=(shelled,), published="2026-04-07T12:00:00+00:00")


def test_a_denial_answers_what_was_told_last() -> None:
    told_of = two_voices(
        "In Norland the navy denied that any of its crews had opened fire.", "denied",
        "that any of its crews had opened fire", "denies",
    )  # fmt: skip
    report = linked([told_of])
    assert [denial.name for denial in only(report).denied_by] == ["the navy"]
    (dispute,) = report.disputes
    assert (dispute.field, [position.value for position in dispute.positions]) == ("happened", ["yes", "no"])


def test_who_denies_a_part_in_it_does_not_deny_it() -> None:
    told_of = two_voices(
        "In Norland the navy denied that it had anything to do with it.", "denied",
        "that it had anything to do with it", "denies",
    )  # fmt: skip
    report = linked([told_of])
    assert only(report).denied_by == ()
    assert report.disputes == ()


def test_who_speaks_in_the_passage_upholds_it() -> None:
    told_of = two_voices(
        "In Norland the navy said the crews had acted on orders from the capital.", "said the crews",
        "the crews had acted on orders from the capital", "asserts",
    )  # fmt: skip
    assert only(linked([told_of])).independent_sources == 2


def test_what_somebody_foresees_is_no_report_of_it() -> None:
    told_of = two_voices(
        "In Norland the navy said the crews would come home by the weekend.", "said the crews",
        "the crews would come home by the weekend", "asserts",
    )  # fmt: skip
    assert only(linked([told_of])).independent_sources == 1


def test_an_accusation_says_who_is_held_responsible() -> None:
    text = "After the shelling of the port of Vesk on Tuesday, Norland accused Westmark of having shelled its dockers."
    shelled = event(
        text, "ASSAULT", "shelling", day=DAY, evidence="the shelling of the port of Vesk on Tuesday",
        recipients=(mention(text, "dockers", "SDL", "CVL"),), place=place(text, "Vesk", "SDL", 61.0, 20.0),
    )  # fmt: skip
    accused = event(
        text, "ACCUSE", "accused", day=DAY, evidence="Norland accused Westmark of having shelled its dockers",
        actors=(mention(text, "Norland", "NRL", "GOV"),), recipients=(mention(text, "Westmark", "WST", "GOV"),),
    )  # fmt: skip
    other = record(text, id="2", events=(shelled, accused), published="2026-04-07T14:00:00+00:00")
    report = linked([told("the ministry", **MINISTRY), other])
    (dispute,) = report.disputes
    assert (dispute.field, [position.value for position in dispute.positions]) == ("responsible", ["NRL", "WST"])


def landed(text: str, article: str, event_type: str, trigger: str, day: str | None) -> Record:
    found = event(text, event_type, trigger, day=day)
    return record(text, id=article, events=(found,), publisher=article, published=f"2026-04-08T1{article}:00:00+00:00")


ONE = "A ferry with forty nurses from Norland landed at the Vesk quarantine pier."
OTHER = "Forty nurses off a Norland ferry have landed at Vesk, on the quarantine pier."


@pytest.mark.parametrize("types", [("AID", "AID"), ("AID", "MOBILIZE")])
def test_a_deed_told_in_other_words_on_one_day_is_one(types: tuple[str, str]) -> None:
    one, other = landed(ONE, "1", types[0], "landed", DAY), landed(OTHER, "2", types[1], "landed", DAY)
    assert only(linked([one, other])).reported_in == ("1", "2")


def test_without_any_day_words_are_not_enough() -> None:
    assert (
        len(linked([landed(ONE, "1", "AID", "landed", None), landed(OTHER, "2", "AID", "landed", None)]).incidents) == 2
    )


def test_types_of_no_family_stay_apart() -> None:
    assert (
        len(linked([landed(ONE, "1", "AID", "landed", DAY), landed(OTHER, "2", "PROTEST", "landed", DAY)]).incidents)
        == 2
    )


def test_statements_do_not_depend_on_the_order_of_arrival() -> None:
    count = said(
        "Two days on, Lowgate Hospital said it had taken in nine bodies from the port of Vesk.",
        "it had taken in nine bodies from the port of Vesk", "Lowgate Hospital", article="4", **HOSPITAL,
    )  # fmt: skip
    records = [told("the ministry", 4, **MINISTRY), told("the navy", 2, article="2", **NAVY), count,
               landed(ONE, "5", "AID", "landed", DAY), landed(OTHER, "6", "MOBILIZE", "landed", DAY)]  # fmt: skip
    expected = linked(records).to_json()
    for seed in range(4):
        assert linked(random.Random(seed).sample(records, len(records))).to_json() == expected


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ("it had counted 14 dead", [("killed", 14)]),
        ("the number of dead stood at 1,204", [("killed", 1204)]),
        ("Twenty-one people were hurt", [("injured", 21)]),
        ("six people, two of them children, were killed and nine wounded", [("killed", 6), ("injured", 9)]),
        ("a porter, 58, was injured", []),
        ("nobody was killed", [("killed", 0)]),
        ("seven marchers were hurt", [("injured", 7)]),
        ("some 300 marchers had come", [("crowd", 300)]),
        ("the dead lay there for 12 hours", []),
        ("the school opened in 1974", []),
    ],
)
def test_numbers_and_what_they_count(content: str, found: list[tuple[str, int]]) -> None:
    assert [(count.quantity, count.value) for count in counts(content, 0)] == found


@pytest.mark.parametrize(
    ("source", "counted"), [(HOSPITAL, 2), ({"sector": "GOV", "country": "FAR", "side": "FAR"}, 1)]
)
def test_who_answers_for_the_place_speaks_of_it_in_the_next_paragraph(source: dict[str, Any], counted: int) -> None:
    first = "Gunboats of Norland shelled the port of Vesk on Tuesday, the ministry said."
    text = f"{first}\n\nWork went on all night without a pause, the bureau said."
    one = attribution(
        text, "the ministry", "said", first.split(",")[0], source_name="the ministry", source_identification="named_org",
        **{f"source_{name}": value for name, value in MINISTRY.items()},
    )  # fmt: skip
    other = attribution(
        text, "the bureau", "said", "Work went on all night without a pause", source_name="the bureau",
        source_identification="named_org", **{f"source_{name}": value for name, value in source.items()},
    )  # fmt: skip
    shelled = event(
        text, "ASSAULT", "shelled", evidence=first, day=DAY, said_by=(one,), actors=(mention(text, "Norland", "NRL", "MIL"),),
        place=place(text, "Vesk", "SDL", 61.0, 20.0),
    )  # fmt: skip
    told_in = record(text, id="1", attributions=(one, other), events=(shelled,), published="2026-04-07T12:00:00+00:00")
    assert only(linked([told_in])).independent_sources == counted


def test_who_says_that_something_else_did_not_happen_denies_no_deed() -> None:
    told_of = two_voices(
        "In Norland the navy said no invoices had passed through its hands.", "said",
        "no invoices had passed through its hands", "denies",
    )  # fmt: skip
    assert only(linked([told_of])).denied_by == ()
