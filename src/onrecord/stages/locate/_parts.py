"""Places that are only a part of a word: "U.S.-Mexico border", "U.S.-controlled".

In: an analysis. Out: `Toponym`s with spans of their own inside one token. The one idea: the tokeniser keeps a hyphen after a full
stop, so these words are cut here; a part is a place if it names a country, a people, a division or a large town.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from onrecord.analysis import Analysis
from onrecord.gazetteer import Candidate, Gazetteer
from onrecord.records import PlaceRole, Span
from onrecord.stages.locate._toponym import Toponym

_PART = re.compile(r"[^-–]+")
LARGE = 500_000
SURE = 3.0


def find(analysis: Analysis, gazetteer: Gazetteer, demonyms: dict[str, tuple[Candidate, ...]]) -> Iterator[Toponym]:
    """Places inside the article's hyphenated tokens, in order."""
    tokens = analysis.tokens
    for at, word in enumerate(tokens.text):
        if len(word) < 5 or not word[0].isupper() or not ("-" in word or "–" in word) or gazetteer.candidates(word):
            continue
        found = []
        for match in _PART.finditer(word):
            part, start = match[0], tokens.start[at]
            named = _named(gazetteer, part)
            candidates = named or demonyms.get(part, ())
            role: PlaceRole = "place" if named else "demonym"
            span = Span(start + match.start(), start + match.end())
            if candidates and part[0].isupper():
                found.append(Toponym(at, at + 1, part, role, candidates, "", SURE, span))
        if found and ("." in word or len(found) > 1):
            yield from found


def _named(gazetteer: Gazetteer, part: str) -> tuple[Candidate, ...]:
    """What the part can mean, if it names a country or something as large."""
    candidates = gazetteer.candidates(part)
    if gazetteer.country_named(part) is not None:
        return candidates
    if len(part) < 4 or part.isupper():
        return ()
    return candidates if candidates and candidates[0].population > LARGE else ()
