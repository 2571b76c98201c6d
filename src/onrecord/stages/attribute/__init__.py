"""Placeholder replaced by the stage."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.config import AttributeConfig
from onrecord.records import Article


class Attribute:
    name = "attribute"
    version = 1
    requires = frozenset("text analysis publisher".split())
    assigns = frozenset("attributions voice".split())

    def __init__(self, config: AttributeConfig) -> None:
        self.config = config

    def __call__(self, articles: Sequence[Article], /) -> list[Article]:
        return list(articles)
