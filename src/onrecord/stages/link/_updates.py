"""What was taken back, mended or brought up to date.

In: the reports of a scene with their notices and groups of events; later the values that one side gave. Out: which events are
withdrawn and which versions are superseded (`Amended`), and `Update`s. The one idea: a medium that takes a report back, its
copies included, adds no source and no value; a side is taken at its latest word, and what it said before is an update.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from onrecord.link_report import Update, UpdateKind
from onrecord.records import Span
from onrecord.stages.link._facts import EventFact, Report
from onrecord.stages.link._notices import Notice, figure_is_mended
from onrecord.stages.link._origins import Voice
from onrecord.stages.link._words import normalised

LATEST = 30
"""Days after a report within which its medium takes it back."""
SHARED = 3
"""Telling words that a notice shares with a report that it takes back, at least."""

Value = str | float | bool | None
Fact = tuple[str, str]
"""Key of a report and id of its event."""


@dataclass(frozen=True, slots=True)
class Said:
    """One value that one side gave in one article; `counted` is who was counted, `context` the words around it."""

    voice: Voice
    value: Value
    low: float | None
    high: float | None
    spans: tuple[Span, ...]
    counted: str | None = None
    context: str = ""

    @property
    def size(self) -> float:
        """The number, to tell a total from a part."""
        return self.value if isinstance(self.value, int | float) else 0.0


@dataclass(frozen=True, slots=True)
class Amended:
    """Events that are withdrawn, by the report that says so; for each older version of an article the key of its latest."""

    withdrawn: Mapping[Fact, Report] = field(default_factory=dict)
    latest: Mapping[str, str] = field(default_factory=dict)

    def is_withdrawn(self, fact: EventFact) -> bool:
        """Whether the event's report of it was taken back."""
        return _id(fact) in self.withdrawn

    def standing(self, group: Sequence[EventFact]) -> list[EventFact]:
        """The events that still stand; all of them where none does."""
        return [fact for fact in group if not self.is_withdrawn(fact)] or list(group)

    def silent(self, group: Sequence[EventFact]) -> frozenset[str]:
        """Keys of the reports that told the incident only in what was taken back; who takes it back may tell more."""
        taken = {fact.report.key for fact in group if self.is_withdrawn(fact)}
        by = {report.key for report in self.withdrawn.values()}
        return frozenset(taken - by - {fact.report.key for fact in group if not self.is_withdrawn(fact)})

    def outdated(self, reports: Sequence[Report]) -> frozenset[str]:
        """Keys of those of these reports whose latest version is among them."""
        keys = {report.key for report in reports}
        return frozenset(key for key in keys if self.latest.get(key) in keys)


def amendments(reports: Sequence[Report], groups: Sequence[Sequence[EventFact]], first: Mapping[str, str]) -> Amended:
    """What the reports of a scene take back; `first` names the dispatch of each report by its key."""
    withdrawn: dict[Fact, Report] = {}
    for report in reports:
        for notice in report.notices:
            if notice.kind == "retraction":
                for fact in _taken_back(report, notice, groups, first):
                    withdrawn.setdefault(_id(fact), report)
    return Amended(withdrawn, _versions(reports))


def retractions(incident: str, group: Sequence[EventFact], amended: Amended) -> list[Update]:
    """One update for each report that takes back others of the incident."""
    by: dict[str, tuple[Report, list[Report]]] = {}
    for fact in group:
        if amended.is_withdrawn(fact):
            notifier = amended.withdrawn[_id(fact)]
            by.setdefault(notifier.key, (notifier, []))[1].append(fact.report)
    return [
        _update((incident, "happened", "retraction"), _medium(notifier, taken), (True, None), notifier)
        for notifier, taken in sorted(by.values(), key=lambda pair: pair[0].order)
    ]


def _medium(notifier: Report, taken: Sequence[Report]) -> str:
    """Whose report was taken back: the publisher's own, else that of the agency that the first of them credits."""
    first = next((report for report in taken if report.key != notifier.key), notifier)
    return first.outlet if first.publisher == notifier.publisher else first.agency or first.outlet


def corrections(incident: str, group: Sequence[EventFact]) -> list[Update]:
    """Places that a medium corrects: its notice names the one of its earlier report and the one that is right."""
    found: dict[str, Update] = {}
    for after in group:
        new = after.event.place.name if after.event.place else None
        notices = [n for n in after.report.notices if n.kind == "correction" and n.names(new)]
        for before in group if new and notices else ():
            old = before.event.place.name if before.event.place else None
            if old != new and any(n.names(old) and may_amend(after.report, n, before.report) for n in notices):
                which: tuple[str, str, UpdateKind] = (incident, "place", "correction")
                side = after.report.agency or after.report.outlet
                found.setdefault(after.report.key, _update(which, side, (old, new), after.report))
    return list(found.values())


