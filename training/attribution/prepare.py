"""Articles with gold attributions into labelled training windows, in one file outside the repository.

usage: python training/attribution/prepare.py --data ../shared/data/polnear --out FOLDER

In: texts and attributions as JSONL (offsets of source, cue and content). Out: FOLDER/windows.npz (see `gold.read`): the
windows that the tagger sees at run time, by the same code, with labels. The one idea: gold marks outermost attributions alone, so
what stands inside a content is learnt from two other teachers: what the rules find there, and true attributions wrapped into an
invented outer one ("Officials said that ..."), of which source, cue and content are known.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path
from typing import Any

import gold
import minilm
from wrapped import wrap

from onrecord.analysis import Analysis
from onrecord.config import AttributeConfig, Config
from onrecord.models.attribution import windows
from onrecord.records import Article
from onrecord.stages.annotate import Annotate
from onrecord.stages.attribute import Attribute, _cues, _features
from onrecord.stages.attribute._drafts import Draft

HELD_OUT = 0.05
"""Share of the training articles that thresholds are chosen on; they are not trained on."""
BATCH = 32

Spans = dict[str, list[list[int]]]


def main(options: argparse.Namespace) -> None:
    options.out.mkdir(parents=True, exist_ok=True)
    labelled = gold.Windows()
    stage = Attribute(AttributeConfig(model=False))
    articles = list(gold.load(options.data / "train.jsonl", options.data / "train.gold.jsonl"))
    chooser = random.Random(7)
    pieces: list[tuple[str, list[tuple[Spans, str]]]] = []
    for (name, _, attributions), analysis, drafts in analysed(articles, stage):
        held = is_held_out(name)
        known = [(spans, "outermost") for spans in attributions]
        _add(labelled, name, held, analysis, drafts, known + _silver(analysis, drafts, attributions))
        if not held:
            pieces.extend(wrap(analysis, attributions, chooser))
    print(f"{len(labelled)} windows of {len(articles)} articles", flush=True)
    chooser.shuffle(pieces)
    for (name, _, attributions), analysis, drafts in analysed(_joined(pieces), stage):
        _add(labelled, name, False, analysis, drafts, attributions)
    labelled.save(options.out / "windows.npz")
    print(f"{len(labelled)} windows with {len(pieces)} wrapped paragraphs", flush=True)


def is_held_out(name: str) -> bool:
    """Whether an article is kept for thresholds, by its name alone."""
    return int.from_bytes(blake2b(name.encode(), digest_size=4).digest(), "big") < HELD_OUT * 2**32


def analysed(articles: list[Any], stage: Attribute) -> Iterator[tuple[Any, Analysis, list[Draft]]]:
    """Each (name, text, ...) with its token table and the rules' drafts."""
    annotate = Annotate(Config().annotate)
    for first in range(0, len(articles), BATCH):
        group = articles[first : first + BATCH]
        parsed = annotate([Article(id=item[0], text=item[1], language="en") for item in group])
        for item, article in zip(group, parsed, strict=True):
            if article.analysis is not None:
                yield item, article.analysis, stage.drafts(article.analysis)


def _add(
    labelled: gold.Windows,
    name: str,
    held: bool,
    analysis: Analysis,
    drafts: list[Draft],
    known: list[tuple[Spans, str]],
) -> None:
    words = _features.words(analysis, drafts, _cues.book())
    paragraphs = [tuple(analysis.span(*part)) for part in analysis.paragraphs]
    for window in windows(analysis.text, paragraphs, words, minilm.tokenizer()):
        labelled.add(name, held, window, known)


def _silver(analysis: Analysis, drafts: list[Draft], attributions: list[Spans]) -> list[tuple[Spans, str]]:
    """What the rules find inside gold contents."""
    contents = [span for spans in attributions for span in spans["content"]]
    cues = [span for spans in attributions for span in spans["cue"]]
    found = []
    for draft in drafts:
        at = analysis.tokens.start[draft.cue]
        if any(s <= at < e for s, e in contents) and not any(s <= at < e for s, e in cues):
            parts = (("source", draft.source), ("cue", draft.cue_ranges), ("content", draft.content))
            found.append(({role: [list(analysis.span(*r)) for r in ranges] for role, ranges in parts}, "nested"))
    return found


def _joined(pieces: list[tuple[str, list[tuple[Spans, str]]]]) -> list[tuple[str, str, list[tuple[Spans, str]]]]:
    """Wrapped paragraphs, eight to an article."""
    articles = []
    for first in range(0, len(pieces), 8):
        text, attributions = "", []
        for paragraph, known in pieces[first : first + 8]:
            for spans, level in known:
                moved = {role: [[s + len(text), e + len(text)] for s, e in parts] for role, parts in spans.items()}
                attributions.append((moved, level))
            text += paragraph + "\n\n"
        articles.append((f"wrapped-{first}", text, attributions))
    return articles


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    main(parser.parse_args())
