"""What the attribution tagger costs, as parts of bare `en_core_web_sm` on the same texts in the same run.

usage: OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 python benchmarks/speed/tagger.py [TEXTS.jsonl] [--articles N] [--rounds R]

Three figures: the rules; the encoder pass; features, heads and joining. CPU time of one process, in alternating
rounds; one thread, since idle threads of numpy's matrix library would be counted too.
"""

from __future__ import annotations

import argparse
import statistics
import time
from pathlib import Path

import spacy
from pipeline import articles

from onrecord.analysis import Analysis
from onrecord.config import AttributeConfig, Config
from onrecord.models.attribution import Array, Tagger, Window
from onrecord.stages.annotate import Annotate
from onrecord.stages.attribute import Attribute, _cues, _tagger


class Timed(Tagger):
    """A tagger that adds up the time of its encoder pass."""

    spent = 0.0

    def _hidden(self, window: Window) -> Array:
        start = time.process_time()
        hidden = super()._hidden(window)
        self.spent += time.process_time() - start
        return hidden


def once(analyses: list[Analysis], stage: Attribute, tagger: Timed) -> tuple[float, float, float]:
    """CPU seconds of rules, encoder pass, and the rest."""
    cues, tagger.spent = _cues.book(), 0.0
    start = time.process_time()
    ruled = [stage.ruled(analysis) for analysis in analyses]
    rules = time.process_time() - start
    start = time.process_time()
    for analysis, drafts in zip(analyses, ruled, strict=True):
        _tagger.join(analysis, drafts, _tagger.read(analysis, drafts, cues, tagger), cues)
    both = time.process_time() - start
    return rules, tagger.spent, both - tagger.spent


def main(options: argparse.Namespace) -> None:
    todo = articles(options.texts, options.articles)
    nlp, tagger, stage = spacy.load(Config().annotate.pipeline), Timed(), Attribute(AttributeConfig(model=False))
    analyses = [item.analysis for item in Annotate(Config().annotate)(todo) if item.analysis is not None]
    words = sum(len(article.text.split()) for article in todo)
    rows: list[list[float]] = []
    for _ in range(options.rounds + 1):
        start = time.process_time()
        for _ in nlp.pipe([article.text for article in todo]):
            pass
        bare = time.process_time() - start
        rows.append([bare, *(part / bare for part in once(analyses, stage, tagger))])
    columns = list(zip(*rows[1:], strict=True))  # the first round warms caches
    print(
        f"{len(todo)} articles, {words} words, {options.rounds} rounds; "
        f"bare spaCy {words / statistics.median(columns[0]):.0f} words/s"
    )
    for name, values in zip(("rules", "encoder pass", "features, heads, joining"), columns[1:], strict=True):
        print(
            f"{name:<26} {statistics.median(values):.2f} of bare spaCy  (min {min(values):.2f}, max {max(values):.2f})"
        )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", nargs="?", type=Path)
    parser.add_argument("--articles", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=3)
    main(parser.parse_args())
