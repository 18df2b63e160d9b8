"""Weights that the package ships → the model that they were written from, as far as eight bits tell it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnx
import torch
from onnx import numpy_helper

from training.encoder import SMALL, Encoder, Shape
from training.losses import Model

Array = npt.NDArray[np.generic]
_KERNELS = ("qkv", "out", "up", "down")
_LOUD = ("up", "down")


def resume(folder: Path) -> Model:
    """The model in `folder`. The embeddings of word pieces that the tokenizer does not have are not shipped: they are
    as they come to be."""
    shape = Shape(**json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["shape"])
    model = Model(Encoder(shape))
    graph = onnx.load(str(folder / "layers.onnx")).graph
    constants = _constants(graph)
    kernels = _kernels(graph, constants)
    with np.load(folder / "tables.npz") as archive:
        tables = {name: archive[name] for name in archive.files}
    told = _layers(shape, constants, kernels) | _embeddings(model.encoder, tables)
    told |= {name: table for name, table in tables.items() if not name.startswith("embed.")}
    own = model.state_dict()
    own.update({name: torch.from_numpy(np.array(table, dtype=np.float32)) for name, table in told.items()})
    model.load_state_dict(own)
    return model


def _constants(graph: onnx.GraphProto) -> dict[str, Array]:
    """The graph's constants by name; equal ones are stored once, under one of their names."""
    told = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
    told |= {n.output[0]: told[n.input[0]] for n in graph.node if n.op_type == "Identity" and n.input[0] in told}
    return told


def _kernels(graph: onnx.GraphProto, constants: Mapping[str, Array]) -> dict[str, Array]:
    """ "layer.part" → the eight-bit matrix of its product times its scales: (inputs × outputs)."""
    found = {}
    for node in graph.node:
        if node.op_type == "MatMulInteger":
            _, layer, part, _ = node.name.split("/")
            weights = constants[node.input[1]].astype(np.float32)
            scales = constants[node.input[1].removesuffix("_quantized") + "_scale"]
            found[f"{layer}.{part}"] = (weights - constants[node.input[3]].astype(np.float32)) * scales
    return found


def _layers(shape: Shape, constants: Mapping[str, Array], kernels: Mapping[str, Array]) -> dict[str, Array]:
    """The weights of the layers, by their names in `Model`."""
    told = {}
    for number in range(shape.layers):
        at = f"layers.{number}"
        for part in _KERNELS:
            kernel = kernels[f"{at}.{part}"].copy()
            if part in _LOUD:
                kernel[constants[f"{at}.{part}.loud"]] = constants[f"{at}.{part}.apart"]
            told[f"encoder.{at}.{part}.weight"] = kernel.T
        for name in ("norm1.weight", "norm1.bias", "norm2.weight", "norm2.bias", *(f"{p}.bias" for p in _KERNELS)):
            told[f"encoder.{at}.{name}"] = constants[f"{at}.{name}"].copy()
        for part in ("weight", "bias"):
            told[f"encoder.{at}.qkv.{part}"][: shape.width] *= (shape.width // shape.heads) ** 0.5
    return told


def _embeddings(encoder: Encoder, tables: Mapping[str, Array]) -> dict[str, Array]:
    """The embeddings, by their names in `Model`; the base is in the places' already."""
    words = encoder.words.weight.detach().numpy().copy()
    own = encoder.own(torch.arange(SMALL.words)).numpy()
    words[own] = tables["embed.words"].astype(np.float32) * tables["embed.scales"][:, None]
    told = {f"encoder.{name}.weight": tables[f"embed.{name}"] for name in ("places", "kinds", "slots")}
    if encoder.near is not None:
        told["encoder.near.weight"] = tables["embed.near"]
    return told | {
        "encoder.words.weight": words,
        "encoder.base": np.zeros(encoder.shape.width),
        "encoder.norm.weight": tables["embed.norm.weight"],
        "encoder.norm.bias": tables["embed.norm.bias"],
    }
