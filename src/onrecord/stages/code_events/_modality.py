"""Did it happen: polarity, modality and background of a candidate.

In: a predicate. Out: what `date_events` judges of its words, and whether the clause tells of the past before the news. The
one idea: background is marked by an explicit earlier year, a span of years ("since 1991", "a decade ago") or the pluperfect with
a date; such deeds are recorded, as historical.
"""

from __future__ import annotations

import re

from onrecord.analysis import Analysis
from onrecord.records import Article, Modality
from onrecord.stages.code_events import _grammar
from onrecord.stages.date_events import _status

YEAR = re.compile(r"^(1[5-9]\d\d|20\d\d)$")
DECADE = re.compile(r"^(?:(1[5-9]|20)\d0|\d0)s$")
DECADES = frozenset("twenties thirties forties fifties sixties seventies eighties nineties".split())
MONTHS = frozenset(
    "january february march april may june july august september october november december "
    "jan feb mar apr aug sept oct nov dec".split()
)
SEASONS = frozenset(
    {"spring", "summer", "autumn", "fall", "winter", "year", "end", "beginning", "start", "middle", "course"}
)
WEEKDAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
AGES = frozenset({"year", "decade", "century"})
NEAR = 80
"""Words on either side of a deed among which its date is sought; "sentences" of thousands of words are lists."""


def judge(analysis: Analysis, token: int) -> tuple[str, Modality]:
    """Polarity and modality of the predicate."""
    tokens = analysis.tokens
    polarity, modality = _status.judge(analysis, token)
    if (
        modality == "actual"
        and tokens.tag[token] == "VB"
        and tokens.dep[token] == "conj"
        and tokens.head[token] != token
    ):
        polarity, modality = _status.judge(analysis, tokens.head[token])  # "could reverse the rules or decline"
    lo, hi = analysis.sentence_of(token)
    if modality == "actual" and hi - lo > 1 and "?" in (tokens.text[hi - 1], tokens.text[hi - 2]):
        modality = "hypothetical"
    return polarity, modality


def is_attempt(analysis: Analysis, token: int) -> bool:
    """Whether the deed was tried: an attempted murder is an ASSAULT even if it fails (PLOVER manual, "ASSAULT")."""
    tokens = analysis.tokens
    head = tokens.head[token]
    return (
        tokens.dep[token] in ("acl", "xcomp")
        and tokens.lemma[head] in ("attempt", "try")
        and not (tokens.tag[head] == "VB" or _grammar.children(tokens, head, "neg"))
    )


def is_background(analysis: Analysis, article: Article, token: int) -> bool:
    """Whether the clause tells of something before the news."""
    tokens = analysis.tokens
    lo, hi = _clause(analysis, token)
    published = int(article.published[:4]) if article.published and article.published[:4].isdigit() else None
    if _is_presupposed(analysis, token):
        return True
    for number in range(max(lo, token - NEAR), min(hi, token + NEAR)):
        word = tokens.lower[number]
        if not (
            word[0].isdigit() or tokens.lemma[number] in AGES or word in ("last", "previous", "past") or word in DECADES
        ):
            continue
        if not _is_dated_by(analysis, number, token):
            continue
        if YEAR.match(word) and tokens.pos[number] == "NUM" and _is_past_year(analysis, number, published, token):
            return True
        if DECADE.match(word) and not (published and word[:4].isdigit() and int(word[:4]) >= published - 10):
            return _in_adverbial(analysis, number)
        if word in DECADES and tokens.lower[number - 1 : number] == ["the"] and tokens.dep[number] == "pobj":
            return True
        if (
            tokens.lemma[number] in AGES
            and number + 1 < len(tokens)
            and tokens.lower[number + 1] in ("ago", "earlier", "before")
        ):
            return True
        if (
            word in ("last", "previous", "past")
            and number + 1 < hi
            and tokens.lemma[number + 1] in ("year", "decade", "century")
        ):
            return word != "last" or _is_pluperfect(analysis, token) or tokens.lemma[number + 1] != "year"
    return _precedes_a_year(analysis, token, published)


def _precedes_a_year(analysis: Analysis, token: int, published: int | None) -> bool:
    """A pluperfect beside a bygone year, if only of the clause above ("who had sheltered them, fell in 1989").

    Not in what somebody is reported to say, where it is the tense of the report, nor beside a day of the week.
    """
    tokens = analysis.tokens
    if tokens.dep[token] == "ccomp" or not _is_pluperfect(analysis, token):
        return False
    words = range(*analysis.sentence_of(token))
    if any(tokens.lower[number] in WEEKDAYS for number in words):
        return False
    years = [int(tokens.lower[n]) for n in words if YEAR.match(tokens.lower[n]) and tokens.pos[n] == "NUM"]
    return any(published is None or year < published for year in years)


