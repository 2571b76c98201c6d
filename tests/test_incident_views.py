"""Incidents on a terminal: what the head counts stands below it; lines keep to the width; order does not depend on arrival."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from made import attribution, claim, event, killed, mention, place, record

from onrecord import incident_views
from onrecord.link_report import LinkReport
from onrecord.records import Record
from onrecord.report import Paint
from onrecord.stages.link import Link
from onrecord.store import IncidentExplanation, Store

MINISTRY = {"country": "SDL", "sector": "GOV", "side": "SDL", "kind": "organisation", "identification": "named_org"}
NAVY = {"country": "NRL", "sector": "MIL", "side": "NRL", "kind": "organisation", "identification": "named_org"}
CLINIC = {"country": "SDL", "sector": "MED", "side": "SDL", "kind": "organisation", "identification": "named_org"}
LATITUDE = {"Vesk": 61.0, "Holm": 55.0}
BODY = (
    "The shelling began before dawn and went on until the fog lifted over the outer harbour wall. Two cranes fell into the basin"
    " and a ferry that had been waiting for the tide was left burning at its berth."
)


def told(
    article: str, source: str, of_source: dict[str, str], number: int = 4, *, denies: bool = False, town: str = "Vesk"
) -> Record:
    """A report in which the source says that Norland shelled a port, or denies it."""
    text = f"Gunboats of Norland shelled the Sudland port of {town}, {source} said, and {number} dockers were killed."
    text += f"\n{BODY}" if source == "the ministry" else ""
    said = attribution(
        text, source, "said", text.split(",")[0], act="denies" if denies else "asserts", source_name=source,
        **{f"source_{name}": value for name, value in of_source.items()},
    )  # fmt: skip
    done = event(
        text, "ASSAULT", "shelled", evidence=text.split(".")[0], day="2026-04-07", said_by=(said,),
        status="negated" if denies else "happened", actors=(mention(text, "Gunboats of Norland", "NRL", "MIL"),),
        recipients=(mention(text, "Sudland", "SDL", "CVL"),), place=place(text, town, "SDL", LATITUDE[town], 20.0),
        magnitude=() if denies else (killed(text, f"{number} dockers", number),),
        claims=(claim(said, "happened", False),) if denies else (),
    )  # fmt: skip
    when = f"2026-04-0{7 + len(article) // 3}T1{article[-1]}:00:00+00:00"
    return record(text, id=article, attributions=(said,), events=(done,), publisher=f"Paper {article}", published=when)


CORPUS = [
    told("1", "the ministry", MINISTRY),
    told("2", "the ministry", MINISTRY),
    told("3", "the ministry", MINISTRY),
    told("4", "the ministry", MINISTRY),
    told("5", "a clinic", CLINIC, 9),
    told("6", "the navy", NAVY, denies=True),
]


def linked(records: Sequence[Record]) -> tuple[LinkReport, list[IncidentExplanation]]:
    with Store(":memory:") as store:
        for item in records:
            store.add(item)
        report = Link()(store)
        found = [store.explain(incident.id) for incident in report.incidents]
    assert all(isinstance(one, IncidentExplanation) for one in found)
    return report, found  # type: ignore[return-value]


def tree(records: Sequence[Record], **how: Any) -> list[str]:
    _, (found,) = linked(records)
    return list(incident_views.tree(found, **how))


def test_the_head_says_what_when_where_and_how_many() -> None:
    report, _ = linked(CORPUS)
    assert incident_views.head(report.incidents[0]) == (
        "ASSAULT, 7 April 2026, Vesk (SDL): 6 reports, 6 publishers, 2 independent sources; denied by the navy; Admiralty 3"
    )


def test_the_tree_goes_down_to_the_words() -> None:
    lines = tree(CORPUS, width=200)
    text = "\n".join(lines)
    assert (
        "  + the ministry [government side, SDL] counts: the government, its forces and its media are one side" in lines
    )
    assert "      1  Paper 1, 7 April 2026 11:00" in lines
    assert '          the ministry (asserts): "Gunboats of Norland shelled the Sudland port of Vesk"' in lines
    assert "        2  Paper 2, 7 April 2026 12:00, verbatim copy of 1" in lines
    assert re.search(r"\+ a clinic \[hospital, SDL\] counts: .*\n      5  Paper 5", text)
    assert re.search(
        r"who denies it\n  ! the navy \[NRL\]\n      6  .*\n          the navy \(denies\): \"Gunboats", text
    )
    assert re.search(r"disputes\n  killed\n      \d, .*\n      \d, ", text)
    assert re.search(r"      4, the ministry \(CT\+\)  \[1, 2, 3, 4\]: \"4 dockers\"", text)
    assert "copies\n  1  Paper 1, 7 April 2026 11:00: [2, 3, 4] (3 verbatim)" in text


def test_an_outlet_that_passes_a_source_on_is_a_step_of_the_chain() -> None:
    text = "Wirenews reported that the ministry said gunboats of Norland had shelled Vesk."
    outer = attribution(
        text, "Wirenews", "reported", text.split("that ")[1], source_kind="news_agency", source_name="Wirenews",
        source_identification="named_org",
    )  # fmt: skip
    inner = attribution(
        text, "the ministry", "said", "gunboats of Norland had shelled Vesk", within=outer.id, source_name="the ministry",
        **{f"source_{name}": value for name, value in MINISTRY.items()},
    )  # fmt: skip
    done = event(text, "ASSAULT", "shelled", day="2026-04-07", said_by=(inner,))
    lines = tree([record(text, id="7", attributions=(outer, inner), events=(done,))])
    assert '          Wirenews (asserts) > the ministry (asserts): "gunboats of Norland had shelled Vesk"' in lines
    assert "      7  publisher unknown, undated" in lines


def test_an_own_voice_is_said_to_be_one() -> None:
    text = "Gunboats of Norland shelled Vesk."
    done = event(text, "ASSAULT", "shelled", day="2026-04-07")
    lines = tree([record(text, id="8", publisher="Post", events=(done,))])
    assert f'          in its own voice: "{text}"' in lines


def test_lines_keep_to_the_width_and_have_no_colours_unless_asked() -> None:
    for width in (60, 90):
        report, (found,) = linked(CORPUS)
        lines = [*incident_views.tree(found, width=width), *incident_views.links(report, width=width)]
        assert max(len(part) for line in lines for part in line.split("\n")) <= width
        assert not any("\x1b" in line for line in lines)
    painted = list(incident_views.tree(found, paint=Paint(True)))
    assert [re.sub(r"\x1b\[\d*m", "", line) for line in painted] == list(incident_views.tree(found))
    assert any("\x1b" in line for line in painted)


def test_a_text_gives_no_orders_to_the_terminal() -> None:
    text = "Gunboats of Nor\x1b[2Jland shelled Vesk."
    done = event(
        text, "ASSAULT", "shelled", day="2026-04-07", actors=(mention(text, "Gunboats of Nor\x1b[2Jland", "NRL"),)
    )
    report, (found,) = linked([record(text, id="8", publisher="Po\x9bst", events=(done,))])
    lines = [*incident_views.tree(found), *incident_views.links(report)]
    assert not any("\x1b" in line or "\x9b" in line for line in lines)


def test_the_lists_of_a_report() -> None:
    one = [told(n, "the ministry", MINISTRY, town="Holm") for n in "1234"]
    one = [replace(item, article=replace(item.article, id=f"h{item.article.id}")) for item in one]
    report, _ = linked([*CORPUS, *one])
    lines = list(incident_views.links(report, width=200))
    text = "\n".join(lines)
    assert lines[0].startswith("2 incidents, 2 in several reports; ")
    confirmed, disputed = text.index("Most independently confirmed"), text.index("Most disputed")
    circular = text.index("Circular: many reports, one source")
    assert confirmed < disputed < circular
    assert "2 independent sources" in text[confirmed:disputed].split("\n\n")[1]
    assert "disputed, killed: " in text[disputed:circular]
    assert "4 reports, 4 publishers, 1 independent source; Admiralty 3; circular" in text[circular:]
    assert list(incident_views.links(linked([*reversed(one), *CORPUS])[0], width=200)) == lines


def test_days_in_words() -> None:
    cases = {
        ("2026-03-10", "2026-03-10"): "10 March 2026",
        ("2026-03-10", "2026-03-12"): "10 to 12 March 2026",
        ("2026-02-27", "2026-03-02"): "27 February 2026 to 2 March 2026",
        ("2026-02-01", "2026-02-28"): "February 2026",
        ("2025-01-01", "2025-12-31"): "2025",
        ("2026-03-10", None): "10 March 2026",
        ("soon", None): "soon",
        (None, None): "",
    }
    assert {days: incident_views._days(*days) for days in cases} == cases


def test_long_lists_are_cut_and_say_so() -> None:
    records = [told(f"{n:02}", f"clinic {n}", CLINIC, n + 3) for n in range(10)]
    records = [
        replace(item, article=replace(item.article, published=f"2026-04-07T{n:02}:00:00+00:00"))
        for n, item in enumerate(records)
    ]
    report, (found,) = linked(records)
    assert report.incidents[0].independent_sources == 10
    assert sum(line.startswith("    + ") for line in incident_views.links(report)) == incident_views.MOST
    assert sum(line.startswith("  + ") for line in incident_views.tree(found)) == 10
