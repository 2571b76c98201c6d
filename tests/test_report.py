"""The terminal report and the notebook view show what the record holds."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser

import pytest

from onrecord import report
from onrecord.records import (
    Article,
    Attribution,
    Claim,
    Coder,
    Cue,
    Event,
    EventDate,
    Evidence,
    Magnitude,
    Mention,
    Passage,
    Problem,
    Record,
    Source,
    Span,
    Voice,
)

TEXT = "Police shot two miners in Kitwe, the union said. <Nobody> knows why. It is a shame."
CODER = Coder(version="0", schema=1, models={}, ontology="", pipeline="")


def at(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


@pytest.fixture
def record() -> Record:
    union = Attribution(
        id="a1",
        source=Source(text="the union", spans=(at("the union"),), name="Mine Workers Union", kind="organisation"),
        cue=Cue(text="said", spans=(at("said"),), lemma="say"),
        content=Passage(text="Police shot two miners in Kitwe", spans=(at("Police shot two miners in Kitwe"),)),
        form="indirect",
        act="accuses",
    )
    police = Mention(id="n1", text="Police", span=at("Police"), country="ZMB", sector="COP")
    shot = Event(
        id="e1",
        event_type="ASSAULT",
        plover_type="ASSAULT",
        modes=("firearms",),
        trigger=Evidence(text="shot", span=at("shot")),
        actors=(police,),
        date=EventDate(value="XXXX-08-20", precision="partial"),
        magnitude=(
            Magnitude(
                quantity="killed", class_="miners", low=2, best=2, high=2, text="two miners", span=at("two miners")
            ),
        ),
        attributed_to=("a1",),
        claims=(Claim(attribution="a1", field="killed", value=2, certainty="CT+", spans=(at("two miners"),)),),
        evidence=(at("Police shot two miners in Kitwe"),),
        absent={"place": "not_in_gazetteer"},
    )
    problem = Problem(code="ATT001", stage="annotate", message="no mark closes it", spans=(at("<Nobody> knows why"),))
    article = Article(
        id="x",
        text=TEXT,
        attributions=(union,),
        events=(shot,),
        voice=(Voice(span=at("It is a shame."), kind="opinion"),),
        problems=(problem,),
    )
    return Record(article=article, coder=CODER)


def test_report_shows_who_did_what_to_whom_according_to_whom(record: Record) -> None:
    text = report.render_text(record)
    assert "ASSAULT/firearms" in text
    assert "Police [ZMB COP]" in text
    assert "killed 2 miners" in text
    assert "the union = Mine Workers Union (organisation, accuses)" in text
    assert "“Police shot two miners in Kitwe”" in text


def test_report_says_what_is_not_known(record: Record) -> None:
    text = report.render_text(record)
    assert "year not known" in text
    assert "not recorded: not in gazetteer" in text
    assert "undated" in text


def test_report_shows_opinion_and_problems_with_their_words(record: Record) -> None:
    text = report.render_text(record)
    assert "“It is a shame.”" in text
    assert "ATT001" in text
    assert "“<Nobody> knows why”" in text


def test_colour_only_where_asked(record: Record) -> None:
    assert "\033[" not in report.render_text(record)
    coloured = report.render_text(record, color=True)
    assert "\033[" in coloured
    assert re.sub(r"\033\[\d+m", "", coloured).split() == report.render_text(record).split()


def test_lines_keep_the_width(record: Record) -> None:
    assert max(map(len, report.render_text(record, width=60).splitlines()[2:])) <= 75


class Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self.marked: dict[str, str] = {}
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "span":
            self._open.append(dict(attrs).get("class") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "span":
            self._open.pop()

    def handle_data(self, data: str) -> None:
        self.text += data
        for name in self._open[-1].split() if self._open else []:
            self.marked[name] = self.marked.get(name, "") + data


def test_html_marks_the_spans_and_keeps_the_text(record: Record) -> None:
    parser = Words()
    parser.feed(record._repr_html_())
    assert TEXT in parser.text
    assert "the union" in parser.marked["source"]
    assert "said" in parser.marked["cue"]
    assert "Police shot two miners in Kitwe" in parser.marked["content"]
    assert "shot" in parser.marked["trigger"]


def test_html_escapes_the_article(record: Record) -> None:
    page = record._repr_html_()
    assert "<Nobody>" not in page
    assert "&lt;Nobody&gt;" in page


def test_str_of_a_record_is_its_report(record: Record) -> None:
    assert str(record) == report.render_text(record)


def test_real_record_renders(read_text: Callable[..., Record]) -> None:
    found = read_text("KYIV, May 2 (Wire) - Ukraine said on Friday that it had shot down 12 drones.", title="Drones")
    assert "Drones" in report.render_text(found)
    assert 'class="onrecord"' in report.render_html(found)
