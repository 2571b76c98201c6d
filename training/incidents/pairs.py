"""Fit the weights with which two units are taken to be one deed (`stages/link/_likely.py`).

usage: python training/incidents/pairs.py --records FOLDER --stories training/data/stories
           > src/onrecord/lexicons/en/incident_pairs.tsv

Pairs of units of one story that nothing keeps apart, labelled by the incident of the gold that each means; pairs of which neither
means one are left out. Logistic regression. Average precision leaves one set out at a time.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from gold import Story, fitted, meant, stories
from sklearn.metrics import average_precision_score

from onrecord.records import Event
from onrecord.stages.link import _likely
from onrecord.stages.link._facts import EventFact
from onrecord.stages.link._stories import Stories
from onrecord.stages.link._units import party_names

STRENGTH = 0.1
HEAD = """# How much each thing that two units have in common says that they are one deed.
# Source: logistic regression on our own open story sets (training/incidents). Licence: Apache-2.0.
# Date: 2026-11-23.
# feature  name in stages/link/_likely.py; bias is the constant
# weight   log-odds for one unit of it
feature\tweight"""


@dataclass(frozen=True, slots=True)
class Case:
    """Two units: are they one deed?"""

    set: str
    row: list[float]
    is_one: bool


def main() -> None:
    cases = [case for story in stories() for case in _cases(story)]
    report(cases)
    weights = _fitted(cases)
    print(HEAD)
    for name in ("bias", *_likely.NAMES):
        print(f"{name}\t{weights[name]:.3f}")


def _fitted(cases: Sequence[Case]) -> dict[str, float]:
    return fitted([case.row for case in cases], [case.is_one for case in cases], _likely.NAMES, STRENGTH)


def _cases(story: Story) -> Iterator[Case]:
    incident = {unit.numbers[0]: _incident(group, story) for unit, group in zip(story.units, story.groups, strict=True)}
    told = Stories(story.reports)
    for block in _likely.blocks(story.units):
        for (one, other), row in _likely.rows(block, told):
            ours, theirs = incident[block[one].numbers[0]], incident[block[other].numbers[0]]
            if ours or theirs:
                yield Case(story.name, [float(value) for value in row], ours == theirs)


def _incident(group: Sequence[EventFact], story: Story) -> str | None:
    """The incident that the group means: by its passages, else the only one of its reports with which it agrees."""
    found = meant(group, story)
    if found is not None:
        return str(found["id"])
    fitting = {
        incident["id"]
        for fact in group
        if not fact.event.background
        for incident in story.incidents
        if fact.report.id in [*incident["reported_in"], *incident.get("reported_in_ok", [])]
        and _agrees(incident, fact.event)
    }
    return str(fitting.pop()) if len(fitting) == 1 else None


def _agrees(incident: dict[str, Any], event: Event) -> bool:
    """Whether event and incident are of one type and have a day or a country in common."""
    if event.event_type not in (incident["type"], *incident.get("type_ok", [])):
        return False
    given, found = incident["date"], event.date
    if given and found is not None and found.start:
        start, end = (given, given) if isinstance(given, str) else (given["start"], given["end"])
        if found.start <= end and start <= (found.end or found.start):
            return True
    parties = {party["country"] for party in incident["actors"] + incident["recipients"]} - {""}
    return not parties.isdisjoint(party_names(event.actors + event.recipients))


def report(cases: Sequence[Case]) -> None:
    """Average precision over all pairs, each set by weights of the others."""
    chances: list[float] = []
    labels: list[bool] = []
    for name in sorted({case.set for case in cases}):
        weights = _fitted([case for case in cases if case.set != name])
        mine = [case for case in cases if case.set == name]
        chances += [_likely.chance(case.row, weights) for case in mine]
        labels += [case.is_one for case in mine]
    found = [label for chance, label in zip(chances, labels, strict=True) if chance >= _likely.LEAST]
    sys.stderr.write(
        f"{len(cases)} pairs, {sum(labels)} of one deed, average precision {average_precision_score(labels, chances):.3f}; "
        f"at {_likely.LEAST}: precision {sum(found) / max(len(found), 1):.3f}, recall {sum(found) / sum(labels):.3f}\n"
    )


if __name__ == "__main__":
    main()
