"""Train the attribution model: FOLDER/windows.npz (from prepare.py) in, FOLDER/final.pt out; can be interrupted at any time.

usage: python training/attribution/train.py --out FOLDER [--epochs 5] [--seed 1] [--start CHECKPOINT]

FOLDER lies outside the repository; it keeps `last.pt` (model, averaged weights, optimiser, step) every few minutes and `final.pt`
(averaged weights). Run again with the same FOLDER to go on where it stopped. CHECKPOINT gives the weights to begin with.
"""

from __future__ import annotations

import argparse
import math
import os
import random
import time
from pathlib import Path

import minilm
import numpy as np
import torch
from gold import Labelled, read
from model import AttributionModel, pretrained
from torch.nn import functional

from onrecord.models.attribution import FEATURE_OFFSETS, MAX_PIECES

BATCH_PIECES = 2560
ENCODER_RATE, HEAD_RATE = 1.5e-4, 1e-3
WARM_UP = 0.06
AVERAGE = 0.998
"""Decay of the running average of the weights, which is what is kept."""
SAVE_EVERY_S = 180
RULES_HIDDEN = 0.12
"""Share of windows that are shown without the rules' answer, so that the model does not lean on it alone."""
UNSURE_WEIGHT = 0.3
"""Weight of "nothing nested here" inside contents, where gold is silent."""
WRAPPED = 1200
"""Wrapped paragraphs' windows are thinned to about this many paragraphs (eight to an article)."""


