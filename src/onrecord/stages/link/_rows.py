"""What is known of a scene as rows of the store.

In: the report of a scene and its articles. Out: incidents and the rest, each with its place in the order of everything. The one
idea: that place is made of publication and content, so that scenes put together again read as if they had been linked at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from onrecord.link_report import CopyGroup, Incident, LinkReport
from onrecord.stages.link._facts import Report
from onrecord.store.linking import Item, Row

LAST = "\U0010ffff"


def made(found: LinkReport, reports: Sequence[Report], of_key: Mapping[str, int]) -> tuple[list[Row], list[Item]]:
    """Rows of the incidents and items of the rest; `of_key` gives the store's number of an article."""
    by_id = {report.id: report for report in reports}
    order = {incident.id: _order(incident, by_id) for incident in found.incidents}
    rows = [_row(incident, order[incident.id], by_id, of_key) for incident in found.incidents]
    items = list[Item]()
    for number, relay in enumerate(found.relays):
        items.append(Item("relay", f"{_moment(by_id[relay.articles[0]])} {number:06d}", None, _json(relay)))
    for number, dispute in enumerate(found.disputes):
        items.append(Item("dispute", f"{order[dispute.incident]} {number:06d}", dispute.incident, _json(dispute)))
    for number, update in enumerate(found.updates):
        items.append(Item("update", f"{order[update.incident]} {number:06d}", update.incident, _json(update)))
    return rows, items


def copies(group: CopyGroup, reports: Sequence[Report]) -> Item:
    """A copy group, in the order of its first article."""
    first = next(report for report in reports if report.id == group.articles[0])
    return Item("copy", _moment(first), None, _json(group))


def _row(incident: Incident, order: str, by_id: Mapping[str, Report], of_key: Mapping[str, int]) -> Row:
    place, days = incident.place, incident.date
    return Row(
        id=incident.id,
        order=order,
        event_type=incident.event_type,
        status=incident.status,
        date_start=days.start if days else None,
        date_end=days.end if days else None,
        place=(place.name or place.text) if place else None,
        country=place.country if place else None,
        reports=incident.reports,
        publishers=incident.publishers,
        independent_sources=incident.independent_sources,
        denials=len(incident.denied_by),
        background=incident.background,
        circular=incident.corroboration.circular,
        json=_json(incident),
        events=tuple((of_key[by_id[event.article].key], event.event) for event in incident.events),
    )


def _order(incident: Incident, by_id: Mapping[str, Report]) -> str:
    """By its first report, then by where its first event stands in it."""
    first = incident.events[0]
    report = by_id[first.article]
    start = next(fact.event.trigger.span.start for fact in report.events if fact.event.id == first.event)
    return f"{_moment(report)} {start:09d} {first.event}"


def _moment(report: Report) -> str:
    return f"{report.moment or LAST} {report.key}"


def _json(item: object) -> bytes:
    return msgspec.json.encode(item)
