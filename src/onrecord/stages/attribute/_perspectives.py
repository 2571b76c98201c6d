"""Frames that name a source without a verb of saying.

"According to Lee, ...", "in Lee's view, ...", "in the words of Lee", "per Lee", "for Lee, it was ...", and "LEE: ..." where a
transcript or a headline puts the speaker before a colon. In: the token table. Out: `Framed` ranges. The one idea: each is
a prefix or an insertion, so the content is the clause around it, less the frame itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.analysis import Analysis, TokenRange
from onrecord.stages.attribute import _contents

OPINION_NOUNS = frozenset(
    {"view", "opinion", "word", "estimation", "telling", "account", "reading", "mind", "eye", "judgment"}
)
STATES = frozenset(
    {"be", "mean", "represent", "remain", "seem", "become", "offer", "look", "feel", "matter", "mark", "signal"}
)
QUANTIFIERS = frozenset({"many", "some", "most", "others", "several"})
LABEL_TOKENS = 8


@dataclass(frozen=True, slots=True)
class Framed:
    """One frame: its cue, its source and the clause that it speaks about."""

    cue: int
    cue_range: TokenRange
    lemma: str
    source_head: int
    source: tuple[TokenRange, ...]
    content: tuple[TokenRange, ...]
    rule: str


def find(analysis: Analysis) -> Iterator[Framed]:
    """All frames of the article, in order."""
    tokens = analysis.tokens
    for token, word in enumerate(tokens.lower):
        if word == "according" or (word == "per" and tokens.pos[token] == "ADP"):
            yield from _according(analysis, token)
        elif word == "in" and tokens.pos[token] == "ADP":
            yield from _in_view(analysis, token)
        elif word in ("for", "to"):
            yield from _for_whom(analysis, token)
    for number, (lo, hi) in enumerate(analysis.paragraphs):
        yield from _label(analysis, number, lo, hi)


def _according(analysis: Analysis, token: int) -> Iterator[Framed]:
    tokens = analysis.tokens
    hi = token + 1
    if tokens.lower[token] == "according":
        if hi >= len(tokens) or tokens.lower[hi] != "to":
            return
        hi += 1
    preposition = hi - 1
    head = next((kid for kid in tokens.children[preposition] if tokens.dep[kid] in ("pobj", "pcomp")), None)
    if head is None or (tokens.lower[token] == "per" and tokens.pos[head] != "PROPN"):
        return
    lo, end = analysis.subtree(head)
    lo = max(lo, hi)
    if lo >= end:
        return
    whole = _contents.clause_around(analysis, token)
    source = analysis.trim(lo, _source_end(analysis, token, lo, end, whole))
    if source[0] >= source[1]:
        return
    source = (source[0], _named_end(analysis, source[1]))
    opener = token - 1 if token and tokens.text[token - 1] != "," else token - 2
    if opener >= whole[0] and tokens.lower[opener] == "that":
        whole = (opener + 1, whole[1])
    if source[1] < len(tokens) and tokens.text[source[1]] == ")" and "(" in tokens.text[slice(*source)]:
        source = (source[0], source[1] + 1)
    content = _contents.without(whole, (token, source[1]))
    yield Framed(
        token, (token, hi), "according to" if hi - token == 2 else "per", head, (source,), content, "according to"
    )


def _named_end(analysis: Analysis, end: int) -> int:
    """Behind an office, the end of the name between commas that belongs to it ("the commander, Ann Lee, ...")."""
    tokens = analysis.tokens
    if end + 2 >= len(tokens) or tokens.text[end] != ",":
        return end
    number = analysis.mention_covering(end + 1)
    if number is None or analysis.mentions[number].category != "person" or tokens.pos[end + 1] != "PROPN":
        return end
    stop = analysis.mention_tokens[number][1]
    return stop if stop < len(tokens) and tokens.text[stop] == "," else end


def _source_end(analysis: Analysis, token: int, lo: int, end: int, whole: TokenRange) -> int:
    """A frame at the head of its clause ends at the comma before the clause's own words."""
    if token > whole[0] + 2:
        return end
    return next((n for n in range(end, lo, -1) if n < whole[1] and analysis.tokens.text[n] == ","), end)


