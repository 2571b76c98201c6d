"""What the entity layer knows: names, agent nouns, titles, given names, sides, loaded from `lexicons/en/`.

In: the TSV files and the user's own (`annotate.actors_file`, `annotate.sides_file`). Out: `Lexicons`, immutable tables. The one
idea: a fact about an actor is a row with dates; code only decides which row holds on the day of the article.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from onrecord import lexicons
from onrecord.config import AnnotateConfig
from onrecord.errors import LexiconError

STATE_SECTORS = frozenset({"GOV", "MIL", "COP", "SPY", "JUD", "LEG"})
"""Sectors that speak and act for the state unless a row of sides.tsv says otherwise."""
BODIES_OF_NO_COUNTRY = frozenset({"UNO", "EUR", "IGO", "NGO", "ISM", "IMG", "MNC"})


COUNTRY_WORDS = frozenset({"country", "nation", "state", "kingdom", "republic"})
"""Nouns by which a text comes back to a country ("the country's army")."""
APOSTROPHES = str.maketrans("’‘´`ʼ", "'''''")


@dataclass(frozen=True, slots=True)
class Entry:
    """What a name stands for. `kind`: country, demonym, metonym, capital, or a category of `records.Category`."""

    name: str
    kind: str
    country: str | None = None
    sector: str | None = None
    other: tuple[str, ...] = ()
    side: str | None = None
    office: str | None = None
    wikidata: str | None = None
    nouns: tuple[str, ...] = ()
    since: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True)
class Agent:
    """A noun that names actors: `kind` is person, group, body or relation; `is_modified`: a word before it decides,
    `is_weak`: it has other senses."""

    word: str
    sector: str | None
    other: tuple[str, ...]
    kind: str
    is_title: bool
    takes_of: bool
    is_modified: bool
    is_weak: bool


@dataclass(frozen=True, slots=True)
class Title:
    """A word before a person's name ("Sen."), with the sector it gives and the gender it tells."""

    title: str
    sector: str | None
    office: str | None
    gender: str


@dataclass(frozen=True, slots=True)
class SideRow:
    """One row of sides.tsv: who the actor of that name, or of that country and sector, speaks and acts for."""

    name: str
    country: str
    sector: str
    side: str
    since: str
    until: str


@dataclass(frozen=True, slots=True)
class Lexicons:
    """All tables of the entity layer."""

    names: dict[str, tuple[Entry, ...]]
    prefixes: frozenset[str]
    capitals: dict[str, str]
    agents: dict[str, Agent]
    quantities: frozenset[str]
    modifiers: dict[str, str]
    titles: dict[str, Title]
    given: dict[str, str]
    sides: tuple[SideRow, ...]
    org_words: frozenset[str]
    thing_words: frozenset[str]
    motion: frozenset[str]
    messages: frozenset[str]
    oblique: frozenset[str]
    media_words: frozenset[str]
    generic: frozenset[str]
    equipment: frozenset[str]


def key(text: str) -> str:
    """The form under which names are stored and looked up: no spaces, straight apostrophes."""
    return text.replace(" ", "").translate(APOSTROPHES)


def split(cell: str) -> list[str]:
    """The parts of a cell that lists several values."""
    return [part.strip() for part in cell.split("|") if part.strip()]


def build(config: AnnotateConfig) -> Lexicons:
    """The tables for one configuration; raises `LexiconError` for a file of the user's that cannot be read."""
    return _build(config.actors_file, config.sides_file)


@cache
def _build(actors_file: str | None, sides_file: str | None) -> Lexicons:
    names: dict[str, list[Entry]] = {}
    capitals: dict[str, str] = {}
    for row in _user_rows(actors_file):
        _add_actor(names, row)
    own = set(names)
    _add_actors(names, own)
    _add_countries(names, capitals, own)
    _add_media(names, own)
    agents, quantities, modifiers = _agents()
    table = {name: tuple(entries) for name, entries in names.items()}
    prefixes = frozenset(name[:end] for name in table for end in range(1, len(name) + 1))
    return Lexicons(
        names=table,
        prefixes=prefixes,
        capitals={name.upper(): name for name in table},
        agents=agents,
        quantities=quantities,
        modifiers=modifiers,
        titles=_titles(),
        given={row["name"]: row["gender"] for row in _rows("given_names")},
        sides=(*_sides(_user_rows(sides_file)), *_sides(_rows("sides"))),
        org_words=_name_words("organisation"),
        thing_words=_name_words("thing"),
        oblique=_name_words("oblique"),
        media_words=_name_words("media"),
        motion=_name_words("motion"),
        messages=_name_words("message"),
        generic=_name_words("generic"),
        equipment=_name_words("equipment"),
    )


def _name_words(kind: str) -> frozenset[str]:
    return frozenset(row["word"] for row in _rows("name_words") if row["kind"] == kind)


def _rows(name: str) -> tuple[lexicons.Row, ...]:
    return lexicons.load(name) if (lexicons.FOLDER / f"{name}.tsv").exists() else ()


def _user_rows(path: str | None) -> tuple[lexicons.Row, ...]:
    if path is None:
        return ()
    try:
        return lexicons.read_tsv(Path(path))
    except OSError as error:
        raise LexiconError(f"{path}: cannot be opened ({error.strerror}); give an existing TSV file") from error


def _add_actors(names: dict[str, list[Entry]], own: set[str]) -> None:
    for row in _rows("actors"):
        if key(row["name"]) not in own:
            _add_actor(names, row)


