"""textacy's direct quotations as character offsets: {"quotes": [{"speaker": [[s, e]..], "cue": [..], "content": [..]}]}.

usage: ask_textacy.py SPACY_MODELS < questions.jsonl       (in a Python that has textacy; see serve.py)
"""

import importlib
import sys
from typing import Any

from serve import model, serve


def main() -> None:
    extract: Any = importlib.import_module("textacy.extract")
    nlp = model(sys.argv[1])

    def offsets(tokens: Any) -> Any:
        return [[token.idx, token.idx + len(token)] for token in tokens]

    def answer(text: str) -> Any:
        found = extract.direct_quotations(nlp(text))
        quotes = [
            {
                "speaker": offsets(quote.speaker),
                "cue": offsets(quote.cue),
                "content": [[quote.content.start_char, quote.content.end_char]],
            }
            for quote in found
        ]
        return {"quotes": quotes}

    serve(answer)


if __name__ == "__main__":
    main()
