"""Common nouns that are cited in news, and what sort of source they make.

In: the lexicon `source_nouns.tsv`. Out: the class of a noun. The one idea: a noun that no list knows is a source only if its
ending or a resolved mention says that it is somebody.
"""

from __future__ import annotations

from functools import cache

from onrecord import lexicons
from onrecord.analysis import Analysis

PEOPLE = frozenset({"official", "candidate", "expert", "witness", "person", "reporter"})
OWNED = frozenset({"speech", "document", "data", "social"})
AGENTS = ("er", "or", "ist", "ian", "ant", "man", "ee", "people")
"""Endings of nouns for people."""


@cache
def classes() -> dict[str, str]:
    """Class of a source noun by lemma."""
    return {row["noun"]: row["class"] for row in lexicons.load("source_nouns")}


def is_words(analysis: Analysis, head: int | None) -> bool:
    """Whether a source is somebody's words, a document, data or a post rather than an actor."""
    return head is not None and classes().get(analysis.tokens.lemma[head]) in OWNED


def is_source(analysis: Analysis, noun: int) -> bool:
    """Whether the noun can be who or what is cited."""
    lemma = analysis.tokens.lemma[noun]
    return lemma in classes() or lemma.endswith(AGENTS) or analysis.mention_headed(noun) is not None
