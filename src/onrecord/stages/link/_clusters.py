"""Incidents: which events of which reports are one happening.

In: events, and which dispatch each report carries. Out: groups of events. The one idea: cautious keys, no scores. Four
steps, each on the groups (units) of the one before:

1. the same sentence is the same event, wherever it is printed;
2. within one dispatch, deeds of one type and day whose parties complete each other are one;
3. across dispatches, deeds of one type and the same days with the same parties and no places that exclude each other;
4. a deed of several days joins the one deed of a day that lies within; a deed whose date is only the report's own day, or
   that is denied and so has none, joins the one dated deed that it fits.

The groups depend on the set of events alone: units are taken from the most to the least telling, and one that fits two
groups joins neither.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

from onrecord.records import Mention, Place
from onrecord.stages.link import _admissions, _guesses
from onrecord.stages.link._days import Days, stretch
from onrecord.stages.link._days import firm_days as firm_days
from onrecord.stages.link._days import ordinal as ordinal
from onrecord.stages.link._days import told_day as told_day
from onrecord.stages.link._facts import EventFact
from onrecord.stages.link._groups import Groups
from onrecord.stages.link._guesses import is_named as is_named
from onrecord.stages.link._words import telling

NEAR_KM = 60.0
"""Reports of one clash name villages on either side of it; two attacks on one day are seldom that close."""
PINNED = ("point", "city", "district")
ALIKE = 0.5
"""Least Jaccard similarity of the countries of two events of which neither's are all among the other's."""
COPIED = 0.7
"""Least share of their telling words that two sentences of copies have in common to be one."""
MOST_WORDINGS = 20
"""Sentences of one deed in copies of one dispatch with which others are compared."""
CROWD = 300
"""A block of more units than this merges those with equal parties and places only."""
NO_COUNTRY = ("IGO", "NGO", "IMG", "MNC", "ISM")
"""Codes that name a kind of body: two events that share one share nobody."""
SPEECH = frozenset({"ACCUSE", "REJECT", "REQUEST", "THREATEN", "SUPPORT"})
"""Deeds done by saying: many are done in a day, so who says it to whom must agree."""
MUTUAL = frozenset({"ASSAULT", "CONSULT", "AGREE", "COOPERATE"})
"""Deeds that both sides do, or that each lays on the other: who is actor and who recipient need not agree."""
KINDS = frozenset("phone visit expel discontinue withdraw convict riot demo strike obstruct restrict".split())
"""Modes that are deeds of their own kind: a call is no meeting, an expulsion no embargo, a strike no march."""
MAX_DAYS = 7
"""Longest stretch within which a deed of one day is the same."""
DAYS_BEFORE, DAYS_AFTER = 3, 30
"""A report without a day tells of the last days; a plan without a day, of the next weeks."""

FAMILY = {"AID": "aid", "MOBILIZE": "aid", "COOPERATE": "aid", "COERCE": "force", "SANCTION": "force"}
"""Types that coders give to one deed: peacekeepers arrive, an export is barred."""
RARE = 60
"""A word of more units than this is not what makes two the same."""
SHARED, SHARED_WITH_DEED, SHARED_BY_DENIAL, SHARED_BY_BARE = 5, 4, 2, 2
"""Telling words that two units must share; fewer where one's deed is named by the other's words."""


@dataclass(frozen=True, slots=True)
class Unit:
    """Events taken to be one deed so far.

    `days` stand in the text, as does a `stretch`, a month or a year; `told` is the day of the report, given as the deed's for
    want of another; `reported` is `told`, or the report's day for a deed without any date. `pins` are its towns, `sure_pins`
    those that its own words name, `lands` their countries; `named` are the actors and recipients whose country the words say; a
    `bare` one names neither who nor where.
    """

    numbers: tuple[int, ...]
    event_type: str
    is_supposed: bool
    is_planned: bool
    is_denied: bool
    days: Days | None
    told: str | None
    reported: str | None
    actors: frozenset[str]
    recipients: frozenset[str]
    named: tuple[frozenset[str], frozenset[str]]
    pins: frozenset[tuple[float, float]]
    sure_pins: frozenset[tuple[float, float]]
    lands: frozenset[str]
    dispatches: frozenset[str]
    reports: frozenset[str]
    words: frozenset[str]
    deeds: frozenset[str]
    modes: frozenset[str]
    stretch: Days | None
    is_bare: bool

    @property
    def parties(self) -> frozenset[str]:
        return self.actors | self.recipients

    @property
    def said(self) -> frozenset[str]:
        """Everybody whose country the words say."""
        return self.named[0] | self.named[1]

    @property
    def telling(self) -> tuple[int, bool, int]:
        """From the most to the least telling; then by publication."""
        return (-len(self.parties), not self.pins, self.numbers[0])


def find(events: Sequence[EventFact], dispatch: Callable[[EventFact], str]) -> list[list[EventFact]]:
    """Groups of events, each in order of publication; `dispatch` names what an event's report is a copy of."""
    ordered = sorted(events, key=lambda fact: fact.order)
    groups = Groups(len(ordered))
    _join(groups, _wordings(ordered, dispatch))
    for keys, fits in ((_within_dispatch, complete), (_across, same)):
        units = [_unit(ordered, numbers, dispatch) for numbers in groups.members()]
        for block in _blocks(units, keys):
            _join(groups, _merged(block, fits))
    for pairs in (_contained, _attached, _postponed, _worded, _worded, _answered):
        _join(groups, pairs([_unit(ordered, numbers, dispatch) for numbers in groups.members()]))
    _join(groups, _admissions.pairs(ordered))
    return [[ordered[n] for n in numbers] for numbers in groups.members()]


