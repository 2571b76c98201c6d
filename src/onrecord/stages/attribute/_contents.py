"""What a cue word takes: the words that could be attributed by it, named by their frame.

In: the token table and one word. Out: `Complement`s. The one idea: the lexicon speaks of frames ("that", "inf", "np",
"prep:about", "np+as", ...), and this module alone knows how the parser draws them.

Frames of a verb: `that` finite clause, `wh` question clause, `pre` clause that stands before ("..., he said"), `par` the verb
is put into its own content, `as` ("as he noted"), `inf` to-infinitive, `oinf` infinitive with its own subject, `ing` gerund,
`small` small clause ("called it a fraud"), `np` object, `prep:X` prepositional object, `np+X` object with preposition or
infinitive, `tail` a sentence before a final "..., he said". Passive ones start with `pass:`. Frames of a noun: `that`, `wh`,
`inf`, `prep:X`, `is` ("his view is that ..."). Frames of an adjective: `that`, `wh`, `inf`, `prep:X`. The lexicon restricts
two: `idea:np` is an object that is no place, person or body; `words:X` asks for a subject that is words or data.
"""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.analysis import Analysis, TokenRange

WH_WORDS = frozenset({"who", "whom", "whose", "what", "which", "when", "where", "why", "how", "whether", "if"})
SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass"})
PAIRED = frozenset({"of", "as", "for", "with", "to", "about", "on", "in", "at"})
"""Prepositions after an object that make one content with it ("accused Lee of lying")."""
RAISING = frozenset({"seem", "appear"})
"""Verbs whose subject is part of what seems so; nobody is named to whom it seems."""
SMALL_PARTS = frozenset({"dobj", "oprd", "ccomp", "xcomp", "attr", "acomp", "dep", "appos"})
REASONS = frozenset({"because", "if", "unless", "until", "so", "though", "although"})
"""A clause with one of these after the content belongs to it more often than to the cue."""
CLAUSES = frozenset({"that", "wh", "pre", "par", "as", "pass:that", "pass:wh", "pass:pre"})
FINITE = frozenset({"VBD", "VBZ", "VBP"})
TAIL = 14
"""Most tokens of a cue with its subject at a sentence's end."""
MAX_TOKENS = 400
"""A clause is not longer; a parse that says so is a list or a broken page."""


@dataclass(frozen=True, slots=True)
class Complement:
    """`ranges` of tokens in text order that a cue would attribute; `head` is the word that governs them."""

    frame: str
    ranges: tuple[TokenRange, ...]
    head: int


def of_verb(analysis: Analysis, verb: int) -> list[Complement]:
    """Complements of a verb, best evidence (clauses) first."""
    tokens = analysis.tokens
    passive = is_passive(analysis, verb)
    found: list[Complement] = []
    for child in tokens.children[verb]:
        dep = tokens.dep[child]
        whole = dep == "ccomp" and not (child > verb and _is_apart(analysis, child))
        if whole or (dep == "advcl" and child < verb and _is_fronted(analysis, verb, child)):
            found.append(_clause(analysis, verb, child))
        elif dep == "xcomp":
            found.append(_open_clause(analysis, verb, child))
        elif dep in ("dobj", "dative", "oprd", "acomp", "attr") and child > verb and not passive:
            found.extend(_object(analysis, verb, child))
        elif dep == "prep" and child > verb:
            found.extend(_prepositional(analysis, child, ""))
        if dep == "dobj" and _opens_with_that(analysis, verb, child):
            found.append(Complement("that", ((tokens.left[child], _bounded(analysis, verb)[1]),), child))
    if passive or tokens.lemma[verb] in RAISING:
        found = _passive(analysis, verb, found)
    if not any(complement.frame in ("that", "pre", "wh") for complement in found):
        found = _governing(analysis, verb) + found
    if not any(complement.frame in CLAUSES for complement in found):
        found = _displaced(analysis, verb) + found + _tail(analysis, verb)
    return [complement for complement in found if complement.ranges]


