"""What the parse says of one clause: tense, infinitive, negation, definiteness.

In: the analysis and a token. Out: small facts, each read from the token's own children. The one idea: the words that carry a
clause's tense and polarity hang on its verb, so one look at the children is enough.
"""

from __future__ import annotations

import re

from onrecord.analysis import Analysis

MAX_STEPS = 40
"""Longest climb; deeper chains are parser accidents on lists."""
VERBAL = {"VERB", "AUX"}
FINITE = {"VBD", "VBZ", "VBP", "MD"}
DEFINITE = {"the", "this", "that", "these", "those"}
NOBODY = {"nobody", "nothing", "none", "neither"}
NEGATIVE_DETERMINERS = {"no", "neither"}

SINGLED = {"first", "second", "third", "last", "latest", "only"}
ORDINAL = re.compile(r"^[\d,]*\d(?:st|nd|rd|th)$")


def is_definite(analysis: Analysis, token: int) -> bool:
    tokens = analysis.tokens
    return tokens.pos[token] == "PROPN" or any(
        tokens.dep[child] == "poss" or (tokens.dep[child] == "det" and tokens.lower[child] in DEFINITE)
        for child in tokens.children[token]
    )


def is_negative(analysis: Analysis, token: int) -> bool:
    """ "no soldiers", "nobody", "none of them"."""
    tokens = analysis.tokens
    return is_nobody(analysis, token) or any(
        (tokens.dep[child] == "det" and tokens.lower[child] in NEGATIVE_DETERMINERS) or _is_not_one(analysis, child)
        for child in tokens.children[token]
    )


def is_nobody(analysis: Analysis, token: int) -> bool:
    tokens = analysis.tokens
    return tokens.lower[token] in NOBODY or (
        tokens.lower[token] == "one" and token > 0 and tokens.lower[token - 1] == "no"
    )


def _is_not_one(analysis: Analysis, child: int) -> bool:
    """ "not" of "not one soldier", "not a single barrel", wherever the parser hung it."""
    tokens = analysis.tokens
    return tokens.lower[child] in ("one", "a", "single") and "not" in tokens.lower[max(child - 2, 0) : child]


def is_absent(analysis: Analysis, noun: int) -> bool:
    """ "there are no missiles" (stationed there), "at no point" (called on)."""
    tokens = analysis.tokens
    return tokens.dep[noun] in ("attr", "pobj") and is_negative(analysis, noun)


STATES = frozenset(("be", "remain", "stay"))


def is_under_way(analysis: Analysis, noun: int) -> bool:
    """ "is under house arrest", "are in talks", "remain on strike"."""
    tokens = analysis.tokens
    preposition = tokens.head[noun]
    if tokens.dep[noun] != "pobj" or tokens.lower[preposition] not in ("in", "on", "under"):
        return False
    if any(tokens.dep[child] in ("det", "poss") for child in tokens.children[noun]):
        return False
    verb = tokens.head[preposition]
    return tokens.lemma[verb] in STATES and finite_tag(analysis, verb) in ("VBZ", "VBP")


def is_conditional(analysis: Analysis, node: int) -> bool:
    """The clause waits for another: "if ..", "provided ..", "should the vote fail", "were they to come"."""
    tokens = analysis.tokens
    for clause in tokens.children[node]:
        if tokens.dep[clause] != "advcl":
            continue
        first = min(tokens.children[clause], default=clause)
        if tokens.lower[first] in ("if", "provided", "should", "were"):
            return True
    return False


def is_negated(analysis: Analysis, token: int) -> bool:
    tokens = analysis.tokens
    return any(
        tokens.dep[child] == "neg" or tokens.lower[child] in ("never", "neither")
        or (tokens.dep[child] in ("nsubj", "nsubjpass") and is_negative(analysis, child))
        for child in tokens.children[token]
    )  # fmt: skip


def finite_tag(analysis: Analysis, node: int) -> str | None:
    """Tag of the finite word of the verb's group, None for infinitives and participles."""
    tokens = analysis.tokens
    for child in tokens.children[node]:
        if tokens.dep[child] in ("aux", "auxpass") and tokens.tag[child] in FINITE:
            return tokens.tag[child]
    if tokens.tag[node] in FINITE:
        return tokens.tag[node]
    return None


def is_infinitive(analysis: Analysis, node: int) -> bool:
    tokens = analysis.tokens
    return any(tokens.tag[child] == "TO" for child in tokens.children[node])


