"""What sources say of a happening beside the sentences that were coded as it.

In: an article, later the groups of events. Out: its `Statement`s, and for each group those that speak of it. The one idea: a
hospital that counts the dead and a ministry that denies the shooting are origins of the incident, though their words hold no
event. A statement belongs to the one incident of its own report, or of another report that names the same place within a few
days, whose words it shares most; a number of dead or held only to one that had dead or held. Between two it belongs to none.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from math import log
from typing import TYPE_CHECKING

from onrecord import lexicons
from onrecord.records import Article, Attribution, Source, Span
from onrecord.stages.link import _deed_nouns
from onrecord.stages.link._sentences import tells_of_old
from onrecord.stages.link._tolls import TOKEN
from onrecord.stages.link._tolls import Count as Count
from onrecord.stages.link._tolls import counts as counts
from onrecord.stages.link._words import normalised, stem, telling

if TYPE_CHECKING:
    from onrecord.stages.link._facts import EventFact, Report

SPEECH = frozenset({"ACCUSE", "REJECT", "REQUEST", "THREATEN", "SUPPORT"})
PROMISES = frozenset({"AGREE", "CONCEDE"})
HARMFUL = frozenset({"ASSAULT", "COERCE"})
STATE = frozenset({"GOV", "MIL", "COP", "SPY"})
DENIABLE = frozenset({"ASSAULT", "COERCE", "MOBILIZE", "SANCTION", "RETREAT", "AID"})
FELT_BY = {
    "killed": ("ASSAULT",), "injured": ("ASSAULT",), "missing": ("ASSAULT",), "displaced": ("ASSAULT", "COERCE"),
    "arrested": ("COERCE",), "abducted": ("ASSAULT", "COERCE"), "crowd": ("PROTEST",),
}  # fmt: skip
"""Types of the deeds that a number can be the toll of, where no event of the incident has such a number."""
SAID = ("asserts", "confirms", "accuses", "denies")
ENOUGH, ENOUGH_WITH_DEED = 4, 2
"""Shared telling words that make a statement one of the incident; fewer suffice where the deed itself is among them."""
FEWEST = 3
"""Words that a statement needs to be one, unless it confirms."""
NOBODY = frozenset(
    "no nobody neither either each both all some several few it its this that these those who which what".split()
)
NEARBY = 2
"""Telling words that the next paragraph must share with what was told, for its sources to speak of it."""
FOCUS = 800
"""Characters within which what a report told last is what its sources speak of."""
TOGETHER = 300
"""Characters between two deeds of a day that are told in one breath: who speaks of the one speaks of the other."""
DAYS_LATER, CROWDED = 8, 40  # a name of more incidents of a day than the latter tells nothing
PARAGRAPH, SENTENCE = 1000, 400
"""Characters on either side that are looked through at most."""
STOP = re.compile(r"[.!?][\"”’']?\s|\n")
NEGATORS = frozenset("not no never nobody nothing neither nor none cannot denied deny rather".split())
PLAIN = re.compile(r"(?i)(said|says?|saying|told|tells|added|adds)\b")
AHEAD = frozenset("will would should could might may if unless".split())
NAME = re.compile(r"(?<=[^.!?\n“\"'‘] )[A-Z][\w’'-]{2,}")


@dataclass(frozen=True, slots=True)
class Statement:
    """What one source says: `steps` from the innermost to the outermost attribution; `nearby` are words of its paragraph.

    `claims_deed`: the source says that it did it; `is_on_part`: it speaks of who had a part in a deed, so that to deny it does
    not deny the deed.
    """

    steps: tuple[Attribution, ...]
    words: frozenset[str]
    nearby: frozenset[str]
    names: frozenset[str]
    counts: tuple[Count, ...]
    is_negated: bool
    is_ahead: bool
    may_speak: bool
    is_on_part: bool
    claims_deed: bool
    span: Span
    quote: str
    paragraph: int

    @property
    def denies(self) -> bool:
        """Whether it says that something did not happen."""
        return self.steps[0].act == "denies"


def read(article: Article, chains: Mapping[str, tuple[Attribution, ...]]) -> tuple[Statement, ...]:
    """The statements of an article, in order; `chains` are its attributions with those around them."""
    said = {a.id for a in article.attributions if a.act in SAID and a.content.spans}
    enclosing = {step.id for name, steps in chains.items() if name in said for step in steps[1:]}
    found = []
    for attribution in article.attributions:
        if attribution.act not in SAID or not attribution.content.spans or attribution.id in enclosing:
            continue
        span = attribution.content.spans[0]
        content = article.text[span.start : span.end]
        lower = _words(content)
        found.append(
            Statement(
                steps=chains[attribution.id],
                words=telling(content),
                nearby=telling(_paragraph(article.text, span)),
                names=names(content),
                counts=tuple(counts(content, span.start)),
                is_negated=bool((lower | _words(attribution.cue.text)) & NEGATORS)
                or "n't" in content
                or "n’t" in content,
                is_ahead=bool(lower & AHEAD),
                may_speak=_may_speak(attribution, content),
                is_on_part=is_on_part(content),
                claims_deed=_claims_deed(attribution, lower),
                span=span,
                quote=content,
                paragraph=article.text.rfind("\n", 0, span.start) + 1,
            )
        )
    return tuple(found)


def _words(text: str) -> set[str]:
    return {word.casefold() for word in TOKEN.findall(text)}


def _may_speak(attribution: Attribution, content: str) -> bool:
    """Whether the source, where it speaks in the passage that tells a deed, may be taken to speak of it from what it knows."""
    source = attribution.source
    first = source.text.casefold().split(" ", 1)[0]
    if not source.text or first in NOBODY or source.kind in ("expert", "social_media", "document"):
        return False
    provenance = attribution.provenance
    if provenance is not None and provenance.rule == "tagger" and attribution.form != "indirect":
        return False  # borrowed words ("called the dam “a gun”") that no rule takes for a statement
    return attribution.act == "confirms" or len(content.split()) >= FEWEST


def _claims_deed(attribution: Attribution, words: set[str]) -> bool:
    """Whether the source says that it did the deed itself ("claimed responsibility")."""
    first = attribution.source.text.casefold().split(" ", 1)[0]
    is_plain = attribution.act in ("asserts", "confirms") and not words & (NEGATORS | AHEAD)
    return is_plain and first not in NOBODY and bool(attribution.source.text) and "responsibility" in words


def _paragraph(text: str, span: Span) -> str:
    start = text.rfind("\n", 0, span.start) + 1
    stop = text.find("\n", span.end)
    return text[max(start, span.start - PARAGRAPH) : min(stop if stop >= 0 else len(text), span.end + PARAGRAPH)]


def sentence(text: str, span: Span) -> str:
    """About the sentence around a span: up to a full stop or a line's end on either side."""
    before = text[max(0, span.start - SENTENCE) : span.start]
    after = text[span.end : span.end + SENTENCE]
    start = max((match.end() for match in STOP.finditer(before)), default=0)
    stop = STOP.search(after)
    return before[start:] + text[span.start : span.end] + (after[: stop.start()] if stop else after)


