"""Counts: how many were killed, arrested, marched.

In: the word that heads the counted phrase. Out: `Magnitude` with low, best and high. The one idea: numbers in news come
with their uncertainty in a few fixed forms ("at least", "up to", "between .. and", "dozens of"), which bound the count; a
bound that the words do not give stays None.
"""

from __future__ import annotations

from onrecord.analysis import Analysis
from onrecord.records import Magnitude, Quantity, Span
from onrecord.stages.code_events import _grammar

WORDS = dict(zip(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen".split(), range(20), strict=True,
)) | dict(zip("twenty thirty forty fifty sixty seventy eighty ninety".split(), range(20, 100, 10), strict=True))  # fmt: skip
SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000, "m": 1_000_000,
          "bn": 1_000_000_000, "k": 1_000, "dozen": 12}  # fmt: skip
VAGUE = {
    "dozens": 24,
    "scores": 40,
    "hundreds": 200,
    "thousands": 2_000,
    "millions": 2_000_000,
    "several": 3,
    "couple": 2,
    "handful": 3,
}
"""Least number that the plural admits; "tens of thousands" is handled as 20,000."""
PLURAL_SCALES = {"thousands": 1_000, "millions": 1_000_000}
"""Of "hundreds of thousands": the first plural says how many of them."""
MORE = frozenset({"more", "over"})
LESS = frozenset({"fewer", "less", "under", "below"})
NOT = frozenset({"no", "not"})
ALMOST = frozenset({"nearly", "almost"})
GROUPS = frozenset({"people", "person", "group", "number", "total"})


def measure(analysis: Analysis, head: int, quantity: Quantity) -> Magnitude | None:
    """The count of the phrase headed by `head`; None where it names no number and is not one person or thing."""
    tokens = analysis.tokens
    lo, hi = _phrase(analysis, head)
    numbers = [n for n in range(lo, hi) if tokens.pos[n] == "NUM" or _value(tokens.lower[n]) is not None]
    numbers = [n for n in numbers if _counts(analysis, n, head)]
    if numbers and tokens.lower[max(lo, numbers[0] - 1) : numbers[-1] + 1] == ["no", "one"]:
        return None
    if numbers:
        low, best, high = _bounds(analysis, numbers, lo)
        first, last = max(lo, _hedge_start(analysis, numbers[0], lo)), max(numbers[-1] + 1, min(hi, head + 1))
    else:
        single = _single(analysis, head)
        if single is None:
            return None
        low = best = high = 1.0
        first, last = lo, min(hi, head + 1)
    if low is None and best is None and high is None:
        return None
    first, last = analysis.trim(first, max(last, first + 1))
    span = analysis.span(first, max(last, first + 1))
    return Magnitude(
        quantity=quantity, class_=_class_of(analysis, head), low=low, best=best, high=high,
        text=analysis.text[span.start : span.end], span=Span(*span),
    )  # fmt: skip


def _phrase(analysis: Analysis, head: int) -> tuple[int, int]:
    """Tokens of the noun phrase up to its "of" phrase, clauses and appositions left out; at most 40 words."""
    tokens = analysis.tokens
    lo, hi = analysis.subtree(head)
    for child in tokens.children[head]:
        if child > head and not (tokens.dep[child] == "prep" and tokens.lower[child] == "of"):
            hi = min(hi, tokens.left[child])
    if tokens.lower[max(0, lo - 2) : lo] == ["up", "to"]:
        lo -= 2  # the parser hangs them on the verb
    return max(lo, head - 20), max(head + 1, min(hi, head + 20))


def _counts(analysis: Analysis, number: int, head: int) -> bool:
    """Whether the number counts the head (not its age, or a number inside a name)."""
    tokens = analysis.tokens
    node = number
    for _ in range(6):
        if node == head:
            return True
        if tokens.dep[node] in ("appos", "relcl", "acl", "npadvmod", "poss"):
            return False
        node = tokens.head[node]
    return False


def _value(word: str) -> float | None:
    word = word.lower().lstrip("$€£").replace(",", "")
    if word in WORDS:
        return float(WORDS[word])
    if word in SCALES or word in VAGUE:
        return float(SCALES.get(word, VAGUE.get(word, 0)))
    if "-" in word:
        parts = [_value(part) for part in word.split("-")]
        if len(parts) == 2 and parts[0] is not None and parts[1] is not None and word.split("-")[0] in WORDS:
            return parts[0] + parts[1]
        return None
    try:
        return float(word) if word[:1].isdigit() else None
    except ValueError:
        return None


