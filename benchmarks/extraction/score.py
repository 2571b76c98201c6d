"""Article text out of 181 HTML pages: word-shingle F1 (a check, not a final figure)."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import harness

from onrecord.config import IngestConfig
from onrecord.records import Article
from onrecord.stages.ingest import Ingest

DATA = ["data/pages/gold.jsonl"]
LOWER: frozenset[str] = frozenset()


def score(folder: Path) -> harness.Figures:
    module = harness.scorer("eval/score_extraction.py")
    gold = module.load_gold(harness.SHARED / DATA[0])
    pages = Ingest(IngestConfig()).read([str(harness.SHARED / "data/pages/html")])
    found = {Path(item.origin or "").stem: item.text for item in pages if isinstance(item, Article)}
    result = module.score(gold, {name: text for name, text in found.items() if name in gold}, bootstrap=0)
    return {name: float(result[name]) for name in ("f1", "p", "r")}


if __name__ == "__main__":
    sys.exit(harness.main(Path(__file__).parent, score, DATA, LOWER))
