"""For whom a source speaks.

In: an article and its sources. Out: the `Body` behind each source that speaks for one which is not the central government: a
party, a union, a hospital, a town's police. The one idea: who speaks for a body is that body, however he is called; "its
spokesman, A", "B of the millers' association" and "the association" are one origin, and what words such as "president" say of
the sector is not what the body is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from onrecord import lexicons
from onrecord.link_report import OriginKind
from onrecord.records import Article, Attribution, Source
from onrecord.stages.link._words import normalised

SMALL = frozenset(
    "a an and at by for from herself himself in its itself of on our s some the their this that to".split()
)
GENERIC = frozenset("organisation organization group charity body agency institution outfit".split())
"""Words for any body: they mean the one cited last."""
KINDS: dict[str, OriginKind] = {
    "MED": "hospital", "JUD": "court", "SOC": "ngo", "REL": "ngo", "LAB": "union", "BUS": "company", "PTY": "party",
    "OPP": "party", "REB": "armed_group", "PRM": "armed_group", "UAF": "armed_group", "CRM": "armed_group",
}  # fmt: skip
STATE = frozenset({"GOV", "MIL", "COP", "SPY", "LEG"})
OTHERS = (None, "state", "police", "media", "none")
"""Classes that make no body of its own."""
PRONOUNS = frozenset("it its they we who which nobody neither either each both all some those these lists".split())
UNITED = re.compile(r"(?<!to the )\b(?:UN|U\.N\.|United Nations)(?!\w)")
UN: frozenset[str] = frozenset({"nations", "united"})
NO_BODIES = ("social_media", "document", "state_media", "news_agency")
BACK = 300
"""Characters before "its spokesman" within which the body is named."""
WORDS_OF_ROLE = 7
LONGEST = 4
"""Words of a body's class at most."""
OWNER = re.compile(r"^(?:[Tt]he |[Aa]n? )?([^,]{2,60})(?:['’]s|(?<=s)['’]) (?=(?:[A-Z]\w+ )?[a-z])")
PRONOUN = re.compile(r"^(?:its|their) ", re.IGNORECASE)
OFFICE = re.compile(r"\b(?:minister|governor|ambassador|mayor|consul|senator)", re.IGNORECASE)
"""Offices of a state or a town; what follows their "of" is no body."""
NAMED_OF = re.compile(r"^(?:\S+ ){0,4}?[A-Z]\S* of (?:the |an? )?([A-Z][^,]*)")
OF = re.compile(r"\b(?:of|for|with|at) (?:the |an? )?([^,]+)")
SPEAKS = re.compile(r"\b(?:speak(?:s|ing)?|spoke) for (?:the |an? )?([A-Z][^,]*)")
PREFIX = re.compile(
    r"^(?:the |an? )?((?:[^\s,]+ ){1,4}?)(?:spokes\w+|representative|delegate|lawyer|official)\b", re.IGNORECASE
)
TROOPS = re.compile(r"[A-Z]\S* (?:Command|Fleet|Regiment|Battalion|Division|Garrison)$")
"""A named part of the forces."""
SPOKEN = re.compile(r"\bspokes(?:man|woman|person|people)\b", re.IGNORECASE)
NAME = re.compile(r"[A-Z][\w’'-]+(?: (?:(?:(?:of|for) )?(?:the )?|(?:de|del|and) )[A-Z][\w’'-]+)*")
CUT = re.compile(r",| (?:in|who|which|that|whose|on|near|from|reached|and) |\(")


@dataclass(frozen=True, slots=True)
class Body:
    """A body that is an origin of its own; `words` are those of its name, by which it is known elsewhere."""

    name: str
    kind: OriginKind
    words: tuple[str, ...]


def resolve(article: Article, sources: Mapping[str, Source]) -> dict[str, Body]:
    """The body of each attribution's source, by the attribution's id, where it has one."""
    found = _Reader(article, sources).found
    return {a.id: body for a in article.attributions if (body := found[a.id]) is not None}


