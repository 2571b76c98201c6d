"""The words of an article as copies are looked for in them.

In: a text. Out: a `Dispatch`: hashes of its five-word runs in order, and the run with which each sentence begins. The one idea:
what another desk changes without writing anew (quotes, dashes, hyphens, spellings, figures, "told" for "said", courtesy titles)
is taken out before words are hashed; sign-offs and other standing lines are left out; and words of a long quotation are hashed
apart, so that an article that quotes another shares nothing with it, while two that print one speech do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from onrecord import lexicons
from onrecord.stages.link._words import number_of

RUN = 5
"""Words in a run; copies are measured in shared runs (Broder 1997; containment, not resemblance, since copies are trimmed)."""
NOTE_WORDS = 60
"""A longer sentence is no sign-off."""
HEAD, TAIL, LINE = 2, 6, 80
"""Sign-offs are looked for in the first and last sentences, and in those of fewer characters than `LINE`."""
QUOTATION = 25
"""Words from which on a passage in quotation marks is a quotation at length."""
GOES_ON = frozenset('"“‘«„')
WORD = re.compile(r"\w+(?:[-'’‐‑.,](?=\w)\w+)*|%")
END = re.compile(r"(?<=[.!?])[\"”’')\]]*\s+(?=[\"“‘'(\[]*[A-Z0-9])|\n+")
MARK = re.compile(r"[\"“”„«»]|``|''")
SINGLE = re.compile(r"(?<!\w)['‘](?=\w)|(?<=[\w.,!?])['’](?!\w)")
PARAGRAPH = re.compile(r"\n\s*")
OPENING, CLOSING = frozenset("“„«‘") | {"``"}, frozenset("”»’") | {"''"}
SPEECH = frozenset("say says told stated".split())
SPELLINGS = (
    (re.compile(r"is(?=(?:e|ed|es|er|ers|ing|ation|ations)$)"), "iz"),
    (re.compile(r"our(?=(?:s|ed|ing|ite|ites|able|hood|ful)?$)"), "or"),
    (re.compile(r"(?<=[^aeiou])re(?=s?$)"), "er"),
    (re.compile(r"enc(?=es?$)"), "ens"),
    (re.compile(r"ll(?=(?:ed|ing|er|ers)$)"), "l"),
    (re.compile(r"ogue(?=s?$)"), "og"),
    (re.compile(r"amme(?=s?$)"), "am"),
)
PASSED_OVER = frozenset("mr mrs ms".split())
APART = np.uint64(0x9E3779B97F4A7C15)
FACTORS = (np.uint64(0x100000001B3), np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))
SHIFTS = (np.uint64(30), np.uint64(27))


@dataclass(frozen=True, slots=True)
class Dispatch:
    """Runs in order of the text, and for each sentence the number of its first run."""

    runs: NDArray[np.uint64]
    starts: NDArray[np.uint32]


def read(text: str) -> Dispatch:
    """The runs of the text."""
    sentences = list(_sentences(text))
    quotations = long_quotations(text)
    codes, starts, spoken = list[int](), list[int](), list[tuple[int, int]]()
    for number, (start, end) in enumerate(sentences):
        is_edge = number < HEAD or number >= len(sentences) - TAIL
        if (is_edge or end - start < LINE) and is_note(text[start:end]):
            continue
        starts.append(len(codes))
        at = start
        for first, last in [] if not quotations else [(a, b) for a, b in quotations if a < end and start < b]:
            codes += _codes(text, at, max(first, start))
            begin = len(codes)
            at = min(last, end)
            codes += _codes(text, max(first, start), at)
            spoken.append((begin, len(codes)))
        codes += _codes(text, at, end)
    quoted: NDArray[np.bool_] | None = None
    if spoken:
        quoted = np.zeros(len(codes), bool)
        for begin, stop in spoken:
            quoted[begin:stop] = True
    found = _runs(np.array(codes, np.uint64), quoted)
    kept = [start for start in dict.fromkeys(starts) if start < len(found)]
    return Dispatch(runs=found, starts=np.array(kept, np.uint32))


def _codes(text: str, start: int, end: int) -> list[int]:
    return [code for code in map(_code, WORD.findall(text, start, end)) if code]


def _runs(codes: NDArray[np.uint64], spoken: NDArray[np.bool_] | None) -> NDArray[np.uint64]:
    """Hashes of all runs; a shorter text is one run. A run within a quotation is another than the same words outside."""
    if not len(codes):
        return np.empty(0, np.uint64)
    if len(codes) < RUN:
        codes = np.concatenate([codes, np.zeros(RUN - len(codes), np.uint64)])
        spoken = None
    size = len(codes) - RUN + 1
    sums = codes[:size].copy()
    for at in range(1, RUN):
        sums *= FACTORS[0]
        sums += codes[at : at + size]
    if spoken is not None:
        sums[spoken[:size] & spoken[RUN - 1 :]] ^= APART
    for shift, factor in zip(SHIFTS, FACTORS[1:], strict=True):
        sums ^= sums >> shift
        sums *= factor
    sums ^= sums >> SHIFTS[1]
    return sums


@lru_cache(maxsize=1 << 16)
def _code(word: str) -> int:
    """A number for the word, the same for all its spellings; 0 for one that is passed over."""
    plain = normal(word)
    if not plain:
        return 0
    return int.from_bytes(blake2b(plain.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little") | 1


def normal(word: str) -> str:
    """The word without what house style decides: case, hyphens, apostrophes, spelling, figures or words for numbers."""
    number = number_of(word)
    if number is not None:
        return str(number)
    plain = re.sub(r"[-'’‐‑.,]", "", word.casefold())
    if plain in SPEECH:
        return "said"
    if plain in PASSED_OVER:
        return ""
    if plain in ("%", "pct"):
        return "percent"
    if len(plain) > 4:
        for pattern, other in SPELLINGS:
            plain = pattern.sub(other, plain)
    return plain


def is_note(sentence: str) -> bool:
    """Whether the sentence is a sign-off, a credit, a caption or a call to readers."""
    at_start, within, words = _notes()
    if at_start.match(sentence) is None:
        folded = sentence.casefold()
        if not any(word in folded for word in words) or within.search(sentence) is None:
            return False
    return len(sentence.split(None, NOTE_WORDS)) <= NOTE_WORDS


@cache
def _notes() -> tuple[re.Pattern[str], re.Pattern[str], frozenset[str]]:
    """Patterns at the beginning of a sentence and anywhere in it, and words that sentences of the latter have."""
    start = [row["pattern"] + (r"\W*$" if row["extent"] == "whole" else "") for row in lexicons.load("boilerplate")]
    rows = lexicons.load("standing_notes")
    start += [row["pattern"] for row in rows if not row["word"]]
    within = [row["pattern"] for row in rows if row["word"]]
    return (
        re.compile(rf"[^\w(©]*(?:{_either(start)})", re.IGNORECASE),
        re.compile(rf"\b(?:{_either(within)})", re.IGNORECASE),
        frozenset(word for row in rows if row["word"] for word in row["word"].split("|")),
    )


def _either(patterns: Sequence[str]) -> str:
    return "|".join(f"(?:{pattern})" for pattern in patterns)


def long_quotations(text: str) -> list[tuple[int, int]]:
    """Where passages of `QUOTATION` words or more stand between quotation marks, paragraph by paragraph."""
    marks = MARK if MARK.search(text) else SINGLE
    if marks is SINGLE and not any(sign in text for sign in (" '", "\n'", "‘")):
        return []
    start = 0
    found, pending = list[tuple[int, int]](), list[tuple[int, int]]()
    for stop, following in [match.span() for match in PARAGRAPH.finditer(text)] + [(len(text), len(text))]:
        goes_on = text[following : following + 1] in GOES_ON
        for first, last, is_open in _quoted(text, marks, (start, stop), goes_on):
            pending.append((first, last))
            if not is_open:
                found += pending if _is_long(" ".join(text[a:b] for a, b in pending)) else []
                pending = []
        start = following
    return found


def _quoted(
    text: str, marks: re.Pattern[str], within: tuple[int, int], goes_on: bool
) -> Iterator[tuple[int, int, bool]]:
    """Quotations of one paragraph; the last is open where the next paragraph opens it again before it is closed."""
    opened: int | None = None
    for mark in marks.finditer(text, *within):
        if _opens(text, mark):
            opened = mark.end()
        elif opened is not None:
            yield opened, mark.start(), False
            opened = None
    if opened is not None and goes_on:
        yield opened, within[1], True


def _opens(text: str, mark: re.Match[str]) -> bool:
    """Whether the mark opens a quotation: by its form, else by the space before it and none after it."""
    if mark[0] in OPENING or mark[0] in CLOSING:
        return mark[0] in OPENING
    before, after = text[max(0, mark.start() - 1) : mark.start()], text[mark.end() : mark.end() + 1]
    return (not before or before.isspace() or before in "([—–") and bool(after) and not after.isspace()


def _is_long(passage: str) -> bool:
    return len(passage.split(None, QUOTATION)) > QUOTATION


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in END.finditer(text):
        if match.start() > start:
            yield start, match.start()
        start = match.end()
    if start < len(text):
        yield start, len(text)
