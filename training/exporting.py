"""The fitted model → the files that the package ships: the encoder's layers as ONNX, all else in one archive."""

from __future__ import annotations

import logging
import warnings
from pathlib import Path

import numpy as np
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from training.encoder import WIDTH, Encoder
from training.fit import Model


class _Layers(nn.Module):
    """(tokens × width) embedded → (tokens × width) states."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.encoder = encoder

    def forward(self, embedded: Tensor) -> Tensor:
        return self.encoder.through(embedded[None], None, 0.0)[0]


def export_layers(encoder: Encoder, path: Path, *, eight_bit: bool = True) -> None:
    """Write the encoder's layers to `path`, their weights in eight bits; activations are quantised as they come."""
    whole = path.with_suffix(".full.onnx") if eight_bit else path
    encoder.eval()
    logging.getLogger().setLevel(logging.ERROR)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            _Layers(encoder),
            (torch.zeros(24, WIDTH),),
            str(whole),
            input_names=["embedded"],
            output_names=["states"],
            dynamic_axes={"embedded": {0: "tokens"}, "states": {0: "tokens"}},
            dynamo=False,
        )
    if eight_bit:
        quantize_dynamic(
            str(whole), str(path), weight_type=QuantType.QInt8, per_channel=True, op_types_to_quantize=["MatMul"]
        )
        whole.unlink()


def export_tables(model: Model, path: Path) -> None:
    """Write the embeddings (words in eight bits) and the heads to `path` (.npz)."""
    encoder = model.encoder
    words = encoder.words.weight.detach().numpy()
    scales = np.maximum(np.abs(words).max(1), 1e-8) / 127
    tables = {
        "embed.words": np.round(words / scales[:, None]).astype(np.int8),
        "embed.scales": scales.astype(np.float32),
        "embed.places": (encoder.places.weight + encoder.base).detach().numpy().astype(np.float16),
        "embed.kinds": encoder.kinds.weight.detach().numpy(),
        "embed.slots": encoder.slots.weight.detach().numpy(),
        "embed.norm.weight": encoder.norm.weight.detach().numpy(),
        "embed.norm.bias": encoder.norm.bias.detach().numpy(),
    }
    heads = {k: v.detach().numpy() for k, v in model.state_dict().items() if not k.startswith("encoder.")}
    np.savez_compressed(path, **tables, **heads)
