"""The encoder in torch: BERT's layers as Devlin et al. (2019) give them, with what a page knows added at the input.

Each token carries the kind of the mention that it belongs to and a slot, the number of the mention's entity in the
window. Both are added to the token's embedding before the first layer, so that attention can tell who is who however
the name is spelled, and so that what is learned does not hang on the names themselves.

The teacher has MPNet's layers (Song et al., 2020): the same, with a bias on attention by how far apart two tokens are.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812 - the name by which torch's users know it

KINDS, SLOTS = 13, 64
PLACES = 512
_BUCKETS, _FARTHEST = 32, 128
_MARKS = {0: 1, 101: 0, 102: 2}
"""BERT's padding, [CLS] and [SEP] → MPNet's; its word pieces are BERT's, `_FIRST` numbers on."""
_FIRST = 4


@dataclass(frozen=True, slots=True)
class Shape:
    """States are `width` wide, the feed-forward nets `inner`; `near` if attention is biased by distance."""

    width: int
    layers: int
    heads: int
    inner: int
    words: int
    eps: float
    near: bool = False


SMALL = Shape(width=384, layers=6, heads=12, inner=1536, words=30522, eps=1e-12)
"""all-MiniLM-L6-v2."""
LARGE = Shape(width=768, layers=12, heads=12, inner=3072, words=30527, eps=1e-5, near=True)
"""all-mpnet-base-v2."""


class Layer(nn.Module):
    """Self-attention and a feed-forward net, each with its residual sum and normalisation after it."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        width = shape.width
        self.heads = shape.heads
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.norm1 = nn.LayerNorm(width, eps=shape.eps)
        self.up = nn.Linear(width, shape.inner)
        self.down = nn.Linear(shape.inner, width)
        self.norm2 = nn.LayerNorm(width, eps=shape.eps)

    def forward(self, x: Tensor, mask: Tensor | None, drop: float) -> Tensor:
        b, t, w = x.shape
        q, k, v = self.qkv(x).view(b, t, 3, self.heads, w // self.heads).permute(2, 0, 3, 1, 4)
        seen = F.scaled_dot_product_attention(q, k, v, attn_mask=mask, dropout_p=drop if self.training else 0.0)
        seen = self.out(seen.transpose(1, 2).reshape(b, t, w))
        x = self.norm1(x + F.dropout(seen, drop, self.training))
        inner = self.down(F.gelu(self.up(x)))
        return self.norm2(x + F.dropout(inner, drop, self.training))


class Encoder(nn.Module):
    """Token ids, kinds and slots (each batch × tokens) → states (batch × tokens × width)."""

    def __init__(self, shape: Shape = SMALL) -> None:
        super().__init__()
        self.shape = shape
        self.words = nn.Embedding(shape.words, shape.width)
        self.places = nn.Embedding(PLACES, shape.width)
        self.base = nn.Parameter(torch.zeros(shape.width))
        self.kinds = nn.Embedding(KINDS, shape.width)
        self.slots = nn.Embedding(SLOTS, shape.width)
        self.norm = nn.LayerNorm(shape.width, eps=shape.eps)
        self.layers = nn.ModuleList(Layer(shape) for _ in range(shape.layers))
        self.near = nn.Embedding(_BUCKETS, shape.heads) if shape.near else None
        nn.init.normal_(self.kinds.weight, std=0.02)
        nn.init.normal_(self.slots.weight, std=0.02)

    def forward(
        self, ids: Tensor, kinds: Tensor, slots: Tensor, mask: Tensor | None = None, drop: float = 0.1
    ) -> Tensor:
        x = self.words(self.own(ids)) + self.places.weight[: ids.shape[1]] + self.base
        marked = (kinds > 0).unsqueeze(-1)
        x = x + marked * (self.kinds(kinds) + self.slots(slots))
        return self.through(F.dropout(self.norm(x), drop, self.training), mask, drop)

    def through(self, x: Tensor, mask: Tensor | None, drop: float) -> Tensor:
        """The layers alone."""
        wide = mask[:, None, None, :] if mask is not None else None
        if self.near is not None:
            bias = self.near(_bucket(x.shape[1], x.device)).permute(2, 0, 1)[None].to(x.dtype)
            wide = bias if wide is None else bias.masked_fill(~wide, -1e4)
        for layer in self.layers:
            x = layer(x, wide, drop)
        return x

    def own(self, ids: Tensor) -> Tensor:
        """BERT's numbers of word pieces → those of the vocabulary of this encoder."""
        if self.near is None:
            return ids
        own = ids + _FIRST
        for theirs, ours in _MARKS.items():
            own = own.masked_fill(ids == theirs, ours)
        return own


