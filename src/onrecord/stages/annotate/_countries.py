"""Countries that words beside an actor do not tell: of places by the gazetteer, of actors by where the passage is.

In: drafts of the whole article. Out: the same drafts with gaps filled, each with its rule. The one idea: "police said" means the
police of the place that the passage is about, if it is about one; where it is about several, the country stays None.
"""

from __future__ import annotations

from collections import Counter

from onrecord import gazetteer
from onrecord.analysis import Analysis, Tokens
from onrecord.stages.annotate._actors import is_dateline, is_oblique, is_where
from onrecord.stages.annotate._lexicons import BODIES_OF_NO_COUNTRY, COUNTRY_WORDS, STATE_SECTORS
from onrecord.stages.annotate._phrases import Draft

LARGE = 30_000
"""Inhabitants from which a place is known by its bare name without its country being in the article (chosen, not tuned)."""
DWARFED = 0.002
"""Share of a city's inhabitants below which a namesake in a country of the article is not meant (Lagos in France)."""
SHORT = 5
"""Letters from which the name of a small place is taken where no other country has a place of that name (chosen, not tuned)."""
SHARE = 0.6
"""Share of an article's country mentions above which one country is the article's (chosen, not tuned)."""
PASSING = 2
"""Mentions up to which another country does not make a story foreign to where it was filed (chosen, not tuned)."""
DIPLOMATIC = frozenset(
    {"embassy", "consulate", "consulate general", "high commission", "ambassador", "consul", "diplomatic mission"}
)
"""Nouns of those whom one country has in another: the place beside them is the other one."""
VENUES = frozenset(
    {"meet", "gather", "confer", "negotiate", "talk", "sign", "arrive", "travel", "fly", "land", "visit", "convene"}
)
"""Verbs whose place is where the actors went, not where they are from."""
WORLDWIDE = {"IGO": "IGO", "SOC": "NGO"}
"""Codes of bodies that nothing ties to a country, by sector."""
NOTHING: Counter[str] = Counter()
FROM_CONTEXT = frozenset("GOV MIL COP SPY JUD LEG OPP PTY REB PRM UAF CRM CVL ELI EDU MED LAB AGR REL BUS".split())
"""Sectors whose unnamed actors are taken to be of the country that a passage is about; reporters and experts are not."""


def place_countries(tokens: Tokens, drafts: list[Draft]) -> None:
    """Countries of place names that no lexicon has, from the gazetteer: one that the article names, else the largest place."""
    named = Counter(draft.country for draft in drafts if draft.country and draft.kind != "pronoun")
    located = {draft.name for draft in drafts if _is_unknown(draft) and is_where(tokens, draft, frozenset())}
    people = {draft.name.split()[-1] for draft in drafts if draft.kind == "person" and draft.name and " " in draft.name}
    found: dict[str, str | None] = {}
    for draft in drafts:
        _place_inside(tokens, draft, named)
        name = draft.name
        if name is None or draft.country is not None or name in people:
            continue
        is_place = draft.kind == "place" or (_is_unknown(draft) and name in located)
        if not is_place and not (_is_bare_name(draft) and draft.rule == "name_only"):
            continue
        if name not in found:
            found[name] = country_of_place(name, named, is_place)
        if found[name] is not None or name in located:
            draft.country, draft.kind, draft.rule = found[name], "place", "gazetteer" if found[name] else "place"
            draft.sector = None


def _place_inside(tokens: Tokens, draft: Draft, named: Counter[str]) -> None:
    """ "The Mendoza police", "a Leeds weekly", "the people of Kumba": an unknown place name that says whose the noun is."""
    if draft.agent is None or draft.country is not None or draft.entry is not None:
        return
    country = _country_before(tokens, draft, named)
    for part in (*reversed(draft.parts), draft.owner):
        if country is not None or part is None or not part.name or part.agent is not None or part.country is not None:
            continue
        if part.kind == "place" or _is_unknown(part):
            country = country_of_place(part.name, named, part.kind == "place" or part.lo > draft.head)
    if country is not None:
        draft.country, draft.rule = country, f"{draft.rule}+gazetteer"


def _country_before(tokens: Tokens, draft: Draft, named: Counter[str]) -> str | None:
    """The country of the place whose name stands just before the noun of an office or a body."""
    lo = draft.core
    if draft.kind == "person" and draft.is_named:
        return None
    while lo > draft.lo and tokens.pos[lo - 1] == "PROPN" and tokens.text[lo - 1].istitle():
        lo -= 1
    words = [tokens.text[n] for n in range(lo, draft.core)]
    if not words or len(words) > 3:
        return None
    return country_of_place(" ".join(words), named)


