"""Fit the weights with which a sentence is taken to speak of an incident (`stages/link/_references.py`).

usage: python training/references/train.py --records FOLDER --stories training/data/stories ../shared/stories
           > src/onrecord/lexicons/en/references.tsv

FOLDER/<set>.jsonl are records of each story set (`onrecord read --format jsonl SET/[0-9]*.json`). An incident of the gold is
the group of events most of whose passages are its evidence; its evidence in other articles, where no event of the group
stands, is what should be found, and every sentence of articles that do not report it should not. Logistic regression;
held-out sets are left out. Precision and recall leave one set out at a time.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from onrecord import codec
from onrecord.records import Record
from onrecord.stages.link import Link, _clusters, _facts, _references, _statements
from onrecord.stages.link._facts import EventFact, Report
from onrecord.stages.link._sentences import Sentence
from onrecord.store import Store

HELD = ("s41", "s45")
THRESHOLDS = (0.1, 0.15, 0.2, 0.25, 0.3, 0.4)
HEAD = """# How much each thing that a sentence and an incident have in common says that the sentence speaks of the incident.
# Source: logistic regression on our story sets and the four shared ones (training/references). Licence: Apache-2.0.
# Date: 2026-11-23.
# feature  name in stages/link/_references.py; bias is the constant
# weight   log-odds for one unit of it
feature\tweight"""


@dataclass(frozen=True, slots=True)
class Case:
    """A sentence of an article beside an incident: is it spoken of?"""

    set: str
    article: str
    sentence: Sentence
    group: int
    is_gold: bool
    is_scored: bool
    row: list[float]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--records", type=Path, required=True)
    parser.add_argument("--stories", type=Path, nargs="+", required=True)
    options = parser.parse_args()
    cases = [
        case
        for root in options.stories
        for folder in sorted(root.glob("s[0-9]*_*"))
        if folder.name[:3] not in HELD
        for case in _cases(folder, options.records / f"{folder.name}.jsonl")
    ]
    report(cases)
    weights = fitted(cases)
    print(HEAD)
    for name in ("bias", *_references.NAMES):
        print(f"{name}\t{weights[name]:.3f}")


def _cases(folder: Path, records: Path) -> Iterator[Case]:
    gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
    lines = [line for line in records.read_text(encoding="utf-8").splitlines() if line.strip()]
    read = [codec.decode(line) for line in lines]
    texts = {record.article.id: record.article.text for record in read}
    reports = sorted((_facts.report(record) for record in read), key=lambda found: found.order)
    first = _first_copies(read, reports)
    facts = [fact for found in reports for fact in found.events]
    groups = _clusters.find(facts, lambda fact: first[fact.report.key])
    said = _statements.match(reports, groups)
    for number, group in enumerate(groups):
        incident = _meant(group, gold["incidents"], texts)
        known = _references.known(number, group, {found.key for found, _ in said.get(number, ())})
        if known.profile.is_past:
            continue
        for found in reports:
            if found.key not in known.told_in:
                yield from _of_report(folder.name, found, number, known, incident, texts[found.id])


def _first_copies(read: Sequence[Record], reports: Sequence[Report]) -> dict[str, str]:
    """For each report's key, that of the first report of which it is a copy."""
    with Store(":memory:") as store:
        for record in read:
            store.add(record)
        copies = Link()(store).to_dict()["copies"]
    keys = {found.id: found.key for found in reports}
    first = {found.key: found.key for found in reports}
    for group in copies:
        ids = [article["id"] if isinstance(article, dict) else article for article in group["articles"]]
        first |= {keys[one]: keys[ids[0]] for one in ids}
    return first


def _of_report(
    name: str, report: Report, group: int, known: _references.Known, incident: dict[str, Any] | None, text: str
) -> Iterator[Case]:
    """Sentences of one article beside one incident; of articles that report it only those of the evidence."""
    reported = incident is not None and report.id in incident["reported_in"]
    if incident is not None and report.id in incident.get("reported_in_ok", []):
        return
    quotes = [e["quote"] for e in incident["evidence"] if e["article"] == report.id] if incident and reported else []
    for sentence in report.sentences:
        is_gold = any(_overlaps(text, quote, sentence) for quote in quotes)
        if reported and not is_gold:
            continue
        row = [float(value) for value in _references.features(sentence, report, known)]
        yield Case(name, report.id, sentence, group, is_gold, incident is not None, row)


def _overlaps(text: str, quote: str, sentence: Sentence) -> bool:
    start = text.find(quote)
    return start < sentence.span.end and sentence.span.start < start + len(quote)


def _meant(group: Sequence[EventFact], incidents: list[dict[str, Any]], texts: dict[str, str]) -> dict[str, Any] | None:
    """The incident of the gold whose evidence most of the group's passages are."""
    counts: Counter[int] = Counter()
    for fact in group:
        text = texts[fact.report.id]
        for number, incident in enumerate(incidents):
            if fact.event.event_type not in (incident["type"], *incident.get("type_ok", [])):
                continue
            starts = [
                (text.find(e["quote"]), len(e["quote"])) for e in incident["evidence"] if e["article"] == fact.report.id
            ]
            if any(s < span.end and span.start < s + size for span in fact.event.evidence for s, size in starts):
                counts[number] += 1
    best = max(counts, key=lambda number: (counts[number], -number), default=None)
    return None if best is None else incidents[best]


def fitted(cases: Sequence[Case]) -> dict[str, float]:
    """Weights for plain values, the constant among them."""
    rows, labels = np.array([case.row for case in cases]), np.array([case.is_gold for case in cases])
    scale = StandardScaler().fit(rows)
    model = LogisticRegression(C=0.3, max_iter=3000).fit(scale.transform(rows), labels)
    weights = model.coef_[0] / scale.scale_
    bias = float(model.intercept_[0] - (weights * scale.mean_).sum())
    return {"bias": bias} | dict(zip(_references.NAMES, weights.tolist(), strict=True))


def report(cases: Sequence[Case]) -> None:
    """Precision and recall over articles and incidents, each set by weights of the others."""
    chances: dict[tuple[str, str, Sentence], tuple[float, Case]] = {}
    for name in sorted({case.set for case in cases}):
        weights = fitted([case for case in cases if case.set != name])
        for case in cases:
            if case.set == name:
                key = (case.set, case.article, case.sentence)
                chances[key] = max(
                    chances.get(key, (-1.0, case)),
                    (_references.chance(case.row, weights), case),
                    key=lambda one: one[0],
                )
    gold = {(case.set, case.article, case.group) for case in cases if case.is_gold}
    for least in THRESHOLDS:
        found = {(c.set, c.article, c.group): c.is_scored for chance, c in chances.values() if chance >= least}
        right = len(gold & found.keys())
        scored = sum(found.values())
        line = f"at {least}: {len(found)} found, precision {right / max(scored, 1):.3f}, recall {right / len(gold):.3f}"
        sys.stderr.write(line + "\n")


if __name__ == "__main__":
    main()
