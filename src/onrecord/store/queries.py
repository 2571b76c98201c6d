"""What is asked of the database: pages of records, problems, search, and the owner of an id.

In: an open connection. Out: rows, or the small dataclasses below. Nothing here writes.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, cast

import msgspec

from onrecord.errors import StoreError
from onrecord.link_report import CopyGroup, Dispute, Incident, LinkReport, Relay, Update
from onrecord.records import Attribution, Event, Record
from onrecord.store import incidents

Kind = Literal["article", "event", "attribution", "incident"]

ITEMS: dict[str, Any] = {"copy": CopyGroup, "relay": Relay, "dispute": Dispute, "update": Update}
TERM = re.compile(r'"([^"]*)"?(\*?)|(\S+)')
ARTICLE = "SELECT number, shown, (SELECT b.shown FROM article b WHERE b.key = a.revision_of), record FROM article a"
EXACT, PREFIX = "{column} = ?", "{column} >= ? AND {column} < ?"
LAST = "\U0010ffff"
WHOLE = ("article", "incident")
"""Kinds that stand in no article."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """Filters of a search: all that are given must hold of one event. Days are ISO, inclusive; `limit` is in articles."""

    actor: str | None = None
    type: str | None = None
    date_from: str | None = None
    date_to: str | None = None
    place: str | None = None
    source: str | None = None
    limit: int = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRow:
    """An event in a list: names, not spans."""

    id: str
    event_type: str
    status: str
    date: str | None
    place: str | None
    country: str | None
    trigger: str
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """An article that was found, with its events that fit; `snippet` shows the words in [brackets]."""

    article: str
    title: str | None
    publisher: str | None
    published: str | None
    url: str | None
    snippet: str
    events: tuple[EventRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """What an id stands for: `kind` says which list of the record holds it; `incident` is that of an event, once linked."""

    kind: Kind
    id: str
    record: Record
    incident: str | None = None

    @property
    def event(self) -> Event | None:
        """The event, if it is one."""
        return next((e for e in self.record.events if self.kind == "event" and e.id == self.id), None)

    @property
    def attribution(self) -> Attribution | None:
        """The attribution, if it is one."""
        return next((a for a in self.record.attributions if self.kind == "attribution" and a.id == self.id), None)

    def to_json(self) -> str:
        """What was found, its article without the lists, the attributions behind it, and the coder."""
        raw = self.record.to_dict()
        found = {"kind": self.kind, "id": self.id, "article": raw["article"], "coder": raw["coder"]}
        if self.kind == "event":
            found["incident"] = self.incident
        if self.kind == "article":
            found |= {name: raw[name] for name in ("attributions", "events", "places", "times", "voice", "problems")}
            return json.dumps(found, ensure_ascii=False, indent=1)
        found["found"] = next(item for item in raw[f"{self.kind}s"] if item["id"] == self.id)
        behind = found["found"]["attributed_to"] if self.kind == "event" else [self.id]
        by_id = {item["id"]: item for item in raw["attributions"]}
        chain: dict[str, Any] = {}
        for current in behind:
            while current in by_id and current not in chain:
                chain[current] = by_id[current]
                current = by_id[current]["within"]
        return json.dumps({**found, "attributions": list(chain.values())}, ensure_ascii=False, indent=1)


def record_page(db: sqlite3.Connection, after: int, size: int) -> list[Any]:
    """Number, shown id, shown id of the version before, record; in order of arrival."""
    return db.execute(f"{ARTICLE} WHERE number > ? ORDER BY number LIMIT ?", (after, size)).fetchall()


def records_of(db: sqlite3.Connection, numbers: Sequence[int]) -> list[Any]:
    """As `record_page`, of these articles."""
    marks = ", ".join("?" * len(numbers))
    return db.execute(f"{ARTICLE} WHERE number IN ({marks}) ORDER BY number", tuple(numbers)).fetchall()


def links(db: sqlite3.Connection) -> LinkReport:
    """Incidents with their former ids, copies, relays, disputes and updates, in the order of the reports."""
    former: dict[str, list[str]] = {}
    for old, now in db.execute("SELECT former, incident FROM incident_alias ORDER BY former"):
        former.setdefault(now, []).append(old)
    incidents = [
        replace(msgspec.json.decode(data, type=Incident), merged_from=tuple(former.get(name, ())))
        for name, data in db.execute("SELECT id, json FROM incident ORDER BY position, id")
    ]
    found: dict[str, list[Any]] = {kind: [] for kind in ITEMS}
    for kind, data in db.execute("SELECT kind, json FROM link_item ORDER BY kind, position, json"):
        found[kind].append(msgspec.json.decode(data, type=ITEMS[kind]))
    return LinkReport(
        copies=tuple(found["copy"]),
        relays=tuple(found["relay"]),
        incidents=tuple(incidents),
        disputes=tuple(found["dispute"]),
        updates=tuple(found["update"]),
    )


def problems(db: sqlite3.Connection) -> list[Any]:
    """Failed inputs, then problems of articles: name, code, stage, message, spans, refs, origin."""
    failed = db.execute(
        "SELECT origin, code, stage, message, NULL, NULL, origin FROM input WHERE outcome = 'failed' ORDER BY origin"
    ).fetchall()
    kept = db.execute(
        "SELECT a.shown, p.code, p.stage, p.message, p.spans, p.refs, NULL FROM problem p"
        " JOIN article a ON a.number = p.article ORDER BY a.number, p.rowid"
    ).fetchall()
    return failed + kept


def words(query: str) -> str:
    """The query as FTS5 takes it: words (all of them), "phrases", begin*, OR; every other sign is only a word's limit."""
    parts: list[str] = []
    for phrase, star, word in TERM.findall(query):
        term = phrase or word
        if term == "OR" and not phrase and parts and parts[-1] != "OR":
            parts.append("OR")
            continue
        prefix = bool(star) or (bool(word) and word.endswith("*"))
        letters = re.sub(r"[\W_]+", " ", term).strip()
        if letters:
            parts.append(f'"{letters}"' + ("*" if prefix else ""))
    while parts and parts[-1] == "OR":
        parts.pop()
    return " ".join(parts)