def _join(groups: Groups, blocks: Iterable[Sequence[int]]) -> None:
    for block in blocks:
        for number in block[1:]:
            groups.union(block[0], number)


# ---- what a unit is ----
def _unit(ordered: Sequence[EventFact], numbers: Sequence[int], dispatch: Callable[[EventFact], str]) -> Unit:
    facts = [ordered[n] for n in numbers]
    events = [fact.event for fact in facts]
    firm = [days for event in events if (days := firm_days(event.date)) is not None]
    told = [day for event in events if (day := told_day(event.date)) is not None]
    places = [event.place for event in events if event.place is not None and is_named(event.place)]
    return Unit(
        numbers=tuple(numbers),
        event_type=events[0].event_type,
        is_supposed=all(event.status == "hypothetical" for event in events),
        is_planned=all(event.status == "planned" for event in events),
        is_denied=all(event.status == "negated" for event in events),
        days=firm[0] if firm else None,
        told=told[0] if told else None,
        reported=told[0] if told else _published(facts),
        actors=party_names(m for event in events for m in event.actors),
        recipients=party_names(m for event in events for m in event.recipients),
        named=(
            party_names(m for event in events for m in event.actors if _guesses.is_said(m)),
            party_names(m for event in events for m in event.recipients if _guesses.is_said(m)),
        ),
        pins=frozenset(pin for place in places if (pin := _pin(place)) is not None),
        sure_pins=frozenset(pin for place in places if _guesses.is_told(place) and (pin := _pin(place)) is not None),
        lands=frozenset(place.country for place in places if place.country and _guesses.is_told(place)),
        dispatches=frozenset(dispatch(fact) for fact in facts),
        reports=frozenset(fact.report.key for fact in facts),
        words=frozenset().union(*(fact.words for fact in facts)),
        deeds=frozenset().union(*(telling(event.trigger.text) for event in events)),
        modes=frozenset(mode for event in events for mode in event.modes),
        stretch=next((days for event in events if (days := stretch(event.date)) is not None), None),
        is_bare=_guesses.is_bare(events),
    )