def of_noun(analysis: Analysis, noun: int) -> list[Complement]:
    """Complements of a noun ("the claim that ...", "criticism of ...", "his view is that ...")."""
    tokens = analysis.tokens
    found = []
    for child in tokens.children[noun]:
        dep = tokens.dep[child]
        if child < noun:
            continue
        if dep in ("acl", "ccomp", "relcl", "appos") and tokens.pos[child] in ("VERB", "AUX"):
            frame = _noun_clause_frame(analysis, child, dep)
            if frame:
                found.append(Complement(frame, (_bounded(analysis, child),), child))
        elif dep == "prep":
            found.extend(_prepositional(analysis, child, ""))
    head = tokens.head[noun]
    if tokens.dep[noun] in ("nsubj", "attr") and tokens.lemma[head] == "be":
        for child in tokens.children[head]:
            if child > max(head, noun) and tokens.dep[child] in ("ccomp", "xcomp", "advcl"):
                found.append(Complement("is", (_bounded(analysis, child),), child))
    return found


def of_adjective(analysis: Analysis, adjective: int) -> list[Complement]:
    """Complements of a predicate adjective ("is confident that ...", "aware of ...")."""
    tokens = analysis.tokens
    found = []
    for child in tokens.children[adjective]:
        if child < adjective:
            continue
        if tokens.dep[child] in ("ccomp", "advcl", "xcomp"):
            frame = "inf" if _has_to(analysis, child) else _finite_frame(analysis, child)
            found.append(Complement(frame, (_bounded(analysis, child),), child))
        elif tokens.dep[child] == "prep":
            found.extend(_prepositional(analysis, child, ""))
    return found


def clause_around(analysis: Analysis, token: int) -> TokenRange:
    """The clause that an adverbial such as "according to" or "reportedly" speaks about."""
    tokens = analysis.tokens
    node = token
    while tokens.head[node] != node:
        node = tokens.head[node]
        if tokens.pos[node] in ("VERB", "AUX") and tokens.dep[node] not in ("acl", "xcomp", "pcomp", "auxpass", "aux"):
            break
    if tokens.dep[node] in ("ROOT", "parataxis") or tokens.head[node] == node:
        return analysis.sentence_of(node)
    return analysis.subtree(node)


def without(whole: TokenRange, *holes: TokenRange) -> tuple[TokenRange, ...]:
    """`whole` less the holes, as ranges in order."""
    pieces = []
    lo = whole[0]
    for start, end in sorted(holes):
        if end <= lo or start >= whole[1]:
            continue
        if start > lo:
            pieces.append((lo, start))
        lo = max(lo, end)
    if lo < whole[1]:
        pieces.append((lo, whole[1]))
    return tuple(pieces)


def is_passive(analysis: Analysis, verb: int) -> bool:
    """Whether the verb is in the passive, a bare participle after a noun included."""
    tokens = analysis.tokens
    if any(tokens.dep[child] in ("auxpass", "nsubjpass", "agent") for child in tokens.children[verb]):
        return True
    if tokens.tag[verb] != "VBN":
        return False
    if tokens.dep[verb] == "acl" and _ends_aside(analysis, verb):
        return False
    if tokens.dep[verb] in ("acl", "amod", "advcl"):
        return not any(tokens.dep[child] in ("aux", "nsubj", "dobj") for child in tokens.children[verb])
    head = tokens.head[verb]
    return (
        tokens.dep[verb] == "conj"
        and tokens.tag[head] == "VBN"
        and is_passive(analysis, head)
        and not any(tokens.dep[child] in ("nsubj", "aux") for child in tokens.children[verb])
    )


def _ends_aside(analysis: Analysis, verb: int) -> bool:
    """ "Lee, whose post is unknown, repeated that": a main verb behind a relative clause between commas, no participle."""
    tokens = analysis.tokens
    noun = tokens.head[verb]
    return tokens.text[verb - 1] == "," and any(
        tokens.dep[kid] == "relcl" and tokens.right[kid] == verb - 1 and tokens.text[tokens.left[kid] - 1] == ","
        for kid in tokens.children[noun]
    )


# ---- verbs ----


def _opens_with_that(analysis: Analysis, verb: int, child: int) -> bool:
    """ "reported that, according to Lee, three were held": a clause whose verb the parser hung on a noun in it."""
    tokens, first = analysis.tokens, analysis.tokens.left[child]
    return verb < first < child and tokens.lower[first] == "that" and tokens.dep[first] == "mark"


def _is_apart(analysis: Analysis, child: int) -> bool:
    """Whether a semicolon stands before the clause: what follows it is a sentence of its own."""
    texts, left = analysis.tokens.text, analysis.tokens.left[child]
    return texts[left] == ";" or texts[left - 1] == ";"


