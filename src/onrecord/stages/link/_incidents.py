"""One incident from the events that report it.

In: a group of events. Out: the `Incident` with its origins, its disputes and its updates. The one idea: what
most dispatches agree on is the incident's value, and every count can be followed to articles; copies have one vote.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from onrecord.link_report import (
    Corroboration,
    Days,
    Denial,
    Dispute,
    EventRef,
    Incident,
    Origin,
    Quote,
    Relay,
    Update,
)  # fmt: skip
from onrecord.records import Event, Magnitude, Mention, Place, Provenance, Status, content_id
from onrecord.stages.link import _carriers, _disputes, _origins, _parts, _passages, _updates
from onrecord.stages.link._days import firm_days
from onrecord.stages.link._facts import EventFact, Report
from onrecord.stages.link._guesses import is_named
from onrecord.stages.link._references import Reference
from onrecord.stages.link._statements import Statement
from onrecord.stages.link._units import NO_COUNTRY
from onrecord.stages.link._updates import Amended

CIRCULAR_REPORTS = 3
"""More reports than this on one origin are called circular."""
SHARE_OF_VOTES = 1 / 3
"""A party that fewer of the dispatches name than this is not the incident's."""
FINENESS = {"point": 0, "city": 1, "district": 2, "province": 3, "region": 4, "country": 5}
AHEAD = ("planned", "hypothetical")
AT_HOME = frozenset({"ASSAULT", "COERCE", "PROTEST", "RETREAT"})
"""Deeds that are done where those are who do and suffer them, if these are of one country."""
BY_STATES = frozenset({"SANCTION"})
"""Deeds that a state does where it rules: it expels from there, and closes its own market."""


@dataclass(frozen=True, slots=True)
class Dispatches:
    """Copy groups: the key of the first article of an article's group, and that article; and what was taken back."""

    first: dict[str, str]
    reports: dict[str, Report]
    amended: Amended = field(default_factory=Amended)

    def of(self, report: Report) -> Report:
        """The article that stands for all copies of this one."""
        return self.reports[self.first[report.key]]

    def outlet(self, report: Report) -> str:
        """Who gathered the dispatch: the agency it credits, else the first publisher."""
        original = self.of(report)
        return original.agency or original.outlet


@dataclass(frozen=True, slots=True)
class Further:
    """What speaks of an incident beside its events: statements, accusations that lay it on somebody, and mere references."""

    statements: Sequence[tuple[Report, Statement]]
    accusations: Sequence[EventFact]
    references: Sequence[Reference] = ()

    @property
    def reports(self) -> list[Report]:
        """Where it stands."""
        said = [*(report for report, _ in self.statements), *(fact.report for fact in self.accusations)]
        return [*said, *(reference.report for reference in self.references)]

    def without(self, silent: frozenset[str]) -> Further:
        """What stands in reports with other keys than these."""
        return Further(
            statements=[one for one in self.statements if one[0].key not in silent],
            accusations=[fact for fact in self.accusations if fact.report.key not in silent],
            references=[reference for reference in self.references if reference.report.key not in silent],
        )


def build(
    group: list[EventFact], further: Further, dispatches: Dispatches
) -> tuple[Incident, list[Dispute], list[Update], list[Relay]]:
    """The incident of a group that is in order of publication; `further` is what sources say of it beside its events."""
    amended = dispatches.amended
    members = [(f, _origins.voices(f, dispatches.outlet(f.report))) for f in group if not amended.is_withdrawn(f)]
    told_in, further = further, further.without(amended.silent(group))
    said = [(_origins.said(report, words, dispatches.outlet(report)), words) for report, words in further.statements]
    if _status([fact.event for fact in group]) in ("happened", "ongoing"):
        # who announced what others did does not say that it happened, nor does who is cited beside the announcement
        told = {fact.report.key for fact in group if fact.event.status not in AHEAD}
        foreseen = {fact.report.key for fact in group} - told
        members = [(f, [_foresees(v, f) for v in vs] if f.event.status in AHEAD else vs) for f, vs in members]
        said = [(replace(v, stance="open") if v.report.key in foreseen else v, words) for v, words in said]
    blame = [(fact, _origins.voices(fact, dispatches.outlet(fact.report))) for fact in further.accusations]
    blame = [(fact, [replace(voice, is_coded=False) for voice in voices]) for fact, voices in blame]
    heard = [*(v for _, vs in members for v in vs), *(v for v, _ in said), *(v for _, vs in blame for v in vs)]
    heard += _passages.witnessed(further.references, dispatches.outlet, heard)
    heard += _passages.overheard(further.statements, dispatches.outlet)
    outdated = amended.outdated([*(fact.report for fact in group), *further.reports])
    heard = [voice for voice in heard if voice.report.key not in outdated]
    origins, denied = _carriers.named(heard, *_origins.origins(heard))
    incident = _incident(group, told_in, origins, denied, dispatches)
    disputes, updates = _disputes.find(
        incident.id, members, _disputes.Further(said, blame, heard, outdated), (origins, denied)
    )
    updates += [*_updates.retractions(incident.id, group, amended), *_updates.corrections(incident.id, group)]
    return (
        incident,
        disputes,
        updates,
        _relays(origins, [*(fact.report for fact in group), *further.reports], dispatches),
    )


