"""The publisher's own voice, on 472 labelled sentences (labels and offsets here, texts in `../shared`; README says how).

Figures for two halves, split by article: `open` was read for errors, `held` was only scored. `own_p` and `own_r`: is it the
publisher's sentence; `accuracy`, `f1_fact`, `f1_opinion`, `f1_speculation`, `macro_f1`: what it is, a sentence not listed being
missed.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import harness

from onrecord.config import Config
from onrecord.pipeline import Pipeline, stages
from onrecord.records import Problem

TEXTS = {
    "polnear-train": "data/polnear/train.jsonl",
    "polnear-dev": "data/polnear/dev.jsonl",
    "meantime": "data/meantime/articles.jsonl",
    "pages": "data/pages/gold.jsonl",
}
DATA = list(TEXTS.values())
LOWER: frozenset[str] = frozenset()
KINDS = ("fact", "opinion", "speculation")
BEFORE, BEHIND = 2, 1
"""Paragraphs of context that are read with a labelled one: whole articles give the same figures in ten times the time."""

Row = dict[str, Any]
Found = list[tuple[int, int, str]]


def labels(folder: Path) -> list[Row]:
    """The labelled sentences in order."""
    return [json.loads(line) for line in (folder / "labels.jsonl").read_text(encoding="utf-8").splitlines()]


def texts(rows: list[Row]) -> dict[tuple[str, str], str]:
    """Texts of the labelled articles by set and id."""
    found = {}
    for name in sorted({row["set"] for row in rows}):
        if name in TEXTS:
            for line in (harness.SHARED / TEXTS[name]).read_text(encoding="utf-8").splitlines():
                article = json.loads(line)
                found[name, article["id"]] = article["text"]
        else:
            for path in sorted((harness.SHARED / name).glob("[0-9][0-9].json")):
                article = json.loads(path.read_text(encoding="utf-8"))
                found[name, article["id"]] = article["text"]
    return found


def window(text: str, start: int, end: int) -> tuple[int, int]:
    """The paragraph of a passage with its neighbours."""
    lo, hi = start, end
    for _ in range(BEFORE + 1):
        lo = text.rfind("\n\n", 0, lo)
        if lo < 0:
            break
    for _ in range(BEHIND + 1):
        at = text.find("\n\n", hi)
        hi = len(text) if at < 0 else at + 2
    return max(lo, 0), hi


def read(rows: list[Row]) -> list[Found]:
    """For each labelled sentence what the pipeline lists in its window, in offsets of the article."""
    whole = texts(rows)
    windows = [window(whole[row["set"], row["article"]], *row["span"]) for row in rows]
    order = [stage.name for stage in stages(Config())]
    pipeline = Pipeline(Config(), stages(Config())[: order.index("attribute") + 1])
    found: dict[str, Found] = {}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "windows.jsonl"
        with path.open("w", encoding="utf-8") as stream:
            for number, (row, (lo, hi)) in enumerate(zip(rows, windows, strict=True)):
                article = {"id": str(number), "text": whole[row["set"], row["article"]][lo:hi]}
                stream.write(json.dumps(article) + "\n")
        for item in pipeline.read([str(path)]):
            if isinstance(item, Problem):
                sys.stderr.write(f"{item.message}\n")
                continue
            lo = windows[int(item.article.id)][0]
            found[item.article.id] = [(v.span.start + lo, v.span.end + lo, v.kind) for v in item.article.voice]
    return [found.get(str(number), []) for number in range(len(rows))]


def listed(row: Row, found: Found) -> str | None:
    """The kind under which the sentence is listed; None where it is not."""
    start, end = row["span"]
    shared = [(min(end, e) - max(start, s), kind) for s, e, kind in found]
    most, kind = max(shared, default=(0, ""))
    return kind if 2 * most > end - start else None


def figures(rows: list[Row], kinds: list[str | None]) -> harness.Figures:
    """Figures of one half; sentences that state nothing ("none") are left out."""
    pairs = [(row["label"], kind) for row, kind in zip(rows, kinds, strict=True) if row["label"] != "none"]
    own = [(label, kind) for label, kind in pairs if label in KINDS]
    called = [(label, kind) for label, kind in pairs if kind is not None]
    result = {
        "own_p": sum(label in KINDS for label, _ in called) / len(called),
        "own_r": sum(kind is not None for _, kind in own) / len(own),
        "accuracy": sum(label == kind for label, kind in own) / len(own),
    }
    table = Counter(own)
    for name in KINDS:
        right = table[name, name]
        seen = sum(count for (_, kind), count in table.items() if kind == name)
        there = sum(count for (label, _), count in table.items() if label == name)
        result[f"f1_{name}"] = 2 * right / (seen + there) if seen + there else 0.0
    result["macro_f1"] = sum(result[f"f1_{name}"] for name in KINDS) / len(KINDS)
    return result


def score(folder: Path) -> harness.Figures:
    rows = labels(folder)
    kinds = [listed(row, found) for row, found in zip(rows, read(rows), strict=True)]
    result: harness.Figures = {}
    for half in ("open", "held"):
        chosen = [number for number, row in enumerate(rows) if row["half"] == half]
        part = figures([rows[number] for number in chosen], [kinds[number] for number in chosen])
        result |= {f"{half}_{name}": value for name, value in part.items()}
    return result


if __name__ == "__main__":
    sys.exit(harness.main(Path(__file__).parent, score, DATA, LOWER, harness.SMALL))
