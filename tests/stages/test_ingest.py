"""Inputs of every kind, good and bad, through `Ingest.read`."""

from __future__ import annotations

import codecs
import gzip
import io
import itertools
import json
import os
import sys
import tracemalloc
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from onrecord import codec
from onrecord.config import IngestConfig
from onrecord.errors import PROBLEM_CODES
from onrecord.records import Article, Problem
from onrecord.stages.ingest import Ingest

STORY = (
    "The harbour council of Varnholm said on Monday that it had closed the eastern pier after two ferries collided there in "
    "thick fog.\n\nNobody was hurt, the council said, and the pier will open again when divers have inspected its piles."
)
PAGE = f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Pier closed | Varnholm Post</title></head>
<body><nav><a href="/">Home</a></nav><article><h1>Pier closed after ferries collide</h1>
{"".join(f"<p>{part}</p>" for part in STORY.split(chr(10) * 2))}
<p>It was the second accident in the harbour this winter, and the third since the new timetable came into force.</p>
</article></body></html>"""


def read(*inputs: object, **settings: object) -> list[Article | Problem]:
    """What `Ingest` makes of the inputs."""
    found = list(Ingest(IngestConfig(**settings)).read([str(name) for name in inputs]))  # type: ignore[arg-type]
    for item in found:
        for problem in (item,) if isinstance(item, Problem) else item.problems:
            assert problem.code in PROBLEM_CODES
            assert problem.stage == "ingest"
            assert "\n" not in problem.message
    return found


def one(*inputs: object, **settings: object) -> Article:
    (item,) = read(*inputs, **settings)
    assert isinstance(item, Article), item
    return item


def refused(code: str, *inputs: object, **settings: object) -> Problem:
    """The one problem that the inputs give; it names its input first."""
    (item,) = read(*inputs, **settings)
    assert isinstance(item, Problem), item
    assert item.code == code, item
    assert item.origin is not None
    assert item.message.startswith(f"{item.origin}: ")
    assert ";" in item.message, "no remedy"
    return item


@pytest.fixture
def put(tmp_path: Path):
    """`put("a.txt", data)` -> the path of a new file."""

    def write(name: str, data: str | bytes) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data.encode("utf-8") if isinstance(data, str) else data)
        return path

    return write


class TestText:
    def test_text_is_verbatim(self, put) -> None:
        text = f"  A title\r\n\r\n{STORY}\r\n\t\n"
        article = one(put("a.txt", text))
        assert article.text == text
        assert article.title is None
        assert article.published is None
        assert article.absent["published"] == "not_given"

    def test_same_content_has_same_id_and_no_clock(self, put) -> None:
        first, second = one(put("a.txt", STORY)), one(put("b.txt", STORY))
        assert first.id == second.id == first.key
        assert first.input_id is None
        assert first.origin != second.origin
        os.utime(second.origin, (0, 0))
        assert one(second.origin) == second

    def test_record_of_every_article_can_be_written(self, put) -> None:
        article = one(put("a.txt", STORY))
        assert codec.article_from_dict(codec.article_to_dict(article)) == article

    @pytest.mark.parametrize("data", [b"", b"  \r\n\t ", b"\xef\xbb\xbf", b"\xff\xfe"])
    def test_empty(self, put, data: bytes) -> None:
        refused("ING001", put("a.txt", data))

    @pytest.mark.parametrize(
        "data",
        [b"\x89PNG\r\n\x1a\n\x00\x00", b"%PDF-1.7\nsome words", bytes(range(256)) * 20, b"\x01\x02\x03\x04 " * 50],
    )
    def test_binary(self, put, data: bytes) -> None:
        refused("ING002", put("a.txt", data))

    def test_tar(self, put) -> None:
        refused("ING002", put("a.txt", b"a.txt".ljust(257, b" ") + b"ustar  " + b"x" * 300))

    def test_too_long(self, put) -> None:
        path = put("a.txt", "word " * 100)
        assert "500" not in refused("ING009", path, max_chars=499).message.split(":")[-1]
        assert one(path, max_chars=500).text == "word " * 100
        refused("ING009", path, max_chars=20)  # seen by the size alone
        refused("ING009", path, max_bytes=100)

    def test_page_too_long(self, put) -> None:
        refused("ING009", put("a.html", PAGE + " " * 2000), max_chars=100)

    def test_a_crash_of_a_library_is_a_problem_of_its_input(self, put, monkeypatch: pytest.MonkeyPatch) -> None:
        def broken(*_: object, **__: object) -> None:
            raise KeyError("x")

        monkeypatch.setattr("onrecord.stages.ingest._html._json_ld", broken)
        page, text = put("a.html", PAGE), put("b.txt", STORY)
        assert [getattr(item, "code", "") for item in read(page, text)] == ["RUN001", ""]
        monkeypatch.setattr("onrecord.stages.ingest._dates.to_iso", broken)
        lines = "\n".join(json.dumps({"text": STORY, **more}) for more in ({"published": "2026"}, {}))
        assert [getattr(item, "code", "") for item in read(put("c.jsonl", lines))] == ["RUN001", ""]

    def test_missing(self, tmp_path: Path) -> None:
        problem = refused("ING011", tmp_path / "none.txt")
        assert "No such file" in problem.message

    @pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
    def test_permission(self, put) -> None:
        path = put("a.txt", STORY)
        path.chmod(0)
        refused("ING011", path)

    def test_permission_denied_by_the_system(self, put, monkeypatch: pytest.MonkeyPatch) -> None:
        def closed(*_: object) -> None:
            raise PermissionError(13, "Permission denied")

        path = put("a.txt", STORY)
        monkeypatch.setattr("builtins.open", closed)
        assert "Permission denied" in refused("ING011", path).message

    def test_device(self) -> None:
        refused("ING002", "/dev/zero")

    def test_the_rest_is_processed(self, put, tmp_path: Path) -> None:
        found = read(put("a.txt", STORY), tmp_path / "none", put("b.txt", b"\x00\x01"), put("c.txt", STORY))
        assert [type(item) for item in found] == [Article, Problem, Problem, Article]

    def test_name_that_is_not_utf8(self, tmp_path: Path) -> None:
        path = os.fsencode(tmp_path) + b"/caf\xe9.txt"
        try:
            with open(path, "wb") as stream:
                stream.write(STORY.encode())
        except OSError:
            pytest.skip("this file system takes UTF-8 names only")
        article = one(os.fsdecode(path))
        assert article.origin is not None
        article.origin.encode("utf-8")


class TestEncoding:
    TEXT = "“Caf\u00e9 owners in Z\u00fcrich feared the worst – and got it,” said the mayor. " * 3

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
    def test_read_alike(self, put, encoding: str) -> None:
        assert one(put("a.txt", self.TEXT.encode(encoding))).text == self.TEXT

    def test_a_guess_is_said(self, put) -> None:
        article = one(put("a.txt", self.TEXT.encode("cp1252")))
        assert [(problem.code, "windows-1252" in problem.message) for problem in article.problems] == [("ING003", True)]
        assert one(put("b.txt", self.TEXT)).problems == ()

    def test_cyrillic(self, put) -> None:
        text = "Министерство обороны сообщило в понедельник, что учения завершены и войска вернулись. " * 6
        article = one(put("a.txt", text.encode("cp1251")))
        assert article.text == text
        assert article.language == "ru"

    def test_mixed(self, put) -> None:
        mixed = "Caf\u00e9 one – two.\n".encode() + "Caf\u00e9 three.\n".encode("cp1252")
        problem = refused("ING003", put("a.txt", mixed))
        assert "line 2" in problem.message

    def test_wrong_mark(self, put) -> None:
        refused("ING003", put("a.txt", codecs.BOM_UTF8 + b"caf\xe9 caf\xe9"))

    def test_half_of_a_pair_never_leaves(self, put) -> None:
        (item,) = read(put("a.json", '{"text": "half \\ud83d of a pair"}'))
        if isinstance(item, Article):
            item.text.encode("utf-8")


class TestJson:
    def test_fields(self, put) -> None:
        raw = {
            "id": "A-7",
            "text": f"{STORY}\r\n",
            "title": "Pier closed",
            "publisher": "Varnholm Post",
            "url": "https://post.example.org/2026/03/pier",
            "byline": "Jo Lind",
            "published": "2026-03-11T10:12:00+06:00",
        }
        article = one(put("a.json", json.dumps(raw)))
        assert {**raw} == {name: getattr(article, name) for name in raw}
        assert article.input_id == "A-7"
        assert article.absent.get("published") is None

    def test_other_names_and_shapes(self, put) -> None:
        raw = {
            "guid": 12,
            "headline": "Pier closed",
            "body": STORY,
            "authors": ["Jo Lind", {"name": "Per Holt"}],
            "source": {"id": None, "name": "Varnholm Post"},
            "publishedAt": 1773202320,
            "link": "https://post.example.org/x/y",
        }
        article = one(put("a.json", json.dumps(raw)))
        assert article.id == "12"
        assert (article.title, article.text, article.byline) == ("Pier closed", STORY, "Jo Lind, Per Holt")
        assert (article.publisher, article.published) == ("Varnholm Post", "2026-03-11T04:12:00Z")
        assert article.url == raw["link"]

    def test_ninjs_with_bodies(self, put) -> None:
        raw = {
            "uri": "urn:x:1",
            "headlines": [{"value": "Pier closed"}],
            "bodies": [{"contenttype": "text/html", "value": "<p>One thing.</p><p>Two &amp; more.</p>"}],
            "by": "Jo Lind",
            "versioncreated": "2026-03-11T10:00:00Z",
        }
        article = one(put("a.json", json.dumps(raw)))
        assert (article.id, article.title, article.text) == ("urn:x:1", "Pier closed", "One thing.\n\nTwo & more.")

    def test_lists_and_envelopes(self, put) -> None:
        items = [{"id": 1, "text": STORY}, {"id": 2, "text": STORY}]
        for value in (items, {"status": "ok", "articles": items}, {"title": "Feed", "items": items}):
            assert [item.id for item in read(put("a.json", json.dumps(value))) if isinstance(item, Article)] == [
                "1",
                "2",
            ]

    def test_own_record_is_read_again(self, put) -> None:
        first = one(put("a.json", json.dumps({"id": "7", "text": STORY, "published": "2026-03-11"})))
        record = {"article": codec.article_to_dict(first), "events": []}
        again = one(put("r.jsonl", json.dumps(record) + "\n"))
        assert (again.id, again.text, again.published) == ("7", STORY, "2026-03-11")

    @pytest.mark.parametrize(
        ("raw", "code", "words"),
        [
            ("{'text': 1}", "ING005", "malformed JSON"),
            ('{"text": "cut', "ING005", "malformed JSON"),
            ('{"title": "no text"}', "ING014", "has no text"),
            ('{"text": "  "}', "ING014", "is empty"),
            ('{"text": 7}', "ING013", "a number"),
            ('{"text": ["a", "b"]}', "ING013", "a list"),
            ('"only words"', "ING013", "a string"),
            ("[]", "ING001", "no article"),
            ("", "ING001", "empty"),
            ("[" * 100_000, "ING005", "JSON"),
        ],
    )
    def test_bad(self, put, raw: str, code: str, words: str) -> None:
        assert words in refused(code, put("a.json", raw)).message

    def test_field_of_a_wrong_type_is_left_out_and_said(self, put) -> None:
        article = one(put("a.json", json.dumps({"text": STORY, "title": 5, "id": True, "published": {"day": 1}})))
        assert article.title is None
        assert article.input_id is None
        assert [problem.code for problem in article.problems] == ["ING013"] * 3
        assert '"title" is a number' in " ".join(problem.message for problem in article.problems)

    def test_unreadable_time(self, put) -> None:
        article = one(put("a.json", json.dumps({"text": STORY, "published": "the day before"})))
        assert article.published is None
        assert article.absent["published"] == "unreadable"
        assert [problem.code for problem in article.problems] == ["ING013"]

    def test_lines_with_numbers_of_the_bad_ones(self, put) -> None:
        good = json.dumps({"text": STORY})
        path = put("a.jsonl", f"{good}\n{{bad\n\n{good}\r\n[1]\n{good}")
        found = read(path)
        assert [isinstance(item, Article) for item in found] == [True, False, True, False, True]
        assert [item.origin for item in found] == [f"{path}:{n}" for n in (1, 2, 4, 5, 6)]
        assert found[1].message.startswith(f"{path}:2: malformed JSON")

    def test_lines_of_wrong_encoding(self, put) -> None:
        good = json.dumps({"text": STORY}).encode()
        bad = '{"text": "Caf\u00e9 – one '.encode() + b'caf\xe9"}'
        found = read(put("a.ndjson", good + b"\n" + bad + b"\n" + good))
        assert [getattr(item, "code", "") for item in found] == ["", "ING003", ""]

    def test_lines_in_utf16(self, put) -> None:
        lines = "\n".join(json.dumps({"text": STORY, "id": n}) for n in range(3))
        assert [item.id for item in read(put("a.jsonl", lines.encode("utf-16")))] == ["0", "1", "2"]

    def test_a_line_over_the_limit_is_passed_over(self, put) -> None:
        good = json.dumps({"text": "Short words."})
        found = read(put("a.jsonl", f"{good}\n" + json.dumps({"text": "x" * 5000}) + f"\n{good}"), max_bytes=1000)
        assert [getattr(item, "code", "") for item in found] == ["", "ING009", ""]

    def test_lines_under_the_name_json(self, put) -> None:
        lines = "\n".join(json.dumps({"text": STORY, "id": n}) for n in range(3))
        assert [item.id for item in read(put("a.json", lines))] == ["0", "1", "2"]

    def test_short_first_lines(self, put) -> None:
        assert one(put("a.jsonl", "\n\n\n" + json.dumps({"text": STORY}))).text == STORY

    def test_memory_does_not_grow_with_the_lines(self, tmp_path: Path) -> None:
        path = tmp_path / "a.jsonl"
        line = json.dumps({"text": STORY * 20}) + "\n"

        def peak(count: int) -> int:
            path.write_text(line * count)
            tracemalloc.start()
            for item in Ingest(IngestConfig()).read([str(path)]):
                assert isinstance(item, Article)
            size = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
            return size

        peak(5)
        assert peak(100) < peak(20) + 20 * len(line)

    def test_articles_come_before_the_end_is_read(self, tmp_path: Path) -> None:
        if not hasattr(os, "mkfifo"):
            pytest.skip("no named pipes here")
        pipe = tmp_path / "pipe.jsonl"
        os.mkfifo(pipe)
        line = json.dumps({"text": STORY * 40}) + "\n"

        def write() -> None:
            with open(pipe, "w") as stream:
                stream.write(line * 50)

        Thread(target=write, daemon=True).start()
        found = list(itertools.islice(Ingest(IngestConfig()).read([str(pipe)]), 50))
        assert all(isinstance(item, Article) for item in found)


class TestStdin:
    @pytest.fixture
    def stdin(self, monkeypatch: pytest.MonkeyPatch):
        def give(data: bytes) -> list[Article | Problem]:
            reading, writing = os.pipe()
            Thread(target=lambda: (os.write(writing, data), os.close(writing)), daemon=True).start()
            monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(os.fdopen(reading, "rb")))
            return read("-")

        return give

    def test_lines(self, stdin) -> None:
        line = json.dumps({"text": STORY})
        assert [item.origin for item in stdin(f"{line}\n{line}\n".encode())] == ["-:1", "-:2"]

    def test_long_line(self, stdin) -> None:
        assert stdin(json.dumps({"text": STORY * 40}).encode())[0].text == STORY * 40

    def test_one_value(self, stdin) -> None:
        assert stdin(json.dumps({"text": STORY}, indent=2).encode())[0].text == STORY

    def test_a_bad_first_line(self, stdin) -> None:
        found = stdin(b'{"text": \n' + json.dumps({"text": STORY}).encode() + b"\n")
        assert [getattr(item, "code", "") for item in found] == ["ING005", ""]

    def test_page(self, stdin) -> None:
        assert "eastern pier" in stdin(PAGE.encode())[0].text

    def test_feed(self, stdin) -> None:
        assert stdin(RSS.encode())[0].title == "Pier closed"

    def test_text_and_gzip(self, stdin) -> None:
        assert stdin(STORY.encode())[0].text == STORY
        assert stdin(gzip.compress(STORY.encode()))[0].text == STORY

    def test_zip(self, stdin) -> None:
        assert stdin(zipped({"a.txt": STORY}))[0].text == STORY

    def test_empty(self, stdin) -> None:
        assert stdin(b"")[0].code == "ING001"


RSS = f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Varnholm Post</title><link>https://post.example.org/</link><language>en-gb</language>
<item><title>Pier closed</title><link>https://post.example.org/pier</link><guid>tag:1</guid>
<pubDate>Wed, 11 Mar 2026 10:12:00 +0600</pubDate><dc:creator>Jo Lind</dc:creator>
<description>Short.</description>
<content:encoded><![CDATA[<p>{STORY.split(chr(10))[0]}</p><p>Second &amp; last.</p><script>bad()</script>]]>
</content:encoded></item>
<item><title>Summary only</title><link>https://post.example.org/b</link>
<description>&lt;b&gt;Fog&lt;/b&gt; is expected.</description></item>
<item><title>Nothing</title><link>https://post.example.org/c</link></item>
</channel></rss>"""
ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Quay News</title><id>f</id>
<updated>2026-03-11T10:00:00Z</updated>
<entry><id>e1</id><title type="html">Pier &amp;amp; quay</title><link href="https://quay.example.org/1"/>
<published>2026-03-10T08:00:00+01:00</published><updated>2026-03-11T10:00:00Z</updated>
<content type="html">&lt;p&gt;The quay is open.&lt;/p&gt;</content><author><name>Per Holt</name></author></entry></feed>"""


class TestFeeds:
    def test_rss(self, put) -> None:
        path = put("a.rss", RSS)
        first, second, third = read(path)
        assert isinstance(first, Article)
        assert isinstance(second, Article)
        assert first.text == f"{STORY.split(chr(10))[0]}\n\nSecond & last."
        assert (first.id, first.title, first.byline) == ("tag:1", "Pier closed", "Jo Lind")
        assert (first.publisher, first.published) == ("Varnholm Post", "2026-03-11T10:12:00+06:00")
        assert first.origin == f"{path}:1"
        assert second.text == "Fog is expected."
        assert isinstance(third, Problem)
        assert third.code == "ING006"

    def test_atom(self, put) -> None:
        article = one(put("a.xml", ATOM))
        assert (article.text, article.title) == ("The quay is open.", "Pier & quay")
        assert (article.published, article.byline, article.id) == ("2026-03-10T08:00:00+01:00", "Per Holt", "e1")

    @pytest.mark.parametrize(
        "declaration",
        [
            '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/hostname">]>',
            '<!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY x "&a;&a;&a;">]>',
            '<!DOCTYPE rss SYSTEM "http://example.org/rss.dtd">',
        ],
    )
    def test_declarations_are_refused(self, put, declaration: str) -> None:
        bad = RSS.replace("<rss", f"{declaration}<rss", 1).replace("Short.", "&x;")
        refused("ING008", put("a.xml", bad))

    def test_malformed_with_entries_is_read_and_said(self, put) -> None:
        found = read(put("a.xml", ATOM.replace("</feed>", "")))
        assert [getattr(item, "code", "") for item in found] == ["", "ING008"]

    def test_malformed(self, put) -> None:
        refused("ING008", put("a.xml", "<rss><channel><item>"))

    def test_other_xml(self, put) -> None:
        refused("ING002", put("a.xml", "<?xml version='1.0'?><note><to>You</to></note>"))

    def test_xhtml(self, put) -> None:
        assert "eastern pier" in one(put("a.xml", PAGE.replace("<!doctype html>", "<?xml version='1.0'?>"))).text

    def test_no_entries(self, put) -> None:
        refused("ING001", put("a.xml", '<rss version="2.0"><channel><title>x</title></channel></rss>'))


def zipped(members: dict[str, str | bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return stream.getvalue()


class TestArchives:
    def test_zip_in_the_order_of_names(self, put) -> None:
        data = zipped(
            {"b/two.txt": STORY, "a.jsonl": json.dumps({"text": STORY}), "logo.png": b"\x89PNG", "c.html": PAGE}
        )
        path = put("a.zip", data)
        assert [item.origin for item in read(path)] == [f"{path}:a.jsonl:1", f"{path}:b/two.txt", f"{path}:c.html"]

    def test_a_bad_member_does_not_stop_the_rest(self, put) -> None:
        found = read(put("a.zip", zipped({"a.txt": STORY, "b.txt": b"\x00\x01", "c.txt": STORY})))
        assert [getattr(item, "code", "") for item in found] == ["", "ING002", ""]

    @pytest.mark.parametrize("name", ["../out.txt", "/etc/out.txt", "a/../../out.txt", "C:\\out.txt", "..\\out.txt"])
    def test_member_that_leaves_its_folder(self, put, name: str) -> None:
        found = read(put("a.zip", zipped({name: STORY, "in.txt": STORY})))
        assert sorted(getattr(item, "code", "") for item in found) == ["", "ING007"]

    def test_member_that_is_a_link(self, put) -> None:
        entry = zipfile.ZipInfo("link.txt")
        entry.external_attr = 0o120777 << 16
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            archive.writestr(entry, "/etc/hostname")
        refused("ING007", put("a.zip", stream.getvalue()))

    def test_bomb(self, put) -> None:
        assert "over 100 times" in refused("ING007", put("a.zip", zipped({"a.txt": b"a" * 3_000_000}))).message
        refused("ING007", put("a.txt.gz", gzip.compress(b"a" * 3_000_000)))

    def test_bomb_in_lines_stops(self, put) -> None:
        line = json.dumps({"text": "word " * 2000}).encode() + b"\n"
        *articles, last = read(put("a.jsonl.gz", gzip.compress(line * 500)))
        assert isinstance(last, Problem)
        assert last.code == "ING007"
        assert len(articles) < 500

    def test_nested(self, put) -> None:
        inner = zipped({"a.txt": STORY})
        assert "inside an archive" in refused("ING007", put("a.zip", zipped({"in.zip": inner}))).message
        refused("ING007", put("b.zip.gz", gzip.compress(inner)))
        refused("ING007", put("c.txt.gz.gz", gzip.compress(gzip.compress(STORY.encode()))))

    def test_gzip_in_zip(self, put) -> None:
        path = put("a.zip", zipped({"a.txt.gz": gzip.compress(STORY.encode())}))
        assert one(path).text == STORY

    def test_gzip(self, put) -> None:
        lines = "\n".join(json.dumps({"text": STORY, "id": n}) for n in range(3))
        assert [item.id for item in read(put("a.jsonl.gz", gzip.compress(lines.encode())))] == ["0", "1", "2"]
        assert one(put("a.txt.gz", gzip.compress(STORY.encode()))).text == STORY

    def test_truncated_gzip(self, put) -> None:
        data = gzip.compress(os.urandom(2000).hex().encode())
        problem = refused("ING004", put("a.txt.gz", data[: len(data) // 2]))
        assert "ends too early" in problem.message

    def test_truncated_lines_keep_what_came_before(self, put) -> None:
        lines = b"".join(json.dumps({"text": f"{os.urandom(4000).hex()}"}).encode() + b"\n" for _ in range(30))
        data = gzip.compress(lines)
        found = read(put("a.jsonl.gz", data[: len(data) // 2]))
        assert isinstance(found[0], Article)
        assert found[-1].code == "ING004"

    @pytest.mark.parametrize("data", [b"PK\x03\x04broken", b"not gzip at all"])
    def test_damaged(self, put, data: bytes) -> None:
        refused("ING004", put("a.zip" if data.startswith(b"PK") else "a.gz", data))

    def test_damaged_member(self, put) -> None:
        data = bytearray(zipped({"a.txt": STORY * 3}))
        at = data.index(b"a.txt") + 40
        data[at : at + 10] = b"\xff" * 10
        refused("ING004", put("a.zip", bytes(data)))

    def test_empty_zip(self, put) -> None:
        refused("ING001", put("a.zip", zipped({})))
        assert "1 of other kinds" in refused("ING001", put("b.zip", zipped({"a.png": b"\x89PNG"}))).message


def warc(pages: list[tuple[str, str, str]], gzipped: bool = True) -> bytes:
    """A WARC file of (url, status line, body)."""
    stream = io.BytesIO()
    writer = WARCWriter(stream, gzip=gzipped)
    for url, status, body in pages:
        headers = StatusAndHeaders(status, [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
        record = writer.create_warc_record(
            url, "response", payload=io.BytesIO(body.encode()), http_headers=headers,
            warc_headers_dict={"WARC-Date": "2026-03-12T01:02:03Z"},
        )  # fmt: skip
        writer.write_record(record)
    return stream.getvalue()


class TestWarc:
    @pytest.mark.parametrize("gzipped", [True, False])
    def test_pages(self, put, gzipped: bool) -> None:
        data = warc(
            [
                ("https://post.example.org/pier", "200 OK", PAGE),
                ("https://post.example.org/gone", "404 Not Found", PAGE),
                ("https://post.example.org/b", "200 OK", "<html><body></body></html>"),
                ("https://post.example.org/c", "200 OK", PAGE),
            ],
            gzipped,
        )
        found = read(put("a.warc.gz" if gzipped else "a.warc", data))
        assert [getattr(item, "code", "") for item in found] == ["", "ING006", ""]
        assert isinstance(found[0], Article)
        assert found[0].url == "https://post.example.org/pier"
        assert found[0].retrieved == "2026-03-12T01:02:03Z"
        assert found[0].published is None

    def test_truncated(self, put) -> None:
        data = warc([("https://post.example.org/1", "200 OK", PAGE)] * 3)
        found = read(put("a.warc.gz", data[: len(data) - 300]))
        assert found[-1].code == "ING004"
        assert isinstance(found[0], Article)

    def test_no_pages_and_no_warc(self, put) -> None:
        refused("ING006", put("a.warc", warc([("https://post.example.org/1", "404 Not Found", PAGE)], False)))
        refused("ING004", put("b.warc", "This is no WARC file."))
        refused("ING001", put("c.warc", ""))


class TestFolders:
    def test_recursive_and_sorted(self, put, tmp_path: Path) -> None:
        for name in ("b/z.txt", "b/a.txt", "a.txt", "c.JSON", ".hidden.txt", ".git/x.txt", "pic.png"):
            put(name, json.dumps({"text": STORY}) if name.endswith("JSON") else STORY)
        origins = [Path(str(item.origin)).relative_to(tmp_path).as_posix() for item in read(tmp_path)]
        assert origins == ["a.txt", "b/a.txt", "b/z.txt", "c.JSON"]

    def test_nothing_to_read(self, put, tmp_path: Path) -> None:
        (tmp_path / "empty").mkdir()
        assert "no file in it" in refused("ING011", tmp_path / "empty").message
        put("other/pic.png", b"\x89PNG")
        assert "1 of other kinds" in refused("ING011", tmp_path / "other").message

    def test_links_that_loop(self, put, tmp_path: Path) -> None:
        put("a/a.txt", STORY)
        (tmp_path / "a" / "up").symlink_to(tmp_path)
        (tmp_path / "a" / "again").symlink_to(tmp_path / "a")
        (tmp_path / "self.txt").symlink_to(tmp_path / "self.txt")
        (tmp_path / "z").symlink_to(tmp_path / "a")
        found = read(tmp_path)
        assert sum(isinstance(item, Article) for item in found) == 1
        assert [item.code for item in found if isinstance(item, Problem)] == ["ING011"] * 3

    @pytest.mark.skipif(os.geteuid() == 0, reason="root may enter every folder")
    def test_closed_folder(self, put, tmp_path: Path) -> None:
        put("a.txt", STORY)
        put("shut/b.txt", STORY)
        (tmp_path / "shut").chmod(0)
        try:
            found = read(tmp_path)
        finally:
            (tmp_path / "shut").chmod(0o700)
        assert sorted(getattr(item, "code", "") for item in found) == ["", "ING011"]

    def test_deep(self, tmp_path: Path) -> None:
        deep = tmp_path.joinpath(*["d"] * 200)
        deep.mkdir(parents=True)
        (deep / "a.txt").write_text(STORY)
        assert one(tmp_path).text == STORY


class Handler(BaseHTTPRequestHandler):
    """A small site of our own."""

    def do_GET(self) -> None:
        status, kind, body = {
            "/page": (200, "text/html; charset=utf-8", PAGE.encode()),
            "/latin": (200, "text/html; charset=iso-8859-1", PAGE.replace("Nobody", "Café").encode("cp1252")),
            "/feed": (200, "application/rss+xml", RSS.encode()),
            "/data": (200, "application/json", json.dumps({"text": STORY}).encode()),
            "/big": (200, "text/html", b"x" * 50_000),
        }.get(self.path, (404, "text/html", b"gone"))
        if self.path == "/moved":
            self.send_response(302)
            self.send_header("Location", "/page")
            self.end_headers()
            return
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing on stderr."""


