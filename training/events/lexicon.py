"""Our sentences' triggers into a lexicon: src/onrecord/lexicons/en/predicates.tsv, words that the model is asked about.

usage: python training/events/lexicon.py --own training/data/events > src/onrecord/lexicons/en/predicates.tsv
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

import prepare
import sentences

from onrecord.records import Span

HEADER = """\
# Predicates that may be deeds where no frame fits: the relation model is asked about them.
# Source: the triggers of our own training sentences (training/data/events), by training/events/lexicon.py. Licence: as onrecord.
# Date: 2026-11-22. lemma: as the parser gives it; pos: v verb, n noun; count: in how many of the sentences it is the trigger.
lemma\tpos\tcount"""
POS = {"VERB": "v", "NOUN": "n"}


def main(own: Path) -> None:
    found = Counter[tuple[str, str]]()
    for item in prepare.read(list(sentences.own(own))):
        if item.example.trigger is None:
            continue
        head = prepare.head_of(item.analysis, item.analysis.token_range(Span(*item.example.trigger)))
        tokens = item.analysis.tokens
        if head is not None and tokens.pos[head] in POS and tokens.lemma[head].isalpha():
            found[tokens.lemma[head], POS[tokens.pos[head]]] += 1
    print(HEADER)
    for (lemma, pos), count in sorted(found.items()):
        print(f"{lemma}\t{pos}\t{count}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--own", type=Path, required=True)
    main(parser.parse_args().own)
