"""Direct speech: which quotation belongs to which cue.

In: the token table, its quotations and the drafts found so far. Out: the same drafts with whole quotations as content, and
new ones for quotations that the parse did not tie to a cue. The one idea: marks are surer than the parse, so a
quotation that a cue reaches is taken whole, and each loose one is tied by where it stands, in this order:

1. a cue of which the content overlaps it;
2. a cue right after it (", he said"), or right before it ("He said: ", "he said, "): split quotations end up in one draft;
3. the speech of the sentence before, in the same paragraph, or of the paragraph before where the mark was left open.
"""

from __future__ import annotations

from onrecord.analysis import Analysis, Quotation, TokenRange
from onrecord.stages.attribute import _sources
from onrecord.stages.attribute._cues import CueBook
from onrecord.stages.attribute._drafts import Draft, cue_words, tidy

AFTER_WINDOW = 18
BEFORE_WINDOW = 40
DASHES = frozenset({"―", "—", "–", "-", "--", "~"})
NAME_ENDS = frozenset({",", ".", ";", ":", "—", "–", "who", "in", "at", "on"})
SIGNATURE = 12
MIN_SPEECH = 3
OPEN_ENDS = frozenset({",", "?", "!", "—", "–", "-", "--", "…", "..."})
SENTENCE_ENDS = frozenset({".", "?", "!", "…", "..."})
REACH = 150


