"""Scenes: which events have to be linked together.

In: reports. Out: their events with keys on three levels; events that share a key are of one scene. The one idea: linking looks
only at one scene, so that a new article changes only those of its events. A small corpus is one scene; where one has more
than `MOST` events, those of a country and week are one; where that has more, those of a deed between two parties and three days;
then of a day and a place. What scene an event is in depends on the set of articles alone, not on the order in which they came.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import blake2b
from itertools import combinations

from onrecord.stages.link._days import firm_days, ordinal, told_day
from onrecord.stages.link._facts import EventFact, Report
from onrecord.stages.link._units import FAMILY, NO_COUNTRY, party_names
from onrecord.store.linking import Node

MOST = 400
"""Events in a scene before it is split by the keys of the next level; on the last level it is not split."""
CELL = 0.5
"""Degrees: towns of one cell are one place to the finest keys."""
MOST_PARTIES = 5


def nodes(report: Report) -> list[Node]:
    """The events of the article with their keys on the levels 1 to 3; an article without events stands for itself."""
    if not report.events:
        return [Node(-1, _numbers((_about(report), set(), set())))]
    return [Node(position, _numbers(_keys(fact))) for position, fact in enumerate(report.events)]


def _about(report: Report) -> set[str]:
    """Countries and week of an article that tells no event but may speak of some."""
    day = ordinal((report.moment or "")[:10])
    lands = {land for sentence in report.sentences for land in sentence.lands}
    return set() if day is None else {f"{land} {day // 7}" for land in lands}


def _keys(fact: EventFact) -> tuple[set[str], set[str], set[str]]:
    """What it shares with others of a country and week, of a deed between two parties, of a day and place; and its wording."""
    wording = {f"wording {fact.wording.hex()}"}
    coarse, middle, fine = set(wording), set(wording), set(wording)
    family = FAMILY.get(fact.event.event_type, fact.event.event_type)
    parties, towns = _parties(fact), list(_towns(fact))
    for day in _days(fact):
        coarse.update(f"{party} {week}" for party in parties for week in (day // 7, day // 7 + 1))
        for pair in _pairs(parties):
            middle.update(f"{family} {pair} {span}" for span in (day // 3, day // 3 + 1))
            fine.add(f"{family} {pair} {day}" if not towns else f"{family} {pair} {towns[0]} {day}")
        fine.update(f"{family} {town} {day}" for town in towns)
    return coarse, middle, fine


def _numbers(names: tuple[set[str], ...]) -> tuple[frozenset[int], ...]:
    return tuple(frozenset(_number(level, key) for key in sorted(keys)) for level, keys in enumerate(names, 1))


def _parties(fact: EventFact) -> list[str]:
    event = fact.event
    named = set(party_names(event.actors + event.recipients))
    if event.place is not None and event.place.country and event.place.country not in NO_COUNTRY:
        named.add(event.place.country)
    return sorted(named)[:MOST_PARTIES]


def _pairs(parties: list[str]) -> Iterator[str]:
    if len(parties) == 1:
        yield parties[0]
    for one, other in combinations(parties, 2):
        yield f"{one} {other}"


def _towns(fact: EventFact) -> Iterator[str]:
    place = fact.event.place
    if place is not None and place.lat is not None and place.lon is not None and place.precision in ("point", "city"):
        yield f"{round(place.lat / CELL)} {round(place.lon / CELL)}"


def _days(fact: EventFact) -> list[int]:
    """The deed's days, or the report's and the day before; none where nothing dates it."""
    firm = firm_days(fact.event.date)
    if firm is not None:
        found = [ordinal(day) for day in dict.fromkeys(firm)]
    else:
        day = ordinal(told_day(fact.event.date) or (fact.report.moment or "")[:10])
        found = [] if day is None else [day - 1, day]
    return [day for day in found if day is not None]


def _number(level: int, key: str) -> int:
    digest = blake2b(f"{level} {key}".encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1
