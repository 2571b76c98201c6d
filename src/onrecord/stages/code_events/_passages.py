"""Passages in which words mean something else: datelines, sport; and who "we" is.

In: analysis and attributions. Out: tokens to step over, sentences to leave out, first-person pronouns resolved. The one idea:
these are facts of the page, found once an article, not of single predicates.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from onrecord.analysis import Analysis
from onrecord.records import Attribution
from onrecord.stages.code_events._classes import noun_classes

DATELINE = re.compile(
    r"^\s*[A-Z][A-Z .,'’/-]{2,40}(?:,? ?[^\n—–]{0,60}?)?(?:\([^)\n]{2,40}\)\s*)?\s*(?:--|—|–|-)\s+(?=\S)"
)
FIRST_PERSON = frozenset({"we", "us", "our", "i", "my", "ours", "me"})
SPORT_IN_SENTENCE, SPORT_IN_PARAGRAPH = 2, 3
"""Different words of the class "sport" that make a sentence or paragraph a report of a game (judged on news of both
kinds, 2026-11-22): "team" or "match" alone does not."""
PARAGRAPH_WINDOW = 300


@dataclass(slots=True)
class Passages:
    """`after_dateline` maps tokens of a dateline to the first word after it; `speakers` "we" to a mention number."""

    after_dateline: dict[int, int] = field(default_factory=dict)
    speakers: dict[int, int] = field(default_factory=dict)
    games: set[int] = field(default_factory=set)
    topics: dict[str, bool] = field(default_factory=dict)
    """Noun classes asked for, and whether the article has a word of them."""

    def has(self, analysis: Analysis, cls: str) -> bool:
        """Whether a word of the class stands anywhere in the article: "the trucks" of a report on aid carry aid."""
        if cls not in self.topics:
            lemmas = noun_classes().get(cls, frozenset())
            tokens = analysis.tokens
            self.topics[cls] = not lemmas.isdisjoint(tokens.lemma) or not lemmas.isdisjoint(tokens.lower)
        return self.topics[cls]


def read(analysis: Analysis, attributions: tuple[Attribution, ...]) -> Passages:
    """The passages of one article."""
    return Passages(_datelines(analysis), _speakers(analysis, attributions), _games(analysis))


def _datelines(analysis: Analysis) -> dict[int, int]:
    tokens = analysis.tokens
    found: dict[int, int] = {}
    for lo, hi in analysis.paragraphs:
        start = tokens.start[lo]
        match = DATELINE.match(analysis.text[start : start + 120])
        if match is None:
            continue
        end = lo
        while end < hi and tokens.start[end] < start + match.end():
            end += 1
        first = next((n for n in range(end, min(hi, end + 12)) if tokens.pos[n] in ("NOUN", "PROPN", "PRON")), None)
        if first is not None:
            number = analysis.mention_covering(first)
            head = first if number is None else analysis.mention_heads[number]
            found.update(dict.fromkeys(range(lo, end), head))
    return found


def _speakers(analysis: Analysis, attributions: tuple[Attribution, ...]) -> dict[int, int]:
    """First-person pronouns inside direct speech are the source; the innermost attribution comes last and wins."""
    lower = analysis.tokens.lower
    found: dict[int, int] = {}
    for attribution in attributions:
        speaker = next(
            (
                mention
                for span in attribution.source.spans
                for token in range(*analysis.token_range(span))
                if (mention := analysis.mention_covering(token)) is not None
            ),
            None,
        )
        if speaker is None:
            continue
        _add_echo(analysis, attribution, speaker, found)
        if attribution.form == "indirect":
            continue
        for span in attribution.content.spans:
            for token in range(*analysis.token_range(span)):
                if lower[token] in FIRST_PERSON and analysis.quotation_of(token) is not None:
                    found[token] = speaker
    return found


def _add_echo(analysis: Analysis, attribution: Attribution, speaker: int, found: dict[int, int]) -> None:
    """ "The army said it would": a pronoun that opens indirect speech and that nothing else resolves is the speaker."""
    for span in attribution.content.spans[:1]:
        lo, hi = analysis.token_range(span)
        for token in range(lo, min(hi, lo + 2)):
            number = analysis.mention_covering(token)
            known = number is not None and analysis.mentions[number].country is not None
            if analysis.tokens.lower[token] in ("it", "they", "he", "she") and not known:
                found[token] = speaker


def _games(analysis: Analysis) -> set[int]:
    """Sentences that report a game."""
    sport = noun_classes().get("sport", frozenset())
    lemma = analysis.tokens.lemma
    found = set()
    by_paragraph: dict[int, list[int]] = {}
    hits = [n for n in range(len(lemma)) if lemma[n] in sport]
    for hit in hits:
        by_paragraph.setdefault(analysis.paragraph_of(hit), []).append(hit)
    for group in by_paragraph.values():
        for hit in group:
            sentence = analysis.tokens.sentence[hit]
            near = {lemma[n] for n in group if abs(n - hit) <= PARAGRAPH_WINDOW}
            inside = {lemma[n] for n in group if analysis.tokens.sentence[n] == sentence}
            if len(inside) >= SPORT_IN_SENTENCE or len(near) >= SPORT_IN_PARAGRAPH:
                lo, hi = analysis.paragraphs[analysis.paragraph_of(hit)]
                reach = range(max(lo, hit - PARAGRAPH_WINDOW), min(hi, hit + PARAGRAPH_WINDOW))
                whole = len(near) >= SPORT_IN_PARAGRAPH
                found |= {analysis.tokens.sentence[n] for n in reach} if whole else {sentence}
    return found
