"""The terminal and notebook view of a record.

In: a `Record`. Out: text for a terminal (`render_text`) or HTML for a notebook (`render_html`). The one idea: a reader sees at
once who did what to whom, when, where and according to whom, each with the article's own words, and what is not known.
"""

from __future__ import annotations

import html
import textwrap
from collections import deque
from collections.abc import Iterator
from itertools import pairwise

from onrecord.records import Attribution, Event, EventDate, Magnitude, Mention, Place, Record, Source

WIDTH = 100
LABEL = 11
"""Columns of the labels ("who", "according"), so that the values stand under each other."""
MAX_WORDS = 40
"""Longest quotation of evidence in the terminal, in words; the record has all of it."""

BOLD, DIM, RED, GREEN, YELLOW, BLUE, PLAIN = "1", "2", "31", "32", "33", "36", "0"
STATUS_COLOUR = {"happened": GREEN, "ongoing": GREEN, "negated": RED, "planned": YELLOW, "hypothetical": YELLOW}


class Paint:
    """ANSI colours, or none."""

    def __init__(self, enabled: bool) -> None:
        self.enabled = enabled

    def __call__(self, text: str, code: str) -> str:
        return f"\033[{code}m{text}\033[{PLAIN}m" if self.enabled and text else text


def render_text(record: Record, *, color: bool = False, width: int = WIDTH) -> str:
    """The record for a terminal of `width` columns; ends with a line end."""
    paint = Paint(color)
    lines = [*_head(record, paint)]
    lines += ["", paint(f"EVENTS ({len(record.events)})", BOLD)]
    if not record.events:
        lines.append("  none that the text carries")
    for number, event in enumerate(record.events, start=1):
        lines += _event(number, event, record, paint, width)
    lines += ["", paint(f"WHO SAYS SO ({len(record.attributions)} attributions)", BOLD)]
    by_id = {attribution.id: attribution for attribution in record.attributions}
    for attribution in record.attributions:
        lines += _attribution(attribution, by_id, paint, width)
    lines += _own_voice(record, paint, width)
    lines += _problems(record, paint, width)
    return "\n".join(lines) + "\n"


# ---- head ----
def _head(record: Record, paint: Paint) -> Iterator[str]:
    article = record.article
    yield paint(article.title or _clip(article.text, 12), BOLD)
    control = f" ({article.media_control} media)" if article.media_control not in ("unknown", "independent") else ""
    published = article.published or f"undated ({article.absent.get('published', 'not_given')})"
    facts = [f"{article.publisher or 'publisher unknown'}{control}", published, article.genre]
    facts += [f"filed from {article.dateline.place}"] if article.dateline and article.dateline.place else []
    facts += [f"credits {article.agency}"] if article.agency else []
    yield paint(" · ".join([*facts, article.language or "language unknown", f"id {article.id}"]), DIM)


# ---- events ----
def _event(number: int, event: Event, record: Record, paint: Paint, width: int) -> Iterator[str]:
    deed = " ".join([event.event_type, *(f"/{mode}" for mode in event.modes[:1])]).replace(" /", "/")
    status = paint(event.status, STATUS_COLOUR.get(event.status, DIM))
    yield ""
    yield f"  {number}  {paint(deed, BOLD)}  {status}" + (f"  {paint('background', DIM)}" if event.background else "")
    yield from _row("who", ", ".join(map(_actor, event.actors)) or _absent(event, "actors"), width)
    if event.recipients:
        yield from _row("to whom", ", ".join(map(_actor, event.recipients)), width)
    yield from _row("when", _date(event.date) or _absent(event, "date"), width)
    yield from _row("where", _place(event.place) or _absent(event, "place"), width)
    if event.magnitude:
        yield from _row("how many", "; ".join(map(_magnitude, event.magnitude)), width)
    yield from _row("according", paint(_according(event, record), BLUE), width)
    yield from _claims(event, record, width)
    quotes = ["“" + _clip(record.article.text[span.start : span.end]) + "”" for span in event.evidence[:2]]
    yield from _row("words", " ... ".join(quotes), width)


def _actor(mention: Mention) -> str:
    codes = " ".join(code for code in (mention.country, mention.sector) if code)
    name = mention.text if mention.name in (None, mention.text) else f"{mention.text} = {mention.name}"
    return f"{name} [{codes or 'not coded'}]"


