"""Places of events that are a part of a country, its border or the sea off it.

In: an article's toponyms with their places. Out: the sites at which deeds can be. The one idea: "eastern Vellia", "the coast of
Vellia" and "the Vellian border" are not Vellia: such a phrase becomes a place of its own with the precision "region", drawn at
the country only as the place that it belongs to, and a border is in no one country. Mentions keep their own spans.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from onrecord import gazetteer
from onrecord.analysis import Analysis, TokenRange
from onrecord.records import Event, Place
from onrecord.stages.locate._toponym import Toponym
from onrecord.stages.locate._words import of_role

POSITION = "of_country"
"""What `absent` says of the position: it is that of the country which the area belongs to."""
LARGE = ("country", "province")
FRONTIERS = ("BDRY", "STM", "CSTM")
"""Features that run between two countries: borders, rivers, crossings."""
NEAR = 3
"""Words between a noun like "border" and the name."""


@dataclass(frozen=True, slots=True)
class Site:
    """A place where something can have happened: the words that name it and the word that its phrase hangs by."""

    place: Place
    lo: int
    hi: int
    head: int
    named: bool


@dataclass(frozen=True, slots=True)
class _Area:
    """The words of a part of a country and which kind of part they say."""

    lo: int
    hi: int
    kind: str


def on_own_side(event: Event, place: Place) -> Place:
    """Where a state arrests or seizes on the border of several: on its own side, as nothing else gives it the power."""
    if (
        event.event_type != "COERCE"
        or place.country is not None
        or place.feature not in FRONTIERS
        or place.name is None
    ):
        return place
    known = gazetteer.load()
    shared = {code for found in known.candidates(place.name) if found.kind == "region" for code in found.countries}
    states = {known.by_iso3[actor.country].iso2 for actor in event.actors if actor.country in known.by_iso3}
    holder = next(iter(states)) if len(states) == 1 and states <= shared else None
    if holder is None:
        return place
    absent = {key: why for key, why in place.absent.items() if key != "country"}
    return replace(place, country=known.countries[holder].iso3, absent=absent)


def is_broad(place: Place) -> bool:
    """Whether the place is a country, or no more than a part of one."""
    return place.precision == "country" or place.absent.get("position") == POSITION


def finer(found: dict[str, list[Site]], sites: list[Site]) -> list[Site]:
    """Where the sites are broad, the town struck or visited that lies in one of them ("attacked Vell in eastern Vellia")."""
    if not all(is_broad(site.place) for site in sites):
        return []
    countries = {site.place.country for site in sites} - {None}
    named = (*found.get("object", ()), *found.get("argument", ()))
    return [site for site in named if site.place.country in countries and not is_broad(site.place)]


def widened(analysis: Analysis, toponym: Toponym, place: Place) -> tuple[Place, TokenRange]:
    """The place with the words of its phrase, where these make it a part of the country; else itself."""
    lo, hi = toponym.lo, toponym.hi
    area = _around(analysis, lo, hi) if place.precision in LARGE and toponym.role == "place" else None
    if area is None:
        return place, (lo, hi)
    return _as_area(analysis, area, place), (area.lo, area.hi)


def nameless(analysis: Analysis, toponyms: Sequence[Toponym], places: Sequence[Place]) -> Iterator[tuple[Place, _Area]]:
    """Areas whose country is named by its people or elsewhere: "the Vellian border", "the east of the country", "its coast"."""
    for toponym, place in zip(toponyms, places, strict=True):
        if toponym.role == "demonym" and place.precision == "country":
            area = _after(analysis, toponym.lo, toponym.hi)
            if area is not None and area.kind != "part":
                yield _as_area(analysis, area, place), area
    countries = [(t.lo, p) for t, p in zip(toponyms, places, strict=True) if p.precision == "country" and p.country]
    lower = analysis.tokens.lower
    for at, word in enumerate(lower):
        is_country = word == "country" and at > 0 and lower[at - 1] == "the"
        area = _around(analysis, at, at + 1) if is_country or word == "its" else None
        area = None if area is not None and word == "its" and area.kind == "part" else area
        holder = _meant(analysis, at, countries, is_country) if area is not None else None
        if area is not None and holder is not None:
            yield _as_area(analysis, area, holder), area


def _meant(analysis: Analysis, at: int, countries: list[tuple[int, Place]], anywhere: bool) -> Place | None:
    """The country that "the country" or "its" stands for: the last before in the sentence; the only one of the article."""
    sentence = analysis.tokens.sentence
    before = [place for lo, place in countries if lo < at and sentence[lo] == sentence[at]]
    if before:
        return before[-1]
    only = {place.country: place for _, place in countries}
    return next(iter(only.values())) if anywhere and len(only) == 1 else None


# ---- phrases ----
def _around(analysis: Analysis, lo: int, hi: int) -> _Area | None:
    """The area that the words before or after the name make of it."""
    return _after(analysis, lo, hi) or _before(analysis, lo, hi)


def _after(analysis: Analysis, lo: int, hi: int) -> _Area | None:
    """ "Vellia's eastern border", "the Vellian coast", "its east coast"."""
    lower = analysis.tokens.lower
    owned = hi < len(lower) and lower[hi] in ("'s", "’s", "'", "’")
    end = hi + 1 if owned else hi
    compass = end < len(lower) and lower[end] in of_role("compass")
    noun = end + 1 if compass else end
    kind = _kind(lower[noun]) if noun < len(lower) else ""
    if kind:
        start = _off(lower, lo)
        return _Area(start, noun + 1, "sea" if kind == "coast" and start < lo else kind)
    if owned and compass and not analysis.tokens.pos[end].startswith("V"):
        return _Area(lo, end + 1, "part") if analysis.tokens.pos[end] != "ADJ" else None
    return None


def _before(analysis: Analysis, lo: int, hi: int) -> _Area | None:
    """ "eastern Vellia", "the east of Vellia", "the border with Vellia", "off Vellia"."""
    lower = analysis.tokens.lower
    at = lo - 1 if lo and lower[lo - 1] == "the" else lo
    if at < 1:
        return None
    if lower[at - 1] in of_role("compass") and at == lo:
        return _Area(at - 1, hi, "part")
    if lower[at - 1] == "off":
        return _Area(at - 1, hi, "sea")
    if at >= 2 and lower[at - 1] in ("of", "with", "between"):
        noun = lower[at - 2]
        kind = _kind(noun) or ("part" if noun in of_role("compass") and lower[at - 1] == "of" else "")
        if not kind or (lower[at - 1] != "of" and kind != "border"):
            return None
        start = at - 3 if at >= 3 and lower[at - 3] in of_role("compass") else at - 2
        first = _off(lower, start) if kind == "coast" else start
        return _Area(first, hi, "sea" if first < start else kind)
    return None


def _off(lower: list[str], lo: int) -> int:
    """Where "off the", "the sea off the" before a coast opens; `lo` where it does not."""
    at = lo - 1 if lo and lower[lo - 1] == "the" else lo
    if at < 1 or lower[at - 1] != "off":
        return lo
    return at - 2 if at >= 2 and lower[at - 2] in ("sea", "waters", "ocean") else at - 1


def _kind(word: str) -> str:
    return next((kind for kind in ("border", "coast", "sea") if word in of_role(kind)), "")


def _as_area(analysis: Analysis, area: _Area, place: Place) -> Place:
    """The part of the country as a place: its own words, no pin, and no country where it is a border; the sea off it is its."""
    span = analysis.span(area.lo, area.hi)
    words = analysis.text[span.start : span.end]
    absent = {"geonames_id": "area_of_country", "position": POSITION}
    if area.kind == "border":
        absent["country"] = "at_border"
    return replace(
        place, text=words, span=span, name=words, role="place", precision="region", geonames_id=None, feature=None,
        country=None if "country" in absent else place.country, admin1=None if "country" in absent else place.admin1,
        absent=absent,
    )  # fmt: skip
