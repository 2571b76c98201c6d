"""One deed, one event: mentions of the same deed within an article become one candidate.

In: candidates in text order. Out: fewer, each with its further `members`. The one idea, in three steps: (1) within a sentence a
verb and a noun of one type that stand in one clause structure are one deed ("were killed in an attack"); (2) a definite noun
without news of its own points back ("the attack"); (3) the same type by the same actors on the same recipients is told again,
unless the two passages name different days.
"""

from __future__ import annotations

from onrecord.analysis import Analysis, Tokens
from onrecord.stages.code_events import _dates, _grammar
from onrecord.stages.code_events._candidates import Candidate
from onrecord.stages.code_events._evidence import join
from onrecord.stages.code_events._standing import ACTORLESS, is_told_of

WEEKDAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
MONTHS = frozenset(
    "january february march april may june july august september october november december "
    "jan. feb. mar. apr. aug. sept. oct. nov. dec.".split()
)
NEAR_DAYS = frozenset("yesterday today tomorrow".split())
WORDS = frozenset({"ACCUSE", "REQUEST", "SUPPORT", "REJECT", "THREATEN"})
"""Deeds done by speaking: a politician accuses many, and praises twice a day."""
SIGNED = frozenset({"AGREE", "SANCTION", "AID", "MOBILIZE"})
"""Types of deeds that only a noun with a day of its own tells although it names nobody: "Friday's deal"."""
DATED = frozenset({"ASSAULT", "PROTEST", "COERCE", "RETREAT", "CONSULT"}) | SIGNED
"""Types of deeds that a noun with its day tells although it names nobody."""
EXPECTED = frozenset({"CONSULT", "PROTEST"})
"""Types of deeds that are expected on a day: "a rally is planned on Saturday"."""
KINDS = frozenset("curfew arrest abduct deport expel strike hunger release ceasefire withdraw phone".split())
"""Modes of deeds that no noun of another mode names."""
SENTENCE_REACH = 80
"""Words between two mentions of a deed in one sentence; "sentences" of thousands of words are lists."""
LOOK_BACK = 60
"""How many earlier deeds are compared; more would make long live blogs quadratic."""


def merge(analysis: Analysis, candidates: list[Candidate]) -> list[Candidate]:
    """Deeds in text order."""
    deeds: list[Candidate] = []
    early: list[Candidate] = []
    loose: list[Candidate] = []
    for sentence in _by_sentence(analysis, candidates):
        for candidate in _within_sentence(analysis, sentence):
            earlier = _same_deed(analysis, deeds[-LOOK_BACK:], candidate)
            if earlier is not None and _tells_more(analysis, earlier, candidate):
                deeds[deeds.index(earlier)] = candidate
                candidate.members = [earlier, *earlier.members]
                _absorb_missing(candidate, earlier)
            elif earlier is not None:
                _absorb(earlier, candidate)
            elif candidate.frame.only_counts:
                early.append(candidate)
            elif not _is_faint(analysis, candidate):
                deeds.append(candidate)
            elif _is_dated(analysis, candidate):
                loose.append(candidate)
    for toll in early:
        _attach_ahead(analysis, deeds, toll)
    for reference in loose:
        _settle(analysis, deeds, reference)
    return sorted(deeds, key=lambda deed: deed.token)


def _attach_ahead(analysis: Analysis, deeds: list[Candidate], toll: Candidate) -> None:
    """A count that stands before its deed ("put the toll at four .. said two were killed"): the next deed nearby."""
    paragraph = analysis.paragraph_of(toll.token)
    for deed in deeds:
        if deed.token > toll.token:
            near = analysis.paragraph_of(deed.token) == paragraph
            if near and deed.frame.event_type == toll.frame.event_type and _compatible(analysis, deed, toll):
                deed.members.append(toll)
            return


def _is_dated(analysis: Analysis, candidate: Candidate) -> bool:
    """Whether a noun without participants still tells of one deed: it names the day that it was or is set for."""
    if candidate.frame.event_type not in DATED or candidate.polarity == "-":
        return False
    tokens, noun = analysis.tokens, candidate.token
    if _dates.is_scheduled(tokens, noun) or _dates.is_held(tokens, noun):
        return True
    if candidate.frame.event_type in EXPECTED and _dates.is_expected(tokens, noun):
        return True
    if candidate.modality == "actual":
        took_place = candidate.frame.event_type in ACTORLESS and _dates.took_place(tokens, noun)
        if took_place or is_told_of(analysis, candidate):
            return True
    if candidate.modality == "planned":
        return _dates.of_possessive(tokens, noun)
    if candidate.frame.event_type in SIGNED:
        return candidate.modality == "actual" and _dates.has_own_day(tokens, noun)
    return candidate.modality == "actual" and (_dates.names_day(tokens, noun) or _dates.is_nth(tokens, noun))