def _bounds(analysis: Analysis, numbers: list[int], lo: int) -> tuple[float | None, float | None, float | None]:
    tokens = analysis.tokens
    values, vague = _read(analysis, numbers)
    if not values:
        return None, None, None
    before = {tokens.lower[n] for n in range(max(lo, numbers[0] - 4), numbers[0])}
    after = tokens.lower[numbers[-1] + 1 : numbers[-1] + 3]
    joiners = {tokens.lower[n] for n in range(numbers[0], numbers[-1] + 1)}
    if len(values) >= 2 and values[0] <= values[-1] and ("between" in before or joiners & {"to", "or", "-", "–"}):
        return values[0], None, values[-1]
    value = values[0]
    if tokens.lower[max(lo, numbers[0] - 2) : numbers[0]] == ["half", "a"]:
        value /= 2  # "half a dozen"
    if vague:
        return value, None, None
    more, less = bool(before & MORE), bool(before & LESS)
    if before & NOT:  # "no fewer than", "not more than"
        more, less = less, more
    if more or "least" in before:
        return value, value, None
    if less or before & ALMOST or {"up", "to"} <= before or {"as", "many"} <= before or "most" in before:
        return None, value, value
    if after == ["or", "more"]:
        return value, value, None
    return value, value, value


def _read(analysis: Analysis, numbers: list[int]) -> tuple[list[float], bool]:
    """Values in order, multiplied with the scales after them; whether a vague plural was among them."""
    words = analysis.tokens.lower
    values: list[float] = []
    vague, previous = False, -2
    for number in numbers:
        word = words[number]
        value = _value(word)
        if value is None:
            continue
        near = number - previous <= 2
        if word in SCALES and values and near:
            values[-1] *= SCALES[word]
        elif word in PLURAL_SCALES and near and values and vague:
            values[-1] *= PLURAL_SCALES[word]
        elif word in WORDS and values and near and _continues(words[previous + 1 : number], value, values[-1]):
            values[-1] += value
        else:
            values.append(value)
        vague = vague or word in VAGUE
        previous = number
    if "tens" in {words[n] for n in range(max(0, numbers[0] - 2), numbers[0])} and values:
        values[0], vague = values[0] * 10, True
    return values, vague


def _continues(between: list[str], value: float, last: float) -> bool:
    """Whether a number word goes on with the number before it: "twenty five", "one hundred and twenty"."""
    if value < 10 and last in range(20, 100, 10):
        return between in ([], ["-"])
    return last >= 100 and value < 100 and last % 100 == 0 and between in ([], ["and"])


def _hedge_start(analysis: Analysis, number: int, lo: int) -> int:
    hedges = {"at", "least", "more", "than", "up", "to", "about", "around", "some", "nearly", "almost", "over", "between",
              "as", "many", "fewer", "less", "tens", "of", "a", "most", "approximately", "roughly", "under"}  # fmt: skip
    while number > lo and analysis.tokens.lower[number - 1] in hedges:
        number -= 1
    return number


def _single(analysis: Analysis, head: int) -> int | None:
    """The determiner or name that makes the phrase one person: "a soldier", a named person."""
    tokens = analysis.tokens
    if tokens.tag[head] not in ("NN", "NNP"):
        return None
    mention = analysis.mention_covering(head)
    if mention is None or analysis.mentions[mention].category != "person":
        return None
    if tokens.tag[head] == "NNP":
        return head
    determiners = _grammar.children(tokens, head, "det")
    return next((child for child in determiners if tokens.lower[child] in ("a", "an", "another")), None)


def _class_of(analysis: Analysis, head: int) -> str | None:
    """The noun that says who is counted: "dozens of soldiers" are soldiers."""
    tokens = analysis.tokens
    if _value(tokens.lower[head]) is not None or tokens.lemma[head] in GROUPS - {"people", "person"}:
        for below in _grammar.prepositional(tokens, head, "of"):
            if tokens.pos[below] in ("NOUN", "PROPN"):
                return _plural(analysis, below)
        return None
    return _plural(analysis, head) if tokens.pos[head] == "NOUN" else None


def _plural(analysis: Analysis, noun: int) -> str:
    tokens = analysis.tokens
    compound = " ".join(
        tokens.lower[child]
        for child in tokens.children[noun]
        if tokens.dep[child] == "compound" and tokens.tag[child] == "NN"
    )
    return f"{compound} {tokens.lower[noun]}".strip()
