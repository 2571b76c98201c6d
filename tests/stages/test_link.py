"""Linking: copies, incidents, independent sources, disputes, updates; and that the order of arrival does not matter."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made import attribution, claim, event, killed, mention, place, record

from onrecord.link_report import Incident, LinkReport
from onrecord.records import EventDate, Provenance, Record
from onrecord.stages.link import Link
from onrecord.store import Store

DAY = "2026-04-07"
LEAD = (
    "Gunboats of Norland shelled the Sudland port of Vesk on Tuesday, {source} said, and {number} dockers were killed."
)
BODY = (
    "The shelling began before dawn and went on until the fog lifted over the outer harbour wall.\n"
    "Two cranes fell into the basin and a ferry that had been waiting for the tide was left burning at its berth.\n"
    "Schools in the upper town were closed and the mayor's office asked families to stay away from the windows."
)


def told(
    source: str, number: int = 4, *, body: str = "", article: str = "1", day: str = DAY, **of_source: Any
) -> Record:
    """An article in which `source` says that Norland shelled a port in Sudland."""
    lead = LEAD.format(source=source, number=number)
    text = f"{lead}\n{body}" if body else lead
    fields = {
        name: of_source.pop(name)
        for name in list(of_source)
        if name in ("publisher", "published", "act", "url", "media_control", "publisher_country")
    }
    said = attribution(
        text,
        source,
        "said",
        lead.split(",")[0],
        act=fields.pop("act", "asserts"),
        **{
            f"source_{name}": value
            for name, value in {"name": source, "identification": "named_org", **of_source}.items()
        },
    )
    shelled = event(
        text,
        "ASSAULT",
        "shelled",
        evidence=lead,
        day=day,
        said_by=(said,),
        status="negated" if said.act == "denies" else "happened",
        actors=(mention(text, "Gunboats of Norland", "NRL", "MIL"),),
        recipients=(mention(text, "Sudland", "SDL", "CVL"),),
        place=place(text, "Vesk", "SDL", 61.0, 20.0),
        magnitude=(killed(text, f"{number} dockers", number),),
    )
    fields.setdefault("publisher", f"Paper {article}")
    fields.setdefault("published", f"2026-04-07T1{article[-1]}:00:00+00:00")
    return record(text, id=article, attributions=(said,), events=(shelled,), **fields)


MINISTRY = {"country": "SDL", "sector": "GOV", "side": "SDL", "kind": "organisation"}
NAVY = {"country": "NRL", "sector": "MIL", "side": "NRL", "kind": "organisation"}
HOSPITAL = {"country": "SDL", "sector": "MED", "side": "SDL", "kind": "organisation"}
STATE_TV = {"country": "SDL", "kind": "state_media", "sector": "JRN", "media_control": "state", "side": "SDL"}


def linked(records: Sequence[Record]) -> LinkReport:
    with Store(":memory:") as store:
        for item in records:
            store.add(item)
        return Link()(store)


def only(report: LinkReport) -> Incident:
    (incident,) = report.incidents
    return incident


# ---- copies ----
def test_verbatim_copies_are_one_group_and_one_source() -> None:
    report = linked([told("the ministry", body=BODY, article=n, **MINISTRY) for n in "123"])
    (group,) = report.copies
    assert group.original == "1"
    assert group.articles == ("1", "2", "3")
    assert [member.kind for member in group.members] == ["verbatim"] * 3
    incident = only(report)
    assert (incident.reports, incident.independent_sources) == (3, 1)
    assert report.relays == ()


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("\n".join(BODY.split("\n")[:1]), "trimmed"),
        (
            f"{BODY}\nIn the evening the harbour master said that divers would look for the wreck of a pilot boat, and more.",
            "extended",
        ),
    ],
)
def test_what_was_done_to_a_copy(body: str, kind: str) -> None:
    report = linked(
        [told("the ministry", body=BODY, **MINISTRY), told("the ministry", body=body, article="2", **MINISTRY)]
    )
    assert [member.kind for member in report.copies[0].members] == ["verbatim", kind]


def test_a_new_lead_on_an_old_body_is_re_led() -> None:
    new = record(
        f"Fog saved lives in a northern harbour town this week, its people believe, thanking the weather.\n{BODY}",
        id="2",
    )
    old = record(
        f"Shells fell on a northern harbour town early this week and its people fled the weather.\n{BODY}",
        id="1",
        published="2026-04-07",
    )
    report = linked([old, new])
    (group,) = report.copies
    assert group.original is None  # one of the times is not known
    assert {member.article: member.kind for member in group.members} == {"1": "verbatim", "2": "re-led"}


def test_own_words_about_the_same_thing_are_no_copy() -> None:
    one = record(BODY, id="1")
    other = record(
        "Before sunrise shells hit the docks. A ferry caught fire at the quay, and cranes toppled. Pupils stayed at home, and"
        " residents were told by the town hall to keep clear of glass.",
        id="2",
    )
    assert linked([one, other]).copies == ()


def test_a_live_page_is_no_copy_of_the_half_of_a_brief_that_it_holds() -> None:
    lines = BODY.split("\n")
    brief = record("\n".join(lines[:2]), id="1")
    page = record(
        lines[0] + "\n" + " ".join(f"Entry {n} of the day tells of number {n * 7} and more." for n in range(60)), id="2"
    )
    assert linked([brief, page]).copies == ()


def test_a_wire_that_everybody_printed_is_one_group() -> None:
    report = linked([record(BODY, id=f"{n:03}", publisher=f"P{n}") for n in range(120)])
    assert [len(group.articles) for group in report.copies] == [120]


def test_versions_of_one_address_are_one_dispatch() -> None:
    one = record("First words about the harbour.", id="1", url="https://p.example/a")
    other = record("Wholly new words on something.", id="2", url="https://p.example/a")
    assert [set(group.articles) for group in linked([one, other]).copies] == [{"1", "2"}]


# ---- incidents ----
def test_same_type_day_and_parties_are_one_incident() -> None:
    incident = only(linked([told("the ministry", **MINISTRY), told("the hospital", article="2", **HOSPITAL)]))
    assert incident.reported_in == ("1", "2")
    assert incident.first_report == "1"
    assert incident.date is not None
    assert (incident.date.start, incident.date.end) == (DAY, DAY)
    assert [actor.country for actor in incident.actors] == ["NRL"]
    assert incident.place is not None
    assert incident.place.name == "Vesk"
    assert [quote.quote[:8] for quote in incident.evidence] == ["Gunboats"] * 2


def test_another_day_is_another_incident() -> None:
    report = linked([told("the ministry", **MINISTRY), told("the hospital", article="2", day="2026-04-09", **HOSPITAL)])
    assert len(report.incidents) == 2


def simple(
    number: str, countries: Sequence[str], where: tuple[str, str, float, float] | None = None, **fields: Any
) -> Record:
    """An article with one ASSAULT between the countries' armies."""
    names = [f"Army {country}" for country in countries]
    text = f"Report {number}: {' and '.join(names)} clashed" + (f" near {where[0]}." if where else ".")
    fields.setdefault("day", DAY)
    found = event(
        text,
        "ASSAULT",
        "clashed",
        actors=tuple(mention(text, name, country, "MIL") for name, country in zip(names, countries, strict=True)),
        place=place(text, *where) if where else None,
        **fields,
    )
    return record(text, id=number, publisher=f"P{number}", published="2026-04-08T10:00:00+00:00", events=(found,))


