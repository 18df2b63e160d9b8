"""What a finding about two ends rests on: the holdings on every way from the one down to the other, nearest first."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
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
class Ways:
    """The holdings of each node, and after it in `below` the nodes that they are in, each once."""

    holdings: tuple[tuple[Holding, ...], ...]
    below: tuple[tuple[int, ...], ...]

    def down(self, holder: int, held: int, above: bytes) -> list[Holding]:
        """The holdings on ways from node `holder` to node `held`, nearest first and at most `MOST`. `above[n]` is not 0
        for `held` itself and for each node n that has some of it, directly or through others."""
        found: list[Holding] = []
        reached = {holder, held}
        queue = [holder]
        for end in queue:
            nodes, holdings = self.below[end], self.holdings[end]
            if not all(map(above.__getitem__, nodes)):
                leads = [above[node] for node in nodes]
                nodes, holdings = tuple(compress(nodes, leads)), tuple(compress(holdings, leads))
            found += holdings
            if len(found) >= MOST:
                return found[:MOST]
            fresh = [node for node in nodes if node not in reached]
            reached.update(fresh)
            queue += fresh
        return found


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
