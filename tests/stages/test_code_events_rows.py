"""Every row of the event lexicons does what its example says; the examples are read in one batch, by frames alone.

A row of frames.tsv must give an event of its type, by itself or by a row that names more words of the same predicate. A row
that only counts ("the death toll rose to six") must bring its number to the deed told before it. Where a row of stop_frames.tsv
holds there is no event of the word that it stops.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest

from onrecord import lexicons
from onrecord.config import AttributeConfig, CodeEventsConfig, Config
from onrecord.pipeline import stages
from onrecord.records import Article, Event

FRAMES = lexicons.load("frames")
STOPS = lexicons.load("stop_frames")
TYPES = sorted({row["type"] for row in FRAMES})
Events = Callable[[str], tuple[Event, ...]]


@pytest.fixture(scope="module")
def events() -> Events:
    """`events(example)`: the events of one of the lexicons' examples."""
    examples = dict.fromkeys([row["note"] for row in FRAMES])
    examples |= dict.fromkeys(row["example"] for row in STOPS)
    found = dict(zip(examples, _read(examples), strict=True))
    return found.__getitem__


def _read(texts: Iterable[str]) -> list[tuple[Event, ...]]:
    articles = [Article(id=f"example {n}", text=text, language="en") for n, text in enumerate(texts)]
    for stage in stages(Config(attribute=AttributeConfig(model=False), code_events=CodeEventsConfig(model=False))):
        articles = stage(articles)
        if stage.name == "code_events":
            break
    return [article.events for article in articles]


def _name(row: lexicons.Row) -> str:
    return f"{row['lemma']}.{row['pos']} {row['type']}" + (f" ({row['needs']})" if row.get("needs") else "")


def _gives(row: lexicons.Row, found: tuple[Event, ...]) -> bool:
    if "toll" in row["needs"].split(";"):
        return any(m.quantity == "killed" and m.best == 6.0 for event in found for m in event.magnitude)
    return any(event.event_type == row["type"] and _is_by(row, event) for event in found)


def _is_by(row: lexicons.Row, event: Event) -> bool:
    """By the row, or by one that names more words ("launch air strike" for "launch strike")."""
    assert event.provenance is not None
    lemma, _, pos = (event.provenance.rule or "").rpartition(".")
    head, *words = row["lemma"].split()
    other, *others = lemma.split()
    return (other, pos) == (head, row["pos"]) and set(words) <= set(others)


@pytest.mark.parametrize("event_type", TYPES)
def test_every_frame_gives_its_example(events: Events, event_type: str) -> None:
    rows = [row for row in FRAMES if row["type"] == event_type]
    assert {_name(row): row["note"] for row in rows if not _gives(row, events(row["note"]))} == {}


def test_examples_are_sentences() -> None:
    cells = [row["note"] for row in FRAMES] + [row["example"] for row in STOPS]
    assert [cell for cell in cells if not cell[:1].isupper() or not cell.endswith((".", "?")) or len(cell) < 12] == []


def test_no_stopped_example_has_an_event_of_the_stopped_word(events: Events) -> None:
    failing = {}
    for row in STOPS:
        found = [
            event.provenance.rule
            for event in events(row["example"])
            if event.provenance and (event.provenance.rule or "").split(".")[0].split()[0] == row["lemma"]
        ]
        if found:
            failing[f"{row['lemma']} {row['pos']} {row['pattern'][:40]}: {row['example']}"] = found
    assert failing == {}
