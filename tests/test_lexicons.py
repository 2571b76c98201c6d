"""Every word list loads, says where it comes from, and has no row twice; the event lists name what the ontology knows."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

import onrecord
from onrecord import lexicons

FILES = sorted(lexicons.FOLDER.glob("*.tsv"))
ONTOLOGY = Path(onrecord.__file__).parent / "ontology" / "plover.toml"
PREPOSITIONS = frozenset(
    "about across against after around as at before behind between by for from in into near of off on out outside over through "
    "to toward towards under upon with within without along alongside inside onto beyond".split()
)
VERB_SLOTS = frozenset({"subj", "obj", "iobj", "poss"}) | PREPOSITIONS
NOUN_SLOTS = frozenset({"poss", "comp", "verb", "verbobj"}) | PREPOSITIONS
FLAGS = frozenset("no-obj obj passive actor recipient both infinitive toll anyone day ahead nth".split())
BUILT_IN_CLASSES = frozenset({"actor", "person", "armed", "place"})
QUANTITIES = frozenset("killed injured arrested displaced missing abducted crowd troops money".split())
EFFECTS = frozenset({"planned", "hypothetical", "negated", "actual", "ongoing"})
KEYS = {
    "frames": ("lemma", "pos", "needs"),
    "matrix": ("lemma", "pos"),
    "stop_frames": ("lemma", "pos", "pattern"),
    "noun_classes": ("class", "lemma"),
    "contexts": ("context", "phrase"),
}


@pytest.fixture(scope="module")
def ontology() -> dict[str, Any]:
    return tomllib.loads(ONTOLOGY.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def classes() -> frozenset[str]:
    return frozenset(row["class"] for row in lexicons.load("noun_classes")) | BUILT_IN_CLASSES


def slots_of(pos: str) -> frozenset[str]:
    return VERB_SLOTS if pos == "v" else NOUN_SLOTS


def unknown_slots(cell: str, pos: str, also: frozenset[str] = frozenset()) -> list[str]:
    return [slot for slot in cell.split("|") if slot and slot not in slots_of(pos) | also]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_header_and_rows(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    header = "\n".join(line for line in lines if line.startswith("#")).lower()
    columns = next(line for line in lines if line.strip() and not line.startswith("#")).split("\t")
    for wanted in ("licence", "date", *columns):
        assert wanted.lower().replace("_", " ") in header.replace("_", " "), (
            f"{path.name}: its header does not tell of {wanted!r}"
        )
    assert re.search(r"20\d\d-\d\d-\d\d", header), f"{path.name}: its header has no date"
    assert "source" in header or "written" in header, f"{path.name}: its header does not say where it comes from"
    rows = lexicons.read_tsv(path)
    assert rows
    repeated = [row for row, number in Counter(tuple(row.values()) for row in rows).items() if number > 1]
    assert not repeated, f"{path.name}: {repeated[:5]}"


@pytest.mark.parametrize("name", sorted(KEYS))
def test_keys_are_unique(name: str) -> None:
    keys = Counter(tuple(row[column] for column in KEYS[name]) for row in lexicons.load(name))
    assert not [key for key, number in keys.items() if number > 1]


@pytest.mark.parametrize("name", sorted(KEYS))
def test_full_width(name: str) -> None:
    path = lexicons.FOLDER / f"{name}.tsv"
    lines = [
        line for line in path.read_text(encoding="utf-8").splitlines() if line.strip() and not line.startswith("#")
    ]
    width = len(lines[0].split("\t"))
    assert not [line for line in lines if len(line.split("\t")) != width]


def test_ontology_is_plover(ontology: dict[str, Any]) -> None:
    types = ontology["types"]
    assert len(types) == 16
    assert len(ontology["contexts"]) == 37
    assert {name: entry["quad"] for name, entry in types.items() if name in ("AGREE", "AID", "ACCUSE", "SANCTION")} == {
        "AGREE": 1,
        "AID": 2,
        "ACCUSE": 3,
        "SANCTION": 4,
    }
    assert types["ACCUSE"]["score"] == -3.0
    for name, entry in types.items():
        assert entry["definition"], name
        assert re.fullmatch(r"\d\.\d+ [A-Z]+", entry["manual"]), name
        assert re.fullmatch(r"\d\d", entry["cameo_root"]), name
        for mode, values in entry.get("modes", {}).items():
            assert values["definition"], f"{name} {mode}"
            assert -10.0 <= values.get("score", 0.0) <= 10.0
    assert all(re.fullmatch("[A-Z]{3}", code) for code in ontology["sectors"])


def test_every_type_and_mode_has_frames(ontology: dict[str, Any]) -> None:
    rows = lexicons.load("frames")
    named = {(row["type"], row["mode"]) for row in rows}
    wanted = {(name, mode) for name, entry in ontology["types"].items() for mode in entry.get("modes", {})}
    assert not wanted - named
    assert {row["type"] for row in rows} == set(ontology["types"])
    assert len({(row["lemma"], row["pos"]) for row in rows}) >= 550


def test_frames_name_known_things(ontology: dict[str, Any], classes: frozenset[str]) -> None:
    for row in lexicons.load("frames"):
        where = f"{row['lemma']} {row['pos']}"
        assert row["pos"] in ("v", "n"), where
        entry = ontology["types"][row["type"]]
        assert not row["mode"] or row["mode"] in entry.get("modes", {}), where
        assert not unknown_slots(row["actor"], row["pos"]), where
        assert not unknown_slots(row["recipient"], row["pos"], frozenset({"recip", "none"})), where
        assert row["status"] in ("", "planned", "hypothetical"), where
        assert row["note"], where
        for need in filter(None, row["needs"].split(";")):
            slot, equals, names = need.partition("=")
            if equals:
                assert slot == "article" or not unknown_slots(slot, row["pos"]), f"{where}: {need}"
                assert set(names.removeprefix("!").split("|")) <= classes, f"{where}: {need}"
            else:
                assert need in FLAGS | slots_of(row["pos"]), f"{where}: {need}"
        for count in filter(None, row["magnitude"].split(";")):
            quantity, _, slot = count.partition(":")
            assert quantity in QUANTITIES, where
            assert slot in slots_of(row["pos"]), where


def test_matrix_names_known_things(ontology: dict[str, Any]) -> None:
    for row in lexicons.load("matrix"):
        where = f"{row['lemma']} {row['pos']}"
        assert row["pos"] in ("v", "n", "a"), where
        assert row["effect"] in EFFECTS, where
        assert not row["type"] or row["type"] in ontology["types"], where
        assert not unknown_slots(row["recipient"], row["pos"]), where


def test_stop_frames_stop_something(classes: frozenset[str]) -> None:
    heads = {(row["lemma"].split()[0], row["pos"]) for row in lexicons.load("frames")}
    words: dict[tuple[str, str], set[str]] = {}
    for row in lexicons.load("frames"):
        first, *others = row["lemma"].split()
        words.setdefault((first, row["pos"]), set()).update(others)
    for row in lexicons.load("stop_frames"):
        where = f"{row['lemma']} {row['pos']} {row['pattern']}"
        assert (row["lemma"], row["pos"]) in heads, f"{where}: no frame to stop"
        slot, _, names = row["pattern"].partition("=")
        assert slot in slots_of(row["pos"]) | {"near", "any", "no-obj"}, where
        assert not words[row["lemma"], row["pos"]] & set(names.split("|")), f"{where}: a frame asks for that word"
        assert row["why"], where


def test_contexts_are_the_manuals(ontology: dict[str, Any]) -> None:
    terms = Counter(row["context"] for row in lexicons.load("contexts"))
    assert set(terms) == set(ontology["contexts"])
    assert min(terms.values()) >= 12
