"""The names a market pack knows, ready for lookup: by whole text, and by the longest name a text begins with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from liens.market import KnownEntity, Market
from liens.reading.rules.words import words

_FIRST = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """`exact` maps each name and alias to its entity; `by_first` maps a first word to the names that begin with it,
    longest first; `small` finds the names that begin in lower case ("watsonx"), if there are any."""

    exact: dict[str, KnownEntity]
    by_first: dict[str, tuple[str, ...]]
    small: re.Pattern[str] | None

    def entity(self, name: str) -> KnownEntity | None:
        """The entity called `name`, a leading "the" apart."""
        return self.exact.get(name) or self.exact.get(name.removeprefix("The ").removeprefix("the "))

    def longest(self, text: str, start: int, end: int) -> str | None:
        """The longest known name that `text[start:end]` begins with, on a word boundary."""
        first = _FIRST.match(text, start, end)
        if first is None:
            return None
        for name in self.by_first.get(first.group(0), ()):
            stop = start + len(name)
            if stop <= end and text.startswith(name, start) and not text[stop : stop + 1].isalnum():
                return name
        return None

    def lower_case(self, text: str) -> Iterator[tuple[int, int]]:
        """Where names that begin in lower case stand."""
        return ((m.start(), m.end()) for m in self.small.finditer(text)) if self.small else iter(())


_MADE: dict[int, tuple[Market, Gazetteer]] = {}


def gazetteer(market: Market) -> Gazetteer:
    """The lookup for `market`; the last few are kept."""
    held = _MADE.get(id(market))
    if held is not None and held[0] is market:
        return held[1]
    if len(_MADE) >= 8:
        _MADE.clear()
    made = _make(market)
    _MADE[id(market)] = (market, made)
    return made


def _make(market: Market) -> Gazetteer:
    exact: dict[str, KnownEntity] = {}
    for entity in market.entities:
        exact.setdefault(entity.name, entity)
    for entity in market.entities:
        for alias in entity.aliases:
            exact.setdefault(alias, entity)
    by_first: dict[str, list[str]] = {}
    small: list[str] = []
    for name in sorted(exact, key=lambda n: (-len(n), n)):
        first = _FIRST.match(name)
        if first is None:
            continue
        if name[:1].isdigit() or any(c.isupper() for c in first.group(0)):
            by_first.setdefault(first.group(0), []).append(name)
        elif name.lower() not in words("common") and len(name) > 3:
            small.append(re.escape(name))
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(small)})(?!\w)") if small else None
    return Gazetteer(exact, {k: tuple(v) for k, v in by_first.items()}, pattern)
