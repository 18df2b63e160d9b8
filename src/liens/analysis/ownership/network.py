"""Holdings as arrays: who holds how much of whom, between a minimum and a maximum."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Indices = npt.NDArray[np.int32]

PARTS = 1_000_000_000
"""Shares are told apart to this many parts of a whole; a share of "more than a half" is a half and one part."""


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """`size` nodes, numbered from 0; tie k says that `holder[k]` holds `low[k]` to `high[k]` (0–1) of `held[k]`.

    Ties are in the order of (holder, held), no pair is there twice, and no maximum is 0. Of no node do the minima sum
    to more than 1, and no maximum is more than the other holders' minima leave. `start[n]:start[n + 1]` are the ties of
    holder n. `overfull` are the nodes of which the given minima summed to more than 1.
    """

    size: int
    holder: Indices
    held: Indices
    low: Floats
    high: Floats
    start: npt.NDArray[np.int64]
    overfull: Indices


def build_network(size: int, holder: npt.ArrayLike, held: npt.ArrayLike, low: Floats, high: Floats) -> Network:
    """The network of ties given as four arrays of one length, in any order.

    Ties of one pair are parcels and add up. Where the minima of a node's holders sum to 1 + e, they cannot all be
    right: each of them falls by e, to what even all the others leave, but not below 0. Then each maximum falls to
    1 − the sum of the other holders' minima.

    Raises:
        ValueError: a node is not in 0 … size − 1, or not 0 ≤ minimum ≤ maximum ≤ 1.
    """
    ends = (np.asarray(holder, np.int64), np.asarray(held, np.int64))
    _check(size, ends, low, high)
    pair = ends[0] * size + ends[1]
    order = np.argsort(pair, kind="stable")
    pair, low, high = pair[order], low[order], high[order]
    first = np.flatnonzero(np.diff(pair, prepend=-1))
    if len(first) < len(pair):
        pair, low, high = pair[first], *(np.minimum(np.add.reduceat(side, first), 1.0) for side in (low, high))
    return _tightened(size, (pair // size).astype(np.int32), (pair % size).astype(np.int32), low, high)


def _check(size: int, ends: tuple[npt.NDArray[np.int64], ...], low: Floats, high: Floats) -> None:
    if len({len(column) for column in (*ends, low, high)}) != 1:
        raise ValueError("the four arrays must have one length")
    if len(low) and (min(e.min() for e in ends) < 0 or max(e.max() for e in ends) >= size):
        raise ValueError(f"nodes must be in 0 … {size - 1}")
    if not np.all((low >= 0) & (low <= high) & (high <= 1)):
        raise ValueError("shares must keep to 0 ≤ minimum ≤ maximum ≤ 1")


def _tightened(size: int, holder: Indices, held: Indices, low: Floats, high: Floats) -> Network:
    total = np.bincount(held, low, size)
    excess = total - 1.0
    overfull = np.flatnonzero(excess > 1 / PARTS).astype(np.int32)
    low = np.maximum(low - np.maximum(excess, 0.0)[held], 0.0)
    total = np.bincount(held, low, size)
    high = np.clip(1.0 - (total[held] - low), low, high)
    if not (kept := high > 0).all():
        holder, held, low, high = holder[kept], held[kept], low[kept], high[kept]
    start = np.concatenate(([0], np.cumsum(np.bincount(holder, minlength=size))))
    return Network(size, holder, held, low, high, start, overfull)


def in_parts(shares: Floats) -> npt.NDArray[np.int64]:
    """Shares of 0–1 in whole parts, which add up exactly in any order."""
    return np.rint(shares * PARTS).astype(np.int64)
