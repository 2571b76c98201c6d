"""The relation model: MiniLM with the pair marked by summed embeddings; heads for type, trigger and sectors.

In: word pieces and features (`onrecord.models.relations`). Out: probabilities, under the names that the runtime reads.
Encoder: MiniLM-L6-H384 (Wang et al. 2020), weights of all-MiniLM-L6-v2 (Apache-2.0).
"""

from __future__ import annotations

from pathlib import Path

import torch
from torch import nn
from transformers import BertConfig, BertModel

from onrecord.models.relations import FEATURE_OFFSETS, FEATURE_SIZES, LABELS, ROLES, SECTORS

ROLE = 3
"""Column of the role among the features."""
POOLED = ("actor", "recipient", "predicate")


class RelationModel(nn.Module):
    """Heads on a BERT-shaped encoder of width 384."""

    def __init__(self, encoder: BertModel) -> None:
        super().__init__()
        self.encoder = encoder
        width = encoder.config.hidden_size
        self.feature = nn.Embedding(sum(FEATURE_SIZES), width)
        nn.init.zeros_(self.feature.weight)
        first = FEATURE_OFFSETS[ROLE]
        nn.init.normal_(self.feature.weight[first : first + len(ROLES)], 0, 0.02)
        self.dropout = nn.Dropout(0.1)
        self.joint = nn.Linear((2 + len(POOLED)) * width, width)
        self.kind = nn.Linear(width, len(LABELS))
        self.trigger = nn.Linear(width, 1)
        self.sector = nn.Linear(width, len(SECTORS))

    def forward(
        self, pieces: torch.Tensor, features: torch.Tensor, mask: torch.Tensor | None = None
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Scores of types [B, 17], of pieces as trigger [B, T], of the sectors of both sides [B, 2, 24].

        pieces [B, T]; features [B, T, 6] with offsets; no mask where nothing is padded.
        """
        embedded = self.encoder.embeddings.word_embeddings(pieces) + self.feature(features).sum(dim=-2)
        hidden = self.dropout(self.encoder(inputs_embeds=embedded, attention_mask=mask).last_hidden_state)
        role = features[:, :, ROLE] - FEATURE_OFFSETS[ROLE]
        sides = [pool(hidden, role == ROLES.index(name)) for name in POOLED]
        whole = pool(hidden, torch.ones_like(pieces) if mask is None else mask)
        joint = torch.cat([hidden[:, 0], whole, *sides], dim=-1)
        joint = self.dropout(nn.functional.gelu(self.joint(joint), approximate="tanh"))
        sectors = self.sector(torch.stack(sides[:2], dim=1))
        return self.kind(joint), self.trigger(hidden).squeeze(-1), sectors


def pool(hidden: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """Mean of the states [B, T, 384] where `mask` [B, T] holds; zeros where it holds nowhere."""
    weight = mask.unsqueeze(-1).to(hidden.dtype)
    return (hidden * weight).sum(dim=1) / weight.sum(dim=1).clamp(min=1.0)


def pretrained(folder: Path, attention: str = "sdpa") -> RelationModel:
    """MiniLM with new heads. Exported with "eager" attention it is faster."""
    config = BertConfig.from_pretrained(folder)
    encoder = BertModel.from_pretrained(folder, config=config, add_pooling_layer=False, attn_implementation=attention)
    return RelationModel(encoder)
