"""Many records in one SQLite file, found again by words, actors, days, places and sources.

In: records. Out: records, search hits and explanations. The one idea: an article's key is its content, so adding the same
article twice is nothing, a new pipeline recodes it, and whatever was interrupted is done again only where it is missing.
One article is one transaction: the file never holds half of one. Apart from this module, only `migrations` and `queries`
know SQL. WAL lets one process write while others read.
"""

from __future__ import annotations

import json
import os
import sqlite3
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from onrecord import codec
from onrecord.errors import StoreError
from onrecord.link_report import LinkReport
from onrecord.records import Article, Attribution, Event, Mention, Problem, Record, Span
from onrecord.store import incidents, migrations, queries
from onrecord.store.incidents import IncidentExplanation
from onrecord.store.linking import LinkState
from onrecord.store.queries import Explanation, Hit, Search
from onrecord.version import __version__

__all__ = ["Added", "Explanation", "Hit", "IncidentExplanation", "Search", "Store"]

Added = Literal["added", "recoded", "unchanged"]

BUSY_S = 30.0
"""How long to wait for another process that writes."""
MIN_QUALIFIER = 4
"""Fewest digits of the key that tell articles with one id apart."""
PAGE = 100
"""Records fetched at a time; nothing is locked in between."""


class Store:
    """One database. `with Store(path) as store: ...`; `":memory:"` keeps nothing."""

    def __init__(self, path: str | os.PathLike[str], *, read_only: bool = False) -> None:
        self.path = os.fspath(path)
        self.read_only = read_only
        if read_only and not Path(self.path).is_file():
            raise StoreError(f"{self.path}: no such database; make it with: onrecord build {self.path} INPUT...")
        with self._plain_errors():
            self._db = self._open(read_only)

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; a store cannot be used afterwards."""
        with suppress(sqlite3.Error):
            self._db.close()

    # ---- opening, failing ----
    def _open(self, read_only: bool) -> sqlite3.Connection:
        if read_only:
            for how in ("mode=ro", "mode=ro&immutable=1"):  # the second where the folder cannot be written either
                with suppress(sqlite3.OperationalError):
                    db = _connect(f"{Path(self.path).absolute().as_uri()}?{how}", uri=True)
                    if self._applied(db) == len(migrations.MIGRATIONS):
                        return db
                    db.close()
        db = _connect(self.path)
        try:
            self._applied(db)
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("PRAGMA synchronous = NORMAL")
            migrations.apply(db)
        except BaseException:
            db.close()
            raise
        return db

    def _applied(self, db: sqlite3.Connection) -> int:
        try:
            return migrations.applied(db)
        except StoreError as error:
            db.close()
            raise type(error)(f"{self.path}: {error}") from None
        except sqlite3.Error:
            db.close()
            raise

    @contextmanager
    def _plain_errors(self) -> Iterator[None]:
        """What SQLite and the system say, as one line that names the file and what to do."""
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            raise StoreError(f"{self.path}: {_reason(error)}") from error

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._plain_errors():
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
                self._db.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):  # a full disk has rolled back already
                    self._db.execute("ROLLBACK")
                raise

    # ---- writing ----
    def has(self, article: Article, pipeline: str) -> bool:
        """Whether this very article is here, coded by this very pipeline: then there is nothing to do."""
        with self._plain_errors():
            row = self._db.execute("SELECT pipeline FROM article WHERE key = ?", (article.key,)).fetchone()
        return row is not None and row[0] == pipeline

    def add(self, record: Record) -> Added:
        """Keep the record; says whether it is new, replaces one by another pipeline, or was here."""
        article, pipeline = record.article, record.coder.pipeline
        key = article.key
        with self._transaction() as db:
            row = db.execute("SELECT number, pipeline FROM article WHERE key = ?", (key,)).fetchone()
            if article.origin is not None:
                log = (article.origin, key, "read", None, None, None, __version__)
                db.execute("DELETE FROM input WHERE origin = ? AND key = ''", (article.origin,))
                db.execute("INSERT OR REPLACE INTO input VALUES (?, ?, ?, ?, ?, ?, ?)", log)
            if row is not None and row[1] == pipeline:
                return "unchanged"
            if row is not None:
                _forget(db, row[0])
                text = codec.encode(record).decode("utf-8")
                db.execute("UPDATE article SET record = ?, pipeline = ? WHERE number = ?", (text, pipeline, row[0]))
                number = int(row[0])
            else:
                number = _insert_article(db, record, key)
                _qualify(db, article.id, key)
                _revise(db, article.url)
            _insert_lists(db, number, article)
            return "added" if row is None else "recoded"

    def add_failure(self, problem: Problem) -> None:
        """Log an input of which no article could be made."""
        row = (problem.origin or "", "", "failed", problem.code, problem.stage, problem.message, __version__)
        with self._transaction() as db:
            db.execute("INSERT OR REPLACE INTO input VALUES (?, ?, ?, ?, ?, ?, ?)", row)

    # ---- reading ----
    def __len__(self) -> int:
        with self._plain_errors():
            return int(self._db.execute("SELECT count(*) FROM article").fetchone()[0])

    def records(self) -> Iterator[Record]:
        """Every record in order of arrival, with the id under which the store shows its article."""
        last = 0
        while True:
            with self._plain_errors():
                rows = queries.record_page(self._db, last, PAGE)
            if not rows:
                return
            for number, shown, revision_of, text in rows:
                yield _shown_record(text, shown, revision_of)
                last = number

    def numbered(self, numbers: Sequence[int]) -> list[tuple[int, Record]]:
        """The records of these articles, by their numbers in the database."""
        with self._plain_errors():
            rows = queries.records_of(self._db, numbers)
        return [(number, _shown_record(text, shown, revision_of)) for number, shown, revision_of, text in rows]

    def link_state(self, most: int) -> LinkState:
        """The tables of linking; scenes of more articles than `most` are split."""
        return LinkState(self._db, most)

    def links(self) -> LinkReport:
        """What linking has found so far, across all articles."""
        with self._plain_errors():
            return queries.links(self._db)

    def problems(self) -> Iterator[tuple[str, Problem]]:
        """Article id, or name of the input that failed, with what went wrong or contradicts itself."""
        with self._plain_errors():
            rows = queries.problems(self._db)
        for shown, code, stage, message, spans, refs, origin in rows:
            spans = tuple(Span(*pair) for pair in json.loads(spans or "[]"))
            refs = tuple(json.loads(refs or "[]"))
            yield shown, Problem(code=code, stage=stage, message=message, spans=spans, refs=refs, origin=origin)

    def search(self, query: str = "", search: Search | None = None) -> list[Hit]:
        """Articles with the words and with an event that fits every filter, best first."""
        with self._plain_errors():
            return queries.search(self._db, query, search or Search())

    def explain(self, wanted: str) -> Explanation | IncidentExplanation:
        """The article, event, attribution or incident of that id (the beginning of one is enough); raises `StoreError`."""
        with self._plain_errors():
            kind, item, number = queries.find(self._db, self.path, wanted)
            if kind == "incident":
                return incidents.explained(self._db, item)
            ((_, shown, revision_of, text),) = queries.records_of(self._db, [number])
            incident = incidents.of_event(self._db, number, item) if kind == "event" else None
        return Explanation(kind=kind, id=item, record=_shown_record(text, shown, revision_of), incident=incident)


def _connect(name: str, *, uri: bool = False) -> sqlite3.Connection:
    # isolation_level None: transactions begin and end where this module says so.
    db = sqlite3.connect(name, timeout=BUSY_S, isolation_level=None, uri=uri, check_same_thread=False)
    db.create_function("fold", 1, _folded, deterministic=True)
    db.execute("PRAGMA foreign_keys = ON")
    return db


def _folded(text: str | None) -> str | None:
    """Text without case and accents, for filters."""
    if text is None:
        return None
    return "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))


def _reason(error: Exception) -> str:
    said = str(error)
    if "disk is full" in said or "disk I/O error" in said or "No space left" in said:
        return f"{said}; free some space and give the same command again: it goes on where it stopped"
    if "not a database" in said or "malformed" in said:
        return f"is not a usable database ({said}); give another name or restore a copy"
    if "locked" in said:
        return f"another process has been writing to it for {BUSY_S:.0f} s; try again when it is done"
    if "unable to open" in said or "readonly" in said or "read-only" in said:
        return f"cannot be written here ({said}); check that the folder exists and may be written"
    return f"{said}; the last article was not kept"


def _forget(db: sqlite3.Connection, number: int) -> None:
    for table in ("attribution", "event", "place", "time", "problem"):
        db.execute(f"DELETE FROM {table} WHERE article = ?", (number,))


def _insert_article(db: sqlite3.Connection, record: Record, key: str) -> int:
    a = record.article
    columns = {
        "key": key, "id": a.id, "shown": a.id, "origin": a.origin, "url": a.url, "publisher": a.publisher,
        "publisher_country": a.publisher_country, "media_control": a.media_control, "agency": a.agency, "title": a.title,
        "byline": a.byline, "published": a.published, "published_utc": instant(a.published), "language": a.language,
        "genre": a.genre, "text": a.text, "pipeline": record.coder.pipeline, "record": codec.encode(record).decode("utf-8"),
    }  # fmt: skip
    return _insert(db, "article", columns)


def _insert(db: sqlite3.Connection, table: str, columns: Mapping[str, object]) -> int:
    marks = ", ".join("?" * len(columns))
    cursor = db.execute(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", tuple(columns.values()))
    return int(cursor.lastrowid or 0)


def instant(published: str | None) -> str | None:
    """The moment in UTC, so that times of several zones sort; None where there is none or it cannot be read."""
    if not published:
        return None
    try:
        moment = datetime.fromisoformat(published)
    except ValueError:
        return None
    if moment.tzinfo is not None:
        moment = moment.astimezone(UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%S")


def _qualify(db: sqlite3.Connection, article_id: str, key: str) -> None:
    """Where several articles have one id, each is shown with as much of its key as tells it apart, whichever came first."""
    others = db.execute("SELECT key FROM article WHERE id = ? AND key <> ? LIMIT 2", (article_id, key)).fetchall()
    if not others:
        return
    stem = key[:MIN_QUALIFIER]
    rows = db.execute("SELECT key FROM article WHERE id = ? AND key >= ? AND key < ?", (article_id, stem, stem + "g"))
    close = {row[0] for row in rows} | ({others[0][0]} if len(others) == 1 else set())
    for mine in sorted(close):
        length = next(n for n in range(MIN_QUALIFIER, 99) if sum(k.startswith(mine[:n]) for k in close) == 1)
        db.execute("UPDATE article SET shown = ? WHERE key = ?", (f"{article_id}~{mine[:length]}", mine))


def _revise(db: sqlite3.Connection, url: str | None) -> None:
    """Articles of one address are versions of one report: each but the first points at the one before."""
    if not url:
        return
    rows = db.execute(
        "SELECT key FROM article WHERE url = ? ORDER BY published_utc IS NULL, published_utc, number", (url,)
    ).fetchall()
    for before, (key,) in zip([None, *(row[0] for row in rows)], rows, strict=False):
        db.execute("UPDATE article SET revision_of = ? WHERE key = ? AND revision_of IS NOT ?", (before, key, before))


def _insert_lists(db: sqlite3.Connection, number: int, article: Article) -> None:
    by_id = {attribution.id: attribution for attribution in article.attributions}
    for attribution in article.attributions:
        _insert(db, "attribution", {"article": number, **_attribution_row(attribution)})
    for event in article.events:
        _insert_event(db, number, event, by_id)
    for place in article.places:
        row = (
            number,
            place.text,
            *place.span,
            place.name,
            place.role,
            place.country,
            place.admin1,
            place.lat,
            place.lon,
        )
        db.execute(f"INSERT INTO place VALUES ({', '.join('?' * 12)})", (*row, place.geonames_id, place.precision))
    for time in article.times:
        row2 = (number, time.text, *time.span, time.type, time.value, time.start, time.end)
        db.execute(f"INSERT INTO time VALUES ({', '.join('?' * 8)})", row2)
    for problem in article.problems:
        spans, refs = json.dumps(problem.spans), json.dumps(problem.refs)
        db.execute(
            "INSERT INTO problem VALUES (?, ?, ?, ?, ?, ?)",
            (number, problem.code, problem.stage, problem.message, spans, refs),
        )


def _attribution_row(a: Attribution) -> dict[str, object]:
    s = a.source
    return {
        "id": a.id, "source": s.text, "name": s.name, "entity": s.entity, "country": s.country, "sector": s.sector,
        "side": s.side, "identification": s.identification, "kind": s.kind, "cue": a.cue.lemma, "act": a.act, "form": a.form,
        "certainty": a.certainty, "channel": a.channel, "within": a.within, "content": a.content.text,
    }  # fmt: skip


def _insert_event(db: sqlite3.Connection, article: int, e: Event, by_id: dict[str, Attribution]) -> None:
    date, place = e.date, e.place
    columns: dict[str, object] = {
        "article": article, "id": e.id, "event_type": e.event_type, "plover_type": e.plover_type,
        "modes": " ".join(e.modes), "contexts": " ".join(e.contexts), "trigger_text": e.trigger.text,
        "trigger_start": e.trigger.span.start, "trigger_end": e.trigger.span.end, "status": e.status,
        "background": int(e.background), "confidence": e.confidence, "score": e.score, "quad": e.quad,
    }  # fmt: skip
    if date is not None:
        columns |= {
            "date": date.value,
            "date_start": date.start,
            "date_end": date.end,
            "date_precision": date.precision,
        }
    if place is not None:
        columns |= {"place": place.name or place.text, "country": place.country, "lat": place.lat, "lon": place.lon}
        columns["geonames_id"] = place.geonames_id
    number = _insert(db, "event", columns)
    for role, mentions in (("actor", e.actors), ("recipient", e.recipients)):
        for mention in mentions:
            db.execute("INSERT INTO event_actor VALUES (?, ?, ?, ?, ?, ?, ?)", (number, role, *_actor_row(mention)))
    for attribution in chain(e.attributed_to, by_id):
        s = attribution.source
        row = (number, attribution.id, s.text, s.name, s.country, s.kind, s.side)
        db.execute("INSERT INTO event_source VALUES (?, ?, ?, ?, ?, ?, ?)", row)


def _actor_row(mention: Mention) -> tuple[str | None, ...]:
    return (mention.text, mention.name, mention.country, mention.sector, mention.side)


def chain(innermost: tuple[str, ...], by_id: dict[str, Attribution]) -> list[Attribution]:
    """The attributions named and all that enclose them, each once, innermost first."""
    found: dict[str, Attribution] = {}
    for wanted in innermost:
        current = by_id.get(wanted)
        while current is not None and current.id not in found:
            found[current.id] = current
            current = by_id.get(current.within) if current.within else None
    return list(found.values())


def _shown_record(text: str, shown: str, revision_of: str | None) -> Record:
    record = codec.decode(text)
    revision = revision_of or record.article.revision_of
    return replace(record, article=replace(record.article, id=shown, revision_of=revision))
