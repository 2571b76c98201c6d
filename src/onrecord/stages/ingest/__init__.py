"""Placeholder replaced by the stage."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from onrecord.config import IngestConfig
from onrecord.records import Article, Problem, content_id

FIELDS = ("text", "title", "publisher", "url", "byline", "published")


class Ingest:
    name = "ingest"
    version = 1

    def __init__(self, config: IngestConfig) -> None:
        self.config = config

    def read(self, inputs: Iterable[str]) -> Iterator[Article | Problem]:
        for name in inputs:
            text = Path(name).read_text(encoding="utf-8")
            if name.endswith(".jsonl"):
                raws = [json.loads(line) for line in text.splitlines() if line.strip()]
            elif name.endswith(".json"):
                raws = [json.loads(text)]
            else:
                raws = [{"text": text}]
            for raw in raws:
                fields = {key: raw[key] for key in FIELDS if raw.get(key)}
                yield Article(id=raw.get("id") or content_id("", raw["text"]), language="en", origin=name, **fields)
