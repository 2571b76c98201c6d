"""What somebody does by a plain "said": denies, accuses, promises, threatens, doubts.

In: a draft whose cue only states, and its source. Out: the act that its content performs, or None. The one idea: the first
clause of the content decides, by its subject, its negation and the class of its words (`content_words.tsv`).
"""

from __future__ import annotations

from onrecord.analysis import Analysis
from onrecord.records import Act, Certainty, Source
from onrecord.stages.attribute._content_words import is_of
from onrecord.stages.attribute._drafts import Draft

SPEAKERS = frozenset({"i", "we"})
THIRD = frozenset({"he", "she", "it", "they"})
PLANNING = frozenset({"plan", "intend"})
THINKING = frozenset({"think", "believe", "guess", "suspect", "suppose", "expect"})
NEGATIVES = frozenset({"no", "neither", "none", "nobody"})
NOTHING = frozenset({"nothing", "nobody", "none", "nowhere"})
OWN = frozenset({"our", "us", "its", "their", "his", "her", "my"})
DETERMINERS = frozenset({"a", "an", "one", "single", "even"})
PAST = frozenset({"did", "was", "were", "had", "has", "have"})
PARTIES = frozenset({"named_official", "unnamed_official", "organisation", "state_media", "other"})
"""Kinds of sources that can be held to account for what they deny."""
ACCUSERS = frozenset({"named_official", "unnamed_official", "organisation", "state_media"})
ACCUSED = frozenset({"government", "organisation", "group", "person", "demonym", "place"})
STATEMENTS = ("statement", "communiqu", "declaration")
"""Documents by which a party speaks."""
NAMING = frozenset({"call", "describe", "brand", "label", "term"})
LIGHT = frozenset({"open", "launch", "carry", "mount", "stage", "commit", "conduct"})
FRAGMENT = 14
"""Most words of an answer without a verb ("Not a single coin")."""


def find(analysis: Analysis, draft: Draft, source: Source) -> Act | None:
    """The act of the content, None where it only states."""
    verb = root(analysis, draft)
    if verb is None and draft.lemma in NAMING:
        return _name_given(analysis, draft)
    if verb is None:
        return "denies" if _is_party(source, PARTIES) and _is_flat_no(analysis, draft) else None
    tokens = analysis.tokens
    kids = tokens.children[verb]
    subject = next((kid for kid in kids if tokens.dep[kid] in ("nsubj", "nsubjpass", "expl")), None)
    name = _name_given(analysis, draft)
    if name is not None:
        return name
    pledge = _pledge(analysis, verb, subject)
    if pledge is None and subject is not None and _undertakes(analysis, draft, source, verb, subject):
        pledge = "promises"
    if pledge is not None:
        return pledge
    if _is_party(source, PARTIES) and (_is_denial(analysis, verb, subject) or _is_flat_no(analysis, draft)):
        knowing = (verb, *kids) if tokens.lemma[verb] in ("have", "be") else (verb,)
        return "doubts" if any(is_of(tokens.lemma[kid], "unsure") for kid in knowing) else "denies"
    if _is_party(source, ACCUSERS) and subject is not None and _is_accusation(analysis, verb, subject, source):
        return "accuses"
    return None


def _is_party(source: Source, kinds: frozenset[str]) -> bool:
    """A party speaks for itself, in person or in a statement; a report or a poll does not."""
    return source.kind in kinds or any(word in source.text.lower() for word in STATEMENTS)


def root(analysis: Analysis, draft: Draft) -> int | None:
    """The word that governs the first clause of the content."""
    tokens = analysis.tokens
    for lo, hi in draft.content:
        for token in range(lo, hi):
            head = tokens.head[token]
            if tokens.pos[token] in ("VERB", "AUX") and (not lo <= head < hi or head == token):
                return token
    return None


def _pledge(analysis: Analysis, verb: int, subject: int | None) -> Act | None:
    """ "We will rebuild it" promises, "if they come we will fire" threatens."""
    tokens = analysis.tokens
    kids = tokens.children[verb]
    if subject is None or any(tokens.dep[kid] == "neg" for kid in kids):
        return None
    aux = {tokens.lower[kid] for kid in kids if tokens.dep[kid] == "aux"}
    openers = {tokens.lower[tokens.left[kid]] for kid in kids if tokens.dep[kid] == "advcl"}
    threat = bool(openers & {"if", "unless", "should"}) and is_of(tokens.lemma[verb], "retaliation")
    if threat and aux & {"will", "would", "’ll", "'ll", "shall"} and _is_own(analysis, subject):
        return "threatens"
    return "promises" if tokens.lower[subject] in SPEAKERS and aux & {"will", "’ll", "'ll", "shall"} else None


