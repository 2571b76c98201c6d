"""Records made by hand, for tests of what comes after the coding stages.

Spans are found in the text: `evidence(article, "words")` is where the words stand first.
"""

from __future__ import annotations

from typing import Any

from onrecord.records import (
    Article,
    Attribution,
    Claim,
    Coder,
    Cue,
    Event,
    EventDate,
    Evidence,
    Magnitude,
    Mention,
    Passage,
    Place,
    Record,
    Source,
    Span,
    content_id,
)

CODER = Coder(
    version="0", schema=1, models={"parser": "p"}, ontology="PLOVER 2021 (16 types)", pipeline="annotate/1 0000"
)


def span(text: str, words: str) -> Span:
    """Where the words stand first."""
    start = text.index(words)
    return Span(start, start + len(words))


def mention(text: str, words: str, country: str | None = None, sector: str | None = None, **fields: Any) -> Mention:
    """A mention of the words; its id is the words'."""
    fields.setdefault("side", country)
    fields.setdefault("name", words)
    return Mention(
        id=content_id("m", words), text=words, span=span(text, words), country=country, sector=sector, **fields
    )


def attribution(text: str, source: str, cue: str, content: str, **fields: Any) -> Attribution:
    """Who says what; fields of the source are given as `source_<field>`."""
    of_source = {name[7:]: fields.pop(name) for name in list(fields) if name.startswith("source_")}
    spans = (span(text, source),) if source else ()
    return Attribution(
        id=fields.pop("id", content_id("a", source, cue, content)),
        source=Source(text=source, spans=spans, **of_source),
        cue=Cue(text=cue, spans=(span(text, cue),), lemma=fields.pop("lemma", "say")),
        content=Passage(text=content, spans=(span(text, content),)),
        form=fields.pop("form", "indirect"),
        **fields,
    )


def event(text: str, event_type: str, trigger: str, **fields: Any) -> Event:
    """An event; `day` is its ISO day, `said_by` the attributions, `evidence` the words (default: the trigger's line)."""
    where = span(text, trigger)
    day = fields.pop("day", None)
    if day is not None:
        fields["date"] = EventDate(value=day, start=day, end=day, precision="day")
    words = fields.pop("evidence", None)
    if words is None:
        start = text.rfind("\n", 0, where.start) + 1
        end = text.find("\n", where.end)
        evidence = Span(start, len(text) if end < 0 else end)
    else:
        evidence = span(text, words)
    said_by = fields.pop("said_by", ())
    return Event(
        id=fields.pop("id", content_id("e", event_type, where)),
        event_type=event_type,  # type: ignore[arg-type]
        plover_type=event_type,  # type: ignore[arg-type]
        trigger=Evidence(text=trigger, span=where),
        attributed_to=tuple(a.id for a in said_by),
        evidence=(evidence,),
        **fields,
    )


def place(text: str, words: str, country: str, lat: float | None = None, lon: float | None = None) -> Place:
    """A place mention, a city where it has coordinates."""
    precision = "city" if lat is not None else "country"
    return Place(text=words, span=span(text, words), name=words, country=country, lat=lat, lon=lon, precision=precision)


def killed(text: str, words: str, number: float) -> Magnitude:
    """A count of dead."""
    return Magnitude(
        quantity="killed", class_=None, low=number, best=number, high=number, text=words, span=span(text, words)
    )


def claim(by: Attribution | None, field: str, value: Any, **fields: Any) -> Claim:
    """What the source gives as the field's value."""
    return Claim(
        attribution=by.id if by else None,
        field=field,
        value=value,
        certainty=fields.pop("certainty", "CT+"),
        spans=(),
        **fields,
    )


def record(text: str, coder: Coder = CODER, **fields: Any) -> Record:
    """The record of an English article."""
    fields.setdefault("id", "t")
    return Record(article=Article(text=text, language="en", **fields), coder=coder)
