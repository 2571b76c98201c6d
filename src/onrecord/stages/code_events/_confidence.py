"""How likely a reviewer is to accept type and actors.

In: a deed. Out: 0.05 to 0.95. The one idea: the relation model's probability of the type, recalibrated; where it was not
asked, a logistic sum of what the rules know. The weights of actor, country, recipient, verb
and words are a fit on 1,101 events in 1,026 sentences with one known event each (PLV training file, 2026-11-22), softened, since
a second true event in a sentence counted as wrong there; those of counts, repetition and background are judged.
"""

from __future__ import annotations

from math import exp, log

from onrecord.analysis import Analysis
from onrecord.stages.code_events._candidates import Candidate
from onrecord.stages.code_events._standing import ACTORLESS

BASE = -2.0
ACTOR, ACTOR_COUNTRY, RECIPIENT_COUNTRY = 1.3, 0.7, 0.35
VERB, WORD = 0.7, 0.45
COUNT, RETOLD = 0.4, 0.2
CHANCE_BASE, CHANCE = -0.43, 0.57
"""Fit on labelled predicates of news, each by a model that had not seen it."""
HYPOTHETICAL, PLANNED, BACKGROUND = -1.0, -0.4, -0.3


def estimate(analysis: Analysis, deed: Candidate) -> float:
    """Confidence of the deed's type and actors."""
    if deed.chance is not None:
        chance = min(max(deed.chance, 1e-3), 1 - 1e-3)
        return _bounded(CHANCE_BASE + CHANCE * log(chance / (1 - chance)))
    frame, mentions = deed.frame, analysis.mentions
    is_harm = frame.event_type in ACTORLESS and bool(deed.magnitude or deed.recipients)
    total = (
        BASE
        + ACTOR * (bool(deed.actors) or is_harm)
        + ACTOR_COUNTRY * any(mentions[n].country for n in deed.actors)
        + RECIPIENT_COUNTRY * any(mentions[n].country for n in deed.recipients or deed.actors[1:])
        + VERB * (frame.pos == "v")
        + WORD * min(2, len(frame.words))
        + COUNT * bool(deed.magnitude)
        + RETOLD * bool(deed.members)
        + HYPOTHETICAL * (deed.modality == "hypothetical")
        + PLANNED * (deed.modality == "planned")
        + BACKGROUND * deed.background
    )
    return _bounded(total)


def _bounded(total: float) -> float:
    return round(min(0.95, max(0.05, 1 / (1 + exp(-total)))), 2)
