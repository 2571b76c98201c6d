"""Mentions of ECB+ (topics 1-35) as numbers for the coreference model.

usage: python training/coreference/prepare.py --data ../shared/data --out FOLDER

Writes FOLDER/pairs.npz: pairs of mentions with their features (`stages.link._mentions`, the code that makes them at run time),
whether they are one chain, and the topic of each mention; and word weights, counted in other corpora than ECB+.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from math import log
from pathlib import Path
from typing import Any

import numpy as np

from onrecord.models.coreference import Weights, word_number
from onrecord.records import Article, Span
from onrecord.stages.link import _mentions
from onrecord.stages.link._mentions import Deed
from onrecord.stages.link._words import normalised, stem

COUNTED = ("polnear/train.jsonl", "places/lgl-dev.jsonl", "places/geovirus.jsonl", "meantime/articles.jsonl")
"""Texts in which words are counted."""
LEAST = 2
"""Documents that a word must stand in."""


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    words, values, unknown = weights(options.data)
    gold = {row["id"]: row for row in rows(options.data / "ecbplus/coref.gold.jsonl")}
    articles = [row for row in rows(options.data / "ecbplus/articles.jsonl")]
    deeds, names, chains, topics = mentions(articles, gold)
    documents = _mentions.Documents([row["text"] for row in articles], Weights(words, values), unknown)
    found = list(_mentions.pairs(deeds, documents))
    ids = {name: number for number, name in enumerate(sorted(set(chains)))}
    np.savez(
        options.out / "pairs.npz",
        first=np.array([a for a, _, _ in found], dtype=np.int32),
        second=np.array([b for _, b, _ in found], dtype=np.int32),
        features=np.array([numbers for _, _, numbers in found], dtype=np.float32),
        chain=np.array([ids[chain] for chain in chains], dtype=np.int32),
        topic=np.array(topics, dtype=np.int32),
        name=np.array(names),
        words=words,
        word_weights=values,
        unknown=unknown,
    )
    print(f"{len(deeds)} mentions, {len(found)} pairs, {len(words)} words")


def rows(path: Path) -> Iterator[dict[str, Any]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


def weights(data: Path) -> tuple[np.ndarray, np.ndarray, float]:
    """Numbers of stems, their inverse document frequencies, and that of a stem that is not there."""
    counts: Counter[str] = Counter()
    size = 0
    for name in COUNTED:
        for row in rows(data / name):
            counts.update({stem(word) for word in normalised(row["text"])})
            size += 1
    kept = {word_number(word): log(size / count) for word, count in sorted(counts.items()) if count >= LEAST}
    order = sorted(kept)
    return np.array(order, dtype=np.uint32), np.array([kept[n] for n in order], dtype=np.float16), log(size)


def mentions(
    articles: list[dict[str, Any]], gold: dict[str, dict[str, Any]]
) -> tuple[list[Deed], list[str], list[str], list[int]]:
    """The validated mentions: deeds, names ("article mention"), chains, topics."""
    deeds: list[Deed] = []
    names, chains, topics = list[str](), list[str](), list[int]()
    spans: dict[int, list[Any]] = defaultdict(list)
    for number, row in enumerate(articles):
        spans[number] = [mention for mention in gold[row["id"]]["events"] if mention["validated"]]
    plain = [Article(id=row["id"], text=row["text"], published=row.get("published"), language="en") for row in articles]
    for number, article in enumerate(_mentions.analysed(plain)):
        for mention in spans[number]:
            deed = _mentions.deed(article, number, Span(*mention["spans"][0]))
            if deed is None:
                raise SystemExit(f"{article.id} {mention['mid']}: no word at {mention['spans'][0]}")
            deeds.append(deed)
            names.append(f"{article.id} {mention['mid']}")
            chains.append(mention["cluster"])
            topics.append(int(gold[article.id]["topic"]))
    return deeds, names, chains, topics


if __name__ == "__main__":
    main()
