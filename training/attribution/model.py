"""The attribution model: one encoder pass, three heads.

In: word pieces and their features. Out: BIO tags, a score that a piece begins a cue ("anchor"), and for each anchor the role of
every piece (none, source, content, cue). The one idea: an attribution is found at its cue and reads its source and content
off the same hidden states by a biaffine score, as in semantic role labelling, so that linking needs no second pass.
Encoder: MiniLM-L6-H384 (Wang et al. 2020), weights of all-MiniLM-L6-v2 (Apache-2.0). Biaffine: Dozat and Manning 2017.
"""

from __future__ import annotations

from pathlib import Path

import torch
from data import FEATURES, ROLES, TAGS
from torch import nn
from transformers import BertConfig, BertModel

PAIR_SIZE = 160
DISTANCES = 33
"""Buckets of the signed distance from anchor to piece: exact to 8, then doubling."""


class AttributionModel(nn.Module):
    """Heads on a BERT-shaped encoder of width 384."""

    def __init__(self, encoder: BertModel) -> None:
        super().__init__()
        self.encoder = encoder
        width = encoder.config.hidden_size
        self.feature = nn.Embedding(FEATURES, width)
        nn.init.zeros_(self.feature.weight)
        self.dropout = nn.Dropout(0.1)
        self.tag = nn.Linear(width, len(TAGS))
        self.anchor = nn.Linear(width, 1)
        self.anchor_side = nn.Sequential(nn.Linear(width, PAIR_SIZE), nn.GELU())
        self.piece_side = nn.Sequential(nn.Linear(width, PAIR_SIZE), nn.GELU())
        self.pair = nn.Parameter(torch.randn(len(ROLES), PAIR_SIZE, PAIR_SIZE) / PAIR_SIZE)
        self.piece_bias = nn.Linear(PAIR_SIZE, len(ROLES))
        self.distance = nn.Embedding(DISTANCES, len(ROLES))
        nn.init.zeros_(self.distance.weight)

    def hidden(self, pieces: torch.Tensor, features: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Hidden states [B, T, 384] of pieces [B, T]."""
        embedded = self.encoder.embeddings.word_embeddings(pieces) + self.feature(features)
        return self.encoder(inputs_embeds=embedded, attention_mask=mask).last_hidden_state

    def roles(self, hidden: torch.Tensor, anchors: torch.Tensor) -> torch.Tensor:
        """Scores [A, T, roles] of one window: hidden [T, 384], anchors [A] piece numbers."""
        pieces = self.piece_side(hidden)
        heads = self.anchor_side(hidden[anchors])
        scores = torch.einsum("ad,rde,te->atr", heads, self.pair, pieces) + self.piece_bias(pieces)
        offsets = torch.arange(hidden.shape[0], device=hidden.device)[None, :] - anchors[:, None]
        return scores + self.distance(bucket(offsets))


def bucket(offsets: torch.Tensor) -> torch.Tensor:
    """Signed distances to 0..32: exact to 8 pieces, then by powers of the square root of two, at most 16 to a side."""
    size = offsets.abs()
    far = 8 + (2 * torch.log2(size.clamp(min=8).float() / 8)).long()
    side = torch.where(size <= 8, size, far).clamp(max=16)
    return 16 + torch.sign(offsets) * side


def pretrained(folder: Path) -> AttributionModel:
    """MiniLM with new heads; `folder` holds config.json and model.safetensors."""
    config = BertConfig.from_pretrained(folder)
    return AttributionModel(BertModel.from_pretrained(folder, config=config, add_pooling_layer=False))
