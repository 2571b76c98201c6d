"""Status of deeds, asked at MEANTIME's gold triggers (development scores).

Figures: accuracy, macro F1 over the four statuses, F1 of each. How many of the mentions the ordinary run codes as events is
printed without a floor: this is business news. The gold has few negated mentions: bootstrap intervals are printed too.
"""

from __future__ import annotations

import json
import random
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import harness

import onrecord
from onrecord.records import Article

DATA = ["data/meantime/articles.jsonl", "data/meantime/events.gold.jsonl"]
LOWER: frozenset[str] = frozenset()
DRAWS = 400

Rows = dict[str, list[dict[str, Any]]]


def asked(gold: Rows) -> Rows:
    """`onrecord.status_at` at the first span of each gold mention, in the form of the scorer."""
    found: Rows = {}
    for line in (harness.SHARED / DATA[0]).read_text(encoding="utf-8").splitlines():
        given = json.loads(line)
        article = Article(id=given["id"], text=given["text"])
        spans = [mention["spans"] for mention in gold.get(given["id"], [])]
        found[given["id"]] = [{"spans": s, "status": onrecord.status_at(article, s[0])} for s in spans]
    return found


def score(folder: Path) -> harness.Figures:
    module = harness.scorer("eval/score_status.py")
    gold = module.load_gold(harness.SHARED / DATA[1])
    predictions = asked(gold)
    table = module.score(gold, predictions)["covered"]
    figures = {"accuracy": table["accuracy"], "macro_f1": table["macro_f1"]}
    with tempfile.TemporaryDirectory() as out:
        run = module.load_pred(harness.read_to(Path(out) / "m.jsonl", [harness.SHARED / DATA[0]]))
    print(f"{'coverage of the ordinary run':<34}{module.score(gold, run)['coverage']:.4f}")
    figures |= {f"{status}_f1": part["f1"] for status, part in table["by_status"].items()}
    for name, (low, high) in intervals(module, gold, predictions).items():
        print(f"{name:<34}95 %: {low:.3f} to {high:.3f}")
    return figures


def intervals(module: Any, gold: Rows, predictions: Rows) -> dict[str, tuple[float, float]]:
    """The middle 95 % of each status's F1 over articles drawn with replacement."""
    names, draw = sorted(gold), random.Random(0)
    seen: dict[str, list[float]] = {}
    for _ in range(DRAWS):
        chosen = list(enumerate(draw.choices(names, k=len(names))))
        table = module.score(
            {f"{n}": gold[name] for n, name in chosen}, {f"{n}": predictions[name] for n, name in chosen}
        )
        for status, part in table["covered"]["by_status"].items():
            seen.setdefault(f"{status}_f1", []).append(part["f1"])
    return {name: (sorted(v)[DRAWS // 40], sorted(v)[-DRAWS // 40]) for name, v in seen.items()}


if __name__ == "__main__":
    sys.exit(harness.main(Path(__file__).parent, score, DATA, LOWER, harness.SMALL))
