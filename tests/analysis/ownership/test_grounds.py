"""What findings rest on, against walks that are taken step by step."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from liens.analysis.ownership.grounds import MOST, Grounds, Ways, grounds_of
from liens.analysis.ownership.holdings import Holding

Pairs = dict[tuple[int, int], int]
"""Who holds whom among numbered nodes, and by how many claims."""
NODES = 12


def textbook(holder: int, held: int, above: bytes, children: Sequence[Sequence[tuple[int, Holding]]]) -> Grounds:
    """One holding after the other, from `holder` downwards, along those that lead to `held`."""
    found: list[Holding] = []
    reached = {holder, held}
    queue = [holder]
    for end in queue:
        for below, holding in children[end]:
            if above[below]:
                found.append(holding)
                if below not in reached:
                    reached.add(below)
                    queue.append(below)
    return grounds_of(found[:MOST])


@st.composite
def holdings(draw: st.DrawFn) -> Pairs:
    ends = st.tuples(st.integers(0, NODES - 1), st.integers(0, NODES - 1)).filter(lambda pair: pair[0] != pair[1])
    return draw(st.dictionaries(ends, st.integers(1, 2), max_size=90))


def reaching(held: int, pairs: Pairs) -> bytes:
    """For each node, 1 if it is `held` or has some of it."""
    reached = {held}
    for _ in range(NODES):
        reached |= {above for above, below in pairs if below in reached}
    return bytes(node in reached for node in range(NODES))


@given(holdings())
@settings(max_examples=300, deadline=None)
def test_ways_are_those_of_a_walk_step_by_step(pairs: Pairs) -> None:
    children: list[list[tuple[int, Holding]]] = [[] for _ in range(NODES)]
    for (above, below), count in pairs.items():
        claims = tuple(f"{above}-{below}-{number}" for number in range(count))
        children[above].append((below, Holding(str(above), str(below), 0.1, 0.1, claims=claims)))
    ways = Ways([[h for _, h in each] for each in children], [[node for node, _ in each] for each in children])
    for held in range(NODES):
        leads = reaching(held, pairs)
        for holder in range(NODES):
            if leads[holder] and holder != held:
                assert ways.down(holder, held, leads) == textbook(holder, held, leads, children)


def test_the_holdings_named_are_limited_to_the_nearest() -> None:
    many = [[Holding("0", str(n), 0.1, 0.1, claims=(f"c{n}",)) for n in range(1, MOST + 10)]]
    ways = Ways(many + [[]] * (MOST + 9), [list(range(1, MOST + 10))] + [[]] * (MOST + 9))
    assert ways.down(0, 3, b"\1" * (MOST + 10)) == Grounds(tuple(f"c{n}" for n in range(1, MOST + 1)))
