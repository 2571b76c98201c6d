"""Fit which words go with which kinds of deeds (`stages/link/_deed_types.py`).

usage: python training/incidents/deed_types.py [--least WEIGHT] > src/onrecord/lexicons/en/type_words.tsv

From our labelled sentences (`training/data/events/*.tsv`) and the examples of the frames: multinomial logistic regression over
stems. A label is a type with its mode, or the type alone where the mode has fewer than FEWEST sentences. Weights are centred
over the labels; smaller ones than `--least` are dropped. Accuracy on the type is printed for five parts, each left out once.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_predict

from onrecord import lexicons
from onrecord.stages.link import _deed_types
from onrecord.stages.link._words import telling

SENTENCES = Path(__file__).parents[1] / "data" / "events"
MARKED = re.compile(r"\[[AR] [^|\]]*\|([^\]]*)\]|<([^>]*)>")
FEWEST = 15
"""Sentences that a mode needs for a label of its own."""
STRENGTH, LEAST = 2.0, 0.6
TWICE = 2
"""A stem of fewer sentences is left out."""
HEAD = """# How much a word of a sentence speaks for a kind of deed, whether or not a frame reads it.
# Source: logistic regression on our own labelled sentences and the examples of the frames (training/incidents).
# Licence: Apache-2.0.
# Date: 2026-11-23.
# stem    as in stages/link/_words.py; "-" is the constant
# label   type in ontology/plover.toml, with the mode where it was common enough; NONE is no deed
# weight  log-odds beside the mean of all labels
stem\tlabel\tweight"""


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--least", type=float, default=LEAST)
    options = parser.parse_args()
    texts, labels = _sentences()
    counter = CountVectorizer(analyzer=lambda text: sorted(telling(text)), binary=True, min_df=TWICE)
    table = counter.fit_transform(texts)
    model = LogisticRegression(C=STRENGTH, max_iter=1000)
    guessed = cross_val_predict(model, table, labels, cv=5)
    right = np.mean([_type(a) == _type(b) for a, b in zip(guessed, labels, strict=True)])
    model.fit(table, labels)
    print(HEAD)
    bias = model.intercept_ - model.intercept_.mean()
    for label, value in zip(model.classes_, bias, strict=True):
        print(f"{_deed_types.NO_WORD}\t{label}\t{value:.2f}")
    weights = model.coef_ - model.coef_.mean(axis=0)
    rows = 0
    for column, stem in enumerate(counter.get_feature_names_out()):
        for row in np.flatnonzero(np.abs(weights[:, column]) >= options.least):
            print(f"{stem}\t{model.classes_[row]}\t{weights[row, column]:.2f}")
            rows += 1
    sys.stderr.write(f"{len(labels)} sentences, {len(model.classes_)} labels, {rows} rows; type right {right:.3f}\n")


def _sentences() -> tuple[list[str], list[str]]:
    """Plain texts, and their labels."""
    found: list[tuple[str, str]] = []
    for path in sorted(SENTENCES.glob("*.tsv")):
        for line in path.read_text(encoding="utf-8").splitlines():
            cells = line.split("\t")
            if len(cells) == 3:
                found.append((MARKED.sub(lambda m: m.group(1) or m.group(2), cells[2]), cells[0]))
    for row in lexicons.load("frames"):
        if row["note"]:
            found.append((row["note"], row["type"] + (f".{row['mode']}" if row["mode"] else "")))
    return [text for text, _ in found], _common_enough([label for _, label in found])


def _common_enough(labels: Sequence[str]) -> list[str]:
    counts = Counter(labels)
    return [label if counts[label] >= FEWEST else _type(label) for label in labels]


def _type(label: str) -> str:
    return label.partition(".")[0]


if __name__ == "__main__":
    main()
