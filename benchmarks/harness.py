"""What every benchmark shares: run the pipeline over a set, load a scorer, compare with the floors.

In: a folder `../shared` with development sets and scorers (absent: the benchmarks do not run). Out: figures, and a verdict
against `<task>/floors.json`. The one idea: a floor names the figure and the digest of the data it was measured on, rises with
each improvement, and never falls in silence: `--update` refuses to lower one without `--allow-regression`.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from types import ModuleType
from typing import Any

from onrecord.config import Config
from onrecord.pipeline import Pipeline
from onrecord.records import Problem

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
MARGIN = 0.005
"""Floors are set this much below the measured figure: rounding of floats differs between processors."""
SMALL = 0.02
"""The margin on sets where one sentence read otherwise moves a figure by more than a hundredth."""

Figures = dict[str, float]
_pipelines: list[Pipeline] = []


def pipeline() -> Pipeline:
    """One pipeline for all tasks: one configuration serves every scorer."""
    if not _pipelines:
        _pipelines.append(Pipeline(Config()))
    return _pipelines[0]


def read_to(out: Path, inputs: Iterable[Path]) -> Path:
    """Records of the inputs as JSONL in `out`."""
    with out.open("w", encoding="utf-8") as stream:
        for item in pipeline().read(str(path) for path in inputs):
            if isinstance(item, Problem):
                sys.stderr.write(f"{item.message}\n")
            else:
                stream.write(item.to_json() + "\n")
    return out


def scorer(name: str) -> ModuleType:
    """A scorer of `../shared`, e.g. "eval/score_times.py", as a module."""
    path = SHARED / name
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


TEXTS = {
    "ecbplus": "data/ecbplus/articles.jsonl",
    "pages": "data/pages/gold.jsonl",
    "polnear-train": "data/polnear/train.jsonl",
}
"""Sets whose articles carry labels of ours, as offsets."""


def labelled(labels: Path) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Rows of labels, each with its article cut where the labels end; `id` is "set/article"."""
    rows = [json.loads(line) for line in labels.read_text(encoding="utf-8").splitlines()]
    articles: dict[tuple[str, str], dict[str, Any]] = {}
    for name in sorted({row["set"] for row in rows}):
        for line in (SHARED / TEXTS[name]).read_text(encoding="utf-8").splitlines():
            article = json.loads(line)
            articles[name, article["id"]] = article
    found = []
    for row in rows:
        article = articles[row["set"], row["article"]]
        cut = {"id": f"{row['set']}/{row['article']}", "text": article["text"][: row["until"]]}
        if article.get("published"):
            cut["published"] = article["published"]
        found.append((row, cut))
    return found


def digest(path: Path) -> str:
    """First 16 hex digits of the file's sha256."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]


def misses(folder: Path, figures: Figures) -> list[str]:
    """One line for each floor that the figures miss."""
    floors = json.loads((folder / "floors.json").read_text(encoding="utf-8"))
    lines = [
        f"data {name} is not the file that was measured"
        for name, d in floors["data"].items()
        if digest(SHARED / name) != d
    ]
    lines += [
        f"{name} {figures[name]:.4f} < {floor}" for name, floor in floors["at_least"].items() if figures[name] < floor
    ]
    lines += [f"{name} {figures[name]:.4f} > {cap}" for name, cap in floors["at_most"].items() if figures[name] > cap]
    return lines


def main(
    folder: Path,
    score: Callable[[Path], Figures],
    data: list[str],
    lower_is_better: frozenset[str] = frozenset(),
    margin: float = MARGIN,
) -> int:
    """Command line of a task: print the figures, check or `--update` the floors."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--update", action="store_true", help="raise the floors to the figures")
    parser.add_argument("--allow-regression", action="store_true", help="let --update lower a floor")
    options = parser.parse_args()
    figures = score(folder)
    for name, value in figures.items():
        print(f"{name:<34}{value:.4f}")
    if options.update:
        old = _read(folder)
        new = _floors(figures, data, lower_is_better, margin)
        return _update(folder, old, new, options.allow_regression)
    lines = misses(folder, figures)
    print("\n".join(lines) or "all floors hold")
    return 1 if lines else 0


Floors = dict[str, dict[str, float]]


def _read(folder: Path) -> Floors:
    path = folder / "floors.json"
    empty: Floors = {"at_least": {}, "at_most": {}}
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else empty


def _floors(figures: Figures, data: list[str], lower_is_better: frozenset[str], margin: float) -> dict[str, Any]:
    return {
        "data": {name: digest(SHARED / name) for name in data},
        "at_least": {name: round(value - margin, 4) for name, value in figures.items() if name not in lower_is_better},
        "at_most": {name: round(value + margin, 4) for name, value in figures.items() if name in lower_is_better},
    }


def _update(folder: Path, old: Floors, new: dict[str, Any], may_lower: bool) -> int:
    """Write the new floors; without `may_lower` none falls, and one that would is an error."""
    worse = [name for name, floor in old["at_least"].items() if new["at_least"].get(name, -1.0) < floor - SMALL]
    worse += [name for name, cap in old["at_most"].items() if new["at_most"].get(name, 1e9) > cap + SMALL]
    if worse and not may_lower:
        print(f"would lower {', '.join(worse)}; say --allow-regression, and why in the commit message")
        return 1
    if not may_lower:
        for name, floor in old["at_least"].items():
            new["at_least"][name] = max(floor, new["at_least"].get(name, floor))
        for name, cap in old["at_most"].items():
            new["at_most"][name] = min(cap, new["at_most"].get(name, cap))
    (folder / "floors.json").write_text(json.dumps(new, indent=1) + "\n", encoding="utf-8")
    return 0