def names(text: str) -> frozenset[str]:
    """Stems of the capitalised words within sentences."""
    return frozenset(stem(word.casefold().removesuffix("'s").removesuffix("’s")) for word in NAME.findall(text))


# ---- which incident they speak of ----
@dataclass(frozen=True, slots=True)
class Profile:
    """What an incident is known by: words of its reports, its deed, its numbers, names, days."""

    number: int
    event_type: str
    words: frozenset[str]
    deeds: frozenset[str]
    names: frozenset[str]
    quantities: frozenset[str]
    day: int | None
    is_ahead: bool
    is_denied: bool
    is_past: bool


def profile(number: int, group: Sequence[EventFact]) -> Profile:
    """The profile of a group of events."""
    events = [fact.event for fact in group]
    quotes = [words for fact in group for words in (fact.quote, *(other for _, other in fact.others))]
    places = [event.place.name or event.place.text for event in events if event.place is not None]
    found = [event.date.start for event in events if event.date is not None and event.date.start is not None]
    found += [fact.report.moment[:10] for fact in group if fact.report.moment]
    return Profile(
        number=number,
        event_type=events[0].event_type,
        words=frozenset().union(*(fact.words for fact in group), *(telling(words) for words in (*quotes, *places))),
        deeds=frozenset().union(*(telling(event.trigger.text) for event in events)),
        names=frozenset().union(*(names(words) for words in quotes), *(telling(words) for words in places)),
        quantities=frozenset(m.quantity for event in events for m in event.magnitude),
        day=_ordinal(found[0]) if found else None,
        is_ahead=all(event.status in ("planned", "hypothetical") for event in events),
        is_denied=all(event.status == "negated" for event in events),
        is_past=all(event.status == "historical" for event in events),
    )


