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
HELD = frozenset("hold begin start open resume continue reconvene end conclude be take".split())
"""Verbs that say when something takes place."""
HAPPENED = frozenset("happen occur erupt flare draw attract".split())
"""Verbs of which a deed is the subject that took place; what began, went on or ended need not be one deed."""
HAPPENED_WITH = {"break": "out", "take": "place", "pass": "off"}
"""Verbs that say so with another word."""
EXPECTED = frozenset("expect schedule slate plan".split())
"""Verbs of scheduling whose own day is that of the deed: "is expected in Oslo on Monday", unlike "was called on Monday"."""
MADE = frozenset(
    "sign hold reach strike conclude announce impose launch stage broker agree seal make declare begin".split()
)
"""Participles whose day is that of the deed: "the deal signed on Friday", unlike "the talks planned on Friday"."""
SOON = frozenset("next this coming".split())
WHEN = ("on", "in", "for", "from", "by", "until", "since")


def names_day(tokens: Tokens, noun: int) -> bool:
    """Whether the noun's phrase, or the verb of which it is subject or object, names the day."""
    if has_own_day(tokens, noun):
        return True
    verb = tokens.head[noun]
    is_told = tokens.dep[noun] in ("nsubj", "nsubjpass", "dobj") and tokens.pos[verb] in _grammar.VERBAL
    return is_told and _has_day(tokens, verb)


def has_own_day(tokens: Tokens, noun: int) -> bool:
    """Whether the noun's own phrase names the day: "Monday's talks", "the talks on Monday", "the deal signed on Monday"."""
    if of_possessive(tokens, noun) or _has_day(tokens, noun):
        return True
    done = [child for child in _grammar.children(tokens, noun, "acl") if tokens.tag[child] == "VBN"]
    return any(tokens.lemma[verb] in MADE and _has_day(tokens, verb) for verb in done)


def of_possessive(tokens: Tokens, noun: int) -> bool:
    """ "Tuesday's attack", "last Sunday's alleged drone strike"; the parser hangs such days on many words."""
    for number in range(noun - 1, max(noun - 5, 0), -1):
        if tokens.tag[number] == "POS":
            return tokens.lower[number - 1] in DAYS
        if tokens.pos[number] not in ("ADJ", "NOUN", "VERB", "PROPN", "NUM"):
            return False
    return False


def is_nth(tokens: Tokens, noun: int) -> bool:
    """ "A second night of protests", "the third day of the strike", "the strike, now in its third day"."""
    below = [noun, *_grammar.children(tokens, noun, "advmod", "appos")]
    if any(_is_counted(tokens, unit) for word in below for name in ("in", "on") for unit in
           _grammar.prepositional(tokens, word, name)):  # fmt: skip
        return True
    unit = tokens.head[tokens.head[noun]]
    if tokens.dep[noun] != "pobj" or tokens.lower[tokens.head[noun]] != "of" or tokens.lemma[unit] not in ROWS:
        return False
    return _is_counted(tokens, unit)


def _is_counted(tokens: Tokens, unit: int) -> bool:
    """ "Third day"."""
    numbers = _grammar.children(tokens, unit, "amod", "nummod")
    return tokens.lemma[unit] in ROWS and any(tokens.lower[child] in ORDINALS for child in numbers)


def is_scheduled(tokens: Tokens, noun: int) -> bool:
    """Whether the deed is set for a day: "a march called for Friday", "a meeting is planned for 24 June"."""
    own = _grammar.prepositional(tokens, noun, "for")
    verbs = _scheduled.verbs(tokens, noun)
    return any(_is_day(tokens, day) for verb in verbs for day in [*_grammar.prepositional(tokens, verb, "for"), *own])


def is_expected(tokens: Tokens, noun: int) -> bool:
    """Whether it is expected on a day: "a new round is expected next week"."""
    verb = tokens.head[noun]
    is_told = tokens.dep[noun] == "nsubjpass" and tokens.lemma[verb] in EXPECTED
    return is_told and is_timed(tokens, verb)


def is_held(tokens: Tokens, noun: int) -> bool:
    """Whether the sentence says when it takes place: "talks are to begin on Monday", "a week of talks ended on Friday"."""
    return any(is_timed(tokens, verb) for verb in _holders(tokens, noun))


