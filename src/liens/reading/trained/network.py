"""The encoder: tokens of a window → states, by onnxruntime on one thread.

One window is computed at a time and on one thread, so that the same window gives the same bytes whatever stands beside
it. The embeddings are looked up here (rows of eight-bit numbers with a scale each), and how much attention a token pays
to another for standing so far away; the layers are the graph's.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime

from liens.reading.trained.windows import Window

Array = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.int64]
_FARTHEST = 128


class Network:
    """`layers` is the graph of the encoder's layers; `tables` hold `embed.words` (eight-bit) with `embed.scales`,
    `embed.places` (with the model's base added), `embed.kinds`, `embed.slots`, `embed.norm.weight`, `.bias` and
    `.small`, and, of an encoder whose attention is biased by distance, `embed.near` (buckets × heads)."""

    def __init__(self, layers: Path, tables: Mapping[str, Array]) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        # the fused kernel for a sum and its normalisation takes four times as long as the two apart
        self._session = onnxruntime.InferenceSession(
            str(layers), options, providers=["CPUExecutionProvider"], disabled_optimizers=["SkipLayerNormFusion"]
        )
        self._tables = {name.removeprefix("embed."): t for name, t in tables.items() if name.startswith("embed.")}

    def states(self, window: Window) -> Array:
        """(tokens × width)."""
        inputs = {"embedded": self.embedded(window)}
        if "near" in self._tables:
            inputs["near"] = near(self._tables["near"], len(window.ids))
        return np.asarray(self._session.run(None, inputs)[0], dtype=np.float32)

    def embedded(self, window: Window) -> Array:
        """(tokens × width): the sum of the embeddings of word piece, place, kind and slot, normalised."""
        tables = self._tables
        ids, kinds, slots = (np.array(x, dtype=np.int64) for x in (window.ids, window.kinds, window.slots))
        x = tables["words"][ids].astype(np.float32) * tables["scales"][ids][:, None] + tables["places"][: len(ids)]
        x = x + (kinds > 0)[:, None] * (tables["kinds"][kinds] + tables["slots"][slots])
        centred = x - x.mean(-1, keepdims=True)
        scaled = centred / np.sqrt((centred * centred).mean(-1, keepdims=True) + tables["norm.small"])
        return np.asarray(scaled * tables["norm.weight"] + tables["norm.bias"], dtype=np.float32)


def near(table: Array, tokens: int) -> Array:
    """(heads × tokens × tokens): what is added to the attention of the row's token to the column's, by the bucket of
    `table` (buckets × heads) that their distance falls into."""
    steps = np.arange(1 - tokens, tokens)
    by_distance = np.ascontiguousarray(table[_bucket(steps, len(table))].T)
    rows = np.lib.stride_tricks.sliding_window_view(by_distance, tokens, axis=1)
    return np.ascontiguousarray(rows[:, ::-1])


def _bucket(steps: Numbers, buckets: int) -> Numbers:
    """The bucket of each distance (Raffel et al., 2020): near ones have one each, far ones share, by the logarithm of
    the distance; those ahead come after those behind."""
    half, exact = buckets // 2, buckets // 4
    apart = np.abs(steps)
    # in single precision, as the fitted weights were: a distance on the edge must fall into the same bucket
    ratio = np.log(np.maximum(apart, 1).astype(np.float32) / exact) / np.float32(math.log(_FARTHEST / exact))
    shared = np.minimum(exact + (ratio * (half - exact)).astype(np.int64), half - 1)
    return np.asarray(np.where(apart < exact, apart, shared) + half * (steps > 0))
