"""What is known across articles: the records that `link` makes.

In: nothing. Out: frozen dataclasses and their JSON (docs/concepts/data-format.md, "Across articles"). The one idea is that
of `records`: a value, never edited; every number can be followed to articles and words. `Update.from_` and
`Magnitude.class_` are "from" and "class" in JSON.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import msgspec

from onrecord.records import Certainty, EventType, Magnitude, Mention, Place, Span, Status

CopyKind = Literal["verbatim", "trimmed", "re-led", "edited", "extended"]
UpdateKind = Literal["revision", "correction", "retraction"]
OriginKind = Literal[
    "government_side", "armed_group", "own_reporting", "eyewitness", "hospital", "local_authority", "court",
    "international_organisation", "ngo", "union", "company", "party", "expert", "document", "social_media", "media", "unnamed",
    "other",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyMember:
    """An article of a copy group; `share` is the part of its five-word runs that stand in the original too."""

    article: str
    kind: CopyKind
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyGroup:
    """Articles that carry one dispatch. `original` is the earliest, None where the times do not tell."""

    original: str | None
    articles: tuple[str, ...]
    members: tuple[CopyMember, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Relay:
    """Articles that pass on one source in their own words."""

    origin: str
    articles: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRef:
    """An event of an article."""

    article: str
    event: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """ISO days, inclusive."""

    start: str | None
    end: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Carrier:
    """Words through which an article carries an origin: those of an attribution (its chain follows `within`).

    `attribution` is None where the article speaks in its publisher's voice, or the origin does the deed by saying it.
    """

    article: str
    attribution: str | None
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Who stands behind reports of an incident; `why` says why it counts as an independent source, or why not.

    `carriers` say through which attributions its articles carry it.
    """

    name: str
    kind: OriginKind
    side: str | None
    country: str | None
    articles: tuple[str, ...]
    counts: bool
    why: str
    carriers: tuple[Carrier, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Denial:
    """Who says that it did not happen, and the words."""

    name: str
    side: str | None
    articles: tuple[str, ...]
    spans: tuple[Span, ...]
    carriers: tuple[Carrier, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Corroboration:
    """Admiralty credibility (1..6) as suggested, why, and whether many reports rest on one source."""

    admiralty_info: int
    reason: str
    circular: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Words that report an incident; `trigger` is the word in them that says what was done, None in further passages.

    `event` is None where a source speaks of the incident in words that were not coded as an event.
    """

    article: str
    event: str | None
    span: Span
    trigger: Span | None
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """One happening in the world, from all the events that report it.

    `aggregate`: a sum of several ("366 kidnappings this year"); `part_of` is the id of the sum that counts this one.
    """

    id: str
    event_type: EventType
    modes: tuple[str, ...]
    date: Days | None
    place: Place | None
    actors: tuple[Mention, ...]
    recipients: tuple[Mention, ...]
    status: Status
    background: bool
    aggregate: bool
    part_of: str | None
    merged_from: tuple[str, ...]
    events: tuple[EventRef, ...]
    reported_in: tuple[str, ...]
    reports: int
    publishers: int
    first_report: str
    independent_sources: int
    origins: tuple[Origin, ...]
    denied_by: tuple[Denial, ...]
    corroboration: Corroboration
    evidence: tuple[Quote, ...]
    magnitude: tuple[Magnitude, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """One side's value in a dispute; `spans` are in the first of `articles`."""

    value: str | float | bool | None
    low: float | None
    high: float | None
    by: str
    side: str | None
    articles: tuple[str, ...]
    certainty: Certainty
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """Values that cannot both be true, upheld by different sides."""

    incident: str
    field: str
    positions: tuple[Position, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """A later value from the same side."""

    incident: str
    field: str
    kind: UpdateKind
    side: str
    from_: str | float | bool | None
    to: str | float | bool | None
    article: str
    published: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkReport:
    """What `onrecord link` prints."""

    copies: tuple[CopyGroup, ...]
    relays: tuple[Relay, ...]
    incidents: tuple[Incident, ...]
    disputes: tuple[Dispute, ...]
    updates: tuple[Update, ...]

    def to_dict(self) -> dict[str, Any]:
        """The report as the JSON contract has it."""
        raw: dict[str, Any] = msgspec.to_builtins(self)
        for update in raw["updates"]:
            update["from"] = update.pop("from_")
        for incident in raw["incidents"]:
            for magnitude in incident["magnitude"]:
                magnitude["class"] = magnitude.pop("class_")
        return raw

    def to_json(self) -> str:
        """The report as one line of JSON."""
        return msgspec.json.encode(self.to_dict()).decode("utf-8")
