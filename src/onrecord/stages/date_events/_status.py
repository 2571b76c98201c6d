"""The status of an event: happened, ongoing, planned, hypothetical, negated or historical.

In: the analysis with an event's trigger, and what is known of its date. Out: one status. The one idea: polarity and
modality come from the parse (`_modality`), the past from the date; what contradicts is decided by a fixed precedence:
negated, hypothetical, planned, historical, ongoing, happened.
"""

from __future__ import annotations

from datetime import date, timedelta

from onrecord.analysis import Analysis
from onrecord.records import Event, EventDate, Modality, Span, Status
from onrecord.stages.date_events import _modality
from onrecord.stages.date_events._modality import Polarity

HISTORICAL_AFTER = timedelta(days=30)
"""Older than this at publication, an event is history that the report recalls: monthlies aside, news is of the last days or
weeks, and event data sets that are coded daily (ICEWS, POLECAT) look back no further."""


def judge(analysis: Analysis, token: int) -> tuple[Polarity, Modality]:
    """Polarity and modality of the happening that the token names."""
    found = _modality.verdict(analysis, token)
    return ("-" if found.negated else "+", found.modality)


def is_ongoing(analysis: Analysis, token: int) -> bool:
    """Present progressive, "continues to", "ongoing": it goes on while the report is written."""
    return _modality.verdict(analysis, token).ongoing


def trigger_token(analysis: Analysis, span: Span) -> int | None:
    """The syntactic head of the trigger's words."""
    lo, hi = analysis.token_range(span)
    if lo >= hi:
        return None
    tokens = analysis.tokens
    inside = [token for token in range(lo, hi) if not lo <= tokens.head[token] < hi or tokens.head[token] == token]
    content = [token for token in inside if tokens.pos[token] not in ("PUNCT", "DET", "PART", "ADP")]
    if not content and inside:  # "on strike", "under investigation"
        content = [token for token in range(lo, hi) if tokens.dep[token] == "pobj" and tokens.head[token] == inside[0]]
    return (content or inside or [lo])[0]


def decide(polarity: Polarity, modality: Modality, historical: bool, ongoing: bool) -> Status:
    """The precedence of the contract."""
    if polarity == "-":
        return "negated"
    if modality != "actual":
        return modality
    if historical:
        return "historical"
    return "ongoing" if ongoing else "happened"


def status_at(analysis: Analysis, span: Span) -> Status | None:
    """Status of the happening named at `span`, from the parse alone (no dates); None where the span holds no word."""
    token = trigger_token(analysis, span)
    if token is None:
        return None
    found = _modality.verdict(analysis, token)
    return decide("-" if found.negated else "+", found.modality, False, found.ongoing)


def settle(analysis: Analysis, event: Event, dated: EventDate | None, report: date | None) -> Status:
    """Final status of a coded event: its polarity and modality, its date against the day of publication, the parse."""
    modality = event.modality
    start = None if dated is None or dated.start is None else date.fromisoformat(dated.start)
    end = None if dated is None or dated.end is None else date.fromisoformat(dated.end)
    if modality == "actual" and report is not None and start is not None and start > report:
        modality = "planned"
    historical = event.background or (report is not None and end is not None and end < report - HISTORICAL_AFTER)
    token = trigger_token(analysis, event.trigger.span)
    ongoing = token is not None and is_ongoing(analysis, token)
    return decide(event.polarity, modality, historical, ongoing)
