"""What is worked out from the words: times, datelines, bylines, agencies, publishers, genre, language."""

from __future__ import annotations

import time

import pytest

from onrecord import lexicons
from onrecord.records import Dateline
from onrecord.stages.ingest import _agency, _dateline, _genre, _language, _publishers
from onrecord.stages.ingest._dateline import read_head
from onrecord.stages.ingest._dates import nearest_year, to_iso

REST = "The harbour council said on Monday that it had closed the eastern pier after two ferries collided in thick fog."


@pytest.mark.parametrize(
    ("words", "iso"),
    [
        ("2026-03-11T10:12:00+06:00", "2026-03-11T10:12:00+06:00"),
        ("2026-03-11 10:12:00.250Z", "2026-03-11T10:12:00.250Z"),
        ("2026-03-11T10:12+0600", "2026-03-11T10:12+06:00"),
        ("2026-03-11T10:12:00", "2026-03-11T10:12:00"),
        ("2026-03-11", "2026-03-11"),
        ("20260311T101200Z", "2026-03-11T10:12:00Z"),
        ("20260311", "2026-03-11"),
        ("Wed, 11 Mar 2026 10:12:00 +0600", "2026-03-11T10:12:00+06:00"),
        ("Wed, 11 Mar 2026 10:12:00 GMT", "2026-03-11T10:12:00Z"),
        ("Wed, 11 Mar 2026 10:12:00 EST", "2026-03-11T10:12:00-05:00"),
        ("Wed, 11 Mar 2026 10:12:00 IST", "2026-03-11T10:12:00"),
        ("March 11, 2026", "2026-03-11"),
        ("Wednesday, 11 March 2026 at 4:05 p.m. CET", "2026-03-11T16:05:00+01:00"),
        ("11 Mar. 2026, 12:30 AM", "2026-03-11T00:30:00"),
        ("Published: Sept. 3rd, 2025 14.20 UTC+02:00", "2025-09-03T14:20:00+02:00"),
        ("1773202320", "2026-03-11T04:12:00Z"),
        ("1773202320000", "2026-03-11T04:12:00Z"),
        ("25/12/2025", "2025-12-25"),
        ("12/25/2025", "2025-12-25"),
        ("03/04/2026", None),
        ("2026-02-30", None),
        ("2026-13-01T00:00:00Z", None),
        ("31 April 2026", None),
        ("March 11", None),
        ("yesterday", None),
        ("", None),
        ("9" * 400, None),
    ],
)
def test_time_of_publication(words: str, iso: str | None) -> None:
    assert to_iso(words) == iso


@pytest.mark.parametrize(
    ("partial", "published", "full"),
    [
        ("XXXX-03-11", "2026-03-11T10:00:00Z", "2026-03-11"),
        ("XXXX-12-30", "2026-01-02", "2025-12-30"),
        ("XXXX-01-02", "2025-12-30", "2026-01-02"),
        ("XXXX-03-11", None, "XXXX-03-11"),
        ("2024-03-11", "2026-03-11", "2024-03-11"),
        ("XXXX-02-29", "2025-03-01", "2024-02-29"),
    ],
)
def test_nearest_year(partial: str, published: str | None, full: str) -> None:
    assert nearest_year(partial, published) == full


