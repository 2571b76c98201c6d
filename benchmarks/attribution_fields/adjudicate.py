"""From two passes of labels to one: join them, show where they differ, apply decisions.

    adjudicate.py join SHEET A1 A2 -- B1 B2    write labels.jsonl from the sheet and both passes; equal values are the label
    adjudicate.py open [FIELD]                 print the values that differ and are not decided, with their words
    adjudicate.py decide FILE                  apply decisions, a line each: FIELD VALUE N N N ... (VALUE: A, B or JSON)
    adjudicate.py table                        agreement by field

Decisions are made by reading; the file holds one line for each value that rows are given, so a reviewer sees them by class.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
import sample

AROUND = 220


def join(sheet: Path, first: list[Path], second: list[Path]) -> list[str]:
    """Write `labels.jsonl`; what is missing or malformed comes back as lines."""
    a, b = _passes(first), _passes(second)
    problems, lines = [], []
    texts: dict[str, dict[str, str]] = {}
    for item in map(json.loads, sheet.read_text(encoding="utf-8").splitlines()):
        number, name = item["n"], item["set"].removeprefix("stories-")
        for letter, labels in (("A", a), ("B", b)):
            found = sample.faults(labels[number]) if number in labels else ["no label"]
            problems += [f"{number} {letter}: {line}" for line in found]
        if number not in a or number not in b:
            continue
        text = texts.setdefault(name, sample.texts(name))[item["article"]]
        row = {"n": number, "set": name, "article": item["article"]}
        row |= {role: item[role] for role in ("source", "cue", "content")}
        row["bad"] = bool(a[number].get("bad") and b[number].get("bad"))
        passes = {letter: _clean(labels[number]) for letter, labels in (("a", a), ("b", b))}
        lines.append({**row, **passes, "label": _common(passes["a"], passes["b"], text)})
    write(lines)
    return problems


def _passes(paths: list[Path]) -> dict[int, sample.Label]:
    labels = (json.loads(line) for path in paths for line in path.read_text(encoding="utf-8").splitlines() if line)
    return {label["n"]: label for label in labels}


def _clean(label: sample.Label) -> sample.Label:
    """The codes and spans of a label, without its words."""
    return {name: label.get(name) for name in sample.FIELDS}


def _common(one: sample.Label, other: sample.Label, text: str) -> sample.Label:
    """The values on which both agree; a name agrees if it has the same words anywhere."""
    label = {name: one[name] for name in sample.FIELDS if sample.same(name, one[name], other[name])}
    spans = [item["name_span"] for item in (one, other)]
    if "name_span" not in label and all(spans):
        words = [text[start:end].lower().removeprefix("the ") for start, end in spans]
        if words[0] == words[1]:
            label["name_span"] = spans[0]
    return label


def write(items: list[sample.Row]) -> None:
    sample.LABELS.write_text("".join(json.dumps(row) + "\n" for row in items), encoding="utf-8")


def show(only: str | None) -> None:
    """Print what is open, field by field."""
    items = sample.rows()
    texts = {name: sample.texts(name) for name in sorted({row["set"] for row in items})}
    for field in [only] if only else list(sample.FIELDS):
        for row in items:
            if field not in row["label"]:
                text = texts[row["set"]][row["article"]]
                values = [_shown(field, row[letter][field], text) for letter in "ab"]
                print(f"{field}\t{row['n']}\tA={values[0]}\tB={values[1]}\t{marked(row, text)}")


def _shown(field: str, value: Any, text: str) -> str:
    return repr(text[value[0] : value[1]]) if field in sample.SPANS and value else json.dumps(value)


def marked(row: sample.Row, text: str) -> str:
    """The words around an attribution, with its parts in brackets."""
    spans = [(start, end, role[0].upper()) for role in ("source", "cue", "content") for start, end in row[role]]
    spans = [(s, e, "Q" if r == "C" and [s, e] in row["cue"] else r) for s, e, r in spans]
    lo = max(0, min(start for start, _, _ in spans) - AROUND)
    hi = min(len(text), max(end for _, end, _ in spans) + AROUND // 2)
    for start, end, role in sorted(spans, reverse=True):
        text = f"{text[:start]}[{role} {text[start:end]}]{text[end:]}"
        hi += 4
    return text[lo:hi].replace("\n", " / ")


def decide(path: Path) -> None:
    """Apply a file of decisions."""
    items = sample.rows()
    by_number = {row["n"]: row for row in items}
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        field, value, *numbers = line.split()
        for number in map(int, numbers):
            row = by_number[number]
            if field == "bad":
                row["bad"] = json.loads(value)
            else:
                row["label"][field] = row[value.lower()][field] if value in ("A", "B") else json.loads(value)
    write(items)


def table() -> None:
    """The agreement of the passes as a table for the README."""
    for name, (share, kappa) in sample.agreement(sample.rows()).items():
        print(f"| {name} | {share:.3f} | {kappa:.3f} |")


def main(arguments: list[str]) -> int:
    match arguments:
        case ["join", sheet, *paths]:
            cut = paths.index("--")
            problems = join(Path(sheet), [Path(p) for p in paths[:cut]], [Path(p) for p in paths[cut + 1 :]])
            print("\n".join(problems) or "joined")
        case ["open", *field]:
            show(field[0] if field else None)
        case ["decide", path]:
            decide(Path(path))
        case ["table"]:
            table()
        case _:
            print(__doc__)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
