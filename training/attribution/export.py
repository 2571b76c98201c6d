"""A trained checkpoint into the files that ship: int8 ONNX encoder, head weights, word pieces, and their digests.

usage: python training/attribution/export.py CHECKPOINT --out src/onrecord/models/weights [--version 2026-11-22]

Prints the lines for models/manifest.toml. Quantisation is dynamic int8 with `reduce_range` (7-bit weights), which costs no
accuracy here and avoids overflow on CPUs without VNNI; embeddings are quantised too, since they are half of the bytes.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import tempfile
from pathlib import Path

import minilm
import numpy as np
import torch
from model import AttributionModel, pretrained
from torch import nn
from train import begin_with


class Encoder(nn.Module):
    """Pieces [1, T] and features [1, T, F] to hidden states [1, T, 384]."""

    def __init__(self, model: AttributionModel) -> None:
        super().__init__()
        self.model = model

    def forward(self, pieces: torch.Tensor, features: torch.Tensor) -> torch.Tensor:
        return self.model.hidden(pieces, features)


def main(options: argparse.Namespace) -> None:
    model = pretrained(minilm.folder(), attention="eager")
    begin_with(model, options.checkpoint)
    model.eval()
    options.out.mkdir(parents=True, exist_ok=True)
    _encoder(model, options.out / "attribution.onnx")
    heads = {name: value.numpy().astype(np.float32) for name, value in model.head_weights().items()}
    np.savez(options.out / "attribution_heads.npz", **heads)
    stored = json.loads((minilm.folder() / "tokenizer.json").read_text(encoding="utf-8"))
    stored["truncation"] = stored["padding"] = None
    text = json.dumps(stored, ensure_ascii=False, separators=(",", ":"))
    (options.out / "wordpieces.json").write_text(text, encoding="utf-8")
    for name in ("attribution.onnx", "attribution_heads.npz", "wordpieces.json"):
        digest = hashlib.sha256((options.out / name).read_bytes()).hexdigest()
        print(f'"models/weights/{name}" = "{digest}"')


def _encoder(model: AttributionModel, path: Path) -> None:
    from onnxruntime.quantization import QuantType, quantize_dynamic

    pieces = torch.randint(1000, 2000, (1, 24))
    features = torch.zeros((1, 24, 5), dtype=torch.long)
    with tempfile.TemporaryDirectory() as folder:
        raw = Path(folder) / "encoder.onnx"
        torch.onnx.export(
            Encoder(model), (pieces, features), str(raw), input_names=["pieces", "features"], output_names=["hidden"],
            dynamic_axes={"pieces": {1: "length"}, "features": {1: "length"}, "hidden": {1: "length"}}, dynamo=False,
        )  # fmt: skip
        quantize_dynamic(
            str(raw), str(path), weight_type=QuantType.QInt8, reduce_range=True, per_channel=True,
            op_types_to_quantize=["MatMul", "Gather"],
        )  # fmt: skip


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    main(parser.parse_args())