def _foresees(voice: _origins.Voice, fact: EventFact) -> _origins.Voice:
    """Who announces a deed: only the doer answers for what came of it."""
    is_doer = voice.country is not None and any(actor.country == voice.country for actor in fact.event.actors)
    return voice if is_doer else replace(voice, stance="open")


def _incident(
    group: list[EventFact], further: Further, origins: list[Origin], denied: list[Denial], dispatches: Dispatches
) -> Incident:
    first, votes = group[0], _votes(dispatches.amended.standing(group), dispatches)
    reports = sorted(
        {r.key: r for r in (*(fact.report for fact in group), *further.reports)}.values(), key=lambda r: r.order
    )
    reported = tuple(report.id for report in reports)
    independent = sum(origin.counts for origin in origins)
    return Incident(
        id=content_id("i", first.report.published, first.report.key, first.event.id),
        event_type=first.event.event_type,
        modes=tuple(sorted({mode for fact in group for mode in fact.event.modes})),
        date=_days(votes),
        place=_place([fact for vote in votes for fact in vote]),
        actors=_parties([[fact.event.actors for fact in vote] for vote in votes]),
        recipients=_parties([[fact.event.recipients for fact in vote] for vote in votes]),
        status=_status([fact.event for fact in group]),
        background=all(fact.event.background for fact in group),
        aggregate=all(_parts.is_sum(fact) for fact in group),
        part_of=None,
        merged_from=(),
        events=tuple(EventRef(article=fact.report.id, event=fact.event.id) for fact in group),
        reported_in=reported,
        reports=len(reported),
        publishers=len({report.outlet for report in reports}),
        first_report=first.report.id,
        independent_sources=independent,
        origins=tuple(origins),
        denied_by=tuple(denied),
        corroboration=corroboration(len(reported), origins, denied),
        evidence=(*(quote for fact in _upholding(group) for quote in _quotes(fact)), *_said_quotes(further)),
        magnitude=_magnitude(dispatches.amended.standing(group)),
    )


def _votes(group: list[EventFact], dispatches: Dispatches) -> list[list[EventFact]]:
    """The events by dispatch."""
    found: dict[str, list[EventFact]] = {}
    for fact in group:
        found.setdefault(dispatches.first[fact.report.key], []).append(fact)
    return list(found.values())


def _days(votes: list[list[EventFact]]) -> Days | None:
    """The days that most dispatches give, taken from the first article of each; days in the text before days of reports."""
    group = [fact for vote in votes for fact in vote if fact.report.key == vote[0].report.key]
    group = group if any(f.event.date and f.event.date.start for f in group) else [f for vote in votes for f in vote]
    dates = [fact.event.date for fact in group if fact.event.date is not None and fact.event.date.start is not None]
    if not dates:
        return None
    happened = [f.event.date for f in group if f.event.date in dates and f.event.status in ("happened", "ongoing")]
    dates = [date for date in happened if date is not None] or dates
    dates = [date for date in dates if firm_days(date) is not None] or dates
    counts = Counter((date.start, date.end) for date in dates)
    start, end = max(counts, key=lambda days: (counts[days], days[0] == days[1], str(days)))
    return Days(start=start, end=end)


def _place(group: list[EventFact]) -> Place | None:
    """The finest place that the text names, of those the one most often named; where a story was filed only for want of it."""
    places = [fact.event.place for fact in group if fact.event.place is not None]
    places = [place for place in places if is_named(place)] or places
    if not places:
        return _of_parties(group, None)
    counts = Counter((place.name, place.country) for place in places)
    best = min(places, key=lambda p: (FINENESS.get(p.precision or "", 6), -counts[(p.name, p.country)], p.name or ""))
    return _of_parties(group, best) if best.country is None and best.precision is None else best


def _of_parties(group: list[EventFact], unknown: Place | None) -> Place | None:
    """Where no report says of a deed at home where it was: the one country of those who took part, or `unknown`, its name."""
    kind = group[0].event.event_type
    if kind not in AT_HOME and kind not in BY_STATES:
        return unknown
    mentions = [
        m for fact in group for m in (*fact.event.actors, *(() if kind in BY_STATES else fact.event.recipients))
    ]
    known = [m for m in mentions if m.country and m.country not in NO_COUNTRY]
    if len({m.country for m in known}) != 1:
        return unknown
    reasons = dict.fromkeys(("name", "lat", "lon"), "country_of_parties")
    provenance = Provenance(stage="link", version=1, rule="parties")
    if unknown is not None:
        return replace(unknown, country=known[0].country, provenance=provenance)
    return Place(
        text=known[0].text, span=known[0].span, role="demonym", country=known[0].country, precision="country",
        absent=reasons, provenance=provenance,
    )  # fmt: skip


