"""A text in Universal Dependencies, by UDPipe: {"sentences": [CoNLL-U, ..]}.

usage: ask_udpipe.py MODEL_FILE < questions.jsonl       (in a Python that has ufal.udpipe; see serve.py)
"""

import importlib
import sys
from typing import Any

from serve import serve


def main() -> None:
    udpipe: Any = importlib.import_module("ufal.udpipe")
    model = udpipe.Model.load(sys.argv[1])
    if model is None:
        raise SystemExit("no UDPipe model: " + sys.argv[1])
    pipeline = udpipe.Pipeline(model, "tokenize", udpipe.Pipeline.DEFAULT, udpipe.Pipeline.DEFAULT, "conllu")

    def answer(text: str) -> Any:
        blocks = pipeline.process(" ".join(text.split()), udpipe.ProcessingError()).split("\n\n")
        lines = [[line for line in block.splitlines() if line[:1].isdigit()] for block in blocks]
        return {"sentences": ["\n".join(block) for block in lines if block]}

    serve(answer)


if __name__ == "__main__":
    main()
