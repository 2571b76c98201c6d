"""Every actor that an article mentions, resolved: fills `Analysis.mentions`.

In: a parsed article. Out: mentions in text order, not overlapping, with name, office, country, sector and side. The one idea:
four steps that each see the whole article: find known names (`_names`), read noun phrases (`_joins`, `_reader`), code each
from its own words (`_actors`), then let mentions of the same actor lend each other what they lack (`_coreference`).
"""

from __future__ import annotations

from itertools import pairwise

from onrecord.analysis import Analysis, Tokens
from onrecord.config import AnnotateConfig
from onrecord.records import Article, Category, Mention
from onrecord.stages.annotate import _coreference, _countries, _lexicons
from onrecord.stages.annotate._actors import ActorCoder
from onrecord.stages.annotate._countries import DIPLOMATIC
from onrecord.stages.annotate._joins import SentenceReader
from onrecord.stages.annotate._lexicons import STATE_SECTORS
from onrecord.stages.annotate._names import Hit, NameMatcher
from onrecord.stages.annotate._phrases import Draft

CATEGORIES: dict[str, Category] = {
    "person": "person", "government": "government", "organisation": "organisation", "media": "media", "group": "group",
    "place": "place", "demonym": "demonym", "pronoun": "pronoun",
}  # fmt: skip
STATES = frozenset({"country", "nation", "state", "government", "side", "neighbour", "neighbor", "capital"})
NUMBERS = frozenset({"two", "three", "four", "five"})
POSTMODIFIERS = frozenset({"of", "from", "in", "at", "near", "based", "outside"})


class MentionFinder:
    """Holds the lexicons; works on one article at a time."""

    def __init__(self, config: AnnotateConfig) -> None:
        self._lex = _lexicons.build(config)
        self._matcher = NameMatcher(self._lex)
        self._reader = SentenceReader(self._lex)
        self._coder = ActorCoder(self._lex)

    def add_to(self, analysis: Analysis, article: Article) -> None:
        """Find, code, link; then write the mentions down."""
        tokens = analysis.tokens
        as_of = (article.published or "")[:10]
        hints = self._hints(article)
        hits = [self._matcher.find(tokens, sentence, as_of) for sentence in analysis.sentences]
        hits = self._matcher.told_apart(tokens, hits, hints)
        drafts: list[Draft] = []
        for sentence, found in zip(analysis.sentences, hits, strict=True):
            drafts.extend(self._sentence(tokens, sentence, found))
        _countries.place_countries(tokens, drafts)
        for left, right in pairwise(drafts):
            if right.rule == "gazetteer" and tokens.sentence[left.head] == tokens.sentence[right.head]:
                _country_after(tokens, left, right)
        memory = _coreference.Memory(analysis)
        memory.link(drafts)
        _countries.fill_countries(analysis, drafts, hints, self._lex.oblique)
        _countries.settle(drafts)
        for draft in drafts:
            analysis.add_mention(self._mention(analysis, draft, as_of), (draft.lo, draft.hi), draft.head)

    def _sentence(self, tokens: Tokens, sentence: tuple[int, int], hits: list[Hit]) -> list[Draft]:
        drafts = self._reader.read(tokens, sentence, hits)
        for draft in drafts:
            self._coder.decide(tokens, draft)
        for left, right in pairwise(drafts):
            _country_after(tokens, left, right)
            _share_owner(tokens, left, right)
        _share_heads(tokens, drafts)
        _share_tail(tokens, drafts)
        for left, right in pairwise(drafts):
            _share_office(tokens, left, right)
        _mark_collectives(tokens, drafts)
        return drafts

    def _hints(self, article: Article) -> list[str]:
        """Countries known from outside the text."""
        place = article.dateline.place if article.dateline is not None else None
        found: list[str] = []
        for part in reversed(place.split(",")) if place else ():
            entries = self._lex.names.get(_lexicons.key(part.strip().removeprefix("The ")), ())
            found += [entry.country for entry in entries if entry.country]
        if place and not found and (country := _countries.country_of_place(place.split(",")[0])) is not None:
            found.append(country)
        return [*found[:1], *([article.publisher_country] if article.publisher_country else [])]

    def _mention(self, analysis: Analysis, draft: Draft, as_of: str) -> Mention:
        span = analysis.span(draft.lo, draft.hi)
        return Mention(
            id=draft.entity,
            text=analysis.text[span.start : span.end],
            span=span,
            name=draft.name,
            office=draft.office,
            wikidata=draft.wikidata,
            country=draft.country,
            sector=draft.sector,
            other_sectors=tuple(code for code in draft.other if code != draft.sector),
            side=self._coder.side_of(draft, as_of),
            rule=draft.rule,
            category=CATEGORIES.get(draft.kind, "other"),
        )


