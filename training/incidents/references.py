"""Fit the weights with which a sentence is taken to speak of an incident (`stages/link/_references.py`).

usage: python training/incidents/references.py --records FOLDER --stories training/data/stories
           > src/onrecord/lexicons/en/references.tsv

FOLDER/<set>.jsonl are records of each story set (`onrecord read --format jsonl SET/[0-9]*.json`). An incident of the gold is
the group of events most of whose passages are its evidence; its evidence in other articles, where no event of the group
stands, is what should be found, and every sentence of articles that do not report it should not. Logistic regression;
held-out sets are left out. Precision and recall leave one set out at a time.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from gold import Story, fitted, meant, stories
from sklearn.metrics import average_precision_score

from onrecord.stages.link import _references, _statements
from onrecord.stages.link._facts import Report
from onrecord.stages.link._sentences import Sentence

THRESHOLDS = (0.1, 0.15, 0.2, 0.25, 0.3, 0.4)
HEAD = """# How much each thing that a sentence and an incident have in common says that the sentence speaks of the incident.
# Source: logistic regression on our own open story sets (training/incidents). Licence: Apache-2.0.
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
    cases = [case for story in stories() for case in _cases(story)]
    report(cases)
    weights = _fitted(cases)
    print(HEAD)
    for name in ("bias", *_references.NAMES):
        print(f"{name}\t{weights[name]:.3f}")


def _fitted(cases: Sequence[Case]) -> dict[str, float]:
    return fitted([case.row for case in cases], [case.is_gold for case in cases], _references.NAMES, 0.3)


def _cases(story: Story) -> Iterator[Case]:
    said = _statements.match(story.reports, story.groups)
    for number, group in enumerate(story.groups):
        incident = meant(group, story)
        known = _references.known(number, group, {found.key for found, _ in said.get(number, ())})
        if known.profile.is_past:
            continue
        for found in story.reports:
            if found.key not in known.told_in | known.said_in:  # it is known to speak of the incident
                yield from _of_report(story.name, found, number, known, incident, story.texts[found.id])


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


def report(cases: Sequence[Case]) -> None:
    """Precision and recall over articles and incidents, each set by weights of the others."""
    chances: dict[tuple[str, str, Sentence], tuple[float, Case]] = {}
    for name in sorted({case.set for case in cases}):
        weights = _fitted([case for case in cases if case.set != name])
        for case in cases:
            if case.set == name:
                key = (case.set, case.article, case.sentence)
                chances[key] = max(
                    chances.get(key, (-1.0, case)),
                    (_references.chance(case.row, weights), case),
                    key=lambda one: one[0],
                )
    average = average_precision_score(
        [case.is_gold for _, case in chances.values()], [chance for chance, _ in chances.values()]
    )
    sys.stderr.write(f"average precision over sentences {average:.3f}\n")
    gold = {(case.set, case.article, case.group) for case in cases if case.is_gold}
    for least in THRESHOLDS:
        found = {(c.set, c.article, c.group): c.is_scored for chance, c in chances.values() if chance >= least}
        right = len(gold & found.keys())
        scored = sum(found.values())
        line = f"at {least}: {len(found)} found, precision {right / max(scored, 1):.3f}, recall {right / len(gold):.3f}"
        sys.stderr.write(line + "\n")


if __name__ == "__main__":
    main()
