"""Positions that the text gives in figures.

In: an analysis. Out: `Toponym`s with a position of their own: "36.2N, 122.5E", "15°36'N 32°32'E", "50.4501, 30.5234" after words
that call it a position. The one idea: figures are a position only if the text marks them as one, by letters of the compass with
degrees or decimals, or by a word before them; figures out of range are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from onrecord.analysis import Analysis
from onrecord.records import Span
from onrecord.stages.locate._toponym import Toponym

_SECONDS = r"""(?:\s?[′'’ʹ]|\s?minutes?)(?:\s?(?P<{0}s>\d{{1,2}}(?:\.\d+)?)\s?(?:["”″]|''|’’|seconds?))?"""
_NUMBER = (
    r"(?P<{0}d>\d{{1,3}}(?:\.\d+)?)(?P<{0}u>\s?°|\s?º|\s?degrees?)?(?:\s?(?P<{0}m>\d{{1,2}}(?:\.\d+)?)"
    + _SECONDS
    + r")?"
)
_COMPASS = re.compile(
    rf"(?<![\w.°-])(?:latitude\s+(?:of\s+)?)?{_NUMBER.format('a')}\s?(?P<ah>N|S|north|south|North|South)\b"
    rf"(?:\s?[,;/]|\s?and)?\s{{0,3}}(?:longitude\s+(?:of\s+)?)?"
    rf"{_NUMBER.format('o')}\s?(?P<oh>E|W|east|west|East|West)\b"
)
_NAMED = re.compile(
    r"(?i:\b(?:coordinates?|latitude|lat\.?|position|geolocat\w+|gps)\b)[^.\n\d]{0,20}?"
    r"(?P<pair>(?P<a>[-−]?\d{1,2}(?:\.\d+)?)°?\s?(?:,|;|/|and)\s?(?i:lon\.?|long\.?|longitude)?\s?"
    r"(?P<o>[-−]?\d{1,3}(?:\.\d+)?)°?)(?![\w°]|\.\d)"
)
MOST_LAT, MOST_LON, SIXTY = 90.0, 180.0, 60.0


def find(analysis: Analysis) -> list[Toponym]:
    """The positions of the article, in order."""
    found: dict[int, Toponym] = {}
    for span, lat, lon in (*_with_compass(analysis.text), *_with_word(analysis.text)):
        lo, hi = analysis.token_range(span)
        if lo < hi and abs(lat) <= MOST_LAT and abs(lon) <= MOST_LON:
            words = analysis.text[span.start : span.end]
            found.setdefault(lo, Toponym(lo, hi, words, "place", (), "position", span=span, position=(lat, lon)))
    return [found[lo] for lo in sorted(found)]


def _with_compass(text: str) -> Iterator[tuple[Span, float, float]]:
    if not any(mark in text for mark in ("°", "º", "degrees", "N", "S")):
        return
    for match in _COMPASS.finditer(text):
        is_marked = all(match[f"{part}u"] or match[f"{part}m"] or "." in match[f"{part}d"] for part in "ao")
        lat, lon = _degrees(match, "a", "Ss"), _degrees(match, "o", "Ww")
        if is_marked and lat is not None and lon is not None:
            yield Span(match.start(), match.end()), lat, lon


def _degrees(match: re.Match[str], part: str, negative: str) -> float | None:
    """Degrees with minutes and seconds as a decimal; None where these are sixty or more."""
    minutes, seconds = float(match[f"{part}m"] or 0), float(match[f"{part}s"] or 0)
    if minutes >= SIXTY or seconds >= SIXTY:
        return None
    value = float(match[f"{part}d"]) + minutes / 60 + seconds / 3600
    return round(-value if match[f"{part}h"][0] in negative else value, 6)


def _with_word(text: str) -> Iterator[tuple[Span, float, float]]:
    for match in _NAMED.finditer(text):
        lat, lon = (float(match[part].replace("−", "-")) for part in "ao")
        is_decimal = "." in match["a"] and "." in match["o"]
        if is_decimal or match[0].lower().startswith("coordinate"):
            yield Span(match.start("pair"), match.end("pair")), lat, lon
