"""From a run of words to drafts of mentions: which words are the actor, its title, its owner, its name.

In: one run of a sentence with its known names. Out: `Draft`s, without country and sector decided. The one idea: read a
phrase from its end: the last word says what is mentioned (a known name, an agent noun, an unknown name), the words before it say
whose it is.
"""

from __future__ import annotations

import re

from onrecord.analysis import Tokens
from onrecord.stages.annotate import _phrases
from onrecord.stages.annotate._actors import is_dateline
from onrecord.stages.annotate._lexicons import Agent, Lexicons, Title
from onrecord.stages.annotate._names import Hit
from onrecord.stages.annotate._phrases import NAMES, Draft

PARTICLES = frozenset(
    {
        "al",
        "el",
        "bin",
        "bint",
        "ibn",
        "van",
        "von",
        "der",
        "den",
        "de",
        "da",
        "di",
        "dos",
        "del",
        "la",
        "le",
        "ul",
        "ur",
        "af",
        "-",
        "abu",
        "ben",
    }
)
PLURAL_TAGS = frozenset({"NNS", "NNPS"})
LONGEST_AGENT = 6
USERS = frozenset({"MIL", "COP", "REB", "PRM", "UAF", "GOV", "CRM", "IGO"})
"""Sectors whose aircraft, ships and guns act for them."""
AFFILIATION = re.compile(r"[DRI]-[A-Z][\w.]+$")
"""Party and state of an American lawmaker, in brackets."""
STATISTICAL = {
    "PERSON": "person",
    "ORG": "organisation",
    "GPE": "place",
    "LOC": "place",
    "FAC": "place",
    "NORP": "group",
}


