"""The store: keys, ids, revisions, recoding, search, explanations, and what goes wrong."""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from made import CODER, attribution, event, mention, place, record

from onrecord.errors import NewerStoreError, StoreError
from onrecord.records import Problem, Record, Span
from onrecord.store import Search, Store, instant

TEXT = "Oslo, 3 May.\nThe Norwegian navy boarded a trawler off Vardö on Sunday, the coast guard said.\nNobody was hurt."


def boarding(**fields: Any) -> Record:
    """A record with one event that one source reports."""
    said = attribution(
        TEXT,
        "the coast guard",
        "said",
        "The Norwegian navy boarded a trawler off Vardö on Sunday",
        source_country="NOR",
    )
    boarded = event(
        TEXT,
        "COERCE",
        "boarded",
        day="2026-05-03",
        said_by=(said,),
        actors=(mention(TEXT, "The Norwegian navy", "NOR", "MIL"),),
        place=place(TEXT, "Vardö", "NOR", 67.28, 14.4),
    )
    problem = Problem(
        code="DAT002", stage="date_events", message="two readings", spans=(Span(6, 11),), refs=(boarded.id,)
    )
    defaults = {
        "id": "01",
        "title": "Trawler boarded",
        "publisher": "Nordlys",
        "published": "2026-05-03T20:00:00+02:00",
    }
    return record(TEXT, attributions=(said,), events=(boarded,), problems=(problem,), **{**defaults, **fields})


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "x.db") as opened:
        yield opened


def shown(store: Store) -> list[str]:
    return [found.article.id for found in store.records()]


def test_a_record_comes_back_as_it_was(store: Store) -> None:
    assert store.add(boarding()) == "added"
    assert list(store.records()) == [boarding()]
    assert len(store) == 1


def test_the_same_article_is_kept_once(store: Store) -> None:
    store.add(boarding())
    assert store.has(boarding().article, CODER.pipeline)
    assert store.add(boarding()) == "unchanged"
    assert store.add(boarding(id="another name for it")) == "unchanged"
    assert len(store) == 1


def test_another_pipeline_recodes(store: Store) -> None:
    store.add(boarding())
    newer = replace(CODER, pipeline="annotate/2 0000")
    assert not store.has(boarding().article, newer.pipeline)
    empty = replace(boarding(), article=replace(boarding().article, events=(), attributions=()))
    assert store.add(replace(empty, coder=newer)) == "recoded"
    (found,) = store.records()
    assert found.coder == newer
    assert found.events == ()
    assert store.search("", Search(type="COERCE")) == []
    assert [hit.article for hit in store.search("trawler")] == ["01"]


def test_colliding_ids_are_all_qualified_in_any_order(tmp_path: Path) -> None:
    records = [boarding(publisher=name) for name in ("A", "B", "C")]
    seen = set()
    for number, order in enumerate(itertools.permutations(records)):
        with Store(tmp_path / f"{number}.db") as store:
            for item in order:
                store.add(item)
            seen.add(tuple(sorted((found.article.publisher or "", found.article.id) for found in store.records())))
    (ids,) = seen
    assert [name.split("~")[0] for _, name in ids] == ["01"] * 3
    assert [name for _, name in ids] == [f"01~{item.article.key[:4]}" for item in records]


def test_qualifiers_grow_until_they_tell_articles_apart(store: Store) -> None:
    for number in range(2000):  # of 2000 keys some pairs share their first four hex digits
        store.add(record(f"Text number {number}.", id="same"))
    ids = shown(store)
    assert len(set(ids)) == 2000
    assert {len(name) for name in ids} >= {len("same~") + 4, len("same~") + 5}


def test_a_single_id_is_not_qualified(store: Store) -> None:
    store.add(boarding())
    store.add(boarding(id="02", publisher="B"))
    assert shown(store) == ["01", "02"]


def test_later_text_of_one_address_is_a_revision(store: Store) -> None:
    first = boarding(url="https://n.example/1", id="a")
    second = boarding(url="https://n.example/1", id="b", published="2026-05-04T06:00:00+02:00")
    store.add(second)
    store.add(first)
    by_id = {found.article.id: found.article.revision_of for found in store.records()}
    assert by_id == {"a": None, "b": "a"}


