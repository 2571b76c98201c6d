"""Disputes and updates: where sides give values that cannot both be true, and where a side changes its value.

In: the events of one incident with their voices. Out: disputes and updates. The one idea: each side is taken at
its latest word; what it said before is an update, what others say at the same time is a dispute. Nothing is resolved.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from onrecord.link_report import Denial, Dispute, Origin, Position, Update
from onrecord.records import Claim, Magnitude, Span
from onrecord.stages.link import _updates, _waters
from onrecord.stages.link._days import firm_days
from onrecord.stages.link._facts import EventFact
from onrecord.stages.link._identities import camp
from onrecord.stages.link._origins import Key, Voice
from onrecord.stages.link._statements import Statement, is_on_part
from onrecord.stages.link._updates import Said, Value

COUNTS = ("killed", "injured", "arrested", "displaced", "missing", "abducted")
ONLY_UPDATED = frozenset({"arrested", "displaced", "missing", "abducted"})
"""Counts whose updates are told; the contract of a dispute has no field for them."""
CLAIMED = ("responsible", "recipients", "date", "place")
BLAMED = frozenset({"ASSAULT", "COERCE", "MOBILIZE"})
"""Deeds of which it may be in doubt who did them; who expels a diplomat or calls a meeting says so."""


@dataclass(frozen=True, slots=True)
class Further:
    """What is said of an incident beside its events, with who says it."""

    statements: Sequence[tuple[Voice, Statement]]
    accusations: Sequence[tuple[EventFact, list[Voice]]]
    heard: Sequence[Voice] = ()
    """All who speak of it, those of the events among them."""
    outdated: frozenset[str] = frozenset()
    """Keys of the reports of which there is a later version: what they say is no position."""


def find(
    incident: str,
    members: Sequence[tuple[EventFact, list[Voice]]],
    further: Further,
    known: tuple[Sequence[Origin], Sequence[Denial]],
) -> tuple[list[Dispute], list[Update]]:
    """Disputes and updates of one incident: of its events, in order of publication, and of what else is said of it."""
    disputes, updates = [], []
    upheld, denied = known
    for field in (*COUNTS, *CLAIMED):
        if field == "responsible" and not any(fact.event.event_type in BLAMED for fact, _ in members):
            continue
        by_side = _by_side(field, members, further)
        if field in COUNTS:
            updates += [update for said in by_side.values() for update in _updates.changes(incident, field, said)]
        last = [_latest(said) for said in by_side.values() if said[-1].voice.report.key not in further.outdated]
        if field not in ONLY_UPDATED and _clash(field, last):
            disputes.append(Dispute(incident=incident, field=field, positions=tuple(_positions(last))))
    if denied and any(origin.counts for origin in upheld):
        disputes.append(
            Dispute(incident=incident, field="happened", positions=tuple(_happened(further.heard, upheld, denied)))
        )
    return disputes, updates


def _by_side(field: str, members: Sequence[tuple[EventFact, list[Voice]]], further: Further) -> dict[Key, list[Said]]:
    """What each side gave as the field's value, in order of publication; own voices only where nobody is named."""
    found: dict[Key, list[Said]] = {}
    given = [said for fact, voices in members for said in _said(field, fact, voices)]
    given += [said for voice, statement in further.statements for said in _stated(field, voice, statement)]
    given += [said for fact, voices in further.accusations for said in _accused(field, fact, voices)]
    for said in sorted(given, key=lambda said: (*said.voice.report.order, said.spans)):
        found.setdefault(said.voice.key, []).append(said)
    named = {key: said for key, said in found.items() if not all(s.voice.is_own for s in said)}
    return named or found


def _said(field: str, fact: EventFact, voices: list[Voice]) -> Iterator[Said]:
    by_attribution = {voice.id: voice for voice in voices}
    claims = [claim for claim in fact.event.claims if claim.field == field]
    for claim in claims:
        yield _claimed(claim, by_attribution.get(claim.attribution, voices[0]), fact.quote)
    holders = [voice for voice in voices if voice.stance == "upholds"]
    if field == "place":
        yield from (said for voice in holders for said in _in_waters(voice, fact.quote, fact.span))
    if field == "date" and not claims and fact.event.status == "happened":
        yield from (said for voice in holders if not voice.is_own for said in _on_day(voice, fact))
    if not claims and field in COUNTS:
        counts = [m for m in fact.event.magnitude if m.quantity == field and _number(m) is not None]
        if counts:
            total = max(counts, key=lambda m: (_number(m) or 0.0, m.span))
            yield from (_counted(total, voice, fact.quote) for voice in holders)
    elif not claims and field == "responsible" and fact.event.event_type in BLAMED:
        yield from _disowned(fact, voices)
        actors = [actor for actor in fact.event.actors if actor.country or actor.side]
        if actors:
            sides = " and ".join(sorted({camp(actor.side, actor.country) or "" for actor in actors}))
            spans = tuple(actor.span for actor in actors)
            yield from (Said(voice, sides, None, None, spans) for voice in holders)


def _disowned(fact: EventFact, voices: list[Voice]) -> Iterator[Said]:
    """Who denies a part in the deed says that it was not they."""
    for voice in voices:
        said = fact.chains.get(voice.id or "", ())[:1]
        who = camp(voice.side, voice.country)
        if who and said and said[0].act == "denies" and is_on_part(said[0].content.text):
            yield Said(voice, f"not {who}", None, None, said[0].content.spans)


