"""The relation model: what one party does to another in a sentence, from one encoder pass with the pair marked.

In: the words of a sentence with small feature codes, and the spans of the actors and recipients. Out: a probability for each of
PLOVER's types and for none, how likely each word piece is the trigger, and the sector of each side. The one idea: the pair is
marked by summed embeddings, not by inserted tokens, beside what the rules know (parse, which word they took for which type);
so a model that has seen few thousand sentences can lean on a lexicon that it could not learn, and correct it.

One unpadded sentence is run per call. Encoder: MiniLM-L6-H384 (Wang et al. 2020), fine-tuned, int8. Marking pairs: Zhong and Chen
2021. Trained by `training/events`; the card is `weights/relations.md`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from onrecord import assets
from onrecord.errors import ComponentError
from onrecord.models.attribution import CASES, QUOTES, Array, case_of, inside_quotes
from onrecord.records import Span

TYPES = (
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT", "THREATEN",
    "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
)  # fmt: skip
LABELS = (*TYPES, "NONE")
SECTORS = tuple(
    "GOV MIL COP JUD LEG SPY PTY OPP REB PRM UAF CRM CVL REF BUS JRN EDU MED REL LAB AGR SOC ELI NONE".split()
)
"""What the sector head tells apart; NONE for bodies without a sector."""
ROLES = ("other", "actor", "recipient", "bystander", "predicate")
"""Feature of a piece: in neither side, in the actor, in the recipient, in another political mention, the predicate."""
STATES = ("none", "actual", "planned", "hypothetical", "negated")
FEATURE_SIZES = (2 * CASES, 47, 19, len(ROLES), 2 * len(TYPES) + 1, len(STATES))
"""Values of each feature: case and quotation; dependency label; part of speech; role; the rules' type of the trigger for this
pair (1..16) or another (17..32); its modality."""
FEATURE_OFFSETS = tuple(int(n) for n in np.cumsum((0, *FEATURE_SIZES[:-1])))
MAX_PIECES = 192
"""Word pieces of a passage, [CLS] and [SEP] included; what a longer sentence has beyond them is not read."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence in word pieces. All arrays have one row a piece; `tokens` is the number of its token, -1 for [CLS] and [SEP]."""

    pieces: Array  # int64 [T]
    tokens: Array  # int64 [T]
    codes: Array  # int64 [T, 3]: case, dependency, part of speech


@dataclass(frozen=True, slots=True)
class Reading:
    """What the model makes of one pair. `types` float [17] in the order of LABELS; `trigger` float [T]; `sectors` [2, 24]."""

    types: Array
    trigger: Array
    sectors: Array

    def of(self, event_type: str) -> float:
        """Probability of the type (or of "NONE")."""
        return float(self.types[LABELS.index(event_type)])

    @property
    def best(self) -> str:
        """The likeliest type; "NONE" where there is none."""
        return LABELS[int(np.argmax(self.types))]


def passage(text: str, span: Span, offsets: tuple[Array, Array], codes: Array, tokenizer: Any) -> Passage:
    """The pieces of `text[span]`.

    `offsets` are the starts and ends of all tokens of the text, int64 [n]; `codes` [n, 2] their dependency and part of speech.
    """
    starts, ends = offsets
    words = text[span.start : span.end].translate(QUOTES)
    encoded = tokenizer.encode(words, add_special_tokens=False)
    quoted = inside_quotes(words)
    cls, sep = tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]")
    ids, cases, at = [cls], [0], [-1]
    for piece, (start, end) in list(zip(encoded.ids, encoded.offsets, strict=True))[: MAX_PIECES - 2]:
        ids.append(piece)
        cases.append(case_of(text, start + span.start, end + span.start) + CASES * int(quoted[start]))
        at.append(start + span.start)
    places = np.array([*at, -1], dtype=np.int64)
    token = np.searchsorted(starts, places, side="right") - 1
    held = (places >= 0) & (token >= 0) & (places < ends[token])
    token = np.where(held, token, -1)
    parse = np.where(held[:, None], codes[token], 0)
    columns = np.concatenate([np.array([*cases, 0], dtype=np.int64)[:, None], parse], axis=1)
    return Passage(np.array([*ids, sep], dtype=np.int64), token, columns)


def features(read: Passage, first: int, roles: Array, evidence: Array) -> Array:
    """Feature numbers [T, 6], offsets added.

    `roles` [n] and `evidence` [n, 2] (type, state) are by token, from the text's token `first` on.
    """
    at = read.tokens - first
    held = (read.tokens >= 0) & (at >= 0) & (at < len(roles))
    at = np.where(held, at, 0)
    role = np.where(held, roles[at], 0)
    found = np.where(held[:, None], evidence[at], 0)
    return np.concatenate([read.codes, role[:, None], found], axis=1) + np.array(FEATURE_OFFSETS, dtype=np.int64)


class Relations:
    """The loaded model."""

    def __init__(self) -> None:
        self._session, self.tokenizer, self.version = _load()

    def read(self, pieces: Array, numbers: Array) -> Reading:
        """One pair: pieces [T] of its passage and feature numbers [T, 6]."""
        types, trigger, sectors = self._session.run(None, {"pieces": pieces[None], "features": numbers[None]})
        return Reading(types[0], trigger[0], sectors[0])


@cache
def _load() -> tuple[Any, Any, str]:
    """Session, tokenizer and version; the files are verified first."""
    try:
        import onnxruntime
        from tokenizers import Tokenizer
    except ImportError as error:
        raise ComponentError(f"{error.name} is not installed; run: pip install onnxruntime tokenizers") from error
    pinned = assets.manifest()["relations"]
    assets.verify(assets.PACKAGE, pinned["sha256"])
    folder = assets.PACKAGE / "models" / "weights"
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(folder / "relations.onnx"), options, providers=["CPUExecutionProvider"])
    return session, Tokenizer.from_file(str(folder / "wordpieces.json")), str(pinned["version"])
