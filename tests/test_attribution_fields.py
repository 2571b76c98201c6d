"""The labelled sample: complete, without text, inside its articles; kappa and the agreement of names as they should be."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "benchmarks" / "attribution_fields"))

import sample  # type: ignore[import-not-found]

FOLDER = Path(sample.__file__).parent
ROWS: list[dict[str, Any]] = sample.rows()
KEYS = {"n", "set", "article", "source", "cue", "content", "bad", "a", "b", "label"}


def test_every_row_is_labelled_twice_and_decided() -> None:
    assert len([row for row in ROWS if not row["bad"]]) >= 300
    assert len({row["n"] for row in ROWS}) == len(ROWS)
    for row in ROWS:
        assert set(row) == KEYS
        for label in (row["a"], row["b"], row["label"]):
            assert sample.faults(label) == [], row["n"]


def test_labels_hold_codes_and_offsets_only() -> None:
    """No text of the articles: whatever is a string is one of the contract's codes."""
    for row in ROWS:
        for label in (row["a"], row["b"], row["label"]):
            assert set(label) == set(sample.FIELDS)
            for name, value in label.items():
                if isinstance(value, str):
                    assert len(value) <= 20, (row["n"], name)
                    assert " " not in value, (row["n"], name)


@pytest.mark.parametrize("name", sorted({row["set"] for row in ROWS}))
def test_spans_lie_in_their_articles(name: str) -> None:
    texts = sample.texts(name)
    if not texts:
        pytest.skip(f"the texts of {name} are not at hand (../shared is absent)")
    for row in ROWS:
        if row["set"] != name:
            continue
        text = texts[row["article"]]
        spans = [
            *row["source"],
            *row["cue"],
            *row["content"],
            row["label"]["name_span"],
            row["label"]["anonymity_reason"],
        ]
        for span in filter(None, spans):
            assert 0 <= span[0] < span[1] <= len(text), row["n"]
            assert text[span[0] : span[1]].strip(), row["n"]


@pytest.mark.parametrize(
    ("pairs", "kappa"),
    [
        ([("x", "x"), ("y", "y")], 1.0),
        ([("x", "x"), ("x", "y"), ("y", "x"), ("y", "y")], 0.0),
        ([("x", "x"), ("x", "x"), ("x", "y"), ("y", "y")], 0.5),
        ([("x", "x")], 1.0),
        ([], 0.0),
    ],
)
def test_kappa(pairs: list[tuple[str, str]], kappa: float) -> None:
    assert sample.kappa(pairs) == pytest.approx(kappa)


def test_agreement_is_what_the_readme_says() -> None:
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    for name, (share, kappa) in sample.agreement(ROWS).items():
        assert f"| {name} | {share:.3f} | {kappa:.3f} |" in readme