def _undertakes(analysis: Analysis, draft: Draft, source: Source, verb: int, subject: int) -> bool:
    """ "He would never sign", "she will go to court", "they plan to vote": the source's own deed to come, in others' words."""
    tokens = analysis.tokens
    if (
        tokens.lower[subject] not in THIRD
        or analysis.quotation_of(subject) is not None
        or source.identification == "none"
    ):
        return False
    number = analysis.mention_covering(subject)
    meant = None if number is None else analysis.mentions[number].id
    if source.entity is not None and meant is not None and meant != source.entity:
        return False
    kids = tokens.children[verb]
    aux = {tokens.lower[kid] for kid in kids if tokens.dep[kid] == "aux"}
    if tokens.lemma[verb] in PLANNING:
        return any(tokens.dep[kid] == "xcomp" for kid in kids)
    deed = tokens.pos[verb] == "VERB" and tokens.tag[verb] == "VB" and not is_of(tokens.lemma[verb], "state")
    return bool(aux & {"will", "would"}) and "have" not in aux and deed


def polarity(analysis: Analysis, draft: Draft) -> Certainty:
    """Whether the content's first clause says that something is not so; a thought or a condition is no certainty."""
    verb = root(analysis, draft)
    if verb is None:
        return "CT-" if _is_flat_no(analysis, draft) else "CT+"
    tokens = analysis.tokens
    kids = tokens.children[verb]
    subject = next((kid for kid in kids if tokens.dep[kid] in ("nsubj", "nsubjpass")), None)
    negated = _is_negative(analysis, verb)
    own = subject is not None and tokens.lower[subject] in SPEAKERS
    if own and tokens.lemma[verb] in THINKING and any(tokens.dep[kid] == "ccomp" for kid in kids):
        below = next(kid for kid in kids if tokens.dep[kid] == "ccomp")
        return "PR-" if negated or _is_negative(analysis, below) else "PR+"
    return "CT-" if negated else "CT+"


def _is_negative(analysis: Analysis, verb: int) -> bool:
    """ "Did not", "never", "no convoy was", "has no choice"; "not only" says yes."""
    tokens = analysis.tokens
    for kid in tokens.children[verb]:
        if tokens.dep[kid] == "neg" or tokens.lower[kid] == "never":
            return tokens.lower[kid + 1 : kid + 2] != ["only"]
        if tokens.dep[kid] in ("nsubj", "nsubjpass", "dobj", "attr") and (
            _has_no(analysis, kid) or tokens.lower[kid] in NOTHING
        ):
            return True
    return False


def _is_own(analysis: Analysis, subject: int) -> bool:
    """The speaker or the speaker's people: "we", "it would", "her supporters would"."""
    tokens = analysis.tokens
    group = (subject, *tokens.children[subject])
    return any(tokens.lower[token] in OWN | SPEAKERS | {"it", "they", "he", "she"} for token in group)


def _name_given(analysis: Analysis, draft: Draft) -> Act | None:
    """ "Called it an act of piracy" accuses, "described the report as a lie" denies."""
    if draft.lemma not in NAMING or not draft.frame.startswith(("small", "np+as")):
        return None
    lemmas = [analysis.tokens.lemma[n] for lo, hi in draft.content for n in range(lo, hi)]
    if any(is_of(lemma, "falsehood") for lemma in lemmas):
        return "denies"
    return "accuses" if any(is_of(lemma, "crime") for lemma in lemmas) else None


# ---- denials ----


def _is_denial(analysis: Analysis, verb: int, subject: int | None) -> bool:
    """ "No convoy was stopped", "there was no deal", "they did not fire", "we sent nothing", "the report is false"."""
    tokens = analysis.tokens
    kids = tokens.children[verb]
    if any(is_of(tokens.lemma[kid], "falsehood") for kid in kids if tokens.dep[kid] in ("acomp", "attr", "oprd")):
        return not any(tokens.dep[kid] == "neg" for kid in kids)
    for kid in kids:
        if tokens.dep[kid] in ("nsubj", "nsubjpass", "attr") and _has_no(analysis, kid):
            return tokens.dep[kid] != "attr" or any(tokens.dep[other] == "expl" for other in kids)
    if subject is None:
        return False
    past = tokens.tag[verb] == "VBD" or any(
        tokens.dep[kid] in ("aux", "auxpass") and tokens.lower[kid] in PAST for kid in kids
    )
    if _lacks_object(analysis, verb):
        return past or tokens.lemma[verb] == "have"
    if (
        tokens.lower[subject] == "i"
        or tokens.pos[subject] == "NUM"
        or not any(tokens.dep[kid] == "neg" for kid in kids)
    ):
        return False
    named = tokens.lemma[verb] == "be" and any(tokens.dep[kid] == "attr" for kid in kids)
    habit = tokens.lower[subject] == "we" and is_of(tokens.lemma[verb], "harm")
    return past or named or (habit and any(tokens.lower[kid] in ("do", "have") for kid in kids))


