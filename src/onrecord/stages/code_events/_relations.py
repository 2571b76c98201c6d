"""The relation model beside the rules: each deed's pair is read again.

In: the analysis, the rules' candidates, and who deals with whom. Out: the model's reading of a pair. The one idea: the model is
told what the rules found in the sentence, for this pair or for others, so that its answer is the joint one.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from onrecord.analysis import Analysis, TokenRange
from onrecord.models import parse_codes, relations
from onrecord.models.attribution import Array
from onrecord.models.relations import Passage, Reading, Relations
from onrecord.stages.code_events import _scores
from onrecord.stages.code_events._candidates import Candidate

MAX_WORDS = 120
"""Words of a sentence that are read, around the trigger where it has more."""
TYPE_CODES = {name: number for number, name in enumerate(relations.TYPES, start=1)}
BYSTANDER, PREDICATE = relations.ROLES.index("bystander"), relations.ROLES.index("predicate")
STATE_CODES = {name: number for number, name in enumerate(relations.STATES)}


class Pairs:
    """The pairs of one article. Participants are given as token ranges, so that words that are no mention can be marked."""

    def __init__(self, analysis: Analysis, candidates: Sequence[Candidate], tokenizer: object) -> None:
        self._analysis = analysis
        self._tokenizer = tokenizer
        self._offsets = parse_codes.offsets(analysis.tokens)
        self._codes = parse_codes.codes(analysis.tokens)
        self._passages: dict[TokenRange, Passage] = {}
        self._found: dict[int, list[Candidate]] = {}
        for candidate in candidates:
            self._found.setdefault(analysis.tokens.sentence[candidate.token], []).append(candidate)

    def inputs(
        self,
        around: TokenRange,
        actors: Sequence[TokenRange],
        recipients: Sequence[TokenRange],
        predicate: int | None = None,
    ) -> tuple[Passage, Array]:
        """The words `around`, with their sentence, in word pieces; and their features [T, 6] with pair and predicate marked."""
        window = self._window(around, [*actors, *recipients])
        passage = self._passages.get(window)
        if passage is None:
            span = self._analysis.span(*window)
            passage = relations.passage(self._analysis.text, span, self._offsets, self._codes, self._tokenizer)
            self._passages[window] = passage
        roles, evidence = self._marks(window, actors, recipients)
        if predicate is not None and window[0] <= predicate < window[1]:
            roles[predicate - window[0]] = PREDICATE
        return passage, relations.features(passage, window[0], roles, evidence)

    def read(
        self, model: Relations, trigger: int, actors: Sequence[TokenRange], recipients: Sequence[TokenRange]
    ) -> Reading:
        """What the model makes of the pair and the predicate `trigger`."""
        passage, numbers = self.inputs((trigger, trigger + 1), actors, recipients, trigger)
        return model.read(passage.pieces, numbers)

    def _window(self, around: TokenRange, ranges: Sequence[TokenRange]) -> TokenRange:
        """Whole sentences that hold all of them; too many words: those of `around`, cut on both sides."""
        analysis = self._analysis
        ends = [around, *ranges]
        lo = analysis.sentence_of(min(start for start, _ in ends))[0]
        hi = analysis.sentence_of(max(end for _, end in ends) - 1)[1]
        if hi - lo > MAX_WORDS:
            lo, hi = analysis.sentence_of(around[0])[0], analysis.sentence_of(around[1] - 1)[1]
        if hi - lo > MAX_WORDS:
            lo = max(lo, min((around[0] + around[1] - MAX_WORDS) // 2, hi - MAX_WORDS))
            hi = min(hi, lo + MAX_WORDS)
        return lo, hi

    def _marks(
        self, window: TokenRange, actors: Sequence[TokenRange], recipients: Sequence[TokenRange]
    ) -> tuple[Array, Array]:
        """Roles [n] and evidence [n, 2] of the window's tokens."""
        analysis, (first, last) = self._analysis, window
        roles = np.zeros(last - first, dtype=np.int64)
        for token in range(first, last):
            number = analysis.mention_covering(token)
            if number is not None and (analysis.mentions[number].country or analysis.mentions[number].sector):
                roles[token - first] = BYSTANDER
        for code, ranges in ((2, recipients), (1, actors)):
            for lo, hi in ranges:
                roles[max(0, lo - first) : max(0, hi - first)] = code
        evidence = np.zeros((last - first, 2), dtype=np.int64)
        sentences = range(analysis.tokens.sentence[first], analysis.tokens.sentence[last - 1] + 1)
        for candidate in (found for sentence in sentences for found in self._found.get(sentence, ())):
            if first <= candidate.token < last:
                evidence[candidate.token - first] = self._codes_of(candidate, actors, recipients)
        return roles, evidence

    def _codes_of(
        self, candidate: Candidate, actors: Sequence[TokenRange], recipients: Sequence[TokenRange]
    ) -> tuple[int, int]:
        """What the rules say at the candidate's trigger: type, and modality or denial."""
        kind = TYPE_CODES[_scores.plover_type(candidate.frame.event_type, candidate.modality)]
        same = self._is_same(candidate, actors, recipients)
        state = "negated" if candidate.polarity == "-" else _state(candidate.modality)
        return kind + (0 if same else len(relations.TYPES)), STATE_CODES[state]

    def _is_same(self, candidate: Candidate, actors: Sequence[TokenRange], recipients: Sequence[TokenRange]) -> bool:
        """Whether the rules see these two as the candidate's two sides."""
        ranges = self._analysis.mention_tokens
        first = [ranges[n] for n in candidate.actors]
        second = first if candidate.frame.is_reciprocal else [ranges[n] for n in candidate.recipients]
        return (_touch(first, actors) or not actors) and (_touch(second, recipients) or not recipients)


def _state(modality: str) -> str:
    return modality if modality in STATE_CODES else "actual"


def _touch(some: Sequence[TokenRange], others: Sequence[TokenRange]) -> bool:
    return any(lo < end and start < hi for lo, hi in some for start, end in others)