def match(
    reports: Sequence[Report], groups: Sequence[Sequence[EventFact]]
) -> dict[int, list[tuple[Report, Statement]]]:
    """For each group, by its number, what sources say of it beside its events, in order of publication.

    First what is said in the reports that tell the incident; by the words of that, too, other reports are known to speak of it.
    """
    board = _Board([profile(number, group) for number, group in enumerate(groups)], groups)
    found: dict[int, dict[tuple[int, int], tuple[Report, Statement]]] = defaultdict(dict)
    taken: set[tuple[int, int]] = set()
    for is_own in (True, False):
        for order, report in enumerate(reports):
            candidates = board.own_of(report) if is_own else board.others(report)
            if not candidates:
                continue
            members = board.members(report)
            for place, statement in enumerate(report.statements):
                if (order, place) in taken:
                    continue
                mine = members.get(statement.steps[0].id, ())
                if mine and not (is_own and (statement.counts or statement.claims_deed)):
                    continue
                chosen = board.choose(statement, [p for p in candidates if not mine or p.number in mine], report)
                if chosen is None and is_own:
                    chosen = board.in_focus(statement, candidates, report)
                if chosen is not None:
                    found[chosen][(order, place)] = (report, statement)
                    for number in board.told_with(chosen, candidates, report) if is_own else ():
                        found[number].setdefault(
                            (order, place), (report, replace(statement, counts=()))
                        )  # the toll is one's
                    taken.add((order, place))
        board.learn({number: [s for _, s in said.values()] for number, said in found.items()})
    for number in board.unsaid(found):
        for order, report in enumerate(reports):
            for place, statement in board.beside(number, report):
                found[number][(order, place)] = (report, statement)
    return {number: [said[key] for key in sorted(said)] for number, said in found.items()}


def blamed(reports: Sequence[Report], groups: Sequence[Sequence[EventFact]]) -> dict[int, list[EventFact]]:
    """For each group, by its number, the accusations that lay it on somebody: the one deed told in the report, or told last."""
    board = _Board([profile(number, group) for number, group in enumerate(groups)], groups)
    found: dict[int, list[EventFact]] = defaultdict(list)
    for report in reports:
        deeds = [p for p in board.own_of(report) if p.event_type in HARMFUL and not p.is_ahead and not p.is_denied]
        deeds = deeds or [
            p for p in board.others(report) if p.event_type in HARMFUL and not p.is_ahead and not p.is_denied
        ]
        for fact in report.events:
            if fact.event.event_type != "ACCUSE" or fact.event.status != "happened" or not fact.event.recipients:
                continue
            near = sorted(((len(fact.words & p.words), -p.number) for p in deeds), reverse=True)
            if near and (len(near) == 1 or near[0][0] > near[1][0]) and (near[0][0] or len(near) == 1):
                found[-near[0][1]].append(fact)
    return found


