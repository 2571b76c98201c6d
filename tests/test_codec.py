"""Records to JSON and back, the errors of what is not a record, and the JSON Schema."""

from __future__ import annotations

import json
from typing import Any, get_args

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made import CODER, attribution, event, killed, mention, place, record

from onrecord import codec
from onrecord.errors import RecordError
from onrecord.records import (
    Act,
    Article,
    Attribution,
    Certainty,
    Claim,
    Cue,
    Dateline,
    Event,
    EventDate,
    EventType,
    Evidence,
    Magnitude,
    Mention,
    Passage,
    Place,
    Problem,
    Provenance,
    Quantity,
    Record,
    Source,
    Span,
    Status,
    TimeRef,
    Voice,
)  # fmt: skip

TEXT = "Ada Roe, the mayor, denied that police killed 3 people in Vesk on 4 May."


def full() -> Record:
    """A record with something in every list."""
    said = attribution(TEXT, "Ada Roe", "denied", "police killed 3 people in Vesk on 4 May", act="denies")
    shot = event(
        TEXT, "ASSAULT", "killed", day="2026-05-04", said_by=(said,), actors=(mention(TEXT, "police", "SDL", "COP"),),
        place=place(TEXT, "Vesk", "SDL", 1.5, 2.5), magnitude=(killed(TEXT, "3 people", 3),),
        claims=(Claim(attribution=said.id, field="happened", value=False, certainty="CT-", spans=(Span(20, 26),)),),
    )  # fmt: skip
    return record(
        TEXT,
        attributions=(said,),
        events=(shot,),
        places=(place(TEXT, "Vesk", "SDL", 1.5, 2.5),),
        times=(TimeRef(text="4 May", span=Span(66, 71), type="DATE", value="2026-05-04"),),
        voice=(Voice(span=Span(0, 10), kind="fact"),),
        problems=(Problem(code="DAT002", stage="date_events", message="m", spans=(Span(1, 2),), refs=(shot.id,)),),
        dateline=Dateline(text="VESK", place="Vesk"),
    )


def test_a_full_record_comes_back() -> None:
    assert codec.decode(codec.encode(full())) == full()
    assert codec.from_dict(full().to_dict()) == full()
    assert codec.decode(full().to_json()) == full()


def test_json_has_the_contract_s_shape() -> None:
    raw = json.loads(codec.encode(full()))
    assert list(raw) == ["article", "attributions", "events", "places", "times", "voice", "problems", "coder"]
    assert raw["attributions"][0]["source"]["spans"] == [[0, 7]]
    assert raw["events"][0]["magnitude"][0]["quantity"] == "killed"
    assert "class" in raw["events"][0]["magnitude"][0]
    assert "analysis" not in raw["article"]


spans = st.tuples(st.integers(0, 500), st.integers(1, 50)).map(lambda pair: Span(pair[0], pair[0] + pair[1]))
span_lists = st.lists(spans, max_size=3).map(tuple)
words = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
maybe = st.none() | words


def one_of(literal: Any) -> st.SearchStrategy[Any]:
    return st.sampled_from(get_args(literal))