DATELINES = [
    ("OSH, March 11 (Valley Wire) - ", "OSH, March 11 (Valley Wire)", "Osh", "XXXX-03-11", "Valley Wire"),
    ("BEIJING, Nov. 24 (Xinhua) -- ", "BEIJING, Nov. 24 (Xinhua)", "Beijing", "XXXX-11-24", "Xinhua"),
    (
        "BRISBANE, Australia, Jan. 1(Xinhua) -- ",
        "BRISBANE, Australia, Jan. 1(Xinhua)",
        "Brisbane, Australia",
        "XXXX-01-01",
        "Xinhua",
    ),
    ("MOSCOW, October 4. /TASS/. ", "MOSCOW, October 4. /TASS/", "Moscow", "XXXX-10-04", "TASS"),
    ("MOSCOW. April 2 (Interfax) - ", "MOSCOW. April 2 (Interfax)", "Moscow", "XXXX-04-02", "Interfax"),
    ("Pyongyang, July 18 (KCNA) -- ", "Pyongyang, July 18 (KCNA)", "Pyongyang", "XXXX-07-18", "KCNA"),
    ("Berlin (dpa) - ", "Berlin (dpa)", "Berlin", None, "dpa"),
    ("Berlin (dpa). ", "Berlin (dpa)", "Berlin", None, "dpa"),
    ("Aden (AFP) - ", "Aden (AFP)", "Aden", None, "AFP"),
    ("Nueva Delhi, 21 ene (EFE).-", "Nueva Delhi, 21 ene (EFE)", "Nueva Delhi", None, "EFE"),
    ("LONDON (AP) — ", "LONDON (AP)", "London", None, "AP"),
    ("CARVER, N.H. (AP) — ", "CARVER, N.H. (AP)", "Carver, N.H.", None, "AP"),
    ("Panama  City,  Sept. 8 (CNA) -- ", "Panama  City,  Sept. 8 (CNA)", "Panama  City", "XXXX-09-08", "CNA"),
    ("WASHINGTON — ", "WASHINGTON", "Washington", None, None),
    ("AK-TASH, Kyrgyzstan - ", "AK-TASH, Kyrgyzstan", "Ak-Tash, Kyrgyzstan", None, None),
    ("ST. PETERSBURG, Russia – ", "ST. PETERSBURG, Russia", "St. Petersburg, Russia", None, None),
    ("NEW DELHI: ", "NEW DELHI", "New Delhi", None, None),
    ("Nairobi. ", "Nairobi", "Nairobi", None, None),
    ("Geneva, 12 March 2026 – ", "Geneva, 12 March 2026", "Geneva", "2026-03-12", None),
    ("LAGOS, Monday (Reuters) - ", "LAGOS, Monday (Reuters)", "Lagos", None, "Reuters"),
    ("By JANE ROE / OSH (Valley Wire) — ", "OSH (Valley Wire)", "Osh", None, "Valley Wire"),
    ("(Reuters) - ", "(Reuters)", None, None, "Reuters"),
    ("Dec 29 (Reuters) - ", "Dec 29 (Reuters)", None, "XXXX-12-29", "Reuters"),
]


@pytest.mark.parametrize(("head", "text", "place", "date", "agency"), DATELINES)
def test_dateline(head: str, text: str, place: str | None, date: str | None, agency: str | None) -> None:
    expected = Dateline(text=text, place=place, date=date, agency=agency)
    assert read_head(head + REST, None)[0] == expected
    assert read_head(f"Pier closed after ferries collide\n\nBy Jo Lind\n\n{head}{REST}", None)[0] == expected
    assert text in head


@pytest.mark.parametrize(
    "head",
    [
        "CORRECTION - ",
        "UPDATE: ",
        "FILE - ",
        "EXCLUSIVE — ",
        "NATO — ",
        "MR. SMITH: ",
        "Trump — ",
        "Russia - ",
        "The Hague tribunal (ICTY) said no. ",
        "Jo Lind (Labour) - ",
        "WHAT HAPPENED: ",
        "REUTERS - ",
        "In Moscow, April 2 was a quiet day. ",
        "Moscow has been silent since March. ",
        "Monday, March 9 - ",
        "I was there. ",
        "It rained. ",
        "NOW READ THIS: ",
    ],
)
def test_no_dateline(head: str) -> None:
    found = read_head(head + REST, None)[0]
    assert found is None or found.place is None


def test_dateline_before_lower_case_is_none() -> None:
    assert (
        read_head("London - that grey old town - was empty on Monday, when the council met to talk of fog.", None)[0]
        is None
    )


def test_all_capitals_are_no_dateline() -> None:
    assert read_head("MINISTER RESIGNS — CABINET TO MEET\nLater.", None)[0] is None


