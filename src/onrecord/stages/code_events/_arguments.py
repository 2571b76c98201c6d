"""Slots to participants: which mentions fill the actor and recipient of a frame.

In: a predicate, the slot names of its frame. Out: mention numbers. The one idea: first the words that fill the slot
(`fillers`), then the political actors behind those words (`mentions`): the mention itself, its conjuncts, or, where the phrase
is about a thing ("targets in Jericho", "the failure of the cabinet"), the actor that owns or holds the thing.
"""

from __future__ import annotations

from bisect import bisect_left

from onrecord.analysis import Analysis
from onrecord.records import Mention
from onrecord.stages.code_events import _collectives, _dates, _grammar
from onrecord.stages.code_events._classes import noun_classes
from onrecord.stages.code_events._frames import Frame
from onrecord.stages.code_events._passages import Passages

ARMED = frozenset({"MIL", "REB", "COP", "UAF", "PRM", "SPY", "CRM"})
OFFICIAL = frozenset({"GOV", "MIL", "LEG", "ELI", "PTY", "OPP", "JUD", "REB", "IGO", "SPY", "COP"})
OFFICIAL_ACTS = frozenset({"COERCE", "SANCTION", "RETREAT"})
"""Event types that only authorities carry out when nobody is named: arrests, bans, curfews, sanctions, their end."""
AUTHORITIES = frozenset({"GOV", "COP", "MIL", "JUD", "IGO"})
SPOKEN = frozenset({"REQUEST", "THREATEN", "REJECT", "ACCUSE", "AGREE", "CONCEDE"})
"""Types of deeds that are done by saying something."""
OWNERS = ("poss", "compound", "nmod", "amod")
ASKED = ("of", "to", "from", "by", "with", "against")
"""The same for what is demanded: whom it is for is not who is asked."""
ABOUT = ("of", "in", "to", "from", "at", "near", "against", "on", "for", "by", "between", "with")
"""Prepositions that lead from a thing to the actor behind it, best first."""


BEYOND = {
    "dobj": 0,
    "nsubjpass": 0,
    "dative": 1,
    "prep": 1,
    "npadvmod": 1,
    "xcomp": 2,
    "acomp": 2,
    "ccomp": 3,
    "advcl": 4,
}
"""Dependents of a verb within which the other side is sought when no slot names it, nearest to the deed first."""
WHENCE = frozenset({"after", "before", "since", "until", "as", "when", "while"})
"""Words that open a clause or phrase about another time, whose people are of another deed."""
DEPTH = 9
HUMAN = frozenset({"he", "she", "him", "her", "they", "them", "us", "we", "who", "whom"})
CROWD, YEARS = 20, 1900
"""Bare numbers from the first up to the second count people."""


