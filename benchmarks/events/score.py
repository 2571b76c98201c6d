"""Events on the 64 development texts of PLOVER's gold records (development scores): F1 of type, +actor, +recipient."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import harness

DATA = ["data/plover/gsr-dev.jsonl", "data/plover/gsr-dev.json"]
LOWER: frozenset[str] = frozenset()


def score(folder: Path) -> harness.Figures:
    texts, gold = (harness.SHARED / name for name in DATA)
    module = harness.scorer("eval/score_events.py")
    with tempfile.TemporaryDirectory() as out:
        lines = harness.read_to(Path(out) / "g.jsonl", [texts]).read_text(encoding="utf-8").splitlines()
    records = [json.loads(line) for line in lines]
    result = module.score(module.load(gold), dict(map(module.from_record, records)), module.Opt())["prf"]
    figures = {
        f"{name}_f1": result[key][2]
        for key, name in (("a", "type"), ("b", "type_actor"), ("c", "type_actor_recipient"))
    }
    words = sum(len(record["article"]["text"].split()) for record in records)
    figures["type_recall"] = result["a"][1]
    figures["events_per_1000_words"] = 1000 * sum(len(record["events"]) for record in records) / words
    return figures


if __name__ == "__main__":
    sys.exit(harness.main(Path(__file__).parent, score, DATA, LOWER, harness.SMALL))