@pytest.mark.parametrize(
    ("records", "incidents"),
    [
        ([("AAA", "BBB"), ("AAA", "BBB")], 1),
        ([("AAA", "BBB"), ("AAA",)], 1),
        ([("AAA", "BBB"), ("AAA", "CCC")], 2),
        ([("AAA", "BBB"), ("AAA", "CCC"), ("AAA",)], 3),  # the third fits both, so it joins neither
        ([("AAA",), ("BBB",)], 2),
        ([(), ()], 2),  # nothing is known of the parties
    ],
)
def test_parties(records: list[tuple[str, ...]], incidents: int) -> None:
    assert len(linked([simple(str(n), countries) for n, countries in enumerate(records)]).incidents) == incidents


def test_places_far_apart_keep_incidents_apart_and_near_ones_do_not() -> None:
    north, village, south = ("North", "AAA", 50.0, 10.0), ("Village", "BBB", 50.1, 10.1), ("South", "AAA", 45.0, 10.0)
    assert len(linked([simple("1", ("AAA", "BBB"), north), simple("2", ("AAA", "BBB"), south)]).incidents) == 2
    assert len(linked([simple("1", ("AAA", "BBB"), north), simple("2", ("AAA", "BBB"), village)]).incidents) == 1
    unplaced = linked([simple("1", ("AAA",), north), simple("2", ("AAA",), south), simple("3", ("AAA",))])
    assert len(unplaced.incidents) == 3


