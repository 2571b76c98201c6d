"""The reference pages are generated from the code and say what the code says."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest

from onrecord import codec
from onrecord.errors import PROBLEM_CODES

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def builder() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_reference", ROOT / "docs" / "build_reference.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_reference_pages_are_up_to_date(builder: ModuleType) -> None:
    for name, text in builder.pages().items():
        found = (ROOT / "docs" / "reference" / name).read_text(encoding="utf-8")
        assert found == text, f"docs/reference/{name} is out of date; run: make docs"


def test_every_problem_code_has_its_entry() -> None:
    page = (ROOT / "docs" / "reference" / "problems.md").read_text(encoding="utf-8")
    assert [code for code in PROBLEM_CODES if f"`{code}`" not in page] == []


def test_every_problem_code_that_the_source_uses_is_listed() -> None:
    import re

    used = set()
    for path in (ROOT / "src" / "onrecord").rglob("*.py"):
        used |= set(re.findall(r"\"((?:ING|RUN|ATT|EVT|DAT|LOC|LNK|STO)\d{3})\"", path.read_text(encoding="utf-8")))
    assert used - set(PROBLEM_CODES) == set()


def test_published_schema_is_the_codec_s() -> None:
    found = json.loads((ROOT / "docs" / "reference" / "record.schema.json").read_text(encoding="utf-8"))
    assert found == codec.json_schema()
