"""Coreference of mentions: own sentences, order, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest

import onrecord
from onrecord.errors import UsageError
from onrecord.models import coreference
from onrecord.stages.link import _mentions

FIRE = "A fire destroyed the grain terminal in Klaipeda on 3 May 2024. The fire began in a conveyor, the port said."
FIRE_AGAIN = (
    "The fire that destroyed the grain terminal in Klaipeda on 3 May 2024 was put out, the port of Klaipeda said."
)
SALE = "Telekom Fiji was sold to a fund from Perth. The sale of Telekom Fiji brought 40 million dollars."


def spans(text: str, *words: str) -> list[tuple[str, tuple[int, int]]]:
    """Each word's first place in the text after the one before."""
    found, at = [], 0
    for word in words:
        at = text.index(word, at)
        found.append((text, (at, at + len(word))))
        at += len(word)
    return found


def test_one_happening_across_texts_and_another_apart() -> None:
    mentions = [*spans(FIRE, "fire"), *spans(FIRE_AGAIN, "fire"), *spans(SALE, "sold")]
    assert onrecord.link_mentions(mentions) == [0, 0, 2]


def test_the_order_of_mentions_does_not_change_the_clusters() -> None:
    mentions = [*spans(FIRE, "fire", "fire"), *spans(SALE, "sold", "sale"), *spans(FIRE_AGAIN, "fire", "put out")]
    found = onrecord.link_mentions(mentions)
    order = [4, 2, 0, 5, 3, 1]
    again = onrecord.link_mentions([mentions[n] for n in order])
    together = {(a, b) for a in range(6) for b in range(6) if found[a] == found[b]}
    assert {(order[a], order[b]) for a in range(6) for b in range(6) if again[a] == again[b]} == together


def test_no_mentions_are_no_clusters() -> None:
    assert onrecord.link_mentions([]) == []


@pytest.mark.parametrize("span", [(0, 0), (5, 4), (-1, 3), (0, 500), (8, 9)])
def test_a_span_without_words_is_refused(span: tuple[int, int]) -> None:
    with pytest.raises(UsageError, match="give"):
        onrecord.link_mentions([("A fire.   ", span)])


def test_clusters_are_average_linked() -> None:
    scored = [(0, 1, 0.9), (1, 2, 0.8), (0, 2, 0.0), (3, 4, 0.2)]
    assert _mentions.clusters(5, scored, 0.35) == [0, 0, 0, 3, 4]
    assert _mentions.clusters(5, scored, 0.45) == [0, 0, 2, 3, 4]


def test_trees_are_read_node_by_node() -> None:
    trees = {
        "feature": np.array([0, -1, 1, -1, -1]),
        "limit": np.array([0.5, 0, 2.0, 0, 0]),
        "left": np.array([1, 0, 3, 0, 0]),
        "right": np.array([2, 0, 4, 0, 0]),
        "value": np.array([0, -1.0, 0, 1.0, 3.0]),
        "roots": np.array([0]),
    }
    empty = coreference.Weights(np.zeros(0), np.zeros(0))
    model = coreference.Coreference(**trees, bias=0.0, threshold=0.5, weights=empty, unknown=1.0)
    chances = model.score(np.array([[0.5, 9.0], [0.6, 2.0], [0.6, 2.1]]))
    assert np.allclose(np.log(chances / (1 - chances)), [-1.0, 1.0, 3.0])