@pytest.mark.parametrize(
    "date", [None, EventDate(value="2026", start="2026-01-01", end="2026-12-31", precision="year")]
)
def test_without_a_day_only_the_same_sentence_is_the_same_event(date: EventDate | None) -> None:
    apart = [simple(n, ("AAA", "BBB"), day=None, date=date) for n in "12"]
    assert len(linked(apart).incidents) == 2
    same = [told("the ministry", article=n, day=None, **MINISTRY) for n in "12"]  # type: ignore[arg-type]
    assert len(linked(same).incidents) == 1


@pytest.mark.parametrize(("value", "incidents"), [("XXXX-08-20", 1), ("XXXX-WXX-5", 2), ("XXXX-08", 2)])
def test_a_day_without_a_year_is_a_key_and_a_weekday_is_none(value: str, incidents: int) -> None:
    date = EventDate(value=value, precision="partial")
    assert len(linked([simple(n, ("AAA",), day=None, date=date) for n in "12"]).incidents) == incidents


def told_day(number: str, day: str, basis: str, **fields: Any) -> Record:
    return simple(
        number,
        ("AAA", "BBB"),
        day=None,
        date=EventDate(value=day, start=day, end=day, precision="day", basis=basis),
        **fields,
    )  # type: ignore[arg-type]


def test_a_deed_told_without_a_day_joins_the_dated_one_of_the_days_before() -> None:
    dated, told = simple("1", ("AAA", "BBB")), told_day("2", "2026-04-08", "publication")
    assert [i.reported_in for i in linked([dated, told]).incidents] == [("1", "2")]
    assert only(linked([told, dated])).date == only(linked([dated])).date
    assert len(linked([dated, told_day("2", "2026-04-20", "publication")]).incidents) == 2


def test_a_deed_told_without_a_day_joins_none_of_two() -> None:
    dated = [simple(n, ("AAA", "BBB"), day=day) for n, day in (("1", "2026-04-07"), ("2", "2026-04-06"))]
    assert len(linked([*dated, told_day("3", "2026-04-08", "publication")]).incidents) == 3


def test_one_country_in_common_is_not_enough_without_a_day() -> None:
    date = EventDate(value=DAY, start=DAY, end=DAY, precision="day", basis="publication")
    assert len(linked([simple(n, ("AAA",), day=None, date=date) for n in "12"]).incidents) == 2
    assert len(linked([told_day(n, DAY, "publication") for n in "12"]).incidents) == 1


def test_a_deed_of_several_days_joins_the_one_day_within() -> None:
    week = EventDate(value="2026-W15", start="2026-04-06", end="2026-04-12", precision="week")
    long = simple("1", ("AAA", "BBB"), day=None, date=week)
    assert len(linked([long, simple("2", ("AAA", "BBB"))]).incidents) == 1
    assert (
        len(linked([long, simple("2", ("AAA", "BBB")), simple("3", ("AAA", "BBB"), day="2026-04-09")]).incidents) == 3
    )


