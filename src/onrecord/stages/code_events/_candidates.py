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
from onrecord.stages.code_events._arguments import ABOUT, ARMED, ASKED, OFFICIAL, SPOKEN, Arguments, is_political
from onrecord.stages.code_events._classes import noun_classes
from onrecord.stages.code_events._frames import Frame
from onrecord.stages.code_events._passages import Passages

ACTORLESS = frozenset({"ASSAULT", "PROTEST", "COERCE"})
"""Types whose actor is often unknown; every other type needs one."""
UNNAMED = frozenset({"RETREAT", "MOBILIZE", "SANCTION", "COERCE", "ASSAULT", "AGREE", "PROTEST"})
"""Types that news tells in the passive without an actor: "were set free", "police had been deployed"."""
HANDLED = ("captive", "troops", "police", "diplomat", "passage", "suspect")
"""Noun classes of those to whom authorities do things, whoever they are."""
HABITUAL = frozenset({"ASSAULT", "COERCE", "PROTEST", "SANCTION", "AID", "COOPERATE", "MOBILIZE", "RETREAT"})
"""Deeds that a simple present tells of as a habit; words (ACCUSE, REQUEST) are reported in it."""
USUALLY = frozenset(
    {"often", "usually", "routinely", "regularly", "frequently", "sometimes", "always", "generally", "rarely"}
)
PRIVATE = frozenset({"CVL", "REF", "LAB", "EDU", "MED", "AGR", "JRN", "CRM"})
"""Sectors whose members meet and travel without conferring."""
UNPOLITICAL = frozenset({None, "BUS", "CVL", "MED", "JRN", "EDU", "AGR", "CRM"})
"""Sectors that do politics only with somebody of another sector or state."""
PHYSICAL = ("person", "armed", "place", "building", "target", "weapon", "territory", "property", "utility", "goods",
            "troops", "police", "crowd", "official", "captive", "media", "migrant", "rebel", "worker", "bomb")  # fmt: skip
"""Noun classes that can be hit, seized or closed."""
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
    if arguments.event_type in ACTORLESS and (_dates.of_possessive(tokens, noun) or _dates.is_nth(tokens, noun)):
        return True
    return bool(determiners & {"the", "this", "that", "these", "those", "its", "their", "his", "her", "both"})


def stands(arguments: Arguments, candidate: Candidate) -> bool:
    """Whether this is a deed that event data records: somebody political takes part, or people were harmed."""
    analysis, frame = arguments.analysis, candidate.frame
    political = [n for n in candidate.actors + candidate.recipients if is_political(analysis.mentions[n])]
    harmed = any(m.quantity in ("killed", "injured", "arrested", "abducted", "displaced") for m in candidate.magnitude)
    flags = {need.slot for need in frame.needs if need.cls is None}
    if frame.head == "rally" and any(analysis.mentions[n].category == "person" for n in candidate.actors):
        return False  # a candidate's rally is a campaign event
    if _is_dated_deed(arguments, candidate):
        return True
    if "anyone" in flags:
        return not (_is_usual(arguments) if frame.words else _is_habit(arguments, candidate))
    if "both" in flags and not _has_both_sides(analysis, candidate):
        return False
    if frame.event_type == "CONSULT" and not _is_official(analysis, candidate):
        return False
    if _is_unnamed(arguments, candidate, bool(political) or harmed):
        return not _is_habit(arguments, candidate)
    if "actor" in flags and not any(
        _may_act(analysis.mentions[n], political, frame.event_type) for n in candidate.actors
    ):
        return False
    if "recipient" in flags and not any(is_political(analysis.mentions[n]) for n in candidate.recipients):
        return False
    if frame.only_counts:
        return bool(candidate.magnitude)
    if candidate.is_reference and not political:
        return True  # kept only if there is something to point back at
    if frame.event_type not in ACTORLESS and not candidate.actors:
        return False
    if not political and not harmed and not _is_plain(arguments, frame):
        return False
    if not harmed and (_is_private(analysis, candidate) or _is_abstract(arguments, candidate)):
        return False
    if _is_half_told(arguments, candidate):
        return False
    return not _is_habit(arguments, candidate)


