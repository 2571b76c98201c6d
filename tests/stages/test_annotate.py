"""`annotate`: paragraphs, tokens, quotations; the stage leaves other languages alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from onrecord.records import Article
from onrecord.stages.annotate import _paragraphs

Read = Callable[..., Article]


@pytest.fixture(scope="module")
def read(pipeline_upto: Callable[[str], Read]) -> Read:
    return pipeline_upto("annotate")


def pieces(text: str) -> list[str]:
    return [text[start:end] for start, end in _paragraphs.split(text)]


def test_a_line_is_a_paragraph() -> None:
    assert pieces("One.\nTwo.\n\n  Three. \n") == ["One.", "Two.", "Three."]


def test_hard_wrapped_lines_are_one_paragraph() -> None:
    body = (
        "The port was closed for the third day in a row\nwhile eleven ships waited outside the harbour\n"
        "for better weather, for tugs and for the pilots\nwho had been told to come from the capital by\n"
        "the first train on Sunday and who had not come."
    )
    assert pieces(body + "\n\nIt opened.") == [body, "It opened."]


def test_windows_line_ends() -> None:
    assert pieces("One.\r\nTwo.\r\n\r\nThree.") == ["One.", "Two.", "Three."]


def test_nothing_but_space() -> None:
    assert pieces(" \n\n\t") == []


def test_a_long_paragraph_is_cut_at_a_space() -> None:
    text = "word " * 12_000
    cut = pieces(text)
    assert all(len(piece) <= _paragraphs.MAX_CHARS for piece in cut)
    assert sum(piece.count("word") for piece in cut) == 12_000


def test_tokens_are_the_words_of_the_text(read: Read) -> None:
    article = read("Ana’s boat — the “Luz” — sank.\n\nNobody  was hurt.")
    analysis = article.analysis
    assert analysis is not None
    tokens = analysis.tokens
    assert [article.text[s:e] for s, e in zip(tokens.start, tokens.end, strict=True)] == tokens.text
    assert len(analysis.paragraphs) == 2
    assert all(tokens.left[n] <= n < tokens.right[n] for n in range(len(tokens)))
    for n, children in enumerate(tokens.children):
        assert all(tokens.head[child] == n for child in children)


def test_a_subtree_holds_its_descendants(read: Read) -> None:
    analysis = read("The mayor of the small town praised the crew.").analysis
    assert analysis is not None
    mayor = analysis.tokens.text.index("mayor")
    assert analysis.words(*analysis.subtree(mayor)) == "The mayor of the small town"


@pytest.mark.parametrize(
    ("text", "inner"),
    [
        ('He said: "We will go home."', ["We will go home."]),
        ("She said: “We stay,” and left.", ["We stay,"]),
        ("«We stay», she said.", ["We stay"]),
        ("``We stay,'' she said.", ["We stay,"]),
        ("'We will not leave this town,' she said.", ["We will not leave this town,"]),
        ("The dog's owner wasn't in the men's room.", []),
        ('"One," he said, "and two."', ["One,", "and two."]),
    ],
)
def test_quotations(read: Read, text: str, inner: list[str]) -> None:
    analysis = read(text).analysis
    assert analysis is not None
    assert [text[q.inner.start : q.inner.end] for q in analysis.quotations] == inner


def test_a_quotation_that_goes_on_in_the_next_paragraph_is_no_problem(read: Read) -> None:
    article = read("“We will stay here.\n\n“Nobody will move us,” she said.")
    assert [problem.code for problem in article.problems] == []


def test_a_quotation_that_nothing_closes_is_a_problem(read: Read) -> None:
    article = read('He said: "We will stay here.\n\nThe road was empty.')
    assert [problem.code for problem in article.problems] == ["ATT001"]


def test_another_language_is_left_alone(read: Read) -> None:
    assert read("La police a tiré.", language="fr").analysis is None
