"""Incidents for a terminal: the top of what linking found, and one incident as a tree down to the words.

In: a `LinkReport`, or an `IncidentExplanation`. Out: lines of text, at most `width` columns where words allow. The one idea:
every count in a head line stands below it as a list, and every list ends in an article and its words.
"""

from __future__ import annotations

import re
import textwrap
from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from onrecord.link_report import Carrier, CopyGroup, Denial, Dispute, Incident, LinkReport, Origin, Update
from onrecord.records import Mention
from onrecord.report import BLUE, BOLD, DIM, GREEN, RED, YELLOW, Paint
from onrecord.store import IncidentExplanation

WIDTH = 110
"""Columns where no terminal says how many it has."""
NARROWEST = 40
CONFIRMED, OTHERS = 10, 5
"""Incidents of the first list of a report, and of each further one; JSON has all."""
MOST = 8
"""Articles listed of an origin, sources of an incident in a list, incidents of a sum; JSON has all."""
UPHELD = ("happened", "ongoing", "historical", "planned")
QUOTED = 40
"""Longest quotation, in words."""
MONTHS = "January February March April May June July August September October November December".split()
"""In English whatever the locale."""
CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]")
"""What a text could give orders to a terminal with."""
NO_PAINT = Paint(False)


# ---- the top of a report ----
def links(report: LinkReport, *, width: int = WIDTH, paint: Paint = NO_PAINT) -> Iterator[str]:
    """Counts; then the incidents with most independent sources, those most disputed, those that rest on one source."""
    shared = sum(incident.reports > 1 for incident in report.incidents)
    counts = (
        f"{_number(len(report.incidents), 'incident')}, {shared} in several reports;"
        f" {_number(len(report.copies), 'group')} of copies, {_number(len(report.disputes), 'dispute')},"
        f" {_number(len(report.updates), 'update')}"
    )
    yield from _wrapped(counts, 0, width)
    shown = [incident for incident in report.incidents if not incident.background]
    disputes: dict[str, list[Dispute]] = {}
    for dispute in report.disputes:
        disputes.setdefault(dispute.incident, []).append(dispute)
    holders = {name: sum(len(dispute.positions) for dispute in of_it) for name, of_it in disputes.items()}
    upheld = [i for i in shown if i.independent_sources and i.status in UPHELD]
    confirmed = sorted(upheld, key=lambda i: (-i.independent_sources, -i.reports, i.id))
    disputed = sorted((i for i in shown if i.id in holders), key=lambda i: (-holders[i.id], -i.reports, i.id))
    circular = sorted((i for i in shown if i.corroboration.circular), key=lambda i: (-i.reports, i.id))
    listed = set[str]()
    for title, found, most in (
        ("Most independently confirmed", confirmed, CONFIRMED),
        ("Most disputed", disputed, OTHERS),
        ("Circular: many reports, one source", circular, OTHERS),
    ):
        if found:
            yield f"\n{paint(title, BOLD)}"
        for incident in found[:most]:
            yield ""
            how = _listed_again if incident.id in listed else _listed
            yield from how(incident, disputes.get(incident.id, ()), width, paint)
            listed.add(incident.id)
        if len(found) > most:
            yield f"\n  ... and {len(found) - most} more: onrecord link --format json"


def _listed(incident: Incident, disputes: Sequence[Dispute], width: int, paint: Paint) -> Iterator[str]:
    """The incident with its sources, who denies or disputes what, and the words of the first report."""
    yield from _title(incident, width, paint)
    for origin in [origin for origin in incident.origins if origin.counts][:MOST]:
        yield from _wrapped(f"+ {origin.name} ({_kind(origin)})  {_list(origin.articles)}", 4, width, paint, GREEN)
    for denial in incident.denied_by[:MOST]:
        yield from _wrapped(f"! {denial.name} denies it  {_list(denial.articles)}", 4, width, paint, RED)
    yield from _disputed(disputes, width, paint)
    for quote in incident.evidence[:1]:
        yield from _wrapped(f"{quote.article}: {_quoted(quote.quote)}", 4, width, paint, DIM)


