"""GenderGapTracker's quotes, as its extractor returns them: {"text": the text it read, "quotes": [..]}.

usage: ask_gendergaptracker.py CHECKOUT/nlp/english SPACY_MODELS < questions.jsonl       (see serve.py)

Its modules import the client of the database that its newsroom pipeline writes to. Quotes need no database: where the
client is not installed an empty module stands in for it.
"""

import importlib
import os
import sys
import types
from typing import Any

from serve import model, serve


def stand_in(name: str, **members: Any) -> None:
    try:
        importlib.import_module(name)
    except ImportError:
        module = types.ModuleType(name)
        vars(module).update(members)
        sys.modules[name] = module


def main() -> None:
    folder, names = sys.argv[1:]
    stand_in("pymongo", MongoClient=None)
    stand_in("bson", ObjectId=str)
    sys.path.insert(0, folder)
    utils = importlib.import_module("utils")
    extractor = importlib.import_module("quote_extractor")
    nlp = model(names)
    verbs = os.path.join(folder, "rules", "quote_verb_list.txt")
    quotes = extractor.QuoteExtractor({"spacy_lang": nlp, "NLP": {"QUOTE_VERBS": verbs}})

    def answer(text: str) -> Any:
        read = utils.preprocess_text(text)
        return {"text": read, "quotes": quotes.extract_quotes(nlp(read))}

    serve(answer)


if __name__ == "__main__":
    main()
