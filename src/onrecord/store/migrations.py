"""The tables, as numbered steps from an empty file to today's.

In: an open connection. Out: the same database with every step applied. The one idea: each step and the note that it was
applied are one transaction, so a database is always at a whole step. A step is never edited after its release; a change is
a new step. `onrecord_migration` keeps which onrecord applied what, so that an older one can say who is newer.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

from onrecord.errors import NewerStoreError, StoreError
from onrecord.version import __version__

TABLE = """CREATE TABLE IF NOT EXISTS onrecord_migration (
    number INTEGER PRIMARY KEY, name TEXT NOT NULL, onrecord TEXT NOT NULL)"""


def articles(db: sqlite3.Connection) -> None:
    """Articles with their records, and the full-text index over title and text."""
    db.execute("""CREATE TABLE article (
        number INTEGER PRIMARY KEY,
        key TEXT NOT NULL UNIQUE,
        id TEXT NOT NULL,
        shown TEXT NOT NULL,
        origin TEXT, url TEXT, publisher TEXT, publisher_country TEXT, media_control TEXT, agency TEXT,
        title TEXT, byline TEXT, published TEXT, published_utc TEXT, language TEXT, genre TEXT,
        revision_of TEXT REFERENCES article(key) DEFERRABLE INITIALLY DEFERRED,
        text TEXT NOT NULL,
        pipeline TEXT NOT NULL,
        record TEXT NOT NULL)""")
    db.execute("CREATE INDEX article_id ON article(id, key)")
    db.execute("CREATE INDEX article_shown ON article(shown)")
    db.execute("CREATE INDEX article_url ON article(url)")
    db.execute("CREATE INDEX article_published ON article(published_utc)")
    # External content: the words stand once, in `article`; triggers keep the index in step whoever writes.
    db.execute("""CREATE VIRTUAL TABLE article_text USING fts5(
        title, text, content='article', content_rowid='number', tokenize='unicode61 remove_diacritics 2')""")
    put = "INSERT INTO article_text(rowid, title, text) VALUES (new.number, new.title, new.text);"
    drop = (
        "INSERT INTO article_text(article_text, rowid, title, text) VALUES ('delete', old.number, old.title, old.text);"
    )
    db.execute(f"CREATE TRIGGER article_put AFTER INSERT ON article BEGIN {put} END")
    db.execute(f"CREATE TRIGGER article_drop AFTER DELETE ON article BEGIN {drop} END")
    db.execute(f"CREATE TRIGGER article_edit AFTER UPDATE OF title, text ON article BEGIN {drop} {put} END")


def what_was_read(db: sqlite3.Connection) -> None:
    """Attributions, events, places, times and problems as rows, and the log of inputs."""
    owner = "article INTEGER NOT NULL REFERENCES article(number) ON DELETE CASCADE"
    db.execute(f"""CREATE TABLE attribution (
        number INTEGER PRIMARY KEY, {owner}, id TEXT NOT NULL, source TEXT NOT NULL, name TEXT, entity TEXT, country TEXT,
        sector TEXT, side TEXT, identification TEXT, kind TEXT, cue TEXT, act TEXT, form TEXT, certainty TEXT,
        channel TEXT, within TEXT, content TEXT)""")
    db.execute(f"""CREATE TABLE event (
        number INTEGER PRIMARY KEY, {owner}, id TEXT NOT NULL, event_type TEXT NOT NULL, plover_type TEXT, modes TEXT,
        contexts TEXT, trigger_text TEXT, trigger_start INTEGER, trigger_end INTEGER, date TEXT, date_start TEXT,
        date_end TEXT, date_precision TEXT, place TEXT, country TEXT, lat REAL, lon REAL, geonames_id INTEGER,
        status TEXT, background INTEGER, confidence REAL, score REAL, quad INTEGER)""")
    db.execute("""CREATE TABLE event_actor (
        event INTEGER NOT NULL REFERENCES event(number) ON DELETE CASCADE, role TEXT NOT NULL, text TEXT, name TEXT,
        country TEXT, sector TEXT, side TEXT)""")
    # Every source of the chain that stands behind an event, not only the innermost.
    db.execute("""CREATE TABLE event_source (
        event INTEGER NOT NULL REFERENCES event(number) ON DELETE CASCADE, attribution TEXT NOT NULL,
        source TEXT, name TEXT, country TEXT, kind TEXT, side TEXT)""")
    db.execute(f"""CREATE TABLE place (
        {owner}, text TEXT, start INTEGER, end INTEGER, name TEXT, role TEXT, country TEXT, admin1 TEXT, lat REAL, lon REAL,
        geonames_id INTEGER, precision TEXT)""")
    db.execute(f"""CREATE TABLE time (
        {owner}, text TEXT, start INTEGER, end INTEGER, type TEXT, value TEXT, first_day TEXT, last_day TEXT)""")
    db.execute(f"CREATE TABLE problem ({owner}, code TEXT NOT NULL, stage TEXT, message TEXT, spans TEXT, refs TEXT)")
    db.execute("""CREATE TABLE input (
        origin TEXT NOT NULL, key TEXT NOT NULL, outcome TEXT NOT NULL, code TEXT, stage TEXT, message TEXT, onrecord TEXT,
        PRIMARY KEY (origin, key)) WITHOUT ROWID""")
    for table, column in (
        ("attribution", "article"), ("attribution", "id"), ("event", "article"), ("event", "id"),
        ("event", "event_type, date_start"), ("event_actor", "event"), ("event_source", "event"), ("place", "article"),
        ("time", "article"), ("problem", "article"),
    ):  # fmt: skip
        db.execute(f"CREATE INDEX {table}_{column.split(',')[0]} ON {table}({column})")


def linking(db: sqlite3.Connection) -> None:
    """Facts and scenes of the articles, incidents, former ids, and what is due (`store.linking`)."""
    db.execute("CREATE TABLE link_meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID")
    db.execute("""CREATE TABLE link_article (
        number INTEGER PRIMARY KEY, shown TEXT NOT NULL, pipeline TEXT NOT NULL, url TEXT, facts BLOB NOT NULL,
        runs BLOB NOT NULL, sampled INTEGER NOT NULL, copy INTEGER)""")
    db.execute("CREATE INDEX link_article_copy ON link_article(copy)")
    db.execute("CREATE INDEX link_article_url ON link_article(url)")
    db.execute(
        "CREATE TABLE link_run (run INTEGER, article INTEGER, sampled INTEGER, PRIMARY KEY (run, article)) WITHOUT ROWID"
    )
    db.execute("CREATE INDEX link_run_article ON link_run(article)")
    # One row an event (position in its article), or one for an article without events (position -1).
    db.execute("""CREATE TABLE link_node (
        number INTEGER PRIMARY KEY, article INTEGER NOT NULL, position INTEGER NOT NULL, level1 INTEGER, level2 INTEGER,
        level3 INTEGER, scene INTEGER)""")
    for column in ("article", "level1", "level2", "level3", "scene"):
        db.execute(f"CREATE INDEX link_node_{column} ON link_node({column})")
    db.execute("""CREATE TABLE link_key (
        level INTEGER, key INTEGER, component INTEGER NOT NULL, PRIMARY KEY (level, key)) WITHOUT ROWID""")
    db.execute("CREATE INDEX link_key_component ON link_key(level, component)")
    db.execute("""CREATE TABLE link_component (
        level INTEGER, component INTEGER, size INTEGER NOT NULL, PRIMARY KEY (level, component)) WITHOUT ROWID""")
    db.execute("CREATE TABLE link_due (scene INTEGER PRIMARY KEY)")
    db.execute("CREATE TABLE link_lost (id TEXT PRIMARY KEY, article INTEGER, event TEXT) WITHOUT ROWID")
    db.execute("""CREATE TABLE link_item (
        scene INTEGER NOT NULL, kind TEXT NOT NULL, position TEXT NOT NULL, incident TEXT, json BLOB NOT NULL)""")
    db.execute("CREATE INDEX link_item_scene ON link_item(scene)")
    db.execute("CREATE INDEX link_item_incident ON link_item(incident)")
    db.execute("""CREATE TABLE incident (
        id TEXT PRIMARY KEY, scene INTEGER NOT NULL, position TEXT NOT NULL, event_type TEXT NOT NULL, status TEXT,
        date_start TEXT, date_end TEXT, place TEXT, country TEXT, reports INTEGER, publishers INTEGER,
        independent_sources INTEGER, denials INTEGER, background INTEGER, circular INTEGER, json BLOB NOT NULL)""")
    db.execute("CREATE INDEX incident_scene ON incident(scene)")
    db.execute("CREATE INDEX incident_position ON incident(position)")
    db.execute("CREATE INDEX incident_reports ON incident(reports)")
    db.execute("""CREATE TABLE incident_event (
        incident TEXT NOT NULL REFERENCES incident(id) ON DELETE CASCADE, article INTEGER NOT NULL, event TEXT NOT NULL)""")
    db.execute("CREATE INDEX incident_event_incident ON incident_event(incident)")
    db.execute("CREATE INDEX incident_event_article ON incident_event(article, event)")
    db.execute("CREATE TABLE incident_alias (former TEXT PRIMARY KEY, incident TEXT NOT NULL) WITHOUT ROWID")


MIGRATIONS: tuple[Callable[[sqlite3.Connection], None], ...] = (articles, what_was_read, linking)
"""In order; the number of a step is its place, from 1."""


def applied(db: sqlite3.Connection) -> int:
    """Number of the last step applied; raises for another program's database and for a newer onrecord's."""
    tables = {row[0] for row in db.execute("SELECT name FROM sqlite_master")}
    if not tables:
        return 0
    if "onrecord_migration" not in tables:
        raise StoreError("is another program's SQLite database; give another name")
    row = db.execute("SELECT number, onrecord FROM onrecord_migration ORDER BY number DESC LIMIT 1").fetchone()
    number, wrote = row or (0, "")
    if number > len(MIGRATIONS):
        raise NewerStoreError(
            f"was written by onrecord {wrote} (tables {number}); this is onrecord {__version__} (tables"
            f" {len(MIGRATIONS)}): install onrecord {wrote} or newer"
        )
    return int(number)


def apply(db: sqlite3.Connection) -> None:
    """Apply what is missing, one transaction a step; safe if another process does the same."""
    while applied(db) < len(MIGRATIONS):
        db.execute("BEGIN IMMEDIATE")
        try:
            db.execute(TABLE)
            number = applied(db)
            if number < len(MIGRATIONS):
                step = MIGRATIONS[number]
                step(db)
                db.execute("INSERT INTO onrecord_migration VALUES (?, ?, ?)", (number + 1, step.__name__, __version__))
            db.execute("COMMIT")
        except BaseException:
            if db.in_transaction:
                db.execute("ROLLBACK")
            raise
