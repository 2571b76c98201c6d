"""Mentions of happenings, as coreference compares them.

In: articles with the spans of words that name happenings. Out: a `Deed` for each: its head, the words of its sentence and of
its arguments, names, numbers, days and places; and for a pair of them the numbers that `models.coreference` scores. The one
idea: two mentions are one happening if the words around them are; how much each kind of agreement is worth is learned.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush

import numpy as np

from onrecord.analysis import Analysis
from onrecord.config import Config
from onrecord.models import coreference
from onrecord.records import Article, Span
from onrecord.stages.annotate import Annotate
from onrecord.stages.code_events import _grammar
from onrecord.stages.date_events import DateEvents, _modality, _status
from onrecord.stages.link._words import normalised, stem, telling
from onrecord.stages.locate import Locate

ALIKE = 0.12
"""Least likeness (cosine) of two documents of which mentions are compared."""
COMMON_WORDS = 2
"""Words that the sentences of two mentions with other heads must share to be compared."""
RARE = 2.0
"""Words of less weight than this do not bring two documents together."""
SUBTREE = 30
"""Words of an argument that are looked at, at most."""
UNKNOWN = -1.0
NUMBER = re.compile(r"\d[\d,.]*")

Words = frozenset[str]


@dataclass(frozen=True, slots=True)
class Deed:
    """One mention. `document` is the number of its article; words are stems."""

    document: int
    sentence: int
    stem: str
    lemma: str
    pos: str
    is_negated: bool
    governor: str
    words: Words
    names: Words
    numbers: Words
    days: Words
    places: Words
    subject: Words
    object: Words
    around: Words
    modifiers: Words

    @property
    def arguments(self) -> Words:
        """Words of everything that hangs on the head."""
        return self.subject | self.object | self.around | self.modifiers


def analysed(articles: Sequence[Article], config: Config | None = None) -> list[Article]:
    """The articles with parse, places and times, as `deed` reads them."""
    settings = config or Config()
    done = Annotate(settings.annotate)(articles)
    return DateEvents(settings.date_events)(Locate(settings.locate)(done))


def deed(article: Article, document: int, span: Span) -> Deed | None:
    """The mention at `span` of an analysed article; None where it holds no word."""
    analysis = article.analysis
    token = None if analysis is None else _status.trigger_token(analysis, span)
    if analysis is None or token is None:
        return None
    tokens = analysis.tokens
    lo, hi = analysis.sentence_of(token)
    here = analysis.span(lo, hi)
    governor = tokens.head[token]
    return Deed(
        document=document,
        sentence=tokens.sentence[token],
        stem=stem(tokens.lower[token]),
        lemma=tokens.lemma[token].lower(),
        pos=tokens.pos[token],
        is_negated=_modality.verdict(analysis, token).negated,
        governor="" if governor == token else stem(tokens.lower[governor]),
        words=telling(article.text[here.start : here.end]),
        names=frozenset(
            stem(tokens.lower[n]) for n in range(lo, hi) if tokens.pos[n] == "PROPN" and len(tokens.text[n]) > 2
        ),
        numbers=frozenset(tokens.lower[n] for n in range(lo, hi) if tokens.pos[n] == "NUM"),
        days=frozenset(
            t.start
            for t in article.times
            if t.start and t.precision in ("day", "hour") and here.start <= t.span.start < here.end
        ),
        places=frozenset(p.name for p in article.places if p.name and here.start <= p.span.start < here.end),
        subject=_below(analysis, [_grammar.surface_subject(tokens, token)]),
        object=_below(analysis, [_grammar.direct_object(tokens, token)]),
        around=_below(analysis, _prepositional(analysis, token)),
        modifiers=frozenset().union(
            *(telling(tokens.text[n]) for n in _grammar.children(tokens, token, "compound", "amod", "poss", "nmod"))
        ),
    )


def _prepositional(analysis: Analysis, token: int) -> list[int]:
    tokens = analysis.tokens
    return [
        noun
        for preposition in _grammar.children(tokens, token, "prep", "agent", "dative")
        for noun in _grammar.children(tokens, preposition, "pobj")
    ]


def _below(analysis: Analysis, heads: Sequence[int | None]) -> Words:
    found: set[str] = set()
    for head in heads:
        if head is not None:
            lo, hi = analysis.subtree(head)
            found |= telling(analysis.words(lo, min(hi, lo + SUBTREE)))
    return frozenset(found)


class Documents:
    """Documents as weighted words (tf-idf): how alike two of them are."""

    def __init__(self, texts: Sequence[str], weights: Mapping[str, float], unknown: float) -> None:
        self._weights = weights
        self._unknown = unknown
        self.vectors = [self._vector(text) for text in texts]

    def weight(self, word: str) -> float:
        """How telling a stem is (inverse document frequency)."""
        return self._weights.get(word, self._unknown)

    def total(self, words: Words) -> float:
        """Weight of all the words."""
        return sum(self.weight(word) for word in sorted(words))

    def _vector(self, text: str) -> dict[str, float]:
        counts = Counter(stem(word) for word in normalised(text))
        raw = {word: self.weight(word) * (1 + _log(count)) for word, count in counts.items()}
        size = sum(value * value for value in raw.values()) ** 0.5 or 1.0
        return {word: value / size for word, value in raw.items()}

    def alike(self) -> dict[tuple[int, int], float]:
        """Cosine of the pairs of documents (lower number first) that are alike enough; of each with itself 1."""
        holders: dict[str, list[int]] = defaultdict(list)
        for number, vector in enumerate(self.vectors):
            for word in vector:
                if self.weight(word) >= RARE:
                    holders[word].append(number)
        found = {(number, number): 1.0 for number in range(len(self.vectors))}
        met = {(a, b) for numbers in holders.values() for i, a in enumerate(numbers) for b in numbers[i + 1 :]}
        for one, other in sorted(met):
            cosine = self._cosine(one, other)
            if cosine >= ALIKE:
                found[one, other] = cosine
        return found

    def _cosine(self, one: int, other: int) -> float:
        short, long = sorted((self.vectors[one], self.vectors[other]), key=len)
        return sum(value * long[word] for word, value in short.items() if word in long)


def _log(count: int) -> float:
    return 0.0 if count == 1 else 0.7 * (count - 1) ** 0.5


def pairs(deeds: Sequence[Deed], documents: Documents) -> Iterator[tuple[int, int, list[float]]]:
    """Pairs of mentions (lower number first) that are worth a look, with their numbers for the model."""
    of_document: dict[int, list[int]] = defaultdict(list)
    for number, mention in enumerate(deeds):
        of_document[mention.document].append(number)
    for (one, other), cosine in sorted(documents.alike().items()):
        for first in of_document.get(one, ()):
            for second in of_document.get(other, ()):
                a, b = (first, second) if first < second else (second, first)
                if (one == other and first >= second) or not _is_worth_a_look(deeds[a], deeds[b]):
                    continue
                yield a, b, features(deeds[a], deeds[b], cosine, documents)


def _is_worth_a_look(a: Deed, b: Deed) -> bool:
    if a.stem == b.stem or a.lemma == b.lemma or a.stem in b.words or b.stem in a.words:
        return True
    return len(a.words & b.words) >= COMMON_WORDS


def features(a: Deed, b: Deed, cosine: float, documents: Documents) -> list[float]:
    """What the two have in common, symmetric but for the order of the two; -1 where one of them has nothing to compare."""
    mine, theirs = a.words - {a.stem}, b.words - {b.stem}
    weights = sorted((documents.weight(a.stem), documents.weight(b.stem)))
    within = a.document == b.document
    return [
        float(a.stem == b.stem or a.lemma == b.lemma),
        float(a.lemma == b.lemma),
        cosine,
        float(within),
        _cosine(mine, theirs, documents),
        _overlap(mine, theirs, documents),
        _overlap(a.names, b.names, documents),
        _overlap(a.subject, b.subject, documents),
        _overlap(a.object, b.object, documents),
        _overlap(a.around, b.around, documents),
        _overlap(a.modifiers, b.modifiers, documents),
        _overlap(a.arguments, b.arguments, documents),
        *sorted((_overlap(a.arguments, b.words, documents), _overlap(b.arguments, a.words, documents))),
        float(a.stem in b.words) + float(b.stem in a.words),
        _shared(a.days, b.days),
        _shared(a.places, b.places),
        _shared(a.numbers, b.numbers),
        float(a.pos == b.pos),
        float(a.pos == "VERB") + float(b.pos == "VERB"),
        *weights,
        float(a.is_negated != b.is_negated),
        float(abs(a.sentence - b.sentence)) if within else UNKNOWN,
        float(a.governor == b.governor != ""),
    ]


def _overlap(one: Words, other: Words, documents: Documents) -> float:
    """Weight of the shared words as part of the lighter side's."""
    if not one or not other:
        return UNKNOWN
    least = min(documents.total(one), documents.total(other))
    return documents.total(one & other) / least if least else 0.0


