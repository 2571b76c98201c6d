"""Names of inputs to the bytes behind them, and bytes to the reader of their kind.

In: a name as the user gave it: a file, a folder, `-` or an address. Out: drafts and problems. The one idea: the ending of a
name decides the kind; where there is none (a stream, an address, an unknown ending) the first bytes do.

A folder is walked in the order of its names, hidden entries and files of other kinds left out; a link that leads back to a
folder already on the way is a problem, not a loop.
"""

from __future__ import annotations

import os
import re
import stat
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

from onrecord.config import IngestConfig
from onrecord.errors import InputError
from onrecord.records import Problem
from onrecord.stages.ingest import _archives
from onrecord.stages.ingest._draft import Blob, Draft, Found, as_problem, crash, failure, problem, read_all, scrub
from onrecord.stages.ingest._feeds import read_feed
from onrecord.stages.ingest._html import read_html
from onrecord.stages.ingest._json import is_json_object, read_json, read_jsonl
from onrecord.stages.ingest._text import decode, guess_note

ENDINGS = {
    ".txt": "text", ".text": "text", ".html": "html", ".htm": "html", ".xhtml": "html", ".json": "json",
    ".jsonl": "jsonl", ".ndjson": "jsonl", ".xml": "feed", ".rss": "feed", ".atom": "feed", ".rdf": "feed",
    ".warc": "warc", ".zip": "zip",
}  # fmt: skip
CONTENT_TYPES = {
    "text/html": "html", "application/xhtml+xml": "html", "application/json": "json", "application/ld+json": "json",
    "application/feed+json": "json", "application/x-ndjson": "jsonl", "application/rss+xml": "feed",
    "application/atom+xml": "feed", "application/xml": "feed", "text/xml": "feed", "application/zip": "zip",
    "application/warc": "warc", "text/plain": "text",
}  # fmt: skip
ADDRESS = re.compile(r"https?://", re.IGNORECASE)
HEAD = 4096
HTML_HEAD = re.compile(rb"\s*(?:<!--.*?-->\s*)?<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
FEED_HEAD = re.compile(rb"\s*(?:<\?xml|<rss\b|<feed\b|<rdf:RDF\b)", re.IGNORECASE)
ABSENT_REMEDY = "check the name"
IN_ZIP, IN_GZIP = 1, 2
"""Depths of archives around bytes. Gzip is opened in a zip archive; nothing else is opened in anything."""


def read_input(name: str, config: IngestConfig) -> Found:
    """Drafts and problems of one input; raises `InputError` where the whole of it, or the rest, cannot be read."""
    if name == "-":
        yield from read_blob(Blob(origin="-", name="-", stream=sys.stdin.buffer), config)
    elif ADDRESS.match(name):
        from onrecord.stages.ingest._fetch import fetch

        yield from read_blob(fetch(name, config), config)
    elif "://" in name:
        raise failure("ING012", name, "is an address of a kind that is not fetched", "give http, https or a file")
    else:
        yield from _read_path(name, config)


def _read_path(name: str, config: IngestConfig) -> Found:
    origin = shown(name)
    try:
        mode = os.stat(name).st_mode
        if stat.S_ISDIR(mode):
            yield from _read_folder(name, config)
            return
        if not (stat.S_ISREG(mode) or stat.S_ISFIFO(mode)):
            raise failure("ING002", origin, "is a device or a socket", "give a file, a folder or a pipe")
        with open(name, "rb") as stream:
            size = os.fstat(stream.fileno()).st_size if stat.S_ISREG(mode) else None
            yield from read_blob(Blob(origin=origin, name=origin, stream=stream, size=size), config)
    except (OSError, ValueError) as error:
        reason = f"cannot be opened ({getattr(error, 'strerror', None) or error})"
        raise failure("ING011", origin, reason, ABSENT_REMEDY) from error


def shown(name: str) -> str:
    """A file's name as it can be printed and written: undecodable bytes replaced."""
    return scrub(name)


def _read_folder(folder: str, config: IngestConfig) -> Found:
    others, read = 0, 0
    for path in walk(folder):
        if isinstance(path, Problem):
            yield path
        elif kind_of_name(path) is None:
            others += 1
        else:
            read += 1
            yield from guarded(shown(path), partial(_read_path, path, config))
    if not read:
        reason = f"has no file of a kind that is read ({others} of other kinds)" if others else "has no file in it"
        remedy = "give text, HTML, JSON, JSON lines, RSS, Atom, WARC, zip or gzip files"
        raise failure("ING011", shown(folder), reason, remedy)


def guarded(origin: str, read: Callable[[], Found]) -> Found:
    """What the reader yields; its failure becomes a problem, and the caller goes on."""
    try:
        yield from read()
    except InputError as error:
        yield as_problem(error)
    except Exception as error:
        yield crash(origin, error)


def walk(folder: str) -> Iterator[str | Problem]:
    """Paths of the files below a folder, in the order of their names; problems for what cannot be entered.

    A folder is entered once, however many links lead to it.
    """
    entered: set[tuple[int, int]] = set()
    way: list[tuple[tuple[int, int], Iterator[os.DirEntry[str]]]] = []
    todo: str | None = folder
    while todo is not None or way:
        if todo is not None:
            opened = _entered(todo, entered, [key for key, _ in way])
            if isinstance(opened, Problem):
                yield opened
            elif opened is not None:
                way.append(opened)
            todo = None
            continue
        entry = next(way[-1][1], None)
        if entry is None:
            way.pop()
        elif entry.name.startswith("."):
            continue
        elif entry.is_symlink() and not os.path.exists(entry.path):
            yield problem("ING011", shown(entry.path), "is a link that leads nowhere", "remove the link")
        elif entry.is_dir():
            todo = entry.path
        else:
            yield entry.path


def _entered(
    folder: str, entered: set[tuple[int, int]], above: list[tuple[int, int]]
) -> tuple[tuple[int, int], Iterator[os.DirEntry[str]]] | Problem | None:
    """The folder's key and entries; a problem if it cannot be read or leads back; None if it was read before."""
    try:
        status = os.stat(folder)
        key = (status.st_dev, status.st_ino)
        if key in above:
            return problem("ING011", shown(folder), "is a link that leads back to a folder above it", "remove the link")
        if key in entered:
            return None
        entered.add(key)
        return key, iter(sorted(os.scandir(folder), key=lambda entry: entry.name))
    except OSError as error:
        return problem("ING011", shown(folder), f"cannot be opened ({error.strerror})", "check its permissions")


def kind_of_name(name: str) -> str | None:
    """The kind that the ending stands for; None for no or another ending."""
    lowered = name.lower()
    if lowered.endswith(".warc.gz"):
        return "warc"
    ending = os.path.splitext(lowered)[1]
    if ending == ".gz":
        return "gzip"
    return ENDINGS.get(ending)


def read_blob(blob: Blob, config: IngestConfig, depth: int = 0) -> Found:
    """Drafts and problems of bytes, by their kind; `depth` says in which archive they are."""
    head, stream = _archives.head_of(blob.stream, HEAD)
    blob = replace(blob, stream=stream)
    if not head:
        raise failure("ING001", blob.origin, "is empty", "give a file with text in it")
    kind = kind_of(blob, head)
    if kind == "gzip":
        if depth > IN_ZIP:
            raise nested(blob)
        yield from read_blob(_archives.gunzipped(blob, config), config, IN_GZIP)
    elif kind == "zip":
        if depth:
            raise nested(blob)
        yield from _read_zip(blob, config)
    else:
        yield from READERS[kind](blob, config)


def nested(blob: Blob) -> InputError:
    """The error of an archive inside an archive."""
    return failure("ING007", blob.origin, "is an archive inside an archive", "unpack the outer one and give the inner")


def _read_zip(blob: Blob, config: IngestConfig) -> Found:
    read, others = 0, 0
    for member in _archives.members(blob, config):
        if isinstance(member, Problem):
            read += 1
            yield member
        elif os.path.basename(member.name).startswith(".") or "__MACOSX/" in member.name:
            continue
        elif kind_of_name(member.name) is not None or _archives.is_nested_archive(member.name, b""):
            read += 1
            yield from guarded(member.origin, partial(read_blob, member, config, IN_ZIP))
        else:
            others += 1
    if not read:
        reason = f"has no file of a kind that is read ({others} of other kinds)" if others else "is an empty archive"
        raise failure("ING001", blob.origin, reason, "pack text, HTML, JSON, feeds or WARC files")


def kind_of(blob: Blob, head: bytes) -> str:
    """The kind by magic bytes, by the name's ending, by the stated content type, or by how the text begins."""
    if head.startswith(b"PK\x03\x04") or (head.startswith(b"PK\x05\x06")):
        return "zip"
    named = kind_of_name(blob.name)
    if head.startswith(b"\x1f\x8b"):
        return "warc" if named == "warc" else "gzip"
    if head.startswith(b"WARC/"):
        return "warc"
    stated = CONTENT_TYPES.get(blob.content_type or "")
    if stated in ("html", "feed"):
        return stated
    if named == "gzip" and not head.startswith(b"\x1f\x8b"):
        return "gzip"
    return named or stated or sniffed(head)


def sniffed(head: bytes) -> str:
    """The kind of a stream without a name, from how it begins."""
    head = head.removeprefix(b"\xef\xbb\xbf")
    if HTML_HEAD.match(head):
        return "html"
    if FEED_HEAD.match(head):
        return "html" if re.search(rb"<html\b", head, re.IGNORECASE) else "feed"
    start = head.lstrip()
    if start.startswith(b"{"):
        first, newline, rest = start.partition(b"\n")
        if not newline:  # one line: of many, if it is cut off here, and else the whole
            return "jsonl" if len(head) >= HEAD else "json"
        return "jsonl" if is_json_object(first) and rest.strip() else "json"
    return "json" if re.match(rb"\[\s*(?:\{|\])", start) else "text"


def read_text(blob: Blob, config: IngestConfig) -> Found:
    """The draft of a plain text: the input verbatim."""
    if blob.size is not None and blob.size > 4 * config.max_chars + 4:  # no encoding has more than four bytes a letter
        raise too_long(blob.origin, config)
    decoded = decode(read_all(blob, config.max_bytes), blob.origin, blob.charset)
    notes = guess_note(blob.origin, decoded.guessed)
    yield Draft(origin=blob.origin, text=decoded.text, url=blob.url, retrieved=blob.retrieved, problems=notes)


def too_long(origin: str, config: IngestConfig) -> InputError:
    """The error of a text over the limit."""
    reason = f"the text is longer than {config.max_chars} characters"
    return failure("ING009", origin, reason, "split it into articles, or raise max_chars under [ingest]")


READERS: dict[str, Callable[[Blob, IngestConfig], Found]] = {
    "text": read_text,
    "html": read_html,
    "json": read_json,
    "jsonl": read_jsonl,
    "feed": read_feed,
    "warc": _archives.read_warc,
}
