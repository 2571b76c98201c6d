"""Words taken for a place, as the parts of this stage hand them on."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.gazetteer import Candidate
from onrecord.records import PlaceRole, Span


@dataclass(frozen=True, slots=True)
class Toponym:
    """Words taken for a place: tokens `lo` to `hi`, what they can mean, and what the text says of their kind."""

    lo: int
    hi: int
    name: str
    role: PlaceRole
    candidates: tuple[Candidate, ...]
    hint: str = ""
    weight: float = 0.0
    span: Span | None = None
    """Where the words are only a part of a token."""
    position: tuple[float, float] | None = None
    """Degrees that the text gives."""
