"""Every row of the event lexicons does what its example says; the examples are read in one batch, by rules alone.

A row of frames.tsv must give an event of its type, by itself or by a row that names more words of the same predicate. A row
that only counts ("the death toll rose to six") must bring its number to the deed told before it. Where a row of stop_frames.tsv
holds there is no event of the word that it stops.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest

from onrecord import lexicons
from onrecord.config import AttributeConfig, Config
from onrecord.pipeline import stages
from onrecord.records import Article, Event

FRAMES = lexicons.load("frames")
STOPS = lexicons.load("stop_frames")
TYPES = sorted({row["type"] for row in FRAMES})
NOT_YET: dict[str, str] = {
    "reinforce.v MOBILIZE (obj=armed)": "a wider row of the same word comes first",
    "reinforce.v MOBILIZE (obj=police)": "a wider row of the same word comes first",
    "airlift.v MOBILIZE (obj=armed)": "a wider row of the same word comes first",
    "order.v MOBILIZE (obj=armed)": "a wider row of the same word comes first",
    "drive out.v ASSAULT (obj=armed)": "a wider row of the same word comes first",
    "oust.v ASSAULT (actor)": "a wider row of the same word comes first",
    "take control.v ASSAULT (subj=armed)": "a wider row of the same word comes first",
    "occupy.v ASSAULT (obj=territory)": "a wider row of the same word comes first",
    "evacuate.v RETREAT (subj=armed)": "a wider row of the same word comes first",
    "obstruct.v PROTEST (subj=crowd)": "a wider row of the same word comes first",
    "block border.v PROTEST (subj=crowd)": "a wider row of the same word comes first",
    "fly.v AID (obj=goods;both)": "a wider row of the same word comes first",
    "blow herself.v ASSAULT": "a wider row of the same word comes first",
    "blow themselves.v ASSAULT": "a wider row of the same word comes first",
    "open border refugee.v AID (actor)": "a wider row of the same word comes first",
    "be committed.v AGREE (actor)": "a wider row of the same word comes first",
    "end sit-in.v CONCEDE (actor)": "the parser hangs the word too deep, or on another word",
    "hold sit-in.v PROTEST": "the parser hangs the word too deep, or on another word",
    "threaten strike go.v THREATEN (actor)": "the parser hangs the word too deep, or on another word",
    "protest note.n ACCUSE (both)": "the parser hangs the word too deep, or on another word",
    "come criticism.v ACCUSE (actor)": "the parser hangs the word too deep, or on another word",
    "summon affaire.v ACCUSE (actor)": "the parser hangs the word too deep, or on another word",
    "order set free.v RETREAT (actor)": "the parser hangs the word too deep, or on another word",
    "provide.v AID (with=goods;both)": "its slots lack the preposition that the word takes",
    "supply.v AID (with=goods;both)": "its slots lack the preposition that the word takes",
    "import.n COOPERATE (both)": "its slots lack the preposition that the word takes",
    "purchase arms.n COOPERATE (both)": "its slots lack the preposition that the word takes",
    "vouch.v SUPPORT (obj=actor)": "its slots lack the preposition that the word takes",
    "solidarity.n SUPPORT (both)": "its slots lack the preposition that the word takes",
    "reconciliation.n SUPPORT (both)": "its slots lack the preposition that the word takes",
    "rapprochement.n SUPPORT (both)": "its slots lack the preposition that the word takes",
    "normalization.n SUPPORT (both)": "its slots lack the preposition that the word takes",
    "normalisation.n SUPPORT (both)": "its slots lack the preposition that the word takes",
    "release fund.v AID (actor)": "a stop frame of the verb names a class that holds the object",
    "return weapon.v RETREAT (actor)": "a stop frame of the verb names a class that holds the object",
    "receive medal.v SUPPORT (actor)": "a stop frame of the verb names a class that holds the object",
}
"""Rows whose example does not give them -> why they stay in the lexicon."""

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
    for stage in stages(Config(attribute=AttributeConfig(model=False))):
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
    failing = {_name(row): row["note"] for row in rows if not _gives(row, events(row["note"]))}
    known = {_name(row) for row in rows} & set(NOT_YET)
    assert {name: note for name, note in failing.items() if name not in known} == {}
    assert known - set(failing) == set(), "they work now: take them out of NOT_YET"


def test_exceptions_are_rows() -> None:
    assert set(NOT_YET) - {_name(row) for row in FRAMES} == set()


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
