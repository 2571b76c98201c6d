"""Fixtures: the pipeline is loaded once; texts are read through all of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from onrecord.config import AttributeConfig, Config
from onrecord.pipeline import Pipeline, stages
from onrecord.records import Article, Record

SHARED = Path(__file__).resolve().parents[2] / "shared"


def article(text: str, **fields: Any) -> Article:
    """An English article with the given fields."""
    return Article(id=fields.pop("id", "t"), text=text, language=fields.pop("language", "en"), **fields)


@pytest.fixture(scope="session")
def pipeline() -> Pipeline:
    return Pipeline(Config())


@pytest.fixture(scope="session")
def read_text(pipeline: Pipeline) -> Callable[..., Record]:
    """`read_text(text, published=..., publisher=...)` -> the record."""
    return reader(pipeline)


@pytest.fixture(scope="session")
def read_by_rules() -> Callable[..., Record]:
    """Like `read_text`, without the trained tagger."""
    return reader(Pipeline(Config(attribute=AttributeConfig(model=False))))


def reader(pipeline: Pipeline) -> Callable[..., Record]:
    def read(text: str, **fields: Any) -> Record:
        (record,) = pipeline.run([article(text, **fields)])
        assert isinstance(record, Record)
        return record

    return read


@pytest.fixture(scope="session")
def pipeline_upto() -> Callable[[str], Callable[..., Article]]:
    """`pipeline_upto("attribute")(text)` -> the article after that stage, analysis kept."""
    ordered = stages(Config())

    def upto(name: str) -> Callable[..., Article]:
        def run(text: str, **fields: Any) -> Article:
            chunk = [article(text, **fields)]
            for stage in ordered:
                chunk = stage(chunk)
                if stage.name == name:
                    break
            return chunk[0]

        return run

    return upto


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with development data beside the checkout; tests that need it skip where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("development data (../shared) is not beside this checkout")
    return SHARED


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--issue", type=int, default=None, help="run only the tests of this issue")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    wanted = config.getoption("--issue")
    if wanted is not None:
        items[:] = [item for item in items if any(mark.args == (wanted,) for mark in item.iter_markers("issue"))]
