import pytest
from hypothesis import given
from hypothesis import strategies as st

from liens.analysis.dates import When, read_date


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-01-09", "2024-01-09"),
        ("2024-01-09T10:00:00Z", "2024-01-09"),
        ("2024-02", "2024-02"),
        ("2019", "2019"),
        ("since 2024", "2024"),
        ("October 2023", "2023-10"),
        ("Sept. 2023", "2023-09"),
        ("March 19, 2024", "2024-03-19"),
        ("30 July 2024", "2024-07-30"),
        ("the 3rd of May 2024", "2024-05-03"),
        ("26 février 2024", "2024-02-26"),
        ("1er août 2023", "2023-08-01"),
        ("02/29/2024", "2024-02-29"),
        ("29.02.2024", "2024-02-29"),
        ("03/04/2024", "2024"),
        ("between 2016 and 2020", "2016 to 2020"),
        ("31 February 2024", "2024-02"),
        ("last year", "None"),
        ("Tuesday", "None"),
        ("", "None"),
        (None, "None"),
    ],
)
def test_read_date(text: str | None, expected: str) -> None:
    assert str(read_date(text)) == expected


@pytest.mark.parametrize(
    ("one", "two", "days"),
    [("2024-01-01", "2024-01-31", 30), ("2024", "2024-06-01", 0), ("2023", "2024-01-02", 2), ("2019", "2019", 0)],
)
def test_gap(one: str, two: str, days: int) -> None:
    a, b = read_date(one), read_date(two)
    assert a is not None
    assert b is not None
    assert a.gap(b) == b.gap(a) == days


@given(st.text(max_size=200))
def test_any_text_is_read_or_left(text: str) -> None:
    when = read_date(text)
    assert when is None or (isinstance(when, When) and when.first <= when.last and when.days > 0)
