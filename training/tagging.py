"""Learning PolNeAR's labels: the tagger, and its loss on sentences side by side."""

from __future__ import annotations

import random
from collections.abc import Iterator

import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812 - the name by which torch's users know it

from training.encoder import Encoder
from training.quotes import IGNORED, TAGS, Sentence


def batches(sentences: list[Sentence], tokens: int, dice: random.Random) -> Iterator[tuple[Tensor, Tensor, Tensor]]:
    """(ids, mask, tags) of about `tokens` tokens each, sentences of like length together, in an order of `dice`."""
    order = sorted(range(len(sentences)), key=lambda i: (len(sentences[i].ids), dice.random()))
    groups: list[list[int]] = [[]]
    for i in order:
        if groups[-1] and (len(groups[-1]) + 1) * len(sentences[i].ids) > tokens:
            groups.append([])
        groups[-1].append(i)
    dice.shuffle(groups)
    for group in groups:
        yield padded([sentences[i] for i in group])


def padded(sentences: list[Sentence]) -> tuple[Tensor, Tensor, Tensor]:
    size = max(len(s.ids) for s in sentences)
    ids = torch.zeros(len(sentences), size, dtype=torch.long)
    tags = torch.full((len(sentences), size), IGNORED, dtype=torch.long)
    for row, s in enumerate(sentences):
        ids[row, : len(s.ids)] = torch.tensor(s.ids)
        tags[row, : len(s.tags)] = torch.tensor(s.tags)
    return ids, ids > 0, tags


class Tagger(nn.Module):
    """States → scores of the tags at each token."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.score = nn.Linear(width, len(TAGS))

    def forward(self, states: Tensor) -> Tensor:
        return self.score(F.dropout(states, 0.1, self.training))


def tag_loss(encoder: Encoder, tagger: Tagger, batch: tuple[Tensor, Tensor, Tensor]) -> Tensor:
    """Mean cross-entropy over the words of `batch`."""
    ids, mask, tags = batch
    plain = torch.zeros_like(ids)
    scores = tagger(encoder(ids, plain, plain, mask))
    return F.cross_entropy(scores.flatten(0, 1), tags.flatten(), ignore_index=IGNORED)
