"""Units: events taken to be one deed so far, and what speaks for or against two of them being one.

In: groups of events. Out: a `Unit` for each, and comparisons of two. The one idea: what the words say keeps deeds apart, what was
only inferred does not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

from onrecord.records import Mention, Place
from onrecord.stages.link import _guesses
from onrecord.stages.link._days import Days, firm_days, stretch, told_day
from onrecord.stages.link._facts import EventFact
from onrecord.stages.link._words import telling

NEAR_KM = 60.0
"""Reports of one clash name villages on either side of it; two attacks on one day are seldom that close."""
PINNED = ("point", "city", "district")
ALIKE = 0.5
"""Least Jaccard similarity of the countries of two events of which neither's are all among the other's."""
NO_COUNTRY = ("IGO", "NGO", "IMG", "MNC", "ISM")
"""Codes that name a kind of body: two events that share one share nobody."""
SPEECH = frozenset({"ACCUSE", "REJECT", "REQUEST", "THREATEN", "SUPPORT"})
"""Deeds done by saying: many are done in a day, so who says it to whom must agree."""
MUTUAL = frozenset({"ASSAULT", "CONSULT", "AGREE", "COOPERATE"})
"""Deeds that both sides do, or that each lays on the other: who is actor and who recipient need not agree."""
KINDS = frozenset("phone visit expel discontinue withdraw convict riot demo strike obstruct restrict".split())
"""Modes that are deeds of their own kind: a call is no meeting, an expulsion no embargo, a strike no march."""
FAMILY = {"AID": "aid", "MOBILIZE": "aid", "COOPERATE": "aid", "COERCE": "force", "SANCTION": "force"}
"""Types that coders give to one deed: peacekeepers arrive, an export is barred."""


@dataclass(frozen=True, slots=True)
class Unit:
    """Events taken to be one deed so far.

    `days` stand in the text, as does a `stretch`, a month or a year; `told` is the day of the report, given as the deed's for
    want of another; `reported` is `told`, or the report's day for a deed without any date. `pins` are its towns, `sure_pins`
    those that its own words name, `lands` their countries; `named` are the actors and recipients whose country the words say; a
    `bare` one names neither who nor where.
    """

    numbers: tuple[int, ...]
    event_type: str
    is_supposed: bool
    is_planned: bool
    is_denied: bool
    days: Days | None
    told: str | None
    reported: str | None
    actors: frozenset[str]
    recipients: frozenset[str]
    named: tuple[frozenset[str], frozenset[str]]
    pins: frozenset[tuple[float, float]]
    sure_pins: frozenset[tuple[float, float]]
    lands: frozenset[str]
    dispatches: frozenset[str]
    reports: frozenset[str]
    words: frozenset[str]
    deeds: frozenset[str]
    modes: frozenset[str]
    stretch: Days | None
    is_bare: bool

    @property
    def parties(self) -> frozenset[str]:
        return self.actors | self.recipients

    @property
    def said(self) -> frozenset[str]:
        """Everybody whose country the words say."""
        return self.named[0] | self.named[1]

    @property
    def telling(self) -> tuple[int, bool, int]:
        """From the most to the least telling; then by publication."""
        return (-len(self.parties), not self.pins, self.numbers[0])


def as_unit(ordered: Sequence[EventFact], numbers: Sequence[int], dispatch: Callable[[EventFact], str]) -> Unit:
    facts = [ordered[n] for n in numbers]
    events = [fact.event for fact in facts]
    firm = [days for event in events if (days := firm_days(event.date)) is not None]
    told = [day for event in events if (day := told_day(event.date)) is not None]
    places = [event.place for event in events if event.place is not None and _guesses.is_named(event.place)]
    return Unit(
        numbers=tuple(numbers),
        event_type=events[0].event_type,
        is_supposed=all(event.status == "hypothetical" for event in events),
        is_planned=all(event.status == "planned" for event in events),
        is_denied=all(event.status == "negated" for event in events),
        days=firm[0] if firm else None,
        told=told[0] if told else None,
        reported=told[0] if told else _published(facts),
        actors=party_names(m for event in events for m in event.actors),
        recipients=party_names(m for event in events for m in event.recipients),
        named=(
            party_names(m for event in events for m in event.actors if _guesses.is_said(m)),
            party_names(m for event in events for m in event.recipients if _guesses.is_said(m)),
        ),
        pins=frozenset(pin for place in places if (pin := _pin(place)) is not None),
        sure_pins=frozenset(pin for place in places if _guesses.is_told(place) and (pin := _pin(place)) is not None),
        lands=frozenset(place.country for place in places if place.country and _guesses.is_told(place)),
        dispatches=frozenset(dispatch(fact) for fact in facts),
        reports=frozenset(fact.report.key for fact in facts),
        words=frozenset().union(*(fact.words for fact in facts)),
        deeds=frozenset().union(*(telling(event.trigger.text) for event in events)),
        modes=frozenset(mode for event in events for mode in event.modes),
        stretch=next((days for event in events if (days := stretch(event.date)) is not None), None),
        is_bare=_guesses.is_bare(events),
    )


def _published(facts: Sequence[EventFact]) -> str | None:
    """The report's day, for events that have no date at all and are no background."""
    if any(fact.event.date is not None or fact.event.background for fact in facts):
        return None
    return next((fact.report.moment[:10] for fact in facts if fact.report.moment), None)


