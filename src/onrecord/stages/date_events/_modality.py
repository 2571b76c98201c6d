"""Did it happen, will it, might it, or not: read off the parse for any trigger word.

In: the analysis and a token (verb, noun or adjective that names a happening). Out: polarity and modality, and whether it
goes on at the time of the report. The one idea: walk from the trigger up to the root of its sentence; at every word the
clause's own cues ("not", "will", "if", "no soldiers") and the lexicon's effect on what hangs below ("plans to", "denied
that", "without") change the verdict, until something is reached that leaves it alone: a relative clause, a finite clause
under a verb of saying, a word that takes the happening for granted ("condemned the attack").

The scheme is that of factuality annotation (Saurí and Pustejovsky 2009, FactBank: polarity and certainty along the chain
of selecting predicates). Not done: certainty per source in the chain; that is the attributions' part.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from onrecord import lexicons
from onrecord.analysis import Analysis
from onrecord.records import Modality
from onrecord.stages.date_events import _clauses
from onrecord.stages.date_events._clauses import FINITE, MAX_STEPS, NEGATIVE_DETERMINERS, VERBAL

Polarity = Literal["+", "-"]

RANK = {"actual": 0, "planned": 1, "hypothetical": 2}
NOMINAL = {"NOUN", "PROPN", "PRON", "NUM"}
OBJECTS = {"dobj", "nsubjpass", "dative", "attr", "oprd"}
SUBJECTS = {"nsubj", "csubj", "csubjpass"}
CLAUSES = {"xcomp", "ccomp", "pcomp", "acl", "csubj", "csubjpass"}


@dataclass(slots=True)
class Verdict:
    """What the walk has found so far."""

    trigger: int
    negated: bool = False
    modality: Modality = "actual"
    ongoing: bool = False
    inherits: bool = True
    """False once only a denial above still counts."""
    cues: list[int] = field(default_factory=list)

    def at_least(self, modality: Modality, cue: int) -> None:
        """Raise the modality: hypothetical above planned above actual."""
        if RANK[modality] > RANK[self.modality]:
            self.modality = modality
            self.cues.append(cue)


@cache
def _table() -> dict[tuple[str, str, str], dict[str, str]]:
    """(pos, lemma, frame) -> {particle: effect}."""
    table: dict[tuple[str, str, str], dict[str, str]] = {}
    for row in lexicons.load("modality"):
        table.setdefault((row["pos"], row["lemma"], row["frame"]), {})[row["particle"]] = row["effect"]
    return table


def _word(pos: str, word: str) -> str | None:
    """Effect of a modal, mark, adverb or preposition."""
    return _table().get((pos, word, ""), {}).get("")


def verdict(analysis: Analysis, token: int) -> Verdict:
    """Walk from the trigger to the root of its sentence."""
    found = Verdict(token)
    tokens = analysis.tokens
    if not 0 <= token < len(tokens):
        return found
    node = token
    if tokens.pos[node] not in VERBAL:
        _noun_cues(analysis, node, found)
    for _ in range(MAX_STEPS):
        if tokens.pos[node] in VERBAL or _clauses.has_copula(analysis, node):
            _clause_cues(analysis, node, found)
        step = _step(analysis, node, found)
        if step is None:
            break
        node = step
    if tokens.head[node] == node and _clauses.is_question(analysis, node):
        found.at_least("hypothetical", node)
    return found


# ---- the clause's own cues ----
def _clause_cues(analysis: Analysis, node: int, found: Verdict) -> None:
    """Negation, auxiliaries, adverbs and marks that hang on the verb."""
    if not found.inherits:
        return
    tokens = analysis.tokens
    negative = False
    for child in tokens.children[node]:
        dep, word = tokens.dep[child], tokens.lower[child]
        if (
            dep == "neg"
            or (dep in ("advmod", "preconj", "cc") and word in ("never", "neither", "nor"))
            or (dep == "prep" and _excludes(analysis, child, found))
        ):
            negative = True
            found.cues.append(child)
        elif dep in ("aux", "auxpass"):
            _auxiliary(analysis, node, child, found)
        elif dep in ("mark", "advmod"):
            _subordinator(analysis, node, child, found)
        elif dep in ("nsubj", "nsubjpass", "dobj", "dative") and _is_negative_part(analysis, child, found):
            negative = True
            found.cues.append(child)
    if negative:
        found.negated = not found.negated
    if _clauses.is_inverted(analysis, node):
        found.at_least("hypothetical", node)
    if _clauses.is_bare_infinitive(analysis, node):
        found.at_least("planned", node)
    _progressive(analysis, node, found)


def _is_negative_part(analysis: Analysis, noun: int, found: Verdict) -> bool:
    """ "no soldiers", "not one soldier"; the trigger's own "no" has counted already ("no call took place")."""
    return noun != found.trigger and _clauses.is_negative(analysis, noun)


