"""Fitting encoder and heads to examples, and what they say of a window."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import torch
from torch import Tensor, nn

from liens.reading.trained.arrays import arrays_of
from liens.reading.trained.windows import MOST_ENTITIES
from training.encoder import SLOTS
from training.examples import Example
from training.losses import Look, Model, Ready
from training.quotes import Sentence, batches, tag_loss


def ready(examples: Sequence[Example]) -> list[Ready]:
    """The examples in which something is named, with their arrays."""
    return [Ready(e, arrays_of(e.window, e.told)) for e in examples if e.window.entities]


def encode(model: Model, group: Sequence[Ready], dice: random.Random | None = None, drop: float = 0.1) -> Tensor:
    """(windows × tokens × WIDTH); with `dice`, the entities' slots are dealt anew, so that none comes to mean much."""
    size = max(len(r.example.window.ids) for r in group)
    ids, kinds, slots = (torch.zeros(len(group), size, dtype=torch.long) for _ in range(3))
    for row, one in enumerate(group):
        window = one.example.window
        dealt = [0, *(dice.sample(range(1, SLOTS), MOST_ENTITIES) if dice else range(1, MOST_ENTITIES + 1))]
        ids[row, : len(window.ids)] = torch.tensor(window.ids)
        kinds[row, : len(window.ids)] = torch.tensor(window.kinds)
        slots[row, : len(window.ids)] = torch.tensor([dealt[s] for s in window.slots])
    return model.encoder(ids, kinds, slots, ids > 0, drop)


def grouped(examples: Sequence[Ready], tokens: int, dice: random.Random) -> Iterator[list[Ready]]:
    """Groups of about `tokens` tokens, windows of like length together, in an order of `dice`."""
    order = sorted(examples, key=lambda r: len(r.example.window.ids) + dice.random() * 40)
    groups: list[list[Ready]] = [[]]
    for one in order:
        if groups[-1] and (len(groups[-1]) + 1) * len(one.example.window.ids) > tokens:
            groups.append([])
        groups[-1].append(one)
    dice.shuffle(groups)
    yield from groups


@dataclass(frozen=True)
class Plan:
    """How to fit: `epochs` over the examples, about `tokens` a step and `quotes` more of PolNeAR, the rates of encoder
    and heads, and the share of windows in which the model must do without the rules. The model kept is the mean of the
    last ones, each step's counting `1 - keep`."""

    epochs: int
    tokens: int = 1400
    encoder_rate: float = 2e-4
    head_rate: float = 8e-4
    blind: float = 0.35
    quotes: int = 250
    seed: int = 1
    keep: float = 0.995


def fit(
    model: Model,
    draw: Callable[[int], Sequence[Ready]],
    quotes: Sequence[Sentence],
    plan: Plan,
    tell: Callable[[str], None] = print,
) -> None:
    """Fit `model` to `draw(epoch)`, with some of `quotes` in each step so that their tagger stays in use."""
    dice = random.Random(plan.seed)
    torch.manual_seed(plan.seed)
    steps = plan.epochs * len(list(grouped(draw(0), plan.tokens, random.Random(0))))
    optimiser, schedule = _optimiser(model, plan, steps)
    said = _endless(quotes, plan, dice)
    mean = {name: p.detach().clone() for name, p in model.named_parameters()}
    began, step, running = time.time(), 0, 0.0
    model.train()
    for epoch in range(plan.epochs):
        for group in grouped(draw(epoch), plan.tokens, dice):
            loss = _loss(model, group, plan, dice)
            batch = next(said, None)
            if batch is not None:
                loss = loss + 0.5 * tag_loss(model.encoder, model.tagger, batch)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 2.0)
            optimiser.step()
            schedule.step()
            step += 1
            _average(mean, model, min(plan.keep, step / (step + 10)))
            running = 0.97 * running + 0.03 * float(loss.detach())
            if step % 25 == 0:
                level = running / (1 - 0.97**step)
                tell(f"epoch {epoch + 1}, step {step} of {steps}: loss {level:.3f}, {time.time() - began:.0f} s")
    model.load_state_dict(mean, strict=False)


def _loss(model: Model, group: Sequence[Ready], plan: Plan, dice: random.Random) -> Tensor:
    """The mean loss of the windows of `group`."""
    states = encode(model, group, dice)
    states = model.norm(states)
    looks = (
        Look(model, s[: len(r.example.window.ids)], r, dice.random() < plan.blind)
        for s, r in zip(states, group, strict=True)
    )
    return torch.stack([look.loss() for look in looks]).mean()


@torch.no_grad()
def _average(mean: dict[str, Tensor], model: Model, keep: float) -> None:
    """Draw `mean` towards the model as it is (Polyak and Juditsky, 1992)."""
    for name, p in model.named_parameters():
        if p.requires_grad:
            mean[name].lerp_(p, 1 - keep)


def _optimiser(model: Model, plan: Plan, steps: int) -> tuple[torch.optim.Optimizer, torch.optim.lr_scheduler.LambdaLR]:
    """AdamW, with a rate that rises over 50 steps and then falls to nothing; words and places stay as they are."""
    model.encoder.words.weight.requires_grad_(False)
    model.encoder.places.weight.requires_grad_(False)
    fresh = {"encoder.kinds.weight", "encoder.slots.weight"}
    named = [(n, p) for n, p in model.named_parameters() if p.requires_grad]
    body = [p for n, p in named if n.startswith("encoder.") and n not in fresh]
    tops = [p for n, p in named if not n.startswith("encoder.") or n in fresh]
    groups = [{"params": body, "lr": plan.encoder_rate}, {"params": tops, "lr": plan.head_rate}]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01)

    def rate(step: int) -> float:
        return min(1, (step + 1) / 50) * max(0.01, 1 - step / steps)

    return optimiser, torch.optim.lr_scheduler.LambdaLR(optimiser, rate)


def fit_quotes(
    model: Model, quotes: Sequence[Sentence], epochs: float, tell: Callable[[str], None] = print, tokens: int = 1600
) -> None:
    """Fit the encoder and the tagger to `quotes` alone."""
    dice = random.Random(1)
    model.encoder.words.weight.requires_grad_(False)
    model.encoder.places.weight.requires_grad_(False)
    body = [p for p in model.encoder.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW(
        [{"params": body, "lr": 2e-4}, {"params": model.tagger.parameters(), "lr": 1e-3}], weight_decay=0.01
    )
    steps = int(epochs * len(list(batches(list(quotes), tokens, random.Random(0)))))
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda i: min(1, (i + 1) / 60) * max(0.02, 1 - i / steps))
    model.train()
    for step, batch in enumerate(islice(_endless(quotes, Plan(epochs=1, quotes=tokens), dice), steps), start=1):
        loss = tag_loss(model.encoder, model.tagger, batch)
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(body, 1.0)
        optimiser.step()
        schedule.step()
        if step % 50 == 0:
            tell(f"quotes, step {step} of {steps}: loss {float(loss.detach()):.3f}")


def _endless(quotes: Sequence[Sentence], plan: Plan, dice: random.Random) -> Iterator[tuple[Tensor, Tensor, Tensor]]:
    while quotes and plan.quotes:
        yield from batches(list(quotes), plan.quotes, dice)
