"""Who is the subject and object of a predicate, whatever form the sentence takes.

In: the token table. Out: tokens that head the phrases in question. The one idea: *logical* roles. The agent of a passive
is a subject; the noun before a participle or a relative clause is one too; a verb without a subject takes over the one of
the verb that it is coordinated with, that governs it, or whose purpose it states (Stanford's "enhanced" dependencies do the
same: Schuster and Manning 2016, section 3). Not done: subjects across sentences, raising under adjectives of difficulty.
"""

from __future__ import annotations

from onrecord.analysis import Tokens

VERBAL = ("VERB", "AUX")
NOMINAL = ("NOUN", "PROPN", "PRON", "NUM", "ADJ", "DET", "SYM", "X")
SUBJECTS = ("nsubj", "nsubjpass")
RELATIVE = frozenset({"who", "which", "that", "whom", "whose"})
OBJECT_CONTROL = ("of", "from", "for", "into", "with", "on", "in")
"""Prepositions whose gerund is the deed of the object before them: "accused them of", "stopped them from"."""
SUBJECT_CONTROL = frozenset(
    {"promise", "threaten", "vow", "pledge", "swear", "use", "take", "hold", "begin", "launch", "make"}
)
"""Verbs whose infinitive is the deed of their own subject although an object stands between ("used force to disperse")."""
COMPOUND_PREPOSITIONS = frozenset(
    {"according", "because", "due", "prior", "thanks", "owing", "instead", "ahead", "as", "such"}
)
"""First words of prepositions of two words: "according to X" has nothing to do with "to X"."""
MAX_STEPS = 8
"""How far a subject is inherited; deeper chains are parser accidents."""


def children(tokens: Tokens, token: int, *labels: str) -> list[int]:
    """Direct dependents of `token` with one of the labels."""
    return [child for child in tokens.children[token] if tokens.dep[child] in labels]


def is_passive(tokens: Tokens, verb: int) -> bool:
    """Whether what stands as subject (or before the participle) is the logical object."""
    if children(tokens, verb, "auxpass", "nsubjpass"):
        return True
    if tokens.is_misread_participle(verb):
        return True
    if tokens.tag[verb] != "VBN" or any(tokens.lemma[child] == "have" for child in children(tokens, verb, "aux")):
        return False
    dep, head = tokens.dep[verb], tokens.head[verb]
    if dep == "acomp" and tokens.lemma[head] == "be":
        return True
    if dep == "conj" and tokens.pos[head] in VERBAL:
        return is_passive(tokens, head) and not children(tokens, verb, "nsubj", "dobj")
    if dep in ("acl", "advcl", "amod", "ROOT"):
        return not children(tokens, verb, "nsubj", "dobj")
    return False


def antecedent(tokens: Tokens, token: int) -> int:
    """The noun that a relative pronoun stands for; other tokens stand for themselves."""
    if tokens.lower[token] not in RELATIVE or tokens.tag[token] not in ("WP", "WDT", "WP$", "IN", "DT"):
        return token
    node = token
    for _ in range(MAX_STEPS):
        head = tokens.head[node]
        if head == node:
            break
        if tokens.dep[node] == "relcl":
            return head
        node = head
    return token


def conjuncts(tokens: Tokens, token: int) -> list[int]:
    """`token` and the nouns coordinated with it, in order."""
    found, stack = [], [token]
    while stack:
        node = stack.pop()
        found.append(node)
        stack.extend(
            child for child in tokens.children[node] if tokens.dep[child] == "conj" and tokens.pos[child] in NOMINAL
        )
    return sorted(found)


