"""Towards which types of deeds the words of a sentence lean.

In: stems of a sentence. Out: for a type, or for some of its modes, how likely it is and by how much likelier the words make it.
The one idea: a reporter tells a deed a second time in other words ("detained" becomes "was led away", "behind bars"), which no
frame lists; which words go with which kind of deed was learned from our labelled sentences (`training/incidents`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from functools import cache, lru_cache
from math import exp, log

from onrecord import lexicons

NO_WORD = "-"
"""Stands in the lexicon where the weight is that of the label itself, whatever the words."""
LEAST = 1e-6
"""Least probability of which a logarithm is taken."""


def leaning(words: frozenset[str], event_type: str, modes: Collection[str] = ()) -> tuple[float, float]:
    """Log of how many times likelier the words make the type in these modes, and its probability.

    Modes that are not known stand for nothing; where none is known, the type in any mode is meant.
    """
    labels, before = _labels(event_type, frozenset(modes))
    chances = _chances(words)
    found = sum(chances[label] for label in labels)
    return (log(max(found, LEAST) / before) if before else 0.0), found


@lru_cache(maxsize=1024)
def _labels(event_type: str, modes: frozenset[str]) -> tuple[tuple[str, ...], float]:
    """The labels that are meant, and their probability before any word is read."""
    known = _chances(frozenset())
    named = {f"{event_type}.{mode}" for mode in modes} & known.keys()
    labels = sorted(named or (label for label in known if label.partition(".")[0] == event_type))
    return tuple(labels), sum(known[label] for label in labels)


@lru_cache(maxsize=8192)
def _chances(words: frozenset[str]) -> dict[str, float]:
    """Probability of each label."""
    weights = _weights()
    totals = dict(weights[NO_WORD])
    for word in sorted(words & weights.keys()):
        for label, weight in weights[word].items():
            totals[label] += weight
    most = max(totals.values())
    raised = {label: exp(total - most) for label, total in totals.items()}
    whole = sum(raised.values())
    return {label: value / whole for label, value in raised.items()}


@cache
def _weights() -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for row in lexicons.load("type_words"):
        found[row["stem"]][row["label"]] = float(row["weight"])
    return dict(found)
