"""What linking keeps in the database: each article's facts and scene, and the incidents of every scene.

In: an open connection. Out: rows, and the small steps that linking is made of. The one idea: articles that share a key are of
one component (a union-find kept in tables, one a level); a scene is the coarsest component that is small enough; what changed
marks its scenes as due, and only these are linked again. Each step is one transaction, so linking can be stopped anywhere and
goes on where it was. Names of components say when something came and are never shown.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass

LEVELS = (1, 2, 3)
SCENE = 1 << 48
"""A scene's number is its level times this plus its component."""
AT_ONCE = 400
"""Values in one statement."""


@dataclass(frozen=True, slots=True)
class Placed:
    """An article to be placed: its number and its keys on each level."""

    number: int
    keys: tuple[frozenset[int], ...]


@dataclass(frozen=True, slots=True)
class Row:
    """An incident as it is kept: what lists and queries need, and its JSON."""

    id: str
    order: str
    event_type: str
    status: str
    date_start: str | None
    date_end: str | None
    place: str | None
    country: str | None
    reports: int
    publishers: int
    independent_sources: int
    denials: int
    background: bool
    circular: bool
    json: bytes
    events: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Item:
    """A copy group, relay, dispute or update of a scene: its kind, its place in the order, the incident, its JSON."""

    kind: str
    order: str
    incident: str | None
    json: bytes


