"""Fitting encoder and heads to examples."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from itertools import islice

import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader, Dataset

from training.batches import Batch, Ready, batch_of, grouped
from training.distilling import taught
from training.losses import Look, Model
from training.quotes import Sentence
from training.tagging import batches, tag_loss

Redraw = Callable[[Ready, random.Random], Ready]
Tell = Callable[[str], None]


@dataclass(frozen=True)
class Plan:
    """How to fit: `epochs` over the examples, about `tokens` a step and `quotes` more of PolNeAR, the rates of encoder
    and heads, and the share of windows in which the model must do without the rules. The model kept is the mean of the
    last ones, each step's counting `1 - keep`. Of what is learned, `from_teachers` comes from teachers, if
    there are any, and the rest from the annotation. The encoder's parts `fixed` stay as they are."""

    epochs: int
    tokens: int = 1400
    encoder_rate: float = 2e-4
    head_rate: float = 8e-4
    blind: float = 0.35
    quotes: int = 250
    seed: int = 1
    keep: float = 0.995
    drop: float = 0.1
    from_teachers: float = 0.5
    fixed: tuple[str, ...] = ("words", "places")
    device: str = "cpu"
    workers: int = 0

    def autocast(self) -> AbstractContextManager[object]:
        """Half precision where the device computes faster in it."""
        quick = self.device != "cpu" or torch.ops.mkldnn._is_mkldnn_bf16_supported()
        return torch.autocast(self.device, dtype=torch.bfloat16, enabled=quick)


@dataclass(frozen=True)
class Course:
    """What is learned: annotated examples, other names for them, sentences of PolNeAR, and, from teachers alone,
    examples that nobody annotated."""

    examples: Sequence[Ready]
    redraw: Redraw
    quotes: Sequence[Sentence] = ()
    bare: Sequence[Ready] = ()


class _Epoch(Dataset[tuple[Batch, bool]]):
    """The batches of one epoch, each with whether it is annotated; a batch is drawn when it is asked for."""

    def __init__(self, course: Course, plan: Plan, epoch: int) -> None:
        self._name = f"{plan.seed}:{epoch}"
        dice = random.Random(self._name)
        groups = [(g, True) for g in grouped(course.examples, plan.tokens, dice)]
        groups += [(g, False) for g in grouped(course.bare, plan.tokens, dice) if g]
        dice.shuffle(groups)
        self._groups, self._redraw = groups, course.redraw

    def __len__(self) -> int:
        return len(self._groups)

    def __getitem__(self, at: int) -> tuple[Batch, bool]:
        dice = random.Random(f"{self._name}:{at}")
        group, annotated = self._groups[at]
        return batch_of([self._redraw(one, dice) for one in group], dice), annotated


def _loaded(course: Course, plan: Plan, epoch: int) -> DataLoader[tuple[Batch, bool]]:
    ahead = {"prefetch_factor": 4} if plan.workers else {}
    return DataLoader(
        _Epoch(course, plan, epoch), batch_size=None, num_workers=plan.workers, collate_fn=_as_it_is, **ahead
    )


def _as_it_is(one: tuple[Batch, bool]) -> tuple[Batch, bool]:
    return one


