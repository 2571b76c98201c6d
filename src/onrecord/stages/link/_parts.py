"""Sums ("366 kidnappings this year") and the incidents that they count.

In: groups of events; later the incidents made of them. Out: groups in which no sum stands with a deed that it counts; the same
incidents, each with the sum that it is part of. The one idea: a sum is no happening of its own, so it is never one with a part,
and a part is what fits all that the sum says: the deed, the place, the stretch of time until it was told, and who did it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from onrecord import lexicons
from onrecord.link_report import Incident
from onrecord.records import Event, Place
from onrecord.stages.link._days import ordinal
from onrecord.stages.link._facts import EventFact
from onrecord.stages.link._guesses import is_named
from onrecord.stages.link._units import FAMILY, km, party_names
from onrecord.stages.link._words import normalised, number_of

WEEK, MONTH = 6, 27
"""Days from the first to the last: the least that a sum spans where deeds are counted, and where only people are."""
SPANS = ("month", "year")
MANY = frozenset("dozens scores hundreds thousands several many numerous".split())
SINGLE = frozenset("a an the one this that another".split())
REACH = 4
"""Words in which a count stands before the deeds that it counts: "dozens of night-time raids"."""
HALF = 0.5
"""A deed with less than this part of a sum's count is not the sum told again."""
SUMMED = re.compile(
    r"(?i)\b(?:has|have|so far|to date|since|in all|total\w*|altogether|this year|between|(?:past|last) \w+ (?:week|month|year)s"
    r"|past (?:week|month|year))\b"
)
"""Words of those who sum up."""
TOWNS = ("point", "city", "district")
TOWN_KM = 10.0
GENERAL = frozenset({"demo"})
"""Modes that say no more than the type: a blockade is one of the year's protests."""
DONE = ("happened", "ongoing", "historical")
STATE = frozenset({"GOV", "MIL", "COP", "SPY", "LEG", "JUD"})
ARMED = frozenset({"REB", "UAF", "CRM", "PRM"})
ANYBODY = frozenset({"CVL", None})


# ---- what is a sum ----
def is_sum(fact: EventFact) -> bool:
    """Whether the event counts deeds, or people to whom several deeds were done, over a stretch of time.

    "In May 2017, 50 people were wounded" may tell one deed of which the day is not known; "this year" and "since" tell of many.
    """
    days = _length(fact.event)
    if days is None or days < WEEK:
        return False
    if counts_deeds(fact):
        return True
    date = fact.event.date
    is_long = days >= MONTH or (date is not None and date.precision in SPANS)
    return is_long and bool(fact.event.magnitude) and not _is_one_deed(fact) and _is_summed(fact)


def _is_summed(fact: EventFact) -> bool:
    """Whether its words say that they sum up, or name several deeds of its type."""
    date = fact.event.date
    said = f"{fact.quote} {date.text if date and date.text else ''}"
    deeds = _deeds(fact.event.event_type)
    return SUMMED.search(said) is not None or any(_singulars(word) & deeds for word in normalised(said))


def _length(event: Event) -> int | None:
    date = event.date
    first, last = (ordinal(day) for day in (date.start, date.end)) if date is not None else (None, None)
    return None if first is None or last is None else last - first


def counts_deeds(fact: EventFact) -> bool:
    """Whether its words count deeds of its type ("40 attacks", "dozens of protests")."""
    words, deeds = normalised(fact.quote), _deeds(fact.event.event_type)
    return any(
        _singulars(word) & deeds and any(_is_count(w) for w in words[max(0, n - REACH) : n])
        for n, word in enumerate(words)
    )


def _is_count(word: str) -> bool:
    return word in MANY or (number_of(word) or 0) > 1


def _is_one_deed(fact: EventFact) -> bool:
    """Whether one deed is named up to the trigger: "a bombing in 2019 killed 30", "the abduction last year of 40 pupils"."""
    words = normalised(fact.quote[: fact.event.trigger.span.end - fact.span.start])
    deeds = _deeds(fact.event.event_type)
    return any(word in deeds and SINGLE & set(words[max(0, n - REACH + 1) : n]) for n, word in enumerate(words))


def _singulars(word: str) -> frozenset[str]:
    found = {word[: -len(end)] + new for end, new in (("s", ""), ("es", ""), ("ies", "y")) if word.endswith(end)}
    return frozenset(found)


@cache
def _deeds(event_type: str) -> frozenset[str]:
    """The nouns that name a deed of the type."""
    rows = lexicons.load("frames")
    return frozenset(row["lemma"] for row in rows if row["pos"] == "n" and row["type"] == event_type)


# ---- never one with a part ----
def apart(groups: Sequence[list[EventFact]]) -> list[list[EventFact]]:
    """The groups, in order of publication, with sums in groups of their own."""
    found = [part for group in groups for part in _divided(group)]
    return sorted(found, key=lambda group: group[0].order) if len(found) > len(groups) else found


def _divided(group: list[EventFact]) -> Iterator[list[EventFact]]:
    marks = [is_sum(fact) for fact in group]
    rest = [fact for fact, is_total in zip(group, marks, strict=True) if not is_total]
    if not rest or len(rest) == len(group):
        yield group
        return
    marks = [is_total and not any(_tells(f, one) for one in rest) for f, is_total in zip(group, marks, strict=True)]
    for wanted in (False, True):
        part = [fact for fact, is_total in zip(group, marks, strict=True) if is_total == wanted]
        if part:
            yield part