class PhraseReader:
    """Reads one run at a time; `_joins` puts runs together."""

    def __init__(self, lexicons: Lexicons) -> None:
        self._lex = lexicons

    # ---- one run ----
    def run(self, tokens: Tokens, lo: int, hi: int, at: dict[int, Hit]) -> list[Draft]:
        """Drafts of one run: its owner and its head are one mention where the head is an actor."""
        pieces = _phrases.segments(tokens, lo, hi, at)
        owner_drafts: list[Draft] = []
        owner: Draft | None = None
        for start, end in pieces:
            main, inner = self._segment(tokens, start, end, at)
            if main is None:
                owner_drafts.extend(inner)
                owner = None
                continue
            before = start - 1
            if owner is not None and owner.hi == before and main.kind not in ("country", "other"):
                main.owner = owner
                main.lo = owner.lo
                owner_drafts.pop()
            if main.kind in ("country", "capital", "metonym", "place", "demonym"):
                owner_drafts.extend(part for part in inner if part.hi <= main.lo)
            else:
                main.parts = inner + main.parts
            owner_drafts.append(main)
            owner = main
        return owner_drafts

    def _segment(self, tokens: Tokens, lo: int, hi: int, at: dict[int, Hit]) -> tuple[Draft | None, list[Draft]]:
        """The mention at the end of the piece, if an actor stands there, and the mentions inside its other words."""
        inside = [at[n] for n in range(lo, hi) if n in at and at[n].hi <= hi]
        while lo < hi and not tokens.text[lo][0].isalnum():
            lo += 1
        end = hi
        while end > lo and not (inside and inside[-1].hi == end) and tokens.pos[end - 1] not in NAMES:
            if self._is_hyphenated(tokens, lo, end):
                break
            end -= 1
        if end == lo:
            return self._without_noun(tokens, lo, hi), []
        last = inside[-1] if inside and inside[-1].hi == end else None
        if last is not None and not self._is_given_before(tokens, last, lo):
            rest = [hit for hit in inside[:-1] if hit.hi <= last.lo]
            return self._known(tokens, lo, last), [_draft_of(tokens, hit) for hit in rest]
        if last is not None:
            inside.pop()
        main = self._agent_or_name(tokens, lo, end, inside)
        parts = [_draft_of(tokens, hit) for hit in inside if main is None or _is_beside(hit, main)]
        return main, parts

    def _is_hyphenated(self, tokens: Tokens, lo: int, end: int) -> bool:
        """ "Secretary-general", "prime minister-designate": the adjective after the hyphen belongs to the noun."""
        if end - lo < 3 or tokens.text[end - 2] not in ("-", "–"):
            return False
        return f"{tokens.lower[end - 3]}-{tokens.lower[end - 1]}" in self._lex.agents

    def _is_given_before(self, tokens: Tokens, hit: Hit, lo: int) -> bool:
        """Another person of the same surname: "Igor Putin" is not the Putin that the lexicon knows."""
        before = hit.lo - 1
        if before < lo or hit.hi - hit.lo > 1:
            return False
        word = tokens.text[before]
        if hit.entry.kind in ("country", "capital", "metonym", "place"):
            return word in self._lex.given and tokens.pos[before] == "PROPN" and tokens.ent[hit.lo] == "PERSON"
        if hit.entry.kind != "person" or tokens.pos[before] != "PROPN":
            return False
        if tokens.ent[before] == tokens.ent[hit.lo] and tokens.ent[before] in ("GPE", "LOC", "FAC"):
            return True
        return word in self._lex.given and word not in hit.entry.name.split()

    def _without_noun(self, tokens: Tokens, lo: int, hi: int) -> Draft | None:
        """ "The wounded", "the poor": an adjective after "the" that the lexicon has as people."""
        word = tokens.lower[hi - 1]
        agent = self._lex.agents.get(word)
        if agent is None or agent.kind != "group" or tokens.lower[lo] not in ("the", "these", "those") or hi - lo < 2:
            return None
        return Draft(lo, hi, hi - 1, "agent", word=word, agent=agent, is_definite=True, is_plural=True)

    def _known(self, tokens: Tokens, lo: int, hit: Hit) -> Draft:
        """A known name with the title and the determiner before it."""
        draft = _draft_of(tokens, hit)
        if hit.entry.kind == "person":
            name_lo = self._given_from(tokens, lo, hit)
            title_lo, title, agent = self._title_before(tokens, lo, name_lo)
            draft.lo = title_lo
            _give_title(tokens, draft, title_lo, name_lo, title, agent)
        elif hit.entry.kind not in ("country", "capital", "metonym", "demonym", "place"):
            draft.lo = lo
        while draft.lo > lo and tokens.pos[draft.lo - 1] in ("DET", "ADJ", "NUM") and draft.lo == hit.lo:
            draft.lo -= 1
        draft.is_definite = tokens.lower[draft.lo] == "the" or (lo < draft.lo and tokens.lower[lo] == "the")
        return draft

    def _given_from(self, tokens: Tokens, lo: int, hit: Hit) -> int:
        """Where the name begins if unknown capitalised words stand before the surname that the lexicon has."""
        n = hit.lo
        while n > lo and tokens.pos[n - 1] == "PROPN" and tokens.text[n - 1][0].isupper():
            word = tokens.text[n - 1]
            if word.rstrip(".") in self._lex.titles or self.agent_ending(tokens, lo, n)[1] is not None:
                break
            n -= 1
        return n

    def _agent_or_name(self, tokens: Tokens, lo: int, end: int, inside: list[Hit]) -> Draft | None:
        start = self._capitals_from(tokens, lo, end, inside)
        agent_lo, agent = self.agent_ending(tokens, lo, end)
        if agent is None and end - lo > 1 and tokens.lemma[end - 1] in self._lex.equipment:
            return self._user_of(tokens, lo, end)
        if agent is not None and not self._is_surname(tokens, start, end, agent):
            if _is_abstract(tokens, lo, end, agent):
                return None
            draft = self._nominal(tokens, lo, end, agent_lo, agent)
            return None if agent.is_weak and not inside and not self._is_backed(tokens, draft) else draft
        if start < end:
            return self._unknown_name(tokens, lo, start, end, inside)
        return None

    def _user_of(self, tokens: Tokens, lo: int, end: int) -> Draft | None:
        """ "Coast guard vessels", "a police drone": who uses the thing, where the word before it says so."""
        agent_lo, agent = self.agent_ending(tokens, lo, end - 1)
        if agent is None or agent.kind not in ("body", "group") or agent.sector not in USERS:
            return None
        draft = self._nominal(tokens, lo, end, agent_lo, agent)
        draft.is_named = False
        return draft

    def _is_backed(self, tokens: Tokens, draft: Draft) -> bool:
        """Whether a noun with other senses ("division") is an actor here: named, acting, or with a word that says whose."""
        if draft.is_named or tokens.dep[draft.head] in ("nsubj", "nsubjpass"):
            return True
        modifiers = self._lex.modifiers
        if draft.lo > 0 and tokens.tag[draft.lo - 1] == "POS":
            return True
        return any(tokens.lower[n] in modifiers for n in range(draft.lo, draft.core))

    def _nominal(self, tokens: Tokens, lo: int, end: int, agent_lo: int, agent: Agent) -> Draft:
        head = end - 1
        is_named = (
            tokens.pos[head] == "PROPN"
            and tokens.text[head][0].isupper()
            and agent.kind in ("body", "group", "relation")
        )
        draft = Draft(lo, end, head, "agent", word=agent.word, agent=agent, core=agent_lo, noun=agent_lo)
        draft.is_named = is_named and any(
            tokens.text[n][0].isupper() for n in range(lo, head) if tokens.pos[n] == "PROPN"
        )
        draft.is_definite = tokens.lower[lo] in ("the", "this", "that", "these", "those") or tokens.tag[lo] == "PRP$"
        draft.is_plural = tokens.tag[head] in PLURAL_TAGS or agent.kind == "group"
        return draft

    def _unknown_name(self, tokens: Tokens, lo: int, start: int, end: int, inside: list[Hit]) -> Draft | None:
        """A capitalised name that no lexicon has: a person after a title or a given name, or what the recogniser says."""
        title_lo, name_lo, title, agent = self._title_inside(tokens, lo, start, end)
        if title is not None or agent is not None:
            draft = Draft(
                title_lo, end, end - 1, "person", name=_words(tokens, name_lo, end), is_named=True, core=name_lo
            )
            draft.gender = self._gender(tokens, name_lo, end)
            _give_title(tokens, draft, title_lo, name_lo, title, agent)
            draft.lo = lo if title_lo > lo else title_lo
            return draft
        kind = self._kind_of_name(tokens, start, end)
        if kind is None or tokens.end[end - 1] - tokens.start[start] < 2 or tokens.ent[end - 1] in _phrases.TIME:
            return None
        draft = Draft(start, end, end - 1, kind, name=_words(tokens, start, end), is_named=True)
        if kind == "person":
            draft.gender = self._gender(tokens, start, end)
        elif start > lo and tokens.pos[start - 1] == "DET":
            draft.lo = start - 1
        return draft

    def _kind_of_name(self, tokens: Tokens, start: int, end: int) -> str | None:
        words = [tokens.text[n] for n in range(start, end)]
        if is_dateline(tokens, start, end):
            return "place"
        is_the = start > 0 and tokens.lower[start - 1] == "the"
        if words[-1].lower() in self._lex.media_words and (len(words) > 1 or is_the):
            return "media"
        if any(word.lower().rstrip(".") in self._lex.org_words for word in words[-2:]):
            return "organisation"
        if words[-1].lower() in self._lex.thing_words or AFFILIATION.match("".join(words)):
            return None
        if len(words) > 1 and words[0] in self._lex.given:
            return "person"
        label = STATISTICAL.get(tokens.ent[end - 1])
        if label is not None:
            return label
        if len(words) == 1 and words[0].isupper() and 2 < len(words[0]) < 8 and tokens.dep[end - 1].startswith("nsubj"):
            return "organisation"
        return (
            "other" if tokens.dep[end - 1] in ("nsubj", "nsubjpass", "pobj", "dobj", "appos", "conj", "poss") else None
        )

    # ---- titles and agents ----
    def agent_ending(self, tokens: Tokens, lo: int, end: int) -> tuple[int, Agent | None]:
        """The longest agent noun that ends at `end`, and where it starts."""
        agents = self._lex.agents
        last = tokens.lemma[end - 1]
        lower = tokens.lower[end - 1].replace("’", "'")
        if tokens.pos[end - 1] not in NAMES and not self._is_hyphenated(tokens, lo, end):
            return end, None
        before = ""
        single = agents.get(lower) or agents.get(last) or agents.get(_singular(lower))
        best: tuple[int, Agent | None] = (end if single is None else end - 1, single)
        for n in range(end - 2, max(lo - 1, end - 1 - LONGEST_AGENT), -1):
            glue = "" if tokens.end[n] == tokens.start[n + 1] else " "
            before = tokens.lower[n].replace("’", "'") + glue + before
            found = agents.get(before + lower) or agents.get(before + last) or agents.get(before + _singular(lower))
            if found is not None:
                best = (n, found)
        return best

    def _title_before(self, tokens: Tokens, lo: int, name_lo: int) -> tuple[int, Title | None, Agent | None]:
        """The title or office that ends where the name begins; from the start of its phrase."""
        if name_lo <= lo:
            return name_lo, None, None
        end = name_lo
        title = self._lex.titles.get(tokens.text[end - 1].rstrip("."))
        if title is not None:
            return lo, title, None
        _, agent = self.agent_ending(tokens, lo, end)
        if agent is not None and agent.kind in ("person", "relation"):
            return lo, None, agent
        return name_lo, None, None

    def _title_inside(
        self, tokens: Tokens, lo: int, start: int, end: int
    ) -> tuple[int, int, Title | None, Agent | None]:
        """The last title that stands before at least one word of the name: (its start, name's start, title, agent)."""
        for name_lo in range(end - 1, max(lo, end - 6), -1):
            if name_lo < start:
                break
            title_lo, title, agent = self._title_before(tokens, lo, name_lo)
            if title is not None or (agent is not None and (agent.is_title or tokens.text[name_lo - 1][0].islower())):
                return title_lo, name_lo, title, agent
        return start, start, None, None

    def _is_surname(self, tokens: Tokens, start: int, end: int, agent: Agent) -> bool:
        """ "Tim Cook", "Fatima Bishop": a noun written as the surname after a given name."""
        if end - start < 2 or agent.kind not in ("person", "relation") or tokens.pos[end - 1] != "PROPN":
            return False
        return tokens.text[end - 2] in self._lex.given or tokens.ent[end - 1] == tokens.ent[end - 2] == "PERSON"

    def _capitals_from(self, tokens: Tokens, lo: int, end: int, inside: list[Hit]) -> int:
        """Start of the capitalised words that end at `end`; `end` where the last word is none."""
        known = {n for hit in inside for n in range(hit.lo, hit.hi) if hit.entry.kind != "person"}
        n = end
        while n > lo and n - 1 not in known:
            text = tokens.text[n - 1]
            if (
                tokens.pos[n - 1] not in ("PROPN", "NOUN", "ADJ", "X", "PUNCT", "ADP", "NUM", "PART")
                or tokens.tag[n - 1] == "POS"
            ):
                break
            if n == end and _is_hyphen_tail(tokens, n - 1, lo):
                n -= 2
                continue
            if not (text[0].isupper() or (text.lower() in PARTICLES and n < end) or (n < end and text[0].isdigit())):
                break
            n -= 1
        while n < end and (
            (tokens.text[n].lower() in PARTICLES and tokens.text[n].islower()) or not tokens.text[n][0].isalpha()
        ):
            n += 1
        is_name = tokens.pos[end - 1] == "PROPN" or tokens.ent[end - 1] in ("PERSON", "ORG", "GPE")
        if end > n and not is_name and not (n == lo and end - n > 1):
            return end
        return n

    def _gender(self, tokens: Tokens, lo: int, hi: int) -> str:
        return self._lex.given.get(tokens.text[lo], "u") if hi - lo > 1 else "u"


