"""PolNeAR's sentences: who (source) says (cue) what (content), as labels of tokens; learning them, and exact F1."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812 - the name by which torch's users know it

from training.encoder import Encoder

TAGS = ("O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content")
LONGEST = 200
_IGNORED = -100
_PLAIN = {"``": '"', "''": '"', "-LRB-": "(", "-RRB-": ")"}


@dataclass(frozen=True, slots=True)
class Sentence:
    """`ids` of the word pieces with [CLS] and [SEP]; `tags` stand at the first piece of each word, `_IGNORED` else."""

    ids: tuple[int, ...]
    tags: tuple[int, ...]


def load_sentences(path: Path, tokenizer: Tokenizer) -> list[Sentence]:
    """The sentences of a PolNeAR file in CofeNet's format (JSON lines of tokens and labels)."""
    with path.open(encoding="utf-8") as lines:
        told = [json.loads(line) for line in lines if line.strip()]
    encoded = tokenizer.encode_batch([[_PLAIN.get(t, t) for t in one["tokens"]] for one in told], is_pretokenized=True)
    return [_sentence(e.ids, e.word_ids, one["labels"]) for e, one in zip(encoded, told, strict=True)]


def _sentence(ids: list[int], words: list[int | None], labels: list[str]) -> Sentence:
    tags, last = [], None
    for word in words:
        tags.append(TAGS.index(labels[word]) if word is not None and word != last else _IGNORED)
        last = word
    return Sentence(tuple(ids[:LONGEST]), tuple(tags[:LONGEST]))


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
    tags = torch.full((len(sentences), size), _IGNORED, dtype=torch.long)
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
    return F.cross_entropy(scores.flatten(0, 1), tags.flatten(), ignore_index=_IGNORED)


@torch.no_grad()
def exact_f1(encoder: Encoder, tagger: Tagger, sentences: list[Sentence]) -> dict[str, float]:
    """Exact-match F1 of source, cue and content spans, as CofeNet (Wang et al., 2023) measures them."""
    encoder.eval()
    tagger.eval()
    right: dict[str, int] = {}
    told: dict[str, int] = {}
    gold: dict[str, int] = {}
    for at in range(0, len(sentences), 32):
        group = sentences[at : at + 32]
        ids, mask, tags = padded(group)
        plain = torch.zeros_like(ids)
        scores = tagger(encoder(ids, plain, plain, mask))
        for row in range(len(group)):
            real = tags[row] != _IGNORED
            want, have = spans(tags[row][real].tolist()), spans(best_path(scores[row][real]))
            for counts, found in ((right, want & have), (told, have), (gold, want)):
                for _, _, kind in found:
                    counts[kind] = counts.get(kind, 0) + 1
    encoder.train()
    tagger.train()
    return {k: 2 * right.get(k, 0) / (told.get(k, 0) + gold[k]) for k in sorted(gold)}


def best_path(scores: Tensor) -> list[int]:
    """The likeliest labels in which no I- stands without its B- (Viterbi over (words × tags) scores)."""
    logp = scores.log_softmax(-1)
    allowed = torch.zeros(len(TAGS), len(TAGS))
    for j, tag in enumerate(TAGS):
        if tag.startswith("I-"):
            for i, before in enumerate(TAGS):
                if before[2:] != tag[2:]:
                    allowed[i, j] = -1e4
    starts = torch.tensor([-1e4 if t.startswith("I-") else 0.0 for t in TAGS])
    best, back = logp[0] + starts, []
    for step in logp[1:]:
        value, who = (best[:, None] + allowed).max(0)
        best = value + step
        back.append(who)
    path = [int(best.argmax())]
    for who in reversed(back):
        path.append(int(who[path[-1]]))
    return path[::-1]


def spans(tags: list[int]) -> set[tuple[int, int, str]]:
    """(start, end, kind) of the labelled runs."""
    found, start = set(), None
    for at, tag in enumerate([*(TAGS[t] for t in tags), "O"]):
        if start is not None and not (tag.startswith("I-") and tag[2:] == start[1]):
            found.add((start[0], at, start[1]))
            start = None
        if tag.startswith("B-") or (tag.startswith("I-") and start is None):
            start = (at, tag[2:])
    return found
