"""The tagger's findings joined to the rules' drafts.

In: the token table, the rules' drafts, and what `onrecord.models.attribution` reads. Out: the drafts of both, of which the
outermost share no content. The one idea: the tagger was told what the rules found, so its answer already weighs theirs and
decides on outermost attributions; a draft that both have keeps the rule's name and frame, with the tagger's spans. Where the
tagger is silent, rules go on alone for the constructions that it saw too seldom to judge (`TRUSTED`), and inside contents.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from onrecord.analysis import Analysis, TokenRange
from onrecord.models.attribution import ROLES, Array, Found, Tagger
from onrecord.stages.attribute import _datelines, _features, _nesting, _sources
from onrecord.stages.attribute._cues import Cue, CueBook
from onrecord.stages.attribute._drafts import Draft

ANCHOR_BAR = 0.35
"""Least score of an outermost anchor that stands on its own."""
RULE_BAR = 0.15
"""Least score where a rule found the attribution too."""
THRESHOLDS = {"outermost": RULE_BAR, "nested": 0.5}
CONTENT_BAR = 0.35
"""Least probability of a content token; chosen with the thresholds on the held-out twentieth of PolNeAR train, 2026-11-22."""
SAME = 0.5
"""Overlap (intersection over union, tokens) from which a draft and a reading are one attribution."""
ALIKE = 0.85
"""Overlap from which the rule's own boundaries are kept: they follow the parse."""
TRUSTED = frozenset({"signature", "speaker label", "relay", "cited by a relay", "carried by a relay"})
"""Rules that stand without the tagger: layouts that its training articles hardly have."""
SOURCE, CONTENT, CUE = ROLES.index("source"), ROLES.index("content"), ROLES.index("cue")
HALF = 0.5


@dataclass(slots=True)
class Reading:
    """One anchor in tokens: `roles` are probabilities, float [n, 4], of the tokens from `first` on."""

    anchor: int
    level: str
    score: float
    first: int
    roles: Array


@dataclass(slots=True)
class Tagged:
    """A reading decided: token ranges of its parts."""

    anchor: int
    score: float
    source: tuple[TokenRange, ...]
    cue: tuple[TokenRange, ...]
    content: tuple[TokenRange, ...]


def read(analysis: Analysis, drafts: Sequence[Draft], cues: CueBook, tagger: Tagger) -> list[Reading]:
    """What the tagger finds, in order of the text."""
    words = _features.words(analysis, drafts, cues)
    paragraphs = [(span.start, span.end) for span in (analysis.span(*part) for part in analysis.paragraphs)]
    return [
        _in_tokens(item, words.starts)
        for window, hidden in tagger.encode(analysis.text, paragraphs, words)
        for item in tagger.read(window, hidden, THRESHOLDS)
    ]


def join(analysis: Analysis, drafts: list[Draft], readings: list[Reading], cues: CueBook) -> list[Draft]:
    """Settled drafts of rules and tagger, in order of their cue words."""
    decided = list(_outermost([reading for reading in readings if reading.score > ANCHOR_BAR]))
    doubts = {reading.anchor: reading.score for reading in readings if reading.level == "outermost"}
    joined = _Joined(analysis, drafts, doubts, cues)
    for tagged in decided:
        joined.add(tagged)
    joined.keep_rules()
    for tagged in _nested(readings):
        joined.add_nested(tagged)
    kept = sorted(_datelines.clipped(analysis, joined.kept), key=lambda draft: draft.cue)
    return _nesting.nest(analysis, kept)


def _in_tokens(item: Found, starts: Array) -> Reading:
    """The mean over the pieces of each token."""
    window = item.window
    own = (window.paragraph == window.paragraph[item.anchor]) & (window.starts >= 0)
    tokens = np.searchsorted(starts, window.starts[own], side="right") - 1
    first = int(tokens[0])
    counts = np.bincount(tokens - first)
    sums = [np.bincount(tokens - first, weights=item.roles[own, role]) for role in range(len(ROLES))]
    roles = np.stack(sums, axis=1) / np.maximum(counts, 1)[:, None]
    anchor = int(np.searchsorted(starts, window.starts[item.anchor], side="right") - 1)
    return Reading(anchor, item.level, item.score, first, roles)


