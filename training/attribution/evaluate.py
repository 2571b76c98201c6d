"""Attributions of a checkpoint on a set, in the form of ../shared/eval/score_attribution.py.

usage: python training/attribution/evaluate.py CHECKPOINT TEXTS.jsonl > predictions.jsonl [--threshold 0.5]

CHECKPOINT is `final.pt`, or `last.pt` of a run that goes on (its averaged weights are used).
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from data import ROLES, Window, load, windows
from model import AttributionModel, pretrained
from train import minilm, tokenizer

CONTENT, SOURCE, CUE = ROLES.index("content"), ROLES.index("source"), ROLES.index("cue")
Found = dict[str, list[list[int]]]


def restored(checkpoint: Path) -> AttributionModel:
    state = torch.load(checkpoint, weights_only=True)
    model = pretrained(minilm())
    model.load_state_dict(state.get("average", state))
    return model.eval()


@torch.no_grad()
def decode(model: AttributionModel, window: Window, threshold: float) -> Iterator[Found]:
    """Attributions of one window: anchors over the threshold, each piece of content to the anchor that wants it most."""
    pieces, features = (torch.from_numpy(a)[None] for a in (window.pieces, window.features))
    hidden = model.hidden(pieces, features, torch.ones_like(pieces))[0]
    real = window.starts >= 0
    scores = torch.sigmoid(model.anchor(hidden).squeeze(-1)).numpy() * real
    anchors = np.flatnonzero(scores > threshold)
    if not len(anchors):
        return
    roles = torch.softmax(model.roles(hidden, torch.from_numpy(anchors)), dim=-1).numpy()
    roles[:, ~real] = 0
    roles[window.paragraph[anchors][:, None] != window.paragraph[None, :]] = 0
    winner = roles[:, :, CONTENT].argmax(axis=0)
    for row, anchor in enumerate(anchors):
        content = (roles[row, :, CONTENT] > 0.5) & (winner == row)
        if content.any():
            cue = roles[row, :, CUE] > 0.5
            cue[anchor] = True
            source = roles[row, :, SOURCE] > 0.5
            yield {"source": spans(window, source), "cue": spans(window, cue), "content": spans(window, content)}


def spans(window: Window, chosen: np.ndarray) -> list[list[int]]:
    """Character spans of runs of chosen pieces; whole words; a gap of one piece is closed."""
    found: list[list[int]] = []
    last = -9
    for piece in np.flatnonzero(chosen):
        start, end = int(window.starts[piece]), int(window.ends[piece])
        if found and (piece - last <= 2 or start == found[-1][1]):
            found[-1][1] = end
        else:
            found.append([start, end])
        last = piece
    return found


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("texts", type=Path)
    parser.add_argument("--threshold", type=float, default=0.5)
    options = parser.parse_args()
    loaded, tok = restored(options.checkpoint), tokenizer()
    for article, text, _ in load(options.texts, None):
        found = [a for window in windows(article, text, [], tok) for a in decode(loaded, window, options.threshold)]
        print(json.dumps({"id": article, "attributions": found}))
