"""The gazetteer: look-ups by folded name, containment, countries, demonyms, and the lexicons that it reads."""

from __future__ import annotations

import sqlite3
import time

import pytest

from onrecord import assets, gazetteer, lexicons, outlines
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


@pytest.mark.parametrize(
    ("name", "feature", "country", "precision"),
    [
        ("Mount Etna", "VLC", "IT", "point"),
        ("the Kremlin", "ADMF", "RU", "point"),
        ("Zaatari refugee camp", "CMPRF", "JO", "city"),
        ("Incirlik Air Base", "MILB", "TR", "point"),
        ("Sahel", "RGN", "", "region"),
        ("Zambezi River", "STM", "", "region"),
        ("Rust Belt", "RGN", "US", "region"),
        ("Durand Line", "BDRY", "", "region"),
        ("Heathrow Airport", "AIRP", "GB", "point"),
        ("Sioux Falls Regional Airport", "AIRP", "US", "point"),
        ("Transvaal", "RGNH", "ZA", "region"),
    ],
)
def test_sites_and_regions_say_how_exact_they_are(
    places: Gazetteer, name: str, feature: str, country: str, precision: str
) -> None:
    assert (feature, country, precision) in [(c.feature, c.country, c.precision) for c in places.candidates(name)]


def test_every_kind_has_an_honest_precision(places: Gazetteer) -> None:
    found = {c.kind: c.precision for name in ("Paris", "Texas", "Ghana", "Sahara") for c in places.candidates(name)}
    assert (found["city"], found["admin1"], found["country"], found["region"]) == (
        "city",
        "province",
        "country",
        "region",
    )


def test_a_name_may_have_several_regions(places: Gazetteer) -> None:
    found = [c.name for c in places.candidates("Red River") if c.kind == "region"]
    assert {"Red River of the North", "Red River of the South"} <= set(found)


def test_an_airport_lies_in_the_division_of_its_town(places: Gazetteer) -> None:
    (airport,) = [c for c in places.candidates("Sioux Falls Regional Airport") if c.feature == "AIRP"]
    assert places.divisions_of(airport)[0] == "South Dakota"
    assert places.lies_in(airport)[-1].name == "United States"


@pytest.mark.parametrize(
    ("alias", "place", "kind"), [("the Granite State", "New Hampshire", "admin1"), ("Windy City", "Chicago", "city")]
)
def test_nicknames_are_other_names(places: Gazetteer, alias: str, place: str, kind: str) -> None:
    first = places.candidates(alias)[0]
    assert (first.name, first.kind) == (place, kind)


def test_every_nickname_names_a_place_that_is_there(places: Gazetteer) -> None:
    for row in lexicons.load("place_aliases"):
        for alias in row["aliases"].split("|"):
            first = places.candidates(alias)[0]
            assert (first.kind, places.countries[first.country].iso3) == (row["kind"], row["country"]), alias


@pytest.mark.parametrize("name", ["Rhodes", "Elba", "Don", "Po", "Broadway", "Victoria Island", "Kiev", "Lagos"])
def test_names_of_people_words_and_towns_are_no_regions(places: Gazetteer, name: str) -> None:
    assert not any(c.kind == "region" for c in places.candidates(name))


@pytest.mark.parametrize(
    ("lat", "lon", "iso2"),
    [
        (48.85, 2.35, "FR"), (45.3, 34.4, "UA"), (35.2, 33.4, "CY"), (9.6, 44.1, "SO"), (-29.5, 28.2, "LS"), (33.0, 35.8, "SY"),
        (31.5, 34.45, "PS"), (65.0, -175.0, "RU"), (-17.8, 178.0, "FJ"), (42.7, 21.1, "XK"), (4.9, -52.3, "GF"),
    ],
)  # fmt: skip
def test_the_country_at_a_point(places: Gazetteer, lat: float, lon: float, iso2: str) -> None:
    found = places.country_at(lat, lon)
    assert found is not None
    assert found.iso2 == iso2


@pytest.mark.parametrize(("lat", "lon"), [(0.0, 0.0), (36.2, 122.5), (91.0, 10.0), (10.0, 181.0), (float("nan"), 3.0)])
def test_no_country_at_sea_or_off_the_globe(places: Gazetteer, lat: float, lon: float) -> None:
    assert places.country_at(lat, lon) is None


def test_extents_hold_the_centres(places: Gazetteer) -> None:
    drawn = [c for c in places.countries.values() if c.extent is not None]
    assert len(drawn) > 230
    for country in drawn:
        south, west, north, east = country.extent or (0.0, 0.0, 0.0, 0.0)
        assert -90 <= south < north <= 90, country.name
        assert -180 <= west <= 180, country.name
        assert -180 <= east <= 180, country.name
    fiji = places.countries["FJ"].extent
    assert fiji is not None
    assert fiji[1] > fiji[3]  # across 180 degrees
    france = places.countries["FR"].extent
    assert france is not None
    assert france[0] > 41  # without Guiana


def test_outlines_are_packed_without_loss() -> None:
    square: outlines.Ring = [(10.0, 10.0), (10.0, -20.5), (-30.25, -20.5), (-30.25, 10.0), (10.0, 10.0)]
    assert outlines.unpack(outlines.pack([square])) == [
        [(1000, 1000), (1000, -2050), (-3025, -2050), (-3025, 1000), (1000, 1000)]
    ]
    hole: outlines.Ring = [(1.0, 1.0), (1.0, 2.0), (2.0, 2.0), (2.0, 1.0), (1.0, 1.0)]
    rings = outlines.unpack(outlines.pack([square, hole]))
    assert outlines.holds(rings, 0.0, 0.0)
    assert not outlines.holds(rings, 1.5, 1.5)
    assert not outlines.holds(rings, 20.0, 0.0)


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


@pytest.mark.parametrize("name", ["place_aliases", "place_demonyms", "division_abbreviations", "place_words"])
def test_lexicons_have_no_duplicates(name: str) -> None:
    rows = lexicons.load(name)
    assert rows
    assert len({tuple(row.values()) for row in rows}) == len(rows)
    for row in rows:
        for cell in row.values():
            parts = cell.split("|")
            assert len(parts) == len(set(parts)), (name, row)