def _published(facts: Sequence[EventFact]) -> str | None:
    """The report's day, for events that have no date at all and are no background."""
    if any(fact.event.date is not None or fact.event.background for fact in facts):
        return None
    return next((fact.report.moment[:10] for fact in facts if fact.report.moment), None)


def party_names(mentions: Iterable[Mention]) -> frozenset[str]:
    """Countries, and the sides of those who have none."""
    named = (m.country if m.country and m.country not in NO_COUNTRY else m.side for m in mentions)
    return frozenset(name for name in named if name and name not in NO_COUNTRY)


def _pin(place: Place) -> tuple[float, float] | None:
    if place.precision in PINNED and place.lat is not None and place.lon is not None:
        return (place.lat, place.lon)
    return None


# ---- steps 1 to 3 ----
def _wordings(ordered: Sequence[EventFact], dispatch: Callable[[EventFact], str]) -> list[list[int]]:
    """Events of one type in the same words; where dispatches give several days, those of one day each.

    Copies of one dispatch are one whatever their days: "this afternoon" moves with the day of printing.
    """
    by_words: dict[bytes, list[int]] = defaultdict(list)
    copied: dict[tuple[bytes, str], list[int]] = defaultdict(list)
    for number, fact in enumerate(ordered):
        copied[(fact.wording, dispatch(fact))].append(number)
        if fact.is_sentence:
            by_words[fact.wording].append(number)
    found: list[list[int]] = [*copied.values(), *_reworded(ordered, dispatch)]
    for numbers in by_words.values():
        by_days: dict[Days | None, list[int]] = defaultdict(list)
        for number in numbers:
            by_days[firm_days(ordered[number].event.date)].append(number)
        found.extend([numbers] if len(by_days.keys() - {None}) <= 1 else by_days.values())
    return found


def _reworded(ordered: Sequence[EventFact], dispatch: Callable[[EventFact], str]) -> Iterator[list[int]]:
    """Pairs of events in copies of one dispatch whose sentences differ in a few words only: another house style."""
    alike: dict[Hashable, list[int]] = defaultdict(list)
    told = Counter((fact.report.key, fact.event.event_type, fact.event.trigger.text, fact.words) for fact in ordered)
    for number, fact in enumerate(ordered):
        event = fact.event
        if told[fact.report.key, event.event_type, event.trigger.text, fact.words] == 1:
            alike[(dispatch(fact), event.event_type, telling(event.trigger.text))].append(number)
    for numbers in alike.values():
        leaders: list[int] = []
        for number in numbers:
            first = next((leader for leader in leaders if _are_reworded(ordered[leader], ordered[number])), None)
            if first is not None:
                yield [first, number]
            elif len(leaders) < MOST_WORDINGS:
                leaders.append(number)


def _are_reworded(one: EventFact, other: EventFact) -> bool:
    words = one.words | other.words
    if one.report is other.report or len(one.words & other.words) < COPIED * max(len(words), 1):
        return False
    if _where(one) - other.words and _where(other) - one.words:
        return False  # what differs is the place
    return None in (_lag(one), _lag(other)) or _lag(one) == _lag(other)


def _where(fact: EventFact) -> frozenset[str]:
    """Words of the sentence that name the place."""
    place = fact.event.place
    return fact.words & telling(place.name) if place is not None and place.name and is_named(place) else frozenset()


def _lag(fact: EventFact) -> int | None:
    """Days from the deed to the report, where the text gives the deed's day."""
    days, told = firm_days(fact.event.date), ordinal(fact.report.moment)
    done = ordinal(days[0]) if days is not None else None
    return None if told is None or done is None else told - done


def _within_dispatch(unit: Unit) -> list[Hashable]:
    """Keys of the blocks that a unit is compared in: its dispatches and its day, firm or told."""
    return [(dispatch, *key) for dispatch in sorted(unit.dispatches) for key in _across(unit)]