def changes(incident: str, name: str, said: Sequence[Said]) -> Iterator[Update]:
    """Changes of one side's number from one article to a later one."""
    per_article: dict[str, Said] = {}
    for several in by_article(said):
        chosen = best(several, list(per_article.values()))
        per_article[chosen.voice.report.key] = chosen
    for before, after in pairwise(per_article.values()):
        one, other = before.voice.report, after.voice.report
        if before.value != after.value and one.moment and other.moment and one.moment != other.moment:
            kind: UpdateKind = "correction" if _is_correction(before, after) else "revision"
            side = after.voice.side or after.voice.name
            yield _update((incident, name, kind), side, (before.value, after.value), other)


def by_article(said: Sequence[Said]) -> list[list[Said]]:
    """The values of each article, articles in order."""
    found: dict[str, list[Said]] = {}
    for item in said:
        found.setdefault(item.voice.report.key, []).append(item)
    return list(found.values())


def best(said: Sequence[Said], before: Sequence[Said]) -> Said:
    """Of several numbers of an article the total; not the old one that it mends. Of several culprits the narrowest."""
    old = {item.value for item in before}
    mended = [item for item in said if item.value not in old and figure_is_mended(item.context)]
    return max(mended or said, key=lambda item: (item.size, -len(str(item.value))))


def may_amend(report: Report, notice: Notice, other: Report) -> bool:
    """Whether the notice may be about the other report: earlier, of the medium that is meant, of a day that it names."""
    if report.moment is None or other.moment is None or other.moment >= report.moment:
        return False
    mine = {name for name in (report.publisher, report.agency) if name}
    theirs = {name for name in (other.publisher, other.agency) if name}
    named = any(notice.names(name) for name in sorted(theirs))
    if not (named or (notice.is_own and mine & theirs)):
        return False
    return _day_fits(report, notice, other)


def _day_fits(report: Report, notice: Notice, other: Report) -> bool:
    """Whether the other report is of a day that the notice names, or of the next one."""
    then, now = _day(other), _day(report)
    if then is None or now is None or (now - then).days > LATEST:
        return False
    days = [(month, day) for month, day in notice.days if (month, day) != (now.month, now.day)]
    if not days and not notice.weekdays:
        return True
    near = (then, date.fromordinal(then.toordinal() - 1))
    return any((day.month, day.day) in days or day.weekday() in notice.weekdays for day in near)


def _taken_back(
    report: Report, notice: Notice, groups: Sequence[Sequence[EventFact]], first: Mapping[str, str]
) -> list[EventFact]:
    """The events of earlier reports that the notice takes back, with their copies, and its own retelling of them."""
    words = frozenset(notice.words)
    scores: list[tuple[int, int]] = []
    for number, group in enumerate(groups):
        shared = [len(fact.words & words) for fact in group if may_amend(report, notice, fact.report)]
        if shared and max(shared) >= SHARED:
            scores.append((max(shared), -number))
    if not scores:
        return [fact for group in groups for fact in group if _is_retold(fact, report, notice)]
    group = groups[-max(scores)[1]]
    meant = {fact.report.key for fact in group if len(fact.words & words) >= SHARED}
    taken = [fact for fact in group if fact.report.key in meant and may_amend(report, notice, fact.report)]
    known = {(first[fact.report.key], _cited(fact)) for fact in taken}
    earlier = [fact for fact in group if fact.report.order < report.order]
    copies = [fact for fact in earlier if (first[fact.report.key], _cited(fact)) in known]
    return [*copies, *(fact for fact in group if _is_retold(fact, report, notice))]


def _cited(fact: EventFact) -> tuple[str, ...]:
    """Who is cited for the event: a copy of a report that was taken back may have asked somebody else."""
    sources = [fact.report.sources[name] for name in fact.chains]
    return tuple(sorted({" ".join(normalised(source.name or source.text)) for source in sources}))


def _is_retold(fact: EventFact, report: Report, notice: Notice) -> bool:
    """Whether the event stands in the notice itself."""
    start = fact.event.trigger.span.start
    return fact.report.key == report.key and notice.span.start <= start < notice.span.end


def _versions(reports: Sequence[Report]) -> dict[str, str]:
    """For each report, given in order, of which there is a later version at the same address the key of the latest."""
    by_address: dict[str, list[Report]] = {}
    for report in reports:
        if report.url and report.moment:
            by_address.setdefault(report.url, []).append(report)
    return {
        older.key: several[-1].key
        for several in by_address.values()
        for older in several
        if older.moment != several[-1].moment
    }


def _is_correction(before: Said, after: Said) -> bool:
    """Whether the later value takes back the earlier one, rather than counts on."""
    one, other = before.voice.report, after.voice.report
    told = any(n.kind == "correction" and may_amend(other, n, one) for n in other.notices)
    return told or figure_is_mended(after.context)


def _update(which: tuple[str, str, UpdateKind], side: str, values: tuple[Value, Value], report: Report) -> Update:
    incident, name, kind = which
    return Update(
        incident=incident, field=name, kind=kind, side=side, from_=values[0], to=values[1],
        article=report.id, published=report.published,
    )  # fmt: skip


def _id(fact: EventFact) -> Fact:
    return (fact.report.key, fact.event.id)


def _day(report: Report) -> date | None:
    """The day of publication where it was published."""
    try:
        return date.fromisoformat((report.published or "")[:10])
    except ValueError:
        return None
