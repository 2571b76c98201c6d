"""Which person a "she", a bare surname or a described name is, where the mentions leave it open.

In: the token table with its mentions. Out: the mention that a source stands for, and the nouns that stand beside a name. The
one idea: who speaks is not found in what is said; it is the last person before it that the article speaks of.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from onrecord.analysis import Analysis, TokenRange
from onrecord.records import Mention

SINGULAR = frozenset({"he", "she"})
LOOK_BACK = 4
"""Sentences before a pronoun in which its person is looked for."""
REACH = 400
"""And words: where nothing ends a sentence, looking back over all of it would cost quadratic time."""
BESIDE = 16
ADDRESSES = frozenset({"Mr", "Mrs", "Ms", "Dr", "Prof", "Sir", "Lady"})
LONGEST_NAME = 4
NOMINAL = frozenset({"NOUN", "PROPN", "ADJ", "DET", "NUM"})


class People:
    """The persons of one article; `persons` are ids of entities that are people."""

    def __init__(self, analysis: Analysis, persons: set[str]) -> None:
        self._analysis = analysis
        self._persons = persons
        self._gender: dict[str, set[str]] = {}
        self._surnames: dict[str, Mention | None] = {}
        self._written: dict[str, set[str]] | None = None
        for mention in analysis.mentions:
            if mention.text.lower() in SINGULAR:
                self._gender.setdefault(mention.id, set()).add(mention.text.lower())
            self._note_surname(mention)

    def resolved(self, head: int, mention: Mention | None, content: tuple[TokenRange, ...]) -> Mention | None:
        """The mention that a source's head stands for: its own, or another where its own cannot be meant."""
        word = self._analysis.tokens.lower[head]
        if word in SINGULAR and content:
            if mention is not None and mention.id in self._persons and not self._only_in(mention, head, content):
                return mention
            return self._last_person(head, word, content) or mention
        if mention is not None and mention.category in ("other", "person") and " " not in mention.text:
            known = self._surnames.get(mention.text)
            if known is not None and (mention.rule or "").startswith("name_only"):
                return known
        return mention

    def fuller(self, name: str) -> str:
        """The only full name that the article writes for a bare surname ("Lee", "Mr. Lee")."""
        words = name.split()
        if len(words) > 2 or (len(words) == 2 and words[0].rstrip(".") not in ADDRESSES):
            return name
        if self._written is None:
            self._written = self._full_names()
        known = self._written.get(words[-1], set())
        return next(iter(known)) if len(known) == 1 else name

    def _full_names(self) -> dict[str, set[str]]:
        """Names of two and more words that stand in the text as persons', by their last word."""
        tokens = self._analysis.tokens
        found: dict[str, set[str]] = {}
        start = 0
        for token in range(len(tokens) + 1):
            if token < len(tokens) and tokens.pos[token] == "PROPN" and tokens.ent[token] == "PERSON":
                continue
            while start < token and tokens.text[start].rstrip(".") in ADDRESSES:
                start += 1
            if 2 <= token - start <= LONGEST_NAME:
                found.setdefault(tokens.text[token - 1], set()).add(self._analysis.words(start, token))
            start = token + 1
        return found

    def _note_surname(self, mention: Mention) -> None:
        if mention.category != "person" or not mention.name or " " not in mention.name:
            return
        for part in mention.name.split()[1:]:
            known = self._surnames.setdefault(part, mention)
            if known is not None and known.id != mention.id:
                self._surnames[part] = None

    def _only_in(self, mention: Mention, head: int, content: tuple[TokenRange, ...]) -> bool:
        """Whether the last words for an entity before `head` stand in the content, and none near before it."""
        analysis = self._analysis
        first = min(content[0][0], head)
        lo = max(analysis.sentences[max(0, analysis.tokens.sentence[first] - LOOK_BACK)][0], first - REACH)
        inside = False
        last = max(head, content[-1][1])
        for number in range(bisect_left(analysis.mention_tokens, (lo, 0)), len(analysis.mentions)):
            start = analysis.mention_tokens[number][0]
            if start > last:
                break
            other = analysis.mentions[number]
            if other.id != mention.id or other.category == "pronoun" or start == head:
                continue
            if any(a <= start < b for a, b in content):
                inside = True
            elif lo <= start:
                return False
        return inside

    def _last_person(self, head: int, word: str, content: tuple[TokenRange, ...]) -> Mention | None:
        """The subject of the nearest sentence before that is a person, or else its last person."""
        analysis, tokens = self._analysis, self._analysis.tokens
        here = tokens.sentence[head]
        found: dict[int, list[int]] = {}
        first = max(analysis.sentences[max(0, here - LOOK_BACK)][0], head - REACH)
        for number in range(bisect_left(analysis.mention_tokens, (first, 0)), len(analysis.mentions)):
            start = analysis.mention_tokens[number][0]
            if start >= head:
                break
            if here - tokens.sentence[start] <= LOOK_BACK and self._can_be(number, word, content):
                found.setdefault(tokens.sentence[start], []).append(number)
        for sentence in sorted(found, reverse=True):
            subjects = [n for n in found[sentence] if tokens.dep[analysis.mention_heads[n]] == "nsubj"]
            return analysis.mentions[(subjects or found[sentence][-1:])[0]]
        return None

    def _can_be(self, number: int, word: str, content: tuple[TokenRange, ...]) -> bool:
        analysis, tokens = self._analysis, self._analysis.tokens
        mention, head = analysis.mentions[number], analysis.mention_heads[number]
        if mention.category != "person" or tokens.tag[head] in ("NNS", "NNPS"):
            return False
        if analysis.quotation_of(head) is not None or any(lo <= head < hi for lo, hi in content):
            return False
        return self._gender.get(mention.id, {word}) == {word}


