"""Whether the publisher's own sentence states, judges or guesses.

In: the token table and the words of a sentence that are the publisher's. Out: `Weights` (how much judges, how much guesses),
and the kind. The one idea: words of `voice.tsv` are weighed by where they stand: a judgement that is the main predicate weighs
more than an attribute in passing, a modal on the main verb more than one in a relative clause; sentences among others that
judge need less. Grammar adds what words cannot: questions, exclamations, requests, "would" of what is only imagined; and takes
away: "may" of permission, "could not" of past ability, effects of a bill, comparisons that are counted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from onrecord import lexicons
from onrecord.analysis import Analysis
from onrecord.records import VoiceKind

ENOUGH = 2.0
LONG_WORDS = 30
"""Weak words of a sentence longer than this count for less: a long sentence has some by chance."""
NEAR = 6
"""Own sentences on each side whose judgements make a weak one weigh more."""
REACH = 40
"""Words before and behind that are looked at."""
OPENING = 4
"""Marks that may stand before a first word."""
FEW = 3
"""Fewer neighbours than this are no company."""
COMPANY = 1.5
"""How much of the needed weight company replaces where all neighbours judge."""
PREDICATES = frozenset({"acomp", "attr", "oprd"})
DEICTIC = frozenset({"it", "this", "that", "which", "these", "those", "there", "what"})
CLAUSES = frozenset({"relcl", "acl", "advcl", "ccomp", "xcomp", "csubj", "pcomp"})
YES_NO = frozenset({"VBZ", "VBP", "VBD", "MD"})
HUMAN = frozenset({"he", "she", "who", "i", "we", "you"})
COUNTED = frozenset({"CARDINAL", "MONEY", "PERCENT", "QUANTITY"})
BODIES = frozenset({"person", "government", "organisation", "media", "group"})
RULES = frozenset({"plan", "rule"})


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the word list; `words` in order."""

    words: tuple[str, ...]
    kind: str
    weight: float
    pos: frozenset[str]


@dataclass(slots=True)
class Weights:
    """What speaks for each kind; `weak` is what only counts in company."""

    opinion: float = 0.0
    guess: float = 0.0
    weak: float = 0.0
    weak_guess: float = 0.0
    words: int = 0


@cache
def entries() -> dict[str, tuple[Entry, ...]]:
    """Rows by their first word, longest first."""
    found: dict[str, list[Entry]] = {}
    for row in lexicons.load("voice"):
        words = tuple(row["words"].split())
        entry = Entry(words, row["kind"], float(row["weight"]), frozenset(row["pos"].split()))
        found.setdefault(words[0], []).append(entry)
    return {word: tuple(sorted(rows, key=lambda e: -len(e.words))) for word, rows in found.items()}


def weigh(analysis: Analysis, lo: int, hi: int, own: list[int]) -> Weights:
    """What the publisher's words between `lo` and `hi` say for each kind."""
    found = Weights(words=len(own))
    held = frozenset(own)
    root = _root(analysis, lo, hi)
    hits = list(_hits(analysis, own, held))
    kinds = {entry.kind for _, entry in hits}
    for token, entry in hits:
        _count(analysis, found, token, entry, root, kinds)
    found.weak += _turns(analysis, own, root)
    _question(analysis, found, lo, hi, own, kinds)
    if "!" in (analysis.tokens.text[hi - 1], analysis.tokens.text[own[-1]]):
        found.opinion += 2
    if "notice" not in kinds and _is_request(analysis, own, root):
        found.opinion += 2
    return found


def settle(found: list[Weights]) -> list[VoiceKind]:
    """The kinds of an article's own sentences in order."""
    sure = [weights.opinion >= ENOUGH for weights in found]
    kinds = []
    for number, weights in enumerate(found):
        around = sure[max(0, number - NEAR) : number] + sure[number + 1 : number + 1 + NEAR]
        kinds.append(kind(weights, sum(around) / max(len(around), FEW)))
    return kinds