def test_dateline_behind_a_title_in_the_same_line() -> None:
    dateline = read_head(f"Pier closed after ferries collide. VARNHOLM (AP) -- {REST}", None)[0]
    assert dateline == Dateline(text="VARNHOLM (AP)", place="Varnholm", agency="AP")


def test_dateline_behind_a_summary() -> None:
    summary = "The council of a northern port has closed its pier after a crash in fog, its head said to the press."
    dateline = read_head(f"Pier closed\n\n{summary}\n\nVARNHOLM, Norway — {REST}", None)[0]
    assert dateline == Dateline(text="VARNHOLM, Norway", place="Varnholm, Norway")


def test_year_from_publication() -> None:
    dateline = read_head(f"OSH, Dec 30 (AP) - {REST}", "2026-01-02T08:00:00Z")[0]
    assert dateline is not None
    assert dateline.date == "2025-12-30"


@pytest.mark.parametrize(
    ("line", "place", "date"),
    [
        ("March 11, 2026", None, "2026-03-11"),
        ("Wednesday, 11 March 2026", None, "2026-03-11"),
        ("Published: March 11, 2026 9:15 AM GMT", None, "2026-03-11"),
        ("2026-03-11", None, "2026-03-11"),
        ("March 11", None, "XXXX-03-11"),
        ("Kathmandu, March 11, 2026", "Kathmandu", "2026-03-11"),
        ("Found March 11, 2026", None, "2026-03-11"),
    ],
)
def test_date_line(line: str, place: str | None, date: str) -> None:
    dateline = read_head(f"Pier closed after ferries collide\n{line}\n{REST}", None)[0]
    assert dateline is not None
    assert (dateline.place, dateline.date) == (place, date)


def test_date_line_and_place_line() -> None:
    dateline = read_head(f"Pier closed\nMarch 11, 2026\nLONDON — {REST}", None)[0]
    assert dateline == Dateline(text="LONDON", place="London", date="2026-03-11")


def test_a_date_deep_in_the_text_is_no_date_line() -> None:
    assert read_head(f"{REST}\n\n{REST}\n\nMarch 11, 2026\n\n{REST}", None)[0] is None


@pytest.mark.parametrize(
    ("line", "byline"),
    [
        ("By Jo Lind", "Jo Lind"),
        ("By JO LIND and PER HOLT", "JO LIND and PER HOLT"),
        ("By Jo Lind | Varnholm Post", "Jo Lind, Varnholm Post"),
        ("By our correspondent Jo Lind in Varnholm", "our correspondent Jo Lind in Varnholm"),
        ("By the time they came, it was over", None),
        ("By noon the pier was empty", None),
        ("Byron was here", None),
    ],
)
def test_byline(line: str, byline: str | None) -> None:
    assert read_head(f"Pier closed\n\n{line}\n\n{REST}", None)[1] == byline


@pytest.mark.parametrize(
    ("byline", "agency"),
    [
        ("Reuters", "Reuters"),
        ("By REUTERS", "Reuters"),
        ("Jo Lind, Associated Press", "AP"),
        ("By JO LIND, AP National Security Writer", "AP"),
        ("Jo Lind and AFP", "AFP"),
        ("AP staff", "AP"),
        ("Xinhua in Osh", "Xinhua"),
        ("Valley Wire", "Valley Wire"),
        ("Valley Wire bureau in Osh", "Valley Wire"),
        ("Jo Lind for Reuters", "Reuters"),
        ("Petra Lind", None),
        ("MIA HOLT", None),
        ("Ana Turan", None),
        ("Tasnim Ahmed", None),
        ("Staff", None),
        ("By our correspondent", None),
    ],
)
def test_agency_of_a_byline(byline: str, agency: str | None) -> None:
    assert _agency.in_byline(byline) == agency


