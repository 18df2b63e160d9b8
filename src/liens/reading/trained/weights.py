"""The weights that the package ships, loaded once a process."""

from __future__ import annotations

import json
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from threadpoolctl import ThreadpoolController

from liens.reading.trained.heads import Heads
from liens.reading.trained.network import Network
from liens.reading.trained.pieces import Pieces
from liens.reading.trained.weighing import Weighing

WEIGHTS = Path(__file__).parent / "weights"
"""A folder for each reader, and the tokenizer that they share."""


@dataclass(frozen=True)
class Weights:
    """`weighing` tells how likely a claim is among a document's others, `least_claim` how likely it must be;
    `least_statement` is the least probability of a statement, `least_heard` that of one that the rules heard,
    `least_value` that of a claim's sum or share."""

    pieces: Pieces
    network: Network
    heads: Heads
    weighing: Weighing
    least_claim: float
    least_statement: float
    least_heard: float
    least_value: float

    def one_thread(self) -> AbstractContextManager[object]:
        """Within it numpy computes on one thread: the windows are small, and sums do not hang on how they are split."""
        limit: AbstractContextManager[object] = _threads().limit(limits=1, user_api="blas")
        return limit


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
        Weighing(**settings["weighing"]),
        settings["least_claim"],
        settings["least_statement"],
        settings["least_heard"],
        settings["least_value"],
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