GATHERINGS = frozenset({"march", "rally", "demonstrate", "protest"})
"""Verbs of crowds: "hundreds rallied" needs no noun behind the number."""


def _is_plain(arguments: Arguments, frame: Frame) -> bool:
    """A deed whoever does it: a crowd in the street, a bomb that goes off."""
    fillers = arguments.fillers("subj") if frame.pos == "v" else []
    if frame.event_type == "ASSAULT":
        return bool(frame.words) and any(arguments.is_a(filler, "bomb") for filler in fillers)
    if frame.event_type != "PROTEST":
        return False
    if frame.head in GATHERINGS:
        return any(arguments.tokens.lower[n] in ("those", "thousands", "hundreds", "dozens") for n in fillers)
    return bool(frame.words) and any(arguments.is_a(filler, "crowd") for filler in fillers)


def _is_unnamed(arguments: Arguments, candidate: Candidate, known: bool) -> bool:
    """A deed in the passive, or one told by its outcome, whose author the sentence leaves open: "sanctions were lifted".

    Whom or what it is done to must be known, or be of those whom only authorities and armed groups handle.
    """
    frame = candidate.frame
    if frame.pos != "v" or frame.event_type not in UNNAMED or candidate.actors:
        return False
    if frame.event_type == "ASSAULT" and frame.mode != "crowd-control":
        return False  # "a bridge was damaged": without an author, rather an accident
    passive = not frame.actor or _grammar.is_passive(arguments.tokens, arguments.token)
    if frame.event_type in ("AGREE", "PROTEST"):
        return passive and _is_on_a_day(arguments, frame)
    if not passive:
        return frame.mode == "release" and any(arguments.is_a(filler, "armed") for filler in arguments.fillers("subj"))
    if frame.event_type == "RETREAT" and frame.words:
        return True
    slot = "obj" if frame.actor else "subj"
    fillers = arguments.fillers(slot)
    return any(arguments.is_a(filler, name) for filler in fillers for name in HANDLED) or (known and bool(frame.words))


def _is_on_a_day(arguments: Arguments, frame: Frame) -> bool:
    """ "The truce was agreed on Tuesday", "a march has been called for Friday": of a known day, whoever took part."""
    tokens, verb = arguments.tokens, arguments.token
    if not (_dates.is_timed(tokens, verb) and _grammar.children(tokens, verb, "auxpass")):
        return False  # "the accord signed in March" recalls it
    if frame.event_type == "PROTEST":
        return bool(frame.words) and frame.head != "attend"
    is_terms = any(need.slot == "obj" and "agreement" in (need.cls or "").split("|") for need in frame.needs)
    return is_terms or any(
        arguments.is_a(filler, name) for filler in arguments.fillers("obj") for name in ("agreement", "truce")
    )


def _is_dated_deed(arguments: Arguments, candidate: Candidate) -> bool:
    """ "Tuesday's fighting", "the release of the nurses a week ago": of a known day, whoever took part."""
    frame = candidate.frame
    if frame.pos != "n":
        return False
    if arguments.is_a(arguments.token, "gathering") and _dates.is_held(arguments.tokens, arguments.token):
        return True
    is_kind = frame.event_type in ACTORLESS or frame.mode == "release"
    return candidate.is_reference and is_kind and _dates.names_day(arguments.tokens, arguments.token)


def _is_private(analysis: Analysis, candidate: Candidate) -> bool:
    """Whether firms, stars and neighbours deal with each other within one country: business, culture, gossip."""
    if candidate.frame.event_type in ("ASSAULT", "PROTEST", "COERCE", "MOBILIZE"):
        return False
    mentions = [analysis.mentions[n] for n in candidate.actors + candidate.recipients]
    countries = {mention.country for mention in mentions if mention.country}
    parties = all(_is_layman(mention) for mention in mentions)
    firms = all(mention.sector in ("BUS", None) for mention in mentions)
    return parties and (len(countries) < 2 or firms)


