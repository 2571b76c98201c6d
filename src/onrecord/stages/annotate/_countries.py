"""Countries that words beside an actor do not tell: of places by the gazetteer, of actors by where the passage is.

In: drafts of the whole article. Out: the same drafts with gaps filled, each with its rule. The one idea: "police said" means the
police of the place that the passage is about, if it is about one; where it is about several, the country stays None.
"""

from __future__ import annotations

from collections import Counter

from onrecord import gazetteer
from onrecord.analysis import Analysis
from onrecord.stages.annotate._actors import is_oblique
from onrecord.stages.annotate._lexicons import BODIES_OF_NO_COUNTRY, COUNTRY_WORDS
from onrecord.stages.annotate._phrases import Draft

LARGE = 30_000
"""Inhabitants from which a place is known by its bare name without its country being in the article (chosen, not tuned)."""
SHARE = 0.6
"""Share of an article's country mentions above which one country is the article's (chosen, not tuned)."""
FROM_CONTEXT = frozenset("GOV MIL COP SPY JUD LEG OPP PTY REB PRM UAF CRM CVL ELI EDU MED LAB AGR REF REL BUS".split())
"""Sectors whose unnamed actors are taken to be of the country that a passage is about; reporters and experts are not."""


def place_countries(drafts: list[Draft]) -> None:
    """Countries of place names that no lexicon has, from the gazetteer: one that the article names, else the largest place."""
    named = Counter(draft.country for draft in drafts if draft.country and draft.kind != "pronoun")
    found: dict[str, str | None] = {}
    for draft in drafts:
        if (
            draft.country is None
            and draft.name
            and (draft.kind == "place" or (draft.kind == "other" and draft.agent is None))
        ):
            if draft.name not in found:
                found[draft.name] = _country_of_place(draft.name, named, draft.kind == "place")
            if (country := found[draft.name]) is not None:
                draft.country, draft.kind, draft.rule = country, "place", "gazetteer"


def _country_of_place(name: str, named: Counter[str], is_place: bool) -> str | None:
    places = gazetteer.load()
    found = places.candidates(name)
    regions = [candidate for candidate in found if candidate.kind == "region"]
    if regions:
        return places.countries[regions[0].country].iso3 if regions[0].country else None
    candidates = [(places.countries[c.country].iso3, c.population) for c in found if c.country in places.countries]
    near = [pair for pair in candidates if named[pair[0]]]
    if near:
        return max(near, key=lambda pair: (named[pair[0]], pair[1], pair[0]))[0]
    large = [pair for pair in candidates if pair[1] >= (LARGE if is_place else 10 * LARGE)]
    return max(large, key=lambda pair: (pair[1], pair[0]))[0] if large else None


def fill_countries(analysis: Analysis, drafts: list[Draft], hints: list[str], oblique: frozenset[str]) -> None:
    """Give actors without a country the one of the place beside them, of their paragraph, or of the article, where it is one.

    `hints` are countries known from outside the text (dateline); they count only where the text names none.
    """
    tokens = analysis.tokens
    of_sentence: dict[int, list[str]] = {}
    of_paragraph: dict[int, Counter[str]] = {}
    everywhere: Counter[str] = Counter()
    for draft in drafts:
        country = draft.country
        if country and country not in BODIES_OF_NO_COUNTRY and not is_oblique(tokens, draft, oblique):
            if draft.kind == "place":
                of_sentence.setdefault(tokens.sentence[draft.head], []).append(country)
            weight = 2 if draft.kind == "place" else 1
            of_paragraph.setdefault(analysis.paragraph_of(draft.head), Counter())[country] += weight
            everywhere[country] += weight
    for hint in hints[:1]:
        everywhere[hint] += 2
    dominant = _dominant(everywhere)
    for draft in drafts:
        if not _needs_country(draft):
            continue
        places = of_sentence.get(tokens.sentence[draft.head], [])
        paragraph = of_paragraph.get(analysis.paragraph_of(draft.head), Counter())
        if draft.sector != "JRN" and places and len(set(places)) == 1:
            draft.country, rule = places[0], "place_in_sentence"
        elif len(paragraph) == 1:
            draft.country, rule = next(iter(paragraph)), "paragraph_country"
        elif dominant is not None:
            draft.country, rule = dominant, "article_country"
        else:
            continue
        draft.rule = f"{draft.rule}+{rule}"


def settle(drafts: list[Draft]) -> None:
    """Last gaps: mentions of one actor share what one of them has; a person of whom nothing is told is a civilian."""
    best: dict[str, Draft] = {}
    for draft in drafts:
        if draft.kind == "person" and draft.is_named and draft.sector is None:
            draft.sector, draft.rule = "CVL", f"{draft.rule}+private_person"
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
    if (
        draft.agent is not None
        and not draft.is_named
        and draft.agent.word in (*COUNTRY_WORDS, "side", "party", "group")
    ):
        is_the_country = draft.is_definite and not draft.is_plural and draft.agent.word in COUNTRY_WORDS
        return draft.country is None and is_the_country
    if draft.country is not None or draft.kind in ("pronoun", "place", "demonym", "other"):
        return False
    if draft.entry is not None and draft.kind != "person":
        return False
    return draft.sector in FROM_CONTEXT or (draft.is_named and draft.kind in ("person", "organisation"))


def _dominant(counts: Counter[str]) -> str | None:
    total = sum(counts.values())
    if not total:
        return None
    country, most = min(counts.items(), key=lambda item: (-item[1], item[0]))
    return country if most >= SHARE * total else None
