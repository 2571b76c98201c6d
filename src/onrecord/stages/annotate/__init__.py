"""Words, sentences, quotations and names: fills `Article.analysis`.

In: an English article. Out: the same article with its token table, paragraphs, quotations and resolved mentions. The one
idea: every later stage reads this one table; nothing is parsed twice.

Steps, in order: paragraphs (`_paragraphs`), parse (`models.parser`, columns in `_tokens`), quotations (`_quotations`),
names and agents with country, sector and side (`_mentions`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from onrecord.analysis import Analysis
from onrecord.config import AnnotateConfig
from onrecord.models.parser import Parser
from onrecord.records import Article, Problem, Span
from onrecord.stages.annotate import _mentions, _paragraphs, _quotations, _tokens


class Annotate:
    """The stage: parses articles in English and leaves the others as they are."""

    name = "annotate"
    version = 1
    requires = frozenset({"text", "language", "publisher", "publisher_country"})
    assigns = frozenset({"analysis"})

    def __init__(self, config: AnnotateConfig) -> None:
        self._parser = Parser(config.pipeline, config.ner)
        self._mentions = _mentions.MentionFinder(config)
        self.models = {"parser": self._parser.version}

    def __call__(self, articles: Sequence[Article], /) -> list[Article]:
        todo = [n for n, article in enumerate(articles) if article.language in (None, "en") and article.text.strip()]
        layouts = [_paragraphs.split(articles[n].text) for n in todo]
        pieces = [
            articles[n].text[span.start : span.end] for n, spans in zip(todo, layouts, strict=True) for span in spans
        ]
        docs = self._parser.parse(pieces)
        done = list(articles)
        for n, spans in zip(todo, layouts, strict=True):
            done[n] = self._annotated(articles[n], spans, docs)
        return done

    def _annotated(self, article: Article, spans: list[Span], docs: object) -> Article:
        tokens, sentences, paragraphs = _tokens.table(spans, docs)
        quotations = _quotations.find(article.text, tokens, paragraphs)
        analysis = Analysis(article.text, tokens, sentences, paragraphs, quotations)
        self._mentions.add_to(analysis, article)
        return replace(article, analysis=analysis, problems=article.problems + _unbalanced(analysis))


def _unbalanced(analysis: Analysis) -> tuple[Problem, ...]:
    """A problem for each quotation that nothing closes and that the next paragraph does not go on with."""
    text = analysis.text
    found = []
    for quotation in analysis.quotations:
        if not quotation.closed and not _quotations.continues(text, quotation):
            message = f"no mark closes the quotation that opens at {quotation.span.start}; taken to the paragraph's end"
            found.append(Problem(code="ATT001", stage="annotate", message=message, spans=(quotation.span,)))
    return tuple(found)