def _accused(field: str, fact: EventFact, voices: list[Voice]) -> Iterator[Said]:
    """Whom an accusation names."""
    voice = next((voice for voice in voices if voice.stance == "upholds"), None)
    if field != "responsible" or voice is None:
        return
    sides = {camp(m.side, m.country): m.span for m in fact.event.recipients}
    own = camp(voice.side, voice.country)  # "called its ambassador home over the attack" accuses others
    accused = {side: span for side, span in sides.items() if side and side != own}
    if accused:
        yield Said(voice, " and ".join(sorted(accused)), None, None, tuple(accused.values()))


def _stated(field: str, voice: Voice, statement: Statement) -> Iterator[Said]:
    """The number that a statement gives; the source itself, where it claims the deed."""
    if field == "responsible" and statement.claims_deed:
        yield Said(voice, camp(voice.side, voice.country) or voice.name, None, None, voice.spans)
    if field == "place":
        yield from _in_waters(voice, statement.quote, statement.span)
    for count in statement.counts:
        if count.quantity == field and not (statement.denies and count.value):
            yield Said(voice, count.value, count.low, count.high, (count.span,), context=statement.quote)


def _on_day(voice: Voice, fact: EventFact) -> Iterator[Said]:
    """The one day that the words give."""
    days, told = firm_days(fact.event.date), fact.event.date
    if days is not None and days[0] == days[1] and told is not None and told.span is not None:
        yield Said(voice, days[0], None, None, (told.span,), context=fact.quote)


def _in_waters(voice: Voice, words: str, span: Span) -> Iterator[Said]:
    """In whose waters or airspace it was."""
    found = _waters.told(words)
    if found is not None:
        value, place = found
        yield Said(voice, value, None, None, (Span(span.start + place.start, span.start + place.end),), context=words)


def _claimed(claim: Claim, voice: Voice, context: str) -> Said:
    number = float(claim.value) if isinstance(claim.value, int | float) and not isinstance(claim.value, bool) else None
    value = _plain(claim.value)
    if claim.field == "responsible" and claim.certainty in ("CT-", "PR-"):
        value = f"not {value}"
    return Said(voice, value, number, number, claim.spans or voice.spans, context=context)


def _counted(count: Magnitude, voice: Voice, context: str) -> Said:
    return Said(voice, _plain(_number(count)), count.low, count.high, (count.span,), count.class_, context)


def _number(count: Magnitude) -> float | None:
    """The number that stands for it; of a stretch without a best one its least."""
    return next((number for number in (count.best, count.low, count.high) if number is not None), None)


def _plain(value: Value) -> Value:
    """Whole numbers as such."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _latest(said: list[Said]) -> list[Said]:
    """What the side gives in its latest article, and the earlier articles that agree with it, earliest first."""
    *before, final = _updates.by_article(said)
    last = _updates.best(final, [item for items in before for item in items])
    return [item for item in said if item.value == last.value]


def _clash(field: str, last: list[list[Said]]) -> bool:
    """Whether two sides' latest values exclude each other."""
    heads = [said[0] for said in last]
    for number, one in enumerate(heads):
        for other in heads[number + 1 :]:
            if _excludes(field, one, other):
                return True
    return False


def _excludes(field: str, one: Said, other: Said) -> bool:
    if field in COUNTS:
        return _is_above(one, other) or _is_above(other, one)
    if field == "responsible":
        if "not " in (str(one.value)[:4], str(other.value)[:4]):  # who says that it was not X clashes with who says X
            return f"not {one.value}" == other.value or f"not {other.value}" == one.value
        return not set(str(one.value).split(" and ")) & set(str(other.value).split(" and "))
    if field == "place" and _waters.told(str(one.value)) and _waters.told(str(other.value)):
        return _waters.are_apart(str(one.value), str(other.value))
    return str(one.value).casefold() != str(other.value).casefold()


def _is_above(one: Said, other: Said) -> bool:
    """Whether the least that one says is more than the most that the other says; "at least 20" leaves the most open."""
    return one.low is not None and other.high is not None and one.low > other.high


def _positions(last: list[list[Said]]) -> Iterator[Position]:
    """One position a value; sides that agree hold it together."""
    by_value: dict[str, list[Said]] = {}
    for said in last:
        by_value.setdefault(str(said[0].value), []).extend(said)
    for group in by_value.values():
        first = group[0]
        yield Position(
            value=first.value,
            low=first.low,
            high=first.high,
            by="; ".join(dict.fromkeys(s.voice.name for s in group)),
            side=first.voice.side,
            articles=tuple(dict.fromkeys(s.voice.report.id for s in group)),
            certainty=first.voice.certainty,
            spans=first.spans,
        )


def _happened(heard: Sequence[Voice], upheld: Sequence[Origin], denied: Sequence[Denial]) -> Iterator[Position]:
    holders = [origin for origin in upheld if origin.counts]
    yes = next(voice for voice in heard if voice.stance == "upholds")
    no = next(voice for voice in heard if voice.stance == "denies")
    for value, names, voice, articles in (
        ("yes", [h.name for h in holders], yes, [a for h in holders for a in h.articles]),
        ("no", [d.name for d in denied], no, [a for d in denied for a in d.articles]),
    ):
        yield Position(
            value=value,
            low=None,
            high=None,
            by="; ".join(names),
            side=voice.side,
            articles=tuple(dict.fromkeys([voice.report.id, *articles])),
            certainty=voice.certainty,
            spans=voice.spans,
        )
