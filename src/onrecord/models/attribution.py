"""The attribution tagger: one encoder pass a window, and who-says-what read off its hidden states.

In: a text, its paragraphs, its tokens with small feature codes. Out: hidden states of every window, and scored spans. The one
idea: an attribution is found at its cue ("anchor"), and each anchor reads the role of every word piece of its paragraph (none,
source, content, cue) by a biaffine score off the same hidden states, as in semantic role labelling. Linking needs no second pass.

Windows hold whole paragraphs and do not overlap; one unpadded window is run per call, since padded int8 batches give other
labels and are slower. Encoder: MiniLM-L6-H384 (Wang et al. 2020), fine-tuned, int8. Biaffine: Dozat and Manning 2017.
Trained by `training/attribution`; the card is `weights/attribution.md`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from onrecord import assets
from onrecord.errors import ComponentError

Array = NDArray[Any]
Pieces = list[tuple[int, int, int]]

MAX_PIECES = 320
"""Word pieces in a window, [CLS] and [SEP] included; the encoder's limit is 512, the cost grows with the length."""

ROLES = ("none", "source", "content", "cue")
LEVELS = ("outermost", "nested")
FEATURE_SIZES = (6, 47, 19, 6, 7)
"""Values of each feature: case and quotation; dependency label; part of speech; class of cue word; what the rules found."""
FEATURE_OFFSETS = tuple(int(n) for n in np.cumsum((0, *FEATURE_SIZES[:-1])))

QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'"})
CASES = 3
"""0 no capital, 1 capital first, 2 all capitals; plus this many inside quotation marks."""
NEAR, FURTHEST = 8, 16
"""Distances from an anchor are exact up to NEAR pieces, then grow by the square root of two, up to FURTHEST buckets a side."""


@dataclass(frozen=True, slots=True)
class Words:
    """The tokens of a text: code-point offsets, int64 [n], and feature codes, int64 [n, 4] (all but the first feature)."""

    starts: Array
    ends: Array
    codes: Array


@dataclass(slots=True)
class Window:
    """Word pieces of whole paragraphs; all arrays have one row a piece. `starts` and `paragraph` are -1 for [CLS] and [SEP]."""

    pieces: Array  # int64 [T]
    features: Array  # int64 [T, features], offsets added
    paragraph: Array  # int64 [T], numbered within the window
    starts: Array  # int64 [T], offsets in the text
    ends: Array


@dataclass(slots=True)
class Found:
    """One anchor's reading. `roles` are probabilities, float32 [T, 4], of the window's pieces; `score` is the anchor's."""

    window: Window
    anchor: int
    level: str
    score: float
    roles: Array


def windows(text: str, paragraphs: Sequence[tuple[int, int]], words: Words, tokenizer: Any) -> list[Window]:
    """The text's windows, in order; `paragraphs` are half-open code-point spans."""
    return [_window(text, group, words, tokenizer) for group in _groups(text, paragraphs, tokenizer)]


def _groups(
    text: str, paragraphs: Sequence[tuple[int, int]], tokenizer: Any
) -> Iterator[list[tuple[tuple[int, int], Pieces]]]:
    """Paragraphs packed into windows; each with its pieces (id, start, end). One too long for a window is cut."""
    group: list[tuple[tuple[int, int], Pieces]] = []
    size = 1
    for span in paragraphs:
        encoded = tokenizer.encode(_plain(text[span[0] : span[1]]), add_special_tokens=False)
        pieces = [
            (piece, start + span[0], end + span[0])
            for piece, (start, end) in zip(encoded.ids, encoded.offsets, strict=True)
        ]
        while pieces:
            if group and len(pieces) > MAX_PIECES - 1 - size:
                yield group
                group, size = [], 1
            cut, pieces = pieces[: MAX_PIECES - 2], pieces[MAX_PIECES - 2 :]
            group.append((span, cut))
            size += len(cut) + 1
    if group:
        yield group


def _plain(paragraph: str) -> str:
    """The same number of code points, with plain quotation marks."""
    return paragraph.translate(QUOTES).replace("``", '" ').replace("''", '" ')


def _window(text: str, group: list[tuple[tuple[int, int], Pieces]], words: Words, tokenizer: Any) -> Window:
    cls, sep = tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]")
    pieces, starts, ends, paragraph, cases = [cls], [-1], [-1], [-1], [0]
    for number, ((first, last), tokens) in enumerate(group):
        quoted = inside_quotes(_plain(text[first:last]))
        for piece, start, end in tokens:
            pieces.append(piece)
            starts.append(start)
            ends.append(end)
            paragraph.append(number)
            cases.append(case_of(text, start, end) + CASES * int(quoted[start - first]))
        for values, value in ((pieces, sep), (starts, -1), (ends, -1), (paragraph, -1), (cases, 0)):
            values.append(value)
    begin = np.array(starts, dtype=np.int64)
    features = np.concatenate([np.array(cases, dtype=np.int64)[:, None], _codes(begin, words)], axis=1)
    return Window(
        pieces=np.array(pieces, dtype=np.int64),
        features=features + np.array(FEATURE_OFFSETS, dtype=np.int64),
        paragraph=np.array(paragraph, dtype=np.int64),
        starts=begin,
        ends=np.array(ends, dtype=np.int64),
    )


