"""Writes docs/reference from the code: settings, problems, stages, commands, lexicons, attribution, events, the JSON Schema.

In: the installed package, docs/attribution, docs/events. Out: Markdown pages and record.schema.json. Run by `make docs`; a
test fails when a page drifts.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click
import msgspec

from onrecord import cli, codec, lexicons
from onrecord.config import Config
from onrecord.errors import PROBLEM_CODES
from onrecord.pipeline import Pipeline, stages

sys.path.insert(0, str(Path(__file__).parent))  # the tests load this file by its path

import attribution_pages
import event_pages

REFERENCE = Path(__file__).parent / "reference"
SAMPLE = Path(__file__).parents[1] / "src" / "onrecord" / "samples" / "strait_collision.json"
NOTE = "<!-- Written by docs/build_reference.py (make docs). -->\n\n"


def pages() -> dict[str, str]:
    """File name -> text."""
    return {
        "settings.md": _settings(),
        "problems.md": _problems(),
        "stages.md": _stages(),
        "commands.md": _commands(),
        "lexicons.md": _lexicons(),
        "example.md": _example(),
        "record.schema.json": json.dumps(codec.json_schema(), indent=1) + "\n",
        **attribution_pages.pages(),
        **event_pages.pages(),
    }


def _settings() -> str:
    lines = [
        NOTE + "# Settings\n",
        "One TOML file, given with `--config FILE`. An unknown or mistyped setting is an error.\n",
    ]
    for section in msgspec.structs.fields(Config):
        struct = type(section.default)
        lines.append(f"## [{section.name}]\n\n{(struct.__doc__ or '').strip()}\n")
        rows = [_setting(field) for field in msgspec.structs.fields(struct)]
        lines.append(
            "| setting | type | default | meaning |\n|---|---|---|---|\n" + "".join(rows) if rows else "No settings.\n"
        )
    return "\n".join(lines)


def _setting(field: Any) -> str:
    schema = msgspec.json.schema(field.type)
    kind = schema.get("type") or " or ".join(part.get("type", "") for part in schema.get("anyOf", []))
    return f"| `{field.name}` | {kind} | `{field.default!r}` | {schema.get('description', '')} |\n"


def _problems() -> str:
    rows = "".join(f"| `{code}` | {text} |\n" for code, text in sorted(PROBLEM_CODES.items()))
    return f"{NOTE}# Problem codes\n\nCodes are stable; messages may change.\n\n| code | meaning |\n|---|---|\n{rows}"


def _stages() -> str:
    rows = "".join(
        f"| {stage.name} | {stage.version} | {', '.join(sorted(stage.requires))} | {', '.join(sorted(stage.assigns))} |\n"
        for stage in stages(Config())
    )
    return (
        f"{NOTE}# Stages\n\nIn order, after `ingest`.\n\n| stage | version | reads | fills |\n|---|---|---|---|\n{rows}"
    )


def _commands() -> str:
    parts = [NOTE + "# Commands\n"]
    context = click.Context(cli.main, info_name="onrecord", terminal_width=100, max_content_width=100)
    for name in sorted(cli.main.commands):
        command = cli.main.commands[name]
        with click.Context(command, info_name=name, parent=context, terminal_width=100, max_content_width=100) as inner:
            parts.append(f"## onrecord {name}\n\n```\n{command.get_help(inner)}\n```\n")
    return "\n".join(parts)


def _lexicons() -> str:
    parts = [NOTE + "# Lexicons\n\nWord lists of `src/onrecord/lexicons/en`, with what their headers say.\n"]
    for path in sorted(lexicons.FOLDER.glob("*.tsv")):
        header = [
            line.lstrip("# ").rstrip() for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("#")
        ]
        count = len(lexicons.load(path.stem))
        parts.append(f"## {path.name} ({count} rows)\n\n" + "\n".join(header) + "\n")
    return "\n".join(parts)


def _example() -> str:
    (record,) = Pipeline(Config()).read([str(SAMPLE)])
    raw = record.to_dict()  # type: ignore[union-attr]
    raw["article"] |= {"origin": SAMPLE.name}
    raw["coder"] |= {"models": {}, "pipeline": "..."}
    body = json.dumps(raw, ensure_ascii=False, indent=1)
    return f"{NOTE}# A whole record\n\nOf the invented report `samples/{SAMPLE.name}`.\n\n```json\n{body}\n```\n"


if __name__ == "__main__":
    written = pages()
    for folder in {(REFERENCE / name).parent for name in written}:
        folder.mkdir(parents=True, exist_ok=True)
        for page in folder.glob("*.md"):
            if page.relative_to(REFERENCE).as_posix() not in written:
                page.unlink()
    for page_name, page_text in written.items():
        (REFERENCE / page_name).write_text(page_text, encoding="utf-8")