def _add_actor(names: dict[str, list[Entry]], row: lexicons.Row) -> None:
    entry = Entry(
        name=row["name"],
        kind=row.get("category") or "organisation",
        country=row.get("country") or None,
        sector=row.get("sector") or None,
        other=tuple(split(row.get("other_sectors", ""))),
        side=row.get("side") or None,
        office=row.get("office") or None,
        wikidata=row.get("wikidata") or None,
        nouns=_nouns_of(row),
        since=row.get("from", ""),
        until=row.get("to", ""),
    )
    for form in _spellings((row["name"], *split(row.get("variants", "")))):
        names.setdefault(key(form), []).append(entry)


@cache
def _body_nouns() -> frozenset[str]:
    return frozenset(row["word"] for row in _rows("agents") if row["kind"] in ("body", "group", "relation"))


@cache
def _sector_nouns() -> dict[str, tuple[str, ...]]:
    """Nouns by which a text comes back to a body of a sector: "the group", "the company"."""
    found: dict[str, list[str]] = {}
    for row in _rows("name_words"):
        if row["kind"].startswith("noun:"):
            found.setdefault(row["kind"].removeprefix("noun:"), []).append(row["word"])
    return {sector: tuple(words) for sector, words in found.items()}


def _nouns_of(row: lexicons.Row) -> tuple[str, ...]:
    """Common nouns that later mentions of the actor may use: those in its names, and those of its sector."""
    if row.get("category") in ("person", "place", "demonym"):
        return ()
    forms = (row["name"], *split(row.get("variants", "")))
    in_name = {word.lower() for form in forms for word in form.split() if word[0].isupper()} & _body_nouns()
    return tuple(sorted(in_name | set(_sector_nouns().get(row.get("sector", ""), ()))))


def _add_countries(names: dict[str, list[Entry]], capitals: dict[str, str], own: set[str]) -> None:
    """Countries, then what stands for their governments, then demonyms; an earlier meaning of a form wins."""
    taken = set(own) | set(names)
    for row in _rows("countries"):
        iso, name = row["iso3"], row["name"]
        _add_forms(names, taken, [name, *split(row["variants"])], Entry(name, "country", iso, "GOV", side=iso))
    for row in _rows("countries"):
        iso, name = row["iso3"], row["name"]
        metonyms = split(row["government_metonyms"])
        if row["capital"] not in metonyms:
            _add_forms(names, taken, [row["capital"]], Entry(row["capital"] or name, "capital", iso, "GOV", side=iso))
        for form in metonyms:
            kind = "capital" if form == row["capital"] else "metonym"
            _add_forms(names, taken, [form], Entry(form, kind, iso, "GOV", side=iso))
        capitals[key(row["capital"])] = iso
        _add_forms(names, taken, split(row["demonyms"]), Entry(name, "demonym", iso, None, side=iso))


def _add_forms(names: dict[str, list[Entry]], taken: set[str], forms: Iterable[str], entry: Entry) -> None:
    for form in _spellings(forms):
        if key(form) not in taken:
            taken.add(key(form))
            names.setdefault(key(form), []).append(entry)


def _spellings(forms: Iterable[str]) -> list[str]:
    """The forms, and "U.S" beside "U.S."."""
    found = [form for form in forms if form]
    return found + [form[:-1] for form in found if form.endswith(".") and "." in form[:-1] and " " not in form]


def _add_media(names: dict[str, list[Entry]], own: set[str]) -> None:
    """News agencies and outlets known to ingest, unless actors.tsv has the name."""
    common = {row["word"] for row in _rows("name_words") if row["kind"] == "common"}
    for table in ("agencies", "publishers"):
        for row in _rows(table):
            country = row.get("country") or None
            control = row.get("media_control", row.get("control", ""))
            side = country if control == "state" else None
            entry = Entry(row["name"], "media", country, "JRN", side=side)
            for form in (row["name"], *split(row.get("variants", ""))):
                if (
                    form not in common
                    and key(form) not in own
                    and key(form) not in names
                    and (len(form) > 2 or form.isupper())
                ):
                    names[key(form)] = [entry]


def _agents() -> tuple[dict[str, Agent], frozenset[str], dict[str, str]]:
    agents: dict[str, Agent] = {}
    quantities: set[str] = set()
    modifiers: dict[str, str] = {}
    for row in _rows("agents"):
        flags = row["flags"].split()
        if row["kind"] == "modifier":
            modifiers[row["word"]] = row["sector"]
        elif row["kind"] == "quantity":
            quantities.add(row["word"])
        else:
            other = tuple(row["other"].split("|")) if row["other"] else ()
            agents[row["word"]] = Agent(
                row["word"],
                row["sector"] or None,
                other,
                row["kind"],
                "title" in flags,
                "of" in flags,
                "modified" in flags,
                "weak" in flags,
            )
    return agents, frozenset(quantities), modifiers


def _titles() -> dict[str, Title]:
    return {
        row["title"]: Title(row["title"], row["sector"] or None, row["office"] or None, row["gender"])
        for row in _rows("titles")
    }


def _sides(rows: Iterable[lexicons.Row]) -> list[SideRow]:
    return [
        SideRow(
            name=row.get("name", ""),
            country=row.get("country", ""),
            sector=row.get("sector", ""),
            side=row["side"],
            since=row.get("from", ""),
            until=row.get("to", ""),
        )
        for row in rows
    ]