def _lacks_object(analysis: Analysis, verb: int) -> bool:
    """ "Telephoned nobody", "had passed on no such thing", "has nothing to do with it"; "have no idea" denies nothing."""
    tokens = analysis.tokens
    for kid in tokens.children[verb]:
        if kid < verb or tokens.dep[kid] not in ("dobj", "attr", "oprd"):
            continue
        if tokens.lower[kid] in NOTHING:
            return tokens.lemma[verb] != "have" or any(tokens.lower[n] == "do" for n in range(kid, tokens.right[kid]))
        if _has_no(analysis, kid):
            such = any(tokens.lower[n] == "such" for n in tokens.children[kid])
            return tokens.dep[kid] == "dobj" and (such or tokens.lemma[verb] not in ("have", "see", "be"))
    return False


def _has_no(analysis: Analysis, token: int) -> bool:
    """ "No envoy", "nobody", "neither he nor", "not one shot", "not a single shot"."""
    tokens = analysis.tokens
    if tokens.lower[token] in NEGATIVES:
        return True
    first = tokens.left[token]
    if first < token and tokens.lower[first] == "not" and tokens.lower[first + 1] in DETERMINERS:
        return True
    for kid in tokens.children[token]:
        if kid > token:
            continue
        if tokens.lower[kid] in NEGATIVES:
            return tokens.dep[kid] in ("det", "neg", "preconj", "cc")
    return False


def _is_flat_no(analysis: Analysis, draft: Draft) -> bool:
    """An answer without a verb: "Not a single coin", "Never", "Not one of ours"."""
    tokens = analysis.tokens
    first = draft.content[0][0]
    while first < draft.content[0][1] - 1 and tokens.pos[first] == "PUNCT":
        first += 1
    if analysis.quotation_of(first) is None:
        return False
    end = next((n for n in range(first, draft.content[0][1]) if tokens.text[n] in ".!?"), draft.content[0][1])
    if end - first > FRAGMENT or any(tokens.pos[n] in ("VERB", "AUX") for n in range(first, end)):
        return False
    if tokens.lower[first] == "never":
        return end - first <= 2
    return tokens.lower[first] == "not" and first + 1 < end and tokens.lower[first + 1] in DETERMINERS


# ---- accusations ----


def _is_accusation(analysis: Analysis, verb: int, subject: int, source: Source) -> bool:
    """Somebody else did harm, to the speaker's own or as another government: "their troops fired on our post"."""
    tokens = analysis.tokens
    kids = tokens.children[verb]
    deed = tokens.lemma[verb]
    if deed in LIGHT:
        deed = next((tokens.lemma[kid] for kid in kids if tokens.dep[kid] == "dobj"), deed)
    if not is_of(deed, "harm") or tokens.dep[subject] != "nsubj":
        return False
    if any(tokens.dep[kid] == "neg" for kid in kids) or not _is_past(analysis, verb):
        return False
    number = analysis.mention_covering(subject)
    mention = None if number is None else analysis.mentions[number]
    if mention is None or mention.category not in ACCUSED or mention.id == source.entity:
        return False
    sides = {mention.country, source.country}
    other_state = None not in sides and len(sides) == 2 and mention.sector in ("GOV", "MIL")
    own = any(tokens.lower[n] in OWN for n in range(verb + 1, tokens.right[verb]) if _is_object(analysis, verb, n))
    return other_state or (own and mention.sector in ("GOV", "MIL", "COP", "REB", "SEP", "UAF", "PTY"))


def _is_object(analysis: Analysis, verb: int, token: int) -> bool:
    """Whether a possessive belongs to what the verb is done to, through objects and prepositions."""
    tokens = analysis.tokens
    node = token
    for _ in range(4):
        node = tokens.head[node]
        if node == verb:
            return True
        if tokens.dep[node] not in ("dobj", "pobj", "prep", "conj"):
            return False
    return False


def _is_past(analysis: Analysis, verb: int) -> bool:
    tokens = analysis.tokens
    return tokens.tag[verb] == "VBD" or any(
        tokens.dep[kid] == "aux" and tokens.lower[kid] in PAST for kid in tokens.children[verb]
    )
