"""How likely a reviewer is to accept type and actors.

In: a deed. Out: 0.05 to 0.95. The one idea: rule strength; the weights are judged by eye on development data (gsr-dev,
2026-11-22) and only rank: a later model replaces them.
"""

from __future__ import annotations

from onrecord.analysis import Analysis
from onrecord.stages.code_events._arguments import is_political
from onrecord.stages.code_events._candidates import Candidate


def estimate(analysis: Analysis, deed: Candidate) -> float:
    """Confidence of the deed's type and actors."""
    frame, mentions = deed.frame, analysis.mentions
    value = 0.4
    value += 0.1 * any(mentions[n].country for n in deed.actors)
    value += 0.05 * any(is_political(mentions[n]) for n in deed.actors)
    value += 0.1 * any(is_political(mentions[n]) for n in deed.recipients)
    value += 0.05 * (frame.is_reciprocal and len(deed.actors) > 1)
    value += 0.08 * (frame.pos == "v")
    value += 0.04 * min(2, len(frame.words))
    value += 0.04 * bool(frame.needs)
    value += 0.05 * bool(deed.magnitude)
    value += 0.05 * (len(deed.members) > 0)
    value -= 0.1 * (deed.modality == "hypothetical")
    value -= 0.05 * (deed.modality == "planned")
    value -= 0.05 * deed.background
    value -= 0.1 * deed.is_indirect
    return round(min(0.95, max(0.05, value)), 2)