def _in_view(analysis: Analysis, token: int) -> Iterator[Framed]:
    """ "In Lee's view", "in the words of Lee"."""
    tokens = analysis.tokens
    noun = next((kid for kid in tokens.children[token] if tokens.dep[kid] == "pobj"), None)
    if noun is None or tokens.lemma[noun] not in OPINION_NOUNS:
        return
    owner = next((kid for kid in tokens.children[noun] if tokens.dep[kid] == "poss"), None)
    if owner is None:
        of = next((kid for kid in tokens.children[noun] if tokens.lower[kid] == "of"), None)
        owner = None if of is None else next((kid for kid in tokens.children[of] if tokens.dep[kid] == "pobj"), None)
    if owner is None:
        return
    whole = _contents.clause_around(analysis, token)
    lo, hi = analysis.subtree(owner)
    if tokens.tag[hi - 1] == "POS" and hi - 1 > lo:
        hi -= 1
    frame = analysis.subtree(token)
    content = _contents.without(whole, frame)
    yield Framed(token, (token, token + 1), f"in {tokens.lemma[noun]}", owner, ((lo, hi),), content, "in the view of")


def _for_whom(analysis: Analysis, token: int) -> Iterator[Framed]:
    """ "For Lee, the deal was ..." at the head of a sentence whose verb states what something is or means."""
    tokens = analysis.tokens
    lo, hi = analysis.sentence_of(token)
    if token != lo or token + 1 >= hi:
        return
    head = next((kid for kid in tokens.children[token] if tokens.dep[kid] == "pobj"), None)
    root = next((n for n in range(lo, hi) if tokens.dep[n] == "ROOT"), None)
    if head is None or root is None or tokens.head[token] != root or tokens.lemma[root] not in STATES:
        return
    end = analysis.subtree(head)[1]
    named = tokens.pos[head] == "PROPN" or analysis.mention_headed(head) is not None
    holder = tokens.lower[head] in QUANTIFIERS or _is_people(analysis, head)
    if end < hi and tokens.text[end] == "," and end - token < LABEL_TOKENS + 4 and (named or holder):
        if tokens.ent[head] in ("DATE", "TIME", "CARDINAL", "MONEY", "PERCENT", "ORDINAL"):
            return
        content = ((end + 1, hi),)
        yield Framed(token, (token, token + 1), tokens.lower[token], head, ((token + 1, end),), content, "for whom")


def _is_people(analysis: Analysis, head: int) -> bool:
    return (
        analysis.tokens.tag[head] == "NNS"
        and analysis.tokens.pos[head] == "NOUN"
        and any(
            analysis.tokens.lower[head].endswith(end) for end in ("ers", "ors", "ists", "ians", "ents", "ics", "people")
        )
    )


def _label(analysis: Analysis, number: int, lo: int, hi: int) -> Iterator[Framed]:
    """A speaker's name and a colon at the head of a paragraph."""
    tokens = analysis.tokens
    while lo < hi and tokens.text[lo] in ('"', "“", "''"):
        lo += 1
    colon = next((n for n in range(lo, min(hi, lo + LABEL_TOKENS)) if tokens.text[n] == ":"), None)
    if colon is None or colon == lo or colon + 3 > hi:
        return
    name = range(lo, colon)
    letters = [n for n in name if tokens.text[n][0].isalpha()]
    shouted = bool(letters) and all(tokens.text[n].isupper() or tokens.text[n][0] == "(" for n in letters)
    proper = bool(letters) and all(tokens.pos[n] == "PROPN" for n in letters) and len(letters) <= 4
    known = any(analysis.mention_covering(n) is not None or tokens.ent[n] in ("PERSON", "ORG") for n in name)
    if not ((shouted and len(letters) <= 4) or (proper and known)):
        return
    head = letters[-1]
    yield Framed(colon, (colon, colon + 1), ":", head, ((lo, colon),), ((colon + 1, hi),), "speaker label")
