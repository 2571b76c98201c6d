"""Which place a name means.

In: the toponyms of one article. Out: for each the best candidate and the rule that decided, or None. The one idea: an
article is about few places, so candidates vote for each other: each name spreads one vote over what it can mean, votes add
up by country, by division and by neighbourhood (cells of a grid), and each name then weighs its candidates by population and
kind, by what the text says of them ("X County", "X, Texas") and by the votes of the other names. Two rounds settle it. A name has
one sense in an article, unless the text says otherwise.

Cf. Lieberman, Samet, Sankaranarayanan (2010), local lexicons; Overell and Rueger (2008), one sense and neighbourhood. Not done:
distance in words between toponyms.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from onrecord.analysis import Tokens
from onrecord.gazetteer import Candidate, Gazetteer, fold
from onrecord.stages.locate import _words
from onrecord.stages.locate._toponym import Toponym

MOST_CANDIDATES = 100
ROUNDS = 3
CELL_DEGREES = 1.5
NO_CELL = (999, 999)

# Weights, tuned on lgl-dev and geovirus together, 2026-11-22.
POPULATION = 0.55
KIND = {"country": 3.5, "region": 6.0, "admin1": 1.2, "admin2": -1.0, "city": 0.0}
CAPITAL = 0.8
TOWN = {"country": -2.5, "region": -2.5, "admin1": -0.7, "admin2": 0.0, "city": 0.7}
HINTED = 3.0
QUALIFIED = 6.0
ALIAS = 1.2
MANY_NAMES = (20_000, 300_000)
"""Up to how many people a town is hardly called by a name that is not its own; from how many on by any."""
LISTED = 4.0
POSITIONLESS = 1.0
SAID_DIVISION = 2.5
WELL_KNOWN, FAMOUS = 150_000, 1_000_000
LONELY, FEW = 1.5, 0.2
"""Votes that make some country the article's own, and votes below which another country has nothing else in it."""
SMALL_PART = 0.5
"""A bridge or plant named like a town elsewhere is there only if that country has half the votes of the article's own."""
SMALL_DIVISION = 3
"""So many times the people of a division make a city its better."""
COUNTRY_VOTES, DIVISION_VOTES, NEAR_VOTES = 1.0, 1.2, 1.2
PUBLISHER, DATELINE = 0.6, 1.0
HINT_KINDS = {
    "capital": ("city",),
    "division1": ("admin1",),
    "division2": ("admin2",),
    "settlement": ("city",),
    "abbreviation": ("admin1",),
    "bearer": ("city",),
}


@dataclass(frozen=True, slots=True)
class Resolution:
    """The place that a toponym means, and why."""

    candidate: Candidate | None
    rule: str
    within: Candidate | None = None
    """Of an unresolved name: the country or division that the text says it lies in."""


@dataclass(frozen=True, slots=True)
class Priors:
    """What is known beside the text: the publisher's country and what the dateline's place can mean."""

    country: str | None = None
    dateline: tuple[Candidate, ...] = ()


@dataclass(slots=True)
class _Name:
    """One name of the article with its candidates' scores and votes."""

    candidates: tuple[Candidate, ...]
    own: list[float]
    weight: float
    shares: list[float]
    qualified: bool
    places: list[tuple[str, int, tuple[int, int]]]


