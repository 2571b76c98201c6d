"""An incident with all that stands behind it, down to the words in the articles.

In: an open connection and the id of an incident, or a former one. Out: an `IncidentExplanation`. The one idea: the incident
names its origins and, for each, the attributions that carry it; here these are followed to who says what in which article.
Nothing here writes.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import TypeVar

import msgspec

from onrecord.link_report import Carrier, CopyGroup, Dispute, Incident, LinkReport, Update
from onrecord.records import Span

AT_ONCE = 400
"""Values in one statement."""
STEP = ("id", "source", "kind", "act", "certainty", "cue", "content", "within")
STEPS = (
    "SELECT id, coalesce(name, source), kind, act, certainty, cue, content, within FROM attribution WHERE article = ?"
)
UNLINKED = "SELECT count(*) FROM article a LEFT JOIN link_article l ON l.number = a.number WHERE l.number IS NULL"
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An article that reports the incident."""

    id: str
    title: str | None
    publisher: str | None
    published: str | None
    url: str | None
    agency: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """An attribution of a chain: who says what, and the id of the attribution that passes it on."""

    id: str
    source: str
    kind: str | None
    act: str | None
    certainty: str | None
    cue: str | None
    content: str | None
    within: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentExplanation:
    """What is known of an incident. `chains`: for an article and an attribution the steps from the innermost to the outermost.

    `words` are those at the spans of articles that are shown; `whole` is the sum of which the incident is part, `parts` are
    those of a sum; `unlinked` articles of the database came after it was last linked.
    """

    id: str
    incident: Incident
    disputes: tuple[Dispute, ...]
    updates: tuple[Update, ...]
    copies: tuple[CopyGroup, ...]
    articles: dict[str, Told]
    chains: dict[tuple[str, str], tuple[Step, ...]]
    words: dict[tuple[str, Span], str]
    whole: Incident | None
    parts: tuple[Incident, ...]
    unlinked: int
    kind: str = "incident"

    def said(self, carrier: Carrier) -> str:
        """The words of a carrier."""
        steps = self.chains.get((carrier.article, carrier.attribution or ""))
        if steps and steps[0].content:
            return steps[0].content
        return " ... ".join(self.words.get((carrier.article, span), "") for span in carrier.spans)

    def to_json(self) -> str:
        """The incident as in the link report, with disputes, updates, copies, articles, attributions, and ids of its parts."""
        raw = LinkReport(
            copies=self.copies, relays=(), incidents=(self.incident,), disputes=self.disputes, updates=self.updates
        ).to_dict()
        steps = {
            (article, s.id): {"article": article, **asdict(s)} for (article, _), c in self.chains.items() for s in c
        }
        found = {
            "kind": self.kind,
            "id": self.id,
            "incident": raw["incidents"][0],
            "parts": [part.id for part in self.parts],
            **{name: raw[name] for name in ("disputes", "updates", "copies")},
            "articles": [asdict(article) for article in self.articles.values()],
            "attributions": list(steps.values()),
            "unlinked": self.unlinked,
        }
        return json.dumps(found, ensure_ascii=False, indent=1)


def ids(db: sqlite3.Connection, condition: str, values: tuple[str, ...]) -> list[str]:
    """Ids of incidents, and of those that former ids now stand for; at most six. `condition` has a place for the column."""
    rows = db.execute(
        f"SELECT id FROM incident WHERE {condition.format(column='id')} UNION SELECT i.id FROM incident_alias a"
        f" JOIN incident i ON i.id = a.incident WHERE {condition.format(column='a.former')} ORDER BY 1 LIMIT 6",
        (*values, *values),
    )
    return [row[0] for row in rows.fetchall()]


def of_event(db: sqlite3.Connection, article: int, event: str) -> str | None:
    """The id of the incident that the event is of, once it is linked."""
    row = db.execute("SELECT incident FROM incident_event WHERE article = ? AND event = ?", (article, event)).fetchone()
    return row[0] if row else None


def explained(db: sqlite3.Connection, name: str) -> IncidentExplanation:
    """The incident of that very id."""
    data, scene = db.execute("SELECT json, scene FROM incident WHERE id = ?", (name,)).fetchone()
    former = db.execute("SELECT former FROM incident_alias WHERE incident = ? ORDER BY former", (name,)).fetchall()
    incident = replace(_incident(data), merged_from=tuple(row[0] for row in former))
    disputes = _items(db, "dispute", name, Dispute)
    carriers = [carrier for origin in incident.origins for carrier in origin.carriers]
    carriers += [carrier for denial in incident.denied_by for carrier in denial.carriers]
    spans = _wanted(carriers, disputes)
    numbers: dict[str, int] = {}
    articles: dict[str, Told] = {}
    words: dict[tuple[str, Span], str] = {}
    for number, text, told in _articles(db, [*dict.fromkeys([*incident.reported_in, *spans])]):
        numbers[told.id], articles[told.id] = number, told
        words.update({(told.id, span): text[span.start : span.end] for span in spans.get(told.id, ())})
    return IncidentExplanation(
        id=name,
        incident=incident,
        disputes=disputes,
        updates=_items(db, "update", name, Update),
        copies=_copies(db, sorted(numbers.values())),
        articles={shown: articles[shown] for shown in [*incident.reported_in, *spans] if shown in articles},
        chains=_chains(db, carriers, numbers),
        words=words,
        whole=_whole(db, incident.part_of),
        parts=_parts(db, scene, name) if incident.aggregate else (),
        unlinked=db.execute(UNLINKED).fetchone()[0],
    )


