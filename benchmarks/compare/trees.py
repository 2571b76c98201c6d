"""Treebank trees from a spaCy parse, for a coder that reads no other: PETRARCH2.

In: a sentence with spaCy's English labels (ClearNLP's, themselves made from Treebank trees). Out: the tree in brackets, with
the tags that spaCy gives. The one idea: a head projects its phrase (a verb VP and S, a noun NP, a preposition PP), and each
dependent is placed at the level of that projection where the Treebank has it: subjects below S, objects below the
innermost VP, what follows a noun beside its own NP, members of a coordination beside each other.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

SUBJECTS = frozenset(("nsubj", "nsubjpass", "csubj", "csubjpass", "expl"))
AUXILIARIES = frozenset(("aux", "auxpass"))
WH_TAGS = {"WDT": "WHNP", "WP": "WHNP", "WP$": "WHNP", "WRB": "WHADVP"}
NOMINAL_TAGS = ("NN", "PRP", "CD", "$", "EX", "DT", "WP", "WDT", "PDT", "FW", "ADD", "NFP", "SYM")
BRACKETS = {"“": "``", "”": "''", "(": "-LRB-", ")": "-RRB-", "[": "-LSB-", "]": "-RSB-", "{": "-LCB-", "}": "-RCB-"}
TAGS = {"HYPH": ":", "NFP": ":", "_SP": ":", "AFX": "JJ", "ADD": "NN", "XX": "NN"}
HYPHENED = re.compile(r"\w+(?:-\w+)+")


@dataclass(frozen=True)
class Node:
    """A phrase with its parts, or a tag with its word."""

    label: str
    parts: list[Node] = field(default_factory=list)
    word: str = ""

    def __str__(self) -> str:
        inside = self.word if self.word else " ".join(map(str, self.parts))
        return f"({self.label} {inside})"


Member = tuple[list[Any], Any]
"""A member of a coordination: the separators before it (comma, conjunction) and its head."""


def joined(doc: Any) -> Any:
    """The document with hyphened compounds as one token, as the Treebank (and CoreNLP) has them."""
    with doc.retokenize() as retokenizer:
        for match in HYPHENED.finditer(doc.text):
            span = doc.char_span(*match.span())
            if span is not None and len(span) > 1:
                retokenizer.merge(span, attrs={"TAG": _tag_of_compound(span)})
    return doc


def _tag_of_compound(span: Any) -> str:
    modifies = span.root.dep_ in ("amod", "compound", "nmod") and span[-1].tag_ not in ("NN", "NNS", "NNP", "NNPS")
    return "JJ" if modifies else str(span[-1].tag_)


def tree(sentence: Any) -> str:
    """The tree of a spaCy sentence, in brackets."""
    last = sentence[-1]
    end = last if last.tag_ == "." and last.head == sentence.root and last != sentence.root else None
    top = _phrase(sentence.root, without=end)
    if top.label not in ("S", "SINV"):
        top = Node("FRAG" if top.label != "NP" else "NP", top.parts or [top])
    parts = top.parts + ([_word(end)] if end is not None else [])
    return str(Node("ROOT", [Node(top.label, parts)]))


# ---- what every phrase needs ----
def _word(token: Any) -> Node:
    text = "".join(token.text.split()) or "_"
    return Node(
        TAGS.get(token.tag_, token.tag_) or "NN", word=BRACKETS.get(text, text.replace("(", "[").replace(")", "]"))
    )


def _phrase(token: Any, without: Any = None) -> Node:
    """The phrase of a head with all that hangs on it."""
    if token.tag_.startswith("VB") or token.tag_ == "MD":
        return _clause(token, without)
    if token.dep_ in ("prep", "agent", "dative") and token.tag_ in ("IN", "TO", "RP", "VBG", "VBN"):
        return _prepositional(token)
    if token.tag_.startswith(NOMINAL_TAGS):
        return _nominal(token, without)
    if not list(token.children) and token.dep_ in ("punct", "cc", "preconj", "neg", "intj", "case", "det", "aux"):
        return _word(token)
    if token.dep_ == "prt":
        return Node("PRT", [_word(token)])
    label = {"JJ": "ADJP", "RB": "ADVP", "IN": "PP", "TO": "PP", "RP": "PRT"}.get(token.tag_[:2], "X")
    return _plain(token, label, without)


def _plain(token: Any, label: str, without: Any = None) -> Node:
    own, members = _conjuncts(token, without)
    parts = [_word(c) if c.i < token.i and c.n_lefts + c.n_rights == 0 else _phrase(c) for c in own if c.i < token.i]
    parts += [_word(token)] + [_phrase(child) for child in own if child.i > token.i]
    return _coordinated(Node(label, parts), members)


def _conjuncts(token: Any, without: Any = None) -> tuple[list[Any], list[Member]]:
    """The head's own dependents, and the members that follow it, flat although spaCy chains them."""
    own: list[Any] = []
    members: list[Member] = []
    pending: list[Any] = []
    for child in token.children:
        if child == without:
            continue
        if child.dep_ == "conj" and child.i > token.i:
            separators: list[Any] = []
            while pending and pending[-1].dep_ in ("cc", "punct", "preconj"):
                separators.insert(0, pending.pop())
            own += pending
            pending = []
            members.append((separators, child))
        else:
            pending.append(child)
    return own + pending, members


