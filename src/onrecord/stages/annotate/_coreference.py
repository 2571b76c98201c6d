"""Which mentions of one article are the same actor, and what a later mention takes over from an earlier one.

In: drafts of the whole article, coded from their own words. Out: drafts with `entity` set and gaps filled. The one idea: go
through the article once and keep, for surnames, acronyms, head nouns and subjects, the last actor that fits; link only where
one fits.
"""

from __future__ import annotations

from dataclasses import replace

from onrecord.analysis import Analysis
from onrecord.records import content_id
from onrecord.stages.annotate._lexicons import COUNTRY_WORDS, Agent
from onrecord.stages.annotate._phrases import Draft

SUBJECTS = frozenset({"nsubj", "nsubjpass"})
PERSONAL = {"he": "m", "him": "m", "himself": "m", "she": "f", "her": "f", "herself": "f"}
PLURAL = frozenset({"they", "them", "themselves"})
OBJECTS = frozenset({"him", "her", "them"})
"""Pronouns that are never the subject of their own verb, nor mean it."""
CLAUSE = 60
"""Words on either side of a verb among which its subject is looked for."""
EXPLETIVE_VERBS = frozenset(
    {"be", "seem", "appear", "become", "rain", "snow", "take", "remain", "matter", "turn", "mean"}
)
NOT_OF_OWNER = frozenset(
    {
        "counterpart",
        "opponent",
        "ally",
        "enemy",
        "neighbour",
        "neighbor",
        "visitor",
        "guest",
        "critic",
        "rival",
        "attacker",
    }
)
FOLLOWERS = frozenset({"men", "man", "people", "boy", "brother", "comrade", "follower"})
ARMED = frozenset({"REB", "CRM", "PRM", "UAF", "MIL", "COP"})
"""Sectors whose people are of the sector when they are somebody's "men"."""
OFFICE_IN_TEXT = frozenset({"office_before_name", "former_office", "apposition"})
"""Rules by which the text itself tells somebody's office; they win over the lexicon's dates for the rest of the article."""
BODY_KINDS = frozenset({"organisation", "government", "media", "group"})


