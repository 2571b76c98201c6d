"""The attribution model: one encoder pass, three heads.

In: word pieces and their features. Out: BIO tags (in training alone: they teach the encoder the boundaries), a score for each
level (outermost, nested) that a piece begins a cue ("anchor"), and for each anchor the role of every piece (none, source,
content, cue).
`onrecord.models.attribution` reads the same heads in numpy; names of weights are the contract between the two.
Encoder: MiniLM-L6-H384 (Wang et al. 2020), weights of all-MiniLM-L6-v2 (Apache-2.0). Biaffine: Dozat and Manning 2017.
"""

from __future__ import annotations

from pathlib import Path

import torch
from gold import TAGS
from torch import nn
from transformers import BertConfig, BertModel

from onrecord.models.attribution import FEATURE_SIZES, FURTHEST, LEVELS, NEAR, ROLES

PAIR_SIZE = 160


class AttributionModel(nn.Module):
    """Heads on a BERT-shaped encoder of width 384."""

    def __init__(self, encoder: BertModel) -> None:
        super().__init__()
        self.encoder = encoder
        width = encoder.config.hidden_size
        self.feature = nn.Embedding(sum(FEATURE_SIZES), width)
        nn.init.zeros_(self.feature.weight)
        self.dropout = nn.Dropout(0.1)
        self.tag = nn.Linear(width, len(TAGS))
        self.anchor = nn.Linear(width, len(LEVELS))
        self.anchor_side = nn.Sequential(nn.Linear(width, PAIR_SIZE), nn.GELU(approximate="tanh"))
        self.piece_side = nn.Sequential(nn.Linear(width, PAIR_SIZE), nn.GELU(approximate="tanh"))
        self.pair = nn.Parameter(torch.randn(len(ROLES), PAIR_SIZE, PAIR_SIZE) / PAIR_SIZE)
        self.piece_bias = nn.Linear(PAIR_SIZE, len(ROLES))
        self.distance = nn.Embedding(2 * FURTHEST + 1, len(ROLES))
        nn.init.zeros_(self.distance.weight)

    def hidden(self, pieces: torch.Tensor, features: torch.Tensor, mask: torch.Tensor | None = None) -> torch.Tensor:
        """Hidden states [B, T, 384] of pieces [B, T] and features [B, T, features]; no mask where nothing is padded."""
        embedded = self.encoder.embeddings.word_embeddings(pieces) + self.feature(features).sum(dim=-2)
        return self.encoder(inputs_embeds=embedded, attention_mask=mask).last_hidden_state

    def roles(self, hidden: torch.Tensor, anchors: torch.Tensor) -> torch.Tensor:
        """Scores [A, T, roles] of one window: hidden [T, 384], anchors [A] piece numbers."""
        pieces = self.piece_side(hidden)
        heads = self.anchor_side(hidden[anchors])
        scores = torch.einsum("ad,rde,te->atr", heads, self.pair, pieces) + self.piece_bias(pieces)
        offsets = torch.arange(hidden.shape[0], device=hidden.device)[None, :] - anchors[:, None]
        return scores + self.distance(bucket(offsets))

    def head_weights(self) -> dict[str, torch.Tensor]:
        """What the runtime reads beside the encoder, under its names."""
        state = self.state_dict()
        names = {"anchor_side.0": "anchor_side", "piece_side.0": "piece_side"}
        kept = {}
        for name, value in state.items():
            if not name.startswith(("encoder.", "feature.", "tag.")):
                stem, _, leaf = name.rpartition(".")
                kept[f"{names.get(stem, stem)}.{leaf}" if stem else leaf] = value
        return kept


def bucket(offsets: torch.Tensor) -> torch.Tensor:
    """Signed distances to 0..32; the runtime's `bucket` in torch."""
    size = offsets.abs()
    far = NEAR + (2 * torch.log2(size.clamp(min=NEAR).float() / NEAR)).long()
    return FURTHEST + torch.sign(offsets) * torch.where(size <= NEAR, size, far).clamp(max=FURTHEST)


def pretrained(folder: Path, attention: str = "sdpa") -> AttributionModel:
    """MiniLM with new heads; `folder` holds config.json and model.safetensors. Exported with "eager" attention it is faster."""
    config = BertConfig.from_pretrained(folder)
    encoder = BertModel.from_pretrained(folder, config=config, add_pooling_layer=False, attn_implementation=attention)
    return AttributionModel(encoder)