def surface_subject(tokens: Tokens, verb: int, steps: int = MAX_STEPS) -> int | None:
    """The word that stands as subject of the verb, its own or inherited."""
    own = children(tokens, verb, *SUBJECTS)
    if own:
        return antecedent(tokens, own[-1])
    for clause in children(tokens, verb, "csubj"):
        if tokens.is_misread_participle(clause) and steps:
            return surface_subject(tokens, clause, steps - 1)
    head = tokens.head[verb]
    if steps == 0 or head == verb:
        return None
    dep = tokens.dep[verb]
    if dep in ("acl", "relcl") and tokens.pos[head] not in VERBAL:
        return _before_clause(tokens, verb, head, steps)
    if dep == "amod":
        return head
    if dep == "acomp" and tokens.tag[verb] == "VBN":
        return surface_subject(tokens, head, steps - 1)
    if dep == "pcomp":
        return _of_gerund(tokens, head, steps)
    if dep in ("xcomp", "ccomp") and tokens.pos[head] == "ADJ":
        return surface_subject(tokens, head if children(tokens, head, *SUBJECTS) else tokens.head[head], steps - 1)
    if dep == "xcomp":
        return _controller(tokens, head, steps)
    if dep in ("conj", "advcl", "dep") and tokens.pos[head] in VERBAL:
        return surface_subject(tokens, head, steps - 1)
    return None


def _before_clause(tokens: Tokens, verb: int, noun: int, steps: int) -> int | None:
    """Subject of a clause that modifies a noun: the noun itself, or for "a plan to" whoever has the plan."""
    infinitive = any(tokens.tag[child] == "TO" for child in children(tokens, verb, "aux"))
    if not infinitive:
        return noun
    holder = children(tokens, noun, "poss")
    if holder:
        return holder[0]
    governor = tokens.head[noun]
    if tokens.dep[noun] in ("dobj", "attr") and tokens.pos[governor] in VERBAL:
        return surface_subject(tokens, governor, steps - 1)
    return None


def _of_gerund(tokens: Tokens, preposition: int, steps: int) -> int | None:
    governor = tokens.head[preposition]
    if tokens.pos[governor] in VERBAL:
        objects = children(tokens, governor, "dobj")
        if objects and tokens.lower[preposition] in OBJECT_CONTROL:
            return antecedent(tokens, objects[0])
        return surface_subject(tokens, governor, steps - 1)
    holder = children(tokens, governor, "poss")
    return holder[0] if holder else None


def _controller(tokens: Tokens, governor: int, steps: int) -> int | None:
    if tokens.lemma[governor] not in SUBJECT_CONTROL:
        objects = children(tokens, governor, "dobj", "dative")
        if objects and tokens.pos[objects[0]] == "ADP":
            objects = children(tokens, objects[0], "pobj")
        objects = objects or [t for p in children(tokens, governor, "prep") for t in _called_on(tokens, governor, p)]
        if objects:
            return antecedent(tokens, objects[0])
    return surface_subject(tokens, governor, steps - 1)


def _called_on(tokens: Tokens, governor: int, preposition: int) -> list[int]:
    """The one who is to act in "called on X to", "appealed to X to"."""
    near = tokens.lower[preposition] in ("on", "upon", "to", "for") and preposition - governor <= 2
    return children(tokens, preposition, "pobj") if near else []


def subject(tokens: Tokens, verb: int) -> int | None:
    """The logical subject: the agent of a passive, else the surface subject."""
    if not is_passive(tokens, verb):
        return surface_subject(tokens, verb)
    agent = _agent(tokens, verb)
    if agent is not None:
        return agent
    for other in _coordinated(tokens, verb):
        agent = _agent(tokens, other) if is_passive(tokens, other) else None
        if agent is not None:
            return agent
    return None


def reporter(tokens: Tokens, verb: int) -> int | None:
    """The verb that reports the clause before, where `verb` goes on with it: "told us that it had fled and accused Oslo".

    The parser hangs the second verb on the clause; its tense (a bare past after a pluperfect) tells that it stands beside "told".
    """
    clause = tokens.head[verb]
    if tokens.dep[verb] != "conj" or tokens.tag[verb] != "VBD" or children(tokens, verb, "aux", *SUBJECTS):
        return None
    telling = tokens.head[clause]
    is_past = tokens.tag[clause] == "VBN" and any(tokens.lower[n] == "had" for n in children(tokens, clause, "aux"))
    return telling if is_past and tokens.dep[clause] == "ccomp" and tokens.tag[telling] == "VBD" else None