class LinkState:
    """The tables of linking; `most` is the number of articles from which a scene is split."""

    def __init__(self, db: sqlite3.Connection, most: int) -> None:
        self._db = db
        self._most = most

    @contextmanager
    def step(self) -> Iterator[None]:
        """One transaction."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._db.execute("COMMIT")
        except BaseException:
            with suppress(sqlite3.Error):
                self._db.execute("ROLLBACK")
            raise

    # ---- what is new ----
    def begin(self, form: str) -> None:
        """Forget everything that was made in another form, or of articles that are not what they were."""
        row = self._db.execute("SELECT value FROM link_meta WHERE name = 'form'").fetchone()
        gone = self._db.execute(
            "SELECT 1 FROM link_article l LEFT JOIN article a ON a.number = l.number"
            " WHERE a.number IS NULL OR a.pipeline <> l.pipeline LIMIT 1"
        ).fetchone()
        with self.step():
            if gone is not None or (row is not None and row[0] != form):
                for table in (
                    "link_article",
                    "link_run",
                    "link_key",
                    "link_component",
                    "link_due",
                    "link_item",
                    "link_lost",
                ):
                    self._db.execute(f"DELETE FROM {table}")
                self._lose("1")
                self._db.execute("DELETE FROM incident")
            self._db.execute("INSERT OR REPLACE INTO link_meta VALUES ('form', ?)", (form,))
            renamed = self._db.execute(
                "SELECT l.number, l.scene, a.shown FROM link_article l JOIN article a ON a.number = l.number"
                " WHERE a.shown <> l.shown"
            ).fetchall()
            for number, scene, shown in renamed:
                self._db.execute("UPDATE link_article SET shown = ? WHERE number = ?", (shown, number))
                if scene is not None:
                    self._db.execute("INSERT OR IGNORE INTO link_due VALUES (?)", (scene,))

    def unread(self) -> list[int]:
        """Numbers of the articles of which no facts are kept."""
        rows = self._db.execute(
            "SELECT number FROM article EXCEPT SELECT number FROM link_article ORDER BY number"
        ).fetchall()
        return [row[0] for row in rows]

    def keep(self, number: int, facts: bytes, runs: Sequence[int]) -> None:
        """The facts of an article, and the sample of its word runs by which copies are found."""
        self._db.execute(
            "INSERT INTO link_article (number, shown, pipeline, facts) SELECT number, shown, pipeline, ? FROM article"
            " WHERE number = ?",
            (zlib.compress(facts, 1), number),
        )
        self._db.executemany("INSERT OR IGNORE INTO link_run VALUES (?, ?)", [(_signed(run), number) for run in runs])

    def unplaced(self, most: int) -> list[int]:
        """Numbers of articles that are in no scene yet, in order of arrival."""
        rows = self._db.execute(
            "SELECT number FROM link_article WHERE scene IS NULL ORDER BY number LIMIT ?", (most,)
        ).fetchall()
        return [row[0] for row in rows]

    def facts(self, number: int) -> tuple[bytes, str]:
        """What was kept of an article, and the id under which it is shown."""
        row = self._db.execute("SELECT facts, shown FROM link_article WHERE number = ?", (number,)).fetchone()
        return zlib.decompress(row[0]), row[1]

    def sharing(self, number: int, crowd: int) -> dict[int, int]:
        """Other articles with runs of the sample in common, and how many; of a run in more than `crowd` the first ones only."""
        found: dict[int, int] = {}
        runs = self._db.execute("SELECT run FROM link_run WHERE number = ?", (number,)).fetchall()
        for (run,) in runs:
            for (other,) in self._db.execute("SELECT number FROM link_run WHERE run = ? LIMIT ?", (run, crowd)):
                if other != number:
                    found[other] = found.get(other, 0) + 1
        return found

    # ---- scenes ----
    def place(self, articles: Sequence[Placed], copies: Iterable[tuple[int, int]]) -> None:
        """Put articles into their components; `copies` are pairs that belong together whatever their keys. One transaction."""
        with self.step():
            touched: set[int] = set()
            for article in articles:
                for level in LEVELS:
                    touched |= self._join(level, article.keys[level - 1], article.number)
            for one, other in copies:
                for level in LEVELS:
                    touched |= self._unite(level, one, other)
            self._assign([article.number for article in articles], touched)

    def _join(self, level: int, keys: frozenset[int], number: int) -> set[int]:
        """The article joins the components of its keys, which become one. Scenes that this may change come back."""
        wanted = sorted(keys)
        found: set[int] = set()
        for at in range(0, len(wanted), AT_ONCE):
            part = wanted[at : at + AT_ONCE]
            marks = ",".join("?" * len(part))
            found.update(
                row[0]
                for row in self._db.execute(
                    f"SELECT component FROM link_key WHERE level = {level} AND key IN ({marks})", part
                )
            )
        root = self._merge(level, found) if found else number
        self._db.executemany("INSERT OR IGNORE INTO link_key VALUES (?, ?, ?)", [(level, key, root) for key in wanted])
        self._db.execute(f"UPDATE link_article SET level{level} = ? WHERE number = ?", (root, number))
        self._db.execute(
            "INSERT INTO link_component VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET size = size + 1", (level, root)
        )
        return {level * SCENE + component for component in found | {root}}

    def _unite(self, level: int, one: int, other: int) -> set[int]:
        found = {
            row[0]
            for row in self._db.execute(f"SELECT level{level} FROM link_article WHERE number IN (?, ?)", (one, other))
        }
        if len(found) > 1:
            self._merge(level, found)
        return {level * SCENE + component for component in found}

    def _merge(self, level: int, components: set[int]) -> int:
        """One component of several: the largest takes the others in, so that few rows change."""
        if len(components) == 1:
            return next(iter(components))
        marks = ",".join("?" * len(components))
        sizes = dict(
            self._db.execute(
                f"SELECT component, size FROM link_component WHERE level = {level} AND component IN ({marks})",
                sorted(components),
            ).fetchall()
        )
        root: int = max(sizes, key=lambda component: (sizes[component], -component))
        for component in sorted(components - {root}):
            self._db.execute(
                "UPDATE link_key SET component = ? WHERE level = ? AND component = ?", (root, level, component)
            )
            self._db.execute(f"UPDATE link_article SET level{level} = ? WHERE level{level} = ?", (root, component))
            self._db.execute("DELETE FROM link_component WHERE level = ? AND component = ?", (level, component))
        self._db.execute(
            "UPDATE link_component SET size = ? WHERE level = ? AND component = ?", (sum(sizes.values()), level, root)
        )
        return root

    def _assign(self, numbers: Sequence[int], touched: set[int]) -> None:
        """Give the articles, and those of scenes that changed, their scenes; old and new ones are due."""
        total = self._db.execute("SELECT count(*) FROM link_article").fetchone()[0]
        scenes = {*touched, 0}
        affected = dict.fromkeys(numbers)
        for scene in sorted(scenes):
            rows = self._db.execute("SELECT number FROM link_article WHERE scene = ?", (scene,)).fetchall()
            affected.update((row[0], None) for row in rows)
        if total <= self._most:
            affected = {row[0]: None for row in self._db.execute("SELECT number FROM link_article").fetchall()}
        due: set[int] = set()
        for number in affected:
            old, *components = self._db.execute(
                "SELECT scene, level1, level2, level3 FROM link_article WHERE number = ?", (number,)
            ).fetchone()
            scene = 0 if total <= self._most else self._scene(components)
            due.update(one for one in (old, scene) if one is not None)
            if scene != old:
                self._db.execute("UPDATE link_article SET scene = ? WHERE number = ?", (scene, number))
        self._db.executemany("INSERT OR IGNORE INTO link_due VALUES (?)", [(scene,) for scene in sorted(due)])

    def _scene(self, components: Sequence[int]) -> int:
        """The coarsest component that is small enough; on the last level any."""
        for level, component in zip(LEVELS[:-1], components, strict=False):
            size = self._db.execute(
                "SELECT size FROM link_component WHERE level = ? AND component = ?", (level, component)
            ).fetchone()[0]
            if size <= self._most:
                return level * SCENE + component
        return LEVELS[-1] * SCENE + components[-1]

    # ---- incidents ----
    def due(self) -> list[int]:
        """Scenes that have to be linked."""
        return [row[0] for row in self._db.execute("SELECT scene FROM link_due ORDER BY scene").fetchall()]

    def articles_of(self, scene: int) -> list[int]:
        """Numbers of the articles of a scene."""
        rows = self._db.execute("SELECT number FROM link_article WHERE scene = ? ORDER BY number", (scene,)).fetchall()
        return [row[0] for row in rows]

    def replace(self, scene: int, rows: Sequence[Row], items: Sequence[Item]) -> None:
        """The incidents and what else is known of a scene, in place of what was. One transaction."""
        with self.step():
            self._lose("scene = ?", scene)
            self._db.execute("DELETE FROM incident WHERE scene = ?", (scene,))
            self._db.execute("DELETE FROM link_item WHERE scene = ?", (scene,))
            for row in rows:
                self._db.execute("DELETE FROM incident WHERE id = ?", (row.id,))
                self._db.execute(
                    "INSERT INTO incident VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    (
                        row.id, scene, row.order, row.event_type, row.status, row.date_start, row.date_end, row.place,
                        row.country, row.reports, row.publishers, row.independent_sources, row.denials, row.background,
                        row.circular, row.json,
                    ),
                )  # fmt: skip
                self._db.executemany(
                    "INSERT INTO incident_event VALUES (?, ?, ?)", [(row.id, *event) for event in row.events]
                )
            self._db.executemany(
                "INSERT INTO link_item VALUES (?, ?, ?, ?, ?)",
                [(scene, item.kind, item.order, item.incident, item.json) for item in items],
            )
            self._db.execute("DELETE FROM link_due WHERE scene = ?", (scene,))

    def _lose(self, condition: str, *values: int) -> None:
        """Remember an event of each incident that is taken out, to say later what became of it."""
        self._db.execute(
            "INSERT OR REPLACE INTO link_lost SELECT id, article, event FROM (SELECT i.id AS id, min(e.rowid), e.article AS"
            f" article, e.event AS event FROM incident i JOIN incident_event e ON e.incident = i.id WHERE {condition}"
            " GROUP BY i.id)",
            values,
        )

    def finish(self) -> None:
        """Former ids: what became of incidents that are no more. One transaction."""
        with self.step():
            self._db.execute("DELETE FROM link_lost WHERE id IN (SELECT id FROM incident)")
            self._db.execute("DELETE FROM incident_alias WHERE former IN (SELECT id FROM incident)")
            lost = self._db.execute(
                "SELECT l.id, min(e.incident) FROM link_lost l JOIN incident_event e ON e.article = l.article"
                " AND e.event = l.event GROUP BY l.id"
            ).fetchall()
            for former, now in lost:
                self._db.execute("UPDATE incident_alias SET incident = ? WHERE incident = ?", (now, former))
                self._db.execute("INSERT OR REPLACE INTO incident_alias VALUES (?, ?)", (former, now))
            self._db.execute("DELETE FROM link_lost")


def _signed(run: int) -> int:
    """SQLite's integers have a sign."""
    return run - (1 << 64) if run >= 1 << 63 else run
