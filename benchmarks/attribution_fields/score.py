"""The contract's fields on a labelled sample (development scores). Figures: accuracy by field, macro recall, names, F1s.

Fields are judged on the labelled attributions that the pipeline finds: content overlaps by half in words, as in the scorer of
attribution, and the source or the cue touches. `found` is their share. `name` is right if the resolved name and the labelled
one are the same name; `name_resolved` asks it only of sources whose own words are not the name ("he", "the ministry").
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).parent))
import harness
import sample

DATA = [
    "data/polnear/dev.jsonl",
    *(f"stories/{path.parent.name}/gold.json" for path in sorted(harness.SHARED.glob("stories/s*/gold.json"))),
]
MACRO = ("kind", "identification", "channel", "proximity", "act", "distance", "certainty")
RARE = 5
"""Values with fewer labels than this stay out of the macro averages."""
ROLES = ("source", "cue", "content")
OVERLAP = 0.5
HALF = 0.5
SMALL_WORDS = frozenset({"a", "an", "the", "of", "for", "s", "’s", "'s", "and", "in"})

Pair = tuple[sample.Row, dict[str, Any], str]
"""A labelled row, the attribution of the record, the text."""


def score(folder: Path) -> harness.Figures:
    items = [row for row in sample.rows(folder / "labels.jsonl") if not row["bad"]]
    with tempfile.TemporaryDirectory() as out:
        read = {}
        for name in sorted({row["set"] for row in items}):
            path = harness.read_to(Path(out) / f"{name}.jsonl", sample.files(name))
            read[name] = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return figures(items, pairs(items, read))


def pairs(items: list[sample.Row], read: dict[str, list[dict[str, Any]]]) -> list[Pair]:
    """Labelled rows with the attribution that the pipeline found for them."""
    module = harness.scorer("eval/score_attribution.py")
    wanted: dict[tuple[str, str], list[sample.Row]] = defaultdict(list)
    for row in items:
        wanted[row["set"], row["article"]].append(row)
    found = []
    for name, articles in read.items():
        for record in articles:
            text = record["article"]["text"]
            doc = module.Doc(text)
            here = wanted[name, record["article"]["id"]]
            gold = [doc.attr(row) for row in here]
            made = [doc.attr({role: item[role]["spans"] for role in ROLES}) for item in record["attributions"]]
            found += [(here[g], record["attributions"][p], text) for p, g in _match(module, made, gold)]
    return found


def _match(module: Any, made: list[dict[str, Any]], gold: list[dict[str, Any]]) -> list[tuple[int, int]]:
    """One to one, by falling overlap of content, then of cue and source, of which one must touch."""
    candidates = []
    for p, one in enumerate(made):
        for g, other in enumerate(gold):
            share = module.iou(one["content"], other["content"]) if one["content"] else 0.0
            touch = any(one[role] & other[role] for role in ("source", "cue")) or not (one["source"] or other["source"])
            if share >= OVERLAP and touch:
                beside = [module.iou(one[role], other[role]) for role in ("source", "cue")]
                candidates.append((-share - sum(beside), p, g))
    chosen: list[tuple[int, int]] = []
    for _, p, g in sorted(candidates):
        if all(p != other and g != label for other, label in chosen):
            chosen.append((p, g))
    return chosen


def value(name: str, item: dict[str, Any]) -> Any:
    """The pipeline's value of a labelled field."""
    if name == "within":
        return item["within"] is not None
    if name == "anonymity_reason":
        return item[name]["span"] if item[name] else None
    return item["source"][name] if name in ("identification", "kind", *sample.OPEN) else item[name]


def figures(items: list[sample.Row], found: list[Pair]) -> harness.Figures:
    """All figures of the benchmark."""
    out = {"found": len(found) / max(1, len(items))}
    for name in (*sample.CODED, *sample.OPEN):
        out[name] = _mean([row["label"][name] == value(name, item) for row, item, _ in found])
    for name in sample.OPEN:
        out[f"{name}_given"] = _mean(
            [row["label"][name] == value(name, item) for row, item, _ in found if row["label"][name] is not None]
        )
    for name in MACRO:
        out[f"{name}_macro"] = _macro(name, found)
    for name in ("within", "anonymity_reason"):
        out[f"{name}_f1"] = _f1(name, found)
    named = [(row, right) for row, item, text in found if (right := name_right(row, item, text)) is not None]
    out["name"] = _mean([right for _, right in named])
    out["name_resolved"] = _mean([right for row, right in named if not _is_own_name(row)])
    return out


def _mean(values: list[bool]) -> float:
    return sum(values) / len(values) if values else 0.0


def _macro(name: str, found: list[Pair]) -> float:
    """Mean recall of a field's values: a value that is rare counts as much as a common one."""
    total: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for row, item, _ in found:
        total[row["label"][name]] += 1
        right[row["label"][name]] += row["label"][name] == value(name, item)
    shares = [right[code] / number for code, number in sorted(total.items()) if number >= RARE]
    return sum(shares) / len(shares) if shares else 0.0


def _f1(name: str, found: list[Pair]) -> float:
    """F1 of a field that is mostly empty."""
    labelled = [bool(row["label"][name]) for row, _, _ in found]
    given = [bool(value(name, item)) for _, item, _ in found]
    both = sum(
        bool(row["label"][name] and value(name, item)) and sample.same(name, row["label"][name], value(name, item))
        for row, item, _ in found
    )
    return 2 * both / (sum(labelled) + sum(given)) if sum(labelled) + sum(given) else 1.0


# ---- names ----


def name_right(row: sample.Row, item: dict[str, Any], text: str) -> bool | None:
    """Whether the record names who the label names; None where the label leaves it open."""
    span = row["label"]["name_span"]
    if span is None:
        return None
    label, made = _words(text[span[0] : span[1]]), _words(item["source"]["name"] or item["source"]["text"])
    if not label or not made:
        return False
    if text[span[0] : span[1]] == _initials(item["source"]["name"] or ""):
        return True
    if row["label"]["identification"] == "named_person":
        # "Lund" for "Margit Lund" is not resolved; a title before the name does no harm.
        return label <= made or (made <= label and len(made) > 1)
    return label <= made or made <= label or len(label & made) / len(label | made) >= HALF


def _is_own_name(row: sample.Row) -> bool:
    """Whether the labelled name stands in the source's own words."""
    span = row["label"]["name_span"]
    return any(start <= span[0] and span[1] <= end for start, end in row["source"])


def _initials(name: str) -> str:
    """ "UN" for "United Nations": the article gives the short form only."""
    return "".join(word[0] for word in name.split() if word[0].isupper())


def _words(name: str) -> frozenset[str]:
    parts = "".join(sign if sign.isalnum() else " " for sign in name.lower()).split()
    return frozenset(parts) - SMALL_WORDS


if __name__ == "__main__":
    sys.exit(harness.main(Path(__file__).parent, score, DATA, frozenset(), harness.SMALL))