def _settle(analysis: Analysis, deeds: list[Candidate], reference: Candidate) -> None:
    """A dated noun goes to the deed of its type that can be the same, else it is a deed that other reports tell."""
    for deed in deeds:
        if (
            deed.frame.event_type == reference.frame.event_type
            and (deed.modality, deed.polarity) == (reference.modality, reference.polarity)
            and _compatible(analysis, deed, reference)
            and not _different_days(analysis, deed.token, reference.token)
        ):
            deed.members.append(reference)
            return
    deeds.append(reference)


def _by_sentence(analysis: Analysis, candidates: list[Candidate]) -> list[list[Candidate]]:
    groups: dict[int, list[Candidate]] = {}
    for candidate in candidates:
        groups.setdefault(analysis.tokens.sentence[candidate.token], []).append(candidate)
    return list(groups.values())


def _is_faint(analysis: Analysis, candidate: Candidate) -> bool:
    """A noun that on its own tells of no deed: it points nowhere, names no actor and no day, or only wishes or denies."""
    if candidate.frame.pos == "v":
        return False
    if not _participants(candidate):
        return True
    if candidate.modality != "actual" or candidate.polarity == "-":
        return not (candidate.actors and candidate.recipients)
    return not candidate.actors and not candidate.magnitude and not _days(analysis, candidate.token)


# ---- within a sentence ----
def _within_sentence(analysis: Analysis, candidates: list[Candidate]) -> list[Candidate]:
    """Primary candidates of one sentence; the strongest mention of a deed takes the others in."""
    if len(candidates) == 1:
        return candidates
    kept: list[Candidate] = []
    for candidate in sorted(candidates, key=_strength):
        near = (k for k in kept if abs(k.token - candidate.token) <= SENTENCE_REACH)
        host = next((k for k in near if _one_deed(analysis, k, candidate)), None)
        if host is None:
            kept.append(candidate)
        else:
            _take_in(analysis, host, candidate)
    return sorted(kept, key=lambda k: k.token)


def _strength(candidate: Candidate) -> tuple[bool, bool, int, bool, int]:
    """Sort key, strongest first: a deed before its casualties, more participants, verb before noun, position."""
    return (
        candidate.frame.only_counts,
        candidate.is_reference or candidate.modality != "actual" or candidate.polarity == "-",
        -(bool(candidate.actors) + bool(candidate.recipients)),
        candidate.frame.pos == "n",
        candidate.token,
    )


def _one_deed(analysis: Analysis, host: Candidate, other: Candidate) -> bool:
    if host.frame.event_type != other.frame.event_type or not _compatible(analysis, host, other):
        return False
    if (host.polarity, host.modality) != (other.polarity, other.modality) and not other.is_reference:
        return False
    counts = other.frame.counts_people or host.frame.counts_people
    resumed = host.frame.mode == other.frame.mode and _takes_up(analysis, max(host.token, other.token))
    if _are_linked(analysis, host.token, other.token, through_and=counts or resumed):
        return True
    return not (other.actors and other.recipients) if counts else other.is_reference


def _takes_up(analysis: Analysis, verb: int) -> bool:
    """Whether the verb's object is a pronoun: "stopped the lorries and forced them back" is one deed."""
    target = _grammar.direct_object(analysis.tokens, verb)
    return target is not None and analysis.tokens.pos[target] == "PRON"


def _are_linked(analysis: Analysis, first: int, second: int, through_and: bool) -> bool:
    """Whether one word stands below the other without a reported clause or (but for casualties) an "and" between them."""
    tokens = analysis.tokens
    for low, high in ((first, second), (second, first)):
        node = low
        for _ in range(8):
            if node == high:
                return True
            if tokens.dep[node] in ("ccomp", "parataxis") or tokens.head[node] == node or _is_sequel(tokens, node):
                break
            own_subject = _grammar.children(tokens, node, "nsubj", "nsubjpass")
            if tokens.dep[node] == "conj" and (own_subject or not through_and):
                break
            node = tokens.head[node]
    return False


