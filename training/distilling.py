"""Smaller models from larger ones: a student with some of a teacher's layers, and how far it is from its teachers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812 - the name by which torch's users know it

from training.batches import Batch
from training.encoder import Encoder
from training.losses import Look, Model

_PER_WINDOW, _PER_TOKEN, _STATUS, _STATES = 8, 60, 1.0, 2.0


def thinned(teacher: Model, kept: Sequence[int], inner: int, sample: Sequence[Batch]) -> Model:
    """A model with the layers `kept` of the teacher's encoder, in each the `inner` units of its feed-forward net that
    weigh most on `sample`, and all else as the teacher has it."""
    student = Model(Encoder(replace(teacher.encoder.shape, layers=len(kept), inner=inner)))
    heaviest = _heaviest(teacher, inner, sample)
    own = {}
    for name, weights in teacher.state_dict().items():
        if not name.startswith("encoder.layers."):
            own[name] = weights
            continue
        _, _, layer, part = name.split(".", 3)
        if int(layer) in kept:
            units = heaviest[int(layer)]
            own[f"encoder.layers.{kept.index(int(layer))}.{part}"] = _of_units(part, weights, units)
    student.load_state_dict(own)
    return student


def _of_units(part: str, weights: Tensor, units: Tensor) -> Tensor:
    """Of a layer's weights, those of some units of the feed-forward net; the other parts whole."""
    if part.startswith("up."):
        return weights[units]
    return weights[:, units] if part == "down.weight" else weights


@torch.no_grad()
def _heaviest(teacher: Model, inner: int, sample: Sequence[Batch]) -> list[Tensor]:
    """For each layer the numbers, in order, of the units with the largest mean of what they add to the states."""
    layers = teacher.encoder.layers
    weight = [torch.zeros(layer.down.in_features, device=layer.down.weight.device) for layer in layers]

    def watch(number: int) -> Callable[[nn.Module, tuple[Tensor]], None]:
        def look(_: nn.Module, given: tuple[Tensor]) -> None:
            weight[number] += given[0].float().abs().flatten(0, -2).mean(0)

        return look

    hooks = [layer.down.register_forward_pre_hook(watch(n)) for n, layer in enumerate(layers)]
    teacher.eval()
    for batch in sample:
        teacher.encoder(batch.ids, batch.kinds, batch.slots, batch.real, 0.0)
    for hook in hooks:
        hook.remove()
    norms = [layer.down.weight.norm(dim=0) for layer in layers]
    return [(w * n).topk(inner).indices.sort().values for w, n in zip(weight, norms, strict=True)]


def taught(look: Look, teachers: Sequence[Model]) -> Tensor:
    """How far `look` is from what its teachers, on average, say of the same windows (Hinton et al., 2015), and its
    states from those of the first teacher if they are as wide."""
    batch = look.batch
    with torch.no_grad():
        sighted = torch.ones_like(look.sighted)
        others = [Look(teacher, batch, sighted, 0.0) for teacher in teachers]
        relations = torch.stack([o.pairs[2].float().sigmoid() for o in others]).mean(0)
        tags = torch.stack([o.tags.float().softmax(-1) for o in others]).mean(0)
        states = others[0].states.float()
    counted = (batch.named[:, :, None] & batch.named[:, None])[..., None] & (batch.weight.amax(-1, True) > 0)
    loss = F.binary_cross_entropy_with_logits(
        look.pairs[2].float(), relations, counted.float().expand_as(relations), reduction="sum"
    )
    loss = loss / _PER_WINDOW + (_apart(tags, look.tags) * batch.real).sum() / _PER_TOKEN
    if states.shape == look.states.shape:
        apart = (look.states.float() - states).square().mean(-1)
        loss = loss + _STATES * len(batch.ids) * (apart * batch.real).sum() / batch.real.sum()
    if len(batch.ties):
        with torch.no_grad():
            statuses = torch.stack([o.claims.statuses.float().softmax(-1) for o in others]).mean(0)
        loss = loss + _STATUS * _apart(statuses, look.claims.statuses).sum() / _PER_WINDOW
    return loss / len(batch.ids)


def _apart(likely: Tensor, scores: Tensor) -> Tensor:
    """Cross-entropy of `scores` (… × labels) against probabilities."""
    return -(likely * scores.float().log_softmax(-1)).sum(-1)
