"""Shipped weights become a model again; only where torch and onnx are installed."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from liens.market import load_market
from liens.reading.trained.pieces import Pieces
from liens.reading.trained.weights import WEIGHTS, load_network
from training.holdout import held_out

torch = pytest.importorskip("torch")
pytest.importorskip("onnx")
from training.batches import batch_of, ready  # noqa: E402 - they need torch
from training.encoder import LARGE, SMALL, Encoder, Shape  # noqa: E402
from training.examples import all_examples  # noqa: E402
from training.exporting import LOUD, export_layers, export_tables  # noqa: E402
from training.losses import Model  # noqa: E402
from training.resuming import resume  # noqa: E402

SHAPES = [replace(SMALL, layers=2), replace(LARGE, layers=2, width=192, inner=64)]


@pytest.fixture(scope="module")
def windows() -> list[Any]:
    return list(ready(all_examples(held_out()[:3], load_market(), Pieces(WEIGHTS / "tokenizer.json"))))


@pytest.mark.parametrize("shape", SHAPES, ids=["small", "large"])
def test_a_shipped_model_is_resumed(windows: list[Any], shape: Shape, tmp_path: Path) -> None:
    torch.manual_seed(1)
    model = Model(Encoder(shape)).eval()
    export_layers(model.encoder, [batch_of([w]) for w in windows], tmp_path / "layers.onnx")
    export_tables(model, tmp_path / "tables.npz")
    (tmp_path / "manifest.json").write_text(json.dumps({"shape": asdict(shape)}))
    again, before = resume(tmp_path).state_dict(), model.state_dict()
    own = model.encoder.own(torch.arange(SMALL.words))
    for name in before:
        known = own if name == "encoder.words.weight" else slice(None)
        weights, told = before[name][known], again[name][known]
        # eight bits with a scale for a row leave half a step of 1/127 of its largest, sixteen bits a 2048th
        assert (told - weights).abs().max() <= weights.abs().max() / 250 + 1e-6, name
    for part, count in LOUD.items():
        exact = (again[f"encoder.layers.1.{part}.weight"] - before[f"encoder.layers.1.{part}.weight"]).abs().amax(0)
        assert (exact == 0).sum() >= count


def test_what_is_resumed_computes_what_is_shipped(windows: list[Any]) -> None:
    network, _ = load_network(WEIGHTS / "fast")
    model = resume(WEIGHTS / "fast").eval()
    for one in windows:
        batch = batch_of([one])
        with torch.no_grad():
            states = model.encoder(batch.ids, batch.kinds, batch.slots, batch.real, 0.0)[0].numpy()
        shipped = network.states(one.example.window)
        assert np.abs(states - shipped).mean() < 0.1 * np.abs(shipped).mean()
