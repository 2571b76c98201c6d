"""The tagger's operating point, chosen on the held-out twentieth of the training articles.

usage: python training/attribution/thresholds.py --data ../shared/data/polnear

Reads the held-out articles with the shipped weights; prints attribution and linked F1 (../shared/eval/score_attribution.py)
at each pair of anchor threshold and content bar; the best by their mean belongs in `stages/attribute/_tagger.py`.
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
from prepare import analysed, is_held_out

from onrecord.analysis import Analysis
from onrecord.config import AttributeConfig
from onrecord.models.attribution import Tagger
from onrecord.stages.attribute import Attribute, _cues, _tagger
from onrecord.stages.attribute._drafts import Draft
from onrecord.stages.attribute._tagger import Reading

ANCHORS = (0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5)
BARS = (0.3, 0.35, 0.4, 0.45, 0.5)
Read = tuple[str, Analysis, list[Draft], list[Reading]]


def main(options: argparse.Namespace) -> None:
    scorer = _scorer(options.data)
    everything = gold.load(options.data / "train.jsonl", options.data / "train.gold.jsonl")
    articles = [item for item in everything if is_held_out(item[0])]
    held = list(_read(articles))
    with tempfile.TemporaryDirectory() as folder:
        known = {name: (text, attributions) for name, text, attributions in articles}
        rows = []
        for anchor in ANCHORS:
            for bar in BARS:
                path = Path(folder) / "predictions.jsonl"
                path.write_text("".join(json.dumps(found) + "\n" for found in _decided(held, anchor, bar)))
                result = scorer.score(known, scorer.load_pred(path))
                rows.append((result["attr"]["f1"], result["linked"]["f1"], anchor, bar))
    for attribution, linked, anchor, bar in sorted(rows, key=lambda row: -(row[0] + row[1])):
        print(f"anchor {anchor:.2f} content {bar:.2f}: attribution {100 * attribution:.1f} linked {100 * linked:.1f}")


def _read(articles: list[Any]) -> Iterator[Read]:
    tagger, stage = Tagger(), Attribute(AttributeConfig(model=False))
    for item, analysis, drafts in analysed(articles, stage):
        yield item[0], analysis, drafts, _tagger.read(analysis, drafts, _cues.book(), tagger)


def _decided(held: list[Read], anchor: float, bar: float) -> Iterator[dict[str, Any]]:
    """Outermost attributions at an operating point, in the scorer's form."""
    _tagger.CONTENT_BAR, _tagger.ANCHOR_BAR = bar, anchor
    for name, analysis, drafts, readings in held:
        found = _tagger.join(analysis, copy.deepcopy(drafts), readings, _cues.book())
        outer = [draft for draft in found if draft.within is None]
        parts = [(("source", d.source), ("cue", d.cue_ranges), ("content", d.content)) for d in outer]
        yield {
            "id": name,
            "attributions": [{role: [list(analysis.span(*r)) for r in ranges] for role, ranges in p} for p in parts],
        }


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