def _excludes(analysis: Analysis, preposition: int, found: Verdict) -> bool:
    """ "at no time", "under no circumstances" (a row of frame ever), "to no one"; not "to no avail"."""
    tokens = analysis.tokens
    for noun in tokens.children[preposition]:
        if tokens.dep[noun] != "pobj" or noun == found.trigger or not _clauses.is_negative(analysis, noun):
            continue
        if _clauses.is_nobody(analysis, noun):
            return tokens.lower[preposition] in ("to", "with", "by")
        return tokens.lower[preposition] in _table().get(("noun", tokens.lemma[noun], "ever"), {})
    return False


def _auxiliary(analysis: Analysis, node: int, aux: int, found: Verdict) -> None:
    tokens = analysis.tokens
    effect = _word("modal", tokens.lower[aux])
    if tokens.tag[aux] != "MD" or effect is None:
        return
    if effect == "would":
        effect = (
            "planned"
            if _clauses.is_reported(analysis, node)
            and not _clauses.has_perfect(analysis, node)
            and not _clauses.is_conditional(analysis, node)
            else "hypothetical"
        )
    found.at_least("planned" if effect == "planned" else "hypothetical", aux)


def _subordinator(analysis: Analysis, node: int, child: int, found: Verdict) -> None:
    tokens = analysis.tokens
    word = tokens.lower[child]
    effect = _word("mark", word) if tokens.pos[child] == "SCONJ" or tokens.dep[child] == "mark" else None
    if effect == "hypothetical" and not (word in ("if", "whether") and _clauses.follows_even(analysis, child)):
        found.at_least("hypothetical", child)
    elif effect == "future" and tokens.dep[node] == "advcl" and _clauses.finite_tag(analysis, node) in ("VBZ", "VBP"):
        if word in ("until", "till") or _clauses.has_future(analysis, tokens.head[node]):
            found.at_least("planned", child)
    elif _word("adverb", word) == "hypothetical":
        found.at_least("hypothetical", child)
    elif word in ("nearly", "almost") and _clauses.just_missed(analysis, node, child):
        found.negated = not found.negated
        found.cues.append(child)


def _progressive(analysis: Analysis, node: int, found: Verdict) -> None:
    tokens = analysis.tokens
    if tokens.tag[node] != "VBG":
        return
    auxes = {tokens.lower[child] for child in tokens.children[node] if tokens.dep[child] == "aux"}
    if auxes & {"is", "are", "am", "'s", "'re", "'m"} or ("been" in auxes and auxes & {"has", "have", "'ve", "'s"}):
        found.ongoing = True


def _noun_cues(analysis: Analysis, node: int, found: Verdict) -> None:
    """ "no attack", "a possible attack", "a meeting planned for March" for the trigger itself."""
    tokens = analysis.tokens
    for child in tokens.children[node]:
        if (tokens.dep[child] == "det" and tokens.lower[child] in NEGATIVE_DETERMINERS) or tokens.dep[child] == "neg":
            found.negated = not found.negated
            found.cues.append(child)
    _modifiers(analysis, node, found)
    if _clauses.is_under_way(analysis, node):
        found.ongoing = True


def _modifiers(analysis: Analysis, node: int, found: Verdict) -> None:
    """Adjectives before a noun and participles after it ("the cancelled deal", "a strike called off by")."""
    tokens = analysis.tokens
    for near in tokens.children[node]:
        participle = _clauses.participle_at(analysis, near)
        if participle is not None:
            _participle(analysis, participle, found)
        elif tokens.dep[near] in ("amod", "compound", "nmod"):
            _colour(_effect("adj", tokens.lower[near], "modifier", set()), near, found)


def _participle(analysis: Analysis, participle: int, found: Verdict) -> None:
    lemma = analysis.tokens.lemma[participle]
    _colour(_effect("verb", lemma, "object", _clauses.particles(analysis, participle)), participle, found)


def _colour(effect: str | None, cue: int, found: Verdict) -> None:
    """What a modifier of the noun does to the verdict."""
    if effect == "negated":
        found.negated = not found.negated
        found.cues.append(cue)
    elif effect == "ongoing":
        found.ongoing = True
    elif effect in ("planned", "hypothetical"):
        found.at_least("planned" if effect == "planned" else "hypothetical", cue)


