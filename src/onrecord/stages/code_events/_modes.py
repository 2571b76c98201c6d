"""How a deed was done: PLOVER's mode of an event, from the words of its clause.

In: the analysis, the predicate and its type, lexicons/en/modes.tsv. Out: a mode of the type, or "". The one idea: a mode is told
by a word that stands near the predicate ("in a drone strike", "by telephone", "off the air"); of the rows that fit, the one
of highest priority wins, then the one whose words stand nearest.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from onrecord import lexicons
from onrecord.analysis import Analysis, Tokens
from onrecord.errors import LexiconError
from onrecord.records import EventType
from onrecord.stages.code_events import _grammar, _scores
from onrecord.stages.code_events._classes import noun_classes
from onrecord.stages.code_events._grammar import NOMINAL, VERBAL

TRIGGER, SIDES, CLAUSE, CONTENT, SENTENCE = range(5)
PLACES = {"trigger": TRIGGER, "sides": SIDES, "clause": CLAUSE, "content": CONTENT, "sentence": SENTENCE}
"""Where the words stand: the predicate, who does it and to whom, its clause, clauses below it, the sentence; nearer fits too."""
EMBEDDED = frozenset({"relcl", "advcl", "ccomp", "parataxis", "acl", "pcomp", "csubj"})
"""Labels of words that head a clause of their own."""
PARTICLES = frozenset({"prt", "neg", "acomp", "oprd", "attr"})
BESIDE = frozenset({"poss", "compound", "amod", "nmod"})
GAP, WIDE_GAP = 1, 6
"""Most words that may stand between two words of a phrase; the second where the row says ".."."""
REACH = 60
"""Words further than this from the predicate do not tell how it was done."""
PARTIES = 3
MANY = "#3"
"""What a row calls a clause that names as many states or international bodies as PARTIES."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: `words` in order, each with the most words that may stand before it."""

    mode: str
    place: int
    priority: int
    words: tuple[tuple[str, int], ...]


Index = dict[str, tuple[Row, ...]]


@cache
def _rows() -> dict[str, Index]:
    """Rows by type and first word."""
    found: dict[str, dict[str, list[Row]]] = {}
    for row in lexicons.load("modes"):
        modes = _scores.load().types.get(row["type"], {}).get("modes", {})
        if row["place"] not in PLACES or row["mode"] not in modes:
            raise LexiconError(
                f"modes.tsv: {row['words']!r} has mode {row['type']}.{row['mode']} and place {row['place']!r}"
            )
        words, gap = list[tuple[str, int]](), 0
        for word in row["words"].split():
            if word == "..":
                gap = WIDE_GAP
            else:
                words.append((word, gap))
                gap = GAP
        entry = Row(row["mode"], PLACES[row["place"]], int(row["priority"]), tuple(words))
        found.setdefault(row["type"], {}).setdefault(words[0][0], []).append(entry)
    return {kind: {first: tuple(rows) for first, rows in index.items()} for kind, index in found.items()}


@cache
def _classes() -> dict[str, tuple[str, ...]]:
    """Classes of a noun's lemma."""
    found: dict[str, list[str]] = {}
    for name, lemmas in sorted(noun_classes().items()):
        for lemma in lemmas:
            found.setdefault(lemma, []).append(name)
    return {lemma: tuple(names) for lemma, names in found.items()}


def find(analysis: Analysis, token: int, words: tuple[int, ...], event_type: EventType) -> str:
    """The mode that the words around the predicate `token` (with the further words of its frame) tell, or ""."""
    index = _rows().get(event_type)
    if index is None:
        return ""
    places = _places(analysis, token, words)
    best: tuple[tuple[int, int, int], str] | None = None
    for at, row in _proposed(analysis, index, token, places):
        matched = _match(analysis, at, row, places)
        if matched is None or not _stands(row, [places[word] for word in matched]):
            continue
        rank = (row.priority, len(matched), -min(abs(word - token) for word in matched))
        if best is None or rank > best[0]:
            best = rank, row.mode
    return "" if best is None else best[1]


def settle(frame_mode: str, found: str) -> str:
    """The mode of an event: what its own words tell, and only where they are silent what its frame usually means."""
    return found or frame_mode


def _proposed(analysis: Analysis, index: Index, token: int, places: dict[int, int]) -> Iterator[tuple[int, Row]]:
    """Rows whose first word stands in reach, with its token."""
    for at in sorted(places):
        for name in _names(analysis, at):
            for row in index.get(name, ()):
                yield at, row
    if MANY in index and _parties(analysis, places) >= PARTIES:
        for row in index[MANY]:
            yield token, row


