"""Deeds that are set for a day: "a march called for Friday", "the vote is planned for 24 June".

In: the token table and a noun or a date. Out: the verbs that set the noun's deed for a day; whether a date is set ahead. The one
idea: the day after "for" is the deed's, and it is yet to come, although the participle looks like a past tense.
"""

from __future__ import annotations

from onrecord.analysis import Tokens

SCHEDULING = frozenset("call plan schedule set announce fix slate expect due time book".split())
DECIDING = SCHEDULING | frozenset("declare order agree sign decree propose promise approve accept".split())
"""Verbs whose object begins later: "announced a curfew from Friday"."""
MAX_CLIMB = 6


def verbs(tokens: Tokens, noun: int) -> list[int]:
    """The participles that hang on the noun or on what it is of or on, and the verb of which it is subject or object.

    In "a march on the palace called for Friday" the parser hangs the participle on the palace, and takes it for a past tense.
    """
    below = [noun]
    for preposition in tokens.children[noun]:
        if tokens.dep[preposition] == "prep":
            below += [last for last in tokens.children[preposition] if tokens.dep[last] == "pobj"]
    found = [
        child for word in below for child in tokens.children[word]
        if tokens.dep[child] in ("acl", "amod", "relcl") and tokens.tag[child] in ("VBN", "VBD")
    ]  # fmt: skip
    if tokens.dep[noun] in ("nsubj", "nsubjpass", "dobj") and tokens.pos[tokens.head[noun]] in ("VERB", "AUX"):
        found.append(tokens.head[noun])
    return [verb for verb in found if tokens.lemma[verb] in SCHEDULING]


def is_ahead(tokens: Tokens, date: int) -> bool:
    """Whether the date stands behind "for" below such a verb without "was": "planned for March", "is set for Friday"."""
    node = date
    for _ in range(MAX_CLIMB):
        head = tokens.head[node]
        if head == node:
            return False
        if tokens.lower[head] == "for":
            verb = tokens.head[head]
            was = any(tokens.lower[child] in ("was", "were", "had") for child in tokens.children[verb])
            return tokens.lemma[verb] in SCHEDULING and tokens.tag[verb] in ("VBN", "VBD") and not was
        node = head
    return False


def is_from_ahead(tokens: Tokens, date: int) -> bool:
    """Whether what is done "from" the day is only decided: "to halt it from Sunday", "announced a curfew from Friday"."""
    node = date
    for _ in range(MAX_CLIMB):
        node = tokens.head[node]
        if tokens.pos[node] in ("VERB", "AUX"):
            is_infinitive = any(tokens.tag[child] == "TO" for child in tokens.children[node])
            return is_infinitive or tokens.lemma[node] in DECIDING
        if tokens.head[node] == node:
            break
    return False
