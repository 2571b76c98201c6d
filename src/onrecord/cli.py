"""The command line: parse, call one library function, print.

In: arguments. Out: data on stdout, talk on stderr. The one idea: each command is a few lines over `api` and `Store`; what can go
wrong is turned into one line and an exit status in one place, `Commands`: 0 done, 1 an input or a file failed, 2 the
command itself is wrong, 130 interrupted. Heavy modules are imported inside the commands, so that `--help` is immediate.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from onrecord.errors import InputError, OnRecordError, UsageError
from onrecord.version import __version__

if TYPE_CHECKING:
    from onrecord.config import Config
    from onrecord.link_report import LinkReport
    from onrecord.records import Problem, Record

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 110}
SQLITE = b"SQLite format 3\0"
AGAIN = "give the same command again to go on"
DATABASE = "to keep what is done: onrecord build DB INPUT..., then onrecord link DB"
FAILED = frozenset({"ING013", "RUN002"})
"""Problems at ingest that do not make an input a failed one: a field or a component was left out."""


class Commands(click.Group):
    """The group of commands, with the one place where errors become a line and an exit status."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
            return result
        except KeyboardInterrupt:
            ctx.exit(130)
        except BrokenPipeError:  # whoever read stdout has what it wanted
            _drop_output()
            ctx.exit(0)
        except UsageError as error:
            say(str(error))
            ctx.exit(2)
        except InputError as error:
            say(_named(error.origin, str(error)))
            ctx.exit(1)
        except OnRecordError as error:
            say(str(error))
            ctx.exit(1)

    def main(self, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().main(*args, **kwargs)
        except OSError as error:
            sys.exit(_output_failed(error))


def say(message: str) -> None:
    """One line of talk."""
    click.echo(f"onrecord: {' '.join(message.split())}", err=True)


def _output_failed(error: OSError) -> int:
    """Exit status after stdout could not be written; whatever else failed is raised again, for it is a bug."""
    if error.filename is None and error.errno in (errno.ENOSPC, errno.EIO, errno.EBADF, errno.EDQUOT, errno.EFBIG):
        _drop_output()
        say(f"standard output: {error.strerror}; free some space or write somewhere else")
        return 1
    raise error


def _named(name: str, message: str) -> str:
    """The message after the input's name, once."""
    return message if message.startswith(f"{name}: ") else f"{name}: {message}"


def _drop_output() -> None:
    """Point stdout at nothing, so that what is still buffered does not fail again when Python exits."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):
        return


def _is_failure(code: str) -> bool:
    return (code.startswith("ING") and code not in FAILED) or code == "RUN001"


def _config(path: Path | None, offline: bool = False) -> Config:
    from onrecord import api, config

    settings = config.load(path)
    return api.offline(settings) if offline else settings


class Talk:
    """Says on stderr what failed, and remembers that something did."""

    def __init__(self) -> None:
        self.failed = False
        self._said: set[str] = set()

    def problem(self, name: str, problem: Problem) -> None:
        """One line; a missing component is named once, not for every article."""
        self.failed = self.failed or _is_failure(problem.code)
        if problem.code != "RUN002" or problem.message not in self._said:
            self._said.add(problem.message)
            say(_named(problem.origin or name, problem.message))

    def record(self, record: Record) -> None:
        """What went wrong with an article that was kept all the same."""
        for problem in record.problems:
            if problem.code.startswith(("ING", "RUN")):
                self.problem(record.article.origin or record.article.id, problem)

    def records(self, found: Iterable[Record | Problem]) -> Iterator[Record]:
        """The records; the rest is talk."""
        from onrecord.records import Record

        for item in found:
            if isinstance(item, Record):
                self.record(item)
                yield item
            else:
                self.problem("input", item)


Printer = Callable[[Iterable["Record"]], Iterator[str]]


def _as_text(records: Iterable[Record]) -> Iterator[str]:
    from onrecord import report

    color = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    for number, record in enumerate(records):
        yield ("\n\n" if number else "") + report.render_text(record, color=color).rstrip("\n") + "\n"


def _as_jsonl(records: Iterable[Record]) -> Iterator[str]:
    return (record.to_json() + "\n" for record in records)


def _as_json(records: Iterable[Record]) -> Iterator[str]:
    """One array, written as it grows."""
    yield "["
    for number, record in enumerate(records):
        yield (",\n" if number else "\n") + json.dumps(record.to_dict(), ensure_ascii=False, indent=1)
    yield "\n]\n"


PRINTERS: dict[str, Printer] = {"text": _as_text, "json": _as_json, "jsonl": _as_jsonl}


def _print(pieces: Iterable[str]) -> None:
    """Write each piece as soon as it is there."""
    for piece in pieces:
        sys.stdout.write(piece)
        sys.stdout.flush()


def _print_lines(lines: Iterable[str]) -> None:
    _print(line + "\n" for line in lines)


config_option = click.option(
    "--config", "config_file", type=click.Path(path_type=Path), metavar="FILE", help="TOML file of settings."
)
offline_option = click.option("--offline", is_flag=True, help="Never open a network connection.")
inputs_argument = click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")


def _format_option(*formats: str) -> Callable[[Any], Any]:
    return click.option(
        "--format", "form", type=click.Choice(formats), default=formats[0], show_default=True, help="What to print."
    )


@click.group(cls=Commands, context_settings=CONTEXT)
@click.version_option(__version__, prog_name="onrecord", message="%(prog)s %(version)s")
def main() -> None:
    """Read news reports and write down who did what to whom, when, where, and according to whom.

    INPUT is a file (.txt .html .json .jsonl .xml .warc .gz .zip), a folder of these, an http(s) address, or - for
    standard input. Data goes to standard output, everything else to standard error.
    """


@main.command()
@inputs_argument
@_format_option("text", "json", "jsonl")
@config_option
@offline_option
@click.option("--published", metavar="ISO", help="Publication time of articles that do not say theirs (ISO 8601).")
def read(inputs: tuple[str, ...], form: str, config_file: Path | None, offline: bool, published: str | None) -> None:
    """Print the record of each article: a report to read, or JSON.

    jsonl is one object a line, json one array; both are written while the articles are read.
    """
    from onrecord import api

    talk = Talk()
    found = api.read_many(inputs, published=_moment(published), config=_config(config_file, offline))
    _print(PRINTERS[form](talk.records(found)))
    sys.exit(1 if talk.failed else 0)


def _moment(published: str | None) -> str | None:
    """The time as given, checked."""
    from onrecord.store import instant

    if published is not None and instant(published) is None:
        raise UsageError(f"--published {published!r} is no ISO 8601 time; write it like 2026-03-11T10:00:00+01:00")
    return published


@main.command()
@click.argument("db", type=click.Path(dir_okay=False))
@inputs_argument
@config_option
@offline_option
def build(db: str, inputs: tuple[str, ...], config_file: Path | None, offline: bool) -> None:
    """Read the inputs into the database DB; articles that are there already are skipped."""
    from onrecord import api
    from onrecord.store import Store

    talk = Talk()
    progress = Progress(talk, inputs)

    def said() -> str:
        return f"{db}: stopped; {progress.kept} articles were added and are kept; {AGAIN}"

    with Store(db) as store, _stoppable(progress, said):
        done = api.build(store, progress.inputs(), config=_config(config_file, offline), progress=progress.step)
    say(f"{db}: {done}")
    sys.exit(1 if talk.failed else 0)


class Bar:
    """A bar on stderr, if that is a terminal."""

    WIDTH = 20

    def __init__(self) -> None:
        self._shown = sys.stderr.isatty()

    def draw(self, done: int, of: int, rest: str) -> None:
        """The bar in place of what stands on the line."""
        if self._shown:
            full = self.WIDTH * done // max(1, of)
            click.echo(f"\r\x1b[K[{'#' * full}{'-' * (self.WIDTH - full)}] {done}/{of} {rest}", err=True, nl=False)

    def wipe(self) -> None:
        """Clear the line."""
        if self._shown:
            click.echo("\r\x1b[K", err=True, nl=False)


class Progress:
    """How many of the inputs were begun, and what became of the articles so far; then how far linking is."""

    def __init__(self, talk: Talk, inputs: Sequence[str]) -> None:
        self._talk, self._inputs = talk, inputs
        self._begun = 0
        self._counts: dict[str, int] = {}
        self._percent: tuple[str, int] = ("", 0)
        self._bar = Bar()
        self.wipe = self._bar.wipe

    def inputs(self) -> Iterator[str]:
        """The inputs, counted as they are begun."""
        for name in self._inputs:
            yield name
            self._begun += 1

    @property
    def kept(self) -> int:
        """Articles that are now in the database."""
        return self._counts.get("added", 0) + self._counts.get("recoded", 0)

    def step(self, outcome: str, item: Any) -> None:
        """One more article or failed input."""
        from onrecord.records import Problem, Record

        self._counts[outcome] = self._counts.get(outcome, 0) + 1
        self.wipe()
        if isinstance(item, Problem):
            self._talk.problem("input", item)
        elif isinstance(item, Record):
            self._talk.record(item)
        counts = ", ".join(f"{count} {name}" for name, count in self._counts.items())
        self._bar.draw(self._begun, len(self._inputs), f"inputs; {counts}")

    def linking(self, step: str, done: int, of: int) -> None:
        """So much of a step of linking is done; drawn when the percentage changes."""
        percent = (step, 100 * done // max(1, of))
        if percent != self._percent:
            self._percent = percent
            self._bar.draw(done, of, STEPS.get(step, step))


STEPS = {"reading": "articles read for linking", "placing": "articles placed", "linking": "groups of reports linked"}


@contextmanager
def _stoppable(progress: Progress, said: Callable[[], str]) -> Iterator[None]:
    """Say after Ctrl-C what is kept and how to go on."""
    try:
        yield
    except KeyboardInterrupt:
        progress.wipe()
        say(said())
        raise
    finally:
        progress.wipe()


@main.command()
@inputs_argument
@_format_option("text", "json")
@config_option
@offline_option
def link(inputs: tuple[str, ...], form: str, config_file: Path | None, offline: bool) -> None:
    """What is known across articles: incidents, their independent sources, disputes.

    INPUT... is one database made by `onrecord build`, or anything that `onrecord read` takes. A database keeps what is linked, so
    that it can be stopped with Ctrl-C and goes on where it was.
    """
    from onrecord import incident_views

    talk = Talk()
    report = _linked(inputs, _config(config_file, offline), talk)
    _print_lines([report.to_json()] if form == "json" else incident_views.links(report, **_screen()))
    sys.exit(1 if talk.failed else 0)


def _screen() -> dict[str, Any]:
    """Width and colours of the terminal; where stdout is none always the same width, and no colours."""
    from onrecord import incident_views, report

    is_terminal = sys.stdout.isatty()
    size = shutil.get_terminal_size((incident_views.WIDTH, 24))
    return {
        "width": size.columns if is_terminal else incident_views.WIDTH,
        "paint": report.Paint(is_terminal and "NO_COLOR" not in os.environ),
    }


def _linked(inputs: tuple[str, ...], config: Config, talk: Talk) -> LinkReport:
    """Of the database, if the one input is one, else of the inputs."""
    from onrecord import api
    from onrecord.store import Store

    progress = Progress(talk, inputs)
    if len(inputs) == 1 and _is_database(inputs[0]):
        is_kept = _is_writable(inputs[0])
        said = (
            f"what is linked so far is kept; {AGAIN}" if is_kept else "nothing is kept, since it cannot be written here"
        )
        with (
            Store(inputs[0], read_only=not is_kept) as store,
            _stoppable(progress, lambda: f"{inputs[0]}: stopped; {said}"),
        ):
            return api.link(store, config=config, linking=progress.linking)
    with _stoppable(progress, lambda: f"stopped; nothing is kept; {DATABASE}"):
        return api.link(progress.inputs(), config=config, progress=progress.step, linking=progress.linking)


def _is_writable(name: str) -> bool:
    """Whether a database can be written where it lies: SQLite makes files beside it."""
    return os.access(name, os.W_OK) and os.access(os.path.dirname(os.path.abspath(name)), os.W_OK)


def _is_database(name: str) -> bool:
    try:
        with open(name, "rb") as file:
            return file.read(len(SQLITE)) == SQLITE
    except (OSError, ValueError):
        return False


@main.command()
@click.argument("db")
@click.argument("query", default="")
@click.option(
    "--actor", metavar="NAME|CODE", help="An actor or recipient: part of the name, a country or a sector code."
)
@click.option("--type", "event_type", metavar="TYPE", help="PLOVER event type, e.g. ASSAULT.")
@click.option("--since", metavar="DAY", help="Events on or after this ISO day.")
@click.option("--until", metavar="DAY", help="Events on or before this ISO day.")
@click.option("--place", metavar="NAME|CODE", help="Part of the place's name, or a country code.")
@click.option(
    "--source", metavar="NAME|CODE", help="Who says so: part of the name, a country code, or a kind of source."
)
@_format_option("text", "json", "jsonl")
def search(db: str, query: str, form: str, **filters: str | None) -> None:
    """Find articles by words (all of them, "a phrase", begin*, this OR that) and by what their events say."""
    from onrecord import text_views
    from onrecord.store import Store

    with Store(db, read_only=True) as store:
        found = store.search(query, _search(**filters))
    _print_lines(text_views.hits(found) if form == "text" else _dumped([asdict(hit) for hit in found], form))


def _search(**filters: str | None) -> Any:
    """The filters, checked."""
    from datetime import date
    from typing import get_args

    from onrecord.records import EventType
    from onrecord.store import Search

    wanted = filters["event_type"]
    if wanted is not None and wanted.upper() not in get_args(EventType):
        raise UsageError(f"--type {wanted!r} is no PLOVER type; one of: {' '.join(get_args(EventType))}")
    for name in ("since", "until"):
        try:
            date.fromisoformat(filters[name] or "2000-01-01")
        except ValueError:
            raise UsageError(f"--{name} {filters[name]!r} is no day; write it like 2026-03-11") from None
    return Search(
        actor=filters["actor"],
        type=wanted,
        date_from=filters["since"],
        date_to=filters["until"],
        place=filters["place"],
        source=filters["source"],
    )


def _dumped(items: list[dict[str, Any]], form: str) -> list[str]:
    if form == "jsonl":
        return [json.dumps(item, ensure_ascii=False) for item in items]
    return [json.dumps(items, ensure_ascii=False, indent=1)]


@main.command()
@click.argument("db")
@click.argument("wanted", metavar="ID")
@_format_option("text", "json")
def explain(db: str, wanted: str, form: str) -> None:
    """Show an incident, event, attribution or article of the database: its words, the rules behind it, and who says so.

    ID is an id or the beginning of one; ARTICLE:ID where several articles have it. An incident is shown as a tree: who stands
    behind it and why they count, through which articles, copies and chains; who denies it; disputes and updates.
    """
    from onrecord import incident_views, text_views
    from onrecord.store import IncidentExplanation, Store

    with Store(db, read_only=True) as store:
        found = store.explain(wanted)
    if form == "json":
        _print_lines([found.to_json()])
    elif isinstance(found, IncidentExplanation):
        _print_lines(incident_views.tree(found, **_screen()))
    else:
        _print_lines(text_views.explanation(found))


@main.command()
@config_option
def stages(config_file: Path | None) -> None:
    """List the stages that an article goes through: version, what each reads and fills."""
    from onrecord import pipeline, text_views

    _print_lines(text_views.stage_table(pipeline.stages(_config(config_file))))


@main.command()
def schema() -> None:
    """Print the JSON Schema of a record."""
    from onrecord import codec

    _print_lines([json.dumps(codec.json_schema(), indent=1, ensure_ascii=False)])
