"""The runner: wiring, chunks, problems, and that one article's failure is its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import pytest

from onrecord.config import Config, RunnerConfig
from onrecord.errors import PipelineError
from onrecord.pipeline import Pipeline, check, stages
from onrecord.records import Article, Problem, Record, Span, Voice


class Marking:
    """A stage that notes the sizes of its chunks, and fails on texts with "boom" in them."""

    name = "marking"
    version = 3
    requires = frozenset({"text"})
    assigns = frozenset({"voice"})
    models = {"marker": "m1"}  # noqa: RUF012

    def __init__(self) -> None:
        self.sizes: list[int] = []

    def __call__(self, articles: Sequence[Article], /) -> list[Article]:
        self.sizes.append(len(articles))
        if any("boom" in article.text for article in articles):
            raise KeyError("boom")
        return [replace(article, voice=(Voice(span=Span(0, 1), kind="fact"),)) for article in articles]


class NeedsAnalysis(Marking):
    """A stage that reads the analysis."""

    name = "needing"
    requires = frozenset({"analysis"})
    assigns = frozenset({"times"})


class GivesAnalysis(Marking):
    """A stage that says it makes the analysis, and makes none."""

    name = "giving"
    assigns = frozenset({"analysis"})

    def __call__(self, articles: Sequence[Article], /) -> list[Article]:
        return list(articles)


def one(text: str, **fields: Any) -> Article:
    return Article(id=fields.pop("id", text[:5]), text=text, **fields)


def run(stage: Any, items: Sequence[Article | Problem], **settings: int) -> list[Record | Problem]:
    return list(Pipeline(Config(runner=RunnerConfig(**settings)), [stage]).run(items))


def records(found: Sequence[Record | Problem]) -> list[Record]:
    return [item for item in found if isinstance(item, Record)]


def test_order_is_kept_and_problems_pass_through() -> None:
    problem = Problem(code="ING001", stage="ingest", message="is empty", origin="x")
    found = run(Marking(), [one("a"), problem, one("b"), problem])
    assert [item.article.id if isinstance(item, Record) else item.code for item in found] == [
        "a",
        "ING001",
        "b",
        "ING001",
    ]


def test_chunks_are_bounded_by_articles_and_by_characters() -> None:
    stage = Marking()
    run(stage, [one("x" * 10, id=str(n)) for n in range(7)], chunk_articles=3)
    assert stage.sizes == [3, 3, 1]
    stage = Marking()
    run(stage, [one("x" * size) for size in (10, 10, 99, 1, 1)], chunk_chars=20)
    assert stage.sizes == [2, 1, 2]


def test_records_come_while_inputs_are_still_read() -> None:
    read = 0

    def inputs() -> Iterator[Article]:
        nonlocal read
        for n in range(1000):
            read += 1
            yield one("text", id=str(n))

    found = Pipeline(Config(runner=RunnerConfig(chunk_articles=4)), [Marking()]).run(inputs())
    next(found)
    assert read == 5


def test_one_failure_is_the_problem_of_the_article_that_caused_it() -> None:
    found = records(run(Marking(), [one("good1"), one("a boom", id="bad"), one("good2")]))
    assert [record.article.id for record in found] == ["good1", "bad", "good2"]
    assert [[problem.code for problem in record.problems] for record in found] == [[], ["RUN001"], []]
    assert [len(record.article.voice) for record in found] == [1, 0, 1]
    (problem,) = found[1].problems
    assert problem.stage == "marking"
    assert "KeyError" in problem.message
    assert "bad" in problem.message


def test_an_interruption_is_not_a_problem() -> None:
    class Interrupted(Marking):
        def __call__(self, articles: Sequence[Article], /) -> list[Article]:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(Interrupted(), [one("a")])


def test_articles_without_analysis_skip_the_stages_that_need_it() -> None:
    needing = NeedsAnalysis()
    found = list(Pipeline(Config(), [GivesAnalysis(), needing]).run([one("boom")]))
    assert needing.sizes == [0] or needing.sizes == []
    assert records(found)[0].problems == ()


def test_a_stage_that_reads_what_nobody_fills_is_refused() -> None:
    with pytest.raises(PipelineError, match=r"stage 'needing' reads \['analysis'\], which no stage before it fills"):
        check([NeedsAnalysis()])


def test_two_stages_cannot_own_one_field() -> None:
    with pytest.raises(PipelineError, match="stages 'marking' and 'marking' both fill 'voice'"):
        check([Marking(), Marking()])


def test_the_stages_that_ship_fit_together() -> None:
    ordered = stages(Config())
    check(ordered)
    assert [stage.name for stage in ordered] == ["annotate", "attribute", "code_events", "locate", "date_events"]
    with pytest.raises(PipelineError):
        check(ordered[::-1])


def test_the_coder_names_stages_models_and_settings() -> None:
    coder = Pipeline(Config(), [Marking()]).coder
    assert coder.models == {"marker": "m1"}
    assert coder.pipeline.startswith("marking/3 ")
    other = Pipeline(Config(runner=RunnerConfig(chunk_articles=2)), [Marking()]).coder
    assert other.pipeline != coder.pipeline


def test_a_batch_is_its_articles_one_by_one(pipeline: Pipeline) -> None:
    texts = ["Police arrested nine people in Oslo on Monday.", "", "The minister said talks would go on.", "No."]
    articles = [one(text, id=str(n), language="en", published="2026-05-04T10:00:00Z") for n, text in enumerate(texts)]
    together = list(pipeline.run(articles))
    assert together == [item for article in articles for item in pipeline.run([article])]
    assert all(record.article.analysis is None for record in records(together))
