"""Across articles: copies, incidents, who stands behind them, disputes and updates.

In: a store. Out: a `LinkReport`, and the same in the store's tables. The one idea: forty copies of one dispatch are one report,
and a report is worth as much as its origin; so copies are collapsed first, events are grouped, and independence is counted on
the origins of the attribution chains.

Steps, in order: what is needed of each article (`_facts`, kept by `_packing`), which articles are to be linked together
(`_scenes`); then in each scene copies (`_copies`), groups of events (`_clusters`), further reports that speak of them
(`_references`), and for each group its origins (`_origins`), disputes and updates (`_disputes`) and the incident itself
(`_incidents`). What comes out is a function of the set of articles: any order of arrival gives the same. A new article makes
only its own scene due.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from onrecord.config import LinkConfig
from onrecord.link_report import Dispute, Incident, LinkReport, Relay, Update
from onrecord.stages.link import (
    _clusters,
    _copies,
    _facts,
    _incidents,
    _packing,
    _passages,
    _references,
    _rows,
    _scenes,
    _statements,
)
from onrecord.stages.link._facts import Report
from onrecord.stages.link._mentions import linked as linked_mentions
from onrecord.store.linking import LinkState, Placed

if TYPE_CHECKING:
    from onrecord.store import Store

__all__ = ["Link", "linked_mentions"]

VERSION = 2
BATCH = 500
"""Articles that are read or placed in one transaction."""
Tell = Callable[[str, int, int], None]
"""Called with the step ("reading", "placing", "linking"), how much of it is done and how much there is."""


class Link:
    """The stage that reads the whole store."""

    name = "link"
    version = VERSION

    def __init__(self, config: LinkConfig | None = None) -> None:
        self.config = config or LinkConfig()

    def __call__(self, store: Store, /) -> LinkReport:
        """Link what is new and give all that is known."""
        self.update(store)
        return store.links()

    def update(self, store: Store, tell: Tell | None = None) -> None:
        """Link what is new in the store; it can be stopped anywhere and goes on from there."""
        state = store.link_state(_scenes.MOST)
        say = tell or (lambda step, done, of: None)
        state.begin(f"{self.version} {_packing.FORMAT} {_scenes.MOST}")
        self._read(store, state, say)
        self._place(state, say)
        due = state.due()
        for done, scene in enumerate(due):
            say("linking", done, len(due))
            numbers = state.articles_of(scene)
            reports = [_packing.unpack(*state.facts(number)) for number in numbers]
            of_key = {report.key: number for report, number in zip(reports, numbers, strict=True)}
            rows, items = _rows.made(self.scene(reports), reports, of_key)
            state.replace(scene, rows, items)
        if due:
            state.finish()

    def _read(self, store: Store, state: LinkState, say: Tell) -> None:
        wanted = state.unread()
        for at in range(0, len(wanted), BATCH):
            say("reading", at, len(wanted))
            with state.step():
                for number, record in store.numbered(wanted[at : at + BATCH]):
                    report = _facts.report(record)
                    state.keep(number, _packing.pack(report), _copies.sample(report.runs))

    def _place(self, state: LinkState, say: Tell) -> None:
        while numbers := state.unplaced(BATCH):
            say("placing", 0, len(numbers))
            articles, copies = [], []
            for number in numbers:
                report = _packing.unpack(*state.facts(number))
                articles.append(Placed(number, _scenes.keys(report)))
                copies += [(number, other) for other in self._copied(state, number, report)]
            state.place(articles, copies)

    @staticmethod
    def _copied(state: LinkState, number: int, report: Report) -> list[int]:
        """Articles of which this one is a copy, or that are copies of it."""
        sample = len(_copies.sample(report.runs))
        found = []
        for other, shared in sorted(state.sharing(number, _copies.CROWD).items()):
            if _copies.may_be(shared, sample) and _copies.are(report, _packing.unpack(*state.facts(other))):
                found.append(other)
        return found

    def scene(self, articles: Sequence[Report]) -> LinkReport:
        """What is known across the articles of one scene."""
        reports = sorted(articles, key=lambda report: report.order)
        copies, first = _copies.find(reports)
        dispatches = _incidents.Dispatches(first=first, reports={report.key: report for report in reports})
        incidents, disputes, updates = list[Incident](), list[Dispute](), list[Update]()
        relays: dict[Relay, None] = {}
        facts = [fact for report in reports for fact in report.events]
        groups = _clusters.find(facts, lambda fact: first[fact.report.key])
        further = _statements.match(reports, groups)
        blamed = _statements.blamed(reports, groups)
        said_in = {number: {report.key for report, _ in said} for number, said in further.items()}
        spoken = _references.find(reports, groups, said_in)
        further = _passages.joined(further, spoken, groups)
        for number, group in enumerate(groups):
            beside = _incidents.Further(further.get(number, ()), blamed.get(number, ()), spoken.get(number, ()))
            incident, disputed, updated, relayed = _incidents.build(group, beside, dispatches)
            incidents.append(incident)
            disputes += disputed
            updates += updated
            relays.update(dict.fromkeys(relayed))
        return LinkReport(
            copies=tuple(copies),
            relays=tuple(relays),
            incidents=tuple(incidents),
            disputes=tuple(disputes),
            updates=tuple(updates),
        )
