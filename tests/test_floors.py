"""No accuracy floor falls: every benchmark that has floors is run where the development data is at hand."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

BENCHMARKS = Path(__file__).resolve().parents[1] / "benchmarks"
TASKS = sorted(path.parent.name for path in BENCHMARKS.glob("*/floors.json"))


def _module(path: Path, name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def harness(shared: Path) -> ModuleType:
    sys.path.insert(0, str(BENCHMARKS))
    import harness  # type: ignore[import-not-found]

    return harness  # type: ignore[no-any-return]


def test_there_are_floors() -> None:
    assert TASKS


@pytest.mark.parametrize("task", TASKS)
def test_floors_hold(harness: ModuleType, task: str) -> None:
    folder = BENCHMARKS / task
    figures = _module(folder / "score.py", f"score_{task}").score(folder)
    assert harness.misses(folder, figures) == []