def _across(unit: Unit) -> list[tuple[Hashable, ...]]:
    """Type and days. A firm day and the day of a report are different keys: the deed told on a day was mostly before it."""
    if unit.days is None and (unit.told is None or unit.is_denied):
        return []
    return [(FAMILY.get(unit.event_type, unit.event_type), unit.is_supposed, unit.days or unit.told)]


def _blocks(units: Sequence[Unit], keys: Callable[[Unit], Sequence[Hashable]]) -> list[list[Unit]]:
    blocks: dict[Hashable, list[Unit]] = defaultdict(list)
    for unit in units:
        for key in keys(unit):
            blocks[key].append(unit)
    return [block for block in blocks.values() if len(block) > 1]


def _merged(block: list[Unit], fits: Callable[[Unit, Unit], bool]) -> list[list[int]]:
    """Numbers to join: each unit with the one group that it fits."""
    if len(block) > CROWD:
        return _equal(block)
    placed: list[list[Unit]] = []
    for unit in sorted(block, key=lambda unit: unit.telling):
        fitting = [g for g in placed if not any(excludes(unit, m) for m in g) and any(fits(unit, m) for m in g)]
        if len(fitting) == 1:
            fitting[0].append(unit)
        else:
            placed.append([unit])
    return [[unit.numbers[0] for unit in group] for group in placed]


def _equal(block: list[Unit]) -> list[list[int]]:
    by_key: dict[Hashable, list[int]] = defaultdict(list)
    for unit in block:
        if unit.parties:
            by_key[(unit.actors, unit.recipients, unit.pins)].append(unit.numbers[0])
    return list(by_key.values())


# ---- step 4 ----
def _attached(units: Sequence[Unit]) -> list[list[int]]:
    """Pairs of a unit without a firm day and the one dated unit that it tells of; in its own dispatch first."""
    by_day: dict[tuple[str, bool, int], list[Unit]] = defaultdict(list)
    for unit in units:
        if unit.days is not None and ordinal(unit.days[1]) is not None:
            by_day[(unit.event_type, unit.is_supposed, ordinal(unit.days[1]) or 0)].append(unit)
    pairs = []
    for unit in units:
        told = ordinal(unit.reported) if unit.days is None else None
        if told is None:
            continue
        window = range(told - 1, told + DAYS_AFTER) if unit.is_planned else range(told - DAYS_BEFORE, told + 1)
        near = [u for day in window for u in by_day.get((unit.event_type, unit.is_supposed, day), ())]
        fitting = [other for other in near if not excludes(unit, other) and _tells_of(unit, other)]
        own = [other for other in fitting if other.dispatches & unit.dispatches]
        chosen = own or ([] if unit.event_type in SPEECH else fitting)
        chosen = [other for other in chosen if complete(unit, other)] or chosen
        if len(chosen) == 1:
            pairs.append([chosen[0].numbers[0], unit.numbers[0]])
    return pairs


def _contained(units: Sequence[Unit]) -> list[list[int]]:
    """Pairs of a deed of several days ("Monday and Tuesday", "this week") and the one deed of a day that lies within."""
    by_day: dict[tuple[str, bool, int], list[Unit]] = defaultdict(list)
    long: list[tuple[Unit, int, int]] = []
    for unit in units:
        first, last = ordinal(unit.days[0] if unit.days else None), ordinal(unit.days[1] if unit.days else None)
        if first is None or last is None or last - first > MAX_DAYS:
            continue
        if first == last:
            by_day[(unit.event_type, unit.is_supposed, first)].append(unit)
        else:
            long.append((unit, first, last))
    pairs = []
    for unit, first, last in long:
        near = [u for day in range(first, last + 1) for u in by_day.get((unit.event_type, unit.is_supposed, day), ())]
        fitting = [other for other in near if not excludes(unit, other) and same(unit, other)]
        if len(fitting) == 1:
            pairs.append([fitting[0].numbers[0], unit.numbers[0]])
    return pairs