def beside(analysis: Analysis, head: int) -> Iterator[TokenRange]:
    """Noun phrases that a comma puts beside a name ("Ann Lee, the envoy"), each up to its noun."""
    tokens = analysis.tokens
    lo = hi = head
    first, last = analysis.sentence_of(head)
    while lo > first and tokens.pos[lo - 1] == "PROPN":
        lo -= 1
    while hi + 1 < last and tokens.pos[hi + 1] in ("PROPN", "PUNCT") and tokens.text[hi + 1] != ",":
        hi += 1
    if hi + 2 < last and tokens.text[hi + 1] == "," and tokens.pos[hi + 2] in ("DET", "ADJ", "NOUN", "PROPN"):
        yield from _chunk(analysis, hi + 2, last)
    if lo - 2 >= first and tokens.text[lo - 1] == "," and hi + 1 < last and tokens.text[hi + 1] in (",", "."):
        start = lo - 2
        while start > first and lo - start < BESIDE and tokens.text[start - 1] != "," and tokens.pos[start] != "DET":
            start -= 1
        while start > first and tokens.pos[start - 1] == "ADP" and lo - start < BESIDE:
            # "the commissioner for the region": the phrase that the last one hangs on.
            start -= 1
            while start > first and lo - start < BESIDE and tokens.pos[start - 1] in NOMINAL:
                start -= 1
                if tokens.pos[start] == "DET":
                    break
        if tokens.pos[start] in NOMINAL and not (start > first and tokens.pos[start - 1] in ("NUM", "CCONJ")):
            yield from _chunk(analysis, start, lo - 1)


def _chunk(analysis: Analysis, lo: int, end: int) -> Iterator[TokenRange]:
    """The run of nominal words at `lo`, if it ends with a noun."""
    tokens = analysis.tokens
    hi = lo
    while hi < min(end, lo + BESIDE) and (tokens.pos[hi] in NOMINAL or tokens.pos[hi] == "PART"):
        hi += 1
    if hi > lo and tokens.pos[hi - 1] in ("NOUN", "PROPN"):
        yield (lo, hi)
