"""The floor of the comparison: what a short rule on spaCy's parse finds, with no list of verbs.

In: the text of an article. Out: its attributions. The rule: a verb with a subject and a clause as its complement says that
clause; "according to" says the rest of its sentence; the words of quotation marks that neither covers are said by the
subject of the nearest verb in the sentence outside the marks. Anything cleverer has to beat this.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

SUBJECTS = ("nsubj", "nsubjpass")
QUOTED = re.compile(r"[“\"]([^“”\"\n]{12,})[”\"]|''([^'\n]{12,})''")


def attributions(nlp: Any, text: str) -> list[dict[str, list[list[int]]]]:
    """All attributions of the article, paragraph by paragraph, in the scorer's form."""
    found, at = [], 0
    for line in text.splitlines(keepends=True):
        for source, cue, content in _of_paragraph(nlp(line)):
            roles = {"source": source, "cue": cue, "content": content}
            found.append({role: [[s + at, e + at] for s, e in spans] for role, spans in roles.items()})
        at += len(line)
    return found


def _of_paragraph(doc: Any) -> Iterator[tuple[list[tuple[int, int]], ...]]:
    covered: list[tuple[int, int]] = []
    for token in doc:
        triple = _with_clause(token) or _according_to(token)
        if triple is not None and not any(lo <= token.idx < hi for lo, hi in covered):
            covered.append(triple[2])
            yield tuple([span] for span in triple)
    for match in QUOTED.finditer(doc.text):
        start, end = match.span(match.lastindex or 0)
        if not any(lo < end and start < hi for lo, hi in covered):
            verb = _nearest_verb(doc, start, end)
            subject = _child(verb, SUBJECTS) if verb is not None else None
            source = [_subtree(subject)] if subject is not None else []
            yield source, [_word(verb)] if verb is not None else [], [(start, end)]


def _with_clause(verb: Any) -> tuple[tuple[int, int], ...] | None:
    clause, subject = _child(verb, ("ccomp",)), _child(verb, SUBJECTS)
    if verb.pos_ != "VERB" or clause is None or subject is None or _inside(subject, clause):
        return None
    return _subtree(subject), _word(verb), _subtree(clause)


def _according_to(token: Any) -> tuple[tuple[int, int], ...] | None:
    to = _child(token, ("prep",))
    source = _child(to, ("pobj",)) if to is not None and token.lower_ == "according" else None
    if source is None:
        return None
    sentence, (first, _), (_, last) = token.sent, _subtree(token), _subtree(source)
    content = (sentence.start_char, first) if first - sentence.start_char > 2 else (last, sentence.end_char)
    return _subtree(source), (token.idx, to.idx + len(to)), content


def _nearest_verb(doc: Any, start: int, end: int) -> Any:
    near = [token for token in doc if token.pos_ == "VERB" and not start <= token.idx < end and _child(token, SUBJECTS)]
    return min(near, key=lambda token: min(abs(token.idx - start), abs(token.idx - end)), default=None)


def _child(token: Any, relations: tuple[str, ...]) -> Any:
    return next((child for child in token.children if child.dep_ in relations), None)


def _inside(token: Any, clause: Any) -> bool:
    return bool(token == clause or clause.is_ancestor(token))


def _subtree(token: Any) -> tuple[int, int]:
    return token.left_edge.idx, token.right_edge.idx + len(token.right_edge)


def _word(token: Any) -> tuple[int, int]:
    return token.idx, token.idx + len(token)
