"""What an article says of each of its actors, all mentions taken together.

In: the token table with its mentions. Out: a `Profile` by entity. The one idea: one mention tells the office, another the
country, a third only the surname; a source is judged by all of them, and the mention that tells most gives its codes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from onrecord import lexicons
from onrecord.analysis import Analysis
from onrecord.records import Mention
from onrecord.stages.attribute import _nouns, _people
from onrecord.stages.attribute._content_words import is_of

PRIVATE = frozenset({"PTY", "LAB", "BUS", "SOC", "EDU", "JRN", "MED", "REL"})
INTERNATIONAL = frozenset({"UNO", "EUR", "IGO"})
TELLING = (
    ("office_before_name", 5),
    ("apposition", 5),
    ("known_name", 4),
    ("former_office", 3),
    ("agent:", 3),
    ("modifier", 3),
    ("employer", 3),
    ("title", 3),
)
"""How much a rule of the mentions knows of who somebody is: what the text says there, then what lists say."""
GUESSED = 1
EMPLOYERS = frozenset({"organisation", "media", "group"})
BODY_KINDS = frozenset({"body", "group"})
REACH = 20
BORROWED = 0


@cache
def bodies() -> dict[str, str]:
    """Sector of common nouns for bodies ("union", "party")."""
    return {
        row["word"]: row["sector"] for row in lexicons.load("agents") if row["kind"] in BODY_KINDS and row["sector"]
    }


@dataclass(slots=True)
class Profile:
    """What the article says of one entity."""

    name: str | None = None
    description: str | None = None
    country: str | None = None
    sectors: set[str] = field(default_factory=set)
    side: str | None = None
    office: bool = False
    person: bool = False
    classes: set[str] = field(default_factory=set)
    category: str | None = None
    international: bool = False
    best: Mention | None = None
    """The mention whose country and sector are the entity's."""
    rank: int = -1
    employer: str | None = None
    """Sector of the private body somebody works for, whose office alone would read as the state's ("the union's president")."""


