"""The library functions: what counts as a text, what as an input, and what a build does."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from onrecord import api
from onrecord.config import AnnotateConfig, Config
from onrecord.errors import InputError
from onrecord.records import Article, Problem, Record
from onrecord.store import Store

TEXT = "Police arrested nine people in Oslo on Monday, the mayor said."
MORE = "Neighbours heard doors being broken before dawn, and two vans stood in the street until the rain began."
TIME = "2026-05-04T10:00:00+02:00"


def inputs(folder: Path, count: int = 3) -> list[str]:
    """Files with an article each."""
    for number in range(count):
        article = {"id": f"a{number}", "text": f"{TEXT} {MORE} It was raid number {number}.", "published": TIME}
        (folder / f"{number}.json").write_text(json.dumps(article), encoding="utf-8")
    return [str(folder / f"{number}.json") for number in range(count)]


def test_a_string_is_a_text_and_fields_are_taken() -> None:
    record = api.read(TEXT, published=TIME, title="Raid", publisher="Gazette", id="mine")
    article = record.article
    assert (article.text, article.published, article.title, article.publisher, article.id) == (
        TEXT,
        TIME,
        "Raid",
        "Gazette",
        "mine",
    )
    assert record == api.read(TEXT, published=TIME, title="Raid", publisher="Gazette", id="mine")


def test_a_string_that_names_a_file_and_a_path_are_inputs(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text(TEXT, encoding="utf-8")
    assert api.read(str(path)).article.text == TEXT
    assert api.read(path, publisher="Gazette").article.publisher == "Gazette"


def test_what_the_input_says_wins(tmp_path: Path) -> None:
    (name,) = inputs(tmp_path, 1)
    record = api.read(name, published="2020-01-01T00:00:00Z", publisher="Gazette")
    assert (record.article.published, record.article.publisher) == (TIME, "Gazette")


@pytest.mark.parametrize(
    ("text", "is_input"),
    [("http://n.example/a", True), ("https://n.example/a?b=c", True), ("http://n.example is a site.", False), (TEXT, False),
     ("", False), ("a\0b", False), ("x" * 100_000, False), (".", False)],
)  # fmt: skip
def test_what_is_an_input(text: str, is_input: bool) -> None:
    assert api.is_input(text) is is_input


def test_what_cannot_be_read_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError) as missing:
        api.read(tmp_path / "no.txt")
    assert missing.value.code == "ING011"
    assert "no.txt" in missing.value.origin
    for empty in ("", " \n "):
        with pytest.raises(InputError) as caught:
            api.read(empty)
        assert caught.value.code == "ING001"


def test_an_unknown_field_is_refused() -> None:
    with pytest.raises(TypeError, match=r"unknown fields \['genre'\]; allowed: id, title"):
        api.read(TEXT, genre="news")


def test_the_pipeline_is_loaded_once_for_each_configuration() -> None:
    assert api.pipeline(Config()) is api.pipeline(Config())
    assert api.pipeline(Config(annotate=AnnotateConfig(ner=False))) is not api.pipeline(Config())


def test_read_many_gives_records_and_problems_in_order(tmp_path: Path) -> None:
    names = inputs(tmp_path, 2)
    names.insert(1, str(tmp_path / "missing.txt"))
    found = list(api.read_many(names, published="2020-01-01"))
    assert [type(item) for item in found] == [Record, Problem, Record]
    assert [item.article.id for item in found if isinstance(item, Record)] == ["a0", "a1"]


def test_build_adds_then_skips_and_tells(tmp_path: Path) -> None:
    names = [*inputs(tmp_path), str(tmp_path / "missing.txt")]
    told: list[str] = []
    with Store(tmp_path / "x.db") as store:
        first = api.build(store, names, progress=lambda outcome, item: told.append(outcome))
        assert (first.added, first.recoded, first.unchanged, len(first.failures)) == (3, 0, 0, 1)
        assert sorted(told) == ["added", "added", "added", "failed"]
        again = api.build(store, names)
        assert (again.added, again.recoded, again.unchanged, len(again.failures)) == (0, 0, 3, 1)
        assert [name for name, problem in store.problems() if problem.code == "ING011"] == [again.failures[0].origin]
        other = api.build(store, names[:1], config=Config(annotate=AnnotateConfig(ner=False)))
        assert (other.added, other.recoded) == (0, 1)
        assert str(other) == "0 articles added, 1 coded anew, 0 unchanged"


def test_a_build_that_is_stopped_goes_on(tmp_path: Path) -> None:
    names = inputs(tmp_path, 4)

    def stop_at_second(outcome: str, item: Record | Article | Problem) -> None:
        if isinstance(item, Record) and item.article.id == "a1":
            raise KeyboardInterrupt

    with Store(tmp_path / "x.db") as store:
        with pytest.raises(KeyboardInterrupt):
            api.build(store, names, progress=stop_at_second)
        kept = len(store)
        assert 0 < kept < 4
    with Store(tmp_path / "x.db") as store:
        report = api.build(store, names)
        assert (report.added, report.unchanged) == (4 - kept, kept)


def test_link_takes_a_store_or_inputs(tmp_path: Path) -> None:
    names = inputs(tmp_path)
    with Store(tmp_path / "x.db") as store:
        api.build(store, names)
        linked = api.link(store)
    assert linked == api.link(names) == api.link(reversed(names))
    assert [len(group.articles) for group in linked.copies] == [3]


def test_offline_forbids_connections() -> None:
    assert api.offline(Config()).ingest.offline
    with pytest.raises(InputError) as caught:
        api.read("https://n.example/a", config=api.offline(Config()))
    assert caught.value.code == "ING012"


def test_a_given_day_completes_the_dateline(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("GENEVA, March 3 (Reuters) - Talks on the border began on Tuesday, a spokesman said.\n")
    record = api.read(path, published="2026-03-04")
    assert record.article.published == "2026-03-04"
    assert record.article.dateline is not None
    assert record.article.dateline.date == "2026-03-03"


def test_the_day_of_the_dateline_dates_no_deed_that_has_its_own() -> None:
    text = "NAIROBI, May 4 - Gunmen attacked a police post near Garissa on Sunday."
    (attack,) = api.read(text, published="2026-05-04").events
    assert attack.date is not None
    assert attack.date.value == "2026-05-03"