def party_names(mentions: Iterable[Mention]) -> frozenset[str]:
    """Countries, and the sides of those who have none."""
    named = (m.country if m.country and m.country not in NO_COUNTRY else m.side for m in mentions)
    return frozenset(name for name in named if name and name not in NO_COUNTRY)


def _pin(place: Place) -> tuple[float, float] | None:
    if place.precision in PINNED and place.lat is not None and place.lon is not None:
        return (place.lat, place.lon)
    return None


# ---- comparisons ----
def excludes(one: Unit, other: Unit) -> bool:
    """Whether the two cannot be one deed: other parties, or places or days apart; of kindred types, towns not the same."""
    if one.event_type != other.event_type and not (are_near(one, other) and one.actors & other.actors):
        return True
    if one.event_type not in MUTUAL and not complete(one, other):
        return True
    together = complete(one, other) and bool(one.dispatches & other.dispatches)
    if not together and are_strangers(one.said, other.said):
        return True
    return are_apart(one, other)


def is_outside(one: Unit, other: Unit) -> bool:
    """Whether the one's days lie outside the stretch of time in which the other is; a deed that is still planned has room."""
    days = one.days or ((one.reported, one.reported) if one.reported and not one.is_planned else None)
    if other.stretch is None or other.days is not None or days is None:
        return False
    return days[1] < other.stretch[0] or days[0] > other.stretch[1]


def are_apart(one: Unit, other: Unit) -> bool:
    """Whether their days or places exclude each other (a deed between two may be told of either), or one is of another kind."""
    if is_outside(one, other) or is_outside(other, one):
        return True
    if one.modes and other.modes and (one.modes ^ other.modes) & KINDS:
        return True
    if one.sure_pins and other.sure_pins:
        return all(km(a, b) > NEAR_KM for a in one.sure_pins for b in other.sure_pins)
    if len(one.parties & other.parties) > 1 and complete(one, other):
        return False
    return bool(one.lands and other.lands) and not one.lands & other.lands


def differ(mine: frozenset[str], theirs: frozenset[str]) -> bool:
    return bool(mine and theirs and not mine & theirs)


def are_strangers(mine: frozenset[str], theirs: frozenset[str]) -> bool:
    if not mine or not theirs or mine <= theirs or theirs <= mine:
        return False
    return len(mine & theirs) / len(mine | theirs) < ALIKE


def are_near(one: Unit, other: Unit) -> bool:
    return any(km(a, b) <= NEAR_KM for a in one.pins for b in other.pins)


def same(one: Unit, other: Unit) -> bool:
    """Whether something speaks for one deed: a party in common, or one town and parties that complete each other.

    Where neither's day is in the text, one country in common is not enough: a country does much on the day of a report.
    """
    near = are_near(one, other) and complete(one, other)
    needed = 1 if one.days is not None or other.days is not None else 2
    return near or len(one.parties & other.parties) >= needed


def complete(one: Unit, other: Unit) -> bool:
    """Whether neither names other actors or other recipients than the other: one may name the doer, one the victim."""
    return not any(differ(mine, theirs) for mine, theirs in zip(one.named, other.named, strict=True))


def km(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Kilometres between two points (degrees) on the sphere."""
    (a, b), (c, d) = (map(radians, one), map(radians, other))
    half = sin((c - a) / 2) ** 2 + cos(a) * cos(c) * sin((d - b) / 2) ** 2
    return 12742 * asin(min(1.0, sqrt(half)))
