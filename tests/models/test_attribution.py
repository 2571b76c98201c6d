"""The tagger's windows and readings: text and arrays, no records."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord import assets
from onrecord.models import attribution as model

MARKS = "ab Zé中“”\"'`.,\n\u200f\u200b😀<b>&amp;\u0301İ"


@pytest.fixture(scope="module")
def tokenizer() -> Any:
    from tokenizers import Tokenizer

    return Tokenizer.from_file(str(assets.PACKAGE / "models" / "weights" / "wordpieces.json"))


def no_words() -> model.Words:
    empty = np.zeros(0, dtype=np.int64)
    return model.Words(empty, empty, np.zeros((0, len(model.FEATURE_SIZES) - 1), dtype=np.int64))


def made(text: str, tokenizer: Any, paragraphs: list[tuple[int, int]] | None = None) -> list[model.Window]:
    return model.windows(text, paragraphs or [(0, len(text))], no_words(), tokenizer)


@settings(deadline=None, max_examples=150)
@given(text=st.text(alphabet=st.one_of(st.sampled_from(MARKS), st.characters()), max_size=120))
def test_pieces_point_into_the_text(tokenizer: Any, text: str) -> None:
    text = text.encode("utf-8", "ignore").decode()  # lone surrogates never pass ingest
    for window in made(text, tokenizer):
        real = window.starts >= 0
        assert np.all(window.starts[real] < len(text))
        assert np.all(window.ends[real] <= len(text))
        assert np.all(window.starts[real] <= window.ends[real])
        assert window.features.max() < sum(model.FEATURE_SIZES)


def test_windows_hold_whole_paragraphs_in_order(tokenizer: Any) -> None:
    paragraph = "The mayor said that the bridge had collapsed. "
    text = paragraph * 60
    spans = [(n * len(paragraph), (n + 1) * len(paragraph) - 1) for n in range(60)]
    found = made(text, tokenizer, spans)
    assert len(found) > 1
    assert all(len(window.pieces) <= model.MAX_PIECES for window in found)
    starts = np.concatenate([window.starts[window.starts >= 0] for window in found])
    assert np.all(np.diff(starts) > 0)
    first = {int(window.starts[window.starts >= 0][0]) for window in found}
    assert first <= {start for start, _ in spans}


def test_a_paragraph_longer_than_a_window_is_cut_and_nothing_lost(tokenizer: Any) -> None:
    text = "word " * 1000
    found = made(text, tokenizer)
    assert sum(int((window.starts >= 0).sum()) for window in found) == 1000


def test_no_text_no_window(tokenizer: Any) -> None:
    assert made("", tokenizer, [(0, 0)]) == []
    assert model.windows("", [], no_words(), tokenizer) == []


@pytest.mark.parametrize(("word", "case"), [("dam", 0), ("Dam", 1), ("NATO", 2), ("A", 1), ("4th", 0)])
def test_case_survives_the_uncased_vocabulary(tokenizer: Any, word: str, case: int) -> None:
    (window,) = made(word, tokenizer)
    assert window.features[1, 0] == case


def test_quotation_is_a_feature_whatever_its_marks(tokenizer: Any) -> None:
    rows = [made(text, tokenizer)[0].features[:, 0] for text in ('He: "no" x', "He: “no” x", "He: «no» x")]
    assert np.array_equal(rows[0], rows[1])
    assert np.array_equal(rows[0], rows[2])
    assert (rows[0] >= model.CASES).any()


def test_codes_come_from_the_token_that_holds_the_piece(tokenizer: Any) -> None:
    words = model.Words(np.array([0, 4]), np.array([3, 9]), np.array([[3, 1, 0, 0], [5, 2, 1, 6]]))
    (window,) = model.windows("The mayor", [(0, 9)], words, tokenizer)
    plain = window.features - np.array(model.FEATURE_OFFSETS)
    assert plain[1, 1:].tolist() == [3, 1, 0, 0]
    assert plain[2, 1:].tolist() == [5, 2, 1, 6]
    assert plain[0, 1:].tolist() == [0, 0, 0, 0]


def test_distance_buckets() -> None:
    offsets = np.array([-1000, -9, -8, -1, 0, 1, 8, 9, 16, 1000])
    assert model.bucket(offsets).tolist() == [0, 8, 8, 15, 16, 17, 24, 24, 26, 32]


def heads(rng: np.random.Generator) -> dict[str, model.Array]:
    """Random weights of a small model."""
    width, pair = 6, 4
    shapes = {
        "anchor.weight": (2, width), "anchor.bias": (2,), "piece_side.weight": (pair, width), "piece_side.bias": (pair,),
        "anchor_side.weight": (pair, width), "anchor_side.bias": (pair,), "pair": (4, pair, pair),
        "piece_bias.weight": (4, pair), "piece_bias.bias": (4,), "distance.weight": (33, 4),
    }  # fmt: skip
    return {name: rng.normal(size=shape).astype(np.float32) for name, shape in shapes.items()}


def test_an_anchor_reads_its_own_paragraph_alone(tokenizer: Any) -> None:
    text = "One said two.\nThree said four."
    (window,) = made(text, tokenizer, [(0, 13), (14, len(text))])
    rng = np.random.default_rng(3)
    hidden = rng.normal(size=(len(window.pieces), 6)).astype(np.float32)
    found = list(model.readings(window, hidden, heads(rng), {"outermost": 0.0, "nested": 0.0}))
    assert len(found) == int((window.starts >= 0).sum())
    for reading in found:
        outside = window.paragraph != window.paragraph[reading.anchor]
        assert np.all(reading.roles[outside, 0] == 1.0)
        assert np.allclose(reading.roles.sum(axis=1), 1.0, atol=1e-5)
        assert reading.level in model.LEVELS


def test_thresholds_are_per_level(tokenizer: Any) -> None:
    (window,) = made("One said two.", tokenizer)
    rng = np.random.default_rng(4)
    hidden = rng.normal(size=(len(window.pieces), 6)).astype(np.float32)
    weights = heads(rng)
    only = list(model.readings(window, hidden, weights, {"outermost": 2.0, "nested": 0.0}))
    assert {reading.level for reading in only} == {"nested"}
    assert list(model.readings(window, hidden, weights, {"outermost": 2.0, "nested": 2.0})) == []
