"""Days that a noun of a deed names in its own phrase: "Tuesday's raid", "the raid of last Tuesday", "a march called for Friday".

In: the token table and a noun. Out: yes or no. The one idea: a noun that names its day tells of one deed, not of a kind of deed,
even where the article says nothing else of it; which day it was is the business of `date_events`.
"""

from __future__ import annotations

from onrecord.analysis import Tokens
from onrecord.stages.code_events import _grammar
from onrecord.stages.code_events._modality import MONTHS, WEEKDAYS
from onrecord.stages.date_events import _scheduled

NEAR = frozenset("yesterday today tomorrow".split())
DAYS = WEEKDAYS | MONTHS | NEAR
ROWS = frozenset("night day evening week hour".split())
"""Units of which deeds make a row: "a second night of protests"."""
ORDINALS = frozenset("first second third fourth fifth sixth seventh eighth ninth tenth straight consecutive".split())


def names_day(tokens: Tokens, noun: int) -> bool:
    """Whether the noun's phrase, or the verb of which it is subject or object, names the day."""
    if of_possessive(tokens, noun) or _has_day(tokens, noun):
        return True
    verb = tokens.head[noun]
    is_told = tokens.dep[noun] in ("nsubj", "nsubjpass", "dobj") and tokens.pos[verb] in _grammar.VERBAL
    return is_told and _has_day(tokens, verb)


def of_possessive(tokens: Tokens, noun: int) -> bool:
    """ "Tuesday's attack", "last Sunday's alleged drone strike"; the parser hangs such days on many words."""
    for number in range(noun - 1, max(noun - 5, 0), -1):
        if tokens.tag[number] == "POS":
            return tokens.lower[number - 1] in DAYS
        if tokens.pos[number] not in ("ADJ", "NOUN", "VERB", "PROPN", "NUM"):
            return False
    return False


def is_nth(tokens: Tokens, noun: int) -> bool:
    """ "A second night of protests", "the third day of the strike"."""
    unit = tokens.head[tokens.head[noun]]
    if tokens.dep[noun] != "pobj" or tokens.lower[tokens.head[noun]] != "of" or tokens.lemma[unit] not in ROWS:
        return False
    return any(tokens.lower[child] in ORDINALS for child in _grammar.children(tokens, unit, "amod", "nummod"))


def is_scheduled(tokens: Tokens, noun: int) -> bool:
    """Whether the deed is set for a day: "a march called for Friday", "a meeting is planned for 24 June"."""
    own = _grammar.prepositional(tokens, noun, "for")
    verbs = _scheduled.verbs(tokens, noun)
    return any(_is_day(tokens, day) for verb in verbs for day in [*_grammar.prepositional(tokens, verb, "for"), *own])


def _has_day(tokens: Tokens, token: int) -> bool:
    days = _grammar.children(tokens, token, "npadvmod", "nmod", "nummod", "advmod")
    for preposition in _grammar.children(tokens, token, "prep"):
        if tokens.lower[preposition] in ("on", "of", "since"):
            days += _grammar.children(tokens, preposition, "pobj")
    return any(_is_day(tokens, day) for day in days)


def _is_day(tokens: Tokens, token: int) -> bool:
    """A weekday, month or "yesterday", or the part of one: "Wednesday night", "this afternoon"; or "a week ago"."""
    if tokens.lower[token] in DAYS or tokens.lower[token] == "ago":
        return True
    near = [tokens.lower[child] for child in tokens.children[token]]
    return any(word in DAYS for word in near) or (
        tokens.lower[token] in ROWS | {"afternoon", "morning"} and "this" in near
    )
