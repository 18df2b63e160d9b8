import pytest

from liens.reading.rules.values.dates import find_dates, normalise_date

PUBLISHED = "2024-07-10"


@pytest.mark.parametrize(
    ("text", "words", "iso"),
    [
        ("signed on 17 May 2024 in Oslo", "17 May 2024", "2024-05-17"),
        ("March 4, 2026 -", "March 4, 2026", "2026-03-04"),
        ("since May 2024", "May 2024", "2024-05"),
        ("founded in 2014.", "2014", "2014"),
        ("in March", "March", "2024-03"),
        ("by September", "September", "2024-09"),
        ("last March", "last March", "2024-03"),
        ("on Monday February 26", "Monday February 26", "2024-02-26"),
        ("on Monday", "Monday", "2024-07-08"),
        ("last week", "last week", None),
        ("last year", "last year", "2023"),
        ("next month", "next month", "2024-08"),
        ("in Q3 2023", "Q3 2023", "2023"),
        ("the second quarter of next year", "second quarter of next year", "2025"),
        ("late 2023", "late 2023", "2023"),
        ("the end of 2025", "the end of 2025", "2025"),
        ("two years ago", "two years ago", "2022"),
        ("three months ago", "three months ago", "2024-04"),
        ("yesterday", "yesterday", "2024-07-09"),
        ("le 1er janvier 2024", "1er janvier 2024", "2024-01-01"),
        ("am 3. März 2023", "3. März 2023", "2023-03-03"),
        ("2024-05-17", "2024-05-17", "2024-05-17"),
    ],
)
def test_reads_a_date(text: str, words: str, iso: str | None) -> None:
    (found,) = find_dates(text)
    assert text[found.start : found.end] == found.words == words
    assert normalise_date(words, PUBLISHED) == iso


@pytest.mark.parametrize("text", ["May said no.", "2,019 euros", "2019 employees", "It may rise.", "Augustine Ltd"])
def test_finds_no_date_where_there_is_none(text: str) -> None:
    assert find_dates(text) == ()


@pytest.mark.parametrize("words", ["last year", "on Monday", "17 May", "31 February 2024", "soon", ""])
def test_a_date_without_anchor_or_sense_is_unknown(words: str) -> None:
    assert normalise_date(words) is None
