"""Words that attribute: the lexicon `cues.tsv` in memory.

In: lexicon rows. Out: `Cue` by word class and lemma, and whether a cue takes a frame. The one idea: a word attributes only
in the frames that its row lists; everything else about it (act, distance, certainty) is the row's too.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from onrecord import lexicons
from onrecord.errors import LexiconError

CLASSES = frozenset({"VERB", "NOUN", "ADJ", "ADV"})
QUOTING = frozenset({"pre", "par", "tail"})
"""Frames of speech that stands around its cue; a row lists them together as `quote`."""


@dataclass(frozen=True, slots=True)
class Cue:
    """One row: `lemma` is what a record shows, `frames` what the word takes; act, distance, certainty as in the contract."""

    lemma: str
    pos: str
    frames: frozenset[str]
    act: str = "asserts"
    distance: str = "neutral"
    certainty: str = "CT+"
    channel: str = ""
    acts: tuple[tuple[str, str], ...] = ()
    certainties: tuple[tuple[str, str], ...] = ()

    def act_in(self, frame: str) -> str:
        """The act of the word in a frame ("called for" demands, "called a fraud" asserts)."""
        return dict(self.acts).get(frame, self.act)

    def certainty_in(self, frame: str) -> str:
        """The certainty of the word in a frame ("opposes a treaty" leaves open whether there is one)."""
        return dict(self.certainties).get(frame, self.certainty)

    def takes(self, frame: str) -> bool:
        """Whether the word attributes in this frame; what holds of a clause holds of its passive."""
        if frame in self.frames:
            return True
        if frame in QUOTING:
            return "quote" in self.frames
        if frame == "as":
            return "that" in self.frames or "quote" in self.frames
        if frame in ("pass:that", "pass:wh", "pass:pre", "pass:par"):
            return self.takes(frame[5:])
        if frame == "pass:prep:as":
            return "np+as" in self.frames
        return False

    @property
    def of_words(self) -> bool:
        """Whether some frames count only where the subject is words or data ("accounts give a picture of")."""
        return any(frame.startswith("words:") for frame in self.frames)

    @property
    def counts(self) -> bool:
        """Whether some frames count only where a number is put on something ("put the toll at nine")."""
        return any(frame.startswith("count:") for frame in self.frames)

    @property
    def speaks(self) -> bool:
        """Whether it introduces direct speech."""
        return "quote" in self.frames


@dataclass(frozen=True, slots=True)
class CueBook:
    """All cues, by word class and then by the parser's lemma."""

    verbs: dict[str, Cue]
    nouns: dict[str, Cue]
    adjectives: dict[str, Cue]
    adverbs: dict[str, Cue]


@cache
def book() -> CueBook:
    """The shipped lexicon; raises `LexiconError` for a row of an unknown class or one without frames."""
    tables: dict[str, dict[str, Cue]] = {name: {} for name in CLASSES}
    for row in lexicons.load("cues"):
        if row["pos"] not in tables or (row["pos"] != "ADV" and not row["frames"]):
            raise LexiconError(f"cues.tsv: {row['lemma']!r} has no known class or no frames")
        cue = Cue(
            lemma=row["lemma"],
            pos=row["pos"],
            frames=frozenset(row["frames"].split()),
            act=next((cell for cell in row["act"].split() if "=" not in cell), "asserts"),
            distance=row["distance"] or "neutral",
            certainty=next((cell for cell in row["certainty"].split() if "=" not in cell), "CT+"),
            channel=row["channel"],
            acts=_by_frame(row["act"]),
            certainties=_by_frame(row["certainty"]),
        )
        for lemma in (row["lemma"], *row["also"].split()):
            tables[row["pos"]][lemma] = cue
    return CueBook(tables["VERB"], tables["NOUN"], tables["ADJ"], tables["ADV"])


def _by_frame(cells: str) -> tuple[tuple[str, str], ...]:
    """The FRAME=VALUE parts of a cell."""
    return tuple((frame, value) for cell in cells.split() if "=" in cell for frame, value in [cell.split("=")])
