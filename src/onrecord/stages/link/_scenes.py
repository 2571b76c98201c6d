"""Scenes: which articles have to be linked together.

In: reports. Out: for each, keys on three levels; articles that share a key are of one scene. The one idea: linking looks only at
articles of one scene, so that a new article changes only its own. A small corpus is one scene; where one has more than `MOST`
articles, those of a country and week are one; where that has more, those of a deed between two parties and three days; then of
a day and a place. What scene an article is in depends on the set of articles alone, not on the order in which they came.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import blake2b
from itertools import combinations

from onrecord.stages.link._clusters import FAMILY, NO_COUNTRY, firm_days, ordinal, party_names, told_day
from onrecord.stages.link._facts import EventFact, Report

MOST = 120
"""Articles in a scene before it is split by the keys of the next level; on the last level it is not split."""
CELL = 0.5
"""Degrees: towns of one cell are one place to the finest keys."""
MOST_PARTIES = 5


def keys(report: Report) -> tuple[frozenset[int], ...]:
    """Keys of the article on the levels 1 to 3, 63-bit numbers; copies are brought together beside them."""
    address = set() if report.url is None else {f"url {report.url}"}
    found = [set(address), set(address), set(address)]
    for fact in report.events:
        family = FAMILY.get(fact.event.event_type, fact.event.event_type)
        parties = _parties(fact)
        towns = list(_towns(fact))
        for day in _days(fact):
            found[0].update(f"{party} {week}" for party in parties for week in (day // 7, day // 7 + 1))
            for pair in _pairs(parties):
                found[1].update(f"{family} {pair} {span}" for span in (day // 3, day // 3 + 1))
                found[2].add(f"{family} {pair} {day}" if not towns else f"{family} {pair} {towns[0]} {day}")
            found[2].update(f"{family} {town} {day}" for town in towns)
    return tuple(frozenset(_number(level, key) for key in sorted(names)) for level, names in enumerate(found, 1))


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
