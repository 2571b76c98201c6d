"""The loop of every worker: a JSON object a line in, the tool's answer a line out.

Runs in the Python of the tool under comparison, so it must stay within Python 3.6 (hence no `annotations` import).
What the tool itself prints goes to standard error, from the import of this module on.
"""

import importlib
import json
import sys
from typing import Any

OUT, sys.stdout = sys.stdout, sys.stderr


def serve(answer: Any) -> None:
    """Answer each line of standard input with `answer(text)`, or with why the tool would not."""
    for line in sys.stdin:
        try:
            said = answer(json.loads(line)["text"])
        except Exception as error:  # whatever a tool raises on one text is its answer to that text
            said = {"refused": f"{type(error).__name__}: {error}"}
        OUT.write(json.dumps(said) + "\n")
        OUT.flush()


def model(names: str) -> Any:
    """The first of the spaCy pipelines (comma-separated) that is installed."""
    spacy: Any = importlib.import_module("spacy")
    wanted = names.split(",")
    for name in wanted[:-1]:
        try:
            return spacy.load(name)
        except OSError:
            continue
    return spacy.load(wanted[-1])
