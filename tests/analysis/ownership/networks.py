"""Networks as lists of ties."""

from __future__ import annotations

import numpy as np

from liens.analysis.ownership.network import Network, build_network

Tie = tuple[int, int, float, float]


def network(size: int, *ties: Tie) -> Network:
    """A network of (holder, held, minimum, maximum)."""
    columns = list(zip(*ties, strict=True)) or [(), (), (), ()]
    holder, held = (np.array(column, np.int64) for column in columns[:2])
    low, high = (np.array(column, np.float64) for column in columns[2:])
    return build_network(size, holder, held, low, high)


def exact(holder: int, held: int, share: float) -> Tie:
    return holder, held, share, share
