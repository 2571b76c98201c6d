"""What a reader of one kind of file hands on: an article as found, and a failure in one line.

In: nothing. Out: `Draft` (the words and the fields as the input gives them, nothing worked out yet) and `Blob` (bytes with a
name). The one idea: readers only read; `_fields.finish` alone turns a draft into an `Article`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from onrecord.errors import InputError
from onrecord.records import Problem, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An article as one input gives it; `published` is still as written there."""

    origin: str
    text: str
    id: str | None = None
    url: str | None = None
    title: str | None = None
    publisher: str | None = None
    publisher_hint: str | None = None
    """A name that is used only if neither `publisher` nor the address tells who published: a feed's or a site's."""
    byline: str | None = None
    published: str | None = None
    retrieved: str | None = None
    language: str | None = None
    genre: str | None = None
    """Genre, section or schema.org type, as given."""
    agency: str | None = None
    """The agency, where the input has a field for it."""
    credit: str | None = None
    """Who is credited or holds the copyright, which may be an agency."""
    revision_of: str | None = None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Blob:
    """Bytes with a name. `name` decides the kind, `origin` is shown; `size` is that of the bytes as they lie, if known."""

    origin: str
    name: str
    stream: BinaryIO
    size: int | None = None
    packed: int | None = None
    """Size inside the archive that holds them."""
    url: str | None = None
    retrieved: str | None = None
    content_type: str | None = None
    charset: str | None = None


Found = Iterator[Draft | Problem]
"""What every reader yields; it raises `InputError` where the input as a whole, or the rest of it, cannot be read."""


def failure(code: str, origin: str, reason: str, remedy: str) -> InputError:
    """The error of an input: one line with name, reason and remedy."""
    return InputError(code, origin, one_line(f"{origin}: {reason}; {remedy}"))


def problem(code: str, origin: str, reason: str, remedy: str, spans: tuple[Span, ...] = ()) -> Problem:
    """The same as a record: for one member, one line, or one field."""
    return Problem(
        code=code, stage="ingest", message=one_line(f"{origin}: {reason}; {remedy}"), spans=spans, origin=origin
    )


def as_problem(error: InputError) -> Problem:
    """The problem that an error becomes when its input is given up."""
    return Problem(code=error.code, stage="ingest", message=str(error), origin=error.origin)


def crash(origin: str, error: Exception) -> Problem:
    """The problem of an input on which our reading, or a library's, failed in a way that nobody foresaw."""
    reason = f"reading failed ({type(error).__name__}: {error})"
    return problem("RUN001", origin, reason, "a bug: please report it with this line")


def one_line(words: str) -> str:
    """The words on one line that any terminal and any JSON writer takes."""
    return " ".join(scrub(words).split())


def scrub(words: str) -> str:
    """The words with halves of surrogate pairs, which cannot be written as UTF-8, replaced by U+FFFD."""
    try:
        words.encode("utf-8")
    except UnicodeEncodeError:
        return words.encode("utf-8", "replace").decode("utf-8")
    return words


def read_all(blob: Blob, max_bytes: int) -> bytes:
    """All bytes of the blob; fails over the limit without having read more than it."""
    data = b"" if blob.size is not None and blob.size > max_bytes else blob.stream.read(max_bytes + 1)
    if len(data) > max_bytes or (blob.size is not None and blob.size > max_bytes):
        raise failure(
            "ING009", blob.origin, f"is larger than {max_bytes} bytes", "split it, or raise max_bytes under [ingest]"
        )
    if not data.strip(b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"):
        raise failure("ING001", blob.origin, "is empty", "give a file with text in it")
    return data
