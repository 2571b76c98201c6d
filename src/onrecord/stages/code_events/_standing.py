"""Which candidates are deeds that event data records.

In: a word with its arguments, and the candidate read from it. Out: whether it stands. The one idea: somebody political takes
part, people were harmed, or the words name the day of a deed that is one whoever did it; customs, generalities and private
dealings fall.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.analysis import Analysis, Tokens
from onrecord.records import Mention
from onrecord.stages.code_events import _dates, _grammar
from onrecord.stages.code_events._arguments import ARMED, OFFICIAL, SPOKEN, Arguments, is_political
from onrecord.stages.code_events._frames import Frame

if TYPE_CHECKING:
    from onrecord.stages.code_events._candidates import Candidate

ACTORLESS = frozenset({"ASSAULT", "PROTEST", "COERCE"})
"""Types whose actor is often unknown; every other type needs one."""
DATED = frozenset({"CONSULT", "AGREE", "RETREAT", "SANCTION", "AID", "MOBILIZE"})
"""Types of which a noun with its own day is a deed without actors too: "Monday's talks", "the deal signed on Friday"."""
UNNAMED = frozenset({"RETREAT", "MOBILIZE", "SANCTION", "COERCE", "ASSAULT", "AGREE", "PROTEST"})
"""Types that news tells in the passive without an actor: "were set free", "police had been deployed"."""
TOLD = frozenset({"COERCE", "CONCEDE", "SANCTION", "MOBILIZE", "ACCUSE", "AID", "RETREAT"})
"""Types that news tells in the passive of thing and verb, whoever did it: "an embargo was imposed", "troops were sent"."""
BETWEEN = frozenset({"AGREE", "CONSULT", "RETREAT", "REJECT", "COOPERATE"})
"""Types of deeds of "both sides"."""
FEW = frozenset({"both", "two", "three", "warring", "rival"})
TOLD_OF = frozenset({"ASSAULT", "COERCE", "SANCTION", "RETREAT"})
"""Types of deeds that a later report tells by a noun: "the killing of the priest has shocked the diocese"."""
THROWN = ("bomb", "projectile", "riot-shot")
"""Noun classes of what is thrown and fired in an attack."""
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
    if _is_told(arguments, candidate) or _is_of_sides(arguments, candidate) or is_told_of(analysis, candidate):
        return True
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
        blown = bool(frame.words) and any(arguments.is_a(filler, "bomb") for filler in fillers)
        return blown or any(arguments.is_a(filler, "projectile") for filler in fillers)
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


def _is_told(arguments: Arguments, candidate: Candidate) -> bool:
    """A deed in the passive that verb and thing tell of themselves: "an embargo was imposed", "a grenade was thrown"."""
    frame, tokens = candidate.frame, arguments.tokens
    if frame.pos != "v" or not frame.words or not _is_finite_passive(tokens, arguments.token):
        return False
    if any(need.slot in ("both", "recipient") for need in frame.needs) or _is_of_none(arguments):
        return False
    if frame.event_type == "ASSAULT":
        return any(arguments.is_a(filler, name) for filler in arguments.fillers("obj") for name in THROWN)
    if frame.event_type not in TOLD or _is_of_nature(arguments) or _is_of_courts(arguments, candidate):
        return False
    if any(_grammar.prepositional(tokens, word, "by") for word in arguments.words):
        return False  # "was granted asylum by Mexico": the noun knows by whom
    if any(arguments.is_a(word, "roadway") for word in arguments.words):
        return False  # "a lane was closed": rather for repairs
    if frame.event_type == "AID" and (
        any(arguments.is_a(filler, "captive") for filler in arguments.fillers("obj"))
        or _grammar.children(tokens, arguments.token, "neg")
        or any(tokens.tag[child] == "MD" for child in _grammar.children(tokens, arguments.token, "aux"))
    ):
        return False  # "the hostages were freed": by whom decides what it was; "aid will be given": or not
    return any(tokens.pos[w] in ("NOUN", "ADJ", "VERB") and tokens.dep[w] != "prt" for w in arguments.words)


def _is_of_none(arguments: Arguments) -> bool:
    """ "Denied that any shot was fired": what a denial is made of tells no deed."""
    tokens = arguments.tokens
    return any(tokens.lower[child] in ("any", "no") for n in arguments.fillers("obj") for child in tokens.children[n])


def _is_of_courts(arguments: Arguments, candidate: Candidate) -> bool:
    """Charges, bail and suits of people who are nobody to politics; accusations that open no inquiry."""
    if candidate.frame.event_type == "ACCUSE" and candidate.frame.mode != "investigate":
        return True
    mentions = [arguments.analysis.mentions[n] for n in candidate.recipients]
    is_known = any(mention.sector not in UNPOLITICAL - {"JRN"} for mention in mentions)
    return not is_known and any(arguments.is_a(word, "charge-case") for word in arguments.words)


def _is_of_nature(arguments: Arguments) -> bool:
    """ "Water was cut off by the flood"."""
    causes = ("nature", "accident", "disease")
    return any(arguments.is_a(filler, name) for filler in arguments.fillers("subj") for name in causes)


def _is_finite_passive(tokens: Tokens, verb: int) -> bool:
    """Whether it was done, has been or will be: "is imposed" may be a custom."""
    passive = {tokens.lower[child] for child in _grammar.children(tokens, verb, "auxpass")}
    if not passive:
        return False
    words = passive | {tokens.lower[child] for child in _grammar.children(tokens, verb, "aux")}
    return bool(words & {"was", "were", "been", "being"}) or {"will", "be"} <= words


def is_told_of(analysis: Analysis, candidate: Candidate) -> bool:
    """A definite noun with those to whom it was done, as part of what came of it: "the release of the crew was confirmed"."""
    tokens, noun = analysis.tokens, candidate.token
    if candidate.frame.pos != "n" or candidate.frame.event_type not in TOLD_OF or not candidate.is_reference:
        return False
    if not any(_is_specific(tokens, analysis.mention_heads[n]) for n in candidate.recipients):
        return False
    verb = tokens.head[noun]
    if tokens.dep[noun] == "pobj" and tokens.lower[verb] in ("after", "since", "over", "following"):
        verb = tokens.head[verb]
    elif tokens.dep[noun] not in ("nsubj", "nsubjpass", "dobj"):
        return False
    return tokens.tag[verb] in ("VBD", "VBN") and not _grammar.children(tokens, verb, "neg")


def _is_specific(tokens: Tokens, head: int) -> bool:
    """Whether those who are named are known ones: "the priest", "two engineers", "Otieno", not "civilians"."""
    near = {tokens.lower[child] for child in tokens.children[head]}
    if tokens.pos[head] == "PROPN" or _grammar.children(tokens, head, "nummod"):
        return True
    return tokens.tag[head] == "NN" and not near.isdisjoint(("the", "a", "an", "his", "her", "its", "their"))


def _is_of_sides(arguments: Arguments, candidate: Candidate) -> bool:
    """A deed of both sides, whoever they are: "the two sides agreed on a truce"."""
    frame, tokens = candidate.frame, arguments.tokens
    sectors = {arguments.analysis.mentions[n].sector for n in candidate.actors}
    if frame.pos != "v" or frame.event_type not in BETWEEN or sectors - {None, "CVL"}:
        return False
    return any(
        arguments.is_a(filler, "sides") and any(tokens.lower[child] in FEW for child in tokens.children[filler])
        for filler in arguments.fillers("subj")
    ) and not _is_usual(arguments)


def _is_on_a_day(arguments: Arguments, frame: Frame) -> bool:
    """ "The truce was agreed on Tuesday", "a deal was signed in Nairobi": of a known day or town, whoever took part."""
    tokens, verb = arguments.tokens, arguments.token
    towns = [n for word in ("in", "at") for n in _grammar.prepositional(tokens, verb, word) if tokens.pos[n] == "PROPN"]
    if not ((towns or _dates.is_timed(tokens, verb)) and _grammar.children(tokens, verb, "auxpass")):
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
    if frame.event_type == "PROTEST" and _dates.is_expected(arguments.tokens, arguments.token):
        return True
    if frame.event_type in ACTORLESS and _dates.took_place(arguments.tokens, arguments.token):
        return True
    if not candidate.is_reference:
        return False
    is_kind = frame.event_type in ACTORLESS or frame.mode == "release"
    if is_kind and _dates.names_day(arguments.tokens, arguments.token):
        return True
    return frame.event_type in DATED and _dates.has_own_day(arguments.tokens, arguments.token)


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
