"""Who did what to whom: fills `Article.events` but for date, place and final status.

In: the analysis and the attributions. Out: one event a deed, with type and mode, actors and recipients, counts, modality, who
says so, claims where sources differ, and the words behind it. The one idea: the deed is read off the words by frames that are
data (lexicons/en/frames.tsv, matrix.tsv) over logical grammatical roles; types are PLOVER's 16 (ontology/plover.toml).

Steps, in order: candidates and their participants (`_candidates`, `_arguments`), what governs them (`_matrix`), whether it
happened (`_modality`), who says so and the words (`_evidence`), one deed one event (`_merge`), claims (`_claims`), contexts and
scores (`_contexts`, `_scores`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from onrecord.analysis import Analysis
from onrecord.config import CodeEventsConfig
from onrecord.errors import ComponentError
from onrecord.models.relations import Relations
from onrecord.records import Article, Event, Evidence, Mention, Problem, Provenance, Span, Status, content_id
from onrecord.stages.code_events import (
    _candidates,
    _claims,
    _confidence,
    _contexts,
    _dates,
    _evidence,
    _implied,
    _joint,
    _matrix,
    _merge,
    _modality,
    _modes,
    _passages,
    _scores,
)
from onrecord.stages.code_events._candidates import Candidate
from onrecord.stages.code_events._evidence import Sources
from onrecord.stages.code_events._passages import Passages
from onrecord.stages.code_events._relations import Pairs

MAX_EVIDENCE = 12
"""Passages kept for one event; a live blog may mention a deed a hundred times."""


class CodeEvents:
    """The stage."""

    name = "code_events"
    version = 3
    requires = frozenset("text analysis attributions genre title published problems".split())
    assigns = frozenset("events".split())

    def __init__(self, config: CodeEventsConfig) -> None:
        self._model: Relations | None = None
        self._missing: tuple[Problem, ...] = ()
        self.models: dict[str, str] = {}
        if config.model:
            self._load()

    def _load(self) -> None:
        try:
            self._model = Relations()
            self.models = {"relations": self._model.version}
        except ComponentError as error:
            message = f"the relation model was left out, frames worked alone: {error}"
            self._missing = (Problem(code="RUN002", stage=self.name, message=message),)

    def __call__(self, articles: Sequence[Article], /) -> list[Article]:
        return [self._coded(article) for article in articles]

    def _coded(self, article: Article) -> Article:
        analysis = article.analysis
        if analysis is None or not len(analysis.tokens):
            return replace(article, problems=(*article.problems, *self._missing))
        sources = Sources(article.attributions)
        deeds = self._deeds(article, analysis, sources)
        contexts = _contexts.Contexts(analysis)
        events: list[Event] = []
        problems: list[Problem] = []
        for deed in deeds:
            event, clashes = self._event(article, analysis, deed, sources)
            events.append(replace(event, contexts=contexts.of(deed.token)))
            problems += clashes
        return replace(article, events=tuple(events), problems=(*article.problems, *self._missing, *problems))

    def _deeds(self, article: Article, analysis: Analysis, sources: Sources) -> list[Candidate]:
        passages = _passages.read(analysis, article.attributions)
        candidates = self.candidates(article, analysis, passages)
        if self._model is not None:
            candidates = self._reread(article, analysis, passages, candidates)
        sources.around(candidates, analysis)
        for candidate in candidates:
            candidate.evidence = _evidence.spans(analysis, candidate)
        deeds = _merge.merge(analysis, candidates)
        _claims.attach_denials(analysis, deeds, article.attributions)
        return deeds

    def candidates(self, article: Article, analysis: Analysis, passages: Passages) -> list[Candidate]:
        """What the frames find, predicate by predicate, in order of the text."""
        candidates = _candidates.find(analysis, article, passages)
        _judge(article, analysis, candidates)
        _implied.threats(analysis, candidates)
        _implied.scoldings(analysis, candidates)
        _implied.refusals(analysis, candidates)
        named = {candidate.token for candidate in candidates}
        candidates += _implied.demands(analysis, article.attributions, passages, named)
        candidates += _implied.warnings(analysis, article.attributions, candidates)
        return _matrix.apply(analysis, sorted(candidates, key=lambda c: c.token), article.attributions)

    def _reread(
        self, article: Article, analysis: Analysis, passages: Passages, candidates: list[Candidate]
    ) -> list[Candidate]:
        """The candidates as the model leaves them, and what it finds where no frame fits."""
        assert self._model is not None
        pairs = Pairs(analysis, candidates, self._model.tokenizer)
        first = _candidates.headline_end(analysis, article)
        found = _joint.unframed(analysis, candidates, passages, pairs, self._model, first)
        _judge(article, analysis, found)
        _implied.threats(analysis, found)
        kept = _joint.settle(analysis, candidates, pairs, self._model)
        if not found:
            return kept
        return _matrix.apply(analysis, sorted(kept + found, key=lambda c: c.token), article.attributions)

    def _event(
        self, article: Article, analysis: Analysis, deed: Candidate, sources: Sources
    ) -> tuple[Event, list[Problem]]:
        frame = deed.frame
        reading = _claims.read(analysis, deed, sources)
        actors, recipients = (_people(analysis, numbers, deed.sectors) for numbers in (deed.actors, deed.recipients))
        trigger = analysis.span(deed.token, deed.token + 1)
        number = content_id("e", article.id, frame.event_type, trigger.start, trigger.end)
        mode = _mode(analysis, deed)
        score, quad, root = _scores.load().score(frame.event_type, mode)
        event = Event(
            id=number,
            event_type=frame.event_type,
            plover_type=_scores.plover_type(frame.event_type, deed.modality),
            modes=(mode,) if mode else (),
            trigger=Evidence(text=analysis.text[trigger.start : trigger.end], span=trigger),
            actors=actors,
            recipients=recipients,
            magnitude=tuple(reading.magnitude),
            polarity="-" if deed.polarity == "-" else "+",
            modality=deed.modality,
            background=deed.background,
            status=_status(deed),
            attributed_to=_attributed(deed, sources),
            claims=tuple(reading.claims),
            evidence=_words(deed),
            confidence=_confidence.estimate(analysis, deed),
            score=score,
            quad=quad,
            cameo_root=root,
            absent=_absent(deed),
            provenance=Provenance(stage=self.name, version=self.version, rule=frame.id),
        )
        problems = [_claims.problem(name, spans, number, self.name) for name, spans in reading.clashes]
        return event, problems


def _judge(article: Article, analysis: Analysis, candidates: list[Candidate]) -> None:
    """Fill polarity, modality and background."""
    for candidate in candidates:
        candidate.polarity, candidate.modality = _modality.judge(analysis, candidate.token)
        if candidate.frame.event_type == "ASSAULT" and _modality.is_attempt(analysis, candidate.token):
            candidate.polarity, candidate.modality = "+", "actual"
        if candidate.frame.status == "planned" and candidate.modality == "actual":
            candidate.modality = "planned"
        elif candidate.frame.status == "hypothetical":
            candidate.modality = "hypothetical"
        is_noun = candidate.frame.pos == "n" and candidate.polarity == "+"
        noun = candidate.token
        ahead = (_dates.is_scheduled, _dates.is_to_be_held, _dates.is_expected)
        if is_noun and any(known(analysis.tokens, noun) for known in ahead):
            candidate.modality = "planned"
        candidate.background = _modality.is_background(analysis, article, candidate.token)


def _people(analysis: Analysis, numbers: list[int], sectors: dict[int, str]) -> tuple[Mention, ...]:
    """The mentions, one an entity; `sectors` are the model's."""
    found: dict[str, Mention] = {}
    for number in numbers:
        mention = analysis.mentions[number]
        if number in sectors:
            mention = replace(mention, sector=sectors[number], rule=f"{mention.rule or 'name'}+sector by model")
        found.setdefault(mention.id, mention)
    return tuple(found.values())