def _is_sequel(tokens: Tokens, verb: int) -> bool:
    """Whether the clause tells what was before or after: "shelled the town two days after rebels attacked it"."""
    opening = {tokens.lower[child] for child in _grammar.children(tokens, verb, "mark")}
    return tokens.dep[verb] == "advcl" and not opening.isdisjoint(("after", "before"))


def _take_in(analysis: Analysis, host: Candidate, other: Candidate) -> None:
    """The host gains what the other mention knows and it does not."""
    if not host.actors:
        host.actors = [n for n in other.actors if n not in host.recipients]
    if not host.frame.is_reciprocal:
        fresh = [n for n in other.recipients if n not in host.actors + host.recipients]
        if host.recipients:
            is_toll = other.frame.counts_people
            fresh = [n for n in fresh if is_toll and analysis.mentions[n].category != "place"]
        host.recipients += fresh
    seen = {(m.quantity, m.span) for m in host.magnitude}
    host.magnitude += [m for m in other.magnitude if (m.quantity, m.span) not in seen]
    host.words = (*host.words, other.token, *other.words)
    host.evidence = join(host.evidence + other.evidence)
    if not host.frame.mode and other.frame.mode:
        host.members.append(other)


# ---- across the article ----
def _same_deed(analysis: Analysis, deeds: list[Candidate], candidate: Candidate) -> Candidate | None:
    for earlier in reversed(deeds):
        if earlier.frame.event_type != candidate.frame.event_type:
            continue
        if candidate.is_reference and _are_of_other_kinds(earlier, candidate):
            continue
        if candidate.points_back and earlier.modality == candidate.modality and not earlier.background:
            return earlier
        if not _compatible(analysis, earlier, candidate):
            continue
        if _different_days(analysis, earlier.token, candidate.token):
            continue
        if earlier.background != candidate.background:
            continue
        if candidate.is_reference or _is_retold(analysis, earlier, candidate):
            return earlier
        if _is_toll(candidate) and _is_counted_by(analysis, earlier, candidate):
            return earlier
    return None


def _are_of_other_kinds(earlier: Candidate, reference: Candidate) -> bool:
    """Whether the noun names another kind of deed than the one before it: "the curfew" after arrests."""
    modes = {earlier.frame.mode, reference.frame.mode}
    return len(modes) > 1 and "" not in modes and bool(modes & KINDS)


def _is_toll(candidate: Candidate) -> bool:
    """A sentence that only counts the casualties of a deed told before."""
    return candidate.frame.counts_people and not candidate.actors and bool(candidate.magnitude)


def _is_counted_by(analysis: Analysis, earlier: Candidate, toll: Candidate) -> bool:
    """Whether the toll can be that of the earlier deed: another count of the same thing, or the count of a deed proper."""
    if not earlier.frame.counts_people:
        return True
    counted = {m.quantity for mention in (earlier, *earlier.members) for m in mention.magnitude}
    sentences = analysis.tokens.sentence
    return bool(counted & {m.quantity for m in toll.magnitude}) or sentences[toll.token] - sentences[earlier.token] <= 1


def _is_retold(analysis: Analysis, earlier: Candidate, candidate: Candidate) -> bool:
    """The same participants again, in the same reality (a denied deed is the one that others assert)."""
    if earlier.polarity != candidate.polarity and _is_contradicted(analysis, earlier, candidate):
        return True
    if earlier.modality != candidate.modality and "-" not in (earlier.polarity, candidate.polarity):
        return False
    if earlier.frame.is_reciprocal or candidate.frame.is_reciprocal:
        if earlier.polarity != candidate.polarity and earlier.frame.head != candidate.frame.head:
            return False  # who speaks of no visit does not deny the call
        return bool(earlier.actors) and _keys(analysis, earlier.actors) == _keys(analysis, candidate.actors)
    if (
        earlier.frame.event_type in WORDS
        and earlier.frame.head != candidate.frame.head
        and not _days(analysis, candidate.token)
    ):
        return False
    same_actor = bool(_keys(analysis, earlier.actors) & _keys(analysis, candidate.actors))
    same_recipient = bool(_keys(analysis, earlier.recipients) & _keys(analysis, candidate.recipients))
    if earlier.frame.event_type in WORDS and not same_recipient:
        return same_actor and not candidate.recipients and earlier.frame.head == candidate.frame.head
    return same_actor and same_recipient


def _is_contradicted(analysis: Analysis, earlier: Candidate, candidate: Candidate) -> bool:
    """The same words of the same thing, once said and once denied: "struck the refinery", "denied that .. struck it"."""
    if earlier.frame.id != candidate.frame.id or earlier.frame.is_reciprocal or not earlier.recipients:
        return False
    heads = [{analysis.tokens.lemma[analysis.mention_heads[n]] for n in one.recipients} for one in (earlier, candidate)]
    return bool(heads[0] & heads[1])


