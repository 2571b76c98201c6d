"""Pages to articles; every page here is invented."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from onrecord.config import IngestConfig
from onrecord.records import Article, Problem
from onrecord.stages.ingest import Ingest
from onrecord.stages.ingest._body import is_boilerplate, tidy
from onrecord.stages.ingest._html import plain_text

PARAGRAPHS = (
    "The mountain rescue service of Halden brought eleven skiers down from the Skarv glacier on Tuesday night.",
    "They had waited for six hours in a snow hole after a slide cut off the marked path, the service said in a statement.",
    "“Nobody panicked, and that saved them,” said Inga Rem, who led the rescue. “They did what they had been taught.”",
    "Two of the skiers were treated for frostbite at the district hospital and were sent home on Wednesday morning.",
    "The path stays closed until the avalanche warning, the highest of the season so far, has been lifted.",
)
BODY = "".join(f"<p>{words}</p>" for words in PARAGRAPHS)


def page(body: str = BODY, head: str = "", title: str = "Skiers saved | Halden Dispatch") -> str:
    return f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>{head}</head>
<body><header><nav><ul><li><a href="/a">Weather</a></li><li><a href="/b">Sport</a></li></ul></nav></header>
<main><article><h1>Eleven skiers saved from the Skarv glacier</h1>{body}</article></main>
<footer><p>Copyright Halden Dispatch. All rights reserved.</p></footer></body></html>"""


def json_ld(**fields: object) -> str:
    value = {"@context": "https://schema.org", "@type": "NewsArticle", **fields}
    return f'<script type="application/ld+json">{json.dumps(value)}</script>'


@pytest.fixture
def read(tmp_path: Path):
    def run(data: str | bytes) -> Article | Problem:
        path = tmp_path / "page.html"
        path.write_bytes(data.encode("utf-8") if isinstance(data, str) else data)
        (item,) = Ingest(IngestConfig()).read([str(path)])
        return item

    return run


LOGIN = (
    "<html><body><ul><li><a href='/'>Home</a></li><li><a href='/n'>News</a></li></ul><form><label>Name</label><input>"
    "</form><p>Please log in to continue.</p></body></html>"
)


class TestBody:
    def test_paragraphs_are_blocks_and_the_headline_is_apart(self, read) -> None:
        article = read(page())
        assert article.text == "\n\n".join(PARAGRAPHS)
        assert article.title == "Eleven skiers saved from the Skarv glacier"

    def test_what_stands_between_the_paragraphs_goes(self, read) -> None:
        inserts = [
            "<p>Advertisement</p>",
            '<p><a href="/c">Glacier path closed for the third time this winter after new slide</a></p>',
            "<p>READ MORE: Why the glacier moves faster each year</p>",
            "<p>Sign up for our morning newsletter and never miss a story.</p>",
        ]
        body = "".join(f"<p>{words}</p>{insert}" for words, insert in zip(PARAGRAPHS, [*inserts, ""], strict=True))
        assert read(page(body)).text == "\n\n".join(PARAGRAPHS)

    def test_credit_stays(self, read) -> None:
        article = read(page(BODY + "<p>(Reporting by Ola Berg; Editing by Kari Dahl)</p>"))
        assert article.text.endswith("Editing by Kari Dahl)")

    def test_article_in_several_pieces(self, read) -> None:
        parts = PARAGRAPHS * 3
        pieces = "".join(
            f'<div class="piece"><div class="grid"><div class="column">{"".join(f"<p>{n}{w}</p>" for w in parts)}</div></div>'
            "</div>"
            for n in ("First: ", "Then: ", "Last: ")
        )
        text = read(page(pieces)).text
        assert "First: " in text
        assert "Then: " in text
        assert "Last: " in text

    def test_stated_body_where_the_page_has_none(self, read) -> None:
        shell = f"<html><head>{json_ld(headline='Skiers saved', articleBody=' '.join(PARAGRAPHS))}</head><body></body></html>"
        assert read(shell).text == " ".join(PARAGRAPHS)

    @pytest.mark.parametrize(
        "data", ["<html></html>", "<html><body><nav><a href='/'>Home</a></nav></body></html>", "<p></p>", LOGIN]
    )
    def test_no_article(self, read, data: str) -> None:
        problem = read(data)
        assert isinstance(problem, Problem)
        assert problem.code == "ING006"

    def test_broken_markup(self, read) -> None:
        article = read("<html><body><div><article><h1>Saved</h1>" + BODY.replace("</p>", "") + "<div></span></b>")
        assert PARAGRAPHS[2] in article.text


