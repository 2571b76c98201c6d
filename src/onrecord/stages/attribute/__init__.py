"""Who says so: fills `Article.attributions` and `Article.voice`.

In: an article with its token table. Out: the same article with every attribution (source, cue, content, and what they are),
chained through `within`, and with the publisher's own sentences. The one idea: an attribution is a cue word in a frame that
the lexicon knows; the parse gives source and content, quotation marks overrule the parse.

Steps, in order: cues and frames (`_drafts`, with `_contents`, `_sources`, `_perspectives`; words in `_cues`), quotations
(`_quotes`), relays ("citing the ministry", `_relays`), nesting (`_nesting`), records with their labels (`_who`, `_labels`),
the publisher's voice (`_voice`), silence against confirmation (`_contradictions`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from onrecord.analysis import Analysis, TokenRange
from onrecord.config import AttributeConfig
from onrecord.errors import ComponentError
from onrecord.models.attribution import Tagger
from onrecord.records import Article, Attribution, Cue, Passage, Problem, Provenance, Span, content_id
from onrecord.stages.attribute import (
    _channels,
    _contradictions,
    _cues,
    _drafts,
    _labels,
    _nesting,
    _proximity,
    _quotes,
    _relays,
    _tagger,
    _voice,
    _witnesses,
)
from onrecord.stages.attribute._drafts import Draft
from onrecord.stages.attribute._who import Sources


class Attribute:
    """The stage: rules and the trained tagger, or rules alone."""

    name = "attribute"
    version = 2
    requires = frozenset("text analysis problems".split())
    assigns = frozenset("attributions voice".split())

    def __init__(self, config: AttributeConfig) -> None:
        self._cues = _cues.book()
        self._tagger: Tagger | None = None
        self._missing: tuple[Problem, ...] = ()
        self.models: dict[str, str] = {}
        if config.model:
            self._load()

    def _load(self) -> None:
        try:
            self._tagger = Tagger()
            self.models = {"attribution": self._tagger.version}
        except ComponentError as error:
            message = f"the tagger was left out, rules worked alone: {error}"
            self._missing = (Problem(code="RUN002", stage=self.name, message=message),)

    def __call__(self, articles: Sequence[Article], /) -> list[Article]:
        return [self._attributed(article) for article in articles]

    def _attributed(self, article: Article) -> Article:
        analysis = article.analysis
        if analysis is None or not len(analysis.tokens):
            return article
        drafts = self.drafts(analysis)
        records = self._records(analysis, drafts)
        found = _contradictions.find(analysis, drafts, records)
        return replace(
            article,
            attributions=tuple(records),
            voice=_voice.find(analysis, drafts),
            problems=(*article.problems, *self._missing, *found),
        )

    def drafts(self, analysis: Analysis) -> list[Draft]:
        """All attributions of the text as token ranges, nested, in order of their cues."""
        ruled = self.ruled(analysis)
        if self._tagger is None:
            return ruled
        return _tagger.join(analysis, ruled, _tagger.read(analysis, ruled, self._cues, self._tagger), self._cues)

    def ruled(self, analysis: Analysis) -> list[Draft]:
        """What the rules find."""
        asides = _labels.asides(analysis)
        found = [draft for draft in _drafts.find(analysis, self._cues) if not _inside(analysis, draft, asides)]
        found = _quotes.Quotes(analysis, found, self._cues).tie()
        return _nesting.settle(analysis, _relays.add(analysis, found))

    def _records(self, analysis: Analysis, drafts: list[Draft]) -> list[Attribution]:
        sources = Sources(analysis)
        ids = {id(draft): _identifier(analysis, draft) for draft in drafts}
        return _channels.carry(analysis, drafts, [self._record(analysis, draft, sources, ids) for draft in drafts])

    def _record(self, analysis: Analysis, draft: Draft, sources: Sources, ids: dict[int, str]) -> Attribution:
        source = sources.of(draft)
        if _witnesses.is_witness(analysis, draft, source):
            source = replace(source, kind="eyewitness")
        act = _labels.act(analysis, draft, source)
        cue = _passage(analysis, draft.cue_ranges)
        return Attribution(
            id=ids[id(draft)],
            source=source,
            cue=Cue(text=cue.text, spans=cue.spans, lemma=draft.lemma),
            content=_passage(analysis, draft.content),
            form=_labels.form(analysis, draft),
            act=act,
            distance=_labels.distance(analysis, draft),
            certainty=_labels.certainty(analysis, draft, act),
            channel=_channels.find(analysis, draft, source),
            proximity=_proximity.find(analysis, draft, source, act),
            anonymity_reason=_labels.anonymity(analysis, draft, source),
            within=None if draft.within is None else ids[id(draft.within)],
            provenance=self._provenance(draft),
        )

    def _provenance(self, draft: Draft) -> Provenance:
        model = None if draft.score is None else self.models.get("attribution")
        score = None if draft.score is None else round(draft.score, 3)
        return Provenance(stage=self.name, version=self.version, model=model, rule=draft.rule, score=score)


def _inside(analysis: Analysis, draft: Draft, asides: list[Span]) -> bool:
    at = analysis.tokens.start[draft.cue]
    return any(start <= at < end for start, end in asides)


def _identifier(analysis: Analysis, draft: Draft) -> str:
    """Derived from what the attribution says and where: cue, frame and spans."""
    spans = [tuple(analysis.span(*part)) for part in (*draft.cue_ranges, *draft.content)]
    return content_id("a", draft.lemma, draft.rule, spans)


def _passage(analysis: Analysis, ranges: tuple[TokenRange, ...]) -> Passage:
    spans = tuple(analysis.span(*part) for part in ranges)
    return Passage(text=" ... ".join(analysis.text[span.start : span.end] for span in spans), spans=spans)
