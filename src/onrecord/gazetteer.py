"""Where places are: look-ups by name, countries, demonyms, divisions.

In: a name as printed. Out: `Candidate`s, most populous first, each with its position and what it lies in. The one idea: an
immutable SQLite file (built by `training/gazetteer/build.py`) answers look-ups by folded name in microseconds without being
loaded; countries and regions, which need care with case and variants, come from the lexicons and stay in memory. It knows
nothing of articles or records.

Data: GeoNames (CC BY 4.0); OurAirports and Natural Earth (public domain); `lexicons/en/countries.tsv`, `regions.tsv` and
`place_aliases.tsv`.
"""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from onrecord import assets, lexicons, outlines
from onrecord.errors import AssetError

Kind = Literal["city", "admin1", "admin2", "country", "region"]
Precision = Literal["point", "city", "district", "province", "country", "region"]

PRECISIONS: dict[Kind, Precision] = {
    "country": "country", "region": "region", "admin1": "province", "admin2": "district", "city": "city",
}  # fmt: skip

KINDS: tuple[Kind, ...] = ("city", "admin1", "admin2", "region", "region")
ROW_FEATURES = ("PPL", "ADM1", "ADM2", "AIRP", "AIRB")
"""What the numbers of the column `kind` stand for."""
MAX_CANDIDATES = 250
"""Longest list of candidates of one name; the most used village name of the file has 477 bearers, nearly all hamlets."""
CACHE_NAMES = 20_000
CACHE_OUTLINES = 40
LARGE_CAPITAL = 300_000

FEATURES = {
    "region": "RGN", "historic": "RGNH", "breakaway": "RGN", "border": "BDRY", "sea": "SEA", "gulf": "GULF", "bay": "BAY",
    "strait": "STRT", "cape": "CAPE", "peninsula": "PEN", "island": "ISL", "islands": "ISLS", "mountain": "MT", "volcano": "VLC",
    "mountains": "MTS", "desert": "DSRT", "river": "STM", "lake": "LK", "continent": "CONT", "quarter": "PPLX", "camp": "CMPRF",
    "seat": "ADMF", "square": "SQR", "building": "BLDG", "prison": "PRN", "plant": "INDS", "dam": "DAM", "base": "MILB",
    "airport": "AIRP", "crossing": "CSTM",
}  # fmt: skip
"""Kinds of `regions.tsv` as GeoNames feature codes."""

SITES = frozenset("CAPE MT VLC ADMF SQR BLDG PRN INDS DAM MILB AIRP AIRB CSTM".split())
"""Features that are one spot: "point". Quarters and camps are as large as towns; everything else of `regions.tsv` is an area."""
SETTLED = frozenset({"PPLX", "CMPRF"})

_EXTRA = str.maketrans(
    {
        "ø": "o", "ł": "l", "ß": "ss", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ə": "a", "ŋ": "n",
        **dict.fromkeys("'’‘ʻʼ`´ʿʾ′.", ""), **dict.fromkeys("-‐‑–", " "),
    }
)  # fmt: skip
_SHORT = {"st": "saint", "ste": "sainte", "ft": "fort", "mt": "mount"}
_SPACES = re.compile(r"\s+")


def fold(name: str) -> str:
    """The name in plain lower-case Latin letters: no accents, apostrophes, full stops or hyphens; "St." is "saint"."""
    folded = name.lower()
    if not folded.isascii():
        folded = "".join(c for c in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(c))
    words = folded.translate(_EXTRA).split()
    if len(words) > 1 and words[0] in _SHORT:
        words[0] = _SHORT[words[0]]
    return " ".join(words)


def pack(numbers: Iterable[int]) -> bytes:
    """Row numbers as three bytes each."""
    return b"".join(number.to_bytes(3, "big") for number in numbers)


def unpack(blob: bytes) -> list[int]:
    """The inverse of `pack`."""
    return [int.from_bytes(blob[at : at + 3], "big") for at in range(0, len(blob), 3)]


