"""The command line: data on stdout, one line a failure on stderr, exit 0, 1, 2; never a traceback."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from onrecord import __version__, codec
from onrecord.cli import Progress, Talk, main

TEXT = "Police arrested nine people in Oslo on Monday, the mayor said."
TIME = "2026-05-04T10:00:00+02:00"
ENTRY = [sys.executable, "-m", "onrecord"]


def call(*args: str | Path, stdin: str | None = None) -> Result:
    return CliRunner().invoke(main, [str(arg) for arg in args], input=stdin)


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "raid.json"
    raw = {"id": "raid", "text": TEXT, "published": TIME, "publisher": "Gazette", "title": "A raid"}
    path.write_text(json.dumps(raw), encoding="utf-8")
    return path


@pytest.fixture
def database(tmp_path: Path, article: Path) -> Path:
    path = tmp_path / "x.db"
    result = call("build", path, article)
    assert result.exit_code == 0, result.stderr
    assert result.stdout == ""
    assert "1 articles added" in result.stderr
    return path


def test_version_and_help() -> None:
    assert call("--version").stdout == f"onrecord {__version__}\n"
    for command in ("read", "build", "link", "search", "explain", "stages", "schema"):
        assert command in call("--help").stdout
        assert call(command, "--help").exit_code == 0


def test_read_jsonl_is_one_record_a_line(article: Path) -> None:
    result = call("read", "--format", "jsonl", article, article)
    assert result.exit_code == 0
    assert result.stderr == ""
    records = [codec.decode(line) for line in result.stdout.splitlines()]
    assert [record.article.id for record in records] == ["raid", "raid"]


def test_read_json_is_one_array(article: Path) -> None:
    (raw,) = json.loads(call("read", "--format", "json", article).stdout)
    assert raw["article"]["publisher"] == "Gazette"


def test_read_prints_a_report(article: Path) -> None:
    result = call("read", article)
    assert result.exit_code == 0
    assert "A raid" in result.stdout
    assert "\x1b" not in result.stdout


def test_read_takes_standard_input_and_a_time() -> None:
    result = call("read", "--format", "jsonl", "--published", "2026-05-05T08:00:00+02:00", "-", stdin=TEXT)
    raw = json.loads(result.stdout)
    assert raw["article"]["text"] == TEXT
    assert raw["article"]["published"] == "2026-05-05T08:00:00+02:00"


def test_a_failed_input_is_one_line_and_the_rest_is_done(article: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty.txt"
    empty.write_text("")
    result = call("read", "--format", "jsonl", tmp_path / "none.txt", empty, article)
    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == 1
    lines = result.stderr.splitlines()
    assert len(lines) == 2
    assert lines[0].startswith(f"onrecord: {tmp_path / 'none.txt'}: ")
    assert lines[1].startswith(f"onrecord: {empty}: ")
    assert all("; " in line and line.count(str(tmp_path)) == 1 for line in lines)


def test_an_article_that_is_not_english_is_kept_and_named(tmp_path: Path) -> None:
    path = tmp_path / "de.txt"
    path.write_text(
        "Die Polizei hat am Montag in Hamburg neun Menschen festgenommen, sagte der Sprecher der Behörde. " * 4
    )
    result = call("read", "--format", "jsonl", path)
    assert result.exit_code == 1
    assert json.loads(result.stdout)["events"] == []
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    "args",
    [
        ["read"],
        ["read", "--format", "yaml", "x"],
        ["no-such-command"],
        ["read", "--published", "yesterday", "x"],
        ["read", "--config", "no-such-file.toml", "x"],
        ["search", "x.db", "--type", "RIOT"],
        ["search", "x.db", "--since", "March"],
    ],
)
def test_wrong_use_exits_2(args: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "x.db").write_bytes(b"")
    result = call(*args)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.strip()


def test_a_mistyped_setting_is_named(tmp_path: Path, article: Path) -> None:
    settings = tmp_path / "s.toml"
    settings.write_text("[ingest]\nmax_char = 3\n")
    result = call("read", "--config", settings, article)
    assert result.exit_code == 2
    assert "unknown field `max_char` - at `$.ingest`" in result.stderr


def test_a_setting_is_obeyed(tmp_path: Path, article: Path) -> None:
    settings = tmp_path / "s.toml"
    settings.write_text("[ingest]\nmax_chars = 3\n")
    result = call("read", "--config", settings, article)
    assert result.exit_code == 1
    assert "max_chars" in result.stderr


def test_build_skips_what_is_there(database: Path, article: Path) -> None:
    result = call("build", database, article)
    assert result.exit_code == 0
    assert "0 articles added, 0 coded anew, 1 unchanged" in result.stderr


def test_build_names_failures_and_goes_on(tmp_path: Path, article: Path) -> None:
    result = call("build", tmp_path / "y.db", tmp_path / "none.txt", article)
    assert result.exit_code == 1
    assert "none.txt: " in result.stderr
    assert "1 articles added, 0 coded anew, 0 unchanged, 1 inputs failed" in result.stderr


@pytest.mark.parametrize("args", [["build", "{}", "x"], ["search", "{}", "x"], ["explain", "{}", "x"]])
def test_a_file_that_is_no_database_is_one_line(tmp_path: Path, args: list[str]) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("not a database, only some notes " * 50)
    result = call(*[arg.format(path) for arg in args])
    assert result.exit_code == 1
    assert result.stderr.count("\n") == 1
    assert "notes.txt: is not a usable database" in result.stderr


def test_link_of_a_database_is_link_of_its_inputs(database: Path, article: Path) -> None:
    of_database = call("link", "--format", "json", database)
    assert of_database.exit_code == 0
    assert of_database.stdout == call("link", "--format", "json", article).stdout
    assert set(json.loads(of_database.stdout)) == {"copies", "relays", "incidents", "disputes", "updates"}
    assert call("link", database).stdout.startswith("1 incident, 0 in several reports")


def test_search_finds_by_words_and_filters(database: Path) -> None:
    assert "raid" in call("search", database, "police arrested").stdout
    (hit,) = json.loads(call("search", database, "police", "--format", "json").stdout)
    assert hit["article"] == "raid"
    assert json.loads(call("search", database, "police", "--source", "nobody at all", "--format", "json").stdout) == []
    assert call("search", database, "zebra").stdout.startswith("0 articles")


def test_explain_shows_an_article(database: Path) -> None:
    result = call("explain", database, "raid")
    assert result.exit_code == 0
    assert "publisher: Gazette" in result.stdout
    assert json.loads(call("explain", database, "raid", "--format", "json").stdout)["kind"] == "article"
    missing = call("explain", database, "zzz")
    assert missing.exit_code == 1
    assert "no incident, event, attribution or article has the id 'zzz'" in missing.stderr


def test_explain_shows_an_event_with_its_words_and_sources(database: Path) -> None:
    (hit,) = json.loads(call("search", database, "--type", "COERCE", "--format", "json").stdout)
    (event,) = hit["events"]
    assert event["trigger"] == "arrested"
    result = call("explain", database, event["id"][:8])
    assert result.exit_code == 0
    for words in (
        f"event {event['id']}: COERCE",
        "word: 7-15 'arrested'",
        "evidence: ",
        "rule ",
        "according to: ",
        "the mayor",
    ):
        assert words in result.stdout
    raw = json.loads(call("explain", database, event["id"], "--format", "json").stdout)
    assert raw["kind"] == "event"
    (said,) = raw["attributions"]
    shown = call("explain", database, said["id"]).stdout
    assert "source: " in shown
    assert f"event: {event['id']} COERCE" in shown


def test_explain_shows_an_incident_as_a_tree(database: Path) -> None:
    (incident,) = json.loads(call("link", "--format", "json", database).stdout)["incidents"]
    result = call("explain", database, incident["id"])
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0] == "COERCE, 4 May 2026, Oslo (NOR): 1 report, 1 publisher, 1 independent source; Admiralty 3"
    assert "  + the mayor [local authority, NOR] counts: " in result.stdout
    assert '          the mayor (asserts): "Police arrested nine people in Oslo on Monday"' in lines
    assert "\x1b" not in result.stdout
    (event,) = incident["events"]
    assert f"  incident: {incident['id']}" in call("explain", database, event["event"]).stdout.splitlines()
    raw = json.loads(call("explain", database, incident["id"], "--format", "json").stdout)
    assert (raw["kind"], raw["incident"]["id"]) == ("incident", incident["id"])
    missing = call("explain", database, "i0123456789")
    assert missing.exit_code == 1
    assert missing.stdout == ""
    assert missing.stderr == (
        f"onrecord: {database}: no incident, event, attribution or article has the id 'i0123456789'; find ids with:"
        f" onrecord search {database}, or onrecord link {database} for those of incidents\n"
    )


def test_linking_that_is_stopped_keeps_what_is_done_and_goes_on(
    database: Path, article: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from onrecord.stages.link import Link
    from onrecord.store import Store

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Link, "scene", stop)
        stopped = call("link", "--format", "json", database)
        of_inputs = call("link", article)
    assert (stopped.exit_code, of_inputs.exit_code) == (130, 130)
    assert stopped.stdout == of_inputs.stdout == ""
    again = "what is linked so far is kept; give the same command again to go on"
    assert stopped.stderr == f"onrecord: {database}: stopped; {again}\n"
    assert of_inputs.stderr.startswith(
        "onrecord: stopped; nothing is kept; to keep what is done: onrecord build DB INPUT"
    )
    with Store(database) as store:
        assert store.link_state(1).unread() == []
    gone_on = call("link", "--format", "json", database)
    assert gone_on.exit_code == 0
    assert gone_on.stdout == call("link", "--format", "json", article).stdout


def test_progress_of_linking_is_drawn_on_a_terminal_only(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for is_terminal, drawn in ((False, 0), (True, 101)):
        monkeypatch.setattr(sys.stderr, "isatty", lambda is_terminal=is_terminal: is_terminal)
        progress = Progress(Talk(), [])
        for done in range(1001):
            progress.linking("linking", done, 1000)
        said = capsys.readouterr().err
        assert said.count("groups of reports linked") == drawn
        assert ("[####################] 1000/1000 groups of reports linked" in said) == is_terminal
        assert "\n" not in said


def test_a_database_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    for args in (["search", "no.db", "x"], ["explain", "no.db", "x"]):
        result = call(args[0], tmp_path / args[1], args[2])
        assert result.exit_code == 1
        assert "make it with: onrecord build" in result.stderr
    assert not (tmp_path / "no.db").exists()


def test_stages_and_schema() -> None:
    assert "date_events" in call("stages").stdout
    assert json.loads(call("schema").stdout) == json.loads(json.dumps(codec.json_schema()))


# ---- what only a process shows ----
def run(*args: str | Path, **how: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*ENTRY, *map(str, args)], text=True, timeout=120, check=False, **how)  # type: ignore[call-overload, no-any-return]


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
@pytest.mark.parametrize("args", [["schema"], ["read", "--format", "jsonl", "{}"], ["--help"]])
def test_a_full_disk_under_stdout_is_one_line(article: Path, args: list[str]) -> None:
    with open("/dev/full", "w") as full:
        done = run(*[arg.format(article) for arg in args], stdout=full, stderr=subprocess.PIPE)
    assert done.returncode == 1
    assert (
        done.stderr == "onrecord: standard output: No space left on device; free some space or write somewhere else\n"
    )


def test_a_reader_that_goes_away_is_no_error() -> None:
    with subprocess.Popen([*ENTRY, "schema"], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(60) == 0


def test_ctrl_c_leaves_a_good_database_and_says_how_to_go_on(tmp_path: Path) -> None:
    lines = [json.dumps({"id": str(n), "text": f"{TEXT} It was raid number {n}. " * 30}) for n in range(3000)]
    corpus, database, settings = tmp_path / "c.jsonl", tmp_path / "x.db", tmp_path / "s.toml"
    corpus.write_text("\n".join(lines))
    settings.write_text("[runner]\nchunk_articles = 2\n")
    # A shell's background jobs ignore the signal, and so would what they start.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        process = subprocess.Popen(
            [*ENTRY, "build", "--config", settings, database, corpus], stderr=subprocess.PIPE, text=True
        )
    finally:
        signal.signal(signal.SIGINT, before)
    try:
        wait_for(lambda: database.exists() and _count(database) > 0)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=60)
    finally:
        process.kill()
    assert process.returncode == 130
    assert "stopped; " in said
    assert "give the same command again to go on" in said
    assert "Traceback" not in said
    assert 0 < _count(database) < 3000


def _count(database: Path) -> int:
    import sqlite3

    db = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    try:
        return int(db.execute("SELECT count(*) FROM article").fetchone()[0])
    except sqlite3.Error:
        return 0
    finally:
        db.close()


def wait_for(condition: Callable[[], bool], timeout_s: float = 90.0) -> None:
    end = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < end, "nothing happened"
        time.sleep(0.05)
