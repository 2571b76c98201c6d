"""Whether an article tells of a game, whose quarters and halves are no dates.

In: the token table. Out: yes or no. The one idea: no word decides alone (companies have goals and coaches too), so the
different words of a game that the article uses are held against those of business.
"""

from __future__ import annotations

from functools import cache

from onrecord import lexicons
from onrecord.analysis import Analysis

AT_LEAST = 3
"""Different words of a game: one or two stand in any article. Chosen by reading, not tuned."""


@cache
def _words() -> dict[str, str]:
    return {row["lemma"]: row["about"] for row in lexicons.load("times_games")}


def is_game(analysis: Analysis) -> bool:
    """The article uses more words of a game than of business."""
    words = _words()
    about = [words[lemma] for lemma in {lemma.lower() for lemma in analysis.tokens.lemma} & words.keys()]
    games = about.count("game")
    return games >= AT_LEAST and games > 2 * (len(about) - games)