def test_revisions_sort_by_instant_not_by_the_written_time() -> None:
    assert instant("2026-05-03T23:30:00+02:00") == "2026-05-03T21:30:00"
    assert instant("2026-05-03") == "2026-05-03T00:00:00"
    assert instant("yesterday") is None
    assert instant(None) is None


@pytest.mark.parametrize(
    "query",
    [
        "trawler",
        "TRAWLER boarded",
        '"boarded a trawler"',
        "traw*",
        "zebra OR trawler",
        "Vardo",
        'trawler" (',
        "-trawler",
        "trawler:",
    ],
)
def test_words_find(store: Store, query: str) -> None:
    store.add(boarding())
    (hit,) = store.search(query)
    assert hit.article == "01"
    assert [row.event_type for row in hit.events] == ["COERCE"]
    assert hit.events[0].sources == ("the coast guard",)


@pytest.mark.parametrize("query", ["zebra", '"trawler boarded a"', "trawler zebra", "*", '""'])
def test_words_do_not_find(store: Store, query: str) -> None:
    store.add(boarding(title=None))
    assert store.search(query) == []


@pytest.mark.parametrize(
    ("search", "count"),
    [
        (Search(actor="norwegian NAVY"), 1),
        (Search(actor="nor"), 1),
        (Search(actor="MIL"), 1),
        (Search(actor="SWE"), 0),
        (Search(type="coerce"), 1),
        (Search(type="ASSAULT"), 0),
        (Search(date_from="2026-05-03", date_to="2026-05-03"), 1),
        (Search(date_from="2026-05-04"), 0),
        (Search(date_to="2026-05-02"), 0),
        (Search(place="vardo"), 1),
        (Search(place="NOR"), 1),
        (Search(place="Oslo"), 0),
        (Search(source="coast guard"), 1),
        (Search(source="minister"), 0),
        (Search(type="COERCE", actor="SWE"), 0),
    ],
)
def test_filters(store: Store, search: Search, count: int) -> None:
    store.add(boarding())
    assert len(store.search("", search)) == count
    assert len(store.search("trawler", search)) == count


def test_the_whole_chain_of_sources_is_searchable(store: Store) -> None:
    text = "The agency reported that the mayor said that police arrested nine."
    outer = attribution(text, "The agency", "reported", "the mayor said that police arrested nine")
    inner = attribution(text, "the mayor", "said", "police arrested nine", within=outer.id)
    store.add(record(text, attributions=(outer, inner), events=(event(text, "COERCE", "arrested", said_by=(inner,)),)))
    assert len(store.search("", Search(source="agency"))) == 1
    assert len(store.search("", Search(source="mayor"))) == 1


def test_explain_by_whole_id_beginning_and_article(store: Store) -> None:
    item = boarding()
    store.add(item)
    (wanted,) = item.events
    assert store.explain(wanted.id).event == wanted
    assert store.explain(wanted.id[:6]).event == wanted
    assert store.explain(item.attributions[0].id).attribution == item.attributions[0]
    assert store.explain("01").kind == "article"
    assert store.explain(f"01:{wanted.id}").event == wanted


def test_explain_names_the_articles_where_an_id_stands_in_several(store: Store) -> None:
    store.add(boarding())
    store.add(boarding(id="02", publisher="B"))
    wanted = boarding().events[0].id
    with pytest.raises(StoreError, match=f"01:{wanted}, 02:{wanted}; give one of these"):
        store.explain(wanted)
    assert store.explain(f"02:{wanted}").record.article.id == "02"
    with pytest.raises(StoreError, match="no incident, event, attribution or article has the id 'zz'"):
        store.explain("zz")
    with pytest.raises(StoreError, match="has the id ''"):
        store.explain("")


def test_problems_and_failed_inputs(store: Store) -> None:
    store.add(boarding(origin="a.txt"))
    store.add_failure(Problem(code="ING001", stage="ingest", message="is empty", origin="b.txt"))
    found = list(store.problems())
    assert [(name, problem.code) for name, problem in found] == [("b.txt", "ING001"), ("01", "DAT002")]
    assert found[1][1] == boarding().problems[0]
    store.add(boarding(origin="b.txt", publisher="B"))
    assert "b.txt" not in [name for name, _ in store.problems()]


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("These are notes, not a database. " * 40)
    for read_only in (False, True):
        with pytest.raises(StoreError, match=r"notes\.txt: is not a usable database"):
            Store(path, read_only=read_only)
    assert path.read_text().startswith("These are notes")


