"""Words inside content that change what a statement is.

In: the lexicon `content_words.tsv`. Out: whether a word is of a class (falsehood, harm, seeing, count, ...). The one idea: what
somebody does by saying something is read off a few words of what they say.
"""

from __future__ import annotations

from functools import cache

from onrecord import lexicons


@cache
def words() -> dict[str, frozenset[str]]:
    """Classes of a word inside content."""
    return {row["lemma"]: frozenset(row["class"].split()) for row in lexicons.load("content_words")}


def is_of(lemma: str, name: str) -> bool:
    """Whether a word is of a class."""
    return name in words().get(lemma, ())
