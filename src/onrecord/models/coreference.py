"""Are two mentions one happening: boosted trees over what the mentions have in common.

In: rows of numbers (`stages.link._mentions.features`). Out: probabilities. The one idea: a few kilobytes of small trees, read
with numpy, need no library at run time. Also here, since it was counted with the training: how telling words are.
Trained by `training/coreference`; the card is `weights/coreference.md`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from typing import Any

import numpy as np
from numpy.typing import NDArray

from onrecord import assets

Array = NDArray[Any]


def word_number(word: str) -> int:
    """32-bit number under which a stem's weight is kept."""
    return int.from_bytes(blake2b(word.encode("utf-8", "surrogatepass"), digest_size=4).digest(), "big")


class Weights(Mapping[str, float]):
    """How telling stems are (inverse document frequency in the training texts), by their numbers."""

    def __init__(self, numbers: Array, values: Array) -> None:
        self._values: dict[int, float] = dict(zip(numbers.tolist(), values.astype(float).tolist(), strict=True))

    def __getitem__(self, word: str) -> float:
        return self._values[word_number(word)]

    def __iter__(self) -> Any:
        raise TypeError("the words themselves are not kept, only their numbers")

    def __len__(self) -> int:
        return len(self._values)


@dataclass(frozen=True, slots=True)
class Coreference:
    """The trees as arrays, one row a node: feature (-1: leaf), threshold, left, right, value; `roots` are the trees' first nodes.

    `bias` is the log-odds before the first tree; `threshold` is the mean probability that clusters need; `unknown` is the
    weight of a word that the training texts have not.
    """

    feature: Array
    limit: Array
    left: Array
    right: Array
    value: Array
    roots: Array
    bias: float
    threshold: float
    weights: Weights
    unknown: float

    def score(self, rows: Array) -> Array:
        """Probability of one happening, float64 [n], for rows float64 [n, features]."""
        total = np.full(len(rows), self.bias)
        every = np.arange(len(rows))
        for root in self.roots.tolist():
            node = np.full(len(rows), root)
            while True:
                feature = self.feature[node]
                inner = feature >= 0
                if not inner.any():
                    break
                goes_left = rows[every, np.where(inner, feature, 0)] <= self.limit[node]
                node = np.where(inner, np.where(goes_left, self.left[node], self.right[node]), node)
            total += self.value[node]
        return np.asarray(1.0 / (1.0 + np.exp(-total)))


@cache
def load() -> Coreference:
    """The model of the package, checked against its digest."""
    assets.verify(assets.PACKAGE, assets.manifest()["coreference"]["sha256"])
    with np.load(assets.PACKAGE / "models" / "weights" / "coreference.npz") as file:
        part = {name: file[name] for name in file.files}
    return Coreference(
        feature=part["feature"],
        limit=part["limit"],
        left=part["left"],
        right=part["right"],
        value=part["value"],
        roots=part["roots"],
        bias=float(part["bias"]),
        threshold=float(part["threshold"]),
        weights=Weights(part["words"], part["word_weights"]),
        unknown=float(part["unknown"]),
    )
