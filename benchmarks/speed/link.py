"""Cost of linking as corpora grow: time and memory a record at 1k, 10k, 100k and 1M event records, and of 1,000 more articles.

usage: python benchmarks/speed/link.py [SIZE ...] [--more 1000] [--keep FOLDER]

Makes event records from templates: about 550 a day, of incidents most of which are told once and a few thousands of times, three
reports in ten a copy of an earlier one, some trimmed. Each size runs in a process of its own (so its peak memory is its own):
the records are put into a store, linked, then MORE articles of the last days are added and linked. Prints CPU microseconds a
record, peak memory, and the CPU seconds that the additions took. One core.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tests"))
from made import record

from onrecord.records import (
    Attribution,
    Cue,
    Event,
    EventDate,
    Evidence,
    Mention,
    Passage,
    Place,
    Record,
    Source,
    Span,
)
from onrecord.stages.link import Link
from onrecord.store import Store

SIZES = (1_000, 10_000, 100_000, 1_000_000)
A_DAY = 550
"""Event records a day."""
EVENTS = 3
"""Events in an article."""
COPIED = 0.3
FIRST_DAY = date(2020, 1, 1)
SPREAD = ((0.60, 1, 1), (0.27, 2, 6), (0.11, 7, 60), (0.019, 61, 400), (0.001, 1000, 4000))
"""Share of the incidents, and fewest and most reports of one."""
TYPES = ("ASSAULT", "COERCE", "PROTEST", "SANCTION", "CONSULT", "MOBILIZE", "AID", "RETREAT", "AGREE", "ACCUSE")
VERBS = {
    "ASSAULT": "attacked", "COERCE": "arrested", "PROTEST": "marched against", "SANCTION": "barred", "CONSULT": "met",
    "MOBILIZE": "sent troops to", "AID": "supplied", "RETREAT": "released", "AGREE": "signed with", "ACCUSE": "accused",
}  # fmt: skip
SOURCES = (
    ("the ministry", "GOV"),
    ("the hospital", "MED"),
    ("the army", "MIL"),
    ("the union", "LAB"),
    ("the court", "JUD"),
)


@dataclass(slots=True)
class Told:
    """An incident with how many reports of it are still to come."""

    number: int
    kind: str
    actor: str
    target: str
    town: int
    day: date
    left: int
    texts: list[str]


class Corpus:
    """Articles without end, in order of publication; the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)
        self._codes = [f"{a}{b}{c}" for a in "ABCDEFGH" for b in "AEIOU" for c in "KLMN"]
        self._words = ["".join(self._chance.choices("bcdfglmnprstvz", k=2)) + tail for tail in self._tails(4000)]
        self._open: list[Told] = []
        self._count = 0

    def _tails(self, size: int) -> Iterator[str]:
        for _ in range(size):
            yield "".join(self._chance.choice("aeiou") + self._chance.choice("lmnrst") for _ in range(2))

    def articles(self, events: int) -> Iterator[Record]:
        """Articles with this many events in all."""
        for number in range(events // EVENTS):
            day = FIRST_DAY + timedelta(days=self._count * EVENTS // A_DAY)
            self._count += 1
            chosen = {told.number: told for told in (self._incident(day) for _ in range(EVENTS))}
            yield self._article(number, day, list(chosen.values()))

    def _incident(self, day: date) -> Told:
        """A new incident, or one of the last days that is still being told."""
        self._open = [told for told in self._open if told.left > 0 and (day - told.day).days < 12]
        if self._open and self._chance.random() < 0.72:
            told = self._chance.choices(self._open, weights=[told.left for told in self._open])[0]
        else:
            told = self._new(day)
            self._open.append(told)
        told.left -= 1
        return told

    def _new(self, day: date) -> Told:
        _, low, high = self._chance.choices(SPREAD, weights=[share for share, _, _ in SPREAD])[0]
        actor, target = self._chance.choices(self._codes, weights=[1 / (n + 3) for n in range(len(self._codes))], k=2)
        number = self._chance.getrandbits(48)
        reports = self._chance.randint(low, high)
        return Told(number, self._chance.choice(TYPES), actor, target, self._chance.randrange(600), day, reports, [])

    def _article(self, number: int, day: date, incidents: list[Told]) -> Record:
        first = incidents[0]
        outlet = self._chance.randrange(400)
        if first.texts and self._chance.random() < COPIED:
            text = self._chance.choice(first.texts)
            if self._chance.random() < 0.5:
                text = text[: text.rfind("\n")] if text.count("\n") > len(incidents) else text
        else:
            text = self._text(incidents)
            if len(first.texts) < 6:
                first.texts.append(text)
        events, said = self._events(text, incidents)
        moment = f"{day}T{self._chance.randrange(24):02d}:{self._chance.randrange(60):02d}:00+00:00"
        return record(
            text, id=f"{number}", publisher=f"Outlet {outlet}", published=moment, url=f"https://o{outlet}.example.org/{number}",
            attributions=tuple(said), events=tuple(events),
        )  # fmt: skip

    def _text(self, incidents: list[Told]) -> str:
        lines = [self._lead(told) for told in incidents]
        words = self._chance.choices(self._words, k=60)
        lines += [" ".join(words[at : at + 20]).capitalize() + "." for at in range(0, 60, 20)]
        return "\n".join(lines)

    def _lead(self, told: Told) -> str:
        chance = random.Random(told.number)
        about = " ".join(chance.choices(self._words, k=4))
        source, _ = self._chance.choice(SOURCES)
        deed = f"{told.actor} forces {VERBS[told.kind]} {told.target} near T{told.town} over the {about}"
        return f"{deed}, {source} of {told.target} said."

    def _events(self, text: str, incidents: list[Told]) -> tuple[list[Event], list[Attribution]]:
        """Events of the incidents whose lead stands in the text, and who says so."""
        events: list[Event] = []
        said: list[Attribution] = []
        at = 0
        for line in text.split("\n"):
            for told in incidents:
                if line.startswith(f"{told.actor} forces {VERBS[told.kind]} {told.target} near T{told.town} over"):
                    by = self._said(line, at, told)
                    said.append(by)
                    events.append(self._event(line, at, told, by))
                    break
            at += len(line) + 1
        return events, said

    def _said(self, line: str, at: int, told: Told) -> Attribution:
        source, sector = next(one for one in SOURCES if f"{one[0]} of" in line)
        name = f"{source} of {told.target}"
        return Attribution(
            id=f"a{at}",
            source=Source(
                text=name, spans=(_span(line, at, name),), name=name, country=told.target, sector=sector,  # type: ignore[arg-type]
                side=told.target, identification="named_org",
            ),
            cue=Cue(text="said", spans=(_span(line, at, "said."),), lemma="say"),
            content=Passage(text=line.split(",")[0], spans=(_span(line, at, line.split(",")[0]),)),
            form="indirect",
            act="asserts",
        )  # fmt: skip

    def _event(self, line: str, at: int, told: Told, by: Attribution) -> Event:
        verb, town, kind = VERBS[told.kind].split(" ")[0], f"T{told.town}", told.kind
        day = told.day.isoformat()
        return Event(
            id=f"e{at}",
            event_type=kind,  # type: ignore[arg-type]
            plover_type=kind,  # type: ignore[arg-type]
            trigger=Evidence(text=verb, span=_span(line, at, verb)),
            evidence=(Span(at, at + len(line)),),
            date=EventDate(value=day, start=day, end=day, precision="day"),
            place=Place(
                text=town, span=_span(line, at, town), name=town, country=told.target, lat=told.town % 50 + 1.0,
                lon=told.town // 5 + 0.5, precision="city",
            ),
            actors=(_mention(line, at, f"{told.actor} forces", told.actor, "MIL"),),
            recipients=(_mention(line, at, told.target, told.target, "CVL"),),
            attributed_to=(by.id,),
        )  # fmt: skip


def _span(line: str, at: int, words: str) -> Span:
    start = at + line.index(words)
    return Span(start, start + len(words))


def _mention(line: str, at: int, words: str, country: str, sector: str) -> Mention:
    return Mention(
        id=f"m{words}",
        text=words,
        span=_span(line, at, words),
        name=words,
        country=country,
        sector=sector,
        side=country,
    )


def measured(size: int, more: int, folder: Path) -> dict[str, float]:
    """Figures of one size; the database is left in the folder."""
    corpus = Corpus(size)
    path = folder / f"{size}.db"
    path.unlink(missing_ok=True)
    with Store(path) as store:
        start = time.process_time()
        count = events = 0
        for item in corpus.articles(size):
            store.add(item)
            count += 1
            events += len(item.events)
        stored = time.process_time() - start
        start = time.process_time()
        Link().update(store)
        linked = time.process_time() - start
        for item in corpus.articles(more * EVENTS):
            store.add(item)
        start = time.process_time()
        Link().update(store)
        added = time.process_time() - start
    return {
        "records": events,
        "articles": count,
        "store_us": 1e6 * stored / events,
        "link_us": 1e6 * linked / events,
        "more_s": added,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "database_mb": path.stat().st_size / 1e6,
    }


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES)
    parser.add_argument("--more", type=int, default=1000)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--alone", action="store_true", help="measure one size in this process")
    options = parser.parse_args()
    if options.alone:
        print(json.dumps(measured(options.sizes[0], options.more, options.keep)))
        return
    print(f"{'records':>9} {'articles':>9} {'store us':>9} {'link us':>9} {'more s':>7} {'peak MB':>8} {'file MB':>8}")
    for size in options.sizes:
        with tempfile.TemporaryDirectory() as folder:
            keep = str(options.keep or folder)
            command = [sys.executable, __file__, str(size), "--more", str(options.more), "--keep", keep, "--alone"]
            found = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        print(
            f"{found['records']:>9} {found['articles']:>9} {found['store_us']:>9.0f} {found['link_us']:>9.0f}"
            f" {found['more_s']:>7.1f} {found['peak_mb']:>8.0f} {found['database_mb']:>8.0f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
