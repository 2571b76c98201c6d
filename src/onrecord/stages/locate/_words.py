"""The word lists of this stage, in the shape in which they are looked up."""

from __future__ import annotations

from functools import cache

from onrecord import lexicons
from onrecord.gazetteer import Candidate, Gazetteer, fold


@cache
def of_role(role: str) -> frozenset[str]:
    """Words of `lexicons/en/place_words.tsv` that play the role."""
    return frozenset(w for row in lexicons.load("place_words") if row["role"] == role for w in row["words"].split("|"))


def abbreviations(gazetteer: Gazetteer) -> dict[str, tuple[Candidate, ...]]:
    """ "Miss." -> Mississippi; "WA" -> Washington, Western Australia."""
    found: dict[str, tuple[Candidate, ...]] = {}
    for row in lexicons.load("division_abbreviations"):
        division = _division(gazetteer, row["name"], gazetteer.by_iso3[row["country"]].iso2)
        if division is not None:
            for short in row["abbreviations"].split("|"):
                found[short] = (*found.get(short, ()), division)
    return found


def short_cities(gazetteer: Gazetteer) -> dict[str, tuple[Candidate, ...]]:
    """ "NYC" -> the cities that bear the long name, the largest only."""
    found = {}
    for entry in sorted(of_role("short_city")):
        short, name = entry.split("=")
        found[short] = tuple(c for c in gazetteer.candidates(name) if c.kind == "city")[:1]
    return {short: cities for short, cities in found.items() if cities}


def demonyms(gazetteer: Gazetteer) -> dict[str, tuple[Candidate, ...]]:
    """ "Texan" -> Texas, "Congolese" -> the two countries."""
    found: dict[str, tuple[Candidate, ...]] = {}
    for word, codes in gazetteer.demonyms.items():
        countries = (gazetteer.country_candidate(code) for code in codes)
        found[word] = tuple(country for country in countries if country is not None)
    for row in lexicons.load("place_demonyms"):
        place = _of_kind(gazetteer, row["place"], row["kind"], row["country"])
        if place is not None:
            for word in row["demonyms"].split("|"):
                found.setdefault(word, (place,))
    return found


def _division(gazetteer: Gazetteer, name: str, country: str) -> Candidate | None:
    divisions = (c for c in gazetteer.candidates(name) if c.country == country and c.kind in ("admin1", "admin2"))
    return next(iter(sorted(divisions, key=lambda c: (c.kind, fold(c.name) != fold(name), -c.population))), None)


def _of_kind(gazetteer: Gazetteer, name: str, kind: str, iso3: str) -> Candidate | None:
    country = gazetteer.by_iso3[iso3].iso2 if iso3 else ""
    for candidate in gazetteer.candidates(name):
        if (not kind or candidate.kind == kind) and (not country or candidate.country == country):
            return candidate
    return None
