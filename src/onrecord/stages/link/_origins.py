"""Origins: who stands behind a report, and which of them are independent.

In: the events of one incident. Out: origins, each with whether it counts and why, and those who deny. The one
idea: independence is counted on origins, not on reports. The rules:

- a chain of attributions yields one origin: its outermost source that is no medium, else its innermost medium;
- a country's government, its ministries, forces, embassies and state media are one side;
- a local authority, hospital, court, armed group, international body, NGO, union, company or party is one each;
- an outlet's reporter and the witnesses it spoke to are one; copies of a dispatch share it;
- an outlet's own voice counts only where nobody else is named; social media never count; who denies does not uphold.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from onrecord.link_report import Denial, Origin, OriginKind
from onrecord.records import Attribution, Certainty, Event, Mention, Source, Span
from onrecord.stages.link import _sameness
from onrecord.stages.link._bodies import UN, Body, is_local, is_of_forces, local_words
from onrecord.stages.link._facts import EventFact, Report
from onrecord.stages.link._identities import SMALL_WORDS, camp, is_media
from onrecord.stages.link._statements import Statement, is_on_part
from onrecord.stages.link._units import SPEECH
from onrecord.stages.link._words import normalised

PEOPLE = frozenset({"named_person", "unnamed_person", "unnamed_group"})
NOBODY = frozenset("it its he she they i we us one this that who which those them nobody".split())
ORDINARY = frozenset({"CVL", "AGR", "REF", "LAB", "EDU"})
STATE = frozenset({"GOV", "MIL", "COP", "SPY", "LEG"})
BY_SECTOR: dict[str, OriginKind] = {
    "MED": "hospital", "JUD": "court", "SOC": "ngo", "LAB": "union", "BUS": "company", "PTY": "party", "REB": "armed_group",
    "PRM": "armed_group", "UAF": "armed_group", "CRM": "armed_group",
}  # fmt: skip
BY_CODE: dict[str, OriginKind] = {
    "UNO": "international_organisation", "EUR": "international_organisation", "IGO": "international_organisation",
    "NGO": "ngo", "ISM": "ngo", "MNC": "company", "IMG": "armed_group",
}  # fmt: skip
WEAK = frozenset({"social_media", "document", "expert"})
"""Kinds that know of a deed only from others: a paper is its issuer's, an expert judges what is told."""
OWN = re.compile(
    r"(?i)((an?|one|two|three|the) )?((reporter|correspondent|photographer|journalist|team|crew)s? (of|for|from|with) )?"
    r"(this|our) (own )?(newspaper|reporter|correspondent|photographer|paper|website|magazine|station|agency|channel|"
    r"broadcaster|programme|weekly|daily)\b"
)
"""An outlet speaking of itself."""
THEIRS = re.compile(r"(?i)(his|her|their) ")
"""An outlet as somebody's employer: what it tells of its own people it knows."""
SIDES = re.compile(
    r"(?i)(both|all|neither|either|each|the)( of)?( the| these)?( two| three| four)?"
    r"( (sides?|part(y|ies)|countries|governments?|states?|capitals?|delegations?|neighbou?rs?|companies|rivals))?$"
)
"""Those who took part, together: none of them says it, so that it adds none to those who are named."""
JOINT = re.compile(r"(?i)(both|the two|the sides|a joint|each)\b")
PASSAGE = 1000
"""Characters within which witnesses speak of what is told."""
Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Voice:
    """One source of one event: `stance` is "upholds", "denies" or "open" (reacts, doubts, has no knowledge)."""

    key: Key
    name: str
    kind: OriginKind
    side: str | None
    country: str | None
    stance: str
    why: str
    certainty: Certainty
    spans: tuple[Span, ...]
    report: Report
    id: str | None = None
    is_own: bool = False
    is_person: bool = False
    person: str | None = None
    is_coded: bool = True
    """Whether it stands behind a coded event; else behind a statement that is taken to speak of the deed."""


