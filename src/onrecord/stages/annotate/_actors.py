"""Country, sector and side of a mention, each decision with the name of its rule.

In: a draft with its owner and parts. Out: the same draft filled. The one idea: an actor is its own words first (a known name, an
agent noun), then whose it is (owner, "of ...", a demonym), then where it is; what the text does not carry stays None.
Sectors are those of the PLOVER manual (0.7b1), table "Sector Primary Codes"; a dominant sector before a noun changes it
("rebel army" is REB, not MIL).
"""

from __future__ import annotations

from onrecord.analysis import Tokens
from onrecord.stages.annotate._lexicons import BODIES_OF_NO_COUNTRY, STATE_SECTORS, Agent, Lexicons, SideRow
from onrecord.stages.annotate._phrases import Draft

DOMINANT = frozenset({"REB", "PRM", "UAF", "CRM"})
PLACE_KINDS = frozenset({"country", "capital", "metonym"})
WHERE = frozenset(
    {
        "in",
        "at",
        "near",
        "inside",
        "outside",
        "around",
        "across",
        "within",
        "throughout",
        "into",
        "via",
        "through",
        "over",
        "off",
        "along",
        "beyond",
        "onto",
        "towards",
        "toward",
    }
)
OBLIQUE_BEFORE = frozenset({"pro", "anti"})
STATE_MEDIA = frozenset(
    {"state", "official", "state-run", "state-owned", "government", "government-run", "pro-government"}
)
FORMER = "ELI"
OFFICES = frozenset({*STATE_SECTORS, "ELI", "PTY", "OPP", "PRE", "SOC", None})
"""Sectors of those whom "former" makes elites; a former rebel or farmer is none."""
COMMANDERS = frozenset({"commander", "warlord"})
NEIGHBOURS = frozenset({"neighbour", "neighbor"})
LABOUR = frozenset({"workers", "unions", "employees", "labour", "labor"})
"""Words that make an association one of workers."""


