"""Whole articles give the records that were reviewed; `make golden` rewrites them."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from onrecord.pipeline import Pipeline
from onrecord.records import Record

spec = importlib.util.spec_from_file_location("rewrite", Path(__file__).parent / "rewrite.py")
assert spec is not None
assert spec.loader is not None
rewrite = importlib.util.module_from_spec(spec)
spec.loader.exec_module(rewrite)


@pytest.mark.parametrize("path", rewrite.ARTICLES, ids=lambda path: path.stem)
def test_golden(pipeline: Pipeline, path: Path) -> None:
    (record,) = pipeline.read([str(path)])
    assert isinstance(record, Record)
    reviewed = (rewrite.HERE / "records" / f"{path.stem}.json").read_text(encoding="utf-8")
    assert rewrite.dump(rewrite.golden(record)) == reviewed
