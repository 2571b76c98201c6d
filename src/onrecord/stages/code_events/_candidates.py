"""Predicates that may be events, with their participants.

In: the analysis. Out: `Candidate`s in text order. The one idea: visit only words that head a frame; take the most specific
frame whose further words and constraints fit; fill its slots. What is no deed of political actors falls away here: figurative
and generic uses (lexicons/en/stop_frames.tsv), names that contain an event word, headlines.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

from onrecord import lexicons
from onrecord.analysis import Analysis, Tokens
from onrecord.records import Article, Magnitude, Mention, Modality, Quantity, Span
from onrecord.stages.code_events import _dates, _frames, _grammar, _magnitude
from onrecord.stages.code_events._arguments import ABOUT, ASKED, SPOKEN, Arguments
from onrecord.stages.code_events._classes import noun_classes
from onrecord.stages.code_events._frames import Frame
from onrecord.stages.code_events._passages import Passages
from onrecord.stages.code_events._standing import ACTORLESS, DATED, stands

ATTRIBUTIVE = frozenset({"compound", "amod", "nmod", "poss", "npadvmod"})
"""A word that only modifies a noun names no deed: "attack helicopters", "wounded men", "the talks' venue"."""
SEQUEL = frozenset({"next", "further", "second", "third", "new", "fresh", "final", "another"})
"""A meeting so named is another than the one told before."""
HEADLINE_WORDS = 25
MAX_PARTICIPANTS = 60


@dataclass(slots=True)
class Candidate:
    """A predicate read with a frame. Participants are mention numbers; `members` are later mentions of the same deed."""

    token: int
    frame: Frame
    words: tuple[int, ...]
    actors: list[int] = field(default_factory=list)
    recipients: list[int] = field(default_factory=list)
    magnitude: list[Magnitude] = field(default_factory=list)
    polarity: str = "+"
    modality: Modality = "actual"
    background: bool = False
    sources: tuple[str, ...] = ()
    evidence: list[Span] = field(default_factory=list)
    members: list[Candidate] = field(default_factory=list)
    chance: float | None = None
    """The relation model's probability of the type; None where it was not asked."""
    sectors: dict[int, str] = field(default_factory=dict)
    """Sectors that the model gives participants of whom the rules know none, by mention number."""
    denials: list[tuple[str, str, tuple[Span, ...]]] = field(default_factory=list)
    """Denials in general terms: attribution, field ("happened", "responsible"), words."""
    is_infinitive: bool = False
    is_announced: bool = False
    """The actor is the authority that tells of an official act in the passive: an inference, marked in `absent`."""
    is_reference: bool = False
    """A noun phrase that points back: "the attack", "their meeting"."""
    points_back: bool = False
    """A verb whose event noun does: "hosted the talks", "attended the session"."""


class StopFrames:
    """Contexts that make a frame figurative, sport or business."""

    def __init__(self) -> None:
        self._patterns: dict[tuple[str, str], list[str]] = {}
        for row in lexicons.load("stop_frames"):
            self._patterns.setdefault((row["lemma"], row["pos"]), []).append(row["pattern"])

    def block(self, arguments: Arguments, frame: Frame) -> bool:
        """Whether a pattern of the frame's lemma fits here."""
        patterns = self._patterns.get((frame.head, frame.pos), []) + self._patterns.get(("*", frame.pos), [])
        if frame.words and frame.pos == "v":
            # "call for" on a day is no demand; "called a strike" on a day is a call all the same.
            patterns = [p for p in patterns if not p.startswith("for=") or "for" in frame.words]
        return any(self._fits(arguments, pattern) for pattern in patterns)

    def _fits(self, arguments: Arguments, pattern: str) -> bool:
        slot, _, wanted = pattern.partition("=")
        names = [name.strip() for name in wanted.split("|") if name.strip()]
        tokens = arguments.tokens
        if slot in ("near", "sentence", "any"):
            lo, hi = arguments.analysis.sentence_of(arguments.token)
            if slot == "near":
                lo, hi = max(lo, arguments.token - 6), min(hi, arguments.token + 7)
            window = set(tokens.lemma[lo:hi]) | set(tokens.lower[lo:hi])
            return any(name in window for name in names)
        fillers = arguments.fillers(slot)
        return any(
            tokens.lemma[filler] == name or tokens.lower[filler] == name or arguments.is_a(filler, name)
            for filler in fillers
            for name in names
        )


