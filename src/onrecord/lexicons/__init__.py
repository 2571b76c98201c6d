"""Word lists: one TSV file each under `en/`, read here and nowhere else.

In: a file of `#` comment lines (what, source, licence, date, column meanings), a line of column names, then rows.
Out: tuples of dictionaries, column -> text. The one idea: what the coder knows of English words is data that a reader can
open, and a wrong row is named by file and line.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from onrecord.errors import LexiconError

FOLDER = Path(__file__).parent / "en"

Row = dict[str, str]


@cache
def load(name: str) -> tuple[Row, ...]:
    """Rows of `en/<name>.tsv`; raises `LexiconError` with file and line for a row of the wrong width."""
    return read_tsv(FOLDER / f"{name}.tsv")


def read_tsv(path: Path) -> tuple[Row, ...]:
    """Rows of a lexicon file, ours or a user's; empty cells are empty strings."""
    columns: list[str] | None = None
    rows: list[Row] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = line.split("\t")
        if columns is None:
            columns = cells
            continue
        if len(cells) > len(columns):
            raise LexiconError(f"{path.name}:{number}: {len(cells)} cells in a table of {len(columns)} columns")
        cells += [""] * (len(columns) - len(cells))
        rows.append(dict(zip(columns, (cell.strip() for cell in cells), strict=True)))
    if columns is None:
        raise LexiconError(f"{path.name}: no line of column names")
    return tuple(rows)
