"""Loops (companies that hold each other, directly or in a ring) and the order in which a network is worked through.

Strongly connected components by Tarjan (1972, *Depth-first search and linear graph algorithms*), without recursion.
Nodes that no loop can be reached from, or that cannot be reached from one, are set aside first, level by level
(Kahn 1962, *Topological sorting of large networks*): in ownership these are most.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from liens.analysis.ownership.network import Indices, Network

Nodes = npt.NDArray[np.intp] | Indices


@dataclass(frozen=True, slots=True, eq=False)
class Order:
    """`level[n]` is above the levels of all that node n holds, apart from those in a loop with it, which share its
    level. `loops` are the nodes of each loop, ascending; a node that holds itself is a loop of its own. `label[n]` is
    the number of the loop that n is in, −1 outside loops."""

    level: Indices
    loops: tuple[Indices, ...]
    label: Indices


def find_order(network: Network) -> Order:
    """The levels and loops of `network`, in time linear in its size."""
    level = _peel(network.size, network.holder, network.held)
    rest = (level < 0)[network.holder]
    holder, held = network.holder[rest], network.held[rest]
    core = (_peel(network.size, held, holder) < 0)[held]
    loops = _loops(holder[core], held[core])
    label = np.full(network.size, -1, np.int32)
    one = np.arange(network.size, dtype=np.int32)
    for number, loop in enumerate(loops):
        label[loop] = number
        one[loop] = loop[0]
    if loops:
        ends = one[network.holder], one[network.held]
        apart = ends[0] != ends[1]
        level = _peel(network.size, ends[0][apart], ends[1][apart])[one]
    return Order(level, loops, label)


def _loops(holder: Indices, held: Indices) -> tuple[Indices, ...]:
    """The loops among ties, by their first nodes."""
    nodes, places = np.unique(np.concatenate((holder, held)), return_inverse=True)
    above, below = np.split(places, 2)
    order = np.argsort(above, kind="stable")
    above, below = above[order], below[order]
    start = np.concatenate(([0], np.cumsum(np.bincount(above, minlength=len(nodes)))))
    groups = _components(start.tolist(), below.tolist(), len(nodes))
    selfish = set(above[above == below].tolist())
    found = (nodes[sorted(group)] for group in groups if len(group) > 1 or group[0] in selfish)
    return tuple(sorted(found, key=lambda loop: int(loop[0])))


def _peel(size: int, holder: Indices, held: Indices) -> Indices:
    """Levels of the nodes from which no loop can be reached, −1 for all others."""
    level = np.full(size, -1, np.int32)
    left = np.bincount(holder, minlength=size)
    holders = holder[np.argsort(held, kind="stable")]
    start = np.concatenate(([0], np.cumsum(np.bincount(held, minlength=size))))
    front: Nodes = np.flatnonzero(left == 0)
    depth = 0
    while len(front):
        level[front] = depth
        owners, times = np.unique(holders[_ranges(start, front)], return_counts=True)
        left[owners] -= times
        front = owners[left[owners] == 0]
        depth += 1
    return level


def _ranges(start: npt.NDArray[np.int64], nodes: Nodes) -> npt.NDArray[np.int64]:
    """The positions `start[n] … start[n + 1] − 1` of all `nodes`, in a row."""
    sizes = start[nodes + 1] - start[nodes]
    shift = start[nodes] - np.concatenate(([0], np.cumsum(sizes)[:-1]))
    return np.repeat(shift, sizes) + np.arange(sizes.sum())


def _components(start: list[int], held: list[int], size: int) -> list[list[int]]:
    """The strongly connected components of nodes 0 … `size` − 1; `held[start[n]:start[n + 1]]` are what n holds."""
    seen, lowest, done = [0] * size, [0] * size, [False] * size
    cursor, pending, groups, count = start[:size], list[int](), list[list[int]](), 0
    for root in range(size):
        path = [] if seen[root] else [root]
        while path:
            node = path[-1]
            if not seen[node]:
                count += 1
                seen[node] = lowest[node] = count
                pending.append(node)
            place, end, least = cursor[node], start[node + 1], lowest[node]
            while place < end and seen[other := held[place]]:
                if not done[other] and lowest[other] < least:
                    least = lowest[other]
                place += 1
            cursor[node], lowest[node] = place, least
            if place < end:
                path.append(held[place])
                continue
            path.pop()
            if least == seen[node]:
                group = [pending.pop()]
                while group[-1] != node:
                    group.append(pending.pop())
                groups.append(group)
                for member in group:
                    done[member] = True
    return groups