def _give_title(tokens: Tokens, draft: Draft, lo: int, name_lo: int, title: Title | None, agent: Agent | None) -> None:
    draft.agent, draft.core = agent, name_lo
    if agent is not None:
        draft.office = _words(tokens, lo, name_lo)
        draft.noun = name_lo - len(agent.word.split())
    if title is not None:
        draft.office = title.office
        draft.gender = title.gender if title.gender != "u" else draft.gender
        if title.sector is not None:
            draft.sector = title.sector


def _draft_of(tokens: Tokens, hit: Hit) -> Draft:
    """The bare mention of a known name."""
    entry = hit.entry
    draft = Draft(hit.lo, hit.hi, hit.hi - 1, entry.kind, core=hit.lo, entry=entry, name=entry.name, is_named=True)
    draft.is_plural = entry.kind == "demonym" and tokens.tag[hit.hi - 1] in PLURAL_TAGS
    return draft


def _words(tokens: Tokens, lo: int, hi: int) -> str:
    parts = []
    for n in range(lo, hi):
        parts.append(tokens.text[n])
        if n + 1 < hi and tokens.end[n] < tokens.start[n + 1]:
            parts.append(" ")
    return "".join(parts)


def _singular(word: str) -> str:
    """A plain plural without its ending, for words that the tagger took for names and left unlemmatised."""
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def _is_hyphen_tail(tokens: Tokens, n: int, lo: int) -> bool:
    """The "yon" of "Nak-yon"."""
    is_joined = n - 2 >= lo and tokens.text[n - 1] == "-" and tokens.end[n - 1] == tokens.start[n]
    return is_joined and tokens.text[n].isalpha() and tokens.pos[n] == "PROPN" and tokens.text[n - 2][0].isupper()


def _is_beside(hit: Hit, main: Draft) -> bool:
    """Whether the name stands before the noun of the phrase, not in it ("Labour" in "Labour Minister" is no party)."""
    in_noun = 0 <= main.noun <= hit.lo and hit.entry.kind != "demonym"
    return hit.hi <= main.head and not in_noun


def _is_abstract(tokens: Tokens, lo: int, end: int, agent: Agent) -> bool:
    """ "Justice", "in court", "at school": a singular noun without article is no actor."""
    head = end - 1
    if (
        lo < head
        or (lo > 0 and tokens.tag[lo - 1] == "POS")
        or tokens.tag[head] != "NN"
        or tokens.text[head][0].isupper()
    ):
        return False
    dep = tokens.dep[head]
    if agent.kind == "person":
        return dep in ("dobj", "pobj", "nsubj", "nsubjpass") and tokens.lower[max(head - 1, 0)] not in ("and", "or")
    above = tokens.lower[tokens.head[head]]
    return (
        agent.kind == "body"
        and dep == "pobj"
        and above in ("in", "at", "to", "from", "on", "into", "out", "of", "for", "by")
    )
