"""Long pages in parts: a page with more items than one page can bear goes on at PAGE-2.html, PAGE-3.html and so on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

MOST = 100
"""Items of a part."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the page at `page`: `items` are number `number` of `count` parts of `total` items."""

    page: str
    items: Sequence[Any]
    number: int
    count: int
    total: int

    @property
    def address(self) -> str:
        return part_address(self.page, self.number)

    @property
    def turns(self) -> Iterator[tuple[str, str]]:
        """What leads to other parts: an address and what to call it."""
        if self.number > 2:
            yield self.page, "First"
        if self.number > 1:
            yield part_address(self.page, self.number - 1), "Previous"
        if self.number < self.count:
            yield part_address(self.page, self.number + 1), "Next"
        if self.number < self.count - 1:
            yield part_address(self.page, self.count), "Last"


def in_parts(page: str, items: Sequence[Any], most: int = MOST) -> list[Part]:
    """The parts of a page; one of nothing if it has no items."""
    count = max(1, -(-len(items) // most))
    return [Part(page, items[n * most : (n + 1) * most], n + 1, count, len(items)) for n in range(count)]


def part_address(page: str, number: int) -> str:
    """The address of a part, counted from 1."""
    return page if number == 1 else f"{page.removesuffix('.html')}-{number}.html"


def address_of(page: str, place: int, most: int = MOST) -> str:
    """The address of the part that has the item at `place`, counted from 0."""
    return part_address(page, place // most + 1)