def _is_fronted(analysis: Analysis, verb: int, child: int) -> bool:
    """ "The number rose to nine, said the office": a whole clause before an inverted cue, parsed as an adverbial."""
    tokens = analysis.tokens
    kids = tokens.children[child]
    if tokens.text[verb - 1] != "," or any(tokens.dep[kid] == "mark" or tokens.tag[kid] == "TO" for kid in kids):
        return False
    subject = any(tokens.dep[kid] in SUBJECTS for kid in kids)
    return subject and any(tokens.dep[kid] == "nsubj" and kid > verb for kid in tokens.children[verb])


def _clause(analysis: Analysis, verb: int, child: int) -> Complement:
    tokens = analysis.tokens
    if child < verb:
        return Complement("pre", _before(analysis, verb, child), child)
    if _has_to(analysis, child):
        frame = "oinf" if any(tokens.dep[kid] in SUBJECTS for kid in tokens.children[child]) else "inf"
    elif tokens.pos[child] not in ("VERB", "AUX"):
        frame = "small"
    elif tokens.tag[child] == "VBG" and not any(tokens.dep[kid] == "aux" for kid in tokens.children[child]):
        frame = "ing"
    else:
        frame = _finite_frame(analysis, child)
    return Complement(frame, (_after(analysis, verb, child, frame),), child)


def _open_clause(analysis: Analysis, verb: int, child: int) -> Complement:
    tokens = analysis.tokens
    if child < verb:
        return Complement("pre", _before(analysis, verb, child), child)
    lo, hi = _after(analysis, verb, child, "")
    if _has_to(analysis, child):
        obj = next(
            (kid for kid in tokens.children[verb] if tokens.dep[kid] in ("dobj", "dative") and kid < child), None
        )
        return Complement("inf" if obj is None else "np+inf", ((lo, hi),), child)
    return Complement("ing" if tokens.tag[child] == "VBG" else "small", ((lo, hi),), child)


def _after(analysis: Analysis, verb: int, child: int, frame: str) -> TokenRange:
    """A clause behind its cue; "what" that was moved before the cue is none of it ("what he called a fraud")."""
    tokens = analysis.tokens
    lo, hi = _bounded(analysis, child)
    if frame == "small":
        hi = max(
            hi, *(tokens.right[kid] for kid in tokens.children[verb] if tokens.dep[kid] in SMALL_PARTS and kid > verb)
        )
    elif frame in ("that", "wh"):
        for kid in tokens.children[verb]:
            if kid >= hi and tokens.dep[kid] == "advcl" and tokens.lower[tokens.left[kid]] in REASONS:
                hi = max(hi, tokens.right[kid])
    return (max(lo, verb + 1), hi)


def _object(analysis: Analysis, verb: int, child: int) -> list[Complement]:
    tokens = analysis.tokens
    whole = _restrictive(analysis, child)
    dep = tokens.dep[child]
    if dep == "dative":
        return []
    if dep != "dobj":
        subject = next((kid for kid in tokens.children[verb] if tokens.dep[kid] == "dobj" and verb < kid < child), None)
        lo = whole[0] if subject is None else analysis.subtree(subject)[0]
        return [Complement("small" if subject is not None or dep == "oprd" else "acomp", ((lo, whole[1]),), child)]
    found = [Complement("np", (whole,), child)]
    for kid in tokens.children[verb]:
        if kid > child and tokens.dep[kid] == "prep" and tokens.lower[kid] in PAIRED:
            found.insert(0, Complement(f"np+{tokens.lower[kid]}", ((whole[0], _bounded(analysis, kid)[1]),), kid))
    for n in range(child + 1, min(whole[1], child + 12) - 1):  # "the number of those detained as 16"
        if tokens.lower[n] in ("as", "at") and tokens.tag[n + 1] == "CD":
            found.append(Complement(f"np+{tokens.lower[n]}", (whole,), n))
    # An object may carry the preposition itself: "blamed the fire on rebels" parsed as "the fire on rebels".
    for part in _inner_prepositions(analysis, child):
        word = part.frame[5:]
        found.append(Complement(f"np:{word}", part.ranges, part.head))
        if word in PAIRED and tokens.dep[part.head] == "pcomp":
            found.append(Complement(f"np+{word}", (whole,), part.head))
    return found


def _inner_prepositions(analysis: Analysis, noun: int) -> list[Complement]:
    tokens = analysis.tokens
    return [
        part
        for kid in tokens.children[noun]
        if tokens.dep[kid] == "prep" and kid > noun
        for part in _prepositional(analysis, kid, "")
    ]


