"""Integrated ownership: how much of a company one holds directly and through others, loops and all.

With W(i, j) the share of j held by i and N = (I − W)⁻¹, integrated ownership corrected for cross-holdings is
diag(N)⁻¹ (N − I): Baldone, Brioschi and Paleari 1998, *Ownership measures among firms connected by cross-shareholdings
and a further analogy with input–output theory*; Glattfelder and Battiston 2009, *Backbone of complex networks of
corporations*. Its entry (i, j) is the chance that a walk from j up to a holder (each with the chance of its share) ever
meets i. So it rises with every share, and solving at the minima and at the maxima bounds it; and since nobody's holders
hold more than the whole, no maximum above 1 is kept.

The system is solved from the held up to the holders: level by level outside loops, by the inverse of a dense matrix
inside each. Where a loop's holdings are 1 all round, its minima are taken as a billionth less. Where the maxima of a
loop sum to 1 or more all round, they bound nothing, and 1 stands. In a loop of more than `LARGEST` nodes only direct
holdings count for the minimum, and 1 stands as the maximum.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from liens.analysis.ownership.loops import Order, find_order
from liens.analysis.ownership.network import PARTS, Floats, Indices, Network

LARGEST = 4_000
WIDEST = 2_000
SINGULAR = 1e8


@dataclass(frozen=True, slots=True, eq=False)
class Sweep:
    """A network made ready for solving: `ties` are those outside loops, by level and holder; `rows` are their holders,
    whose ties begin at `first`; `floors` are where each level's rows begin; `lows` and `highs` are the loops at their
    minima and at their maxima."""

    network: Network
    order: Order
    ties: npt.NDArray[np.int64]
    rows: Indices
    first: npt.NDArray[np.int64]
    floors: npt.NDArray[np.int64]
    lows: tuple[Loop, ...]
    highs: tuple[Loop, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Loop:
    """A loop at its minima or maxima: `inverse` is (I − W)⁻¹ within it; without one, `step` is W as (holder, held,
    share), by holder and with places in `nodes`, or None where nothing bounds the loop."""

    nodes: Indices
    inverse: Floats | None = None
    step: tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], Floats] | None = None


def integrated_value(network: Network, values: npt.ArrayLike) -> tuple[Floats, Floats]:
    """What each node owns of others' `values` (one number ≥ 0 a node), directly and through others: minimum, maximum.

    Raises:
        ValueError: a value is negative or there is not one for each node.
    """
    owned = np.asarray(values, np.float64)
    if owned.shape != (network.size,) or not (owned >= 0).all():
        raise ValueError("there must be one value of 0 or more for each node")
    low, high = _bounds(prepare(network), owned)
    return low, np.minimum(high, owned.sum())


def integrated_shares(network: Network) -> tuple[Floats, Floats]:
    """The integrated share of node j that node i holds, at (i, j): minimum and maximum, both 0–1.

    Raises:
        ValueError: the network has more than `WIDEST` nodes.
    """
    if network.size > WIDEST:
        raise ValueError(f"a matrix of {network.size:,} nodes is too large: take at most {WIDEST:,}")
    return shares_in(prepare(network), range(network.size))


def shares_in(sweep: Sweep, held: npt.ArrayLike) -> tuple[Floats, Floats]:
    """The columns of `integrated_shares` for the nodes `held`."""
    nodes = np.asarray(held, np.int64)
    unit = np.zeros((len(nodes), sweep.network.size))
    unit[np.arange(len(nodes)), nodes] = 1.0
    low, high = _bounds(sweep, unit)
    return np.minimum(low, 1.0).T, np.minimum(high, 1.0).T


def prepare(network: Network) -> Sweep:
    """`network` with its loops found and its ties in the order of solving."""
    order = find_order(network)
    looped = (order.label[network.holder] >= 0) & (order.label[network.holder] == order.label[network.held])
    ties = np.flatnonzero(~looped)
    ties = ties[np.argsort(order.level[network.holder[ties]], kind="stable")]
    holders = network.holder[ties]
    first = np.flatnonzero(np.diff(holders, prepend=-1))
    rows = holders[first]
    floors = np.searchsorted(order.level[rows], np.arange(order.level.max(initial=0) + 2))
    inner = [_Ties(network, *each) for each in zip(order.loops, _inner(network, order, looped), strict=True)]
    lows, highs = tuple(map(_at_minimum, inner)), tuple(map(_at_maximum, inner))
    return Sweep(network, order, ties, rows, first, floors, lows, highs)


def _inner(network: Network, order: Order, looped: npt.NDArray[np.bool_]) -> list[npt.NDArray[np.int64]]:
    """The ties that are `looped`, loop by loop."""
    ties = np.flatnonzero(looped)
    labels = order.label[network.holder[ties]]
    ties = ties[np.argsort(labels, kind="stable")]
    cuts = np.cumsum(np.bincount(labels, minlength=len(order.loops)))
    return np.split(ties, cuts[:-1]) if order.loops else []


def _bounds(sweep: Sweep, values: Floats) -> tuple[Floats, Floats]:
    """diag(N)⁻¹ (N − I) `values` at the minima and at the maxima; not capped. Maxima are never below minima.

    `values` and results have their nodes along the last axis.
    """
    low = _corrected(sweep, sweep.network.low, sweep.lows, values)
    high = _corrected(sweep, sweep.network.high, sweep.highs, values)
    return low, np.maximum(high, low)


def _corrected(sweep: Sweep, shares: Floats, loops: tuple[Loop, ...], values: Floats) -> Floats:
    solved = _solve(sweep, shares, loops, values) - values
    for loop in loops:
        if loop.inverse is not None:
            solved[..., loop.nodes] /= np.diag(loop.inverse)
    return solved


def _solve(sweep: Sweep, shares: Floats, loops: tuple[Loop, ...], values: Floats) -> Floats:
    """N `values`: for each node its own value and what it owns of others', loops counted over and over."""
    by_level: dict[int, list[Loop]] = {}
    for loop in loops:
        by_level.setdefault(int(sweep.order.level[loop.nodes[0]]), []).append(loop)
    weights, held = shares[sweep.ties], sweep.network.held[sweep.ties]
    ends = np.append(sweep.first, len(sweep.ties))
    solved = values.copy()
    for level in range(len(sweep.floors) - 1):
        above, below = sweep.floors[level], sweep.floors[level + 1]
        if above < below:
            begin, end = ends[above], ends[below]
            parts = weights[begin:end] * solved[..., held[begin:end]]
            solved[..., sweep.rows[above:below]] += np.add.reduceat(parts, sweep.first[above:below] - begin, axis=-1)
        for loop in by_level.get(level, ()):
            solved[..., loop.nodes] = _around(loop, solved[..., loop.nodes])
    return solved


