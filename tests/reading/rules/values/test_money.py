from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liens.model import AmountKind
from liens.reading.rules.values.money import find_money, first_told


@pytest.mark.parametrize(
    ("text", "words", "value", "currency"),
    [
        ("It raised $620 million.", "$620 million", 620e6, "USD"),
        ("a loan of Rs 1,450 crore", "Rs 1,450 crore", 14.5e9, "INR"),
        ("Rs.500 crore in cash", "Rs.500 crore", 5e9, "INR"),
        ("some 15 million euros", "15 million euros", 15e6, "EUR"),
        ("half a billion dollars", "half a billion dollars", 5e8, "USD"),
        ("a billion-dollar fund", "a billion-dollar", 1e9, "USD"),
        ("for US$3.5bn", "US$3.5bn", 3.5e9, "USD"),
        ("for C$40m", "C$40m", 40e6, "CAD"),
        ("for A$12 million", "A$12 million", 12e6, "AUD"),
        ("R$ 10 million", "R$ 10 million", 10e6, "BRL"),
        ("EUR 640 million", "EUR 640 million", 640e6, "EUR"),
        ("EUR25m", "EUR25m", 25e6, "EUR"),
        ("20m EUR", "20m EUR", 20e6, "EUR"),
        ("$1,234.50 a month", "$1,234.50", 1234.5, "USD"),
        ("£30k", "£30k", 30e3, "GBP"),
        ("300 million Swedish kronor", "300 million Swedish kronor", 300e6, "SEK"),
        ("2 lakh rupees", "2 lakh rupees", 2e5, "INR"),
        ("2,4 milliards d'euros", "2,4 milliards d'euros", 2.4e9, "EUR"),
        ("1,2 Mrd. Euro", "1,2 Mrd. Euro", 1.2e9, "EUR"),
        ("3 000 000 euros", "3 000 000 euros", 3e6, "EUR"),
        ("¥500 billion", "¥500 billion", 5e11, "JPY"),
        ("18 billion tenge", "18 billion tenge", 18e9, "KZT"),
        ("310 million crowns", "310 million crowns", 310e6, None),
        ("20 million Czech crowns", "20 million Czech crowns", 20e6, "CZK"),
    ],
)
def test_reads_a_sum(text: str, words: str, value: float, currency: str | None) -> None:
    (money,) = find_money(text)
    assert text[money.start : money.end] == words
    assert money.amount.value == pytest.approx(value)
    assert money.amount.currency == currency


@pytest.mark.parametrize(
    ("text", "value", "upper", "currency"),
    [
        ("€10–15m", 10e6, 15e6, "EUR"),
        ("€1.4bn-€2bn", 1.4e9, 2e9, "EUR"),
        ("3 to 5 million euros", 3e6, 5e6, "EUR"),
        ("between $1bn and $2bn", 1e9, 2e9, "USD"),
    ],
)
def test_reads_a_range(text: str, value: float, upper: float, currency: str) -> None:
    (money,) = find_money(text)
    assert (money.amount.value, money.amount.upper, money.amount.currency) == (value, upper, currency)


@pytest.mark.parametrize(
    ("text", "kind", "up_to"),
    [
        ("It was valued at 310 million euros.", AmountKind.VALUATION, False),
        ("at a valuation of about $4bn", AmountKind.VALUATION, False),
        ("a $2bn pre-money valuation", AmountKind.VALUATION, False),
        ("The deal, valued at EUR 640 million, closed.", AmountKind.UNKNOWN, False),
        ("a contract worth 85 million euros", AmountKind.UNKNOWN, False),
        ("It may draw up to 8 million euros.", AmountKind.UNKNOWN, True),
        ("as much as another $5m", AmountKind.UNKNOWN, True),
        ("more than 11 billion euros", AmountKind.UNKNOWN, False),
    ],
)
def test_tells_valuations_and_ceilings(text: str, kind: AmountKind, up_to: bool) -> None:
    (money,) = find_money(text)
    assert (money.amount.kind, money.amount.up_to) == (kind, up_to)


@pytest.mark.parametrize(
    ("number", "language", "value"),
    [
        ("1.450", "de", 1450),
        ("1.450", None, 1.45),
        ("1,450", None, 1450),
        ("1,5", None, 1.5),
        ("1.234.567,5", "de", 1234567.5),
    ],
)
def test_reads_separators_by_language(number: str, language: str | None, value: float) -> None:
    (money,) = find_money(f"{number} euros", language)
    assert money.amount.value == pytest.approx(value)


def test_a_bare_sum_takes_the_currency_before_it_unless_it_counts_things() -> None:
    text = "It raised 84 million euros, put in another 22 million and has 5 million users."
    assert [(text[m.start : m.end], m.amount.currency) for m in find_money(text)] == [
        ("84 million euros", "EUR"),
        ("22 million", "EUR"),
    ]


@pytest.mark.parametrize("text", ["", "in 2024", "5 million users", "GPT-4", "a 10-month plan", "version 1.5"])
def test_finds_no_money_where_there_is_none(text: str) -> None:
    assert find_money(text) == ()


@given(st.text(alphabet="0123456789.,-– $€£RsmbnkUSDEURto and\n", max_size=200))
def test_sums_lie_in_the_text_in_order(text: str) -> None:
    found = find_money(text)
    assert all(0 <= m.start < m.end <= len(text) for m in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(m.amount.upper is None or m.amount.upper > m.amount.value for m in found)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("fined Klarwerk 31 million and Vetrano 19 million euros", [31e6, 19e6]),
        ("80 million, 50 million and 20 million euros", [80e6, 50e6, 20e6]),
        ("It has 3 million users and 4 million euros", [4e6]),
        ("sold 2 million and spent 3 million dollars", [3e6]),
    ],
)
def test_a_bare_sum_has_the_currency_of_the_one_that_it_is_joined_to(text: str, values: list[float]) -> None:
    found = find_money(text)
    assert [m.amount.value for m in found] == values
    assert len({m.amount.currency for m in found}) == 1


def test_a_sum_told_again_in_another_currency_is_the_first_one() -> None:
    text = "worth 18 million tenge (about $37,600) and 5 million euros (2 million euros in cash)"
    told = first_told(text, find_money(text))
    assert [(a.value, a.currency) for a in told.values()] == [(18e6, "KZT"), (18e6, "KZT"), (5e6, "EUR"), (2e6, "EUR")]
