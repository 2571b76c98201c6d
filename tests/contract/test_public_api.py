"""What `import onrecord` gives, and what it costs."""

from __future__ import annotations

import subprocess
import sys

import onrecord

HEAVY = {"spacy", "numpy", "trafilatura", "lxml", "sqlite3", "urllib3", "feedparser", "warcio", "htmldate", "py3langid"}


def test_all_is_sorted_and_short() -> None:
    assert onrecord.__all__ == sorted(onrecord.__all__)
    assert len(onrecord.__all__) <= 12


def test_every_name_of_all_can_be_had() -> None:
    for name in onrecord.__all__:
        assert getattr(onrecord, name) is not None


def test_an_unknown_name_is_an_attribute_error() -> None:
    assert not hasattr(onrecord, "no_such_name")


def _loaded_by(statement: str) -> set[str]:
    code = f"import sys\n{statement}\nprint(*sorted({{name.split('.')[0] for name in sys.modules}}))"
    return set(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split())


def test_importing_onrecord_loads_nothing_heavy() -> None:
    assert not _loaded_by("import onrecord") & (HEAVY | {"msgspec", "click"})


def test_the_command_line_loads_nothing_heavy_for_its_help() -> None:
    statement = (
        "from click.testing import CliRunner; from onrecord.cli import main; CliRunner().invoke(main, ['--help'])"
    )
    assert not _loaded_by(statement) & HEAVY