class ActorCoder:
    """Decides country, sector, side."""

    def __init__(self, lexicons: Lexicons) -> None:
        self._lex = lexicons
        self._by_name: dict[str, list[SideRow]] = {}
        self._by_code: dict[tuple[str, str], list[SideRow]] = {}
        for row in lexicons.sides:
            if row.name:
                self._by_name.setdefault(row.name, []).append(row)
            else:
                self._by_code.setdefault((row.country, row.sector), []).append(row)

    def decide(self, tokens: Tokens, draft: Draft) -> None:
        """Fill country, sector, other sectors and rule of the draft from its own words and those of whom it belongs to."""
        for part in draft.parts:
            self.decide(tokens, part)
        if draft.owner is not None and draft.owner.rule is None:
            self.decide(tokens, draft.owner)
        if draft.kind in PLACE_KINDS:
            self._country_name(tokens, draft)
        elif draft.kind == "demonym":
            self._demonym(tokens, draft)
        elif draft.kind == "pronoun":
            draft.rule = "pronoun"
        elif draft.entry is not None:
            self._known(tokens, draft)
        elif draft.agent is not None:
            self._nominal(tokens, draft)
        else:
            self._unknown(tokens, draft)

    # ---- kinds of mention ----
    def _country_name(self, tokens: Tokens, draft: Draft) -> None:
        entry = draft.entry
        assert entry is not None
        draft.country, draft.name = entry.country, entry.name
        is_filed = is_dateline(tokens, draft.lo, draft.hi)
        if (
            is_filed
            or is_where(tokens, draft, self._lex.motion, self._lex.messages)
            or _is_part_of_country(tokens, draft)
        ):
            draft.kind, draft.rule = "place", "place"
        else:
            draft.kind, draft.sector, draft.rule = "government", "GOV", f"{entry.kind}_as_government"

    def _demonym(self, tokens: Tokens, draft: Draft) -> None:
        entry = draft.entry
        assert entry is not None
        draft.country = entry.country
        is_noun = tokens.tag[draft.head].startswith("NN") and tokens.dep[draft.head] not in ("compound", "amod", "nmod")
        if draft.is_definite and (draft.is_plural or is_noun or tokens.dep[draft.head] in ("nsubj", "pobj", "dobj")):
            draft.kind, draft.sector, draft.rule = "group", "GOV", "definite_demonym"
        elif draft.is_plural or (is_noun and tokens.dep[draft.head] in ("nsubj", "nsubjpass", "dobj")):
            draft.kind, draft.sector, draft.rule = ("group" if draft.is_plural else "person"), "CVL", "demonym_people"
        else:
            draft.sector, draft.rule = "GOV", "demonym"
        if draft.kind != "demonym":
            draft.is_named, draft.name = False, None
            draft.word = draft.word or tokens.lower[draft.head]
            if draft.lo < draft.head and tokens.lower[draft.head - 1] == "ethnic":
                draft.country, draft.rule = None, "ethnic"

    def _known(self, tokens: Tokens, draft: Draft) -> None:
        entry = draft.entry
        assert entry is not None
        draft.kind, draft.name, draft.rule = entry.kind, entry.name, "known_name"
        if entry.kind == "person":
            draft.gender = self._lex.given.get(entry.name.split()[0], draft.gender)
        draft.country, draft.other, draft.wikidata = entry.country, entry.other, entry.wikidata
        draft.side = entry.side
        title_sector = draft.sector
        draft.sector = entry.sector
        if draft.agent is not None and entry.kind == "person":
            self._office_of_known(tokens, draft)
        elif title_sector is not None and entry.sector is None:
            draft.sector = title_sector
        draft.office = draft.office or entry.office
        if entry.country == "NGO" and (
            part := next((p for p in draft.parts if p.country and p.hi <= draft.head), None)
        ):
            draft.country, draft.name = part.country, _words_from(tokens, part.lo, draft.hi)

    def _office_of_known(self, tokens: Tokens, draft: Draft) -> None:
        """The office before a known name wins over the lexicon's: the text was true on its day."""
        agent = draft.agent
        assert agent is not None
        if self._is_former(tokens, draft):
            draft.sector, draft.other, draft.rule = FORMER, (agent.sector,) if agent.sector else (), "former_office"
        elif agent.kind == "person" and agent.is_title and agent.sector is not None:
            draft.sector, draft.rule = agent.sector, "office_before_name"

    def _nominal(self, tokens: Tokens, draft: Draft) -> None:
        agent = draft.agent
        assert agent is not None
        _set_kind(draft, agent)
        employer = _employer(draft)
        is_ethnic = any(
            part.entry is not None and part.entry.kind == "demonym" and part.entry.sector for part in draft.parts
        )
        if is_ethnic:
            employer = None
        draft.sector, draft.other, draft.rule = agent.sector, agent.other, f"agent:{agent.word}"
        if agent.word in NEIGHBOURS and (
            tokens.lower[draft.lo] == "its" or (employer and employer.kind == "government")
        ):
            draft.kind, draft.sector, draft.rule = "government", "GOV", f"agent:{agent.word}"
            return
        modifier = self._modifier(tokens, draft)
        if is_ethnic and agent.kind == "relation" and modifier is None and agent.sector != "CVL":
            # leaders of a people are elites, not its government; its commanders are no state's
            modifier = "REB" if agent.word in COMMANDERS else FORMER
        works_for_body = employer is not None and (employer.entry is None or employer.entry.kind not in PLACE_KINDS)
        if agent.kind == "relation" or (agent.is_modified and works_for_body):
            if employer is not None and employer.sector is not None:
                draft.sector, draft.other, draft.rule = employer.sector, employer.other, "employer"
                draft.employer = employer
            elif modifier is not None:
                draft.sector, draft.rule = modifier, f"modifier:{agent.word}"
        elif employer is not None and employer.sector in DOMINANT and agent.sector in (*STATE_SECTORS, "OPP", "CVL"):
            draft.sector, draft.other, draft.rule = employer.sector, (), "employer"
            draft.employer = employer
        elif modifier is not None and modifier != agent.sector:
            self._modified(draft, agent, modifier)
        if agent.kind in ("person", "relation") and draft.sector in OFFICES and self._is_former(tokens, draft):
            draft.other, draft.sector = (draft.sector,) if draft.sector else (), FORMER
            draft.rule = "former_office"
        self._country_from_words(tokens, draft, employer)
        if draft.kind == "media" and any(tokens.lower[n] in STATE_MEDIA for n in range(draft.lo, draft.head)):
            draft.other, draft.side = ("GOV",), draft.country
        if (
            draft.sector == "SOC"
            and agent.kind == "body"
            and any(tokens.lower[n] in LABOUR for n in range(draft.lo, draft.hi))
        ):
            draft.sector = "LAB"
        if draft.is_named and draft.name is None:
            draft.name = _proper_name(tokens, draft)

    def _modified(self, draft: Draft, agent: Agent, modifier: str) -> None:
        if modifier in DOMINANT or (modifier == "OPP" and agent.sector in ("CVL", "MIL", "PTY", "LAB", "SOC", "ELI")):
            draft.sector, draft.other = modifier, (agent.sector,) if agent.sector else ()
            draft.rule = f"modifier:{agent.word}"
        elif modifier == "OPP":
            draft.other = (*draft.other, "OPP")
        elif agent.is_modified:
            draft.sector, draft.rule = modifier, f"modifier:{agent.word}"

    def _unknown(self, tokens: Tokens, draft: Draft) -> None:
        """A name that no lexicon has and that has no title before it."""
        owner = draft.owner
        if draft.kind == "person":
            draft.rule = "title" if draft.sector else "name_only"
            if draft.sector is None and owner is not None and owner.kind in ("organisation", "media"):
                draft.sector, draft.rule, draft.employer = owner.sector, "employer", owner
        elif draft.kind == "place":
            draft.rule = "place"
        else:
            draft.rule = "name_only"
        self._country_from_words(tokens, draft, None)

    # ---- words around ----
    def _modifier(self, tokens: Tokens, draft: Draft) -> str | None:
        """Sector of the last word before the agent noun that has one."""
        lo = draft.owner.hi + 1 if draft.owner is not None else draft.lo
        modifiers = self._lex.modifiers
        for n in range(draft.core - 1, lo - 1, -1):
            word = tokens.lower[n]
            pair = f"{tokens.lower[n - 1]} {word}" if n > lo else ""
            glued = f"{tokens.lower[n - 2]}-{word}" if n > lo + 1 and tokens.text[n - 1] == "-" else ""
            sector = modifiers.get(pair) or modifiers.get(glued) or modifiers.get(word)
            if sector is None and word in self._lex.agents and self._lex.agents[word].kind in ("group", "body"):
                sector = self._lex.agents[word].sector
            if sector is not None and sector != FORMER:
                return sector
        return None

    def _is_former(self, tokens: Tokens, draft: Draft) -> bool:
        for n in range(draft.lo, max(draft.core, draft.lo)):
            if self._lex.modifiers.get(tokens.lower[n]) == FORMER or tokens.lower[n] in ("ex", "ex-"):
                return True
        return False

    def _country_from_words(self, tokens: Tokens, draft: Draft, employer: Draft | None) -> None:
        if employer is not None and employer.country is not None:
            draft.country = employer.country
            if employer.side is not None and draft.sector == employer.sector:
                draft.side = employer.side
            return
        for part in reversed(draft.parts):
            if part.country is not None and not is_oblique(tokens, part, self._lex.oblique):
                draft.country = part.country
                return
        if draft.owner is not None and draft.owner.country is not None:
            draft.country = draft.owner.country

    # ---- side ----
    def side_of(self, draft: Draft, as_of: str) -> str | None:
        """Who the mention speaks and acts as one with."""
        if draft.kind in ("place", "other"):
            return None
        if draft.employer is not None and draft.employer.sector == draft.sector:
            return self.side_of(draft.employer, as_of)
        rows = self._by_name.get(draft.name or "", []) + self._by_code.get(
            (draft.country or "", draft.sector or ""), []
        )
        for row in rows:
            if (not row.since or not as_of or row.since <= as_of) and (not row.until or (as_of and as_of <= row.until)):
                return row.side
        if draft.side is not None:
            return draft.side
        if draft.country is None or draft.sector is None:
            return draft.name if draft.is_named else None
        if draft.sector in STATE_SECTORS and draft.country not in BODIES_OF_NO_COUNTRY:
            return draft.country
        if draft.is_named and draft.kind not in ("group", "demonym") and draft.name:
            return draft.name
        return f"{draft.country}/{draft.sector}"


