"""Time expressions on MEANTIME's development part (development scores): relaxed span and value F1."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import harness

DATA = ["data/meantime/articles.jsonl", "data/meantime/times.gold.jsonl"]
LOWER: frozenset[str] = frozenset()


def score(folder: Path) -> harness.Figures:
    texts, gold = (harness.SHARED / name for name in DATA)
    module = harness.scorer("eval/score_times.py")
    with tempfile.TemporaryDirectory() as out:
        predictions = module.load_pred(harness.read_to(Path(out) / "m.jsonl", [texts]))
    result = module.score(module.load_gold(gold), predictions)["all"]
    return {f"{measure}_f1": result[measure]["f1"] for measure in ("strict", "relaxed", "value")}


if __name__ == "__main__":
    sys.exit(harness.main(Path(__file__).parent, score, DATA, LOWER))
