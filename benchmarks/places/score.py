"""Places on GeoVirus and the development half of LGL (development scores): recognition, accuracy, end to end."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import harness

SETS = ("geovirus", "lgl-dev")
DATA = [f"data/places/{name}{kind}.jsonl" for name in SETS for kind in ("", ".gold")]
LOWER: frozenset[str] = frozenset()


def score(folder: Path) -> harness.Figures:
    module = harness.scorer("eval/score_places.py")
    figures: harness.Figures = {}
    for name in SETS:
        texts = harness.SHARED / f"data/places/{name}.jsonl"
        gold = module.load(harness.SHARED / f"data/places/{name}.gold.jsonl")
        with tempfile.TemporaryDirectory() as out:
            predictions = module.load(harness.read_to(Path(out) / "p.jsonl", [texts]))
        result = module.score(gold, predictions)
        figures |= {
            f"{name}_overlap_f1": result["overlap"]["f1"],
            f"{name}_accuracy161": result["accuracy"]["accuracy"],
            f"{name}_end_to_end_f1": result["end_to_end"]["f1"],
        }
        if name == "geovirus":
            figures["geovirus_area_ok_f1"] = module.score(gold, predictions, area_ok=True)["end_to_end"]["f1"]
    return figures


if __name__ == "__main__":
    sys.exit(harness.main(Path(__file__).parent, score, DATA, LOWER))