def resolve(gazetteer: Gazetteer, tokens: Tokens, toponyms: Sequence[Toponym], priors: Priors) -> list[Resolution]:
    """A resolution for each toponym, in order."""
    listed, several = {}, set[int]()
    for series in _series(tokens, toponyms):
        level = _common_level(series, toponyms)
        listed.update(dict.fromkeys(series, level) if level else {})
        if any(tokens.lower[toponyms[n].lo - 1] in ("and", "or") for n in series[1:]):
            several.update(series[:-1])
    holders = _holders(tokens, toponyms, listed)
    names: dict[tuple[str, frozenset[int | None]], _Name] = {}
    keys = []
    for n, toponym in enumerate(toponyms):
        inside = _inside(gazetteer, toponym, toponyms[holders[n]] if n in holders else None)
        if n in several and not inside:
            holders.pop(n, None)  # "X, Y and Z": the next of a list holds nothing unless it is known to
        key = (_sense(toponym), inside)
        keys.append(key)
        if key in names:
            names[key].weight += 0.2
        elif toponym.candidates:
            names[key] = _name(gazetteer, toponym, inside, priors)
            _favour(names[key], listed.get(n, ""))
    _spread(keys, names)
    for _ in range(ROUNDS):
        _vote(list(names.values()))
    totals = _totals(list(names.values()), priors)
    sites = {key for key, toponym in zip(keys, toponyms, strict=True) if _is_site(tokens, toponym)}
    found = [_best(names.get(key), totals, key in sites) for key in keys]
    found = [_checked(n, toponyms, found, holders, keys, tokens) for n in range(len(found))]
    for n, m in holders.items():
        found[m] = _holding(gazetteer, found[n], found[m], keys[n][1])
    return found


def _holding(gazetteer: Gazetteer, held: Resolution, holder: Resolution, inside: frozenset[int | None]) -> Resolution:
    """The holder as what it must be to hold the held ("Atlanta, Georgia" beside the country Georgia)."""
    same = holder.candidate is None or held.candidate is None or holder.candidate.country == held.candidate.country
    if held.candidate is None or same or not inside:
        return holder
    wanted = next((p for p in gazetteer.lies_in(held.candidate) if p.geonames_id in inside), None)
    return holder if wanted is None else Resolution(wanted, "qualified")


def _checked(
    n: int,
    toponyms: Sequence[Toponym],
    found: list[Resolution],
    holders: dict[int, int],
    keys: list[tuple[str, frozenset[int | None]]],
    tokens: Tokens,
) -> Resolution:
    """The resolution, unless the text says that the place lies where none of its bearers lies ("Stroud, Ontario")."""
    mine = found[n]
    if n not in holders or keys[n][1]:
        return mine
    holder = toponyms[holders[n]]
    within = found[holders[n]].candidate
    if within is None or within.kind not in ("country", "admin1") or not _level(holder):
        return mine
    if mine.candidate is None:
        return replace(mine, within=within)
    grown = mine.candidate.kind in ("country", "region", "admin1") or mine.candidate.population > WELL_KNOWN
    subject = any(tokens.dep[at] in ("nsubj", "nsubjpass", "poss") for at in range(holder.lo, holder.hi))
    comma = tokens.text[toponyms[n].hi : holder.lo] == [","]
    return Resolution(None, "not_in_gazetteer", within) if comma and not grown and not subject else mine


def _favour(name: _Name, level: str) -> None:
    """In a list of countries or of divisions of one country, the name means one too."""
    if level:
        for n, candidate in enumerate(name.candidates):
            if level in (candidate.kind, f"{candidate.kind} {candidate.country}"):
                name.own[n] += LISTED


def _sense(toponym: Toponym) -> str:
    return f"{toponym.name}\0{toponym.hint if toponym.hint in ('division1', 'division2', 'bearer') else ''}"


def _spread(
    keys: list[tuple[str, frozenset[int | None]]], names: dict[tuple[str, frozenset[int | None]], _Name]
) -> None:
    """A bare name takes over what the text says of the same name elsewhere ("Paris, Texas ... Paris")."""
    said: dict[str, frozenset[int | None]] = {}
    for name, inside in keys:
        if inside:
            said.setdefault(name, inside)
    for (name, inside), entry in names.items():
        other = names.get((name, said.get(name, frozenset())))
        if not inside and other is not None and other is not entry:
            entry.candidates, entry.own, entry.places = other.candidates, list(other.own), other.places
            entry.shares, entry.qualified = list(other.shares), True
    _follow_divisions(names)