def test_where_a_story_was_filed_is_not_where_it_happened() -> None:
    filed = Provenance(stage="locate", version=1, rule="dateline")
    one = simple("1", ("AAA", "BBB"), ("North", "AAA", 50.0, 10.0))
    other = simple("2", ("AAA", "BBB"), ("Capital", "AAA", 45.0, 10.0))
    (found,) = other.events
    assert found.place is not None
    moved = replace(found, place=replace(found.place, provenance=filed))
    assert len(linked([one, other]).incidents) == 2
    assert len(linked([one, replace(other, article=replace(other.article, events=(moved,)))]).incidents) == 1


def test_what_is_only_supposed_is_kept_apart_and_what_was_planned_joins_what_happened() -> None:
    planned, done, supposed = (
        simple(n, ("AAA", "BBB"), status=s) for n, s in (("1", "planned"), ("2", "happened"), ("3", "hypothetical"))
    )
    assert sorted((i.status, i.reported_in) for i in linked([planned, done, supposed]).incidents) == [
        ("happened", ("1", "2")),
        ("hypothetical", ("3",)),
    ]


# ---- independent sources ----
def names(incident: Incident, counts: bool = True) -> list[str]:
    return [origin.name for origin in incident.origins if origin.counts is counts]


def test_a_government_its_forces_and_its_television_are_one_side() -> None:
    records = [
        told("the ministry", **MINISTRY),
        told("the border guard", article="2", **{**MINISTRY, "sector": "COP"}),
        told("state television", article="3", **STATE_TV),
    ]
    incident = only(linked(records))
    assert incident.independent_sources == 1
    assert incident.origins[0].kind == "government_side"
    assert incident.origins[0].articles == ("1", "2", "3")
    assert incident.corroboration.admiralty_info == 3


def test_hospital_government_and_the_other_side_are_three() -> None:
    records = [
        told("the ministry", **MINISTRY),
        told("Vesk hospital", article="2", **HOSPITAL),
        told("the Norland navy", article="3", **NAVY),
    ]
    report = linked(records)
    assert only(report).independent_sources == 3
    assert only(report).corroboration.admiralty_info == 1
    assert report.relays == ()


def test_relaying_one_source_adds_nothing_and_is_named() -> None:
    records = [
        told("the ministry", number=4, body=" ".join(f"word{k}of{n}" for k in range(40)), article=n, **MINISTRY)
        for n in "12345"
    ]
    report = linked(records)
    incident = only(report)
    assert (incident.reports, incident.independent_sources) == (5, 1)
    assert incident.corroboration.circular
    assert "5 reports rest on it" in incident.corroboration.reason
    assert [(relay.origin, relay.articles) for relay in report.relays] == [("the ministry", ("1", "2", "3", "4", "5"))]


def test_a_district_office_is_not_the_central_government() -> None:
    records = [told("the ministry", **MINISTRY), told("Vesk district council", article="2", **MINISTRY)]
    assert [origin.kind for origin in only(linked(records)).origins] == ["government_side", "local_authority"]


def test_a_chain_through_media_is_its_innermost_source() -> None:
    text = "Radio Vesk reported that the fishermen's union said that gunboats of Norland shelled Sudland on Tuesday."
    outer = attribution(
        text, "Radio Vesk", "reported", text[25:-1], source_kind="news_agency", source_identification="named_org"
    )
    inner = attribution(
        text, "the fishermen's union", "said", "gunboats of Norland shelled Sudland", within=outer.id,
        source_sector="LAB", source_identification="named_org",
    )  # fmt: skip
    shelled = event(text, "ASSAULT", "shelled", day=DAY, said_by=(inner,))
    (origin,) = only(linked([record(text, attributions=(outer, inner), events=(shelled,))])).origins
    assert (origin.name, origin.kind, origin.counts) == ("the fishermen's union", "union", True)
    assert "Radio Vesk" in origin.why