def _codes(starts: Array, words: Words) -> Array:
    """Codes of the token that holds each piece, int64 [T, 4]; 0 where none does."""
    if not len(words.starts):
        return np.zeros((len(starts), len(FEATURE_SIZES) - 1), dtype=np.int64)
    at = np.searchsorted(words.starts, starts, side="right") - 1
    held = (at >= 0) & (starts >= 0) & (starts < words.ends[at])
    codes: Array = np.where(held[:, None], words.codes[at], 0)
    return codes


def case_of(text: str, start: int, end: int) -> int:
    """Case of the word that holds the piece (looked at 24 code points far)."""
    low, high = max(0, start - 24), min(len(text), end + 24)
    while start > low and text[start - 1].isalnum():
        start -= 1
    while end < high and text[end].isalnum():
        end += 1
    word = text[start:end]
    if not word[:1].isupper():
        return 0
    return 2 if len(word) > 1 and word.isupper() else 1


def inside_quotes(paragraph: str) -> Array:
    """For each code point whether it is between double quotation marks; an open quotation runs to the paragraph's end."""
    marks = np.frombuffer(paragraph.encode("utf-32-le", "surrogatepass"), dtype=np.uint32) == ord('"')
    inside: Array = np.cumsum(marks) % 2 == 1
    return np.append(inside, False)


class Tagger:
    """The loaded model."""

    def __init__(self) -> None:
        self._session, self._heads, self._tokenizer, self.version = _load()

    def encode(self, text: str, paragraphs: Sequence[tuple[int, int]], words: Words) -> Iterator[tuple[Window, Array]]:
        """Each window with its hidden states, float32 [T, 384]."""
        for window in windows(text, paragraphs, words, self._tokenizer):
            yield window, self._hidden(window)

    def _hidden(self, window: Window) -> Array:
        inputs = {"pieces": window.pieces[None], "features": window.features[None]}
        hidden: Array = self._session.run(["hidden"], inputs)[0][0]
        return hidden

    def read(self, window: Window, hidden: Array, thresholds: dict[str, float]) -> Iterator[Found]:
        """Anchors whose score passes their level's threshold, in order of the text, with the roles of their paragraph."""
        yield from readings(window, hidden, self._heads, thresholds)


def readings(window: Window, hidden: Array, heads: dict[str, Array], thresholds: dict[str, float]) -> Iterator[Found]:
    """See `Tagger.read`; `heads` are the weights by name."""
    real = window.starts >= 0
    scores = _sigmoid(hidden @ heads["anchor.weight"].T + heads["anchor.bias"])
    bars = np.array([thresholds[level] for level in LEVELS])
    chosen = np.flatnonzero(((scores > bars).any(axis=1)) & real)
    if not len(chosen):
        return
    pieces = _gelu(hidden @ heads["piece_side.weight"].T + heads["piece_side.bias"])
    sides = _gelu(hidden[chosen] @ heads["anchor_side.weight"].T + heads["anchor_side.bias"])
    logits = np.einsum("ad,rde->are", sides, heads["pair"], optimize=True) @ pieces.T
    logits = logits.transpose(0, 2, 1) + (pieces @ heads["piece_bias.weight"].T + heads["piece_bias.bias"])
    logits = logits + heads["distance.weight"][bucket(np.arange(len(real))[None, :] - chosen[:, None])]
    roles = _softmax(logits)
    outside = (window.paragraph[None, :] != window.paragraph[chosen][:, None]) | ~real[None, :]
    roles[outside] = np.eye(1, len(ROLES), dtype=roles.dtype)[0]
    for row, anchor in enumerate(chosen):
        over = scores[anchor] - bars
        level = int(np.argmax(np.where(over > 0, scores[anchor], -1.0)))
        yield Found(window, int(anchor), LEVELS[level], float(scores[anchor, level]), roles[row])


def bucket(offsets: Array) -> Array:
    """Signed distances in pieces to 0..32 (16 is the anchor itself)."""
    size = np.abs(offsets)
    far = NEAR + (2 * np.log2(np.maximum(size, NEAR) / NEAR)).astype(np.int64)
    return FURTHEST + np.sign(offsets) * np.minimum(np.where(size <= NEAR, size, far), FURTHEST)


def _sigmoid(values: Array) -> Array:
    result: Array = 1.0 / (1.0 + np.exp(-values))
    return result


def _softmax(values: Array) -> Array:
    powers = np.exp(values - values.max(axis=-1, keepdims=True))
    result: Array = powers / powers.sum(axis=-1, keepdims=True)
    return result


def _gelu(values: Array) -> Array:
    """The tanh form of GELU (Hendrycks and Gimpel 2016), as in training."""
    result: Array = 0.5 * values * (1.0 + np.tanh(0.7978845608 * values * (1.0 + 0.044715 * values * values)))
    return result


@cache
def _load() -> tuple[Any, dict[str, Array], Any, str]:
    """Session, head weights, tokenizer and version; the files are verified first."""
    try:
        import onnxruntime
        from tokenizers import Tokenizer
    except ImportError as error:
        raise ComponentError(f"{error.name} is not installed; run: pip install onnxruntime tokenizers") from error
    pinned = assets.manifest()["attribution"]
    assets.verify(assets.PACKAGE, pinned["sha256"])
    folder = assets.PACKAGE / "models" / "weights"
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(
        str(folder / "attribution.onnx"), options, providers=["CPUExecutionProvider"]
    )
    with np.load(folder / "attribution_heads.npz", allow_pickle=False) as stored:
        heads = {name: stored[name] for name in stored.files}
    return session, heads, Tokenizer.from_file(str(folder / "wordpieces.json")), str(pinned["version"])