class Arguments:
    """The slots of one predicate, found on demand."""

    def __init__(
        self, analysis: Analysis, token: int, frame: Frame | None, words: tuple[int, ...], at: Passages
    ) -> None:
        self.analysis = analysis
        self.tokens = analysis.tokens
        self.token = token
        self.pos = frame.pos if frame else "v"
        self.event_type = frame.event_type if frame else ""
        self.words = words
        self.passages = at
        self.is_announced = False
        """Whether the actor that `actors` gave is the authority that tells of the deed, which names no other."""

    # ---- words ----
    def fillers(self, slot: str) -> list[int]:
        """Tokens that head what fills the slot, conjuncts included; empty if nothing does."""
        first = self._verb_slot(slot) if self.pos == "v" else self._noun_slot(slot)
        found: list[int] = []
        for token in first:
            token = self.passages.after_dateline.get(token, token)
            for conjunct in _grammar.conjuncts(self.tokens, token):
                if conjunct not in found and conjunct != self.token:
                    found.append(conjunct)
        return found

    def _verb_slot(self, slot: str) -> list[int]:
        tokens, verb = self.tokens, self.token
        if slot == "subj":
            teller = _grammar.reporter(tokens, verb) if self.event_type in SPOKEN else None
            return _one(_grammar.subject(tokens, verb if teller is None else teller))
        if slot == "obj":
            return _one(_grammar.direct_object(tokens, verb))
        if slot == "iobj":
            return self._indirect_object()
        found = _grammar.prepositional(tokens, verb, slot)
        for word in self.words:
            found += [token for token in _grammar.prepositional(tokens, word, slot) if token not in found]
        if not found and slot in ("with", "on", "against", "to", "from", "between", "for", "of", "over", "in"):
            # The parser often hangs the preposition on the object or on the last adjunct.
            for child in _grammar.children(tokens, verb, "dobj", "nsubjpass", "prt", "xcomp"):
                if self.analysis.mention_headed(child) is None or slot != "of":
                    found += _grammar.prepositional(tokens, child, slot)
        return [token for token in found if token not in self.words]

    def _indirect_object(self) -> list[int]:
        tokens = self.tokens
        for child in _grammar.children(tokens, self.token, "dative"):
            return _grammar.children(tokens, child, "pobj") if tokens.pos[child] == "ADP" else [child]
        return []

    def _noun_slot(self, slot: str) -> list[int]:
        tokens, noun = self.tokens, self.token
        if slot == "poss":
            return _grammar.children(tokens, noun, "poss")
        if slot == "comp":
            return _grammar.children(tokens, noun, "compound", "amod", "nmod")
        verb = _grammar.light_verb(tokens, noun)
        if verb is not None and tokens.lemma[verb] not in noun_classes().get("light", frozenset()):
            verb = None  # "the attack was condemned by Oslo": who governs the noun has no part in what it names
        if slot == "verb":
            return [] if verb is None else _one(_grammar.subject(tokens, verb))
        if slot == "verbobj":
            return [] if verb is None else [t for t in _one(_grammar.direct_object(tokens, verb)) if t != noun]
        found = _grammar.prepositional(tokens, noun, slot)
        if not found and verb is not None and slot != "of":
            found = _grammar.prepositional(tokens, verb, slot)
        return found

    # ---- participants ----
    def actors(self, slots: tuple[str, ...]) -> list[int]:
        """Mention numbers of who acts: of a thing's surroundings only its owner acts ("the leaders of", not "in")."""
        found = self.participants(slots, about=("of",))
        if not found:
            found = self._announcing()
            self.is_announced = bool(found)
        if found or self.event_type != "MOBILIZE" or self.pos != "v":
            return found
        if not _grammar.is_passive(self.tokens, self.token):
            return found
        moved = self.participants(("obj",), about=())  # "soldiers were sent": who is moved acts
        return [n for n in moved if self.analysis.mentions[n].sector in ARMED]

    def _announcing(self) -> list[int]:
        """ "Nine men had been detained, the police said": of an official act in the passive, the authority that tells it."""
        tokens, verb = self.tokens, self.token
        if self.event_type not in OFFICIAL_ACTS or self.pos != "v" or not _grammar.is_passive(tokens, verb):
            return []
        node, steps = verb, 0
        while tokens.dep[node] == "conj" and steps < 4:
            node, steps = tokens.head[node], steps + 1
        if self.event_type == "RETREAT" and any(self.is_a(filler, "person") for filler in self.fillers("obj")):
            return []  # captives may have been let go by anybody
        aside = _grammar.children(tokens, node, "parataxis")
        telling = aside[0] if aside else tokens.head[node] if tokens.dep[node] == "ccomp" else None
        speaker = None if telling is None else _grammar.surface_subject(tokens, telling)
        number = None if speaker is None else self.analysis.mention_covering(speaker)
        return [] if number is None or not self._can_order(number) else [number]

    def _can_order(self, number: int) -> bool:
        """Whether the speaker is an authority over those concerned: at home, and no diplomat, who speaks of others' acts."""
        analysis = self.analysis
        mention = analysis.mentions[number]
        if mention.country is None or mention.sector not in AUTHORITIES:
            return False
        words = f"{mention.text} {mention.name or ''} {mention.office or ''}".lower()
        if any(word in words for word in ("foreign", "embassy", "ambassador", "consul", "diplomat", "opposition")):
            return False
        if self.event_type == "SANCTION":
            return mention.sector in ("GOV", "IGO")
        lo, hi = analysis.sentence_of(self.token)
        ranges = analysis.mention_tokens
        return mention.sector != "IGO" and all(
            other.country in (None, mention.country) or other.category == "media"
            for other in analysis.mentions[bisect_left(ranges, (lo, 0)) : bisect_left(ranges, (hi, 0))]
        )

    def participants(
        self, slots: tuple[str, ...], taken: tuple[int, ...] = (), about: tuple[str, ...] = ABOUT
    ) -> list[int]:
        """Mention numbers of the first slot that yields any; `taken` are those that fill the other role already."""
        for slot in slots:
            if slot == "recip":
                continue
            found: list[int] = []
            for filler in self.fillers(slot):
                if slot == "comp" and self.analysis.mention_covering(filler) is None:
                    continue
                for mention in self.mentions(filler, about):
                    if mention not in found and mention not in taken:
                        found.append(mention)
            if found:
                return found
        return []

    def in_complement(self, taken: tuple[int, ...]) -> list[int]:
        """Whom the content of a statement is about: its subject, else its object, else who stands under a preposition."""
        tokens = self.tokens
        for head in (self.token, *self.words):
            for clause in _grammar.children(tokens, head, "ccomp", "xcomp", "acl"):
                for fillers in self._roles(clause):
                    found = [
                        number
                        for filler in fillers
                        for conjunct in _grammar.conjuncts(tokens, filler)
                        for number in self.mentions(conjunct)
                        if number not in taken and self._is_other(number, taken)
                    ]
                    if found:
                        return list(dict.fromkeys(found))
        return []

    def _roles(self, clause: int) -> list[list[int]]:
        tokens = self.tokens
        inner = [child for child in _grammar.children(tokens, clause, "ccomp", "xcomp")]
        roles = [_grammar.children(tokens, clause, *_grammar.SUBJECTS), _one(_grammar.direct_object(tokens, clause))]
        roles += [_grammar.children(tokens, child, *_grammar.SUBJECTS) for child in inner]
        roles += [
            _grammar.prepositional(tokens, clause, word) for word in ("to", "with", "against", "from", "on", "in")
        ]
        return roles

    def _is_other(self, number: int, taken: tuple[int, ...]) -> bool:
        """Whether the mention is known and not one of the participants under another name ("it", "its troops")."""
        mentions = self.analysis.mentions
        return _is_known(mentions[number]) and mentions[number].id not in {mentions[n].id for n in taken}

    def beyond(self, taken: tuple[int, ...]) -> list[int]:
        """The other side where no slot names it: "lifted a ban on fruit shipped by growers".

        The nearest known actor after the verb within its dependents; nobody where a place only says where, and neither who acts
        nor the like of them ("its own ministers").
        """
        analysis, mentions = self.analysis, self.analysis.mentions
        if self.pos != "v" or self.event_type == "MOBILIZE":
            return []  # what is moved is the mover's own
        lo, hi = analysis.sentence_of(self.token)
        ranges = analysis.mention_tokens
        entities = {mentions[n].id for n in taken}
        kinds = {(mentions[n].country, mentions[n].sector) for n in taken}
        best: tuple[int, int, int] | None = None
        for n in range(bisect_left(ranges, (max(lo, self.token), 0)), bisect_left(ranges, (hi, 0))):
            mention = mentions[n]
            if mention.id in entities or (mention.country, mention.sector) in kinds or not _is_known(mention):
                continue
            path = self._path(analysis.mention_heads[n])
            rank = None if mention.category == "media" else self._rank(path, mention.category == "place")
            if rank is not None and (best is None or (rank, len(path), n) < best):
                best = (rank, len(path), n)
        if best is None:
            return []
        members = (
            _collectives.members(self.analysis, best[2]) if "+collective" in (mentions[best[2]].rule or "") else []
        )
        return [n for n in members if n not in taken] or [best[2]]

    def _path(self, token: int) -> list[int]:
        """The words from the predicate (left out) down to `token`; empty where it does not stand below it."""
        path = list[int]()
        while token != self.token and len(path) < DEPTH:
            path.append(token)
            head = self.tokens.head[token]
            if head == token:
                return []
            token = head
        return path[::-1] if token == self.token else []

    def _rank(self, path: list[int], is_place: bool) -> int | None:
        if not path or path == [word for word in path if word in self.words]:
            return None
        tokens, top = self.tokens, path[0]
        if any(tokens.dep[word] == "relcl" for word in path):
            return None  # another deed: "searched a warehouse that was used to bus protesters"
        dep = tokens.dep[top]
        marks = {tokens.lower[child] for child in _grammar.children(tokens, top, "mark", "advmod")} | {
            tokens.lower[top]
        }
        if (is_place and dep not in ("dobj", "xcomp")) or marks & WHENCE or tokens.lower[top] == "by":
            return None
        return BEYOND.get(dep)

    def mentions(self, filler: int, about: tuple[str, ...] = ABOUT) -> list[int]:
        """The political actors behind a word."""
        analysis, tokens = self.analysis, self.tokens
        speaker = self.passages.speakers.get(filler)
        if speaker is not None:
            return [speaker]
        own = analysis.mention_headed(filler)
        if own is None:
            own = analysis.mention_covering(filler)
        if own is not None and "+collective" in (analysis.mentions[own].rule or ""):
            return _collectives.members(self.analysis, own) or [own]
        if own is not None and _is_known(analysis.mentions[own]):
            return [*self._sharing(own), own, *self._sharing_office(own)]
        behind = [] if tokens.pos[filler] == "PRON" and own is not None else self._behind(filler, own, about)
        if behind:
            return behind
        return [] if own is None else [own]

    def sides(self, number: int) -> list[int]:
        """The states whose officials a plural mention names: "officials of Oslo and Bern", "their foreign ministers"."""
        analysis, tokens = self.analysis, self.tokens
        head = analysis.mention_heads[number]
        if tokens.tag[head] not in ("NNS", "NNPS") or analysis.mentions[number].sector not in OFFICIAL:
            return []
        found = [
            n
            for filler in _grammar.prepositional(tokens, head, "of")
            for conjunct in _grammar.conjuncts(tokens, filler)
            for n in self.mentions(conjunct)
        ]
        if len({analysis.mentions[n].country for n in found}) > 1:
            return list(dict.fromkeys(found))
        lo, hi = analysis.mention_tokens[number]
        return (
            _collectives.members(self.analysis, number) if {"their", "two", "both"} & set(tokens.lower[lo:hi]) else []
        )

    def _sharing(self, number: int) -> list[int]:
        """Mentions before this one that share its noun: "Armenian" of "Armenian and Azerbaijani soldiers"."""
        analysis, found = self.analysis, list[int]()
        while number > 0 and "shared_head" in (analysis.mentions[number - 1].rule or ""):
            between = range(analysis.mention_tokens[number - 1][1], analysis.mention_tokens[number][0])
            if any(self.tokens.pos[token] not in ("CCONJ", "PUNCT") for token in between):
                break
            number -= 1
            found.insert(0, number)
        return found

    def _sharing_office(self, number: int) -> list[int]:
        """Mentions after this one that share its noun: "Benin" of "the presidents of Togo and Benin"."""
        found = list[int]()
        for after in range(number + 1, len(self.analysis.mentions)):
            if self.analysis.mentions[after].rule != "shared_office":
                break
            found.append(after)
        return found

    def _behind(self, filler: int, own: int | None, about: tuple[str, ...]) -> list[int]:
        tokens = self.tokens
        for child in tokens.children[filler]:
            if tokens.dep[child] in OWNERS:
                found = self._known(child, own)
                if found:
                    return found
        for word in about:
            found = [
                number
                for below in _grammar.prepositional(tokens, filler, word)
                for conjunct in _grammar.conjuncts(tokens, below)
                for number in self._known(conjunct, own) or (self._owner(conjunct, own) if word == "of" else [])
            ]
            if found:
                return found
        return []

    def _owner(self, token: int, own: int | None) -> list[int]:
        for child in self.tokens.children[token]:
            if self.tokens.dep[child] in OWNERS:
                found = self._known(child, own)
                if found:
                    return found
        return []

    def _known(self, token: int, own: int | None) -> list[int]:
        number = self.analysis.mention_covering(token)
        if number is None or number == own or not _is_known(self.analysis.mentions[number]):
            return []
        return [number]

    # ---- constraints ----
    def fits(self, frame: Frame) -> bool:
        """Whether the constraints that need only the parse hold ("actor" and "both" are checked on the result)."""
        return all(self._holds(need.slot, need.cls) for need in frame.needs)

    def _holds(self, slot: str, cls: str | None) -> bool:
        tokens, token = self.tokens, self.token
        if cls is not None:
            if slot == "article":
                return self.passages.has(self.analysis, cls)
            negated = cls.startswith("!")
            fillers = self.fillers(slot)
            found = any(self.is_a(filler, name) for filler in fillers for name in cls.lstrip("!").split("|"))
            return found != negated
        if slot == "no-obj":
            return _grammar.direct_object(tokens, token) in (None, *self.words)
        if slot == "obj":
            return _grammar.direct_object(tokens, token) is not None
        if slot == "passive":
            return _grammar.is_passive(tokens, token)
        if slot == "infinitive":
            clauses = _grammar.children(tokens, token, "xcomp", "ccomp")
            clauses += [child for child in _grammar.children(tokens, token, "advcl") if 0 < child - token <= 3]
            return any(
                tokens.tag[aux] == "TO" for clause in clauses for aux in _grammar.children(tokens, clause, "aux")
            )
        if slot == "complement":
            return self._has_complement()
        if slot in ("actor", "recipient", "both", "toll", "anyone"):
            return True
        if slot == "day":
            return _dates.is_on_a_day(tokens, token)
        if slot == "ahead":
            return _dates.is_ahead(tokens, token)
        if slot == "nth":
            return _dates.is_nth(tokens, token)
        return bool(self.fillers(slot))

    def _has_complement(self) -> bool:
        heads = [self.token, *self.words]
        tokens = self.tokens
        for head in heads:
            if _grammar.children(tokens, head, "ccomp", "xcomp", "acl", "pcomp", "dobj"):
                return True
            for preposition in _grammar.children(tokens, head, "prep"):
                if _grammar.children(tokens, preposition, "pcomp", "pobj"):
                    return True
        return _grammar.is_passive(tokens, self.token)

    def _is_portion(self, filler: int) -> bool:
        """Whether the word is a number or a container, of something: "six of", "a column of"."""
        tokens = self.tokens
        return tokens.pos[filler] == "NUM" or tokens.lemma[filler] in noun_classes().get("portion", frozenset())

    def _forms(self, filler: int) -> tuple[str, ...]:
        """The lemma and the form; of a word that opens a sentence and was read as a name ("Rockets") the singular too."""
        lemma, lower = self.tokens.lemma[filler], self.tokens.lower[filler]
        return (lemma, lower, lower.removesuffix("s")) if self.tokens.tag[filler] == "NNPS" else (lemma, lower)

    def _may_be_town(self, filler: int, mention: Mention | None) -> bool:
        """Whether the word is a bare name that no list has: a town that rebels capture is often not in the gazetteer."""
        if self.tokens.pos[filler] != "PROPN" or (self.tokens.children[filler] and self.tokens.dep[filler] != "pobj"):
            return False
        unknown = mention is not None and mention.category in ("organisation", "other")
        return mention is None or (unknown and mention.sector is None and mention.country is None)

    def is_a(self, filler: int, cls: str) -> bool:
        """Whether the word belongs to the class: a noun class, or actor, person, armed, place."""
        lemmas = noun_classes().get(cls)
        if lemmas is not None and not lemmas.isdisjoint(self._forms(filler)):
            return True
        if cls == "person" and self.tokens.lemma[filler].endswith(("man", "men")) and self.tokens.pos[filler] == "NOUN":
            return True
        if cls == "person" and self.tokens.lower[filler] in HUMAN:
            return True
        if self._is_portion(filler) and any(
            self.is_a(whole, cls) for whole in _grammar.prepositional(self.tokens, filler, "of")
        ):
            return True  # "six of its trucks", "a group of farmers", "four lorries of policemen"
        if cls == "crowd" and self.tokens.pos[filler] == "NUM" and _is_many(self.tokens.lower[filler]):
            return True
        number = self.analysis.mention_covering(filler)
        mention = None if number is None else self.analysis.mentions[number]
        if cls == "place" and self._may_be_town(filler, mention):
            return True
        if cls == "actor":
            return any(_is_known(self.analysis.mentions[n]) for n in self.mentions(filler))
        if mention is None:
            return False
        if cls in ("official", "leader", "diplomat") and mention.category == "person" and mention.sector in OFFICIAL:
            return True
        if cls == "person":
            return mention.category in ("person", "group", "pronoun", "demonym") or mention.sector is not None
        if cls == "armed":
            return mention.sector in ARMED
        if cls == "place":
            return mention.category == "place" or (mention.sector is None and mention.country is not None)
        return False


def _is_many(word: str) -> bool:
    """Whether a number with nothing behind it counts a crowd: "about 300 marched"."""
    digits = word.replace(",", "")
    return digits.isdigit() and CROWD <= int(digits) < YEARS


def _one(token: int | None) -> list[int]:
    return [] if token is None else [token]


def _is_known(mention: Mention) -> bool:
    return mention.country is not None or mention.sector is not None


def is_political(mention: Mention) -> bool:
    """Whether the mention is somebody whom event data knows: it has a country or a sector."""
    return _is_known(mention)