def voices(fact: EventFact, outlet: str) -> list[Voice]:
    """Who stands behind the event; `outlet` is the publisher of the dispatch that the article carries."""
    found = [voice for steps in fact.chains.values() for voice in _each(_chain_voice(fact, steps, outlet), fact)]
    if not found and fact.event.event_type in SPEECH:  # the speaker stands behind the report
        found = [_speaker(fact, actor) for actor in fact.event.actors[:1] if actor.country or actor.name]
        found = [voice for voice in found if voice.key[0] != "other"]  # who speaks for nobody judges what others do
    if not found or any(claim.attribution is None for claim in fact.event.claims):
        found.append(_own_voice(fact, outlet))
    return found


def _each(voice: Voice, fact: EventFact) -> list[Voice]:
    """What "both ministries" say is said by the government of each state that took part."""
    parties = (*fact.event.actors, *fact.event.recipients)
    states = sorted(
        {m.country for m in parties if m.country and m.country not in BY_CODE and m.sector in (None, *STATE)}
    )
    if voice.country is not None or len(states) != 2 or JOINT.match(voice.name) is None:
        return [voice]
    why = "the government, its forces and its media are one side"
    shared = replace(voice, kind="government_side", why=why, is_own=False)
    return [replace(shared, key=("government", s), side=s, country=s, name=f"{voice.name} ({s})") for s in states]


def _chain_voice(fact: EventFact, steps: tuple[Attribution, ...], outlet: str) -> Voice:
    return _voice(fact.report, steps, outlet, lambda said: stance(fact.event, steps, said))


def said(report: Report, statement: Statement, outlet: str) -> Voice:
    """Who makes a statement on an incident; a number of nobody, and what is said with a "not", leave it open."""

    def judged(step: Attribution) -> str:
        if statement.counts:
            return "open" if statement.denies or not any(count.value for count in statement.counts) else "upholds"
        if statement.denies:
            return "open" if statement.is_on_part else "denies"
        if step.act == "accuses":
            return "upholds"
        return "open" if step.certainty in ("Uu", "PS-", "CT-", "PR-") else "upholds"

    return replace(_voice(report, statement.steps, outlet, judged), is_coded=False)


def _voice(report: Report, steps: tuple[Attribution, ...], outlet: str, judged: Callable[[Attribution], str]) -> Voice:
    """`steps` from the innermost to the outermost attribution."""
    sources = report.sources
    said = next((step for step in reversed(steps) if not is_media(sources[step.id])), steps[0])
    if len(steps) > 1 and set(normalised(said.source.text)) < set(normalised(steps[0].source.text)):
        said = steps[0]  # "a man who" of "a man who gave his name as A": one speaker, cited twice
    source = sources[said.id]
    kind, key, why = _origin(source, _described(source, report), said, outlet)
    body = report.bodies.get(said.id)
    if body is not None and not (key[0] == "outlet" and kind == "own_reporting"):
        kind, key, why = _of_body(body)
    if len(steps) > 1:
        between = [_name(sources[step.id]) for step in steps if step is not said]
        why += f"; named beside {', '.join(between)}"
    is_pronoun = kind == "other" and source.name is None and source.text.lower() in NOBODY
    own = kind == "media" or (body is None and (is_pronoun or is_nobody(source)))
    return Voice(
        key=key,
        name=outlet if key[0] == "outlet" else _shown(source, body),
        kind=kind,
        side=_side(kind, source, body),
        country=source.country,
        stance=judged(said),
        why=why,
        certainty=said.certainty,
        spans=said.content.spans,
        report=report,
        id=steps[0].id,
        is_own=own,
        is_person=body is None and source.identification in PEOPLE,
        person=_person(source.name) if source.identification == "named_person" else None,
    )


def _shown(source: Source, body: Body | None) -> str:
    """A person with the body for which he speaks."""
    name = _name(source)
    if body is None or body.name in name:
        return name
    if source.identification == "named_person":
        return f"{name} ({body.name})"
    return body.name if name.islower() else name


