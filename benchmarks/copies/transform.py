"""Dispatches and what newsrooms make of them: seeded copies and near misses, out of texts that are read at run time.

In: texts. Out: articles, and for pairs of them whether they carry one dispatch and what was done to the copy. The one idea: no
text is kept here; what is made is the same for the same seed and texts, and each pair is known by how it was made.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

SENTENCE = re.compile(r"(?<=[.!?])[\"”’']?\s+(?=[\"“‘']?[A-Z0-9])|\n+")
NUMBERS = "zero one two three four five six seven eight nine ten eleven twelve".split()
STYLE = (
    (r"\bsaid\b", "told reporters"), (r"\bper ?cent\b", "%"), (r"\b(\w{4,})ize", r"\1ise"), (r"\bcolor", "colour"),
    (r"\blabor", "labour"), (r"\bcenter\b", "centre"), (r"\bdefense\b", "defence"), (r"\bprogram\b", "programme"),
    (r"\bMr\.? ", ""), (r"\bMrs\.? ", ""), (r"\bPresident-elect\b", "President elect"), (r"\bU\.S\.", "US"),
)  # fmt: skip
SYNONYMS = {
    "however": "but", "also": "too", "about": "around", "nearly": "almost", "began": "started", "big": "large",
    "many": "numerous", "most": "the majority of", "while": "as", "because": "since", "help": "aid", "show": "reveal",
    "showed": "revealed", "top": "leading", "called": "described", "several": "a number of", "plan": "scheme",
    "says": "said", "before": "ahead of", "get": "obtain", "want": "wish", "likely": "probable", "often": "frequently",
}  # fmt: skip
NOTES = (
    "Our newsroom is paid for by its readers. If you value independent reporting from this region, please think of becoming"
    " a member today. Members get our weekly letter on Saturdays, invitations to our evenings with editors, and the knowledge"
    " that nobody else decides what we print. To correct an error in this story, write to the readers' desk and name the page.",
    "This story is part of our project on small towns, which is made by nine local papers together. The project is supported"
    " by a foundation that has no say in what we write. More stories of the series can be found on our pages under the"
    " heading Small Towns. You can reach the team by telephone on weekdays, or by writing to the desk of the project.",
    "The newspaper follows the code of the national press council, and complaints about this article can be sent to the"
    " council within three months of its publication. All photographs are by our own staff unless another name is given."
    " Prices and times that are named in our stories were right when they went to press and can have changed since.",
)
QUOTED_BY = "The {paper} reported the day before: "


@dataclass(frozen=True, slots=True)
class Made:
    """An article of the test bed."""

    id: str
    text: str
    publisher: str
    published: str


@dataclass(slots=True)
class Bed:
    """Articles; of pairs by id whether they are copies; kinds expected of copies; why a pair is a near miss."""

    articles: list[Made] = field(default_factory=list)
    copies: dict[tuple[str, str], str] = field(default_factory=dict)
    kinds: dict[tuple[str, str], str] = field(default_factory=dict)
    near: dict[tuple[str, str], str] = field(default_factory=dict)
    same: list[list[str]] = field(default_factory=list)


def sentences(text: str) -> list[str]:
    """The text in sentences."""
    return [part for part in SENTENCE.split(text) if part.strip()]


def words(text: str) -> int:
    """How long the text is."""
    return len(text.split())


def unlike(texts: Sequence[str]) -> list[str]:
    """The texts without those that share a tenth of their five-word runs with an earlier one."""
    seen, found = set[int](), list[str]()
    for text in texts:
        parts = text.casefold().split()
        runs = {hash(tuple(parts[at : at + 5])) for at in range(len(parts) - 4)}
        if len(runs & seen) <= 0.1 * len(runs):
            found.append(text)
        seen |= runs
    return found


class Bench:
    """Makes the bed of the texts; the first ones become dispatches, the rest lends leads, paragraphs and frames."""

    def __init__(self, texts: Sequence[str], dispatches: int, seed: int = 6) -> None:
        self._chance = random.Random(seed)
        order = [text for text in unlike(texts) if words(text) >= 150]
        self._chance.shuffle(order)
        self._dispatches, self._donors = order[:dispatches], order[dispatches:]
        self._used = 0
        self._bed = Bed()
        self._start = datetime(2026, 3, 1, 8, tzinfo=UTC)

    def made(self) -> Bed:
        """The bed."""
        for text in self._dispatches:
            self._dispatch(text)
        self._noted_briefs()
        self._shared_background()
        return self._bed

    def _add(self, text: str, day: float, publisher: str | None = None) -> Made:
        number = len(self._bed.articles)
        moment = self._start + timedelta(days=day, minutes=number % 600)
        paper = publisher or f"Paper {self._chance.randrange(60)}"
        made = Made(f"g{number:05}", text, paper, moment.isoformat())
        self._bed.articles.append(made)
        return made

    def _dispatch(self, text: str) -> None:
        day = self._chance.randrange(60)
        original = self._add(_paragraphs(sentences(text)), day, f"Wire {self._chance.randrange(5)}")
        group = [original.id]
        ways: list[tuple[str, Callable[[list[str]], list[str]]]] = [
            ("verbatim", self._styled), ("trimmed", self._trimmed), ("trimmed", self._headless), ("re-led", self._re_led),
            ("edited", self._edited), ("extended", self._extended), ("edited", self._cut_up),
        ]  # fmt: skip
        for kind, way in self._chance.sample(ways, 2):
            parts = way(sentences(text))
            if kind not in ("verbatim", "edited") and self._chance.random() < 0.5:
                parts = self._styled(parts)
            made = self._add(_paragraphs(parts), day + 0.3 + self._chance.random())
            self._bed.copies.update(((other, made.id), kind) for other in group)
            self._bed.kinds[original.id, made.id] = kind
            group.append(made.id)
        self._bed.same.append(group)
        if self._chance.random() < 0.4:
            quoting = self._add(self._quoting(text, original.publisher), day + 1)
            self._bed.near.update(((other, quoting.id), "quotes it") for other in group)

    # ---- what is done to a copy ----
    def _trimmed(self, parts: list[str]) -> list[str]:
        """30 to 70 % of it: from the top, or sentences left out all over."""
        part = self._chance.uniform(0.3, 0.7)
        if self._chance.random() < 0.6:
            return parts[: max(4, round(part * len(parts)))]
        kept = sorted(self._chance.sample(range(len(parts)), max(4, round(part * len(parts)))))
        return [parts[n] for n in kept]

    def _headless(self, parts: list[str]) -> list[str]:
        return parts[max(1, len(parts) // 8) :]

    def _re_led(self, parts: list[str]) -> list[str]:
        """Another lead of one or two sentences in place of its first."""
        return self._borrowed(self._chance.randint(1, 2), 40) + parts[self._chance.randint(1, 2) :]

    def _extended(self, parts: list[str]) -> list[str]:
        """Local paragraphs at the end or in the middle: a fifth to as much again."""
        size = sum(words(part) for part in parts)
        local = self._borrowed(40, round(size * self._chance.uniform(0.2, 0.9)))
        at = len(parts) if self._chance.random() < 0.7 else len(parts) // 2
        return parts[:at] + local + parts[at:]

    def _edited(self, parts: list[str]) -> list[str]:
        """House style, and a synonym, a number or a clause in every other sentence."""
        found = list[str]()
        for part in self._styled(parts):
            tokens = [SYNONYMS.get(token, token) for token in part.split(" ")]
            if len(tokens) > 12 and self._chance.random() < 0.5:
                at = self._chance.randrange(5, len(tokens) - 5)
                tokens[at : at + 1] = self._chance.choice(
                    [[], [tokens[at], "indeed"], ["which"], [tokens[at], "on", "the", "day"]]
                )
            found.append(" ".join(tokens))
        return found

    def _cut_up(self, parts: list[str]) -> list[str]:
        """Sentences split at a comma or put together."""
        found = list[str]()
        for part in self._edited(parts):
            if part.count(", ") == 1 and words(part) > 18 and self._chance.random() < 0.5:
                head, tail = part.split(", ")
                found += [head + ".", tail[:1].upper() + tail[1:]]
            elif found and words(part) < 12 and self._chance.random() < 0.4:
                found[-1] = found[-1].rstrip(".") + ", and " + part[:1].lower() + part[1:]
            else:
                found.append(part)
        return found or parts

    def _styled(self, parts: list[str]) -> list[str]:
        """The style of another house: quotes, dashes, spellings, numbers."""
        rules = self._chance.sample(STYLE, 6)
        found = list[str]()
        for part in parts:
            for pattern, other in rules:
                part = re.sub(pattern, other, part)
            part = re.sub(r"\b(\d|1[0-2])\b(?![,.:/-]?\d)", lambda m: NUMBERS[int(m[1])], part)
            part = part.replace(" -- ", " \u2014 ").replace(" - ", " \u2013 ").replace("'", "\u2019")
            part = re.sub(r'"([^"]*)"', "\u201c\\1\u201d", part)
            found.append(part)
        return found

    def _borrowed(self, most: int, size: int) -> list[str]:
        """Sentences of another article, up to so many and so many words."""
        self._used += 1
        parts = sentences(self._donors[self._used % len(self._donors)])
        at = self._chance.randrange(max(1, len(parts) - most))
        found = list[str]()
        for part in parts[at : at + most]:
            found.append(part)
            if sum(map(words, found)) >= size:
                break
        return found

    # ---- near misses ----
    def _quoting(self, text: str, paper: str) -> str:
        """An article of its own that quotes a long passage of the dispatch between quotation marks."""
        own = self._borrowed(12, 120)
        parts = sentences(text.replace('"', "").replace("\u201c", "").replace("\u201d", ""))
        at = self._chance.randrange(max(1, len(parts) // 2))
        passage = parts[at : at + max(3, len(parts) // 2)]
        if self._chance.random() < 0.5:
            quoted = QUOTED_BY.format(paper=paper) + '"' + " ".join(passage) + '"'
        else:  # each paragraph opens the quotation, only the last one closes it
            lines = _paragraphs(passage).split("\n\n")
            quoted = QUOTED_BY.format(paper=paper) + "\n\n" + "\n\n".join("\u201c" + line for line in lines) + "\u201d"
        return "\n\n".join(
            [_paragraphs(own[: len(own) // 2 + 1]), quoted, _paragraphs(own[len(own) // 2 + 1 :])]
        ).strip()

    def _noted_briefs(self) -> None:
        """Short reports of one paper, each with the paper's standing note."""
        for number, note in enumerate(NOTES):
            briefs = [
                self._add(_paragraphs(self._borrowed(4, 70)) + "\n\n" + note, 3 * n, f"Noted {number}")
                for n in range(8)
            ]
            for one in briefs:
                for other in briefs:
                    if one.id < other.id:
                        self._bed.near[one.id, other.id] = "standing note"

    def _shared_background(self) -> None:
        """Reports of several papers with the same paragraph of background."""
        for _ in range(12):
            background = " ".join(self._borrowed(5, 90))
            found = [
                self._add(_paragraphs(self._borrowed(20, 160)) + "\n\n" + background, 2 * n, f"Back {n % 3}")
                for n in range(3)
            ]
            for one in found:
                for other in found:
                    if one.id < other.id:
                        self._bed.near[one.id, other.id] = "background"


def _paragraphs(parts: Sequence[str]) -> str:
    """Sentences as paragraphs of three."""
    return "\n\n".join(" ".join(parts[at : at + 3]) for at in range(0, len(parts), 3))
