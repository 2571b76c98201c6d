"""What each source gives as a value: tolls that differ, deeds that somebody denies.

In: a deed with all its mentions. Out: `Claim`s, the deed's own counts, and `Problem`s where values cannot both be true. The one
idea (rules of evidence 5): disputes are kept, not resolved; the event's own value is that of the asserting side, the most
certain, then the latest.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from onrecord.analysis import Analysis
from onrecord.records import Attribution, Certainty, Claim, Magnitude, Problem, Span
from onrecord.stages.code_events._candidates import Candidate
from onrecord.stages.code_events._classes import noun_classes
from onrecord.stages.code_events._evidence import Sources

CONTESTED = frozenset({"killed", "injured", "arrested", "displaced", "missing", "abducted", "crowd"})
DENIABLE = frozenset({"ASSAULT", "COERCE", "MOBILIZE", "SANCTION", "PROTEST", "RETREAT", "AID"})
"""Deeds in the world: what is denied in general terms is one of these, not somebody's words."""
ANYBODY = frozenset({"people", "persons", "person", "others", "victims", "dead", "bodies"})
"""Words for whoever was counted: the same class as a bare number."""
ORDER: dict[str, int] = {"CT+": 0, "PR+": 1, "PS+": 2, "CTu": 3, "Uu": 4, "PS-": 5, "PR-": 6, "CT-": 7}


@dataclass(slots=True)
class Reading:
    """Claims of one deed, its own counts, and the clashes."""

    claims: list[Claim] = field(default_factory=list)
    magnitude: list[Magnitude] = field(default_factory=list)
    clashes: list[tuple[str, tuple[Span, ...]]] = field(default_factory=list)


def read(analysis: Analysis, deed: Candidate, sources: Sources) -> Reading:
    """Claims where sources differ; the deed's own counts, one for each quantity and class."""
    mentions = [deed, *deed.members]
    reading = Reading()
    counts = [(magnitude, source) for m in mentions for magnitude in m.magnitude for source in (m.sources or (None,))]
    for quantity in dict.fromkeys(magnitude.quantity for magnitude, _ in counts):
        of_quantity = [(magnitude, source) for magnitude, source in counts if magnitude.quantity == quantity]
        _read_quantity(quantity, of_quantity, sources, reading)
    _read_happened(analysis, mentions, sources, reading)
    _read_denials(analysis, deed, sources, reading)
    return reading


def _read_quantity(
    quantity: str, counts: list[tuple[Magnitude, str | None]], sources: Sources, reading: Reading
) -> None:
    given = {(_value(magnitude), source) for magnitude, source in counts}
    differ = len({value for value, _ in given}) > 1 and len({source for _, source in given}) > 1
    if differ and quantity in CONTESTED:
        for magnitude, source in _last_of_each(counts):
            certainty: Certainty = sources[source].certainty if source else "CT+"
            claim = Claim(
                attribution=source,
                field=quantity,
                value=_value(magnitude),
                certainty=certainty,
                spans=(magnitude.span,),
            )
            reading.claims.append(claim)
        if _exclude_each_other([magnitude for magnitude, _ in counts]):
            reading.clashes.append(
                (quantity, tuple(claim.spans[0] for claim in reading.claims if claim.field == quantity))
            )
    reading.magnitude += _own(counts, sources)


def _value(magnitude: Magnitude) -> float | None:
    return next((v for v in (magnitude.best, magnitude.low, magnitude.high) if v is not None), None)


def _last_of_each(counts: list[tuple[Magnitude, str | None]]) -> list[tuple[Magnitude, str | None]]:
    """One count a source and class: the last that it gives."""
    latest = {(source, _value(magnitude)): (magnitude, source) for magnitude, source in counts}
    return list(latest.values())


def _exclude_each_other(counts: list[Magnitude]) -> bool:
    """Whether no number lies within the bounds of all counts of one class."""
    classes = sorted({_class(count) for count in counts})
    for name in classes:
        same = [count for count in counts if _class(count) == name]
        low = max((count.low for count in same if count.low is not None), default=None)
        high = min((count.high for count in same if count.high is not None), default=None)
        if low is not None and high is not None and low > high:
            return True
    return False


def _class(magnitude: Magnitude) -> str:
    return "" if magnitude.class_ is None or magnitude.class_ in ANYBODY else magnitude.class_


def _own(counts: list[tuple[Magnitude, str | None]], sources: Sources) -> list[Magnitude]:
    """The deed's own counts: for each class the most certain, among these the latest."""
    best: dict[str, tuple[int, Magnitude]] = {}
    for magnitude, source in counts:
        rank = ORDER[sources[source].certainty] if source else 0
        name = _class(magnitude)
        if name not in best or rank <= best[name][0]:
            best[name] = (rank, magnitude)
    return [magnitude for _, magnitude in best.values()]