def _side(kind: OriginKind, source: Source, body: Body | None) -> str | None:
    if body is not None and kind != "local_authority":
        return None
    return camp(source.side, source.country) if kind == "government_side" or source.side else None


def _of_body(body: Body) -> tuple[OriginKind, Key, str]:
    key = ("body", "UNO") if set(body.words) == UN else ("named", *body.words)
    return body.kind, key, "all offices of the body are one" if key[0] == "body" else f"speaks for {body.name}"


def _person(name: str | None) -> str | None:
    """The name by which a person is known in other reports; one word is too little."""
    words = normalised(name or "")
    return " ".join(words) if len(words) > 1 else None


def is_nobody(source: Source) -> bool:
    """Whether the words name nobody: a passive without agent, "it", something that is no speaker."""
    if not source.text or (source.identification == "none" and source.country is None and source.sector is None):
        return True
    return source.country is None and source.name is None and source.text.lower() in NOBODY


def stance(event: Event, steps: tuple[Attribution, ...], said: Attribution) -> str:
    """What the source says of whether it happened."""
    if steps[0].act == "denies" and is_on_part(steps[0].content.text):
        return "open"
    ids = {step.id for step in steps}
    for claim in event.claims:
        if claim.field == "happened" and claim.attribution in ids:
            if claim.certainty in ("Uu", "CTu"):
                return "open"
            return "denies" if claim.value in (False, "no") or claim.certainty in ("CT-", "PR-") else "upholds"
    if event.status == "negated":
        return "denies"
    if steps[0].act == "denies" or said.certainty in ("CT-", "PR-"):
        if steps[0].id not in event.attributed_to:
            return "open"  # it denies something else: that it was responsible, a number
        return "denies" if len(event.attributed_to) > 1 else "upholds"
    if steps[0].act in ("doubts", "asks") or said.certainty in ("Uu", "PS-"):
        return "open"
    return "upholds"


def _origin(source: Source, described: str, said: Attribution, outlet: str) -> tuple[OriginKind, Key, str]:
    """Kind, key and reason of the source: what speaks as one has one key."""
    name = tuple(sorted(set(normalised(_name(source))) - SMALL_WORDS))
    if source.kind == "state_media":
        return (
            "government_side",
            ("government", source.country or "", *name[: 0 if source.country else None]),
            "state media",
        )
    if OWN.match(source.text):
        return "own_reporting", ("outlet", outlet), f"reporter and witnesses of {outlet}"
    if THEIRS.match(source.text) and is_media(source):
        return "company", ("company", *name), "speaks of its own people"
    if is_media(source):
        return "media", ("media", *name), "an outlet that names no source"
    if source.identification == "reporter" or _is_witness(source, said, described):
        kind: OriginKind = "own_reporting" if source.identification == "reporter" else "eyewitness"
        return kind, ("outlet", outlet), f"reporter and witnesses of {outlet}"
    if source.kind in ("social_media", "document", "expert") and source.sector != "MED":
        return (
            source.kind,
            _named(source.kind, source, name, outlet),
            f"{source.kind.replace('_', ' ')} named in the report",
        )
    kind = BY_CODE.get(source.country or "") or BY_SECTOR.get(source.sector or "") or "other"
    if source.country == "UNO" or source.country == "EUR":
        return kind, ("body", source.country), "all offices of the body are one"
    is_state = source.sector in STATE or (source.kind in ("named_official", "unnamed_official") and kind == "other")
    is_state = is_state or (source.sector is None and kind == "other" and is_of_forces(_name(source)))
    if is_state and source.country:
        if source.sector != "MIL" and is_local(described):
            return "local_authority", ("local", *name), "a local authority is no part of the central government here"
        side = source.side if source.sector in STATE else source.country
        return (
            "government_side",
            ("government", side or source.country),
            "the government, its forces and its media are one side",
        )
    if kind == "armed_group" and source.side:
        return kind, ("side", source.side), "one armed group"
    if kind == "other" and source.identification in ("unnamed_person", "unnamed_group", "none"):
        kind = "unnamed"
    return kind, _named(kind, source, name, outlet), "a source of its own"


