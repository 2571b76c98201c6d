"""Sums and their parts: a sum is marked, is never one incident with a part, and each part names it."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

import pytest
from made import event, killed, mention, place, record

from onrecord.link_report import Incident, LinkReport
from onrecord.records import EventDate, Magnitude, Record
from onrecord.stages.link import Link
from onrecord.store import Store

MONTHS = {"year": ("2026", "2026-01-01", "2026-12-31"), "month": ("2026-03", "2026-03-01", "2026-03-31")}


def taken(text: str, words: str, number: float) -> Magnitude:
    """A count of people carried off."""
    where = killed(text, words, number)
    return Magnitude(
        quantity="abducted", class_=None, low=number, best=number, high=number, text=words, span=where.span
    )


def total(
    text: str, trigger: str, when: str = "year", *, where: Any = None, article: str = "9", **fields: Any
) -> Record:
    """A report of 30 March that sums up a stretch of time in the whole of Norland, unless told otherwise."""
    value, start, end = MONTHS[when]
    fields.setdefault("event_type", "ASSAULT")
    fields.setdefault("modes", ("abduct",))
    done = event(
        text,
        fields.pop("event_type"),
        trigger,
        date=EventDate(value=value, start=start, end=end, precision=when),  # type: ignore[arg-type]
        place=where or place(text, "Norland", "NRL"),
        **fields,
    )
    return record(text, id=article, publisher="Almanac", published="2026-03-30T09:00:00+00:00", events=(done,))


def seized(
    day: str, number: int, town: str = "Vesk", country: str = "NRL", article: str = "1", **fields: Any
) -> Record:
    """A report of one abduction."""
    text = f"Raiders seized {number} millers near {town} on {day}."
    fields.setdefault("modes", ("abduct",))
    fields.setdefault("event_type", "ASSAULT")
    done = event(
        text,
        fields.pop("event_type"),
        "seized",
        day=day,
        place=place(text, town, country, 61.0, 20.0),
        recipients=(mention(text, f"{number} millers", country, "CVL"),),
        magnitude=(taken(text, f"{number} millers", number),),
        **fields,
    )
    return record(text, id=article, publisher=f"Paper {article}", published=f"{day}T18:00:00+00:00", events=(done,))


YEAR = "Raiders have seized 366 people in Norland this year, more than ever before."
WHOLE = total(YEAR, "seized", magnitude=(taken(YEAR, "366 people", 366),))


def linked(records: Sequence[Record]) -> LinkReport:
    with Store(":memory:") as store:
        for item in records:
            store.add(item)
        return Link()(store)


def by_article(report: LinkReport) -> dict[str, Incident]:
    return {incident.first_report: incident for incident in report.incidents}


def test_a_sum_is_marked_and_its_parts_name_it() -> None:
    found = by_article(linked([WHOLE, seized("2026-02-03", 12), seized("2026-03-11", 7, article="2")]))
    assert found["9"].aggregate
    assert found["9"].part_of is None
    assert [(found[n].aggregate, found[n].part_of) for n in "12"] == [(False, found["9"].id)] * 2


@pytest.mark.parametrize(
    "other",
    [
        seized("2025-12-30", 12),
        seized("2026-04-02", 12),  # after the sum was told
        seized("2026-02-03", 12, country="SDL"),
        seized("2026-02-03", 400),
        seized("2026-02-03", 12, status="planned"),
        seized("2026-02-03", 12, status="negated"),
        seized("2026-02-03", 12, modes=("explosives",)),
        seized("2026-02-03", 12, event_type="PROTEST"),
    ],
    ids=["before", "after", "elsewhere", "more", "planned", "denied", "another deed", "another type"],
)
def test_what_the_sum_does_not_count_is_no_part(other: Record) -> None:
    found = by_article(linked([WHOLE, other]))
    assert found["9"].aggregate
    assert found["1"].part_of is None


def test_counted_deeds_are_a_sum_without_a_count_of_people() -> None:
    text = "Raiders carried out 40 attacks in Norland in March, said the almanac."
    found = by_article(linked([total(text, "carried", "month", modes=()), seized("2026-03-11", 7)]))
    assert found["9"].aggregate
    assert found["1"].part_of == found["9"].id


@pytest.mark.parametrize(
    "text",
    [
        "A bombing in Norland early this year killed 30 people, and the mill was never rebuilt.",
        "In March 30 people were killed in Norland when a boiler was blown up.",
    ],
)
def test_one_deed_of_which_only_the_month_or_year_is_told_is_no_sum(text: str) -> None:
    item = total(text, "killed", "month", modes=(), magnitude=(killed(text, "30 people", 30),))
    assert not by_article(linked([item]))["9"].aggregate


@pytest.mark.parametrize(
    "text",
    [
        "Raiders have killed 30 people in Norland this month.",
        "Some 30 people were killed in raids on Norland in March.",
        "A total of 30 people were killed in Norland in March.",
        "Raiders killed 30 people in Norland in the past four weeks.",
    ],
)
def test_words_of_summing_up(text: str) -> None:
    item = total(text, "killed", "month", modes=(), magnitude=(killed(text, "30 people", 30),))
    assert by_article(linked([item]))["9"].aggregate


def test_of_two_sums_the_shorter_one_holds_the_part_and_is_part_of_the_longer() -> None:
    text = "In raids on Norland's mills 90 people were seized in March."
    month = total(text, "seized", "month", article="8", magnitude=(taken(text, "90 people", 90),))
    found = by_article(linked([WHOLE, month, seized("2026-03-11", 7), seized("2026-02-11", 7, article="2")]))
    assert found["8"].aggregate
    assert found["8"].part_of == found["9"].id
    assert found["1"].part_of == found["8"].id
    assert found["2"].part_of == found["9"].id


def test_a_town_s_sum_holds_what_was_done_in_the_town() -> None:
    text = "Raiders have seized 80 people in Vesk this year."
    vesk = total(
        text, "seized", where=place(text, "Vesk", "NRL", 61.0, 20.0), magnitude=(taken(text, "80 people", 80),)
    )
    near, far = seized("2026-03-11", 7), seized("2026-03-12", 7, town="Tarn", article="2")
    away = place(far.article.text, "Tarn", "NRL", 58.0, 21.0)
    far = record(
        far.article.text, id="2", published=far.article.published, events=(_at(far.events[0], away),), publisher="Post"
    )
    found = by_article(linked([vesk, near, far]))
    assert found["1"].part_of == found["9"].id
    assert found["2"].part_of is None


def _at(done: Any, where: Any) -> Any:
    from dataclasses import replace

    return replace(done, place=where)


def test_a_part_without_a_place_is_in_the_only_country_that_takes_part() -> None:
    at_home, abroad = seized("2026-03-11", 7), seized("2026-03-11", 8, country="SDL", article="2")
    records = [
        record(
            item.article.text,
            id=item.article.id,
            publisher="Post",
            published=item.article.published,
            events=(_at(item.events[0], None),),
        )
        for item in (at_home, abroad)
    ]
    found = by_article(linked([WHOLE, *records]))
    assert found["1"].part_of == found["9"].id
    assert found["2"].part_of is None


def test_protests_are_of_all_modes() -> None:
    text = "Millers have staged dozens of protests in Norland this year."
    whole = total(text, "staged", event_type="PROTEST", modes=("demo",))
    found = by_article(linked([whole, seized("2026-03-11", 7, event_type="PROTEST", modes=("obstruct",))]))
    assert found["1"].part_of == found["9"].id


def test_a_sum_is_never_one_incident_with_a_part() -> None:
    """The one tells the deed in nearly the words of the other, and its days hold the other's."""
    words = "raiders crossed the old bridge below the mill"
    first = f"Masked {words} and seized 12 people in Norland by boat."
    later = f"Masked {words} in 14 raids and seized 366 people in Norland by boat."
    dates = [
        EventDate(value=start, start=start, end=end, precision=precision)
        for start, end, precision in (("2026-03-11", "2026-03-11", "day"), ("2026-01-01", "2026-03-30", "range"))
    ]
    records = []
    for number, (text, date, count) in enumerate(zip((first, later), dates, (12, 366), strict=True), start=1):
        counts = (taken(text, f"{count} people", count),)
        done = event(text, "ASSAULT", "seized", date=date, place=place(text, "Norland", "NRL"), magnitude=counts)
        when = f"2026-03-{11 * number + 8}T09:00:00+00:00"
        records.append(record(text, id=str(number), publisher=f"Paper {number}", published=when, events=(done,)))
    found = by_article(linked(records))
    assert [found[n].aggregate for n in "12"] == [False, True]
    assert found["1"].part_of == found["2"].id


def test_the_order_of_arrival_does_not_matter() -> None:
    records = [WHOLE, *(seized(f"2026-03-{day}", day, article=str(day)) for day in range(11, 17))]
    expected = linked(records)
    random.Random(4).shuffle(records)
    assert linked(records) == expected
