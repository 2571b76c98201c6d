"""The ontology: PLOVER's 16 types with score, quad class and CAMEO root (ontology/plover.toml).

In: a type, a mode and a status. Out: the numbers of the contract. The one idea: they are a table, not code.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import onrecord
from onrecord.errors import LexiconError
from onrecord.records import EventType, Modality

FILE = Path(onrecord.__file__).parent / "ontology" / "plover.toml"
PROMISED: frozenset[str] = frozenset({"CONSULT", "SUPPORT", "COOPERATE", "AID"})
"""Deeds that are an agreement as long as they are only planned (PLOVER manual, "AGREE")."""


@dataclass(frozen=True, slots=True)
class Ontology:
    """Tables by type, as the file has them."""

    types: dict[str, dict[str, Any]]

    def score(self, event_type: str, mode: str) -> tuple[float, int, str | None]:
        """Score, quad class and CAMEO root; a mode's own values win over those of its type."""
        table = self.types[event_type]
        modes = table.get("modes", {})
        own = modes.get(mode, {}) if isinstance(modes, dict) else {}
        own = own if isinstance(own, dict) else {}
        root = own.get("cameo_root", table.get("cameo_root"))
        return (
            float(own.get("score", table.get("score", 0.0))),
            int(own.get("quad", table.get("quad", 1))),
            None if root is None else str(root),
        )


@cache
def load() -> Ontology:
    """The shipped ontology; raises `LexiconError` if it has no types."""
    raw = tomllib.loads(FILE.read_text(encoding="utf-8"))
    types = raw.get("types", raw.get("type"))
    if isinstance(types, list):
        types = {entry["name"]: entry for entry in types}
    if types is None:
        types = {name: table for name, table in raw.items() if name.isupper() and isinstance(table, dict)}
    if not types:
        raise LexiconError(f"{FILE.name}: no event types")
    return Ontology(types)


def plover_type(event_type: EventType, modality: Modality) -> EventType:
    """The type as PLOVER counts it: a planned CONSULT, SUPPORT, COOPERATE or AID is AGREE."""
    return "AGREE" if modality == "planned" and event_type in PROMISED else event_type
