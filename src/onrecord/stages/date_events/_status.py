"""The status of an event: happened, ongoing, planned, hypothetical, negated or historical.

In: the analysis with an event's trigger, and what is known of its date. Out: one status. The one idea: polarity and
modality come from the parse (`_modality`), the past from the date; what contradicts is decided by a fixed precedence:
negated, hypothetical, planned, historical, ongoing, happened.
"""

from __future__ import annotations

from onrecord.analysis import Analysis
from onrecord.records import Article, Modality, Span, Status
from onrecord.stages.date_events import _modality
from onrecord.stages.date_events._modality import Polarity


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


def status_at(article: Article, span: Span) -> Status:
    """Status of the trigger at `span`, from the parse alone (no dates); "happened" where the article has no analysis."""
    analysis = article.analysis
    token = None if analysis is None else trigger_token(analysis, span)
    if analysis is None or token is None:
        return "happened"
    found = _modality.verdict(analysis, token)
    return decide("-" if found.negated else "+", found.modality, False, found.ongoing)
