"""A text as lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """`text[start:end]`, without the newline and the blanks around it; never empty. `number` counts every line."""

    number: int
    start: int
    end: int
    text: str


def lines_of(text: str) -> Iterator[Line]:
    """The lines of `text` that hold more than blanks, in order."""
    start = 0
    for number, raw in enumerate(text.split("\n")):
        stripped = raw.strip()
        if stripped:
            begin = start + len(raw) - len(raw.lstrip())
            yield Line(number, begin, begin + len(stripped), stripped)
        start += len(raw) + 1