def _listed_again(incident: Incident, disputes: Sequence[Dispute], width: int, paint: Paint) -> Iterator[str]:
    """An incident that stands in a list above."""
    yield from _title(incident, width, paint)
    yield from _disputed(disputes, width, paint)


def _title(incident: Incident, width: int, paint: Paint) -> Iterator[str]:
    yield from _wrapped(head(incident), 2, width, paint, BOLD)
    yield from _wrapped(f"{_sides(incident)} ({incident.status})   {incident.id}", 4, width)


def _disputed(disputes: Sequence[Dispute], width: int, paint: Paint) -> Iterator[str]:
    for dispute in disputes:
        values = "; ".join(f"{_value(p.value)} ({p.by})" for p in dispute.positions)
        yield from _wrapped(f"disputed, {dispute.field}: {values}", 4, width, paint, YELLOW)


def head(incident: Incident) -> str:
    """The incident in a line: what, when, where; how many reports, publishers and sources; who denies; the credibility."""
    where = ""
    if incident.place is not None:
        name, land = incident.place.name or incident.place.text, incident.place.country
        where = f"{name} ({land})" if land else name
    days = "" if incident.date is None else _days(incident.date.start, incident.date.end)
    what = ", ".join(part for part in (incident.event_type, days or "day unknown", where) if part)
    counts = ", ".join((
        _number(incident.reports, "report"),
        _number(incident.publishers, "publisher"),
        _number(incident.independent_sources, "independent source"),
    ))  # fmt: skip
    parts = [f"{'sum, ' if incident.aggregate else ''}{counts}"]
    parts += [f"denied by {', '.join(denial.name for denial in incident.denied_by)}"] if incident.denied_by else []
    parts.append(f"Admiralty {incident.corroboration.admiralty_info}")
    parts += ["circular"] if incident.corroboration.circular else []
    return f"{what}: {'; '.join(parts)}"


# ---- one incident as a tree ----
def tree(found: IncidentExplanation, *, width: int = WIDTH, paint: Paint = NO_PAINT) -> Iterator[str]:
    """The incident down to the words: origins, denials, disputes, updates, copies."""
    incident = found.incident
    yield from _wrapped(head(incident), 0, width, paint, BOLD)
    yield from _wrapped(f"{_sides(incident)} ({incident.status})", 2, width)
    known = f"; formerly {', '.join(incident.merged_from)}" if incident.merged_from else ""
    yield from _wrapped(f"incident {incident.id}{known}", 2, width)
    yield from _wrapped(
        f"credibility {incident.corroboration.admiralty_info}: {incident.corroboration.reason}", 2, width
    )
    if found.whole is not None:
        yield from _wrapped(f"part of {found.whole.id}: {head(found.whole)}", 2, width)
    view = _Tree(found, width, paint)
    for title, lines in (
        ("who stands behind it", view.origins()),
        ("who denies it", view.denials()),
        ("disputes", view.disputes()),
        ("updates", view.updates()),
        ("copies", view.copies()),
        ("reports that name no source of it", view.silent()),
        ("incidents that it sums up", view.parts()),
    ):
        below = list(lines)
        if below:
            yield paint(title, BOLD)
            yield from below
    if found.unlinked:
        yield f"{_number(found.unlinked, 'article')} of the database not linked yet: onrecord link DB"