def test_only_the_doer_answers_for_what_came_of_the_deed_he_announced() -> None:
    def announced(source: str, **fields: Any) -> Record:
        plan = told(source, **fields)
        return replace(plan, article=replace(plan.article, events=(replace(plan.events[0], status="planned"),)))

    assert names(only(linked([announced("the ministry", **MINISTRY)]))) == ["the ministry"]
    incident = only(linked([announced("the ministry", **MINISTRY), told("the Norland navy", article="2", **NAVY)]))
    assert names(incident) == ["the Norland navy"]
    assert names(incident, counts=False) == ["the ministry"]
    incident = only(linked([announced("the Norland navy", **NAVY), told("the ministry", article="2", **MINISTRY)]))
    assert sorted(names(incident)) == ["the Norland navy", "the ministry"]


def test_what_an_army_says_that_captives_said_is_the_army_s() -> None:
    text = "The Norland army said that captured sailors confessed that gunboats of Norland shelled Sudland on Tuesday."
    outer = attribution(text, "The Norland army", "said", text[27:-1], **{f"source_{k}": v for k, v in NAVY.items()})
    inner = attribution(text, "captured sailors", "confessed", "gunboats of Norland shelled Sudland", within=outer.id)
    shelled = event(text, "ASSAULT", "shelled", day=DAY, said_by=(inner,))
    (origin,) = only(linked([record(text, attributions=(outer, inner), events=(shelled,))])).origins
    assert (origin.name, origin.side) == ("The Norland army", "NRL")


def test_own_voice_counts_only_where_nobody_else_is_named() -> None:
    silent = simple("1", ("NRL", "SDL"))
    assert names(only(linked([silent]))) == ["P1"]
    incident = only(linked([silent, told("the ministry", article="2", **MINISTRY)]))
    assert names(incident) == ["the ministry"]
    assert names(incident, counts=False) == ["P1"]


def test_witnesses_and_the_reporter_of_one_outlet_are_one() -> None:
    witness = {"identification": "unnamed_group", "kind": "eyewitness", "sector": "CVL", "country": "SDL"}
    records = [
        told("residents", publisher="Gazette", **witness),
        told("a docker", publisher="Gazette", article="2", **witness),
    ]
    incident = only(linked(records))
    assert names(incident) == ["Gazette"]
    assert incident.corroboration.admiralty_info == 2


def test_social_media_never_count() -> None:
    incident = only(linked([told("a video", kind="social_media", identification="document")]))
    assert incident.independent_sources == 0
    assert incident.corroboration.admiralty_info == 6


def test_who_accuses_stands_behind_the_accusation() -> None:
    text = "Sudland accused Norland on Tuesday of laying mines."
    accused = event(
        text,
        "ACCUSE",
        "accused",
        day=DAY,
        actors=(mention(text, "Sudland", "SDL", "GOV"),),
        recipients=(mention(text, "Norland", "NRL", "GOV"),),
    )
    (origin,) = only(linked([record(text, events=(accused,))])).origins
    assert (origin.side, origin.kind, origin.counts) == ("SDL", "government_side", True)


def test_a_description_is_the_source_that_the_article_names_in_full() -> None:
    text = "The Norland border command said troops had clashed with Sudland. The command said that the clash was over by noon."
    named = attribution(
        text,
        "The Norland border command",
        "said",
        "troops had clashed with Sudland",
        **{f"source_{k}": v for k, v in NAVY.items()},
    )
    short = attribution(
        text, "The command", "said", "the clash was over by noon", source_identification="unnamed_group"
    )
    clash = event(
        text, "ASSAULT", "clashed", day=DAY, said_by=(named, short), actors=(mention(text, "Sudland", "SDL", "MIL"),)
    )
    (origin,) = only(linked([record(text, attributions=(named, short), events=(clash,))])).origins
    assert (origin.side, origin.counts) == ("NRL", True)