def _named(kind: str, source: Source, name: Key, outlet: str) -> Key:
    """Sources without a name in one dispatch are one; those of another dispatch are others."""
    unnamed = source.identification in ("unnamed_person", "unnamed_group", "none")
    return (kind, *name, *(("of", outlet) if unnamed else ()))


def _is_witness(source: Source, said: Attribution, described: str) -> bool:
    if source.kind == "eyewitness" or said.proximity == "witnessed" or said.channel == "direct_observation":
        return source.sector not in STATE and source.sector != "MED"
    unnamed = source.identification in ("unnamed_person", "unnamed_group")
    named = source.identification == "named_person" and set(normalised(described)) > set(normalised(source.name or ""))
    return source.sector in ORDINARY and (unnamed or named) and source.kind == "other"


def _speaker(fact: EventFact, actor: Mention) -> Voice:
    """The one who does the deed by saying it."""
    kind: OriginKind = BY_CODE.get(actor.country or "") or BY_SECTOR.get(actor.sector or "") or "other"
    words = set(normalised(" ".join(filter(None, (actor.text, actor.name, actor.office)))))
    name = tuple(sorted(set(normalised(actor.name or actor.text)) - SMALL_WORDS))
    key: Key = (kind, *name)
    side = actor.side if actor.sector in STATE else actor.country
    if actor.country in ("UNO", "EUR"):
        key = ("body", actor.country)
    elif (body := _body_of(actor, fact.report)) is not None:
        kind, key, _ = _of_body(body)
    elif kind == "armed_group" and actor.side:
        key = ("side", actor.side)
    elif kind == "other" and actor.country and (actor.sector in STATE or actor.category == "government"):
        local = bool(local_words() & words)
        kind, key = (
            ("local_authority", ("local", *name))
            if local
            else ("government_side", ("government", side or actor.country))
        )
    return Voice(
        key=key,
        name=actor.name or actor.text,
        kind=kind,
        side=side,
        country=actor.country,
        stance="denies" if fact.event.status == "negated" else "upholds",
        why="its own words",
        certainty="CT+",
        spans=(fact.span,),
        report=fact.report,
        person=_person(actor.name),
    )


def _body_of(actor: Mention, report: Report) -> Body | None:
    """For whom the actor speaks where the report cites him."""
    cited = (a.id for a in report.attributions if a.source.entity is not None and a.source.entity == actor.id)
    return next((report.bodies[name] for name in cited if name in report.bodies), None)


def _own_voice(fact: EventFact, outlet: str) -> Voice:
    """The publisher's own voice on an event."""
    voice = in_passing(fact.report, fact.event.trigger.span, outlet)
    stance = "denies" if fact.event.status == "negated" else "upholds"
    return replace(voice, spans=(fact.span,), stance=stance, is_coded=True)


def in_passing(report: Report, here: Span, outlet: str) -> Voice:
    """The publisher's own voice in these words; a state's medium speaks for the state."""
    was_there = report.agency is None and outlet == report.outlet and has_witness(report, here)
    state = report.media_control == "state" and report.publisher_country
    return Voice(
        key=("government", state) if state else ("outlet", outlet),
        name=report.outlet if state else outlet,
        kind="government_side" if state else "own_reporting",
        side=state or None,
        country=report.publisher_country,
        stance="upholds",
        why="state media in their own voice" if state else _own_reason(outlet, was_there),
        certainty="CT+",
        spans=(here,),
        report=report,
        is_own=not state and not was_there,
        is_coded=False,
    )


def _own_reason(outlet: str, was_there: bool) -> str:
    return f"reporter and witnesses of {outlet}" if was_there else "the outlet's own voice"