def kind(found: Weights, company: float) -> VoiceKind:
    """The kind of a sentence; `company` is the share of judging sentences around it."""
    weak = found.weak * min(1.0, LONG_WORDS / max(1, found.words))
    opinion = found.opinion + (weak if weak >= ENOUGH or found.opinion else 0.0)
    if not opinion and weak >= ENOUGH - company * COMPANY:
        opinion = ENOUGH
    guess = found.guess + (found.weak_guess if found.guess or found.weak_guess >= ENOUGH else 0.0)
    if max(opinion, guess) < ENOUGH:
        return "fact"
    return "opinion" if opinion >= guess else "speculation"


def _hits(analysis: Analysis, own: list[int], held: frozenset[int]) -> Iterator[tuple[int, Entry]]:
    """Entries found among the words, each word used once."""
    tokens = analysis.tokens
    known = entries()
    free = 0
    for token in own:
        if token < free:
            continue
        lower, lemma = tokens.lower[token], tokens.lemma[token]
        if lower not in known and lemma not in known:
            continue
        for entry in (*known.get(lower, ()), *known.get(lemma, ())):
            end = token + len(entry.words)
            if entry.pos and tokens.pos[token] not in entry.pos:
                continue
            if len(entry.words) == 1 and tokens.pos[token] == "PROPN":
                continue
            rest = range(token + 1, end)
            if end > len(tokens) or not all(_is_word(analysis, n, entry.words[n - token]) for n in rest):
                continue
            if all(n in held or tokens.pos[n] == "PUNCT" for n in rest):
                yield token, entry
                free = end
                break


def _is_word(analysis: Analysis, token: int, word: str) -> bool:
    return word in (analysis.tokens.lower[token].replace("’", "'"), analysis.tokens.lemma[token])


def _count(analysis: Analysis, found: Weights, token: int, entry: Entry, root: int, kinds: set[str]) -> None:
    """Add one hit."""
    main = _is_main(analysis, token, root)
    if entry.kind == "opinion":
        if entry.weight >= ENOUGH:
            found.opinion += entry.weight + main
        elif (main and _is_judged(analysis, token)) or (entry.weight > 1 and _is_aside(analysis, token)):
            found.opinion += ENOUGH
        else:
            found.weak += entry.weight
    elif entry.kind == "speculation":
        if entry.weight >= ENOUGH:
            found.guess += entry.weight + main if _is_open(analysis, token, kinds) else 0
        else:
            found.weak_guess += entry.weight
    elif entry.kind == "meaning" and _has_thing_as_subject(analysis, token):
        found.opinion += entry.weight
    elif entry.kind == "ought" and not _is_asked(analysis, token) and not (entry.weight < ENOUGH and kinds & RULES):
        found.opinion += entry.weight + main
    elif entry.kind in ("opening", "start") and _opens(analysis, token, before_comma=entry.kind == "opening"):
        found.opinion += entry.weight
    elif entry.kind == "looks" and _has_complement(analysis, token):
        found.guess += entry.weight + main
    elif entry.kind == "would" and main and not kinds & {"plan"}:
        found.weak_guess += _imagined(analysis, token)


def _root(analysis: Analysis, lo: int, hi: int) -> int:
    heads = analysis.tokens.head
    return next((token for token in range(lo, hi) if heads[token] == token), lo)


def _is_main(analysis: Analysis, token: int, root: int) -> bool:
    """Whether the word is, or belongs to, what the sentence as a whole says."""
    tokens = analysis.tokens
    if token == root or tokens.head[token] == root:
        return token == root or tokens.dep[token] in PREDICATES or tokens.pos[token] in ("AUX", "ADV")
    head = tokens.head[token]
    return tokens.dep[token] in ("amod", "advmod") and tokens.dep[head] in PREDICATES and tokens.head[head] == root


def _is_aside(analysis: Analysis, token: int) -> bool:
    """A judgement in apposition to the whole: "..., a triumphant moment for the party"."""
    tokens = analysis.tokens
    head = tokens.head[token]
    lower = tokens.lower[tokens.left[head]]
    return (
        tokens.dep[token] == "amod" and tokens.dep[head] == "appos" and lower in ("a", "an") and tokens.ent[head] == ""
    )


