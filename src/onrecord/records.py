"""Every type that crosses a stage.

In: nothing. Out: frozen dataclasses that the stages fill and `codec` writes; the names are those of the JSON contract
(docs/concepts/data-format.md). The one idea: a record is a value. It is never edited, only replaced, and it cannot exist
with a span that is empty, reversed or negative.

Spans are half-open offsets in Unicode code points into `Article.text`. Absence is `None` (or an empty tuple) and, where a
reader would ask why, a code in `absent`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    from onrecord.analysis import Analysis
else:
    Analysis = Any  # msgspec resolves annotations; it never meets an analysis, which is not written

MediaControl = Literal["state", "public", "party", "independent", "unknown"]
Genre = Literal["news", "opinion", "live", "brief", "transcript", "other"]
Form = Literal["direct", "indirect", "mixed"]
Act = Literal[
    "asserts", "confirms", "denies", "accuses", "promises", "threatens", "demands", "asks", "doubts", "believes"
]
Distance = Literal["neutral", "distancing", "endorsing"]
Certainty = Literal["CT+", "PR+", "PS+", "CT-", "PR-", "PS-", "CTu", "Uu"]
Identification = Literal[
    "named_person", "unnamed_person", "named_org", "unnamed_group", "document", "dataset", "reporter", "none"
]
SourceKind = Literal[
    "named_official", "unnamed_official", "organisation", "state_media", "news_agency", "eyewitness", "expert",
    "document", "social_media", "other",
]  # fmt: skip
Channel = Literal[
    "interview", "statement", "speech", "briefing", "document", "court", "social_media", "press_report", "data",
    "direct_observation", "declined_comment", "unknown",
]  # fmt: skip
Proximity = Literal["witnessed", "first_hand", "second_hand", "institutional", "unknown"]
Category = Literal[
    "person", "government", "organisation", "media", "group", "place", "demonym", "document", "pronoun", "other"
]
EventType = Literal[
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST",
    "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
]  # fmt: skip
Status = Literal["happened", "ongoing", "planned", "hypothetical", "negated", "historical"]
Modality = Literal["actual", "planned", "hypothetical"]
Quantity = Literal["killed", "injured", "arrested", "displaced", "missing", "abducted", "crowd", "troops", "money"]
DatePrecision = Literal["hour", "day", "week", "month", "year", "range", "partial", "unknown"]
DateBasis = Literal["text", "narrative", "dateline", "publication"]
TimeType = Literal["DATE", "TIME", "DURATION", "SET"]
PlaceRole = Literal["place", "demonym", "in_name"]
PlacePrecision = Literal["point", "city", "district", "province", "country", "region"]
VoiceKind = Literal["fact", "opinion", "speculation"]


class Span(NamedTuple):
    """Half-open range of Unicode code points in `Article.text`; written to JSON as `[start, end]`."""

    start: int
    end: int


def check_spans(spans: Iterable[Span]) -> None:
    """Raise `ValueError` for a span that is negative, empty or reversed; msgspec adds the JSON path."""
    for start, end in spans:
        if start < 0 or end <= start:
            raise ValueError(f"span [{start}, {end}) is negative, empty or reversed")


def content_id(prefix: str, *parts: object) -> str:
    """`prefix` and ten hex digits of the parts' hash: the same content has the same id on every machine."""
    joined = "\x1f".join(str(part) for part in parts)
    return prefix + hashlib.blake2b(joined.encode("utf-8", "surrogatepass"), digest_size=5).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Which stage, model and rule made a record, and how sure it was (`score` 0..1, None for rules)."""

    stage: str
    version: int
    model: str | None = None
    rule: str | None = None
    score: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something that was not recorded, or that contradicts itself, with its reason.

    `code` is stable (docs/reference/problems.md); `refs` are ids of records it concerns; `origin` names the input when no
    article could be made of it.
    """

    code: str
    stage: str
    message: str
    spans: tuple[Span, ...] = ()
    refs: tuple[str, ...] = ()
    origin: str | None = None

    def __post_init__(self) -> None:
        check_spans(self.spans)


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Words of the article: `text` and where they stand."""

    text: str
    span: Span

    def __post_init__(self) -> None:
        check_spans((self.span,))


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Words of the article that may be in several pieces; `text` joins the pieces with " ... "."""

    text: str
    spans: tuple[Span, ...]

    def __post_init__(self) -> None:
        check_spans(self.spans)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One mention of an actor, resolved: the contract's `entity`.

    `id` is shared by all mentions of the entity in the article. `country` is ISO 3166-1 alpha-3, KOS, or UNO EUR IGO NGO
    ISM IMG MNC; `sector` and `other_sectors` are the PLOVER manual's three-letter codes; `side` is who speaks and acts as
    one; `rule` names the decision that gave country and sector. `category` is what sort of thing is mentioned.
    """

    id: str
    text: str
    span: Span
    name: str | None = None
    office: str | None = None
    wikidata: str | None = None
    country: str | None = None
    sector: str | None = None
    other_sectors: tuple[str, ...] = ()
    side: str | None = None
    rule: str | None = None
    category: Category = "other"

    def __post_init__(self) -> None:
        check_spans((self.span,))


@dataclass(frozen=True, slots=True, kw_only=True)
class Dateline:
    """Where and when a story was filed, as it stands at its head; `date` is an ISO prefix or TIMEX3 partial."""

    text: str
    place: str | None = None
    date: str | None = None
    agency: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Who is cited. `text` is "" and `spans` empty where the article names nobody (a passive without agent)."""

    text: str
    spans: tuple[Span, ...]
    name: str | None = None
    entity: str | None = None
    country: str | None = None
    sector: str | None = None
    side: str | None = None
    identification: Identification = "none"
    kind: SourceKind = "other"
    media_control: MediaControl | None = None

    def __post_init__(self) -> None:
        check_spans(self.spans)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """The words that attribute ("said", "according to"); `lemma` is their dictionary form."""

    text: str
    spans: tuple[Span, ...]
    lemma: str

    def __post_init__(self) -> None:
        check_spans(self.spans)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """Who says what (PARC, PolNeAR: source, cue, content); `within` is the id of the enclosing attribution."""

    id: str
    source: Source
    cue: Cue
    content: Passage
    form: Form
    act: Act = "asserts"
    distance: Distance = "neutral"
    certainty: Certainty = "CT+"
    channel: Channel = "unknown"
    proximity: Proximity = "unknown"
    anonymity_reason: Evidence | None = None
    within: str | None = None
    provenance: Provenance | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeRef:
    """A time expression (TIMEX3). `start` and `end` are ISO days, inclusive, or None where the year is unknown."""

    text: str
    span: Span
    type: TimeType
    value: str
    start: str | None = None
    end: str | None = None
    precision: DatePrecision = "unknown"
    provenance: Provenance | None = None

    def __post_init__(self) -> None:
        check_spans((self.span,))


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place mention, resolved where the gazetteer allows. `lat` and `lon` are WGS 84 degrees."""

    text: str
    span: Span
    name: str | None = None
    role: PlaceRole = "place"
    country: str | None = None
    admin1: str | None = None
    admin2: str | None = None
    lat: float | None = None
    lon: float | None = None
    geonames_id: int | None = None
    feature: str | None = None
    precision: PlacePrecision | None = None
    absent: dict[str, str] = field(default_factory=dict)
    provenance: Provenance | None = None

    def __post_init__(self) -> None:
        check_spans((self.span,))


@dataclass(frozen=True, slots=True, kw_only=True)
class EventDate:
    """When an event was: `value` is TIMEX3 ("XXXX-08-20"), `basis` says what it rests on; no words for "publication"."""

    value: str
    start: str | None = None
    end: str | None = None
    precision: DatePrecision = "unknown"
    basis: DateBasis = "text"
    text: str | None = None
    span: Span | None = None

    def __post_init__(self) -> None:
        check_spans(() if self.span is None else (self.span,))


@dataclass(frozen=True, slots=True, kw_only=True)
class Magnitude:
    """A count. `class_` (JSON: "class") is who or what is counted; money is in the unit that `class_` names."""

    quantity: Quantity
    class_: str | None
    low: float | None
    best: float | None
    high: float | None
    text: str
    span: Span

    def __post_init__(self) -> None:
        check_spans((self.span,))


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What one source (None: the publisher) gives as the value of one field of an event."""

    attribution: str | None
    field: str
    value: str | float | bool | None
    certainty: Certainty
    spans: tuple[Span, ...]

    def __post_init__(self) -> None:
        check_spans(self.spans)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Who did what to whom (PLOVER). `event_type` is the deed; `attributed_to` the innermost attributions, () = own voice."""

    id: str
    event_type: EventType
    plover_type: EventType
    trigger: Evidence
    modes: tuple[str, ...] = ()
    contexts: tuple[str, ...] = ()
    actors: tuple[Mention, ...] = ()
    recipients: tuple[Mention, ...] = ()
    date: EventDate | None = None
    place: Place | None = None
    other_places: tuple[Place, ...] = ()
    magnitude: tuple[Magnitude, ...] = ()
    polarity: Literal["+", "-"] = "+"
    modality: Modality = "actual"
    background: bool = False
    status: Status = "happened"
    attributed_to: tuple[str, ...] = ()
    claims: tuple[Claim, ...] = ()
    evidence: tuple[Span, ...] = ()
    confidence: float = 0.5
    score: float = 0.0
    quad: int = 1
    cameo_root: str | None = None
    absent: dict[str, str] = field(default_factory=dict)
    provenance: Provenance | None = None

    def __post_init__(self) -> None:
        check_spans(self.evidence)
        if not 0.0 <= self.confidence <= 1.0:
            raise ValueError(f"confidence {self.confidence} is outside 0..1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """A sentence in the publisher's own voice and what it is: fact, opinion or speculation."""

    span: Span
    kind: VoiceKind

    def __post_init__(self) -> None:
        check_spans((self.span,))


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One report and everything read out of it. `text` is never altered after ingest.

    `published` and `retrieved` are ISO 8601 with zone. `analysis` (tokens, parse, mentions) is process-local: never
    written, not part of equality, dropped by the runner when the article is done.
    """

    id: str
    text: str
    input_id: str | None = None
    origin: str | None = None
    url: str | None = None
    publisher: str | None = None
    publisher_country: str | None = None
    media_control: MediaControl = "unknown"
    title: str | None = None
    byline: str | None = None
    dateline: Dateline | None = None
    published: str | None = None
    retrieved: str | None = None
    language: str | None = None
    genre: Genre = "news"
    agency: str | None = None
    revision_of: str | None = None
    absent: dict[str, str] = field(default_factory=dict)
    attributions: tuple[Attribution, ...] = ()
    events: tuple[Event, ...] = ()
    places: tuple[Place, ...] = ()
    times: tuple[TimeRef, ...] = ()
    voice: tuple[Voice, ...] = ()
    problems: tuple[Problem, ...] = ()
    analysis: Analysis | None = field(default=None, compare=False, repr=False)

    @property
    def key(self) -> str:
        """Content-derived key, the store's: equal for equal publisher, url, publication time and text."""
        return content_id("", self.publisher, self.url, self.published, self.title, self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Coder:
    """What made a record: onrecord's version, the schema's, the models with their digests, ontology and pipeline."""

    version: str
    schema: int
    models: dict[str, str]
    ontology: str
    pipeline: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """An article's record as a user meets it: the article with what was read out of it, and the coder."""

    article: Article
    coder: Coder

    @property
    def attributions(self) -> tuple[Attribution, ...]:
        """Who says what."""
        return self.article.attributions

    @property
    def events(self) -> tuple[Event, ...]:
        """Who did what to whom."""
        return self.article.events

    @property
    def places(self) -> tuple[Place, ...]:
        """Every place mention."""
        return self.article.places

    @property
    def times(self) -> tuple[TimeRef, ...]:
        """Every time expression."""
        return self.article.times

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What could not be recorded or contradicts itself."""
        return self.article.problems

    def to_dict(self) -> dict[str, Any]:
        """The record as the JSON contract has it."""
        from onrecord import codec

        return codec.to_dict(self)

    def to_json(self) -> str:
        """The record as one line of JSON."""
        from onrecord import codec

        return codec.encode(self).decode("utf-8")

    def __str__(self) -> str:
        from onrecord import report

        return report.render_text(self)

    def _repr_html_(self) -> str:
        from onrecord import report

        return report.render_html(self)
