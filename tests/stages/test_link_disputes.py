"""Linking: what is disputed, what is only an update, and what a medium takes back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from made import attribution, claim, event, mention, place, record, span

from onrecord.link_report import LinkReport
from onrecord.records import Article, Magnitude, Record
from onrecord.stages.link import Link, _notices, _tolls, _waters
from onrecord.store import Store

MINISTRY = {"country": "SDL", "sector": "GOV", "side": "SDL"}
NAVY = {"country": "NRL", "sector": "MIL", "side": "NRL"}
LEAD = "Gunboats of Norland shelled the Sudland port of Vesk on Tuesday, {source} said, and {dead} dockers were killed."


def told(
    source: str,
    dead: str = "four",
    bounds: tuple[float | None, float | None, float | None] = (4, 4, 4),
    **fields: Any,
) -> Record:
    """A report of the shelling; `bounds` are low, best and high of the dead."""
    of_source = {name: fields.pop(name) for name in ("country", "sector", "side") if name in fields}
    after = fields.pop("after", "")
    lead = LEAD.format(source=source, dead=dead)
    text = lead + after
    said = attribution(
        text, source, "said", lead.split(",")[0], source_name=source, source_identification="named_org",
        source_kind="organisation", **{f"source_{name}": value for name, value in of_source.items()},
    )  # fmt: skip
    words = f"{dead} dockers"
    count = Magnitude(
        quantity="killed", class_="dockers", low=bounds[0], best=bounds[1], high=bounds[2], text=words,
        span=span(text, words),
    )  # fmt: skip
    shelled = event(
        text, "ASSAULT", "shelled", evidence=lead, day="2026-04-07", said_by=(said,), magnitude=(count,),
        actors=(mention(text, "Gunboats of Norland", "NRL", "MIL"),), recipients=(mention(text, "Sudland", "SDL", "CVL"),),
        place=place(text, "Vesk", "SDL", 61.0, 20.0),
    )  # fmt: skip
    number = fields.setdefault("id", "1")
    fields.setdefault("publisher", f"Paper {number}")
    fields.setdefault("published", f"2026-04-07T1{number[-1]}:00:00+00:00")
    return record(text, attributions=(said,), events=(shelled,), **fields)


def linked(records: Sequence[Record]) -> LinkReport:
    with Store(":memory:") as store:
        for item in records:
            store.add(item)
        return Link()(store)


# ---- numbers ----
@pytest.mark.parametrize(
    ("words", "bounds", "is_disputed"),
    [
        ("at least three", (3, 3, None), False),
        ("at least six", (6, 6, None), True),
        ("between two and five", (2, None, 5), False),
        ("between six and nine", (6, None, 9), True),
        ("up to nine", (None, 9, 9), False),
    ],
)
def test_numbers_are_disputed_where_their_bounds_exclude_each_other(
    words: str, bounds: tuple[float | None, float | None, float | None], is_disputed: bool
) -> None:
    report = linked([told("the ministry", **MINISTRY), told("the navy", words, bounds, id="2", **NAVY)])
    assert [dispute.field for dispute in report.disputes] == (["killed"] if is_disputed else [])


@pytest.mark.parametrize(
    ("words", "bounds"),
    [
        ("that 30 had died", (30, 30)),
        ("that between 20 and 30 had died", (20, 30)),
        ("that 20 to 30 people were killed", (20, 30)),
        ("that 20-30 people were killed", (20, 30)),
        ("that at least 30 had died", (30, None)),
        ("that no fewer than 30 had died", (30, None)),
        ("that fewer than 30 had died", (None, 30)),
        ("that no more than 30 had died", (None, 30)),
        ("that up to 30 people were killed", (None, 30)),
    ],
)
def test_words_around_a_number_bound_it(words: str, bounds: tuple[int | None, int | None]) -> None:
    (count,) = _tolls.counts(words, 0)
    assert (count.low, count.high) == bounds


def test_a_falling_toll_of_one_side_is_an_update() -> None:
    report = linked([told("the ministry", "nine", (9, 9, 9), **MINISTRY), told("the ministry", id="2", **MINISTRY)])
    assert report.disputes == ()
    assert [(u.kind, u.from_, u.to) for u in report.updates] == [("revision", 9, 4)]


def test_a_toll_that_its_source_mends_is_a_correction() -> None:
    text = "The ministry corrected the toll of the shelling of Vesk on Tuesday to two dockers killed."
    said = attribution(text, "The ministry", "corrected", "two dockers killed", **{
        f"source_{name}": value for name, value in {**MINISTRY, "name": "the ministry", "identification": "named_org"}.items()
    })  # fmt: skip
    count = Magnitude(
        quantity="killed", class_="dockers", low=2, best=2, high=2, text="two dockers", span=span(text, "two dockers")
    )
    mended = event(
        text, "ASSAULT", "shelling", day="2026-04-07", said_by=(said,), magnitude=(count,),
        recipients=(mention(text, "Vesk", "SDL", "CVL"),), place=place(text, "Vesk", "SDL", 61.0, 20.0),
    )  # fmt: skip
    later = record(
        text, id="2", publisher="Paper 2", published="2026-04-08T09:00:00+00:00", attributions=(said,), events=(mended,)
    )
    report = linked([told("the ministry", **MINISTRY), later])
    assert report.disputes == ()
    assert [(u.kind, u.from_, u.to) for u in report.updates] == [("correction", 4, 2)]


# ---- who did it, where, when ----
def test_who_denies_a_part_does_not_deny_the_deed() -> None:
    after = "\nThe Norland navy denied any part in the attack."
    base = told("the ministry", after=after, **MINISTRY)
    text = base.article.text
    denial = attribution(text, "The Norland navy", "denied", "any part in the attack", act="denies", certainty="CT-", **{
        f"source_{name}": value for name, value in {**NAVY, "name": "the navy", "identification": "named_org"}.items()
    })  # fmt: skip
    (said,), (shelled,) = base.attributions, base.events
    claims = (claim(said, "happened", True), claim(denial, "happened", False, certainty="CT-"))
    shelled = event(
        text, "ASSAULT", "shelled", evidence=text.split("\n")[0], day="2026-04-07", said_by=(said, denial),
        claims=claims, actors=shelled.actors, recipients=shelled.recipients, place=shelled.place,
    )  # fmt: skip
    report = linked([record(text, id="1", publisher="Paper", published="2026-04-07T11:00:00+00:00",
                            attributions=(said, denial), events=(shelled,))])  # fmt: skip
    (incident,) = report.incidents
    assert incident.denied_by == ()
    (dispute,) = report.disputes
    assert dispute.field == "responsible"
    assert [p.value for p in dispute.positions] == ["NRL", "not NRL"]


@pytest.mark.parametrize(
    ("field", "one", "other"), [("place", "the harbour", "the open sea"), ("date", "2026-04-07", "2026-04-06")]
)
def test_places_and_days_that_sides_claim(field: str, one: str, other: str) -> None:
    def claimed(source: str, value: str, **fields: Any) -> Record:
        base = told(source, **fields)
        text, (said,), (shelled,) = base.article.text, base.attributions, base.events
        with_claim = event(
            text, "ASSAULT", "shelled", evidence=text, day="2026-04-07", said_by=(said,),
            claims=(claim(said, field, value),), actors=shelled.actors, recipients=shelled.recipients, place=shelled.place,
        )  # fmt: skip
        article = base.article
        return record(text, id=article.id, publisher=article.publisher, published=article.published,
                      attributions=(said,), events=(with_claim,))  # fmt: skip

    differ = linked([claimed("the ministry", one, **MINISTRY), claimed("the navy", other, id="2", **NAVY)])
    assert [(d.field, [p.value for p in d.positions]) for d in differ.disputes] == [(field, [one, other])]
    agree = linked([claimed("the ministry", one, **MINISTRY), claimed("the navy", one, id="2", **NAVY)])
    assert agree.disputes == ()


# ---- what is taken back ----
RETRACTION = "The Sound Agency has withdrawn its report of Tuesday that gunboats of Norland shelled the port of Vesk."


def notice(words: str = RETRACTION, **fields: Any) -> Record:
    """An article that takes a report back and retells it."""
    shelled = event(
        words, "ASSAULT", "shelled", day="2026-04-07", place=place(words, "Vesk", "SDL", 61.0, 20.0),
        actors=(mention(words, "gunboats of Norland", "NRL", "MIL"),),
    )  # fmt: skip
    fields.setdefault("publisher", "Paper 9")
    return record(words, id="9", published="2026-04-08T09:00:00+00:00", events=(shelled,), **fields)


def test_a_withdrawn_report_adds_no_source_and_no_value() -> None:
    withdrawn = told("the navy", "six", (6, 6, 6), id="2", agency="The Sound Agency", **NAVY)
    before = linked([told("the ministry", **MINISTRY), withdrawn])
    assert (before.incidents[0].independent_sources, [d.field for d in before.disputes]) == (2, ["killed"])
    after = linked([told("the ministry", **MINISTRY), withdrawn, notice()])
    (incident,) = after.incidents
    assert incident.reported_in == ("1", "2", "9")
    assert [origin.name for origin in incident.origins if origin.counts] == ["the ministry"]
    assert after.disputes == ()
    assert [(u.field, u.kind, u.side, u.article) for u in after.updates] == [
        ("happened", "retraction", "The Sound Agency", "9")
    ]


def test_copies_of_a_withdrawn_report_go_with_it() -> None:
    first = told("the navy", id="2", agency="The Sound Agency", **NAVY)
    copy = told("the navy", id="3", **NAVY)
    (incident,) = linked([first, copy, notice()]).incidents
    assert (incident.reports, incident.independent_sources) == (3, 0)
    assert incident.corroboration.admiralty_info == 6


def test_a_notice_of_another_medium_takes_nothing_back() -> None:
    other = told("the navy", id="2", agency="Northern Wire", **NAVY)
    report = linked([other, notice()])
    assert all(update.kind != "retraction" or update.article != "2" for update in report.updates)
    assert [origin.name for i in report.incidents for origin in i.origins if origin.counts] == ["the navy"]


def test_a_later_version_replaces_an_older_one() -> None:
    at = "https://paper.example.org/shelling"
    older = told("the navy", "six", (6, 6, 6), id="1", publisher="Paper", url=at, **NAVY)
    newer = told("the ministry", "four", (4, 4, 4), id="2", publisher="Paper", url=at, **MINISTRY)
    report = linked([older, newer])
    (incident,) = report.incidents
    assert [origin.name for origin in incident.origins] == ["the ministry"]
    assert report.disputes == ()


def test_a_place_that_a_medium_corrects() -> None:
    def shelling(town: str, before: str = "", **fields: Any) -> Record:
        lead = f"Gunboats of Norland shelled the Sudland port of {town} on Tuesday."
        text = before + lead
        shelled = event(
            text, "ASSAULT", "shelled", evidence=lead, day="2026-04-07", place=place(lead, town, "SDL"),
            actors=(mention(text, "Gunboats of Norland", "NRL", "MIL"),), recipients=(mention(text, "Sudland", "SDL", "CVL"),),
        )  # fmt: skip
        return record(text, publisher="Paper", events=(shelled,), **fields)

    mended = "(Corrects the place. The port that was shelled is Orl and not Vesk.)\n"
    report = linked(
        [
            shelling("Vesk", id="1", published="2026-04-07T10:00:00+00:00"),
            shelling("Orl", mended, id="2", published="2026-04-07T12:00:00+00:00"),
        ]
    )
    assert len(report.incidents) == 1
    assert [(u.field, u.kind, u.from_, u.to) for u in report.updates] == [("place", "correction", "Vesk", "Orl")]


def test_order_of_arrival_does_not_matter() -> None:
    records = [
        told("the ministry", **MINISTRY),
        told("the navy", "six", (6, 6, 6), id="2", agency="The Sound Agency", **NAVY),
        notice(),
    ]
    assert linked(records).to_json() == linked(records[::-1]).to_json()


# ---- notices ----
@pytest.mark.parametrize(
    ("text", "kind", "is_own"),
    [
        ("CORRECTION: The bridge that fell is in Orl.", "correction", True),
        ("VESK (Sound) - (Corrects the name of the ferry.) A ferry sank.", "correction", True),
        ("An earlier version of this article gave a wrong age.", "correction", True),
        ("An earlier version of this dispatch gave a wrong age.", "correction", True),
        ("We have withdrawn our story about the dam.", "retraction", True),
        ("The paper withdrew an article on the dam.", "retraction", False),
        ("The paper retracted a report on the dam.", "retraction", False),
    ],
)
def test_words_of_a_notice(text: str, kind: str, is_own: bool) -> None:
    (found,) = _notices.read(Article(id="1", text=text))
    assert (found.kind, found.is_own) == (kind, is_own)
    assert text[found.span.start : found.span.end] == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "The army withdrew its men from the bridge.",
        "Correctional officers went on strike.",
        "Withdrawn from the race, the yacht was sold.",
    ],
)
def test_what_is_no_notice(text: str) -> None:
    assert _notices.read(Article(id="1", text=text)) == ()


def test_a_retraction_outweighs_a_correction_of_the_same_paragraph() -> None:
    text = "Correction: this report has been withdrawn.\nA ferry sank."
    (found,) = _notices.read(Article(id="1", text=text))
    assert (found.kind, text[found.span.start : found.span.end]) == ("retraction", text.split("\n")[0])


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("The trawler was boarded in international waters.", "international waters"),
        ("It was stopped two miles inside Danish territorial waters", "Danish territorial waters"),
        ("The jet never entered Finnish airspace", "international airspace"),
        ("It was seized outside Norway's waters", "international waters"),
        ("It was not in international waters", "territorial waters"),
        ("The boat was near Greek waters", None),
        ("The waters rose", None),
    ],
)
def test_whose_waters_words_name(words: str, value: str | None) -> None:
    found = _waters.told(words)
    assert (found and found[0]) == value
    assert found is None or words[found[1].start : found[1].end]


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("international waters", "Danish territorial waters", True),
        ("international waters", "international waters", False),
        ("Danish territorial waters", "Swedish territorial waters", True),
        ("territorial waters", "Danish territorial waters", False),
        ("international airspace", "Danish territorial waters", False),
    ],
)
def test_realms_that_exclude_each_other(one: str, other: str, apart: bool) -> None:
    assert _waters.are_apart(one, other) is apart