class _Reader:
    """Looks for the bodies of one article."""

    def __init__(self, article: Article, sources: Mapping[str, Source]) -> None:
        self.text = article.text
        self.places = {place.text for place in article.places}
        self.placed = {word for place in self.places for word in normalised(place)} - SMALL
        self.towns = {p.text for p in article.places if p.precision in ("city", "district", "province", "region")}
        orgs = [s for s in sources.values() if s.identification == "named_org"]
        self.sources = [(_key(f"{s.name or ''} {_plain(s.text)}"), s) for s in orgs]
        self.people = {s.name for s in sources.values() if s.identification == "named_person" and s.name}
        self.names = [(m.start(), m[0], _key(m[0])) for m in NAME.finditer(self.text)]
        self.cited: list[tuple[int, Body | None]] = []
        self.by_entity: dict[str, Body] = {}
        order = sorted(article.attributions, key=_start)
        self.found = {a.id: self._read(a, sources[a.id]) for a in order}
        for a in order:  # "she said" may stand before the article tells who she is
            if self.found[a.id] is None and a.source.entity is not None:
                self.found[a.id] = self.by_entity.get(a.source.entity)

    def _read(self, attribution: Attribution, resolved: Source) -> Body | None:
        source = attribution.source
        is_side = resolved.side is not None and "/" not in resolved.side and resolved.side != resolved.country
        if is_side and KINDS.get(resolved.sector or "") == "armed_group":
            return None  # the table of sides knows it
        if resolved.kind in NO_BODIES or (resolved.kind == "expert" and resolved.sector != "MED"):
            return None
        if resolved.sector == "JRN" or not source.text:
            return None
        if source.entity is not None and source.entity in self.by_entity:
            return self.by_entity[source.entity]
        here, text = _start(attribution), _plain(source.text)
        name = resolved.name
        if name is not None and " " in name and name not in text and resolved.identification == "named_person":
            found_at = self._introduced(name)
            here, text, source = (
                (*found_at, replace(source, identification="named_person")) if found_at else (here, text, source)
            )
        found = self._spoken_for(text, source, here)
        if found is not None or source.identification == "named_org":
            self.cited.append((here, found))
        if found is not None and source.entity is not None:
            self.by_entity[source.entity] = found
        return found

    def _introduced(self, name: str) -> tuple[int, str] | None:
        """Where the article brings in the person, and the words around: "its chief pathologist, Dr A"."""
        at = self.text.find(name)
        if at < 0:
            return None
        start = max(self.text.rfind(". ", 0, at) + 2, self.text.rfind("\n", 0, at) + 1, at - BACK)
        before = self.text[start:at].split(", ")
        role = before[-1] if len(before[-1].split()) > 1 or len(before) == 1 else f"{before[-2]}, {before[-1]}"
        after = re.match(r", ([^,.\n]{3,60}),", self.text[at + len(name) :])
        role = " ".join(role.split(" ")[-WORDS_OF_ROLE:])
        return at - len(role), f"{role}{name}" + (f", {after[1]}" if after else "")

    def _spoken_for(self, text: str, source: Source, here: int) -> Body | None:
        if source.identification not in ("named_person", "unnamed_person", "unnamed_group"):
            parts = (self._classed(CUT.split(part)[0], here, source) for part in text.split(", "))
            return next((part for part in parts if part is not None), None)
        if PRONOUN.match(text):
            is_group = source.identification == "unnamed_group"
            own = class_of(PRONOUN.sub("", text)) if is_group else None
            return self._body(text, own) if own is not None and own not in OTHERS else self._before(here)
        head = re.split(r" (?:who|which|that|whose) ", text)[0]
        if OFFICE.search(head):
            return None
        if UNITED.search(head):
            return Body("United Nations", "international_organisation", tuple(sorted(UN)))
        speaks = SPEAKS.search(text)
        if speaks is not None:
            found = self._classed(speaks[1], here)
            return found or self._body(CUT.split(speaks[1])[0], "armed_group" if source.sector == "MIL" else "other")
        for phrase, is_name in _owners(head):
            if SPOKEN.search(head) and (own := self._long_name(phrase)) is not None:
                return self._body(own, "company" if source.sector in (None, "GOV", "BUS") else "other")
            is_new = is_name and source.identification == "named_person" and source.kind != "eyewitness"
            found = self._classed(CUT.split(phrase)[0], here, None, is_new and source.sector not in ("MIL", "COP"))
            if found is not None:
                return found
        if source.sector not in STATE and source.name and class_of(head) == "armed_group":
            return self._body(source.name, "armed_group")
        return None

    def _classed(self, phrase: str, here: int, source: Source | None = None, may_be_new: bool = False) -> Body | None:
        """What the phrase names; None where it is the state, a place, or no body."""
        is_theirs = PRONOUN.match(phrase) is not None
        phrase = _bare(phrase)
        words = _key(phrase)
        if not words or words <= PRONOUNS or phrase in self.places:
            return None
        if UNITED.search(phrase):
            return Body("United Nations", "international_organisation", tuple(sorted(UN)))
        if words <= GENERIC:
            return self._last(here)
        kind = class_of(phrase)
        if is_of_forces(phrase) and (source is None or source.sector in (None, *STATE)):
            return None
        if phrase.islower() and not is_theirs:
            full = self._full(words, 2 if kind not in ("state", "police") else 1)
            if full is not None:
                return self._classed(full, here, source)
        if source is not None and source.country == "IGO" and phrase.islower():
            return None
        if phrase.islower() and kind == "union" and (union := self._only_union()) is not None:
            return union
        if kind == "police":
            kind = "local_authority" if self._is_of_town(phrase) or local_words() & words else "state"
        is_local = bool(local_words() & words) if kind in (None, "state") else phrase.split()[-1] in local_words()
        if is_local and "army" not in words and (kind is not None or (source is not None and source.sector in STATE)):
            kind = "local_authority"
        if kind == "state" or (kind is None and source is not None and source.sector in STATE) or kind in OTHERS[1:]:
            return None
        return (
            self._body(phrase, kind)
            if kind is not None
            else self._by_name(phrase, words, may_be_new or source is not None)
        )

    def _by_name(self, phrase: str, words: frozenset[str], may_be_new: bool) -> Body | None:
        """A name without a class: as the article's sources tell what it is."""
        if not phrase[:1].isupper():
            return None
        for known, source in self.sources:
            if words <= known:
                if source.sector in STATE or source.country in ("UNO", "EUR", "IGO"):
                    return None
                return self._body(source.name or phrase, KINDS.get(source.sector or "", "other"))
        is_name = len(words) > 1 and not any(words <= _key(person) for person in self.people)
        return self._body(phrase, "other") if may_be_new or is_name else None

    def _long_name(self, phrase: str) -> str | None:
        """The longer name in the article that begins with the one for whom a spokesman speaks: neither place nor person."""
        words = _key(_bare(phrase))
        if len(words) != 1 or class_of(phrase) is not None or not _bare(phrase)[:1].isupper() or words & self.placed:
            return None
        full = [name for _, name, known in self.names if words < known and normalised(name)[0] in words]
        full = [name for name in full if class_of(name) in (None, "company") and not _key(name) & self.placed]
        return max(full, key=len) if full and not any(words < _key(person) for person in self.people) else None

    def _body(self, phrase: str, kind: str) -> Body:
        """The body; its words are those of its name, from the first that begins with a capital."""
        name = re.search(r"\b[A-Z].*", phrase)
        words = _key(name[0] if name and _key(name[0]) else phrase)
        return Body(phrase, kind, tuple(sorted(words)))  # type: ignore[arg-type]  # kinds come from our tables

    def _is_of_town(self, phrase: str) -> bool:
        return any(re.search(rf"\b{re.escape(town)}\b", phrase) for town in self.towns)

    def _full(self, words: frozenset[str], most: int) -> str | None:
        """The name in the article that holds the words of a short form ("the association"), of `most` such names at most."""
        names = [_bare(CUT.split(_plain(s.text))[0]) for known, s in self.sources if words < known]
        names = [name for name in names if words < _key(name)]
        if not names:
            names = [name for _, name, known in self.names if words < known]
        names = [name for name in names if words < _key(name) and class_of(name) != "none"]
        keys = {_key(name) for name in names}
        if not names or (len(keys) > most and not any(all(key <= other for other in keys) for key in keys)):
            return None
        return min(names, key=len) if len(keys) > most else max(names, key=len)

    def _only_union(self) -> Body | None:
        """The one union that the article has cited by name: "the union's branch at the mine" is part of it."""
        known = {
            body for _, body in self.cited if body is not None and body.kind == "union" and body.name[:1].isupper()
        }
        return known.pop() if len(known) == 1 else None

    def _last(self, here: int) -> Body | None:
        """The body cited or introduced last: "the Irish charity A" before "the organisation"."""
        before = [body for start, body in self.cited if start < here and body is not None]
        if before:
            return before[-1]
        for start, name, _ in self.names:
            if start >= here:
                break
            word = self.text[max(0, start - BACK) : start].rstrip().rsplit(" ", 1)[-1]
            if word in GENERIC or class_of(word) not in OTHERS:
                return self._body(name, class_of(word) or "other")
        return None

    def _before(self, here: int) -> Body | None:
        """The body named last before "its spokesman"."""
        first = max(0, here - BACK, self.text.rfind("\n", 0, here) + 1)
        start, body = max((c for c in self.cited if c[0] < here), key=lambda c: c[0], default=(-1, None))
        sentence = max(first, self.text.rfind(". ", 0, here))
        for match in NAME.finditer(self.text, first, here):
            words = match[0]
            if match.start() <= start:
                continue
            town = words in self.towns and self.text.startswith(" police", match.end())
            if town:
                start, body = match.start(), self._body(f"{words} police", "local_authority")
            elif class_of(words) not in OTHERS or (match.start() >= sentence and self._may_be_body(words)):
                start, body = match.start(), self._classed(words, here)
        return body

    def _may_be_body(self, words: str) -> bool:
        """Whether a name that nothing tells more of may be a body's: no person, no place, nothing called by a country."""
        is_placed = not set(normalised(words)).isdisjoint(self.placed)
        return " " in words and words not in self.people and not is_placed