def _compatible(analysis: Analysis, first: Candidate, second: Candidate) -> bool:
    """No role that both fill is filled by different sides."""
    if first.frame.is_reciprocal or second.frame.is_reciprocal:
        return _may_be_same(analysis, _participants(first), _participants(second))
    if not _may_be_same(analysis, first.actors, second.actors):
        return False
    return _may_be_same(analysis, first.recipients, second.recipients)


def _may_be_same(analysis: Analysis, mine: list[int], theirs: list[int]) -> bool:
    """Whether two fillers of one role can be the same: a shared entity, or no country and side that tell them apart."""
    if not mine or not theirs or {analysis.mentions[n].id for n in mine} & {analysis.mentions[n].id for n in theirs}:
        return True
    for values in (_countries, _sides):
        one, other = values(analysis, mine), values(analysis, theirs)
        if one and other and not one & other:
            return False
    return True


def _countries(analysis: Analysis, numbers: list[int]) -> set[str]:
    return {country for n in numbers if (country := analysis.mentions[n].country)}


def _sides(analysis: Analysis, numbers: list[int]) -> set[str]:
    return {side for n in numbers if (side := analysis.mentions[n].side)}


def _participants(candidate: Candidate) -> list[int]:
    return candidate.actors + candidate.recipients


def _keys(analysis: Analysis, numbers: list[int]) -> set[str]:
    """What two mentions of one participant share: the entity, country and sector, or the side they act for."""
    found = set()
    for number in numbers:
        mention = analysis.mentions[number]
        found.add(mention.id)
        if mention.country and mention.category != "place":
            found.add(f"{mention.country} {mention.sector or ''}")
        if mention.side:
            found.add(f"side {mention.side}")
    return found


def _different_days(analysis: Analysis, first: int, second: int) -> bool:
    """Whether both passages name a weekday, a day, a month or a year, and not one that they share."""
    mine, theirs = _days(analysis, first), _days(analysis, second)
    return any(mine[kind].isdisjoint(theirs[kind]) for kind in mine.keys() & theirs.keys())


def _days(analysis: Analysis, token: int) -> dict[str, set[str]]:
    """Words that name the day around a word, by what they name: "1 May 2020" -> day, month and year."""
    lo, hi = analysis.sentence_of(token)
    lower, tags = analysis.tokens.lower, analysis.tokens.tag
    lo, hi = max(lo, token - 25), min(hi, token + 25)
    found: dict[str, set[str]] = {}
    for n in range(lo, hi):
        word = lower[n]
        if word in WEEKDAYS:
            found.setdefault("weekday", set()).add(word)
        elif word in NEAR_DAYS:
            found.setdefault("near", set()).add(word)
        elif word in MONTHS and tags[n] != "MD":
            found.setdefault("month", set()).add(word[:3])
            days = [lower[near].rstrip("stndrh") for near in (n - 1, n + 1) if lo <= near < hi]
            for day in days:
                if day.isdigit() and len(day) <= 2:
                    found.setdefault("day", set()).add(f"{word[:3]} {int(day)}")
        elif len(word) == 4 and word.isdigit():
            found.setdefault("year", set()).add(word)
    return found


def _tells_more(analysis: Analysis, earlier: Candidate, candidate: Candidate) -> bool:
    """Whether the later mention is the full account of what a lead summed up: it names the day, or who says so."""
    if (
        candidate.is_reference
        or candidate.polarity == "-"
        or len(_participants(candidate)) < len(_participants(earlier))
    ):
        return False
    if candidate.frame.pos == "n" and earlier.frame.pos == "v":
        return False
    return bool(_days(analysis, candidate.token)) and not _days(analysis, earlier.token)


def _absorb(earlier: Candidate, candidate: Candidate) -> None:
    """A later mention: further evidence, counts and, where they were missing, participants."""
    earlier.members.append(candidate)
    if candidate.polarity != "-" or earlier.polarity == "-":
        _absorb_missing(earlier, candidate)


def _absorb_missing(deed: Candidate, other: Candidate) -> None:
    if not deed.actors:
        deed.actors = [n for n in other.actors if n not in deed.recipients]
    if not deed.recipients and not deed.frame.is_reciprocal:
        deed.recipients = [n for n in other.recipients if n not in deed.actors]