def _tells(total: EventFact, single: EventFact) -> bool:
    """Whether the seeming sum is the single deed told again, without its day: it has a like count, or the same words."""
    if counts_deeds(total):
        return False
    if total.wording == single.wording:
        return True
    counts = _counts(total.event)
    return any(number >= HALF * counts.get(quantity, number * 4) for quantity, number in _counts(single.event).items())


def _counts(event: Event) -> dict[str, float]:
    found: dict[str, float] = {}
    for count in event.magnitude:
        number = next((n for n in (count.best, count.low, count.high) if n is not None), None)
        if number is not None:
            found[count.quantity] = max(number, found.get(count.quantity, number))
    return found


# ---- parts ----
@dataclass(frozen=True, slots=True)
class _Sum:
    """A sum with its days: the last is that on which it was last told, where its stretch goes on."""

    incident: Incident
    first: int
    last: int
    length: int


def placed(incidents: Sequence[Incident], groups: Sequence[Sequence[EventFact]]) -> list[Incident]:
    """The incidents, each with the id of the sum that counts it: of several the one of the shortest time, then the nearest."""
    sums = list(_sums(incidents, groups))
    if not sums:
        return list(incidents)
    return [replace(incident, part_of=_of(incident, sums)) for incident in incidents]


def _sums(incidents: Sequence[Incident], groups: Sequence[Sequence[EventFact]]) -> Iterator[_Sum]:
    for incident, group in zip(incidents, groups, strict=True):
        days = incident.date
        if not incident.aggregate or incident.status not in DONE or days is None:
            continue
        first, last = ordinal(days.start), ordinal(days.end or days.start)
        told = [day for fact in group if (day := ordinal((fact.report.moment or "")[:10])) is not None]
        if first is not None and last is not None:
            yield _Sum(incident, first, min(last, max(told, default=last)), last - first)


def _of(incident: Incident, sums: Iterable[_Sum]) -> str | None:
    holding = [total for total in sums if total.incident is not incident and _holds(total, incident)]
    if not holding:
        return None
    return min(
        holding, key=lambda total: (total.length, _fineness(total.incident.place), total.incident.id)
    ).incident.id


def _fineness(place: Place | None) -> int:
    order = ("point", "city", "district", "province", "region", "country")
    return order.index(place.precision) if place is not None and place.precision in order else len(order)


def _holds(total: _Sum, incident: Incident) -> bool:
    """Whether the sum counts the incident."""
    whole, days = total.incident, incident.date
    first, last = ordinal(days.start if days else None), ordinal((days.end or days.start) if days else None)
    if first is None or last is None or incident.status not in DONE:
        return False
    if first < total.first or last > (total.first + total.length if incident.aggregate else total.last):
        return False
    if incident.aggregate and last - first >= total.length:
        return False
    if FAMILY.get(whole.event_type, whole.event_type) != FAMILY.get(incident.event_type, incident.event_type):
        return False
    modes = set(whole.modes) - GENERAL
    if modes and not modes & set(incident.modes):
        return False
    return _is_within(whole, incident) and _are_same_doers(whole, incident) and _is_less(whole, incident)


def _is_within(whole: Incident, part: Incident) -> bool:
    """Whether the part's place lies in the whole's; where no place is named, a country takes part in both."""
    around, place = whole.place, part.place
    if around is None or not is_named(around):
        mine, theirs = (party_names((*i.actors, *i.recipients)) for i in (whole, part))
        return bool(mine & (theirs | ({place.country} if place is not None and place.country else set())))
    if place is None:  # at home, where only the whole's country takes part
        return around.precision == "country" and party_names((*part.actors, *part.recipients)) == {around.country}
    if around.geonames_id is not None and around.geonames_id == place.geonames_id:
        return True
    if around.country is None or around.country != place.country:
        return False
    if around.precision == "country":
        return True
    if around.precision in TOWNS:
        points = [(p.lat, p.lon) for p in (around, place) if p.lat is not None and p.lon is not None]
        return place.precision in TOWNS and len(points) == 2 and km(points[0], points[1]) <= TOWN_KM
    return around.admin1 is not None and around.admin1 == place.admin1


def _are_same_doers(whole: Incident, part: Incident) -> bool:
    """Whether neither names other doers than the other, and the part's people are of those whom the whole counts."""
    mine, theirs = party_names(whole.actors), party_names(part.actors)
    if mine and theirs and not mine & theirs:
        return False
    sectors = [{mention.sector for mention in incident.actors} for incident in (whole, part)]
    if any(sectors[n] & STATE and sectors[1 - n] & ARMED and not sectors[n] & sectors[1 - n] for n in (0, 1)):
        return False
    counted = {mention.sector for mention in whole.recipients} - ANYBODY
    return not counted or bool(counted & {mention.sector for mention in part.recipients})


def _is_less(whole: Incident, part: Incident) -> bool:
    """Whether no count of the part reaches the whole's: who was counted once more is no part."""
    totals = {m.quantity: m.best for m in whole.magnitude if m.best is not None}
    return all(m.best is None or m.best < totals.get(m.quantity, float("inf")) for m in part.magnitude)