def _is_layman(mention: Mention) -> bool:
    if mention.category in ("government", "demonym"):
        return False
    return mention.sector in UNPOLITICAL or (mention.category == "person" and mention.sector in ("LAB", "SOC"))


def _is_abstract(arguments: Arguments, candidate: Candidate) -> bool:
    """Force without a victim: its object is no person or thing ("destroying the middle class"), or nobody armed uses it."""
    frame, mentions = candidate.frame, arguments.analysis.mentions
    if frame.event_type not in ("ASSAULT", "COERCE") or frame.pos != "v" or frame.words or candidate.recipients:
        return False
    target = _grammar.direct_object(arguments.tokens, arguments.token)
    if target is not None:
        is_person = arguments.tokens.lower[target].endswith("old")  # "a 19-year-old"
        is_named = frame.event_type == "COERCE" and arguments.tokens.pos[target] == "PROPN"  # a ship's name
        return not (is_person or is_named) and not any(arguments.is_a(target, name) for name in PHYSICAL)
    return not any(mentions[n].sector in ARMED or mentions[n].category == "government" for n in candidate.actors)


def _may_act(mention: Mention, political: list[int], kind: str) -> bool:
    """Whether the frame's actor is political; somebody unresolved ("she", a name) may be, if the other side is."""
    unresolved = ("person", "pronoun", "organisation", "other") if kind in SPOKEN else ("person", "pronoun")
    return is_political(mention) or (bool(political) and mention.category in unresolved)


def _is_official(analysis: Analysis, candidate: Candidate) -> bool:
    """Whether parties confer: not relatives, travellers or the press among themselves."""
    if any(analysis.mentions[n].category == "media" for n in candidate.recipients):
        return False  # an interview
    return any(analysis.mentions[n].sector not in PRIVATE for n in candidate.actors) or not candidate.actors


def _has_both_sides(analysis: Analysis, candidate: Candidate) -> bool:
    """Actor and recipient; of a mutual deed two participants, or a plural one ("the ministers met")."""
    if not candidate.frame.is_reciprocal:
        return bool(candidate.actors and candidate.recipients)
    if len(candidate.actors) != 1:
        return len(candidate.actors) > 1
    return analysis.tokens.tag[analysis.mention_heads[candidate.actors[0]]] in ("NNS", "NNPS")


def _is_half_told(arguments: Arguments, candidate: Candidate) -> bool:
    """One participant of a mutual deed that a noun or passive names ("a deal reached with Oslo"): somebody else's deed."""
    if not candidate.frame.is_reciprocal or len(candidate.actors) > 1 or candidate.is_reference:
        return False
    if candidate.frame.event_type == "CONSULT" and candidate.frame.pos == "n" and _is_among(arguments, candidate):
        return False
    return candidate.frame.pos == "n" or _grammar.is_passive(arguments.tokens, arguments.token)


def _is_among(arguments: Arguments, candidate: Candidate) -> bool:
    """Whether officials confer among themselves: "talks between officials of", "a meeting of their foreign ministers"."""
    tokens, mentions = arguments.tokens, arguments.analysis.mentions
    if not candidate.actors or mentions[candidate.actors[0]].sector not in OFFICIAL:
        return False
    fillers = arguments.fillers("between") or arguments.fillers("of")
    return bool(fillers) and tokens.tag[fillers[0]] in ("NNS", "NNPS")


def _is_habit(arguments: Arguments, candidate: Candidate) -> bool:
    """ "Often jailed"; or a simple present without a country among the participants: "wars kill people"."""
    tokens, token, frame = arguments.tokens, arguments.token, candidate.frame
    if frame.pos != "v":
        return False
    if _is_usual(arguments):
        return True
    if tokens.tag[token] not in ("VBZ", "VBP") or frame.event_type not in HABITUAL:
        return False
    mentions = arguments.analysis.mentions
    return not any(mentions[n].country for n in candidate.actors + candidate.recipients)


def _is_usual(arguments: Arguments) -> bool:
    adverbs = _grammar.children(arguments.tokens, arguments.token, "advmod")
    return any(arguments.tokens.lower[adverb] in USUALLY for adverb in adverbs)
