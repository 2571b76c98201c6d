"""Who saw it: sources that are witnesses by what they tell or by where they are said to have stood.

In: the token table, a draft and its source. Out: whether the source is an eyewitness. The one idea: a private person who
tells in the past tense what they themselves saw, heard or found, or whom the article places at the scene, is one.
"""

from __future__ import annotations

from onrecord.analysis import Analysis
from onrecord.records import Source
from onrecord.stages.attribute._content_acts import is_of
from onrecord.stages.attribute._drafts import Draft

PEOPLE = frozenset({"named_person", "unnamed_person", "unnamed_group"})
PRIVATE = frozenset({None, "CVL", "LAB", "AGR", "BUS"})
SELVES = frozenset({"i", "we", "he", "she", "they"})
TEMPORAL = frozenset({"when", "as", "while", "until", "before", "after", "where"})
REACH = 60


def is_witness(analysis: Analysis, draft: Draft, source: Source) -> bool:
    """Whether a source of no particular kind tells what it saw."""
    if source.kind != "other" or source.identification not in PEOPLE or source.sector not in PRIVATE:
        return False
    return _tells_seeing(analysis, draft) or _was_there(analysis, draft)


def _tells_seeing(analysis: Analysis, draft: Draft) -> bool:
    """ "They had heard two shots", "we found one wing", in the past tense."""
    tokens = analysis.tokens
    for lo, hi in draft.content:
        for verb in range(lo, min(hi, lo + REACH)):
            if not is_of(tokens.lemma[verb], "seeing") or tokens.tag[verb] not in ("VBD", "VBN"):
                continue
            kids = tokens.children[verb]
            own = any(tokens.dep[kid] == "nsubj" and tokens.lower[kid] in SELVES for kid in kids)
            had = tokens.tag[verb] == "VBD" or any(tokens.lower[kid] == "had" for kid in kids)
            if own and had and any(tokens.dep[kid] in ("dobj", "ccomp") for kid in kids):
                return True
    return False


def _was_there(analysis: Analysis, draft: Draft) -> bool:
    """ "Firemen at the scene", "Lee, who was on the ladder when it hit"."""
    tokens = analysis.tokens
    head = draft.source_head
    if head is None:
        return False
    for kid in tokens.children[head]:
        if kid < head:
            continue
        if tokens.dep[kid] == "prep" and any(is_of(tokens.lemma[n], "scene") for n in tokens.children[kid]):
            return True
        if tokens.dep[kid] == "relcl" and tokens.tag[kid] == "VBD" and _is_scene(analysis, kid):
            return True
        if tokens.dep[kid] == "appos" and any(
            tokens.dep[inner] == "relcl" and tokens.tag[inner] == "VBD" and _is_scene(analysis, inner)
            for inner in tokens.children[kid]
        ):
            return True
    return False


def _is_scene(analysis: Analysis, verb: int) -> bool:
    """A past clause that puts its subject somewhere, or makes it see something, at the time."""
    tokens = analysis.tokens
    group = [verb, *(kid for kid in tokens.children[verb] if tokens.dep[kid] == "conj" and tokens.tag[kid] == "VBD")]
    if any(is_of(tokens.lemma[one], "seeing") or is_of(tokens.lemma[one], "surviving") for one in group):
        return True
    return tokens.lemma[verb] == "be" and any(
        tokens.dep[kid] == "prep" and tokens.lower[kid] in ("on", "in", "at", "near", "inside", "aboard", "outside")
        for kid in tokens.children[verb]
    )
