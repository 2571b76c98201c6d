"""What `annotate` knows of an article's words: tokens, parse, sentences, paragraphs, quotations, mentions.

In: nothing. Out: `Analysis`, the process-local table that later stages read; it is never written to disk. The one idea:
plain Python columns indexed by token number, since reading spaCy's token objects one by one costs more than parsing them.
All token ranges are half-open `(lo, hi)`; all character spans are code points of `Article.text`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from onrecord.records import Mention, Span

TokenRange = tuple[int, int]


@dataclass(slots=True)
class Tokens:
    """Columns of equal length, one row a token; `head[i] == i` for a root; whitespace tokens are left out.

    `pos` and `dep` are spaCy's (universal POS; ClearNLP labels), `ent` the statistical NER's label or "".
    `left` and `right` bound the subtree of the token (half-open), `children` lists direct dependents in order.
    """

    text: list[str] = field(default_factory=list)
    lower: list[str] = field(default_factory=list)
    lemma: list[str] = field(default_factory=list)
    pos: list[str] = field(default_factory=list)
    tag: list[str] = field(default_factory=list)
    dep: list[str] = field(default_factory=list)
    head: list[int] = field(default_factory=list)
    ent: list[str] = field(default_factory=list)
    start: list[int] = field(default_factory=list)
    end: list[int] = field(default_factory=list)
    sentence: list[int] = field(default_factory=list)
    children: list[list[int]] = field(default_factory=list)
    left: list[int] = field(default_factory=list)
    right: list[int] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.text)

    def is_misread_participle(self, verb: int) -> bool:
        """Whether the parser took "troops sent to the border fired" for a clause as subject: it is a reduced relative."""
        has_object = any(self.dep[child] == "dobj" for child in self.children[verb])
        return self.dep[verb] == "csubj" and self.tag[verb] == "VBD" and not has_object


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words inside quotation marks. `span` has the marks, `inner` has not; `closed` is False where no mark closes it."""

    span: Span
    inner: Span
    tokens: TokenRange
    closed: bool


@dataclass(slots=True)
class Analysis:
    """The token table of one article with what stands on it."""

    text: str
    tokens: Tokens
    sentences: list[TokenRange]
    paragraphs: list[TokenRange]
    quotations: list[Quotation] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    mention_tokens: list[TokenRange] = field(default_factory=list)
    mention_heads: list[int] = field(default_factory=list)
    _mention_of_head: dict[int, int] = field(default_factory=dict)
    _mention_of_token: dict[int, int] = field(default_factory=dict)
    _quotation_of_token: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for number, quotation in enumerate(self.quotations):
            for token in range(*quotation.tokens):
                self._quotation_of_token[token] = number

    # ---- tokens and characters ----
    def span(self, lo: int, hi: int) -> Span:
        """Character span of the tokens `lo` to `hi` (half-open, not empty)."""
        return Span(self.tokens.start[lo], self.tokens.end[hi - 1])

    def words(self, lo: int, hi: int) -> str:
        """The article's own words from token `lo` to `hi`."""
        return self.text[self.tokens.start[lo] : self.tokens.end[hi - 1]]

    def token_range(self, span: Span) -> TokenRange:
        """Tokens that overlap the character span; empty range where none does."""
        lo = bisect_right(self.tokens.end, span.start)
        hi = bisect_left(self.tokens.start, span.end)
        return (lo, max(lo, hi))

    def trim(self, lo: int, hi: int) -> TokenRange:
        """The range without punctuation and spaces at its ends (quotation marks and brackets too)."""
        pos = self.tokens.pos
        while lo < hi and pos[lo] in ("PUNCT", "SPACE"):
            lo += 1
        while hi > lo and pos[hi - 1] in ("PUNCT", "SPACE"):
            hi -= 1
        return (lo, hi)

    def subtree(self, token: int) -> TokenRange:
        """Half-open token range from the leftmost to the rightmost word below `token` (gaps of crossing arcs included)."""
        return (self.tokens.left[token], self.tokens.right[token])

    def ancestors(self, token: int) -> Iterator[int]:
        """The heads above `token`, nearest first."""
        while self.tokens.head[token] != token:
            token = self.tokens.head[token]
            yield token

    def sentence_of(self, token: int) -> TokenRange:
        """Range of the sentence that holds `token`."""
        return self.sentences[self.tokens.sentence[token]]

    def paragraph_of(self, token: int) -> int:
        """Number of the paragraph that holds `token`."""
        return bisect_right(self.paragraphs, (token, len(self.tokens) + 1)) - 1

    def quotation_of(self, token: int) -> Quotation | None:
        """The quotation that holds `token`, if any."""
        number = self._quotation_of_token.get(token)
        return None if number is None else self.quotations[number]

    # ---- mentions ----
    def add_mention(self, mention: Mention, tokens: TokenRange, head: int) -> None:
        """Append a mention; mentions do not overlap and come in text order."""
        number = len(self.mentions)
        self.mentions.append(mention)
        self.mention_tokens.append(tokens)
        self.mention_heads.append(head)
        self._mention_of_head[head] = number
        for token in range(*tokens):
            self._mention_of_token[token] = number

    def mention_headed(self, token: int) -> int | None:
        """Index of the mention whose head word is `token`."""
        return self._mention_of_head.get(token)

    def mention_covering(self, token: int) -> int | None:
        """Index of the mention that holds `token`."""
        return self._mention_of_token.get(token)
