"""Atoms: the words of an article as the recogniser of time expressions sees them.

In: the token table. Out: columns, one row an atom, with the kind and value that the lexicon or the shape of a number gives.
The one idea: one dictionary look-up a word; words without an entry stay blank and cost nothing more. Tokens that hold a
hyphen beside a digit ("early-2019", "2019–20") are several atoms; set phrases ("New Year's Eve") are one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from onrecord import lexicons
from onrecord.analysis import Analysis, Tokens

SHAPES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("ordinal", re.compile(r"(\d{1,2})(?:st|nd|rd|th)$")),
    ("time", re.compile(r"(\d{1,2}[:h]\d{2}(?::\d{2})?)(?:([ap])\.?m\.?)?$")),
    ("time", re.compile(r"(\d{1,2}(?:\.\d{2})?)([ap])\.?m\.?$")),
    ("decade", re.compile(r"(1\d{3}|20\d{2}|\d?0)s$")),
    ("numeric", re.compile(r"(\d{1,2}/\d{1,2}/(?:\d{4}|\d{2})|\d{1,2}\.\d{1,2}\.\d{4}|\d{4}[/.]\d{1,2}[/.]\d{1,2})$")),
    ("iso", re.compile(r"(\d{4}-\d{2}-\d{2})(?:[t ]\d{2}:\d{2}.*)?$")),
    ("number", re.compile(r"(\d+)$")),
    ("number", re.compile(r"(\d{1,3}(?:,\d{3})*(?:\.\d+)?)$")),
)
PIECES = re.compile(r"[-–—]|[^-–—]+")
HYPHENS = ("-", "–", "—")
CODES = {"q1": 1, "q2": 2, "q3": 3, "q4": 4, "h1": 1, "h2": 2}
Entry = tuple[str, str, str]


CLAUSE_ENDS = frozenset((".", ",", ";", ":", ")", "?", "!", "and", "but", "''", '"', "”", "--", "–"))


@dataclass(slots=True)
class Atoms:
    """Columns of equal length; `kind` is "" for words that mean no time."""

    word: list[str] = field(default_factory=list)
    kind: list[str] = field(default_factory=list)
    value: list[str] = field(default_factory=list)
    note: list[str] = field(default_factory=list)
    token: list[int] = field(default_factory=list)
    start: list[int] = field(default_factory=list)
    end: list[int] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.word)

    def is_end(self, row: int) -> bool:
        """Nothing that a word before `row` could govern follows: the end, a mark, or a coordination."""
        return row >= len(self) or self.word[row] in CLAUSE_ENDS

    def is_kind(self, row: int, *kinds: str) -> bool:
        """Whether there is such a row and it is of one of the kinds."""
        return 0 <= row < len(self.word) and self.kind[row] in kinds

    def is_word(self, row: int, *words: str) -> bool:
        """Whether there is such a row and it is one of the words."""
        return 0 <= row < len(self.word) and self.word[row] in words

    def add(self, word: str, entry: Entry, token: int, start: int, end: int) -> None:
        """Append one row."""
        self.word.append(word)
        self.kind.append(entry[0])
        self.value.append(entry[1])
        self.note.append(entry[2])
        self.token.append(token)
        self.start.append(start)
        self.end.append(end)


BLANK: Entry = ("", "", "")


@cache
def _entries() -> tuple[dict[str, Entry], dict[str, list[tuple[list[str], Entry]]]]:
    """Single words, and phrases by their first word, longest first."""
    single: dict[str, Entry] = {}
    phrases: dict[str, list[tuple[list[str], Entry]]] = {}
    for row in lexicons.load("times_words"):
        entry = (row["kind"], row["value"], row["note"])
        words = row["word"].split(" ")
        if len(words) == 1:
            single[row["word"]] = entry
        else:
            phrases.setdefault(words[0], []).append((words, entry))
    for rows in phrases.values():
        rows.sort(key=lambda item: -len(item[0]))
    return single, phrases


def atoms(analysis: Analysis) -> Atoms:
    """The article's atoms, in order."""
    tokens = analysis.tokens
    single, phrases = _entries()
    rows = Atoms()
    token, size = 0, len(tokens)
    while token < size:
        word = tokens.lower[token]
        if word in phrases:
            found = _phrase(tokens, token, phrases[word])
            if found is not None:
                words, entry = found
                last = token + len(words) - 1
                rows.add(" ".join(words), entry, last, tokens.start[token], tokens.end[last])
                token = last + 1
                continue
        known = single.get(word)
        if known is not None:
            fits = _fits(tokens, token, known) and _is_named_so(tokens, token + 1, known)
            rows.add(word, known if fits else BLANK, token, tokens.start[token], tokens.end[token])
        elif word[-1:].isdigit() or word[:1].isdigit() or word[-2:-1].isdigit():
            _add_number(rows, tokens, token)
        else:
            rows.add(word, BLANK, token, tokens.start[token], tokens.end[token])
        token += 1
    return rows


