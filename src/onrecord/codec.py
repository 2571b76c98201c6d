"""Records to JSON and back: the only place where records meet bytes.

In: `Record` or `Article`. Out: one JSON object of the contract (docs/concepts/data-format.md), and its JSON Schema.
The one idea: the dataclasses of `records` are the schema; msgspec reads and writes them, so decoding validates and names
the JSON path. Two things differ in JSON: the lists stand beside `article`, not in it, and `Magnitude.class_` is "class".
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import msgspec

from onrecord.errors import RecordError
from onrecord.records import Article, Coder, Record

SCHEMA_VERSION = 1
LISTS = ("attributions", "events", "places", "times", "voice", "problems")
"""Fields of `Article` that stand beside "article" in JSON, in the contract's order."""


def to_dict(record: Record) -> dict[str, Any]:
    """The record as plain dictionaries and lists, as the contract has it."""
    article = article_to_dict(record.article)
    lists = {name: article.pop(name) for name in LISTS}
    return {"article": article, **lists, "coder": msgspec.to_builtins(record.coder)}


def encode(record: Record) -> bytes:
    """One line of JSON, UTF-8, without the line end."""
    return msgspec.json.encode(to_dict(record))


def decode(data: bytes | str) -> Record:
    """The record that `encode` wrote; raises `RecordError` with the JSON path."""
    try:
        return from_dict(msgspec.json.decode(data))
    except msgspec.MsgspecError as error:
        raise RecordError(f"not a record of schema {SCHEMA_VERSION}: {error}") from error


def from_dict(raw: dict[str, Any]) -> Record:
    """The record of a dictionary that `to_dict` made; raises `RecordError` with the JSON path."""
    if not isinstance(raw, dict) or not isinstance(raw.get("article"), dict):
        raise RecordError('not a record: no "article" object at `$.article`')
    flat = {**raw["article"], **{name: raw.get(name, []) for name in LISTS}}
    try:
        return Record(article=article_from_dict(flat), coder=msgspec.convert(raw.get("coder"), Coder))
    except msgspec.ValidationError as error:
        raise RecordError(f"not a record of schema {SCHEMA_VERSION}: {error}") from error


def article_to_dict(article: Article) -> dict[str, Any]:
    """All fields of the article but `analysis`, lists included."""
    raw: dict[str, Any] = msgspec.to_builtins(replace(article, analysis=None))
    del raw["analysis"]
    for event in raw["events"]:
        for magnitude in event["magnitude"]:
            magnitude["class"] = magnitude.pop("class_")
    return raw


def article_from_dict(raw: dict[str, Any]) -> Article:
    """The inverse of `article_to_dict`; raises `msgspec.ValidationError` with the JSON path."""
    events = [
        {**event, "magnitude": [_class_to_python(m) for m in event.get("magnitude", [])]} for event in raw["events"]
    ]
    return msgspec.convert({**raw, "events": events}, Article)


def _class_to_python(magnitude: dict[str, Any]) -> dict[str, Any]:
    return {("class_" if key == "class" else key): value for key, value in magnitude.items()}


def json_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of one record, built from the dataclasses."""
    (_, coder), definitions = msgspec.json.schema_components([Article, Coder], ref_template="#/$defs/{name}")
    article = definitions["Article"]
    lists = {name: article["properties"].pop(name) for name in LISTS}
    article["properties"].pop("analysis")
    magnitude = definitions["Magnitude"]
    magnitude["properties"]["class"] = magnitude["properties"].pop("class_")
    magnitude["required"] = ["class" if name == "class_" else name for name in magnitude["required"]]
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"onrecord record, schema {SCHEMA_VERSION}",
        "type": "object",
        "properties": {"article": {"$ref": "#/$defs/Article"}, **lists, "coder": coder},
        "required": ["article", *LISTS, "coder"],
        "$defs": definitions,
    }
    plain: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(schema))  # defaults as JSON has them
    return plain
