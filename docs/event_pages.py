"""The pages docs/reference/events: one for each event type, and an index with scores, contexts and sectors.

In: the ontology, the event lexicons, docs/events/types.toml, benchmarks/events/frames.tsv where it was measured. Out: Markdown by
file name, and the examples, which a contract test reads through the pipeline. The one idea: what a page claims is either data of
the package (definitions, heads, modes with the example of a row, which a test of the rows reads) or an example with its code.
"""

from __future__ import annotations

import csv
import tomllib
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import onrecord
from onrecord import lexicons
from onrecord.stages.code_events import _joint

ROOT = Path(__file__).resolve().parents[1]
TYPES = Path(__file__).parent / "events" / "types.toml"
FIRED = ROOT / "benchmarks" / "events" / "frames.tsv"
FOLDER = "events"
NOTE = "<!-- Written by docs/build_reference.py (make docs) from the ontology, the lexicons and docs/events. -->\n\n"
WORD_CLASSES = {"v": "verbs", "n": "nouns"}
MAX_PHRASES = 12
"""Phrases listed under one head word; the rest is counted."""

WORK = """## Frames and relation model

Frames propose, the relation model disposes ([decision 0009](../../decisions/0009-a-second-encoder-for-pairs.md)); without it
(`[code_events] model = false`) the frames work alone.

- A frame finds the predicate, fills its slots with actors and recipients, and gives the mode.
- The model reads each of these candidates again, told what the frame found. A candidate falls where the model gives its type
  less than {drop} and "no event" more than {none}; it takes another type, and loses the frame's mode, where its own has less
  than {old} and the other more than {new}. `provenance.rule` then ends in `as TYPE`. What points back, and mere counts, the
  model is not asked about.
- Predicates without a candidate are put to the model if their word is known as a deed (`predicates.tsv`, heads of frames) and
  a political actor and a political recipient stand around them. One is a deed if a type has more than {found};
  `provenance.rule` ends in `by model`; no frame gives it a mode. Stop frames bind the frames only, so the model may still read a
  word that one of them stopped.
- A person or body whose sector the rules leave open takes the model's if it has more than {sector}.
- Status, modality, claims, dates and places come from rules either way.
"""

Row = dict[str, str]


@cache
def ontology() -> dict[str, Any]:
    path = Path(onrecord.__file__).parent / "ontology" / "plover.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def texts() -> dict[str, dict[str, Any]]:
    """Type -> its entry in types.toml."""
    raw = tomllib.loads(TYPES.read_text(encoding="utf-8"))
    return {entry["name"]: entry for entry in raw["type"]}