def _all_members(members: list[Member]) -> list[tuple[list[Any], Any, list[Any]]]:
    """Separators, head and own dependents of each member, with the members that hang on members."""
    found = []
    for separators, head in members:
        own, further = _conjuncts(head)
        found.append((separators, head, own))
        found += _all_members(further)
    return found


def _coordinated(first: Node, members: list[Member]) -> Node:
    if not members:
        return first
    parts = [first]
    for separators, head in members:
        parts += [_word(token) for token in separators]
        node = _phrase(head)
        same = node.label == first.label and node.parts and node.parts[0].label == first.label
        parts += node.parts if same and _conjuncts(head)[1] else [node]
    return Node(first.label, parts)


# ---- nouns and prepositions ----
def _nominal(token: Any, without: Any = None) -> Node:
    own, members = _conjuncts(token, without)
    core: list[Node] = []
    before: list[Node] = []
    for child in (c for c in own if c.i < token.i):
        if child.dep_ in SUBJECTS or child.dep_ in ("advcl", "ccomp", "prep", "mark"):
            before.append(_phrase(child))
        else:
            core += _premodifier(child)
    core.append(_word(token))
    after = [child for child in own if child.i > token.i]
    flat = _flat_members(after, members)
    if flat is not None:
        return Node("NP", [*before, *core, *flat])
    first = Node("NP", core)
    if before or after:
        first = Node("NP", [*before, first, *(_postmodifier(child) for child in after)])
    return _coordinated(first, members)


def _flat_members(after: list[Any], members: list[Member]) -> list[Node] | None:
    """ "the men and women": bare members share the noun phrase of the first."""
    everyone = _all_members(members)
    if after or not everyone or any(own for _, _, own in everyone):
        return None
    if any(head.tag_.startswith("NNP") for _, head, _ in everyone):
        return None
    return [_word(token) for separators, head, _ in everyone for token in (*separators, head)]


def _premodifier(child: Any) -> list[Node]:
    if child.dep_ == "poss" and not child.tag_.startswith("PRP"):
        marks = [_word(token) for token in child.children if token.dep_ == "case"]
        inside = _nominal_without_case(child)
        return [Node("NP", inside.parts + marks)]
    if child.dep_ in ("relcl", "acl", "appos"):
        return [_phrase(child)]
    words = sorted(child.subtree, key=lambda token: token.i)
    if child.dep_ == "amod" and len(words) > 1 and all(w.tag_[:2] in ("RB", "JJ", "VB", "HY") for w in words):
        return [Node("ADJP", [_word(token) for token in words])]
    return [_word(token) for token in words]