def search(db: sqlite3.Connection, query: str, wanted: Search) -> list[Hit]:
    """Articles that hold the words and an event that fits, best first; without words, the latest first."""
    match = words(query)
    if query.strip() and not match:
        return []
    where, values = _event_filter(wanted)
    needs_event = f"EXISTS (SELECT 1 FROM event e WHERE e.article = a.number{where})" if where else "1"
    columns = "a.number, a.shown, a.title, a.publisher, a.published, a.url"
    if match:
        rows = db.execute(
            f"SELECT {columns}, snippet(article_text, 1, '[', ']', ' … ', 24) FROM article_text"
            f" JOIN article a ON a.number = article_text.rowid WHERE article_text MATCH ? AND {needs_event}"
            " ORDER BY rank, a.key LIMIT ?",
            (match, *values, wanted.limit),
        ).fetchall()
    else:
        rows = db.execute(
            f"SELECT {columns}, substr(a.text, 1, 160) FROM article a WHERE {needs_event}"
            " ORDER BY a.published_utc IS NULL, a.published_utc DESC, a.key LIMIT ?",
            (*values, wanted.limit),
        ).fetchall()
    return [_hit(db, row, where, values) for row in rows]


def _hit(db: sqlite3.Connection, row: tuple[Any, ...], where: str, values: list[str]) -> Hit:
    number, shown, title, publisher, published, url, snippet = row
    events = db.execute(
        "SELECT number, id, event_type, status, date, place, country, trigger_text FROM event e"
        f" WHERE e.article = ?{where} ORDER BY trigger_start, id",
        (number, *values),
    ).fetchall()
    return Hit(
        article=shown,
        title=title,
        publisher=publisher,
        published=published,
        url=url,
        snippet=" ".join(snippet.split()),
        events=tuple(_event_row(db, *event) for event in events),
    )


def _event_row(db: sqlite3.Connection, number: int, *columns: Any) -> EventRow:
    people = db.execute("SELECT role, coalesce(name, text) FROM event_actor WHERE event = ?", (number,)).fetchall()
    sources = db.execute("SELECT coalesce(name, source) FROM event_source WHERE event = ?", (number,)).fetchall()
    named = dict(zip(("id", "event_type", "status", "date", "place", "country", "trigger"), columns, strict=True))
    return EventRow(
        **named,
        actors=tuple(name for role, name in people if role == "actor"),
        recipients=tuple(name for role, name in people if role == "recipient"),
        sources=tuple(name for (name,) in sources),
    )


