"""Zip, gzip and WARC: what is inside, one member or record at a time.

In: a blob that holds others. Out: the blobs inside (zip, gzip), or drafts of the pages (WARC). The one idea: an archive is
never believed. Bytes are counted as they come out, whatever its header says, and one that unpacks to more than `max_ratio`
times its size is given up; a member whose name would leave its folder is refused, although nothing is ever written to disk.
"""

from __future__ import annotations

import gzip
import io
import stat
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any, BinaryIO, cast

from onrecord.config import IngestConfig
from onrecord.errors import InputError
from onrecord.records import Problem
from onrecord.stages.ingest._draft import Blob, Found, as_problem, failure, problem, read_all
from onrecord.stages.ingest._html import read_html

DAMAGED_REMEDY = "fetch or pack it again"
BOMB_REMEDY = "unpack it yourself if you trust it, or raise max_ratio under [ingest]"
DAMAGE = (EOFError, zlib.error, gzip.BadGzipFile, zipfile.BadZipFile)
ARCHIVES = (".zip", ".tar", ".tgz", ".tar.gz", ".tar.bz2", ".tar.xz", ".7z", ".rar", ".jar", ".docx", ".epub")


class Counted(io.RawIOBase):
    """A stream that fails once more bytes came out of it than allowed, and that names a damaged archive."""

    def __init__(self, inner: Any, origin: str, allowed: int, ratio: int) -> None:
        self._inner, self._origin, self._left, self._ratio = inner, origin, allowed, ratio

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill the buffer; raises `InputError` for a bomb (ING007) and for damaged data (ING004)."""
        try:
            data = self._inner.read(len(buffer))
        except (*DAMAGE, RuntimeError, NotImplementedError) as error:
            raise failure("ING004", self._origin, f"is truncated or damaged ({_why(error)})", DAMAGED_REMEDY) from error
        self._left -= len(data)
        if self._left < 0:
            raise failure("ING007", self._origin, f"unpacks to over {self._ratio} times its size", BOMB_REMEDY)
        buffer[: len(data)] = data
        return len(data)


def _why(error: Exception) -> str:
    if isinstance(error, EOFError):
        return "it ends too early"
    return str(error) or type(error).__name__


def _counted(inner: Any, origin: str, size: int | None, config: IngestConfig) -> BinaryIO:
    allowed = config.max_ratio * size if size is not None else config.max_ratio * config.max_bytes
    return cast(BinaryIO, io.BufferedReader(Counted(inner, origin, allowed, config.max_ratio)))


def gunzipped(blob: Blob, config: IngestConfig) -> Blob:
    """The blob inside gzip data, as a stream."""
    name = blob.name[:-3] if blob.name.lower().endswith(".gz") else blob.name
    stream = _counted(gzip.GzipFile(fileobj=blob.stream, mode="rb"), blob.origin, blob.packed or blob.size, config)
    return Blob(origin=blob.origin, name=name, stream=stream, url=blob.url, retrieved=blob.retrieved)


def members(blob: Blob, config: IngestConfig) -> Iterator[Blob | Problem]:
    """The files of a zip archive, sorted by name; raises `InputError` for one that is damaged or a bomb."""
    stream = blob.stream if blob.stream.seekable() else io.BytesIO(read_all(blob, config.max_bytes))
    size = stream.seek(0, io.SEEK_END)
    stream.seek(0)
    try:
        with zipfile.ZipFile(stream) as archive:
            entries = sorted((i for i in archive.infolist() if not i.is_dir()), key=lambda i: i.filename)
            _check_ratio(blob.origin, sum(entry.file_size for entry in entries), size, config)
            yield from _members(archive, entries, blob, config)
    except DAMAGE as error:
        raise failure("ING004", blob.origin, f"is truncated or damaged ({_why(error)})", DAMAGED_REMEDY) from error


def _check_ratio(origin: str, unpacked: int, size: int, config: IngestConfig) -> None:
    if unpacked > config.max_ratio * size:
        raise failure("ING007", origin, f"unpacks to over {config.max_ratio} times its size", BOMB_REMEDY)


def _members(
    archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], blob: Blob, config: IngestConfig
) -> Iterator[Blob | Problem]:
    for entry in entries:
        origin = f"{blob.origin}:{entry.filename}"
        if _is_outside(entry):
            reason = "the member's name leaves the archive's folder"
            yield problem("ING007", origin, reason, "get the archive from someone you trust")
            continue
        if entry.flag_bits & 1:
            yield problem("ING004", origin, "the member is encrypted", "unpack it with its password first")
            continue
        try:
            with archive.open(entry) as inner:
                stream = _counted(inner, origin, max(entry.compress_size, 1), config)
                packed = max(entry.compress_size, 1)
                yield Blob(origin=origin, name=entry.filename, stream=stream, size=entry.file_size, packed=packed)
        except (*DAMAGE, NotImplementedError, RuntimeError) as error:
            yield problem("ING004", origin, f"is truncated or damaged ({_why(error)})", DAMAGED_REMEDY)


def _is_outside(entry: zipfile.ZipInfo) -> bool:
    """A name that is absolute or climbs out, on either family of systems, or a link, which may point anywhere."""
    posix, windows = PurePosixPath(entry.filename), PureWindowsPath(entry.filename)
    climbs = ".." in posix.parts or ".." in windows.parts
    is_link = stat.S_ISLNK(entry.external_attr >> 16)
    return climbs or posix.is_absolute() or bool(windows.drive or windows.root) or is_link


def is_nested_archive(name: str, head: bytes) -> bool:
    """Whether a member is an archive itself, which is not opened."""
    return name.lower().endswith(ARCHIVES) or head.startswith(b"PK\x03\x04")


def read_warc(blob: Blob, config: IngestConfig) -> Found:
    """Drafts of the HTML pages among the records of a WARC file, plain or gzip, one record at a time."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    allowed = config.max_ratio * blob.size if blob.size is not None else None
    read, records, pages = 0, 0, 0
    try:
        for record in ArchiveIterator(blob.stream):
            records += record.format == "warc"  # warcio takes any line for the head of an ARC file
            if not _is_page(record):
                continue
            payload = record.content_stream().read(config.max_bytes + 1)
            read, pages = read + len(payload), pages + 1
            if allowed is not None and read > allowed:
                raise failure("ING007", blob.origin, f"unpacks to over {config.max_ratio} times its size", BOMB_REMEDY)
            yield from _page(record, payload, f"{blob.origin}:{records}", config)
    except (ArchiveLoadFailed, *DAMAGE) as error:
        reason = f"is truncated or damaged ({first_line(str(error)) or _why(error)})"
        raise failure("ING004", blob.origin, reason, DAMAGED_REMEDY) from error
    if not records:
        raise failure("ING004", blob.origin, "has no WARC record in it", DAMAGED_REMEDY)
    if not pages:
        raise failure("ING006", blob.origin, "has no record of an HTML page", "give a WARC with responses")


