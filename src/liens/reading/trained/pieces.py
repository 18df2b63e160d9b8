"""Text → word pieces: the tokens of the encoder's vocabulary, each with its place in the text."""

from __future__ import annotations

import re
from pathlib import Path
from typing import ClassVar, NamedTuple

from tokenizers import Tokenizer

_HALVES = re.compile("[\ud800-\udfff]")
"""Halves of characters, which no encoding has: broken texts contain them."""


class Piece(NamedTuple):
    """A token: its number in the vocabulary and where it stands, as `text[start:end]` (−1 for marks of the model)."""

    id: int
    start: int
    end: int


class Pieces:
    """The tokenizer that the weights were trained with."""

    FIRST: ClassVar[int] = 101
    LAST: ClassVar[int] = 102

    def __init__(self, path: Path) -> None:
        self._tokenizer = Tokenizer.from_file(str(path))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()

    def cut(self, text: str, start: int, end: int) -> list[Piece]:
        """The pieces of `text[start:end]`, with places in `text`."""
        encoding = self._tokenizer.encode(_HALVES.sub("\ufffd", text[start:end]), add_special_tokens=False)
        return [Piece(i, start + a, start + b) for i, (a, b) in zip(encoding.ids, encoding.offsets, strict=True)]
