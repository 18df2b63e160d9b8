"""The names a market pack knows, ready for lookup: by whole text, and by the longest name a text begins with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from liens.market import KnownEntity, Market
from liens.model import Kind
from liens.reading.rules.words import words

_LONE_ROLES = frozenset({"authority", "legislature"})
_FIRST = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """`exact` maps each name and alias to its entity; `by_first` maps a first word to the names that begin with it,
    longest first; `small` finds the names that begin in lower case ("watsonx"), if there are any. `enforcers` names the
    competition authority of each country that has one only; `lone` gives the bodies that a word like "Commission" may
    stand for."""

    exact: dict[str, KnownEntity]
    by_first: dict[str, tuple[str, ...]]
    small: re.Pattern[str] | None
    enforcers: dict[str, str]
    lone: dict[str, tuple[KnownEntity, ...]]

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
        found = (m.span() for m in self.small.finditer(text)) if self.small else iter(())
        return ((start, end) for start, end in found if not text[start - 1 : start].isalnum())


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
    pattern = re.compile(rf"(?:{'|'.join(small)})(?!\w)") if small else None
    firsts = {k: tuple(v) for k, v in by_first.items()}
    return Gazetteer(exact, firsts, pattern, _enforcers(market), _lone(market))


def _enforcers(market: Market) -> dict[str, str]:
    """The competition authority of each country of which the pack knows one only: a body that has a ladder in the pack,
    or an authority called after competition; offices of such a body apart."""
    laddered = {procedure.authority for procedure in market.procedures}
    bodies = [e for e in market.entities if e.kind is Kind.PUBLIC_BODY and e.country]
    found = {e.name: e for e in bodies if e.name in laddered or (e.role == "authority" and _is_of_competition(e))}
    by_country: dict[str, list[str]] = {}
    for entity in found.values():
        if entity.parent not in found:
            by_country.setdefault(entity.country or "", []).append(entity.name)
    return {code: names[0] for code, names in by_country.items() if len(names) == 1}


def _is_of_competition(entity: KnownEntity) -> bool:
    names = [name.lower() for name in (entity.name, *entity.aliases)]
    return any(word in name for word in sorted(words("competition_words")) for name in names)


def _lone(market: Market) -> dict[str, tuple[KnownEntity, ...]]:
    found: dict[str, list[KnownEntity]] = {}
    for entity in market.entities:
        if entity.kind is Kind.PUBLIC_BODY and entity.role in _LONE_ROLES:
            parts = entity.name.split()
            for word in {parts[0], parts[-1]} & words("lone_bodies") if len(parts) > 1 else ():
                found.setdefault(word, []).append(entity)
    return {word: tuple(bodies) for word, bodies in found.items()}
