"""Who saw it: sources that are witnesses by what they tell or by where they are said to have stood.

In: the token table, a draft and its source. Out: whether the source is an eyewitness. The one idea: a private person who
tells in the past tense what they themselves saw, heard or found, or whom the article places at the scene, is one.
"""

from __future__ import annotations

from onrecord.analysis import Analysis
from onrecord.records import Source
from onrecord.stages.attribute._content_words import is_of
from onrecord.stages.attribute._drafts import Draft

PEOPLE = frozenset({"named_person", "unnamed_person", "unnamed_group"})
PRIVATE = frozenset({None, "CVL", "LAB", "AGR", "BUS", "SOC", "REF"})
SELVES = frozenset({"i", "we", "he", "she", "they"})
REACH = 60


def is_witness(analysis: Analysis, draft: Draft, source: Source) -> bool:
    """Whether a source of no particular kind tells what it saw."""
    if source.kind != "other" or source.identification not in PEOPLE or source.sector not in PRIVATE:
        return False
    return _tells_seeing(analysis, draft) or _was_there(analysis, draft, source)


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


def _was_there(analysis: Analysis, draft: Draft, source: Source) -> bool:
    """ "Firemen at the scene", "Lee, who was on the ladder when it hit"."""
    tokens = analysis.tokens
    head = draft.source_head
    if head is None:
        return False
    if any(_is_scene(analysis, verb) for verb in _clauses_about(analysis, source)):
        return True
    end = min(max(tokens.right[head], head + 1), head + REACH)
    for token in (*(n for part in draft.source for n in range(*part)), *range(head, end)):
        if tokens.dep[token] == "prep" and tokens.head[token] == head and head < token:
            if any(is_of(tokens.lemma[kid], "scene") for kid in tokens.children[token]):
                return True
        elif tokens.dep[token] == "relcl" and tokens.lower[tokens.left[token]] == "who" and _is_scene(analysis, token):
            return True
    return False


def _clauses_about(analysis: Analysis, source: Source) -> list[int]:
    """Main verbs of the sentences, outside of quotations, whose subject is the source."""
    if source.entity is None or source.identification != "named_person":
        return []
    tokens = analysis.tokens
    heads = [analysis.mention_heads[n] for n, mention in enumerate(analysis.mentions) if mention.id == source.entity]
    return [
        tokens.head[head]
        for head in heads
        if tokens.dep[head] == "nsubj"
        and analysis.quotation_of(head) is None
        and tokens.dep[tokens.head[head]] == "ROOT"
    ]


def _is_scene(analysis: Analysis, verb: int) -> bool:
    """A past clause that puts its subject somewhere, or makes it see something, at the time."""
    tokens = analysis.tokens
    clauses = (verb, *(kid for kid in tokens.children[verb] if tokens.dep[kid] == "conj"))
    group = [one for one in clauses if tokens.tag[one] == "VBD"]
    if any(is_of(tokens.lemma[one], "seeing") or is_of(tokens.lemma[one], "surviving") for one in group):
        return True
    was = any(tokens.dep[kid] == "aux" and tokens.lower[kid] in ("was", "were") for kid in tokens.children[verb])
    if was and tokens.tag[verb] == "VBG":
        opened = (tokens.lower[tokens.left[kid]] for kid in tokens.children[verb] if tokens.dep[kid] == "advcl")
        return any(word in ("when", "as", "while") for word in opened)
    return (
        verb in group
        and tokens.lemma[verb] == "be"
        and any(
            tokens.dep[kid] == "prep" and tokens.lower[kid] in ("on", "in", "at", "near", "inside", "aboard", "outside")
            for kid in tokens.children[verb]
        )
    )