def _nominal_without_case(token: Any) -> Node:
    own = [child for child in token.children if child.dep_ != "case"]
    simple = all(c.i < token.i and c.dep_ not in ("poss", "relcl") for c in own)
    if simple:
        return Node("NP", [node for child in own for node in _premodifier(child)] + [_word(token)])
    parts = [node for child in own if child.i < token.i for node in _premodifier(child)] + [_word(token)]
    return Node("NP", [Node("NP", parts), *(_phrase(child) for child in own if child.i > token.i)])


def _postmodifier(child: Any) -> Node:
    node = _phrase(child)
    participle = child.dep_ == "acl" and child.tag_ in ("VBN", "VBG", "VBD")
    return _inner_verb_phrase(node) if participle else node


def _prepositional(token: Any) -> Node:
    own, members = _conjuncts(token)
    parts = [_word(c) if c.n_lefts + c.n_rights == 0 else _phrase(c) for c in own if c.i < token.i]
    tag = "IN" if token.tag_.startswith("VB") else token.tag_
    parts.append(Node(tag, word=_word(token).word))
    parts += [_phrase(child) for child in own if child.i > token.i]
    return _coordinated(Node("PP", parts), members)


# ---- verbs ----
def _clause(verb: Any, without: Any = None) -> Node:
    """S with its subject and VP; coordinated VPs below one S, members with subjects of their own as S beside S."""
    own, members = _conjuncts(verb, without)
    groups: list[tuple[list[Any], list[tuple[list[Any], Any, list[Any]]]]] = [([], [([], verb, own)])]
    for member in _all_members(members):
        if any(child.dep_ in SUBJECTS for child in member[2]) or not _verbal(member[1]):
            groups.append((member[0], [([], member[1], member[2])]))
        else:
            groups[-1][1].append(member)
    sentences = [_sentence(group) for _, group in groups]
    if len(sentences) == 1:
        return _introduced(verb, own, sentences[0])
    parts: list[Node] = []
    for (separators, _), sentence in zip(groups, sentences, strict=True):
        parts += [*map(_word, separators), sentence]
    return _introduced(verb, own, Node("S", parts))


def _verbal(token: Any) -> bool:
    return bool(token.tag_.startswith("VB") or token.tag_ == "MD")


def _sentence(group: list[tuple[list[Any], Any, list[Any]]]) -> Node:
    _, verb, own = group[0]
    if not _verbal(verb):
        return _phrase_of_member(verb, own)
    level, middle, inside, end = _levels(verb, own)
    core = [_verb_word(verb), *(_complement(child) for child in inside)]
    rest = group[1:]
    shares = (
        rest and any(c.dep_ in AUXILIARIES for c in middle) and all(_bare(verb, head, kids) for _, head, kids in rest)
    )
    inner = Node("VP", core)
    if shares:
        inner = _beside(inner, rest)
    verb_phrase, loose = _nested(middle, inner)
    if rest and not shares:
        verb_phrase = _beside(verb_phrase, rest)
    subject_after = [child for child in end if child.dep_ in SUBJECTS]
    parts = [_at_sentence(child, verb) for child in level] + loose + [verb_phrase] + [_phrase(child) for child in end]
    return Node("SINV" if subject_after else "S", parts)


def _phrase_of_member(token: Any, own: list[Any]) -> Node:
    subjects = [child for child in own if child.dep_ in SUBJECTS]
    node = _plain(token, "NP" if token.tag_.startswith(NOMINAL_TAGS) else "ADJP")
    return Node("S", [node]) if subjects else node


def _bare(first: Any, head: Any, own: list[Any]) -> bool:
    return head.tag_ == first.tag_ and not any(child.dep_ in AUXILIARIES for child in own)


