"""Rewrites the golden records from the golden articles (make golden); review the diff before committing it."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from onrecord.config import Config
from onrecord.pipeline import Pipeline
from onrecord.records import Record

HERE = Path(__file__).parent
SAMPLES = HERE.parents[1] / "src" / "onrecord" / "samples"
ARTICLES = sorted((HERE / "articles").iterdir()) + sorted(SAMPLES.glob("*.json"))
"""Reports of our own; all that happens in them is invented."""

DROPPED = ("provenance", "absent", "confidence")
"""Fields that may change without a reader's notice; they have tests of their own."""


def golden(record: Record) -> dict[str, Any]:
    """The record without coder, origin, and the fields of `DROPPED`."""
    raw = record.to_dict()
    del raw["coder"], raw["article"]["origin"]
    return dict(_without(raw))


def _without(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without(inner) for key, inner in value.items() if key not in DROPPED}
    return [_without(inner) for inner in value] if isinstance(value, list) else value


def records(pipeline: Pipeline) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Golden file and record of each article."""
    for path in ARTICLES:
        for record in pipeline.read([str(path)]):
            assert isinstance(record, Record), record
            yield HERE / "records" / f"{path.stem}.json", golden(record)


def dump(raw: dict[str, Any]) -> str:
    return json.dumps(raw, ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    for target, found in records(Pipeline(Config())):
        target.write_text(dump(found), encoding="utf-8")
        sys.stderr.write(f"{target.name}\n")