def test_an_outlet_whose_witnesses_speak_was_there() -> None:
    text = "Guns of Norland fired on Sudland at noon. “I saw the flashes,” said a baker."
    baker = attribution(text, "a baker", "said", "I saw the flashes", source_kind="eyewitness", proximity="witnessed")
    fired = event(
        text,
        "ASSAULT",
        "fired",
        day=DAY,
        actors=(mention(text, "Guns of Norland", "NRL", "MIL"),),
        recipients=(mention(text, "Sudland", "SDL", None),),
    )
    own = record(text, id="7", publisher="Gazette", attributions=(baker,), events=(fired,))
    incident = only(linked([own, told("the ministry", **MINISTRY)]))
    assert sorted(names(incident)) == ["Gazette", "the ministry"]


def test_who_denies_having_begun_does_not_deny_the_clash() -> None:
    upheld = told("the Norland navy", **NAVY)
    denied = told("the Norland navy", article="2", act="denies", **NAVY)
    incident = only(linked([upheld, denied]))
    assert incident.denied_by == ()
    assert names(incident) == ["the Norland navy"]


# ---- disputes, denials, updates ----
def test_different_tolls_of_different_sides_are_a_dispute() -> None:
    report = linked([told("the ministry", 9, **MINISTRY), told("the Norland navy", 2, article="2", **NAVY)])
    (dispute,) = report.disputes
    assert (dispute.incident, dispute.field) == (only(report).id, "killed")
    assert [(p.value, p.by, p.articles) for p in dispute.positions] == [
        (9, "the ministry", ("1",)),
        (2, "the Norland navy", ("2",)),
    ]


def test_a_later_toll_of_the_same_side_is_an_update() -> None:
    report = linked([told("the ministry", 4, **MINISTRY), told("the ministry", 7, article="2", **MINISTRY)])
    assert report.disputes == ()
    (update,) = report.updates
    assert (update.kind, update.side, update.from_, update.to, update.article) == ("revision", "SDL", 4, 7, "2")


def test_the_same_toll_is_no_dispute() -> None:
    assert linked([told("the ministry", **MINISTRY), told("the Norland navy", article="2", **NAVY)]).disputes == ()


def test_a_denial_is_kept_and_does_not_uphold() -> None:
    report = linked([told("the ministry", **MINISTRY), told("the Norland navy", article="2", act="denies", **NAVY)])
    incident = only(report)
    assert incident.status == "happened"
    assert names(incident) == ["the ministry"]
    assert [(denial.name, denial.side, denial.articles) for denial in incident.denied_by] == [
        ("the Norland navy", "NRL", ("2",))
    ]
    assert incident.corroboration.admiralty_info == 4
    (dispute,) = [d for d in report.disputes if d.field == "happened"]
    assert [(p.value, p.by) for p in dispute.positions] == [("yes", "the ministry"), ("no", "the Norland navy")]


def test_a_claim_that_it_did_not_happen_is_a_denial() -> None:
    base = told("the Norland navy", **NAVY)
    (said,), (shelled,) = base.attributions, base.events
    denied = replace(
        base, article=replace(base.article, events=(replace(shelled, claims=(claim(said, "happened", False),)),))
    )
    incident = only(linked([denied, told("the ministry", article="2", **MINISTRY)]))
    assert [denial.name for denial in incident.denied_by] == ["the Norland navy"]


def test_more_denials_than_origins_is_contradicted() -> None:
    records = [
        told("the ministry", **MINISTRY),
        told("the Norland navy", article="2", act="denies", **NAVY),
        told("Vesk hospital", article="3", act="denies", **HOSPITAL),
    ]
    assert only(linked(records)).corroboration.admiralty_info == 5