def batches(data: list[Labelled], seed: int) -> list[list[Labelled]]:
    """Windows of like length together, in an order that depends on the seed alone."""
    chooser = random.Random(seed)
    order = sorted(data, key=lambda item: len(item.window.pieces) + chooser.randint(0, 40))
    step = max(1, BATCH_PIECES // MAX_PIECES)
    groups = [order[n : n + step] for n in range(0, len(order), step)]
    chooser.shuffle(groups)
    return groups


def padded(batch: list[Labelled], chooser: np.random.Generator) -> tuple[torch.Tensor, ...]:
    """Pieces [B, T], features [B, T, F], mask, tags, unsure [B, T]; tags are -100 on padding."""
    size = max(len(item.window.pieces) for item in batch)
    stack = np.zeros((4, len(batch), size), dtype=np.int64)
    features = np.broadcast_to(np.array(FEATURE_OFFSETS), (len(batch), size, len(FEATURE_OFFSETS))).copy()
    stack[2] = -100
    for row, item in enumerate(batch):
        n = len(item.window.pieces)
        stack[0, row, :n], stack[1, row, :n], stack[3, row, :n] = item.window.pieces, 1, item.unsure
        stack[2, row, :n] = np.where(item.window.starts >= 0, item.tags, -100)
        features[row, :n] = item.window.features
        if chooser.random() < RULES_HIDDEN:
            features[row, :, -1] = FEATURE_OFFSETS[-1]
    pieces, mask, tags, unsure = torch.from_numpy(stack)
    return pieces, torch.from_numpy(features), mask, tags, unsure


def loss_of(model: AttributionModel, batch: list[Labelled], chooser: np.random.Generator) -> torch.Tensor:
    """Tags, anchors, and roles at the anchors and at some pieces that only look like anchors."""
    pieces, features, mask, tags, unsure = padded(batch, chooser)
    hidden = model.dropout(model.hidden(pieces, features, mask))
    loss = functional.cross_entropy(model.tag(hidden).flatten(0, 1), tags.flatten(), ignore_index=-100)
    scores = model.anchor(hidden)
    real = tags != -100
    wanted, weight = torch.zeros_like(scores), torch.ones_like(scores)
    weight[..., 1] = torch.where(unsure.bool(), UNSURE_WEIGHT, 1.0)
    for row, item in enumerate(batch):
        wanted[row, item.anchors, item.levels] = 1.0
    weight = torch.where(wanted.bool(), 1.0, weight)
    raw = functional.binary_cross_entropy_with_logits(scores, wanted, weight, reduction="none")
    loss = loss + 4.0 * raw[real].sum(dim=-1).mean()
    return loss + _role_loss(model, batch, hidden, scores.detach().amax(dim=-1))


def _role_loss(
    model: AttributionModel, batch: list[Labelled], hidden: torch.Tensor, scores: torch.Tensor
) -> torch.Tensor:
    total, count = hidden.new_zeros(()), 0
    for row, item in enumerate(batch):
        n = len(item.window.pieces)
        real = torch.from_numpy(item.window.starts >= 0)
        others = scores[row, :n].masked_fill(~real, -1e9)
        others[item.anchors] = -1e9
        false = others.topk(min(len(item.anchors) // 2 + 1, int(real.sum()))).indices
        anchors = torch.cat([torch.from_numpy(item.anchors), false])
        gold = torch.from_numpy(np.concatenate([item.roles, np.zeros((len(false), n), dtype=np.int64)]))
        paragraph = torch.from_numpy(item.window.paragraph)
        inside = (paragraph[None, :] == paragraph[anchors][:, None]) & real[None, :]
        found = model.roles(hidden[row, :n], anchors)
        total = total + functional.cross_entropy(found[inside], gold[inside], reduction="sum")
        count += int(inside.sum())
    return 2.0 * total / max(count, 1)


def training_windows(folder: Path) -> list[Labelled]:
    """All but the held-out windows; wrapped ones thinned."""
    data = [item for item in read(folder / "windows.npz") if not item.held]
    wrapped = sorted({item.article for item in data if item.article.startswith("wrapped-")})[: WRAPPED // 8]
    return [item for item in data if not item.article.startswith("wrapped-") or item.article in set(wrapped)]


def train(options: argparse.Namespace) -> None:
    torch.manual_seed(options.seed)
    torch.set_num_threads(options.threads)
    data = training_windows(options.out)
    print(f"{len(data)} windows, {sum(len(i.window.pieces) for i in data)} pieces", flush=True)
    model = pretrained(minilm.folder())
    if options.start:
        begin_with(model, options.start)
    encoder = list(model.encoder.parameters())
    heads = [p for name, p in model.named_parameters() if not name.startswith("encoder.")]
    optimiser = torch.optim.AdamW(
        [{"params": encoder, "lr": options.rate * ENCODER_RATE}, {"params": heads, "lr": options.rate * HEAD_RATE}],
        weight_decay=0.01,
    )
    plan = [batch for epoch in range(options.epochs) for batch in batches(data, 1000 * options.seed + epoch)]
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
        loss = loss_of(model, plan[step], np.random.default_rng((options.seed, step)))
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        decay = min(AVERAGE, (step + 1) / (step + 10))
        for name, value in model.state_dict().items():
            average[name] = decay * average[name] + (1 - decay) * value if value.is_floating_point() else value.clone()
        running = 0.98 * running + 0.02 * loss.item() if step > first else loss.item()
        if step % 25 == 0:
            pace = (time.monotonic() - began) / (step - first + 1)
            left = pace * (total - step) / 60
            print(f"step {step}/{total} loss {running:.3f} {pace:.2f} s/step, {left:.0f} min left", flush=True)
        if time.monotonic() - saved > SAVE_EVERY_S:
            _save(options.out / "last.pt", step + 1, model, optimiser, schedule, average)
            saved = time.monotonic()
    torch.save(average, options.out / "final.pt")


def begin_with(model: AttributionModel, path: Path) -> None:
    """Take every weight of a checkpoint that fits; of one with fewer features or levels, the rows that it has."""
    stored = torch.load(path, weights_only=True)
    state = model.state_dict()
    for name, value in stored.get("average", stored).items():
        rows = len(value) if value.ndim else None
        if name in state and value.ndim and state[name].shape[1:] == value.shape[1:]:
            state[name][: min(rows or 0, len(state[name]))] = value[: len(state[name])]
    model.load_state_dict(state)


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
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--start", type=Path)
    parser.add_argument("--rate", type=float, default=1.0, help="part of the learning rates")
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    train(parser.parse_args())