class Memory:
    """What one article has said so far."""

    def __init__(self, analysis: Analysis) -> None:
        self._analysis = analysis
        self._tokens = analysis.tokens
        self._people: dict[str, Draft] = {}
        self._bodies: dict[str, Draft] = {}
        self._groups: dict[str, Draft] = {}
        self._offices: dict[str, Draft] = {}
        self._acronyms: dict[str, Draft] = {}
        self._recent: list[Draft] = []
        self._country: Draft | None = None
        self._count = 0

    def link(self, drafts: list[Draft]) -> None:
        """Set `entity` of every draft, in text order."""
        before: Draft | None = None
        self._unknow(drafts)
        for draft in drafts:
            if draft.kind == "pronoun":
                self._pronoun(draft)
            elif draft.kind == "person" and draft.is_named:
                self._person(draft)
            elif draft.is_named and (draft.kind not in ("government", "demonym", "place") or self._is_surname(draft)):
                self._named_body(draft, before)
            elif draft.agent is not None:
                self._nominal(draft)
            if not draft.entity:
                draft.entity = self._own_id(draft)
            if before is not None:
                self._apposition(before, draft)
            self._remember(draft)
            before = draft

    # ---- named ----
    def _unknow(self, drafts: list[Draft]) -> None:
        """A bare surname that the lexicon knows, in an article about somebody else of that surname, is that somebody."""
        full: dict[str, set[str]] = {}
        for draft in drafts:
            if draft.kind == "person" and draft.is_named and draft.name and draft.hi - draft.core > 1:
                words = self._analysis.words(max(draft.core, draft.lo), draft.hi).split()
                if len(words) > 1:
                    full.setdefault(words[-1], set()).add(draft.name)
        for draft in drafts:
            entry = draft.entry
            if entry is None or entry.kind != "person" or draft.kind != "person":
                continue
            word = self._tokens.text[draft.head]
            others = full.get(word, set())
            if (
                others
                and entry.name not in others
                and self._analysis.words(max(draft.core, draft.lo), draft.hi) == word
            ):
                draft.entry, draft.name, draft.rule = None, word, "name_only"
                draft.country = draft.side = draft.wikidata = draft.sector = None
                draft.other = ()

    def _person(self, draft: Draft) -> None:
        assert draft.name is not None
        words = draft.name.replace("’", "'").split()
        known = self._people.get(words[-1]) or (self._people.get(words[0]) if len(words) == 1 else None)
        if known is not None and (len(words) == 1 or known.name == draft.name or _same_given(known.name, draft.name)):
            _take_over(draft, known)
            if known.name is None or len(words) > len(known.name.split()):
                known.name = draft.name
            draft.name = known.name
            if draft.rule == "known_name" and known.rule in OFFICE_IN_TEXT:
                draft.sector, draft.other, draft.office = known.sector, known.other, known.office
                draft.rule = known.rule
            draft.gender = known.gender if known.gender != "u" else draft.gender
        for word in (words[-1], draft.name.split()[-1]):
            self._people[word] = draft
        if draft.agent is not None:
            self._offices[draft.agent.word] = draft

    def _named_body(self, draft: Draft, before: Draft | None) -> None:
        name = draft.name or ""
        if name in self._acronyms:
            _take_over(draft, self._acronyms[name])
            draft.name = self._acronyms[name].name
        elif len(name.split()) == 1 and name in self._people and draft.entry is None:
            known = self._people[name]
            _take_over(draft, known)
            draft.kind, draft.name = "person", known.name
        elif (
            before is not None
            and self._is_in_brackets(draft)
            and _is_acronym(name, self._analysis.words(before.lo, before.hi))
        ):
            _take_over(draft, before)
            draft.name = before.name or name
            self._acronyms[name] = before

    def _is_surname(self, draft: Draft) -> bool:
        """A name taken for a place that is the surname of a person whom the article has named."""
        return draft.kind == "place" and draft.entry is None and draft.name in self._people

    def _is_in_brackets(self, draft: Draft) -> bool:
        return draft.lo > 0 and self._tokens.text[draft.lo - 1] in ("(", "[")

    # ---- nominal ----
    def _nominal(self, draft: Draft) -> None:
        """ "The ministry", "the general", "police": the latest actor of that noun, where the words fit."""
        agent = draft.agent
        assert agent is not None
        if draft.country is None:
            self._from_owner(draft, agent)
        if agent.word in COUNTRY_WORDS and not draft.is_named and draft.is_definite and not draft.is_plural:
            if draft.country is None and self._country is not None:
                _take_over(draft, self._country)
                draft.name, draft.rule = self._country.name, "the_country"
            return
        if agent.kind == "person" and draft.is_plural:
            known = self._groups.get(agent.word)
        elif draft.kind == "person":
            known = self._offices.get(agent.word)
        else:
            known = self._bodies.get(_last_word(agent))
        if known is None:
            return
        if draft.is_named and draft.name != known.name:
            return
        fits = draft.country is None or known.country == draft.country
        bare = draft.is_definite or (agent.kind != "person" and draft.lo == draft.head)
        if agent.kind in ("person", "relation"):
            bare = draft.is_definite and draft.hi - draft.lo <= 3
        if fits and bare:
            _take_over(draft, known)
            if draft.kind != "person" and known.is_named and known.sector is not None:
                draft.kind, draft.sector, draft.other = known.kind, known.sector, known.other
            draft.rule = draft.rule if draft.country is None else f"{draft.rule}+earlier"
            if known.is_named:
                draft.name, draft.office = known.name, draft.office or known.office

    def _from_owner(self, draft: Draft, agent: Agent) -> None:
        """ "Its forces", "the country's army": whose they are tells the country, and the sector of an aide."""
        tokens = self._tokens
        owner: Draft | None = None
        whose = next((n for n in range(draft.lo, min(draft.hi, draft.lo + 4)) if tokens.tag[n] == "PRP$"), None)
        if whose is not None:
            owner = self._antecedent(tokens.lower[whose], draft.head)
        elif draft.owner is not None and draft.owner.name in self._acronyms:
            owner = self._acronyms[draft.owner.name]
        elif draft.owner is not None and draft.owner.agent is not None:
            if draft.owner.word in COUNTRY_WORDS:
                owner = self._country
            elif draft.owner.country is None:
                owner = self._offices.get(draft.owner.word) or self._bodies.get(_last_word(draft.owner.agent))
        if owner is None or agent.word in NOT_OF_OWNER:
            return
        if agent.word in FOLLOWERS and owner.sector in ARMED:
            draft.sector, draft.other, draft.employer = owner.sector, owner.other, owner
        draft.country, draft.rule = owner.country, f"{draft.rule}+owner"
        if agent.kind == "relation" and owner.sector is not None:
            draft.sector, draft.other, draft.employer = owner.sector, owner.other, owner
        elif draft.sector == owner.sector:
            draft.employer = owner

    def _antecedent(self, word: str, head: int) -> Draft | None:
        """Whom "its", "their", "his" or "her" means: a subject of the sentence so far, else of the one before."""
        tokens = self._tokens
        sentence = tokens.sentence[head]
        for back in (0, 1):
            fits = [d for d in self._recent if tokens.sentence[d.head] == sentence - back and _can_own(word, d)]
            subjects = [d for d in fits if tokens.dep[d.head] in SUBJECTS]
            if subjects or len({d.entity for d in fits}) == 1:
                owner = (subjects or fits)[-1]
                return owner.employer if word == "its" and owner.kind == "person" else owner
        return None

    def _apposition(self, left: Draft, right: Draft) -> None:
        """ "Valery Gerasimov, Russia's chief of staff": two mentions, one actor."""
        if left.kind not in ("person", "organisation", "media", "group", "other") or right.lo - left.hi > 2:
            return
        tokens = self._tokens
        between = [tokens.text[n] for n in range(left.hi, right.lo)]
        linked = tokens.dep[right.head] == "appos" and tokens.head[right.head] == left.head
        if between != [","] or not (linked or (_is_office(left) != _is_office(right) and self._closes(right))):
            return
        named, nominal = (left, right) if left.is_named else (right, left)
        if (
            not named.is_named
            or nominal.is_named
            or nominal.agent is None
            or nominal.is_plural
            or named.kind == "pronoun"
        ):
            return
        if nominal.kind == "person" and named.kind != "person":
            if named.rule not in ("name_only", "place") or named.entry is not None:
                return
            named.kind = "person"
        elif nominal.kind != "person" and named.kind == "person":
            return
        self._merge(named, nominal)

    def _closes(self, draft: Draft) -> bool:
        tokens = self._tokens
        return (
            draft.hi >= len(tokens)
            or tokens.text[draft.hi] in (",", ".", ";")
            or tokens.lower[draft.hi] in ("who", "and", "said")
        )

    def _merge(self, named: Draft, nominal: Draft) -> None:
        office = self._analysis.words(nominal.lo, nominal.hi)
        named.office = named.office or office
        agent = nominal.agent
        if named.entry is not None and named.rule == "known_name" and agent is not None and agent.is_title:
            named.sector, named.other, named.rule = nominal.sector, nominal.other, "apposition"
        if named.entry is None and named.rule in ("name_only", "title", "earlier"):
            named.sector, named.other, named.rule = nominal.sector, nominal.other, "apposition"
        named.country = named.country or nominal.country
        named.side = named.side or nominal.side
        named.employer = named.employer or nominal.employer
        nominal.name, nominal.office, nominal.entity = named.name, named.office, named.entity
        nominal.country = nominal.country or named.country
        if nominal.agent is not None:
            self._offices[nominal.agent.word] = named

    # ---- pronouns ----
    def _pronoun(self, draft: Draft) -> None:
        tokens, word = self._tokens, draft.word
        sentence = tokens.sentence[draft.head]
        if word in PERSONAL:
            fits = [
                d for d in self._recent if d.kind == "person" and not d.is_plural and d.gender in ("u", PERSONAL[word])
            ]
        elif word in PLURAL:
            fits = [
                d for d in self._recent if d.kind in ("group", "organisation") or (d.kind == "person" and d.is_plural)
            ]
        elif word == "it":
            if tokens.dep[draft.head] not in SUBJECTS or tokens.lemma[tokens.head[draft.head]] in EXPLETIVE_VERBS:
                return
            fits = [d for d in self._recent if self._is_body(d) or self._is_one(d)]
        else:
            return
        if word in OBJECTS:
            doers = self._doers(draft.head)
            fits = [d for d in fits if d.head not in doers]
        for back in (0, 1) if word not in PERSONAL else (0, 1, 2):
            near = [d for d in fits if tokens.sentence[d.head] == sentence - back]
            subjects = [d for d in near if tokens.dep[d.head] in SUBJECTS]
            chosen = subjects or near
            if word in OBJECTS and not back:
                chosen = [d for d in near if tokens.dep[d.head] in ("dobj", "nsubjpass")] or chosen
            if len({d.entity for d in chosen}) == 1 or (subjects and word in PERSONAL):
                _take_over(draft, chosen[-1])
                self._recent.append(replace(chosen[-1], lo=draft.lo, hi=draft.hi, head=draft.head))
                draft.name, draft.office, draft.rule = chosen[-1].name, chosen[-1].office, "pronoun"
                draft.side = chosen[-1].side
                return
            if chosen:
                return

    def _doers(self, pronoun: int) -> set[int]:
        """The subjects of the verb that the pronoun hangs on: who arrests them is not they."""
        tokens = self._tokens
        verb = tokens.head[pronoun]
        if tokens.dep[pronoun] in SUBJECTS:  # "forced them to leave": of the verb above
            verb = tokens.head[verb]
        for _ in range(6):
            lo, hi = self._analysis.sentence_of(verb)
            found = [n for n in range(max(lo, verb - CLAUSE), min(hi, verb + CLAUSE)) if tokens.head[n] == verb]
            subjects = {n for n in found if tokens.dep[n] in SUBJECTS or tokens.dep[n] == "agent"}
            if subjects or tokens.head[verb] == verb:
                return subjects | {n for n in found if tokens.dep[n] == "conj" and tokens.head[n] in subjects}
            if tokens.dep[verb] not in ("conj", "prep", "xcomp", "advcl"):
                return set()
            verb = tokens.head[verb]
        return set()

    def _is_body(self, draft: Draft) -> bool:
        """What "it" may stand for; "the media" are spoken of, they do not act as one."""
        named = self._tokens.pos[draft.head] == "PROPN"
        return draft.kind in ("organisation", "government") or (draft.kind == "media" and named)

    def _is_one(self, draft: Draft) -> bool:
        """A group that is spoken of as one: "the party", "the union"."""
        return draft.kind == "group" and draft.is_named and self._tokens.tag[draft.head] in ("NN", "NNP")

    # ---- keeping ----
    def _remember(self, draft: Draft) -> None:
        if draft.entry is not None and draft.entry.kind == "country":
            self._country = draft
        if draft.kind == "pronoun":
            return
        self._recent.append(draft)
        if len(self._recent) > 24:
            del self._recent[:12]
        if draft.agent is not None and draft.agent.kind == "person" and draft.is_plural:
            self._groups[draft.agent.word] = draft
        elif draft.agent is not None and draft.kind != "person":
            kept = self._bodies.get(_last_word(draft.agent))
            if draft.country or draft.is_named or kept is None:
                self._bodies[_last_word(draft.agent)] = draft
        elif draft.kind in BODY_KINDS and draft.is_named and draft.entry is not None:
            for noun in draft.entry.nouns:
                self._bodies[noun] = draft
        for part in draft.parts:
            if part.entry is not None:
                for noun in part.entry.nouns:
                    self._bodies[noun] = part
                    part.entity = part.entity or self._own_id(part)
        if draft.entry is not None and draft.entry.office is not None and draft.kind == "person":
            self._offices[draft.entry.office.split(" of ")[0]] = draft
        if draft.agent is not None and draft.kind == "person" and not draft.is_plural and draft.country:
            kept = self._offices.get(draft.agent.word)
            if draft.is_named or kept is None or not kept.is_named:
                self._offices[draft.agent.word] = draft

    def _own_id(self, draft: Draft) -> str:
        if (
            draft.kind in ("government", "demonym")
            and draft.country
            and (draft.entry is not None or draft.word == "government")
        ):
            return content_id("n", "government", draft.country)
        if draft.is_named and draft.name:
            return content_id("n", draft.name)
        if draft.kind == "person" and not draft.is_definite and not draft.is_plural:
            self._count += 1
            return content_id("n", draft.word, draft.country, self._count)
        if draft.kind == "pronoun":
            self._count += 1
            return content_id("n", "pronoun", self._count)
        return content_id("n", draft.word or self._tokens.lower[draft.head], draft.country, draft.sector)


