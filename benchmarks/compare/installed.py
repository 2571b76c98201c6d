"""Find a tool that the user has installed, and ask it.

In: the name of a tool, the environment variables that point at it, texts. Out: for each text what the tool says of it, in
the tool's own terms. The one idea: every tool runs in its own Python, as a child process that reads one JSON object a line
and answers one a line (`workers/`), so that its dependencies never meet ours and a tool of 2019 can stand beside one of today.

Nothing is downloaded: what is not there is skipped, with a line that says what to do.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

WORKERS = Path(__file__).resolve().parent / "workers"


class AbsentError(Exception):
    """The tool is not installed; the message says which variable to set or what to install."""


class ToolError(Exception):
    """The tool is there and broke down; the message holds the end of what it printed."""


@dataclass(frozen=True)
class Command:
    """How to start a worker: the Python it runs in, its script and arguments, variables for the child."""

    python: str
    worker: str
    arguments: tuple[str, ...] = ()
    environment: dict[str, str] = field(default_factory=dict)


def python_for(variable: str) -> str:
    """The interpreter named by the environment variable, else the one that runs this."""
    named = os.environ.get(variable)
    if named and not Path(named).is_file():
        raise AbsentError(f"{variable}={named} is no file; give the path of a python")
    return named or sys.executable


def checkout(variable: str, holds: str) -> Path:
    """The folder named by the environment variable; it must hold the file `holds`."""
    named = os.environ.get(variable)
    if not named:
        raise AbsentError(f"set {variable} to a checkout (README.md)")
    if not (Path(named) / holds).is_file():
        raise AbsentError(f"{variable}={named} holds no {holds}")
    return Path(named).resolve()


def check_import(python: str, module: str, remedy: str) -> None:
    """Raise `AbsentError` unless that Python finds the module; the module is not run."""
    code = f"import importlib.util, sys; sys.exit(importlib.util.find_spec({module!r}) is None)"
    if subprocess.run([python, "-c", code], capture_output=True, check=False).returncode:
        raise AbsentError(f"{python} has no {module}; {remedy}")


def ask(command: Command, texts: Iterable[str]) -> Iterator[Any]:
    """The answer to each text, in order; `{"refused": reason}` where the tool raised on that text."""
    with tempfile.TemporaryDirectory() as folder, open(Path(folder, "errors"), "w+", encoding="utf-8") as errors:
        questions = Path(folder, "questions.jsonl")
        questions.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts), encoding="utf-8")
        with questions.open(encoding="utf-8") as stream:
            process = subprocess.Popen(
                [command.python, str(WORKERS / command.worker), *command.arguments],
                stdin=stream, stdout=subprocess.PIPE, stderr=errors, text=True, encoding="utf-8", cwd=folder,
                env={**os.environ, "PYTHONIOENCODING": "utf-8", **command.environment},
            )  # fmt: skip
            with process:
                assert process.stdout is not None  # PIPE above
                yield from map(json.loads, process.stdout)
        if process.returncode:
            errors.seek(0)
            raise ToolError(f"{command.worker} ended with status {process.returncode}: {_last(errors.read())}")


def _last(printed: str) -> str:
    lines = [line.strip() for line in printed.splitlines() if any(map(str.isalnum, line))]
    return lines[-1] if lines else "it printed nothing"