def _beside(first: Node, rest: list[tuple[list[Any], Any, list[Any]]]) -> Node:
    parts = [first]
    for separators, head, own in rest:
        node = _sentence([([], head, own)])
        parts += [*map(_word, separators), *(node.parts if node.label == "S" else [node])]
    return Node("VP", parts)


def _levels(verb: Any, own: list[Any]) -> tuple[list[Any], list[Any], list[Any], list[Any]]:
    """The dependents of a verb by level: before the VP, between its auxiliaries, in the innermost VP, after the VP."""
    left = [child for child in own if child.i < verb.i and not _introduces(child, verb)]
    subjects = [n for n, child in enumerate(left) if child.dep_ in SUBJECTS]
    first = next(
        (n for n, c in enumerate(left) if c.dep_ in AUXILIARIES and (not subjects or n > subjects[-1])), len(left)
    )
    tail = len(left)
    while first == len(left) and tail and left[tail - 1].dep_ == "neg":
        tail -= 1
    start = min(first, tail)
    right = [child for child in own if child.i > verb.i]
    end: list[Any] = []
    while right and (right[-1].dep_ == "punct" or right[-1].dep_ in SUBJECTS):
        end.insert(0, right.pop())
    for child in [child for child in right if child.dep_ in SUBJECTS]:
        right.remove(child)
        end.insert(0, child)
    return left[:start], left[start:], right, end


def _nested(middle: list[Any], inner: Node) -> tuple[Node, list[Node]]:
    """(VP will (VP not be (VP seen ...))): the VP, and what stands before its first auxiliary."""
    pending: list[Node] = []
    for child in reversed(middle):
        if child.dep_ in AUXILIARIES:
            inner = Node("VP", [_verb_word(child), *pending, inner])
            pending = []
        else:
            pending.insert(0, _word(child) if child.dep_ == "neg" else _phrase(child))
    return inner, pending


def _verb_word(token: Any) -> Node:
    return _word(token)


def _introduces(child: Any, verb: Any) -> bool:
    """A subordinating word, or a phrase with a wh-word at the head of a clause that depends on something."""
    if child.dep_ == "mark":
        return True
    return verb.dep_ in ("relcl", "ccomp", "advcl", "csubj", "pcomp", "acl") and _wh(child) is not None


def _wh(child: Any) -> str | None:
    if child.tag_ in WH_TAGS:
        return WH_TAGS[child.tag_]
    if child.dep_ == "prep":
        return next(("WHPP" for below in child.children if below.tag_ in WH_TAGS), None)
    return next(("WHNP" for below in child.lefts if below.tag_ in ("WP$", "WDT")), None)


def _introduced(verb: Any, own: list[Any], sentence: Node) -> Node:
    """SBAR around a subordinate clause."""
    words: list[Node] = []
    for child in (child for child in own if child.i < verb.i and _introduces(child, verb)):
        node = _phrase(child)
        words.append(_word(child) if child.dep_ == "mark" else Node(_wh(child) or "WHNP", node.parts or [node]))
    finite = any(part.label in ("NP", "SBAR") for part in sentence.parts[:-1])
    bare = verb.dep_ == "relcl" or (verb.dep_ == "ccomp" and verb.i > verb.head.i and finite and verb.tag_ != "VB")
    return Node("SBAR", [*words, sentence]) if words or bare else sentence


def _at_sentence(child: Any, verb: Any) -> Node:
    if child.dep_ in AUXILIARIES or child.dep_ in ("cc", "punct"):
        return _word(child)
    node = _phrase(child)
    return node if child.dep_ != "ccomp" or node.label != "SBAR" or verb.i < child.i else node.parts[-1]


def _complement(child: Any) -> Node:
    node = _phrase(child)
    if child.dep_ in ("npadvmod", "dobj", "attr", "dative") and node.label in ("X", "ADJP"):
        return Node("NP", node.parts)
    return node


def _inner_verb_phrase(node: Node) -> Node:
    return node.parts[0] if node.label == "S" and len(node.parts) == 1 and node.parts[0].label == "VP" else node
