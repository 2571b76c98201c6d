"""Which words name places.

In: an analysis. Out: `Toponym`s in text order that do not overlap: token ranges with what the gazetteer offers for them.
The one idea: a capitalised run of words is a place if its words say so together: the statistical entity label (weak), the
gazetteer (a country is surer than a hamlet), the words before and after ("in", "city of", "County", ", Texas"), and what
speaks against it (a given name before it, a verb of saying after it, a common word that opens a sentence).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

from onrecord.analysis import Analysis, TokenRange
from onrecord.gazetteer import Candidate, Gazetteer, fold
from onrecord.records import Span
from onrecord.stages.locate import _coordinates, _parts, _words
from onrecord.stages.locate._evidence import LINKS, Reading, opens_name, opens_run
from onrecord.stages.locate._toponym import Toponym

MAX_WORDS = 6
HEAD_IN_CAPITALS = 3.0
SQUARES = frozenset({"square", "plaza", "roundabout", "boulevard"})
"""Words at the end of the name of a square, which says nothing of the town that it is named for."""
ACCEPT = 0.7
"""Least weight of evidence with which a name is taken for a place; tuned on lgl-dev and geovirus, 2026-11-22."""


class Recogniser:
    """Finds the toponyms of one article after the other."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._abbreviations = _words.abbreviations(gazetteer)
        self._demonyms = _words.demonyms(gazetteer)
        self._short_cities = _words.short_cities(gazetteer)
        self._hints = {w: role for role in ("division2", "division1", "settlement") for w in _words.of_role(role)}

    def find(self, analysis: Analysis) -> list[Toponym]:
        """Toponyms of the article, in order."""
        reading = Reading(analysis)
        runs = list(_runs(analysis))
        found = self._agreed(reading, [toponym for run in runs for toponym in self._in_run(reading, run)])
        found += _again(analysis, runs, found)
        apart = [*_parts.find(analysis, self._gazetteer, self._demonyms), *_coordinates.find(analysis)]
        taken = {at for toponym in apart for at in range(toponym.lo, toponym.hi)}
        whole = [t for t in found if taken.isdisjoint(range(t.lo, t.hi))]
        return sorted((*whole, *apart), key=lambda t: (t.lo, t.span.start if t.span else -1))

    # ---- one run of capitalised words ----
    def _in_run(self, reading: Reading, run: TokenRange) -> Iterator[Toponym]:
        lo, end = run
        at = lo
        found: list[Toponym] = []
        if self._is_street(reading, lo, end):
            name = reading.analysis.words(lo, end)
            known = _seat(self._gazetteer.candidates(name)) if reading.is_at_seat(lo, end) else ()
            if known or name.lower() not in _words.of_role("seat"):
                yield Toponym(lo, end, name, "place", known, "street", ACCEPT)
            return
        if end - lo > 1 and reading.tokens.lower[end - 1] in SQUARES:
            name = reading.analysis.words(lo, end)
            known = self._gazetteer.candidates(name)
            yield Toponym(lo, end, name, "place", known, "" if known else "street", ACCEPT)
            return
        if self._is_facility(reading, run):
            name = reading.analysis.words(lo, end)
            yield Toponym(lo, end, name, "place", self._gazetteer.candidates(name), "", ACCEPT)
            return
        while at < end:
            toponym = self._peoples(reading, run, at) or (
                self._longest(reading, run, at) if reading.may_start(at) else None
            )
            if toponym is None:
                at += 1
                continue
            found.append(toponym)
            at = toponym.hi
        yield from found or self._unknown(reading, run)

    def _is_facility(self, reading: Reading, run: TokenRange) -> bool:
        """Whether the whole run names a bridge, a refinery or the like: no people, and nothing in it that is a place for sure."""
        words = [reading.tokens.text[n] for n in range(*run)]
        if any(word in self._demonyms for word in words) or not reading.is_facility(run):
            return False
        return len(words) == 1 or not any(
            _fame(self._gazetteer.candidates(word), fold(word)) > 0.7
            and reading.tokens.ent[run[0] + n] in ("GPE", "LOC")
            for n, word in enumerate(words)
        )

    def _longest(self, reading: Reading, run: TokenRange, at: int) -> Toponym | None:
        for hi in range(min(run[1], at + MAX_WORDS), at, -1):
            if not reading.may_end(hi - 1):
                continue
            toponym = self._match(reading, run, at, hi)
            if toponym is not None:
                return toponym
        return None

    def _of_nature(self, reading: Reading, run: TokenRange, toponym: Toponym) -> Toponym:
        """The whole of "Vell River" or "Lake Vell", of which the gazetteer knows only the town."""
        lower, nature = reading.tokens.lower, _words.of_role("nature")
        lo, hi = toponym.lo, toponym.hi
        if hi < run[1] and lower[hi] in nature and lower[hi - 1] not in nature:
            hi += 1
        elif lo > run[0] and lower[lo - 1] in nature:
            lo -= 1
        else:
            return toponym
        if any(c.kind == "region" or c.kind == "country" for c in toponym.candidates):
            return toponym
        return replace(toponym, lo=lo, hi=hi, name=reading.analysis.words(lo, hi), candidates=(), hint="nature")

    def _peoples(self, reading: Reading, run: TokenRange, at: int) -> Toponym | None:
        """ "People's Republic of X", which the possessive cuts in two."""
        tokens = reading.tokens
        if (
            at < 2
            or at != run[0]
            or tokens.lower[at - 2] != "people"
            or tokens.lower[at] not in ("republic", "democratic")
        ):
            return None
        for hi in range(run[1], at, -1):
            country = self._gazetteer.country_named(reading.analysis.words(at - 2, hi))
            if country is not None:
                text = reading.analysis.words(at - 2, hi)
                return Toponym(at - 2, hi, text, "place", self._gazetteer.candidates(text), "", 4.0)
        return None

    def _match(self, reading: Reading, run: TokenRange, lo: int, hi: int) -> Toponym | None:
        text = reading.analysis.words(lo, hi)
        demonym = self._demonyms.get(text)
        capital = self._capital(reading, hi, demonym)
        if capital:
            return Toponym(lo, hi + 1, reading.analysis.words(lo, hi + 1), "place", capital, "capital", 3.0)
        if demonym and reading.is_demonym(lo, hi):
            return Toponym(lo, hi, text, "demonym", demonym, "", 2.0)
        if text.lower().removeprefix("the ") in _words.of_role("seat"):
            at_seat = _seat(self._gazetteer.candidates(text)) if reading.is_at_seat(lo, hi) else ()
            return Toponym(lo, hi, text, "place", at_seat, "", 2.0 if at_seat else -9.0)
        candidates, hint = self._candidates(reading, lo, hi, _close(text))
        if not candidates:
            return None
        hint = hint or self._hint_of_bearer(reading, run, hi, candidates)
        if not hint and reading.is_local(run, lo, hi):
            hint = "town"
        toponym = self._of_nature(reading, run, Toponym(lo, hi, text, "place", candidates, hint))
        lo, hi = toponym.lo, toponym.hi
        span = None
        if hint == "abbreviation" and text not in self._abbreviations:
            span = Span(reading.tokens.start[lo], reading.tokens.end[hi])  # with the full stop that was cut off
        return replace(toponym, weight=self._weight(reading, run, toponym), role=reading.role(run, lo, hi), span=span)

    def _hint_of_bearer(self, reading: Reading, run: TokenRange, hi: int, candidates: tuple[Candidate, ...]) -> str:
        """The kind that what bears the name gives: newspapers and teams are of a town, a governor of a division."""
        if hi >= run[1]:
            return ""
        after = reading.tokens.lower[hi]
        if after in _words.of_role("bearer"):
            return "bearer"
        is_division = any(c.kind == "admin1" for c in candidates)
        return "division1" if is_division and after in _words.of_role("governor") else ""

    def _capital(self, reading: Reading, hi: int, demonym: tuple[Candidate, ...] | None) -> tuple[Candidate, ...]:
        """What "the Kenyan capital" means; "the Kenyan capital market" means none."""
        tokens = reading.tokens
        if not demonym or hi >= len(tokens) or tokens.lower[hi] != "capital" or tokens.dep[hi] in ("compound", "amod"):
            return ()
        countries = [self._gazetteer.countries[c.country] for c in demonym if c.kind == "country"]
        cities = [
            c for country in countries for c in self._gazetteer.candidates(country.capital) if c.feature == "PPLC"
        ]
        return tuple(c for c in cities if c.country in {country.iso2 for country in countries})

    def _candidates(self, reading: Reading, lo: int, hi: int, text: str) -> tuple[tuple[Candidate, ...], str]:
        """What the words can mean, and the kind that a word in or beside them gives."""
        if hi - lo == 1 and text in self._abbreviations and self._is_abbreviation(reading, lo):
            return self._abbreviations[text], "abbreviation"
        dotted = f"{text}."
        if (
            hi - lo == 1
            and dotted in self._abbreviations
            and reading.is_dotted(lo)
            and self._is_abbreviation(reading, lo)
        ):
            return self._abbreviations[dotted], "abbreviation"
        if text in self._short_cities:
            return self._short_cities[text], "settlement"
        if text.isupper() and len(text) <= 4 and not reading.is_shouted(lo) and not reading.is_dateline(lo):
            country = self._gazetteer.country_named(text)
            return (self._gazetteer.candidates(text) if country else ()), ""
        last = reading.tokens.lower[hi - 1]
        hint = self._hints.get(last, "") if hi - lo > 1 else ""
        whole = self._gazetteer.candidates(text)
        if hint and not whole:
            bare = self._gazetteer.candidates(reading.analysis.words(lo, hi - 1))
            kinds = _KINDS[hint]
            fitting = tuple(c for c in bare if c.kind in kinds)
            if fitting:
                return fitting, hint
        return whole, hint or self._hint_beside(reading, lo, hi)

    def _is_abbreviation(self, reading: Reading, at: int) -> bool:
        """Whether a short form of a state is one here: after "Place,", or unlike any word ("N.J.", "Calif." of a label)."""
        tokens = reading.tokens
        if at >= 2 and tokens.text[at - 1] == ",":
            return True
        word = tokens.text[at]
        return (
            word.count(".") > 1
            or tokens.ent[at] in ("GPE", "LOC")
            or (at > 0 and tokens.text[at - 1] in ("D-", "R-", "-"))
        )

    def _hint_beside(self, reading: Reading, lo: int, hi: int) -> str:
        lower = reading.tokens.lower
        if hi < len(lower) and lower[hi] in self._hints and lower[hi] != "port":
            return self._hints[lower[hi]]
        if lo >= 2 and lower[lo - 1] == "of" and lower[lo - 2] in self._hints:
            return self._hints[lower[lo - 2]]
        if lo >= 2 and lower[lo - 1] == "of" and lower[lo - 2] in _words.of_role("whole"):
            return "site"
        if lo >= 3 and lower[lo - 1] == "the" and lower[lo - 2] == "of" and lower[lo - 3] in self._hints:
            return self._hints[lower[lo - 3]]
        if lo >= 1 and lower[lo - 1] in self._hints and not reading.is_capitalised(lo - 1):
            return self._hints[lower[lo - 1]]
        return ""

    def _unknown(self, reading: Reading, run: TokenRange) -> Iterator[Toponym]:
        """A name that the gazetteer lacks but the entity recogniser takes for a place, whole."""
        if reading.is_whereabouts(run):
            yield Toponym(*run, reading.analysis.words(*run), "place", (), "site", ACCEPT)
            return
        hint = self._hint_beside(reading, *run) or reading.is_site(run[1])
        if (
            hint
            and run[1] - run[0] <= 3
            and not reading.has_common(run)
            and reading.around(*run) > 0
            and not reading.personal(run, *run)
        ):
            yield Toponym(*run, reading.analysis.words(*run), "place", (), hint, ACCEPT)
            return
        at = run[0]
        while at < run[1]:
            entity = reading.entity(at)
            if entity is None or reading.tokens.ent[at] not in ("GPE", "LOC", "FAC"):
                at += 1
                continue
            lo, hi = reading.trimmed(entity)
            if run[0] <= lo < hi <= run[1]:
                hint = self._hint_beside(reading, lo, hi)
                weight = (
                    reading.label(lo, hi)
                    + reading.around(lo, hi)
                    - reading.personal(run, lo, hi)
                    + (1.0 if hint else 0.0)
                    - (reading.unlike_name(lo) if hi - lo == 1 else 0.0)
                )
                yield Toponym(lo, hi, reading.analysis.words(lo, hi), "place", (), hint, weight - 1.0)
            at = max(hi, at + 1)

    def _is_street(self, reading: Reading, lo: int, hi: int) -> bool:
        """ "Vell Street", "Plaza Vell"; not the boulevard of "Boulevard, Vell"."""
        lower = reading.tokens.lower
        if hi - lo < 2:
            return False
        return lower[lo] in _words.of_role("street_before") or (
            lower[hi - 1] in _words.of_role("street") and lower[hi - 1] != "dr."
        )

    # ---- evidence ----
    def _weight(self, reading: Reading, run: TokenRange, toponym: Toponym) -> float:
        lo, hi = toponym.lo, toponym.hi
        weight = _fame(toponym.candidates, fold(toponym.name)) + reading.label(lo, hi) + reading.around(lo, hi)
        weight += 2.0 if toponym.hint and toponym.hint not in ("town", "bearer") else 0.0
        weight += 0.7 if hi - lo > 1 else 0.0
        weight += 2.5 if self._is_qualified(reading, toponym) else 0.0
        if hi - lo == 1:
            weight -= reading.commonness(lo)
        if reading.is_head_in_capitals(lo, hi):
            return weight + HEAD_IN_CAPITALS - reading.personal(run, lo, hi)
        return weight - reading.personal(run, lo, hi) - reading.cut(run, lo, hi)

    def _is_qualified(self, reading: Reading, toponym: Toponym) -> bool:
        """Whether a comma and a place that holds one of the candidates follow."""
        tokens, hi = reading.tokens, toponym.hi
        if hi + 1 >= len(tokens) or tokens.text[hi] not in (",", "("):
            return False
        if tokens.text[hi + 1] in self._abbreviations:
            return True
        if not reading.is_capitalised(hi + 1):
            return False
        for end in range(min(len(tokens), hi + 4), hi + 1, -1):
            holders = {
                c.geonames_id
                for c in self._gazetteer.candidates(reading.analysis.words(hi + 1, end))
                if c.kind != "city"
            }
            if holders and any(
                p.geonames_id in holders for c in toponym.candidates for p in self._gazetteer.lies_in(c)
            ):
                return True
        return False

    def _supported(self, reading: Reading, found: list[Toponym]) -> list[Toponym]:
        """Weights raised by neighbours: a name beside an accepted one ("Vell and Oakport"), or in the division of others."""
        divisions = {row for t in found if t.weight >= ACCEPT + 0.5 for row in self._divisions(t, 3)}
        peoples = {c.country for t in found if t.role == "demonym" or len(t.candidates) == 1 for c in t.candidates}
        raised = list(found)
        for n, toponym in enumerate(found):
            more = 0.0
            for other in found[max(0, n - 1) : n] + found[n + 1 : n + 2]:
                first, second = sorted((toponym, other), key=lambda t: t.lo)
                between = [w for w in reading.tokens.lower[first.hi : second.lo] if w != "the"]
                if other.weight >= ACCEPT + 0.5 and between in ([","], ["and"], [",", "and"], ["or"], ["-"], ["to"]):
                    more = 1.0
            if toponym.weight < ACCEPT and divisions.intersection(self._divisions(toponym, 40)):
                more += 0.6
            if (
                any(c.kind == "country" and c.country in peoples for c in toponym.candidates)
                and len(toponym.candidates) > 1
            ):
                more += 2.5  # Jordanians make Jordan a country
            raised[n] = replace(toponym, weight=toponym.weight + more) if more else toponym
        return raised

    def _divisions(self, toponym: Toponym, most: int) -> list[int]:
        """Rows of the first-level divisions that the name's candidates are or lie in; none for names with too many."""
        if len(toponym.candidates) > most:
            return []
        places = (p for c in toponym.candidates for p in (c, *self._gazetteer.lies_in(c)))
        return [p.row for p in places if p.kind == "admin1" and p.row is not None]

    def _agreed(self, reading: Reading, found: list[Toponym]) -> list[Toponym]:
        """Accepted toponyms: by their own weight, or helped or held back by the same name elsewhere in the article."""
        found = self._supported(reading, found)
        best: dict[str, float] = {}
        for toponym in found:
            bare = toponym.name.rsplit(" ", 1)[0] if toponym.hint in ("division1", "division2") else toponym.name
            for name in (toponym.name, bare):
                best[name] = max(best.get(name, -9.0), toponym.weight)
        accepted = []
        for toponym in found:
            weight = toponym.weight
            if best[toponym.name] >= ACCEPT + 1.0 and weight > ACCEPT - 2.0:
                weight += 1.2
            if weight >= ACCEPT:
                accepted.append(toponym)
        return accepted