def _event_filter(wanted: Search) -> tuple[str, list[str]]:
    """SQL (each part begins with AND) and its values."""
    parts: list[tuple[str, list[str]]] = []
    if wanted.type:
        parts.append(("e.event_type = ?", [wanted.type.upper()]))
    if wanted.date_from:
        parts.append(("e.date_end >= ?", [wanted.date_from]))
    if wanted.date_to:
        parts.append(("e.date_start <= ?", [wanted.date_to]))
    if wanted.place:
        parts.append(("(instr(fold(e.place), fold(?)) OR e.country = ?)", [wanted.place, wanted.place.upper()]))
    if wanted.actor:
        codes = "x.country = ? OR x.sector = ? OR x.side = ?"
        names = "instr(fold(x.name), fold(?)) OR instr(fold(x.text), fold(?))"
        inner = f"EXISTS (SELECT 1 FROM event_actor x WHERE x.event = e.number AND ({names} OR {codes}))"
        parts.append((inner, [wanted.actor] * 2 + [wanted.actor.upper()] * 2 + [wanted.actor]))
    if wanted.source:
        names = "instr(fold(s.name), fold(?)) OR instr(fold(s.source), fold(?)) OR s.country = ? OR s.kind = ? OR s.side = ?"
        inner = f"EXISTS (SELECT 1 FROM event_source s WHERE s.event = e.number AND ({names}))"
        parts.append((inner, [wanted.source] * 2 + [wanted.source.upper(), wanted.source, wanted.source]))
    return "".join(f" AND {sql}" for sql, _ in parts), [value for _, values in parts for value in values]


def find(db: sqlite3.Connection, path: str, wanted: str) -> tuple[Kind, str, int]:
    """Kind and id of what has the id, and the number of its article (0 for an incident); raises `StoreError` if none or several.

    `ARTICLE:ID` names an event or attribution of one article, where the same id stands in several (copies). A former id of an
    incident stands for what it became.
    """
    holder, _, item = wanted.rpartition(":") if not _owners(db, wanted, "") else ("", "", wanted)
    found = _owners(db, item, holder)
    if not found:
        where = f"onrecord search {path}, or onrecord link {path} for those of incidents"
        raise StoreError(
            f"{path}: no incident, event, attribution or article has the id {wanted!r}; find ids with: {where}"
        )
    if len(found) > 1:
        shown = ", ".join(row[1] if row[0] in WHOLE else f"{row[2]}:{row[1]}" for row in found[:6])
        raise StoreError(
            f"{path}: {wanted!r} fits {'more than 5' if len(found) > 5 else len(found)}: {shown}; give one of these"
        )
    kind, name, _, number = found[0]
    return cast(Kind, kind), name, number


def _owners(db: sqlite3.Connection, wanted: str, holder: str) -> list[tuple[str, str, str, int]]:
    """At most six (kind, id, shown id of the article, its number): exact ids, and only if there are none, beginnings."""
    if not wanted:
        return []
    for condition, values in ((EXACT, (wanted,)), (PREFIX, (wanted, wanted + LAST))):
        found: list[tuple[str, str, str, int]] = []
        if not holder:
            test = condition.format(column="shown")
            found += db.execute(f"SELECT 'article', shown, shown, number FROM article WHERE {test} LIMIT 6", values)
            found += [("incident", name, name, 0) for name in incidents.ids(db, condition, values)]
        for kind in ("event", "attribution"):
            test, extra = condition.format(column="x.id"), (holder,) if holder else ()
            found += db.execute(
                f"SELECT DISTINCT '{kind}', x.id, a.shown, a.number FROM {kind} x JOIN article a ON a.number = x.article"
                f" WHERE {test}{' AND a.shown = ?' if holder else ''} ORDER BY a.shown LIMIT 6",
                (*values, *extra),
            )
        if found:
            return found[:6]
    return []
