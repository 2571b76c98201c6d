"""Fit the coreference model, in cross-validation over topics and on all of them.

usage: python training/coreference/train.py --pairs FOLDER/pairs.npz --weights src/onrecord/models/weights/coreference.npz
           --folds benchmarks/coreference/folds.predictions.jsonl

Gradient-boosted trees (scikit-learn), turned into plain arrays; the clusters of each fold's mentions are made by the arrays and
the code that run in the package. The threshold is the one of the best mean over the folds, so it has seen them all.
"""

from __future__ import annotations

import argparse
import json
import random
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

from onrecord.models.coreference import Coreference, Weights
from onrecord.stages.link import _mentions

FOLDS = 5
THRESHOLDS = (0.25, 0.3, 0.35, 0.4, 0.45)
SETTINGS: dict[str, Any] = {
    "max_iter": 150, "max_depth": 4, "learning_rate": 0.08, "l2_regularization": 1.0, "min_samples_leaf": 40, "random_state": 0,
}  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser()
    for name in ("pairs", "weights", "folds"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    options = parser.parse_args()
    data = dict(np.load(options.pairs))
    scores = cross_validated(data)
    threshold, found = best(data, scores)
    with options.folds.open("w", encoding="utf-8") as stream:
        for name, cluster in zip(data["name"].tolist(), found, strict=True):
            stream.write(json.dumps({"mention": name, "cluster": cluster}) + "\n")
    parts = fitted(data["features"], same(data))
    kept = {"threshold": threshold} | {name: data[name] for name in ("words", "word_weights", "unknown")}
    np.savez_compressed(options.weights, **parts, **kept)
    print(f"{options.weights}: {options.weights.stat().st_size} bytes")


def same(data: dict[str, np.ndarray]) -> np.ndarray:
    return data["chain"][data["first"]] == data["chain"][data["second"]]


def cross_validated(data: dict[str, np.ndarray]) -> np.ndarray:
    """Score of every pair by a model that has not seen its topics; pairs across folds, of other topics than either, get 0."""
    topics = sorted(set(data["topic"].tolist()))
    random.Random(0).shuffle(topics)
    fold = np.array([topics.index(topic) % FOLDS for topic in data["topic"].tolist()])
    one, other = fold[data["first"]], fold[data["second"]]
    scores = np.zeros(len(one))
    for number in range(FOLDS):
        train, held = (one != number) & (other != number), (one == number) & (other == number)
        model = as_model(fitted(data["features"][train], same(data)[train]), data)
        scores[held] = model.score(data["features"][held].astype(float))
        across = (one == number) ^ (other == number)
        scores[across] = np.maximum(scores[across], model.score(data["features"][across].astype(float)))
        print(f"fold {number}: {train.sum()} pairs to learn from, {held.sum()} held out")
    return scores


def fitted(features: np.ndarray, labels: np.ndarray) -> dict[str, np.ndarray]:
    """The trees as arrays; the arrays give the same scores as the library (checked)."""
    model = HistGradientBoostingClassifier(**SETTINGS).fit(features, labels)
    columns: dict[str, list[float]] = {name: [] for name in ("feature", "limit", "left", "right", "value")}
    roots = []
    for (tree,) in model._predictors:
        base = len(columns["feature"])
        roots.append(base)
        for node in tree.nodes:
            leaf = bool(node["is_leaf"])
            columns["feature"].append(-1 if leaf else int(node["feature_idx"]))
            columns["limit"].append(0.0 if leaf else float(node["num_threshold"]))
            columns["left"].append(0 if leaf else base + int(node["left"]))
            columns["right"].append(0 if leaf else base + int(node["right"]))
            columns["value"].append(float(node["value"]))
    types = {"feature": np.int16, "limit": np.float64, "left": np.int32, "right": np.int32, "value": np.float64}
    parts = {name: np.array(values, dtype=types[name]) for name, values in columns.items()}
    parts |= {"roots": np.array(roots, dtype=np.int32), "bias": np.array(float(model._baseline_prediction[0, 0]))}
    sample = features[:: max(1, len(features) // 5000)]
    difference = np.abs(as_model(parts).score(sample.astype(float)) - model.predict_proba(sample)[:, 1]).max()
    if difference > 1e-6:
        raise SystemExit(f"the arrays and the library differ by {difference}")
    return parts


def as_model(parts: dict[str, np.ndarray], data: dict[str, np.ndarray] | None = None) -> Coreference:
    trees = {name: parts[name] for name in ("feature", "limit", "left", "right", "value", "roots")}
    empty = Weights(np.zeros(0, np.uint32), np.zeros(0, np.float16))
    return Coreference(**trees, bias=float(parts["bias"]), threshold=0.0, weights=empty, unknown=0.0)


def best(data: dict[str, np.ndarray], scores: np.ndarray) -> tuple[float, list[int]]:
    """The threshold with the best B-cubed F1 and its clusters."""
    scored = list(zip(data["first"].tolist(), data["second"].tolist(), scores.tolist(), strict=True))
    chosen: tuple[float, float, list[int]] = (-1.0, 0.0, [])
    for threshold in THRESHOLDS:
        found = _mentions.clusters(len(data["chain"]), scored, threshold)
        figure = b_cubed(data["chain"].tolist(), found)
        print(f"threshold {threshold}: B-cubed F1 {figure:.4f}")
        chosen = max(chosen, (figure, threshold, found), key=lambda one: one[0])
    return chosen[1], chosen[2]


def b_cubed(gold: list[int], found: list[int]) -> float:
    gold_of: dict[int, set[int]] = {}
    found_of: dict[int, set[int]] = {}
    for number, (chain, cluster) in enumerate(zip(gold, found, strict=True)):
        gold_of.setdefault(chain, set()).add(number)
        found_of.setdefault(cluster, set()).add(number)
    both = [
        (len(gold_of[c] & found_of[k]), len(found_of[k]), len(gold_of[c])) for c, k in zip(gold, found, strict=True)
    ]
    precision = sum(n / p for n, p, _ in both) / len(both)
    recall = sum(n / r for n, _, r in both) / len(both)
    return 2 * precision * recall / (precision + recall)


if __name__ == "__main__":
    main()
