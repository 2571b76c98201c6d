"""The events that PETRARCH2 or UniversalPetrarch codes in a parsed sentence: {"events": [[source, target, CAMEO code]..]}.

usage: ask_petrarch.py FOLDER MODULE DATE < questions.jsonl       (a line holds the parse of one sentence: {"text": parse})

FOLDER holds the tool's modules and dictionaries, MODULE is petrarch2 (Treebank trees) or petrarch_ud (CoNLL-U), DATE the day
that its actors are looked up for (YYYYMMDD). The tool's own configuration holds. Both are code for Python 2.7, so this stays
within what 2.7 and 3 both read, and does not use `serve.py`.
"""

import importlib
import json
import os
import re
import sys
import types

OUT = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)  # the tools print as they go, in more than one way
UNUSED = {"unidecode": (), "ufal": (), "ufal.udpipe": ("Model", "Pipeline", "ProcessingError")}


def stand_in():
    """Empty modules for the parser that UniversalPetrarch imports and does not use where it is given parses."""
    for name in sorted(UNUSED):
        try:
            importlib.import_module(name)
        except ImportError:
            module = types.ModuleType(str(name))
            for member in UNUSED[name]:
                setattr(module, str(member), None)
            sys.modules[name] = module


def start(folder, name):
    """The tool's modules, with its configuration and dictionaries read."""
    sys.path.insert(0, folder)
    stand_in()
    names = (name, "PETRreader", "PETRwriter", "utilities")
    tool, reader, writer, helpers = (importlib.import_module(str(n)) for n in names)
    helpers.init_logger(*(("PETRARCH.log",) if name == "petrarch2" else ("PETRARCH.log", False)))
    reader.parse_Config(os.path.join(folder, "data", "config", "PETR_config.ini"))
    tool.read_dictionaries()
    return tool, writer, helpers


def words(parse):
    """The words of a tree or of CoNLL-U lines."""
    if parse.lstrip().startswith("("):
        return " ".join(re.findall(r"([^\s()]+)\)", parse))
    return " ".join(line.split("\t")[1] for line in parse.splitlines() if "\t" in line)


def answer(tool, writer, helpers, parse, date):
    """What the tool codes in one sentence, as it would write it to its file."""
    tree = parse.lstrip().startswith("(")
    read = helpers._format_parsed_str if tree else helpers._format_ud_parsed_str
    sentence = {"content": words(parse), "parsed": read(parse)}
    story = {"sents": {"0": sentence}, "meta": {"date": date, "source": "NULL"}}
    coded = writer.pipe_output(tool.do_coding({"story": story}))
    return {"events": [list(event[1:4]) for event in coded.get("story", ())]}


def main():
    """Answer each line of standard input, or say why the tool would not."""
    folder, name, date = sys.argv[1:]
    tool, writer, helpers = start(folder, name)
    for line in sys.stdin:
        try:
            said = answer(tool, writer, helpers, json.loads(line)["text"], date)
        except Exception as error:  # whatever a tool raises on one sentence is its answer to that sentence
            said = {"refused": repr(error)}
        OUT.write(json.dumps(said) + "\n")
        OUT.flush()


if __name__ == "__main__":
    main()