def _prepositional(analysis: Analysis, preposition: int, prefix: str) -> list[Complement]:
    tokens = analysis.tokens
    hi = _bounded(analysis, preposition)[1]
    word = tokens.lower[preposition]
    inner = next((kid for kid in tokens.children[preposition] if tokens.dep[kid] == "prep"), None)
    if inner is not None and inner == preposition + 1:
        return _prepositional(analysis, inner, prefix)
    for child in tokens.children[preposition]:
        if child > preposition and tokens.dep[child] in ("pobj", "pcomp"):
            hi = _restrictive(analysis, child)[1] if tokens.dep[child] == "pobj" else hi
            return [Complement(f"{prefix}prep:{word}", ((preposition + 1, hi),), child)]
    return []


def _passive(analysis: Analysis, verb: int, found: list[Complement]) -> list[Complement]:
    """Frames of a passive: what is said of the subject is part of the content ("Lee is expected to win")."""
    tokens = analysis.tokens
    subject = next(
        (kid for kid in tokens.children[verb] if tokens.dep[kid] in ("nsubjpass", "nsubj") and kid < verb), None
    )
    if subject is None and tokens.dep[verb] == "acl":
        subject = tokens.head[verb]
        above = without(analysis.subtree(subject), analysis.subtree(verb))[:1]
    else:
        above = () if subject is None or (tokens.lower[subject] == "it" and found) else (analysis.subtree(subject),)
    out = []
    for complement in found:
        clause = complement.frame in ("that", "wh", "pre", "par")
        ranges = complement.ranges if clause else (*above, *complement.ranges)
        frame = complement.frame if tokens.lemma[verb] in RAISING else f"pass:{complement.frame}"
        out.append(Complement(frame, ranges, complement.head))
    if above and subject is not None:
        out.append(Complement("pass:np", above, subject))
    return out


def _displaced(analysis: Analysis, verb: int) -> list[Complement]:
    """A that-clause that the parser hung on a noun between it and its verb ("told aides in May that it failed")."""
    tokens = analysis.tokens
    for token in range(verb + 2, min(tokens.right[verb], verb + 25)):
        if tokens.lower[token] == "that":
            head = next((node for node in analysis.ancestors(token) if tokens.pos[node] in ("VERB", "AUX")), token)
            if token < head and (tokens.dep[token] == "mark" or _is_that_clause(analysis, head)):
                return [Complement("that", (_bounded(analysis, head),), head)]
        if tokens.pos[token] in ("VERB", "AUX"):
            return []
    return []


def _tail(analysis: Analysis, verb: int) -> list[Complement]:
    """ "..., the ministry said on Monday." at a sentence's end, whatever the parser made of it."""
    tokens = analysis.tokens
    lo, hi = analysis.sentence_of(verb)
    comma = next((n for n in range(verb - 2, max(lo + 2, verb - TAIL), -1) if tokens.text[n] == ","), None)
    # A participle behind a comma goes on from the cue (", citing the ministry").
    near = range(verb + 1, min(hi - 1, verb + TAIL + 1))
    hi = next((n for n in near if tokens.text[n] == "," and tokens.tag[n + 1] == "VBG"), hi)
    if comma is None or hi - verb > TAIL or any(tokens.pos[n] in ("VERB", "AUX") for n in range(comma, verb)):
        return []
    if any(tokens.pos[n] in ("VERB", "AUX", "SCONJ") for n in range(verb + 1, hi)) or tokens.pos[verb - 1] == "CCONJ":
        return []
    if not any(tokens.pos[n] in ("VERB", "AUX") for n in range(lo, comma)) or tokens.tag[verb] not in FINITE:
        return []
    opens = tokens.tag[comma + 1] in ("WDT", "WP", "WP$", "WRB") or tokens.pos[comma + 1] == "ADP"
    if opens or any(tokens.dep[kid] == "dobj" and kid > verb for kid in tokens.children[verb]):
        return []
    return [Complement("tail", ((lo, comma),), comma - 1)]


def _governing(analysis: Analysis, verb: int) -> list[Complement]:
    """The verb is put into, or hung under, the clause that it attributes."""
    tokens = analysis.tokens
    head = tokens.head[verb]
    if head == verb or tokens.pos[head] not in ("VERB", "AUX", "NOUN", "PROPN", "ADJ"):
        return []
    dep = tokens.dep[verb]
    own = analysis.subtree(verb)
    if dep == "parataxis" or (dep in ("ccomp", "dep") and _between_commas(analysis, own, head)):
        return [Complement("par", without(_clause_of(analysis, head), own), head)]
    if dep == "advcl" and tokens.lower[own[0]] == "as" and own[0] < verb and _is_aside(analysis, verb, own):
        return [Complement("as", without(_clause_of(analysis, head), own), head)]
    return []