@cache
def stop_frames() -> StopFrames:
    return StopFrames()


def find(analysis: Analysis, article: Article, passages: Passages) -> list[Candidate]:
    """All candidates of the article, in text order; a noun that a verb's frame includes is not one of its own."""
    frames = _frames.load()
    tokens = analysis.tokens
    skipped = headline_end(analysis, article)
    found = []
    for token in range(skipped, len(tokens)):
        options = frames.of(tokens, token)
        if (
            options
            and tokens.sentence[token] not in passages.games
            and not is_attributive(tokens, token)
            and not in_name(analysis, token)
        ):
            candidate = _read(analysis, token, options, passages)
            if candidate is not None:
                found.append(candidate)
    included = {word for candidate in found for word in candidate.words}
    return [candidate for candidate in found if candidate.token not in included]


def headline_end(analysis: Analysis, article: Article) -> int:
    """Number of tokens of the headline that opens the text: no full stop, more paragraphs after it."""
    if len(analysis.paragraphs) < 2:
        return 0
    lo, hi = analysis.paragraphs[0]
    words = analysis.words(lo, hi).strip()
    is_title = article.title is not None and words == article.title.strip()
    ends = words[-1:] in '.!?…"”’:;)' if words else True
    return hi if is_title or (not ends and hi - lo <= HEADLINE_WORDS) else 0


def is_attributive(tokens: Tokens, token: int) -> bool:
    """Whether the word tells of no deed: it modifies a noun, or is the gerund in "emphasis on protecting", "the cost of"."""
    dep = tokens.dep[token]
    if dep in ATTRIBUTIVE or _is_at_behest(tokens, token):
        return True
    if dep != "pcomp" or tokens.tag[token] != "VBG":
        return False
    governor = tokens.head[tokens.head[token]]
    blamed = noun_classes().get("involvement", frozenset())
    return tokens.pos[governor] == "NOUN" and tokens.lemma[governor] not in blamed


def _is_at_behest(tokens: Tokens, token: int) -> bool:
    """ "At the invitation of", "by order of": how another deed came about, not one of its own."""
    if tokens.dep[token] != "pobj" or tokens.lower[tokens.head[token]] not in ("at", "by", "on", "upon"):
        return False
    return tokens.lemma[token] in noun_classes().get("behest", frozenset())


def in_name(analysis: Analysis, token: int) -> bool:
    """Whether the word is part of a proper name ("Strike Force", "Ministry of Defence Support")."""
    tokens = analysis.tokens
    if tokens.pos[token] == "PROPN" and tokens.text[token][:1].isupper():
        return True
    number = analysis.mention_covering(token)
    return number is not None and tokens.pos[token] in ("NOUN", "PROPN")


def _read(analysis: Analysis, token: int, options: tuple[Frame, ...], passages: Passages) -> Candidate | None:
    for frame in options:
        words = _frames.match_words(analysis.tokens, token, frame.words)
        if words is None:
            continue
        arguments = Arguments(analysis, token, frame, words, passages)
        if not arguments.fits(frame):
            continue
        if stop_frames().block(arguments, frame):
            return None
        candidate = _fill(arguments, frame, words)
        if candidate is not None:
            return candidate
    return None


def _fill(arguments: Arguments, frame: Frame, words: tuple[int, ...]) -> Candidate | None:
    actors = arguments.actors(frame.actor)
    places = [n for n in actors if frame.pos == "n" and is_mere_place(arguments.analysis.mentions[n])]
    actors = [n for n in actors if n not in places]
    recipients: list[int] = []
    if frame.is_reciprocal:
        actors = _pooled(arguments, frame, actors) or _convened(arguments, frame)
        if len(actors) == 1 and frame.pos == "n":
            actors = arguments.sides(actors[0]) or actors
    else:
        recipients = _recipients(arguments, frame, actors) or places
    candidate = Candidate(
        token=arguments.token,
        frame=frame,
        words=words,
        is_announced=arguments.is_announced,
        actors=actors[:MAX_PARTICIPANTS],
        recipients=recipients[:MAX_PARTICIPANTS],
        is_reference=frame.pos == "n" and not SEQUEL & set(frame.words) and _is_definite(arguments, arguments.token),
        points_back=frame.pos == "v"
        and frame.event_type == "CONSULT"
        and any(_is_definite(arguments, w) for w in words),
    )
    candidate.magnitude = _counts(arguments, frame)
    helpers = _grammar.children(arguments.tokens, arguments.token, "aux")
    candidate.is_infinitive = any(arguments.tokens.tag[helper] == "TO" for helper in helpers)
    if not stands(arguments, candidate):
        return None
    if frame.recipient and not (frame.is_reciprocal or candidate.recipients or frame.only_counts):
        candidate.recipients = arguments.beyond(tuple(actors))
    return candidate


