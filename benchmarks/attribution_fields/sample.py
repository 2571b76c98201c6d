"""The labelled sample of attribution fields: its rows, its texts, and the agreement of its two passes.

In: `labels.jsonl` (offsets and codes only). Out: rows, the articles they point into (read from `../shared` and from
`training/data/stories`), Cohen's kappa by field. The one idea: a label is a value for a place in a text, so the texts stay
where their owners keep them.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any, get_args

from onrecord import records

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
LABELS = Path(__file__).with_name("labels.jsonl")
STORIES = (SHARED / "stories", ROOT / "training" / "data" / "stories")
CORPUS = "polnear-dev"

CODED: dict[str, frozenset[str]] = {
    "identification": frozenset(get_args(records.Identification)),
    "kind": frozenset(get_args(records.SourceKind)),
    "channel": frozenset(get_args(records.Channel)),
    "proximity": frozenset(get_args(records.Proximity)),
    "form": frozenset(get_args(records.Form)),
    "act": frozenset(get_args(records.Act)),
    "distance": frozenset(get_args(records.Distance)),
    "certainty": frozenset(get_args(records.Certainty)),
}
"""Fields that always have a value, with their values."""
OPEN = ("country", "sector", "media_control")
"""Fields that may be null."""
SPANS = ("name_span", "anonymity_reason")
FIELDS = (*CODED, *OPEN, *SPANS, "within")

Row = dict[str, Any]
Label = dict[str, Any]


def rows(path: Path = LABELS) -> list[Row]:
    """All rows: n, set, article, source, cue, content (spans), a, b (the passes), label (adjudicated)."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def files(name: str) -> list[Path]:
    """The input files of a set."""
    if name == CORPUS:
        return [SHARED / "data" / "polnear" / "dev.jsonl"]
    folder = next((top / name for top in STORIES if (top / name).is_dir()), STORIES[0] / name)
    return sorted(folder.glob("[0-9][0-9].json"))


def texts(name: str) -> dict[str, str]:
    """Text by article id of a set; empty where the set is not at hand."""
    found = {}
    for path in files(name):
        if path.is_file():
            content = path.read_text(encoding="utf-8")
            lines = content.splitlines() if path.suffix == ".jsonl" else [content]
            found |= {item["id"]: item["text"] for item in map(json.loads, lines)}
    return found


def faults(label: Label) -> list[str]:
    """What is wrong with a label: fields without a value, values that the record does not know."""
    lines = [f"{name} is {label.get(name)!r}" for name, values in CODED.items() if label.get(name) not in values]
    lines += [f"{name} is missing" for name in FIELDS if name not in label]
    control = label.get("media_control")
    if control is not None and control not in get_args(records.MediaControl):
        lines.append(f"media_control is {control!r}")
    for name in SPANS:
        span = label.get(name)
        if span is not None and not (len(span) == 2 and 0 <= span[0] < span[1]):
            lines.append(f"{name} is {span!r}")
    if not isinstance(label.get("within"), bool):
        lines.append(f"within is {label.get('within')!r}")
    return lines


def same(name: str, one: Any, other: Any) -> bool:
    """Whether two values of a field agree; spans agree where they overlap (a name may stand in several places: `alike`)."""
    if name == "anonymity_reason" and one and other:
        return bool(one[0] < other[1] and other[0] < one[1])
    return bool(one == other)


def kappa(pairs: list[tuple[Any, Any]]) -> float:
    """Cohen's kappa of two coders: agreement beyond what their own frequencies would give."""
    if not pairs:
        return 0.0
    total = len(pairs)
    observed = sum(one == other for one, other in pairs) / total
    first, second = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    expected = sum(first[value] * second[value] for value in first) / total**2
    return 1.0 if expected == 1 else (observed - expected) / (1 - expected)


def codes(name: str, label: Label) -> Any:
    """A field's value as kappa compares it: spans by whether there is one."""
    return label[name] is not None if name == "anonymity_reason" else label[name]


def agreement(items: list[Row]) -> dict[str, tuple[float, float]]:
    """Share of equal values, and kappa, of each coded field over rows that both passes labelled."""
    both = [row for row in items if row["a"] and row["b"]]
    table = {}
    for name in FIELDS:
        if name == "name_span":
            continue
        pairs = [(codes(name, row["a"]), codes(name, row["b"])) for row in both]
        table[name] = (sum(one == other for one, other in pairs) / max(1, len(pairs)), kappa(pairs))
    return table
