"""Which expression dates an event, and the status that follows from the date. Events are made here, word by word."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from onrecord.config import Config
from onrecord.records import Article, Event, Evidence, Span
from onrecord.stages.date_events import DateEvents, _status

PUBLISHED = "2026-03-11T10:00:00+01:00"
"""A Wednesday."""
Dated = Callable[..., list[Event]]


@pytest.fixture(scope="session")
def dated(pipeline_upto: Callable[[str], Callable[..., Article]]) -> Dated:
    """`dated("Rebels *attacked* ..", published=..)`: events at the starred words, of type ASSAULT, dated."""
    from dataclasses import replace

    run = pipeline_upto("attribute")
    stage = DateEvents(Config().date_events)

    def read(marked: str, background: bool = False, event_type: Any = "ASSAULT", **fields: Any) -> list[Event]:
        pieces = marked.split("*")
        spans, at = [], 0
        for number, piece in enumerate(pieces):
            if number % 2:
                spans.append(Span(at, at + len(piece)))
            at += len(piece)
        article = run("".join(pieces), **{"published": PUBLISHED, **fields})
        assert article.analysis is not None
        events = []
        for span in spans:
            token = _status.trigger_token(article.analysis, span)
            assert token is not None
            polarity, modality = _status.judge(article.analysis, token)
            trigger = Evidence(text=article.text[span.start : span.end], span=span)
            events.append(Event(
                id=f"e{span.start}", event_type=event_type, plover_type=event_type, trigger=trigger, polarity=polarity,
                modality=modality, background=background, evidence=(span,),
            ))  # fmt: skip
        return list(stage([replace(article, events=tuple(events))])[0].events)

    return read


@pytest.mark.parametrize(
    ("marked", "value", "basis", "words"),
    [
        ("Rebels *attacked* the convoy on Tuesday.", "2026-03-10", "text", "Tuesday"),
        ("On Tuesday, rebels *attacked* the convoy.", "2026-03-10", "text", "Tuesday"),
        ("Monday's *attack* on the convoy was brief.", "2026-03-09", "text", "Monday"),
        ("Rebels carried out an *attack* on Monday.", "2026-03-09", "text", "Monday"),
        ("Rebels raided the port on Monday, *killing* four guards.", "2026-03-09", "text", "Monday"),
        ("Four guards were *killed* when rebels raided the port on Monday.", "2026-03-09", "text", "Monday"),
        ("The minister said on Tuesday that rebels *attacked* the convoy on Sunday.", "2026-03-08", "text", "Sunday"),
        ("The minister said on Tuesday that rebels *attacked* the convoy.", "2026-03-11", "publication", None),
        ("On Sunday, rebels *attacked* the convoy, the minister said.", "2026-03-08", "text", "Sunday"),
        ("The minister condemned on Tuesday the *attack* that happened on Sunday.", "2026-03-08", "text", "Sunday"),
        ("Rebels *attacked* the convoy.", "2026-03-11", "publication", None),
        ("The army has *shelled* the port since Friday.", "2026-03-06", "text", "Friday"),
        ("The army *shelled* the port from March 3 to March 6.", "2026-03-03/2026-03-06", "text", "March 3 to March 6"),
        ("On Sunday, police say, rebels *attacked* the convoy.", "2026-03-08", "text", "Sunday"),
        ("Until February, when rebels *raided* the port, it was calm.", "2026-02", "text", "February"),
        ("The court freed on Tuesday a man who *killed* a guard on Sunday.", "2026-03-08", "text", "Sunday"),
        ("Talks on Monday and Tuesday *failed*.", "2026-03-09/2026-03-10", "text", "Monday and Tuesday"),
        ("Rebels struck on Monday. They *burned* the port.", "2026-03-09", "narrative", "Monday"),
        ("On Saturday gunmen on mules *killed* four guards, the army said.", "2026-03-07", "text", "Saturday"),
        ("The millers who *marched* through the port on Friday were sent home.", "2026-03-06", "text", "Friday"),
        ("The answer came on Monday: the envoy was *expelled*.", "2026-03-09", "text", "Monday"),
        ("Six guards were *hurt* in Monday's attack on the port.", "2026-03-09", "text", "Monday"),
        (
            "The army shelled the port on Tuesday, two days after rebels *attacked* a convoy.",
            "2026-03-08",
            "narrative",
            None,
        ),
        (
            "Two days after rebels *attacked* a convoy, the army shelled the port on Tuesday.",
            "2026-03-08",
            "narrative",
            None,
        ),
        ("Monday's meeting came a week after the navy *arrested* the crew.", "2026-03-02", "narrative", None),
        (
            "The army shelled the port, three days after rebels burned and *looted* a barge.",
            "2026-03-08",
            "narrative",
            None,
        ),
        (
            "The army shelled the port some days after rebels *attacked* a convoy on Sunday.",
            "2026-03-08",
            "text",
            "Sunday",
        ),
    ],
)
def test_the_expression_that_dates_an_event(
    dated: Dated, marked: str, value: str, basis: str, words: str | None
) -> None:
    (event,) = dated(marked)
    assert event.date is not None
    assert (event.date.value, event.date.basis, event.date.text) == (value, basis, words)
    assert (event.date.span is None) == (words is None)


def test_since_runs_to_the_day_of_the_report(dated: Dated) -> None:
    (event,) = dated("The army has *shelled* the port since Friday.")
    assert event.date is not None
    assert (event.date.start, event.date.end, event.date.precision) == ("2026-03-06", "2026-03-11", "range")


def test_what_a_quotation_names_dates_nothing_outside_it(dated: Dated) -> None:
    (event,) = dated('"There was no fire on Monday," the major *told* reporters.', event_type="REJECT")
    assert event.date is not None
    assert (event.date.value, event.date.basis) == ("2026-03-11", "publication")


def test_a_deed_told_again_keeps_its_day_and_a_statement_does_not(dated: Dated) -> None:
    text = "Rebels *attacked* the convoy on Sunday.\n\nThe ministry was silent.\n\nFive guards were *killed*."
    first, again = dated(text)
    assert first.date is not None
    assert again.date is not None
    assert (again.date.value, again.date.basis, again.date.span) == ("2026-03-08", "narrative", first.date.span)
    _first, statement = dated(text, event_type="ACCUSE")
    assert statement.date is not None
    assert statement.date.basis == "publication"


@pytest.mark.parametrize(
    ("marked", "status", "reason"),
    [
        ("Rebels did not *attack* the convoy.", "negated", "not_stated"),
        ("The ministers will *meet*.", "planned", "not_stated"),
        ("Fishermen are often *jailed* for straying.", "happened", "not_stated"),
        ("The court freed on Tuesday a man who *killed* a guard.", "happened", "not_stated"),
        ("The rebels had *attacked* the convoy.", "happened", "not_stated"),
    ],
)
def test_no_date_is_made_up(dated: Dated, marked: str, status: str, reason: str) -> None:
    (event,) = dated(marked)
    assert event.date is None
    assert (event.status, event.absent) == (status, {"date": reason})


def test_an_undated_article_gives_partial_dates_or_a_reason(dated: Dated) -> None:
    partial, none = dated(
        "On August 20, rebels *attacked* the convoy.\n\nSoldiers *fled*.", published=None, event_type="RETREAT"
    )[:2]
    assert partial.date is not None
    assert (partial.date.value, partial.date.start, partial.date.precision) == ("XXXX-08-20", None, "partial")
    assert none.date is not None or none.absent == {"date": "no_anchor"}
    (alone,) = dated("Soldiers *fled*.", published=None)
    assert (alone.date, alone.absent) == (None, {"date": "no_anchor"})


@pytest.mark.parametrize(
    ("marked", "status"),
    [
        ("Rebels *attacked* the convoy on Tuesday.", "happened"),
        ("Rebels *attacked* the convoy on February 20.", "happened"),
        ("Rebels *attacked* the convoy in January.", "historical"),
        ("Rebels *attacked* the convoy in 2021.", "historical"),
        ("Rebels are *attacking* the convoy.", "ongoing"),
        ("The delegation *travels* to Oslo on April 3.", "planned"),
    ],
)
def test_status_and_date_agree(dated: Dated, marked: str, status: str) -> None:
    assert dated(marked)[0].status == status


def test_a_planned_deed_does_not_take_the_day_of_the_decision(dated: Dated) -> None:
    (event,) = dated("The ministers agreed on Monday to *withdraw* the troops.")
    assert (event.status, event.date, event.absent["date"]) == ("planned", None, "not_stated")
    (event,) = dated("The ministers agreed on Monday to *withdraw* the troops by Friday.")
    assert event.date is not None
    assert event.date.text == "Friday"


def test_background_is_historical_whatever_the_day(dated: Dated) -> None:
    assert dated("Rebels *attacked* the convoy on Tuesday.", background=True)[0].status == "historical"


def test_the_stage_does_not_depend_on_its_own_output(
    dated: Dated, pipeline_upto: Callable[[str], Callable[..., Article]]
) -> None:
    article = pipeline_upto("date_events")(
        "Rebels attacked a convoy on Tuesday. They will meet envoys on Friday.", published=PUBLISHED
    )
    again = DateEvents(Config().date_events)([article])[0]
    assert (again.times, again.events) == (article.times, article.events)


@pytest.mark.parametrize(
    ("marked", "start"),
    [
        ("Thousands *marched* on Tuesday on the third day of a strike.", "2026-03-10"),
        ("The *strike* entered its third day on Tuesday.", "2026-03-08"),
        ("Friday's *march* has been authorized only as far as the square.", "2026-03-13"),
        ("Friday's *march* ended in the square.", "2026-03-06"),
    ],
)
def test_days_of_protests(dated: Dated, marked: str, start: str) -> None:
    (event,) = dated(marked, event_type="PROTEST")
    assert event.date is not None
    assert event.date.start == start
