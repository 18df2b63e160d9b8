from dataclasses import replace

import pytest

from liens.analysis.money import Conversion, convert, in_euros, one_figure, reconciled, same_kind
from liens.model import Amount, AmountKind

BN = 1e9


@pytest.mark.parametrize(
    ("one", "two", "year", "expected"),
    [
        (Amount(15e6, "EUR"), Amount(16e6, "USD"), 2024, True),
        (Amount(10 * BN, "USD"), Amount(11 * BN, "USD"), 2023, True),
        (Amount(10 * BN, "USD"), Amount(13 * BN, "USD"), 2023, False),
        (Amount(4 * BN, "USD", up_to=True), Amount(1.25 * BN, "USD"), 2023, True),
        (Amount(4 * BN, "USD", up_to=True), Amount(6 * BN, "USD"), 2023, False),
        (Amount(8 * BN, "USD", upper=12 * BN), Amount(10 * BN, "USD"), 2023, True),
        (Amount(8 * BN, "USD", upper=12 * BN), Amount(20 * BN, "USD"), 2023, False),
        (Amount(10 * BN, None), Amount(10 * BN, "USD"), 2023, True),
        (Amount(10 * BN, None), Amount(5 * BN, None), 2023, False),
        (Amount(1 * BN, "AED"), Amount(9 * BN, "USD"), 2023, True),
        (Amount(1 * BN, "AED"), Amount(9 * BN, "AED"), 2023, False),
        (Amount(100 * BN, "JPY"), Amount(0.66 * BN, "EUR"), 2023, True),
        (Amount(100 * BN, "INR"), Amount(1.2 * BN, "USD"), 2023, True),
        (Amount(0.0, "USD"), Amount(0.0, "EUR"), 2023, True),
    ],
)
def test_reconciled(one: Amount, two: Amount, year: int, expected: bool) -> None:
    assert reconciled(one, two, year) is reconciled(two, one, year) is expected


@pytest.mark.parametrize(
    ("one", "two", "expected"),
    [
        (AmountKind.EQUITY, AmountKind.EQUITY, True),
        (AmountKind.EQUITY, AmountKind.UNKNOWN, True),
        (AmountKind.EQUITY, AmountKind.CREDITS, False),
        (AmountKind.VALUATION, AmountKind.VALUATION, True),
        (AmountKind.VALUATION, AmountKind.UNKNOWN, False),
    ],
)
def test_same_kind(one: AmountKind, two: AmountKind, expected: bool) -> None:
    assert same_kind(Amount(1, "EUR", one), Amount(1, "EUR", two)) is expected


@pytest.mark.parametrize(("year", "like"), [(1990, 2019), (2099, 2024)])
def test_a_year_without_rates_takes_the_nearest(year: int, like: int) -> None:
    assert in_euros(100, "USD", year) == in_euros(100, "USD", like)


@pytest.mark.parametrize(
    ("value", "currency", "year", "expected"),
    [
        (108.24, "USD", 2024, Conversion(100.0, 1.0824, 2024)),
        (108.24, "USD", 2026, Conversion(100.0, 1.0824, 2024)),
        (111.95, "USD", 2010, Conversion(100.0, 1.1195, 2019)),
        (100.0, "EUR", 2026, Conversion(100.0, 1.0, 2026)),
        (100.0, "XYZ", 2024, None),
    ],
)
def test_a_conversion_tells_the_year_of_its_rate(
    value: float, currency: str, year: int, expected: Conversion | None
) -> None:
    found = convert(value, currency, year)
    rounded = replace(found, value=round(found.value, 6)) if found else None
    assert rounded == expected


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        (Amount(40e9, "USD", up_to=True), Amount(3e9, "USD"), False),
        (Amount(40e9, "USD", up_to=True), Amount(40e9, "USD"), True),
        (Amount(15e6, "EUR"), Amount(16.3e6, "USD"), True),
        (Amount(40e9, "USD", AmountKind.VALUATION), Amount(40e9, "USD"), False),
    ],
)
def test_a_bound_is_the_same_figure_only_as_itself(one: Amount, two: Amount, same: bool) -> None:
    assert one_figure(one, two, 2024) is same
