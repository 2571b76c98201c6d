"""Locate and verify the files that ship with onrecord or that it pins.

In: a name of `models/manifest.toml`. Out: a path whose sha256 is the one of the release. The one idea: a model or table
that was altered or half-installed must fail at load with the remedy, not give other records in silence.
"""

from __future__ import annotations

import hashlib
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from onrecord.errors import AssetError

PACKAGE = Path(__file__).parent
MANIFEST = PACKAGE / "models" / "manifest.toml"


@cache
def manifest() -> dict[str, Any]:
    """`models/manifest.toml` as dictionaries."""
    return tomllib.loads(MANIFEST.read_text(encoding="utf-8"))


def verify(folder: Path, digests: dict[str, str]) -> None:
    """Raise `AssetError` for the first file under `folder` that is missing or whose sha256 differs."""
    for name, expected in digests.items():
        path = folder / name
        if not path.is_file():
            raise AssetError(f"{path}: missing; reinstall with: pip install --force-reinstall onrecord")
        with path.open("rb") as stream:
            found = hashlib.file_digest(stream, "sha256").hexdigest()
        if found != expected:
            raise AssetError(f"{path}: sha256 {found[:12]}..., released {expected[:12]}...; reinstall onrecord")