def _cosine(one: Words, other: Words, documents: Documents) -> float:
    sizes = [sum(documents.weight(word) ** 2 for word in sorted(words)) for words in (one, other, one & other)]
    return sizes[2] / (sizes[0] * sizes[1]) ** 0.5 if sizes[0] and sizes[1] else 0.0


def _shared(one: Words, other: Words) -> float:
    return float(len(one & other)) if one and other else UNKNOWN


def clusters(size: int, scored: Sequence[tuple[int, int, float]], threshold: float) -> list[int]:
    """Average-link clusters of `size` mentions; pairs that were not scored count as 0. The lowest member names a cluster.

    Cost grows with the pairs; ties are broken by number, so the order of arrival of the pairs does not matter.
    """
    sums: list[dict[int, float]] = [{} for _ in range(size)]
    for a, b, score in scored:
        sums[a][b] = sums[b][a] = score
    members: dict[int, list[int]] = {n: [n] for n in range(size)}
    heap = [(-score, min(a, b), max(a, b), 1, 1) for a, b, score in scored if score > threshold]
    heapify(heap)
    while heap:
        _, keep, drop, of_keep, of_drop = heappop(heap)
        if keep not in members or drop not in members:
            continue
        if (len(members[keep]), len(members[drop])) != (of_keep, of_drop):
            continue
        members[keep] += members.pop(drop)
        for other, score in sums[drop].items():
            del sums[other][drop]
            if other != keep:
                sums[keep][other] = sums[other][keep] = sums[keep].get(other, 0.0) + score
        sums[drop] = {}
        for other in sorted(sums[keep]):
            mean = sums[keep][other] / (len(members[keep]) * len(members[other]))
            if mean > threshold:
                low, high = sorted((keep, other))
                heappush(heap, (-mean, low, high, len(members[low]), len(members[high])))
    name = {n: min(group) for group in members.values() for n in group}
    return [name[n] for n in range(size)]


def linked(mentions: Sequence[tuple[Article, Span]], config: Config | None = None) -> list[int]:
    """For each mention the number of the first mention of the same happening; ValueError for a span that holds no word."""
    model = coreference.load()
    numbers: dict[tuple[str, str], int] = {}
    articles: list[Article] = []
    for article, _ in mentions:
        if (article.id, article.text) not in numbers:
            numbers[article.id, article.text] = len(articles)
            articles.append(article)
    done = analysed(articles, config)
    deeds = []
    for article, span in mentions:
        number = numbers[article.id, article.text]
        found = deed(done[number], number, span)
        if found is None:
            raise ValueError(f"span {tuple(span)} of article {article.id!r} holds no word")
        deeds.append(found)
    documents = Documents([article.text for article in articles], model.weights, model.unknown)
    compared = list(pairs(deeds, documents))
    if not compared:
        return list(range(len(deeds)))
    scores = model.score(np.array([row for _, _, row in compared]))
    scored = [(a, b, score) for (a, b, _), score in zip(compared, scores.tolist(), strict=True)]
    return clusters(len(deeds), scored, model.threshold)