# ---- the step up ----
def _step(analysis: Analysis, node: int, found: Verdict) -> int | None:
    """Apply what stands above `node` and return it, or None where the walk ends."""
    tokens = analysis.tokens
    head, dep = tokens.head[node], tokens.dep[node]
    if head == node:
        return None
    if dep in SUBJECTS and tokens.is_misread_participle(head):  # "a march called for Friday would take place"
        _participle(analysis, head, found)
        return _step_from_argument(analysis, head, tokens.head[head], found)
    if dep == "conj":
        return _step_from_conjunct(analysis, node, head, found)
    if dep == "relcl" and _clauses.is_infinitive(analysis, node) and _clauses.finite_tag(analysis, node) is None:
        return _step_from_clause(analysis, node, head, found)  # "a step to protect", "the first to leave"
    if dep == "relcl" and _clauses.is_content(analysis, node):
        return _step_from_clause(analysis, node, head, found)  # "a rumour that men had been seized"
    if dep == "amod" and _clauses.is_misread_gerund(analysis, node):
        verb = tokens.head[head]  # "denied shelling farmhouses"
        effect = _effect("verb", tokens.lemma[verb], "clause", _clauses.particles(analysis, verb))
        return None if effect is None else _apply(analysis, effect, verb, found)
    if dep in ("relcl", "appos", "parataxis", "amod", "poss", "npadvmod"):
        return None
    if dep in ("compound", "nmod", "nummod", "acomp", "prt"):
        return head
    if dep == "advcl":
        return _step_from_adverbial(analysis, node, head, found)
    if dep in CLAUSES:
        return _step_from_clause(analysis, node, head, found)
    if dep in ("pobj", "prep"):
        return _step_from_prepositional(analysis, node, head, found)
    if dep in OBJECTS or dep in SUBJECTS:
        return _step_from_argument(analysis, node, head, found)
    return None


def _step_from_conjunct(analysis: Analysis, node: int, head: int, found: Verdict) -> int | None:
    """The second of two verbs shares what the first one's auxiliaries say, unless it has its own.

    A finite one shares only a denial of both: "denied that he had called and asked".
    """
    tokens = analysis.tokens
    if tokens.pos[node] in NOMINAL or tokens.pos[head] in NOMINAL:
        if tokens.pos[node] in NOMINAL and tokens.pos[head] in NOMINAL:
            _shared_determiner(analysis, node, head, found)
            return head
        return None
    own = {tokens.dep[child] for child in tokens.children[node]}
    if own & {"nsubj", "nsubjpass"}:
        return None
    if tokens.tag[node] in FINITE or "aux" in own:
        if _clauses.joined_by(analysis, head, {"nor"}):  # "neither endorsed nor recognised"
            found.negated = not found.negated
            found.cues.append(head)
        found.inherits = tokens.tag[node] not in FINITE and found.inherits
        return _step(analysis, head, found)
    negated, modality = found.negated, found.modality
    _clause_cues(analysis, head, found)
    if found.negated != negated and not _clauses.joined_by(analysis, head, {"or", "nor"}):
        found.negated = negated
    if modality != found.modality or tokens.tag[node] in ("VB", "VBG", "VBN"):
        return _step(analysis, head, found)
    return None


def _step_from_adverbial(analysis: Analysis, node: int, head: int, found: Verdict) -> int | None:
    """Purposes are planned; participles share their clause; finite clauses stand alone."""
    tokens = analysis.tokens
    if _clauses.is_infinitive(analysis, node):
        if ("verb", tokens.lemma[node], "purpose") in _table() and found.inherits:
            return head  # "gathered to demand": said by the very act
        if ("verb", tokens.lemma[node], "result") in _table() and ("verb", tokens.lemma[head], "change") in _table():
            return head  # "fell to close at": where the change ended
        effect = _effect(
            _clauses.word_class(analysis, head), tokens.lemma[head], "clause", _clauses.particles(analysis, head)
        )
        if effect in ("transparent", "factive", "negated", "hypothetical"):
            return _apply(analysis, effect, head, found)
        if any(_clauses.is_singled_out(analysis, noun) for noun in tokens.children[head] if tokens.dep[noun] == "attr"):
            return None  # "became the first president in a decade to visit"
        found.at_least("planned", head)
        return None
    if _clauses.finite_tag(analysis, node) is None and tokens.tag[node] in ("VBG", "VBN") and found.inherits:
        return None if _clauses.is_done_before(analysis, node, head) else head
    return None