class Profiles:
    """Profiles of one article."""

    def __init__(self, analysis: Analysis) -> None:
        self._analysis = analysis
        self._classes = _nouns.classes()
        self._profiles: dict[str, Profile] = {}
        for number, mention in enumerate(analysis.mentions):
            self._note(mention, analysis.mention_heads[number])
        for number, mention in enumerate(analysis.mentions):
            self._share(mention, analysis.mention_heads[number])

        for profile in self._profiles.values():
            if profile.employer is not None:
                profile.sectors = {profile.employer}
                profile.classes.discard("official")

    def get(self, mention: Mention | None) -> Profile | None:
        """The profile of a mention's entity."""
        return None if mention is None else self._profiles.get(mention.id)

    def persons(self) -> set[str]:
        """Ids of the entities that are people."""
        return {key for key, profile in self._profiles.items() if profile.person}

    def _note(self, mention: Mention, head: int) -> None:
        tokens = self._analysis.tokens
        profile = self._profiles.setdefault(mention.id, Profile())
        profile.name = profile.name or mention.name
        if profile.description is None and mention.category != "pronoun":
            profile.description = mention.text
            profile.category = mention.category
        profile.country = profile.country or mention.country
        guessed = mention.sector == "CVL" and (
            mention.category == "pronoun" or "private_person" in (mention.rule or "")
        )
        if mention.sector and not guessed:
            profile.sectors.add(mention.sector)
        profile.side = profile.side or mention.side
        profile.office = profile.office or bool(mention.office)
        if mention.office and any(self._classes.get(word) == "candidate" for word in mention.office.lower().split()):
            profile.classes.add("candidate")
        profile.person = profile.person or mention.category == "person" or tokens.ent[head] == "PERSON"
        if mention.category not in ("pronoun", "place"):
            profile.classes |= set(self.described(head))
        if mention.category == "person":
            profile.international |= self._is_international(head)
            profile.employer = profile.employer or self._employer(mention, head)
        rank = _rank(mention)
        if mention.sector and rank > profile.rank:
            profile.best, profile.rank = mention, rank

    def _is_international(self, head: int) -> bool:
        """ "Ann Lee, the UN coordinator": an international body in the words beside a name."""
        numbers = (
            self._analysis.mention_covering(token)
            for lo, hi in _people.beside(self._analysis, head)
            for token in range(lo, hi)
        )
        return any(n is not None and self._analysis.mentions[n].country in INTERNATIONAL for n in numbers)

    def _employer(self, mention: Mention, head: int) -> str | None:
        """Sector in "Green Party director Ann Lee", "Ann Lee, president of the union": a body with a post that any body gives."""
        if not _is_of_any_body(mention):
            return None
        tokens, analysis = self._analysis.tokens, self._analysis
        ranges = [analysis.token_range(mention.span)]
        for kid in tokens.children[head]:
            if tokens.dep[kid] == "appos" and is_of(tokens.lemma[kid], "post"):
                clauses = (tokens.left[n] for n in tokens.children[kid] if tokens.dep[n] == "relcl")
                ranges.append((tokens.left[kid], min(clauses, default=tokens.right[kid])))
        for lo, hi in ranges:
            hi = min(hi, lo + REACH)
            if any(is_of(tokens.lemma[token].lower(), "post") for token in range(lo, hi)):
                found = (self._body(token, mention) for token in range(lo, hi))
                sector = next((sector for sector in found if sector in PRIVATE), None)
                if sector is not None:
                    return sector
        return None

    def _body(self, token: int, person: Mention) -> str | None:
        """Sector of the body that a token names; of a body inside a description ("head of the union") by its noun."""
        number = self._analysis.mention_headed(token)
        other = None if number is None else self._analysis.mentions[number]
        if other is not None and other.id != person.id:
            return other.sector if other.category in EMPLOYERS else None
        tokens = self._analysis.tokens
        is_one = tokens.dep[token] == "pobj" and tokens.tag[token] in ("NN", "NNP")
        return bodies().get(tokens.lemma[token].lower()) if is_one else None

    def _share(self, mention: Mention, head: int) -> None:
        """ "The governor, Ann Lee": what is known of the name is known of who is described, and the other way round."""
        tokens = self._analysis.tokens
        number = self._analysis.mention_headed(tokens.head[head]) if tokens.dep[head] == "appos" else None
        if number is None or mention.category != "person" or not mention.name:
            return
        other = self._analysis.mentions[number]
        named, described = self._profiles[mention.id], self._profiles[other.id]
        if other.category == "person" and described is not named and described.name is None:
            described.name, described.person = named.name, True
            named.sectors |= described.sectors
            named.classes |= described.classes
            described.sectors, described.classes = named.sectors, named.classes
            fuller = max(named, described, key=lambda profile: profile.rank)
            for profile in (named, described):
                profile.best, profile.rank = fuller.best, fuller.rank

    def described(self, head: int) -> Iterator[str]:
        """Classes of the nouns that say what somebody is: the head, titles before it, appositions, "is an X"."""
        tokens = self._analysis.tokens
        for token in (head, *tokens.children[head]):
            if token == head or tokens.dep[token] in ("compound", "appos", "amod", "nmod"):
                found = self._classes.get(tokens.lemma[token])
                if found:
                    yield found
                elif tokens.lemma[token].endswith("ologist"):
                    yield "expert"
        if tokens.pos[head] == "PROPN":
            ends = (hi - 1 for _, hi in _people.beside(self._analysis, head))
            yield from (self._classes[lemma] for lemma in map(self._lemma, ends) if lemma in self._classes)
        for token in tokens.children[head]:
            # "Lee, who studies borders at an institute"
            if tokens.dep[token] == "relcl" and tokens.tag[token] == "VBZ" and is_of(tokens.lemma[token], "studying"):
                yield "expert"
        above = tokens.head[head]
        if tokens.dep[head] == "appos" and tokens.pos[above] in ("NOUN", "PROPN"):
            yield from (found for found in [self._classes.get(tokens.lemma[above])] if found)
        if tokens.dep[head] == "nsubj" and tokens.lemma[above] == "be":
            for token in tokens.children[above]:
                if tokens.dep[token] == "attr" and tokens.lemma[token] in self._classes:
                    yield self._classes[tokens.lemma[token]]

    def _lemma(self, token: int) -> str:
        return self._analysis.tokens.lemma[token].lower()


def _is_of_any_body(mention: Mention) -> bool:
    """Whether the codes come from a title alone, not from a list of names or the ranks of a force."""
    return not (mention.rule or "").startswith("known_name") and mention.sector in (None, "GOV", "BUS", "CVL", "SOC")


def _rank(mention: Mention) -> int:
    """How much a mention tells of its entity's country and sector."""
    rule = mention.rule or ""
    if "private_person" in rule or rule.startswith("name_only"):
        return GUESSED
    if mention.category == "pronoun" or rule.startswith("earlier"):
        return BORROWED
    return next((rank for start, rank in TELLING if rule.startswith(start)), GUESSED)
