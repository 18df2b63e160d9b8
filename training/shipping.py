"""A fitted model → what the package ships: weights, how they are weighed, and a manifest of where they come from."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from training.backbones import LARGE_SHA256, SMALL_SHA256
from training.batches import Ready, batch_of
from training.choosing import choose
from training.exporting import export_layers, export_tables
from training.fit import Plan
from training.holdout import corpus_digest, held_out
from training.losses import Model
from training.measuring import prediction, read_all
from training.quotes import Sentence, shipped_f1
from training.scoring.scores import as_json, score

_FIGURES = ("claims", "pairs", "statements", "status", "attribution", "amount")


@dataclass(frozen=True)
class Shipment:
    """What a reader's manifest tells beside its figures: the plan by which it was fitted, PolNeAR's development
    sentences, on which its tagger is measured, and the digests of the files that it went on from, if it did."""

    plan: Plan
    quotes: Sequence[Sentence]
    before: Mapping[str, str] = field(default_factory=dict)


def ship(model: Model, shipment: Shipment, held: Sequence[Ready], out: Path) -> dict[str, Any]:
    """Choose what is chosen on the held tenth, and write weights and manifest to `out`; the manifest."""
    out.mkdir(parents=True, exist_ok=True)
    export_layers(model.encoder, [batch_of([one]) for one in held], out / "layers.onnx")
    export_tables(model, out / "tables.npz")
    documents, found = held_out(), read_all(out, held)
    choice = choose(documents, found)
    lines = [prediction(d, found.get(d.id, ([], [])), choice.weighing, choice.least) for d in documents]
    figures = as_json(score([d.gold for d in documents], lines))
    quotes = shipped_f1(out, shipment.quotes)
    manifest = {
        "written": datetime.now(UTC).date().isoformat(),
        "weighing": asdict(choice.weighing),
        "least_claim": choice.least.claim,
        "least_statement": choice.least.statement,
        "least_heard": choice.least.heard,
        "least_value": choice.least.value,
        "held_tenth": {name: figures[name] for name in _FIGURES},
        "quotes_dev": {name: round(f1, 4) for name, f1 in quotes.items()},
        "shape": asdict(model.encoder.shape),
        "plan": asdict(shipment.plan),
        "went_on_from": dict(shipment.before),
        "backbones": {"all-mpnet-base-v2": LARGE_SHA256, "all-MiniLM-L6-v2": SMALL_SHA256},
        "corpus": corpus_digest(),
        "files": digests_of(out),
    }
    (out / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
    return manifest


def digests_of(folder: Path) -> dict[str, str]:
    """The sha256 of each file of weights in `folder`."""
    return {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in ("layers.onnx", "tables.npz")}