def _is_bare_name(draft: Draft) -> bool:
    """An unknown name of one word without title, which the recogniser may have taken for anything."""
    return _is_unknown(draft) and draft.lo == draft.head


def _is_unknown(draft: Draft) -> bool:
    is_unknown = draft.entry is None and draft.agent is None and draft.is_named and draft.owner is None
    return is_unknown and draft.gender == "u" and draft.kind in ("person", "organisation", "other")


def country_of_place(name: str, named: Counter[str] = NOTHING, is_place: bool = True) -> str | None:
    """The country of a place by the gazetteer: one of those named, else that of the largest place of the name."""
    places = gazetteer.load()
    found = places.candidates(name)
    regions = [candidate for candidate in found if candidate.kind == "region"]
    if regions:
        return places.countries[regions[0].country].iso3 if regions[0].country else None
    candidates = [(places.countries[c.country].iso3, c.population) for c in found if c.country in places.countries]
    most = max((population for _, population in candidates), default=0)
    near = [pair for pair in candidates if named[pair[0]] and (pair[1] > DWARFED * most or most < 10 * LARGE)]
    if near:
        return max(near, key=lambda pair: (named[pair[0]], pair[1], pair[0]))[0]
    if is_place and len(name) >= SHORT and len({country for country, _ in candidates}) == 1:
        return candidates[0][0]
    large = [pair for pair in candidates if pair[1] >= (LARGE if is_place else 10 * LARGE)]
    return max(large, key=lambda pair: (pair[1], pair[0]))[0] if large else None


def fill_countries(analysis: Analysis, drafts: list[Draft], hints: list[str], oblique: frozenset[str]) -> None:
    """Give actors without a country the one of the place beside them, of their paragraph, or of the article, where it is one.

    `hints` are countries known from outside the text (dateline); they count only where the text names none.
    """
    scene = _Scene(analysis, drafts, oblique)
    for hint in hints[:1]:
        scene.everywhere[hint] += 2
    dominant = _dominant(scene.everywhere)
    most = max(scene.named.values(), default=0)
    filed = next((hint for hint in hints if scene.named[hint] or most <= PASSING), None)
    filed = filed or (scene.dateline if scene.named[scene.dateline] or not scene.named else None)
    is_home = filed is not None and 2 * scene.everywhere[filed] >= scene.everywhere[dominant or ""]
    for draft in drafts:
        if not _needs_country(draft):
            continue
        country, rule = scene.beside(draft)
        if country is None and draft.sector in STATE_SECTORS and draft.is_definite and filed is not None and is_home:
            country, rule = filed, "dateline_country"
        if country is None:
            country, rule = scene.around(draft)
        if country is None and filed is not None and draft.sector in STATE_SECTORS:
            country, rule = filed, "dateline_country"
        if country is None and filed is not None and is_home:
            country, rule = filed, "dateline_country"
        if country is None and dominant is not None:
            country, rule = dominant, "article_country"
        if country is not None and country in scene.counterparts(draft):
            country, rule = scene.other_than(scene.counterparts(draft), hints), "not_counterpart"
        if country is not None:
            draft.country, draft.rule = country, f"{draft.rule}+{rule}"


