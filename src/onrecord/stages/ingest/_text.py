"""Bytes to text: which encoding, and when to refuse.

In: bytes, and the encoding that a header or page declares, if any. Out: text, and a note where the encoding had to be
guessed. The one idea: UTF-8 is tested, not assumed, and bytes that are UTF-8 in one place and something else in another are
refused, because no decoder can get both right.

Order: byte order mark; UTF-16 without one; strict UTF-8; the declared encoding; Windows-1252 where every byte above 127
makes sense as typography or as a letter in a word; charset_normalizer's best guess.
"""

from __future__ import annotations

import codecs
import contextlib
import re
from dataclasses import dataclass

from onrecord.records import Problem
from onrecord.stages.ingest._draft import failure, problem

BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
MAGIC = (
    (b"%PDF-", "a PDF file"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"PK\x03\x04", "a zip archive"),
    (b"\x1f\x8b", "gzip data"),
    (b"BZh", "bzip2 data"),
    (b"\xfd7zXZ\x00", "xz data"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"PAR1", "a Parquet file"),
)
BINARY_REMEDY = "give text, HTML, JSON, JSON lines, RSS, Atom, WARC, zip or gzip"
ENCODING_REMEDY = "convert it to UTF-8"

# What the WHATWG Encoding Standard reads these labels as; pages mean the right-hand side.
WEB_LABELS = {"iso-8859-1": "cp1252", "latin-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030",
              "shift_jis": "cp932", "euc_kr": "cp949", "iso-8859-9": "cp1254", "tis-620": "cp874", "iso8859-1": "cp1252",
              "iso8859-9": "cp1254", "big5": "big5hkscs"}  # fmt: skip

CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
MULTIBYTE = re.compile(
    rb"(?:[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3})|[\x80-\xff]", re.DOTALL
)
STRONG = re.compile(rb"[\xc2\xc3][\x80-\xbf]|\xe2\x80[\x80-\xbf]|[\xd0\xd1][\x80-\xbf]{1}[\xd0\xd1]")
PUNCTUATION_1252 = frozenset("‚„…†‡‘’“”•–—€£§©®°«»·™¡¿½¼¾´¶\xa0")
CONTROL_SHARE = 0.02
"""More control bytes than this is not text. Form feeds and escapes of old wire copy stay well below."""
STRONG_SHARE = 0.05
"""UTF-8 sequences per stray byte from which bytes are mixed: Chinese in GBK has 0.01 of them by chance."""
SAMPLE = 200_000
"""Bytes that the guesser sees; its cost is linear and its verdict does not change after a few thousand."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, and the encoding where it was guessed (None: it was declared, marked or proven)."""

    text: str
    guessed: str | None = None


def decode(data: bytes, origin: str, declared: str | None = None) -> Decoded:
    """The text of the bytes; raises `InputError` for binary data (ING002) and for wrong or mixed encodings (ING003)."""
    for magic, kind in MAGIC:
        if data.startswith(magic):
            raise failure("ING002", origin, f"is {kind}, not text", BINARY_REMEDY)
    if data[257:262] == b"ustar":
        raise failure("ING002", origin, "is a tar archive, not text", BINARY_REMEDY)
    marked = _by_mark(data, origin)
    if marked is not None:
        return Decoded(marked)
    if b"\x00" in data:
        return Decoded(_utf16_without_mark(data, origin))
    if len(CONTROLS.findall(data[:SAMPLE])) > CONTROL_SHARE * len(data[:SAMPLE]):
        raise failure("ING002", origin, "is binary data, not text", BINARY_REMEDY)
    try:
        return Decoded(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        return _not_utf8(data, origin, declared, error)


def guess_note(origin: str, guessed: str | None) -> tuple[Problem, ...]:
    """The problem of an article whose encoding was guessed: it was read, but a letter may be wrong."""
    if guessed is None:
        return ()
    return (problem("ING003", origin, f"is not UTF-8; it was read as {guessed}, a guess", ENCODING_REMEDY),)


def _by_mark(data: bytes, origin: str) -> str | None:
    for mark, encoding in BOMS:
        if data.startswith(mark):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError as error:
                name = encoding.removesuffix("-sig").upper()
                reason = f"is marked as {name} but is not {name} at byte {error.start}"
                raise failure("ING003", origin, reason, ENCODING_REMEDY) from error
    return None


def _utf16_without_mark(data: bytes, origin: str) -> str:
    """UTF-16 of a language in Latin letters has its zeros in every second place; anything else with zeros is binary."""
    even, odd = data[0:SAMPLE:2].count(0), data[1:SAMPLE:2].count(0)
    half = max(1, len(data[:SAMPLE]) // 2)
    encoding = (
        "utf-16-le" if odd > 0.5 * half and even == 0 else "utf-16-be" if even > 0.5 * half and odd == 0 else None
    )
    if encoding is not None:
        with contextlib.suppress(UnicodeDecodeError):
            text = data.decode(encoding)
            if not CONTROLS.search(text[:SAMPLE].encode()):
                return text
    raise failure("ING002", origin, "is binary data, not text", BINARY_REMEDY)


def _not_utf8(data: bytes, origin: str, declared: str | None, error: UnicodeDecodeError) -> Decoded:
    name = encoding_name(declared)
    if name not in (None, "utf-8"):
        try:
            return Decoded(data.decode(str(name)))
        except (UnicodeDecodeError, LookupError):
            pass
    if is_mixed(data):
        line = data.count(b"\n", 0, error.start) + 1
        reason = f"mixes UTF-8 with another encoding (byte {error.start}, line {line})"
        raise failure("ING003", origin, reason, ENCODING_REMEDY)
    if is_windows_1252(data):
        return Decoded(data.decode("cp1252"), "windows-1252")
    from charset_normalizer import from_bytes

    best = from_bytes(data[:SAMPLE]).best()
    try:
        if best is not None:
            return Decoded(data.decode(best.encoding), best.encoding)
    except (UnicodeDecodeError, LookupError):
        pass
    raise failure("ING003", origin, "is in no encoding that can be told", ENCODING_REMEDY)


def encoding_name(declared: str | None) -> str | None:
    """The decoder for a declared charset, as browsers read the label; None for an unknown one."""
    if not declared:
        return None
    label = declared.strip().strip("\"'").lower()
    try:
        name = codecs.lookup(label).name
    except (LookupError, ValueError):
        return None
    return WEB_LABELS.get(label, WEB_LABELS.get(name, name))


def is_mixed(data: bytes) -> bool:
    """Whether bytes that are not UTF-8 as a whole hold too many UTF-8 sequences for chance."""
    stray = sum(len(match) == 1 for match in MULTIBYTE.findall(data))
    strong = len(STRONG.findall(data))
    return strong > 0 and strong >= STRONG_SHARE * stray


def is_windows_1252(data: bytes) -> bool:
    """Whether every byte above 127 is typography, or a Latin letter that stands in a word of other letters."""
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        return False
    high = [n for n, char in enumerate(text) if ord(char) > 127]
    letters = sum(char.isalpha() for char in text)
    odd = [n for n in high if text[n] not in PUNCTUATION_1252 and not _letter_in_word(text, n)]
    return not odd and len(high) <= max(4, 0.15 * letters)


def _letter_in_word(text: str, n: int) -> bool:
    """A lower-case letter beside a letter, or an upper-case one that begins a word or stands among capitals."""
    char = text[n]
    if not char.isalpha() or char in "ªºƒˆþðÞÐ":
        return False
    before, after = text[n - 1 : n], text[n + 1 : n + 2]
    if char.islower():
        return before.isalpha() or after.isalpha()
    return not before.isalpha() or before.isupper()
