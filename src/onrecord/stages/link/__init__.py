"""Across articles: copies, incidents, who stands behind them, disputes and updates.

In: a store. Out: a `LinkReport`. The one idea: forty copies of one dispatch are one report, and a report is worth as much as
its origin; so copies are collapsed first, events are grouped by exact keys (a later version may score pairs instead), and
independence is counted on the origins of the attribution chains.

Steps, in order: what is needed of each article (`_facts`), copies (`_copies`), groups of events (`_clusters`), and for each
group its origins (`_origins`), disputes and updates (`_disputes`) and the incident itself (`_incidents`). The report is a
function of the set of articles: any order of arrival gives the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.config import LinkConfig
from onrecord.link_report import Dispute, Incident, LinkReport, Relay, Update
from onrecord.stages.link import _clusters, _copies, _facts, _incidents, _statements
from onrecord.stages.link._mentions import linked as linked_mentions

if TYPE_CHECKING:
    from onrecord.store import Store

__all__ = ["Link", "linked_mentions"]


class Link:
    """The stage that reads the whole store."""

    name = "link"
    version = 1

    def __init__(self, config: LinkConfig | None = None) -> None:
        self.config = config or LinkConfig()

    def __call__(self, store: Store, /) -> LinkReport:
        reports = sorted((_facts.report(record) for record in store.records()), key=lambda report: report.order)
        copies, first = _copies.find(reports)
        dispatches = _incidents.Dispatches(first=first, reports={report.key: report for report in reports})
        incidents, disputes, updates = list[Incident](), list[Dispute](), list[Update]()
        relays: dict[Relay, None] = {}
        facts = [fact for report in reports for fact in report.events]
        groups = _clusters.find(facts, lambda fact: first[fact.report.key])
        further = _statements.match(reports, groups)
        blamed = _statements.blamed(reports, groups)
        for number, group in enumerate(groups):
            incident, disputed, updated, relayed = _incidents.build(
                group, _incidents.Further(further.get(number, ()), blamed.get(number, ())), dispatches
            )
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
