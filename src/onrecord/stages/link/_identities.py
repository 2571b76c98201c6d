"""Who a source is, as the whole article tells it.

In: an article's attributions. Out: for each, its source with what the other citations of the same source add. The one idea:
an article names a source in full once and shortly afterwards ("the command", "the statement"); taking the short one for
somebody else would count one origin twice. Only counting uses this; the record keeps its words.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from onrecord.records import Article, Attribution, Mention, Source
from onrecord.stages.link._bodies import STATE, class_of
from onrecord.stages.link._words import normalised

SMALL_WORDS = frozenset("a an and at by for from in of on s some the to two three several".split())
PRONOUNS = frozenset({"it", "he", "she", "they"})


def resolve(article: Article) -> dict[str, Source]:
    """The source of each attribution, by the attribution's id."""
    found: dict[str, Source] = {}
    attributions = article.attributions
    known = [a for a in attributions if is_known(a.source)]
    full = [a.source for a in known]
    full += [_as_source(m) for event in article.events for m in event.actors if m.country is not None]
    twins = defaultdict[tuple[str, ...], list[Source]](list)
    named = defaultdict[str | None, list[Source]](list)
    for attribution in attributions:
        for key in _keys(attribution.source):
            twins[key].append(attribution.source)
        if attribution.source.country is not None:
            named[attribution.source.name].append(attribution.source)
    for attribution in attributions:
        source = attribution.source
        twin = _twin(source, twins)
        if twin is not None:
            source = _filled(source, twin)
        longer = _longer(source, named)
        if longer is not None:
            source = replace(source, country=longer.country, side=longer.side, sector=longer.sector)
        if not is_known(source):
            other = _full(source, full) or _issuer(attribution, known)
            source = _filled(source, other) if other is not None else source
        found[attribution.id] = _with_class(source, attributions)
    return found


def _with_class(source: Source, attributions: Sequence[Attribution]) -> Source:
    """What the words of a body tell where nothing else does: a medium; a force of the one state that the article cites."""
    if source.identification != "named_org" or (source.country is not None and source.sector is not None):
        return source
    kind = class_of(source.text.split(",")[0])
    if kind == "media" and source.sector is None:
        return replace(source, sector="JRN")
    if kind in ("state", "police") and source.country is None and source.side is None:
        states = {a.source.country for a in attributions if a.source.sector in STATE and a.source.country is not None}
        if len(states) == 1:
            country = next(iter(states))
            return replace(source, country=country, side=country, sector="GOV")
    return source


def is_known(source: Source) -> bool:
    """Whether the source can be told from others: it has a country, or a name."""
    return source.country is not None or source.side is not None or is_named(source)


def is_named(source: Source) -> bool:
    """Whether it is called by a name, not by a description."""
    return source.identification in ("named_person", "named_org")


def _keys(source: Source) -> list[tuple[str, ...]]:
    """What the citations of one source share: the entity, or the same words."""
    words = normalised(source.text)
    return [("entity", source.entity or "")] * (source.entity is not None) + [("words", *words)] * (len(words) > 1)


def _twin(source: Source, twins: Mapping[tuple[str, ...], Sequence[Source]]) -> Source | None:
    """The most telling source of the same entity or in the same words."""
    return max((twin for key in _keys(source) for twin in twins[key]), key=_telling, default=None)


def _longer(source: Source, named: Mapping[str | None, Sequence[Source]]) -> Source | None:
    """The fullest form of the same name: "the General Staff in Ulaanbaatar" says whose "the General Staff" is."""
    if source.name is None:
        return None
    words = set(normalised(source.text)) - SMALL_WORDS
    fuller = [s for s in named.get(source.name, ()) if words < set(normalised(s.text)) - SMALL_WORDS]
    return max(fuller, key=lambda s: len(s.text), default=None)


def _telling(source: Source) -> int:
    is_classed = source.media_control is not None or source.kind != "other"
    return 4 * (source.country is not None) + 2 * is_classed + (source.name is not None)


def camp(side: str | None, country: str | None) -> str | None:
    """Who one stands with: the country, unless one has a side of one's own ("XXX/CVL" is nobody's side but the country's)."""
    return country if side is None or (country and side.startswith(f"{country}/")) else side


def _as_source(mention: Mention) -> Source:
    """Somebody whom the article names as an actor, as a source."""
    return Source(
        text=mention.text,
        spans=(mention.span,),
        name=mention.name,
        country=mention.country,
        sector=mention.sector,
        side=mention.side,
        identification="named_org",
    )


def _full(source: Source, known: Sequence[Source]) -> Source | None:
    """The one known source whose name holds all words of this description."""
    words = set(normalised(source.name or source.text)) - SMALL_WORDS
    if not words or (source.text[:1].islower() and source.text.split(" ", 1)[0] in ("a", "an")):
        return None
    fits = {
        camp(other.side, other.country): other
        for other in known
        if words <= set(normalised(f"{other.name or ''} {other.text}"))
    }
    return next(iter(fits.values())) if len(fits) == 1 else None


def _issuer(attribution: Attribution, known: Sequence[Attribution]) -> Source | None:
    """Who issued "the statement", and who "it" is: the known source, no medium, cited last before."""
    source = attribution.source
    text = source.text.lower()
    if text not in PRONOUNS and (source.kind != "document" or not text.startswith(("the ", "its ", "their "))):
        return None
    here = attribution.cue.spans[0].start if attribution.cue.spans else 0
    before = [a for a in known if a.cue.spans and a.cue.spans[0].start < here and not is_media(a.source)]
    before = [a for a in before if a.source.kind != "document"]
    return max(before, key=lambda a: a.cue.spans[0].start).source if before else None


def is_media(source: Source) -> bool:
    """Whether the source is a medium, which passes on what others say."""
    return source.kind in ("state_media", "news_agency") or source.media_control is not None or source.sector == "JRN"


def _filled(source: Source, other: Source) -> Source:
    """The source with what it lacks from the other."""
    kind = other.kind if source.kind in ("other", "document") or is_media(other) else source.kind
    vague = source.identification not in ("named_person", "named_org")
    return replace(
        source,
        name=other.name if vague and other.name else source.name,
        country=source.country or other.country,
        sector=source.sector or other.sector,
        side=source.side or other.side,
        kind=kind,
        identification=other.identification if vague else source.identification,
        media_control=source.media_control or other.media_control,
    )
