"""Known names in a sentence: the longest lexicon entry that begins at a word.

In: tokens and the tables. Out: `Hit`s, left to right, not overlapping. The one idea: tokens are glued together and compared with
names stored without spaces, so how a parser cuts "Korean People's Army" or "al-Shabaab" into words does not matter.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from functools import cache
from typing import NamedTuple

from onrecord import gazetteer
from onrecord.analysis import TokenRange, Tokens
from onrecord.stages.annotate._lexicons import BODIES_OF_NO_COUNTRY, Entry, Lexicons, key

MOST_TOKENS = 14
DOTTED = re.compile(r"(?:[A-Z]\.){2,5}$")
LOWER_START = re.compile(r"(?<!\S)[a-z]+")
SHOUTING = 0.6
"""Share of capital words above which a sentence is taken to be set in capitals."""


MENTIONS = 2
"""Times that an article names some country before names of many countries are read as that country's (chosen, not tuned)."""
FUNCTION_WORDS = frozenset({"of", "the", "and", "for", "'s", "’s"})


class Hit(NamedTuple):
    """A known name at tokens `lo` to `hi`."""

    lo: int
    hi: int
    entry: Entry


class NameMatcher:
    """Looks names up as of a day (`as_of`, ISO, "" where the article has no date)."""

    def __init__(self, lexicons: Lexicons) -> None:
        self._names = lexicons.names
        self._prefixes = lexicons.prefixes
        self._capitals = lexicons.capitals
        self._upper = frozenset(prefix.upper() for prefix in lexicons.prefixes)
        self._given = lexicons.given
        self._divisions = _larger_divisions()
        self._generic = lexicons.generic
        self._lower = frozenset(LOWER_START.findall(" ".join(name for name in lexicons.names if name[0].islower())))

    def find(self, tokens: Tokens, sentence: TokenRange, as_of: str) -> list[Hit]:
        """Hits of one sentence."""
        shouting = _is_shouting(tokens, sentence)
        found: list[Hit] = []
        n, hi = sentence
        while n < hi:
            text = tokens.text[n]
            if not (
                text in self._lower
                or text[0].isupper()
                or text[0].isdigit()
                or (len(text) > 1 and text[1].isupper())
                or "-" in text
            ):
                n += 1
                continue
            hit = self._longest(tokens, n, hi, as_of, shouting)
            if hit is not None and self._is_common_word(tokens, hit, sentence, shouting):
                hit = None
            if hit is not None and (
                self._is_person_instead(tokens, hit, hi) or self._is_tail_of_name(tokens, hit, sentence, found)
            ):
                hit = None
            if hit is None:
                n += 1
            else:
                found.append(hit)
                n = hit.hi
        return found

    def told_apart(self, tokens: Tokens, hits: list[list[Hit]], hints: list[str]) -> list[list[Hit]]:
        """Names that several countries have, read as those of the country that the article is about."""
        return self._bodies_told_apart(tokens, self._divisions_told_apart(hits, hints), hints)

    def _bodies_told_apart(self, tokens: Tokens, hits: list[list[Hit]], hints: list[str]) -> list[list[Hit]]:
        """Congress, the Interior Ministry: another country's, in an article that names only others than the lexicon's."""
        told = Counter(hit.entry.country for found in hits for hit in found if self._tells(tokens, hit))
        told.update(hints[:1] * MENTIONS)
        most = max(told.values(), default=0)
        if most < MENTIONS:
            return hits
        return [
            [
                hit
                if told[hit.entry.country] or not self._is_generic(tokens, hit)
                else hit._replace(
                    entry=replace(hit.entry, name=_text(tokens, hit), country=None, side=None, wikidata=None)
                )
                for hit in found
            ]
            for found in hits
        ]

    def _tells(self, tokens: Tokens, hit: Hit) -> bool:
        """Whether the name tells which country the article is about."""
        return hit.entry.kind != "media" and not self._is_generic(tokens, hit)

    def _is_generic(self, tokens: Tokens, hit: Hit) -> bool:
        """Whether the name is made of words that name such bodies everywhere ("Democratic Party", "Supreme Court")."""
        if hit.entry.kind not in ("organisation", "government") or hit.entry.country in BODIES_OF_NO_COUNTRY:
            return False
        words = range(hit.lo, hit.hi)
        return all(tokens.lower[n] in self._generic or tokens.lower[n] in FUNCTION_WORDS for n in words)

    def _is_tail_of_name(self, tokens: Tokens, hit: Hit, sentence: TokenRange, found: list[Hit]) -> bool:
        """ "United Democratic Party" is not the Democratic Party: a general name with an unknown name word before it."""
        before = hit.lo - 1
        if before < sentence[0] or not self._is_generic(tokens, hit) or (found and found[-1].hi > before):
            return False
        return tokens.pos[before] == "PROPN" and tokens.text[before].istitle() and tokens.text[before].isalpha()

    def _divisions_told_apart(self, hits: list[list[Hit]], hints: list[str]) -> list[list[Hit]]:
        """Georgia the country or the state: the division, where the article names its country and nothing else of the other."""
        if not any(hit.entry.name in self._divisions for found in hits for hit in found):
            return hits
        told = Counter(hit.entry.country for found in hits for hit in found if hit.entry.name not in self._divisions)
        told.update(
            hit.entry.country for found in hits for hit in found if hit.entry.kind in ("demonym", "capital", "metonym")
        )
        told.update(hints)
        return [[self._division(hit, told) for hit in found] for found in hits]

    def _division(self, hit: Hit, told: Counter[str | None]) -> Hit:
        other = self._divisions.get(hit.entry.name)
        if other is None or hit.entry.kind != "country" or told[hit.entry.country] or not told[other]:
            return hit
        return hit._replace(entry=Entry(hit.entry.name, "place", other))

    def _longest(self, tokens: Tokens, lo: int, hi: int, as_of: str, shouting: bool) -> Hit | None:
        first = tokens.text[lo]
        shouting = first.isupper() and (shouting or (len(first) > 3 and key(first) not in self._prefixes))
        if DOTTED.match(first) and first not in self._prefixes:
            entries = self._names.get(first.replace(".", ""))
            entry = _valid(entries, as_of) if entries is not None else None
            return None if entry is None else Hit(lo, lo + 1, entry)
        glued = ""
        best: Hit | None = None
        prefixes = self._upper if shouting else self._prefixes
        for n in range(lo, min(hi, lo + MOST_TOKENS)):
            glued += key(tokens.text[n])
            if glued not in prefixes:
                break
            entries = self._names.get(self._capitals.get(glued, glued) if shouting else glued)
            if entries is not None and (entry := _valid(entries, as_of)) is not None:
                best = Hit(lo, n + 1, entry)
        return best

    def _is_common_word(self, tokens: Tokens, hit: Hit, sentence: TokenRange, shouting: bool) -> bool:
        """ "Sun", "Time" at the head of a sentence; "WHO" and "IS" in a line of capitals."""
        if hit.hi - hit.lo > 1:
            return False
        text = tokens.text[hit.lo]
        if shouting and len(text) < 4:
            return True
        if hit.entry.kind != "media":
            return False
        before = hit.lo - 1
        in_surname = (
            before >= sentence[0] and tokens.text[before] in "-–" and tokens.end[before] == tokens.start[hit.lo]
        )
        return in_surname or (hit.lo == sentence[0] and not text.isupper())

    def _is_person_instead(self, tokens: Tokens, hit: Hit, hi: int) -> bool:
        """ "Jordan Petersen", "Chad Miller", "Mitchell Hamas": a given name before an unknown capitalised name."""
        if hit.hi - hit.lo > 1 or hit.entry.kind not in ("country", "capital", "metonym") or hit.hi >= hi:
            return False
        after = tokens.text[hit.hi]
        is_name = tokens.pos[hit.hi] == "PROPN" and after[0].isupper() and key(after) not in self._names
        return is_name and tokens.text[hit.lo] in self._given and tokens.ent[hit.hi] == "PERSON"