def _step_from_clause(analysis: Analysis, node: int, head: int, found: Verdict) -> int | None:
    """Complements: the lexicon says what the governing verb, noun or adjective does to them."""
    tokens = analysis.tokens
    if tokens.dep[node] == "pcomp":
        return _step_from_prepositional(analysis, node, head, found)
    finite = _clauses.finite_tag(analysis, node) is not None
    effect = _governor(analysis, head)
    if tokens.dep[node] == "acl" and tokens.tag[node] in ("VBN", "VBG") and not finite and effect != "negated":
        if _clauses.is_absent(analysis, head):
            found.negated = not found.negated
            found.cues.append(head)
        return None
    if not finite and effect is None and _clauses.is_singled_out(analysis, head):
        return None  # "the first delegation to visit"
    if effect is None and _clauses.has_perfect(analysis, node):
        effect = "transparent"  # "is said to have massed": it lies behind
    if finite and _misreports(analysis, head):
        found.negated = not found.negated
        found.cues.append(head)
        return None
    if finite and effect in ("planned", "transparent", None):
        return None  # "announced that troops attacked": the clause has its own tense
    if finite and effect == "negated":
        return None
    if effect is None and tokens.lemma[head] == "be":
        effect = "planned"
    if effect is None and tokens.lemma[head] == "have":
        effect = "transparent" if tokens.tag[head] == "VBD" else "hypothetical"
    if effect is None:
        effect = "planned" if _clauses.is_infinitive(analysis, node) else "transparent"
    above = _apply(analysis, effect, head, found)
    if above is not None and found.inherits and tokens.pos[head] == "NOUN":
        _modifiers(analysis, head, found)
    return above


def _governor(analysis: Analysis, head: int) -> str | None:
    """The lexicon's effect of the governing word; a participle of the passive ("is expected to") has its own row first."""
    tokens = analysis.tokens
    particles = _clauses.particles(analysis, head)
    if tokens.lemma[head] in ("have", "be") and any(tokens.lower[child] == "yet" for child in tokens.children[head]):
        return "negated"  # "has yet to rule"
    participle = _effect("adj", tokens.lower[head], "clause", particles) if tokens.tag[head] in ("VBN", "JJ") else None
    if participle is not None and any(tokens.dep[child] == "auxpass" for child in tokens.children[head]):
        return participle
    return _effect(_clauses.word_class(analysis, head), tokens.lemma[head], "clause", particles) or participle


def _step_from_prepositional(analysis: Analysis, node: int, head: int, found: Verdict) -> int | None:
    """A noun or gerund under a preposition: "plans for strikes", "without firing", "after the attack"."""
    tokens = analysis.tokens
    if tokens.dep[node] == "prep":
        return None
    word, above = tokens.lower[head], tokens.head[head]
    if not found.inherits and tokens.pos[above] in NOMINAL:
        return above  # "a message to the effect that"
    if above == head or tokens.dep[head] not in ("prep", "agent", "dative", "pcomp", "advmod"):
        return None
    for frame in ("object", "clause"):
        effect = _table().get((_clauses.word_class(analysis, above), tokens.lemma[above], frame), {}).get(word)
        if effect is not None:
            return _apply(analysis, effect, above, found)
    noun = _governed_apart(analysis, head, above)
    if noun is not None:
        return _apply(analysis, _table()["noun", tokens.lemma[noun], "object"][word], noun, found)
    effect = _word("preposition", word)
    if word in ("than", "of") and head and tokens.lower[head - 1] in ("rather", "instead"):
        effect = "negated"
    if effect == "negated":
        found.negated = not found.negated
        found.cues.append(head)
        return None
    if not found.inherits or tokens.pos[above] not in VERBAL or _clauses.is_definite(analysis, node):
        return None
    return above if effect == "open" or _clauses.is_one_with(analysis, node, head, above) else None


def _governed_apart(analysis: Analysis, preposition: int, verb: int) -> int | None:
    """The verb's object whose preposition the parser hung on the verb: "had no hand in the murder"."""
    tokens = analysis.tokens
    if tokens.pos[verb] not in VERBAL:
        return None
    for noun in tokens.children[verb]:
        if tokens.dep[noun] == "dobj" and noun < preposition:
            rows = _table().get(("noun", tokens.lemma[noun], "object"), {})
            return noun if tokens.lower[preposition] in rows else None
    return None


