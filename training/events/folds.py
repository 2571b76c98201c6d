"""Five folds of the relation rows, as ids: near-identical sentences stay together, types are spread evenly.

usage: python training/events/folds.py ../shared/data/plover/relations.train.jsonl > training/events/folds.json
       python training/events/folds.py --join FOLDER > benchmarks/relations/folds.predictions.jsonl

The second form joins the predictions of the five folds: ids of relation rows and probabilities, no label.
Near-identical: half of all three-word runs of the longer text or more than 0.4 of both texts' are shared.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

FOLDS = 5
SHARED = 0.4


def main(path: Path) -> None:
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    counts = [Counter[str]() for _ in range(FOLDS)]
    fold_of = {}
    for group in sorted(groups([row["text"] for row in rows]), key=lambda group: (-len(group), group)):
        types = [rows[n]["event_type"] for n in group]
        best = min(range(FOLDS), key=lambda k: (sum(counts[k][kind] for kind in types), counts[k].total(), k))
        counts[best].update(types)
        fold_of.update({rows[n]["id"]: best for n in group})
    json.dump({row["id"]: fold_of[row["id"]] for row in rows}, sys.stdout, indent=0)
    sys.stdout.write("\n")


def join(folder: Path) -> None:
    """Print the folds' predictions of relation rows."""
    for path in sorted(folder.glob("fold?.predictions.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if not row["id"].startswith("labelled"):
                print(json.dumps({"id": row["id"], "chances": row["chances"]}))


def groups(texts: list[str]) -> list[list[int]]:
    """Numbers of texts that are near-identical, directly or through others."""
    runs = [_runs(text) for text in texts]
    holders: dict[str, list[int]] = {}
    above = list(range(len(texts)))

    def top(number: int) -> int:
        while above[number] != number:
            number = above[number]
        return number

    for number, own in enumerate(runs):
        met = Counter(other for run in own for other in holders.get(run, ()))
        for other, shared in met.items():
            if shared >= SHARED * len(own | runs[other]) or shared >= max(len(own), len(runs[other])) / 2:
                above[top(number)] = top(other)
        for run in own:
            holders.setdefault(run, []).append(number)
    found: dict[int, list[int]] = {}
    for number in range(len(texts)):
        found.setdefault(top(number), []).append(number)
    return list(found.values())


def _runs(text: str) -> set[str]:
    words = text.lower().split()
    return {" ".join(words[n : n + 3]) for n in range(len(words) - 2)}


if __name__ == "__main__":
    if sys.argv[1] == "--join":
        join(Path(sys.argv[2]))
    else:
        main(Path(sys.argv[1]))
