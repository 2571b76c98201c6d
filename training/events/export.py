"""A trained checkpoint into the file that ships: the whole relation model as int8 ONNX, and its digest.

usage: python training/events/export.py CHECKPOINT --out src/onrecord/models/weights [--temperature 1.0]

Prints the line for models/manifest.toml. Probabilities leave the graph divided by the temperature (calibrate.py). Quantisation as
in training/attribution/export.py: dynamic int8 with `reduce_range`, embeddings too.
"""

from __future__ import annotations

import argparse
import hashlib
import tempfile
from pathlib import Path

import minilm
import torch
from model import RelationModel, pretrained
from torch import nn

from onrecord.models.relations import FEATURE_OFFSETS


class Runtime(nn.Module):
    """Pieces [1, T] and features [1, T, 6] to probabilities: types [1, 17], pieces as trigger [1, T], sectors [1, 2, 24]."""

    def __init__(self, model: RelationModel, temperature: float) -> None:
        super().__init__()
        self.model, self.temperature = model, temperature

    def forward(self, pieces: torch.Tensor, features: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        types, trigger, sectors = self.model(pieces, features)
        return (types / self.temperature).softmax(dim=-1), trigger.sigmoid(), sectors.softmax(dim=-1)


def main(options: argparse.Namespace) -> None:
    from onnxruntime.quantization import QuantType, quantize_dynamic

    model = pretrained(minilm.folder(), attention="eager")
    model.load_state_dict(torch.load(options.checkpoint, weights_only=True))
    runtime = Runtime(model, options.temperature).eval()
    options.out.mkdir(parents=True, exist_ok=True)
    path = options.out / "relations.onnx"
    pieces = torch.randint(1000, 2000, (1, 24))
    features = torch.tensor(FEATURE_OFFSETS).expand(1, 24, len(FEATURE_OFFSETS)).clone()
    with tempfile.TemporaryDirectory() as folder:
        raw = Path(folder) / "relations.onnx"
        torch.onnx.export(
            runtime, (pieces, features), str(raw), input_names=["pieces", "features"],
            output_names=["types", "trigger", "sectors"], dynamo=False,
            dynamic_axes={"pieces": {1: "length"}, "features": {1: "length"}, "trigger": {1: "length"}},
        )  # fmt: skip
        quantize_dynamic(
            str(raw), str(path), weight_type=QuantType.QInt8, reduce_range=True, per_channel=True,
            op_types_to_quantize=["MatMul", "Gather"],
        )  # fmt: skip
    print(f'"models/weights/relations.onnx" = "{hashlib.sha256(path.read_bytes()).hexdigest()}"')


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--temperature", type=float, default=1.0)
    main(parser.parse_args())
