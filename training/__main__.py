"""`python -m training`: fit the trained readers and write their weights. See `training/README.md` for what it needs.

`--go-on READER` begins with the weights that the package ships, and goes over the corpus with annotation alone: what
two cores can do in hours after the corpus has grown.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import torch
from tokenizers import Tokenizer

from liens.market import load_market
from liens.reading.trained.arrays import arrays_of
from liens.reading.trained.pieces import Pieces
from liens.reading.trained.weights import WEIGHTS
from training.backbones import Backbones, unpack
from training.bare import load_bare
from training.batches import Batch, Ready, batch_of, grouped, ready
from training.distilling import thinned
from training.encoder import LARGE, SMALL, load_backbone
from training.examples import Example, all_examples
from training.fit import Course, Plan, fit, fit_quotes
from training.holdout import is_held, load_corpus
from training.losses import Model
from training.quotes import Sentence, load_sentences, open_tokenizer
from training.resuming import resume
from training.shipping import Shipment, digests_of, ship
from training.swapping import Swapper, make_swapper

ROOT = Path(__file__).parent
KEPT_PLAIN = 0.4
"""The share of PolNeAR's sentences in which nobody says anything that is learned from."""
UNSWAPPED = 0.4
"""The share of windows that keep their names in an epoch."""
TEACHERS = {
    "first": Plan(29, tokens=4000, quotes=1500, encoder_rate=6e-5, head_rate=6e-4, blind=0.3, keep=0.998),
    "second": Plan(22, tokens=3000, quotes=1200, encoder_rate=8e-5, head_rate=8e-4, blind=0.3, keep=0.998, seed=2),
}
STUDENTS = {
    "trained": Plan(17, tokens=3500, quotes=1200, encoder_rate=1.2e-4, head_rate=6e-4, blind=0.3, keep=0.998, seed=3),
    "fast": Plan(12, tokens=3500, quotes=1500, encoder_rate=4e-4, head_rate=1.2e-3, blind=0.3, keep=0.998, seed=4),
}
GOING_ON = Plan(
    6,
    tokens=3500,
    quotes=300,
    encoder_rate=6e-5,
    head_rate=3e-4,
    blind=0.3,
    keep=0.997,
    drop=0.0,
    fixed=("words", "places", "near", "base"),
    seed=12,
)
KEPT_LAYERS, KEPT_INNER = (0, 2, 4, 7, 9, 11), 2048
"""What the student `trained` has of its first teacher."""


def main() -> None:
    asked = _arguments()
    torch.set_num_threads(asked.threads)
    torch.set_float32_matmul_precision("high")
    asked.work.mkdir(parents=True, exist_ok=True)
    if asked.go_on:
        _go_on(asked)
    else:
        _from_backbones(asked)


def _go_on(asked: argparse.Namespace) -> None:
    lessons = _lessons(asked, WEIGHTS / "tokenizer.json")
    name = asked.go_on
    before = digests_of(WEIGHTS / name)
    model = _fitted(asked, f"{name}-on", GOING_ON, lambda: resume(WEIGHTS / name), lessons.annotated)
    _ship(asked, name, model, lessons, Shipment(GOING_ON, lessons.quotes_dev, before))


def _from_backbones(asked: argparse.Namespace) -> None:
    backbones = unpack(asked.work)
    lessons = _lessons(asked, backbones.tokenizer)
    starts = _Starts(backbones, lessons.annotated.quotes, asked.device)
    teachers = [_fitted(asked, name, plan, starts.teacher, lessons.annotated) for name, plan in TEACHERS.items()]

    def thin() -> Model:
        return thinned(teachers[0], KEPT_LAYERS, KEPT_INNER, lessons.sample(asked.device))

    for name, begin, by in (("trained", thin, teachers), ("fast", starts.small, teachers[:1])):
        model = _fitted(asked, name, STUDENTS[name], begin, lessons.all, by)
        _ship(asked, name, model, lessons, Shipment(STUDENTS[name], lessons.quotes_dev))
    shutil.copyfile(backbones.tokenizer, asked.out / "tokenizer.json")