def _is_cut(record: Any) -> bool:
    """Whether the file ends within the record, which warcio passes over, or the crawler cut it off."""
    record.raw_stream.read()
    return record.rec_headers.get_header("WARC-Truncated") is not None or getattr(record.raw_stream, "limit", 0) > 0


def first_line(words: str) -> str:
    """The first line of a message; warcio's run over several."""
    return words.strip().split("\n")[0].strip()


def _is_page(record: Any) -> bool:
    """An HTML page that its server gave: not an error page, a redirect or a repeat."""
    if record.format != "warc" or record.rec_type != "response" or record.http_headers is None:
        return False
    address = record.rec_headers.get_header("WARC-Target-URI") or ""
    kind = (record.http_headers.get_header("Content-Type") or "").lower()
    status = record.http_headers.get_statuscode() or ""
    return address.lower().strip("<>").startswith(("http:", "https:")) and status.startswith("2") and "html" in kind


def _page(record: Any, payload: bytes, origin: str, config: IngestConfig) -> Found:
    kind = record.http_headers.get_header("Content-Type") or ""
    charset = kind.lower().partition("charset=")[2].split(";")[0].strip() or None
    if len(payload) > config.max_bytes:
        reason = f"is larger than {config.max_bytes} bytes"
        yield problem("ING009", origin, reason, "raise max_bytes under [ingest]")
        return
    if _is_cut(record):
        yield problem("ING004", origin, "is truncated or damaged (the record is cut off)", DAMAGED_REMEDY)
        return
    page = Blob(
        origin=origin,
        name="page.html",
        stream=io.BytesIO(payload),
        size=len(payload),
        url=(record.rec_headers.get_header("WARC-Target-URI") or "").strip("<>"),
        retrieved=record.rec_headers.get_header("WARC-Date"),
        charset=charset,
    )
    try:
        yield from read_html(page, config)
    except InputError as error:
        yield as_problem(error)


class Prefixed(io.RawIOBase):
    """A stream that gives back the bytes that were read from its head."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head, self._rest = head, rest

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: Any) -> int:
        """The head first, then the rest."""
        data = self._head[: len(buffer)] if self._head else self._rest.read(len(buffer))
        self._head = self._head[len(buffer) :]
        buffer[: len(data)] = data
        return len(data)


def head_of(stream: BinaryIO, size: int) -> tuple[bytes, BinaryIO]:
    """The first bytes of a stream, and a stream that has them still."""
    head = stream.read(size)
    if stream.seekable():
        stream.seek(0)
        return head, stream
    return head, cast(BinaryIO, io.BufferedReader(Prefixed(head, stream), 65536))