def has_witness(report: Report, here: Span) -> bool:
    """Whether somebody who saw it speaks to the outlet around these words: then its reporter gathered what they tell."""
    return saw(report, here, PASSAGE) or any(
        _tells_of_self(a, report) and _is_near(a, here, PASSAGE) for a in report.attributions
    )


def saw(report: Report, here: Span, within: int) -> bool:
    """Whether somebody who saw it speaks so many characters from these words at most."""
    witnesses = (a for a in report.attributions if a.source.kind == "eyewitness" or a.proximity == "witnessed")
    return any(_is_near(a, here, within) for a in witnesses)


def _is_near(said: Attribution, here: Span, within: int) -> bool:
    return any(abs(span.start - here.start) <= within for span in (*said.content.spans[:1], *said.cue.spans[:1]))


def _tells_of_self(said: Attribution, report: Report) -> bool:
    """Somebody who speaks for no body and is quoted on what happened to them."""
    source = report.sources[said.id]
    is_ordinary = source.kind == "other" and said.id not in report.bodies and source.sector in (None, *ORDINARY)
    return is_ordinary and said.proximity == "first_hand" and said.form != "indirect" and not is_nobody(source)


def _described(source: Source, report: Report) -> str:
    """All words under which the article cites the source: a name once, an office elsewhere."""
    same = {a.source.text for a in report.attributions if source.entity and a.source.entity == source.entity}
    return ", ".join([source.text, source.name or "", *sorted(same)])


def _name(source: Source) -> str:
    return source.name or source.text or "an unnamed source"


def origins(heard: Sequence[Voice]) -> tuple[list[Origin], list[Denial]]:
    """Origins of an incident and those who deny it, each by the earliest report."""
    merged = _sameness.merged(heard)
    deniers = {key for key, group in merged.items() if _denies(group)}
    if any(v.stance == "upholds" for key, g in merged.items() if key[0] != "outlet" and key not in deniers for v in g):
        # what an outlet or a passer-by denies beside those who know is mostly something else that was said of it
        deniers = {key for key in deniers if key[0] != "outlet"}
    upheld = [key for key, group in merged.items() if key not in deniers and any(v.stance == "upholds" for v in group)]
    named = [key for key in upheld if not all(v.is_own for v in merged[key]) and not _is_weak(merged[key][0])]
    found = [_as_origin(group, key in upheld, bool(named)) for key, group in merged.items() if key not in deniers]
    denials = [
        Denial(
            name=g[0].name,
            side=g[0].side,
            articles=_articles(g),
            spans=next(v.spans for v in g if v.stance == "denies"),
        )
        for g in (merged[key] for key in merged if key in deniers)
    ]
    return found, denials


def _denies(group: Sequence[Voice]) -> bool:
    """Whether who speaks denies the deed, and does not uphold it as well: who says "we did not fire first" upholds the clash.

    A denial of the deed as coded outweighs statements that are only taken to speak of it.
    """
    coded = {voice.stance for voice in group if voice.is_coded}
    stances = coded if "denies" in coded else {voice.stance for voice in group}
    return "denies" in stances and "upholds" not in stances


def _is_weak(voice: Voice) -> bool:
    return voice.kind in WEAK or (voice.country is None and SIDES.match(voice.name) is not None)


def _as_origin(group: list[Voice], upholds: bool, others: bool) -> Origin:
    shown = next((v for v in group if not v.is_own), group[0])
    kind = next((v.kind for v in group if v.kind not in ("other", "unnamed") and not v.is_own), shown.kind)
    counts, why = upholds, shown.why
    if not upholds:
        why = "does not say that it happened"
    elif shown.kind == "social_media":
        counts, why = False, "social media that nobody verified"
    elif _is_weak(shown) or all(v.is_own for v in group):
        counts, why = not others, f"{shown.why}; " + ("others are named" if others else "nobody else is named")
    return Origin(
        name=shown.name,
        kind=kind,
        side=shown.side,
        country=shown.country,
        articles=_articles(group),
        counts=counts,
        why=why,
    )


def _articles(group: Sequence[Voice]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(voice.report.id for voice in group))
