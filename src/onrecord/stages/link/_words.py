"""Words as linking compares them."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from onrecord import lexicons

WORD = re.compile(r"\w+")
ENDINGS = ("ings", "ing", "ers", "ies", "ed", "es", "er", "s", "e", "y")
STEM = 7
"""Letters of a stem at most: "demonstrators" and "demonstration" are one."""
SHORTEST = 3

NUMBERS = {
    word: number
    for number, word in enumerate(
        "nobody one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen".split()
    )
} | {word: 10 * (n + 2) for n, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split())}


def normalised(text: str) -> list[str]:
    """Words without case, apostrophes and punctuation: what survives another house style."""
    return WORD.findall(text.casefold().replace("’", "").replace("'", ""))


def telling(text: str) -> frozenset[str]:
    """Stems of the words that tell one happening from another: no function words, no numbers."""
    common = _common()
    words = WORD.findall(text.casefold().replace("’", "'").replace("'s ", " ").replace("'", ""))
    return frozenset(
        stem(word) for word in words if len(word) >= SHORTEST and word not in common and not word.isdigit()
    )


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """What is left of the word without its ending; crude, and the same for all forms of most words."""
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST:
            word = word[: -len(ending)]
            break
    if len(word) > SHORTEST and word[-1] == word[-2]:
        word = word[:-1]
    return word[:STEM]


@cache
def _common() -> frozenset[str]:
    return frozenset(row["word"] for row in lexicons.load("common_words"))


def number_of(word: str) -> int | None:
    """The number that a word or figure says; None for years and other words."""
    plain = word.replace(",", "").casefold()
    if plain.isdigit() and plain.isascii() and len(plain) <= 9:
        return None if 1900 <= int(plain) <= 2100 and "," not in word else int(plain)
    tens, _, ones = plain.partition("-")
    if tens in NUMBERS and (not ones or ones in NUMBERS):
        return NUMBERS[tens] + (NUMBERS[ones] if ones else 0)
    return None
