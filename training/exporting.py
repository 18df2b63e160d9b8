"""The fitted model → the files that the package ships: the encoder's layers as ONNX, all else in one archive.

The layers' weights are stored in eight bits, and what they are multiplied with is brought to eight bits as it comes,
with one scale for a window. A few channels are so much larger than the rest that they would leave it no precision; they
are known from a sample, and multiplied apart in full precision (Dettmers et al., 2022).
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812 - the name by which torch's users know it

from training.batches import Batch
from training.encoder import SMALL, Encoder, Layer
from training.losses import Model

LOUD = {"up": 8, "down": 16}
"""How many channels of what goes into a product are multiplied apart."""


class _Split(nn.Module):
    """A linear layer whose channels `loud` are multiplied apart from the others."""

    def __init__(self, whole: nn.Linear, loud: Tensor) -> None:
        super().__init__()
        quiet = torch.ones(whole.in_features)
        quiet[loud] = 0.0
        self.register_buffer("quiet", quiet)
        self.register_buffer("loud", loud)
        self.register_buffer("rest", (whole.weight.detach() * quiet).T.contiguous())
        self.register_buffer("apart", whole.weight.detach()[:, loud].T.contiguous())
        self.register_buffer("bias", whole.bias.detach())

    def forward(self, x: Tensor) -> Tensor:
        return ((x * self.quiet) @ self.rest + self.bias) + x[..., self.loud] @ self.apart


class _Layer(nn.Module):
    """A layer for one window: (tokens × width) states and what distance adds to attention, if it does → states. The
    scale of the attention's scores, a power of two, is in the weights of the queries already."""

    def __init__(self, layer: Layer, loud: Mapping[str, Tensor]) -> None:
        super().__init__()
        self.heads = layer.heads
        self.out, self.norm1, self.norm2 = layer.out, layer.norm1, layer.norm2
        self.up, self.down = (_Split(getattr(layer, name), loud[name]) for name in LOUD)
        self.qkv = nn.Linear(layer.qkv.in_features, layer.qkv.out_features)
        scale = torch.ones(layer.qkv.out_features)
        scale[: layer.qkv.in_features] = (layer.qkv.in_features // layer.heads) ** -0.5
        self.qkv.weight.data = layer.qkv.weight.detach() * scale[:, None]
        self.qkv.bias.data = layer.qkv.bias.detach() * scale

    def forward(self, x: Tensor, near: Tensor | None) -> Tensor:
        width = x.shape[-1]
        q, k, v = self.qkv(x).view(-1, 3, self.heads, width // self.heads).permute(1, 2, 0, 3)
        scores = q @ k.transpose(-1, -2)
        weights = (scores if near is None else scores + near).softmax(-1)
        x = self.norm1(x + self.out((weights @ v).transpose(0, 1).reshape(-1, width)))
        return self.norm2(x + self.down(F.gelu(self.up(x))))


class _Layers(nn.Module):
    """(tokens × width) embedded, and what distance adds to attention, if it does → (tokens × width) states."""

    def __init__(self, layers: Sequence[_Layer]) -> None:
        super().__init__()
        self.layers = nn.ModuleList(layers)

    def forward(self, embedded: Tensor, near: Tensor | None = None) -> Tensor:
        x = embedded
        for layer in self.layers:
            x = layer(x, near)
        return x


def export_layers(encoder: Encoder, sample: Sequence[Batch], path: Path, *, eight_bit: bool = True) -> None:
    """Write the encoder's layers to `path`; `sample` tells which channels are loud."""
    whole = path.with_suffix(".full.onnx") if eight_bit else path
    encoder.eval()
    inputs = {"embedded": torch.zeros(24, encoder.shape.width)}
    moving = {"embedded": {0: "tokens"}, "states": {0: "tokens"}}
    if encoder.near is not None:
        inputs["near"] = torch.zeros(encoder.shape.heads, 24, 24)
        moving["near"] = {1: "tokens", 2: "tokens"}
    logging.getLogger().setLevel(logging.ERROR)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            _Layers(_split(encoder, sample)),
            tuple(inputs.values()),
            str(whole),
            input_names=list(inputs),
            output_names=["states"],
            dynamic_axes=moving,
            dynamo=False,
        )
    if eight_bit:
        apart = _narrow(whole)
        quantize_dynamic(
            str(whole),
            str(path),
            weight_type=QuantType.QInt8,
            per_channel=True,
            op_types_to_quantize=["MatMul"],
            nodes_to_exclude=apart,
        )
        whole.unlink()


def _split(encoder: Encoder, sample: Sequence[Batch]) -> list[_Layer]:
    """The encoder's layers with their loud channels apart."""
    loudest = _loudest(encoder, sample)
    return [_Layer(layer, loud).eval() for layer, loud in zip(encoder.layers, loudest, strict=True)]


@torch.no_grad()
def _loudest(encoder: Encoder, sample: Sequence[Batch]) -> list[dict[str, Tensor]]:
    """For each layer and product the numbers, in order, of the channels with the largest values in `sample`."""
    most: list[dict[str, Tensor]] = [{} for _ in encoder.layers]

    def watch(number: int, name: str) -> None:
        def look(_: nn.Module, given: tuple[Tensor]) -> None:
            told = given[0].abs().flatten(0, -2).amax(0)
            most[number][name] = torch.maximum(told, most[number].get(name, told))

        hooks.append(getattr(encoder.layers[number], name).register_forward_pre_hook(look))

    hooks: list[torch.utils.hooks.RemovableHandle] = []
    for number in range(len(most)):
        for name in LOUD:
            watch(number, name)
    for batch in sample:
        encoder(batch.ids, batch.kinds, batch.slots, batch.real, 0.0)
    for hook in hooks:
        hook.remove()
    return [{name: told.topk(LOUD[name]).indices.sort().values for name, told in one.items()} for one in most]


def _narrow(path: Path) -> list[str]:
    """The names of the graph's products with few channels: those of the loud ones."""
    graph = onnx.load(str(path)).graph
    rows = {tensor.name: tensor.dims[0] for tensor in graph.initializer if len(tensor.dims) == 2}
    few = set(LOUD.values())
    return [n.name for n in graph.node if n.op_type == "MatMul" and rows.get(n.input[1]) in few]


def export_tables(model: Model, path: Path) -> None:
    """Write the embeddings (words in eight bits, in the order of the tokenizer) and the heads to `path` (.npz)."""
    encoder = model.encoder
    words = encoder.words.weight[encoder.own(torch.arange(SMALL.words))].detach().numpy()
    scales = np.maximum(np.abs(words).max(1), 1e-8) / 127
    tables = {
        "embed.words": np.round(words / scales[:, None]).astype(np.int8),
        "embed.scales": scales.astype(np.float32),
        "embed.places": (encoder.places.weight + encoder.base).detach().numpy().astype(np.float16),
        "embed.kinds": encoder.kinds.weight.detach().numpy(),
        "embed.slots": encoder.slots.weight.detach().numpy(),
        "embed.norm.weight": encoder.norm.weight.detach().numpy(),
        "embed.norm.bias": encoder.norm.bias.detach().numpy(),
        "embed.norm.small": np.float32(encoder.shape.eps),
    }
    if encoder.near is not None:
        tables["embed.near"] = encoder.near.weight.detach().numpy()
    heads = {k: v.detach().numpy().astype(np.float16) for k, v in model.state_dict().items() if _shipped(k)}
    np.savez_compressed(path, **tables, **heads)


def _shipped(name: str) -> bool:
    """The encoder is written apart. The tagger of single sentences is not needed to read: it lets others measure it."""
    return not name.startswith("encoder.")