class _Tree:
    """The branches of one incident."""

    def __init__(self, found: IncidentExplanation, width: int, paint: Paint) -> None:
        self._found, self._incident = found, found.incident
        self._width, self._paint = width, paint
        self._group = {name: group for group in found.copies for name in group.articles}

    def origins(self) -> Iterator[str]:
        """Each origin, those that count first, with the articles that carry it."""
        for origin in sorted(self._incident.origins, key=lambda origin: not origin.counts):
            verdict = "counts" if origin.counts else "does not count"
            line = f"{'+' if origin.counts else '-'} {origin.name} [{_kind(origin)}] {verdict}: {origin.why}"
            yield from self._line(line, 2, GREEN if origin.counts else DIM)
            yield from self._carried(origin)

    def denials(self) -> Iterator[str]:
        """Who says that it did not happen."""
        for denial in self._incident.denied_by:
            yield from self._line(f"! {denial.name}" + (f" [{denial.side}]" if denial.side else ""), 2, RED)
            yield from self._carried(denial)

    def _carried(self, held: Origin | Denial) -> Iterator[str]:
        """The articles, copies below the one that they copy; the first of a dispatch with its chain and words."""
        dispatches: dict[str, list[str]] = {}
        for name in held.articles:
            group = self._group.get(name)
            dispatches.setdefault(group.articles[0] if group else name, []).append(name)
        for number, (original, (first, *copies)) in enumerate(list(dispatches.items())[:MOST]):
            how = "" if number == 0 else ", relays it in its own words" if first == original else ""
            how += f", {self._copied(first)}" if first != original else ""
            yield from self._line(f"{self._article(first)}{how}", 6)
            for carrier in [carrier for carrier in held.carriers if carrier.article == first][:MOST]:
                yield from self._line(self._chain(carrier, held), 10, BLUE)
            for name in copies[:MOST]:
                yield from self._line(f"{self._article(name)}, {self._copied(name)}", 8)
            yield from self._more(len(copies), "copies", 8)
        yield from self._more(len(dispatches), "articles", 6)

    def _chain(self, carrier: Carrier, held: Origin | Denial) -> str:
        """From who passes it on to who says it, and the words; without a chain the publisher speaks, or tells who spoke."""
        words = _quoted(self._found.said(carrier))
        if carrier.attribution is None:
            told = self._found.articles.get(carrier.article)
            is_own = told is not None and held.name in (told.publisher, told.agency, f"the publisher of {told.id}")
            return f"in its own voice: {words}" if is_own else f"as it tells: {words}"
        steps = self._found.chains.get((carrier.article, carrier.attribution), ())
        chain = " > ".join(f"{step.source or 'nobody named'} ({step.act or 'says'})" for step in reversed(steps))
        return f"{chain}: {words}"

    def _copied(self, name: str) -> str:
        """What the article is to the first of its dispatch."""
        group = self._group[name]
        member = next(member for member in group.members if member.article == name)
        share = "" if member.kind == "verbatim" else f" ({100 * member.share:.0f} % of it)"
        return f"{member.kind} copy of {group.articles[0]}{share}"

    def _article(self, name: str) -> str:
        told = self._found.articles.get(name)
        if told is None:
            return name
        credit = f" ({told.agency})" if told.agency and told.agency != told.publisher else ""
        return f"{name}  {told.publisher or 'publisher unknown'}{credit}, {_moment(told.published)}"

    def disputes(self) -> Iterator[str]:
        """The positions of each dispute: the value, who holds it, in which articles, and the words."""
        for dispute in self._found.disputes:
            yield from self._line(dispute.field, 2, YELLOW)
            for position in dispute.positions:
                said = [self._found.words.get((position.articles[0], span), "") for span in position.spans]
                words = f": {_quoted(' ... '.join(said))}" if any(said) else ""
                held = f"{_value(position.value)}{_bounds(position.low, position.high)}, {position.by}"
                yield from self._line(f"{held} ({position.certainty})  {_list(position.articles)}{words}", 6)

    def updates(self) -> Iterator[str]:
        """What was mended, taken back or brought up to date."""
        yield from (line for update in self._found.updates for line in self._line(_update(update), 2))

    def copies(self) -> Iterator[str]:
        """Each dispatch that several articles carry."""
        for group in self._found.copies:
            kinds = Counter(member.kind for member in group.members if member.article != group.articles[0])
            done = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items()))
            yield from self._line(
                f"{self._article(group.articles[0])}: {_list(group.articles[1:])} ({done}){_original(group)}", 2
            )

    def silent(self) -> Iterator[str]:
        """Reports of it in which no origin was found."""
        carried = {name for origin in self._incident.origins for name in origin.articles}
        carried |= {name for denial in self._incident.denied_by for name in denial.articles}
        names = [name for name in self._incident.reported_in if name not in carried]
        quotes = {quote.article: quote.quote for quote in reversed(self._incident.evidence)}
        for name in names[:MOST]:
            words = f": {_quoted(quotes[name])}" if name in quotes else ""
            yield from self._line(f"{self._article(name)}{words}", 2)
        yield from self._more(len(names), "articles", 2)

    def parts(self) -> Iterator[str]:
        """The incidents that a sum counts."""
        for part in self._found.parts[:MOST]:
            yield from self._line(f"{part.id}  {head(part)}", 2)
        yield from self._more(len(self._found.parts), "incidents", 2)

    def _more(self, number: int, things: str, indent: int) -> Iterator[str]:
        if number > MOST:
            yield f"{' ' * indent}... and {number - MOST} more {things}: --format json"

    def _line(self, text: str, indent: int, colour: str = "") -> Iterator[str]:
        return _wrapped(text, indent, self._width, self._paint, colour)


