"""Outlines of countries, packed small: is a point inside?

In: rings of (lat, lon). Out: bytes, and the answer for a point. The one idea: points on a grid of 0.01 degree (about a
kilometre), each as its difference from the one before, in as few bytes as the number needs; a point is inside if a line from
it crosses the rings an odd number of times, so that holes (Lesotho in South Africa) need no mark.

Data: Natural Earth, public domain (`training/gazetteer/outlines.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

Ring = list[tuple[float, float]]
GRID = 100
"""Steps to a degree."""


def pack(rings: Iterable[Ring]) -> bytes:
    """The rings as bytes; points that fall on one grid point are merged, rings of fewer than three left out."""
    out = bytearray()
    for ring in rings:
        points = [(round(lat * GRID), round(lon * GRID)) for lat, lon in ring]
        points = [p for n, p in enumerate(points) if n == 0 or p != points[n - 1]]
        if len(points) > 3:
            _put(out, len(points))
            last = (0, 0)
            for lat, lon in points:
                for step in (lat - last[0], lon - last[1]):
                    _put(out, step * 2 if step >= 0 else -step * 2 - 1)
                last = (lat, lon)
    return bytes(out)


def _put(out: bytearray, number: int) -> None:
    """Seven bits a byte, the highest bit set while more follow."""
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    out.append(number)


def _numbers(packed: bytes) -> Iterator[int]:
    number = shift = 0
    for byte in packed:
        number |= (byte & 127) << shift
        if byte & 128:
            shift += 7
        else:
            yield number
            number = shift = 0


def unpack(packed: bytes) -> list[list[tuple[int, int]]]:
    """The rings as points of the grid."""
    rings = []
    numbers = _numbers(packed)
    for count in numbers:
        ring, lat, lon = [], 0, 0
        for _ in range(count):
            first, second = next(numbers), next(numbers)
            lat += first >> 1 if first % 2 == 0 else -(first + 1 >> 1)
            lon += second >> 1 if second % 2 == 0 else -(second + 1 >> 1)
            ring.append((lat, lon))
        rings.append(ring)
    return rings


def holds(rings: list[list[tuple[int, int]]], lat: float, lon: float) -> bool:
    """Whether the point is inside the rings."""
    y, x = lat * GRID + 1e-6, lon * GRID  # a hair off the grid, so that no line meets a corner
    inside = False
    for ring in rings:
        last_y, last_x = ring[-1]
        for point_y, point_x in ring:
            if (point_y > y) != (last_y > y) and x < (last_x - point_x) * (y - point_y) / (last_y - point_y) + point_x:
                inside = not inside
            last_y, last_x = point_y, point_x
    return inside