def _take_over(draft: Draft, known: Draft) -> None:
    draft.entity = known.entity
    draft.country = draft.country or known.country
    draft.side = draft.side or known.side
    draft.employer = draft.employer or known.employer
    draft.wikidata = draft.wikidata or known.wikidata
    if draft.sector is None or (
        draft.agent is not None and draft.agent.kind == "relation" and known.sector is not None
    ):
        draft.sector, draft.other = known.sector, known.other
    if draft.kind == "person" or draft.kind == "pronoun":
        draft.office = draft.office or known.office
    if draft.rule in (None, "name_only"):
        draft.rule = "earlier"


def _same_given(known: str | None, name: str) -> bool:
    """ "Valery Gerasimov" and "Gerasimov", not "Anna Gerasimova"; "V. Putin" and "Vladimir Putin"."""
    first, second = (known or "").split(), name.split()
    if len(first) < 2 or len(second) < 2:
        return True
    return first[0][:1] == second[0][:1] and (first[0] == second[0] or "." in first[0] + second[0])


def _is_acronym(short: str, full: str) -> bool:
    """Whether the letters of `short` begin words of `full`, in order."""
    letters = [letter.lower() for letter in short if letter.isalpha()]
    initials = [word[0].lower() for word in full.replace("-", " ").split() if word[0].isalpha()]
    at = 0
    for initial in initials:
        if at < len(letters) and letters[at] == initial:
            at += 1
    return len(letters) > 1 and at >= len(letters) - 1


def _can_own(word: str, draft: Draft) -> bool:
    if word == "its" and draft.kind == "pronoun":
        return draft.word == "it"
    if word == "its":
        is_body = draft.kind in ("government", "organisation", "media", "group") or draft.rule == "place"
        return is_body or (draft.employer is not None and draft.employer.kind != "person")
    if word == "their":
        return draft.kind != "demonym" and (draft.is_plural or draft.kind in ("group", "organisation", "government"))
    return draft.kind == "person" and not draft.is_plural and draft.gender in ("u", "m" if word == "his" else "f")


def _is_office(draft: Draft) -> bool:
    return not draft.is_named and draft.agent is not None


def _last_word(agent: Agent) -> str:
    return agent.word.split()[-1]
