"""Every module can be imported on its own: no circle of imports that only one order of tests survives."""

from __future__ import annotations

import pkgutil
import subprocess
import sys

import pytest

import onrecord.stages

STAGES = sorted(module.name for module in pkgutil.iter_modules(onrecord.stages.__path__))


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_imports_alone(stage: str) -> None:
    code = f"import onrecord.stages.{stage}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