def _step_from_argument(analysis: Analysis, node: int, head: int, found: Verdict) -> int | None:
    """A noun as object, subject or predicate of a verb."""
    tokens = analysis.tokens
    if not found.inherits and _is_refuted(analysis, node, head):
        found.negated = not found.negated
        found.cues.append(head)
        return None
    frame = "object" if tokens.dep[node] in OBJECTS else "subject"
    if frame == "object" and not found.inherits:
        frame = "clause"  # "rejected claims that": as "rejected that"
    effect = _effect(_clauses.word_class(analysis, head), tokens.lemma[head], frame, _clauses.particles(analysis, head))
    if tokens.dep[node] == "nsubjpass" and tokens.tag[head] == "VBN":
        effect = _effect("adj", tokens.lower[head], "clause", set()) or effect  # "the offensive is expected to begin"
    if frame == "subject" and effect is None and _clauses.is_infinitive(analysis, head):
        effect = "transparent"  # "expected sales to rise"
    if effect == "actual" or (frame == "subject" and effect is None):
        return None
    if effect is None:
        is_predicate = tokens.dep[node] == "attr" and tokens.lemma[head] in ("be", "become", "remain")
        if not found.inherits or (_clauses.is_definite(analysis, node) and not is_predicate):
            return None
        effect = "transparent"
    if effect == "failed":
        # "the plan to attack failed" leaves no attack; "the attack failed" was one
        effect = "factive" if node == found.trigger else "negated"
    if effect == "spurned":
        effect = "negated" if ("noun", tokens.lemma[node], "pact") in _table() else "factive"
    if effect == "ended":
        effect = "factive" if _clauses.is_definite(analysis, node) else "negated"
    return _apply(analysis, effect, head, found)


def _misreports(analysis: Analysis, verb: int) -> bool:
    """ "Wrongly reported that"."""
    tokens = analysis.tokens
    return any(("adverb", tokens.lower[child], "report") in _table() for child in tokens.children[verb])


def _is_refuted(analysis: Analysis, node: int, head: int) -> bool:
    """Whether the report that is `node` is taken back or called wrong: "withdrew its report", "the message was false"."""
    tokens = analysis.tokens
    if tokens.dep[node] in OBJECTS and ("verb", tokens.lemma[head], "report") in _table():
        return not _clauses.is_negated(analysis, head)
    if tokens.lemma[head] != "be" or tokens.dep[node] not in SUBJECTS or _clauses.is_negated(analysis, head):
        return False
    predicates = [child for child in tokens.children[head] if tokens.dep[child] in ("acomp", "attr")]
    return any(("adj", tokens.lower[child], "report") in _table() for child in predicates)


def _apply(analysis: Analysis, effect: str, head: int, found: Verdict) -> int | None:
    """Change the verdict by the effect of `head`; the word to go on from, or None."""
    if effect == "factive":
        return None
    if effect == "speech":
        if _clauses.is_negative(analysis, head):  # "no evidence that"
            found.negated = not found.negated
            found.cues.append(head)
            return None
        found.inherits = False
        return head
    if effect == "denied":
        if _clauses.is_negated(analysis, head):
            found.at_least("hypothetical", head)
            return None
        found.negated = not found.negated
        found.cues.append(head)
        return None
    if not found.inherits:
        return None
    if effect == "negated":
        found.negated = not found.negated
        found.cues.append(head)
    elif effect in ("planned", "hypothetical"):
        found.at_least("planned" if effect == "planned" else "hypothetical", head)
    if _clauses.goes_on(analysis, head):
        found.ongoing = True
    return head


# ---- what the parse says ----
def _effect(pos: str, lemma: str, frame: str, particles: set[str]) -> str | None:
    """The row with a particle that is there, else the one without."""
    rows = _table().get((pos, lemma, frame))
    if rows is None:
        return None
    for particle, effect in rows.items():
        if particle and particle in particles:
            return effect
    return rows.get("")


def _shared_determiner(analysis: Analysis, node: int, head: int, found: Verdict) -> None:
    """ "no deaths or injuries": the determiner of the first noun counts for both."""
    if not any(analysis.tokens.dep[child] == "det" for child in analysis.tokens.children[node]):
        _noun_cues(analysis, head, found)


def takes_for_granted(analysis: Analysis, noun: int, verb: int) -> bool:
    """The verb speaks of what the noun names as of something that is there ("condemned the attack")."""
    tokens = analysis.tokens
    if tokens.dep[noun] not in OBJECTS:
        return False
    return _effect("verb", tokens.lemma[verb], "object", _clauses.particles(analysis, verb)) == "factive"
