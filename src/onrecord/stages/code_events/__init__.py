"""Placeholder replaced by the stage."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.config import CodeEventsConfig
from onrecord.records import Article


class CodeEvents:
    name = "code_events"
    version = 1
    requires = frozenset("text analysis attributions genre".split())
    assigns = frozenset("events".split())

    def __init__(self, config: CodeEventsConfig) -> None:
        self.config = config

    def __call__(self, articles: Sequence[Article], /) -> list[Article]:
        return list(articles)
