"""Parsed paragraphs into one table of columns (`onrecord.analysis.Tokens`)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from onrecord.analysis import TokenRange, Tokens
from onrecord.records import Span


def table(spans: list[Span], docs: object) -> tuple[Tokens, list[TokenRange], list[TokenRange]]:
    """Tokens, sentence ranges and paragraph ranges; takes one parsed doc from `docs` for each span."""
    tokens, sentences, paragraphs = Tokens(), list[TokenRange](), list[TokenRange]()
    parsed = cast(Iterator[Any], docs)
    for span in spans:
        lo = len(tokens)
        _append(tokens, sentences, span.start, next(parsed))
        if len(tokens) > lo:
            paragraphs.append((lo, len(tokens)))
    _possessives(tokens)
    _edges(tokens)
    return tokens, sentences, paragraphs


def _append(tokens: Tokens, sentences: list[TokenRange], offset: int, doc: Any) -> None:
    """Copy the doc's tokens but white space, and its sentences."""
    number: dict[int, int] = {}
    for token in doc:
        if not token.is_space:
            number[token.i] = len(tokens) + len(number)
    for sentence in doc.sents:
        kept = [token for token in sentence if not token.is_space]
        if not kept:
            continue
        lo = len(tokens)
        for token in kept:
            tokens.text.append(token.text)
            tokens.lower.append(token.lower_)
            tokens.lemma.append(token.lemma_.lower())
            tokens.pos.append(token.pos_)
            tokens.tag.append(token.tag_)
            tokens.dep.append(token.dep_)
            tokens.head.append(_kept_head(token, number))
            tokens.ent.append(token.ent_type_)
            tokens.start.append(offset + token.idx)
            tokens.end.append(offset + token.idx + len(token.text))
            tokens.sentence.append(len(sentences))
        sentences.append((lo, len(tokens)))


def _kept_head(token: Any, number: dict[int, int]) -> int:
    """The head's row; a word that hangs on white space hangs on what that hangs on."""
    head = token.head
    while head.i not in number and head.head.i != head.i:
        head = head.head
    return number.get(head.i, number[token.i])


def _possessives(tokens: Tokens) -> None:
    """ "The nurses’ union": the parser takes the curly mark for the end of a quotation; it is one only if one was open."""
    is_open, sentence = False, -1
    for n in range(1, len(tokens) - 1):
        if tokens.sentence[n] != sentence:
            is_open, sentence = False, tokens.sentence[n]
        text = tokens.text[n]
        is_open = is_open or text == "‘" or tokens.text[n - 1] == "‘"
        if text != "’" or tokens.tag[n] == "POS" or is_open or tokens.sentence[n + 1] != sentence:
            continue
        is_inside = tokens.start[n] == tokens.end[n - 1] and tokens.start[n + 1] == tokens.end[n] + 1
        owns = tokens.lower[n - 1].endswith("s") and tokens.pos[n - 1] in ("NOUN", "PROPN")
        if is_inside and owns and tokens.pos[n + 1] in ("NOUN", "PROPN", "ADJ") and tokens.head[n - 1] != n:
            tokens.pos[n], tokens.tag[n], tokens.dep[n], tokens.head[n] = "PART", "POS", "case", n - 1


def _edges(tokens: Tokens) -> None:
    """Fill `children`, `left` and `right`."""
    size = len(tokens)
    tokens.children = [[] for _ in range(size)]
    tokens.left = list(range(size))
    tokens.right = [n + 1 for n in range(size)]
    for token, head in enumerate(tokens.head):
        if head != token:
            tokens.children[head].append(token)
    for token in range(size):
        node = token
        while tokens.head[node] != node:
            node = tokens.head[node]
            if tokens.left[node] <= token < tokens.right[node]:
                break  # an ancestor that spans this token spans it all the way up
            tokens.left[node] = min(tokens.left[node], token)
            tokens.right[node] = max(tokens.right[node], token + 1)
