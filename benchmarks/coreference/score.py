"""Coreference of ECB+'s gold mentions (topics 1-35) in cross-validation over topics: B-cubed and pairwise F1.

In: `folds.predictions.jsonl` (mention, cluster; each topic by a model that has not seen it; written by `make
coreference-weights`) and the gold. The model of the package, which has seen all topics, is asked about one topic too, through
`onrecord.link_mentions`: only to see that it runs on the gold's spans as it did in training (no floor).
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import harness

import onrecord
from onrecord.records import Article

DATA = ["data/ecbplus/coref.gold.jsonl", "data/ecbplus/articles.jsonl"]
LOWER: frozenset[str] = frozenset()
ASKED = "1"
"""The topic about which the package's model is asked."""


def score(folder: Path) -> harness.Figures:
    gold = {row["id"]: row for row in _rows(harness.SHARED / DATA[0])}
    clusters = {}
    for row in _rows(folder / "folds.predictions.jsonl"):
        article, mention = row["mention"].split(" ")
        clusters[article, mention] = row["cluster"]
    labels = []
    for name, article in gold.items():
        labels += [(m["cluster"], clusters[name, m["mid"]]) for m in article["events"] if m["validated"]]
    module = harness.scorer("eval/score_incidents.py")
    asked = module.b_cubed(_asked(gold))
    print(f"{'link_mentions, one seen topic':<34}{asked['f1']:.4f}")
    b_cubed = module.b_cubed(labels)
    return {
        "b_cubed_f1": b_cubed["f1"],
        "b_cubed_p": b_cubed["p"],
        "b_cubed_r": b_cubed["r"],
        "pairwise_f1": module.pairwise(labels)["f1"],
    }


def _asked(gold: dict[str, Any]) -> list[tuple[str, int]]:
    mentions, chains = list[Any](), list[str]()
    for row in _rows(harness.SHARED / DATA[1]):
        if gold[row["id"]]["topic"] != ASKED:
            continue
        article = Article(id=row["id"], text=row["text"], published=row.get("published"))
        for mention in gold[row["id"]]["events"]:
            if mention["validated"]:
                mentions.append((article, mention["spans"][0]))
                chains.append(mention["cluster"])
    return list(zip(chains, onrecord.link_mentions(mentions), strict=True))


def _rows(path: Path) -> list[Any]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


if __name__ == "__main__":
    sys.exit(harness.main(Path(__file__).parent, score, DATA, LOWER, harness.MARGIN))
