"""The tagger's findings joined to the rules' drafts.

In: the token table, the rules' drafts, and what `onrecord.models.attribution` reads. Out: the drafts of both, of which the
outermost share no content. The one idea: the tagger was told what the rules found, so its answer already weighs theirs and
decides on outermost attributions; a draft that both have keeps the rule's name and frame, with the tagger's spans. Where the
tagger is silent, rules go on alone for the constructions that it saw too seldom to judge (`TRUSTED`), and inside contents.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from onrecord.analysis import Analysis, Quotation, TokenRange
from onrecord.models.attribution import ROLES, Array, Found, Tagger
from onrecord.stages.attribute import _datelines, _features, _nesting, _sources
from onrecord.stages.attribute._cues import Cue, CueBook
from onrecord.stages.attribute._drafts import Draft, is_idea, less, tidy

THRESHOLDS = {"outermost": 0.15, "nested": 0.5}
"""Least score of an anchor that is looked at; for a draft that a rule found too, it is enough."""
CONTENT_BAR = 0.4
"""Least probability of a content token."""
WEIGHTS = (-3.2, 0.23, 4.28, 0.03, -0.08, 0.49)
"""Of: constant, anchor (log odds), mean of the content, its length (log of words, at most 3), mean of the source, whether there
is one. Fitted on the held-out twentieth of PolNeAR train, 2026-11-22 (training/attribution/thresholds.py)."""
ACCEPTED = 0.4
"""Least probability of an attribution: half of the F1 that is reached, where F1 is highest (Lipton, Elkan, Naryanaswamy 2014)."""
SAME = 0.5
"""Overlap (intersection over union, tokens) from which a draft and a reading are one attribution."""
ALIKE = 0.8
"""Overlap from which the rule's own boundaries are kept: they follow the parse."""
SURE = 0.75
"""Confidence up to which a reading's boundaries yield to those of the rule that found the same."""
TRUSTED = frozenset(
    {
        "signature", "speaker label", "hearsay adverb", "for whom", "in the view of", "according to",
    }
)  # fmt: skip
"""Rules that stand without the tagger: what its training articles hardly have or do not mark."""
EXACT = frozenset({"verb inverted", "for whom", "in the view of"})
"""Rules whose spans stand: the order of the words is the evidence."""
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

    def holds(self, token: int) -> bool:
        """Whether the token is part of the content."""
        return any(lo <= token < hi for lo, hi in self.content)


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
    outermost = [reading for reading in readings if reading.level == "outermost"]
    decided = list(_outermost(analysis, outermost))
    decided = [one for one in decided if not any(other.holds(one.anchor) for other in decided if other is not one)]
    doubts = {reading.anchor: reading.score for reading in outermost}
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


def _outermost(analysis: Analysis, readings: Sequence[Reading]) -> Iterator[Tagged]:
    """Accepted readings; each token of content goes to the anchor of its paragraph that wants it most."""
    groups: dict[tuple[int, int], list[Reading]] = {}
    for reading in readings:
        groups.setdefault((reading.first, len(reading.roles)), []).append(reading)
    for group in groups.values():
        accepted = [(reading, found.score) for reading, found in _parted(analysis, group) if found.score > ACCEPTED]
        again = _parted(analysis, [reading for reading, _ in accepted])
        for (_, score), (_, found) in zip(accepted, again, strict=True):
            tagged = _settled(analysis, replace(found, score=score))
            if tagged.content:
                yield tagged


def _parted(analysis: Analysis, group: Sequence[Reading]) -> list[tuple[Reading, Tagged]]:
    """Readings of one paragraph with the content divided among them, and how sure each is."""
    if not group:
        return []
    wanted = np.stack([reading.roles[:, CONTENT] * _is_open(analysis, reading, group) for reading in group])
    winner = wanted.argmax(axis=0)
    found = []
    for number, reading in enumerate(group):
        tagged = _tagged(reading, (wanted[number] > CONTENT_BAR) & (winner == number))
        found.append((reading, replace(tagged, score=_confidence(reading, tagged) if tagged.content else 0.0)))
    return found


def _is_open(analysis: Analysis, reading: Reading, group: Sequence[Reading]) -> Array:
    """Tokens that can be the reading's content: not those of a sentence with a cue of its own, unless in quotation marks."""
    sentence, own = analysis.tokens.sentence, analysis.tokens.sentence[reading.anchor]
    taken = {sentence[other.anchor] for other in group if other.score > HALF} - {own}
    free = np.ones(len(reading.roles), dtype=bool)
    for offset in range(len(free)):
        token = reading.first + offset
        if sentence[token] in taken and analysis.quotation_of(token) is None:
            free[offset] = False
    return free