def is_of_forces(name: str) -> bool:
    """Whether it is the name of a state's troops: "the Northern Command"."""
    return TROOPS.search(name) is not None


def _owners(text: str) -> Iterator[tuple[str, bool]]:
    """Phrases for whom somebody speaks, and whether the phrase follows his name."""
    if (match := OWNER.match(text)) is not None:
        yield match[1], False
    for part in text.split(", "):
        if (match := PREFIX.match(part)) is not None:
            yield match[1], False
        if (match := NAMED_OF.match(part)) is not None:
            yield match[1], True
        elif (match := OF.search(part)) is not None:
            yield match[1], False


def _start(attribution: Attribution) -> int:
    spans = attribution.source.spans or attribution.cue.spans or attribution.content.spans
    return spans[0].start if spans else 0


def _key(text: str) -> frozenset[str]:
    return frozenset(normalised(re.sub(r"['’]s\b", "", text))) - SMALL


def _plain(text: str) -> str:
    """The words with commas where some are left out."""
    return " ".join(text.replace(" ... ", ", ").split())


def _bare(phrase: str) -> str:
    return re.sub(r"^(?:the|an?|its|their) ", "", phrase.strip(), flags=re.IGNORECASE).rstrip(" .")


def class_of(phrase: str) -> str | None:
    """Kind of the body by the last words of the phrase that tell it, or one of `OTHERS`."""
    words = [word.removesuffix("'s") for word in re.findall(r"[\w'-]+", phrase.casefold().replace("’", "'"))]
    words = [word.rstrip("'") for word in words]
    for end in range(len(words), 0, -1):
        for start in range(max(0, end - LONGEST), end):
            found = _classes().get(" ".join(words[start:end]))
            if found is not None:
                return found
    return None


@cache
def _classes() -> dict[str, str]:
    """Kinds by head word: ours before those that the sectors of agents.tsv tell."""
    found: dict[str, str] = {}
    for row in lexicons.load("agents"):
        if row["kind"] not in ("body", "group") or row["word"] in GENERIC or "weak" in row["flags"]:
            continue
        sector = row["sector"]
        kind = "police" if sector == "COP" else "state" if sector in STATE else {**KINDS, "JRN": "media"}.get(sector)
        if kind is not None:
            found.setdefault(row["word"], kind)
    return found | {row["word"]: row["kind"] for row in lexicons.load("bodies")}


@cache
def local_words() -> frozenset[str]:
    """Words that make an authority a local one."""
    return frozenset(row["word"] for row in lexicons.load("local_offices"))


def is_local(described: str) -> bool:
    """Whether the words by which an authority is cited make it a local one: "the city police", not "the police in the city"."""
    return any(
        local_words() & words and not words & {"national", "federal"}
        for words in (_key(CUT.split(part)[0]) for part in _plain(described).split(", "))
        if len(words) > 1 or not words & {"city"}
    )
