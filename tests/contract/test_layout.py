"""The size budgets of the code: what is larger than this is hard to read."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src" / "onrecord"
MODULE_LINES, MODULE_HARD = 500, 800
FUNCTION_LINES, FUNCTION_HARD = 40, 80
MAX_PARAMETERS = 6
LONG_SHARE = 0.02
"""At most this share of functions may be over the budget."""

MODULES = sorted(SOURCE.rglob("*.py"))


def _functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def _lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_module_and_its_functions_keep_the_budgets(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MODULE_LINES
    for node in _functions(path):
        assert _lines(node) <= FUNCTION_HARD, f"{node.name} has {_lines(node)} lines"
        arguments = node.args
        positional = [a for a in arguments.posonlyargs + arguments.args if a.arg not in ("self", "cls")]
        assert len(positional) <= MAX_PARAMETERS, f"{node.name} takes {len(positional)} parameters"


def test_few_functions_are_over_forty_lines() -> None:
    sizes = [_lines(node) for path in MODULES for node in _functions(path)]
    over = sum(size > FUNCTION_LINES for size in sizes)
    assert over <= LONG_SHARE * len(sizes), f"{over} of {len(sizes)} functions have over {FUNCTION_LINES} lines"


def test_every_module_says_what_it_is_for() -> None:
    silent = [path.name for path in MODULES if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))]
    assert silent == []