class TestStatedFields:
    def test_json_ld_first(self, read) -> None:
        head = json_ld(
            headline="Skiers &amp; guides saved",
            author=[{"@type": "Person", "name": "Jo Lind"}, {"@type": "Person", "name": "Per Holt"}],
            datePublished="2026-03-11T08:30:00+01:00",
            publisher={"@type": "Organization", "name": "Halden Dispatch"},
            inLanguage="en-GB",
            url="https://dispatch.example.org/2026/skiers",
        )
        head += (
            '<meta property="og:title" content="Another"><meta property="article:published_time" content="2020-01-01">'
        )
        article = read(page(head=head))
        assert (article.title, article.byline) == ("Skiers & guides saved", "Jo Lind, Per Holt")
        assert (article.publisher, article.published) == ("Halden Dispatch", "2026-03-11T08:30:00+01:00")
        assert article.url == "https://dispatch.example.org/2026/skiers"

    def test_json_ld_in_a_graph_with_line_ends_in_strings(self, read) -> None:
        value = {
            "@graph": [
                {"@type": "WebSite", "name": "x"},
                {"@type": ["Thing", "ReportageNewsArticle"], "headline": "Two\nlines"},
            ]
        }
        raw = json.dumps(value).replace("\\n", "\n")
        assert read(page(head=f'<script type="application/ld+json">{raw}</script>')).title == "Two lines"

    def test_bad_json_ld_is_passed_over(self, read) -> None:
        assert read(page(head='<script type="application/ld+json">{"@type": </script>')).text.startswith("The mountain")

    def test_meta_elements(self, read) -> None:
        head = (
            '<meta property="og:title" content="Skiers saved - Halden Dispatch">'
            '<meta property="og:site_name" content="Halden Dispatch">'
            '<meta name="author" content="https://social.example.org/jo"><meta name="byl" content="By Jo Lind">'
            '<meta property="article:published_time" content="2026-03-11T08:30:00Z">'
            '<link rel="canonical" href="https://dispatch.example.org/opinion/skiers">'
        )
        article = read(page(head=head))
        assert (article.title, article.byline) == ("Skiers saved", "By Jo Lind")
        assert (article.publisher, article.published) == ("Halden Dispatch", "2026-03-11T08:30:00Z")
        assert article.genre == "opinion"

    def test_no_date_is_none(self, read) -> None:
        article = read(page())
        assert article.published is None
        assert article.absent["published"] == "not_given"

    def test_a_day_stays_a_day(self, read) -> None:
        article = read(page('<time datetime="2026-03-11" pubdate>11 March</time>' + BODY))
        assert article.published == "2026-03-11"
        assert article.absent["published_zone"] == "not_given"

    @pytest.mark.parametrize(
        ("kind", "genre"), [("OpinionNewsArticle", "opinion"), ("LiveBlogPosting", "live"), ("NewsArticle", "news")]
    )
    def test_type(self, read, kind: str, genre: str) -> None:
        assert read(page(head=json_ld(**{"@type": kind, "headline": "Skiers saved"}))).genre == genre


class TestEncoding:
    WORDS = "Café"

    def test_declared(self, read) -> None:
        data = (
            page(BODY.replace("Nobody", self.WORDS)).replace('charset="utf-8"', 'charset="iso-8859-1"').encode("cp1252")
        )
        article = read(data)
        assert self.WORDS in article.text
        assert article.problems == ()

    def test_wrongly_declared(self, read) -> None:
        article = read(page(BODY.replace("Nobody", self.WORDS)).encode("cp1252"))
        assert self.WORDS in article.text
        assert [problem.code for problem in article.problems] == ["ING003"]

    def test_stray_bytes_outside_the_article(self, read) -> None:
        data = (
            page(BODY.replace("Nobody", self.WORDS) + "<!-- pad -->" * 200).encode().replace(b"Weather", b"W\xe9ather")
        )
        assert self.WORDS in read(data).text

    def test_stray_bytes_in_the_article(self, read) -> None:
        data = (
            page(BODY.replace("Nobody", self.WORDS) + "<!-- pad -->" * 200)
            .encode()
            .replace(b"frostbite", b"fr\xf6stbite")
        )
        problem = read(data)
        assert isinstance(problem, Problem)
        assert problem.code == "ING003"


class TestFragments:
    def test_plain_text(self) -> None:
        assert plain_text("no markup  at all") == "no markup  at all"
        assert (
            plain_text("<p>One<br>two</p><ul><li>A &amp; B</li></ul>tail<style>x{}</style>")
            == "One\n\ntwo\n\nA & B\n\ntail"
        )
        assert plain_text("a < b & c") != ""

    def test_tidy(self) -> None:
        assert tidy("  a\u00a0 b \n\n\n c\u00ad\u200bd ") == "a b\n\ncd"

    @pytest.mark.parametrize(
        "block", ["Advertisement", "Read more: Fog", "Related: Fog", "Share this", "Subscribe now!", "12 comments"]
    )
    def test_boilerplate(self, block: str) -> None:
        assert is_boilerplate(block)

    @pytest.mark.parametrize(
        "block",
        [
            "Related parties must report each sale, the court said.",
            "Share prices fell on Monday.",
            "Watch towers were built along the border.",
            "Comments by the minister angered his allies.",
            "Subscribers to the fund lost everything.",
            "Print shops in the capital were searched.",
            "Topics at the talks included water and grazing.",
            "Live fire was used, witnesses said.",
            "Also on Monday, two ferries collided.",
            "Most viewed it as a defeat.",
            "An error occurred during the launch, the ministry said.",
            "Share with the poor, the bishop told his flock.",
            "Read the comments of the judge and weep, she said.",
            "Jo Lind contributed to this report.",
        ],
    )
    def test_no_boilerplate(self, block: str) -> None:
        assert not is_boilerplate(block)


def test_extraction_on_the_benchmark_pages(shared: Path) -> None:
    """The bar is trafilatura alone, 96.0 to 96.4; fewer pages here, to stay fast."""
    import importlib.util

    spec = importlib.util.spec_from_file_location("score_extraction", shared / "eval" / "score_extraction.py")
    assert spec is not None
    assert spec.loader is not None
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    gold = scorer.load_gold(shared / "data" / "pages" / "gold.jsonl")
    chosen = sorted(gold)[::9]
    paths = [str(shared / "data" / "pages" / "html" / f"{name}.html") for name in chosen]
    found = [item for item in Ingest(IngestConfig()).read(paths) if isinstance(item, Article)]
    texts = {Path(str(item.origin)).stem: item.text for item in found}
    score = scorer.score({name: gold[name] for name in chosen}, texts, bootstrap=0)
    assert score["f1"] > 0.95