def is_bare_infinitive(analysis: Analysis, node: int) -> bool:
    """The headline's future: "Ministers to meet" has no verb above the infinitive."""
    tokens = analysis.tokens
    if tokens.head[node] != node or not is_infinitive(analysis, node):
        return False
    return finite_tag(analysis, node) is None


def is_inverted(analysis: Analysis, node: int) -> bool:
    """A condition by its order of words: "were the rebels to cross", "should the vote fail"."""
    tokens = analysis.tokens
    subjects = [child for child in tokens.children[node] if tokens.dep[child] in ("nsubj", "nsubjpass")]
    helpers = {tokens.lower[child] for child in tokens.children[node] if subjects and child < subjects[0]}
    return "should" in helpers or ("were" in helpers and is_infinitive(analysis, node))


def is_done_before(analysis: Analysis, node: int, head: int) -> bool:
    """A participle of what was done before: "having bowed to them", or in front, "pardoned after a year, he could"."""
    tokens = analysis.tokens
    if any(tokens.lower[child] == "having" for child in tokens.children[node]):
        return True
    alone = not any(tokens.dep[child] in ("mark", "advmod") for child in tokens.children[node])
    return tokens.tag[node] == "VBN" and node < head and alone


def is_misread_gerund(analysis: Analysis, node: int) -> bool:
    """ "shelling" of "denied shelling farmhouses", read as if it were "destroyed burning farmhouses"."""
    tokens = analysis.tokens
    noun = tokens.head[node]
    return tokens.tag[node] == "VBG" and tokens.dep[noun] == "dobj" and tokens.head[noun] == node - 1


def has_copula(analysis: Analysis, node: int) -> bool:
    tokens = analysis.tokens
    return tokens.pos[node] == "ADJ" and any(tokens.dep[child] in ("aux", "cop") for child in tokens.children[node])


def has_perfect(analysis: Analysis, node: int) -> bool:
    tokens = analysis.tokens
    return any(tokens.lower[child] == "have" and tokens.dep[child] == "aux" for child in tokens.children[node])


def has_future(analysis: Analysis, node: int) -> bool:
    """The clause has "will", or an infinitive or modal above it: what waits for it lies ahead as well."""
    tokens = analysis.tokens
    return is_infinitive(analysis, node) or any(tokens.tag[child] == "MD" for child in tokens.children[node])


def is_reported(analysis: Analysis, node: int) -> bool:
    """Under a verb in the past that reports it ("said it would"): the tense of the report, not a condition."""
    tokens = analysis.tokens
    current = node
    for _ in range(MAX_STEPS):
        head = tokens.head[current]
        if head == current:
            return any(
                tokens.dep[c] in ("ccomp", "parataxis") and tokens.tag[c] == "VBD" for c in tokens.children[node]
            )
        if tokens.dep[current] in ("ccomp", "acl", "relcl") and finite_tag(analysis, head) in ("VBD", "VBZ", "VBP"):
            return finite_tag(analysis, head) == "VBD" or tokens.tag[head] == "VBN"
        current = head
    return False


def follows_even(analysis: Analysis, token: int) -> bool:
    return token > 0 and analysis.tokens.lower[token - 1] == "as"


def joined_by(analysis: Analysis, head: int, words: set[str]) -> bool:
    tokens = analysis.tokens
    return any(tokens.dep[child] == "cc" and tokens.lower[child] in words for child in tokens.children[head])


def is_question(analysis: Analysis, token: int) -> bool:
    _lo, hi = analysis.sentence_of(token)
    return "?" in analysis.tokens.text[max(hi - 2, 0) : hi]


def goes_on(analysis: Analysis, head: int) -> bool:
    """ "continues to shell", "keeps shelling": present tense of a verb of lasting."""
    tokens = analysis.tokens
    if tokens.lemma[head] not in ("continue", "keep", "persist", "remain"):
        return False
    return finite_tag(analysis, head) in ("VBZ", "VBP") or tokens.tag[head] == "VBG"


def just_missed(analysis: Analysis, node: int, adverb: int) -> bool:
    """ "nearly hit the school"; not "nearly doubled", "nearly 50"."""
    tokens = analysis.tokens
    if adverb != node - 1 or tokens.tag[node] not in ("VBD", "VBN"):
        return False
    return any(tokens.dep[child] in ("dobj", "nsubjpass") for child in tokens.children[node])


