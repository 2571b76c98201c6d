"""What holds for any text: offsets are exact, records survive JSON, a batch is its articles one by one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord import codec
from onrecord.pipeline import Pipeline
from onrecord.records import Article, Record

FRAGMENTS = (
    "The army said on Monday that rebels had killed three soldiers near Gao.", "“We will not leave,”", " he said. ",
    "\n\n", "\n", '"', "''", "``", "‘", "’", "”", "«", "\u200b", "\u202e", "🙂", "PROTESTERS MARCHED IN PARIS", ",", ".", "—",
    "According to officials who spoke on condition of anonymity, ", "U.S. President", " denied ", "29 February 2025",
    "at 24:00 on 31 April", "between 10 and 12 people were arrested", "e\u0301", "\r\n", "\t", "&nbsp;<b>", "the the the", "3",
    "Kenya's and Uganda's ministers met in Nairobi to sign an agreement", "\ufeff", "1/2/2026", "تصريح", "東京",
)  # fmt: skip

texts = st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=12), min_size=1, max_size=14).map("".join)
relaxed = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def _passages(value: Any) -> Iterator[tuple[str, list[list[int]]]]:
    """Every text that claims to be the article's words, with its spans."""
    if isinstance(value, dict):
        spans = value.get("spans") if "spans" in value else [value["span"]] if value.get("span") else None
        if spans and isinstance(value.get("text"), str):
            yield value["text"], spans
        for inner in value.values():
            yield from _passages(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _passages(inner)


def _spans(value: Any) -> Iterator[list[int]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            if name in ("span", "spans", "evidence") and inner:
                yield from [inner] if isinstance(inner[0], int) else inner
            else:
                yield from _spans(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _spans(inner)


def _record(pipeline: Pipeline, text: str) -> Record:
    (record,) = pipeline.run([Article(id="p", text=text, language="en", published="2026-03-02T10:00:00+01:00")])
    assert isinstance(record, Record)
    return record


@relaxed
@given(texts)
def test_spans_are_exact(pipeline: Pipeline, text: str) -> None:
    raw = _record(pipeline, text).to_dict()
    assert raw["article"]["text"] == text
    lists = {name: raw[name] for name in codec.LISTS}
    for start, end in _spans(lists):
        assert 0 <= start < end <= len(text)
    for words, spans in _passages(lists):
        assert words == " ... ".join(text[start:end] for start, end in spans)


@relaxed
@given(texts)
def test_no_stage_fails(pipeline: Pipeline, text: str) -> None:
    assert [problem for problem in _record(pipeline, text).problems if problem.code == "RUN001"] == []


@relaxed
@given(texts)
def test_records_survive_json(pipeline: Pipeline, text: str) -> None:
    record = _record(pipeline, text)
    assert codec.decode(codec.encode(record)) == record


@settings(parent=relaxed, max_examples=15)
@given(st.lists(texts, min_size=2, max_size=4))
def test_a_batch_is_its_articles_one_by_one(pipeline: Pipeline, batch: list[str]) -> None:
    together = list(pipeline.run([Article(id=str(n), text=text, language="en") for n, text in enumerate(batch)]))
    apart = [next(pipeline.run([Article(id=str(n), text=text, language="en")])) for n, text in enumerate(batch)]
    assert together == apart


@relaxed
@given(texts)
def test_ids_are_unique_and_references_resolve(pipeline: Pipeline, text: str) -> None:
    record = _record(pipeline, text)
    attributions = [attribution.id for attribution in record.attributions]
    events = [event.id for event in record.events]
    assert len(set(attributions)) == len(attributions)
    assert len(set(events)) == len(events)
    assert {a.within for a in record.attributions} <= {None, *attributions}
    assert {name for event in record.events for name in event.attributed_to} <= set(attributions)
    assert {claim.attribution for event in record.events for claim in event.claims} <= {None, *attributions}