_KINDS = {
    "division1": ("admin1", "admin2", "country", "region"),
    "division2": ("admin2", "admin1"),
    "settlement": ("city",),
}


def _close(text: str) -> str:
    """ "U. S." as "U.S."."""
    return text.replace(" ", "") if len(text) == 5 and text[1:3] == ". " and text[4] == "." else text


def _seat(candidates: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
    """Of what a seat of power's name can mean, the seat itself: never a town of that name."""
    return tuple(c for c in candidates if c.kind == "region")


def _again(analysis: Analysis, runs: list[TokenRange], found: list[Toponym]) -> list[Toponym]:
    """The same words elsewhere, for names that only the words beside them make places ("the Vell camp ... left Vell")."""
    known = {t.name: t for t in found if t.hint == "site" and not t.candidates}
    taken = {at for t in found for at in range(t.lo, t.hi)} if known else set()
    again = []
    for lo, hi in runs if known else ():
        other = known.get(analysis.words(lo, hi))
        if analysis.tokens.lower[hi - 1] in _words.of_role("street"):
            continue
        if other is not None and taken.isdisjoint(range(lo, hi)):
            again.append(replace(other, lo=lo, hi=hi))
    return again


def _fame(candidates: tuple[Candidate, ...], key: str) -> float:
    """How much the gazetteer alone speaks for a place: a country most, a hamlet against it."""
    best = -1.5
    for candidate in candidates:
        if candidate.kind == "country":
            best = max(best, 3.0)
        elif candidate.feature == "PPLC":
            best = max(best, 2.2)
        elif candidate.kind == "region":
            best = max(best, 2.0)
        elif candidate.kind == "admin1":
            best = max(best, 0.8 if candidate.population < 500_000 else 1.3)
        else:
            fame = min(1.7, 0.6 * (math.log10(candidate.population + 10) - 4.7))
            best = max(best, fame if fold(candidate.name) == key or candidate.kind == "admin2" else fame - 0.8)
    return best


def _runs(analysis: Analysis) -> Iterator[TokenRange]:
    """Ranges of capitalised words with the small words that link them; a sentence's end and a comma break them."""
    tokens = analysis.tokens
    for lo, hi in analysis.sentences:
        at = lo
        while at < hi:
            if not opens_name(tokens, at):
                at += 1
                continue
            end = at + 1
            while end < hi and _goes_on(analysis, end, hi):
                end += 1
            while not opens_run(tokens.text[end - 1]):
                end -= 1
            yield (at, end)
            at = end


def _goes_on(analysis: Analysis, at: int, hi: int) -> bool:
    tokens = analysis.tokens
    word = tokens.text[at]
    if opens_run(word):
        return True
    glued_left = tokens.start[at] == tokens.end[at - 1]
    if word in ("-", "–", "'", "’"):
        return glued_left and at + 1 < hi and tokens.start[at + 1] == tokens.end[at]
    if glued_left:
        return tokens.text[at - 1] in ("-", "–") and word.isalpha()
    return (
        word in LINKS
        and word != "and"
        and at + 1 < hi
        and (
            opens_run(tokens.text[at + 1])
            or (tokens.text[at + 1] in LINKS and at + 2 < hi and opens_run(tokens.text[at + 2]))
        )
    )
