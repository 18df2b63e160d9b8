"""The heads that are fitted and the heads that read are the same; only where torch is installed."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from liens.market import load_market
from liens.reading.trained.heads import Heads
from liens.reading.trained.pieces import Pieces
from liens.reading.trained.weights import WEIGHTS
from training.holdout import held_out

torch = pytest.importorskip("torch")
from training.batches import batch_of, ready  # noqa: E402 - they need torch
from training.encoder import LARGE, SMALL, Encoder, Shape  # noqa: E402
from training.examples import all_examples  # noqa: E402
from training.losses import Look, Model  # noqa: E402

SHAPES = [replace(SMALL, layers=1), replace(LARGE, layers=1, width=192, inner=64)]


@pytest.fixture(scope="module")
def windows() -> list[Any]:
    return list(ready(all_examples(held_out()[:4], load_market(), Pieces(WEIGHTS / "tokenizer.json"))))


@pytest.mark.parametrize("shape", SHAPES, ids=["small", "large"])
def test_numpy_computes_what_torch_fits(windows: list[Any], shape: Shape) -> None:
    torch.manual_seed(1)
    model = Model(Encoder(shape)).eval()
    heads = Heads({k: v.detach().numpy() for k, v in model.state_dict().items() if not k.startswith("encoder.")})
    for one in windows:
        batch = batch_of([one])
        with torch.no_grad():
            look = Look(model, batch, torch.ones(1))
            states = model.encoder(batch.ids, batch.kinds, batch.slots, batch.real)[0].numpy()
            relations = look.pairs[2][0].sigmoid().numpy()
            tags = look.tags[0].log_softmax(-1).numpy()
            statuses = look.claims.statuses.softmax(-1).numpy()
        told = heads.read(states, one.arrays)
        claims = batch.ties.numpy()[:, [1, 3, 2]]
        np.testing.assert_allclose(told.relations, relations, atol=1e-5)
        np.testing.assert_allclose(told.tags, tags, atol=1e-4)
        np.testing.assert_allclose(told.terms(claims).status, statuses, atol=1e-5)


@pytest.mark.parametrize("sighted", [0.0, 1.0])
def test_windows_side_by_side_lose_what_each_loses(windows: list[Any], sighted: float) -> None:
    torch.manual_seed(1)
    model = Model(Encoder(SHAPES[1])).eval()
    with torch.no_grad():
        each = [float(Look(model, batch_of([w]), torch.full((1,), sighted)).loss()) for w in windows]
        whole = float(Look(model, batch_of(windows), torch.full((len(windows),), sighted)).loss())
    assert whole == pytest.approx(sum(each) / len(each), rel=1e-4)
