"""START HERE. The ordered stages, the check that they fit, and the runner.

In: inputs (files, folders, addresses, streams) or articles. Out: `Record`s, one an article, and `Problem`s for inputs of
which no article could be made. The one idea: an article moves through a fixed tuple of pure stages

    ingest -> annotate -> attribute -> code_events -> locate -> date_events      then, across articles: store -> link

and whatever goes wrong on the way becomes a `Problem` of the article that caused it. Chunks bound the memory; the analysis
of an article is dropped when it leaves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from onrecord import codec
from onrecord.config import Config, RunnerConfig, digest
from onrecord.errors import PipelineError
from onrecord.records import Article, Coder, Problem, Record
from onrecord.stages.base import Stage
from onrecord.version import __version__

INGESTED = frozenset(
    "id text input_id origin url publisher publisher_country media_control title byline dateline published retrieved "
    "language genre agency revision_of absent problems".split()
)
"""Article fields that `ingest` fills."""

ONTOLOGY = "PLOVER 2021 (16 types)"


def stages(config: Config) -> tuple[Stage, ...]:
    """The stages of one article, in order."""
    from onrecord.stages.annotate import Annotate
    from onrecord.stages.attribute import Attribute
    from onrecord.stages.code_events import CodeEvents
    from onrecord.stages.date_events import DateEvents
    from onrecord.stages.locate import Locate

    return (
        Annotate(config.annotate),
        Attribute(config.attribute),
        CodeEvents(config.code_events),
        Locate(config.locate),
        DateEvents(config.date_events),
    )


def check(ordered: Sequence[Stage]) -> None:
    """Raise `PipelineError` if a stage reads what no stage before it fills, or two stages own one field."""
    known, owners = set(INGESTED), dict[str, str]()
    for stage in ordered:
        missing = {name for name in stage.requires if name.split(".")[0] not in known}
        if missing:
            raise PipelineError(f"stage {stage.name!r} reads {sorted(missing)}, which no stage before it fills")
        for name in stage.assigns:
            if name in owners:
                raise PipelineError(f"stages {owners[name]!r} and {stage.name!r} both fill {name!r}")
            owners[name] = stage.name
            known.add(name.split(".")[0])


class Pipeline:
    """The stages of one configuration, ready to run."""

    def __init__(self, config: Config | None = None, ordered: Sequence[Stage] | None = None) -> None:
        self.config = config or Config()
        self.stages = tuple(ordered) if ordered is not None else stages(self.config)
        check(self.stages)
        self.coder = self._coder()

    def read(self, inputs: Iterable[str]) -> Iterator[Record | Problem]:
        """Records of the articles in the inputs, as they come; a `Problem` for an input that gave none."""
        from onrecord.stages.ingest import Ingest

        yield from self.run(Ingest(self.config.ingest).read(inputs))

    def run(self, articles: Iterable[Article | Problem]) -> Iterator[Record | Problem]:
        """Records of the articles, same order; problems pass through."""
        for chunk in _chunks(articles, self.config.runner):
            done = iter(self._run_chunk([item for item in chunk if isinstance(item, Article)]))
            for item in chunk:
                yield item if isinstance(item, Problem) else Record(article=next(done), coder=self.coder)

    def _run_chunk(self, chunk: list[Article]) -> list[Article]:
        for stage in self.stages:
            chunk = _apply(stage, chunk)
        return [replace(article, analysis=None) for article in chunk]

    def _coder(self) -> Coder:
        models: dict[str, str] = {}
        for stage in self.stages:
            models.update(getattr(stage, "models", {}))
        versions = " ".join(f"{stage.name}/{stage.version}" for stage in self.stages)
        return Coder(
            version=__version__,
            schema=codec.SCHEMA_VERSION,
            models=models,
            ontology=ONTOLOGY,
            pipeline=f"{versions} {digest(self.config)}",
        )


def _apply(stage: Stage, chunk: list[Article]) -> list[Article]:
    """The chunk after the stage; articles without analysis skip the stages that need it."""
    needs_analysis = "analysis" in stage.requires
    todo = [n for n, article in enumerate(chunk) if article.analysis is not None or not needs_analysis]
    done = list(chunk)
    for n, article in zip(todo, _guarded(stage, [chunk[n] for n in todo]), strict=True):
        done[n] = article
    return done


def _guarded(stage: Callable[[Sequence[Article]], list[Article]], chunk: list[Article]) -> list[Article]:
    """Run the chunk; if it fails, run one by one, and what fails alone keeps a problem that says so."""
    try:
        return stage(chunk)
    except Exception as error:
        if len(chunk) == 1:
            return [_with_failure(chunk[0], stage, error)]
        return [result for article in chunk for result in _guarded(stage, [article])]


def _with_failure(article: Article, stage: Any, error: Exception) -> Article:
    message = f"stage {stage.name!r} failed ({type(error).__name__}: {error}); a bug: report article id {article.id}"
    problem = Problem(code="RUN001", stage=stage.name, message=message)
    return replace(article, problems=(*article.problems, problem))


def _chunks(items: Iterable[Article | Problem], config: RunnerConfig) -> Iterator[list[Article | Problem]]:
    chunk: list[Article | Problem] = []
    chars = 0
    for item in items:
        size = len(item.text) if isinstance(item, Article) else 0
        if chunk and (len(chunk) >= config.chunk_articles or chars + size > config.chunk_chars):
            yield chunk
            chunk, chars = [], 0
        chunk.append(item)
        chars += size
    if chunk:
        yield chunk
