"""The gazetteer: look-ups by folded name, containment, countries, demonyms, and the lexicons that it reads."""

from __future__ import annotations

import sqlite3
import time

import pytest

from onrecord import assets, gazetteer, lexicons
from onrecord.errors import AssetError
from onrecord.gazetteer import Gazetteer, fold, pack, unpack


@pytest.fixture(scope="module")
def places() -> Gazetteer:
    return gazetteer.load()


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("São Paulo", "sao paulo"),
        ("N’Djamena", "ndjamena"),
        ("St. Louis", "saint louis"),
        ("Ak-Sai", "ak sai"),
        ("Łódź", "lodz"),
    ],
)
def test_fold(name: str, folded: str) -> None:
    assert fold(name) == folded


def test_pack_is_the_inverse_of_unpack() -> None:
    assert unpack(pack([0, 255, 70_000, 16_777_215])) == [0, 255, 70_000, 16_777_215]


def test_candidates_come_by_population_and_say_what_they_are(places: Gazetteer) -> None:
    found = places.candidates("Paris")
    cities = [c for c in found if c.kind == "city"]
    assert (cities[0].country, cities[0].feature) == ("FR", "PPLC")
    assert {"Texas", "Tennessee"} <= {places.divisions_of(c)[0] for c in cities if c.country == "US"}
    assert [c.population for c in cities] == sorted((c.population for c in cities), reverse=True)


def test_containment_goes_up_to_the_country(places: Gazetteer) -> None:
    (osh,) = [c for c in places.candidates("Osh") if c.kind == "city" and c.country == "KG"]
    assert [c.kind for c in places.lies_in(osh)][-1] == "country"
    assert places.divisions_of(osh)[0] == "Osh"


@pytest.mark.parametrize(
    ("name", "kind", "country"),
    [
        ("Kursk", "admin1", "RU"),
        ("Donetsk", "admin1", "UA"),
        ("Batken", "admin1", "KG"),
        ("Bakhmut", "city", "UA"),
        ("Donbass", "region", "UA"),
    ],
)
def test_what_political_news_needs_is_there(places: Gazetteer, name: str, kind: str, country: str) -> None:
    assert any(c.kind == kind and c.country == country for c in places.candidates(name))


def test_country_names_heed_case(places: Gazetteer) -> None:
    us = places.country_named("US")
    assert us is not None
    assert us.iso3 == "USA"
    assert places.country_named("us") is None
    kosovo = places.country_named("Kosovo")
    assert kosovo is not None
    assert kosovo.iso3 == "KOS"


@pytest.mark.parametrize("name", ["New Delhi", "Ulaanbaatar", "Bogota", "Astana", "Washington", "Brasilia", "Kyiv"])
def test_capitals_are_known_as_such(places: Gazetteer, name: str) -> None:
    assert any(c.feature == "PPLC" for c in places.candidates(name))


def test_demonyms(places: Gazetteer) -> None:
    assert places.countries_of_demonym("Kyrgyz") == ("KG",)
    assert set(places.countries_of_demonym("Congolese")) == {"CD", "CG"}
    assert places.countries_of_demonym("Fairviewers") == ()


def test_divisions_lie_in_their_countries_and_not_at_zero(places: Gazetteer) -> None:
    (california,) = [c for c in places.candidates("California") if c.kind == "admin1"]
    assert california.lat == pytest.approx(37, abs=1.5)
    assert california.lon == pytest.approx(-119.5, abs=1.5)
    database = sqlite3.connect(f"file:{assets.PACKAGE / 'data' / 'gazetteer.sqlite'}?mode=ro&immutable=1", uri=True)
    assert database.execute("SELECT count(*) FROM place WHERE lat = 0 AND lon = 0").fetchone() == (0,)


def test_nothing_is_written(places: Gazetteer) -> None:
    with pytest.raises(sqlite3.OperationalError):
        places._db.execute("DELETE FROM name")


def test_an_altered_file_is_refused(tmp_path: object) -> None:
    with pytest.raises(AssetError, match="reinstall"):
        assets.verify(assets.PACKAGE, {"data/gazetteer.sqlite": "0" * 64})


def test_look_ups_are_quick(places: Gazetteer) -> None:
    names = [f"Fairview{n}" for n in range(2000)]
    start = time.perf_counter()
    for name in names:
        places.candidates(name)
    assert time.perf_counter() - start < 2.0


# ---- lexicons ----
def test_countries_are_complete() -> None:
    rows = lexicons.load("countries")
    assert len({row["iso3"] for row in rows}) == len(rows) >= 250
    for row in rows:
        assert -90 <= float(row["lat"]) <= 90
        assert -180 <= float(row["lon"]) <= 180
    names = [row["name"] for row in rows]
    assert len(set(names)) == len(names)


def test_no_country_name_has_two_countries() -> None:
    owner: dict[str, str] = {}
    for row in lexicons.load("countries"):
        for name in (row["name"], *filter(None, row["variants"].split("|"))):
            assert owner.setdefault(name, row["iso3"]) == row["iso3"], name


def test_regions_have_known_countries_and_kinds(places: Gazetteer) -> None:
    rows = lexicons.load("regions")
    assert len(rows) >= 150
    names = [row["name"] for row in rows]
    assert len(set(names)) == len(names)
    for row in rows:
        assert row["kind"] in gazetteer.FEATURES, row
        assert all(code in places.by_iso3 for code in row["countries"].split("|") if code), row
        assert (float(row["lat"]), float(row["lon"])) != (0.0, 0.0), row


@pytest.mark.parametrize("name", ["place_demonyms", "division_abbreviations", "place_words"])
def test_lexicons_have_no_duplicates(name: str) -> None:
    rows = lexicons.load(name)
    assert rows
    assert len({tuple(row.values()) for row in rows}) == len(rows)
    for row in rows:
        for cell in row.values():
            parts = cell.split("|")
            assert len(parts) == len(set(parts)), (name, row)