def _stands(row: Row, found: list[int]) -> bool:
    """Whether words found in these places are where the row wants them."""
    return TRIGGER in found if row.place == TRIGGER else max(found) <= row.place


def _parties(analysis: Analysis, places: dict[int, int]) -> int:
    """States and international bodies that the clause names."""
    mentions = analysis.mentions
    numbers = {analysis.mention_headed(token) for token, place in places.items() if place <= CLAUSE}
    return len({mentions[number].country for number in numbers if number is not None} - {None})


def _match(analysis: Analysis, at: int, row: Row, places: dict[int, int]) -> list[int] | None:
    """Tokens that bear the row's words, the first of them at `at`."""
    matched = [at]
    for word, gap in row.words[1:]:
        last = matched[-1]
        following = (n for n in range(last + 1, last + gap + 2) if n in places and word in _names(analysis, n))
        found = next(following, None)
        if found is None:
            return None
        matched.append(found)
    return matched


def _names(analysis: Analysis, token: int) -> Iterator[str]:
    """What a row may call the token: lemma, form, "=class" of the noun, "@SECTOR" of the mention that it heads."""
    tokens = analysis.tokens
    lemma, lower = tokens.lemma[token].lower(), tokens.lower[token]
    yield lemma
    if lower != lemma:
        yield lower
    if tokens.pos[token] in NOMINAL:
        for name in _classes().get(lemma, ()):
            yield f"={name}"
        mention = analysis.mention_headed(token)
        if mention is not None and (sector := analysis.mentions[mention].sector):
            yield f"@{sector}"


def _places(analysis: Analysis, token: int, words: tuple[int, ...]) -> dict[int, int]:
    """The place of each word of the sentence within reach."""
    tokens = analysis.tokens
    lo, hi = analysis.sentence_of(token)
    lo, hi = max(lo, token - REACH), min(hi, token + REACH)
    places = dict.fromkeys(range(lo, hi), SENTENCE)
    top = _top(tokens, token)
    for low, high in _extent(tokens, top):
        places.update((n, CONTENT) for n in range(max(lo, low), min(hi, high)))
    for n in _own_clause(tokens, top, lo, hi):
        places[n] = CLAUSE
    for n in _sides(tokens, top, token):
        if n in places:
            places[n] = SIDES
    for n in (token, *words, *_grammar.children(tokens, token, *PARTICLES)):
        places[n] = TRIGGER
    return places


def _sides(tokens: Tokens, top: int, token: int) -> list[int]:
    """Words of the subject and object phrases; of a noun, those beside it ("the deployment of riot police")."""
    heads = [child for child in tokens.children[token] if tokens.dep[child] in BESIDE] if top != token else []
    if top != token:
        heads += _grammar.prepositional(tokens, token, "of") + _grammar.prepositional(tokens, token, "by")
    if tokens.pos[top] in VERBAL:
        roles = _grammar.subject(tokens, top), _grammar.direct_object(tokens, top)
        heads += [role for role in roles if role is not None and role != token]
    found, stack = [], heads
    while stack:
        node = stack.pop()
        found.append(node)
        stack += [
            child
            for child in tokens.children[node]
            if child != token
            and tokens.dep[child] not in EMBEDDED
            and (tokens.dep[child] != "prep" or tokens.lower[child] == "of")
        ]
    return found


def _top(tokens: Tokens, token: int) -> int:
    """The verb of the clause: of a noun, the one that governs it ("launched an attack"), else the word itself."""
    node = token
    for _ in range(_grammar.MAX_STEPS):
        if tokens.pos[node] in VERBAL or tokens.head[node] == node:
            break
        node = tokens.head[node]
    return node


def _extent(tokens: Tokens, top: int) -> list[tuple[int, int]]:
    """Ranges of the clause with all below it, and of a subject that stands outside it."""
    found = [(tokens.left[top], tokens.right[top])]
    if tokens.pos[top] in VERBAL:
        subject = _grammar.surface_subject(tokens, top)
        if subject is not None:
            found.append((min(tokens.left[subject], subject), subject + 1))
    return found


def _own_clause(tokens: Tokens, top: int, lo: int, hi: int) -> list[int]:
    """Words below the verb that no clause of their own keeps apart, with those of its subject."""
    found, stack = [], [top]
    if tokens.pos[top] in VERBAL:
        subject = _grammar.surface_subject(tokens, top)
        if subject is not None and not tokens.left[top] <= subject < tokens.right[top]:
            stack.append(subject)
    while stack:
        node = stack.pop()
        if lo <= node < hi:
            found.append(node)
        stack += [
            child
            for child in tokens.children[node]
            if tokens.dep[child] not in EMBEDDED and not (tokens.dep[child] == "conj" and tokens.pos[child] in VERBAL)
        ]
    return found
