"""Sentences about companies that nobody annotated to the project's guidelines: a student learns from its teachers what
they say. From CORE (Borchert et al., 2023) and FIRE (Hamad et al., 2024), both CC BY 4.0; not part of the project."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from training.holdout import Annotated

_TOGETHER = 4
"""Sentences a text: about as many names as a window of news has."""
_TIGHT = ((re.compile(r"\s+"), " "), (re.compile(r" ([.,;:!?%)\]}])"), r"\1"), (re.compile(r"([(\[{$]) "), r"\1"))
_CONTRACTED = re.compile(r" ('s|n't|'re|'ve)\b")


def load_bare(folder: Path) -> Iterator[Annotated]:
    """The sentences of `folder`/core/train.json and `folder`/fire/fire_dev.json, some in each text, annotated with
    nothing."""
    core = [" ".join(one["context"]) for one in json.loads((folder / "core/train.json").read_text(encoding="utf-8"))]
    fire = [" ".join(one["tokens"]) for one in json.loads((folder / "fire/fire_dev.json").read_text(encoding="utf-8"))]
    sentences = list(dict.fromkeys(_tidy(s) for s in core))
    random.Random(1).shuffle(sentences)
    yield from _texts("core", sentences)
    yield from _texts("fire", list(dict.fromkeys(_tidy(s) for s in fire)))


def _texts(source: str, sentences: Sequence[str]) -> Iterator[Annotated]:
    for at in range(0, len(sentences), _TOGETHER):
        name = f"{source}-{at // _TOGETHER}"
        nothing = {"id": name, "entities": [], "claims": [], "statements": []}
        yield Annotated(name, source, "\n\n".join(sentences[at : at + _TOGETHER]), nothing)


def _tidy(tokens: str) -> str:
    """Tokens set apart by spaces → a sentence as it is printed."""
    for pattern, put in (*_TIGHT, (_CONTRACTED, r"\1")):
        tokens = pattern.sub(put, tokens)
    return tokens.strip()
