"""The pages docs/reference/attribution: every rule and every label of the attribute stage, with example and limits.

In: docs/attribution/rules.toml and labels.toml, the cue lexicon. Out: Markdown by file name, and the examples, which a contract
test runs through the stage. The one idea: an example is a sentence with its spans marked in it, so that text, offsets and claim
cannot drift apart.

The texts lie here and not in docstrings or in src: a frame is a row of a lexicon rather than a function, an example is data, and
the wheel need not carry either.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from onrecord.stages.attribute import _cues
from onrecord.stages.attribute._cues import Cue

DATA = Path(__file__).parent / "attribution"
FOLDER = "attribution"
NOTE = "<!-- Written by docs/build_reference.py (make docs) from docs/attribution. -->\n\n"
OPENING = re.compile(r"\{([sqcva])(\d?) ")
NAMES = {"s": "source", "q": "cue", "c": "content", "a": "reason", "v": "sentence"}
RESTRICTED = {
    "idea": "if the object is no place, person or body",
    "words": "if the subject is words or data",
    "count": "if the object is a number of something",
}
DERIVED = ("that", "wh", "pre", "par", "tail", "as", "pass:that", "pass:wh", "pass:pre", "pass:prep:as")
"""Frames that a verb takes without its row naming them (`Cue.takes`)."""
MAX_WORDS = 60
"""Longer word lists are counted only."""

Pieces = dict[tuple[str, int], list[tuple[int, int]]]


@dataclass(frozen=True, slots=True)
class Example:
    """A text and where its marked parts stand: (tag, number) -> half-open spans, in order of the text."""

    text: str
    parts: Pieces = field(hash=False)

    def numbers(self) -> list[int]:
        """The attributions that are marked; 1 is the one that the page is about."""
        return sorted({number for tag, number in self.parts if tag == "q"})

    def spans(self, tag: str, number: int = 1) -> list[tuple[int, int]]:
        """The spans of one part; none where it is not marked."""
        return self.parts.get((tag, number), [])


def parse(marked: str) -> Example:
    """The example of a marked text ("{s The mayor} {q said} {c that ...}"); marks may stand inside marks."""
    text: list[str] = []
    parts: Pieces = {}
    opened: list[tuple[str, int, int]] = []
    at = 0
    while at < len(marked):
        match = OPENING.match(marked, at)
        if match is not None:
            opened.append((match[1], int(match[2] or 1), len(text)))
            at = match.end()
        elif marked[at] == "}":
            tag, number, start = opened.pop()
            parts.setdefault((tag, number), []).append((start, len(text)))
            at += 1
        else:
            text.append(marked[at])
            at += 1
    if opened:
        raise ValueError(f"a mark is left open in {marked!r}")
    return Example("".join(text), {key: sorted(spans) for key, spans in parts.items()})


def load(name: str) -> dict[str, Any]:
    """The data of `rules` or `labels`."""
    return tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))


def cue_rules() -> dict[str, list[tuple[str, str]]]:
    """Every rule that a cue word can give -> its words, each with the restriction under which it counts."""
    book = _cues.book()
    tables = {"verb": book.verbs, "noun": book.nouns, "adj": book.adjectives}
    found: dict[str, list[tuple[str, str]]] = {}
    for name, table in tables.items():
        for lemma, cue in sorted(table.items()):
            if lemma == cue.lemma:
                for frame, restriction in _frames(cue):
                    found.setdefault(f"{name} {frame}", []).append((lemma, restriction))
    return found


def _frames(cue: Cue) -> Iterator[tuple[str, str]]:
    """Frames of one word with their restrictions; a noun or an adjective is never drawn in those of a verb."""
    plain = {frame for frame in cue.frames if frame.split(":")[0] not in RESTRICTED and frame != "quote"}
    if cue.pos == "VERB":
        plain |= {frame for frame in DERIVED if cue.takes(frame)}
    for frame in sorted(plain):
        yield frame, ""
    for frame in sorted(cue.frames):
        restriction, _, inner = frame.partition(":")
        if restriction in RESTRICTED and inner not in plain:
            yield inner, restriction


def pages() -> dict[str, str]:
    """File name -> text."""
    rules, labels = load("rules"), load("labels")
    known = cue_rules()
    out = {"README.md": _index(rules, labels)}
    for page in rules["page"]:
        out[f"{page['file']}.md"] = _page(page, page["rule"], "Rules and examples", known)
    for page in labels["page"]:
        out[f"{page['file']}.md"] = _page(page, page["value"], "Values and examples", {})
    return {f"{FOLDER}/{name}": text for name, text in out.items()}


def _page(page: dict[str, Any], entries: list[dict[str, Any]], heading: str, known: dict[str, Any]) -> str:
    parts = [
        f"{NOTE}# {page['title']}\n",
        f"## What it does\n\n{page['does'].strip()}\n",
        f"## Why\n\n{page['why'].strip()}\n",
        f"## {heading}\n",
        *(_entry(entry, known.get(entry["name"], [])) for entry in entries),
        f"## Limits\n\n{page['limits'].strip()}\n",
        f"## References\n\n{page['references'].strip()}\n",
    ]
    return "\n".join(parts)


def _entry(entry: dict[str, Any], words: list[tuple[str, str]]) -> str:
    lines = [f"### `{entry['name']}`\n", entry["does"].strip() + "\n"]
    if words:
        lines.append(_words(words) + "\n")
    lines.extend(_example(parse(marked), entry.get("within", {})) for marked in entry.get("examples", []))
    if "silent" in entry:
        lines.append(f"No example: {entry['silent']}\n")
    if "limits" in entry:
        lines.append(f"Limits: {entry['limits'].strip()}\n")
    return "\n".join(lines)


def _words(words: list[tuple[str, str]]) -> str:
    if len(words) > MAX_WORDS:
        return f"{len(words)} words of `lexicons/en/cues.tsv` take it."
    groups = {"": [lemma for lemma, restriction in words if not restriction]}
    for name, meaning in RESTRICTED.items():
        groups[f"; {meaning}: "] = [lemma for lemma, restriction in words if restriction == name]
    listed = "".join(head + ", ".join(lemmas) for head, lemmas in groups.items() if lemmas)
    return f"Words: {listed.removeprefix('; ')}."


def _example(example: Example, within: dict[str, int]) -> str:
    rows = []
    for (tag, number), spans in sorted(example.parts.items(), key=lambda item: (item[0][1], "sqcav".index(item[0][0]))):
        words = " ... ".join(example.text[start:end] for start, end in spans)
        offsets = ", ".join(f"{start}:{end}" for start, end in spans)
        rows.append(f"| {NAMES[tag]}{'' if number == 1 else f' ({number})'} | {words} | {offsets} |\n")
    for inner, outer in sorted(within.items()):
        rows.append(f"| within{'' if inner == '1' else f' ({inner})'} | {_of(outer)} | |\n")
    return f"```text\n{example.text}\n```\n\n| | `text[start:end]` | span |\n|---|---|---|\n{''.join(rows)}"


def _of(number: int) -> str:
    return "the first" if number == 1 else f"the one marked ({number})"


def _index(rules: dict[str, Any], labels: dict[str, Any]) -> str:
    table = "".join(
        f"| `{rule['name']}` | [{page['title']}]({page['file']}.md) | {' '.join(rule['does'].split())} |\n"
        for page in rules["page"]
        for rule in page["rule"]
    )
    fields = "".join(
        f"| `{page['path']}` | [{page['title'].partition(': ')[2]}]({page['file']}.md) | "
        f"{' '.join('`' + value['name'] + '`' for value in page['value'])} |\n"
        for page in labels["page"]
    )
    never = "".join(f"- `{rule['rule']}`: {rule['why']}\n" for rule in rules["never"])
    return (
        f"{NOTE}# Attribution: rules and labels\n\n"
        "How the stage works and how a chain is read: [concepts](../../concepts/attribution.md). A test runs every example, by\n"
        "rules alone; what the trained tagger makes of them is said on [its page](tagger.md).\n\n"
        "## Rules\n\nThe value of `provenance.rule`: a word class with a frame, or a name.\n\n"
        f"| rule | page | what it finds |\n|---|---|---|\n{table}\n"
        f"## Labels\n\n| field | page | values |\n|---|---|---|\n{fields}\n"
        "## Frames without a page\n\nRows of the lexicon list them; no plausible sentence is known in which they are right.\n\n"
        f"{never}"
    )
