"""Indices against the gold case and cases computed by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liens.analysis.concentration import MarketShare, concentration_index
from liens.analysis.ownership.holdings import Basis, Holding


def shares(**firms: float) -> list[MarketShare]:
    return [MarketShare(firm, share, share, f"{firm}.csv") for firm, share in firms.items()]


def holds(holder: str, held: str, share: float, basis: Basis = Basis.UNKNOWN) -> Holding:
    return Holding(holder, held, share, share, basis, claims=(f"{holder}-{held}",))


ONE_OWNER = [holds("x", "a", 1.0), holds("x", "b", 1.0)]
PASSIVE = [
    holds("x", "a", 1.0),
    holds("x", "b", 0.25, Basis.ECONOMIC),
    holds("y", "b", 0.75, Basis.ECONOMIC),
    holds("y", "b", 1.0, Basis.VOTES),
]
# γ and β alike. For a: x has 0.6² + y 0.4² = 0.52 of its own; of b, 0.6 · 0.2 + 0.4 · 0.3 = 0.24. For b, whose third
# owner is nobody's: 0.2² + 0.3² + 0.5² = 0.38; of a, 0.24. Δ = 0.25 · (0.24 / 0.52 + 0.24 / 0.38) · 10,000.
PARTIAL = [
    holds("x", "a", 0.6),
    holds("y", "a", 0.4),
    holds("x", "b", 0.2),
    holds("y", "b", 0.3),
    holds("z", "b", 0.5),
]


@pytest.mark.parametrize(
    ("holdings", "delta"),
    [
        (ONE_OWNER, 5000),
        ([holds("x", "a", 1.0), holds("y", "b", 1.0)], 0),
        ([holds("x", "a", 0.1), holds("x", "b", 0.1)], 5000),
        (PASSIVE, 625),
        (PARTIAL, 2500 * (0.24 / 0.52 + 0.24 / 0.38)),
    ],
)
def test_two_equal_firms(holdings: list[Holding], delta: float) -> None:
    index = concentration_index(shares(a=0.5, b=0.5), holdings)
    assert index.hhi == (5000, 5000)
    assert index.delta == pytest.approx(delta)
    assert index.mhhi == pytest.approx(5000 + delta)
    assert sum(overlap.points for overlap in index.overlaps) == pytest.approx(delta)
    assert set(index.grounds.claims) == {claim for holding in holdings for claim in holding.claims}
    assert index.grounds.sources == ("a.csv", "b.csv")


def test_without_owners_there_is_no_mhhi() -> None:
    index = concentration_index(shares(a=0.5, b=0.5))
    assert (index.mhhi, index.delta) == (None, None)


def test_a_holding_of_unknown_size_is_left_out_and_told() -> None:
    unknown = Holding("x", "b")
    index = concentration_index(shares(a=0.5, b=0.5), [holds("x", "a", 1.0), unknown])
    assert index.delta == 0
    assert index.left_out == (unknown,)


def test_shares_known_in_part_give_bounds_and_no_mhhi() -> None:
    index = concentration_index(shares(a=0.5, b=0.3), ONE_OWNER)
    assert index.hhi == pytest.approx((3400, 3800))
    assert index.mhhi is None
    wide = concentration_index([MarketShare("a", 0.4, 0.6), MarketShare("b", 0.3, 0.3)])
    assert wide.hhi == pytest.approx((2500, 5400))


@pytest.mark.parametrize(
    ("given_shares", "message"),
    [
        ([MarketShare("a", 0.5, 0.5), MarketShare("a", 0.5, 0.5)], "twice"),
        ([MarketShare("a", 0.5, 1.5)], "minimum"),
        ([MarketShare("a", 0.7, 0.7), MarketShare("b", 0.7, 0.7)], "more than 1"),
    ],
)
def test_impossible_shares_are_refused(given_shares: list[MarketShare], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        concentration_index(given_shares)


@given(st.lists(st.integers(1, 100), min_size=1, max_size=6), st.lists(st.integers(1, 50), min_size=6, max_size=6))
def test_one_owner_of_all_makes_a_monopoly_and_bounds_hold(sizes: list[int], parts: list[int]) -> None:
    firms = {f"f{n}": size / sum(sizes) for n, size in enumerate(sizes)}
    common = [holds("x", firm, part / 100) for firm, part in zip(firms, parts, strict=False)]
    index = concentration_index(shares(**firms), common)
    assert 0 < index.hhi[0] <= index.hhi[1] + 1e-6 <= 10_000 + 1e-5
    assert index.delta is not None
    assert index.delta >= 0
    if len(set(parts[: len(sizes)])) == 1:
        assert index.mhhi == pytest.approx(10_000)