def _outermost(readings: Sequence[Reading]) -> Iterator[Tagged]:
    """Each token of content goes to the anchor of its paragraph that wants it most."""
    groups: dict[tuple[int, int], list[Reading]] = {}
    for reading in readings:
        if reading.level == "outermost":
            groups.setdefault((reading.first, len(reading.roles)), []).append(reading)
    for group in groups.values():
        wanted = np.stack([reading.roles[:, CONTENT] for reading in group])
        winner = wanted.argmax(axis=0)
        for number, reading in enumerate(group):
            tagged = _tagged(reading, (wanted[number] > CONTENT_BAR) & (winner == number))
            if tagged.content:
                yield tagged


def _nested(readings: Sequence[Reading]) -> Iterator[Tagged]:
    for reading in readings:
        if reading.level == "nested":
            tagged = _tagged(reading, reading.roles[:, CONTENT] > HALF)
            if tagged.content:
                yield tagged


def _tagged(reading: Reading, content: Array) -> Tagged:
    cue = reading.roles[:, CUE] > HALF
    cue[reading.anchor - reading.first] = True
    source = reading.roles[:, SOURCE] > HALF
    parts = [_runs(mask, reading.first) for mask in (source, cue, content & ~cue)]
    return Tagged(reading.anchor, reading.score, *parts)


def _runs(mask: Array, first: int) -> tuple[TokenRange, ...]:
    """Runs of chosen tokens; a gap of one token is closed."""
    found: list[TokenRange] = []
    for token in np.flatnonzero(mask):
        at = first + int(token)
        if found and at - found[-1][1] <= 1:
            found[-1] = (found[-1][0], at + 1)
        else:
            found.append((at, at + 1))
    return tuple(found)


class _Joined:
    """The drafts of one article as they come together."""

    def __init__(self, analysis: Analysis, drafts: list[Draft], doubts: dict[int, float], cues: CueBook) -> None:
        self._analysis = analysis
        self._drafts = drafts
        self._cues = cues
        self._doubts = doubts
        self._taken = np.zeros(len(analysis.tokens) + 1, dtype=bool)
        self._at = {draft.cue: draft for draft in drafts}
        self._used: set[int] = set()
        self.kept: list[Draft] = []

    def add(self, tagged: Tagged) -> None:
        """An outermost reading: it takes over the rule's draft of the same words, or stands as a new one."""
        for lo, hi in tagged.content:
            self._taken[lo:hi] = True
        draft = self._same(tagged)
        if draft is None:
            draft = _draft(self._analysis, tagged, self._cues, "tagger")
        else:
            self._used.add(id(draft))
            _take_over(self._analysis, draft, tagged, self._cues)
        draft.outermost = True
        draft.score = tagged.score
        self.kept.append(draft)

    def _same(self, tagged: Tagged) -> Draft | None:
        """The rule's draft with most of the same content (of a relay and what it passes on, the one with the same cue and
        source), or else with the same cue word."""
        lo, hi = tagged.content[0][0], tagged.content[-1][1]
        best, most = None, 0.0
        for draft in self._drafts:
            if id(draft) in self._used or draft.content[0][0] >= hi or draft.content[-1][1] <= lo:
                continue
            share = overlap(draft.content, tagged.content)
            if share < SAME:
                continue
            share += overlap(draft.cue_ranges, tagged.cue) + overlap(draft.source, tagged.source)
            if share > most:
                best, most = draft, share
        if best is None:
            cue = next((token for part in tagged.cue for token in range(*part) if token in self._at), None)
            best = None if cue is None or id(self._at[cue]) in self._used else self._at[cue]
        return best

    def keep_rules(self) -> None:
        """Drafts that the tagger did not take over: nested ones, relays, and layouts it does not know."""
        for draft in self._drafts:
            if id(draft) in self._used:
                continue
            if self._taken[draft.cue] or draft.frame == "relay" or (self._is_free(draft) and self._is_backed(draft)):
                self.kept.append(draft)

    def _is_free(self, draft: Draft) -> bool:
        return not any(self._taken[lo:hi].any() for lo, hi in draft.content)

    def _is_backed(self, draft: Draft) -> bool:
        """Whether a rule's draft stands although the tagger decided against it: it was in two minds, or has seen too few such."""
        return draft.rule in TRUSTED or any(self._doubts.get(token, 0.0) > RULE_BAR for token in _around(draft))

    def add_nested(self, tagged: Tagged) -> None:
        """A reading inside a content, unless the rules have the cue."""
        if not self._taken[tagged.anchor] or any(token in self._at for part in tagged.cue for token in range(*part)):
            return
        draft = _draft(self._analysis, tagged, self._cues, "tagger nested")
        draft.score = tagged.score
        if draft.source_head is not None:
            self.kept.append(draft)


def _around(draft: Draft) -> range:
    """The cue's words and one to each side."""
    lo, hi = draft.cue_ranges[0]
    return range(min(lo, draft.cue) - 1, max(hi, draft.cue + 1) + 1)