def many(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(strategy, max_size=2).map(tuple)


floats = st.floats(allow_nan=False, allow_infinity=False)
numbers = st.none() | floats
provenances = st.none() | st.builds(Provenance, stage=words, version=st.integers(0, 99), rule=maybe, score=numbers)
absent = st.dictionaries(words, words, max_size=2)
mentions = st.builds(Mention, id=words, text=words, span=spans, name=maybe, country=maybe, other_sectors=many(words))
attributions = st.builds(
    Attribution,
    id=words,
    source=st.builds(Source, text=words, spans=span_lists, name=maybe, country=maybe),
    cue=st.builds(Cue, text=words, spans=span_lists, lemma=words),
    content=st.builds(Passage, text=words, spans=span_lists),
    form=st.sampled_from(["direct", "indirect", "mixed"]),
    act=one_of(Act),
    certainty=one_of(Certainty),
    within=maybe,
    anonymity_reason=st.none() | st.builds(Evidence, text=words, span=spans),
    provenance=provenances,
)
places = st.builds(
    Place, text=words, span=spans, lat=numbers, lon=numbers, geonames_id=st.none() | st.integers(0), absent=absent
)
magnitudes = st.builds(
    Magnitude, quantity=one_of(Quantity), class_=maybe, low=numbers, best=numbers, high=numbers, text=words, span=spans
)
claims = st.builds(
    Claim, attribution=maybe, field=words, value=st.none() | words | st.booleans() | floats, certainty=one_of(Certainty),
    spans=span_lists,
)  # fmt: skip
events = st.builds(
    Event,
    id=words,
    event_type=one_of(EventType),
    plover_type=one_of(EventType),
    trigger=st.builds(Evidence, text=words, span=spans),
    modes=many(words),
    actors=many(mentions),
    recipients=many(mentions),
    date=st.none() | st.builds(EventDate, value=words, start=maybe, end=maybe, span=st.none() | spans),
    place=st.none() | places,
    magnitude=many(magnitudes),
    status=one_of(Status),
    claims=many(claims),
    evidence=span_lists,
    confidence=st.floats(0, 1),
    score=floats,
    absent=absent,
)
articles = st.builds(
    Article,
    id=words,
    text=words,
    title=maybe,
    dateline=st.none() | st.builds(Dateline, text=words, place=maybe),
    attributions=many(attributions),
    events=many(events),
    places=many(places),
    times=many(st.builds(TimeRef, text=words, span=spans, type=st.just("DATE"), value=words)),
    voice=many(st.builds(Voice, span=spans, kind=st.just("opinion"))),
    problems=many(
        st.builds(Problem, code=words, stage=words, message=words, spans=span_lists, refs=many(words), origin=maybe)
    ),
    absent=absent,
)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(articles)
def test_any_record_comes_back(article: Article) -> None:
    whole = Record(article=article, coder=CODER)
    data = codec.encode(whole)
    assert b"\n" not in data
    assert codec.decode(data) == whole


def _changed(path: str, value: Any) -> bytes:
    """The full record with one value changed."""
    raw: Any = full().to_dict()
    target = raw
    *steps, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    for step in steps:
        target = target[step]
    target[last] = value
    return msgspec.json.encode(raw)


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (
            "attributions.0.cue.spans",
            [[9, 3]],
            r"span \[9, 3\) is negative, empty or reversed - at `\$\.attributions\[0\]\.cue`",
        ),
        ("attributions.0.act", "shouts", r"Invalid enum value 'shouts' - at `\$\.attributions\[0\]\.act`"),
        ("events.0.confidence", 7.0, r"confidence 7\.0 is outside 0\.\.1 - at `\$\.events\[0\]`"),
        ("events.0.trigger.span", [3], r"\$\.events\[0\]\.trigger\.span"),
        ("article.text", None, r"Expected `str`, got `null` - at `\$\.text`"),
        ("coder.schema", "one", r"Expected `int`, got `str` - at `\$\.schema`"),
    ],
)
def test_what_is_wrong_is_named_by_its_path(path: str, value: Any, message: str) -> None:
    with pytest.raises(RecordError, match=message):
        codec.decode(_changed(path, value))


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"3", b'{"article": 3}', b"{}", b'{"article": {}}', b"\xff"])
def test_bytes_that_are_no_record(data: bytes) -> None:
    with pytest.raises(RecordError, match="not a record"):
        codec.decode(data)


def _resolve(schema: dict[str, Any], node: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in node:
        node = schema["$defs"][node["$ref"].rsplit("/", 1)[1]]
    return node


def _conforms(schema: dict[str, Any], node: dict[str, Any], value: Any) -> bool:
    """The part of JSON Schema that ours uses; stricter in one thing: a field that the schema does not name is an error."""
    node = _resolve(schema, node)
    if "anyOf" in node:
        return any(_conforms(schema, option, value) for option in node["anyOf"])
    if "enum" in node:
        return value in node["enum"]
    kinds = {
        "object": dict,
        "array": list,
        "string": str,
        "integer": int,
        "number": (int, float),
        "null": type(None),
        "boolean": bool,
    }
    if "type" in node and not isinstance(value, kinds[node["type"]]):
        return False
    if isinstance(value, dict) and "properties" in node:
        known = all(
            _conforms(schema, node["properties"][name], inner)
            for name, inner in value.items()
            if name in node["properties"]
        )
        return known and set(node.get("required", [])) <= set(value) <= set(node["properties"])
    if isinstance(value, list) and "prefixItems" in node:
        pairs = zip(node["prefixItems"], value, strict=False)
        return len(value) == len(node["prefixItems"]) and all(_conforms(schema, inner, item) for inner, item in pairs)
    if isinstance(value, list) and isinstance(node.get("items"), dict):
        return all(_conforms(schema, node["items"], inner) for inner in value)
    return True


def test_the_schema_takes_real_records_and_no_others() -> None:
    schema = codec.json_schema()
    raw = json.loads(codec.encode(full()))
    assert _conforms(schema, schema, raw)
    assert not _conforms(schema, schema, json.loads(_changed("attributions.0.act", "shouts")))
    assert not _conforms(schema, schema, json.loads(_changed("events.0.actors", None)))
    assert not _conforms(schema, schema, {name: value for name, value in raw.items() if name != "coder"})


def test_the_schema_takes_real_records_as_jsonschema_sees_it() -> None:
    jsonschema = pytest.importorskip("jsonschema")
    jsonschema.validate(json.loads(codec.encode(full())), codec.json_schema())
