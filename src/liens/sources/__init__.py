"""Where documents come from: bytes → documents.

A `Source` finds items and gets them. What it meets and cannot take is yielded as a `Problem`, so a run always ends.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from liens.model import Document, Problem


@dataclass(frozen=True, slots=True)
class Item:
    """Something that can be got. `stamp` changes when its content may have changed (size and mtime, ETag…)."""

    where: str
    stamp: str = ""


class Source(Protocol):
    """A place of documents."""

    def find(self) -> Iterator[Item | Problem]:
        """What is there, in a stable order, cheaply: nothing is parsed."""
        ...

    def get(self, item: Item) -> Iterator[Document | Problem]:
        """The documents of one item (one for most; many for an archive or JSON lines)."""
        ...