@pytest.mark.parametrize(
    ("line", "agency"),
    [
        ("With AFP", "AFP"),
        ("(With inputs from PTI)", "PTI"),
        ("— with inputs from PTI and ANI", "PTI"),
        ("Source: Xinhua", "Xinhua"),
        ("- Reuters.", "Reuters"),
        ("AFP", "AFP"),
        ("AFP/Reuters", "AFP"),
        ("Copyright 2026 The Associated Press. All rights reserved.", "AP"),
        ("© 2026 AFP", "AFP"),
        ("Jo Lind of the Associated Press contributed to this report.", "AP"),
        ("Additional reporting by Valley News Agency", "Valley News Agency"),
        ("The pier will be shut till Friday, he said. PTI", "PTI"),
        ("(Reporting by Jo Lind; Editing by Per Holt)", "Reuters"),
        ("(Additional reporting by Jo Lind in Osh; Writing by Per Holt, editing by Kim Moe)", "Reuters"),
        ("He told Reuters that he was well.", None),
        ("The AP and other papers had reported it first.", None),
        ("With luck, the pier will open on Friday.", None),
        ("Source: Ministry of Fisheries", None),
        ("© 2026 Varnholm Post", None),
        ("Jo Lind contributed to this report.", None),
        ("He was born in Georgia, USA", None),
    ],
)
def test_agency_of_a_credit_line(line: str, agency: str | None) -> None:
    assert _agency.credited(f"{REST}\n\n{REST}\n\n{line}\n", None, (), None, "Varnholm Post") == agency


def test_sign_off_of_an_agency_that_publishes_itself() -> None:
    text = f"{REST}\n\n(Reporting by Jo Lind; Editing by Per Holt)"
    assert _agency.credited(text, None, (), None, "Valley Wire") == "Valley Wire"


def test_agency_as_given_wins_and_is_named_as_usual() -> None:
    assert _agency.credited(REST, "The Associated Press", ("Reuters",), "AFP", None) == "AP"
    assert _agency.credited(REST, "reuters", (), None, None) == "Reuters"
    assert _agency.credited(REST, "Quay Bulletin", (), None, None) == "Quay Bulletin"


@pytest.mark.parametrize(
    ("given", "url", "hint", "expected"),
    [
        (None, "https://www.bbc.co.uk/news/x", None, ("BBC", "GBR", "public")),
        (None, "https://edition.cnn.com/x", None, ("CNN", "USA", "independent")),
        ("The Guardian", None, None, ("The Guardian", "GBR", "independent")),
        ("kcna", None, None, ("kcna", "PRK", "state")),
        ("rt.com", None, None, ("rt.com", "RUS", "state")),
        ("Quay Bulletin", "https://quay.example.org/x", None, ("Quay Bulletin", None, "unknown")),
        (None, "https://quay.example.org/x", "Quay Bulletin", ("Quay Bulletin", None, "unknown")),
        (None, "https://tass.com/world/1", "News feed", ("TASS", "RUS", "state")),
        (None, "https://notbbc.co.uk.example.org/", None, (None, None, "unknown")),
        (None, "http://[bad", None, (None, None, "unknown")),
        (None, None, None, (None, None, "unknown")),
    ],
)
def test_publisher(given: str | None, url: str | None, hint: str | None, expected: tuple[str | None, ...]) -> None:
    assert tuple(_publishers.publisher_of(given, url, hint)) == expected


@pytest.mark.parametrize(
    ("stated", "url", "title", "genre"),
    [
        (None, None, None, "news"),
        (None, "https://x.example.org/opinion/2026/fog", None, "opinion"),
        (None, "https://x.example.org/world/live/2026/mar/11/fog", None, "live"),
        (None, "https://x.example.org/live/content/local/2026/fog.html", None, "news"),
        (None, "https://x.example.org/world/opinion-polls-fall", None, "news"),
        (None, None, "Opinion: Close the pier", "opinion"),
        (None, None, "Close the pier | Editorial", "opinion"),
        (None, None, "Opinion poll shows lead", "news"),
        (None, None, "Fog in the north: live updates", "live"),
        (None, None, "Transcript: the mayor on fog", "transcript"),
        (None, None, "Live fire hits village", "news"),
        ("OpinionNewsArticle", None, None, "opinion"),
        ("NewsArticle World", None, None, "news"),
        ("opinion", "https://x.example.org/world/fog", "Fog", "opinion"),
    ],
)
def test_genre(stated: str | None, url: str | None, title: str | None, genre: str) -> None:
    assert _genre.genre_of(stated, url, title, REST) == genre