def _around(loop: Loop, owned: Floats) -> Floats:
    """What the nodes of `loop` own once its own holdings are counted; infinite where nothing bounds it."""
    if loop.step is not None:
        holder, held, share = loop.step
        first = np.flatnonzero(np.diff(holder, prepend=-1))
        counted = owned.copy()
        counted[..., holder[first]] += np.add.reduceat(share * owned[..., held], first, axis=-1)
        return counted
    reached = np.isinf(owned) if loop.inverse is not None else owned > 0
    unbound = reached.any(axis=-1, keepdims=True)
    finite = np.where(unbound, 0.0, owned)
    counted = finite if loop.inverse is None else finite @ loop.inverse.T
    return np.where(unbound, np.inf, counted)


@dataclass(frozen=True, slots=True, eq=False)
class _Ties:
    """The nodes of a loop, and which ties of the network are within it."""

    network: Network
    nodes: Indices
    ties: npt.NDArray[np.int64]

    @property
    def ends(self) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Holder and held of each tie, as places among the nodes."""
        holder, held = self.network.holder[self.ties], self.network.held[self.ties]
        return np.searchsorted(self.nodes, holder), np.searchsorted(self.nodes, held)


def _at_minimum(loop: _Ties) -> Loop:
    (holder, held), share = loop.ends, loop.network.low[loop.ties]
    if len(loop.nodes) <= LARGEST:
        shares = _dense(len(loop.nodes), holder, held, share)
        inverse = _inverse(shares, SINGULAR)
        if inverse is None:
            inverse = _inverse(shares * (1 - 1 / PARTS), np.inf)
        if inverse is not None:
            return Loop(loop.nodes, inverse)
    apart = holder != held
    return Loop(loop.nodes, step=(holder[apart], held[apart], share[apart]))


def _at_maximum(loop: _Ties) -> Loop:
    if len(loop.nodes) > LARGEST:
        return Loop(loop.nodes)
    shares = _dense(len(loop.nodes), *loop.ends, loop.network.high[loop.ties])
    return Loop(loop.nodes, _inverse(shares, SINGULAR))


def _dense(size: int, holder: npt.NDArray[np.int64], held: npt.NDArray[np.int64], share: Floats) -> Floats:
    shares = np.zeros((size, size))
    shares[holder, held] = share
    return shares


def _inverse(shares: Floats, most: float) -> Floats | None:
    """(I − W)⁻¹, or None unless it is the sum of the powers of W: a sum of what is never negative.

    That sum has no end where every column of W sums to 1 or more (its spectral radius is no less than the least of
    these sums: Horn and Johnson, *Matrix Analysis*, theorem 8.1.22). Nodes without a share in or of others change
    nothing, and are left out: at the minima, of most holdings no share is known.
    """
    if (shares.sum(axis=0) >= 1).all():
        return None
    tied = np.flatnonzero(shares.any(axis=0) | shares.any(axis=1))
    within = np.ix_(tied, tied)
    inverse = np.eye(len(shares))
    try:
        inverse[within] = np.linalg.inv(np.eye(len(tied)) - shares[within])
    except np.linalg.LinAlgError:
        return None
    largest = float(inverse.max())
    if not largest < most or inverse.min() < -1e-9 * largest:
        return None
    return np.asarray(np.maximum(inverse, 0.0))
