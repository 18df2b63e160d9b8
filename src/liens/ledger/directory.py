"""Names in use + clusters + market pack → entities with readable ids."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Mapping
from dataclasses import dataclass, field

from liens.ledger.clusters import Clusters, Node, name_key
from liens.market import KnownEntity, Market
from liens.model import Entity, Kind, digest

SLUG_LENGTH = 60
_GAP = re.compile(r"[\W_]+")
KINDS = {kind: place for place, kind in enumerate(Kind)}


@dataclass(slots=True)
class _Group:
    """What is known of one cluster: documents that use each of its names, and that show each kind."""

    names: dict[str, int] = field(default_factory=dict)
    kinds: dict[Kind, int] = field(default_factory=dict)


class Directory:
    """Finds the entity of a name. Names are noted first; `close` makes the entities."""

    def __init__(self, clusters: Clusters, market: Market | None) -> None:
        self._clusters = clusters
        self._known = _known(market)
        self._keys: dict[str, str] = {}
        self._groups: dict[Node, _Group] = {}
        self._ids: dict[Node, str] = {}

    def note(self, name: str, kind: Kind, documents: int = 0) -> None:
        """`documents` texts use `name` for something of `kind`; 0 if the kind is a guess."""
        self._note(self.node(name), name, kind, documents)

    def _note(self, node: Node, name: str, kind: Kind, documents: int) -> None:
        group = self._groups.get(node)
        if group is None:
            group = self._groups[node] = _Group()
        group.names[name] = group.names.get(name, 0) + documents
        if documents or not group.kinds:
            group.kinds[kind] = group.kinds.get(kind, 0) + documents

    def __contains__(self, name: object) -> bool:
        return name in self._keys

    def node(self, name: str, document: str = "") -> Node:
        """The cluster of `name` as `document` uses it."""
        key = self._keys.get(name)
        if key is None:
            key = self._keys[name] = name_key(name)
        return self._clusters.node(key, document)

    def id(self, name: str, document: str = "") -> str:
        """The id of the entity that `name` means in `document`; the name must have been noted."""
        return self._ids[self.node(name, document)]

    def ids(self, name: str) -> str | None:
        """The id of the entity that `name` means where no document is given, None if it is not in use."""
        return self._ids.get(self.node(name))

    def close(self, documents: Container[str]) -> dict[str, Entity]:
        """Every entity by its id: those noted, those split away in one of `documents`, and the parents that the market
        pack names."""
        self._note_splits(documents)
        self._note_parents()
        packs = {node: self._pack(node) for node in self._groups}
        names = {node: pack.name if pack else self._ranked(node)[0] for node, pack in packs.items()}
        self._ids = _readable_ids(names)
        found = (self._entity(node, names[node], pack) for node, pack in packs.items())
        return {entity.id: entity for entity in sorted(found, key=lambda entity: entity.id)}

    def _note_splits(self, documents: Container[str]) -> None:
        split = {key: [node for node in self._clusters.splits if node[0] == key] for key, _ in self._clusters.splits}
        for name in [name for name, key in self._keys.items() if key in split]:
            kind = self._kind(self._groups.get(self.node(name), _Group()))
            for key, document in split[self._keys[name]]:
                if document in documents:
                    self._note(self._clusters.node(key, document), name, kind, 0)

    def _note_parents(self) -> None:
        queue = list(self._groups)
        while queue:
            pack = self._pack(queue.pop())
            if pack is not None and pack.parent and self.node(pack.parent) not in self._groups:
                above = self._known.get(name_key(pack.parent))
                self.note(pack.parent, above.kind if above else Kind.COMPANY)
                queue.append(self.node(pack.parent))

    def _pack(self, node: Node) -> KnownEntity | None:
        """The row of the market pack for a cluster: that of a name in it, else that of an alias in it, unless another
        cluster has the row's own name."""
        if self._known.keys().isdisjoint([self._keys[name] for name in self._groups[node].names]):
            return None
        rows = [(name, self._known.get(self._keys[name])) for name in self._ranked(node)]
        found = [(self._keys[name] == name_key(row.name), row) for name, row in rows if row is not None]
        own = next((row for is_own, row in found if is_own), None)
        return own or next((row for _, row in found if self._is_free(row.name, node)), None)

    def _is_free(self, name: str, node: Node) -> bool:
        """Whether no other cluster than `node` has `name`."""
        home = self.node(name)
        return home == node or home not in self._groups

    def _ranked(self, node: Node) -> list[str]:
        """The names of a cluster, the one most documents use first, the longer one on a tie."""
        names = self._groups[node].names
        return sorted(names, key=lambda name: (-names[name], -len(name), name)) if len(names) > 1 else list(names)

    def _kind(self, group: _Group) -> Kind:
        if len(group.kinds) == 1:
            return next(iter(group.kinds))
        return min(group.kinds, key=lambda kind: (-group.kinds[kind], KINDS[kind]), default=Kind.COMPANY)

    def _entity(self, node: Node, name: str, pack: KnownEntity | None) -> Entity:
        names = tuple(self._ranked(node))
        if pack is None:
            return Entity(self._ids[node], name, self._kind(self._groups[node]), names)
        parent = self._ids.get(self.node(pack.parent)) if pack.parent else None
        above = parent if parent != self._ids[node] else None
        return Entity(self._ids[node], name, pack.kind, names, pack.role, pack.layer, above)


def _known(market: Market | None) -> dict[str, KnownEntity]:
    """The pack's entities by the keys of their names, then of their aliases."""
    entities = market.entities if market else ()
    known: dict[str, KnownEntity] = {}
    for entity in entities:
        known.setdefault(name_key(entity.name), entity)
    for entity in entities:
        for alias in entity.aliases:
            known.setdefault(name_key(alias), entity)
    return known


def _readable_ids(names: Mapping[Node, str]) -> dict[Node, str]:
    """A readable id for each node; where two would have the same, the first in order of nodes has it plain."""
    taken: set[str] = set()
    ids = {}
    for node in sorted(names, key=lambda node: (node[1] != "", node)):
        slug = slug_of(names[node])
        ids[node] = slug if slug and slug not in taken else f"{slug or 'name'}-{digest(*node)[:6]}"
        taken.add(ids[node])
    return ids


def slug_of(name: str) -> str:
    """`name` in small letters and digits with hyphens between: `Société Générale` → `societe-generale`."""
    plain = name.casefold()
    if not plain.isascii():
        plain = "".join([c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c)])
    return _GAP.sub("-", plain)[:SLUG_LENGTH].strip("-")


def end_kinds(market: Market | None, relation: str) -> tuple[Kind, Kind]:
    """The kinds of subject and object that the pack gives `relation` first, for names of which no text shows any."""
    row = market.relations.get(relation) if market else None
    subjects, objects = (row.subject, row.object) if row else ((), ())
    return (*subjects, Kind.COMPANY)[0], (*objects, Kind.COMPANY)[0]
