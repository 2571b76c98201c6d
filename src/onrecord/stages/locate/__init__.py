"""Placeholder replaced by the stage."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.config import LocateConfig
from onrecord.records import Article


class Locate:
    name = "locate"
    version = 1
    requires = frozenset("text analysis events dateline publisher_country".split())
    assigns = frozenset("places events.place events.other_places".split())

    def __init__(self, config: LocateConfig) -> None:
        self.config = config

    def __call__(self, articles: Sequence[Article], /) -> list[Article]:
        return list(articles)
