"""What linking needs of an article: its word runs, and its events with who stands behind them.

In: a record. Out: a `Report` that keeps no text but the quotes of its events. The one idea: read each record once, keep the
little that decisions across articles are made from.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from onrecord.records import Article, Attribution, Event, Record, Source, Span
from onrecord.stages.link import _bodies, _dispatch, _identities, _notices, _sentences, _statements
from onrecord.stages.link._bodies import Body
from onrecord.stages.link._notices import Notice
from onrecord.stages.link._sentences import Sentence
from onrecord.stages.link._statements import Statement
from onrecord.stages.link._words import normalised, telling
from onrecord.store import chain, instant

MIN_SENTENCE = 8
"""Fewest words in evidence that make it a sentence of its own, which says the same wherever it stands."""


@dataclass(frozen=True, slots=True)
class EventFact:
    """An event where it stands. `chains`: by the id of each source's innermost attribution, those up to the outermost.

    Sources are those that the event is attributed to and those that only a claim names (who denies, or gives a number).
    `words` are the telling words of its sentence.
    """

    report: Report
    event: Event
    chains: dict[str, tuple[Attribution, ...]]
    span: Span
    quote: str
    others: tuple[tuple[Span, str], ...]
    wording: bytes
    is_sentence: bool
    words: frozenset[str] = frozenset()

    @property
    def order(self) -> tuple[bool, str, str, int, str]:
        """By publication, then by content: never by arrival."""
        return (*self.report.order, self.event.trigger.span.start, self.event.id)


@dataclass(frozen=True, slots=True)
class Report:
    """An article as linking sees it; `runs` are the hashes of its five-word runs, `starts` where its sentences begin in them.

    `sources` are those of the attributions, by id, as the whole article tells who they are, `bodies` those for whom they
    speak, where these are no government; `statements` what they say, `names` the capitalised words, by which the article may
    be known to speak of an incident that it does not tell; `sentences` are looked through for references to incidents; in
    `notices` it takes back or mends what was reported.
    """

    id: str
    key: str
    published: str | None
    moment: str | None
    publisher: str | None
    publisher_country: str | None
    media_control: str
    agency: str | None
    url: str | None
    runs: NDArray[np.uint64]
    starts: NDArray[np.uint32]
    attributions: tuple[Attribution, ...]
    sources: dict[str, Source]
    statements: tuple[Statement, ...] = ()
    names: frozenset[str] = frozenset()
    bodies: dict[str, Body] = field(default_factory=dict)
    sentences: tuple[Sentence, ...] = ()
    notices: tuple[Notice, ...] = ()
    events: list[EventFact] = field(default_factory=list, compare=False, repr=False)

    @property
    def order(self) -> tuple[bool, str, str]:
        """Earliest first; without a publication time last; then by content."""
        return (self.moment is None, self.moment or "", self.key)

    @property
    def outlet(self) -> str:
        """Who published it; an unnamed publisher is one of its own."""
        return self.publisher or f"the publisher of {self.id}"


def report(record: Record) -> Report:
    """What linking keeps of a record."""
    article = record.article
    dispatch = _dispatch.read(article.text)
    by_id = {attribution.id: attribution for attribution in article.attributions}
    chains = {name: tuple(chain((name,), by_id)) for name in by_id}
    sources = _identities.resolve(article)
    found = Report(
        id=article.id,
        key=article.key,
        published=article.published,
        moment=instant(article.published),
        publisher=article.publisher,
        publisher_country=article.publisher_country,
        media_control=article.media_control,
        agency=article.agency,
        url=article.url,
        runs=dispatch.runs,
        starts=dispatch.starts,
        attributions=article.attributions,
        sources=sources,
        bodies=_bodies.resolve(article, sources),
        statements=_statements.read(article, chains),
        names=_statements.names(article.text),
        sentences=tuple(_sentences.read(article)),
        notices=_notices.read(article),
    )
    found.events.extend(_fact(found, article, event, by_id) for event in article.events)
    return found


def _fact(report: Report, article: Article, event: Event, by_id: dict[str, Attribution]) -> EventFact:
    trigger = event.trigger.span
    span = next((s for s in event.evidence if s.start <= trigger.start and trigger.end <= s.end), trigger)
    quote = article.text[span.start : span.end]
    words = normalised(quote)
    parts = (event.event_type, *normalised(event.trigger.text), "", *words)
    wording = blake2b("\x1f".join(parts).encode("utf-8", "surrogatepass"), digest_size=8).digest()
    claimants = [claim.attribution for claim in event.claims if claim.attribution]
    innermost = [name for name in dict.fromkeys((*event.attributed_to, *claimants)) if name in by_id]
    chains = {name: tuple(chain((name,), by_id)) for name in innermost}
    others = tuple((s, article.text[s.start : s.end]) for s in event.evidence if s != span)
    around = telling(_statements.sentence(article.text, trigger))
    return EventFact(report, event, chains, span, quote, others, wording, len(words) >= MIN_SENTENCE, around)