@dataclass(frozen=True, slots=True)
class Candidate:
    """One place that a name can mean. `country` is ISO alpha-2 or "" (a sea); `parent` is the division it lies in."""

    kind: Kind
    name: str
    country: str
    lat: float | None
    lon: float | None
    population: int = 0
    geonames_id: int | None = None
    row: int | None = None
    parent: int | None = None
    feature: str = ""
    countries: tuple[str, ...] = ()

    @property
    def precision(self) -> Precision:
        """How exact the position is: a summit, a base or a seat of power is a point; a river or a sea is a region."""
        if self.kind != "region":
            return PRECISIONS[self.kind]
        return "point" if self.feature in SITES else "city" if self.feature in SETTLED else "region"


@dataclass(frozen=True, slots=True)
class Country:
    """A country or territory: `lexicons/en/countries.tsv` with GeoNames's population, area and neighbours."""

    iso3: str
    iso2: str
    name: str
    capital: str
    geonames_id: int
    lat: float
    lon: float
    population: int
    area_km2: int
    neighbours: tuple[str, ...]
    extent: tuple[float, float, float, float] | None = None
    """South, west, north, east of its main part and what is near it, for drawing; west > east across 180 degrees."""


class Gazetteer:
    """Look-ups, remembered while the process runs (the memory is bounded)."""

    def __init__(self, path: Path) -> None:
        if not path.is_file():
            raise AssetError(f"{path}: missing; reinstall with: pip install --force-reinstall onrecord")
        self._db = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True, check_same_thread=False)
        self._names: dict[str, tuple[Candidate, ...]] = {}
        self._rows: dict[int, Candidate] = {}
        self._holders: dict[tuple[int | None, str], tuple[Candidate, ...]] = {}
        self._outlines: dict[str, list[list[tuple[int, int]]]] = {}
        self._boxes: dict[str, tuple[int, int, int, int]] = {}
        self.countries: dict[str, Country] = {}
        self.by_iso3: dict[str, Country] = {}
        self._country_names: dict[str, tuple[Candidate, ...]] = {}
        self.demonyms: dict[str, tuple[str, ...]] = {}
        self._load_countries()
        self._capitals = frozenset(self._load_capitals())
        self._regions: dict[str, tuple[Candidate, ...]] = {}
        self._aliases = {fold(alias): row for row in lexicons.load("place_aliases") for alias in _cells(row["aliases"])}
        for key, region in self._load_regions():
            self._regions[key] = (*self._regions.get(key, ()), region)

    # ---- look-ups ----
    def candidates(self, name: str) -> tuple[Candidate, ...]:
        """Everything the name can mean: country, region, divisions and cities by population; () where nothing bears it."""
        found = self._names.get(name)
        if found is None:
            key = fold(name)
            places = self._aliased(key) or self._places(key)
            found = self._country_names.get(name, ()) + self._region(key, places) + places
            if len(self._names) >= CACHE_NAMES:
                self._names.clear()
                self._rows.clear()
                self._holders.clear()
            self._names[name] = found
        return found

    def _aliased(self, key: str) -> tuple[Candidate, ...]:
        """The place of which the key is a nickname or a former name ("Granite State"), ahead of all that bear it as a name."""
        row = self._aliases.get(key.removeprefix("the "))
        if row is None:
            return ()
        iso2 = self.by_iso3[row["country"]].iso2
        held = (c for c in self._places(fold(row["place"])) if c.kind == row["kind"] and c.country == iso2)
        found = next(held, None)
        return () if found is None else (found, *(c for c in self._places(key) if c.row != found.row))

    def _region(self, key: str, places: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
        """The regions of the name, less those whose country has a division that bears it too."""
        regions = self._regions.get(key.removeprefix("the "), ())
        if not regions:
            return ()
        divided = {place.country for place in places if place.kind == "admin1"}
        return tuple(
            region
            for region in regions
            if len(region.countries) != 1 or region.country not in divided or fold(region.name) != key
        )

    def country_named(self, name: str) -> Country | None:
        """The country that bears the name, in this very case ("US", not "us")."""
        found = self._country_names.get(name)
        return self.countries[found[0].country] if found else None

    def country_candidate(self, iso2: str) -> Candidate | None:
        """The country as a candidate."""
        country = self.countries.get(iso2)
        return _country_candidate(country) if country else None

    def country_at(self, lat: float, lon: float) -> Country | None:
        """The country in whose outline the point lies (to about two kilometres); None at sea, at the poles, off the globe.

        Outlines are Natural Earth's, which follow who holds the land, but for Crimea, the Golan Heights and breakaway parts.
        """
        if not (-90 <= lat <= 90 and -180 <= lon <= 180):
            return None
        for iso2, country in self.countries.items():
            if self._may_hold(iso2, lat, lon) and outlines.holds(self._outline(iso2), lat, lon):
                return country
        return None

    def _may_hold(self, iso2: str, lat: float, lon: float) -> bool:
        """Whether the point is in a box around all of the country's parts, the far ones too."""
        box = self._boxes.get(iso2)
        if box is None:
            points = [point for ring in self._outline(iso2) for point in ring] or [(9_999_999, 9_999_999)]
            lats, lons = [y for y, _ in points], [x for _, x in points]
            box = self._boxes[iso2] = (min(lats), min(lons), max(lats), max(lons))
        y, x = lat * outlines.GRID, lon * outlines.GRID
        return box[0] <= y <= box[2] and box[1] <= x <= box[3]

    def _outline(self, iso2: str) -> list[list[tuple[int, int]]]:
        found = self._outlines.get(iso2)
        if found is None:
            row = self._db.execute("SELECT outline FROM country WHERE iso2 = ?", (iso2,)).fetchone()
            found = outlines.unpack(row[0]) if row and row[0] else []
            if len(self._outlines) >= CACHE_OUTLINES:
                self._outlines.clear()
            self._outlines[iso2] = found
        return found

    def countries_of_demonym(self, word: str) -> tuple[str, ...]:
        """ISO alpha-2 codes of the countries whose people or things the word names ("Congolese": two)."""
        return self.demonyms.get(word, ())

    def lies_in(self, candidate: Candidate) -> tuple[Candidate, ...]:
        """The divisions that hold the candidate, smallest first, then its country."""
        if candidate.kind == "country":
            return ()
        key = (candidate.parent, candidate.country)
        found = self._holders.get(key)
        if found is None:
            found = self._holders[key] = tuple(self._climb(*key))
        return found

    def _climb(self, parent: int | None, iso2: str) -> Iterator[Candidate]:
        while parent is not None:
            holder = self._row(parent)
            yield holder
            parent = holder.parent
        country = self.country_candidate(iso2)
        if country is not None:
            yield country

    def divisions_of(self, candidate: Candidate) -> tuple[str | None, str | None]:
        """Names of the first and second level divisions of the candidate, itself included."""
        admin1 = admin2 = None
        for place in (candidate, *self.lies_in(candidate)):
            if place.kind == "admin1":
                admin1 = place.name
            elif place.kind == "admin2":
                admin2 = place.name
        return admin1, admin2

    # ---- rows ----
    def _places(self, key: str) -> tuple[Candidate, ...]:
        row = self._db.execute("SELECT places FROM name WHERE key = ?", (key,)).fetchone()
        return tuple(self._row(number) for number in unpack(row[0])[:MAX_CANDIDATES]) if row else ()

    def _row(self, number: int) -> Candidate:
        found = self._rows.get(number)
        if found is None:
            row = self._db.execute(
                "SELECT id, kind, name, country, parent, lat, lon, population FROM place WHERE n = ?", (number,)
            ).fetchone()
            found = self._rows[number] = self._candidate(number, row)
        return found

    def _candidate(
        self, number: int, row: tuple[int | None, int, str, str, int | None, int | None, int | None, int]
    ) -> Candidate:
        geonames_id, kind, name, country, parent, lat, lon, population = row
        feature = "PPLC" if number in self._capitals else ROW_FEATURES[kind]
        return Candidate(
            KINDS[kind], name, country, _degrees(lat), _degrees(lon), population, geonames_id, number, parent, feature,
            (country,) if KINDS[kind] == "region" else (),
        )  # fmt: skip

    def _load_countries(self) -> None:
        columns = "iso2, population, area_km2, neighbours, south, west, north, east"
        facts = {row[0]: row[1:] for row in self._db.execute(f"SELECT {columns} FROM country")}
        demonyms: dict[str, list[str]] = {}
        for row in lexicons.load("countries"):
            population, area, neighbours, *box = facts.get(row["iso2"], (0, 0, "", None))
            country = Country(
                row["iso3"], row["iso2"], row["name"], row["capital"], int(row["geonames_id"]),
                float(row["lat"]), float(row["lon"]), population, area, tuple(neighbours.split(",")),
                _extent(box),
            )  # fmt: skip
            self.countries[country.iso2] = country
            self.by_iso3[country.iso3] = country
            for name in (row["name"], *_cells(row["variants"])):
                for spelling in (name, name.upper()) if len(name) > 4 else (name,):
                    self._country_names.setdefault(spelling, (_country_candidate(country),))
            for word in _cells(row["demonyms"]):
                demonyms.setdefault(word, []).append(country.iso2)
        self.demonyms = {word: tuple(codes) for word, codes in demonyms.items()}

    def _load_capitals(self) -> Iterator[int]:
        """Rows of the towns that bear their capital's name in their country: the largest, and any other large one (Delhi)."""
        for country in self.countries.values():
            row = self._db.execute("SELECT places FROM name WHERE key = ?", (fold(country.capital),)).fetchone()
            numbers = unpack(row[0])[:MAX_CANDIDATES] if row and country.capital else []
            marks = ",".join("?" * len(numbers))
            found = self._db.execute(
                f"SELECT n, population FROM place WHERE n IN ({marks}) AND kind = 0 AND country = ? ORDER BY population DESC, n",
                (*numbers, country.iso2),
            ).fetchall()
            yield from (
                number for at, (number, population) in enumerate(found) if at == 0 or population > LARGE_CAPITAL
            )

    def _load_regions(self) -> Iterator[tuple[str, Candidate]]:
        for row in lexicons.load("regions"):
            codes = tuple(self.by_iso3[code].iso2 for code in _cells(row["countries"]))
            region = Candidate(
                "region", row["name"], codes[0] if len(codes) == 1 else "", float(row["lat"]), float(row["lon"]),
                geonames_id=int(row["geonames_id"]) if row["geonames_id"] else None,
                feature=FEATURES[row["kind"]], countries=codes,
            )  # fmt: skip
            for key in dict.fromkeys(fold(n).removeprefix("the ") for n in (row["name"], *_cells(row["variants"]))):
                yield key, region


@cache
def load() -> Gazetteer:
    """The gazetteer that ships with onrecord, its sha256 checked once a process."""
    table = assets.manifest()["gazetteer"]
    assets.verify(assets.PACKAGE, table["sha256"])
    return Gazetteer(assets.PACKAGE / next(iter(table["sha256"])))


def _degrees(stored: int | None) -> float | None:
    return None if stored is None else stored / 10_000


def _extent(box: list[int | None]) -> tuple[float, float, float, float] | None:
    south, west, north, east = (None if edge is None else edge / 100 for edge in (box + [None] * 4)[:4])
    return None if south is None or west is None or north is None or east is None else (south, west, north, east)


def _country_candidate(country: Country) -> Candidate:
    return Candidate(
        "country", country.name, country.iso2, country.lat, country.lon, country.population, country.geonames_id,
        feature="PCLI", countries=(country.iso2,),
    )  # fmt: skip


def _cells(text: str) -> tuple[str, ...]:
    return tuple(cell for cell in text.split("|") if cell)