def _phrase(tokens: Tokens, token: int, options: list[tuple[list[str], Entry]]) -> tuple[list[str], Entry] | None:
    for words, entry in options:
        end = token + len(words)
        if tokens.lower[token:end] != words or tokens.sentence[token] != tokens.sentence[min(end, len(tokens)) - 1]:
            continue
        if not _fits(tokens, token, entry) or not _is_named_so(tokens, end, entry):
            continue
        if entry[0] == "ref" and end < len(tokens) and words[0] in ("the", "our", "recent") and _continues(tokens, end):
            continue
        return words, entry
    return None


def _is_named_so(tokens: Tokens, after: int, entry: Entry) -> bool:
    """ "the 9-11 attacks": names of days that are also scores need the word behind them."""
    if "attack" not in entry[2]:
        return True
    return after < len(tokens) and _entries()[0].get(tokens.lower[after], BLANK)[0] == "attacks"


def _continues(tokens: Tokens, token: int) -> bool:
    """A noun phrase goes on ("the past week", "the future president")."""
    return tokens.pos[token] in ("NOUN", "NUM", "PROPN", "ADJ")


def _fits(tokens: Tokens, token: int, entry: Entry) -> bool:
    note = entry[2]
    if "upper" in note and not tokens.text[token][:1].isupper():
        return False
    if "capitals" in note and not tokens.text[token].isupper():
        return False
    if "noun" in note and tokens.pos[token] not in ("NOUN", "PROPN"):
        return False
    if "adverb" in note and tokens.pos[token] not in ("ADV", "NOUN"):
        return False
    if (
        tokens.text[token][:1].isupper()
        and entry[0] in ("daypart", "unit", "set", "day")
        and _is_in_name(tokens, token)
    ):
        return False
    return not (entry[0] == "month" and tokens.tag[token] == "MD")


def _is_in_name(tokens: Tokens, token: int) -> bool:
    """The Evening Star, USA Today, the Daily Post: a capital inside a sentence, and a proper noun beside it."""
    if not token or tokens.sentence[token - 1] != tokens.sentence[token]:
        return False
    after = token + 1
    is_compound = (
        after < len(tokens)
        and tokens.dep[token] == "compound"
        and tokens.head[token] >= after
        and tokens.pos[after] == "PROPN"
    )
    is_last = tokens.pos[token - 1] == "PROPN" and tokens.ent[token] not in ("", "DATE", "TIME")
    return is_compound or (is_last and tokens.text[token - 1][:1].isupper())


def _add_number(rows: Atoms, tokens: Tokens, token: int) -> None:
    word, start = tokens.lower[token], tokens.start[token]
    entry = shape(word)
    if entry is None and any(hyphen in word for hyphen in HYPHENS):
        single = _entries()[0]
        for piece in PIECES.finditer(word):
            part = piece.group()
            known = single.get(part) or shape(part) or BLANK
            rows.add(part, known, token, start + piece.start(), start + piece.end())
        return
    rows.add(word, entry or BLANK, token, start, tokens.end[token])


def shape(word: str) -> Entry | None:
    """Kind and value of a word with digits: number, ordinal, time, numeric date, decade, quarter."""
    if len(word) > 32:
        return None
    if word in CODES:
        return ("quarter" if word[0] == "q" else "half", str(CODES[word]), "")
    if word.startswith("fy") and word[2:].isdigit():
        return ("fiscal", word[2:], "")
    if word[:1] in "'’" and word[1:3].isdigit():
        return ("decade", word[1:3], "") if word.endswith("s") else ("short_year", word[1:3], "")
    for kind, pattern in SHAPES:
        match = pattern.match(word)
        if match:
            return (kind, match[1], match[2] or "" if kind == "time" else "")
    return None
