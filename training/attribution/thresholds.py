"""The tagger's confidence and operating point, from the held-out twentieth of the training articles.

usage: python training/attribution/thresholds.py --data ../shared/data/polnear

Reads the held-out articles with the shipped weights. Prints the logistic regression that turns a reading's evidence into the
chance that a reader marked it (`WEIGHTS` in `stages/attribute/_tagger.py`), and attribution and linked F1, by
../shared/eval/score_attribution.py, at several values of `ACCEPTED` and `CONTENT_BAR`.
"""

from __future__ import annotations

import argparse
import copy
import importlib.util
import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gold
import numpy as np
from prepare import analysed, is_held_out

from onrecord.config import AttributeConfig
from onrecord.models.attribution import Tagger
from onrecord.stages.attribute import Attribute, _cues, _tagger
from onrecord.stages.attribute._tagger import Reading

CHANCES = (0.3, 0.35, 0.4, 0.45, 0.5, 0.55)
BARS = (0.35, 0.4, 0.45)
PENALTY, STEPS = 2.0, 100


def main(options: argparse.Namespace) -> None:
    everything = gold.load(options.data / "train.jsonl", options.data / "train.gold.jsonl")
    held = list(_read([item for item in everything if is_held_out(item[0])]))
    print("WEIGHTS", tuple(round(float(weight), 2) for weight in _fitted(*_examples(held))))
    scorer = _scorer(options.data)
    known = {item[0]: (item[1], item[2]) for item, *_ in held}
    with tempfile.TemporaryDirectory() as folder:
        for chance in CHANCES:
            for bar in BARS:
                path = Path(folder) / "predictions.jsonl"
                path.write_text("".join(json.dumps(found) + "\n" for found in _decided(held, chance, bar)))
                result = scorer.score(known, scorer.load_pred(path))
                figures = f"attribution {100 * result['attr']['f1']:.1f} linked {100 * result['linked']['f1']:.1f}"
                print(f"ACCEPTED {chance:.2f} CONTENT_BAR {bar:.2f}: {figures}")


def _read(articles: list[Any]) -> Iterator[Any]:
    tagger, stage = Tagger(), Attribute(AttributeConfig(model=False))
    for item, analysis, drafts in analysed(articles, stage):
        yield item, analysis, drafts, _tagger.read(analysis, drafts, _cues.book(), tagger)


def _examples(held: list[Any]) -> tuple[np.ndarray, np.ndarray]:
    """Parts [n, 6] of all outermost readings and whether gold has a content like theirs (half of the characters shared), [n]."""
    rows, right = [], []
    for item, analysis, _, readings in held:
        contents = [{at for s, e in spans["content"] for at in range(s, e)} for spans in item[2]]
        groups: dict[tuple[int, int], list[Reading]] = {}
        for reading in readings:
            if reading.level == "outermost":
                groups.setdefault((reading.first, len(reading.roles)), []).append(reading)
        for group in groups.values():
            for reading, tagged in _tagger._parted(analysis, group):
                if tagged.content:
                    mine = {at for part in tagged.content for at in range(*analysis.span(*part))}
                    rows.append(_tagger.evidence(reading, tagged))
                    right.append(any(2 * len(mine & other) >= len(mine | other) for other in contents))
    return np.array(rows), np.array(right, dtype=float)


def _fitted(rows: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Weights [6] of a logistic regression on standardised parts, by Newton's steps; all but the constant are held small."""
    mean, deviation = rows.mean(axis=0), rows.std(axis=0)
    mean[0], deviation[0] = 0.0, 1.0
    scaled = (rows - mean) / deviation
    weights = np.zeros(rows.shape[1])
    ridge = PENALTY * np.diag([0.0] + [1.0] * (rows.shape[1] - 1))
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-scaled @ weights))
        slope = scaled.T @ (chance - right) + ridge @ weights
        weights = weights - np.linalg.solve((scaled * (chance * (1 - chance))[:, None]).T @ scaled + ridge, slope)
    weights = weights / deviation
    weights[0] -= (weights[1:] * mean[1:]).sum()
    return weights


def _decided(held: list[Any], chance: float, bar: float) -> Iterator[dict[str, Any]]:
    """Outermost attributions at an operating point, in the scorer's form."""
    _tagger.CONTENT_BAR, _tagger.ACCEPTED = bar, chance
    for item, analysis, drafts, readings in held:
        found = _tagger.join(analysis, copy.deepcopy(drafts), readings, _cues.book())
        outer = [draft for draft in found if draft.within is None]
        roles = [(("source", d.source), ("cue", d.cue_ranges), ("content", d.content)) for d in outer]
        spans = [{role: [list(analysis.span(*r)) for r in ranges] for role, ranges in parts} for parts in roles]
        yield {"id": item[0], "attributions": spans}


def _scorer(data: Path) -> Any:
    path = data.parents[1] / "eval" / "score_attribution.py"
    spec = importlib.util.spec_from_file_location("score_attribution", path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{path}: not there; the scorer stands beside the data")
    module = importlib.util.module_from_spec(spec)
    sys.modules["score_attribution"] = module
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    main(parser.parse_args())
