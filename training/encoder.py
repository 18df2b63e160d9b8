"""The encoder in torch: BERT's layers as Devlin et al. (2019) give them, with what a page knows added at the input.

Each token carries the kind of the mention that it belongs to and a slot, the number of the mention's entity in the
window. Both are added to the token's embedding before the first layer, so that attention can tell who is who however
the name is spelled, and so that what is learned does not hang on the names themselves.
"""

from __future__ import annotations

from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812 - the name by which torch's users know it

WIDTH, LAYERS, HEADS, INNER = 384, 6, 12, 1536
KINDS, SLOTS = 13, 64


class Layer(nn.Module):
    """Self-attention and a feed-forward net, each with its residual sum and normalisation after it."""

    def __init__(self) -> None:
        super().__init__()
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.out = nn.Linear(WIDTH, WIDTH)
        self.norm1 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.up = nn.Linear(WIDTH, INNER)
        self.down = nn.Linear(INNER, WIDTH)
        self.norm2 = nn.LayerNorm(WIDTH, eps=1e-12)

    def forward(self, x: Tensor, mask: Tensor | None, drop: float) -> Tensor:
        b, t, _ = x.shape
        q, k, v = self.qkv(x).view(b, t, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        seen = F.scaled_dot_product_attention(q, k, v, attn_mask=mask, dropout_p=drop if self.training else 0.0)
        seen = self.out(seen.transpose(1, 2).reshape(b, t, WIDTH))
        x = self.norm1(x + F.dropout(seen, drop, self.training))
        inner = self.down(F.gelu(self.up(x)))
        return self.norm2(x + F.dropout(inner, drop, self.training))


class Encoder(nn.Module):
    """Token ids, kinds and slots (each batch × tokens) → states (batch × tokens × `WIDTH`)."""

    def __init__(self, words: int = 30522, places: int = 512) -> None:
        super().__init__()
        self.words = nn.Embedding(words, WIDTH)
        self.places = nn.Embedding(places, WIDTH)
        self.base = nn.Parameter(torch.zeros(WIDTH))
        self.kinds = nn.Embedding(KINDS, WIDTH)
        self.slots = nn.Embedding(SLOTS, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        nn.init.normal_(self.kinds.weight, std=0.02)
        nn.init.normal_(self.slots.weight, std=0.02)

    def forward(
        self, ids: Tensor, kinds: Tensor, slots: Tensor, mask: Tensor | None = None, drop: float = 0.1
    ) -> Tensor:
        x = self.words(ids) + self.places.weight[: ids.shape[1]] + self.base
        marked = (kinds > 0).unsqueeze(-1)
        x = x + marked * (self.kinds(kinds) + self.slots(slots))
        return self.through(F.dropout(self.norm(x), drop, self.training), mask, drop)

    def through(self, x: Tensor, mask: Tensor | None, drop: float) -> Tensor:
        """The layers alone."""
        wide = mask[:, None, None, :] if mask is not None else None
        for layer in self.layers:
            x = layer(x, wide, drop)
        return x


def load_backbone(path: Path) -> Encoder:
    """The encoder with the weights of a BERT checkpoint (`model.safetensors`)."""
    told = load_file(path)
    encoder = Encoder(*(told[f"embeddings.{n}_embeddings.weight"].shape[0] for n in ("word", "position")))
    encoder.load_state_dict(dict(_renamed(told)), strict=False)
    return encoder


def _renamed(told: dict[str, Tensor]) -> list[tuple[str, Tensor]]:
    """BERT's names → this module's."""
    pairs = [
        ("words.weight", told["embeddings.word_embeddings.weight"]),
        ("places.weight", told["embeddings.position_embeddings.weight"]),
        ("base", told["embeddings.token_type_embeddings.weight"][0]),
        ("norm.weight", told["embeddings.LayerNorm.weight"]),
        ("norm.bias", told["embeddings.LayerNorm.bias"]),
    ]
    inner = {
        "out": "attention.output.dense",
        "norm1": "attention.output.LayerNorm",
        "up": "intermediate.dense",
        "down": "output.dense",
        "norm2": "output.LayerNorm",
    }
    for n in range(LAYERS):
        at = f"encoder.layer.{n}."
        for part in ("weight", "bias"):
            parts = [told[f"{at}attention.self.{one}.{part}"] for one in ("query", "key", "value")]
            pairs.append((f"layers.{n}.qkv.{part}", torch.cat(parts)))
            pairs += [(f"layers.{n}.{new}.{part}", told[f"{at}{old}.{part}"]) for new, old in inner.items()]
    return pairs