def _parties(votes: Sequence[Sequence[tuple[Mention, ...]]]) -> tuple[Mention, ...]:
    """Parties by country, sector and side, that enough dispatches name; each as it was first mentioned."""
    counts: Counter[tuple[str | None, ...]] = Counter()
    shown: dict[tuple[str | None, ...], Mention] = {}
    voting = 0
    for vote in votes:
        named = {_slot(mention): mention for mentions in reversed(vote) for mention in reversed(mentions)}
        voting += bool(named)
        counts.update(named.keys())
        for slot, mention in reversed(named.items()):
            shown.setdefault(slot, mention)
    return tuple(mention for slot, mention in shown.items() if counts[slot] >= SHARE_OF_VOTES * voting)


def _slot(mention: Mention) -> tuple[str | None, ...]:
    known = mention.country or mention.side
    return (mention.country, mention.sector, mention.side, None if known else mention.name or mention.text)


def _status(events: list[Event]) -> Status:
    """Of what the reports say: what happened outweighs what was planned, and a denial what nobody upholds."""
    found = {event.status for event in events}
    order: tuple[Status, ...] = ("happened", "ongoing", "historical", "planned", "hypothetical", "negated")
    return next(status for status in order if status in found)


def _upholding(group: list[EventFact]) -> list[EventFact]:
    """The events that do not deny it; all of them where all do."""
    return [fact for fact in group if fact.event.status != "negated"] or group


def _quotes(fact: EventFact) -> Iterator[Quote]:
    """The passage with the trigger, then the others."""
    article, event = fact.report.id, fact.event.id
    yield Quote(article=article, event=event, span=fact.span, trigger=fact.event.trigger.span, quote=fact.quote)
    for span, words in fact.others:
        yield Quote(article=article, event=event, span=span, trigger=None, quote=words)


def _said_quotes(further: Further) -> Iterator[Quote]:
    """The words of the statements, accusations and references; what was not done is no evidence (denials: `denied_by`)."""
    for report, statement in further.statements:
        if statement.denies or statement.is_negated:
            continue
        yield Quote(article=report.id, event=None, span=statement.span, trigger=None, quote=statement.quote)
    for fact in further.accusations:
        yield Quote(article=fact.report.id, event=None, span=fact.span, trigger=None, quote=fact.quote)
    for reference in further.references:
        yield Quote(article=reference.report.id, event=None, span=reference.span, trigger=None, quote=reference.quote)


def _magnitude(group: list[EventFact]) -> tuple[Magnitude, ...]:
    """The latest count of each quantity and class."""
    latest: dict[tuple[str, str | None], Magnitude] = {}
    for fact in group:
        for magnitude in fact.event.magnitude:
            latest[(magnitude.quantity, magnitude.class_)] = magnitude
    return tuple(latest[key] for key in sorted(latest, key=lambda key: (key[0], key[1] or "")))


def corroboration(reports: int, origins: Sequence[Origin], denied: Sequence[Denial]) -> Corroboration:
    """Admiralty credibility as DESIGN's rules of evidence suggest it."""
    counting = [origin for origin in origins if origin.counts]
    number = len(counting)
    sides = {origin.side or origin.name for origin in counting}
    witnessed = any(origin.kind in ("own_reporting", "eyewitness") and "witnesses" in origin.why for origin in counting)
    against = ", ".join(denial.name for denial in denied)
    circular = reports > CIRCULAR_REPORTS and number == 1
    if number == 0:
        info, reason = (
            6,
            "nobody is named who says so from own knowledge" + (f"; denied by {against}" if against else ""),
        )
    elif len(denied) > number:
        info, reason = 5, f"denied by {against}: more than the {number} who uphold it"
    elif denied:
        info, reason = (
            (4, f"one origin, denied by {against}") if number == 1 else (3, f"{number} origins, denied by {against}")
        )
        info = 4 if len(denied) == number else info
    elif len(sides) > 1:
        info, reason = 1, f"{number} independent origins on {len(sides)} sides, nobody denies"
    elif number > 1 or witnessed:
        info, reason = 2, f"{number} origins on one side" if number > 1 else "one origin that witnessed it"
    else:
        info, reason = 3, "one origin, undisputed"
    if circular:
        reason += f"; {reports} reports rest on it"
    return Corroboration(admiralty_info=info, reason=reason, circular=circular)


def _relays(origins: Sequence[Origin], reports: Sequence[Report], dispatches: Dispatches) -> list[Relay]:
    """Origins that several dispatches pass on, each in its own words."""
    report_of = {report.id: report for report in reports}
    found = []
    for origin in origins:
        if len({dispatches.first[report_of[article].key] for article in origin.articles}) > 1:
            found.append(Relay(origin=origin.name, articles=origin.articles))
    return found