def took_place(tokens: Tokens, noun: int) -> bool:
    """Whether the sentence says that it took place: "riots broke out", "the attack happened at noon"."""
    verb = tokens.head[noun]
    if tokens.dep[noun] not in ("nsubj", "nsubjpass") or tokens.pos[verb] not in _grammar.VERBAL:
        return False
    near = {tokens.lower[child] for child in tokens.children[verb]}
    if tokens.lemma[verb] not in HAPPENED and HAPPENED_WITH.get(tokens.lemma[verb]) not in near:
        return False
    helpers = _grammar.children(tokens, verb, "aux", "neg")
    if any(tokens.tag[helper] in ("MD", "TO") or tokens.dep[helper] == "neg" for helper in helpers):
        return False
    return tokens.tag[verb] == "VBD" or (tokens.tag[verb] in ("VBN", "VBG") and bool(helpers))


def is_to_be_held(tokens: Tokens, noun: int) -> bool:
    """The same, of what is yet to come: "is due in May", "are to begin on Monday", "would be held on Friday"."""
    verbs = _holders(tokens, noun)
    helpers = [child for verb in verbs for child in tokens.children[verb] if tokens.dep[child] in ("aux", "acomp")]
    ahead = any(tokens.lower[word] in ("to", "will", "would", "shall", "due") for word in helpers)
    return ahead and any(is_timed(tokens, verb) for verb in verbs)


def _holders(tokens: Tokens, noun: int) -> list[int]:
    """The verbs that say of the noun, or of the days that it lasts, that it takes place."""
    preposition = tokens.head[noun]
    if tokens.dep[noun] == "pobj" and tokens.lower[preposition] == "of" and tokens.dep[preposition] == "prep":
        unit = tokens.head[preposition]
        noun = unit if tokens.lemma[unit] in ROWS or tokens.lemma[unit] == "round" else noun
    verb = tokens.head[noun]
    if tokens.dep[noun] not in ("nsubj", "nsubjpass") or tokens.lemma[verb] not in HELD:
        return []
    within = [child for child in _grammar.children(tokens, verb, "xcomp") if tokens.lemma[child] in HELD]
    if tokens.lemma[verb] == "be" and not within and not _is_due(tokens, verb):
        return []
    if tokens.lemma[verb] == "take" and not any(tokens.lower[c] == "place" for c in tokens.children[verb]):
        return []
    return [verb, *within]


def _is_due(tokens: Tokens, verb: int) -> bool:
    return any(tokens.lower[child] == "due" for child in _grammar.children(tokens, verb, "acomp"))


def is_on_a_day(tokens: Tokens, token: int) -> bool:
    """Whether a noun or verb names its day, or the verb that it completes does: "are due to meet in Oslo on Sunday"."""
    if tokens.pos[token] not in _grammar.VERBAL:
        return any(known(tokens, token) for known in (names_day, is_held, is_scheduled, is_expected))
    above = tokens.head[token]
    verbs = [token, above] if tokens.dep[token] in ("xcomp", "acomp") else [token]
    if tokens.dep[above] in ("acomp", "xcomp"):
        verbs.append(tokens.head[above])
    below = _grammar.children(tokens, token, "prep", "prt")
    below += [last for word in below for last in _grammar.children(tokens, word, "pobj")]
    below += _grammar.children(tokens, token, "dobj", "nsubjpass", "attr")
    return any(is_timed(tokens, verb) for verb in [*verbs, *below])


def is_ahead(tokens: Tokens, verb: int) -> bool:
    """Whether the verb is told of as to come: "are to meet", "will meet", "were due to meet"."""
    helpers = {tokens.lower[child] for child in _grammar.children(tokens, verb, "aux")}
    above = tokens.head[verb]
    if tokens.dep[verb] == "xcomp" and "to" in helpers:
        return tokens.lemma[above] in _scheduled.SCHEDULING | {"be", "plan", "agree"}
    return bool(helpers & {"will", "would", "shall"})


def is_timed(tokens: Tokens, verb: int) -> bool:
    """Whether the verb's own adjuncts name a day or a month: "was agreed on Tuesday", "has been called for today"."""
    if any(_is_day(tokens, day) for day in _grammar.children(tokens, verb, "npadvmod", "advmod")):
        return True
    below = [verb, *_grammar.children(tokens, verb, "acomp")]
    found = [day for word in below for name in WHEN for day in _grammar.prepositional(tokens, word, name)]
    return any(_is_day(tokens, day) or _is_week_of(tokens, day) for day in found)


def _is_week_of(tokens: Tokens, noun: int) -> bool:
    """ "The second week of April"."""
    return any(tokens.lower[day] in DAYS for day in _grammar.prepositional(tokens, noun, "of"))


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
    if tokens.lemma[token] in ("week", "weekend", "month") and SOON & set(near):
        return True
    return any(word in DAYS for word in near) or (
        tokens.lower[token] in ROWS | {"afternoon", "morning"} and "this" in near
    )
