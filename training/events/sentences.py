"""Sentences with a marked pair: our own (training/data/events), relation rows, and labels of corpus sentences.

In: files. Out: `Example`s. A line of ours is `TYPE[.mode] <tab> status <tab> text`, the text with [A country sector|actor],
[R country sector|recipient] and <trigger>; training/data/README.md says it in full.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

MARK = re.compile(r"\[([AR]) (\S+) (\S+)\|([^\[\]|]+)\]|<([^<>]+)>")
Spans = list[tuple[int, int]]


@dataclass(slots=True)
class Side:
    """Actor or recipient as marked: spans with what we said of each; None where nothing was said."""

    spans: Spans = field(default_factory=list)
    countries: list[str | None] = field(default_factory=list)
    sectors: list[str | None] = field(default_factory=list)


@dataclass(slots=True)
class Example:
    """A text with one pair. `label` is a PLOVER type, YIELD (CONCEDE or RETREAT) or NONE; `trigger` None where unknown."""

    id: str
    corpus: str
    text: str
    label: str
    actor: Side
    recipient: Side
    mode: str = ""
    status: str = ""
    trigger: tuple[int, int] | None = None


def own(folder: Path) -> Iterator[Example]:
    """Every line of the folder's *.tsv files that is neither empty nor a comment."""
    for path in sorted(folder.glob("*.tsv")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if line.strip() and not line.startswith("#"):
                yield parse(line, f"{path.stem}-{number}")


def parse(line: str, name: str) -> Example:
    """One line of ours; raises ValueError where it has not three columns."""
    kind, status, marked = line.split("\t")
    label, _, mode = kind.partition(".")
    text, sides, trigger, at = "", {"A": Side(), "R": Side()}, None, 0
    marked, inner = _without_inner(marked)
    for match in MARK.finditer(marked):
        text += marked[at : match.start()]
        at = match.end()
        words = match.group(4) or match.group(5)
        span = (len(text), len(text) + len(words))
        text += words
        if match.group(5):
            trigger = span
            continue
        side = sides[match.group(1)]
        side.spans.append(span)
        side.countries.append(None if match.group(2) == "-" else match.group(2))
        side.sectors.append(None if match.group(3) == "-" else match.group(3))
    text += marked[at:]
    if inner is not None and trigger is None:
        start = text.find(inner)
        trigger = (start, start + len(inner)) if start >= 0 else None
    return Example(name, "own", text, label, sides["A"], sides["R"], mode, status, trigger)


def _without_inner(marked: str) -> tuple[str, str | None]:
    """A trigger inside a marked phrase ("[A FRA GOV|France's <envoy>]") is taken out of the marks; its words are given."""
    for match in re.finditer(r"\[[AR] \S+ \S+\|[^\[\]|]*<([^<>]+)>[^\[\]|]*\]", marked):
        inner = match.group(1)
        bare = match.group().replace(f"<{inner}>", inner)
        return marked.replace(match.group(), bare), inner
    return marked, None


def relations(path: Path) -> Iterator[Example]:
    """Rows of `{"id", "text", "actor": [s, e], "recipient": [s, e], "event_type"}`."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        sides = [Side([tuple(row[name])], [None], [None]) for name in ("actor", "recipient")]
        yield Example(row["id"], "relations", row["text"], row["event_type"], *sides)


def labelled(path: Path, texts: dict[str, dict[str, str]]) -> Iterator[Example]:
    """Labels of corpus sentences, one JSON object a line, offsets in the article whose text is in `texts` by corpus and id.

    `corpus`, `article`, `sentence` [s, e], `actor` and `recipient` (lists of spans), `predicate` (a span, or null where the pair
    as such was judged), `label` (a type or NONE; one that ends in "~" holds with the sides exchanged).
    """
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
        row = json.loads(line)
        start, end = row["sentence"]
        sides = [
            Side([(s - start, e - start) for s, e in row[name]], [None] * len(row[name]), [None] * len(row[name]))
            for name in ("actor", "recipient")
        ]
        label = row["label"]
        if label.endswith("~"):
            label, sides = label[:-1], sides[::-1]
        predicate = row["predicate"]
        trigger = None if predicate is None else (predicate[0] - start, predicate[1] - start)
        text = texts[row["corpus"]][row["article"]][start:end]
        yield Example(f"labelled-{number}", row["corpus"], text, label, *sides, trigger=trigger)
