"""A report as bytes, so that an article is read for linking once.

In: a `Report`. Out: MessagePack (without its word runs, which are kept apart), and back. The one idea: what hangs together by
reference (an event and its report, a statement and the attributions of its chain) is written by id and put together again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
import numpy as np

from onrecord.records import Attribution, Event, Source, Span
from onrecord.stages.link._bodies import Body
from onrecord.stages.link._facts import EventFact, Report
from onrecord.stages.link._notices import Notice
from onrecord.stages.link._sentences import Sentence
from onrecord.stages.link._statements import Count, Statement

FORMAT = 5
"""Raised with every change of what is written; a store that was linked in another format is linked anew."""


@dataclass(frozen=True, slots=True)
class _Said:
    steps: tuple[str, ...]
    words: tuple[str, ...]
    nearby: tuple[str, ...]
    names: tuple[str, ...]
    counts: tuple[Count, ...]
    flags: tuple[bool, ...]
    span: Span
    quote: str
    paragraph: int


@dataclass(frozen=True, slots=True)
class _Fact:
    event: Event
    chains: dict[str, tuple[str, ...]]
    span: Span
    quote: str
    others: tuple[tuple[Span, str], ...]
    wording: bytes
    is_sentence: bool
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Sentence:
    span: Span
    quote: str
    words: tuple[str, ...]
    numbers: tuple[int, ...]
    days: tuple[tuple[str, str], ...]
    lands: tuple[str, ...]
    places: tuple[str, ...]
    is_ahead: bool


@dataclass(frozen=True, slots=True)
class _Packed:
    plain: tuple[str | None, ...]
    starts: bytes
    attributions: tuple[Attribution, ...]
    sources: dict[str, Source]
    bodies: dict[str, Body]
    statements: tuple[_Said, ...]
    names: tuple[str, ...]
    sentences: tuple[_Sentence, ...]
    notices: tuple[Notice, ...]
    events: tuple[_Fact, ...]


PLAIN = (
    "id", "key", "published", "moment", "publisher", "publisher_country", "media_control", "agency", "url",
)  # fmt: skip
FLAGS = ("is_negated", "is_ahead", "may_speak", "is_on_part", "claims_deed")


def pack(report: Report) -> bytes:
    """The report as bytes; equal reports give equal bytes."""
    return msgspec.msgpack.encode(
        _Packed(
            plain=tuple(getattr(report, name) for name in PLAIN),
            starts=report.starts.tobytes(),
            attributions=report.attributions,
            sources=report.sources,
            bodies=report.bodies,
            statements=tuple(_said(statement) for statement in report.statements),
            names=tuple(sorted(report.names)),
            sentences=tuple(_sentence(sentence) for sentence in report.sentences),
            notices=report.notices,
            events=tuple(_fact(fact) for fact in report.events),
        )
    )


def unpack(data: bytes, shown: str, runs: bytes = b"", positions: Sequence[int] | None = None) -> Report:
    """The report of the bytes, under the id with which its article is shown; of its events those at the positions, else all."""
    packed = msgspec.msgpack.decode(data, type=_Packed)
    by_id = {attribution.id: attribution for attribution in packed.attributions}
    plain = dict(zip(PLAIN, packed.plain, strict=True)) | {"id": shown}
    found = Report(
        **plain,  # type: ignore[arg-type]  # the fields are written and read by one list
        runs=np.frombuffer(runs, np.uint64),
        starts=np.frombuffer(packed.starts, np.uint32),
        attributions=packed.attributions,
        sources=packed.sources,
        bodies=packed.bodies,
        sentences=tuple(_read_sentence(sentence) for sentence in packed.sentences),
        notices=packed.notices,
        statements=tuple(_statement(said, by_id) for said in packed.statements),
        names=frozenset(packed.names),
    )
    for position, fact in enumerate(packed.events):
        if positions is not None and position not in positions:
            continue
        chains = {name: tuple(by_id[step] for step in steps) for name, steps in fact.chains.items()}
        found.events.append(
            EventFact(
                report=found,
                event=fact.event,
                chains=chains,
                span=fact.span,
                quote=fact.quote,
                others=fact.others,
                wording=fact.wording,
                is_sentence=fact.is_sentence,
                words=frozenset(fact.words),
            )
        )
    return found


def _sentence(sentence: Sentence) -> _Sentence:
    return _Sentence(
        span=sentence.span,
        quote=sentence.quote,
        words=tuple(sorted(sentence.words)),
        numbers=tuple(sorted(sentence.numbers)),
        days=sentence.days,
        lands=tuple(sorted(sentence.lands)),
        places=tuple(sorted(sentence.places)),
        is_ahead=sentence.is_ahead,
    )


def _read_sentence(sentence: _Sentence) -> Sentence:
    return Sentence(
        span=sentence.span,
        quote=sentence.quote,
        words=frozenset(sentence.words),
        numbers=frozenset(sentence.numbers),
        days=sentence.days,
        lands=frozenset(sentence.lands),
        places=frozenset(sentence.places),
        is_ahead=sentence.is_ahead,
    )


def _fact(fact: EventFact) -> _Fact:
    return _Fact(
        event=fact.event,
        chains={name: tuple(step.id for step in steps) for name, steps in fact.chains.items()},
        span=fact.span,
        quote=fact.quote,
        others=fact.others,
        wording=fact.wording,
        is_sentence=fact.is_sentence,
        words=tuple(sorted(fact.words)),
    )


def _said(statement: Statement) -> _Said:
    return _Said(
        steps=tuple(step.id for step in statement.steps),
        words=tuple(sorted(statement.words)),
        nearby=tuple(sorted(statement.nearby)),
        names=tuple(sorted(statement.names)),
        counts=statement.counts,
        flags=tuple(getattr(statement, name) for name in FLAGS),
        span=statement.span,
        quote=statement.quote,
        paragraph=statement.paragraph,
    )


def _statement(said: _Said, by_id: dict[str, Attribution]) -> Statement:
    return Statement(
        steps=tuple(by_id[step] for step in said.steps),
        words=frozenset(said.words),
        nearby=frozenset(said.nearby),
        names=frozenset(said.names),
        counts=said.counts,
        span=said.span,
        quote=said.quote,
        paragraph=said.paragraph,
        **dict(zip(FLAGS, said.flags, strict=True)),
    )