def _text(tokens: Tokens, hit: Hit) -> str:
    return " ".join(tokens.text[n] for n in range(hit.lo, hit.hi))


@cache
def _larger_divisions() -> dict[str, str]:
    """Countries whose name a larger first-level division of another country bears, with that country."""
    places = gazetteer.load()
    found: dict[str, str] = {}
    for country in places.by_iso3.values():
        for candidate in places.candidates(country.name):
            is_other = candidate.kind == "admin1" and candidate.country != country.iso2
            if is_other and candidate.population > country.population:
                found[country.name] = places.countries[candidate.country].iso3
    return found


def _valid(entries: tuple[Entry, ...], as_of: str) -> Entry | None:
    """The entry that holds on the day; without a day the latest one, and people in their offices."""
    if as_of:
        for entry in entries:
            if (not entry.since or entry.since <= as_of) and (not entry.until or as_of <= entry.until):
                return entry
    return max(entries, key=lambda entry: (entry.sector != "ELI", entry.until == "", entry.until))


def _is_shouting(tokens: Tokens, sentence: TokenRange) -> bool:
    words = [tokens.text[n] for n in range(*sentence) if tokens.text[n].isalpha()]
    return len(words) > 2 and sum(word.isupper() for word in words) > SHOUTING * len(words)
