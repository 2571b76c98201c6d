"""PolNeAR articles into training windows.

In: texts and attributions as JSONL (offsets of source, cue and content). Out: windows of whole paragraphs as arrays of word
pieces with labels. The one idea: a window never cuts a paragraph in two, since 99.5 % of contents stay inside one, and what
a word piece loses in an uncased vocabulary (case, quotation marks) comes back as a feature.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from onrecord.records import Span
from onrecord.stages.annotate._paragraphs import split

MAX_PIECES = 320
"""Word pieces in a window, [CLS] and [SEP] included; the encoder's limit is 512, the cost grows with the length."""

ROLES = ("none", "source", "content", "cue")
TAGS = ("O", "B-source", "I-source", "B-content", "I-content", "B-cue", "I-cue")
QUOTES = {"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'"}
CASES = 3
"""Case feature: 0 no capital, 1 capital first, 2 all capitals; times two for inside and outside quotation marks."""
FEATURES = 2 * CASES


@dataclass
class Window:
    """Word pieces of whole paragraphs. All arrays have one entry a piece; `anchors` are pieces that begin a cue."""

    article: str
    pieces: np.ndarray  # int64 [T]
    features: np.ndarray  # int64 [T], case + CASES * in quotation
    paragraph: np.ndarray  # int64 [T], -1 for [CLS] and [SEP]
    starts: np.ndarray  # int64 [T], offsets in the article's text; -1 for [CLS] and [SEP]
    ends: np.ndarray
    tags: np.ndarray  # int64 [T], index in TAGS
    anchors: list[int] = field(default_factory=list)
    roles: list[np.ndarray] = field(default_factory=list)  # one int64 [T] an anchor, index in ROLES


def normalise(text: str) -> str:
    """The same number of code points, with plain quotation marks."""
    plain = "".join(QUOTES.get(character, character) for character in text)
    return plain.replace("``", '" ').replace("''", '" ')


def load(texts: Path, gold: Path | None) -> Iterator[tuple[str, str, list[dict[str, list[list[int]]]]]]:
    """(id, text, attributions) of each article; attributions are empty without gold."""
    attributions = {}
    if gold is not None:
        attributions = {d["id"]: d["attributions"] for d in map(json.loads, gold.open(encoding="utf-8"))}
    for d in map(json.loads, texts.open(encoding="utf-8")):
        yield d["id"], d["text"], attributions.get(d["id"], [])


def windows(
    article: str, text: str, attributions: list[dict[str, list[list[int]]]], tokenizer: Tokenizer
) -> list[Window]:
    """Windows of one article, labelled."""
    found = [_window(article, text, group, tokenizer) for group in _groups(text, tokenizer)]
    for window in found:
        _label(window, attributions)
    return found


def _groups(text: str, tokenizer: Tokenizer) -> Iterator[list[tuple[Span, list[tuple[int, int, int]]]]]:
    """Paragraphs packed into windows; each with its pieces (id, start, end)."""
    group: list[tuple[Span, list[tuple[int, int, int]]]] = []
    size = 1
    for span in split(text):
        encoded = tokenizer.encode(normalise(text[span.start : span.end]), add_special_tokens=False)
        offsets = [(start + span.start, end + span.start) for start, end in encoded.offsets]
        pieces = [(piece, *offset) for piece, offset in zip(encoded.ids, offsets, strict=True)]
        while pieces:
            room = MAX_PIECES - 1 - (size if group else 1)
            if len(pieces) > room and group:
                yield group
                group, size = [], 1
                continue
            cut = pieces[: MAX_PIECES - 2]
            group.append((span, cut))
            size += len(cut) + 1
            pieces = pieces[len(cut) :]
    if group:
        yield group


def _window(
    article: str, text: str, group: list[tuple[Span, list[tuple[int, int, int]]]], tokenizer: Tokenizer
) -> Window:
    cls, sep = tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]")
    pieces, starts, ends, paragraph, features = [cls], [-1], [-1], [-1], [0]
    for number, (span, tokens) in enumerate(group):
        quoted = _quoted(normalise(text[span.start : span.end]))
        for piece, start, end in tokens:
            pieces.append(piece)
            starts.append(start)
            ends.append(end)
            paragraph.append(number)
            features.append(_case(text, start, end) + CASES * int(quoted[start - span.start]))
        for values, value in ((pieces, sep), (starts, -1), (ends, -1), (paragraph, -1), (features, 0)):
            values.append(value)
    arrays = [np.array(values, dtype=np.int64) for values in (pieces, features, paragraph, starts, ends)]
    return Window(article, *arrays, tags=np.zeros(len(pieces), dtype=np.int64))


def _case(text: str, start: int, end: int) -> int:
    """Case of the word that holds the piece."""
    while start > 0 and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum():
        end += 1
    word = text[start:end]
    if not word[:1].isupper():
        return 0
    return 2 if len(word) > 1 and word.isupper() else 1


def _quoted(paragraph: str) -> np.ndarray:
    """For each code point whether it is between double quotation marks; an open quotation runs to the paragraph's end."""
    inside = np.zeros(len(paragraph) + 1, dtype=bool)
    is_open = False
    for position, character in enumerate(paragraph):
        if character == '"':
            is_open = not is_open
        inside[position] = is_open
    return inside


def _label(window: Window, attributions: list[dict[str, list[list[int]]]]) -> None:
    real = window.starts >= 0
    for attribution in attributions:
        masks = {role: real & _covered(window, attribution[role]) for role in ("source", "content", "cue")}
        if not masks["content"].any():
            continue
        anchor = int(np.flatnonzero(masks["cue"] if masks["cue"].any() else masks["content"])[0])
        roles = np.zeros(len(window.pieces), dtype=np.int64)
        for role in ("content", "source", "cue"):
            roles[masks[role]] = ROLES.index(role)
            _tag(window, role, attribution[role])
        window.anchors.append(anchor)
        window.roles.append(roles)


def _covered(window: Window, spans: list[list[int]]) -> np.ndarray:
    covered = np.zeros(len(window.pieces), dtype=bool)
    for start, end in spans:
        covered |= (window.starts < end) & (window.ends > start)
    return covered


def _tag(window: Window, role: str, spans: list[list[int]]) -> None:
    for span in spans:
        inside = np.flatnonzero((window.starts >= 0) & _covered(window, [span]))
        if len(inside):
            window.tags[inside] = TAGS.index(f"I-{role}")
            window.tags[inside[0]] = TAGS.index(f"B-{role}")