def test_genre_by_form() -> None:
    talk = "\n".join(f"{who}: {REST}" for who in ("MODERATOR", "MAYOR LIND", "MODERATOR", "MAYOR LIND", "MODERATOR"))
    stamps = "\n".join(f"{hour}:30 GMT\n{REST}" for hour in range(10, 16))
    assert _genre.genre_of(None, None, None, talk) == "transcript"
    assert _genre.genre_of(None, None, None, stamps) == "live"


@pytest.mark.parametrize(
    ("text", "stated", "language"),
    [
        (REST, None, "en"),
        (REST, "de", "en"),
        ("Four dead in Osh", None, "en"),
        ("Kim Jong Un, Putin", None, "en"),
        (
            "Die Regierung hat gestern neue Maßnahmen gegen den Nebel im Hafen beschlossen, wie der Sprecher am Abend mitteilte.",
            None,
            "de",
        ),
        (
            "Le gouvernement a décidé hier de fermer le port après la collision de deux navires dans un épais brouillard.",
            None,
            "fr",
        ),
        (
            "El gobierno decidió ayer cerrar el puerto después de que dos barcos chocaran en una densa niebla, dijo el alcalde.",
            "en",
            "es",
        ),
        ("北京的官员星期一表示，港口因大雾关闭，两艘船相撞，没有人受伤。", None, "zh"),
        ("Правительство закрыло порт.", None, "ru"),
        ("12345 67", None, None),
        ("12345 67", "en-GB", "en"),
    ],
)
def test_language(text: str, stated: str | None, language: str | None) -> None:
    assert _language.language_of(text, stated) == language


def test_plain_english_needs_no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_language, "_model", None)
    assert _language.language_of(f"{REST} {REST}", None) == "en"


def test_heads_of_any_shape_are_quick() -> None:
    shapes = (
        "A" * 100_000,
        "A " * 50_000,
        "A.B-" * 25_000,
        "By " + "Jo " * 30_000,
        "(" * 50_000,
        "Osh, " * 20_000,
        "\n" * 100_000,
    )
    begin = time.process_time()
    for text in shapes:
        read_head(text, None)
        _agency.credited(text, None, (), text[:300], None)
        _genre.genre_of(None, None, None, text)
    assert time.process_time() - begin < 5.0


def test_tables_of_outlets() -> None:
    publishers, agencies = lexicons.load("publishers"), lexicons.load("agencies")
    countries = {row["iso3"] for row in lexicons.load("countries")}
    assert len(publishers) >= 250
    assert len(agencies) >= 60
    for row in (*publishers, *agencies):
        assert row["control"] in {"state", "public", "party", "independent", "unknown"}, row
        assert (row["control"] == "unknown") == (row["reason"] == ""), row
        assert bool(row["reason"]) == row["year"].isdigit(), row
        assert row["country"] in countries | {""}, row
    for rows in (publishers, agencies):
        owners: dict[str, str] = {}
        for row in rows:
            for name in (row["name"], *filter(None, row["variants"].split("|"))):
                assert owners.setdefault(_publishers.name_key(name), row["name"]) == row["name"], name
    domains = [domain for row in (*publishers, *agencies) for domain in filter(None, row["domains"].split("|"))]
    assert sorted(domains) == sorted(set(domains))


def test_dateline_tables() -> None:
    labels = [row["label"] for row in lexicons.load("dateline_labels")]
    assert len(labels) == len(set(labels))
    assert not any(_dateline.is_city(label) for label in labels)
