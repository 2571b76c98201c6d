"""Attributions as they are found: cue by cue, in order of the text.

In: the token table and the cue lexicon. Out: `Draft`s (token ranges, not yet records). The one idea: a cue word in a frame
that its lexicon row lists is an attribution; the source is whose word it is, the content what the frame covers.

Besides verbs, nouns and adjectives: "according to", "in Lee's view", "for Lee, ...", "reportedly", and "LEE: ..." in transcripts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from onrecord.analysis import Analysis, Quotation, TokenRange
from onrecord.stages.attribute import _contents, _datelines, _inversions, _nouns, _perspectives, _sources
from onrecord.stages.attribute._content_words import is_of
from onrecord.stages.attribute._contents import Complement
from onrecord.stages.attribute._cues import Cue, CueBook

THINGS = frozenset({"GPE", "LOC", "FAC", "PERSON", "ORG", "NORP"})
AUXILIARIES = frozenset({"aux", "auxpass", "neg", "prt"})
RANK = (
    "that",
    "wh",
    "par",
    "pre",
    "oinf",
    "small",
    "np+inf",
    "np+",
    "inf",
    "is",
    "ing",
    "as",
    "pass:",
    "prep:",
    "np",
    "np:",
    "acomp",
    "tail",
)
"""Which complement of a cue is its content when several could be; a clause before an object."""


@dataclass(slots=True)
class Draft:
    """One attribution in tokens. `cue` is the cue's main word; `source_head` is None where nobody is named.

    `score` is the tagger's, None where the rules are alone; what it calls `outermost` stands inside nothing but a relay.
    """

    cue: int
    cue_ranges: tuple[TokenRange, ...]
    lemma: str
    frame: str
    content: tuple[TokenRange, ...]
    rule: str
    source_head: int | None = None
    source: tuple[TokenRange, ...] = ()
    entry: Cue | None = None
    within: Draft | None = field(default=None, repr=False)
    score: float | None = None
    outermost: bool = False

    def holds(self, token: int) -> bool:
        """Whether the token is part of the content."""
        return any(lo <= token < hi for lo, hi in self.content)

    @property
    def speaks(self) -> bool:
        """Whether somebody says or thinks it in words, so that a quotation after it can be theirs too."""
        if self.entry is None:
            return self.frame in ("quote", "speaker label", "according to")
        return self.entry.pos == "VERB" and self.source_head is not None and not self.frame.startswith(("inf", "pass:"))

    @property
    def size(self) -> int:
        """Number of content tokens."""
        return sum(hi - lo for lo, hi in self.content)


def find(analysis: Analysis, cues: CueBook) -> list[Draft]:
    """Drafts of all cues, in order of their cue words."""
    tokens = analysis.tokens
    found: list[Draft] = []
    for token, pos in enumerate(tokens.pos):
        if pos == "VERB":
            entry = cues.verbs.get(tokens.lemma[token])
            complements = _contents.of_verb(analysis, token) if entry else []
        elif pos == "NOUN":
            entry = cues.nouns.get(tokens.lemma[token])
            complements = _contents.of_noun(analysis, token) if entry else []
        elif pos == "ADJ":
            entry = cues.adjectives.get(tokens.lemma[token])
            complements = _contents.of_adjective(analysis, token) if entry else []
        else:
            continue
        if entry is not None:
            draft = from_cue(analysis, token, entry, complements)
            if draft is not None:
                found.append(draft)
    found.extend(_framed(analysis))
    found.extend(_adverbs(analysis, cues))
    return sorted(_datelines.clipped(analysis, found), key=lambda draft: draft.cue)


def from_cue(analysis: Analysis, token: int, entry: Cue, complements: list[Complement]) -> Draft | None:
    """The draft of one cue word, or None where no complement is one that it takes."""
    inverted = _inversions.find(analysis, token) if entry.pos == "VERB" and entry.speaks else None
    if inverted is None and entry.pos == "VERB" and entry.speaks and not any(c.frame == "pre" for c in complements):
        inverted = _inversions.behind(analysis, token)
    if inverted is not None:
        return _inverted(analysis, token, entry, *inverted)
    taken = [complement for complement in complements if entry.takes(complement.frame)]
    if not taken and "idea:np" in entry.frames:
        taken = [found for found in complements if found.frame == "np" and not _is_thing(analysis, found.head)]
    if not taken and entry.counts:
        taken = [found for found in complements if _is_count(analysis, token, found, entry)]
    if not taken and entry.of_words:
        owned = _nouns.is_words(analysis, _sources.of_verb(analysis, token))
        taken = [complement for complement in complements if owned and f"words:{complement.frame}" in entry.frames]
    if not taken:
        return None
    best = min(taken, key=lambda complement: _rank(complement.frame))
    return draft_of(analysis, token, entry, best)


def _inverted(
    analysis: Analysis, verb: int, entry: Cue, source: TokenRange, around: tuple[TokenRange, ...]
) -> Draft | None:
    """The draft of a cue with its source behind it and its content around both."""
    content = tidy(analysis, around)
    head = _sources.before(analysis, source[0], source[1])
    comma = next((n for n in range(*source) if analysis.tokens.text[n] == ","), source[1])
    head = _sources.before(analysis, source[0], comma) or head
    if not content or head is None:
        return None
    return Draft(
        cue=verb, cue_ranges=((verb, verb + 1),), lemma=entry.lemma, frame="par", content=content,
        rule="verb inverted", source_head=head, source=(source,), entry=entry,
    )  # fmt: skip


def _is_count(analysis: Analysis, verb: int, complement: Complement, entry: Cue) -> bool:
    """ "Put the toll at nine", "gave the number of dead as nine": a noun that counts, with the number set to it."""
    tokens = analysis.tokens
    if f"count:{complement.frame}" not in entry.frames:
        return False
    counted = next((kid for kid in tokens.children[verb] if tokens.dep[kid] in ("dobj", "nsubjpass")), None)
    return counted is not None and is_of(tokens.lemma[counted], "count")


def draft_of(analysis: Analysis, token: int, entry: Cue, complement: Complement) -> Draft | None:
    """A draft with its source; the cue and source words are cut out of the content."""
    finder = {"VERB": _sources.of_verb, "NOUN": _sources.of_noun, "ADJ": _sources.of_adjective}[entry.pos]
    head = finder(analysis, token)
    if complement.frame == "tail" and (head is None or _holds(complement.ranges, head) or head < complement.head):
        head = _sources.before(analysis, complement.head + 2, token)
    cue_ranges = cue_words(analysis, token, complement.frame)
    content = complement.ranges
    if head is not None and _holds(content, head) and complement.frame not in ("pre", "par", "as", "tail"):
        if complement.frame.startswith("pass:"):
            content = tuple(r for part in content for r in _contents.without(part, analysis.subtree(head)))
        else:
            head = None
    source = () if head is None else _sources.words(analysis, head, token)
    if complement.frame == "tail" and source:
        lo, hi = analysis.trim(complement.head + 2, token)
        source = ((lo, hi),) if lo < hi else source
    content = less(content, (*cue_ranges, *source))
    content = tidy(analysis, content)
    if not content:
        return None
    return Draft(
        cue=token, cue_ranges=cue_ranges, lemma=entry.lemma, frame=complement.frame, content=content,
        rule=f"{entry.pos.lower()} {complement.frame}", source_head=head, source=source, entry=entry,
    )  # fmt: skip


def cue_words(analysis: Analysis, token: int, frame: str = "") -> tuple[TokenRange, ...]:
    """The cue word with its auxiliaries, negation, particle and, where the frame has one, its preposition."""
    tokens = analysis.tokens
    lo, hi = token, token + 1
    kids = tokens.children[token]
    own = {kid for kid in kids if tokens.dep[kid] in AUXILIARIES or (tokens.dep[kid] == "advmod" and kid == lo - 1)}
    if tokens.pos[token] == "ADJ" and tokens.dep[token] == "acomp" and tokens.head[token] < token:
        own |= set(range(max(tokens.head[token], token - 3), token))
    while lo - 1 in own:
        lo -= 1
    while hi in own:
        hi += 1
    word = frame.rsplit(":", 1)[-1] if "prep:" in frame else ""
    if word and hi < len(tokens) and tokens.lower[hi] == word:
        hi += 1
    return ((lo, hi),)


def tidy(analysis: Analysis, ranges: tuple[TokenRange, ...]) -> tuple[TokenRange, ...]:
    """Ranges without stray punctuation at their edges; quotation marks of quotations inside are kept."""
    out = []
    for lo, hi in sorted(ranges):
        inner = analysis.trim(lo, hi)
        if inner[0] >= inner[1]:
            continue
        left, right = inner
        first, last = analysis.quotation_of(left), analysis.quotation_of(right - 1)
        if first is not None and left == first.tokens[0] and _reaches_end(analysis, first, right):
            while left and analysis.tokens.start[left - 1] >= first.span.start:
                left -= 1
        if last is not None and inner[0] <= last.tokens[0] and _reaches_end(analysis, last, right):
            while right < len(analysis.tokens) and analysis.tokens.end[right] <= last.span.end:
                right += 1
        out.append((left, right))
    return tuple(out)


def is_idea(analysis: Analysis, draft: Draft) -> bool:
    """Whether the content can be one for the cue: of words that attribute ideas alone ("defended"), not a place or person."""
    if draft.entry is None or "idea:np" not in draft.entry.frames or draft.frame != "np":
        return True
    (lo, hi), tokens = draft.content[0], analysis.tokens
    heads = (token for token in range(lo, hi) if not lo <= tokens.head[token] < hi)
    return not _is_thing(analysis, next(heads, lo))


def _is_thing(analysis: Analysis, token: int) -> bool:
    """A place, a person or a body rather than an idea ("defended the town", not "defended the plan")."""
    tokens = analysis.tokens
    if tokens.ent[token] in THINGS or tokens.pos[token] == "PROPN":
        return True
    number = analysis.mention_headed(token)
    return number is not None and analysis.mentions[number].category != "document"


def _reaches_end(analysis: Analysis, quotation: Quotation, right: int) -> bool:
    """Whether only punctuation of the quotation lies behind `right`: then its marks belong to the range."""
    return all(analysis.tokens.pos[n] == "PUNCT" for n in range(right, quotation.tokens[1]))


def _rank(frame: str) -> int:
    return next(n for n, name in enumerate(RANK) if frame == name or (name[-1] in ":+" and frame.startswith(name)))


def _holds(ranges: tuple[TokenRange, ...], token: int) -> bool:
    return any(lo <= token < hi for lo, hi in ranges)


def less(ranges: tuple[TokenRange, ...], holes: tuple[TokenRange, ...]) -> tuple[TokenRange, ...]:
    """The ranges without the holes."""
    return tuple(piece for part in ranges for piece in _contents.without(part, *holes))


def _framed(analysis: Analysis) -> Iterator[Draft]:
    """ "According to", perspective frames and transcripts' speaker labels."""
    for found in _perspectives.find(analysis):
        source = found.source if isinstance(found.source, tuple) else ()
        content = tidy(analysis, less(found.content, (found.cue_range, *source)))
        if content:
            yield Draft(
                cue=found.cue, cue_ranges=(found.cue_range,), lemma=found.lemma, frame=found.rule, content=content,
                rule=found.rule, source_head=found.source_head, source=source,
            )  # fmt: skip


def _adverbs(analysis: Analysis, cues: CueBook) -> Iterator[Draft]:
    """Hearsay adverbs: the clause is attributed, to nobody."""
    tokens = analysis.tokens
    for token, pos in enumerate(tokens.pos):
        entry = cues.adverbs.get(tokens.lower[token]) if pos == "ADV" else None
        if entry is None:
            continue
        whole = _contents.clause_around(analysis, token)
        content = tidy(analysis, _contents.without(whole, (token, token + 1)))
        if content:
            yield Draft(
                cue=token, cue_ranges=((token, token + 1),), lemma=entry.lemma, frame="adverb", content=content,
                rule="hearsay adverb", entry=entry,
            )  # fmt: skip
