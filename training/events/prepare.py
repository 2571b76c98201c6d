"""Sentences with a marked pair into the model's inputs, in one file outside the repository.

usage: python training/events/prepare.py --data ../shared/data --own training/data/events --out FOLDER

Out: FOLDER/examples.pkl, dicts: pieces [T], features [T, 6], label, kind, trigger [T] (bool, or None), sectors (two
indices, or -1), corpus, id; made by the code that makes them at run time, so that the model learns how far to trust the rules
beside it.
"""

from __future__ import annotations

import argparse
import json
import pickle
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import minilm
import sentences
from sentences import Example, Side

from onrecord.analysis import Analysis, TokenRange
from onrecord.config import AttributeConfig, CodeEventsConfig, Config
from onrecord.models.relations import SECTORS
from onrecord.records import Article, Span
from onrecord.stages.annotate import Annotate
from onrecord.stages.attribute import Attribute
from onrecord.stages.code_events import CodeEvents, _passages, _predicates
from onrecord.stages.code_events._relations import Pairs

BATCH = 200
LABELLED = "labels.jsonl"
CORPORA = ("polnear/train", "places/lgl-dev", "places/geovirus", "meantime/articles", "ecbplus/articles")


def main(options: argparse.Namespace) -> None:
    options.out.mkdir(parents=True, exist_ok=True)
    examples = [*sentences.relations(options.data / "plover" / "relations.train.jsonl"), *sentences.own(options.own)]
    if (options.own / LABELLED).exists():
        examples += sentences.labelled(options.own / LABELLED, _texts(options.data))
    rows = [row for item in read(examples) for row in rows_of(item)]
    with (options.out / "examples.pkl").open("wb") as file:
        pickle.dump(rows, file)
    print(f"{len(rows)} rows of {len(examples)} examples", flush=True)


@dataclass(slots=True)
class Read:
    """An example with what the rules found in it."""

    example: Example
    analysis: Analysis
    pairs: Pairs
    passages: _passages.Passages
    taken: set[int]


def read(examples: list[Example]) -> Iterator[Read]:
    """Each example, read by the stages before the model."""
    stages = Annotate(Config().annotate), Attribute(AttributeConfig(model=False))
    coder = CodeEvents(CodeEventsConfig(model=False))
    for first in range(0, len(examples), BATCH):
        group = examples[first : first + BATCH]
        articles = [Article(id=example.id, text=example.text, language="en") for example in group]
        for stage in stages:
            articles = stage(articles)
        for example, article in zip(group, articles, strict=True):
            analysis = article.analysis
            if analysis is not None and len(analysis.tokens):
                passages = _passages.read(analysis, article.attributions)
                candidates = coder.candidates(article, analysis, passages)
                pairs = Pairs(analysis, candidates, minilm.tokenizer())
                taken = {token for found in candidates for token in (found.token, *found.words)}
                yield Read(example, analysis, pairs, passages, taken)


def rows_of(item: Read) -> Iterator[dict[str, Any]]:
    """The pair as given; for our own sentences also with the trigger as predicate, and their other predicates, which are none."""
    example, analysis = item.example, item.analysis
    actors, recipients = _ranges(analysis, example.actor), _ranges(analysis, example.recipient)
    if not actors and not recipients:
        return
    trigger = (0, 0) if example.trigger is None else analysis.token_range(Span(*example.trigger))
    whole = (0, len(analysis.tokens))
    around = trigger if trigger[0] < trigger[1] and whole[1] > 100 else whole
    head = head_of(analysis, trigger)
    if head is None or example.corpus == "own":
        yield _row(item, "pair", around, (actors, recipients), None)
    if head is not None:
        yield _row(item, "trigger", (head, head + 1), (actors, recipients), head)
    if example.corpus != "own":
        return
    for token in range(*whole):
        proposal = _predicates.propose(analysis, token, item.passages)
        if proposal is None:
            continue
        at = analysis.mention_tokens
        sides = [at[n] for n in proposal.actors], [at[n] for n in proposal.recipients]
        if trigger[0] <= token < trigger[1]:
            if _overlap(sides[0], [*actors, *recipients]) or _overlap(sides[1], [*actors, *recipients]):
                yield _row(item, "proposal", (token, token + 1), sides, token)
        elif token not in item.taken:
            yield _row(item, "other", (token, token + 1), sides, token)


def _row(
    item: Read, kind: str, around: TokenRange, sides: tuple[list[TokenRange], list[TokenRange]], predicate: int | None
) -> dict[str, Any]:
    example, analysis = item.example, item.analysis
    passage, features = item.pairs.inputs(around, *sides, predicate)
    trigger = None if example.trigger is None else analysis.token_range(Span(*example.trigger))
    known = kind in ("pair", "trigger")
    return {
        "id": example.id,
        "corpus": example.corpus,
        "kind": kind,
        "label": "NONE" if kind == "other" else example.label,
        "pieces": passage.pieces,
        "features": features,
        "trigger": None if trigger is None else (passage.tokens >= trigger[0]) & (passage.tokens < trigger[1]),
        "sectors": (_sector(example.actor), _sector(example.recipient)) if known else (-1, -1),
        "sides": (len(sides[0]), len(sides[1])),
    }


def head_of(analysis: Analysis, trigger: TokenRange) -> int | None:
    """The word of the trigger on which its other words depend."""
    inside = range(*trigger)
    heads = analysis.tokens.head
    return next((token for token in inside if heads[token] == token or heads[token] not in inside), None)


def _overlap(some: list[TokenRange], others: list[TokenRange]) -> bool:
    return any(lo < end and start < hi for lo, hi in some for start, end in others)


def _ranges(analysis: Analysis, side: Side) -> list[TokenRange]:
    found = [analysis.token_range(Span(*span)) for span in side.spans]
    return [(lo, hi) for lo, hi in found if lo < hi]


def _sector(side: Side) -> int:
    """Index in SECTORS of the first span's sector; -1 where none is known."""
    if not side.sectors or (side.sectors[0] is None and side.countries[0] is None):
        return -1
    sector = side.sectors[0]
    return SECTORS.index(sector) if sector in SECTORS else SECTORS.index("NONE")


def _texts(data: Path) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for corpus in CORPORA:
        lines = (data / f"{corpus}.jsonl").read_text(encoding="utf-8").splitlines()
        found[corpus] = {row["id"]: row["text"] for row in map(json.loads, lines)}
    return found


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--own", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    main(parser.parse_args())
