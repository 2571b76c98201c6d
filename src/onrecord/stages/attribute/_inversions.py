"""Inverted cues: "The vote, said their head, the legislator Ann Lee, was fair", "..., promised the chairwoman, Ann Lee."

In: the token table and a verb. Out: the words of whoever speaks behind the verb, and the content around both. The one idea:
behind a comma, a verb of saying with a person after it and none before it is an insertion, whatever the parser makes of it.
"""

from __future__ import annotations

from onrecord.analysis import Analysis, TokenRange
from onrecord.stages.attribute import _nouns

FINITE = frozenset({"VBD", "VBZ", "VBP"})
OPENERS = frozenset({"DET", "PROPN", "PRON", "ADJ", "NOUN"})
PHRASE = frozenset({"DET", "PROPN", "PRON", "ADJ", "NOUN", "ADP", "PART", "NUM", "ADV", "PUNCT"})
ENDINGS = FINITE | {"VBN"}
LONGEST = 24
PEOPLE = frozenset({"official", "expert", "witness", "person", "organisation", "media", "reporter"})


def find(analysis: Analysis, verb: int) -> tuple[TokenRange, tuple[TokenRange, ...]] | None:
    """The source's words and the content around them; None where the verb stands in plain order."""
    tokens = analysis.tokens
    lo, hi = analysis.sentence_of(verb)
    if tokens.tag[verb] not in FINITE or verb - lo < 3 or tokens.text[verb - 1] != "," or verb + 1 >= hi:
        return None
    if tokens.pos[verb + 1] not in OPENERS or _is_parsed(analysis, verb) or _has_speaker(analysis, verb, lo):
        return None
    end = verb + 1
    while end < min(hi, verb + LONGEST) and tokens.pos[end] in PHRASE and tokens.text[end] not in (";", ":"):
        end += 1
    if end < hi and tokens.pos[end] in ("VERB", "AUX"):
        end = next((n for n in range(end, verb + 1, -1) if tokens.text[n] == ","), verb)
        tail: tuple[TokenRange, ...] = ((end + 1, hi),)
    elif (end == hi or tokens.text[end] == ":") and any(tokens.pos[n] in ("VERB", "AUX") for n in range(lo, verb)):
        tail = ((end + 1, hi),) if end + 1 < hi else ()
    else:
        return None
    source = analysis.trim(verb + 1, end) if end > verb + 1 else (0, 0)
    if source[0] >= source[1] or not _is_speaker(analysis, *source):
        return None
    return source, ((lo, verb - 1), *tail)


def behind(analysis: Analysis, verb: int) -> tuple[TokenRange, tuple[TokenRange, ...]] | None:
    """ "..., its secretary, Ann Lee, announced on Friday.": who speaks by office and name between commas, at the end."""
    tokens = analysis.tokens
    lo, hi = analysis.sentence_of(verb)
    if lo > 1 and tokens.text[lo - 1] == ",":  # a sentence that the parser cut at a comma
        lo = analysis.sentence_of(lo - 1)[0]
    if tokens.tag[verb] not in ENDINGS or tokens.text[verb - 1] != "," or verb - lo < 6 or hi - verb > LONGEST:
        return None
    if any(tokens.pos[n] in ("VERB", "AUX", "SCONJ") for n in range(verb + 1, hi)):
        return None
    if any(tokens.dep[kid] in ("ccomp", "dobj") or kid == verb - 2 for kid in tokens.children[verb] if kid < verb - 8):
        return None
    name = next((n for n in range(verb - 2, max(lo, verb - 10), -1) if tokens.text[n] == ","), None)
    if name is None or not all(tokens.pos[n] in ("PROPN", "PUNCT") for n in range(name + 1, verb - 1)):
        return None
    office = next((n for n in range(name - 1, max(lo, name - 10), -1) if tokens.text[n] == ","), None)
    if office is None or not _is_speaker(analysis, office + 1, name):
        return None
    if any(tokens.pos[n] in ("VERB", "AUX", "CCONJ") for n in range(office, name)):
        return None
    if not any(tokens.tag[n] in FINITE or tokens.tag[n] == "MD" for n in range(lo, office)):
        return None
    return (office + 1, verb - 1), ((lo, office),)


def _is_parsed(analysis: Analysis, verb: int) -> bool:
    """Whether the parser found the subject behind the verb by itself."""
    tokens = analysis.tokens
    return any(kid > verb and tokens.dep[kid] == "nsubj" for kid in tokens.children[verb])


def _has_speaker(analysis: Analysis, verb: int, lo: int) -> bool:
    """Whether the verb, or the verb that it continues, has somebody who can speak for a subject before it."""
    tokens = analysis.tokens
    node = verb
    for _ in range(3):
        for kid in tokens.children[node]:
            if tokens.dep[kid] in ("nsubj", "nsubjpass") and lo <= kid < verb:
                return tokens.pos[kid] == "PRON" or _is_speaker(analysis, kid, kid + 1)
        if tokens.dep[node] != "conj" or tokens.pos[tokens.head[node]] not in ("VERB", "AUX"):
            return False
        if any(tokens.dep[kid] == "cc" for kid in tokens.children[tokens.head[node]]):
            return True
        node = tokens.head[node]
    return True


def _is_speaker(analysis: Analysis, lo: int, hi: int) -> bool:
    """A person or body at the head of the words behind the verb."""
    tokens = analysis.tokens
    end = next((n for n in range(lo, hi) if tokens.text[n] == "," or tokens.pos[n] == "ADP"), hi)
    head = next((n for n in range(end - 1, lo - 1, -1) if tokens.pos[n] in ("NOUN", "PROPN")), None)
    if head is None:
        return False
    number = analysis.mention_covering(head)
    known = number is not None and analysis.mentions[number].category in (
        "person",
        "government",
        "organisation",
        "media",
    )
    return known or _nouns.classes().get(tokens.lemma[head]) in PEOPLE