def _postponed(units: Sequence[Unit]) -> list[list[int]]:
    """Pairs of a deed planned for one day and the one deed between the same parties that was done some days later."""
    by_kind: dict[tuple[str, frozenset[str]], list[Unit]] = defaultdict(list)
    for unit in units:
        if unit.days is not None and len(unit.parties) > 1 and not (unit.is_denied or unit.is_supposed):
            by_kind[(unit.event_type, unit.parties)].append(unit)
    pairs = []
    for plan in (unit for alike in by_kind.values() for unit in alike if unit.is_planned):
        due = ordinal(plan.days[0] if plan.days else None)
        done = [unit for unit in by_kind[(plan.event_type, plan.parties)] if not unit.is_planned]
        after = [(unit, ordinal(unit.days[0] if unit.days else None)) for unit in done]
        fitting = [u for u, day in after if due and day and 0 <= day - due <= MAX_DAYS and not _are_apart(plan, u)]
        if len(fitting) == 1 and plan.event_type not in SPEECH:
            pairs.append([fitting[0].numbers[0], plan.numbers[0]])
    return pairs


# ---- step 5 ----
def _worded(units: Sequence[Unit]) -> list[list[int]]:
    """Pairs of a unit and the one unit of other reports with which it shares most words."""
    return _most_alike(units, _is_worded, is_mutual=True)


def _answered(units: Sequence[Unit]) -> list[list[int]]:
    """Pairs of a denial and the one deed that its words deny."""
    return _most_alike(units, _is_answer, is_mutual=False)


def _most_alike(units: Sequence[Unit], fits: Callable[[Unit, Unit], bool], *, is_mutual: bool) -> list[list[int]]:
    """Each unit with the one that it fits and shares most words with; `is_mutual`: and that fits none better."""
    known = [unit for unit in units if unit.event_type not in SPEECH and (unit.days or unit.reported)]
    by_word: dict[tuple[str, str], list[Unit]] = defaultdict(list)
    for unit in known:
        for word in unit.words:
            by_word[(FAMILY.get(unit.event_type, unit.event_type), word)].append(unit)
    best: dict[int, int] = {}
    for unit in known:
        family = FAMILY.get(unit.event_type, unit.event_type)
        near: dict[int, Unit] = {}
        for word in unit.words:
            others = by_word[(family, word)]
            if len(others) <= RARE:
                near.update((other.numbers[0], other) for other in others if other is not unit)
        scored = [(len(unit.words & other.words), n) for n, other in near.items() if fits(unit, other)]
        scored.sort(reverse=True)
        if scored and (len(scored) == 1 or scored[0][0] > scored[1][0]):
            best[unit.numbers[0]] = scored[0][1]
    return [[other, number] for number, other in best.items() if not is_mutual or best.get(other) == number]


def _is_worded(unit: Unit, other: Unit) -> bool:
    """Whether two units tell one deed, by their words."""
    if unit.reports & other.reports or unit.is_denied or other.is_denied or unit.is_supposed != other.is_supposed:
        return False
    if not _is_near(unit, other) or not complete(unit, other) or _are_apart(unit, other):
        return False
    shared = len(unit.words & other.words)
    needed = SHARED_WITH_DEED if unit.deeds & other.words or other.deeds & unit.words else SHARED
    if unit.days is not None and unit.days == other.days and (unit.is_bare or other.is_bare):
        needed = SHARED_BY_BARE
    if unit.dispatches & other.dispatches:
        return shared >= needed
    if unit.days is None and other.days is None:
        return False
    return shared >= needed and not _are_strangers(unit.said, other.said)


def _is_answer(unit: Unit, other: Unit) -> bool:
    """Whether `unit` denies the deed `other`."""
    if not unit.is_denied or other.is_denied or other.is_supposed or not _is_near(unit, other):
        return False
    if _differ(unit.actors, other.actors) or _are_apart(unit, other):
        return False
    of_deed = bool(unit.deeds & other.words or other.deeds & unit.words)
    return of_deed and len(unit.words & other.words) >= SHARED_BY_DENIAL


