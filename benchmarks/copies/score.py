"""Copies: pairs of ECB+ (silver), of our story sets, and of dispatches that were transformed by `transform.py`.

usage: python benchmarks/copies/score.py [--update]

Only what copies need is run: no model, and the linker's own way from the store to its copy groups.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import combinations
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tests"))
import harness
from made import record
from transform import Bed, Bench, words

from onrecord.link_report import CopyGroup
from onrecord.stages.link import Link
from onrecord.store import Store

FOLDER = Path(__file__).resolve().parent
DATA = ["data/ecbplus/articles.jsonl", "data/ecbplus/copies.silver.jsonl", "data/polnear/train.jsonl"]
STORIES = FOLDER.parents[1] / "training" / "data" / "stories"
OPEN = ("s21", "s22", "s23", "s24", "s25", "s26", "s27", "s28", "s31", "s33", "s35", "s37")
"""Our story sets that may be read while developing."""
DISPATCHES = 220
Pair = tuple[str, str]


def groups(articles: Iterable[Mapping[str, str | None]]) -> tuple[CopyGroup, ...]:
    """The copy groups of articles that have an id, a text and perhaps publisher, time and address."""
    with Store(":memory:") as store:
        for item in articles:
            fields = {name: item.get(name) for name in ("publisher", "published", "url", "agency")}
            store.add(record(str(item["text"]), id=str(item["id"]), **fields))  # type: ignore[arg-type]
        return Link()(store).copies


def pairs(found: Iterable[CopyGroup]) -> set[Pair]:
    """Every pair of a group."""
    return {pair for group in found for pair in combinations(sorted(group.articles), 2)}


def rows(name: str) -> list[dict[str, str]]:
    """A JSONL file of the shared folder."""
    return [json.loads(line) for line in (harness.SHARED / name).read_text(encoding="utf-8").splitlines()]


def stories() -> tuple[list[dict[str, str]], set[Pair]]:
    """Articles of our open sets under ids of their own, and the pairs of one dispatch."""
    articles, gold = list[dict[str, str]](), set[Pair]()
    for folder in sorted(path for path in STORIES.glob("s*") if path.name[:3] in OPEN):
        for path in sorted(folder.glob("[0-9][0-9].json")):
            item = json.loads(path.read_text(encoding="utf-8"))
            articles.append(item | {"id": f"{folder.name[:3]}/{item['id']}"})
        for group in json.loads((folder / "gold.json").read_text(encoding="utf-8"))["copies"]:
            named = sorted(f"{folder.name[:3]}/{one}" for one in group)
            gold.update(combinations(named, 2))
    return articles, gold


def bed() -> tuple[Bed, list[dict[str, str]], set[Pair]]:
    """The test bed, its articles with those of our stories, and the pairs that are copies."""
    texts = [row["text"] for row in rows("data/polnear/train.jsonl")]
    made = Bench([text for text in texts if words(text) <= 1500], DISPATCHES).made()
    told, gold = stories()
    articles = [
        {"id": one.id, "text": one.text, "publisher": one.publisher, "published": one.published}
        for one in made.articles
    ]
    return made, articles + told, gold | set(made.copies)


def prf(found: set[Pair], gold: set[Pair]) -> tuple[float, float, float]:
    """Precision, recall, F1."""
    right = len(found & gold)
    precision, recall = right / max(1, len(found)), right / max(1, len(gold))
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def score(folder: Path) -> harness.Figures:
    """All figures."""
    scorer = harness.scorer("eval/score_incidents.py")
    silver = scorer.load_copies(str(harness.SHARED / DATA[1]))
    grey = {pair for pair, share in silver.items() if share < scorer.COPY}
    found = pairs(groups(rows(DATA[0])))
    p, r, f = prf(found - grey, {pair for pair in silver if pair not in grey})
    figures = {"ecbplus_precision": p, "ecbplus_recall": r, "ecbplus_f1": f}
    made, articles, gold = bed()
    linked = groups(articles)
    found = pairs(linked)
    p, r, f = prf(found, gold)
    figures |= {"made_precision": p, "made_recall": r, "made_f1": f}
    for kind in sorted(set(made.kinds.values())):
        of_kind = {pair for pair, one in made.kinds.items() if one == kind}
        figures[f"made_recall_{kind}"] = len(of_kind & found) / len(of_kind)
    near = Counter(made.near.values())
    kept = Counter(why for pair, why in made.near.items() if pair not in found)
    figures |= {f"kept_apart_{why.replace(' ', '_')}": kept[why] / near[why] for why in sorted(near)}
    named = {(group.original, member.article): member.kind for group in linked for member in group.members}
    known = [pair for pair in made.kinds if pair in named]
    figures["kind"] = sum(named[pair] == made.kinds[pair] for pair in known) / max(1, len(known))
    firsts = {group[0] for group in made.same}
    figures["original"] = len(firsts & {group.original for group in linked}) / len(firsts)
    return figures


if __name__ == "__main__":
    sys.exit(harness.main(FOLDER, score, DATA))