def _mode(analysis: Analysis, deed: Candidate) -> str:
    """The mode of a frame of several words, else what the words tell, else the frame's: of the first passage that has one."""
    for passage in (deed, *deed.members):
        kind = deed.frame.event_type
        frame_mode = passage.frame.mode if passage.frame.event_type == kind else ""
        mode = frame_mode if passage.frame.words else ""
        mode = mode or _modes.settle(frame_mode, _modes.find(analysis, passage.token, passage.words, kind))
        if mode:
            return mode
    return ""


def _status(deed: Candidate) -> Status:
    """The first reading; `date_events` settles it with the dates."""
    if deed.polarity == "-":
        return "negated"
    if deed.modality != "actual":
        return deed.modality
    return "historical" if deed.background else "happened"


def _attributed(deed: Candidate, sources: Sources) -> tuple[str, ...]:
    """The innermost attributions of every passage that tells the deed; () where the publisher alone tells it.

    A lead that sums up in the publisher's voice what the story then attributes is not a second source.
    """
    found = list(deed.sources)
    for member in deed.members:
        if not member.is_reference and member.polarity == "+":
            found += [source for source in member.sources if sources[source].act != "denies"]
    return tuple(dict.fromkeys(found))


def _words(deed: Candidate) -> tuple[Span, ...]:
    spans = list(deed.evidence)
    for member in deed.members:
        if member.polarity == deed.polarity:  # the words of a denial stand with its claim
            spans += member.evidence
    return tuple(_evidence.join(spans)[:MAX_EVIDENCE])


def _absent(deed: Candidate) -> dict[str, str]:
    absent = {}
    if not deed.actors:
        absent["actors"] = "not_stated"
    elif deed.is_announced:
        absent["actors"] = "not_stated_announcer_taken"
    if not deed.recipients and not deed.frame.is_reciprocal:
        absent["recipients"] = "not_stated"
    return absent