def _incident(data: bytes) -> Incident:
    return msgspec.json.decode(data, type=Incident)


def _wanted(carriers: Sequence[Carrier], disputes: Sequence[Dispute]) -> dict[str, list[Span]]:
    """The spans of each article of which the words are shown: own voices, and the first words of each position."""
    found: dict[str, list[Span]] = {}
    for carrier in carriers:
        if carrier.attribution is None:
            found.setdefault(carrier.article, []).extend(carrier.spans)
    for position in (position for dispute in disputes for position in dispute.positions if position.articles):
        found.setdefault(position.articles[0], []).extend(position.spans)
    return found


def _items(db: sqlite3.Connection, kind: str, incident: str, form: type[T]) -> tuple[T, ...]:
    rows = db.execute(
        "SELECT json FROM link_item WHERE incident = ? AND kind = ? ORDER BY position, json", (incident, kind)
    )
    return tuple(msgspec.json.decode(row[0], type=form) for row in rows.fetchall())


def _articles(db: sqlite3.Connection, shown: Sequence[str]) -> Iterator[tuple[int, str, Told]]:
    """Number, text and description of the articles with these ids."""
    for part in _parted(shown):
        rows = db.execute(
            "SELECT number, text, shown, title, publisher, published, url, agency FROM article WHERE shown IN"
            f" ({', '.join('?' * len(part))})",
            part,
        ).fetchall()
        for number, text, name, title, publisher, published, url, agency in rows:
            yield (
                number,
                text,
                Told(id=name, title=title, publisher=publisher, published=published, url=url, agency=agency),
            )


def _parted(values: Sequence[T]) -> Iterator[Sequence[T]]:
    return (values[at : at + AT_ONCE] for at in range(0, len(values), AT_ONCE))


def _copies(db: sqlite3.Connection, numbers: Sequence[int]) -> tuple[CopyGroup, ...]:
    """The copy groups of these articles, in their order; a group stands under its negative number."""
    groups: set[int] = set()
    for part in _parted(numbers):
        marks = ", ".join("?" * len(part))
        groups.update(row[0] for row in db.execute(f"SELECT copy FROM link_article WHERE number IN ({marks})", part))
    found: list[tuple[str, CopyGroup]] = []
    for part in _parted(sorted(-group for group in groups if group is not None)):
        marks = ", ".join("?" * len(part))
        rows = db.execute(f"SELECT position, json FROM link_item WHERE kind = 'copy' AND scene IN ({marks})", part)
        found += [(position, msgspec.json.decode(data, type=CopyGroup)) for position, data in rows.fetchall()]
    return tuple(group for _, group in sorted(found, key=lambda item: item[0]))


def _chains(
    db: sqlite3.Connection, carriers: Sequence[Carrier], numbers: Mapping[str, int]
) -> dict[tuple[str, str], tuple[Step, ...]]:
    """For each attribution that carries an origin its steps, from the innermost to the outermost."""
    found: dict[tuple[str, str], tuple[Step, ...]] = {}
    known: dict[str, dict[str, Step]] = {}
    for carrier in carriers:
        if carrier.attribution is None or carrier.article not in numbers:
            continue
        if carrier.article not in known:
            rows = db.execute(STEPS, (numbers[carrier.article],)).fetchall()
            known[carrier.article] = {row[0]: Step(**dict(zip(STEP, row, strict=True))) for row in rows}
        steps: dict[str, Step] = {}
        current = known[carrier.article].get(carrier.attribution)
        while current is not None and current.id not in steps:
            steps[current.id] = current
            current = known[carrier.article].get(current.within or "")
        found[(carrier.article, carrier.attribution)] = tuple(steps.values())
    return found


def _whole(db: sqlite3.Connection, name: str | None) -> Incident | None:
    row = db.execute("SELECT json FROM incident WHERE id = ?", (name,)).fetchone() if name else None
    return _incident(row[0]) if row else None


def _parts(db: sqlite3.Connection, scene: int, whole: str) -> tuple[Incident, ...]:
    """The incidents that the sum counts: they are linked with it."""
    rows = db.execute("SELECT json FROM incident WHERE scene = ? ORDER BY position, id", (scene,)).fetchall()
    return tuple(incident for row in rows if (incident := _incident(row[0])).part_of == whole)
