"""Linking again and again: the same as linking once, whatever the order, the portions, and where it was stopped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made import attribution, event, killed, mention, place, record

from onrecord.link_report import LinkReport
from onrecord.records import Record
from onrecord.stages.link import Link, _facts, _packing, _scenes
from onrecord.store import Store

PORTS = [("Vesk", 61.0, 20.0), ("Tarn", 58.5, 21.0), ("Holm", 55.0, 12.0)]
NAVIES = [("Norland", "NRL"), ("Westmark", "WMK")]
REST = "Ferry {n} burned at berth {n} as tide {n} rose, and wall {n} cracked near crane {n} while crew {n} slept."


def shelling(port: int, day: int, killed_: int, source: str, outlet: int, navy: int = 0, lead: str = "") -> Record:
    """A report of one of a few shellings, in the words of one of a few sources."""
    (town, lat, lon), (state, code) = PORTS[port], NAVIES[navy]
    when = date(2026, 4, 1) + timedelta(days=day)
    first = f"{lead}Gunboats of {state} shelled the Sudland port of {town}, {source} said, and {killed_} dockers were killed."
    text = f"{first}\n" + " ".join(REST.format(n=number) for number in range(port + day, port + day + 3))
    said = attribution(
        text, source, "said", first.split(",")[0], act="asserts", source_name=source,
        source_identification="named_org", source_country="SDL", source_side=source, source_kind="organisation",
    )  # fmt: skip
    done = event(
        text, "ASSAULT", "shelled", evidence=first, day=when.isoformat(), said_by=(said,),
        actors=(mention(text, f"Gunboats of {state}", code, "MIL"),), recipients=(mention(text, "Sudland", "SDL", "CVL"),),
        place=place(text, town, "SDL", lat, lon), magnitude=(killed(text, f"{killed_} dockers", killed_),),
    )  # fmt: skip
    fields: dict[str, Any] = {"publisher": f"Paper {outlet}", "published": f"{when}T1{outlet}:00:00+00:00"}
    key = f"{port}{day}{killed_}{source[:3]}{outlet}{navy}{len(lead)}"
    return record(text, id=key, attributions=(said,), events=(done,), **fields)


reports = st.builds(
    shelling,
    st.integers(0, 2),
    st.integers(0, 12),
    st.integers(3, 5),
    st.sampled_from(["the ministry", "a hospital", "the navy"]),
    st.integers(1, 4),
    st.integers(0, 1),
    st.sampled_from(["", "VESK - "]),
)
corpora = st.lists(reports, min_size=1, max_size=14, unique_by=lambda found: found.article.key)


def plain(report: LinkReport) -> str:
    """The report without former ids, which tell how it came about."""
    return replace(report, incidents=tuple(replace(i, merged_from=()) for i in report.incidents)).to_json()


def linked(portions: Sequence[Sequence[Record]]) -> LinkReport:
    with Store(":memory:") as store:
        for portion in portions:
            for item in portion:
                store.add(item)
            Link().update(store)
        return store.links()


@settings(max_examples=60, deadline=None)
@given(corpora, st.randoms(use_true_random=False), st.sampled_from([1, 3, 120]))
def test_portions_and_order_do_not_matter(records: list[Record], chance: Any, most: int) -> None:
    shuffled = list(records)
    chance.shuffle(shuffled)
    cuts = sorted(chance.randint(0, len(records)) for _ in range(2))
    portions = [shuffled[: cuts[0]], shuffled[cuts[0] : cuts[1]], shuffled[cuts[1] :]]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_scenes, "MOST", most)
        assert plain(linked(portions)) == plain(linked([records]))


def test_what_is_stopped_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_scenes, "MOST", 2)
    records = [shelling(n % 3, n, 3 + n % 2, "the ministry", 1 + n % 4) for n in range(12)]
    whole = plain(linked([records]))
    steps = 0

    def stop(step: str, done: int, of: int) -> None:
        nonlocal steps
        steps += 1
        if steps % 2 == 0:
            raise KeyboardInterrupt

    with Store(tmp_path / "x.db") as store:
        for item in records:
            store.add(item)
        for _ in range(60):
            try:
                Link().update(store, stop)
                break
            except KeyboardInterrupt:
                continue
        assert steps > 4
        assert plain(store.links()) == whole


def test_a_new_article_makes_only_its_own_scene_due(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_scenes, "MOST", 2)
    seen: list[int] = []

    def count(step: str, done: int, of: int) -> None:
        if step == "linking" and done == 0:
            seen.append(of)

    with Store(":memory:") as store:
        for n in range(10):
            store.add(shelling(n % 3, 13 * n, 4, "the ministry", 1))
        Link().update(store, count)
        store.add(shelling(0, 0, 4, "a hospital", 2))
        Link().update(store, count)
        Link().update(store, count)
    assert seen[0] > 5
    assert len(seen) == 2
    assert seen[1] <= 4  # its scene, the one that it was part of, its copy group


def test_an_earlier_report_gives_a_new_id_and_the_old_one_is_kept() -> None:
    late, early = shelling(0, 2, 4, "a hospital", 3), shelling(0, 2, 4, "the ministry", 1)
    with Store(":memory:") as store:
        store.add(late)
        Link().update(store)
        (before,) = store.links().incidents
        store.add(early)
        Link().update(store)
        (after,) = store.links().incidents
    assert after.id != before.id
    assert after.merged_from == (before.id,)


def test_recoded_articles_are_linked_anew() -> None:
    one, other = shelling(0, 2, 4, "the ministry", 1), shelling(0, 2, 4, "a hospital", 2)
    with Store(":memory:") as store:
        store.add(one)
        store.add(other)
        Link().update(store)
        empty = replace(one.article, events=(), attributions=())
        bare = replace(one, article=empty, coder=replace(one.coder, pipeline="another"))
        store.add(bare)
        Link().update(store)
        assert [len(incident.events) for incident in store.links().incidents] == [1]


def test_facts_survive_packing() -> None:
    whole = _facts.report(shelling(1, 3, 5, "the navy", 2))
    data = _packing.pack(whole)
    again = _packing.unpack(data, whole.id, whole.runs.tobytes())
    assert _packing.pack(_packing.unpack(_packing.pack(again), whole.id)) == _packing.pack(again)
    assert (again.runs == whole.runs).all()
    fields = ("event", "chains", "span", "quote", "others", "wording", "is_sentence", "words", "order")
    for one, other in zip(whole.events, again.events, strict=True):
        assert [getattr(one, name) for name in fields] == [getattr(other, name) for name in fields]
    assert (again.statements, again.sources, again.names) == (whole.statements, whole.sources, whole.names)
