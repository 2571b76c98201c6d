"""Which language a text is in.

In: a text, and the language that the input states. Out: an ISO 639-1 code, or None. The one idea: most inputs are plainly
English, which a count of its function words shows without a model; only the others are shown to py3langid, and short texts in
Latin letters are called foreign only if it is nearly certain, since names alone look like any language.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Any

ENGLISH = frozenset(
    "the of and that was with said from has have by for were his her their they which is to an it as at not be will".split()
)
PLAIN = frozenset("the of and that with said from which their they".split())
SHARE, PLAIN_SHARE = 0.18, 0.05
"""Least shares of English words, and of those that no neighbour language has, in a text that is plainly English: 96 of 100
articles of English news have them (2,221 of the development sets, counted 2026-11-22), the others are lists and captions."""
SHORT = 15
"""Words below which a text in Latin letters is short."""
CERTAIN, VERY_CERTAIN = 0.8, 0.999
SAMPLE = 4000
WORDS = re.compile(r"[^\W\d_]+")
LANGUAGES = (
    "en ar az be bg bn bs ca cs cy da de el es et eu fa fi fr ga gl gu he hi hr ht hu hy id is it ja ka kk km kn ko ku ky lo "
    "lt lv mk ml mn mr ms my ne nl no pa pl ps pt ro ru si sk sl so sq sr sv sw ta te th tl tr uk ur uz vi zh am ha ig yo zu "
    "xh af"
).split()
"""What news is written in. Without the model's dead, liturgical and dialect labels, which short English is mistaken for."""


def language_of(text: str, stated: str | None) -> str | None:
    """The text's language, or the stated one where the text does not show it; None where nothing does."""
    sample = text[:SAMPLE] if len(text) <= 2 * SAMPLE else text[:SAMPLE] + " " + text[len(text) // 2 :][:SAMPLE]
    words = WORDS.findall(sample.lower())
    given = code(stated)
    if not words:
        return given
    if is_plainly_english(words):
        return "en"
    is_latin = _latin_share(sample) > 0.5
    if is_latin and len(words) < SHORT and (given in (None, "en") and PLAIN.intersection(words)):
        return "en"
    label, probability = _model().classify(sample)
    if is_latin and len(words) < SHORT:
        return given or ("en" if label == "en" or probability < VERY_CERTAIN else str(label))
    if label == "en" or probability >= CERTAIN:
        return str(label)
    return given


def is_plainly_english(words: list[str]) -> bool:
    """Whether function words alone show English, in a text that is not short."""
    if len(words) < SHORT:
        return False
    english = sum(word in ENGLISH for word in words)
    plain = sum(word in PLAIN for word in words)
    return english >= SHARE * len(words) and plain >= PLAIN_SHARE * len(words)


def code(stated: str | None) -> str | None:
    """The ISO 639-1 code of a stated language ("en-GB", "en_US", "English"); None for anything else."""
    match = re.match(r"([a-z]{2})(?:[-_]|$)", (stated or "").strip().lower())
    if match is not None:
        return match[1]
    return "en" if (stated or "").strip().lower() in ("english", "eng") else None


def _latin_share(sample: str) -> float:
    letters = [char for char in sample[:1000] if char.isalpha()]
    latin = sum(char < "\u0250" or unicodedata.name(char, "").startswith("LATIN") for char in letters)
    return latin / len(letters) if letters else 1.0


@cache
def _model() -> Any:
    """The classifier, loaded once; normalised, so that its second value is a probability."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages([label for label in LANGUAGES if label in set(identifier.labels)])
    return identifier
