"""What was inferred keeps no deeds apart; what the accused side owns up to is the deed; the country of those who took part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from made import attribution, event, mention, place, record, span

from onrecord.link_report import LinkReport
from onrecord.records import EventDate, Provenance, Record
from onrecord.stages.link import Link
from onrecord.store import Store

DAY = "2026-04-07"


def linked(records: Sequence[Record]) -> LinkReport:
    with Store(":memory:") as store:
        for one in records:
            store.add(one)
        return Link()(store)


def seized(number: str, whose: str, rule: str) -> Record:
    text = f"A trawler of the {number} fleet was seized off Vesk on Tuesday."
    taken = event(
        text, "COERCE", "seized", day=DAY, recipients=(mention(text, "trawler", whose, "CVL", rule=rule, name=None),),
        place=place(text, "Vesk", "SDL", 61.0, 20.0),
    )  # fmt: skip
    return record(text, id=number, publisher=f"P{number}", published="2026-04-08T10:00:00+00:00", events=(taken,))


@pytest.mark.parametrize(("rule", "incidents"), [("agent:trawler+place_in_sentence", 1), ("demonym", 2)])
def test_a_country_that_was_inferred_keeps_no_deeds_apart(rule: str, incidents: int) -> None:
    assert len(linked([seized("first", "NRL", "demonym"), seized("second", "SDL", rule)]).incidents) == incidents


def marched(number: str, words: str, **fields: object) -> Record:
    text = f"{words} on Tuesday."
    done = event(text, "PROTEST", "march", day=DAY, **fields)
    return record(text, id=number, publisher=f"P{number}", published="2026-04-08T10:00:00+00:00", events=(done,))


def test_a_deed_without_who_and_where_is_the_one_whose_words_it_shares() -> None:
    told = "Dockers of Sudland took part in a march against the harbour levy"
    full = marched("1", told, actors=(mention(told, "Dockers of Sudland", "SDL", "LAB"),))
    assert len(linked([full, marched("2", "The harbour levy was why they went to the march")]).incidents) == 1
    assert len(linked([full, marched("3", "Nobody at the bakery spoke of the march")]).incidents) == 2


def test_the_country_of_those_who_took_part() -> None:
    told = "Dockers of Sudland took part in a march against the harbour levy"
    (incident,) = linked([marched("1", told, actors=(mention(told, "Dockers of Sudland", "SDL", "LAB"),))]).incidents
    assert incident.place is not None
    assert incident.place.provenance is not None
    assert (incident.place.country, incident.place.precision, incident.place.lat) == ("SDL", "country", None)
    assert incident.place.provenance.rule == "parties"
    assert incident.place.text == "Dockers of Sudland"


def answered(act: str) -> Record:
    """Rebels say that the army shelled a village on Tuesday; the army has its own account of it, and another day."""
    text = (
        "The army shelled the village of Vesk on Tuesday, the rebels said.\n"
        "The army confirmed that its gunners had fired on the place on Saturday."
    )
    charge = attribution(
        text, "the rebels", "said", "The army shelled the village of Vesk on Tuesday", source_country="SDL",
        source_side="SDL/REB", source_sector="REB", source_name="the rebels", source_identification="named_org",
    )  # fmt: skip
    answer = attribution(
        text, "army", "confirmed", "that its gunners had fired on the place on Saturday", act=act,
        source_country="SDL", source_side="SDL", source_sector="MIL", source_name="the army",
        source_identification="named_org",
    )  # fmt: skip
    army = mention(text, "The army", "SDL", "MIL")
    shelled = event(text, "ASSAULT", "shelled", said_by=(charge,), actors=(army,))
    fired = event(text, "ASSAULT", "fired", said_by=(answer,), actors=(army,))
    dated = [
        replace(
            one,
            date=EventDate(
                value=day,
                start=day,
                end=day,
                precision="day",
                text=words,
                span=span(text, words),
            ),
        )
        for one, day, words in ((shelled, "2026-04-07", "Tuesday"), (fired, "2026-04-04", "Saturday"))
    ]
    return record(
        text, id="1", publisher="P", published="2026-04-08T10:00:00+00:00", attributions=(charge, answer), events=tuple(dated)
    )  # fmt: skip


def test_who_owns_up_to_a_deed_disputes_its_day() -> None:
    report = linked([answered("confirms")])
    assert len(report.incidents) == 1
    (dispute,) = [found for found in report.disputes if found.field == "date"]
    assert {position.value for position in dispute.positions} == {"2026-04-07", "2026-04-04"}
    assert len(linked([answered("asserts")]).incidents) == 2


def test_a_place_of_other_deeds_keeps_no_deeds_apart() -> None:
    def fought(number: str, where: str, lat: float, rule: str) -> Record:
        text = f"Soldiers of Norland and Sudland fought a battle near {where} on Tuesday."
        at = replace(place(text, where, "SDL", lat, 20.0), provenance=Provenance(stage="locate", version=1, rule=rule))
        sides = tuple(mention(text, side, code, "MIL") for side, code in (("Norland", "NRL"), ("Sudland", "SDL")))
        done = event(text, "ASSAULT", "fought", day=DAY, actors=sides, place=at)
        return record(text, id=number, publisher=f"P{number}", published="2026-04-08T10:00:00+00:00", events=(done,))

    near = fought("1", "Vesk", 61.0, "locative")
    assert len(linked([near, fought("2", "Holm", 55.0, "scene")]).incidents) == 1
    assert len(linked([near, fought("3", "Holm", 55.0, "locative")]).incidents) == 2
