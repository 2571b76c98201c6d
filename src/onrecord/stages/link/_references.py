"""Which reports speak of an incident in words that were not coded as its event: "the siege", "Tuesday's blaze".

In: the reports of a scene and the groups of their events. Out: for each group, sentences of other reports that speak of it. The
one idea: a sentence speaks of the one or two incidents with which it shares most: deed, place, parties, day, numbers, telling
words; how much each is worth was learned from story sets (`training/incidents`). It adds a report and its words, never a source:
who is cited there was weighed already as a statement.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import exp, log

from onrecord import lexicons
from onrecord.records import Span
from onrecord.stages.link import _deed_types
from onrecord.stages.link._days import firm_days, ordinal
from onrecord.stages.link._facts import EventFact, Report
from onrecord.stages.link._sentences import Sentence, numbers
from onrecord.stages.link._statements import Profile, profile
from onrecord.stages.link._stories import Stories, weight
from onrecord.stages.link._units import party_names
from onrecord.stages.link._words import normalised, stem

LEAST, LEAST_BESIDE = 0.15, 0.3
"""Least probability with which a sentence is taken to speak of the incident that it fits best, and of a second beside it."""
RARE = 4.0
"""Weight (inverse document frequency) from which a word is rare."""
EARLIER, LATER = 3, 40
"""Days before and after the first report of an incident within which others speak of it."""
CROWD = 60
"""A key of more incidents than this brings nothing together."""
KEYS = 1
"""Keys (telling words, places, countries) that a sentence must share with an incident to be compared with it."""
NAMES = ("type", "deed", "weight", "rare", "share", "place", "land", "lands", "elsewhere", "day", "other_day", "numbers",
         "other_numbers", "later", "earlier", "ahead", "planned", "size", "type_place", "deed_fixed", "type_day",
         "length", "leaning", "leaning_chance", "mode_leaning", "mode_chance")  # fmt: skip
"""Names of the features, in order; their weights are in `lexicons/en/references.tsv`."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A sentence of a report that speaks of an incident; `is_best` where it speaks of none more likely."""

    report: Report
    span: Span
    quote: str
    chance: float
    is_best: bool = True


@dataclass(frozen=True, slots=True)
class Known:
    """What an incident is known by: its profile, modes, days, places, parties and numbers, and where it is told already."""

    profile: Profile
    modes: frozenset[str]
    days: tuple[tuple[int, int], ...]
    lands: frozenset[str]
    places: frozenset[str]
    parties: frozenset[str]
    numbers: frozenset[int]
    first: int | None
    size: int
    told_in: frozenset[str]
    said_in: frozenset[str]


def known(number: int, group: Sequence[EventFact], said_in: Collection[str]) -> Known:
    """The incident of a group; `said_in` are keys of the reports whose sources speak of it."""
    events = [fact.event for fact in group]
    days = {days for event in events if (days := firm_days(event.date)) is not None}
    places = [event.place for event in events if event.place is not None]
    moments = [day for fact in group if (day := ordinal(fact.report.moment)) is not None]
    return Known(
        profile=profile(number, group),
        modes=frozenset(mode for event in events for mode in event.modes),
        days=tuple(sorted((a, b) for one, two in days if (a := ordinal(one)) and (b := ordinal(two)))),
        lands=frozenset(place.country for place in places if place.country),
        places=frozenset(stem(word) for place in places for word in normalised(place.name or place.text)),
        parties=frozenset().union(*(party_names(event.actors + event.recipients) for event in events)),
        numbers=frozenset().union(*(numbers(fact.quote) for fact in group)),
        first=min(moments, default=None),
        size=len(group),
        told_in=frozenset(fact.report.key for fact in group),
        said_in=frozenset(said_in),
    )


def find(
    reports: Sequence[Report],
    groups: Sequence[Sequence[EventFact]],
    said_in: Mapping[int, Collection[str]],
    is_withdrawn: Callable[[EventFact], bool],
) -> dict[int, list[Reference]]:
    """For each group, by its number, the best sentence of each report that speaks of it beside its events.

    `said_in` are keys of the reports whose sources speak of it; what tells a deed that `is_withdrawn` speaks of none.
    """
    incidents = [known(number, group, said_in.get(number, ())) for number, group in enumerate(groups)]
    incidents = [incident for incident in incidents if not incident.profile.is_past]
    index = _index(incidents)
    weights, stories = _weights(), Stories(reports)
    best: dict[tuple[int, str], Reference] = {}
    for report in reports:
        taken_back = [fact.event.trigger.span.start for fact in report.events if is_withdrawn(fact)]
        for sentence in report.sentences:
            if any(sentence.span.start <= start < sentence.span.end for start in taken_back):
                continue
            near = _near(sentence, report, incidents, index)
            scored = [(chance(features(sentence, report, one), weights), -one.profile.number, one) for one in near]
            scored.sort(key=lambda one: one[:2], reverse=True)
            for (score, _, incident), is_best in zip(scored, (True, False), strict=False):
                is_foretold = sentence.is_ahead and not incident.profile.is_ahead
                if score < (LEAST if is_best and not is_foretold else LEAST_BESIDE):
                    break
                number = incident.profile.number
                if report.key in incident.told_in | incident.said_in or _tells_another(sentence, report, incident):
                    continue
                if not stories.are_one((report.key,), incident.told_in):
                    continue
                held = best.get((number, report.key))
                if held is None or score > held.chance:
                    best[number, report.key] = Reference(report, sentence.span, sentence.quote, score, is_best)
    found: dict[int, list[Reference]] = defaultdict(list)
    for (number, _), reference in best.items():
        found[number].append(reference)
    return {number: sorted(several, key=lambda one: one.report.order) for number, several in sorted(found.items())}