def _confidence(reading: Reading, tagged: Tagged) -> float:
    """Probability that a reader would mark the attribution, by logistic regression on its parts."""
    return 1.0 / (
        1.0 + math.exp(-sum(weight * part for weight, part in zip(WEIGHTS, evidence(reading, tagged), strict=True)))
    )


def evidence(reading: Reading, tagged: Tagged) -> tuple[float, ...]:
    """What the confidence is made of, in the order of `WEIGHTS`."""
    content = _mean(reading, tagged.content, CONTENT)
    words = min(3.0, math.log(sum(hi - lo for lo, hi in tagged.content)))
    anchor = math.log(reading.score / max(1e-4, 1.0 - reading.score))
    return (1.0, anchor, content, words, _mean(reading, tagged.source, SOURCE), float(bool(tagged.source)))


def _mean(reading: Reading, ranges: Sequence[TokenRange], role: int) -> float:
    """Mean probability of a role over the ranges' tokens; 0 where there are none."""
    chosen = [reading.roles[lo - reading.first : hi - reading.first, role] for lo, hi in ranges]
    return float(np.concatenate(chosen).mean()) if chosen else 0.0


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


def _settled(analysis: Analysis, tagged: Tagged) -> Tagged:
    """Without punctuation at the edges; quotations of which most is content taken whole, since marks are surer."""
    source, cue = (
        tuple(part for part in (_trimmed(analysis, *part) for part in parts) if part[0] < part[1])
        for parts in (tagged.source, tagged.cue)
    )
    parts = list(tagged.content)
    for lo, hi in sorted({quotation.tokens for quotation in _quotations(analysis, tagged)}):
        shared = sum(max(0, min(hi, b) - max(lo, a)) for a, b in tagged.content)
        if HALF * (hi - lo) < shared < hi - lo:
            parts.append((lo, hi))
    content = less(_merged(parts), (*tagged.cue, *tagged.source)) or tagged.content
    content = tuple(part for part in content if not _is_next_clause(analysis, tagged, part[0])) or content
    return replace(tagged, source=source, cue=cue or tagged.cue, content=tidy(analysis, content))


def _is_next_clause(analysis: Analysis, tagged: Tagged, start: int) -> bool:
    """ "..., Lee said; the police counted nine": what follows the cue and a semicolon is not Lee's, unless in quotation marks."""
    if start == 0 or analysis.tokens.text[start - 1] != ";" or analysis.quotation_of(start) is not None:
        return False
    return any(hi == start - 1 for _, hi in (*tagged.cue, *tagged.source)) and tagged.content[0][0] < start


def _trimmed(analysis: Analysis, lo: int, hi: int) -> TokenRange:
    """The range without punctuation at its ends, but with the bracket that closes one inside."""
    first, last = analysis.trim(lo, hi)
    texts = analysis.tokens.text
    return (first, last + 1) if last < hi and texts[last] == ")" and "(" in texts[first:last] else (first, last)


def _quotations(analysis: Analysis, tagged: Tagged) -> Iterator[Quotation]:
    """Those that begin or end a run of content, or hold its ends."""
    for lo, hi in tagged.content:
        for token in (lo, hi - 1):
            quotation = analysis.quotation_of(token)
            if quotation is not None:
                yield quotation


