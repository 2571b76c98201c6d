"""Placeholder replaced by the stage."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.config import DateEventsConfig
from onrecord.records import Article


class DateEvents:
    name = "date_events"
    version = 1
    requires = frozenset("text analysis events published dateline attributions".split())
    assigns = frozenset("times events.date events.status".split())

    def __init__(self, config: DateEventsConfig) -> None:
        self.config = config

    def __call__(self, articles: Sequence[Article], /) -> list[Article]:
        return list(articles)