def _country_after(tokens: Tokens, left: Draft, right: Draft) -> None:
    """ "Residents of Minsk", "police in Nairobi": the place that follows tells the country."""
    if left.country is not None or right.country is None or left.kind in ("pronoun", "place"):
        return
    gap = [tokens.lower[n] for n in range(left.hi, right.lo)]
    if gap[:2] == [",", "from"]:
        del gap[0]
    if (left.entry is not None and left.kind != "person" and left.rule != "ethnic") or left.kind == "other":
        return
    is_after = 0 < len(gap) <= 3 and gap[0] in POSTMODIFIERS and all(word.isalpha() for word in gap)
    if is_after and gap[0] in ("in", "at", "near", "outside") and left.word in DIPLOMATIC:
        return
    if is_after and right.kind in ("place", "government", "organisation", "group", "media"):
        left.country, left.rule = right.country, f"{left.rule}+after"
        if gap[0] in ("in", "from", "near", "at", "outside") and right.kind == "government" and right.entry is not None:
            right.kind, right.rule, right.sector = "place", "place", None


def _share_owner(tokens: Tokens, left: Draft, right: Draft) -> None:
    """ "Syrian soldiers and officials": a bare noun after "and" is of the country of the one before it."""
    if right.country is not None or right.agent is None or left.agent is None or right.lo != right.head:
        return
    is_and = right.lo == left.hi + 1 and tokens.lower[left.hi] in ("and", "or")
    if is_and and left.is_plural == right.is_plural and left.country is not None and (left.parts or left.owner):
        right.country, right.rule = left.country, f"{right.rule}+shared_owner"


def _share_heads(tokens: Tokens, drafts: list[Draft]) -> None:
    """ "Kyrgyz and Tajik border troops": the demonym before the "and" has the noun after it as its head."""
    for left, right in zip(reversed(drafts[:-1]), reversed(drafts[1:]), strict=False):
        if left.rule != "demonym" or right.agent is None or right.kind in ("demonym", "pronoun", "place"):
            continue
        gap = {tokens.lower[n] for n in range(left.hi, right.lo)}
        if not gap or not gap <= {"and", "or", ",", "&"} or not _begins_with_country(right):
            continue
        left.kind, left.agent, left.word = right.kind, right.agent, right.word
        left.sector, left.other, left.rule = right.sector, right.other, "shared_head"
        left.is_plural, left.name, left.entry, left.is_named = right.is_plural, None, None, False
        left.parts = [Draft(left.lo, left.hi, left.head, "demonym", country=left.country)]


def _share_tail(tokens: Tokens, drafts: list[Draft]) -> None:
    """ "Officers and soldiers of the Polish army": what follows the last of a list is said of all of it."""
    for left, right in zip(reversed(drafts[:-1]), reversed(drafts[1:]), strict=False):
        if left.agent is None or right.agent is None or not (left.is_plural and right.is_plural):
            continue
        gap = {tokens.lower[n] for n in range(left.hi, right.lo)}
        if not gap or not gap <= {"and", "or", ","} or right.lo != right.head:
            continue
        if left.agent.is_modified and right.sector == "MIL" and left.sector != "MIL":
            left.sector, left.rule = "MIL", f"{left.rule}+list"
        if left.country is None and right.country is not None and "+after" in (right.rule or ""):
            left.country, left.rule = right.country, f"{left.rule}+after"


def _share_office(tokens: Tokens, left: Draft, right: Draft) -> None:
    """ "The presidents of Togo and Benin": the second country has the noun before the "of" too."""
    if left.agent is None or not left.is_plural or right.rule not in ("country_as_government", "capital_as_government"):
        return
    gap = {tokens.lower[n] for n in range(left.hi, right.lo)}
    if not gap or not gap <= {"and", "or", ",", "&"} or tokens.dep[right.head] in ("nsubj", "nsubjpass"):
        return
    if left.rule != "shared_office" and not _ends_with_country(left):
        return
    country = Draft(right.lo, right.hi, right.head, "demonym", country=right.country)
    right.kind, right.agent, right.word, right.sector = left.kind, left.agent, left.word, left.sector
    right.other, right.rule, right.is_plural, right.parts = left.other, "shared_office", True, [country]
    right.name, right.entry, right.is_named = None, None, False


def _ends_with_country(draft: Draft) -> bool:
    """Whether "of" and a country close the phrase."""
    last = draft.parts[-1] if draft.parts else None
    return last is not None and last.hi == draft.hi and last.lo > draft.head and last.country == draft.country


def _mark_collectives(tokens: Tokens, drafts: list[Draft]) -> None:
    """ "Both governments", "ministers of the two countries": several states at once, which the article names elsewhere."""
    for draft in drafts:
        if draft.agent is None or draft.is_named or not draft.is_plural or draft.country is not None:
            continue
        words = [tokens.lower[n] for n in range(draft.lo, draft.hi)]
        if draft.agent.word in STATES or (draft.agent.kind == "body" and draft.sector in STATE_SECTORS):
            counted = words
        else:
            inside = [part for part in draft.parts if part.agent is not None and part.agent.word in STATES]
            counted = [tokens.lower[n] for part in inside for n in range(part.lo, part.hi)]
            if not counted and draft.agent.kind == "person" and draft.agent.is_title and draft.sector == "GOV":
                counted = words[:3]
        if "both" in counted or any(
            word in NUMBERS and before in ("the", "all", "these") for before, word in pairwise(counted)
        ):
            draft.rule = f"{draft.rule}+collective"


def _begins_with_country(draft: Draft) -> bool:
    first = draft.parts[0] if draft.parts else draft.owner
    return first is not None and first.country is not None
