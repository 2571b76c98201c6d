"""Every row of matrix.tsv does to the deed in its example what it says, but for a list of exceptions with their reasons.

A row with a type must give an event of it, or, where it is a promise, the deed as planned. A row without leaves the deed open
(planned or hypothetical), negates it, or lets it stand.
"""

from __future__ import annotations

import pytest

from onrecord import lexicons
from onrecord.config import AttributeConfig, CodeEventsConfig, Config
from onrecord.pipeline import stages
from onrecord.records import Article, Event

ROWS = lexicons.load("matrix")
EFFECTS = sorted({row["effect"] for row in ROWS})
REASONS = {
    "a frame of the same word is read first, with a type of its own": (
        "abandon.v, allow.v, approve.v, bar.v, block.v, cancel.v, doubt.v, drop.v, encourage.v, foil.v, "
        "negotiate.v, oppose.v, permit.v, postpone.v, prepare.v, prevent.v, rescind.v, scrap.v, "
        "shelve.v, swear.v, thwart.v, ultimatum.n, wish.v"
    ),
    "modality.tsv, which is read before, gives the deed another status": (
        "ban.v, be reluctant.v, convince.v, forbid.v, hesitate.v, impossible.a, insist.v, justify.v, "
        "lead.v, loath.a, pay.v, persuade.v, prohibit.v, reluctant.a, suspicion.n"
    ),
    "a finite clause keeps its own tense": ("claim.n, claim.v"),
    "not read so, or nothing is read; the cause is not known yet": (
        "accord.n, accusation unproven.n, agreement.n, bid.n, campaign.n, committed.a, conspiracy.n, "
        "deadline.n, deal.n, envisage.v, foresee.v, forswear.v, goal.n, hold back.v, idea.n, lack.n, "
        "motion.n, object.v, pact.n, preclude.v, preparation.n, schedule.n, stop short.v, suggestion.n, "
        "timetable.n"
    ),
}
"""Why -> rows whose example does not show what they say, by lemma and part of speech."""
NOT_YET = {name for names in REASONS.values() for name in names.split(", ")}


@pytest.fixture(scope="module")
def events() -> dict[str, tuple[Event, ...]]:
    """The events of each example, by frames alone."""
    texts = dict.fromkeys(row["note"] for row in ROWS)
    articles = [Article(id=f"example {n}", text=text, language="en") for n, text in enumerate(texts)]
    for stage in stages(Config(attribute=AttributeConfig(model=False), code_events=CodeEventsConfig(model=False))):
        articles = stage(articles)
        if stage.name == "code_events":
            break
    return {article.text: article.events for article in articles}


def _name(row: lexicons.Row) -> str:
    return f"{row['lemma']}.{row['pos']}"


def _holds(row: lexicons.Row, found: tuple[Event, ...]) -> bool:
    if row["type"]:
        planned = row["type"] == "AGREE" and any(event.modality == "planned" for event in found)
        return planned or any(row["type"] in (event.event_type, event.plover_type) for event in found)
    if row["effect"] == "negated":
        return any(event.polarity == "-" for event in found)
    if row["effect"] in ("actual", "ongoing"):
        return any(event.polarity == "+" and event.modality == "actual" for event in found)
    return any(event.modality != "actual" for event in found)


@pytest.mark.parametrize("effect", EFFECTS)
def test_every_row_holds_in_its_example(events: dict[str, tuple[Event, ...]], effect: str) -> None:
    rows = [row for row in ROWS if row["effect"] == effect]
    failing = {_name(row): row["note"] for row in rows if not _holds(row, events[row["note"]])}
    known = {_name(row) for row in rows} & NOT_YET
    assert {name: note for name, note in failing.items() if name not in known} == {}
    assert known - set(failing) == set(), "they hold now: take them out of REASONS"


def test_exceptions_are_rows() -> None:
    assert NOT_YET - {_name(row) for row in ROWS} == set()


def test_examples_are_sentences() -> None:
    assert [row["note"] for row in ROWS if not row["note"][:1].isupper() or not row["note"].endswith(".")] == []