def _follow_divisions(names: dict[tuple[str, frozenset[int | None]], _Name]) -> None:
    """Where the article says "Vell Oblast", a bare "Vell" is the oblast too, unless it is called a town."""
    said = {
        c.row
        for (sense, _), name in names.items()
        if sense.endswith(("\0division1", "\0division2"))
        for c in name.candidates
        if c.kind == "admin1"
    }
    for (sense, inside), name in names.items():
        if sense.endswith("\0") and not inside and not any(c.kind == "country" for c in name.candidates):
            for n, candidate in enumerate(name.candidates):
                if candidate.kind == "admin1" and candidate.row in said:
                    name.own[n] += SAID_DIVISION


# ---- what holds what ----
COMPASS = frozenset(
    "the a southern northern eastern western central north south east west northeastern northwestern southeastern "
    "southwestern north-eastern north-western".split()
)


def _series(tokens: Tokens, toponyms: Sequence[Toponym]) -> list[list[int]]:
    """Lists of names: three or more toponyms with nothing between them but commas and "and"."""
    found: list[list[int]] = []
    current: list[int] = []
    for n, toponym in enumerate(toponyms):
        if current:
            before = toponyms[current[-1]]
            between = [w for w in tokens.lower[before.hi : toponym.lo] if w != "the"]
            if between not in ([","], ["and"], ["or"], [",", "and"], [";"], [",", "or"]):
                found.append(current)
                current = []
        current.append(n)
    found.append(current)
    return [series for series in found if len(series) >= 3]


def _level(toponym: Toponym) -> str:
    """Country or division, if the name is mainly that of one."""
    for candidate in toponym.candidates:
        if candidate.kind == "country":
            return "country"
        if candidate.kind == "admin1" and candidate.population > 200_000:
            return f"admin1 {candidate.country}"
    return ""


def _common_level(series: list[int], toponyms: Sequence[Toponym]) -> str:
    """The level that most names of a list share ("Oklahoma, Georgia and Washington": states), or ""."""
    counts: dict[str, int] = defaultdict(int)
    for n in series:
        levels = {
            "country" if c.kind == "country" else f"admin1 {c.country}"
            for c in toponyms[n].candidates
            if c.kind in ("country", "admin1")
        }
        for level in levels:
            counts[level] += 1
    best = max(counts, key=lambda level: (counts[level], level), default="")
    return best if best and counts[best] >= max(3, 0.6 * len(series)) else ""


def _holders(tokens: Tokens, toponyms: Sequence[Toponym], listed: dict[int, str]) -> dict[int, int]:
    """Toponym -> the one that the text says it lies in: "X, Y", "X (Y)", "X in Y", "X in the Y region"."""
    found = {}
    for n, (here, there) in enumerate(pairwise(toponyms)):
        if here.hi > there.lo or there.role == "demonym" or here.role == "demonym":
            continue
        if tokens.sentence[here.hi - 1] != tokens.sentence[there.lo] or there.lo - here.hi > 6:
            continue
        if n in listed and listed.get(n + 1) == listed[n]:
            continue
        if _level(here) == _level(there) == "country":
            continue
        words = [w for w in tokens.lower[here.hi : there.lo] if w not in COMPASS]
        if words in (
            [],
            [","],
            ["("],
            [",", "in"],
            ["in"],
            [",", "near"],
            ["district", "of"],
            ["district", "in"],
            ["region", "of"],
            ["province", "of"],
            ["area", "of"],
            ["village", "in"],
        ):
            found[n] = n + 1
    return found


def _inside(gazetteer: Gazetteer, toponym: Toponym, holder: Toponym | None) -> frozenset[int | None]:
    """Rows or ids of the holder's candidates that hold a candidate of the toponym."""
    if holder is None or not holder.candidates:
        return frozenset()
    wanted = {c.geonames_id for c in holder.candidates if c.kind in ("country", "admin1", "admin2")}
    return frozenset(p.geonames_id for c in toponym.candidates for p in gazetteer.lies_in(c) if p.geonames_id in wanted)