@pytest.fixture
def site(socket_enabled: None) -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


class TestAddresses:
    def test_page(self, site: str) -> None:
        article = one(f"{site}/page")
        assert "eastern pier" in article.text
        assert article.url == f"{site}/page"
        assert article.origin == f"{site}/page"
        assert article.retrieved is not None
        assert article.published is None

    def test_kinds_encodings_and_redirects(self, site: str) -> None:
        assert "Café was hurt" in one(f"{site}/latin").text
        assert read(f"{site}/feed")[0].title == "Pier closed"
        assert one(f"{site}/data").text == STORY
        assert one(f"{site}/moved").url == f"{site}/page"

    def test_failures(self, site: str) -> None:
        assert "404" in refused("ING012", f"{site}/none").message
        refused("ING009", f"{site}/big", max_bytes=1000)

    def test_unreachable(self, socket_enabled: None) -> None:
        problem = refused("ING012", "http://127.0.0.1:9/x", timeout_s=2.0)
        assert "could not be fetched" in problem.message

    def test_offline_opens_nothing(self) -> None:
        assert "offline" in refused("ING012", "https://post.example.org/x", offline=True).message

    def test_other_schemes(self) -> None:
        refused("ING012", "ftp://post.example.org/x")
        refused("ING012", "file:///etc/hostname")


class TestLanguage:
    def test_other_language_is_kept_and_said(self, put) -> None:
        text = (
            "Der Hafenrat von Varnholm hat am Montag die östliche Mole gesperrt, nachdem dort zwei Fähren im dichten Nebel "
            "zusammengestoßen waren. Verletzt wurde niemand, teilte der Rat mit."
        )
        article = one(put("a.txt", text))
        assert (article.language, article.text) == ("de", text)
        assert [problem.code for problem in article.problems] == ["ING010"]


def test_importing_ingest_is_cheap() -> None:
    """No parser, model or network library is loaded before an input needs it."""
    import subprocess

    heavy = "trafilatura htmldate feedparser warcio urllib3 py3langid charset_normalizer lxml numpy"
    program = f"import sys, onrecord.stages.ingest; print([m for m in '{heavy}'.split() if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
