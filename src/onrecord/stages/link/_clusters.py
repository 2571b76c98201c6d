"""Incidents: which events of which reports are one happening.

In: events, and which dispatch each report carries. Out: groups of events. The one idea: cautious keys first, scores for
the rest. Steps, each on the groups (units) of the one before:

1. the same sentence is the same event, wherever it is printed;
2. within one dispatch, deeds of one type and day whose parties complete each other are one;
3. across dispatches, deeds of one type and the same days with the same parties and no places that exclude each other;
4. a deed of several days joins the one deed of a day that lies within; a deed whose date is only the report's own day, or
   that is denied and so has none, joins the one dated deed that it fits;
5. a unit joins the one with which it shares most words; an accused side's own account joins what it answers;
6. units that nothing keeps apart and that are likely one deed are joined (`_likely`), the likeliest first.

The groups depend on the set of events alone: units are taken from the most to the least telling, and one that fits two
groups joins neither.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence

from onrecord.stages.link import _admissions, _likely
from onrecord.stages.link._days import Days, firm_days, ordinal
from onrecord.stages.link._facts import EventFact
from onrecord.stages.link._groups import Groups
from onrecord.stages.link._guesses import is_named
from onrecord.stages.link._units import (
    FAMILY,
    SPEECH,
    Unit,
    are_apart,
    are_strangers,
    as_unit,
    complete,
    differ,
    excludes,
    same,
)  # fmt: skip
from onrecord.stages.link._words import telling

COPIED = 0.7
"""Least share of their telling words that two sentences of copies have in common to be one."""
MOST_WORDINGS = 20
"""Sentences of one deed in copies of one dispatch with which others are compared."""
CROWD = 300
"""A block of more units than this merges those with equal parties and places only."""
MAX_DAYS = 7
"""Longest stretch within which a deed of one day is the same."""
DAYS_BEFORE, DAYS_AFTER = 3, 30
"""A report without a day tells of the last days; a plan without a day, of the next weeks."""
RARE = 60
"""A word of more units than this is not what makes two the same."""
SHARED, SHARED_WITH_DEED, SHARED_BY_DENIAL, SHARED_BY_BARE = 5, 4, 2, 2
"""Telling words that two units must share; fewer where one's deed is named by the other's words."""


def find(events: Sequence[EventFact], dispatch: Callable[[EventFact], str]) -> list[list[EventFact]]:
    """Groups of events, each in order of publication; `dispatch` names what an event's report is a copy of."""
    ordered = sorted(events, key=lambda fact: fact.order)
    groups = keyed(ordered, dispatch)
    _join(groups, _likely.joins(units(ordered, groups, dispatch), ordered))
    return [[ordered[n] for n in numbers] for numbers in groups.members()]


def keyed(ordered: Sequence[EventFact], dispatch: Callable[[EventFact], str]) -> Groups:
    """Steps 1 to 5: the groups of events in order of publication before any is joined by its likelihood."""
    groups = Groups(len(ordered))
    _join(groups, _wordings(ordered, dispatch))
    for keys, fits in ((_within_dispatch, complete), (_across, same)):
        for block in _blocks(units(ordered, groups, dispatch), keys):
            _join(groups, _merged(block, fits))
    for pairs in (_contained, _attached, _postponed, _worded, _worded, _answered):
        _join(groups, pairs(units(ordered, groups, dispatch)))
    _join(groups, _admissions.pairs(ordered))
    return groups


def units(ordered: Sequence[EventFact], groups: Groups, dispatch: Callable[[EventFact], str]) -> list[Unit]:
    """The unit of each group."""
    return [as_unit(ordered, numbers, dispatch) for numbers in groups.members()]


def _join(groups: Groups, blocks: Iterable[Sequence[int]]) -> None:
    for block in blocks:
        for number in block[1:]:
            groups.union(block[0], number)


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
            stems = telling(event.trigger.text) or event.trigger.text.casefold()  # "told" is a common word
            alike[(dispatch(fact), event.event_type, stems)].append(number)
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
        fitting = [u for u, day in after if due and day and 0 <= day - due <= MAX_DAYS and not are_apart(plan, u)]
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
    if not _is_near(unit, other) or not complete(unit, other) or are_apart(unit, other):
        return False
    shared = len(unit.words & other.words)
    needed = SHARED_WITH_DEED if unit.deeds & other.words or other.deeds & unit.words else SHARED
    if unit.days is not None and unit.days == other.days and (unit.is_bare or other.is_bare):
        needed = SHARED_BY_BARE
    if unit.dispatches & other.dispatches:
        return shared >= needed
    if unit.days is None and other.days is None:
        return False
    return shared >= needed and not are_strangers(unit.said, other.said)


def _is_answer(unit: Unit, other: Unit) -> bool:
    """Whether `unit` denies the deed `other`."""
    if not unit.is_denied or other.is_denied or other.is_supposed or not _is_near(unit, other):
        return False
    if differ(unit.actors, other.actors) or are_apart(unit, other):
        return False
    of_deed = bool(unit.deeds & other.words or other.deeds & unit.words or unit.modes & other.modes)
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