def test_each_side_blames_the_other() -> None:
    def blamed(number: str, actor: str, source: str, country: str) -> Record:
        text = f"Report {number}: {source} said the army of {actor} fired first at the pass."
        said = attribution(
            text,
            source,
            "said",
            text[text.index("the army") : -1],
            source_country=country,
            source_sector="MIL",
            source_side=country,
        )
        fired = event(
            text, "ASSAULT", "fired", day=DAY, said_by=(said,), actors=(mention(text, f"the army of {actor}", actor, "MIL"),),
            recipients=(mention(text, source, country, "MIL"),),
        )  # fmt: skip
        return record(text, id=number, publisher=number, attributions=(said,), events=(fired,))

    report = linked([blamed("1", "AAA", "Ministry B", "BBB"), blamed("2", "BBB", "Ministry A", "AAA")])
    (dispute,) = report.disputes
    assert dispute.field == "responsible"
    assert sorted((str(p.value), p.by) for p in dispute.positions) == [("AAA", "Ministry B"), ("BBB", "Ministry A")]


# ---- the report as a whole ----
def corpus() -> list[Record]:
    return [
        told("the ministry", 4, body=BODY, **MINISTRY),
        told("the ministry", 4, body=BODY, article="2", **MINISTRY),
        told("the ministry", 6, article="3", **MINISTRY),
        told("the Norland navy", 2, article="4", **NAVY),
        told("Vesk hospital", 6, article="5", **HOSPITAL),
        told("the Norland navy", 2, article="6", act="denies", published="2026-04-09T00:00:00+00:00", **NAVY),
        simple("7", ("NRL", "SDL")),
        simple("8", ("NRL", "SDL"), ("Far", "SDL", 10.0, 20.0)),
        simple("9", ("NRL", "AAA")),
        simple("9", ("NRL",)),
        record(BODY, id="10"),
    ]


EXPECTED = linked(corpus()).to_json()


@settings(max_examples=40, deadline=None)
@given(st.permutations(range(len(corpus()))))
def test_any_order_of_arrival_gives_the_same_report(order: list[int]) -> None:
    records = corpus()
    assert linked([records[n] for n in order]).to_json() == EXPECTED


countries = st.lists(st.sampled_from(["AAA", "BBB", "CCC", "IGO"]), max_size=3, unique=True)
places = st.none() | st.sampled_from(
    [("North", "AAA", 50.0, 10.0), ("Village", "BBB", 50.1, 10.1), ("South", "AAA", 45.0, 10.0)]
)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(countries, places, st.sampled_from([DAY, "2026-04-08"])), max_size=7),
    st.randoms(use_true_random=False),
)
def test_groups_are_a_function_of_the_set(drawn: list[Any], shuffle: random.Random) -> None:
    records = [simple(str(n), parties, where, day=day) for n, (parties, where, day) in enumerate(drawn)]
    before = linked(records)
    shuffle.shuffle(records)
    assert linked(records) == before
    assert sum(len(incident.events) for incident in before.incidents) == len(drawn)


def test_the_report_is_json_with_the_contract_s_names() -> None:
    raw = json.loads(EXPECTED)
    assert list(raw) == ["copies", "relays", "incidents", "disputes", "updates"]
    assert {"id", "event_type", "modes", "date", "place", "actors", "recipients", "status", "background", "aggregate", "part_of",
            "merged_from", "events", "reported_in", "reports", "publishers", "first_report", "independent_sources", "origins",
            "denied_by", "corroboration", "evidence", "magnitude"} == set(raw["incidents"][0])  # fmt: skip
    assert {"from", "to", "incident", "field", "kind", "side", "article", "published"} == set(raw["updates"][0])
    assert {"name", "kind", "side", "country", "articles", "counts", "why", "carriers"} == set(
        raw["incidents"][0]["origins"][0]
    )
    assert {"article", "event", "span", "trigger", "quote"} == set(raw["incidents"][0]["evidence"][0])
    assert "class" in next(m for i in raw["incidents"] for m in i["magnitude"])
    assert {p for d in raw["disputes"] for x in d["positions"] for p in x} == {
        "value",
        "low",
        "high",
        "by",
        "side",
        "articles",
        "certainty",
        "spans",
    }


def test_an_empty_store_gives_an_empty_report() -> None:
    assert linked([]) == LinkReport(copies=(), relays=(), incidents=(), disputes=(), updates=())
