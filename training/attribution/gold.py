"""Gold attributions, the tokenizer, and labelled windows on disk.

In: JSONL with offsets; windows. Out: `Windows`, saved as flat arrays (`windows.npz`), read back as `Labelled` items.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from onrecord.models.attribution import LEVELS, ROLES, Window

TAGS = ("O", "B-source", "I-source", "B-content", "I-content", "B-cue", "I-cue")
Spans = dict[str, list[list[int]]]
ARRAYS = ("pieces", "features", "paragraph", "starts", "ends", "tags", "unsure")


@dataclass(slots=True)
class Labelled:
    """A window with labels; arrays as in `Window`. `roles` int64 [anchors, T]; `levels` an index in LEVELS for each anchor.

    `unsure` marks pieces inside outermost contents, where gold is silent on nested attributions.
    """

    article: str
    held: bool
    window: Window
    tags: np.ndarray
    unsure: np.ndarray
    anchors: np.ndarray
    levels: np.ndarray
    roles: np.ndarray


def load(texts: Path, gold: Path | None) -> Iterator[tuple[str, str, list[Spans]]]:
    """(id, text, attributions) of each article; attributions are empty without gold."""
    attributions = {}
    if gold is not None:
        attributions = {d["id"]: d["attributions"] for d in map(json.loads, gold.open(encoding="utf-8"))}
    for d in map(json.loads, texts.open(encoding="utf-8")):
        yield d["id"], d["text"], attributions.get(d["id"], [])


class Windows:
    """Labelled windows as they are made."""

    def __init__(self) -> None:
        self._items: list[Labelled] = []

    def __len__(self) -> int:
        return len(self._items)

    def add(self, article: str, held: bool, window: Window, known: list[tuple[Spans, str]]) -> None:
        """Label a window with the attributions (spans, level) that stand in it."""
        size = len(window.pieces)
        tags, unsure = np.zeros(size, dtype=np.int64), np.zeros(size, dtype=np.int64)
        anchors, levels, roles = [], [], []
        for spans, level in known:
            masks = {role: covered(window, spans[role]) for role in ("source", "content", "cue")}
            if not masks["content"].any():
                continue
            row = np.zeros(size, dtype=np.int8)
            for role in ("content", "source", "cue"):
                row[masks[role]] = ROLES.index(role)
                if level == "outermost":
                    _tag(tags, window, role, spans[role])
            if level == "outermost":
                unsure |= masks["content"]
            anchors.append(int(np.flatnonzero(masks["cue"] if masks["cue"].any() else masks["content"])[0]))
            levels.append(LEVELS.index(level))
            roles.append(row)
        rows = np.stack(roles) if roles else np.zeros((0, size), dtype=np.int8)
        item = Labelled(article, held, window, tags, unsure, np.array(anchors, dtype=np.int64), np.array(levels), rows)
        self._items.append(item)

    def save(self, path: Path) -> None:
        """Flat arrays; see `read`."""
        items = self._items
        stored: dict[str, Any] = {name: np.concatenate([getattr(i.window, name) for i in items]) for name in ARRAYS[:5]}
        stored |= {name: np.concatenate([getattr(i, name) for i in items]) for name in ("tags", "unsure")}
        stored |= {
            "sizes": np.array([len(i.window.pieces) for i in items]),
            "counts": np.array([len(i.anchors) for i in items]),
            "anchors": np.concatenate([i.anchors for i in items]),
            "levels": np.concatenate([i.levels for i in items]).astype(np.int64),
            "roles": np.concatenate([i.roles.ravel() for i in items]),
            "articles": np.array([i.article for i in items]),
            "held": np.array([i.held for i in items]),
        }
        np.savez_compressed(path, **stored)


def read(path: Path) -> list[Labelled]:
    """The windows of `Windows.save`, in order."""
    with np.load(path, allow_pickle=False) as data:
        stored = {name: data[name] for name in data.files}
    found, piece, anchor, role = [], 0, 0, 0
    for number, (size, count) in enumerate(zip(stored["sizes"], stored["counts"], strict=True)):
        columns = [stored[name][piece : piece + size] for name in ARRAYS]
        rows = stored["roles"][role : role + size * count].reshape(count, size).astype(np.int64)
        picked = slice(anchor, anchor + count)
        found.append(
            Labelled(
                str(stored["articles"][number]), bool(stored["held"][number]), Window(*columns[:5]), *columns[5:],
                anchors=stored["anchors"][picked], levels=stored["levels"][picked], roles=rows,
            )
        )  # fmt: skip
        piece, anchor, role = piece + size, anchor + count, role + size * count
    return found


def covered(window: Window, spans: list[list[int]]) -> np.ndarray:
    """Pieces that overlap any of the spans, bool [T]."""
    mask = np.zeros(len(window.pieces), dtype=bool)
    for start, end in spans:
        mask |= (window.starts < end) & (window.ends > start) & (window.starts >= 0)
    return mask


def _tag(tags: np.ndarray, window: Window, role: str, spans: list[list[int]]) -> None:
    for span in spans:
        inside = np.flatnonzero(covered(window, [span]))
        if len(inside):
            tags[inside] = TAGS.index(f"I-{role}")
            tags[inside[0]] = TAGS.index(f"B-{role}")
