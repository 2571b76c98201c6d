"""Literate language cases: `tests/cases/<stage>/*.md`.

A case is a `## heading`, any prose (why the case is there), a fenced block ```text with the article, and a fenced block
```json with what is expected:

    {"given": {"published": "2026-03-11T10:00:00+01:00"},          optional fields of the article
     "attributions": [{"source.text": "the ministry", "cue.lemma": "say", "content.text": "..."}],
     "events": [{"event_type": "ASSAULT", "actors.0.country": "KGZ", "actors.*.sector": "MIL", "date.value": "2026-03-10"}],
     "no": {"events": [{"event_type": "ASSAULT"}]},               nothing like this may be there
     "count": {"events": 1}}                                       exact numbers

Lists: attributions, events, places, times, voice, problems. An expected item matches a record if every dotted path has the
given value (`*`: any item of the list). A line `xfail: reason` before the blocks marks a known failure;
mending it fails the mark. Files named `*rules_alone.md` are read without the trained tagger.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

CASES = Path(__file__).parent / "cases"
LISTS = ("attributions", "events", "places", "times", "voice", "problems")
SECTION = re.compile(r"^## (.+)$", re.MULTILINE)
BLOCK = re.compile(r"^```(text|json)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
XFAIL = re.compile(r"^xfail: (.+)$", re.MULTILINE)


def _cases() -> Iterator[Any]:
    for path in sorted(CASES.rglob("*.md")):
        parts = SECTION.split(path.read_text(encoding="utf-8"))
        for heading, body in zip(parts[1::2], parts[2::2], strict=True):
            blocks = dict(BLOCK.findall(body))
            reason = XFAIL.search(body)
            marks = [pytest.mark.xfail(reason=reason[1], strict=True)] if reason else []
            name = f"{path.relative_to(CASES).with_suffix('')}: {heading}"
            alone = path.stem.endswith("rules_alone")
            yield pytest.param(blocks["text"].rstrip("\n"), json.loads(blocks["json"]), alone, id=name, marks=marks)


def _values(item: Any, path: list[str]) -> list[Any]:
    if not path:
        return [item]
    first, rest = path[0], path[1:]
    if isinstance(item, list):
        chosen = item if first == "*" else item[int(first) : int(first) + 1]
        return [value for part in chosen for value in _values(part, rest)]
    return _values(item[first], rest) if isinstance(item, dict) and first in item else []


def _matches(item: dict[str, Any], expected: dict[str, Any]) -> bool:
    return all(value in _values(item, path.split(".")) for path, value in expected.items())


@pytest.mark.parametrize(("text", "expected", "alone"), list(_cases()))
def test_case(
    read_text: Callable[..., Any], read_by_rules: Callable[..., Any], text: str, expected: dict[str, Any], alone: bool
) -> None:
    read = read_by_rules if alone else read_text
    record = json.loads(read(text, **expected.get("given", {})).to_json())
    for name in LISTS:
        for item in expected.get(name, []):
            assert any(_matches(found, item) for found in record[name]), f"no {name} like {item} in {record[name]}"
        for item in expected.get("no", {}).get(name, []):
            assert not any(_matches(found, item) for found in record[name]), f"unwanted {name} like {item}"
        if name in expected.get("count", {}):
            assert len(record[name]) == expected["count"][name], record[name]
