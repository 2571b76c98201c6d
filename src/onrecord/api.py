"""The commands as functions (`read`, `read_many`, `build`, `link`), and `classify_relation`, `status_at`, `link_mentions`.

In: texts, files, addresses, or a store. Out: records, or what is known across them. The one idea: a command parses its
arguments, calls one of these, and prints; nothing here prints or exits, so a program can do all that the command line does.
The models are loaded once for each configuration.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import msgspec

from onrecord.config import Config
from onrecord.errors import InputError, UsageError
from onrecord.records import Article, Problem, Record, Span, Status
from onrecord.store import Store

if TYPE_CHECKING:
    from onrecord.analysis import Analysis
    from onrecord.link_report import LinkReport
    from onrecord.pipeline import Pipeline
    from onrecord.records import Dateline
    from onrecord.stages.annotate import Annotate
    from onrecord.stages.code_events.classifier import RelationClassifier

SETTABLE = ("id", "title", "publisher", "url", "byline")
"""Fields of an article that `read` takes besides `published`."""
ADDRESS = ("http://", "https://")

Outcome = Literal["added", "recoded", "unchanged", "failed"]


@lru_cache(maxsize=4)
def pipeline(config: Config) -> Pipeline:
    """The loaded stages of a configuration."""
    from onrecord.pipeline import Pipeline

    return Pipeline(config)


def read(
    text_or_path: str | os.PathLike[str], *, published: str | None = None, config: Config | None = None, **fields: str
) -> Record:
    """The record of one article; raises `InputError` where there is none.

    A `Path`, a string that names a file, and an http(s) address are opened; any other string is the text itself.
    `published` (ISO 8601) and the other fields (id, title, publisher, url, byline) stand where the input does not say.
    """
    unknown = sorted(set(fields) - set(SETTABLE))
    if unknown:
        raise TypeError(f"read() got unknown fields {unknown}; allowed: {', '.join(SETTABLE)}")
    known = {name: value for name, value in {**fields, "published": published}.items() if value is not None}
    loaded = pipeline(config or Config())
    for found in loaded.run(_articles(text_or_path, known, loaded.config)):
        if isinstance(found, Problem):
            raise InputError(found.code, found.origin or str(text_or_path), found.message)
        return found
    raise InputError("ING001", str(text_or_path), "holds no article")


def read_many(
    inputs: Iterable[str], *, published: str | None = None, config: Config | None = None
) -> Iterator[Record | Problem]:
    """Records of all articles in the inputs as they are done; a `Problem` for each input that gave none."""
    loaded = pipeline(config or Config())
    known = {} if published is None else {"published": published}
    yield from loaded.run(_ingested(inputs, loaded.config, known))


def _articles(
    text_or_path: str | os.PathLike[str], known: dict[str, str], config: Config
) -> Iterator[Article | Problem]:
    if isinstance(text_or_path, os.PathLike) or is_input(text_or_path):
        return _ingested([os.fspath(text_or_path)], config, known)
    from onrecord.stages.ingest import Ingest

    return iter([Ingest(config.ingest).text(text_or_path, known)])


def is_input(text: str) -> bool:
    """Whether the string is an address or names an existing file, and so is not the text of an article."""
    if text.startswith(ADDRESS):
        return not any(c.isspace() for c in text.strip())
    try:
        return len(text) < 4096 and "\n" not in text and Path(text).exists() and text.strip() not in ("", ".")
    except (OSError, ValueError):
        return False


def _ingested(
    inputs: Iterable[str], config: Config, known: Mapping[str, str] | None = None
) -> Iterator[Article | Problem]:
    from onrecord.stages.ingest import Ingest

    return iter(Ingest(config.ingest).read(inputs, known or {}))


@dataclass(slots=True)
class BuildReport:
    """What a build did; `failures` are the inputs of which no article could be made."""

    added: int = 0
    recoded: int = 0
    unchanged: int = 0
    failures: list[Problem] = field(default_factory=list)

    @property
    def done(self) -> int:
        """Articles looked at."""
        return self.added + self.recoded + self.unchanged

    def __str__(self) -> str:
        failed = f", {len(self.failures)} inputs failed" if self.failures else ""
        return f"{self.added} articles added, {self.recoded} coded anew, {self.unchanged} unchanged{failed}"


def build(
    store: Store,
    inputs: Iterable[str],
    *,
    config: Config | None = None,
    progress: Callable[[Outcome, Record | Article | Problem], None] | None = None,
) -> BuildReport:
    """Read the inputs into the store; what is there already, coded by the same pipeline, is skipped.

    It can be stopped at any time: each article is kept whole or not at all, and the next build goes on from there.
    """
    loaded = pipeline(config or Config())
    report = BuildReport()
    tell = progress or (lambda outcome, item: None)

    def missing() -> Iterator[Article | Problem]:
        for item in _ingested(inputs, loaded.config):
            if isinstance(item, Article) and store.has(item, loaded.coder.pipeline):
                report.unchanged += 1
                tell("unchanged", item)
            else:
                yield item

    for found in loaded.run(missing()):
        outcome: Outcome
        if isinstance(found, Problem):
            store.add_failure(found)
            report.failures.append(found)
            outcome = "failed"
        else:
            outcome = store.add(found)
            setattr(report, outcome, getattr(report, outcome) + 1)
        tell(outcome, found)
    return report


def link(
    source: Store | Iterable[str],
    *,
    config: Config | None = None,
    progress: Callable[[Outcome, Record | Article | Problem], None] | None = None,
    linking: Callable[[str, int, int], None] | None = None,
) -> LinkReport:
    """What is known across the articles of a store, or of any inputs that `read` takes.

    In a store that may be written only what is new is linked: what was found before is kept in it, and linking that was stopped
    goes on where it was. `progress` is told of each article read, `linking` of a step, how much of it is done, how much there is.
    """
    from onrecord.stages.link import Link

    settings = config or Config()
    if isinstance(source, Store) and not source.read_only:
        return Link(settings.link)(source, linking)
    with Store(":memory:") as store:
        if isinstance(source, Store):  # what linking keeps cannot be written there
            for record in source.records():
                store.add(record)
        else:
            build(store, source, config=settings, progress=progress)
        return Link(settings.link)(store, linking)


def offline(config: Config) -> Config:
    """The configuration with every network connection forbidden."""
    return msgspec.structs.replace(config, ingest=msgspec.structs.replace(config.ingest, offline=True))


@lru_cache(maxsize=4)
def _classifier(config: Config) -> RelationClassifier:
    from onrecord.stages.code_events.classifier import RelationClassifier

    return RelationClassifier(config)


def classify_relation(
    sentence: str, actor_span: Sequence[int], recipient_span: Sequence[int], config: Config | None = None
) -> tuple[str | None, float]:
    """What the marked actor does to the marked recipient: a PLOVER type (None for no event) and its probability.

    Spans are half-open, in Unicode code points of `sentence`. A planned CONSULT, SUPPORT, COOPERATE or AID is AGREE. Raises
    `UsageError` for a span outside the sentence, `ComponentError` where the model cannot be loaded.
    """
    return _classifier(config or Config()).classify(sentence, actor_span, recipient_span)


@lru_cache(maxsize=4)
def _annotate(config: Config) -> Annotate:
    from onrecord.stages.annotate import Annotate

    return Annotate(config.annotate)


@lru_cache(maxsize=1)
def _analysis(text: str, dateline: Dateline | None, config: Config) -> Analysis | None:
    """The analysis of an article that has none; the last one is kept, since one asks about one article after the other."""
    (article,) = _annotate(config)([Article(id="asked", text=text, dateline=dateline, language="en")])
    return article.analysis


def status_at(article: Article | str, span: Sequence[int], config: Config | None = None) -> Status:
    """Whether what the words at `span` name happened: happened, ongoing, planned, hypothetical or negated.

    Asked of any words that name a deed ("strike", "to sign"), coded or not, of an article or a text; judged from the parse
    alone, so never "historical". `span` is half-open, in Unicode code points of the text. Raises `UsageError` for one outside the
    text or without a word.
    """
    from onrecord.stages.date_events import status_at as judge

    if isinstance(article, str):
        article = Article(id="asked", text=article)
    start, end = span
    analysis = article.analysis or _analysis(article.text, article.dateline, config or Config())
    found = None
    if 0 <= start < end <= len(article.text) and analysis is not None:
        found = judge(analysis, Span(start, end))
    if found is None:
        raise UsageError(
            f"span ({start}, {end}) holds no word of the text; give 0 <= start < end <= {len(article.text)}"
        )
    return found


def link_mentions(mentions: Sequence[tuple[Article | str, Sequence[int]]], config: Config | None = None) -> list[int]:
    """Which mentions of happenings are one happening, within and across articles.

    A mention is an article (or a text) and a half-open span of it, in Unicode code points, that names a happening ("fire", "was
    sold"). Gives for each mention the number of the first one of the same happening. `UsageError` for a span without a word.
    """
    from onrecord.stages.link import linked_mentions

    asked = []
    for article, (start, end) in mentions:
        whole = Article(id="", text=article) if isinstance(article, str) else article
        if not 0 <= start < end <= len(whole.text):
            raise UsageError(f"span ({start}, {end}) lies outside the text; give 0 <= start < end <= {len(whole.text)}")
        asked.append((replace(whole, language="en", analysis=None), Span(start, end)))
    try:
        return linked_mentions(asked, config)
    except ValueError as error:
        raise UsageError(f"{error}; give the span of a word") from None