def _date(date: EventDate | None) -> str:
    if date is None:
        return ""
    words = f"“{date.text}”" if date.text else {"publication": "publication day"}.get(date.basis, date.basis)
    day = date.value if date.start == date.end or date.start is None else f"{date.start} to {date.end}"
    return f"{day} ({words}{', year not known' if date.precision == 'partial' else ''})"


def _place(place: Place | None) -> str:
    if place is None:
        return ""
    parts = [place.name or place.text, *(part for part in (place.admin1, place.country) if part and part != place.name)]
    basis = ", dateline only" if place.provenance and place.provenance.rule == "dateline" else ""
    return f"{', '.join(parts)} ({place.precision or 'not located'}{basis})"


def _absent(event: Event, field: str) -> str:
    return f"not recorded: {event.absent.get(field, 'not_stated').replace('_', ' ')}"


def _magnitude(magnitude: Magnitude) -> str:
    low, best, high = (_number(value) for value in (magnitude.low, magnitude.best, magnitude.high))
    count = best if low == high == best else f"{low or '?'} to {high or '?'}" + (f", best {best}" if best else "")
    return f"{magnitude.quantity} {count}" + (f" {magnitude.class_}" if magnitude.class_ else "")


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:g}" if value < 1e6 else f"{value:,.0f}"


def _according(event: Event, record: Record) -> str:
    by_id = {attribution.id: attribution for attribution in record.attributions}
    chains = [_chain(by_id[name], by_id) for name in event.attributed_to if name in by_id]
    return "; ".join(chains) or f"{record.article.publisher or 'the publisher'}, in its own voice"


def _chain(attribution: Attribution, by_id: dict[str, Attribution]) -> str:
    """ "Hamad (named official, confirms), as told by SUNA (state media, asserts)"; innermost first."""
    links, seen = list[str](), set[str]()
    current: Attribution | None = attribution
    while current is not None and current.id not in seen:
        seen.add(current.id)
        links.append(f"{_source(current.source)} ({current.source.kind.replace('_', ' ')}, {current.act})")
        current = by_id.get(current.within or "")
    return ", as told by ".join(links)


def _source(source: Source) -> str:
    if not source.text:
        return "a source that is not named"
    return source.text if source.name in (None, source.text) else f"{source.text} = {source.name}"


def _claims(event: Event, record: Record, width: int) -> Iterator[str]:
    by_id = {attribution.id: attribution for attribution in record.attributions}
    for claim in event.claims:
        attribution = by_id.get(claim.attribution or "")
        who = _source(attribution.source) if attribution else record.article.publisher or "the publisher"
        value = (
            {True: "yes", False: "no"}.get(claim.value, claim.value) if isinstance(claim.value, bool) else claim.value
        )
        yield from _row("claim", f"{claim.field} = {value} ({claim.certainty}), {who}", width)


# ---- attributions ----
def _attribution(attribution: Attribution, by_id: dict[str, Attribution], paint: Paint, width: int) -> Iterator[str]:
    source = attribution.source
    codes = " ".join(code for code in (source.country, source.sector) if code)
    labels = [source.kind.replace("_", " "), codes, attribution.form, attribution.certainty]
    labels += [attribution.channel] if attribution.channel != "unknown" else []
    yield ""
    who = paint(_source(source), BLUE)
    yield f"  {who} {paint(attribution.act, BOLD)} {paint('(' + ', '.join(filter(None, labels)) + ')', DIM)}"
    yield from _row("words", f"“{_clip(attribution.content.text)}”", width)
    outer = by_id.get(attribution.within or "")
    if outer is not None:
        yield from _row("as told by", _chain(outer, by_id), width)
    if attribution.anonymity_reason is not None:
        yield from _row("unnamed", f"“{attribution.anonymity_reason.text}”", width)


def _own_voice(record: Record, paint: Paint, width: int) -> Iterator[str]:
    views = [voice for voice in record.article.voice if voice.kind != "fact"]
    if not views:
        return
    yield ""
    yield paint(f"THE PUBLISHER'S OWN VIEW ({len(views)} sentences)", BOLD)
    for voice in views:
        yield from _row(voice.kind, f"“{_clip(record.article.text[voice.span.start : voice.span.end])}”", width)


