"""Incidents: which events of which reports are one happening.

In: events. Out: groups of events. The one idea: an exact key, cautiously: same type, same days, the same parties, and
no places that exclude each other; and besides, the same sentence is the same event. The groups depend on the set of events
alone: profiles (what an event's key is made of) are taken from the most to the least telling, and one that fits two groups
joins neither.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

from onrecord.records import EventDate, Mention, Place
from onrecord.stages.link._facts import EventFact
from onrecord.stages.link._groups import Groups

NEAR_KM = 60.0
"""Reports of one clash name villages on either side of it; two attacks on one day are seldom that close."""
PINNED = ("point", "city", "district")
ALIKE = 0.5
"""Least Jaccard similarity of the countries of two events of which neither's are all among the other's."""
CROWD = 300
"""A block of more profiles than this merges equal ones only."""
NO_COUNTRY = ("IGO", "NGO", "IMG", "MNC", "ISM")
"""Codes that name a kind of body: two events that share one share nobody."""

Days = tuple[str, str]


@dataclass(frozen=True, slots=True, order=True)
class Profile:
    """What an event's key is made of; in order from the most telling to the least."""

    fewer: int
    unpinned: bool
    countries: tuple[str, ...]
    pin: str
    lat: float
    lon: float
    land: str

    @property
    def pinned(self) -> bool:
        """Whether it has coordinates of a town or a point."""
        return not self.unpinned


def find(events: Sequence[EventFact]) -> list[list[EventFact]]:
    """Groups of events, each in order of publication."""
    ordered = sorted(events, key=lambda fact: fact.order)
    groups = Groups(len(ordered))
    for block in _wordings(ordered):
        for number in block[1:]:
            groups.union(block[0], number)
    for block in _blocks(ordered):
        for number, other in _joined(ordered, block):
            groups.union(number, other)
    return [[ordered[n] for n in numbers] for numbers in groups.members()]


def days(date: EventDate | None) -> Days | None:
    """What two events must share of their dates: the days, or the words of a date without a year ("XXXX-08-20")."""
    if date is None:
        return None
    if date.start is not None:
        return (date.start, date.end or date.start)
    return (date.value, date.value) if date.precision == "partial" and date.value.count("-") == 2 else None


def _wordings(ordered: Sequence[EventFact]) -> list[list[int]]:
    """Events of one type in the same words; where the words came with several dates, those of one date each."""
    by_words: dict[bytes, list[int]] = defaultdict(list)
    for number, fact in enumerate(ordered):
        if fact.wording is not None:
            by_words[fact.wording].append(number)
    found: list[list[int]] = []
    for numbers in by_words.values():
        by_days: dict[Days | None, list[int]] = defaultdict(list)
        for number in numbers:
            by_days[days(ordered[number].event.date)].append(number)
        found.extend([numbers] if len(by_days.keys() - {None}) <= 1 else by_days.values())
    return found


def _blocks(ordered: Sequence[EventFact]) -> list[list[int]]:
    """Events of one type and the same days. A month or a year is no day: events that share it share little."""
    blocks: dict[tuple[str, bool, Days], list[int]] = defaultdict(list)
    for number, fact in enumerate(ordered):
        event = fact.event
        key = days(event.date)
        if key is not None and event.date is not None and event.date.precision not in ("month", "year", "unknown"):
            blocks[(event.event_type, event.status == "hypothetical", key)].append(number)
    return [numbers for numbers in blocks.values() if len(numbers) > 1]


def _joined(ordered: Sequence[EventFact], block: list[int]) -> list[tuple[int, int]]:
    """Pairs of events of the block that are one happening."""
    by_profile: dict[Profile, list[int]] = defaultdict(list)
    for number in block:
        by_profile[profile(ordered[number])].append(number)
    pairs = [(held[0], n) for shape, held in by_profile.items() if shape.countries or shape.pinned for n in held[1:]]
    shapes = sorted(by_profile)
    if len(shapes) > CROWD:
        return pairs
    placed: list[list[Profile]] = []
    for shape in shapes:
        fitting = [group for group in placed if _fits(shape, group)]
        if len(fitting) == 1:
            pairs.append((by_profile[fitting[0][0]][0], by_profile[shape][0]))
            fitting[0].append(shape)
        else:
            placed.append([shape])
    return pairs


def profile(fact: EventFact) -> Profile:
    """What the event's key is made of."""
    event = fact.event
    countries = party_countries(event.actors + event.recipients)
    place = event.place
    pinned = place is not None and place.precision in PINNED and place.lat is not None and place.lon is not None
    return Profile(
        fewer=-len(countries),
        unpinned=not pinned,
        countries=countries,
        pin=_pin(place) if pinned and place is not None else "",
        lat=place.lat if pinned and place is not None and place.lat is not None else 0.0,
        lon=place.lon if pinned and place is not None and place.lon is not None else 0.0,
        land=(place.country or "") if place is not None else "",
    )


def party_countries(mentions: tuple[Mention, ...]) -> tuple[str, ...]:
    """The countries of the parties, and the sides that are no country's government."""
    return tuple(sorted({m.country for m in mentions if m.country and m.country not in NO_COUNTRY}))


def _pin(place: Place) -> str:
    return str(place.geonames_id or place.name or place.text)


def _fits(shape: Profile, group: list[Profile]) -> bool:
    """No member of the group excludes it, and one speaks of the same parties or the same spot."""
    return not any(_excludes(shape, member) for member in group) and any(_same(shape, member) for member in group)


def _excludes(one: Profile, other: Profile) -> bool:
    mine, theirs = set(one.countries), set(other.countries)
    strangers = bool(mine and theirs) and not (mine <= theirs or theirs <= mine)
    if strangers and len(mine & theirs) / len(mine | theirs) < ALIKE:
        return True
    if one.pinned and other.pinned:
        return one.pin != other.pin and km((one.lat, one.lon), (other.lat, other.lon)) > NEAR_KM
    return bool(one.land and other.land and one.land != other.land)


def _same(one: Profile, other: Profile) -> bool:
    if set(one.countries) & set(other.countries):
        return True
    return one.pinned and other.pinned and not (one.countries and other.countries)


def km(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Kilometres between two points (degrees) on the sphere."""
    (a, b), (c, d) = (map(radians, one), map(radians, other))
    half = sin((c - a) / 2) ** 2 + cos(a) * cos(c) * sin((d - b) / 2) ** 2
    return 12742 * asin(min(1.0, sqrt(half)))