def _merged(parts: Sequence[TokenRange]) -> tuple[TokenRange, ...]:
    found: list[TokenRange] = []
    for lo, hi in sorted(parts):
        if found and lo <= found[-1][1]:
            found[-1] = (found[-1][0], max(hi, found[-1][1]))
        else:
            found.append((lo, hi))
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
        self._relays = _relays(drafts)
        self.kept: list[Draft] = []

    def add(self, tagged: Tagged) -> None:
        """An outermost reading: it takes over the rule's draft of the same words, or stands as a new one."""
        draft = self._same(tagged)
        chain = self._chain(tagged, draft)
        if chain is not None:
            self._add_relay(chain, tagged)
            return
        if draft is None:
            draft = _draft(self._analysis, tagged, self._cues, "tagger")
            unknown = draft.entry is None and tagged.score < HALF  # no row of the lexicon has the cue
            if unknown or not is_idea(self._analysis, draft):
                return
        else:
            self._used.add(id(draft))
            _take_over(self._analysis, draft, tagged, self._cues)
        for lo, hi in tagged.content:
            self._taken[lo:hi] = True
        draft.outermost = True
        draft.score = tagged.score
        self.kept.append(draft)

    def _chain(self, tagged: Tagged, draft: Draft | None) -> list[Draft] | None:
        """The relay that the reading is part of, by its content or by its cue."""
        if draft is not None and id(draft) in self._relays:
            return self._relays[id(draft)]
        cues = [self._at[token] for part in tagged.cue for token in range(*part) if token in self._at]
        return next((self._relays[id(cue)] for cue in cues if draft is None and id(cue) in self._relays), None)

    def _add_relay(self, chain: list[Draft], tagged: Tagged) -> None:
        """The rules tell who passes on whose words; the tagger, which knows no such chains, says at most how sure it is.

        Where it takes whoever is cited for the content ("citing the ministry"), its reading is dropped.
        """
        if id(chain[0]) in self._used or overlap(chain[0].content, tagged.content) < SAME:
            return
        for draft in chain:
            self._used.add(id(draft))
            for lo, hi in draft.content:
                self._taken[lo:hi] = True
            if draft.within is None:
                draft.score = tagged.score
        self.kept.extend(chain)

    def _same(self, tagged: Tagged) -> Draft | None:
        """The rule's draft with most of the same content (of a relay and what it passes on, the one with the same cue and
        source), or else with the same cue word."""
        lo, hi = tagged.content[0][0], tagged.content[-1][1]
        best, most = None, 0.0
        for draft in self._drafts:
            if id(draft) in self._used or draft.content[0][0] >= hi or draft.content[-1][1] <= lo:
                continue
            share = overlap(draft.content, tagged.content)
            if share < SAME or tagged.holds(draft.cue):
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
        return draft.rule in TRUSTED or any(
            self._doubts.get(token, 0.0) > THRESHOLDS["outermost"] for token in _around(draft)
        )

    def add_nested(self, tagged: Tagged) -> None:
        """A reading inside a content, unless the rules have the cue."""
        if not self._taken[tagged.anchor] or any(token in self._at for part in tagged.cue for token in range(*part)):
            return
        draft = _draft(self._analysis, tagged, self._cues, "tagger nested")
        draft.score = tagged.score
        if draft.source_head is not None:
            self.kept.append(draft)


def _relays(drafts: Sequence[Draft]) -> dict[int, list[Draft]]:
    """For each draft of a chain of relays (one content, several sources) the whole chain."""
    chains: dict[int, list[Draft]] = {}
    for draft in drafts:
        outer = draft.within
        if (
            outer is not None
            and "relay" in (draft.frame, outer.frame)
            and overlap(draft.content, outer.content) > ALIKE
        ):
            chain = chains.setdefault(id(outer), [outer])
            chain.append(draft)
            chains[id(draft)] = chain
    return chains


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
    if draft.rule in EXACT:
        return
    if overlap(draft.content, tagged.content) < (ALIKE if tagged.score > SURE else SAME):
        # Speech that goes on in the next paragraph lies outside what the tagger reads at one anchor.
        end = analysis.paragraphs[analysis.paragraph_of(tagged.anchor)][1]
        beyond = [(max(lo, end), hi) for lo, hi in draft.content if hi > end]
        draft.content = _merged([*tagged.content, *beyond])
    if not any(lo <= draft.cue < hi for lo, hi in tagged.cue):
        draft.cue, draft.entry = _cue_word(analysis, tagged, cues)
        draft.lemma = analysis.tokens.lemma[draft.cue] if draft.entry is None else draft.entry.lemma
    draft.cue_ranges = tagged.cue
    if tagged.source:
        touched = overlap(draft.source, tagged.source) > 0
        draft.source = _from_its_start(draft.source, tagged.source)
        if draft.source_head is None or not touched:
            draft.source_head = _head(analysis, tagged.source)
    draft.content = less(draft.content, (*draft.cue_ranges, *draft.source)) or draft.content


def _from_its_start(ruled: tuple[TokenRange, ...], tagged: tuple[TokenRange, ...]) -> tuple[TokenRange, ...]:
    """The tagger's source; where it begins in the middle of the rule's noun phrase ("ministry"), from that one's start."""
    if ruled and ruled[0][0] < tagged[0][0] < ruled[0][1]:
        return ((ruled[0][0], tagged[0][1]), *tagged[1:])
    return tagged


def _draft(analysis: Analysis, tagged: Tagged, cues: CueBook, rule: str) -> Draft:
    cue, entry = _cue_word(analysis, tagged, cues)
    source = tagged.source
    lemma = analysis.tokens.lemma[cue] if entry is None else entry.lemma
    return Draft(
        cue=cue, cue_ranges=tagged.cue, lemma=lemma, frame=_frame(analysis, tagged, cue), rule=rule, source=source,
        content=less(tagged.content, (*tagged.cue, *source)) or tagged.content, entry=entry,
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