# ---- words ----
def _wrapped(text: str, indent: int, width: int, paint: Paint = NO_PAINT, colour: str = "") -> Iterator[str]:
    """The text in lines of the width, the first indented, the others a little more."""
    pad = " " * indent
    for line in textwrap.wrap(
        CONTROLS.sub(" ", text),
        max(NARROWEST, width),
        initial_indent=pad,
        subsequent_indent=pad + "    ",
        break_long_words=False,
        break_on_hyphens=False,
    ):
        yield paint(line, colour) if colour else line


def _number(count: int, thing: str) -> str:
    return f"{count} {thing}" + ("" if count == 1 else "s")


def _list(names: Sequence[str]) -> str:
    more = f" and {len(names) - MOST} more" if len(names) > MOST else ""
    return f"[{', '.join(names[:MOST])}{more}]"


def _quoted(text: str) -> str:
    words = text.split()
    return f'"{" ".join(words[:QUOTED])}{" ..." if len(words) > QUOTED else ""}"'


def _kind(origin: Origin) -> str:
    return ", ".join(part for part in (origin.kind.replace("_", " "), origin.country) if part)


def _sides(incident: Incident) -> str:
    actors, recipients = _names(incident.actors), _names(incident.recipients)
    return f"{actors or '?'} -> {recipients}" if recipients else actors or "?"


def _names(mentions: Iterable[Mention]) -> str:
    return ", ".join(dict.fromkeys(mention.name or mention.text for mention in mentions))


def _value(value: str | float | bool | None) -> str:
    """Counts without a fraction, however they were kept."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _bounds(low: float | None, high: float | None) -> str:
    """What the words leave open: "20 or more", "20 to 30"."""
    if low == high:
        return ""
    if low is None or high is None:
        return " or more" if high is None else " or fewer"
    return f" ({low:g} to {high:g})"


def _update(update: Update) -> str:
    where = f"in {update.article}, {_moment(update.published)}"
    if update.kind == "retraction":
        return f"{update.side} takes its report back {where}"
    return f"{update.field}: {_value(update.from_)} -> {_value(update.to)}, {update.kind} by {update.side} {where}"


def _original(group: CopyGroup) -> str:
    return "" if group.original else "; which came first is not known"


def _moment(published: str | None) -> str:
    """Day and minute as the article gives them."""
    if not published:
        return "undated"
    try:
        when = datetime.fromisoformat(published)
    except ValueError:
        return published
    day = _day(when.date())
    return f"{day} {when:%H:%M}" if len(published) > len("2026-03-11") else day


def _days(start: str | None, end: str | None) -> str:
    """Days in words: "10 March 2026", "10 to 12 March 2026", "March 2026", "2026"."""
    try:
        first = date.fromisoformat(start or "")
        last = date.fromisoformat(end or start or "")
    except ValueError:
        return start or ""
    if first == last:
        return _day(first)
    if (first.month, first.day, last.month, last.day, first.year) == (1, 1, 12, 31, last.year):
        return str(first.year)
    if (first.year, first.month) != (last.year, last.month):
        return f"{_day(first)} to {_day(last)}"
    if (first.day, last.day) == (1, monthrange(last.year, last.month)[1]):
        return f"{MONTHS[first.month - 1]} {first.year}"
    return f"{first.day} to {_day(last)}"


def _day(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
