"""Deeds that no key brings together and that are likely one; and what keeps them apart all the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from made import event, mention, place, record

from onrecord.link_report import LinkReport
from onrecord.records import Record
from onrecord.stages.link import Link
from onrecord.store import Store

DAY, NEXT = "2026-04-07", "2026-04-08"
STORY = (
    "The ferry levy has divided Vesk for weeks. Dockers, chandlers and lightermen say that it will close half of the quays. "
    "The harbour board, which wants to dredge the sluice, calls the levy modest. A ballot of the lightermen is due in May."
)
OTHER = (
    "Beekeepers of the uplands expect a poor summer. Frost has killed the heather; the cooperative has lowered its price. "
    "Inspectors from the college measured mites in every third hive and advised smoke, sugar and patience."
)


def linked(records: Sequence[Record]) -> LinkReport:
    with Store(":memory:") as store:
        for one in records:
            store.add(one)
        return Link()(store)


def protest(number: str, words: str, trigger: str, story: str = STORY, **fields: Any) -> Record:
    """An article with one protest; the rest of its text is the story."""
    text = f"{words}\n{story} ({number})"
    at = fields.pop("at", None)
    actor = fields.pop("actor", None)
    fields.setdefault("day", DAY)
    done = event(
        text, "PROTEST", trigger, evidence=words,
        actors=(mention(text, *actor, "LAB"),) if actor else (),
        place=place(text, *at) if at else None, **fields,
    )  # fmt: skip
    return record(text, id=number, publisher=f"P{number}", published=f"{NEXT}T10:00:00+00:00", events=(done,))


def reported(*records: Record) -> list[tuple[str, ...]]:
    return sorted(tuple(sorted(incident.reported_in)) for incident in linked(records).incidents)


MARCH = ("1", "Lightermen of Sudland marched to the custom house.", "marched")
CROWD = ("2", "A crowd of hundreds demonstrated at noon.", "demonstrated")
SUDLAND = ("Lightermen of Sudland", "SDL")


def test_the_only_deed_of_its_kind_and_day_in_a_story_is_the_one_that_others_tell_in_other_words() -> None:
    assert reported(protest(*MARCH, actor=SUDLAND), protest(*CROWD)) == [("1", "2")]


def test_another_story_has_its_own_deeds() -> None:
    assert len(linked([protest(*MARCH, actor=SUDLAND), protest(*CROWD, story=OTHER)]).incidents) == 2


def test_two_towns_are_two_deeds() -> None:
    vesk = protest("1", "Lightermen marched in Vesk.", "marched", at=("Vesk", "SDL", 61.0, 20.0))
    holm = protest("2", "Lightermen marched in Holm.", "marched", at=("Holm", "SDL", 55.0, 20.0))
    assert reported(vesk, holm) == [("1",), ("2",)]


def test_others_did_another_deed() -> None:
    ours = protest(*MARCH, actor=SUDLAND)
    theirs = protest(
        "2", "Chandlers of Norland demonstrated at noon.", "demonstrated", actor=("Chandlers of Norland", "NRL")
    )
    assert reported(ours, theirs) == [("1",), ("2",)]


def test_days_that_the_texts_name_keep_deeds_apart() -> None:
    assert len(linked([protest(*MARCH, actor=SUDLAND), protest(*CROWD, day="2026-04-04")]).incidents) == 2


def test_what_fits_two_joins_neither() -> None:
    ours = protest(*MARCH, actor=SUDLAND)
    theirs = protest("3", "Chandlers of Norland marched at noon.", "marched", actor=("Chandlers of Norland", "NRL"))
    assert reported(ours, protest(*CROWD), theirs) == [("1",), ("2",), ("3",)]


def test_the_order_of_arrival_changes_nothing() -> None:
    records = [protest(*MARCH, actor=SUDLAND), protest(*CROWD), protest("3", "They marched and sang.", "marched")]
    assert linked(records).to_json() == linked(records[::-1]).to_json()


def fired(number: str, words: str, **sides: tuple[str, str]) -> Record:
    """An article with one attack, of which it names one side or both: their words and country."""
    text = f"{words}\n{STORY} ({number})"
    done = event(
        text, "ASSAULT", "fired", evidence=words, day=DAY, modes=("firearms",),
        **{role: (mention(text, name, country, "MIL"),) for role, (name, country) in sides.items()},
    )  # fmt: skip
    return record(text, id=number, publisher=f"P{number}", published=f"{NEXT}T10:00:00+00:00", events=(done,))


def test_two_halves_of_a_deed_are_one() -> None:
    doer = fired("1", "Gunners of Norland fired at noon.", actors=("Gunners of Norland", "NRL"))
    victim = fired("2", "Shots were fired at sentries of Sudland.", recipients=("sentries of Sudland", "SDL"))
    assert reported(doer, victim) == [("1", "2")]


def test_other_victims_are_of_another_deed() -> None:
    ours = fired("1", "Shots were fired at guards of Norland.", recipients=("guards of Norland", "NRL"))
    theirs = fired("2", "Shots were fired at sentries of Sudland.", recipients=("sentries of Sudland", "SDL"))
    assert reported(ours, theirs) == [("1",), ("2",)]