def is_participle(analysis: Analysis, token: int) -> bool:
    """ "a meeting planned for March": a past participle after its noun."""
    return analysis.tokens.dep[token] == "acl" and analysis.tokens.tag[token] == "VBN"


def participle_at(analysis: Analysis, token: int) -> int | None:
    """A participle after a noun: `token`, or one that the parser hung on the noun's "of" phrase: "a meeting of A, planned"."""
    tokens = analysis.tokens
    if is_participle(analysis, token):
        return token
    if tokens.dep[token] != "prep" or tokens.lower[token] != "of":
        return None
    for noun in tokens.children[token]:
        for child in tokens.children[noun]:
            if is_participle(analysis, child) and tokens.text[child - 1] == ",":
                return child
    return None


def is_content(analysis: Analysis, node: int) -> bool:
    """Whether a clause after a noun is what the noun says ("a rumour that"), though the parser takes it for a relative."""
    tokens = analysis.tokens
    return finite_tag(analysis, node) is not None and any(
        tokens.dep[child] == "mark" and tokens.lower[child] == "that" for child in tokens.children[node]
    )


def is_singled_out(analysis: Analysis, noun: int) -> bool:
    """Whether the noun is the first, last or only one to have done what follows, so that it was done."""
    tokens = analysis.tokens
    if tokens.pos[noun] not in ("NOUN", "PROPN"):
        return tokens.lower[noun] in SINGLED
    return any(tokens.lower[child] in SINGLED or ORDINAL.match(tokens.lower[child]) for child in tokens.children[noun])


def is_past(analysis: Analysis, node: int) -> bool:
    """Past tense, or a perfect ("may have met")."""
    return has_perfect(analysis, node) or analysis.tokens.tag[node] == "VBD"


def is_present(analysis: Analysis, node: int) -> bool:
    """Present tense, not a present perfect."""
    if finite_tag(analysis, node) not in ("VBZ", "VBP"):
        return False
    return not any(analysis.tokens.lemma[child] == "have" for child in analysis.tokens.children[node])


LETTING = frozenset(("let", "make", "help", "have", "see", "watch", "hear"))
"""Verbs with a bare infinitive that is of their own time ("were let go on Thursday")."""


def is_bare_complement(analysis: Analysis, verb: int) -> bool:
    """ "go" of "were let go"."""
    tokens = analysis.tokens
    return (
        tokens.tag[verb] == "VB"
        and tokens.dep[verb] in ("ccomp", "xcomp")
        and tokens.lemma[tokens.head[verb]] in LETTING
        and not any(tokens.lower[child] in ("to", "will", "would") for child in tokens.children[verb])
    )


def is_purpose(analysis: Analysis, verb: int) -> bool:
    """ "fired tear gas to remove them": done for it and with it, unlike "agreed to meet"."""
    tokens = analysis.tokens
    if tokens.tag[verb] != "VB" or tokens.dep[verb] != "advcl" or tokens.tag[tokens.head[verb]] not in ("VBD", "VBN"):
        return False
    return any(tokens.lower[child] == "to" and tokens.dep[child] == "aux" for child in tokens.children[verb])


def finite(analysis: Analysis, verb: int) -> int:
    """The verb whose tense an infinitive shares: the one that it serves or completes; else itself."""
    for _ in range(3):
        if not (is_bare_complement(analysis, verb) or is_purpose(analysis, verb)):
            break
        verb = analysis.tokens.head[verb]
    return verb


def word_class(analysis: Analysis, token: int) -> str:
    pos = analysis.tokens.pos[token]
    return "verb" if pos in VERBAL else "adj" if pos == "ADJ" else "noun"


def particles(analysis: Analysis, token: int) -> set[str]:
    tokens = analysis.tokens
    return {
        tokens.lower[child]
        for child in tokens.children[token]
        if tokens.dep[child] in ("prt", "prep") or tokens.lower[child] in ("place", "claim", "responsibility", "ahead")
    }


def is_one_with(analysis: Analysis, node: int, preposition: int, verb: int) -> bool:
    """Whether verb and phrase say one thing: "will consist in guarding", "would be on leave"."""
    tokens = analysis.tokens
    if tokens.tag[node] == "VBG":
        return tokens.lower[preposition] in ("in", "on")
    return tokens.lemma[verb] == "be" and not any(tokens.dep[child] == "det" for child in tokens.children[node])