def _set_kind(draft: Draft, agent: Agent) -> None:
    """What sort of thing the noun names."""
    if draft.kind == "agent":
        draft.kind = {"person": "person", "group": "group", "body": "organisation"}.get(agent.kind, "person")
        if agent.kind == "relation" and not agent.word.startswith(("spokes",)):
            draft.kind = "group" if agent.sector == "CVL" else "person"
        if agent.sector == "GOV" and agent.kind == "body":
            draft.kind = "government"
        elif agent.sector == "JRN" and agent.kind == "body":
            draft.kind = "media"
    if draft.kind == "person" and draft.is_plural:
        draft.kind = "group"


def is_dateline(tokens: Tokens, lo: int, hi: int) -> bool:
    """ "CAIRO - ", "AK-SAI, Kyrgyzstan -": capitals at the head of a sentence, before a dash, a comma or a bracket."""
    is_first = lo == 0 or tokens.sentence[lo] != tokens.sentence[lo - 1]
    if (
        not is_first
        or hi >= len(tokens)
        or not all(tokens.text[n].isupper() for n in range(lo, hi) if tokens.text[n].isalpha())
    ):
        return False
    return len(tokens.text[lo]) > 1 and tokens.text[hi] in ("-", "–", "—", "(", ",", "--")


def is_where(tokens: Tokens, draft: Draft, motion: frozenset[str], messages: frozenset[str] = frozenset()) -> bool:
    """Whether a place name only says where something is; "from" after one of `messages` says who sent it."""
    head = draft.head
    dep = tokens.dep[head]
    steps = 0
    while dep == "conj" and steps < 8:
        head = tokens.head[head]
        dep = tokens.dep[head]
        steps += 1
    above = tokens.head[head]
    if dep == "pobj" or tokens.pos[above] == "ADP":
        prep = tokens.lower[above]
        if prep in WHERE:
            return True
        governor = tokens.head[above]
        if prep == "from" and tokens.lemma[governor] in messages:
            return False
        if prep in ("from", "to"):
            return tokens.lemma[governor] in motion or (prep == "from" and tokens.pos[governor] in ("NOUN", "PROPN"))
        return False
    if dep in ("dobj", "npadvmod") and tokens.lemma[above] in motion:
        return True
    return dep in ("npadvmod", "appos") and tokens.ent[head] in ("GPE", "LOC", "FAC") and dep == "appos"


