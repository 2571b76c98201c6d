"""Every event type has its page, and every example on the pages is coded as the page says, by the pipeline as it comes."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from onrecord import lexicons
from onrecord.config import Config
from onrecord.pipeline import stages
from onrecord.records import Article, Event, Mention

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "docs"))

import event_pages

PAGES = Path(__file__).resolve().parents[2] / "docs" / "reference" / "events"
TYPES = event_pages.texts()
EXAMPLES = [(name, example) for name, entry in TYPES.items() for example in entry["example"]]
NOTHING = [(name, text) for name, entry in TYPES.items() for text in entry["nothing"]]


def _read(texts: list[str]) -> dict[str, tuple[Event, ...]]:
    articles = [Article(id=f"example {n}", text=text, language="en") for n, text in enumerate(texts)]
    for stage in stages(Config()):
        articles = stage(articles)
        if stage.name == "code_events":
            break
    return {article.text: article.events for article in articles}


def _mode_examples() -> list[tuple[str, str, str]]:
    """(type, mode, sentence) as the tables of modes show them."""
    rows = lexicons.load("frames")
    return [
        (name, mode, event_pages.mode_example([row for row in rows if row["type"] == name], mode))
        for name, entry in event_pages.ontology()["types"].items()
        for mode in entry.get("modes", {})
    ]


@pytest.fixture(scope="module")
def read() -> dict[str, tuple[Event, ...]]:
    texts = [example["text"] for _, example in EXAMPLES] + [text for _, text in NOTHING]
    return _read(list(dict.fromkeys(texts + [sentence for _, _, sentence in _mode_examples()])))


def _codes(mentions: tuple[Mention, ...]) -> list[str]:
    return sorted(f"{mention.country or '-'} {mention.sector or '-'}" for mention in mentions)


def test_every_type_has_a_page() -> None:
    assert set(TYPES) == set(event_pages.ontology()["types"])
    assert {f"events/{path.name}" for path in PAGES.glob("*")} == set(event_pages.pages())


@pytest.mark.parametrize("name", sorted(TYPES))
def test_every_page_says_all_of_it(name: str) -> None:
    entry = TYPES[name]
    assert len(entry["meaning"].split()) > 8
    assert len(entry["mistaken"]) >= 2
    assert {pair["type"] for pair in entry["mistaken"]} <= set(TYPES) - {name}
    assert len(entry["leaves"].split()) > 5
    assert entry["nothing"]
    assert len(entry["example"]) >= 2


@pytest.mark.parametrize(("name", "example"), EXAMPLES, ids=lambda value: value if isinstance(value, str) else "")
def test_example(read: dict[str, tuple[Event, ...]], name: str, example: dict[str, Any]) -> None:
    found = [event for event in read[example["text"]] if event.event_type == name]
    assert len(found) == 1, read[example["text"]]
    code = example["code"]
    assert found[0].status == code["status"]
    if "mode" in code:
        assert found[0].modes == (code["mode"],)
    for field in ("actors", "recipients"):
        if field in code:
            assert _codes(getattr(found[0], field)) == sorted(code[field]), field


@pytest.mark.parametrize(("name", "text"), NOTHING)
def test_nothing_of_the_type(read: dict[str, tuple[Event, ...]], name: str, text: str) -> None:
    assert [event for event in read[text] if event.event_type == name] == []


@pytest.mark.parametrize(("name", "mode", "sentence"), _mode_examples())
def test_mode_example(read: dict[str, tuple[Event, ...]], name: str, mode: str, sentence: str) -> None:
    assert any(event.event_type == name and event.modes == (mode,) for event in read[sentence]), read[sentence]