class _Board:
    """Incidents by the reports that tell them and by the names and days that others could know them by."""

    def __init__(self, profiles: Sequence[Profile], groups: Sequence[Sequence[EventFact]]) -> None:
        self.profiles = {p.number: p for p in profiles if p.event_type not in SPEECH and not p.is_past}
        self.groups = groups
        self.own: dict[str, list[int]] = defaultdict(list)
        for number in self.profiles:
            for key in sorted({fact.report.key for fact in groups[number]}):
                self.own[key].append(number)
        self._index()

    def _index(self) -> None:
        self.by_name: dict[tuple[str, int], list[Profile]] = defaultdict(list)
        self.frequency: dict[str, int] = defaultdict(int)
        for p in self.profiles.values():
            for word in p.words:
                self.frequency[word] += 1
            if p.day is not None:
                for name in p.names:
                    self.by_name[(name, p.day)].append(p)

    def learn(self, said: Mapping[int, Sequence[Statement]]) -> None:
        """Add the words of statements to the incidents that they belong to."""
        for number, statements in said.items():
            p = self.profiles[number]
            self.profiles[number] = replace(
                p,
                words=p.words.union(*(s.words for s in statements)),
                names=p.names.union(*(s.names for s in statements)),
                quantities=p.quantities.union(c.quantity for s in statements for c in s.counts),
            )
        self._index()

    def own_of(self, report: Report) -> list[Profile]:
        """Incidents that the report tells."""
        return [self.profiles[number] for number in self.own.get(report.key, ())]

    def members(self, report: Report) -> dict[str, tuple[int, ...]]:
        """The incidents behind which each attribution of the report stands already."""
        found: dict[str, tuple[int, ...]] = {}
        for number in self.own.get(report.key, ()):
            for fact in self.groups[number]:
                if fact.report.key == report.key:
                    for steps in fact.chains.values():
                        for step in steps:
                            found[step.id] = (*found.get(step.id, ()), number)
        return found

    def others(self, report: Report) -> list[Profile]:
        """Incidents of the days before of which the report holds a name."""
        published = _ordinal(report.moment[:10]) if report.moment else None
        if published is None or not report.statements:
            return []
        own = self.own.get(report.key, ())
        found: dict[int, Profile] = {}
        for name in report.names:
            for day in range(published - DAYS_LATER, published + 2):
                near = self.by_name.get((name, day), ())
                if len(near) <= CROWDED:
                    found.update((p.number, p) for p in near if p.number not in own)
        return [found[number] for number in sorted(found)]

    def unsaid(self, found: Mapping[int, Mapping[tuple[int, int], tuple[Report, Statement]]]) -> list[int]:
        """Incidents that are told in the outlets' own voice alone."""
        quiet = [n for n in self.profiles if not any(fact.chains for fact in self.groups[n])]
        return [n for n in quiet if not any(not said.denies for _, said in found.get(n, {}).values())]

    def beside(self, number: int, report: Report) -> list[tuple[int, Statement]]:
        """What is said nearest to where the report tells the incident, of whatever deed told there; its paragraph goes first."""
        told = [
            f.event.trigger.span.start
            for f in self.groups[number]
            if f.report.key == report.key and not f.event.background
        ]
        near = []
        for place, statement in enumerate(report.statements):
            if statement.denies or statement.is_ahead or not statement.may_speak:
                continue
            for start in told:
                gap = statement.span.start - start
                if -FOCUS <= gap <= FOCUS:
                    near.append((gap > 0 and statement.paragraph > start, abs(gap), place, statement))
        near.sort(key=lambda found: found[:3])
        return [(place, statement) for _, _, place, statement in near[:2]]

    def choose(self, statement: Statement, candidates: Sequence[Profile], report: Report) -> int | None:
        """The one incident that the statement speaks of; where it fits several, the one of the most shared words."""
        felt = [p for p in candidates if statement.counts and self._is_felt(statement, p)]
        if statement.names:  # "nobody died at Lowgate" is not about the deed elsewhere that the report told last
            felt = [p for p in felt if (statement.names | statement.words) & (p.words | p.names)]
        is_only = len(felt) == 1 and felt[0].number in self.own.get(report.key, ())
        fitting = [p for p in felt if is_only or (statement.nearby | statement.words) & (p.names | p.deeds)]
        fitting = fitting or [p for p in candidates if self._fits_words(statement, p)]
        scored = sorted(((self._score(statement, p), p.number) for p in fitting), reverse=True)
        if not scored or (len(scored) > 1 and scored[0][0] == scored[1][0]):
            return None
        return scored[0][1]

    def in_focus(self, statement: Statement, candidates: Sequence[Profile], report: Report) -> int | None:
        """The incident told last before the statement, in its paragraph, or earlier where that goes on about it."""
        if statement.denies:
            if statement.steps[0].form != "indirect" or statement.is_on_part:
                return None
            if PLAIN.match(statement.steps[0].cue.text):  # "no money passed" denies no release
                candidates = [p for p in candidates if statement.words & p.words]
            candidates = [
                p for p in candidates if p.event_type in DENIABLE and not self._is_told_by(statement, p, report)
            ]
        elif statement.is_ahead:
            return None
        if not statement.may_speak or tells_of_old(report.sentences, statement.span, report.moment):
            return None
        told = [
            (fact.event.trigger.span.start, p)
            for p in candidates
            if p.event_type not in PROMISES and not p.is_ahead and not p.is_denied
            for fact in self.groups[p.number]
            if fact.report.key == report.key and not fact.event.background
        ]
        before = [(start, p.number, p) for start, p in told if 0 <= statement.span.start - start <= FOCUS]
        here = [found for found in before if found[0] >= statement.paragraph]
        if here:
            return max(here, key=lambda found: found[:2])[1]
        akin = [(self._score(statement, p), start, p.number) for start, _, p in before if self._shares(statement, p)]
        if akin or not before:
            return max(akin)[2] if akin else None
        pointed = _deed_nouns.types(statement.quote)
        before = [found for found in before if found[2].event_type in pointed] or before
        numbers = {number for _, number, _ in before}
        if len(numbers) != 1 or statement.denies:
            return None
        is_named = before[0][2].event_type in pointed
        return before[0][1] if is_named or self._answers(statement, before[0][2], report) else None

    def _answers(self, statement: Statement, p: Profile, report: Report) -> bool:
        """Whether the source has a part in the incident or answers for where it was: who speaks after it is told speaks of it.

        A government does so for its own country and for where its people were party, a hospital for who was hurt.
        """
        step = statement.steps[-1]
        source, body = report.sources[step.id], report.bodies.get(step.id)
        if source.sector == "MED" or (body is not None and body.kind == "hospital"):
            return p.event_type in HARMFUL
        if body is not None and body.kind == "local_authority":
            return True
        if body is None and source.sector in STATE:
            return source.country is None or source.country in self._countries(p.number)
        called = telling(" ".join((source.text, source.name or "", body.name if body is not None else "")))
        return bool(called & p.words)

    def _countries(self, number: int) -> frozenset[str]:
        """The countries of the parties and the place."""
        found = set()
        for event in (fact.event for fact in self.groups[number]):
            found |= {m.country for m in (*event.actors, *event.recipients) if m.country}
            found |= {event.place.country} if event.place is not None and event.place.country else set()
        return frozenset(found)

    def told_with(self, chosen: int, candidates: Sequence[Profile], report: Report) -> list[int]:
        """Other deeds of the same day that the report tells within two sentences' length of this one."""
        mine = self._told(chosen, report)
        return [
            p.number
            for p in candidates
            if p.number != chosen
            and p.day == self.profiles[chosen].day
            and not p.is_ahead
            and p.event_type not in PROMISES
            and any(abs(a - b) <= TOGETHER for a in mine for b in self._told(p.number, report))
        ]

    def _told(self, number: int, report: Report) -> list[int]:
        return [
            f.event.trigger.span.start
            for f in self.groups[number]
            if f.report.key == report.key and not f.event.background
        ]

    def _shares(self, statement: Statement, p: Profile) -> bool:
        """Whether the paragraph of the statement goes on about the incident."""
        return len(statement.nearby & p.words) >= NEARBY

    def _is_told_by(self, statement: Statement, p: Profile, report: Report) -> bool:
        """Whether the source's own side tells the deed in the report: then it denies something else."""
        mine = _who(report.sources[statement.steps[0].id])
        facts = [fact for fact in self.groups[p.number] if fact.report.key == report.key]
        sources = [report.sources[step.id] for fact in facts for steps in fact.chains.values() for step in steps]
        return not sources or any(_who(source) == mine for source in sources)

    def _score(self, statement: Statement, p: Profile) -> float:
        shared = statement.words & p.words
        nearby = (statement.nearby & p.words) - shared
        return round(sum(self._weight(word) for word in shared) + sum(self._weight(word) for word in nearby) / 2, 6)

    def _weight(self, word: str) -> float:
        return log(1 + (1 + len(self.profiles)) / self.frequency[word])

    def _is_felt(self, statement: Statement, p: Profile) -> bool:
        """Whether the statement's number can be the incident's toll."""
        quantities = {count.quantity for count in statement.counts}
        felt = any(p.event_type in FELT_BY.get(quantity, ()) for quantity in quantities)
        return (bool(quantities & p.quantities) or felt) and not p.is_ahead

    def _fits_words(self, statement: Statement, p: Profile) -> bool:
        if statement.is_negated and not statement.denies:
            return False
        if statement.is_ahead and not p.is_ahead:
            return False
        shared = statement.words & p.words
        return len(shared) >= ENOUGH or (len(shared) >= ENOUGH_WITH_DEED and bool(shared & p.deeds))


def is_on_part(content: str) -> bool:
    """Whether it speaks of who had a part in a deed."""
    object_of_denial = {stem(word) for word in normalised(content)[:3]}  # "any part in": too common a word elsewhere
    return "to do with" in content or bool((telling(content) | object_of_denial) & _involvement())


@cache
def _involvement() -> frozenset[str]:
    """Words of a denial that one had a part in a deed, which does not deny the deed."""
    rows = lexicons.load("noun_classes")
    return frozenset(stem(row["lemma"]) for row in rows if row["class"] == "involvement")


def _who(source: Source) -> str | None:
    return source.side or source.country or source.name


def _ordinal(day: str) -> int | None:
    try:
        return date.fromisoformat(day[:10]).toordinal()
    except ValueError:
        return None
