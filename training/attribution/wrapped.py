"""True attributions inside invented ones, to learn nesting.

In: an article's token table with gold attributions. Out: new paragraphs "Officials said that <sentence>" with the gold
attribution marked as nested and the invented one as outermost. Sources and cues of the outer ones are our own words.
The texts are made while training and kept nowhere.
"""

from __future__ import annotations

import random

from onrecord.analysis import Analysis

Spans = dict[str, list[list[int]]]
SHORTEST, LONGEST = 6, 45
"""Words of a sentence that is wrapped."""

SOURCES = [
    "A senior official", "The governor's office", "Two people familiar with the talks", "Marta Lindqvist",
    "The spokesman", "He", "She", "The state news agency", "The newspaper", "Residents", "A court filing",
    "The company", "Police", "The foreign ministry", "Gen. Ivo Brandt, the deputy commander,",
    "A diplomat who asked not to be named", "The report", "Several lawmakers", "The prime minister", "Mr. Okello",
    "The agency", "Local media", "A witness", "Analysts", "The rebel group", "They",
    "Ms. Farrow, a lawyer for the family,", "The union", "A person briefed on the matter", "The broadcaster",
    "The defense minister", "Campaign aides", "An adviser to the senator", "Kyodo", "The Herald",
    "Human rights monitors", "The bank's chief economist",
]  # fmt: skip
CUES = [
    "said", "said", "said", "said on Tuesday", "told reporters", "reported", "claimed", "wrote", "says", "insisted", "added",
    "acknowledged", "confirmed", "argued", "noted", "alleged", "recalled", "testified", "announced", "explained",
]  # fmt: skip


def wrap(
    analysis: Analysis, attributions: list[Spans], chooser: random.Random
) -> list[tuple[str, list[tuple[Spans, str]]]]:
    """(paragraph, attributions with their level) of each sentence that one gold attribution fills."""
    found = []
    for lo, hi in analysis.paragraphs:
        span = analysis.span(lo, hi)
        inside = [a for a in attributions if any(span.start <= s < span.end for s, _ in a["content"])]
        sentences = {analysis.tokens.sentence[token] for token in range(lo, hi)}
        if len(sentences) != 1 or len(inside) != 1 or not SHORTEST <= hi - lo <= LONGEST:
            continue
        spans = inside[0]
        parts = [part for role in ("source", "cue", "content") for part in spans[role]]
        if not spans["source"] or not all(span.start <= s and e <= span.end for s, e in parts):
            continue
        if analysis.text[span.end - 1] == ".":
            found.append(_wrapped(analysis, lo, span.start, span.end - 1, spans, chooser))
    return found


def _wrapped(
    analysis: Analysis, first: int, start: int, end: int, spans: Spans, chooser: random.Random
) -> tuple[str, list[tuple[Spans, str]]]:
    sentence = analysis.text[start:end]
    source, cue, form = chooser.choice(SOURCES), chooser.choice(CUES), chooser.randrange(6)
    lower = sentence
    if (
        analysis.tokens.pos[first] in ("DET", "PRON", "ADP", "ADV", "SCONJ", "ADJ", "NUM")
        and analysis.tokens.text[first] != "I"
    ):
        lower = sentence[0].lower() + sentence[1:]
    bare = source.rstrip(",")
    small = bare if bare[:1].isupper() and bare.split()[0] not in _LOWERED else bare[0].lower() + bare[1:]
    if form == 0:
        layout = [(source, "source"), (" ", ""), (cue, "cue"), (" that ", ""), (lower, "content"), (".", "")]
    elif form == 1:
        layout = [(source, "source"), (" ", ""), (cue, "cue"), (" ", ""), (lower, "content"), (".", "")]
    elif form == 2:
        layout = [(sentence, "content"), (", ", ""), (small, "source"), (" ", ""), (cue, "cue"), (".", "")]
    elif form == 3:
        layout = [("According to", "cue"), (" ", ""), (small, "source"), (", ", ""), (lower, "content"), (".", "")]
    elif form == 4:
        layout = [(sentence, "content"), (", ", ""), ("according to", "cue"), (" ", ""), (small, "source"), (".", "")]
    elif '"' in sentence or "“" in sentence:
        layout = [(source, "source"), (" ", ""), (cue, "cue"), (" that ", ""), (lower, "content"), (".", "")]
    else:
        layout = [(f'"{sentence},"', "content"), (" ", ""), (small, "source"), (" ", ""), (cue, "cue"), (".", "")]
    text, outer, moved = "", Spans(source=[], cue=[], content=[]), 0
    for words, role in layout:
        if role == "content":
            moved = len(text) + words.index(sentence[1:]) - 1 - start
        if role:
            outer[role].append([len(text), len(text) + len(words)])
        text += words
    nested = {role: [[s + moved, e + moved] for s, e in parts] for role, parts in spans.items()}
    return text, [(outer, "outermost"), (nested, "nested")]


_LOWERED = frozenset(
    {"A", "An", "The", "Two", "Several", "He", "She", "They", "Residents", "Police", "Local", "Analysts", "Campaign"}
)
