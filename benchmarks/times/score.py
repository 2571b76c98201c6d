"""Time expressions on MEANTIME's development part and on web news with labels of ours (development scores).

`news.jsonl` has offsets, types and values (TIMEX3) of 48 articles of other sets: `news_open` was read for errors, `news_held`
was not. Labelled by language-model readers on one guide (TimeML 1.2.1); two of them on 12 articles agree on 96 % of spans.
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

DATA = ["data/meantime/articles.jsonl", "data/meantime/times.gold.jsonl", *harness.TEXTS.values()]
LOWER: frozenset[str] = frozenset()
MEASURES = ("strict", "relaxed", "value")


def score(folder: Path) -> harness.Figures:
    texts, gold = (harness.SHARED / name for name in DATA[:2])
    module = harness.scorer("eval/score_times.py")
    with tempfile.TemporaryDirectory() as out:
        predictions = module.load_pred(harness.read_to(Path(out) / "m.jsonl", [texts]))
    result = module.score(module.load_gold(gold), predictions)["all"]
    return {f"{measure}_f1": result[measure]["f1"] for measure in MEASURES} | news(folder, module)


def news(folder: Path, module: ModuleType) -> harness.Figures:
    """Figures of the two halves of the web news."""
    labelled = harness.labelled(folder / "news.jsonl")
    with tempfile.TemporaryDirectory() as out:
        path = Path(out) / "texts.jsonl"
        path.write_text("".join(json.dumps(article) + "\n" for _, article in labelled), encoding="utf-8")
        found = module.load_pred(harness.read_to(Path(out) / "p.jsonl", [path]))
    figures: harness.Figures = {}
    for half in ("open", "held"):
        chosen = [(row, article) for row, article in labelled if row["half"] == half]
        gold = {article["id"]: (None, [_expression(*label) for label in row["times"]]) for row, article in chosen}
        kept = {article["id"]: _without_header(found.get(article["id"], []), gold, article) for _, article in chosen}
        result = module.score(gold, kept)["all"]
        figures |= {f"news_{half}_{measure}_f1": result[measure]["f1"] for measure in MEASURES}
    return figures


def _expression(start: int, end: int, kind: str, value: str) -> dict[str, Any]:
    return {"s": start, "e": end, "type": kind, "value": value, "dct": False}


def _without_header(found: list[dict[str, Any]], gold: Any, article: dict[str, str]) -> list[dict[str, Any]]:
    """Without full dates of the day of publication that the labels left out: lines that say when the page was made."""
    spans = [(one["s"], one["e"]) for one in gold[article["id"]][1]]
    day = article.get("published", "")[:10]
    return [
        one
        for one in found
        if any(one["s"] < e and s < one["e"] for s, e in spans)
        or not (day and one["value"] and one["value"][:10] == day)
        or not any(c.isdigit() for c in article["text"][one["s"] : one["e"]])
    ]


if __name__ == "__main__":
    sys.exit(harness.main(Path(__file__).parent, score, DATA, LOWER))