def _bucket(tokens: int, device: torch.device) -> Tensor:
    """(tokens × tokens): the bucket of the distance from each token to each other (Raffel et al., 2020): near ones
    have one each, far ones share, by the logarithm of the distance."""
    at = torch.arange(tokens, device=device)
    ahead = at[None] - at[:, None]
    half, exact = _BUCKETS // 2, _BUCKETS // 4
    far = ahead.abs().clamp(min=1).float()
    shared = exact + (torch.log(far / exact) / math.log(_FARTHEST / exact) * (half - exact)).long()
    own = torch.where(ahead.abs() < exact, ahead.abs(), shared.clamp(max=half - 1))
    return own + half * (ahead > 0)


def load_backbone(path: Path, shape: Shape = SMALL) -> Encoder:
    """The encoder with the weights of a checkpoint of BERT or, where `shape.near`, of MPNet."""
    encoder = Encoder(shape)
    told = load_file(path)
    encoder.load_state_dict(dict(_mpnet(told) if shape.near else _bert(told)), strict=False)
    return encoder


_BERT = {
    "out": "attention.output.dense",
    "norm1": "attention.output.LayerNorm",
    "up": "intermediate.dense",
    "down": "output.dense",
    "norm2": "output.LayerNorm",
}
_MPNET = _BERT | {"out": "attention.attn.o", "norm1": "attention.LayerNorm"}


def _bert(told: Mapping[str, Tensor]) -> list[tuple[str, Tensor]]:
    """BERT's names → this module's."""
    pairs = [
        ("words.weight", told["embeddings.word_embeddings.weight"]),
        ("places.weight", told["embeddings.position_embeddings.weight"]),
        ("base", told["embeddings.token_type_embeddings.weight"][0]),
        ("norm.weight", told["embeddings.LayerNorm.weight"]),
        ("norm.bias", told["embeddings.LayerNorm.bias"]),
    ]
    return pairs + _layers(told, _BERT, [f"attention.self.{one}" for one in ("query", "key", "value")])


def _mpnet(told: Mapping[str, Tensor]) -> list[tuple[str, Tensor]]:
    """MPNet's names → this module's; its first two places are those of padding."""
    pairs = [
        ("words.weight", told["embeddings.word_embeddings.weight"]),
        ("places.weight", told["embeddings.position_embeddings.weight"][2 : PLACES + 2]),
        ("norm.weight", told["embeddings.LayerNorm.weight"]),
        ("norm.bias", told["embeddings.LayerNorm.bias"]),
        ("near.weight", told["encoder.relative_attention_bias.weight"]),
    ]
    return pairs + _layers(told, _MPNET, [f"attention.attn.{one}" for one in "qkv"])


def _layers(told: Mapping[str, Tensor], names: Mapping[str, str], qkv: list[str]) -> list[tuple[str, Tensor]]:
    pairs = []
    count = sum(name.endswith("intermediate.dense.weight") for name in told)
    for n in range(count):
        at = f"encoder.layer.{n}."
        for part in ("weight", "bias"):
            pairs.append((f"layers.{n}.qkv.{part}", torch.cat([told[f"{at}{one}.{part}"] for one in qkv])))
            pairs += [(f"layers.{n}.{new}.{part}", told[f"{at}{old}.{part}"]) for new, old in names.items()]
    return pairs
