"""The floor of the comparison of events: subject, verb, object, and a table of verbs.

In: a spaCy document. Out: events in the scorer's form. The rule: a verb of `naive_words.tsv` is an event; who it names as
subject (or after "by") acts, who is its object, or the object of one of its prepositions, receives; a country is a name or
demonym of onrecord's table of countries, a sector the first noun that the table has. Anything cleverer has to beat this.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from onrecord import lexicons

WORDS = Path(__file__).resolve().parent / "naive_words.tsv"
Party = dict[str, str]
Event = dict[str, Any]


@cache
def words(part: str) -> dict[str, str]:
    """Lemma and code of the verbs, or of the nouns."""
    return {row["lemma"]: row["code"] for row in lexicons.read_tsv(WORDS) if row["part"] == part}


@cache
def countries() -> dict[str, str]:
    """Names, demonyms and the places that stand for a government, with the country's code."""
    found = {}
    for row in lexicons.load("countries"):
        for column in ("name", "variants", "demonyms", "government_metonyms"):
            found.update({name: row["iso3"] for name in row[column].split("|") if name})
    return found


def events(doc: Any) -> list[Event]:
    """The events of the document, in its order."""
    return [_event(token) for token in doc if token.pos_ == "VERB" and token.lemma_.lower() in words("verb")]


def _event(verb: Any) -> Event:
    passive = any(child.dep_ == "nsubjpass" for child in verb.children)
    subjects = [child for child in verb.children if child.dep_ in ("nsubj", "nsubjpass")]
    objects = [child for child in verb.children if child.dep_ in ("dobj", "dative")]
    agents = [below for child in verb.children if child.dep_ == "agent" for below in child.children]
    others = [below for child in verb.children if child.dep_ == "prep" for below in child.children]
    actors, recipients = (agents, subjects) if passive else (subjects, objects)
    named = _parties(recipients) or _parties(others)
    return {"type": words("verb")[verb.lemma_.lower()], "actors": _parties(actors), "recipients": named}


def _parties(heads: list[Any]) -> list[Party]:
    """One for each member of a coordination that has a country or a sector."""
    members = [member for head in heads for member in (head, *head.conjuncts) if member.i >= head.i]
    found = [_party(member, members) for member in members]
    return [party for n, party in enumerate(found) if (party["code"] or party["sector"]) and party not in found[:n]]


def _party(head: Any, members: list[Any]) -> Party:
    inside = [
        token
        for token in head.subtree
        if not any(m != head and head.is_ancestor(m) and (token == m or m.is_ancestor(token)) for m in members)
    ]
    codes = (_country(inside, n) for n in range(len(inside)))
    sectors = (words("noun").get(token.lemma_.lower(), "") for token in (head, *inside))
    return {"code": next(filter(None, codes), ""), "sector": next(filter(None, sectors), "")}


def _country(tokens: list[Any], start: int) -> str:
    """The country of the longest name that begins there: up to four words."""
    for length in (4, 3, 2, 1):
        code = countries().get(" ".join(token.text for token in tokens[start : start + length]))
        if code:
            return code
    return ""
