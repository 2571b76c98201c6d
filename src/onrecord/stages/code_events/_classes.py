"""Classes of nouns that constraints speak of: weapons, talks, agreements, sport.

In: lexicons/en/noun_classes.tsv. Out: lemmas by class. The one idea: what a slot may hold is data.
"""

from __future__ import annotations

from functools import cache

from onrecord import lexicons


@cache
def noun_classes() -> dict[str, frozenset[str]]:
    """Lemmas by class."""
    found: dict[str, set[str]] = {}
    for row in lexicons.load("noun_classes"):
        found.setdefault(row["class"], set()).add(row["lemma"])
    return {name: frozenset(lemmas) for name, lemmas in found.items()}
