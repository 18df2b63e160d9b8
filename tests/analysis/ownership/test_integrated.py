"""Integrated ownership against hand-computed cases, a dense reference and the properties it must have."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liens.analysis.ownership import integrated
from liens.analysis.ownership.integrated import integrated_shares, integrated_value
from liens.analysis.ownership.network import Floats, build_network
from tests.analysis.ownership.networks import Tie, exact, network

A_CHAIN = [exact(0, 1, 0.6), exact(1, 2, 0.5)]
TWO_WAYS = [exact(0, 1, 0.5), exact(0, 2, 0.4), exact(1, 2, 0.2)]
# 0 holds half of 1; 1 and 2 hold 20 % and 50 % of each other. A walk up from 2 meets 0 by 1 (0.5) → 0 (0.5), and goes
# round 1 → 2 → 1 with 0.2 · 0.5 = 0.1 each time: 0.25 / 0.9. From 1: 0.5 / 0.9.
A_LOOP = [exact(0, 1, 0.5), exact(2, 1, 0.2), exact(1, 2, 0.5)]


@pytest.mark.parametrize(
    ("ties", "holder", "held", "share"),
    [
        (A_CHAIN, 0, 2, 0.3),
        (A_CHAIN, 2, 0, 0.0),
        (TWO_WAYS, 0, 2, 0.5),
        (A_LOOP, 0, 1, 0.5 / 0.9),
        (A_LOOP, 0, 2, 0.25 / 0.9),
        (A_LOOP, 1, 2, 0.5),
        (A_LOOP, 1, 1, 0.1),
    ],
)
def test_cases_computed_by_hand(ties: list[Tie], holder: int, held: int, share: float) -> None:
    low, high = integrated_shares(network(3, *ties))
    assert low[holder, held] == pytest.approx(share, abs=1e-12)
    assert high[holder, held] == pytest.approx(share, abs=1e-12)


def test_ranges_give_bounds() -> None:
    low, high = integrated_shares(network(3, (0, 1, 0.5, 1.0), exact(1, 2, 0.5)))
    assert (low[0, 2], high[0, 2]) == (0.25, 0.5)


def test_an_unknown_share_is_at_most_what_the_others_leave() -> None:
    low, high = integrated_shares(network(3, exact(0, 2, 0.7), (1, 2, 0.0, 1.0)))
    assert low[1, 2] == 0
    assert high[1, 2] == pytest.approx(0.3)


def test_minima_that_cannot_all_be_right_fall_by_the_excess() -> None:
    overfull = network(3, exact(0, 2, 0.6), exact(1, 2, 0.6))
    assert overfull.overfull.tolist() == [2]
    low, high = integrated_shares(overfull)
    assert low[:2, 2].tolist() == pytest.approx([0.4, 0.4])
    assert high[:2, 2].tolist() == pytest.approx([0.6, 0.6])


def test_two_that_hold_each_other_whole() -> None:
    low, high = integrated_shares(network(2, exact(0, 1, 1.0), exact(1, 0, 1.0)))
    assert low[0, 1] == pytest.approx(1, abs=1e-8)
    assert high[0, 1] == 1


def test_what_nothing_bounds_is_at_most_the_whole() -> None:
    low, high = integrated_shares(network(3, exact(0, 1, 0.0), (1, 2, 0.0, 1.0), (2, 1, 0.0, 1.0), (0, 2, 0.1, 1.0)))
    assert (low[0, 1], high[0, 1]) == (0.0, 1.0)
    assert (low[0, 2], high[0, 2]) == (0.1, 1.0)
    assert high[1, 0] == 0


def test_a_loop_too_large_is_bounded_still(monkeypatch: pytest.MonkeyPatch) -> None:
    loop = network(4, exact(0, 1, 0.5), exact(1, 2, 0.5), exact(2, 1, 0.4), exact(2, 3, 0.5))
    low, high = integrated_shares(loop)
    monkeypatch.setattr(integrated, "LARGEST", 1)
    wide_low, wide_high = integrated_shares(loop)
    assert (wide_low <= low).all()
    assert (wide_high >= high).all()
    assert (wide_low[2, 1], wide_high[2, 1]) == (0.4, 1.0)


def test_value_is_what_is_owned_of_others() -> None:
    low, high = integrated_value(network(3, *A_CHAIN), [100.0, 10.0, 4.0])
    assert low.tolist() == pytest.approx([0.6 * 10 + 0.3 * 4, 0.5 * 4, 0])
    assert high.tolist() == pytest.approx(low.tolist())


def test_a_long_chain_needs_no_recursion() -> None:
    size = 3_000
    ends = np.arange(size - 1), np.arange(1, size)
    low, _ = integrated_value(build_network(size, *ends, np.ones(size - 1), np.ones(size - 1)), np.ones(size))
    assert low[0] == size - 1


def test_a_long_ring_needs_no_recursion() -> None:
    size = 600
    share = np.full(size, 0.5)
    low, _ = integrated_value(build_network(size, range(size), np.roll(range(size), -1), share, share), np.ones(size))
    assert low[0] == pytest.approx(1)


@pytest.mark.parametrize(
    ("tie", "message"),
    [((0, 2, 0.1, 0.2), "nodes must be"), ((0, 1, 0.3, 0.2), "minimum"), ((0, 1, 0.3, 1.2), "minimum")],
)
def test_what_is_no_network_is_refused(tie: Tie, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        network(2, tie)


def test_values_must_fit() -> None:
    with pytest.raises(ValueError, match="one value"):
        integrated_value(network(2, exact(0, 1, 0.5)), [1.0])


def reference(shares: Floats) -> Floats:
    """The formula itself, on a dense matrix or a stack of them."""
    unit = np.eye(shares.shape[-1])
    inverse = np.linalg.inv(unit - shares)
    return (inverse - unit) / np.diagonal(inverse, axis1=-2, axis2=-1)[..., None]


BLOCKS, BLOCK = 10_000, 5


def random_blocks(seed: int, scale: float) -> Floats:
    """`BLOCKS` random networks with loops; the shares of no company sum to more than 0.98."""
    rng = np.random.default_rng(seed)
    shares = rng.random((BLOCKS, BLOCK, BLOCK)) * (rng.random((BLOCKS, BLOCK, BLOCK)) < 0.45)
    shares /= np.maximum(shares.sum(axis=1, keepdims=True) / 0.98, 1)
    return shares * scale


def test_bounds_hold_in_ten_thousand_random_networks_with_loops() -> None:
    low, high = random_blocks(3, 0.8), random_blocks(3, 1.0)
    block, holder, held = np.nonzero(high)
    whole = build_network(BLOCKS * BLOCK, block * BLOCK + holder, block * BLOCK + held, low[high > 0], high[high > 0])
    values = np.zeros((BLOCKS, BLOCK))
    values[:, 0] = 1.0
    found = [side.reshape(BLOCKS, BLOCK) for side in integrated_value(whole, values.ravel())]
    true = reference(random_blocks(3, 0.9))[:, :, 0]
    assert np.allclose(found[0], reference(low)[:, :, 0], atol=1e-12)
    assert np.allclose(found[1], reference(high)[:, :, 0], atol=1e-12)
    assert (found[0] <= true + 1e-12).all()
    assert (true <= found[1] + 1e-12).all()
    assert (found[0] >= 0).all()
    assert (found[1] <= 1 + 1e-12).all()


ranges = st.tuples(st.integers(0, 100), st.integers(0, 100)).map(lambda pair: (min(pair) / 100, max(pair) / 100))
ties = st.dictionaries(st.tuples(st.integers(0, 5), st.integers(0, 5)), ranges, max_size=14).map(
    lambda found: [(*pair, *share) for pair, share in found.items()]
)


@settings(max_examples=150, deadline=None)
@given(ties, st.randoms(use_true_random=False))
def test_whatever_is_said_bounds_hold_and_order_changes_nothing(found: list[Tie], random: object) -> None:
    low, high = integrated_shares(network(6, *found))
    assert (low >= 0).all()
    assert (low <= high).all()
    assert (high <= 1).all()
    shuffled = list(found)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    again = integrated_shares(network(6, *shuffled))
    assert np.array_equal(low, again[0])
    assert np.array_equal(high, again[1])


@settings(max_examples=100, deadline=None)
@given(ties, st.integers(0, 5), st.integers(0, 5))
def test_a_higher_minimum_lowers_nothing(found: list[Tie], holder: int, held: int) -> None:
    fair = [(a, b, low / 6, low / 6) for a, b, low, _ in found if (a, b) != (holder, held)]
    less, _ = integrated_shares(network(6, *fair))
    more, _ = integrated_shares(network(6, *fair, exact(holder, held, 0.15)))
    assert (more >= less - 1e-12).all()


@given(st.lists(st.lists(st.sampled_from([0.0, 0.0, 0.0, 0.1, 0.4]), min_size=6, max_size=6), min_size=6, max_size=6))
def test_nodes_without_shares_change_no_inverse(rows: list[list[float]]) -> None:
    shares = np.array(rows)
    grows = bool(np.max(np.abs(np.linalg.eigvals(shares))) >= 1 - 1e-6)
    inverse = integrated._inverse(shares, integrated.SINGULAR)
    if inverse is None:
        assert grows
    else:
        assert not (shares.sum(axis=0) >= 1).all()
        assert np.allclose(inverse, np.linalg.inv(np.eye(6) - shares), atol=1e-9)


def test_a_loop_held_whole_all_round_has_no_inverse() -> None:
    assert (
        integrated._inverse(np.array([[0.0, 1.0, 0.5], [0.5, 0.0, 0.5], [0.5, 0.0, 0.0]]), integrated.SINGULAR) is None
    )
