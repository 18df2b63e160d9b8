"""What a finding about two ends rests on: the holdings on every way from the one down to the other, nearest first."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, compress
from operator import attrgetter

from liens.analysis.ownership.holdings import Holding
from liens.ledger.assembling import quick

_CLAIMS, _SOURCE = attrgetter("claims"), attrgetter("source")
MOST = 50
"""A finding names the claims and records of this many holdings; the others are on ways through these."""


@quick
@dataclass(frozen=True, slots=True)
class Grounds:
    """`claims` are ids of claims, `sources` places of imported records."""

    claims: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


def grounds_of(holdings: Iterable[Holding]) -> Grounds:
    """What `holdings` rest on, each once."""
    taken = list(holdings)
    claims = dict.fromkeys(chain.from_iterable(map(_CLAIMS, taken)))
    return Grounds(tuple(claims), tuple(dict.fromkeys(filter(None, map(_SOURCE, taken)))))


def by_holder(holdings: Iterable[Holding]) -> dict[str, list[Holding]]:
    return _grouped(holdings, lambda holding: holding.holder)


def by_held(holdings: Iterable[Holding]) -> dict[str, list[Holding]]:
    return _grouped(holdings, lambda holding: holding.held)


def _grouped(holdings: Iterable[Holding], end: Callable[[Holding], str]) -> dict[str, list[Holding]]:
    groups: dict[str, list[Holding]] = {}
    for holding in holdings:
        groups.setdefault(end(holding), []).append(holding)
    return groups


@dataclass(frozen=True, slots=True)
class _Walk:
    """Down from a node to everything that it has some of: the holdings on the way, at most `MOST`, what they rest on,
    whose they are (`through`) and what they are in (`met`)."""

    grounds: Grounds
    through: frozenset[int]
    met: frozenset[int]


@dataclass(frozen=True, slots=True)
class Ways:
    """The holdings of each node, and after it in `below` the nodes that they are in, each once. `walks` keeps the walk
    down from each node."""

    holdings: Sequence[Sequence[Holding]]
    below: Sequence[Sequence[int]]
    walks: dict[int, _Walk] = field(default_factory=dict, repr=False, compare=False)

    def down(self, holder: int, held: int, above: bytes) -> Grounds:
        """The grounds on ways from node `holder` to node `held`: at most `MOST` holdings, nearest first. `above[n]` is
        not 0 for `held` itself and for each node n that has some of it, directly or through others.

        Of two walks down from one node, one to all that is below it and one to `held`, the second is the first where
        all that the first meets leads to `held` and it does not pass through there.
        """
        if holder not in self.walks:
            self.walks[holder] = self._walk(holder, None, None)
        walk = self.walks[holder]
        if held in walk.through or not all(map(above.__getitem__, walk.met)):
            walk = self._walk(holder, held, above)
        return walk.grounds

    def _walk(self, holder: int, held: int | None, above: bytes | None) -> _Walk:
        found: list[Holding] = []
        met: list[int] = []
        reached: set[int | None] = {holder, held}
        queue, done = [holder], 0
        while done < len(queue) and len(found) < MOST:
            nodes, holdings = self._leading(queue[done], above)
            done += 1
            found += holdings
            met += nodes
            fresh = [node for node in nodes if node not in reached]
            reached.update(fresh)
            queue += fresh
        return _Walk(grounds_of(found[:MOST]), frozenset(queue[:done]), frozenset(met[:MOST]))

    def _leading(self, node: int, above: bytes | None) -> tuple[Sequence[int], Sequence[Holding]]:
        """Those of the nodes below `node`, and its holdings in them, that lead on."""
        nodes, holdings = self.below[node], self.holdings[node]
        if above is None or all(map(above.__getitem__, nodes)):
            return nodes, holdings
        leads = [above[node] for node in nodes]
        return list(compress(nodes, leads)), list(compress(holdings, leads))


def upwards(
    holder: str, held: str, group: Collection[str], holdings: Mapping[str, Sequence[Holding]]
) -> tuple[Holding, ...]:
    """The holdings by which `holder` and the `group` it controls hold `held`, and by which it controls that group, at
    most `MOST`; `holdings` are by held company."""
    found: list[Holding] = []
    reached = {held: None}
    queue = [held]
    for end in queue:
        for holding in holdings.get(end, ()):
            if holding.holder == holder or holding.holder in group:
                found.append(holding)
                if len(found) == MOST:
                    return tuple(found)
                if holding.holder not in reached and holding.holder != holder:
                    reached[holding.holder] = None
                    queue.append(holding.holder)
    return tuple(found)
