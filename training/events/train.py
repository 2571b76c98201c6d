"""Train the relation model: FOLDER/examples.pkl (from prepare.py) in, FOLDER/NAME.pt out; can be interrupted at any time.

usage: python training/events/train.py --out FOLDER --name NAME [--corpora own pairs predicates relations] [--without-fold K]
       [--start CHECKPOINT] [--epochs 4] [--seed 1] [--rate 1.0]

FOLDER lies outside the repository; NAME.last.pt (model, averaged weights, optimiser, step) is kept every few minutes. The
recipe (README.md): first our own and the labelled sentences, then the relation rows among a part of them. With --without-fold
the rows of that fold are left out and scored at the end into NAME.predictions.jsonl.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import pickle
import random
import time
from pathlib import Path
from typing import Any

import minilm
import numpy as np
import torch
from model import ROLE, RelationModel, pretrained
from torch.nn import functional

from onrecord.models.relations import FEATURE_OFFSETS, LABELS

BATCH = 24
ENCODER_RATE, HEAD_RATE = 1.5e-4, 1e-3
WARM_UP = 0.08
AVERAGE = 0.995
SAVE_EVERY_S = 120
SMOOTHING = 0.05
RULES_HIDDEN = {"relations": 0.5, "own": 0.2}
"""Share of rows shown without the rules' types. The rules were written with the relation rows at hand, so that they are
better there than they will be elsewhere; our own sentences are blind to them."""
TRIGGER_WEIGHT, SECTOR_WEIGHT, OTHER_WEIGHT = 1.0, 0.3, 0.5
MIXED = 1800
"""Rows of ours and labelled ones to an epoch in which relation rows are trained too."""
YIELDING = [LABELS.index("CONCEDE"), LABELS.index("RETREAT")]
Row = dict[str, Any]


def load(options: argparse.Namespace) -> tuple[list[Row], list[Row]]:
    """Rows to train on, and those of the fold left out."""
    with (options.out / "examples.pkl").open("rb") as file:
        rows: list[Row] = pickle.load(file)
    folds = json.loads((Path(__file__).parent / "folds.json").read_text(encoding="utf-8"))
    held = [row for row in rows if fold_of(row, folds) == options.without_fold]
    names = {row["id"] for row in held}
    kept = [row for row in rows if row["id"] not in names and group_of(row) in options.corpora]
    kept = (
        [row for row in kept if not row["id"].startswith(tuple(options.without_own))] if options.without_own else kept
    )
    return [row for row in kept if row["label"] != "BAD"], held


def fold_of(row: Row, folds: dict[str, int]) -> int | None:
    """Fold of a relation row or a labelled predicate; None for what is always trained on."""
    if row["corpus"] == "relations":
        return folds[row["id"]]
    return int(row["id"].split("-")[-1]) % 5 if group_of(row) == "predicates" else None


def group_of(row: Row) -> str:
    """own, relations, or of labelled corpus sentences pairs and predicates."""
    if row["corpus"] in ("own", "relations"):
        return str(row["corpus"])
    return "predicates" if row["kind"] == "trigger" else "pairs"


def sample(rows: list[Row], chooser: random.Random) -> list[Row]:
    """The rows of one epoch: of each sentence of ours one reading, and of some of them a predicate that is no event.

    With relation rows, all labelled predicates, and a part of the rest.
    """
    by_sentence: dict[str, list[Row]] = {}
    picked = []
    for row in rows:
        if row["corpus"] == "own":
            by_sentence.setdefault(row["id"], []).append(row)
        else:
            picked.append(row)
    relations = [row for row in picked if row["corpus"] == "relations"]
    rest = [row for row in picked if row["corpus"] != "relations"]
    for found in by_sentence.values():
        good = [row for row in found if row["kind"] != "other"]
        rest.append(chooser.choice(good or found))
        others = [row for row in found if row["kind"] == "other"]
        if others and chooser.random() < 0.6:
            rest.append(chooser.choice(others))
    if relations:
        chooser.shuffle(rest)
        judged = [row for row in rest if group_of(row) == "predicates"]
        others = [row for row in rest if group_of(row) != "predicates"]
        rest = judged + others[:MIXED]
    return relations + rest


def batches(rows: list[Row], chooser: random.Random) -> list[list[Row]]:
    """Rows of like length together, in random order."""
    order = sorted(rows, key=lambda row: len(row["pieces"]) + chooser.randint(0, 12))
    groups = [order[n : n + BATCH] for n in range(0, len(order), BATCH)]
    chooser.shuffle(groups)
    return groups


def padded(batch: list[Row], hide: np.random.Generator | None) -> tuple[torch.Tensor, ...]:
    """Pieces [B, T], features [B, T, 6], mask [B, T]."""
    size = max(len(row["pieces"]) for row in batch)
    pieces, mask = (np.zeros((len(batch), size), dtype=np.int64) for _ in range(2))
    features = np.broadcast_to(np.array(FEATURE_OFFSETS), (len(batch), size, len(FEATURE_OFFSETS))).copy()
    for number, row in enumerate(batch):
        n = len(row["pieces"])
        pieces[number, :n], mask[number, :n], features[number, :n] = row["pieces"], 1, row["features"]
        if hide is not None and hide.random() < RULES_HIDDEN.get(row["corpus"], 0.3):
            features[number, :, ROLE + 1 :] = FEATURE_OFFSETS[ROLE + 1 :]
    return torch.from_numpy(pieces), torch.from_numpy(features), torch.from_numpy(mask)


def loss_of(model: RelationModel, batch: list[Row], hide: np.random.Generator) -> torch.Tensor:
    pieces, features, mask = padded(batch, hide)
    types, triggers, sectors = model(pieces, features, mask)
    total = types.new_zeros(())
    chances = types.log_softmax(dim=-1)
    for number, row in enumerate(batch):
        total = total + type_loss(chances[number], row["label"]) * (OTHER_WEIGHT if row["kind"] == "other" else 1.0)
        if row["kind"] == "pair" and row["trigger"] is not None and row["trigger"].any():
            n = len(row["trigger"])
            wanted = torch.from_numpy(row["trigger"].astype(np.float32))
            raw = functional.binary_cross_entropy_with_logits(triggers[number, :n], wanted, reduction="sum")
            total = total + TRIGGER_WEIGHT * raw / 10
        for side, sector in enumerate(row["sectors"]):
            if sector >= 0:
                total = total - SECTOR_WEIGHT * sectors[number, side].log_softmax(dim=-1)[sector]
    return total / len(batch)


def type_loss(chances: torch.Tensor, label: str) -> torch.Tensor:
    """Smoothed cross-entropy of log-probabilities [17]; of a YIELD, CONCEDE and RETREAT are right."""
    right = torch.logsumexp(chances[YIELDING], dim=0) if label == "YIELD" else chances[LABELS.index(label)]
    return -(1 - SMOOTHING) * right - SMOOTHING * chances.mean()


def train(options: argparse.Namespace) -> None:
    torch.manual_seed(options.seed)
    torch.set_num_threads(options.threads)
    rows, held = load(options)
    model = pretrained(minilm.folder())
    if options.start:
        model.load_state_dict(torch.load(options.start, weights_only=True))
    named = list(model.named_parameters())
    optimiser = torch.optim.AdamW(
        [
            {"params": [p for name, p in named if name.startswith("encoder.")], "lr": options.rate * ENCODER_RATE},
            {"params": [p for name, p in named if not name.startswith("encoder.")], "lr": options.rate * HEAD_RATE},
        ],
        weight_decay=0.01,
    )
    plan: list[list[Row]] = []
    for epoch in range(options.epochs):
        chooser = random.Random(1000 * options.seed + epoch)
        plan += batches(sample(rows, chooser), chooser)
    total = len(plan)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda n: min((n + 1) / (WARM_UP * total), 0.5 + 0.5 * math.cos(math.pi * n / total))
    )
    average = {name: value.clone() for name, value in model.state_dict().items()}
    last = options.out / f"{options.name}.last.pt"
    first = _resume(last, model, optimiser, schedule, average)
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
        if step % 50 == 0:
            pace = (time.monotonic() - began) / (step - first + 1)
            print(f"step {step}/{total} loss {running:.3f}, {pace * (total - step) / 60:.1f} min left", flush=True)
        if time.monotonic() - saved > SAVE_EVERY_S:
            _save(last, step + 1, model, optimiser, schedule, average)
            saved = time.monotonic()
    torch.save(average, options.out / f"{options.name}.pt")
    last.unlink(missing_ok=True)
    if held:
        model.load_state_dict(average)
        predict(model, held, options.out / f"{options.name}.predictions.jsonl")


def predict(model: RelationModel, rows: list[Row], path: Path, hide_rules: bool = False) -> None:
    """Write id, type and all probabilities of each row, in the scorer's form."""
    model.eval()
    with path.open("w", encoding="utf-8") as file, torch.no_grad():
        for row in rows:
            pieces, features, _ = padded([row], None)
            if hide_rules:
                features[:, :, ROLE + 1 :] = torch.tensor(FEATURE_OFFSETS[ROLE + 1 :])
            chances = model(pieces, features)[0][0].softmax(dim=-1)
            found = LABELS[int(chances[:-1].argmax())]
            chance = [round(float(value), 5) for value in chances]
            file.write(
                json.dumps({"id": row["id"], "event_type": found, "gold": row["label"], "chances": chance}) + "\n"
            )


def _save(path: Path, step: int, model: RelationModel, optimiser: object, schedule: object, average: object) -> None:
    state = {"step": step, "model": model.state_dict(), "average": average}
    state |= {"optimiser": optimiser.state_dict(), "schedule": schedule.state_dict(), "random": torch.get_rng_state()}  # type: ignore[attr-defined]
    torch.save(state, path.with_suffix(".part"))
    os.replace(path.with_suffix(".part"), path)


def _resume(
    path: Path, model: RelationModel, optimiser: object, schedule: object, average: dict[str, torch.Tensor]
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
    parser.add_argument("--name", required=True)
    parser.add_argument("--corpora", nargs="+", default=["own", "pairs"])
    parser.add_argument("--without-fold", type=int, default=-1)
    parser.add_argument("--without-own", nargs="*", default=[], help="prefixes of our sentences' ids that are left out")
    parser.add_argument("--start", type=Path)
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rate", type=float, default=1.0, help="part of the learning rates")
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    train(parser.parse_args())
