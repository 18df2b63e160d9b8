"""Examples → batches: windows of like length side by side, padded to the largest, as tensors on one device."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from liens.reading.trained.arrays import SPEECH_FEATURES, Arrays, arrays_of, speech_features
from liens.reading.trained.labels import RELATIONS
from liens.reading.trained.windows import MOST_ENTITIES
from training.encoder import SLOTS
from training.examples import Example, Tie, symmetric

IGNORED = -100
NOT_TOLD, NONE = -2, -1
"""Of a term: it cannot be learned from; the claim has none."""
Array = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Ready:
    """An example with its arrays."""

    example: Example
    arrays: Arrays


def ready(examples: Sequence[Example]) -> list[Ready]:
    """The examples in which something is named, with their arrays."""
    return [Ready(e, arrays_of(e.window, e.told)) for e in examples if e.window.entities]


@dataclass(frozen=True)
class Batch:
    """Windows × …; N entities, T tokens, S sentences, V values, each as many as the window with most of them has.

    `ids`, `kinds`, `slots` and `real` (T; `real` is false where padded) go into the encoder. `mentions` to `said_at`
    are those of `Arrays`, `of_kind` (N) its `kinds`, `named` (N) whether there is such an entity. `gold` and `weight`
    (N × N × relations) are the relations told and how much each counts, `tags` (T) the labels of contents. `ties` is
    (ties × 8): window, subject, object, relation, status, evidence, sum, share; `sources` (ties) the speaker.
    `speeches` is (speeches × 4): window, first token, end, speaker; `heard` (speeches × N × features) their features.
    """

    ids: Tensor
    kinds: Tensor
    slots: Tensor
    real: Tensor
    mentions: Tensor
    members: Tensor
    of_kind: Tensor
    named: Tensor
    features: Tensor
    sentences: Tensor
    values: Tensor
    value_kinds: Tensor
    entity_at: Tensor
    value_at: Tensor
    quoted: Tensor
    said_at: Tensor
    gold: Tensor
    weight: Tensor
    tags: Tensor
    ties: Tensor
    sources: Tensor
    speeches: Tensor
    heard: Tensor

    def to(self, device: str) -> Batch:
        return Batch(**{f.name: getattr(self, f.name).to(device, non_blocking=True) for f in fields(self)})


def batch_of(group: Sequence[Ready], dice: random.Random | None = None) -> Batch:
    """The windows of `group` side by side; with `dice`, the entities' slots are dealt anew, so that none comes to mean
    much."""
    windows, arrays = [r.example.window for r in group], [r.arrays for r in group]
    dealt = [_dealt(dice) for _ in group]

    def stacked(name: str, fill: float = 0) -> Tensor:
        return _stacked([getattr(a, name) for a in arrays], fill)

    ids = _stacked([np.array(w.ids) for w in windows], 0)
    named = [np.ones(len(w.entities), dtype=bool) for w in windows]
    gold, weight = zip(*(_wanted(r.example) for r in group), strict=True)
    ties, sources = _ties(group)
    speeches, heard = _speeches(group)
    return Batch(
        ids=ids,
        kinds=_stacked([np.array(w.kinds) for w in windows], 0),
        slots=_stacked([d[np.array(w.slots)] for w, d in zip(windows, dealt, strict=True)], 0),
        real=ids > 0,
        mentions=stacked("mentions"),
        members=stacked("members", -1),
        of_kind=stacked("kinds"),
        named=_stacked(named, False),
        features=stacked("features"),
        sentences=stacked("sentences"),
        values=stacked("values"),
        value_kinds=stacked("value_kinds", -1),
        entity_at=stacked("entity_at"),
        value_at=stacked("value_at"),
        quoted=stacked("quoted"),
        said_at=stacked("said_at"),
        gold=_stacked(gold, 0),
        weight=_stacked(weight, 0),
        tags=_stacked([_tags(r.example) for r in group], IGNORED),
        ties=ties,
        sources=sources,
        speeches=speeches,
        heard=heard,
    )


def _dealt(dice: random.Random | None) -> npt.NDArray[np.int64]:
    slots = dice.sample(range(1, SLOTS), MOST_ENTITIES) if dice else range(1, MOST_ENTITIES + 1)
    return np.array([0, *slots])


def _stacked(arrays: Sequence[npt.NDArray], fill: float) -> Tensor:
    """The arrays one over another, each padded with `fill` to the largest size of each axis."""
    sizes = np.array([a.shape for a in arrays]).max(0)
    out = np.full((len(arrays), *np.maximum(sizes, 1)), fill, dtype=arrays[0].dtype)
    for row, a in zip(out, arrays, strict=True):
        row[tuple(slice(n) for n in a.shape)] = a
    return torch.from_numpy(out)


def _wanted(example: Example) -> tuple[Array, Array]:
    """(N × N × relations) what is told, and how much each counts: what is optional does not."""
    size = len(example.window.entities)
    gold = np.zeros((size, size, len(RELATIONS)), dtype=np.float32)
    weight = np.ones_like(gold)
    weight[range(size), range(size)] = 0.0
    for t in sorted(example.ties, key=lambda t: t.optional, reverse=True):
        for i, j in ((t.subject, t.object), (t.object, t.subject))[: 2 if symmetric(t.relation) else 1]:
            gold[i, j, t.relation] = 1.0
            weight[i, j, t.relation] = 0.0 if t.optional else 1.0
    return gold, weight


def _tags(example: Example) -> npt.NDArray[np.int64]:
    """(T): 0 outside a content, 1 its first token, 2 inside; those of optional statements do not count."""
    gold = np.zeros(len(example.window.ids), dtype=np.int64)
    for s in sorted(example.speeches, key=lambda s: s.optional, reverse=True):
        gold[s.start : s.end] = IGNORED if s.optional else 2
        gold[s.start] = IGNORED if s.optional else 1
    return gold


def _ties(group: Sequence[Ready]) -> tuple[Tensor, Tensor]:
    rows, sources = [], []
    for window, one in enumerate(group):
        place = _places(one.arrays)
        for t in (t for t in one.example.ties if not t.optional):
            terms = [_value(t, name, place) for name in ("money", "share")]
            rows.append([window, t.subject, t.object, t.relation, t.status, t.evidence, *terms])
            sources.append(NOT_TOLD if t.speaker is None else t.speaker)
    return torch.tensor(rows, dtype=torch.long).reshape(-1, 8), torch.tensor(sources, dtype=torch.long)


def _value(tie: Tie, name: str, there: frozenset[int]) -> int:
    told = getattr(tie, name)
    return NOT_TOLD if told is None else told if told in there else NONE


def _places(arrays: Arrays) -> frozenset[int]:
    return frozenset(range(len(arrays.value_kinds)))


def _speeches(group: Sequence[Ready]) -> tuple[Tensor, Tensor]:
    rows, told = [], []
    for window, one in enumerate(group):
        example = one.example
        for s in example.speeches:
            if s.speaker >= 0 and s.end < len(example.window.ids):
                rows.append([window, s.start, s.end, s.speaker])
                told.append(speech_features(example.window, (s.start, s.end), example.told))
    size = max(len(one.example.window.entities) for one in group)
    heard = np.zeros((len(rows), size, SPEECH_FEATURES), dtype=np.float32)
    for row, features in zip(heard, told, strict=True):
        row[: len(features)] = features
    return torch.tensor(rows, dtype=torch.long).reshape(-1, 4), torch.from_numpy(heard)


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