# ---- scores ----
def _name(gazetteer: Gazetteer, toponym: Toponym, inside: frozenset[int | None], priors: Priors) -> _Name:
    candidates = toponym.candidates[:MOST_CANDIDATES]
    if inside:
        candidates = toponym.candidates
    key = fold(toponym.name)
    own = [_own(c, toponym.hint, priors) - _alias(c, key) for c in candidates]
    if inside:
        for n, candidate in enumerate(candidates):
            if any(place.geonames_id in inside for place in gazetteer.lies_in(candidate)):
                own[n] += QUALIFIED
    if any(c.kind == "city" for c in candidates):
        _prefer_seats(candidates, own)
    places = [_where(gazetteer, c) for c in candidates]
    weight = 0.6 if toponym.role == "demonym" else 1.0
    return _Name(candidates, own, weight, _shares(own), bool(inside), places)


def _own(candidate: Candidate, hint: str, priors: Priors) -> float:
    """What speaks for the candidate whatever the other names are."""
    score = POPULATION * math.log10(candidate.population + 10) + KIND[candidate.kind]
    if candidate.feature == "PPLC":
        score += CAPITAL
    if hint and candidate.kind in HINT_KINDS.get(hint, ()):
        score += HINTED
    if candidate.lat is None:
        score -= POSITIONLESS
    if hint == "town":
        score += TOWN[candidate.kind]
    if priors.country and candidate.country == priors.country:
        score += PUBLISHER
    if priors.dateline and any(candidate.country == p.country and _near(candidate, p) for p in priors.dateline[:3]):
        score += DATELINE
    return score


def _alias(candidate: Candidate, key: str) -> float:
    """What it costs that the name is not the one the candidate is mainly known by."""
    if candidate.kind in ("country", "region"):
        return 0.0
    main = fold(candidate.name)
    if main == key or (main.startswith(key + " ") and candidate.kind != "city"):
        return 0.0
    few, many = (math.log10(people) for people in MANY_NAMES)
    return ALIAS * min(1.0, max(0.0, (many - math.log10(candidate.population + 1)) / (many - few)))


def _prefer_seats(candidates: tuple[Candidate, ...], own: list[float]) -> None:
    """Between a division and the city in it that it is named for, or a far larger one, a bare name means the city."""
    least = {"US": 600_000}  # "New York", "Washington"; a state named like one of its towns is meant otherwise
    seats = [c for c in candidates if c.kind == "city" and c.population > least.get(c.country, 5_000)]
    largest = max(c.population for c in candidates if c.kind == "city")
    for n, candidate in enumerate(candidates):
        if candidate.kind == "admin1" and candidate.population * SMALL_DIVISION < largest:
            own[n] -= KIND["admin1"]
        if candidate.kind == "admin1" and any(
            c.country == candidate.country and (_near(c, candidate) or c.feature == "PPLC") for c in seats
        ):
            own[n] -= 1.5


def _where(gazetteer: Gazetteer, candidate: Candidate) -> tuple[str, int, tuple[int, int]]:
    """Country, first-level division's row (-1: none), and cell of the grid."""
    division = -1
    if candidate.kind == "admin1":
        division = candidate.row or -1
    elif candidate.parent is not None:
        for place in gazetteer.lies_in(candidate):
            if place.kind == "admin1":
                division = place.row or -1
    if candidate.lat is None or candidate.lon is None:
        return candidate.country, division, NO_CELL
    return (
        candidate.country,
        division,
        (math.floor(candidate.lat / CELL_DEGREES), math.floor(candidate.lon / CELL_DEGREES)),
    )


def _near(one: Candidate, other: Candidate) -> bool:
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return False
    return abs(one.lat - other.lat) < 3 and abs(one.lon - other.lon) < 4


def _shares(scores: list[float]) -> list[float]:
    top = max(scores)
    raw = [math.exp(1.5 * (score - top)) for score in scores]
    total = sum(raw)
    return [value / total for value in raw]