def _is_near(unit: Unit, other: Unit) -> bool:
    """Whether the days allow for one deed: the same firm days, or days of which one is only the report's, or a plan's."""
    if unit.days is not None and other.days is not None:
        return unit.days[0] <= other.days[1] and other.days[0] <= unit.days[1]
    one, two = (ordinal(u.days[0] if u.days else u.reported) for u in (unit, other))
    if one is None or two is None:
        return False
    plan = unit.is_planned or other.is_planned
    return abs(one - two) <= (DAYS_AFTER if plan else DAYS_BEFORE + 1)


def _tells_of(unit: Unit, other: Unit) -> bool:
    if unit.is_denied:  # who denies names the doer: "nobody was hurt" denies no attack
        return bool(unit.actors & other.actors)
    return same(unit, other) or (bool(unit.dispatches & other.dispatches) and complete(unit, other))


# ---- comparisons ----
def excludes(one: Unit, other: Unit) -> bool:
    """Whether the two cannot be one deed: other parties, or places or days apart; of kindred types, towns not the same."""
    if one.event_type != other.event_type and not (_are_near(one, other) and one.actors & other.actors):
        return True
    if one.event_type not in MUTUAL and not complete(one, other):
        return True
    together = complete(one, other) and bool(one.dispatches & other.dispatches)
    if not together and _are_strangers(one.said, other.said):
        return True
    return _are_apart(one, other)


def _is_outside(one: Unit, other: Unit) -> bool:
    """Whether the one's days lie outside the stretch of time in which the other is; a deed that is still planned has room."""
    days = one.days or ((one.reported, one.reported) if one.reported and not one.is_planned else None)
    if other.stretch is None or other.days is not None or days is None:
        return False
    return days[1] < other.stretch[0] or days[0] > other.stretch[1]


def _are_apart(one: Unit, other: Unit) -> bool:
    """Whether their days or places exclude each other (a deed between two may be told of either), or one is of another kind."""
    if _is_outside(one, other) or _is_outside(other, one):
        return True
    if one.modes and other.modes and (one.modes ^ other.modes) & KINDS:
        return True
    if one.sure_pins and other.sure_pins:
        return all(km(a, b) > NEAR_KM for a in one.sure_pins for b in other.sure_pins)
    if len(one.parties & other.parties) > 1 and complete(one, other):
        return False
    return bool(one.lands and other.lands) and not one.lands & other.lands


def _differ(mine: frozenset[str], theirs: frozenset[str]) -> bool:
    return bool(mine and theirs and not mine & theirs)


def _are_strangers(mine: frozenset[str], theirs: frozenset[str]) -> bool:
    if not mine or not theirs or mine <= theirs or theirs <= mine:
        return False
    return len(mine & theirs) / len(mine | theirs) < ALIKE


def _are_near(one: Unit, other: Unit) -> bool:
    return any(km(a, b) <= NEAR_KM for a in one.pins for b in other.pins)


def same(one: Unit, other: Unit) -> bool:
    """Whether something speaks for one deed: a party in common, or one town and parties that complete each other.

    Where neither's day is in the text, one country in common is not enough: a country does much on the day of a report.
    """
    near = _are_near(one, other) and complete(one, other)
    needed = 1 if one.days is not None or other.days is not None else 2
    return near or len(one.parties & other.parties) >= needed


def complete(one: Unit, other: Unit) -> bool:
    """Whether neither names other actors or other recipients than the other: one may name the doer, one the victim."""
    return not any(_differ(mine, theirs) for mine, theirs in zip(one.named, other.named, strict=True))


def km(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Kilometres between two points (degrees) on the sphere."""
    (a, b), (c, d) = (map(radians, one), map(radians, other))
    half = sin((c - a) / 2) ** 2 + cos(a) * cos(c) * sin((d - b) / 2) ** 2
    return 12742 * asin(min(1.0, sqrt(half)))
