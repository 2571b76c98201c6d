"""How many frames of the lexicon fire on texts that nobody wrote them for, and which never do.

In: the development sets of ../shared (of PolNeAR's training part every fourth article), or files given. Out: a summary, and
with `--update` the table frames.tsv: for each row of lexicons/en/frames.tsv that fired, how many predicates were read by it and
how many events name it in `provenance.rule`. The one idea: both are counted, since an event that several sentences tell names
one row only.

Neither trained model works here: the tagger decides who says what, not which words name a deed, and the relation model
would drop or retype what a frame read.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import harness

from onrecord import lexicons
from onrecord.config import AttributeConfig, CodeEventsConfig, Config
from onrecord.pipeline import stages
from onrecord.records import Article, Problem
from onrecord.stages.code_events import _candidates, _passages
from onrecord.stages.ingest import Ingest

TABLE = Path(__file__).with_name("frames.tsv")
SETS = {
    "polnear dev": ("data/polnear/dev.jsonl", 1),
    "polnear train, every 4th": ("data/polnear/train.jsonl", 4),
    "lgl-dev": ("data/places/lgl-dev.jsonl", 1),
    "geovirus": ("data/places/geovirus.jsonl", 1),
    "meantime": ("data/meantime/articles.jsonl", 1),
    "ecbplus": ("data/ecbplus/articles.jsonl", 1),
    "stories": ("stories", 1),
}
CHUNK = 50


class Counts:
    """Predicates read and events made, by frame id ("open fire.v")."""

    def __init__(self) -> None:
        self.read: Counter[str] = Counter()
        self.events: Counter[str] = Counter()
        self.articles = self.words = 0

    def add(self, before: Article, after: Article) -> None:
        self.articles += 1
        self.words += len(before.text.split())
        if before.analysis is not None and len(before.analysis.tokens):
            passages = _passages.read(before.analysis, before.attributions)
            self.read.update(c.frame.id for c in _candidates.find(before.analysis, before, passages))
        rules = [event.provenance.rule for event in after.events if event.provenance and event.provenance.rule]
        self.events.update(rule.partition(" to ")[0] if rule.count(".") > 1 else rule for rule in rules)

    def merge(self, other: Counts) -> None:
        self.read += other.read
        self.events += other.events
        self.articles += other.articles
        self.words += other.words


def _articles(origins: list[str], step: int) -> Iterator[Article]:
    for number, item in enumerate(Ingest(Config().ingest).read(origins)):
        if isinstance(item, Problem):
            sys.stderr.write(f"{item.message}\n")
        elif number % step == 0:
            yield item


def count(articles: Iterable[Article]) -> Counts:
    """What fires in the articles."""
    config = Config(attribute=AttributeConfig(model=False), code_events=CodeEventsConfig(model=False))
    steps = {stage.name: stage for stage in stages(config)}
    names = list(steps)
    counts = Counts()
    left = iter(articles)
    while current := list(islice(left, CHUNK)):
        for name in names[: names.index("code_events")]:
            current = steps[name](current)
        for before, after in zip(current, steps["code_events"](current), strict=True):
            counts.add(before, after)
    return counts


def _origins(name: str) -> list[str]:
    path = harness.SHARED / name
    return sorted(map(str, path.glob("*/[0-9][0-9].json"))) if path.is_dir() else [str(path)]


def summary(counts: Counts) -> list[str]:
    """Lines of figures: rows and lemma-frames of the lexicon, and how many of them fire."""
    rows = lexicons.load("frames")
    ids = {f"{row['lemma']}.{row['pos']}" for row in rows}
    heads = {(row["lemma"].split()[0], row["pos"]) for row in rows}
    read = {name for name in ids if counts.read[name]}
    coded = {name for name in ids if counts.events[name]}
    fired_heads = {(name.rpartition(".")[0].split()[0], name.rpartition(".")[2]) for name in read}
    return [
        f"{counts.articles} articles, {counts.words} words",
        f"{len(rows)} rows, {len(ids)} lemma-frames, {len(heads)} head words",
        f"{len(read)} lemma-frames read a predicate, {len(coded)} named an event, {len(ids) - len(read)} never fired",
        f"{len(fired_heads & heads)} head words fired",
        f"{sum(counts.read.values())} predicates read, {sum(counts.events.values())} events",
    ]


def write(counts: Counts) -> None:
    """The table, read by docs/build_reference.py."""
    ids = dict.fromkeys(f"{row['lemma']}.{row['pos']}" for row in lexicons.load("frames"))
    lines = [
        "# Rows of lexicons/en/frames.tsv that fired on development texts; the others never did. Counts only, no text.",
        f"# Written by benchmarks/events/frames.py --update: {counts.articles} articles, {counts.words} words.",
        "# frame: lemma.pos; read: predicates read by the row; events: events that name it in provenance.rule",
        "frame\tread\tevents",
        *(f"{name}\t{counts.read[name]}\t{counts.events[name]}" for name in sorted(ids) if counts.read[name]),
    ]
    TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("inputs", nargs="*", help="files of any kind that onrecord reads; none: the development sets")
    parser.add_argument("--update", action="store_true", help="write frames.tsv")
    options = parser.parse_args()
    total = Counts()
    wanted = {"given": (options.inputs, 1)} if options.inputs else {n: (_origins(p), s) for n, (p, s) in SETS.items()}
    for name, (origins, step) in wanted.items():
        part = count(_articles(origins, step))
        fired = len(part.read)
        print(f"{name:<26}{part.articles:>6} articles{part.words:>9} words{fired:>6} frames", flush=True)
        total.merge(part)
    print("\n".join(summary(total)))
    if options.update:
        write(total)
    return 0


if __name__ == "__main__":
    sys.exit(main())
