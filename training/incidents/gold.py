"""Our open story sets as linking sees them, with the incident of the gold that a group of events means.

Used by `references.py` and `pairs.py`. FOLDER/<set>.jsonl are records of each story set (`onrecord read --format jsonl
SET/[0-9]*.json`). Held-out sets are left out.
"""

from __future__ import annotations

import argparse
import json
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
from onrecord.stages.link import Link, _clusters, _facts
from onrecord.stages.link._facts import EventFact, Report
from onrecord.stages.link._units import Unit
from onrecord.store import Store

HELD = ("s41", "s45", "s53")


@dataclass(frozen=True, slots=True)
class Story:
    """A set: its incidents by the gold, its texts and reports, and the groups of events that keys bring together, as units."""

    name: str
    incidents: list[dict[str, Any]]
    texts: dict[str, str]
    reports: list[Report]
    groups: list[list[EventFact]]
    units: list[Unit]


def stories() -> Iterator[Story]:
    """The open sets of the folders named on the command line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--records", type=Path, required=True)
    parser.add_argument("--stories", type=Path, nargs="+", required=True)
    options = parser.parse_args()
    for root in options.stories:
        for folder in sorted(root.glob("s[0-9]*_*")):
            if folder.name[:3] not in HELD:
                yield _story(folder, options.records / f"{folder.name}.jsonl")


def _story(folder: Path, records: Path) -> Story:
    gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
    lines = [line for line in records.read_text(encoding="utf-8").splitlines() if line.strip()]
    read = [codec.decode(line) for line in lines]
    reports = sorted((_facts.report(record) for record in read), key=lambda found: found.order)
    first = _first_copies(read, reports)
    facts = sorted((fact for found in reports for fact in found.events), key=lambda fact: fact.order)
    groups = _clusters.keyed(facts, lambda fact: first[fact.report.key])
    return Story(
        name=folder.name,
        incidents=gold["incidents"],
        texts={record.article.id: record.article.text for record in read},
        reports=reports,
        groups=[[facts[number] for number in numbers] for numbers in groups.members()],
        units=_clusters.units(facts, groups, lambda fact: first[fact.report.key]),
    )


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


def meant(group: Sequence[EventFact], story: Story) -> dict[str, Any] | None:
    """The incident of the gold whose evidence most of the group's passages are."""
    counts: Counter[int] = Counter()
    for fact in group:
        text = story.texts[fact.report.id]
        for number, incident in enumerate(story.incidents):
            if fact.event.event_type not in (incident["type"], *incident.get("type_ok", [])):
                continue
            starts = [
                (text.find(e["quote"]), len(e["quote"])) for e in incident["evidence"] if e["article"] == fact.report.id
            ]
            if any(s < span.end and span.start < s + size for span in fact.event.evidence for s, size in starts):
                counts[number] += 1
    best = max(counts, key=lambda number: (counts[number], -number), default=None)
    return None if best is None else story.incidents[best]


def fitted(
    rows: Sequence[Sequence[float]], labels: Sequence[bool], names: Sequence[str], strength: float
) -> dict[str, float]:
    """Weights of a logistic regression for plain values, the constant among them; `strength` is the inverse of the penalty's."""
    table = np.array(rows, dtype=float)
    scale = StandardScaler().fit(table)
    model = LogisticRegression(C=strength, max_iter=3000).fit(scale.transform(table), np.array(labels))
    weights = model.coef_[0] / scale.scale_
    bias = float(model.intercept_[0] - (weights * scale.mean_).sum())
    return {"bias": bias} | dict(zip(names, weights.tolist(), strict=True))