def fit(model: Model, course: Course, plan: Plan, teachers: Sequence[Model] = (), tell: Tell = print) -> None:
    """Fit `model` to `course`, with some of its quotes in each step so that their tagger stays in use."""
    dice = random.Random(plan.seed)
    torch.manual_seed(plan.seed)
    model.to(plan.device)
    steps = plan.epochs * len(_Epoch(course, plan, 0))
    optimiser, schedule = _optimiser(model, plan, steps)
    said = _endless(course.quotes, plan.quotes, dice)
    mean = {name: p.detach().clone() for name, p in model.named_parameters() if p.requires_grad}
    began, step, running = time.time(), 0, torch.zeros((), device=plan.device)
    model.train()
    for epoch in range(plan.epochs):
        for batch, annotated in _loaded(course, plan, epoch):
            with plan.autocast():
                loss = _loss(model, batch.to(plan.device), annotated, plan, teachers)
                quotes = next(said, None)
                if quotes is not None:
                    loss = loss + 0.5 * tag_loss(model.encoder, model.tagger, _on(quotes, plan.device))
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 2.0)
            optimiser.step()
            schedule.step()
            step += 1
            _average(mean, model, min(plan.keep, step / (step + 10)))
            running = 0.97 * running + 0.03 * loss.detach().float()
            if step % 100 == 0:
                level = float(running) / (1 - 0.97**step)
                tell(f"epoch {epoch + 1}, step {step} of {steps}: loss {level:.3f}, {time.time() - began:.0f} s")
    model.load_state_dict(mean, strict=False)


def _loss(model: Model, batch: Batch, annotated: bool, plan: Plan, teachers: Sequence[Model]) -> Tensor:
    sighted = (torch.rand(len(batch.ids), device=batch.ids.device) >= plan.blind).float()
    look = Look(model, batch, sighted, plan.drop)
    if not teachers:
        return look.loss()
    if not annotated:
        return taught(look, teachers)
    return (1 - plan.from_teachers) * look.loss() + plan.from_teachers * taught(look, teachers)


@torch.no_grad()
def _average(mean: dict[str, Tensor], model: Model, keep: float) -> None:
    """Draw `mean` towards the model as it is (Polyak and Juditsky, 1992)."""
    now = dict(model.named_parameters())
    torch._foreach_lerp_(list(mean.values()), [now[name].detach() for name in mean], 1 - keep)


def _optimiser(model: Model, plan: Plan, steps: int) -> tuple[torch.optim.Optimizer, torch.optim.lr_scheduler.LambdaLR]:
    """AdamW, with a rate that rises over 50 steps and then falls to nothing."""
    for name, weights in model.encoder.named_parameters():
        weights.requires_grad_(name.split(".")[0] not in plan.fixed)
    fresh = {"encoder.kinds.weight", "encoder.slots.weight"}
    named = [(n, p) for n, p in model.named_parameters() if p.requires_grad]
    body = [p for n, p in named if n.startswith("encoder.") and n not in fresh]
    tops = [p for n, p in named if not n.startswith("encoder.") or n in fresh]
    groups = [{"params": body, "lr": plan.encoder_rate}, {"params": tops, "lr": plan.head_rate}]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01, fused=plan.device != "cpu")

    def rate(step: int) -> float:
        return min(1, (step + 1) / 50) * max(0.01, 1 - step / steps)

    return optimiser, torch.optim.lr_scheduler.LambdaLR(optimiser, rate)


def fit_quotes(model: Model, quotes: Sequence[Sentence], plan: Plan, tell: Tell = print) -> None:
    """Fit the encoder and the tagger to `quotes` alone, `plan.epochs` times."""
    dice = random.Random(plan.seed)
    torch.manual_seed(plan.seed)
    model.to(plan.device)
    steps = plan.epochs * len(list(batches(list(quotes), plan.quotes, random.Random(0))))
    optimiser, schedule = _optimiser(model, plan, steps)
    model.train()
    for step, batch in enumerate(islice(_endless(quotes, plan.quotes, dice), steps), start=1):
        with plan.autocast():
            loss = tag_loss(model.encoder, model.tagger, _on(batch, plan.device))
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        if step % 100 == 0:
            tell(f"quotes, step {step} of {steps}: loss {float(loss.detach()):.3f}")


_Quotes = tuple[Tensor, Tensor, Tensor]


def _on(quotes: _Quotes, device: str) -> _Quotes:
    ids, mask, tags = (t.to(device) for t in quotes)
    return ids, mask, tags


def _endless(quotes: Sequence[Sentence], tokens: int, dice: random.Random) -> Iterator[_Quotes]:
    while quotes and tokens:
        yield from batches(list(quotes), tokens, dice)