class Quotes:
    """One article's quotations being tied to cues."""

    def __init__(self, analysis: Analysis, drafts: list[Draft], cues: CueBook) -> None:
        self._analysis = analysis
        self._drafts = drafts
        self._cues = cues
        self._at: dict[int, Draft] = {draft.cue: draft for draft in drafts}
        self._last: Draft | None = None

    def tie(self) -> list[Draft]:
        """All drafts, in order of their cue words."""
        previous: Quotation | None = None
        for quotation in self._analysis.quotations:
            owner = self._owner(quotation, previous)
            if owner is not None:
                self._name_after(owner, quotation)
                self._name_before_colon(owner, quotation)
                self._take(owner, quotation)
            self._last = owner or self._last
            previous = quotation
        return sorted(self._at.values(), key=lambda draft: draft.cue)

    def _owner(self, quotation: Quotation, previous: Quotation | None) -> Draft | None:
        overlapping = self._overlapping(quotation)
        if overlapping is not None:
            return overlapping
        if not self._is_speech(quotation):
            return None
        return (
            self._signed(quotation)
            or self._after(quotation)
            or self._before(quotation)
            or self._continued(quotation, previous)
        )

    def _overlapping(self, quotation: Quotation) -> Draft | None:
        """The outermost draft whose content reaches into the quotation from outside."""
        lo, hi = quotation.tokens
        best: Draft | None = None
        for draft in self._near(quotation):
            if lo <= draft.cue < hi:
                continue
            shared = sum(max(0, min(hi, end) - max(lo, start)) for start, end in draft.content)
            if shared and (best is None or draft.size > best.size):
                best = draft
        return best

    def _near(self, quotation: Quotation) -> list[Draft]:
        """Drafts with their cue in the quotation's sentences or one beside them."""
        tokens = self._analysis.tokens
        lo, hi = quotation.tokens
        first = max(lo - 120, self._analysis.sentences[max(0, tokens.sentence[lo] - 1)][0])
        last = self._analysis.sentences[min(len(self._analysis.sentences) - 1, tokens.sentence[hi - 1] + 1)][1]
        return [
            self._at[token]
            for token in range(first, min(last, hi + 60))
            if token in self._at and (token < lo or token >= hi)
        ]

    def _take(self, draft: Draft, quotation: Quotation) -> None:
        """Add the whole quotation, marks included, to the draft's content."""
        lo, hi = quotation.tokens
        if any(lo <= start < hi for start, _ in draft.source) and draft.source_head is not None:
            return
        draft.content = _merged(self._analysis, [*draft.content, (lo, hi)], draft)

    def _is_speech(self, quotation: Quotation) -> bool:
        """Long enough, and set off from the sentence around it, rather than a borrowed word or title."""
        tokens = self._analysis.tokens
        lo, hi = quotation.tokens
        if hi - lo < MIN_SPEECH:
            return False
        before = self._text_before(quotation)
        ends = tokens.text[hi - 1] in OPEN_ENDS or tokens.text[hi - 1] in SENTENCE_ENDS
        return before in ("", ",", ":", ".", "?", "!", "—", "–", "…", ";") or (ends and tokens.text[lo][:1].isupper())

    def _text_before(self, quotation: Quotation) -> str:
        """The last mark before the quotation inside its paragraph, "" at the paragraph's start or after a quotation."""
        lo = self._first(quotation) - 1
        start = self._analysis.paragraphs[self._analysis.paragraph_of(quotation.tokens[0])][0]
        if lo < start:
            return ""
        word = self._analysis.tokens.text[lo]
        return "" if word in ("”", '"', "''") else word

    def _first(self, quotation: Quotation) -> int:
        """First token of the quotation with its opening mark."""
        lo = quotation.tokens[0]
        return lo - 1 if lo and self._analysis.tokens.start[lo - 1] >= quotation.span.start else lo

    def _signed(self, quotation: Quotation) -> Draft | None:
        """A dash and a name behind the quotation, at the end of its line: "..." - Lee, 34."""
        analysis, tokens = self._analysis, self._analysis.tokens
        end = analysis.paragraphs[analysis.paragraph_of(quotation.tokens[0])][1]
        dash = quotation.tokens[1]
        while dash < end and tokens.start[dash] < quotation.span.end:
            dash += 1
        if (
            dash + 1 >= end
            or end - dash > SIGNATURE
            or tokens.text[dash] not in DASHES
            or tokens.pos[dash + 1] != "PROPN"
        ):
            return None
        source = analysis.trim(dash + 1, end)
        head = next(
            (n for n in range(*source) if tokens.pos[n] == "PROPN" and tokens.pos[min(n + 1, end - 1)] != "PROPN"),
            dash + 1,
        )
        self._at[dash] = Draft(
            cue=dash, cue_ranges=((dash, dash + 1),), lemma=tokens.text[dash], frame="signature", content=(),
            rule="signature", source_head=head, source=(source,),
        )  # fmt: skip
        return self._at[dash]

    def _after(self, quotation: Quotation) -> Draft | None:
        """ "..., Lee said" and "..., said Lee"."""
        analysis, tokens = self._analysis, self._analysis.tokens
        hi = quotation.tokens[1]
        if tokens.text[hi - 1] not in OPEN_ENDS and not self._comma_follows(hi):
            return None
        limit = min(analysis.paragraphs[analysis.paragraph_of(hi - 1)][1], hi + AFTER_WINDOW)
        for token in range(hi, limit):
            if tokens.pos[token] == "VERB":
                draft = self._speech(token, tight=token - hi <= 6)
                if draft is not None:
                    return draft
            if token > hi + 1 and (tokens.text[token] in SENTENCE_ENDS or analysis.quotation_of(token) is not None):
                break
        return None

    def _name_after(self, draft: Draft, quotation: Quotation) -> None:
        """ "...," said Commodore (retired) Ann Lee, ...": the words behind a verb that stands right after the marks."""
        tokens = self._analysis.tokens
        verb = draft.cue
        if draft.source or tokens.start[verb] - quotation.span.end > 2 or verb + 1 >= len(tokens):
            return
        if tokens.pos[verb + 1] not in ("PROPN", "NOUN", "DET", "ADJ", "PRON"):
            return
        end = self._analysis.paragraphs[self._analysis.paragraph_of(verb)][1]
        stops = (
            n
            for n in range(verb + 1, min(end, verb + AFTER_WINDOW))
            if tokens.text[n] in NAME_ENDS or tokens.pos[n] == "VERB"
        )
        lo, hi = verb + 1, next((n for n in stops if not self._in_brackets(verb, n)), verb + 1)
        heads = [n for n in range(lo, hi) if tokens.pos[n] in ("PROPN", "NOUN", "PRON")]
        if heads:
            draft.source_head, draft.source = heads[-1], ((lo, hi),)
            draft.content = tuple(part for part in draft.content if part[0] < verb)

    def _name_before_colon(self, draft: Draft, quotation: Quotation) -> None:
        """ "Lee was not convinced: "..."": before a colon, whoever the verb is about speaks."""
        tokens = self._analysis.tokens
        if draft.source or self._text_before(quotation) != ":" or draft.cue > quotation.tokens[0]:
            return
        subject = next((kid for kid in tokens.children[draft.cue] if tokens.dep[kid] == "nsubjpass"), None)
        if subject is not None and _sources.can_say(self._analysis, subject):
            draft.source_head, draft.source = subject, _sources.words(self._analysis, subject, draft.cue)

    def _in_brackets(self, lo: int, token: int) -> bool:
        texts = self._analysis.tokens.text[lo:token]
        return texts.count("(") > texts.count(")")

    def _comma_follows(self, hi: int) -> bool:
        texts = self._analysis.tokens.text
        return any(texts[token] == "," for token in range(hi, min(hi + 2, len(texts))))

    def _before(self, quotation: Quotation) -> Draft | None:
        """ "Lee said: ...", "Lee said, ...", "he said, ... , " between the halves of a split quotation."""
        analysis, tokens = self._analysis, self._analysis.tokens
        lo = self._first(quotation)
        start = analysis.paragraphs[analysis.paragraph_of(quotation.tokens[0])][0]
        if lo - 1 < start or tokens.text[lo - 1] in SENTENCE_ENDS:
            return None
        fallback: int | None = None
        for token in range(lo - 1, max(start, lo - BEFORE_WINDOW) - 1, -1):
            if tokens.text[token] in SENTENCE_ENDS or analysis.quotation_of(token) is not None:
                break
            if tokens.pos[token] == "VERB":
                draft = self._speech(token, tight=False)
                if draft is not None:
                    return draft
                fallback = token if fallback is None else fallback
        if fallback is not None and tokens.text[lo - 1] == ":":
            return self._speech(fallback, tight=True)
        return None

    def _speech(self, verb: int, tight: bool) -> Draft | None:
        """The draft of a verb that can introduce speech; a new one if the parse gave it no content."""
        if verb in self._at:
            return self._at[verb]
        analysis, tokens = self._analysis, self._analysis.tokens
        entry = self._cues.verbs.get(tokens.lemma[verb])
        if (entry is None or not entry.speaks) and not tight:
            return None
        head = _sources.of_verb(analysis, verb)
        if head is None and not (entry is not None and entry.speaks):
            return None
        source = () if head is None else _sources.words(analysis, head, verb)
        lemma = tokens.lemma[verb] if entry is None else entry.lemma
        draft = Draft(
            cue=verb, cue_ranges=cue_words(analysis, verb), lemma=lemma, frame="quote", content=(),
            rule="verb beside a quotation", source_head=head, source=source, entry=entry,
        )  # fmt: skip
        self._at[verb] = draft
        return draft

    def _continued(self, quotation: Quotation, previous: Quotation | None) -> Draft | None:
        """Speech that goes on without a new cue, or that the paragraph before announced with a colon."""
        analysis = self._analysis
        here = analysis.paragraph_of(quotation.tokens[0])
        draft = self._just_before(quotation)
        if draft is not None:
            return draft
        if self._text_before(quotation) != "":
            return None
        if here and self._announced(here - 1):
            return self._announcing(here - 1)
        left_open = (
            previous is not None and not previous.closed and analysis.paragraph_of(previous.tokens[0]) == here - 1
        )
        return self._last if left_open and self._last is not None and self._last.content else None

    def _just_before(self, quotation: Quotation) -> Draft | None:
        """The attribution that the sentence before, in the same paragraph, ends with."""
        analysis, tokens = self._analysis, self._analysis.tokens
        first = quotation.tokens[0]
        here, sentence = analysis.paragraph_of(first), tokens.sentence[first]
        lo = max(analysis.paragraphs[here][0], first - REACH)
        best: Draft | None = None
        for token in range(lo, first):
            draft = self._at.get(token)
            if draft is None or not draft.content or not draft.speaks:
                continue
            reached = max(token, draft.content[-1][1] - 1)
            if reached < first and sentence - tokens.sentence[reached] <= 1 and (best is None or not best.holds(token)):
                best = draft
        return best

    def _announced(self, paragraph: int) -> bool:
        lo, hi = self._analysis.paragraphs[paragraph]
        return hi > lo and self._analysis.tokens.text[hi - 1] == ":"

    def _announcing(self, paragraph: int) -> Draft | None:
        """The last verb of speech in a paragraph that ends with a colon."""
        lo, hi = self._analysis.paragraphs[paragraph]
        for token in range(hi - 1, max(lo, hi - BEFORE_WINDOW) - 1, -1):
            if self._analysis.tokens.pos[token] == "VERB":
                draft = self._speech(token, tight=False)
                if draft is not None:
                    return draft
        return None


def _merged(analysis: Analysis, ranges: list[TokenRange], draft: Draft) -> tuple[TokenRange, ...]:
    """The ranges joined where they touch or only punctuation lies between them; cue and source words stay out."""
    holes = [*draft.cue_ranges, *draft.source]
    out: list[TokenRange] = []
    pos = analysis.tokens.pos
    for lo, hi in sorted(ranges):
        if out and (lo <= out[-1][1] or all(pos[n] in ("PUNCT", "SPACE") for n in range(out[-1][1], lo))):
            out[-1] = (out[-1][0], max(hi, out[-1][1]))
        else:
            out.append((lo, hi))
    cut = [piece for part in out for piece in _cut(part, holes)]
    return tidy(analysis, tuple(cut))


def _cut(part: TokenRange, holes: list[TokenRange]) -> list[TokenRange]:
    from onrecord.stages.attribute._contents import without

    return list(without(part, *holes))
