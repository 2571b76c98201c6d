"""Across articles: copies, incidents, who stands behind them, disputes and updates.

In: a store. Out: a `LinkReport`, and the same in the store's tables. The one idea: forty copies of one dispatch are one report,
and a report is worth as much as its origin; so copies are collapsed first, events are grouped, and independence is counted on
the origins of the attribution chains.

Steps, in order: what is needed of each article (`_facts`, kept by `_packing`), copies (`_copies`), which events are to be
linked together (`_scenes`); then in each scene groups of events (`_clusters`, `_likely`; sums stand apart, `_parts`), further
reports that speak of them (`_references`), and for each group its origins (`_origins`), disputes and updates (`_disputes`) and
the incident itself (`_incidents`). What comes out is a function of the set of articles: any order of arrival gives the same. A
new article makes only the scenes of its own events due.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from onrecord.config import LinkConfig
from onrecord.link_report import Dispute, Incident, LinkReport, Relay, Update
from onrecord.stages.link import (
    _candidates,
    _clusters,
    _copies,
    _facts,
    _incidents,
    _packing,
    _parts,
    _passages,
    _references,
    _rows,
    _scenes,
    _statements,
    _updates,
)
from onrecord.stages.link._facts import Report
from onrecord.stages.link._mentions import linked as linked_mentions
from onrecord.store.linking import Item, LinkState

if TYPE_CHECKING:
    from onrecord.store import Store

__all__ = ["Link", "linked_mentions"]

VERSION = 6
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

    def __call__(self, store: Store, tell: Tell | None = None, /) -> LinkReport:
        """Link what is new and give all that is known."""
        self.update(store, tell)
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
            if scene < 0:
                state.replace(scene, [], self._copy_group(state, -scene))
                continue
            kept = state.articles_of(scene)
            reports = [_packing.unpack(one.facts, one.shown, positions=one.positions) for one in kept]
            numbers = {report.key: one.number for report, one in zip(reports, kept, strict=True)}
            copies = {report.key: one.copy for report, one in zip(reports, kept, strict=True)}
            rows, items = _rows.made(self.scene(reports, copies), reports, numbers)
            state.replace(scene, rows, items)
        if due or state.has_lost():  # or it was stopped just before
            state.finish()

    def _read(self, store: Store, state: LinkState, say: Tell) -> None:
        wanted = state.unread()
        for at in range(0, len(wanted), BATCH):
            say("reading", at, len(wanted))
            with state.step():
                for number, record in store.numbered(wanted[at : at + BATCH]):
                    report = _facts.report(record)
                    state.keep(number, _packing.pack(report), report.runs.tobytes(), _candidates.sample(report.runs))

    def _place(self, state: LinkState, say: Tell) -> None:
        total = state.waiting()
        while articles := state.unplaced(BATCH):
            say("placing", total - state.waiting(), total)
            nodes = {one.number: _scenes.nodes(_packing.unpack(one.facts, one.shown)) for one in articles}
            pairs, apart = _candidates.Candidates(state).pairs([one.number for one in articles])
            state.place(nodes, pairs, apart)

    @staticmethod
    def _copy_group(state: LinkState, group: int) -> list[Item]:
        """The copy group as it is kept; nothing for an article without copies."""
        kept = state.copies_of(group)
        if len(kept) < 2:
            return []
        reports = [_packing.unpack(one.facts, one.shown, state.runs(one.number)) for one in kept]
        return [_rows.copies(_copies.group(reports), reports)]

    def scene(self, articles: Sequence[Report], copies: Mapping[str, int]) -> LinkReport:
        """What is known across the articles of one scene; `copies` names the copy group of each by its key."""
        reports = sorted(articles, key=lambda report: report.order)
        leaders: dict[int, str] = {}
        first = {report.key: leaders.setdefault(copies[report.key], report.key) for report in reports}
        dispatches = _incidents.Dispatches(first=first, reports={report.key: report for report in reports})
        incidents, disputes, updates = list[Incident](), list[Dispute](), list[Update]()
        relays: dict[Relay, None] = {}
        facts = [fact for report in reports for fact in report.events]
        groups = _parts.apart(_clusters.find(facts, lambda fact: first[fact.report.key]))
        further = _statements.match(reports, groups)
        blamed = _statements.blamed(reports, groups)
        said_in = {number: {report.key for report, _ in said} for number, said in further.items()}
        dispatches = replace(dispatches, amended=_updates.amendments(reports, groups, first))
        spoken = _references.find(reports, groups, said_in, dispatches.amended.is_withdrawn)
        further = _passages.joined(further, spoken, groups)
        for number, group in enumerate(groups):
            beside = _incidents.Further(further.get(number, ()), blamed.get(number, ()), spoken.get(number, ()))
            incident, disputed, updated, relayed = _incidents.build(group, beside, dispatches)
            incidents.append(incident)
            disputes += disputed
            updates += updated
            relays.update(dict.fromkeys(relayed))
        return LinkReport(
            copies=(),
            relays=tuple(relays),
            incidents=tuple(_parts.placed(incidents, groups)),
            disputes=tuple(disputes),
            updates=tuple(updates),
        )