def _agent(tokens: Tokens, verb: int) -> int | None:
    for child in tokens.children[verb]:
        if tokens.lower[child] == "by" and tokens.dep[child] in ("agent", "prep"):
            found = children(tokens, child, "pobj")
            if found:
                return antecedent(tokens, found[0])
    return None


def _coordinated(tokens: Tokens, verb: int) -> list[int]:
    found = [child for child in tokens.children[verb] if tokens.dep[child] == "conj" and tokens.pos[child] in VERBAL]
    if tokens.dep[verb] == "conj":
        found.append(tokens.head[verb])
    return found


def direct_object(tokens: Tokens, verb: int) -> int | None:
    """The logical object: of a passive its surface subject, else the object, shared with a coordinated verb if need be."""
    if is_passive(tokens, verb):
        return surface_subject(tokens, verb)
    own = children(tokens, verb, "dobj")
    if own:
        return antecedent(tokens, own[0])
    for clause in children(tokens, verb, "ccomp", "xcomp"):
        raised = children(tokens, clause, *SUBJECTS)
        helpers = children(tokens, clause, "aux")
        infinitive = any(tokens.tag[child] == "TO" for child in helpers) or (tokens.tag[clause] == "VB" and not helpers)
        if raised and infinitive:
            return antecedent(tokens, raised[0])
    if tokens.dep[verb] == "relcl" and tokens.pos[tokens.head[verb]] in NOMINAL:
        subjects = children(tokens, verb, "nsubj")
        if subjects and tokens.lower[subjects[0]] not in RELATIVE:
            return tokens.head[verb]
    for child in children(tokens, verb, "conj"):
        # "attacked and seized the post": the object stands after the last verb only.
        if tokens.pos[child] in VERBAL and not any(tokens.dep[c] == "prep" for c in tokens.children[verb]):
            shared = children(tokens, child, "dobj")
            if shared and child - verb <= 3:
                return shared[0]
    return _up_to(tokens, verb)


def _up_to(tokens: Tokens, verb: int) -> int | None:
    """The object that the parser took for a direction: "killed up to 40 soldiers"."""
    if verb + 2 >= len(tokens) or tokens.lower[verb + 1 : verb + 3] != ["up", "to"]:
        return None
    found = children(tokens, verb + 2, "pobj")
    return found[0] if found and children(tokens, found[0], "nummod") else None


def prepositional(tokens: Tokens, head: int, word: str) -> list[int]:
    """Objects of the preposition `word` under `head` ("out of X" and "from inside X" count for both words)."""
    found: list[int] = []
    for child in tokens.children[head]:
        if tokens.lower[child] == word and tokens.pos[child] in ("ADP", "SCONJ", "ADV", "VERB"):
            found += _below(tokens, child)
        elif tokens.dep[child] in ("prep", "advmod", "prt") and tokens.lower[child] not in COMPOUND_PREPOSITIONS:
            for inner in children(tokens, child, "prep"):
                if tokens.lower[inner] == word:
                    found += _below(tokens, inner)
    return [antecedent(tokens, token) for token in found]


def _below(tokens: Tokens, preposition: int) -> list[int]:
    found = children(tokens, preposition, "pobj")
    for inner in children(tokens, preposition, "prep"):
        found += children(tokens, inner, "pobj")
    return found


def light_verb(tokens: Tokens, noun: int) -> int | None:
    """The verb whose object (or passive subject) the noun is: "launched an attack", "the attack carried out by"."""
    head = tokens.head[noun]
    if tokens.dep[noun] in ("dobj", "nsubjpass", "attr") and tokens.pos[head] in VERBAL and head != noun:
        return head
    if tokens.dep[noun] == "conj" and head != noun and tokens.dep[head] in ("dobj", "nsubjpass"):
        return tokens.head[head]
    for clause in children(tokens, noun, "acl"):
        if tokens.tag[clause] == "VBN":
            return clause
    return None
