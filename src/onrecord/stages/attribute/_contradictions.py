"""Statements that nothing is on record, beside a confirmation on the same matter in the same article.

In: the token table, drafts and attributions. Out: problems `ATT002` with both passages. The one idea: a negated word of
disclosure ("not officially disclosed by either nation", "nobody has claimed responsibility", "no official comment") is about
its sentence's topic and about parties; an attribution that confirms, by one of these parties, on that topic, contradicts it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from onrecord import lexicons
from onrecord.analysis import Analysis, TokenRange
from onrecord.records import Attribution, Problem, Span
from onrecord.stages.attribute._drafts import Draft

ANY_PARTY = frozenset({"either", "neither", "both", "any", "nobody", "none", "no", "anyone", "anybody", "officially"})
POINTING = frozenset({"this", "that", "these", "those", "it", "such", "they"})
TOPIC_CLASSES = frozenset({"NOUN", "PROPN", "ADJ", "VERB"})
MIN_SHARED = 2
MIN_SHARE = 0.3
EMPTY_TOPIC = frozenset(
    {"official", "side", "party", "nation", "country", "government", "comment", "confirmation", "responsibility"}
)
SPEAKING_KINDS = frozenset({"named_official", "unnamed_official", "organisation", "state_media", "document", "other"})


@dataclass(frozen=True, slots=True)
class Silence:
    """One statement that something is not on record."""

    where: TokenRange
    token: int
    countries: frozenset[str]
    topic: frozenset[str]


@cache
def _words() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for row in lexicons.load("disclosure"):
        found.setdefault(row["lemma"], set()).add(row["class"])
    return found


def find(analysis: Analysis, drafts: Sequence[Draft], attributions: Sequence[Attribution]) -> tuple[Problem, ...]:
    """One problem for each silence that a confirmation contradicts; the nearest confirmation is named."""
    confirming = [
        (draft, attribution)
        for draft, attribution in zip(drafts, attributions, strict=True)
        if attribution.act == "confirms" and attribution.source.kind in SPEAKING_KINDS and attribution.source.text
    ]
    if not confirming:
        return ()
    problems = []
    for silence in _silences(analysis):
        hits = [pair for pair in confirming if _contradicts(analysis, silence, *pair)]
        if hits:
            draft, attribution = min(hits, key=lambda pair: abs(pair[0].cue - silence.token))
            problems.append(_problem(analysis, silence, draft, attribution))
    return tuple(problems)


def _silences(analysis: Analysis) -> Iterator[Silence]:
    tokens, known = analysis.tokens, _words()
    for token, lemma in enumerate(tokens.lemma):
        classes = known.get(lemma) or known.get(tokens.lower[token])
        if classes and _is_silent(analysis, token, classes):
            yield Silence(_clause(analysis, token), token, _countries(analysis, token), _topic(analysis, token))


def _is_silent(analysis: Analysis, token: int, classes: set[str]) -> bool:
    tokens = analysis.tokens
    kids = tokens.children[token]
    if "adjective" in classes and tokens.pos[token] in ("ADJ", "VERB"):
        return True
    if "noun" in classes and tokens.pos[token] == "NOUN":
        return any(tokens.lower[kid] in ("no", "without") and tokens.dep[kid] in ("det", "neg") for kid in kids)
    if tokens.pos[token] != "VERB" or not classes & {"verb", "responsibility"}:
        return False
    if "responsibility" in classes and not any(tokens.lemma[kid] == "responsibility" for kid in kids):
        return False
    if any(tokens.dep[kid] == "neg" or tokens.lower[kid] == "never" for kid in kids):
        # "has not yet confirmed" is a stage, not a contradiction of what follows.
        return not any(tokens.lower[kid] in ("yet", "immediately") for kid in kids)
    subject = next((kid for kid in kids if tokens.dep[kid] in ("nsubj", "nsubjpass")), None)
    if subject is None:
        return False
    return tokens.lower[subject] in ("nobody", "none", "neither") or any(
        tokens.lower[kid] in ("no", "neither") for kid in tokens.children[subject]
    )


def _clause(analysis: Analysis, token: int) -> TokenRange:
    lo, hi = analysis.subtree(token)
    return analysis.trim(lo, hi)


def _countries(analysis: Analysis, token: int) -> frozenset[str]:
    """Countries named as the silent party inside the clause; none where it speaks of any party."""
    tokens = analysis.tokens
    lo, hi = _clause(analysis, token)
    if any(tokens.lower[n] in ANY_PARTY for n in range(lo, hi)):
        return frozenset()
    party = next((kid for kid in tokens.children[token] if tokens.dep[kid] in ("nsubj", "agent")), None)
    if party is None:
        return frozenset()
    found = set()
    for n in range(*analysis.subtree(party)):
        number = analysis.mention_covering(n)
        country = analysis.mentions[number].country if number is not None else None
        if country:
            found.add(country)
    return frozenset(found) or frozenset({"?"})


def _topic(analysis: Analysis, token: int) -> frozenset[str]:
    """Content words of the sentence; of the one before too, where the sentence only points back."""
    tokens = analysis.tokens
    number = tokens.sentence[token]
    lo, hi = analysis.sentences[number]
    words = _content_words(analysis, lo, hi)
    if number and any(tokens.lower[n] in POINTING for n in range(lo, min(hi, lo + 3))):
        before = analysis.sentences[number - 1]
        words |= _content_words(analysis, *before)
    return frozenset(words)


def _content_words(analysis: Analysis, lo: int, hi: int) -> set[str]:
    tokens = analysis.tokens
    found = {tokens.lemma[n] for n in range(lo, hi) if tokens.pos[n] in TOPIC_CLASSES and len(tokens.lemma[n]) > 2}
    return found - EMPTY_TOPIC - set(_words())


def _contradicts(analysis: Analysis, silence: Silence, draft: Draft, attribution: Attribution) -> bool:
    if draft.cue == silence.token or silence.where[0] <= draft.cue < silence.where[1]:
        return False
    if silence.countries and attribution.source.country not in silence.countries:
        return False
    words = set[str]()
    for lo, hi in draft.content:
        words |= _content_words(analysis, lo, hi)
    shared = sum(any(_akin(word, other) for other in silence.topic) for word in words)
    return shared >= MIN_SHARED and shared >= MIN_SHARE * len(words)


def _akin(one: str, other: str) -> bool:
    """The same word or one built on it ("ship", "shipment")."""
    return one == other or (min(len(one), len(other)) >= 4 and (one.startswith(other) or other.startswith(one)))


def _problem(analysis: Analysis, silence: Silence, draft: Draft, attribution: Attribution) -> Problem:
    spans = [*attribution.content.spans, *attribution.cue.spans, *attribution.source.spans]
    said = Span(min(span.start for span in spans), max(span.end for span in spans))
    unsaid = analysis.span(*silence.where)
    name = attribution.source.name or attribution.source.text
    words = " ".join(analysis.text[unsaid.start : unsaid.end].split())
    message = f"the article says {words!r}, but {name} is said to {attribution.cue.lemma} it"
    return Problem(code="ATT002", stage="attribute", message=message, spans=(unsaid, said), refs=(attribution.id,))