class _Scene:
    """Which countries the sentences, paragraphs and the whole of an article are about."""

    def __init__(self, analysis: Analysis, drafts: list[Draft], oblique: frozenset[str]) -> None:
        self._analysis = analysis
        self._tokens = analysis.tokens
        self._places: dict[int, set[str]] = {}
        self._subjects: dict[int, set[str]] = {}
        self._governments: dict[int, set[str]] = {}
        self._counterparts: dict[int, set[str]] = {}
        self._paragraphs: dict[int, Counter[str]] = {}
        self.everywhere: Counter[str] = Counter()
        self.named: Counter[str | None] = Counter()
        self.dateline: str | None = None
        for draft in drafts:
            country = draft.country
            if draft.kind == "media":
                continue  # whom the press is of says nothing of where its story is
            if country and country not in BODIES_OF_NO_COUNTRY and not is_oblique(self._tokens, draft, oblique):
                self._add(draft, country)

    def _add(self, draft: Draft, country: str) -> None:
        tokens, sentence = self._tokens, self._tokens.sentence[draft.head]
        weight = 1
        if draft.kind != "place" or not is_dateline(tokens, draft.lo, draft.hi):
            self.named[country] += 1
        if draft.kind == "place":
            weight = 2
            self._places.setdefault(sentence, set()).add(country)
            if self.dateline is None and is_dateline(tokens, draft.lo, draft.hi):
                self.dateline = country
        elif "+gazetteer" in (draft.rule or ""):
            self._places.setdefault(sentence, set()).add(country)
        elif draft.word == "counterpart":
            self._counterparts.setdefault(sentence, set()).add(country)
        elif draft.kind == "government":
            self._governments.setdefault(sentence, set()).add(country)
            if tokens.dep[draft.head] in ("nsubj", "nsubjpass"):
                self._subjects.setdefault(sentence, set()).add(country)
        self._paragraphs.setdefault(self._analysis.paragraph_of(draft.head), Counter())[country] += weight
        self.everywhere[country] += weight

    def counterparts(self, draft: Draft) -> set[str]:
        """Countries beside which somebody is another's: of "his Chadian counterpart", of the place of an embassy."""
        if draft.sector not in STATE_SECTORS or draft.word == "counterpart":
            return set()
        if draft.word in DIPLOMATIC:
            return self._places.get(self._tokens.sentence[draft.head], set())
        return self._counterparts.get(self._tokens.sentence[draft.head], set())

    def other_than(self, countries: set[str], hints: list[str]) -> str | None:
        """The first hint, else the country named most, that is none of these."""
        known = [*hints, *sorted(self.everywhere, key=lambda country: (-self.everywhere[country], country))]
        return next((country for country in known if country not in countries), None)

    def beside(self, draft: Draft) -> tuple[str | None, str]:
        """The country of the only place, or of the only government that acts, in the sentence."""
        sentence = self._tokens.sentence[draft.head]
        if draft.is_named and draft.kind == "person":
            return None, ""
        tokens, head = self._tokens, self._tokens.head[draft.head]
        is_away = tokens.dep[draft.head] == "nsubj" and tokens.lemma[head] in VENUES and draft.sector in STATE_SECTORS
        for found, rule in ((self._places, "place_in_sentence"), (self._subjects, "subject_in_sentence")):
            if is_away and found is self._places:
                continue
            countries = found.get(sentence, set())
            if len(countries) == 1:
                return next(iter(countries)), rule
        return None, ""

    def around(self, draft: Draft) -> tuple[str | None, str]:
        """The only country of the paragraph, unless the sentence has its government as somebody else."""
        if draft.is_named and draft.kind == "person" and draft.sector not in STATE_SECTORS:
            return None, ""
        paragraph = self._paragraphs.get(self._analysis.paragraph_of(draft.head), Counter())
        others = self._governments.get(self._tokens.sentence[draft.head], set())
        if len(paragraph) == 1 and not (set(paragraph) & others and draft.sector in STATE_SECTORS):
            return next(iter(paragraph)), "paragraph_country"
        return None, ""


def settle(drafts: list[Draft]) -> None:
    """Last gaps: mentions of one actor share what one of them has; a person of whom nothing is told is a civilian."""
    best: dict[str, Draft] = {}
    for draft in drafts:
        if draft.kind == "person" and draft.is_named and draft.sector is None:
            draft.sector, draft.rule = "CVL", f"{draft.rule}+private_person"
        if (
            draft.country is None
            and draft.agent is not None
            and draft.agent.kind == "body"
            and draft.sector in WORLDWIDE
        ):
            draft.country, draft.rule = WORLDWIDE[draft.sector], f"{draft.rule}+of_no_country"
        kept = best.get(draft.entity)
        if kept is None or (kept.country is None and draft.country is not None):
            best[draft.entity] = draft
    for draft in drafts:
        kept = best[draft.entity]
        if draft.country is None and kept is not draft:
            draft.country = kept.country
        if draft.sector is None and kept.sector is not None and draft.kind in ("pronoun", kept.kind):
            draft.sector, draft.other = kept.sector, kept.other


def _needs_country(draft: Draft) -> bool:
    if "+collective" in (draft.rule or ""):
        return False
    if (
        draft.agent is not None
        and not draft.is_named
        and draft.agent.word in (*COUNTRY_WORDS, "side", "party", "group")
    ):
        is_the_country = draft.is_definite and not draft.is_plural and draft.agent.word in COUNTRY_WORDS
        return draft.country is None and is_the_country
    if draft.country is not None or draft.kind in ("pronoun", "place", "demonym", "other"):
        return False
    if draft.entry is not None and draft.kind != "person" and draft.entry.kind not in ("organisation", "government"):
        return False
    if draft.kind == "media" and ("GOV" in draft.other or draft.word == "national broadcaster"):
        return True
    return draft.sector in FROM_CONTEXT or (draft.is_named and draft.kind in ("person", "organisation"))


def _dominant(counts: Counter[str]) -> str | None:
    total = sum(counts.values())
    if not total:
        return None
    country, most = min(counts.items(), key=lambda item: (-item[1], item[0]))
    return country if most >= SHARE * total else None
