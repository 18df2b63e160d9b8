"""Who a name is: the view's entities first, then whatever else the market pack knows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from liens.ledger.assembling import quick
from liens.ledger.view import View
from liens.market import Market
from liens.model import Kind


@quick
@dataclass(frozen=True, slots=True)
class Body:
    """Someone who publishes or speaks. `key` is the entity's id, or a name where the view has no such entity."""

    key: str
    name: str
    kind: Kind
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class Directory:
    """Look-up of bodies by name and by entity id. `houses` and `lines` keep what was found."""

    by_name: Mapping[str, Body]
    by_id: Mapping[str, Body]
    houses: dict[str, frozenset[str]] = field(default_factory=dict, repr=False, compare=False)
    lines: dict[str, tuple[str, ...]] = field(default_factory=dict, repr=False, compare=False)

    def named(self, name: str | None) -> Body | None:
        """The body called `name`, whatever its case and spacing; None if nobody is known by it."""
        return self.by_name.get(fold(name)) if name else None

    def house(self, key: str) -> frozenset[str]:
        """The keys of entity `key` and of its parents upwards: a unit, a founder and a product are of their house."""
        if key not in self.houses:
            self.houses[key] = self._house(key)
        return self.houses[key]

    def lineage(self, key: str) -> tuple[str, ...]:
        """The keys of a body, its parent, the parent's parent and so on."""
        if key not in self.lines:
            self.lines[key] = self._line(key)
        return self.lines[key]

    def _line(self, key: str) -> tuple[str, ...]:
        body = self.by_id.get(key) or self.named(key.removeprefix("name:"))
        keys = {key: None}
        while body is not None and body.parent:
            body = self.by_id.get(body.parent) or self.named(body.parent)
            if body is None or body.key in keys:
                break
            keys[body.key] = None
        return tuple(keys)

    def _house(self, key: str) -> frozenset[str]:
        body = self.by_id.get(key)
        keys = {key}
        while body is not None and body.parent:
            body = self.by_id.get(body.parent) or self.named(body.parent)
            if body is None or body.key in keys:
                break
            keys.add(body.key)
        return frozenset(keys)


@lru_cache(maxsize=8192)
def fold(name: str) -> str:
    """`name` without differences of case and spacing."""
    return " ".join(name.casefold().split())


def build_directory(view: View, market: Market) -> Directory:
    """The directory of everyone in `view` and `market`."""
    by_id = {e.id: Body(e.id, e.name, e.kind, e.parent) for e in view.entities.values()}
    by_name: dict[str, Body] = {}
    for entity in sorted(view.entities.values(), key=lambda e: e.id):
        for name in (entity.name, *entity.names):
            by_name.setdefault(fold(name), by_id[entity.id])
    for known in market.entities:
        body = by_name.get(fold(known.name)) or Body(f"name:{known.name}", known.name, known.kind, known.parent)
        for name in (known.name, *known.aliases):
            by_name.setdefault(fold(name), body)
    return Directory(by_name, by_id)