def _is_dated_by(analysis: Analysis, number: int, token: int) -> bool:
    """Whether the time word belongs to the predicate's own verb or one above it, not to another clause of the sentence."""
    tokens = analysis.tokens
    verb = next((n for n in analysis.ancestors(number) if tokens.pos[n] in _grammar.VERBAL or n == token), None)
    return verb is None or verb == token or verb in analysis.ancestors(token)


def _is_presupposed(analysis: Analysis, token: int) -> bool:
    """Whether a noun only dates something else: "since last month's invasion"."""
    tokens = analysis.tokens
    return tokens.dep[token] == "pobj" and tokens.lower[tokens.head[token]] == "since"


def _clause(analysis: Analysis, token: int) -> tuple[int, int]:
    """Tokens of the finite clause that holds the predicate, with what stands before it in the sentence."""
    tokens = analysis.tokens
    lo, hi = analysis.sentence_of(token)
    node = token
    for _ in range(6):
        if (
            tokens.dep[node] in ("ccomp", "relcl", "advcl")
            and not _is_when(analysis, node)
            and not _is_cleft(analysis, node)
            and any(tokens.dep[child] in ("nsubj", "nsubjpass") for child in tokens.children[node])
        ):
            return analysis.subtree(node)
        if tokens.head[node] == node:
            break
        node = tokens.head[node]
    return max(lo, token - 60), min(hi, token + 60)


def _is_when(analysis: Analysis, clause: int) -> bool:
    """Whether the clause says when ("in 2019, when the army seized"): the date outside it is its own."""
    tokens = analysis.tokens
    return any(tokens.lower[child] == "when" for child in tokens.children[clause])


def _is_cleft(analysis: Analysis, clause: int) -> bool:
    """ "it was in 1990 that they began": the date above the clause is its own."""
    tokens = analysis.tokens
    above = tokens.head[clause]
    return tokens.lower[above] in ("was", "is") and any(
        tokens.lower[child] == "it" and tokens.dep[child] == "nsubj" for child in tokens.children[above]
    )


def _in_adverbial(analysis: Analysis, number: int) -> bool:
    """Whether the time word stands in an adverbial of time, not in a name or between other nouns."""
    tokens = analysis.tokens
    if tokens.dep[number] in ("npadvmod", "pobj", "nummod", "appos"):
        return True
    return tokens.dep[number] == "compound" and tokens.lower[tokens.head[number]] in MONTHS


def _is_past_year(analysis: Analysis, number: int, published: int | None, token: int) -> bool:
    tokens = analysis.tokens
    if not _in_adverbial(analysis, number) or tokens.lower[number - 1 : number] in (["by"], ["until"]):
        return False
    modifies = tokens.head[number]
    if tokens.dep[number] == "nummod" and tokens.lower[modifies] not in MONTHS:
        return False  # "the 2015 declaration" dates the declaration, not this deed
    preposition = tokens.head[number] if tokens.dep[number] == "pobj" else None
    if preposition is not None and _dates_another_noun(analysis, preposition, token):
        return False
    year = int(tokens.lower[number])
    if published is not None:
        return year < published
    if tokens.dep[token] == "acl" and preposition is not None and tokens.head[preposition] == token:
        return True
    return _is_pluperfect(analysis, token) or tokens.lower[number - 1 : number] == ["since"] or year < 2000


def _dates_another_noun(analysis: Analysis, preposition: int, token: int) -> bool:
    """Whether the date belongs to a noun other than the predicate: "an accord signed in 2001", "the war of 1999"."""
    tokens = analysis.tokens
    holder = tokens.head[preposition]
    while tokens.lemma[holder] in SEASONS and tokens.dep[holder] == "pobj":
        holder = tokens.head[tokens.head[holder]]
    if holder == token or (tokens.pos[holder] in _grammar.VERBAL and holder in (token, *analysis.ancestors(token))):
        return False
    return tokens.pos[holder] not in _grammar.VERBAL or tokens.dep[holder] in ("acl", "relcl")


def _is_pluperfect(analysis: Analysis, token: int) -> bool:
    tokens = analysis.tokens
    return any(tokens.lower[child] == "had" for child in _grammar.children(tokens, token, "aux"))
