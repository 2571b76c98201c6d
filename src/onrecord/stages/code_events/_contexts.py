"""PLOVER contexts: what an event is about ("military", "election", "health").

In: lexicons/en/contexts.tsv and the sentence of an event. Out: context names. The one idea: keywords of the event's own
sentence; where it has none, those that the paragraph repeats.
"""

from __future__ import annotations

from collections import Counter
from functools import cache

from onrecord import lexicons
from onrecord.analysis import Analysis, TokenRange

MAX_CONTEXTS = 4
PARAGRAPH_WINDOW = 400


@cache
def _keywords() -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """Keywords by their first word, longest first."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for row in lexicons.load("contexts"):
        phrase = tuple(row.get("lemma", row.get("phrase", "")).lower().split())
        if phrase:
            found.setdefault(phrase[0], []).append((phrase, row["context"]))
    return {first: tuple(sorted(phrases, key=lambda p: -len(p[0]))) for first, phrases in found.items()}


class Contexts:
    """Contexts of one article's sentences, each counted once."""

    def __init__(self, analysis: Analysis) -> None:
        self._analysis = analysis
        self._seen: dict[TokenRange, Counter[str]] = {}

    def of(self, token: int) -> tuple[str, ...]:
        """Names of the contexts of an event with this trigger, the most frequent first."""
        counted = self._count(self._analysis.sentence_of(token))
        if not counted:
            lo, hi = self._analysis.paragraphs[self._analysis.paragraph_of(token)]
            around = self._count((max(lo, token - PARAGRAPH_WINDOW), min(hi, token + PARAGRAPH_WINDOW)))
            counted = Counter({name: number for name, number in around.items() if number > 1})
        ranked = sorted(counted, key=lambda name: (-counted[name], name))
        return tuple(ranked[:MAX_CONTEXTS])

    def _count(self, tokens: TokenRange) -> Counter[str]:
        if tokens not in self._seen:
            self._seen[tokens] = self._matches(*tokens)
        return self._seen[tokens]

    def _matches(self, lo: int, hi: int) -> Counter[str]:
        lemma, lower, keywords = self._analysis.tokens.lemma, self._analysis.tokens.lower, _keywords()
        found: Counter[str] = Counter()
        for n in range(lo, hi):
            for phrase, context in (
                *keywords.get(lemma[n], ()),
                *(keywords.get(lower[n], ()) if lower[n] != lemma[n] else ()),
            ):
                end = n + len(phrase)
                if end <= hi and all(w in (lemma[n + i], lower[n + i]) for i, w in enumerate(phrase)):
                    found[context] += 1
        return found