def _read_happened(analysis: Analysis, mentions: list[Candidate], sources: Sources, reading: Reading) -> None:
    """A deed that one asserts and another denies."""
    denied = [m for m in mentions if m.polarity == "-" or _is_denied(m, sources)]
    asserted = [m for m in mentions if m not in denied and m.modality == "actual"]
    if not denied or not asserted:
        return
    for mention, value in [(m, True) for m in asserted[:1]] + [(m, False) for m in denied]:
        for source in mention.sources or (None,):
            certainty: Certainty = "CT-" if not value else sources[source].certainty if source else "CT+"
            spans = tuple(mention.evidence) or (analysis.span(mention.token, mention.token + 1),)
            claim = Claim(attribution=source, field="happened", value=value, certainty=certainty, spans=spans)
            if claim not in reading.claims:
                reading.claims.append(claim)
    spans = tuple(span for claim in reading.claims if claim.field == "happened" for span in claim.spans[:1])
    reading.clashes.append(("happened", spans))


def attach_denials(analysis: Analysis, deeds: list[Candidate], attributions: tuple[Attribution, ...]) -> None:
    """Denials in general terms ("denied any involvement", "rejected the accusation") go to the deed that they answer.

    It is the nearest deed told before whose actor is on the denying side; without one the denial is left as an attribution.
    """
    told = {mention.token for deed in deeds for mention in [deed, *deed.members]}
    for attribution in attributions:
        if attribution.act != "denies" or not attribution.content.spans:
            continue
        lo, hi = analysis.token_range(Span(attribution.content.spans[0].start, attribution.content.spans[-1].end))
        if any(token in told for token in range(lo, min(hi, lo + 80))):
            continue
        words = {analysis.tokens.lower[token] for token in range(lo, min(hi, lo + 3))}
        if hi - lo <= 2 and words & {"it", "this", "that"}:
            deed = _just_told(analysis, deeds, attribution, lo)
            if deed is not None:
                deed.denials.append((attribution.id, "happened", attribution.cue.spans))
            continue
        lemmas = set(analysis.tokens.lemma[lo : min(hi, lo + 12)])
        classes = noun_classes()
        if lemmas & classes.get("involvement", frozenset()):
            name = "responsible"
        elif lemmas & classes.get("allegation", frozenset()):
            name = "happened"
        else:
            continue
        deed = _answered(analysis, deeds, attribution, lo)
        if deed is not None:
            deed.denials.append((attribution.id, name, attribution.content.spans))


def _just_told(analysis: Analysis, deeds: list[Candidate], attribution: Attribution, before: int) -> Candidate | None:
    """What "denied it" answers: the last deed of the sentences before, told by somebody else."""
    sentences = analysis.tokens.sentence
    cue = {token for span in attribution.cue.spans for token in range(*analysis.token_range(span))}
    for deed in reversed(deeds):
        if deed.token < before and deed.polarity == "+" and deed.token not in cue:
            near = sentences[before] - sentences[deed.token] <= 4
            return deed if near and attribution.id not in deed.sources else None
    return None


def _answered(analysis: Analysis, deeds: list[Candidate], attribution: Attribution, before: int) -> Candidate | None:
    source = attribution.source
    for deed in reversed(deeds):
        if deed.token >= before or deed.frame.event_type not in DENIABLE:
            continue
        mentions = [analysis.mentions[n] for n in deed.actors]
        if any((m.side and m.side == source.side) or (m.country and m.country == source.country) for m in mentions):
            return deed
    return None


def _read_denials(analysis: Analysis, deed: Candidate, sources: Sources, reading: Reading) -> None:
    for attribution, name, spans in deed.denials:
        actor = next((analysis.mentions[n] for n in deed.actors), None)
        value: str | bool = False if name == "happened" or actor is None else (actor.name or actor.text)
        own = Claim(
            attribution=deed.sources[0] if deed.sources else None,
            field=name,
            value=True if value is False else value,
            certainty=sources[deed.sources[0]].certainty if deed.sources else "CT+",
            spans=tuple(deed.evidence[:1]),
        )
        denial = Claim(attribution=attribution, field=name, value=value, certainty="CT-", spans=spans)
        reading.claims += [claim for claim in (own, denial) if claim not in reading.claims]
        reading.clashes.append((name, (*own.spans, *spans)))


def _is_denied(mention: Candidate, sources: Sources) -> bool:
    return bool(mention.sources) and all(sources[source].act == "denies" for source in mention.sources)


def problem(field_name: str, spans: tuple[Span, ...], event_id: str, stage: str) -> Problem:
    """The contradiction as a problem of the article."""
    what = {"happened": "whether it happened", "responsible": "who is responsible"}.get(
        field_name, f"the number of {field_name}"
    )
    message = f"sources in the article contradict each other on {what}"
    return Problem(code="EVT001", stage=stage, message=message, spans=spans, refs=(event_id,))
