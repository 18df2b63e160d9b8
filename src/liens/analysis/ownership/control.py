"""Control: x controls y if x, together with all that x controls, holds more than half of y.

The set that x controls is the least fixed point of that rule. It is found by a worklist from x: each company that joins
brings its holdings, and a company whose sum passes the half joins in turn. Every holder is tried that holds more than
half of anything alone, for without a first company there is no second. Sums are whole parts of a billion, so that they
do not depend on the order of adding.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from liens.analysis.ownership.network import PARTS, Indices, Network, in_parts

HALF = PARTS // 2
Pairs = tuple[Indices, Indices]


def control_pairs(network: Network) -> Pairs:
    """All (controlling, controlled) pairs of nodes, in order, that hold whatever the shares are within their ranges."""
    share = in_parts(network.low)
    start, held, shares = network.start.tolist(), network.held.tolist(), share.tolist()

    def group(holder: int) -> list[int]:
        sums: dict[int, int] = {}
        members, reached = {holder}, [holder]
        for member in reached:
            for tie in range(start[member], start[member + 1]):
                company = held[tie]
                if company not in members:
                    sums[company] = total = sums.get(company, 0) + shares[tie]
                    if total > HALF:
                        members.add(company)
                        reached.append(company)
        return reached[1:]

    return _pairs(network, share, group)


def possible_pairs(network: Network) -> Pairs:
    """As `control_pairs`, those that some shares within their ranges may allow.

    A group holds no more than its maxima, and no more than the minima of all others leave. Each sum is taken at its
    best, so a pair may be here that no one choice of shares makes true; none is missing.
    """
    low, high = in_parts(network.low), in_parts(network.high)
    free = PARTS - np.bincount(network.held, low, network.size).astype(np.int64)
    start, held, lows, highs = network.start.tolist(), network.held.tolist(), low.tolist(), high.tolist()

    def group(holder: int) -> list[int]:
        most: dict[int, int] = {}
        left: dict[int, int] = {}
        members, reached = {holder}, [holder]
        for member in reached:
            for tie in range(start[member], start[member + 1]):
                company = held[tie]
                if company not in members:
                    most[company] = most.get(company, 0) + highs[tie]
                    left[company] = left.get(company, int(free[company])) + lows[tie]
                    if min(most[company], left[company]) > HALF:
                        members.add(company)
                        reached.append(company)
        return reached[1:]

    return _pairs(network, high, group)


def _pairs(network: Network, share: npt.NDArray[np.int64], group: Callable[[int], list[int]]) -> Pairs:
    """The group of every holder that holds more than half of something alone.

    A holder all of whose companies hold nothing themselves controls just these, and needs no worklist.
    """
    alone = share > HALF
    holder, company = network.holder[alone], network.held[alone]
    leads = np.unique(holder[np.diff(network.start)[company] > 0])
    plain = ~np.isin(holder, leads)
    sizes, companies = list[int](), list[int]()
    for member in leads.tolist():
        found = group(member)
        sizes.append(len(found))
        companies += found
    above = np.concatenate((holder[plain], np.repeat(leads, np.array(sizes, np.int64))))
    below = np.concatenate((company[plain], np.array(companies, np.int32)))
    order = np.lexsort((below, above))
    return above[order], below[order]


def ultimate_holders(pairs: Pairs) -> Pairs:
    """Those of `pairs` whose controlling node is controlled by nobody, or only by nodes that it controls itself."""
    known = set(zip(pairs[0].tolist(), pairs[1].tolist(), strict=True))
    topped = {below for above, below in known if (below, above) not in known}
    top = np.array([above not in topped for above in pairs[0].tolist()], bool)
    return pairs[0][top], pairs[1][top]
