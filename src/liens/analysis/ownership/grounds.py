"""What a finding about two ends rests on: the holdings on every way from the one down to the other, nearest first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, compress
from operator import attrgetter

from liens.analysis.ownership.holdings import Holding
from liens.ledger.assembling import maker, quick

_CLAIMS, _SOURCE = attrgetter("claims"), attrgetter("source")
MOST = 50
"""A finding names the claims and records of this many holdings; the others are on ways through these."""


@quick
@dataclass(frozen=True, slots=True)
class Grounds:
    """`claims` are ids of claims, `sources` places of imported records."""

    claims: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


_make_grounds = maker(Grounds)


def grounds_of(holdings: Iterable[Holding]) -> Grounds:
    """What `holdings` rest on, each once."""
    taken = list(holdings)
    claims = tuple(dict.fromkeys(chain.from_iterable(map(_CLAIMS, taken))))
    sources = list(filter(None, map(_SOURCE, taken)))
    return _make_grounds(claims, tuple(dict.fromkeys(sources)) if sources else ())


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
        walk = self.walks.get(holder)
        if walk is None:
            grounds, through, met = self._walk(holder, None, None)
            walk = self.walks[holder] = _Walk(grounds, frozenset(through), frozenset(met))
        if held in walk.through or not all(map(above.__getitem__, walk.met)):
            return self._walk(holder, held, above)[0]
        return walk.grounds

    def _walk(self, holder: int, held: int | None, above: bytes | None) -> tuple[Grounds, list[int], list[int]]:
        """The grounds on a walk, whose holdings they are and what these are in."""
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
        return grounds_of(found[:MOST]), queue[:done], met[:MOST]

    def _leading(self, node: int, above: bytes | None) -> tuple[Sequence[int], Sequence[Holding]]:
        """Those of the nodes below `node`, and its holdings in them, that lead on."""
        nodes, holdings = self.below[node], self.holdings[node]
        if above is None or all(map(above.__getitem__, nodes)):
            return nodes, holdings
        leads = [above[node] for node in nodes]
        return list(compress(nodes, leads)), list(compress(holdings, leads))


def upwards(
    holder: str, held: str, group: Mapping[str, None], owners: Mapping[str, Mapping[str, Holding]]
) -> tuple[Holding, ...]:
    """The holdings by which the `group` of `holder` and all that it controls holds `held`, and by which it controls
    that group, at most `MOST`. The group and `owners`, which are by held company and then by holder, are in one order.
    """
    found: list[Holding] = []
    reached, queue = {holder, held}, [held]
    for end in queue:
        known = owners.get(end, {})
        # The fewer are looked up among the more: a company has many owners, and few of them are of one group.
        those = filter(known.__contains__, group) if len(group) < len(known) else filter(group.__contains__, known)
        for owner in those:
            found.append(known[owner])
            if len(found) == MOST:
                return tuple(found)
            if owner not in reached:
                reached.add(owner)
                queue.append(owner)
    return tuple(found)
