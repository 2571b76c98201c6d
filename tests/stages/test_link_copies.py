"""Copies: what carries one dispatch and what only looks like it; what was done to a copy; in any order and in portions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made import record

from onrecord.link_report import CopyGroup
from onrecord.records import Record
from onrecord.stages.link import Link, _candidates, _copies, _dispatch
from onrecord.store import Store

DISPATCH = [
    "The harbour master of Vesk said that 12 colliers had been held at the outer pier since Monday morning.",
    "Dockers refused to unload them after a crane fell and hurt two of their number, he said.",
    "A tribunal will hear the owners of the crane on Friday, and the pier stays closed until then.",
    'The union called the crane "a widow maker" and asked for an inquiry into all cranes of the port.',
    "Its secretary, Orla Brandt, said 30 percent of the machines had not been looked at in ten years.",
    "The owners, a company from Tarn, answered that every machine had been serviced in the spring.",
    "Ships with fruit and timber were sent to Holm, where the quays are said to be full as well.",
    "Coal for the power station at Vesk will last for nine days, its director told the town council.",
    "Bakers and laundries have been asked to use less current in the evening hours until the strike ends.",
    "It is the longest stoppage in the port since the winter in which the old lighthouse burned down.",
]
LOCAL = [
    "In our valley three sawmills said that their logs were still lying on the decks of the waiting ships.",
    "The mayor of Lund hopes that the railway can bring what the town needs before the first snow comes.",
    "Readers who wait for parcels can ask at the counter of the old customs house on weekday mornings.",
]
NOTE = (
    "The Lantern is owned by the people who read it and by nobody else. Every spring the owners meet in the town hall and choose"
    " who edits the paper for the next year. Whoever would like to become an owner can ask for the papers at any of our desks."
)
BRIEFS = [
    "A tram left the rails near the botanical garden before noon; nobody was hurt, and the line was running again by three.",
    "The swimming hall gets a new roof in autumn, the council decided with nine votes against four after a short debate.",
    "Two goats were found on the motorway near the northern exit and were brought back to a farm by the fire brigade.",
    "The choir of the teachers' college has won the second prize at a festival of sea songs in the capital on Sunday.",
    "For the third time this year the cinema at the mill pond has been sold, this time to a maker of wooden clocks.",
]


def text(sentences: Sequence[str]) -> str:
    return "\n\n".join(" ".join(sentences[at : at + 2]) for at in range(0, len(sentences), 2))


def article(number: int, body: str, **fields: Any) -> Record:
    fields.setdefault("publisher", f"Paper {number}")
    fields.setdefault("published", f"2026-04-{number + 1:02}T08:00:00+00:00")
    return record(body, id=str(number), **fields)


def copies(*portions: Sequence[Record]) -> tuple[CopyGroup, ...]:
    with Store(":memory:") as store:
        for portion in portions:
            for item in portion:
                store.add(item)
            Link().update(store)
        return store.links().copies


def together(*bodies: str) -> list[set[str]]:
    return [set(group.articles) for group in copies([article(n, body) for n, body in enumerate(bodies)])]


STYLED = (
    text(DISPATCH)
    .replace('"a widow maker"', "\u2018a widow-maker\u2019")
    .replace("12 colliers", "twelve colliers")
    .replace("30 percent", "30 per cent")
    .replace("harbour", "harbor")
    .replace("he said", "he told reporters")
)


# ---- what is a copy ----
@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (text(DISPATCH), "verbatim"),
        (text(DISPATCH[:4]), "trimmed"),
        (text(DISPATCH[5:]), "trimmed"),
        (text([DISPATCH[n] for n in (0, 2, 4, 7)]), "trimmed"),
        (text(DISPATCH[2:]), "trimmed"),
        (text(LOCAL[:1] + DISPATCH[1:]), "re-led"),
        (text(LOCAL[1:2] + DISPATCH[2:8]), "re-led"),
        (text(DISPATCH + LOCAL), "extended"),
        (text(DISPATCH[:5] + LOCAL + DISPATCH[5:]), "extended"),
        (text(LOCAL + DISPATCH), "extended"),
        (text([line.replace(" and ", " as well as ").replace(" the ", " that ", 1) for line in DISPATCH]), "edited"),
    ],
)
def test_what_was_done_to_a_copy(body: str, kind: str) -> None:
    (group,) = copies([article(0, text(DISPATCH)), article(1, body)])
    assert group.original == "0"
    assert [member.kind for member in group.members] == ["verbatim", kind]


def test_share_is_the_part_of_the_copy_that_stands_in_the_original() -> None:
    (group,) = copies([article(0, text(DISPATCH)), article(1, text(DISPATCH + LOCAL)), article(2, text(DISPATCH[:5]))])
    shares = [member.share for member in group.members]
    assert shares[0] == shares[2] == 1.0
    assert 0.7 < shares[1] < 0.85


def test_house_style_changes_no_word() -> None:
    one, other = (_dispatch.read(body).runs for body in (text(DISPATCH), STYLED))
    assert np.isin(one, other).mean() > 0.85  # "a widow-maker" is one word, and "per" is one more


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Organised", "organized"), ("labour", "labor"), ("centre", "center"), ("defence", "defense"),
        ("travelling", "traveling"), ("programme", "program"), ("10,000", "10000"),
        ("twelve", "12"), ("don\u2019t", "don't"), ("cease-fire", "ceasefire"),
        ("told", "said"), ("%", "percent"),
    ],
)  # fmt: skip
def test_spellings_are_one_word(one: str, other: str) -> None:
    assert _dispatch.normal(one) == _dispatch.normal(other)


def test_other_words_are_other_words() -> None:
    assert len({_dispatch.normal(word) for word in ("pier", "peer", "piers", "paper", "12", "13")}) == 6


# ---- what is none ----
def quoting(*, each_paragraph: bool) -> str:
    passage = [line.replace('"', "") for line in DISPATCH[:6]]
    quoted = '"' + " ".join(passage) + '"'
    if each_paragraph:
        quoted = "\n\n".join("\u201c" + line for line in passage) + "\u201d"
    return f"{LOCAL[0]} {LOCAL[1]}\n\nThe Herald of Vesk wrote:\n\n{quoted}\n\n{LOCAL[2]}"


@pytest.mark.parametrize("each_paragraph", [True, False])
def test_a_long_quotation_is_no_copy(each_paragraph: bool) -> None:
    assert together(text(DISPATCH), quoting(each_paragraph=each_paragraph)) == []


def test_who_copies_a_quotation_with_its_marks_copies() -> None:
    body = quoting(each_paragraph=False)
    assert together(body, body.replace('"', "\u201d").replace("\u201dThe", "\u201cThe")) == [{"0", "1"}]


def test_a_name_in_the_credits_is_no_copy() -> None:
    line = "Orla Brandt in Vesk, Ulf Stenmark in Tarn and Ida Frost in Holm contributed reporting to the story of this strike."
    assert together(f"{BRIEFS[0]}\n\n{line}", f"{BRIEFS[1]}\n\n{line}") == []


@pytest.mark.parametrize(
    "line",
    [
        "Reporting by Ida Frost; Editing by Ulf Stenmark",
        "Ida Frost contributed to this report.",
        "Copyright 2026 The Lantern. All rights reserved.",
        "Ida Frost is a staff writer for the Lantern.",
        "Sign up for our morning newsletter.",
        "Follow Ida Frost on Twitter @idafrost.",
        "(This story corrects the number of ships in the second paragraph)",
    ],
)
def test_standing_lines_are_left_out(line: str) -> None:
    assert _dispatch.is_note(line)
    assert (_dispatch.read(f"{BRIEFS[0]}\n{line}").runs == _dispatch.read(BRIEFS[0]).runs).all()


@pytest.mark.parametrize(
    "line", [*DISPATCH, *BRIEFS, "Ten states contributed to the fund for the port, the ministry said."]
)
def test_sentences_of_a_report_are_kept(line: str) -> None:
    assert not _dispatch.is_note(line)


def noted(number: int, publisher: str = "Lantern") -> Record:
    return article(number, f"{BRIEFS[number]}\n\n{NOTE}", publisher=publisher)


def test_a_standing_note_of_a_publisher_is_no_copy() -> None:
    assert copies([noted(n) for n in range(5)]) == ()


def test_a_note_known_later_takes_apart_what_it_tied() -> None:
    """Two articles do not tell a note from a dispatch; the fourth does, for the earlier ones too."""
    first, rest = [noted(0), noted(1)], [noted(2), noted(3)]
    assert len(copies(first)) == 1
    assert copies(first, rest) == copies(first + rest) == ()


def test_under_a_standing_note_copies_are_found_all_the_same() -> None:
    twice = article(7, f"{BRIEFS[0]}\n\n{NOTE}", publisher="Lantern")
    assert [set(group.articles) for group in copies([*(noted(n) for n in range(5)), twice])] == [{"0", "7"}]


def test_one_dispatch_that_a_publisher_prints_again_and_again_is_no_note() -> None:
    (group,) = copies([article(n, text(DISPATCH), publisher="Lantern") for n in range(6)])
    assert len(group.articles) == 6


# ---- which is the original ----
def test_the_credited_agency_is_the_original_even_with_a_late_clock() -> None:
    paper = article(0, text(DISPATCH), publisher="Paper", agency="AP")
    agency = article(5, text(DISPATCH), publisher="Associated Press", agency="AP")
    (group,) = copies([paper, agency])
    assert group.original == "5"


@pytest.mark.parametrize("published", [None, "1970-01-01T00:00:00+00:00"])
def test_without_a_time_to_believe_nobody_is_the_original(published: str | None) -> None:
    (group,) = copies([article(0, text(DISPATCH), published=published), article(1, text(DISPATCH))])
    assert group.original is None
    assert group.articles == ("1", "0")


def test_the_same_article_under_two_addresses() -> None:
    one = article(0, text(DISPATCH), url="https://p.example/a")
    other = article(0, text(DISPATCH), url="https://p.example/a?utm=x", publisher="Paper 0 Mobile")
    (group,) = copies([one, other])
    assert [member.share for member in group.members] == [1.0, 1.0]


# ---- candidates ----
@given(st.lists(st.integers(1, 2**63), min_size=16, max_size=60), st.data())
def test_whatever_shares_a_window_shares_a_run_of_the_sample(shared: list[int], data: st.DataObject) -> None:
    around = st.lists(st.integers(1, 2**63), max_size=30)
    one, other = (np.array([*data.draw(around), *shared, *data.draw(around)], np.uint64) for _ in range(2))
    assert set(_candidates.sample(one)) & set(_candidates.sample(other))


@given(st.lists(st.integers(1, 2**63), min_size=1, max_size=15, unique=True))
def test_a_short_text_has_a_sample(runs: list[int]) -> None:
    assert _candidates.sample(np.array(runs, np.uint64)) == [min(runs)]


@given(st.text(max_size=400))
def test_any_text_can_be_read(body: str) -> None:
    found = _dispatch.read(body)
    assert (np.diff(found.starts.astype(int)) > 0).all()
    assert len(found.starts) == 0 or found.starts[-1] < max(1, len(found.runs))
    assert _copies.are(_copies.Text(found.runs.tobytes()), _copies.Text(found.runs.tobytes())) == bool(len(found.runs))


bodies = st.sampled_from(
    [text(DISPATCH), text(DISPATCH[:5]), text(DISPATCH + LOCAL), STYLED, quoting(each_paragraph=False)]
    + [f"{brief}\n\n{NOTE}" for brief in BRIEFS]
)
made = st.builds(
    lambda n, body, paper: (n, body, paper), st.integers(0, 20), bodies, st.sampled_from(["Lantern", "Herald"])
)


@settings(max_examples=40, deadline=None)
@given(st.lists(made, min_size=2, max_size=14, unique_by=lambda one: one[0]), st.randoms(use_true_random=False))
def test_order_and_portions_do_not_matter(rows: list[tuple[int, str, str]], chance: Any) -> None:
    records = [article(n, body, publisher=paper) for n, body, paper in rows]
    shuffled = list(records)
    chance.shuffle(shuffled)
    cut = chance.randint(0, len(records))
    assert copies(shuffled[:cut], shuffled[cut:]) == copies(records)
    assert copies(*([one] for one in shuffled)) == copies(records)