def _ship(asked: argparse.Namespace, name: str, model: Model, lessons: _Lessons, shipment: Shipment) -> None:
    manifest = ship(model.cpu(), shipment, lessons.held, asked.out / name)
    _tell(json.dumps(manifest["held_tenth"]))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with polnear/, core/ and fire/")
    parser.add_argument("--go-on", choices=tuple(STUDENTS), help="go on from the weights of this reader")
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    parser.add_argument("--work", type=Path, default=ROOT.parent / ".cache/training", help="where models are kept")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--workers", type=int, default=1, help="processes that draw batches ahead")
    parser.add_argument("--threads", type=int, default=2)
    return parser.parse_args()


@dataclass(frozen=True)
class _Lessons:
    """What is learned from: the annotated alone and all there is, as courses; what is held back to measure on."""

    annotated: Course
    all: Course
    held: Sequence[Ready]
    quotes_dev: Sequence[Sentence]

    def sample(self, device: str) -> list[Batch]:
        """A dozen batches."""
        groups = grouped(self.annotated.examples, 3000, random.Random(5))
        return [batch_of(group).to(device) for group, _ in zip(groups, range(12), strict=False)]


@dataclass(frozen=True)
class _Starts:
    """What fitting begins with: models that know who says what."""

    backbones: Backbones
    quotes: Sequence[Sentence]
    device: str

    def teacher(self) -> Model:
        plan = Plan(epochs=1, quotes=6000, encoder_rate=5e-5, head_rate=5e-4, device=self.device)
        return self._listening(Model(load_backbone(self.backbones.large, LARGE)), plan)

    def small(self) -> Model:
        plan = Plan(epochs=2, quotes=1600, encoder_rate=2e-4, head_rate=1e-3, device=self.device)
        return self._listening(Model(load_backbone(self.backbones.small, SMALL)), plan)

    def _listening(self, model: Model, plan: Plan) -> Model:
        fit_quotes(model, self.quotes, plan, tell=_tell)
        return model


def _lessons(asked: argparse.Namespace, tokenizer_file: Path) -> _Lessons:
    pieces, market = Pieces(tokenizer_file), load_market()
    tokenizer = open_tokenizer(tokenizer_file)
    examples = all_examples(load_corpus(), market, pieces)
    learned = [e for e in examples if not is_held(e.document)]
    bare = [e for e in all_examples(load_bare(asked.data), market, pieces) if len(e.window.entities) > 1]
    redraw = _Redraw(make_swapper(learned, _inner(tokenizer)))
    annotated = Course(ready(learned), redraw, _quotes(asked.data / "polnear/train.txt", tokenizer))
    return _Lessons(
        annotated,
        replace(annotated, bare=ready(bare)),
        ready([e for e in examples if is_held(e.document)]),
        load_sentences(asked.data / "polnear/dev.txt", tokenizer),
    )


def _fitted(
    asked: argparse.Namespace,
    name: str,
    plan: Plan,
    begin: Callable[[], Model],
    course: Course,
    teachers: Sequence[Model] = (),
) -> Model:
    """The model called `name`, fitted to `course`; what was fitted once is kept."""
    kept = asked.work / f"{name}.pt"
    if kept.exists():
        model: Model = torch.load(kept, map_location=asked.device, weights_only=False)
        return model.eval()
    _tell(f"{name}: {plan}")
    model = begin()
    fit(model, course, replace(plan, device=asked.device, workers=asked.workers), teachers, tell=_tell)
    torch.save(model, kept)
    return model.eval()


def _quotes(path: Path, tokenizer: Tokenizer) -> list[Sentence]:
    """PolNeAR's sentences, `KEPT_PLAIN` of those in which nobody says anything."""
    dice = random.Random(1)
    told = load_sentences(path, tokenizer)
    return [s for s in told if any(t > 0 for t in s.tags) or dice.random() < KEPT_PLAIN]


def _inner(tokenizer: Tokenizer) -> frozenset[int]:
    """The numbers of the pieces that go on a word."""
    return frozenset(i for piece, i in tokenizer.get_vocab().items() if piece.startswith("##"))


@dataclass(frozen=True)
class _Redraw:
    """Other names for those of an example, most of the time."""

    swapper: Swapper

    def __call__(self, one: Ready, dice: random.Random) -> Ready:
        if dice.random() < UNSWAPPED:
            return one
        other: Example = self.swapper.swapped(one.example, dice)
        return Ready(other, arrays_of(other.window, other.told))


def _tell(line: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {line}", flush=True)


if __name__ == "__main__":
    main()
