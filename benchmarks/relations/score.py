"""Type of a sentence with a marked pair: the relation model in five-fold cross-validation on PLOVER's relation rows.

In: `folds.predictions.jsonl` (id, probabilities in the order of LABELS; each row by a model that has not seen its fold; written
by `make relation-folds`) and the gold rows. Out: macro-F1 over types and quads, accuracy, expected calibration error. With
--verbose also intervals (bootstrap over groups of near-identical sentences), F1 of each type, and the reliability table.
"""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import harness

from onrecord.models.relations import LABELS, TYPES

DATA = ["data/plover/relations.train.jsonl"]
LOWER = frozenset({"calibration_error"})
SAMPLES = 1000
BINS = 10
YIELDING = ("CONCEDE", "RETREAT")
Row = dict[str, object]


def rows(folder: Path) -> tuple[list[Row], list[dict[str, object]]]:
    """Gold rows, and the predictions beside them: id, event_type, chance of it with no event left out."""
    lines = (harness.SHARED / DATA[0]).read_text(encoding="utf-8").splitlines()
    chances = {}
    for line in (folder / "folds.predictions.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        chances[row["id"]] = dict(zip(LABELS, row["chances"], strict=True))
    gold = [json.loads(line) for line in lines]
    return gold, [answer(str(row["id"]), chances[row["id"]]) for row in gold]


def answer(name: str, chance: dict[str, float]) -> dict[str, object]:
    """The likeliest type; CONCEDE and RETREAT, which the rows call YIELD, are one."""
    folded = {kind: chance[kind] for kind in TYPES if kind not in YIELDING}
    folded["YIELD"] = sum(chance[kind] for kind in YIELDING)
    best = max(folded, key=lambda kind: folded[kind])
    return {"id": name, "event_type": best, "chance": folded[best] / max(sum(folded.values()), 1e-9)}


def score(folder: Path) -> harness.Figures:
    gold, found = rows(folder)
    result = harness.scorer("eval/score_relation.py").score(gold, {row["id"]: row["event_type"] for row in found})
    return {
        "type_macro_f1": result["type"]["macro_f1"],
        "type_accuracy": result["type"]["accuracy"],
        "quad_macro_f1": result["quad"]["macro_f1"],
        "calibration_error": sum(abs(mean - right) * n for n, mean, right in reliability(gold, found)) / len(gold),
    }


def reliability(gold: list[Row], found: list[dict[str, object]]) -> list[tuple[int, float, float]]:
    """Rows, mean probability and share right, of each tenth of the probability that has rows."""
    bins: dict[int, list[tuple[float, bool]]] = {}
    for row, guess in zip(gold, found, strict=True):
        chance = float(str(guess["chance"]))
        right = guess["event_type"] == row["event_type"]
        bins.setdefault(min(BINS - 1, int(chance * BINS)), []).append((chance, right))
    return [
        (len(cell), sum(chance for chance, _ in cell) / len(cell), sum(right for _, right in cell) / len(cell))
        for _, cell in sorted(bins.items())
    ]


def details(folder: Path) -> None:
    """Print intervals, types and the reliability table."""
    gold, found = rows(folder)
    scorer = harness.scorer("eval/score_relation.py")
    sys.path.insert(0, str(harness.ROOT / "training" / "events"))
    from folds import groups

    sets, chooser = groups([str(row["text"]) for row in gold]), random.Random(1)
    values: dict[str, list[float]] = {"type": [], "quad": []}
    for _ in range(SAMPLES):
        drawn = [n for group in chooser.choices(sets, k=len(sets)) for n in group]
        part = [{**gold[n], "id": str(at)} for at, n in enumerate(drawn)]
        result = scorer.score(part, {str(at): found[n]["event_type"] for at, n in enumerate(drawn)})
        for name in values:
            values[name].append(result[name]["macro_f1"])
    for name, drawn in values.items():
        drawn.sort()
        print(f"{name} macro-F1, 95 % interval: {drawn[25]:.3f} to {drawn[974]:.3f}")
    result = scorer.score(gold, {row["id"]: row["event_type"] for row in found})
    for label, precision, recall, f1, n in result["type"]["rows"]:
        print(f"{label:<10} P {precision:.3f} R {recall:.3f} F1 {f1:.3f} n {n}")
    for n, mean, right in reliability(gold, found):
        print(f"said {mean:.2f} right {right:.2f} {'#' * round(40 * right):<40} n {n}")


if __name__ == "__main__":
    if "--verbose" in sys.argv:
        sys.argv.remove("--verbose")
        details(Path(__file__).parent)
    sys.exit(harness.main(Path(__file__).parent, score, DATA, LOWER, harness.SMALL))
