"""The weights that the package ships, loaded once a process."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from threadpoolctl import ThreadpoolController

from liens.reading.trained.heads import Heads
from liens.reading.trained.network import Network
from liens.reading.trained.pieces import Pieces

WEIGHTS = Path(__file__).parent / "weights"
"""A folder for each reader, and the tokenizer that they share."""


@dataclass(frozen=True)
class Weights:
    """`thresholds` are the least probabilities of a relation's claims, `least_statement` that of a statement,
    `least_heard` that of one that the rules heard, `least_value` that of a claim's sum or share, `least_told` that of
    a claim of the rules. `calibration` (slope, offset) turns the log-odds of the heads into those of being right."""

    pieces: Pieces
    network: Network
    heads: Heads
    thresholds: Mapping[str, float]
    least_statement: float
    least_heard: float
    least_value: float
    least_told: float
    calibration: tuple[float, float]

    def one_thread(self) -> AbstractContextManager[object]:
        """Within it numpy computes on one thread: the windows are small, and sums do not hang on how they are split."""
        limit: AbstractContextManager[object] = _threads().limit(limits=1, user_api="blas")
        return limit

    def confidence(self, probability: float) -> float:
        """How often claims of this probability are right, as measured on texts that were not fitted to."""
        bounded = min(max(probability, 0.001), 0.999)
        slope, offset = self.calibration
        return round(0.5 + 0.5 * math.tanh((slope * math.log(bounded / (1 - bounded)) + offset) / 2), 2)


@lru_cache(maxsize=1)
def _threads() -> ThreadpoolController:
    return ThreadpoolController()


@lru_cache(maxsize=2)
def load_weights(name: str) -> Weights:
    """Those of the reader called `name`."""
    settings = json.loads((WEIGHTS / name / "manifest.json").read_text(encoding="utf-8"))
    return Weights(
        Pieces(WEIGHTS / "tokenizer.json"),
        *load_network(WEIGHTS / name),
        settings["thresholds"],
        settings["least_statement"],
        settings["least_heard"],
        settings["least_value"],
        settings["least_told"],
        tuple(settings["calibration"]),
    )


def load_network(folder: Path) -> tuple[Network, Heads]:
    """The encoder and the heads in `folder`."""
    with np.load(folder / "tables.npz") as archive:
        tables = {n: _wide(archive[n]) for n in archive.files}
    heads = Heads({n: t for n, t in tables.items() if not n.startswith("embed.")})
    return Network(folder / "layers.onnx", tables), heads


def _wide(table: np.ndarray) -> np.ndarray:
    """What is stored in sixteen bits is computed with in thirty-two."""
    return table.astype(np.float32) if table.dtype == np.float16 else table
