"""Placeholder replaced by the entity layer."""

from __future__ import annotations

from onrecord.analysis import Analysis
from onrecord.config import AnnotateConfig
from onrecord.records import Article


class MentionFinder:
    def __init__(self, config: AnnotateConfig) -> None:
        self.config = config

    def add_to(self, analysis: Analysis, article: Article) -> None:
        return None
