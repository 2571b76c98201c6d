"""What an attribution is: form, act, distance, certainty, reason for anonymity.

In: a draft and its source. Out: the labels of the contract. The one idea: the cue's lexicon row gives the default; words
around the cue (negation, "in a statement") and inside the content ("no", "may", "if ... we will") move it.
"""

from __future__ import annotations

import re
from typing import cast

from onrecord.analysis import Analysis
from onrecord.records import Act, Certainty, Distance, Evidence, Form, Source, Span
from onrecord.stages.attribute import _content_acts
from onrecord.stages.attribute._drafts import Draft

DIRECT_SHARE = 0.9
POSSIBLE = frozenset({"may", "might", "could", "possibly", "perhaps", "maybe"})
PROBABLE = frozenset({"likely", "probably", "presumably", "apparently", "seem", "appear"})
WEAKER = {
    "CT+": {"PR": "PR+", "PS": "PS+"},
    "CT-": {"PR": "PR-", "PS": "PS-"},
    "PR+": {"PS": "PS+"},
    "PR-": {"PS": "PS-"},
}
ANONYMOUS = re.compile(
    r"(?:(?:who|and|as)\s+)?(?:(?:spoke|speaking|talked|was|were|requested|insisted)\s+)?"
    r"(?:on (?:the )?condition of anonymity|on condition that|ask(?:ed|ing) not to be"
    r"|ask(?:ed|ing) that (?:his|her|their) (?:full |last |first |sur|real )?names?"
    r"|declin(?:ed|ing) to be (?:named|identified)|(?:not|n[’']t) (?:be )?authori[sz]ed to|speaking anonymously|spoke anonymously"
    r"|request(?:ed|ing) anonymity|(?:did|do|does) not (?:want|wish) to be (?:named|identified)|not to be (?:named|identified)"
    r"|insist(?:ed|ing) on anonymity)[^.;,”\"\n]*(?:, because[^.;,”\"\n]*)?",
    re.IGNORECASE,
)


def form(analysis: Analysis, draft: Draft) -> Form:
    """How much of the content stands in quotation marks."""
    words = quoted = 0
    for lo, hi in draft.content:
        for token in range(lo, hi):
            if analysis.tokens.pos[token] != "PUNCT":
                words += 1
                quoted += analysis.quotation_of(token) is not None
    return "direct" if quoted and quoted >= DIRECT_SHARE * words else "mixed" if quoted else "indirect"


def act(analysis: Analysis, draft: Draft, source: Source) -> Act:
    """The act of the cue, moved by its negation and, for a plain statement, by what is stated."""
    plain = cast(Act, draft.entry.act_in(draft.frame) if draft.entry else "asserts")
    if draft.frame == "for whom" or draft.frame == "in the view of":
        plain = "believes"
    if is_negated(analysis, draft):
        if plain == "believes" and draft.frame not in ("that", "wh"):
            return plain
        return {"confirms": "doubts", "denies": "asserts", "believes": "doubts", "doubts": "believes"}.get(plain, plain)  # type: ignore[return-value]
    if plain == "asserts":
        return _content_acts.find(analysis, draft, source) or plain
    return plain


def distance(analysis: Analysis, draft: Draft) -> Distance:
    """Whether the publisher stands off from the words, or behind them."""
    if is_negated(analysis, draft):
        return "neutral"
    return cast(Distance, draft.entry.distance) if draft.entry else "neutral"


def certainty(analysis: Analysis, draft: Draft, what: Act) -> Certainty:
    """FactBank's factuality of the content as its source puts it."""
    base = draft.entry.certainty_in(draft.frame) if draft.entry else "CT+"
    if is_negated(analysis, draft):
        return "Uu" if base in ("CT+", "Uu") or draft.frame == "inf" else "PR-" if base.endswith("+") else "Uu"
    if what == "denies" and base == "CT+":
        base = "CT-"
    elif what == "doubts" and base == "CT+":
        base = "PR-"
    elif what in ("asks", "demands"):
        base = "Uu"
    elif base == "CT+" and what not in ("confirms", "accuses"):
        base = _content_acts.polarity(analysis, draft)
    weakest = _hedge(analysis, draft)
    return cast(Certainty, WEAKER.get(base, {}).get(weakest, base))


def asides(analysis: Analysis) -> list[Span]:
    """Where the text says why sources are unnamed: "asked not to be named" is no statement."""
    return [Span(*match.span()) for match in ANONYMOUS.finditer(analysis.text)]


def anonymity(analysis: Analysis, draft: Draft, source: Source) -> Evidence | None:
    """The words that say why an unnamed source is unnamed."""
    if source.identification not in ("unnamed_person", "unnamed_group"):
        return None
    lo, hi = analysis.sentence_of(draft.cue)
    start, end = analysis.span(max(lo, draft.cue - 80), min(hi, draft.cue + 80))
    match = next(
        (m for m in ANONYMOUS.finditer(analysis.text, start, end) if _is_own(analysis, draft, m.start())), None
    )
    if match is None:
        return None
    begin, stop = match.start(), match.end()
    while stop > begin and analysis.text[stop - 1] in " ,;:—–-":
        stop -= 1
    span = Span(begin, stop)
    return Evidence(text=analysis.text[begin:stop], span=span)


def _is_own(analysis: Analysis, draft: Draft, at: int) -> bool:
    """Whether words at the offset can be about the draft's source: in its own words, or outside all content."""
    if any(span.start <= at < span.end for span in (analysis.span(*part) for part in draft.source)):
        return True
    return draft.within is None and not any(
        span.start <= at < span.end for span in (analysis.span(*part) for part in draft.content)
    )


def is_negated(analysis: Analysis, draft: Draft) -> bool:
    """Whether the cue word is negated ("has not confirmed", "no one said")."""
    tokens = analysis.tokens
    if any(tokens.dep[child] == "neg" for child in tokens.children[draft.cue]):
        return True
    head = draft.source_head
    return head is not None and (
        tokens.lower[head] in _content_acts.NEGATIVES
        or any(
            tokens.lower[child] in _content_acts.NEGATIVES and tokens.dep[child] == "det"
            for child in tokens.children[head]
        )
    )


# ---- content ----


def _hedge(analysis: Analysis, draft: Draft) -> str:
    """PS or PR where the governing verb of the content is hedged, else ""."""
    root = _content_acts.root(analysis, draft)
    if root is None:
        return ""
    tokens = analysis.tokens
    words = {tokens.lower[root], tokens.lemma[root], *(tokens.lower[kid] for kid in tokens.children[root])}
    return "PS" if words & POSSIBLE else "PR" if words & PROBABLE else ""
