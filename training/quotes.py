"""PolNeAR's sentences: who (source) says (cue) what (content), as labels of tokens; and exact F1 of a tagger."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from liens.reading.trained.weights import load_network
from liens.reading.trained.windows import Window

TAGS = ("O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content")
LONGEST = 200
IGNORED = -100
_PLAIN = {"``": '"', "''": '"', "-LRB-": "(", "-RRB-": ")"}
_IMPOSSIBLE = -1e4

Array = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Sentence:
    """`ids` of the word pieces with [CLS] and [SEP]; `tags` stand at the first piece of each word, `IGNORED` else."""

    ids: tuple[int, ...]
    tags: tuple[int, ...]


def open_tokenizer(path: Path) -> Tokenizer:
    """The tokenizer in `path`, that neither cuts nor pads."""
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def load_sentences(path: Path, tokenizer: Tokenizer) -> list[Sentence]:
    """The sentences of a PolNeAR file in CofeNet's format (JSON lines of tokens and labels)."""
    with path.open(encoding="utf-8") as lines:
        told = [json.loads(line) for line in lines if line.strip()]
    encoded = tokenizer.encode_batch([[_PLAIN.get(t, t) for t in one["tokens"]] for one in told], is_pretokenized=True)
    return [_sentence(e.ids, e.word_ids, one["labels"]) for e, one in zip(encoded, told, strict=True)]


def _sentence(ids: list[int], words: list[int | None], labels: list[str]) -> Sentence:
    tags, last = [], None
    for word in words:
        tags.append(TAGS.index(labels[word]) if word is not None and word != last else IGNORED)
        last = word
    return Sentence(tuple(ids[:LONGEST]), tuple(tags[:LONGEST]))


def shipped_f1(folder: Path, sentences: Iterable[Sentence]) -> dict[str, float]:
    """`exact_f1` of the tagger in `folder`, by the weights as they are shipped."""
    network, heads = load_network(folder)

    def scores(sentence: Sentence) -> Array:
        plain = (0,) * len(sentence.ids)
        return heads.linear("tagger.score", network.states(Window(sentence.ids, plain, plain, (), (), (), ())))

    return exact_f1(sentences, scores)


def exact_f1(sentences: Iterable[Sentence], scores: Callable[[Sentence], Array]) -> dict[str, float]:
    """Exact-match F1 of source, cue and content spans, as CofeNet (Wang et al., 2023) measures them, of a tagger that
    gives (tokens × tags) `scores`."""
    right: Counter[str] = Counter()
    both: Counter[str] = Counter()
    for sentence in sentences:
        tags = np.array(sentence.tags)
        real = tags != IGNORED
        wanted, told = spans(tags[real].tolist()), spans(best_path(scores(sentence)[real]))
        right.update(kind for _, _, kind in wanted & told)
        both.update(kind for _, _, kind in (*wanted, *told))
    return {kind: 2 * right[kind] / both[kind] for kind in sorted(both)}


def best_path(scores: Array) -> list[int]:
    """The likeliest labels in which no I- stands without its B- (Viterbi over (words × tags) scores)."""
    best, back = scores[0] + _FROM_NONE, []
    for step in scores[1:]:
        ways = best[:, None] + _FROM_TAG
        back.append(ways.argmax(0))
        best = ways.max(0) + step
    path = [int(best.argmax())]
    for who in reversed(back):
        path.append(int(who[path[-1]]))
    return path[::-1]


def _cost(before: str, tag: str) -> float:
    return _IMPOSSIBLE if tag.startswith("I-") and before[2:] != tag[2:] else 0.0


_FROM_NONE = np.array([_cost("O", tag) for tag in TAGS], dtype=np.float32)
_FROM_TAG = np.array([[_cost(before, tag) for tag in TAGS] for before in TAGS], dtype=np.float32)


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