def is_oblique(tokens: Tokens, part: Draft, participles: frozenset[str]) -> bool:
    """ "Russian-backed", "pro-Russian": the country is not whose the actor is."""
    after, before = part.hi, part.lo - 1
    if after + 1 < len(tokens) and tokens.text[after] in ("-", "–") and tokens.lower[after + 1] in participles:
        return True
    if after < len(tokens) and tokens.lower[after] in participles and tokens.tag[after] == "VBN":
        return True
    if before >= 0 and tokens.lower[before] == "ethnic":
        return True
    return before > 0 and tokens.text[before] in ("-", "–") and tokens.lower[before - 1] in OBLIQUE_BEFORE


def _is_part_of_country(tokens: Tokens, draft: Draft) -> bool:
    """ "Eastern Ukraine", "southern Lebanon" are places."""
    before = draft.lo - 1
    if before >= 0 and tokens.lower[before].endswith("ern") and tokens.lower[before] != "western":
        return True
    return any(
        tokens.lower[n].endswith(("ern", "central", "north", "south", "east", "west"))
        for n in range(draft.lo, draft.core)
    )


def _employer(draft: Draft) -> Draft | None:
    """Whom the actor works for: the last organisation, government or person among its parts and its owner."""
    for part in (*reversed(draft.parts), draft.owner):
        if part is None or part.kind in ("place", "demonym", "pronoun", "other") or part.rule == "place":
            continue
        if part.kind == "group" and part.rule in ("demonym_people", "definite_demonym"):
            continue
        return part
    return None


def _words_from(tokens: Tokens, lo: int, hi: int) -> str:
    return " ".join(tokens.text[n] for n in range(lo, hi))


def _proper_name(tokens: Tokens, draft: Draft) -> str:
    """The name of a body without determiner, owner and country: "Kyrgyzstan's State Border Service"."""
    lo = draft.owner.hi + 1 if draft.owner is not None else draft.lo
    while lo < draft.head and tokens.pos[lo] in ("DET", "NUM"):
        lo += 1
    parts = []
    for n in range(lo, draft.hi):
        parts.append(tokens.text[n] + (" " if n + 1 < draft.hi and tokens.end[n] < tokens.start[n + 1] else ""))
    return "".join(parts)
