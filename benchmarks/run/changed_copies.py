"""Copies of the example market with changed names, sums and years, so that no copy is a near-duplicate of another."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path

from liens.model import Document
from liens.sources import Item
from liens.sources.locate import open_source

EXAMPLES = Path(__file__).parents[2] / "examples" / "ai-market"
SYLLABLES = ("bor", "vik", "al", "dane", "quil", "mar", "ten", "so", "ril", "ka", "no", "vex", "tam", "ur", "zel", "fi")

_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{3,}\b")
_NUMBER = re.compile(r"\b[2-9]\d{0,2}\b")


def changed_copies(count: int, seed: int = 20240226) -> Iterator[tuple[str, str]]:
    """`count` pairs of file name and text; the same for the same seed."""
    originals = [d for d in _documents() if len(d.text) > 200]
    rng = random.Random(seed)
    for number in range(count):
        document = originals[number % len(originals)]
        yield f"copy-{number:04}.txt", _changed(document.text, rng)


def _documents() -> list[Document]:
    source = open_source(str(EXAMPLES))
    items = [item for item in source.find() if isinstance(item, Item)]
    return [thing for item in items for thing in source.get(item) if isinstance(thing, Document)]


def _changed(text: str, rng: random.Random) -> str:
    """Every capitalised word inside a sentence and every number becomes another, one and the same all through."""
    names: dict[str, str] = {}

    def rename(match: re.Match[str]) -> str:
        return names.setdefault(match[0], "".join(rng.choices(SYLLABLES, k=3)).capitalize())

    return _NUMBER.sub(lambda _: str(rng.randint(2, 999)), _NAME.sub(rename, text))