def _is_judged(analysis: Analysis, token: int) -> bool:
    """Whether an adjective or noun judges, and does not compare with a record or a date: "its best week since May"."""
    tokens = analysis.tokens
    if tokens.tag[token] not in ("JJS", "JJR"):
        return tokens.pos[token] in ("ADJ", "NOUN")
    rest = range(token, min(token + REACH, analysis.sentence_of(token)[1]))
    return not any(
        tokens.lower[n] in ("since", "ever", "yet", "than") or tokens.ent[n] in ("DATE", "PERCENT") for n in rest
    )


def _kids(analysis: Analysis, token: int) -> list[int]:
    """The dependents of a word, no more than are looked at."""
    return analysis.tokens.children[token][:REACH]


def _is_open(analysis: Analysis, token: int, kinds: set[str]) -> bool:
    """Whether a word of possibility leaves something open: not permission, not past ability, not a contrast with the past."""
    tokens = analysis.tokens
    word = tokens.lower[token]
    if tokens.tag[token] != "MD":
        counted = token + 1 < len(tokens) and tokens.ent[token + 1] in COUNTED
        ranked = any(tokens.tag[kid] == "RBS" for kid in _kids(analysis, token))
        passing = tokens.dep[token] == "amod" and tokens.pos[token] == "ADJ" and not ranked
        return not (counted or passing)
    verb = tokens.head[token]
    around = [tokens.lower[kid] for kid in _kids(analysis, verb)]
    negated = any(tokens.dep[kid] == "neg" for kid in _kids(analysis, verb))
    if any(tokens.lower[kid] == "how" for kid in _kids(analysis, verb)) and tokens.dep[verb] in ("ccomp", "pcomp"):
        return False
    if word == "may":
        return "rule" not in kinds
    if word == "might":
        return "otherwise" not in around and "than" not in tokens.lower[max(0, token - 3) : token]
    if word == "could":
        past = tokens.dep[verb] in CLAUSES and "have" not in around and _is_past(analysis, verb)
        return not (negated and "have" not in around) and not past
    return True


def _is_past(analysis: Analysis, clause: int) -> bool:
    """Whether the verb above a clause tells of the past."""
    tokens = analysis.tokens
    verb = next((n for n in analysis.ancestors(clause) if tokens.pos[n] in ("VERB", "AUX")), clause)
    return tokens.tag[verb] == "VBD" or any(tokens.lower[kid] == "had" for kid in _kids(analysis, verb) if kid < verb)


def _imagined(analysis: Analysis, modal: int) -> float:
    """How much a main "would" is imagined: under a condition or of a mere case, and not counted."""
    tokens = analysis.tokens
    verb = tokens.head[modal]
    kids = _kids(analysis, verb)
    lo, hi = analysis.sentence_of(modal)
    near = range(max(lo, modal - REACH), min(hi, modal + REACH))
    if any(tokens.pos[n] == "NUM" for n in near) or any(tokens.lower[kid] in ("later", "have") for kid in kids):
        return 0.0
    condition = any(tokens.lower[n] in ("if", "were", "unless", "without", "otherwise") for n in near)
    subject = next((kid for kid in kids if tokens.dep[kid] in ("nsubj", "nsubjpass")), None)
    mere = subject is not None and (
        tokens.lower[subject] in DEICTIC or tokens.lower[tokens.left[subject]] in ("a", "an", "any", "such")
    )
    return 1.0 + condition + mere


def _has_thing_as_subject(analysis: Analysis, verb: int) -> bool:
    """Whether what does it is neither somebody nor a body: "the ceremony underscored", not "she underscored"."""
    tokens = analysis.tokens
    if tokens.pos[verb] != "VERB":
        return False
    for _ in range(2):
        for kid in _kids(analysis, verb):
            if tokens.dep[kid] in ("nsubj", "csubj"):
                return not _is_somebody(analysis, kid)
        verb = tokens.head[verb]
    return False


def _is_somebody(analysis: Analysis, token: int) -> bool:
    tokens = analysis.tokens
    number = analysis.mention_headed(token)
    known = number is not None and analysis.mentions[number].category in (
        "person",
        "government",
        "organisation",
        "media",
        "group",
    )
    return known or tokens.lower[token] in HUMAN or tokens.ent[token] in ("PERSON", "ORG", "NORP", "GPE")


