"""Attribution on PolNeAR dev (development scores). Figures: F1 of attributions, exact, linked; recall by form; token F1."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import harness

DATA = ["data/polnear/dev.jsonl", "data/polnear/dev.gold.jsonl"]
LOWER: frozenset[str] = frozenset()


def score(folder: Path) -> harness.Figures:
    texts, gold = (harness.SHARED / name for name in DATA)
    module = harness.scorer("eval/score_attribution.py")
    with tempfile.TemporaryDirectory() as out:
        predictions = harness.read_to(Path(out) / "dev.jsonl", [texts])
        result = module.score(module.load_gold(texts, gold), module.load_pred(predictions), by_type=True)
    figures = {"attribution_f1": result["attr"]["f1"], "linked_f1": result["linked"]["f1"]}
    figures["exact_f1"] = result["attr_exact"]["f1"]
    figures |= {f"recall_{form}": row["recall"] for form, row in result["by_type"].items()}
    return figures | {f"token_f1_{role}": row["f1"] for role, row in result["tokens"].items()}


if __name__ == "__main__":
    sys.exit(harness.main(Path(__file__).parent, score, DATA, LOWER))
