"""The encoder: tokens of a window → states, by onnxruntime on one thread.

One window is computed at a time and on one thread, so that the same window gives the same bytes whatever stands beside
it. The embeddings are looked up here (rows of eight-bit numbers with a scale each); the layers are the graph's.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime

from liens.reading.trained.windows import Window

Array = npt.NDArray[np.float32]
_SMALL = np.float32(1e-12)


class Network:
    """`layers` is the graph of the encoder's layers; `tables` hold `embed.words` (eight-bit) with `embed.scales`,
    `embed.places` (with the model's base added), `embed.kinds`, `embed.slots`, `embed.norm.weight` and `.bias`."""

    def __init__(self, layers: Path, tables: Mapping[str, Array]) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(str(layers), options, providers=["CPUExecutionProvider"])
        self._tables = {name.removeprefix("embed."): t for name, t in tables.items() if name.startswith("embed.")}

    def states(self, window: Window) -> Array:
        """(tokens × width)."""
        return np.asarray(self._session.run(None, {"embedded": self.embedded(window)})[0], dtype=np.float32)

    def embedded(self, window: Window) -> Array:
        """(tokens × width): the sum of the embeddings of word piece, place, kind and slot, normalised."""
        tables = self._tables
        ids, kinds, slots = (np.array(x, dtype=np.int64) for x in (window.ids, window.kinds, window.slots))
        x = tables["words"][ids].astype(np.float32) * tables["scales"][ids][:, None] + tables["places"][: len(ids)]
        x = x + (kinds > 0)[:, None] * (tables["kinds"][kinds] + tables["slots"][slots])
        centred = x - x.mean(-1, keepdims=True)
        scaled = centred / np.sqrt((centred * centred).mean(-1, keepdims=True) + _SMALL)
        return np.asarray(scaled * tables["norm.weight"] + tables["norm.bias"], dtype=np.float32)
