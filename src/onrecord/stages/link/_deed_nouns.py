"""Which kinds of deeds the nouns of a statement point back to.

In: words of a source. Out: event types. The one idea: who says that "the meeting was useful" or "the strike is illegal" speaks of
the meeting or the strike that the report has told.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache

from onrecord import lexicons
from onrecord.stages.link._words import stem

POINTED = re.compile(r"\b(?:the|this|that|these|those)\s+((?:[^\W\d_]+\s+){0,2}[^\W\d_]+)", re.IGNORECASE)
"""A definite phrase: the word that points and up to three words behind it."""


def types(words: str) -> frozenset[str]:
    """Types of the deeds that definite nouns of the words name; the first noun of each phrase that names one counts."""
    known, found = _types(), set[str]()
    for match in POINTED.finditer(words):
        for word in match.group(1).casefold().split():
            if word in ("of", "in", "on", "at", "and", "to", "was", "were", "is", "had", "that", "which"):
                break
            named = known.get(stem(word))
            if named:
                found |= named
                break
    return frozenset(found)


@cache
def _types() -> dict[str, frozenset[str]]:
    """Stems of nouns that name deeds, with the types that they can be."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in lexicons.load("frames"):
        if row["pos"] == "n":
            found[stem(row["lemma"].split()[0].casefold())].add(row["type"])
    return {word: frozenset(kinds) for word, kinds in found.items()}
