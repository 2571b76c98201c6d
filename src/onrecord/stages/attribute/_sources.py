"""Who is cited: the source of a cue word, found through the parse.

In: the token table and a cue word. Out: the token that heads the source, and the words of the source. The one idea: a verb
without a subject of its own has somebody else's, and each construction says whose: coordination, participles, infinitives
under control, relative clauses, passives with "by".
"""

from __future__ import annotations

from onrecord.analysis import Analysis, TokenRange
from onrecord.stages.attribute import _nouns
from onrecord.stages.attribute._contents import RAISING, is_passive

RELATIVE = frozenset({"who", "which", "that"})
EMPTY = frozenset({"it", "there"})
FINITE = frozenset({"VBD", "VBZ", "VBP"})
MAX_STEPS = 12
MAX_SOURCE_TOKENS = 80


def of_verb(analysis: Analysis, verb: int) -> int | None:
    """Head token of the verb's source; None where nobody is named."""
    if analysis.tokens.lemma[verb] in RAISING:
        return None
    if is_passive(analysis, verb):
        return _agent(analysis, verb)
    found = _subject(analysis, verb)
    return _stranded(analysis, verb) if found is None else found


def of_noun(analysis: Analysis, noun: int) -> int | None:
    """Head token of a noun's source: "Lee's claim", "the claim by Lee", "Lee made the claim"."""
    tokens = analysis.tokens
    for child in tokens.children[noun]:
        if tokens.dep[child] == "poss":
            return child
    for child in tokens.children[noun]:
        # "Lee claims that ..." read as a noun with a name before it.
        if (
            tokens.dep[child] == "compound"
            and child == noun - 1
            and tokens.pos[child] == "PROPN"
            and tokens.tag[noun] == "NNS"
        ):
            return child
    for child in tokens.children[noun]:
        if tokens.dep[child] in ("prep", "agent") and tokens.lower[child] in ("by", "from", "among"):
            for inner in tokens.children[child]:
                if tokens.dep[inner] == "pobj":
                    return inner
    for child in tokens.children[noun]:
        if child > noun and tokens.dep[child] == "acl" and tokens.tag[child] == "VBN":
            agent = _agent(analysis, child)
            if agent is not None:
                return agent
    verb = tokens.head[noun]
    if tokens.dep[noun] == "pobj" and tokens.dep[verb] == "prep":
        verb = tokens.head[verb]
    elif tokens.dep[noun] not in ("dobj", "attr"):
        return None
    subject = _subject(analysis, verb) if tokens.pos[verb] == "VERB" else None
    return subject if subject is not None and can_say(analysis, subject) else None


def of_adjective(analysis: Analysis, adjective: int) -> int | None:
    """Head token of an adjective's source: the subject of its copula, or the noun that it follows."""
    tokens = analysis.tokens
    head = tokens.head[adjective]
    if tokens.dep[adjective] in ("acomp", "oprd", "conj", "advcl", "ROOT", "ccomp"):
        own = _own_subject(analysis, adjective)
        if own is not None:
            return own
        return _subject(analysis, head) if head != adjective and tokens.pos[head] in ("VERB", "AUX") else None
    return (
        head if tokens.dep[adjective] == "amod" and tokens.pos[head] in ("NOUN", "PROPN") and head < adjective else None
    )


def before(analysis: Analysis, lo: int, verb: int) -> int | None:
    """The noun that heads the words between `lo` and the verb, where the parse is of no use."""
    tokens = analysis.tokens
    end = next((n for n in range(lo, verb) if tokens.pos[n] == "ADP"), verb)
    return next((n for n in range(end - 1, lo - 1, -1) if tokens.pos[n] in ("NOUN", "PROPN", "PRON")), None)


def words(analysis: Analysis, head: int, cue: int) -> tuple[TokenRange, ...]:
    """The source's words: the noun with all that hangs on it, up to the clause that holds the cue.

    In a relative clause the words are "who": they resolve to what it stands for, as a pronoun's do.
    """
    tokens = analysis.tokens
    relative = next((c for c in tokens.children[cue] if tokens.dep[c] in ("nsubj", "nsubjpass") and c != head), None)
    if relative is not None and is_relative(analysis, relative) and tokens.left[head] <= cue < tokens.right[head]:
        return ((relative, relative + 1),)
    lo, hi = analysis.subtree(head)
    before = next((kid for kid in tokens.children[cue] if tokens.dep[kid] == "nsubj" and tokens.right[kid] == lo), None)
    if before is not None and tokens.pos[head] == "PROPN":
        lo = tokens.left[before]
    if lo <= cue < hi:
        if cue > head:
            hi = min(hi, _clause_start(analysis, head, cue))
        else:
            lo = max(lo, cue + 1)
    for child in tokens.children[head]:
        # ", who runs for office," is said of the source in passing.
        if cue > child > head and tokens.dep[child] == "relcl" and tokens.text[tokens.left[child] - 1] == ",":
            hi = min(hi, max(head + 1, tokens.left[child]))
    lo, hi = analysis.trim(max(lo, head - MAX_SOURCE_TOKENS), min(hi, head + MAX_SOURCE_TOKENS))
    if hi - 1 > head and tokens.tag[hi - 1] == "POS":
        hi -= 1
    closing = analysis.tokens.text[hi] if lo < hi < len(tokens) else ""
    if closing == ")" and "(" in tokens.text[lo:hi]:
        hi += 1
    return ((lo, hi),) if lo < hi else ((head, head + 1),)


