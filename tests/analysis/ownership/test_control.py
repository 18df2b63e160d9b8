"""Control against cases by hand and a slow fixpoint straight from its definition."""

from __future__ import annotations

from itertools import chain

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liens.analysis.ownership.control import Pairs, control_pairs, possible_pairs, ultimate_holders
from liens.analysis.ownership.network import build_network
from tests.analysis.ownership.networks import Tie, exact, network


def as_set(pairs: Pairs) -> set[tuple[int, int]]:
    return set(zip(pairs[0].tolist(), pairs[1].tolist(), strict=True))


def textbook(size: int, ties: list[Tie]) -> set[tuple[int, int]]:
    """Add whoever is controlled until nothing is added; shares in hundredths."""
    found: set[tuple[int, int]] = set()
    while True:
        more = {
            (x, y)
            for x in range(size)
            for y in range(size)
            if x != y and sum(round(100 * s) for h, c, s, _ in ties if c == y and (h == x or (x, h) in found)) > 50
        }
        if more <= found:
            return found
        found |= more


JOINTLY = [exact(0, 1, 0.6), exact(0, 2, 0.3), exact(1, 2, 0.3)]
BY_A_RING = [exact(0, 1, 0.51), exact(1, 2, 0.51), exact(2, 3, 0.3), exact(1, 3, 0.25), exact(3, 2, 0.2)]


@pytest.mark.parametrize(
    ("ties", "pairs"),
    [
        ([exact(0, 1, 0.5)], set()),
        ([(0, 1, 0.500000001, 1.0)], {(0, 1)}),
        ([exact(0, 1, 0.6), exact(1, 2, 0.6)], {(0, 1), (0, 2), (1, 2)}),
        (JOINTLY, {(0, 1), (0, 2)}),
        ([exact(0, 1, 0.2), exact(0, 2, 0.3), exact(1, 2, 0.3)], set()),
        (BY_A_RING, {(0, 1), (0, 2), (0, 3), (1, 2), (1, 3)}),
        ([exact(0, 1, 0.6), exact(1, 0, 0.6)], {(0, 1), (1, 0)}),
        ([exact(0, 0, 0.6)], set()),
    ],
)
def test_cases_by_hand(ties: list[Tie], pairs: set[tuple[int, int]]) -> None:
    assert as_set(control_pairs(network(4, *ties))) == pairs


def test_possible_control_is_what_the_others_leave() -> None:
    ties = [(0, 2, 0.2, 1.0), exact(1, 2, 0.45), (0, 3, 0.0, 1.0), exact(1, 3, 0.5)]
    assert as_set(control_pairs(network(4, *ties))) == set()
    assert as_set(possible_pairs(network(4, *ties))) == {(0, 2)}


def test_a_group_holds_no_more_than_the_others_leave() -> None:
    """0 and what it controls may hold up to 30 % each of 2, but the others hold 45 % at least."""
    ties = [exact(0, 1, 0.9), (0, 2, 0.0, 0.3), (1, 2, 0.0, 0.3), exact(3, 2, 0.45)]
    assert as_set(possible_pairs(network(4, *ties))) == {(0, 1), (0, 2)}
    held_harder = [*ties[:3], exact(3, 2, 0.5)]
    assert as_set(possible_pairs(network(4, *held_harder))) == {(0, 1)}


@pytest.mark.parametrize(
    ("ties", "top"),
    [
        ([exact(0, 1, 0.6), exact(1, 2, 0.6)], {(0, 1), (0, 2)}),
        ([exact(0, 1, 0.6), exact(1, 0, 0.6), exact(1, 2, 0.6)], {(0, 1), (1, 0), (0, 2), (1, 2)}),
        ([exact(0, 1, 0.4)], set()),
    ],
)
def test_ultimate_holders_are_controlled_by_nobody_beyond_their_ring(
    ties: list[Tie], top: set[tuple[int, int]]
) -> None:
    assert as_set(ultimate_holders(control_pairs(network(3, *ties)))) == top


sums = st.lists(st.integers(0, 60), min_size=5, max_size=5)


@settings(max_examples=200, deadline=None)
@given(st.lists(sums, min_size=5, max_size=5), st.randoms(use_true_random=False))
def test_control_equals_the_textbook_fixpoint(rows: list[list[int]], random: object) -> None:
    totals = [max(100, sum(row[held] for row in rows)) for held in range(5)]
    ties = [
        exact(holder, held, (100 * share // totals[held]) / 100)
        for holder, row in enumerate(rows)
        for held, share in enumerate(row)
        if 100 * share // totals[held] and share > 12
    ]
    expected = textbook(5, ties)
    assert as_set(control_pairs(network(5, *ties))) == expected
    assert expected <= as_set(possible_pairs(network(5, *ties)))
    random.shuffle(ties)  # type: ignore[attr-defined]
    assert as_set(control_pairs(network(5, *ties))) == expected


def test_control_equals_the_textbook_fixpoint_in_many_loops_at_once() -> None:
    rng = np.random.default_rng(5)
    blocks = [_block(rng) for _ in range(400)]
    shifted = [[(h + 6 * k, c + 6 * k, s, s) for h, c, s, _ in block] for k, block in enumerate(blocks)]
    columns = [np.array(column) for column in zip(*chain(*shifted), strict=True)]
    found = as_set(control_pairs(build_network(6 * len(blocks), *columns)))
    expected = {(x + 6 * k, y + 6 * k) for k, block in enumerate(blocks) for x, y in textbook(6, block)}
    assert found == expected
    assert len(expected) > len(blocks)


def _block(rng: np.random.Generator) -> list[Tie]:
    """Six companies; the holders of each share it out in whole hundredths, most to one."""
    ties = []
    for held in range(6):
        holders = rng.permutation([node for node in range(6) if node != held])[: rng.integers(1, 4)]
        cuts = np.sort(rng.integers(1, 100, len(holders)))
        shares = np.diff(cuts, prepend=0)
        ties += [exact(int(h), held, int(s) / 100) for h, s in zip(holders, shares, strict=True) if s]
    return ties
