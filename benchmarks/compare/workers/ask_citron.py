"""Citron's quotes in its annotation format (character offsets): {"quotes": [{"cue", "sources", "contents"}]}.

usage: ask_citron.py CHECKOUT MODEL_FOLDER SPACY_MODELS < questions.jsonl       (see serve.py)

Coreference is off: the words of the source are wanted where they stand, not the name that they stand for. Offsets are
taken from the spans, since Citron's own JSON counts tokens.
"""

import importlib
import sys
from typing import Any

from serve import model, serve


def main() -> None:
    folder, weights, names = sys.argv[1:]
    sys.path.insert(0, folder)
    nlp = model(names)
    spacy: Any = importlib.import_module("spacy")
    spacy.load = lambda *_args, **_named: nlp  # Citron asks for one by name; the one installed may have another
    utils, citron = importlib.import_module("citron.utils"), importlib.import_module("citron.citron")
    extractor = citron.Citron(weights, utils.get_parser())

    def place(span: Any) -> Any:
        return {"start": span.start_char, "end": span.end_char, "text": span.text}

    def answer(text: str) -> Any:
        quotes = extractor.get_quotes(nlp(text), resolve_coreferences=False)
        return {
            "quotes": [
                {
                    "cue": place(quote.cue),
                    "sources": [place(span) for span in quote.sources],
                    "contents": [place(span) for span in quote.contents],
                }
                for quote in quotes
            ]
        }

    serve(answer)


if __name__ == "__main__":
    main()
