"""What linking keeps in the database: each article's facts and scene, and the incidents of every scene.

In: an open connection. Out: rows, and the small steps that linking is made of. The one idea: events that share a key are of
one component (a union-find kept in tables, one a level); a scene is the coarsest component that is small enough; what changed
marks its scenes as due (and copy groups, under negative numbers), and only these are linked again. Each step is one
transaction, so linking can be stopped anywhere and goes on where it was. Names of components say when something came and are
never shown.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import NamedTuple

LEVELS = (1, 2, 3)
TABLES = (
    "link_article", "link_run", "link_node", "link_key", "link_component", "link_due", "link_item", "incident",
)  # fmt: skip
SCENE = 1 << 48
"""A scene's number is its level times this plus its component."""
AT_ONCE = 400
"""Values in one statement."""


@dataclass(frozen=True, slots=True)
class Node:
    """An event to be placed: where it stands in its article (-1: the article has none), and its keys on each level."""

    position: int
    keys: tuple[frozenset[int], ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of an article: facts, the id under which it is shown, its copy group; positions of the events asked for."""

    number: int
    facts: bytes
    shown: str
    copy: int
    positions: tuple[int, ...] = ()


class Opening(NamedTuple):
    """Who published an article, its first words, its day, and whether it has its place already."""

    publisher: str
    beginning: str
    day: str
    is_placed: bool


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
    """The tables of linking; a scene of more than `most` events is split."""

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
                self._lose("1")
                for table in TABLES:
                    self._db.execute(f"DELETE FROM {table}")
            self._db.execute("INSERT OR REPLACE INTO link_meta VALUES ('form', ?)", (form,))
            self._rename()

    def _rename(self) -> None:
        """Articles that are shown under another id than before: their scenes and copy groups are due."""
        renamed = self._db.execute(
            "SELECT l.number, a.shown, l.copy FROM link_article l JOIN article a ON a.number = l.number WHERE a.shown <> l.shown"
        ).fetchall()
        for number, shown, copy in renamed:
            self._db.execute("UPDATE link_article SET shown = ? WHERE number = ?", (shown, number))
            self._db.execute(
                "INSERT OR IGNORE INTO link_due SELECT DISTINCT scene FROM link_node WHERE article = ? AND scene IS NOT NULL",
                (number,),
            )
            if copy is not None:
                self._db.execute("INSERT OR IGNORE INTO link_due VALUES (?)", (-copy,))

    def unread(self) -> list[int]:
        """Numbers of the articles of which no facts are kept."""
        rows = self._db.execute("SELECT number FROM article EXCEPT SELECT number FROM link_article ORDER BY number")
        return [row[0] for row in rows.fetchall()]

    def keep(self, number: int, facts: bytes, runs: bytes, sample: Sequence[int]) -> None:
        """The facts of an article, its word runs, and the sample of them by which copies are found."""
        self._db.execute(
            "INSERT INTO link_article (number, shown, pipeline, url, facts, runs, sampled)"
            " SELECT number, shown, pipeline, url, ?, ?, ? FROM article WHERE number = ?",
            (zlib.compress(facts, 1), runs, len(sample), number),
        )
        self._db.executemany(
            "INSERT OR IGNORE INTO link_run VALUES (?, ?, ?)", [(_signed(run), number, len(sample)) for run in sample]
        )

    def unplaced(self, most: int) -> list[Kept]:
        """Articles that are in no scene yet, in order of arrival."""
        rows = self._db.execute(
            "SELECT number, facts, shown FROM link_article WHERE copy IS NULL ORDER BY number LIMIT ?", (most,)
        ).fetchall()
        return [Kept(number, zlib.decompress(facts), shown, number) for number, facts, shown in rows]

    def waiting(self) -> int:
        """How many articles are in no scene yet."""
        return int(self._db.execute("SELECT count(*) FROM link_article WHERE copy IS NULL").fetchone()[0])

    # ---- copies ----
    def holders(self, number: int, crowd: int) -> dict[int, list[tuple[int, int]]]:
        """For each run of the article's sample the articles that have it, each with the size of its sample.

        Of a run in more than `crowd` articles the first ones only.
        """
        mine = self._db.execute("SELECT run FROM link_run WHERE article = ?", (number,)).fetchall()
        find = "SELECT article, sampled FROM link_run WHERE run = ? LIMIT ?"
        return {run: self._db.execute(find, (run, crowd)).fetchall() for (run,) in mine}

    def openings(self, numbers: Sequence[int]) -> dict[int, Opening]:
        """How articles begin, who published them and when."""
        found: dict[int, Opening] = {}
        for at in range(0, len(numbers), AT_ONCE):
            part = numbers[at : at + AT_ONCE]
            rows = self._db.execute(
                "SELECT a.number, coalesce(a.publisher, ''), substr(a.text, 1, 60),"
                " coalesce(substr(a.published_utc, 1, 10), a.key), l.copy IS NOT NULL"
                " FROM article a JOIN link_article l ON l.number = a.number"
                f" WHERE a.number IN ({','.join('?' * len(part))})",
                part,
            )
            found.update((number, Opening(*rest)) for number, *rest in rows)
        return found

    def versions(self, number: int) -> list[int]:
        """Articles of the same address."""
        rows = self._db.execute(
            "SELECT o.number FROM link_article l JOIN link_article o ON o.url = l.url AND o.number <> l.number"
            " WHERE l.number = ? AND l.url <> ''",
            (number,),
        ).fetchall()
        return [row[0] for row in rows]

    def runs(self, number: int) -> bytes:
        """The word runs of an article."""
        data: bytes = self._db.execute("SELECT runs FROM link_article WHERE number = ?", (number,)).fetchone()[0]
        return data

    def copies_of(self, group: int) -> list[Kept]:
        """The articles of a copy group."""
        rows = self._db.execute(
            "SELECT number, facts, shown, copy FROM link_article WHERE copy = ? ORDER BY number", (group,)
        ).fetchall()
        return [Kept(number, zlib.decompress(facts), shown, copy) for number, facts, shown, copy in rows]

    # ---- scenes ----
    def place(
        self, articles: Mapping[int, Sequence[Node]], copies: Iterable[tuple[int, int]], apart: Iterable[int] = ()
    ) -> None:
        """Put the events of articles into their components, and articles into their copy groups. One transaction.

        Those that are to be `apart` are first taken out of their groups; `copies` has all pairs of theirs.
        """
        with self.step():
            touched = self._taken_apart(apart)
            new: list[int] = []
            for article, nodes in articles.items():
                self._db.execute("UPDATE link_article SET copy = number WHERE number = ?", (article,))
                self._db.execute("INSERT OR IGNORE INTO link_due VALUES (?)", (-article,))
                for node in nodes:
                    number = self._db.execute(
                        "INSERT INTO link_node (article, position) VALUES (?, ?)", (article, node.position)
                    ).lastrowid
                    new.append(int(number or 0))
                    for level in LEVELS:
                        touched |= self._join(level, node.keys[level - 1], new[-1])
            for one, other in copies:
                touched |= self._copied(one, other)
            self._assign(new, touched)

    def members(self, numbers: Iterable[int]) -> list[int]:
        """The articles of the copy groups that these are in."""
        found = set[int]()
        for number in numbers:
            rows = self._db.execute(
                "SELECT number FROM link_article WHERE copy = (SELECT copy FROM link_article WHERE number = ?)",
                (number,),
            )
            found.update(row[0] for row in rows)
        return sorted(found)

    def _taken_apart(self, numbers: Iterable[int]) -> set[int]:
        """Each article becomes a copy group of its own; the scenes that hold one are touched."""
        scenes: set[int] = set()
        for number in numbers:
            (group,) = self._db.execute("SELECT copy FROM link_article WHERE number = ?", (number,)).fetchone()
            rows = self._db.execute(
                "SELECT DISTINCT scene FROM link_node WHERE article = ? AND scene IS NOT NULL", (number,)
            )
            scenes.update(row[0] for row in rows)
            self._db.execute("UPDATE link_article SET copy = number WHERE number = ?", (number,))
            self._db.executemany("INSERT OR IGNORE INTO link_due VALUES (?)", [(-number,), (-group,)])
        return scenes

    def _copied(self, one: int, other: int) -> set[int]:
        """Two articles become one copy group; the scenes that hold one of them are touched."""
        rows = self._db.execute(
            "SELECT DISTINCT copy FROM link_article WHERE number IN (?, ?)", (one, other)
        ).fetchall()
        groups = sorted(row[0] for row in rows if row[0] is not None)  # one that is not placed yet will find the other
        if len(groups) < 2:
            return set()
        low, high = groups
        scenes = self._db.execute(
            "SELECT DISTINCT n.scene FROM link_node n JOIN link_article a ON a.number = n.article WHERE a.copy = ?"
            " AND n.scene IS NOT NULL",
            (high,),
        ).fetchall()
        self._db.execute("UPDATE link_article SET copy = ? WHERE copy = ?", (low, high))
        self._db.executemany("INSERT OR IGNORE INTO link_due VALUES (?)", [(-low,), (-high,)])
        return {row[0] for row in scenes}

    def _join(self, level: int, keys: frozenset[int], number: int) -> set[int]:
        """The event joins the components of its keys, which become one. Scenes that this may change come back."""
        wanted = sorted(keys)
        found: set[int] = set()
        for at in range(0, len(wanted), AT_ONCE):
            part = wanted[at : at + AT_ONCE]
            marks = ",".join("?" * len(part))
            rows = self._db.execute(f"SELECT component FROM link_key WHERE level = {level} AND key IN ({marks})", part)
            found.update(row[0] for row in rows)
        root = self._merge(level, found) if found else number
        self._db.executemany("INSERT OR IGNORE INTO link_key VALUES (?, ?, ?)", [(level, key, root) for key in wanted])
        self._db.execute(f"UPDATE link_node SET level{level} = ? WHERE number = ?", (root, number))
        self._db.execute(
            "INSERT INTO link_component VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET size = size + 1", (level, root)
        )
        return {level * SCENE + component for component in found | {root}}

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
            change = (root, component)
            self._db.execute(f"UPDATE link_key SET component = ? WHERE level = {level} AND component = ?", change)
            self._db.execute(f"UPDATE link_node SET level{level} = ? WHERE level{level} = ?", change)
            self._db.execute("DELETE FROM link_component WHERE level = ? AND component = ?", (level, component))
        self._db.execute(
            "UPDATE link_component SET size = ? WHERE level = ? AND component = ?", (sum(sizes.values()), level, root)
        )
        return root

    def _assign(self, numbers: Sequence[int], touched: set[int]) -> None:
        """Give the events, and those of scenes that changed, their scenes; old and new ones are due."""
        (total,) = self._db.execute("SELECT count(*) FROM link_node").fetchone()
        is_small = total <= self._most
        affected = dict.fromkeys(numbers)
        for scene in sorted({*touched, 0}):
            rows = self._db.execute("SELECT number FROM link_node WHERE scene = ?", (scene,)).fetchall()
            affected.update((row[0], None) for row in rows)
        if is_small:
            affected = {row[0]: None for row in self._db.execute("SELECT number FROM link_node").fetchall()}
        due = set[int]()
        for number in affected:
            old, *components = self._db.execute(
                "SELECT scene, level1, level2, level3 FROM link_node WHERE number = ?", (number,)
            ).fetchone()
            scene = 0 if is_small else self._scene(components)
            due.update(one for one in (old, scene) if one is not None)
            if scene != old:
                self._db.execute("UPDATE link_node SET scene = ? WHERE number = ?", (scene, number))
        rows = self._db.execute("SELECT DISTINCT scene FROM incident").fetchall()
        held = {row[0] for row in rows} if is_small else set()
        self._db.executemany("INSERT OR IGNORE INTO link_due VALUES (?)", [(scene,) for scene in sorted(due | held)])

    def _scene(self, components: Sequence[int]) -> int:
        """The coarsest component that is small enough; on the last level any."""
        for level, component in zip(LEVELS[:-1], components, strict=False):
            (size,) = self._db.execute(
                "SELECT size FROM link_component WHERE level = ? AND component = ?", (level, component)
            ).fetchone()
            if size <= self._most:
                return level * SCENE + component
        return LEVELS[-1] * SCENE + components[-1]

    # ---- incidents ----
    def due(self) -> list[int]:
        """Scenes that have to be linked."""
        return [row[0] for row in self._db.execute("SELECT scene FROM link_due ORDER BY scene").fetchall()]

    def articles_of(self, scene: int) -> list[Kept]:
        """The articles of a scene, each with the positions of its events that are in it."""
        rows = self._db.execute(
            "SELECT n.article, group_concat(n.position), a.facts, a.shown, a.copy FROM link_node n"
            " JOIN link_article a ON a.number = n.article WHERE n.scene = ? GROUP BY n.article ORDER BY n.article",
            (scene,),
        ).fetchall()
        return [
            Kept(number, zlib.decompress(facts), shown, copy, tuple(sorted(map(int, positions.split(",")))))
            for number, positions, facts, shown, copy in rows
        ]

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

    def has_lost(self) -> bool:
        """Whether it is still to be said what became of an incident."""
        return self._db.execute("SELECT 1 FROM link_lost LIMIT 1").fetchone() is not None

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
