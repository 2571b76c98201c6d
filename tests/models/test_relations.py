"""The relation model's passages and features, and `onrecord.classify_relation`."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import onrecord
from onrecord import assets
from onrecord.errors import UsageError
from onrecord.models import relations as model
from onrecord.records import Span


@pytest.fixture(scope="module")
def tokenizer() -> Any:
    from tokenizers import Tokenizer

    return Tokenizer.from_file(str(assets.PACKAGE / "models" / "weights" / "wordpieces.json"))


def passage(text: str, tokenizer: Any) -> tuple[model.Passage, list[tuple[int, int]]]:
    words = [(n, n + 1) for n in range(len(text)) if not text[n].isspace()]
    offsets = np.array([s for s, _ in words], dtype=np.int64), np.array([e for _, e in words], dtype=np.int64)
    codes = np.ones((len(words), 2), dtype=np.int64)
    return model.passage(text, Span(0, len(text)), offsets, codes, tokenizer), words


@settings(deadline=None, max_examples=100)
@given(
    text=st.text(
        alphabet=st.one_of(st.sampled_from("ab Zé中“”\"',.\u200f😀"), st.characters()), min_size=1, max_size=300
    )
)
def test_pieces_name_their_tokens(tokenizer: Any, text: str) -> None:
    text = text.encode("utf-8", "ignore").decode() + "x"
    read, words = passage(text, tokenizer)
    assert len(read.pieces) == len(read.tokens) == len(read.codes) <= model.MAX_PIECES
    assert read.tokens[0] == read.tokens[-1] == -1
    held = read.tokens[read.tokens >= 0]
    assert np.all(held < len(words))
    assert np.all(np.diff(held) >= 0)


def test_features_mark_sides_and_keep_within_their_ranges(tokenizer: Any) -> None:
    read, words = passage("ab ba", tokenizer)
    roles, evidence = np.array([1, 1, 2, 4]), np.array([[0, 0], [0, 0], [0, 0], [3, 1]])
    numbers = model.features(read, 0, roles, evidence) - np.array(model.FEATURE_OFFSETS)
    assert np.all(numbers >= 0)
    assert np.all(numbers < np.array(model.FEATURE_SIZES))
    assert set(numbers[:, 3]) >= {0, 1}
    assert len(words) == len(roles)


def test_evidence_of_another_window_is_not_read(tokenizer: Any) -> None:
    read, _ = passage("ab ba", tokenizer)
    numbers = model.features(read, 100, np.ones(3, dtype=np.int64), np.ones((3, 2), dtype=np.int64))
    assert set(numbers[:, 3] - model.FEATURE_OFFSETS[3]) == {0}


def marked(sentence: str, actor: str, recipient: str) -> tuple[str | None, float]:
    spans = [(sentence.index(words), sentence.index(words) + len(words)) for words in (actor, recipient)]
    return onrecord.classify_relation(sentence, *spans)


@pytest.mark.parametrize(
    ("sentence", "actor", "recipient", "expected"),
    [
        ("Gunmen loyal to the warlord shelled a village near Bria.", "Gunmen loyal to the warlord", "a village", "ASSAULT"),
        ("Accra lodged a formal complaint against Lomé over the fence.", "Accra", "Lomé", "ACCUSE"),
        ("The court in Riga sent the former mayor to prison for six years.", "The court in Riga", "the former mayor", "SANCTION"),
        ("Norway's premier flew to Tallinn for talks with Estonian leaders.", "Norway's premier", "Estonian leaders", "CONSULT"),
        ("Bolivia turned down Chile's offer of mediation.", "Bolivia", "Chile", "REJECT"),
    ],
)  # fmt: skip
def test_plain_sentences(sentence: str, actor: str, recipient: str, expected: str) -> None:
    found, chance = marked(sentence, actor, recipient)
    assert found == expected
    assert 0.3 < chance <= 1.0


def test_sport_is_no_event() -> None:
    sentence = "Kenya's captain praised the pitch after Uganda lost the final by two wickets."
    assert marked(sentence, "Uganda", "Kenya's captain")[0] is None


@pytest.mark.parametrize("span", [(5, 5), (-1, 3), (0, 999), (3, 1)])
def test_a_span_outside_the_sentence_is_named(span: tuple[int, int]) -> None:
    with pytest.raises(UsageError, match=r"actor span .* lies outside the sentence; give"):
        onrecord.classify_relation("Oslo thanked Riga.", span, (13, 17))


def test_a_span_without_a_word_is_named() -> None:
    with pytest.raises(UsageError, match="holds no word"):
        onrecord.classify_relation("Oslo  thanked Riga.", (0, 4), (4, 6))


def test_an_empty_sentence_is_named() -> None:
    with pytest.raises(UsageError, match="empty"):
        onrecord.classify_relation(" ", (0, 1), (0, 1))


def test_a_very_long_sentence_is_read() -> None:
    sentence = "Oslo thanked Riga " + "and so on " * 700 + "."
    found, chance = onrecord.classify_relation(sentence, (0, 4), (13, 17))
    assert found is None or found in model.TYPES
    assert 0.0 <= chance <= 1.0