def _is_aside(analysis: Analysis, verb: int, own: TokenRange) -> bool:
    """ "as he noted": a finite verb with its own subject and next to nothing after it."""
    tokens = analysis.tokens
    finite = tokens.tag[verb] in FINITE or any(tokens.dep[kid] == "aux" for kid in tokens.children[verb])
    subject = any(tokens.dep[kid] in SUBJECTS for kid in tokens.children[verb])
    return finite and subject and own[1] - verb <= 8


def _clause_of(analysis: Analysis, head: int) -> TokenRange:
    return analysis.sentence_of(head) if analysis.tokens.dep[head] == "ROOT" else analysis.subtree(head)


def _between_commas(analysis: Analysis, own: TokenRange, head: int) -> bool:
    """A short subject and verb set off by commas inside or after its head's clause."""
    texts = analysis.tokens.text
    if own[1] - own[0] > 12 or own[0] == 0:
        return False
    before = texts[own[0] - 1]
    return before in (",", "”", '"', "''", "—", "–", "-", "?", "!") and own[0] > head


def _before(analysis: Analysis, verb: int, child: int) -> tuple[TokenRange, ...]:
    """A clause in front of its cue: from the sentence's start (or the child's own left edge) to the subject."""
    tokens = analysis.tokens
    lo = min(tokens.left[child], child)
    hi = verb
    for kid in tokens.children[verb]:
        if child < kid < verb and tokens.dep[kid] in ("nsubj", "nsubjpass", "aux", "auxpass", "neg", "advmod", "cc"):
            hi = min(hi, tokens.left[kid])
    if hi <= child:
        hi = min(verb, tokens.right[child])
    lo = max(lo, hi - MAX_TOKENS)
    lo = next((n + 1 for n in range(child - 1, lo, -1) if tokens.text[n] == ";"), lo)
    return ((lo, hi),) if lo < hi else ()


def _finite_frame(analysis: Analysis, child: int) -> str:
    first = analysis.tokens.left[child]
    words = analysis.tokens.lower
    if words[first] in ("in", "on", "to", "for", "with") and first + 1 < len(words):
        first += 1
    return "wh" if words[first] in WH_WORDS else "that"


def _is_that_clause(analysis: Analysis, child: int) -> bool:
    """A clause that opens with "that" and has a subject of its own besides it is no relative clause."""
    tokens = analysis.tokens
    first = tokens.left[child]
    return tokens.lower[first] == "that" and any(
        tokens.dep[kid] in SUBJECTS and kid > first for kid in tokens.children[child]
    )


def _noun_clause_frame(analysis: Analysis, child: int, dep: str) -> str | None:
    tokens = analysis.tokens
    if _has_to(analysis, child):
        return "inf"
    marks = [kid for kid in tokens.children[child] if tokens.dep[kid] == "mark"]
    if any(tokens.lower[kid] == "that" for kid in marks):
        return "that"
    if dep == "relcl":
        return "that" if _is_that_clause(analysis, child) else None
    if _is_that_clause(analysis, child):
        return "that"
    return "wh" if tokens.lower[tokens.left[child]] in WH_WORDS else ("that" if dep == "ccomp" else None)


def _has_to(analysis: Analysis, verb: int) -> bool:
    tokens = analysis.tokens
    return any(tokens.tag[kid] == "TO" and kid < verb for kid in tokens.children[verb])


def _restrictive(analysis: Analysis, head: int) -> TokenRange:
    """The noun phrase up to a relative clause that a comma sets off: that one is the publisher's."""
    tokens = analysis.tokens
    lo, hi = _bounded(analysis, head)
    if any(tokens.text[n] == "," for n in range(head, hi)):
        for n in range(head + 1, hi):
            if tokens.dep[n] == "relcl" and tokens.left[n] > head and tokens.text[tokens.left[n] - 1] == ",":
                return (lo, min(hi, tokens.left[n] - 1))
    return (lo, hi)


def _bounded(analysis: Analysis, head: int) -> TokenRange:
    lo, hi = analysis.subtree(head)
    return (max(lo, head - MAX_TOKENS), min(hi, head + MAX_TOKENS))
