"""The states behind "both governments", "the two countries", "their ministers".

In: a mention that names several states by number. Out: one mention of each. The one idea: those that the sentence or the article
named together last, else those that the article speaks of most.
"""

from __future__ import annotations

from collections import Counter

from onrecord.analysis import Analysis
from onrecord.stages.code_events import _grammar

STATE_SECTORS = frozenset({"GOV", "MIL", "COP", "SPY", "JUD", "LEG"})
NO_STATES = frozenset({"UNO", "EUR", "IGO", "NGO", "ISM", "IMG", "MNC"})
NUMBERS = {"two": 2, "both": 2, "three": 3, "four": 4, "five": 5}
NEAR = 300
"""Mentions on either side among which the states behind "both sides" are sought; keeps long texts linear."""


def members(analysis: Analysis, number: int) -> list[int]:
    """The states behind "both governments": as many as it says, of the sentence so far or else of the article."""
    lo, hi = analysis.mention_tokens[number]
    words = set(analysis.tokens.lower[lo:hi])
    size = next((count for word, count in NUMBERS.items() if word in words), 2)
    sentence = analysis.tokens.sentence[analysis.mention_heads[number]]
    here = [n for n in _states(analysis, number) if n < number and _sentence(analysis, n) == sentence]
    if len({analysis.mentions[n].country for n in here}) == size:
        return _nearest(analysis, here, number)
    pair = _named_together(analysis, number, size)
    if pair:
        return pair
    counts = Counter(analysis.mentions[n].country for n in _states(analysis, number))
    ranked = sorted(counts, key=lambda country: (-counts[country], country or ""))
    if len(ranked) > size and counts[ranked[size]] == counts[ranked[size - 1]]:
        others = {analysis.mentions[n].country for n in _states(analysis, number) if _sentence(analysis, n) == sentence}
        ranked = [country for country in ranked if country not in others]  # hosts and mediators
        if len(ranked) != size:
            return []
    if len(ranked) < size:
        return []
    return _nearest(
        analysis, [n for n in _states(analysis, number) if analysis.mentions[n].country in ranked[:size]], number
    )


def _named_together(analysis: Analysis, number: int, size: int) -> list[int]:
    """The states that the article named together last, as many as it says: "Chad and Sudan .. the two countries"."""
    tokens = analysis.tokens
    for n in range(number - 1, max(number - NEAR, 0) - 1, -1):
        head = analysis.mention_heads[n]
        if tokens.dep[head] == "conj" or not _grammar.children(tokens, head, "conj"):
            continue
        named = [analysis.mention_headed(token) for token in _grammar.conjuncts(tokens, head)]
        states = [m for m in named if m is not None and m < number and _is_state(analysis, m)]
        if len(named) == size == len({analysis.mentions[m].country for m in states}):
            return states
    return []


def _states(analysis: Analysis, near: int) -> list[int]:
    """Mentions of governments and of what acts for them."""
    return [n for n in range(max(0, near - NEAR), min(len(analysis.mentions), near + NEAR)) if _is_state(analysis, n)]


def _is_state(analysis: Analysis, number: int) -> bool:
    mention = analysis.mentions[number]
    is_state = mention.country is not None and mention.country not in NO_STATES
    return is_state and mention.sector in STATE_SECTORS and mention.category not in ("place", "pronoun", "media")


def _sentence(analysis: Analysis, number: int) -> int:
    return analysis.tokens.sentence[analysis.mention_heads[number]]


def _nearest(analysis: Analysis, numbers: list[int], to: int) -> list[int]:
    """One mention of each country, the one nearest to `to`, in text order; governments and countries first."""
    mentions, best = analysis.mentions, dict[str | None, int]()
    for n in sorted(
        numbers,
        key=lambda n: (
            mentions[n].category != "government",
            mentions[n].sector != mentions[to].sector,
            abs(n - to),
        ),
    ):
        best.setdefault(mentions[n].country, n)
    return sorted(best.values())