def _clause_start(analysis: Analysis, head: int, cue: int) -> int:
    """Where the branch below `head` that holds `cue` begins."""
    tokens = analysis.tokens
    node = cue
    while tokens.head[node] not in (head, node):
        node = tokens.head[node]
    return max(head + 1, tokens.left[node])


def _agent(analysis: Analysis, verb: int) -> int | None:
    tokens = analysis.tokens
    for child in tokens.children[verb]:
        if tokens.dep[child] == "agent" or (tokens.dep[child] == "prep" and tokens.lower[child] == "by"):
            for inner in tokens.children[child]:
                if tokens.dep[inner] == "pobj":
                    return inner
    return None


def _name_behind(analysis: Analysis, verb: int, child: int) -> int:
    """ "The state news agency Tarin said": parsed as two subjects, the name is the source's head."""
    tokens = analysis.tokens
    end = tokens.right[child]
    return next(
        (
            kid
            for kid in tokens.children[verb]
            if kid > child and tokens.dep[kid] == "nsubj" and tokens.left[kid] == end and tokens.pos[kid] == "PROPN"
        ),
        child,
    )


def _own_subject(analysis: Analysis, verb: int) -> int | None:
    tokens = analysis.tokens
    here = analysis.quotation_of(verb)
    for child in tokens.children[verb]:
        if tokens.dep[child] in ("nsubj", "nsubjpass") and tokens.lower[child] not in EMPTY:
            there = analysis.quotation_of(child)
            if there is None or there is here:  # a word of the quotation beside the verb is often parsed as its subject
                return _name_behind(analysis, verb, child)
    return None


def _subject(analysis: Analysis, verb: int) -> int | None:
    """The subject, the verb's own or the one it shares."""
    tokens = analysis.tokens
    for _ in range(MAX_STEPS):
        own = _own_subject(analysis, verb)
        if own is not None:
            return _antecedent(analysis, verb, own)
        if any(
            tokens.lower[child] == "it" and tokens.dep[child] in ("nsubj", "expl") for child in tokens.children[verb]
        ):
            return next((c for c in tokens.children[verb] if tokens.dep[c] == "nsubj"), None)
        dep, head = tokens.dep[verb], tokens.head[verb]
        if dep == "acl":
            if any(tokens.tag[child] == "TO" for child in tokens.children[verb]):
                return of_noun(analysis, head)  # "a plan to say": whose plan, not the plan
            if tokens.pos[head] in ("NOUN", "PROPN", "PRON") and (can_say(analysis, head) or tokens.tag[verb] != "VBG"):
                return head
            head = _verb_above(analysis, head)
        elif dep == "pcomp" and tokens.pos[head] in ("ADP", "SCONJ"):
            head = tokens.head[head]
            if tokens.pos[head] in ("NOUN", "PROPN"):
                return of_noun(analysis, head)
        elif dep == "xcomp":
            held = next((c for c in tokens.children[head] if tokens.dep[c] == "dobj" and c < verb), None)
            if held is not None:
                return held
        elif dep not in ("conj", "advcl", "relcl", "ccomp", "dep", "parataxis", "acomp", "attr", "oprd"):
            return None
        if head == verb or tokens.pos[head] not in ("VERB", "AUX", "ADJ"):
            return head if dep == "relcl" and tokens.pos[head] in ("NOUN", "PROPN", "PRON") else None
        if dep in ("relcl", "ccomp") and any(tokens.dep[c] in ("nsubj", "nsubjpass") for c in tokens.children[verb]):
            return None
        verb = head
    return None


def _stranded(analysis: Analysis, verb: int) -> int | None:
    """The subject of a main verb that the parser took for an apposition ("In a message, a man who knew them said")."""
    tokens = analysis.tokens
    if tokens.tag[verb] not in FINITE or tokens.dep[verb] not in ("ROOT", "conj", "ccomp"):
        return None
    for token in range(max(tokens.left[verb], verb - MAX_SOURCE_TOKENS), verb):
        if tokens.dep[token] != "appos" or tokens.right[token] > verb or tokens.left[token] == 0:
            continue
        between = tokens.pos[tokens.right[token] : verb]
        if tokens.text[tokens.left[token] - 1] == "," and all(pos in ("PUNCT", "ADV", "CCONJ") for pos in between):
            return token if can_say(analysis, token) else None
    return None


def can_say(analysis: Analysis, noun: int) -> bool:
    """People, bodies, names and written things say something; a conference or a war does not."""
    return analysis.tokens.pos[noun] in ("PROPN", "PRON") or _nouns.is_source(analysis, noun)


def _verb_above(analysis: Analysis, token: int) -> int:
    return next((node for node in analysis.ancestors(token) if analysis.tokens.pos[node] in ("VERB", "AUX")), token)


def is_relative(analysis: Analysis, token: int) -> bool:
    """Whether the word is a relative pronoun."""
    tokens = analysis.tokens
    return tokens.lower[token] in RELATIVE and tokens.tag[token] in ("WP", "WDT")


def _antecedent(analysis: Analysis, verb: int, subject: int) -> int:
    """The noun that "who", "which" or "that" stands for; the word itself otherwise."""
    tokens = analysis.tokens
    if not is_relative(analysis, subject):
        return subject
    node = verb
    for _ in range(MAX_STEPS):
        head = tokens.head[node]
        if tokens.dep[node] == "relcl" and tokens.pos[head] in ("NOUN", "PROPN", "PRON", "NUM", "DET"):
            return head
        if tokens.dep[node] not in ("conj", "ccomp", "xcomp") or head == node:
            return subject
        node = head
    return subject