@cache
def fired() -> dict[str, int] | None:
    """Frame id -> predicates that it read on development texts; None before benchmarks/events/frames.py has run."""
    if not FIRED.exists():
        return None
    lines = [line for line in FIRED.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return {row["frame"]: int(row["read"]) for row in csv.DictReader(lines, delimiter="\t")}


def pages() -> dict[str, str]:
    """File name -> text."""
    out = {"README.md": _index()}
    for name in ontology()["types"]:
        out[f"{name.lower()}.md"] = _page(name)
    if fired() is not None:
        out["never-fired.md"] = _never()
    return {f"{FOLDER}/{name}": text for name, text in out.items()}


# ---- one type ----
def _page(name: str) -> str:
    entry, own = ontology()["types"][name], texts()[name]
    rows = [row for row in lexicons.load("frames") if row["type"] == name]
    parts = [
        f"{NOTE}# {name}\n",
        f"{entry['definition']}\n\n{own['meaning'].strip()}\n\n{_numbers(name)}\n",
        f"## Modes\n\n{_modes(entry, rows)}\n",
        f"## Words that code it\n\n{_heads(rows)}\n",
        f"## Easily mistaken\n\n{_mistaken(own)}\n",
        f"## What is not coded\n\n{own['leaves'].strip()}\n\n{_stops(rows)}\n",
        "Nothing is coded in:\n\n" + "".join(f"- {text}\n" for text in own["nothing"]),
        "## Examples\n\n" + "\n".join(_example(example) for example in own["example"]),
    ]
    return "\n".join(parts)


def _numbers(name: str) -> str:
    entry = ontology()["types"][name]
    quad = ontology()["quads"][str(entry["quad"])]
    return f"Quad class {entry['quad']} ({quad}), score {entry['score']}, CAMEO root {entry['cameo_root']}."


def _modes(entry: dict[str, Any], rows: list[Row]) -> str:
    if not entry.get("modes"):
        return "None."
    lines = ["| mode | what it is | score | example |\n|---|---|---|---|\n"]
    for mode, values in entry["modes"].items():
        score = values.get("score", entry["score"])
        lines.append(f"| `{mode}` | {values['definition']} | {score} | {mode_example(rows, mode)} |\n")
    return "".join(lines)


def mode_example(rows: list[Row], mode: str) -> str:
    """The example of a row of the mode whose word has no other mode in this type; by words of its own if there is one."""
    modes: dict[tuple[str, str], set[str]] = {}
    for row in rows:
        modes.setdefault((row["lemma"], row["pos"]), set()).add(row["mode"])
    own = [row for row in rows if row["mode"] == mode]
    return next((row["note"] for row in own if modes[row["lemma"], row["pos"]] == {mode}), own[0]["note"])


def _heads(rows: list[Row]) -> str:
    """A table of head words by mode, with the phrases that they head."""
    out = []
    for pos, label in WORD_CLASSES.items():
        groups: dict[str, dict[str, list[str]]] = {}
        for row in rows:
            if row["pos"] == pos:
                head, _, rest = row["lemma"].partition(" ")
                groups.setdefault(row["mode"], {}).setdefault(head, []).append(rest)
        if not groups:
            continue
        count = sum(len(heads) for heads in groups.values())
        lines = [f"| mode | {count} {label} |\n|---|---|\n"]
        for mode in sorted(groups):
            heads = ", ".join(_head(head, groups[mode][head]) for head in sorted(groups[mode]))
            lines.append(f"| {f'`{mode}`' if mode else ''} | {heads} |\n")
        out.append("".join(lines))
    rule = "A head alone codes the type; in brackets, divided by commas, the lemmas that have to stand with it (`-`: none)."
    return rule + "\n\n" + "\n".join(out)


def _head(head: str, rests: list[str]) -> str:
    named = list(dict.fromkeys(rest or "-" for rest in rests))
    if named == ["-"]:
        return f"**{head}**"
    more = f", {len(named) - MAX_PHRASES} more" if len(named) > MAX_PHRASES else ""
    return f"**{head}** ({', '.join(sorted(named)[:MAX_PHRASES])}{more})"


def _mistaken(own: dict[str, Any]) -> str:
    rows = "".join(f"| [{pair['type']}]({pair['type'].lower()}.md) | {pair['rule']} |\n" for pair in own["mistaken"])
    return f"| type | rule |\n|---|---|\n{rows}"


def _stops(rows: list[Row]) -> str:
    heads = {(row["lemma"].split()[0], row["pos"]) for row in rows}
    stops = [row for row in lexicons.load("stop_frames") if (row["lemma"], row["pos"]) in heads]
    if not stops:
        return ""
    reasons = Counter(row["why"] for row in stops)
    listed = ", ".join(f"{why} ({number})" for why, number in reasons.most_common(8))
    return f"{len(stops)} rows of `stop_frames.tsv` stop its words in other senses, most often: {listed}."


def _example(example: dict[str, Any]) -> str:
    cells = "".join(f"| {name} | {_cell(value)} |\n" for name, value in example["code"].items())
    return f"```text\n{example['text']}\n```\n\n| field | value |\n|---|---|\n{cells}"


def _cell(value: Any) -> str:
    return (", ".join(value) or "none") if isinstance(value, list) else str(value)


# ---- all types ----
def _index() -> str:
    known = ontology()
    types = "".join(
        f"| [{name}]({name.lower()}.md) | {entry['quad']} | {entry['score']} | {entry['cameo_root']} | "
        f"{', '.join(f'`{mode}`' for mode in entry.get('modes', {})) or '-'} | {entry['definition']} |\n"
        for name, entry in known["types"].items()
    )
    quads = ", ".join(f"{number} {name}" for number, name in known["quads"].items())
    return (
        f"{NOTE}# Event types\n\nThe {len(known['types'])} types of PLOVER with their modes. Quad classes: {quads}.\n"
        "Scores run from -10 (conflict) to +10 (cooperation).\n"
        "A test reads every example on the pages with the default settings.\n\n"
        f"| type | quad | score | CAMEO root | modes | what it is |\n|---|---|---|---|---|---|\n{types}\n"
        f"{_frame_figures()}\n{_work()}\n"
        f"## Contexts\n\nEvery context whose terms stand in the event's sentence is given, none or several.\n\n"
        f"| context | what it is |\n|---|---|\n{_table(known['contexts'])}\n"
        f"## Sectors\n\n| code | what it is |\n|---|---|\n{_table(known['sectors'])}\n"
        f"{_more(known)}"
    )


def _more(known: dict[str, Any]) -> str:
    """Tables of the ontology beside types, contexts and sectors: codes of actors that are no states."""
    skipped = {"ontology", "quads", "types", "contexts", "sectors"}
    return "".join(
        f"\n## {name.replace('_', ' ').capitalize()}\n\n| code | what it is |\n|---|---|\n{_table(table)}"
        for name, table in known.items()
        if name not in skipped and isinstance(table, dict)
    )


def _table(table: dict[str, Any]) -> str:
    return "".join(
        f"| `{code}` | {value if isinstance(value, str) else value.get('definition', '')} |\n"
        for code, value in table.items()
    )


def _work() -> str:
    return WORK.format(
        drop=_joint.DROP_BELOW,
        none=_joint.NONE_ABOVE,
        old=_joint.RETYPE_BELOW,
        new=_joint.RETYPE_ABOVE,
        found=_joint.NEW_ABOVE,
        sector=_joint.SECTOR_ABOVE,
    )


def _frame_figures() -> str:
    rows = lexicons.load("frames")
    ids = {f"{row['lemma']}.{row['pos']}" for row in rows}
    counts = fired()
    heads = len({(row["lemma"].split()[0], row["pos"]) for row in rows})
    text = (
        f"`frames.tsv` has {len(rows)} rows: {len(ids)} lemma-frames (inflections not counted) of {heads} head words."
    )
    if counts is not None:
        number = len(ids & set(counts))
        text += f" On development texts {number} of them fired; [the others](never-fired.md) never did."
    return text + "\n"


def _never() -> str:
    counts = fired() or {}
    out = [
        f"{NOTE}# Frames that never fired\n\nOn the development texts of `benchmarks/events/frames.py`.\n"
        "Each is kept for the use in its example.\n"
    ]
    for name in ontology()["types"]:
        rows = [row for row in lexicons.load("frames") if row["type"] == name]
        silent = [row for row in rows if f"{row['lemma']}.{row['pos']}" not in counts]
        lines = "".join(f"| {row['lemma']} | {row['pos']} | {row['mode']} | {row['note']} |\n" for row in silent)
        out.append(f"## {name}: {len(silent)} of {len(rows)}\n\n| frame | | mode | for |\n|---|---|---|---|\n{lines}")
    return "\n".join(out)