def test_another_programs_database(tmp_path: Path) -> None:
    path = tmp_path / "theirs.db"
    db = sqlite3.connect(path)
    db.execute("CREATE TABLE songs (name)")
    db.commit()
    db.close()
    with pytest.raises(StoreError, match="another program's SQLite database"):
        Store(path)


def test_a_newer_database_says_who_wrote_it(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    Store(path).close()
    db = sqlite3.connect(path)
    db.execute("INSERT INTO onrecord_migration VALUES (99, 'later', '7.4.0')")
    db.commit()
    db.close()
    for read_only in (False, True):
        with pytest.raises(NewerStoreError, match=r"written by onrecord 7\.4\.0 .* install onrecord 7\.4\.0 or newer"):
            Store(path, read_only=read_only)


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot be written here"):
        Store(tmp_path / "no" / "x.db")
    with pytest.raises(StoreError, match="no such database; make it with: onrecord build"):
        Store(tmp_path / "no.db", read_only=True)


def test_a_full_disk_keeps_what_was_whole(tmp_path: Path) -> None:
    with Store(tmp_path / "x.db") as store:
        store.add(boarding())
        pages = store._db.execute("PRAGMA page_count").fetchone()[0]
        store._db.execute(f"PRAGMA max_page_count = {pages + 2}")
        kept = 1
        with pytest.raises(StoreError, match="disk is full; free some space and give the same command again"):  # noqa: PT012
            for number in range(50):
                store.add(boarding(id=str(number), publisher=f"P{number}", byline="x" * 3000))
                kept += 1
        store._db.execute("PRAGMA max_page_count = 100000")
        assert len(store) == kept == len(list(store.records()))
        assert store.add(boarding(id="new", publisher="after")) == "added"
        assert len(store.search("trawler", Search(limit=100))) == kept + 1
        assert store._db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        store._db.execute("INSERT INTO article_text(article_text) VALUES ('integrity-check')")


def test_an_interrupted_article_leaves_nothing(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("onrecord.store._insert_event", stop)
    with pytest.raises(KeyboardInterrupt):
        store.add(boarding())
    monkeypatch.undo()
    assert len(store) == 0
    assert store.search("trawler") == []
    assert store.add(boarding()) == "added"


def test_one_reads_while_another_writes(tmp_path: Path) -> None:
    with Store(tmp_path / "x.db") as writer:
        writer.add(boarding())
        with Store(tmp_path / "x.db", read_only=True) as reader:
            writer.add(boarding(id="02", publisher="B"))
            assert shown(reader) == ["01", "02"]


def test_a_store_in_memory_keeps_nothing(tmp_path: Path) -> None:
    with Store(":memory:") as store:
        store.add(boarding())
        assert len(store) == 1


def test_read_only_does_not_need_a_writable_folder(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    with Store(path) as store:
        store.add(boarding())
    path.chmod(0o444)
    tmp_path.chmod(0o555)
    try:
        with Store(path, read_only=True) as store:
            assert shown(store) == ["01"]
    finally:
        tmp_path.chmod(0o755)


def test_migrations_are_applied_once_and_recorded(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    Store(path).close()
    Store(path).close()
    db = sqlite3.connect(path)
    assert [row[0] for row in db.execute("SELECT number FROM onrecord_migration")] == [1, 2, 3]
    db.close()


def test_a_migration_that_fails_leaves_the_step_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(db: sqlite3.Connection) -> None:
        db.execute("CREATE TABLE half (done)")
        raise sqlite3.OperationalError("no such thing")

    path = tmp_path / "x.db"
    from onrecord.store import migrations

    before = migrations.MIGRATIONS
    monkeypatch.setattr(migrations, "MIGRATIONS", (*before, broken))
    with pytest.raises(StoreError, match="no such thing"):
        Store(path)
    monkeypatch.undo()
    with Store(path) as store:
        assert not store._db.execute("SELECT 1 FROM sqlite_master WHERE name = 'half'").fetchall()
