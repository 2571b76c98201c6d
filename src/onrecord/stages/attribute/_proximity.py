"""How near a source stands to what it tells.

In: a draft with its source and act. Out: `proximity`. The one idea: who tells of itself is first hand, whatever it is; only
then does it count whether the source saw it, is in charge of it, or passes it on. A party's view of others is none of these.
"""

from __future__ import annotations

from onrecord.analysis import Analysis
from onrecord.records import Act, Proximity, Source
from onrecord.stages.attribute import _content_acts
from onrecord.stages.attribute._drafts import Draft

SEEING = frozenset({"see", "watch", "hear", "witness", "observe"})
OWN_ACTS = frozenset({"promises", "threatens", "demands", "believes", "doubts"})
"""Acts by which a source tells of its own will or mind."""
SELF_FRAMES = ("inf", "ing")
"""Frames in which whose cue it is also does what is told ("refused to pay", "admitted taking it")."""
SPEAKERS = frozenset({"i", "we"})
OBJECTS = frozenset({"me", "us", "my", "our"})
REACH = 8
OWNERS = frozenset({"my", "our", "mine", "ours"})
OTHERS = {"he": "his", "she": "her", "it": "its", "they": "their"}
IN_CHARGE = frozenset({"GOV", "MIL", "COP", "JUD", "SPY"})
AUTHORITIES = frozenset({"named_official", "unnamed_official", "organisation", "document"})
RELAYING = frozenset({"state_media", "news_agency", "social_media"})
PEOPLE = frozenset({"named_person", "unnamed_person", "unnamed_group"})


def find(analysis: Analysis, draft: Draft, source: Source, act: Act) -> Proximity:
    """The proximity of a source to the content of its attribution."""
    if source.identification == "reporter":
        return "witnessed" if draft.lemma in SEEING else "unknown"
    if source.identification == "dataset" or (source.identification == "document" and source.media_control is None):
        return "institutional"
    if source.kind in RELAYING or (source.media_control is not None and source.identification not in PEOPLE):
        return "second_hand"
    if source.kind == "eyewitness":
        return "first_hand" if act in OWN_ACTS else "witnessed"
    if source.identification == "none":
        return "unknown"
    if _is_own(analysis, draft, source, act):
        return "first_hand"
    return "institutional" if _is_in_charge(source) else "unknown"


def _is_own(analysis: Analysis, draft: Draft, source: Source, act: Act) -> bool:
    """Whether the source tells of itself: its will, its mind, its deeds."""
    if act in OWN_ACTS or draft.frame.startswith(SELF_FRAMES):
        return True
    if draft.entry is not None and draft.entry.channel == "declined_comment":
        return True
    root = _content_acts.root(analysis, draft)
    if root is None:
        return False
    subject = _subject(analysis, root)
    if subject is not None and analysis.tokens.lower[subject] in SPEAKERS:
        root = _thought(analysis, root)
        subject = _subject(analysis, root)
    if subject is not None and _is_self(analysis, subject, source):
        return True
    return _is_object(analysis, root)


def _is_object(analysis: Analysis, root: int) -> bool:
    """ "They took two days of my tomatoes", "it scares us"."""
    tokens = analysis.tokens
    return any(
        tokens.lower[token] in OBJECTS and analysis.quotation_of(token) is not None
        for kid in tokens.children[root]
        if kid > root and tokens.dep[kid] in ("dobj", "dative", "attr", "prep")
        for token in range(tokens.left[kid], min(tokens.right[kid], kid + REACH))
    )


def _thought(analysis: Analysis, root: int) -> int:
    """What is thought in "I think that ...": an opinion is not about whoever holds it."""
    tokens = analysis.tokens
    if tokens.lemma[root] not in _content_acts.THINKING:
        return root
    return next((kid for kid in tokens.children[root] if tokens.dep[kid] == "ccomp"), root)


def _subject(analysis: Analysis, root: int) -> int | None:
    tokens = analysis.tokens
    return next((kid for kid in tokens.children[root] if tokens.dep[kid] in ("nsubj", "nsubjpass")), None)


def _is_self(analysis: Analysis, subject: int, source: Source) -> bool:
    """ "I", "we", "my office"; "he", "its troops" where they stand for the source."""
    tokens = analysis.tokens
    for token in (subject, *tokens.children[subject]):
        word = tokens.lower[token]
        if word in SPEAKERS | OWNERS and analysis.quotation_of(token) is not None:
            return True
        if word in OTHERS or word in OTHERS.values():
            number = analysis.mention_covering(token)
            known = None if number is None else analysis.mentions[number].id
            if source.entity is not None and known is not None:
                return known == source.entity
            return analysis.quotation_of(token) is None
    return False


def _is_in_charge(source: Source) -> bool:
    """A state's bodies, their people and their papers; other bodies of their own matters only."""
    if source.kind not in AUTHORITIES:
        return False
    return source.sector in IN_CHARGE or (source.kind == "organisation" and source.sector not in ("PTY", "JRN"))
