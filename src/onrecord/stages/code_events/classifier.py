"""One sentence, one marked pair: what the actor does to the recipient.

In: a sentence and two spans. Out: PLOVER type and probability. The one idea: the pair need not be what the frames would find; the
model reads it as marked, told what the frames see in the sentence, as in the stage.
"""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.analysis import Analysis, TokenRange
from onrecord.config import AttributeConfig, CodeEventsConfig, Config
from onrecord.errors import UsageError
from onrecord.models.relations import TYPES, Reading, Relations
from onrecord.records import Article, Span
from onrecord.stages.annotate import Annotate
from onrecord.stages.attribute import Attribute
from onrecord.stages.code_events import CodeEvents, _passages
from onrecord.stages.code_events._relations import Pairs

NONE_ABOVE = 0.5
"""No event is the answer only where the model gives it more."""


class RelationClassifier:
    """Parser, rules and model, loaded once. Raises `ComponentError` where the model cannot be loaded."""

    def __init__(self, config: Config) -> None:
        self._model = Relations()
        self._before = Annotate(config.annotate), Attribute(AttributeConfig(model=False))
        self._frames = CodeEvents(CodeEventsConfig(model=False))

    def classify(self, sentence: str, actor: Sequence[int], recipient: Sequence[int]) -> tuple[str | None, float]:
        """Type, or None for no event, and its probability. Spans are half-open code points of the sentence."""
        reading = self.read(sentence, actor, recipient)
        if reading.of("NONE") > NONE_ABOVE:
            return None, reading.of("NONE")
        best = max(TYPES, key=reading.of)
        return best, reading.of(best)

    def read(self, sentence: str, actor: Sequence[int], recipient: Sequence[int]) -> Reading:
        """All probabilities."""
        articles = [Article(id="sentence", text=sentence, language="en")]
        for stage in self._before:
            articles = stage(articles)
        analysis = articles[0].analysis
        if analysis is None or not len(analysis.tokens):
            raise UsageError("the sentence is empty; give one with words")
        sides = [_range(analysis, span, name) for span, name in ((actor, "actor"), (recipient, "recipient"))]
        passages = _passages.read(analysis, articles[0].attributions)
        candidates = self._frames.candidates(articles[0], analysis, passages)
        pairs = Pairs(analysis, candidates, self._model.tokenizer)
        passage, numbers = pairs.inputs((0, len(analysis.tokens)), sides[:1], sides[1:])
        return self._model.read(passage.pieces, numbers)


def _range(analysis: Analysis, span: Sequence[int], name: str) -> TokenRange:
    if len(span) != 2 or not 0 <= span[0] < span[1] <= len(analysis.text):
        size = len(analysis.text)
        raise UsageError(f"{name} span {tuple(span)} lies outside the sentence; give 0 <= start < end <= {size}")
    lo, hi = analysis.token_range(Span(span[0], span[1]))
    if lo == hi:
        raise UsageError(f"{name} span {tuple(span)} holds no word; give the span of a name or noun")
    return lo, hi
