"""Words as linking compares them."""

from __future__ import annotations

import re

WORD = re.compile(r"\w+")


def normalised(text: str) -> list[str]:
    """Words without case, apostrophes and punctuation: what survives another house style."""
    return WORD.findall(text.casefold().replace("’", "").replace("'", ""))