def _recipients(arguments: Arguments, frame: Frame, actors: list[int]) -> list[int]:
    about = ASKED if frame.event_type == "REQUEST" else ABOUT
    found = arguments.participants(frame.recipient, tuple(actors), about)
    if frame.event_type in SPOKEN:
        is_blamed = frame.event_type == "ACCUSE" and frame.recipient[:1] == ("obj",) and arguments.fillers("obj")
        if not is_blamed:  # the press hears what is said
            found = [n for n in found if arguments.analysis.mentions[n].category != "media"]
        found = found or arguments.in_complement(tuple(actors))
    return [n for n in found if not _is_own(arguments.analysis, n, actors)]


def is_mere_place(mention: Mention) -> bool:
    """Whether a possessive names where, not who: "the town's recapture"."""
    return mention.category == "place" and mention.sector is None


def _is_own(analysis: Analysis, number: int, actors: list[int]) -> bool:
    """Whether a mention is what the actor moves, not whom it deals with: "Chad withdrew its troops"."""
    first = analysis.tokens.lower[analysis.mention_tokens[number][0]]
    if first not in ("its", "their", "his", "her"):
        return False
    mention = analysis.mentions[number]
    return mention.sector == "MIL" and any(analysis.mentions[n].country in (mention.country, None) for n in actors)


def _pooled(arguments: Arguments, frame: Frame, actors: list[int]) -> list[int]:
    """Every participant of a reciprocal deed, whichever slot it stands in."""
    slots = ("obj", "with", "between", "to") if frame.pos == "v" else ("with", "between", "of", "verbobj", "by")
    pooled = list(actors)
    for slot in slots:
        for filler in arguments.fillers(slot):
            if filler in arguments.words or (
                slot in ("obj", "of", "to") and arguments.analysis.mention_covering(filler) is None
            ):
                continue
            pooled += [mention for mention in arguments.mentions(filler) if mention not in pooled]
    return sorted(pooled)


def _convened(arguments: Arguments, frame: Frame) -> list[int]:
    """Who conferred where talks only date what came of them: "after nine hours of talks A and B signed"."""
    if frame.pos != "n" or frame.event_type != "CONSULT":
        return []
    tokens, node = arguments.tokens, arguments.token
    for _ in range(3):
        head = tokens.head[node]
        if tokens.dep[node] != "pobj" or head == node or tokens.head[head] == head:
            return []
        if tokens.lower[head] in ("after", "following") and tokens.pos[tokens.head[head]] in _grammar.VERBAL:
            subject = _grammar.subject(tokens, tokens.head[head])
            sides = [] if subject is None else _grammar.conjuncts(tokens, subject)
            found = list(dict.fromkeys(n for side in sides for n in arguments.mentions(side)))
            return found if len(found) > 1 else []
        node = tokens.head[head]
    return []


def _counts(arguments: Arguments, frame: Frame) -> list[Magnitude]:
    found = []
    for quantity, slot in frame.magnitude:
        for filler in arguments.fillers(slot):
            magnitude = _magnitude.measure(arguments.analysis, filler, _quantity(quantity))
            if magnitude is not None:
                found.append(magnitude)
    return found


def _quantity(name: str) -> Quantity:
    return name  # type: ignore[return-value]  # the lexicon test checks the names


def _is_definite(arguments: Arguments, noun: int) -> bool:
    """Whether the noun points back at something known: "the attack", "their meeting"."""
    tokens = arguments.tokens
    determiners = {tokens.lower[child] for child in _grammar.children(tokens, noun, "det", "poss")}
    if "no" in determiners and _grammar.children(tokens, tokens.head[noun], "expl"):
        return True  # "there was no agreement" answers somebody who said that there was
    if arguments.event_type in ACTORLESS | DATED and (
        _dates.of_possessive(tokens, noun) or _dates.is_nth(tokens, noun)
    ):
        return True
    return bool(determiners & {"the", "this", "that", "these", "those", "its", "their", "his", "her", "both"})
