"""What a stage is. No inheritance: a class with these attributes is a stage."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol

from onrecord.records import Article

if TYPE_CHECKING:
    from onrecord.store import Store


class Stage(Protocol):
    """Reads and fills articles, one at a time or in chunks; pure but for the models it holds."""

    @property
    def name(self) -> str:
        """Its config section and its test file, e.g. "attribute"."""

    @property
    def version(self) -> int:
        """Raised when output can change; stored with every record."""

    @property
    def requires(self) -> frozenset[str]:
        """Article fields read."""

    @property
    def assigns(self) -> frozenset[str]:
        """Article fields written; dotted where a stage owns one field of the records in a list ("events.date")."""

    def __call__(self, articles: Sequence[Article], /) -> list[Article]:
        """Same length, same order."""


class CorpusStage(Protocol):
    """Reads and writes the store, after the others."""

    @property
    def name(self) -> str:
        """Its config section and its test file."""

    @property
    def version(self) -> int:
        """Raised when output can change."""

    def __call__(self, store: Store, /) -> Any:
        """What is known across articles."""