def overlap(one: Sequence[TokenRange], other: Sequence[TokenRange]) -> float:
    """Intersection over union in tokens."""
    shared = sum(max(0, min(hi, b) - max(lo, a)) for lo, hi in one for a, b in other)
    total = sum(hi - lo for lo, hi in one) + sum(b - a for a, b in other) - shared
    return shared / total if total else 0.0


def _take_over(analysis: Analysis, draft: Draft, tagged: Tagged, cues: CueBook) -> None:
    """Give a rule's draft the tagger's spans; what the tagger left empty stays."""
    if overlap(draft.content, tagged.content) < ALIKE:
        draft.content = tagged.content
    if not any(lo <= draft.cue < hi for lo, hi in tagged.cue):
        draft.cue, draft.entry = _cue_word(analysis, tagged, cues)
        draft.lemma = analysis.tokens.lemma[draft.cue] if draft.entry is None else draft.entry.lemma
    draft.cue_ranges = tagged.cue
    if tagged.source:
        touched = overlap(draft.source, tagged.source) > 0
        draft.source = tagged.source
        if draft.source_head is None or not touched:
            draft.source_head = _head(analysis, tagged.source)
    draft.content = _nesting.less(draft.content, (*draft.cue_ranges, *draft.source)) or draft.content


def _draft(analysis: Analysis, tagged: Tagged, cues: CueBook, rule: str) -> Draft:
    cue, entry = _cue_word(analysis, tagged, cues)
    source = tagged.source
    lemma = analysis.tokens.lemma[cue] if entry is None else entry.lemma
    return Draft(
        cue=cue, cue_ranges=tagged.cue, lemma=lemma, frame=_frame(analysis, tagged, cue), rule=rule, source=source,
        content=_nesting.less(tagged.content, (*tagged.cue, *source)) or tagged.content, entry=entry,
        source_head=_head(analysis, source) if source else None,
    )  # fmt: skip


def _cue_word(analysis: Analysis, tagged: Tagged, cues: CueBook) -> tuple[int, Cue | None]:
    """The cue's main word: one that the lexicon knows, else a verb, a noun, the anchor itself."""
    tokens = analysis.tokens
    inside = [token for part in tagged.cue for token in range(*part)]
    tables = {"VERB": cues.verbs, "NOUN": cues.nouns, "ADJ": cues.adjectives, "ADV": cues.adverbs}
    for token in inside:
        key = tokens.lower[token] if tokens.pos[token] == "ADV" else tokens.lemma[token]
        entry = tables.get(tokens.pos[token], {}).get(key)
        if entry is not None:
            return token, entry
    for pos in ("VERB", "NOUN"):
        for token in inside:
            if tokens.pos[token] == pos:
                return token, None
    return tagged.anchor, None


def _head(analysis: Analysis, ranges: Sequence[TokenRange]) -> int:
    """The noun of the ranges that the others hang on; the first token that hangs on one outside, if there is none.

    "Who" stands for the noun that its clause belongs to.
    """
    tokens = analysis.tokens
    inside = {token for lo, hi in ranges for token in range(lo, hi)}
    roots = [token for token in sorted(inside) if tokens.head[token] not in inside or tokens.head[token] == token]
    root = next((token for token in roots if tokens.pos[token] in ("PROPN", "NOUN", "PRON")), roots[0])
    verb = tokens.head[root]
    is_relative = len(inside) == 1 and _sources.is_relative(analysis, root) and tokens.dep[verb] == "relcl"
    return tokens.head[verb] if is_relative else root


def _frame(analysis: Analysis, tagged: Tagged, cue: int) -> str:
    """What kind of complement the content is, in the lexicon's names; it decides the act of words with several."""
    tokens = analysis.tokens
    lo, hi = tagged.content[0]
    if all(analysis.quotation_of(token) is not None for token in range(lo, hi) if tokens.pos[token] != "PUNCT"):
        return "par"
    root = next((n for n in range(lo, hi) if not lo <= tokens.head[n] < hi and tokens.pos[n] != "PUNCT"), lo)
    if tokens.dep[root] in ("xcomp", "acl", "advcl") and any(tokens.tag[kid] == "TO" for kid in tokens.children[root]):
        return "inf"
    if tokens.pos[root] in ("VERB", "AUX"):
        return "that" if root > cue else "pre"
    return f"prep:{tokens.lower[lo - 1]}" if lo and tokens.pos[lo - 1] == "ADP" and lo > cue else "np"