def _problems(record: Record, paint: Paint, width: int) -> Iterator[str]:
    if not record.problems:
        return
    yield ""
    yield paint(f"PROBLEMS ({len(record.problems)})", BOLD)
    for problem in record.problems:
        yield from _row(problem.code, problem.message, width)
        for span in problem.spans:
            yield from _row("", f"“{_clip(record.article.text[span.start : span.end])}”", width)


# ---- layout ----
def _row(label: str, value: str, width: int) -> Iterator[str]:
    indent = " " * (5 + LABEL)
    first = f"     {label:<{LABEL}}"
    yield from textwrap.wrap(
        value, width, initial_indent=first, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    ) or [first.rstrip()]


def _clip(text: str, words: int = MAX_WORDS) -> str:
    found = text.split()
    return " ".join(found[:words]) + (" ..." if len(found) > words else "")


# ---- notebook ----
STYLE = (
    ".onrecord{font:14px/1.6 system-ui,sans-serif;max-width:60em}"
    ".onrecord p{white-space:pre-wrap;margin:.6em 0}"
    ".onrecord .source{background:#cfe3ff;border-radius:3px}.onrecord .cue{background:#ffe2b8;border-radius:3px}"
    ".onrecord .content{background:#e3f4dc}.onrecord .content.nested{background:#c4e6b5}"
    ".onrecord .trigger{border-bottom:2px solid #c33}"
    ".onrecord table{border-collapse:collapse;margin:.8em 0}"
    ".onrecord td,.onrecord th{border:1px solid #bbb;padding:.2em .6em;text-align:left;vertical-align:top}"
    "@media(prefers-color-scheme:dark){.onrecord .source,.onrecord .cue,.onrecord .content{color:#111}}"
)
HEADINGS = ("event", "who", "to whom", "when", "where", "status", "according to")


def render_html(record: Record) -> str:
    """The article with its attributions marked, and a table of its events; no script, no outside file."""
    article = record.article
    title = f"<h3>{html.escape(article.title)}</h3>" if article.title else ""
    legend = (
        '<p><span class="source">source</span> <span class="cue">cue</span> <span class="content">content</span> '
        '<span class="trigger">event</span></p>'
    )
    body = f"<p>{_marked(record)}</p>"
    return f'<div class="onrecord"><style>{STYLE}</style>{title}{legend}{body}{_event_table(record)}</div>'


def _marked(record: Record) -> str:
    """The text cut at every span's ends, each piece in one element with all its classes and the attribution as its title."""
    text = record.article.text
    layers: list[tuple[int, int, str, str]] = []
    for attribution in record.attributions:
        note = f"{_source(attribution.source)} {attribution.act}"
        kinds = (
            ("source", attribution.source.spans),
            ("cue", attribution.cue.spans),
            ("content", attribution.content.spans),
        )
        for kind, spans in kinds:
            name = "content nested" if kind == "content" and attribution.within else kind
            layers += [(start, end, name, note) for start, end in spans]
    layers += [(*event.trigger.span, "trigger", event.event_type) for event in record.events]
    return "".join(_pieces(text, layers))


def _pieces(text: str, layers: list[tuple[int, int, str, str]]) -> Iterator[str]:
    cuts = sorted({0, len(text), *(layer[0] for layer in layers), *(layer[1] for layer in layers)})
    opening = deque(sorted(layers))
    active: list[tuple[int, int, str, str]] = []
    for start, end in pairwise(cuts):
        while opening and opening[0][0] <= start:
            active.append(opening.popleft())
        active = [layer for layer in active if layer[1] > start]
        piece = html.escape(text[start:end])
        if not active:
            yield piece
            continue
        classes = " ".join(dict.fromkeys(name for layer in active for name in layer[2].split()))
        note = html.escape("; ".join(dict.fromkeys(layer[3] for layer in active)))
        yield f'<span class="{classes}" title="{note}">{piece}</span>'


def _event_table(record: Record) -> str:
    if not record.events:
        return ""
    head = "".join(f"<th>{heading}</th>" for heading in HEADINGS)
    rows = []
    for event in record.events:
        cells = (
            "/".join((event.event_type, *event.modes[:1])),
            ", ".join(map(_actor, event.actors)) or _absent(event, "actors"),
            ", ".join(map(_actor, event.recipients)),
            _date(event.date) or _absent(event, "date"),
            _place(event.place) or _absent(event, "place"),
            event.status,
            _according(event, record),
        )
        rows.append("<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in cells) + "</tr>")
    return f"<table><tr>{head}</tr>{''.join(rows)}</table>"