def _is_asked(analysis: Analysis, modal: int) -> bool:
    """ "Whether he should go", "how it must look", "should it rain": what ought to be is a question, not advice."""
    tokens = analysis.tokens
    verb = tokens.head[modal]
    if modal + 1 < len(tokens) and tokens.lower[modal + 1] == "have":
        return False
    if modal + 1 < len(tokens) and tokens.pos[modal + 1] in ("DET", "PRON", "PROPN", "NOUN", "ADJ", "NUM"):
        return True
    return tokens.dep[verb] in CLAUSES and any(
        tokens.tag[kid] in ("WRB", "WP", "WDT") or tokens.lower[kid] in ("whether", "if")
        for kid in _kids(analysis, verb)
    )


def _opens(analysis: Analysis, token: int, before_comma: bool = False) -> bool:
    """Whether the word stands first in its sentence."""
    tokens = analysis.tokens
    lo, hi = analysis.sentence_of(token)
    if token - lo > OPENING:
        return False
    first = analysis.trim(lo, hi)[0]
    return token == first and (not before_comma or (token + 1 < hi and tokens.text[token + 1] == ","))


def _has_complement(analysis: Analysis, verb: int) -> bool:
    """ "Appears to have left", "looks unlikely", not "appeared on television"."""
    tokens = analysis.tokens
    return tokens.pos[verb] == "VERB" and any(
        tokens.dep[kid] in ("xcomp", "acomp", "oprd", "ccomp") and kid > verb for kid in _kids(analysis, verb)
    )


def _turns(analysis: Analysis, own: list[int], root: int) -> float:
    """Turns of speech that judge in company: "that's a ...", "..., not a weaker one", "the most complete candidate"."""
    tokens = analysis.tokens
    weak = 0.0
    kids = _kids(analysis, root)
    if any(tokens.dep[k] == "nsubj" and tokens.lower[k] in DEICTIC for k in kids) and tokens.lemma[root] == "be":
        weak += any(tokens.dep[k] == "attr" and tokens.lower[tokens.left[k]] in ("a", "an") for k in kids)
    for token in own:
        if (
            tokens.lower[token] == "not"
            and token
            and token + 1 < len(tokens)
            and tokens.text[token - 1] in (",", "—", "–")
        ):
            weak += tokens.pos[token + 1] in ("DET", "ADJ")
        if (
            tokens.tag[token] == "RBS"
            and tokens.pos[tokens.head[token]] == "ADJ"
            and _is_main(analysis, tokens.head[token], root)
        ):
            weak += 1.5
    return weak


def _question(analysis: Analysis, found: Weights, lo: int, hi: int, own: list[int], kinds: set[str]) -> None:
    """A question that weighs is an opinion; one that asks what will be or whether it is so leaves it open."""
    tokens = analysis.tokens
    if "?" not in (tokens.text[hi - 1], tokens.text[own[-1]]):
        return
    if found.opinion or found.weak >= ENOUGH or "loaded" in kinds:
        found.opinion += 2
        return
    inverted = (n for n in own if n == own[0] or tokens.pos[n - 1] in ("PUNCT", "CCONJ", "ADV"))
    if any(tokens.tag[n] in YES_NO for n in inverted) or any(tokens.tag[n] == "MD" for n in own):
        found.guess += 2


def _is_request(analysis: Analysis, own: list[int], root: int) -> bool:
    """ "Look at the map": a bare verb as the head of the sentence with nobody before it."""
    tokens = analysis.tokens
    if tokens.tag[root] != "VB" or root not in own:
        return False
    kids = _kids(analysis, root)
    if tokens.text[own[0]].isupper() and len(tokens.text[own[0]]) > 1:
        return False
    bare = not any(tokens.dep[kid] in ("nsubj", "nsubjpass", "aux", "csubj", "expl") for kid in kids)
    return bare and (root == own[0] or tokens.lower[own[0]] in ("please", "do", "so", "but", "and", "if", "then"))
