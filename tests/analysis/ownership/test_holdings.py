"""From claims to holdings: sizes, bases, dates, and what is no holding."""

from __future__ import annotations

import pytest

from liens.analysis.ownership.holdings import Basis, Holding, find_holdings, for_ownership, for_votes, joined
from liens.model import Status, Terms
from tests.invented import MARKET, Book, one_claim_each

S = Status
STAKE = ("Colossa", "holds_stake_in", "Voltane")
UNIT = ("Voltane", "subsidiary_of", "Colossa")
DEAL = ("Colossa", "acquires", "Voltane")
Told = tuple[str, Status, str | None, Terms]


def told(day: str, pct: float | None = None, status: Status = S.ASSERTED, **terms: str) -> Told:
    return day, status, None, Terms(stake_pct=pct, **terms)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("triple", "claims", "expected"),
    [
        (STAKE, [told("2024-01-01", 30)], [(0.3, 0.3, False)]),
        (STAKE, [told("2024-01-01")], [(None, None, False)]),
        (STAKE, [told("2024-01-01", 30), told("2024-01-20", 32)], [(0.3, 0.32, False)]),
        (STAKE, [told("2023-01-01", 10), told("2024-01-20", 32)], [(0.32, 0.32, False)]),
        (STAKE, [told("2023-01-01", 10), told("2024-01-20")], [(0.1, 0.1, False)]),
        (STAKE, [told("2024-01-01", 130)], [(None, None, False)]),
        (STAKE, [told("2024-01-01", 30, S.PLANNED)], []),
        (STAKE, [told("2024-01-01", 30, S.ALLEGED)], []),
        (STAKE, [told("2024-01-01", 30, S.DENIED)], []),
        (STAKE, [told("2024-01-01", 30), told("2024-02-01", None, S.ENDED)], []),
        (STAKE, [told("2024-03-01", 30), told("2024-02-01", None, S.ENDED)], [(0.3, 0.3, False)]),
        (STAKE, [told("2024-01-01", 30, instrument="warrant for shares")], []),
        (STAKE, [told("2024-01-01", 30, instrument="convertible note")], []),
        (UNIT, [told("2024-01-01")], [(0.5, 1.0, True)]),
        (UNIT, [told("2024-01-01", 80)], [(0.8, 0.8, False)]),
        (DEAL, [told("2024-01-01")], [(0.5, 1.0, True)]),
        (DEAL, [told("2024-01-01", None, S.PLANNED)], []),
        (("Colossa", "supplies", "Voltane"), [told("2024-01-01", 30)], []),
        (("Colossa", "acquires", "Model Act"), [told("2024-01-01", 30)], []),
        (("Ada Quill", "subsidiary_of", "Colossa"), [told("2024-01-01", 30)], []),
    ],
)
def test_what_claims_make_a_holding(
    triple: tuple[str, str, str], claims: list[Told], expected: list[tuple[float | None, float | None, bool]]
) -> None:
    found = find_holdings(one_claim_each(triple, *claims).view(), MARKET)
    assert [(h.low, h.high, h.above) for h in found] == expected
    assert all((h.holder, h.held) == ("colossa", "voltane") and h.claims for h in found)


@pytest.mark.parametrize(
    ("words", "basis"),
    [
        ("voting shares", Basis.VOTES),
        ("non-voting shares", Basis.ECONOMIC),
        ("shares without voting rights", Basis.ECONOMIC),
        ("share of the profits", Basis.ECONOMIC),
        ("on a fully diluted basis", Basis.DILUTED),
        ("common stock", Basis.UNKNOWN),
    ],
)
def test_the_basis_is_what_the_words_say(words: str, basis: Basis) -> None:
    found = find_holdings(one_claim_each(STAKE, told("2024-01-01", 30, instrument=words)).view(), MARKET)
    assert [h.basis for h in found] == [basis]


def test_as_of_a_day() -> None:
    view = one_claim_each(
        STAKE, told("2023-01-01", 10), told("2024-01-01", 30), told("2025-01-01", None, S.ENDED)
    ).view()
    assert [h.low for h in find_holdings(view, MARKET, "2023-06-01")] == [0.1]
    assert [h.low for h in find_holdings(view, MARKET, "2024-06-01")] == [0.3]
    assert find_holdings(view, MARKET, "2022-06-01") == ()
    assert find_holdings(view, MARKET) == ()


def test_two_ties_of_a_pair_are_one_holding() -> None:
    book = Book()
    document = book.document("Voltane, a unit of Colossa, is held to 75 percent by it.", published="2024-01-01")
    unit = book.claim(document, "a unit of Colossa", UNIT)
    stake = book.claim(document, "held to 75 percent", STAKE, terms=Terms(stake_pct=75))
    [holding] = find_holdings(book.view(), MARKET)
    assert (holding.low, holding.high, holding.above) == (0.75, 0.75, False)
    assert set(holding.claims) == {unit.id, stake.id}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ([(0.5, 1.0, True), (0.3, 0.3, False)], (0.3, 1.0, False)),
        ([(0.2, 0.4, False), (0.3, 0.6, False)], (0.3, 0.4, False)),
        ([(None, None, False), (0.3, 0.6, False)], (0.3, 0.6, False)),
        ([(0.5, 1.0, True), (0.5, 0.5, False)], (0.5, 1.0, False)),
        ([(None, None, False), (None, None, False)], (None, None, False)),
    ],
)
def test_joining(
    words: list[tuple[float | None, float | None, bool]], expected: tuple[float | None, float | None, bool]
) -> None:
    holdings = [
        Holding("a", "b", low, high, above=above, source=f"line {n}") for n, (low, high, above) in enumerate(words)
    ]
    [one] = joined(holdings)
    assert (one.low, one.high, one.above) == expected
    assert joined(reversed(holdings)) == (one,)
    assert one.source is not None
    assert one.source.count("line") == len(words)


def test_votes_and_ownership_each_take_their_own_basis() -> None:
    votes, economic, plain, diluted = (
        Holding("a", "b", share, share, basis)
        for share, basis in ((0.6, Basis.VOTES), (0.2, Basis.ECONOMIC), (0.3, Basis.UNKNOWN), (0.1, Basis.DILUTED))
    )
    assert for_votes([economic, plain, votes]) == (votes,)
    assert for_votes([economic, diluted]) == ()
    assert for_votes([plain]) == (plain,)
    assert for_ownership([votes, diluted, plain, economic]) == (economic,)
    assert for_ownership([votes, diluted, plain]) == (plain,)
    assert for_ownership([votes]) == ()


@pytest.mark.parametrize(("low", "high"), [(0.3, None), (None, 0.3), (0.4, 0.3), (0.0, 1.1), (-0.1, 0.3)])
def test_an_impossible_range_is_refused(low: float | None, high: float | None) -> None:
    with pytest.raises(ValueError, match="minimum"):
        Holding("a", "b", low, high)
