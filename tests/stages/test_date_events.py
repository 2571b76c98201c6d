"""Time expressions: what is found, its TIMEX3 value, its days, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from onrecord import lexicons
from onrecord.errors import PROBLEM_CODES
from onrecord.records import Article
from onrecord.stages.date_events import _calendar, _words

PUBLISHED = "2026-03-11T10:00:00+01:00"
"""A Wednesday."""


@pytest.fixture(scope="session")
def timed(pipeline_upto: Callable[[str], Callable[..., Article]]) -> Callable[..., Article]:
    """The article after all stages of one article, events left out of account."""
    run = pipeline_upto("annotate")

    def read(text: str, **fields: Any) -> Article:
        from onrecord.config import Config
        from onrecord.stages.date_events import DateEvents

        return DateEvents(Config().date_events)([run(text, **fields)])[0]

    return read


def values(article: Article) -> dict[str, str]:
    return {time.text: time.value for time in article.times}


@pytest.mark.parametrize(
    ("text", "words", "value", "days", "precision"),
    [
        ("The envoy arrived on Tuesday.", "Tuesday", "2026-03-10", "2026-03-10 2026-03-10", "day"),
        ("The envoy arrived on Wednesday.", "Wednesday", "2026-03-11", "2026-03-11 2026-03-11", "day"),
        ("The envoy arrived last Wednesday.", "last Wednesday", "2026-03-04", "2026-03-04 2026-03-04", "day"),
        ("The envoy will arrive on Friday.", "Friday", "2026-03-13", "2026-03-13 2026-03-13", "day"),
        ("The truce holds until Sunday.", "Sunday", "2026-03-15", "2026-03-15 2026-03-15", "day"),
        ("The envoy left late on Friday.", "late on Friday", "2026-03-06", "2026-03-06 2026-03-06", "day"),
        ("Guns fell silent Tuesday evening.", "Tuesday evening", "2026-03-10TEV", "2026-03-10 2026-03-10", "day"),
        ("He died in the small hours of Tuesday.", "the small hours of Tuesday", "2026-03-10TMO", "2026-03-10 2026-03-10", "day"),
        ("They met yesterday.", "yesterday", "2026-03-10", "2026-03-10 2026-03-10", "day"),
        ("Taxes rose last month.", "last month", "2026-02", "2026-02-01 2026-02-28", "month"),
        ("Taxes will rise next year.", "next year", "2027", "2027-01-01 2027-12-31", "year"),
        ("Prices fell last week.", "last week", "2026-W10", "2026-03-02 2026-03-08", "week"),
        ("The bridge opened in October.", "October", "2025-10", "2025-10-01 2025-10-31", "month"),
        ("The bridge will open in October.", "October", "2026-10", "2026-10-01 2026-10-31", "month"),
        ("He resigned on Dec. 20.", "Dec. 20", "2025-12-20", "2025-12-20 2025-12-20", "day"),
        ("He resigned on 3 March 2024.", "3 March 2024", "2024-03-03", "2024-03-03 2024-03-03", "day"),
        ("The fair ran from March 3 to 5.", "March 3 to 5", "2026-03-03/2026-03-05", "2026-03-03 2026-03-05", "range"),
        ("The 2019-2021 drought was long.", "2019-2021", "2019/2021", "2019-01-01 2021-12-31", "range"),
        ("There was peace in the 1990s.", "the 1990s", "199", "1990-01-01 1999-12-31", "range"),
        ("Sales fell in the third quarter of 2025.", "the third quarter of 2025", "2025-Q3", "2025-07-01 2025-09-30", "range"),
        ("Sales fell in FY2025.", "FY2025", "FY2025", "2025-01-01 2025-12-31", "year"),
        ("They fought last summer.", "last summer", "2025-SU", "2025-06-01 2025-08-31", "range"),
        ("They marched at the weekend.", "the weekend", "2026-W10-WE", "2026-03-07 2026-03-08", "range"),
        ("It closed at the end of last year.", "the end of last year", "2025", "2025-01-01 2025-12-31", "year"),
        ("It began in the last week of February.", "the last week of February", "2026-W08", "2026-02-16 2026-02-22", "week"),
        ("They wed on Christmas Eve.", "Christmas Eve", "2025-12-24", "2025-12-24 2025-12-24", "day"),
        ("The tower fell 20 years ago.", "20 years ago", "2006", "2006-01-01 2006-12-31", "year"),
        ("Rents doubled over the past three weeks.", "the past three weeks", "P3W", "2026-02-18 2026-03-11", "range"),
    ],
)  # fmt: skip
def test_placed_on_the_calendar(
    timed: Callable[..., Article], text: str, words: str, value: str, days: str, precision: str
) -> None:
    (time,) = timed(text, published=PUBLISHED).times
    assert (time.text, time.value, f"{time.start} {time.end}", time.precision) == (words, value, days, precision)
    assert text[time.span.start : time.span.end] == words


@pytest.mark.parametrize(
    ("text", "words", "kind", "value"),
    [
        ("The blast came at 10:15 a.m. on Tuesday.", "10:15 a.m. on Tuesday", "TIME", "2026-03-10T10:15"),
        ("The vote ended at 15:00 GMT.", "15:00 GMT", "TIME", "2026-03-11T15:00"),
        ("The vote ended at 1500 GMT.", "1500 GMT", "TIME", "2026-03-11T15:00"),
        ("Fires burned overnight Friday.", "overnight Friday", "TIME", "2026-03-06TNI"),
        ("The vote ended at 15:00 UTC.", "15:00 UTC", "TIME", "2026-03-11T15:00Z"),
        ("Issued at 22:07 GMT, 7 March 2026", "22:07 GMT, 7 March 2026", "TIME", "2026-03-07T22:07"),
        ("Updated Sat 7 March 2026, 9:03am AEST", "Sat 7 March 2026, 9:03am AEST", "TIME", "2026-03-07T09:03"),
        ("The boat sank at 7:01 p. m. on Friday.", "7:01 p. m. on Friday", "TIME", "2026-03-06T19:01"),
        ("The crew left by 10 a. m. or so.", "10 a. m. or so", "TIME", "2026-03-11T10:00"),
        ("Shops closed in February, 2003.", "February, 2003", "DATE", "2003-02"),
        ("The vote ended at noon yesterday.", "noon yesterday", "TIME", "2026-03-10T12:00"),
        ("He ruled for 15 years.", "15 years", "DURATION", "P15Y"),
        ("He made a two-day visit.", "two-day", "DURATION", "P2D"),
        ("A 24-hour strike began.", "24-hour", "DURATION", "PT24H"),
        ("They waited for half an hour.", "half an hour", "DURATION", "PT30M"),
        ("The dispute took decades.", "decades", "DURATION", "PXDE"),
        ("The paper appears daily.", "daily", "SET", "P1D"),
        ("The panel meets twice a week.", "twice a week", "SET", "P1W"),
        ("The panel meets every two weeks.", "every two weeks", "SET", "P2W"),
        ("The panel meets on Mondays.", "Mondays", "SET", "XXXX-WXX-1"),
        ("Rents rose in recent weeks.", "recent weeks", "DATE", "PAST_REF"),
        ("The fire began at 3 in the morning on Sunday.", "3 in the morning on Sunday", "TIME", "2026-03-08T03:00"),
        ("The boat left at 2:30 in the afternoon.", "2:30 in the afternoon", "TIME", "2026-03-11T14:30"),
        ("The siren wailed at 8 o'clock at night.", "8 o'clock at night", "TIME", "2026-03-11T20:00"),
        ("The shelter opens on weekdays.", "weekdays", "SET", "XXXX-WXX-WD"),
        ("The panel will meet this week.", "this week", "DATE", "2026-W11"),
        ("He sold the farm a few years back.", "a few years back", "DATE", "PAST_REF"),
        ("The mill shut two weeks back.", "two weeks back", "DATE", "2026-W09"),
        ("Days later the bridge fell.", "Days later", "DATE", "XXXX-XX-XX"),
        ("Weeks of drought ruined the crop.", "Weeks", "DURATION", "PXW"),
        ("Guards remembered the 9-11 attacks.", "9-11", "DATE", "2001-09-11"),
        ("A park honours victims of the 7/7 bombings.", "7/7", "DATE", "2005-07-07"),
        ("The trains were full on Black Friday.", "Black Friday", "DATE", "2025-11-28"),
        ("The keeper was put on IR Monday with a bad knee.", "Monday", "DATE", "2026-03-09"),
        ("She scored 14 goals last season.", "last season", "DATE", "2025"),
        ("The temple was built in 300 BC.", "300 BC", "DATE", "BC0300"),
        ("The road is currently shut.", "currently", "DATE", "PRESENT_REF"),
    ],
)
def test_times_durations_and_sets(timed: Callable[..., Article], text: str, words: str, kind: str, value: str) -> None:
    (time,) = timed(text, published=PUBLISHED).times
    assert (time.text, time.type, time.value) == (words, kind, value)


def test_the_publication_day_is_that_of_its_own_zone(timed: Callable[..., Article]) -> None:
    text = "The tower fell today."
    assert values(timed(text, published="2026-03-11T00:30:00+09:00")) == {"today": "2026-03-11"}
    assert values(timed(text, published="2026-03-10T15:30:00+00:00")) == {"today": "2026-03-10"}


@pytest.mark.parametrize(
    "text",
    [
        "He has played for Sheffield Wednesday and supports the club.",
        "They ate at Ruby Tuesday near the airport.",
        "The home side won 9-11 and then 7/7.",
        "The last song is called 41 Ad Lib, the first 30 Be Still.",
        "The coach said the team lost the game in the fourth quarter, when the quarterback threw an interception.",
    ],
)
def test_names_scores_and_quarters_of_a_game_are_no_dates(timed: Callable[..., Article], text: str) -> None:
    assert timed(text, published=PUBLISHED).times == ()


def test_the_fourth_quarter_of_a_company_is_one(timed: Callable[..., Article]) -> None:
    text = "The company said profit and revenue fell in the fourth quarter, and its sales team missed its goal."
    assert values(timed(text, published=PUBLISHED)) == {"the fourth quarter": "2025-Q4"}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The minister, dismissed on June 8, has appealed.", "2025-06-08"),
        ("The court convicted him on May 20.", "2025-05-20"),
        ("The trial opens on May 20.", "2026-05-20"),
        ("The trial was set for May 20.", "2026-05-20"),
        ("The parade was scheduled on May 20.", "2026-05-20"),
        ("The meeting on May 20 was called off.", "2026-05-20"),
    ],
)
def test_a_day_ahead_was_a_year_ago_if_the_verb_is_past(timed: Callable[..., Article], text: str, value: str) -> None:
    (time,) = timed(text, published="2026-05-11T10:00:00+00:00").times
    assert time.value == value


def test_a_weekday_settles_the_year_and_may_contradict_it(timed: Callable[..., Article]) -> None:
    sunday = "2026-05-10T10:00:00+00:00"
    assert values(timed("They met on Sunday, June 8.", published=sunday)) == {"Sunday, June 8": "2025-06-08"}
    assert values(timed("They meet on Monday, June 8.", published=sunday)) == {"Monday, June 8": "2026-06-08"}
    article = timed("They met on Friday, 3 March 2026.", published=sunday)
    assert values(article) == {"Friday, 3 March 2026": "2026-03-03"}
    assert [problem.code for problem in article.problems] == ["DAT005"]
    assert values(timed("The panel will meet this week.", published=sunday)) == {"this week": "2026-W20"}


def test_hours_later_are_of_the_day_named_last(timed: Callable[..., Article]) -> None:
    text = "Rebels took the fort on Sunday. Hours later they left it."
    assert values(timed(text, published=PUBLISHED)) == {"Sunday": "2026-03-08", "Hours later": "2026-03-08TXX:XX"}


def test_a_zone_moves_the_day_of_a_time_that_names_none(timed: Callable[..., Article]) -> None:
    text = "The guns fell silent at 03:00 GMT."
    assert values(timed(text, published="2026-05-04T23:30:00-04:00")) == {"03:00 GMT": "2026-05-05T03:00"}
    assert values(timed(text, published="2026-05-04T20:30:00+01:00")) == {"03:00 GMT": "2026-05-04T03:00"}
    assert _calendar.parse_moment("2026-05-04T20:30:00") is None
    assert _calendar.parse_moment("2026-05-04Tnonsense") is None


def test_a_clock_time_is_of_the_day_that_follows_it(timed: Callable[..., Article]) -> None:
    found = values(
        timed("The truce began at midnight (2200 GMT) on Sunday. Shots were heard at 3 a.m.", published=PUBLISHED)
    )
    assert found == {
        "midnight": "2026-03-08T24:00", "2200 GMT": "2026-03-08T22:00", "Sunday": "2026-03-08", "3 a.m.": "2026-03-08T03:00",
    }  # fmt: skip


def test_no_year_is_invented_without_an_anchor(timed: Callable[..., Article]) -> None:
    article = timed(
        "On August 20 the king gave medals. Two days later he left. He spoke on Tuesday, and again last year."
    )
    assert values(article) == {
        "August 20": "XXXX-08-20", "Two days later": "XXXX-08-22", "Tuesday": "XXXX-WXX-2", "last year": "XXXX",
    }  # fmt: skip
    assert all(time.start is None and time.end is None and time.precision == "partial" for time in article.times)


def test_days_after_a_day_of_an_unknown_year_are_open_at_the_end_of_february(timed: Callable[..., Article]) -> None:
    article = timed("The court met on February 28. The following day it rose. It had met on March 30 and the next day.")
    assert values(article)["The following day"] == "XXXX-XX-XX"
    assert values(article)["the next day"] == "XXXX-03-31"


def test_story_anchors_follow_the_date_named_last(timed: Callable[..., Article]) -> None:
    text = "The siege began on 4 May 2021. Two days later the wall fell. The previous evening it rained. It was a year earlier."
    found = values(timed(text, published=PUBLISHED))
    assert found["Two days later"] == "2021-05-06"
    assert found["The previous evening"] == "2021-05-05TEV"
    assert found["a year earlier"] == "2020"


def test_a_dateline_with_a_full_date_anchors_an_article_without_publication_time(timed: Callable[..., Article]) -> None:
    from onrecord.records import Dateline

    dateline = Dateline(text="OSLO, May 4, 2024", place="OSLO", date="2024-05-04")
    assert values(timed("The envoy left yesterday.", dateline=dateline)) == {"yesterday": "2024-05-03"}


@pytest.mark.parametrize("words", ["29 February 2025", "31 April", "30 February", "00/00/2024", "2025-13-40"])
def test_dates_that_the_calendar_does_not_have_are_refused(timed: Callable[..., Article], words: str) -> None:
    article = timed(f"The rally on {words} was called off.", published=PUBLISHED)
    assert article.times == ()
    (problem,) = article.problems
    assert problem.code == "DAT001"
    assert article.text[problem.spans[0].start : problem.spans[0].end] == words


def test_a_leap_day_without_a_leap_year_near_stays_open(timed: Callable[..., Article]) -> None:
    assert values(timed("He was born on February 29.", published=PUBLISHED)) == {"February 29": "XXXX-02-29"}
    assert values(timed("He was born on February 29.", published="2024-05-01T00:00:00Z")) == {
        "February 29": "2024-02-29"
    }


@pytest.mark.parametrize(
    ("country", "value", "codes"),
    [
        ("USA", "2026-04-05", []),
        ("GBR", "2026-05-04", []),
        ("CAN", "2026-XX-XX", ["DAT002"]),
        (None, "2026-XX-XX", ["DAT002"]),
    ],
)
def test_order_of_numeric_dates(timed: Callable[..., Article], country: str, value: str, codes: list[str]) -> None:
    article = timed("The rule starts on 04/05/2026.", published=PUBLISHED, publisher_country=country)
    assert values(article) == {"04/05/2026": value}
    assert [problem.code for problem in article.problems] == codes


def test_numeric_dates_that_can_be_read_in_one_way_only(timed: Callable[..., Article]) -> None:
    article = timed("It ran on 13/05/2026, 05/14/2026, 10.03.2026 and 2026-03-09.", published=PUBLISHED)
    assert list(values(article).values()) == ["2026-05-13", "2026-05-14", "2026-03-10", "2026-03-09"]
    assert article.problems == ()


@pytest.mark.parametrize(
    "text",
    [
        "About 2000 people paid $2015 for flight 1999.",
        "Theresa May met April Jones.",
        "They may march on the capital.",
        "The late mayor was a second cousin.",
        "Traders still speak of Black Monday.",
        "The release is version 1.2.3 of 10.4.1.",
        "He told the Evening Star about it.",
    ],
)
def test_words_that_look_like_times_are_not(timed: Callable[..., Article], text: str) -> None:
    assert values(timed(text, published=PUBLISHED)) == {}


@pytest.mark.parametrize(
    "text",
    ["Tuesday", "12", "the", "in the", "last", "early late mid " * 400, "the start of the end of " * 300, "every two " * 500,
     "its eighth year " * 300, "😀 On Tuesday‏ 🚀", "\u202eOn March 3\u202c", "In 99999999999999999999 years and 10,000 BC.",
     "At 99:99 GMT and 24:00 on 9999-12-31 and one day later.", "March 1 - 0, 3-2 March, 0000, in the year 0"],
)  # fmt: skip
def test_odd_input_does_not_break_it(timed: Callable[..., Article], text: str) -> None:
    article = timed(text, published=PUBLISHED)
    for time in article.times:
        assert article.text[time.span.start : time.span.end] == time.text


def test_thousands_of_bad_dates_make_a_bounded_number_of_problems(timed: Callable[..., Article]) -> None:
    article = timed("It fell on 31 April 2024. " * 300, published=PUBLISHED)
    assert len(article.problems) == 21
    assert sum(len(problem.spans) for problem in article.problems) == 300


@pytest.mark.parametrize(
    ("text", "is_problem"),
    [
        ("The war began in February 2022. As the war enters its eighth year, talks go on.", True),
        ("The war began in February 2022. As the conflict enters its fifth year, talks go on.", False),
        ("The invasion began in 2022. The strike is now in its tenth year.", False),
        ("The four-year war, which started in 2014, goes on.", True),
        ("The siege has lasted for two months. It is hard. The siege began on 10 January.", False),
        ("The siege has lasted for nine months. It is hard. The siege began on 10 January.", True),
    ],
)
def test_lengths_are_held_against_their_start(timed: Callable[..., Article], text: str, is_problem: bool) -> None:
    codes = [problem.code for problem in timed(text, published=PUBLISHED).problems]
    assert codes == (["DAT003"] if is_problem else [])
    assert timed(text).problems == ()


def test_every_code_is_registered() -> None:
    assert {"DAT001", "DAT002", "DAT003"} <= set(PROBLEM_CODES)


# ---- the calendar ----
@pytest.mark.parametrize(
    ("year", "day"), [(2024, date(2024, 3, 31)), (2025, date(2025, 4, 20)), (2026, date(2026, 4, 5))]
)
def test_easter(year: int, day: date) -> None:
    assert _calendar.easter(year) == day


def test_weeks_are_iso_weeks() -> None:
    week = _calendar.week_period(date(2027, 1, 1))
    assert week is not None
    assert (week.value, week.start, week.end) == ("2026-W53", date(2026, 12, 28), date(2027, 1, 3))


def test_the_ends_of_time_are_none() -> None:
    assert _calendar.shift_days(date(9999, 12, 31), 1) is None
    assert _calendar.shift_months(date(1, 1, 1), -1) is None
    assert _calendar.make_date(0, 1, 1) is None
    assert _calendar.parse_day("yesterday-ish") is None


# ---- the lexicons ----
@pytest.mark.parametrize("name", ["times_words", "times_orders", "times_spans", "times_games", "modality"])
def test_lexicons_have_no_duplicate_rows(name: str) -> None:
    rows = lexicons.load(name)
    assert rows
    assert len({tuple(row.values()) for row in rows}) == len(rows)


def test_every_word_has_one_kind() -> None:
    words = [row["word"] for row in lexicons.load("times_words")]
    assert sorted({word for word in words if words.count(word) > 1}) == []
    assert _words.shape("10:15") == ("time", "10:15", "")
