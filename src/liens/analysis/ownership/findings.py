"""Ownership of a view: integrated shares, control, ultimate holders, common holders and what cannot be right.

Imported records take part where they concern the view's entities: the companies above and below these, with all their
holders. Shares are integrated from what is told of ownership, control from what is told of votes (`holdings`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from liens.analysis.ownership.control import HALF, Pairs, control_pairs, ultimate_holders
from liens.analysis.ownership.grounds import Grounds, Ways, by_held, by_holder, grounds_of, upwards
from liens.analysis.ownership.holdings import Holding, for_ownership, for_votes, holdings_in, joined
from liens.analysis.ownership.integrated import Sweep, prepare, shares_in
from liens.analysis.ownership.network import PARTS, Network, build_network, in_parts
from liens.analysis.ties import Tie, find_ties
from liens.ledger.assembling import maker, quick, without_collector
from liens.ledger.view import View
from liens.market import Market
from liens.model import Status

RIVALRY = "competes_with"
SMALLEST = 0.01
DIGITS = 6
CHUNK = 256


@quick
@dataclass(frozen=True, slots=True)
class Stake:
    """`holder` owns `low` to `high` (0–1, to a millionth) of `held`, directly and through others; `direct` if some
    of it directly."""

    holder: str
    held: str
    low: float
    high: float
    direct: bool
    grounds: Grounds


@quick
@dataclass(frozen=True, slots=True)
class Control:
    """`holder` controls `held`; not `certain` if it only may, since its direct holding may be more than half (what it
    may control through others besides, `possible_pairs` tells). `ultimate` if control is certain and nobody is known to
    control `holder` in turn."""

    holder: str
    held: str
    certain: bool
    ultimate: bool
    grounds: Grounds


@quick
@dataclass(frozen=True, slots=True)
class CommonHolder:
    """`holder` has stakes in both of two rivals; `tie` is the id of the tie that calls them rivals."""

    holder: str
    stakes: tuple[Stake, Stake]
    tie: str
    grounds: Grounds


@quick
@dataclass(frozen=True, slots=True)
class Overfull:
    """The minima of the holdings in `held` sum to `total`, more than the whole: not all can be right at one time."""

    held: str
    total: float
    grounds: Grounds


@dataclass(frozen=True, slots=True)
class Ownership:
    """All findings, each part in the order of its ends. `stakes` are those in entities of the view that are direct or
    whose minimum is at least `SMALLEST`; `loops` are companies that hold each other."""

    holdings: tuple[Holding, ...]
    stakes: tuple[Stake, ...]
    control: tuple[Control, ...]
    common: tuple[CommonHolder, ...]
    overfull: tuple[Overfull, ...]
    loops: tuple[tuple[str, ...], ...]


_make_stake, _make_common, _make_grounds = maker(Stake), maker(CommonHolder), maker(Grounds)


def find_ownership(view: View, market: Market, imported: Iterable[Holding] = (), on: str | None = None) -> Ownership:
    """What `view` and `imported` records tell of ownership, as of ISO day `on` if given. Ends of imported holdings that
    are not entity ids of the view are companies of their own."""
    return ownership_in(find_ties(view, market), view, imported, on)


@without_collector()
def ownership_in(ties: Sequence[Tie], view: View, imported: Iterable[Holding] = (), on: str | None = None) -> Ownership:
    """`find_ownership` for a caller that has the ties already."""
    told = holdings_in(ties, view, on)
    records = [h for h in imported if not on or not h.date or h.date <= on]
    holdings = joined((*told, *_near(records, told, view.entities)))
    owned = for_ownership(holdings)
    names, network = _numbered(owned)
    sweep = prepare(network)
    stakes = tuple(_stakes(owned, names, sweep, view.entities))
    return Ownership(
        holdings=holdings,
        stakes=stakes,
        control=tuple(_control(for_votes(holdings))),
        common=tuple(_common(ties, stakes)),
        overfull=tuple(_overfull(owned, names, network)),
        loops=tuple(tuple(names[node] for node in loop) for loop in sweep.order.loops),
    )


def _near(records: Sequence[Holding], told: Sequence[Holding], entities: Collection[str]) -> Iterator[Holding]:
    """The `records` about companies above or below `entities`."""
    if not records:
        return
    above, below = by_held((*told, *records)), by_holder((*told, *records))
    up = _closure(entities, lambda end: (holding.holder for holding in above.get(end, ())))
    down = _closure(entities, lambda end: (holding.held for holding in below.get(end, ())))
    yield from (record for record in records if record.held in up or record.held in down)


def _closure(ends: Iterable[str], onwards: Callable[[str], Iterable[str]]) -> Collection[str]:
    reached = dict.fromkeys(ends)
    queue = list(reached)
    for end in queue:
        fresh = [other for other in onwards(end) if other not in reached]
        reached.update(dict.fromkeys(fresh))
        queue += fresh
    return reached


def _numbered(holdings: Sequence[Holding]) -> tuple[tuple[str, ...], Network]:
    """The ends of `holdings`, sorted, and the network whose nodes are their places."""
    names = tuple(sorted({end for holding in holdings for end in (holding.holder, holding.held)}))
    places = {name: place for place, name in enumerate(names)}
    holder = np.array([places[holding.holder] for holding in holdings], np.int64)
    held = np.array([places[holding.held] for holding in holdings], np.int64)
    shares = [(least(holding), 1.0 if holding.high is None else holding.high) for holding in holdings]
    low, high = np.array(shares, np.float64).reshape(-1, 2).T
    return names, build_network(len(names), holder, held, low, np.maximum(low, high))


def least(holding: Holding) -> float:
    """The minimum as a number: one part of a billion more where it is "more than"."""
    return min((holding.low or 0.0) + (1 / PARTS if holding.above else 0.0), 1.0)


def _stakes(
    holdings: Sequence[Holding], names: Sequence[str], sweep: Sweep, entities: Collection[str]
) -> Iterator[Stake]:
    """In those of `entities` that are held: by held company, then holder."""
    places = {name: place for place, name in enumerate(names)}
    ways = _ways(holdings, places)
    parents: dict[int, set[int]] = {}
    for holding in holdings:
        parents.setdefault(places[holding.held], set()).add(places[holding.holder])
    told = [place for place, name in enumerate(names) if name in entities and place in parents]
    for begin in range(0, len(told), CHUNK):
        low, high = shares_in(sweep, told[begin : begin + CHUNK])
        for held, least, most in zip(told[begin : begin + CHUNK], low.T, high.T, strict=True):
            direct, above = parents[held], most > 0
            above[held] = True
            leads = above.tobytes()
            for holder in sorted(direct.union(np.flatnonzero(least >= SMALLEST).tolist()) - {held}):
                share = round(float(least[holder]), DIGITS), round(float(most[holder]), DIGITS)
                yield _make_stake(names[holder], names[held], *share, holder in direct, ways.down(holder, held, leads))


def _ways(holdings: Iterable[Holding], places: Mapping[str, int]) -> Ways:
    children: list[list[Holding]] = [[] for _ in places]
    for holding in holdings:
        children[places[holding.holder]].append(holding)
    return Ways(children, [[places[holding.held] for holding in each] for each in children])


def _control(holdings: Sequence[Holding]) -> Iterator[Control]:
    """By holder, then held company."""
    names, network = _numbered(holdings)
    certain = control_pairs(network)
    sure, top = _groups(certain), _groups(ultimate_holders(certain))
    owners: dict[str, dict[str, Holding]] = {}
    for holding in holdings:
        owners.setdefault(holding.held, {})[holding.holder] = holding
    for holder, group in _groups(_with_open(certain, network)).items():
        known, ultimate = sure.get(holder, {}), top.get(holder, {})
        members = dict.fromkeys([names[node] for node in sorted((holder, *known))])
        for held in group:
            ways = upwards(names[holder], names[held], members, owners)
            yield Control(names[holder], names[held], held in known, held in ultimate, grounds_of(ways))


def _with_open(certain: Pairs, network: Network) -> Pairs:
    """The `certain` pairs, and those whose direct holding alone may be more than half; in order."""
    may = in_parts(network.high) > HALF
    pairs = np.unique(
        np.concatenate((np.stack(certain), np.stack((network.holder[may], network.held[may]))), 1), axis=1
    )
    return pairs[0], pairs[1]


def _groups(pairs: Pairs) -> dict[int, dict[int, None]]:
    groups: dict[int, dict[int, None]] = {}
    for above, below in zip(pairs[0].tolist(), pairs[1].tolist(), strict=True):
        groups.setdefault(above, {})[below] = None
    return groups


def _common(ties: Iterable[Tie], stakes: Iterable[Stake]) -> Iterator[CommonHolder]:
    """Holders of both ends of ties between rivals, by tie, then holder."""
    holders: dict[str, dict[str, Stake]] = {}
    for stake in stakes:
        holders.setdefault(stake.held, {})[stake.holder] = stake
    rivalries = (tie for tie in ties if tie.relation == RIVALRY and tie.status is Status.ASSERTED)
    for tie in sorted(rivalries, key=lambda t: t.id):
        one, two = (holders.get(end, {}) for end in tie.ends)
        for holder in sorted(one.keys() & two.keys()):
            pair = one[holder], two[holder]
            yield _make_common(holder, pair, tie.id, _grounds_in_both(tie, *pair))


def _grounds_in_both(tie: Tie, one: Stake, two: Stake) -> Grounds:
    """What the tie between rivals rests on, then the stakes, each claim and record once. A claim has one relation, so
    none that calls them rivals tells of a holding."""
    first, second = one.grounds, two.grounds
    if first is second:  # as of most that hold both directly: `Ways` keeps one walk for all that a holder has
        return _make_grounds(tie.claims + first.claims, first.sources)
    claims = dict.fromkeys(chain(tie.claims, first.claims, second.claims))
    return _make_grounds(tuple(claims), tuple(dict.fromkeys(first.sources + second.sources)))


def _overfull(holdings: Sequence[Holding], names: Sequence[str], network: Network) -> Iterator[Overfull]:
    parents = by_held(holdings)
    for node in network.overfull.tolist():
        held = parents[names[node]]
        yield Overfull(names[node], round(sum(sorted(map(least, held))), DIGITS), grounds_of(held))
