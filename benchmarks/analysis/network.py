"""An invented ownership network of the size and shape of Vitali, Glattfelder and Battiston 2011, *The network of global
corporate control*: 600,508 nodes and 1,006,987 ties, heavy tails, a core of about 1,300 that hold each other, and
small rings elsewhere. Every number comes from a seed."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

NODES, TIES = 600_000, 1_000_000
CORE, CORE_TIES = 1_300, 9_000
RINGS, WINDOW = 4_000, 50

Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Ties = tuple[Integers, Integers, Floats, Floats]


def draw(closed: float | None = None, nodes: int = NODES, ties: int = TIES, seed: int = 7) -> Ties:
    """Holder, held, minimum and maximum share of about `ties` ties, in random order.

    Holders stand above what they hold (lower numbers), but for the core and the rings; how much a node holds has a
    heavy tail (Pareto, exponent 1.3). Of each company 30–95 % is held by somebody in the network, of those of the core
    `closed` if given; a minimum is up to 10 % below the share itself, a maximum up to 5 % above it.
    """
    rng = np.random.default_rng(seed)
    scale = nodes / NODES
    holder, held = _hierarchy(rng, nodes, ties - int(scale * (CORE_TIES + 4 * RINGS)))
    core = rng.integers(0, max(int(scale * CORE), 4), (2, int(scale * CORE_TIES)))
    rings = np.concatenate([_ring(rng, nodes) for _ in range(int(scale * RINGS))], axis=1)
    holder, held = np.concatenate((holder, core[0], rings[0])), np.concatenate((held, core[1], rings[1]))
    pair = np.unique(holder * nodes + held)
    pair = rng.permutation(pair[pair // nodes != pair % nodes])
    holder, held = pair // nodes, pair % nodes
    weight = rng.pareto(1.0, len(pair)) + 0.1
    part = rng.uniform(0.3, 0.95, nodes)
    below, above = rng.uniform(0.9, 1.0, len(pair)), rng.uniform(1.0, 1.05, len(pair))
    if closed is not None:
        part[:CORE] = closed
        below[held < CORE] = above[held < CORE] = 1.0
    share = weight / np.bincount(held, weight, nodes)[held] * part[held]
    return holder, held, share * below, np.minimum(share * above, 1.0)


def values(nodes: int = NODES, seed: int = 1) -> Floats:
    """What each company is worth by itself."""
    return np.random.default_rng(seed).pareto(1.5, nodes)


def _hierarchy(rng: np.random.Generator, nodes: int, ties: int) -> tuple[Integers, Integers]:
    weight = np.cumsum(rng.pareto(1.3, nodes) + 0.05)
    holder = np.searchsorted(weight, rng.random(ties) * weight[-1])
    held = rng.integers(0, nodes, ties)
    return np.minimum(holder, held), np.maximum(holder, held)


def _ring(rng: np.random.Generator, nodes: int) -> Integers:
    """Two to six neighbours, each of whom holds the next and the last of whom the first."""
    members = rng.integers(0, nodes - WINDOW) + np.sort(rng.choice(WINDOW, rng.integers(2, 7), replace=False))
    return np.stack((members, np.roll(members, -1)))
