"""Who speaks where a report refers to an incident that it does not tell.

In: the references to each incident (`_references`) and what sources are known to say of it (`_statements`). Out: the same with
the statements that stand with a reference. The one idea: "the siege, the guards said, went on" has a source, though no event was
coded; who says the sentence speaks of the incident.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace

from onrecord.stages.link._facts import EventFact, Report
from onrecord.stages.link._origins import Voice, in_passing, saw
from onrecord.stages.link._references import Reference
from onrecord.stages.link._sentences import AHEAD
from onrecord.stages.link._statements import SPEECH, Statement
from onrecord.stages.link._words import normalised

SURE = 0.6
"""How surely a sentence refers to the incident (0 to 1) for those who speak there to count as its sources."""
WITNESSED = 300
"""Characters around what is said of an incident within which a witness speaks of it as well."""
FORESEEN = AHEAD | frozenset("expected due scheduled".split())
"""Words of a sentence that tells what is to come, of which nobody can be a witness."""
Said = tuple[Report, Statement]


def joined(
    said: Mapping[int, Sequence[Said]],
    references: Mapping[int, Sequence[Reference]],
    groups: Sequence[Sequence[EventFact]],
) -> dict[int, list[Said]]:
    """What is said of each incident, by its number, with what is said where reports refer to it."""
    taken = {(report.key, statement.span) for several in said.values() for report, statement in several}
    found = {number: list(several) for number, several in said.items()}
    for number, several in references.items():
        if groups[number][0].event.event_type in SPEECH:
            continue
        for reference in several:
            if reference.chance < SURE or not reference.is_best:
                continue
            for statement in with_reference(reference):
                if (reference.report.key, statement.span) not in taken:
                    found.setdefault(number, []).append((reference.report, statement))
    return {
        number: sorted(several, key=lambda one: (*one[0].order, one[1].span, one[1].steps[0].id))
        for number, several in found.items()
    }


def with_reference(reference: Reference) -> list[Statement]:
    """The statements that hold the sentence or stand in it."""
    if FORESEEN & set(normalised(reference.quote)):
        return []
    start, stop = reference.span.start, reference.span.end
    speaking = [s for s in reference.report.statements if s.may_speak and not s.denies and not s.is_ahead]
    return [s for s in speaking if s.span.start < stop and start < s.span.end]


def witnessed(references: Sequence[Reference], outlet: Callable[[Report], str], known: Sequence[Voice]) -> list[Voice]:
    """The outlets whose reporter was where they refer to the incident, and does not leave it to a voice that is `known`."""
    sure = [
        one for one in references if one.chance >= SURE and one.is_best and not FORESEEN & set(normalised(one.quote))
    ]
    names = {voice.name for voice in known} | {voice.country for voice in known if voice.country}
    heard = [in_passing(one.report, one.span, outlet(one.report)) for one in sure if not _is_left_to(names, one)]
    return [voice for voice in heard if voice.kind == "own_reporting" and not voice.is_own]


def _is_left_to(names: Collection[str], reference: Reference) -> bool:
    """ "Ethiopia says that the protocol was accepted": the reporter vouches for what was said alone."""
    start, stop = reference.span.start, reference.span.end
    here = [s for s in reference.report.statements if s.span.start < stop and start < s.span.end]
    sources = [reference.report.sources[step.id] for said in here for step in said.steps]
    return any(source.name in names or source.country in names for source in sources)


def overheard(said: Sequence[Said], outlet: Callable[[Report], str]) -> list[Voice]:
    """The outlets that had a witness beside what others say of the incident: what they tell there is of one scene."""
    heard = []
    for report, statement in said:
        gathered_by = outlet(report)
        is_own = report.agency is None and gathered_by == report.outlet and not statement.denies
        if is_own and saw(report, statement.span, WITNESSED):
            voice = in_passing(report, statement.span, gathered_by)
            if voice.kind == "own_reporting":
                heard.append(replace(voice, is_own=False, why=f"reporter and witnesses of {gathered_by}"))
    return heard
