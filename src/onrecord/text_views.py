"""Text for a terminal: what a search finds, what an id stands for in an article, which stages there are.

In: what the functions of `api` and `Store` return. Out: lines of text. The one idea: the same words as the JSON, shorter; a
record by itself is `report`'s, incidents are those of `incident_views`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from onrecord.records import Article, Attribution, Claim, Event, Provenance, Record, Span
from onrecord.stages.base import Stage
from onrecord.store import Explanation, Hit

WIDTH = 110


def _number(count: int, thing: str) -> str:
    return f"{count} {thing}" + ("" if count == 1 else "s")


def _short(text: str, width: int = WIDTH) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= width else flat[:width].rsplit(" ", 1)[0] + " ..."


def hits(found: Sequence[Hit]) -> Iterator[str]:
    """Articles that were found, each with its events."""
    yield _number(len(found), "article")
    for hit in found:
        head = (hit.article, hit.published or "undated", hit.publisher or "", hit.title or "")
        yield "\n" + "  ".join(part for part in head if part)
        yield f"  {hit.snippet}"
        for event in hit.events:
            who = f"{', '.join(event.actors) or '?'} -> {', '.join(event.recipients) or '?'}"
            where = " ".join(part for part in (event.date, event.place, event.country) if part)
            said = f"  according to {', '.join(event.sources)}" if event.sources else ""
            yield f"  {event.id}  {event.event_type} ({event.status})  {who}  {where}{said}"


def explanation(found: Explanation) -> Iterator[str]:
    """What the id stands for, as a tree: its words, the rules and models that made it, and who says so."""
    record = found.record
    if found.event is not None:
        yield from _event(found.event, record.article)
        if found.incident:
            yield f"  incident: {found.incident}"
    elif found.attribution is not None:
        yield from _attribution(found.attribution, record.article)
    else:
        yield from _article(record)
    yield ""
    yield f"in article {record.article.id}: {record.article.title or _short(record.article.text, 60)}"
    models = ", ".join(f"{name} {digest}" for name, digest in sorted(record.coder.models.items()))
    yield f"coded by onrecord {record.coder.version}; {record.coder.pipeline}; models: {models or 'none'}"


def _article(record: Record) -> Iterator[str]:
    article = record.article
    yield f"article {article.id}"
    for label in ("title", "publisher", "published", "url", "origin", "genre", "language", "agency", "revision_of"):
        if getattr(article, label):
            yield f"  {label}: {getattr(article, label)}"
    for event in article.events:
        yield f"  {event.id}  {event.event_type} ({event.status}): {_words(article, event.trigger.span, 40)}"
    for attribution in article.attributions:
        yield f"  {attribution.id}  {attribution.source.name or attribution.source.text or '?'} {attribution.cue.text}"
    for problem in article.problems:
        yield f"  {problem.code}: {problem.message}"


def _event(event: Event, article: Article) -> Iterator[str]:
    modes = f" / {', '.join(event.modes)}" if event.modes else ""
    yield f"event {event.id}: {event.event_type}{modes}, {event.status}, confidence {event.confidence:.2f}"
    yield f"  word: {_where(event.trigger.span)} {event.trigger.text!r}{_made(event.provenance)}"
    for span in event.evidence:
        yield f"  evidence: {_where(span)} {_words(article, span)}"
    yield from _parties(event)
    yield from _when_and_where(event)
    for magnitude in event.magnitude:
        best = "" if magnitude.best is None else f" = {magnitude.best:g}"
        yield f"  {magnitude.quantity}: {_where(magnitude.span)} {magnitude.text!r}{best}"
    for name, why in sorted(event.absent.items()):
        yield f"  no {name}: {why}"
    for claim in event.claims:
        yield f"  claim: {_claim(claim)}"
    if not event.attributed_to:
        yield "  according to: the publisher's own voice"
    by_id = {attribution.id: attribution for attribution in article.attributions}
    for innermost in event.attributed_to:
        yield from _chain(innermost, by_id)


def _parties(event: Event) -> Iterator[str]:
    for role, mentions in (("actor", event.actors), ("recipient", event.recipients)):
        for m in mentions:
            code = " ".join(part for part in (m.country, m.sector) if part) or "no code"
            yield f"  {role}: {_where(m.span)} {m.text!r} = {m.name or m.text} [{code}; rule {m.rule or 'none'}]"


def _when_and_where(event: Event) -> Iterator[str]:
    if event.date is not None:
        date = event.date
        words = f" {_where(date.span)} {date.text!r}" if date.span else ""
        yield f"  date: {date.value} ({date.precision}, from {date.basis}){words}"
    if event.place is not None:
        place = event.place
        resolved = f"{place.name or '?'}, {place.country or '?'}"
        yield f"  place: {_where(place.span)} {place.text!r} = {resolved}{_made(place.provenance)}"


def _claim(claim: Claim) -> str:
    return f"{claim.field} = {claim.value} ({claim.certainty}) by {claim.attribution or 'the publisher'}"


def _chain(innermost: str, by_id: dict[str, Attribution]) -> Iterator[str]:
    """From who reports to who is at the bottom of it, one step deeper each line."""
    steps: list[Attribution] = []
    current = by_id.get(innermost)
    while current is not None and current not in steps:
        steps.append(current)
        current = by_id.get(current.within) if current.within else None
    for depth, step in enumerate(reversed(steps)):
        source = step.source
        yield f"  {'  ' * depth}according to: {_who(step)} [{source.kind}, {step.act}, {step.certainty}]  {step.id}"


def _who(attribution: Attribution) -> str:
    source = attribution.source
    spans = f"{_where(source.spans[0])} " if source.spans else ""
    resolved = f" = {source.name}" if source.name and source.name != source.text else ""
    return f"{spans}{source.text or 'nobody named'!r}{resolved}"


def _attribution(attribution: Attribution, article: Article) -> Iterator[str]:
    how = f"{attribution.form}, {attribution.act}, {attribution.certainty}"
    yield f"attribution {attribution.id}: {how}{_made(attribution.provenance)}"
    source = attribution.source
    code = " ".join(part for part in (source.country, source.sector) if part) or "no code"
    yield f"  source: {_who(attribution)} [{source.identification}, {source.kind}; {code}; side {source.side or 'none'}]"
    cue = " ".join(_where(span) for span in attribution.cue.spans)
    yield f"  cue: {cue} {attribution.cue.text!r} ({attribution.cue.lemma}, {attribution.distance})"
    for span in attribution.content.spans:
        yield f"  content: {_where(span)} {_words(article, span)}"
    yield f"  channel: {attribution.channel}; proximity: {attribution.proximity}"
    if attribution.within:
        by_id = {a.id: a for a in article.attributions}
        yield "  the whole chain:"
        yield from (f"  {line}" for line in _chain(attribution.id, by_id))
    for event in article.events:
        if attribution.id in event.attributed_to:
            yield f"  event: {event.id} {event.event_type} ({event.status}) {event.trigger.text!r}"


def _made(provenance: Provenance | None) -> str:
    if provenance is None:
        return ""
    by = provenance.rule or provenance.model or "no rule named"
    score = "" if provenance.score is None else f", {provenance.score:.2f}"
    return f"  <{provenance.stage}/{provenance.version}: {by}{score}>"


def _where(span: Span) -> str:
    return f"{span[0]}-{span[1]}"


def _words(article: Article, span: Span, width: int = WIDTH) -> str:
    return f'"{_short(article.text[span[0] : span[1]], width)}"'


def stage_table(stages: Sequence[Stage]) -> Iterator[str]:
    """One stage a line: name, version, what it reads and what it fills."""
    width = max(len(stage.name) for stage in stages)
    for stage in stages:
        yield f"{stage.name:<{width}}  version {stage.version}"
        yield f"{'':<{width}}  reads {', '.join(sorted(stage.requires))}"
        yield f"{'':<{width}}  fills {', '.join(sorted(stage.assigns))}"
