"""Input of any shape: no crash, no blow-up, the same output every time; the lexicons are sound."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest

from onrecord import lexicons
from onrecord.records import Act, Certainty, Channel, Distance
from onrecord.stages.attribute import _cues

ODD = [
    "said",
    "“",
    "”””",
    "“said”",
    ": ",
    "According to",
    "who said",
    "😀 said “😀😀 boats left,” 😀",
    "\u200fThe mayor said\u200e that “the pier\u200f burned.”",
    "X: Y: Z: “A: B”",
    "as he said as she said as they said",
    "said said said said that that that",
    "“““ he said, ‘“ she said ”",
    "(according to (according to))",
]


@pytest.mark.parametrize("text", ODD)
def test_odd_text(pipeline_upto: Callable[[str], Callable[..., Any]], text: str) -> None:
    article = pipeline_upto("attribute")(text)
    ids = {attribution.id for attribution in article.attributions}
    for attribution in article.attributions:
        assert attribution.content.spans
        assert attribution.within is None or attribution.within in ids


@pytest.mark.parametrize(
    "text",
    [
        "The mayor said that " * 600 + "it burned.",
        "“Yes,” he said, " * 600,
        "one of the " * 3000 + "men said it burned.",
        ", ".join(f"Person{n} Name{n}" for n in range(300)) + " said that the pier burned.",
    ],
)
def test_long_sentences_stay_linear(pipeline_upto: Callable[[str], Callable[..., Any]], text: str) -> None:
    from onrecord.config import Config
    from onrecord.stages.attribute import Attribute

    article = pipeline_upto("annotate")(text)
    stage = Attribute(Config().attribute)
    started = time.perf_counter()
    stage([article])
    assert time.perf_counter() - started < 5.0


def test_no_chain_is_a_circle(pipeline_upto: Callable[[str], Callable[..., Any]]) -> None:
    text = "The mayor said, according to the agency, that the judge told her, the envoy said, that the pier, he said, burned."
    attributions = {a.id: a for a in pipeline_upto("attribute")(text).attributions}
    for attribution in attributions.values():
        seen = set()
        while attribution.within is not None:
            assert attribution.id not in seen
            seen.add(attribution.id)
            attribution = attributions[attribution.within]


def test_same_output_twice(pipeline_upto: Callable[[str], Callable[..., Any]]) -> None:
    text = "“We left,” he said. The army denied that it had fired, according to Reuters."
    run = pipeline_upto("attribute")
    assert run(text).attributions == run(text).attributions


def test_article_without_analysis_is_left_alone(pipeline_upto: Callable[[str], Callable[..., Any]]) -> None:
    assert pipeline_upto("attribute")("Der Minister sagte nichts.", language="de").attributions == ()


def test_cues_have_known_values_and_no_doubles() -> None:
    rows = lexicons.load("cues")
    assert len(rows) >= 350
    assert len({(row["lemma"], row["pos"]) for row in rows}) == len(rows)
    for row in rows:
        assert {cell.rpartition("=")[2] for cell in row["act"].split()} <= set(Act.__args__), row
        assert (row["distance"] or "neutral") in Distance.__args__, row
        assert {cell.rpartition("=")[2] for cell in row["certainty"].split()} <= set(Certainty.__args__), row
        assert (row["channel"] or "unknown") in Channel.__args__, row


@pytest.mark.parametrize("name", ["source_nouns", "channels", "voice", "content_words"])
def test_word_lists_have_no_doubles(name: str) -> None:
    rows = lexicons.load(name)
    key = next(iter(rows[0]))
    assert len({row[key] for row in rows}) == len(rows)


def test_channels_are_the_contracts() -> None:
    assert {row["channel"] for row in lexicons.load("channels")} <= set(Channel.__args__)


def test_a_clause_frame_covers_its_passive() -> None:
    said = _cues.book().verbs["say"]
    assert said.takes("pass:that")
    assert not said.takes("np+of")
