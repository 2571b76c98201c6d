"""News agencies, broadcasters and papers among the sources, and who controls them.

In: the lexicons `agencies.tsv` and `publishers.tsv` (name, variants, control). Out: sort and control of a name. The one
idea: names are matched without case and leading article; "state media", "the state broadcaster" are known by their words.
"""

from __future__ import annotations

import re
from functools import cache
from typing import cast, get_args

from onrecord import lexicons
from onrecord.records import MediaControl
from onrecord.stages.attribute import _nouns

LISTS = (("agencies", "agency"), ("publishers", "media"))
STATE_WORDS = re.compile(
    r"\b(?:state|government|official|state-run|state-owned|state-controlled)\b[\w\s-]{0,20}?"
    r"\b(?:media|tv|television|radio|broadcaster|agency|newspaper|news|channel|press)\b",
    re.IGNORECASE,
)
AGENCY_WORDS = re.compile(r"\b(?:news|press) (?:agency|wire|service|association)\b|\bnewswire\b", re.IGNORECASE)
PARENTHESIS = re.compile(r"\s*\([^)]*\)")


class Registry:
    """Known media by name."""

    def __init__(self, names: dict[str, tuple[str, MediaControl]]) -> None:
        self._names = names

    def find(self, name: str) -> tuple[str, MediaControl] | None:
        """Sort ("agency" or "media") and control of a medium; None if it is none that is known, or a plain noun ("the paper")."""
        bare = re.sub(r"^the\s+", "", name.strip(), flags=re.IGNORECASE)
        if bare.islower() and bare.split()[-1] in _nouns.classes():
            return None
        return self._names.get(_key(name)) or self._names.get(_key(PARENTHESIS.sub("", name)))


@cache
def registry() -> Registry:
    """The shipped lists."""
    names: dict[str, tuple[str, MediaControl]] = {}
    for list_name, sort in LISTS:
        if not (lexicons.FOLDER / f"{list_name}.tsv").is_file():
            continue
        for row in lexicons.load(list_name):
            control = row.get("control", "")
            known = cast(MediaControl, control if control in get_args(MediaControl) else "unknown")
            for name in (row["name"], *re.split(r"[|;]", row.get("variants", ""))):
                if name.strip():
                    names.setdefault(_key(name), (sort, known))
    return Registry(names)


def described(text: str) -> tuple[str, MediaControl] | None:
    """Sort and control of a medium that is described rather than named."""
    sort = "agency" if AGENCY_WORDS.search(text) else "media"
    return (sort, "state") if STATE_WORDS.search(text) else (sort, "unknown")


def _key(name: str) -> str:
    return re.sub(r"^the\s+", "", name.strip().casefold())