# ---- votes ----
def _vote(names: list[_Name]) -> None:
    """One round: gather the votes of all names, then weigh each name's candidates by the votes of the others."""
    countries: dict[str, float] = defaultdict(float)
    divisions: dict[int, float] = defaultdict(float)
    cells: dict[tuple[int, int], float] = defaultdict(float)
    mine = [_gather(name, countries, divisions, cells) for name in names]
    for name, (own_countries, own_divisions, own_cells) in zip(names, mine, strict=True):
        scores = []
        for base, candidate, (country, division, cell) in zip(name.own, name.candidates, name.places, strict=True):
            score = base
            score += COUNTRY_VOTES * math.log1p(max(0.0, countries[country] - own_countries.get(country, 0.0)))
            if division >= 0:
                score += DIVISION_VOTES * math.log1p(max(0.0, divisions[division] - own_divisions.get(division, 0.0)))
            if candidate.kind in ("city", "admin2") and cell is not NO_CELL:
                score += NEAR_VOTES * math.log1p(max(0.0, _around(cells, cell) - _around(own_cells, cell)))
            scores.append(score)
        name.shares = _shares(scores)


def _gather(
    name: _Name, countries: dict[str, float], divisions: dict[int, float], cells: dict[tuple[int, int], float]
) -> tuple[dict[str, float], dict[int, float], dict[tuple[int, int], float]]:
    """Add the name's votes to the sums; what it added itself comes back, to be left out of its own count."""
    own_countries: dict[str, float] = defaultdict(float)
    own_divisions: dict[int, float] = defaultdict(float)
    own_cells: dict[tuple[int, int], float] = defaultdict(float)
    weight = name.weight + (0.5 if name.qualified else 0.0)
    for share, candidate, (country, division, cell) in zip(name.shares, name.candidates, name.places, strict=True):
        if share < 0.01:
            continue
        vote = share * weight
        if country:
            own_countries[country] += vote
        if division >= 0:
            own_divisions[division] += vote
        if candidate.kind in ("city", "admin2") and cell is not NO_CELL:
            own_cells[cell] += vote
    _add(countries, own_countries)
    _add(divisions, own_divisions)
    _add(cells, own_cells)
    return own_countries, own_divisions, own_cells


def _add(sums: dict[Any, float], part: dict[Any, float]) -> None:
    for key, value in part.items():
        sums[key] += value


def _around(cells: dict[tuple[int, int], float], cell: tuple[int, int]) -> float:
    row, column = cell
    return sum(cells.get((row + i, column + j), 0.0) for i in (-1, 0, 1) for j in (-1, 0, 1))


def _is_site(tokens: Tokens, toponym: Toponym) -> bool:
    """Whether the name is that of a bridge, a crossing or the like, which need not be in the town that bears it too."""
    sites = _words.of_role("facility")
    return toponym.hi < len(tokens) and tokens.lower[toponym.hi] in sites and toponym.hint not in HINT_KINDS


def _totals(names: list[_Name], priors: Priors) -> dict[str, float]:
    """Votes by country of all names, and the publisher's."""
    totals: dict[str, float] = defaultdict(float)
    for name in names:
        for share, (country, _, _) in zip(name.shares, name.places, strict=True):
            totals[country] += share * name.weight
    if priors.country:
        totals[priors.country] += 1.0
    return totals


def _best(name: _Name | None, totals: dict[str, float], is_site: bool) -> Resolution:
    """The candidate with the largest share; none where it is a small place in a country that nothing else is in."""
    if name is None:
        return Resolution(None, "not_in_gazetteer")
    at = max(range(len(name.candidates)), key=lambda n: (name.shares[n], -n))
    if len(name.candidates) == 1:
        rule = "only_candidate"
    elif name.qualified:
        rule = "qualified"
    else:
        rule = "votes"
    best = name.candidates[at]
    known = FAMOUS if is_site else WELL_KNOWN
    if not name.qualified and best.kind in ("city", "admin1", "admin2") and best.population < known:
        others = totals[best.country] - sum(
            share * name.weight
            for share, place in zip(name.shares, name.places, strict=True)
            if place[0] == best.country
        )
        most = max(totals.values())
        if most >= LONELY and others < (max(FEW, SMALL_PART * most) if is_site else FEW):
            return Resolution(None, "far_from_the_rest")
    return Resolution(best, rule)
