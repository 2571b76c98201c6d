"""Deeds that the accused side owns up to, with a day or a toll of its own.

In: events in order of publication. Out: pairs of them that are one deed. The one idea: who "confirmed that his men had fired"
after others in the same report laid a deed to them speaks of that deed, though he puts it on another day; the days are then in
dispute, and not two deeds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from onrecord.stages.link._facts import EventFact
from onrecord.stages.link._identities import camp

REACH = 1200
"""Characters between the accusation and the answer."""
DEEDS = frozenset({"ASSAULT", "COERCE", "MOBILIZE", "SANCTION", "PROTEST", "RETREAT", "AID"})
"""Types of deeds that are done, and not said."""
OWNED = frozenset({"confirms", "denies"})
"""Acts of those who answer: they own up to the deed, or deny a part of what is said of it."""


def pairs(ordered: Sequence[EventFact]) -> Iterator[tuple[int, int]]:
    """Numbers of two events of one report: what others say was done, and the doer's own account of it."""
    by_report: dict[str, list[int]] = defaultdict(list)
    for number, fact in enumerate(ordered):
        if fact.event.event_type in DEEDS and fact.event.status == "happened" and not fact.event.background:
            by_report[fact.report.key].append(number)
    for numbers in by_report.values():
        told = sorted(numbers, key=lambda n: ordered[n].event.trigger.span)
        for at, number in enumerate(told):
            earlier = [n for n in reversed(told[:at]) if _is_owned_up(ordered[n], ordered[number])]
            if earlier and _answers(ordered[number]):
                yield earlier[0], number


def _answers(fact: EventFact) -> bool:
    """Whether the event is told by its doer's own side, which confirms it."""
    for name in fact.event.attributed_to:
        said = fact.chains.get(name, ())[:1]
        source = fact.report.sources.get(name)
        if said and source is not None and said[0].act in OWNED and camp(source.side, source.country) in _sides(fact):
            return True
    return False


def _is_owned_up(one: EventFact, other: EventFact) -> bool:
    """Whether two events of a report can be one deed, told by others first."""
    if one.event.event_type != other.event.event_type or set(one.event.attributed_to) & set(other.event.attributed_to):
        return False
    if other.event.trigger.span.start - one.event.trigger.span.end > REACH:
        return False
    here, there = one.event.place, other.event.place
    if here is not None and there is not None and here.name and there.name and here.name != there.name:
        return False
    return bool(_sides(one) & _sides(other)) or not _sides(one)


def _sides(fact: EventFact) -> frozenset[str]:
    return frozenset(side for actor in fact.event.actors if (side := camp(actor.side, actor.country)))