def _tells_another(sentence: Sentence, report: Report, incident: Known) -> bool:
    """Whether the sentence tells a deed of the kind that was coded as another incident."""
    kind = incident.profile.event_type
    return any(
        fact.event.event_type == kind and sentence.span.start <= fact.event.trigger.span.start < sentence.span.end
        for fact in report.events
    )


def _index(incidents: Sequence[Known]) -> dict[str, list[int]]:
    """Incidents by the words that may bring a sentence to them."""
    found: dict[str, list[int]] = defaultdict(list)
    for at, incident in enumerate(incidents):
        rare = {word for word in incident.profile.words if weight(word) >= RARE}
        for key in rare | incident.places | incident.profile.deeds | incident.lands | incident.parties:
            found[key].append(at)
    return found


def _near(
    sentence: Sentence, report: Report, incidents: Sequence[Known], index: Mapping[str, Sequence[int]]
) -> Iterator[Known]:
    """Incidents of the time with which the sentence shares enough to be compared."""
    shared: dict[int, int] = defaultdict(int)
    for key in sentence.words | sentence.places | sentence.lands:
        holders = index.get(key, ())
        if len(holders) <= CROWD:
            for at in holders:
                shared[at] += 1
    day = ordinal(report.moment)
    for at in sorted(shared):
        incident = incidents[at]
        if shared[at] < KEYS or (
            day is not None and incident.first is not None and not -EARLIER <= day - incident.first <= LATER
        ):
            continue
        if _is_of_another_time(sentence, report, incident):
            continue
        yield incident


def _is_of_another_time(sentence: Sentence, report: Report, incident: Known) -> bool:
    """Whether all days that the sentence names were long before the incident, or are ahead and after it.

    "In October 2019" and "will be opened again on Monday" are of other deeds.
    """
    named = [(a, b) for one, two in sentence.days if (a := ordinal(one)) and (b := ordinal(two))]
    if not named:
        return False
    if incident.first is not None and max(last for _, last in named) < incident.first - LATER:
        return True
    day, begins = ordinal(report.moment), min(first for first, _ in named)
    is_ahead = sentence.is_ahead or (day is not None and begins > day)
    return is_ahead and bool(incident.days) and begins > max(last for _, last in incident.days)


def features(sentence: Sentence, report: Report, incident: Known) -> list[float]:
    """What the sentence and the incident have in common, in the order of NAMES."""
    about = incident.profile
    types = _types()
    is_type = any(about.event_type in types.get(word, ()) for word in sentence.words)
    is_deed = not about.deeds.isdisjoint(sentence.words)
    shared = (sentence.words & about.words) - about.deeds
    shared_weight = sum(sorted(weight(word) for word in shared))
    total = sum(sorted(weight(word) for word in sentence.words))
    at_place = not sentence.places.isdisjoint(incident.places)
    day = _day(sentence, incident)
    common = sentence.numbers & incident.numbers
    when = ordinal(report.moment)
    gap = when - incident.first if when is not None and incident.first is not None else 0
    leaning = _deed_types.leaning(sentence.words, about.event_type)
    mode_leaning = _deed_types.leaning(sentence.words, about.event_type, incident.modes)
    return [
        is_type,
        is_deed,
        shared_weight,
        sum(weight(word) >= RARE for word in shared),
        shared_weight / (total + 1),
        at_place,
        not sentence.lands.isdisjoint(incident.lands | incident.parties),
        len(sentence.lands & incident.parties),
        bool(sentence.places and incident.places) and not at_place,
        day > 0,
        day < 0,
        len(common),
        bool(sentence.numbers and incident.numbers) and not common,
        min(max(gap, -EARLIER), 14) / 7,
        gap < 0,
        sentence.is_ahead,
        about.is_ahead,
        log(incident.size),
        is_type and at_place,
        is_deed and (at_place or day > 0),
        is_type and day > 0,
        len(sentence.words) / 20,
        *leaning,
        *mode_leaning,
    ]


def _day(sentence: Sentence, incident: Known) -> int:
    """1 where the sentence names the incident's day, -1 where it names others only, 0 where one of the two names none."""
    named = [(a, b) for one, two in sentence.days if (a := ordinal(one)) and (b := ordinal(two))]
    if not named or not incident.days:
        return 0
    fits = any(a <= y and x <= b and b - a <= 1 for a, b in named for x, y in incident.days)
    return 1 if fits else -1


def chance(row: Sequence[float], weights: Mapping[str, float]) -> float:
    """Probability that the sentence speaks of the incident."""
    total = weights["bias"] + sum(weights[name] * value for name, value in zip(NAMES, row, strict=True))
    return 1 / (1 + exp(-min(max(total, -50.0), 50.0)))


@cache
def _weights() -> dict[str, float]:
    return {row["feature"]: float(row["weight"]) for row in lexicons.load("references")}


@cache
def _types() -> dict[str, frozenset[str]]:
    """Stems of the words that name deeds, with the types that they can be."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in lexicons.load("frames"):
        found[stem(row["lemma"].split()[0].casefold())].add(row["type"])
    return {word: frozenset(types) for word, types in found.items()}
