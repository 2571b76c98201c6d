"""Places on GeoVirus, the development half of LGL and web news with labels of ours (development scores).

Figures: recognition (overlap), accuracy of those found, end to end. `news.jsonl` has offsets, kinds, resolved names and
coordinates for articles of other sets: `news_open` was read for errors, `news_held` was not. Labelled by language-model
readers on one guide; two of them on eight articles agree on 99 % of spans. Coordinates are from memory, so the last part of a
label says what counts as found: kilometres, or the country's code.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from types import ModuleType
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import harness

SETS = ("geovirus", "lgl-dev")
DATA = [f"data/places/{name}{kind}.jsonl" for name in SETS for kind in ("", ".gold")] + list(harness.TEXTS.values())
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
    return figures | news(folder, module)


def news(folder: Path, module: ModuleType) -> harness.Figures:
    """Figures of the two halves of the web news."""
    labelled = harness.labelled(folder / "news.jsonl")
    with tempfile.TemporaryDirectory() as out:
        path = Path(out) / "texts.jsonl"
        path.write_text("".join(json.dumps(article) + "\n" for _, article in labelled), encoding="utf-8")
        records = harness.read_to(Path(out) / "p.jsonl", [path]).read_text(encoding="utf-8").splitlines()
    found = {record["article"]["id"]: record["places"] for record in map(json.loads, records)}
    figures: harness.Figures = {}
    for half in ("open", "held"):
        counts = [_counts(row["places"], found[a["id"]], module) for row, a in labelled if row["half"] == half]
        gold, predicted, resolved, matched, judged, right = (sum(column) for column in zip(*counts, strict=True))
        figures |= {
            f"news_{half}_overlap_f1": 2 * matched / (gold + predicted),
            f"news_{half}_accuracy": right / judged,
            f"news_{half}_end_to_end_f1": 2 * right / (judged + gold - matched + resolved),
        }
    return figures


def _counts(labels: list[Any], found: list[Any], module: ModuleType) -> tuple[int, ...]:
    """Labels, predictions, predictions with a position, pairs, pairs whose label has a position, of these those right."""
    gold = [{"s": label[0], "e": label[1]} for label in labels]
    pairs = module.match([{"s": place["span"][0], "e": place["span"][1]} for place in found], gold)
    judged = [(found[p], labels[g]) for p, g in pairs if labels[g][4] is not None]
    right = sum(_is_right(place, label, module) for place, label in judged)
    resolved = sum(place["lat"] is not None for place in found)
    return len(labels), len(found), resolved, len(pairs), len(judged), right


def _is_right(place: Any, label: Any, module: ModuleType) -> bool:
    *_, lat, lon, limit = label
    if isinstance(limit, str):
        return bool(place["country"] == limit)
    return place["lat"] is not None and bool(module.km((place["lat"], place["lon"]), (lat, lon)) <= limit)


if __name__ == "__main__":
    sys.exit(harness.main(Path(__file__).parent, score, DATA, LOWER))
