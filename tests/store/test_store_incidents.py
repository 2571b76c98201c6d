"""An incident with what stands behind it: found by its id, the beginning of it, or a former id."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pytest
from made import attribution, event, killed, mention, place, record

from onrecord.errors import StoreError
from onrecord.link_report import Incident
from onrecord.records import Record
from onrecord.stages.link import Link
from onrecord.store import IncidentExplanation, Store

LEAD = "Gunboats of Norland shelled the Sudland port of Vesk on Tuesday, the ministry said, and {} dockers were killed."


def told(article: str, number: int = 4, hour: int = 12, **fields: Any) -> Record:
    """A report of one shelling; the ministry says so, in some as a wire passes it on."""
    text = LEAD.format(number) + f" Wirenews reported it, as did bulletin {article}."
    by = {"source_identification": "named_org", "source_country": "SDL", "source_side": "SDL", "source_sector": "GOV"}
    outer = attribution(
        text, "Wirenews", "reported", LEAD.format(number), source_name="Wirenews", source_kind="news_agency",
        source_identification="named_org",
    )  # fmt: skip
    said = attribution(
        text, "the ministry", "said", text.split(",")[0], source_name="the ministry", source_kind="organisation",
        within=outer.id if fields.pop("relayed", False) else None, **by,
    )  # fmt: skip
    done = event(
        text, "ASSAULT", "shelled", evidence=text.split(".")[0], day="2026-04-07", said_by=(said,),
        actors=(mention(text, "Gunboats of Norland", "NRL", "MIL"),), recipients=(mention(text, "Sudland", "SDL", "CVL"),),
        place=place(text, "Vesk", "SDL", 61.0, 20.0), magnitude=(killed(text, f"{number} dockers", number),),
    )  # fmt: skip
    fields.setdefault("publisher", f"Paper {article}")
    when = f"2026-04-07T{hour:02}:00:00+00:00"
    return record(text, id=article, attributions=(outer, said), events=(done,), published=when, **fields)


def linked(store: Store, records: Sequence[Record]) -> Incident:
    for item in records:
        store.add(item)
    Link().update(store)
    (incident,) = store.links().incidents
    return incident


def explained(store: Store, wanted: str) -> IncidentExplanation:
    found = store.explain(wanted)
    assert isinstance(found, IncidentExplanation)
    return found


def test_by_id_by_its_beginning_and_by_a_former_id() -> None:
    with Store(":memory:") as store:
        former = linked(store, [told("late", hour=18)]).id
        now = linked(store, [told("early", hour=9)]).id
        assert former != now
        for wanted in (now, now[:6], former, former[:6]):
            assert explained(store, wanted).id == now
        assert explained(store, former).incident.merged_from == (former,)


def test_the_chain_ends_in_the_words() -> None:
    with Store(":memory:") as store:
        name = linked(store, [told("1"), told("2", 6, 13, relayed=True)]).id
        found = explained(store, name)
    (origin,) = [origin for origin in found.incident.origins if origin.counts]
    assert [carrier.article for carrier in origin.carriers] == ["1", "2"]
    steps = [found.chains[(c.article, c.attribution or "")] for c in origin.carriers]
    assert [[step.source for step in chain] for chain in steps] == [["the ministry"], ["the ministry", "Wirenews"]]
    assert found.said(origin.carriers[0]) == LEAD.split(",")[0]
    assert [update.to for update in found.updates] == [6]


def test_json_has_all_that_the_tree_shows() -> None:
    with Store(":memory:") as store:
        name = linked(store, [told("1"), told("2", hour=13)]).id
        raw = json.loads(explained(store, name).to_json())
    assert (raw["kind"], raw["id"], raw["incident"]["id"]) == ("incident", name, name)
    assert [article["id"] for article in raw["articles"]] == ["1", "2"]
    assert raw["copies"][0]["articles"] == ["1", "2"]
    assert {step["article"] for step in raw["attributions"]} == {"1", "2"}
    assert raw["incident"]["origins"][0]["carriers"][0]["article"] == "1"
    assert raw["parts"] == raw["disputes"] == []


def test_articles_that_came_later_are_counted() -> None:
    with Store(":memory:") as store:
        name = linked(store, [told("1")]).id
        assert explained(store, name).unlinked == 0
        store.add(told("2", hour=13))
        assert explained(store, name).unlinked == 1


@pytest.mark.parametrize("wanted", ["i0000000000", "zz", "1:i0000000000", ""])
def test_an_unknown_id_is_one_line_with_what_to_do(wanted: str) -> None:
    with Store(":memory:") as store:
        linked(store, [told("1")])
        with pytest.raises(StoreError, match=r"no incident, event, .* has the id .*; find ids with: onrecord search"):
            store.explain(wanted)


def test_an_exact_id_comes_first_and_a_beginning_that_fits_several_names_them() -> None:
    with Store(":memory:") as store:
        name = linked(store, [told("i")]).id
        assert store.explain("i").kind == "article"
    with Store(":memory:") as store:
        name = linked(store, [told("item")]).id
        with pytest.raises(StoreError) as error:
            store.explain("i")
    assert f"'i' fits 2: item, {name}; give one of these" in str(error.value)
