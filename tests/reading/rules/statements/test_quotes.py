"""Quotations: what each style of marks quotes, and that no mark reaches beyond its paragraph."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liens.reading.rules.statements.quotes import find_quotations


def quoted(text: str) -> list[str]:
    paragraphs, start = [], 0
    for line in text.split("\n"):
        paragraphs.append((start, start + len(line)))
        start += len(line) + 1
    return [text[q.inner_start : q.inner_end] for q in find_quotations(text, paragraphs)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“We agree,” she said.", ["We agree"]),
        ('"We agree," she said.', ["We agree"]),
        ("'We agree,' she said.", ["We agree"]),
        ("‘We agree,’ she said.", ["We agree"]),
        ("«We agree», she said.", ["We agree"]),
        ("« We agree », she said.", ["We agree"]),
        ("„We agree“, she said.", ["We agree"]),
        ("„We agree”, she said.", ["We agree"]),
        ("»We agree«, she said.", ["We agree"]),
        ("”We agree”, she said.", ["We agree"]),
        ("``We agree,'' she said.", ["We agree"]),
        ("it raises ” questions “.", ["questions"]),
        ('«We agree", she said.', ["We agree"]),
        ('"We agree», she said, «too».', ["We agree", "too"]),
        ('"One," she said, "and two."', ["One", "and two."]),
        ("They said “a “new era” begins” today.", ["a “new era” begins"]),
        ("It was 'the firms' plan', he said.", ["the firms' plan"]),
    ],
)
def test_every_style_of_marks(text: str, expected: list[str]) -> None:
    assert quoted(text) == expected


@pytest.mark.parametrize(
    "text",
    ["The firms' plan, don't you know, is Acme's.", "In the '90s it wasn't so.", "Rock ’n’ roll isn’t dead.", ""],
)
def test_apostrophes_quote_nothing(text: str) -> None:
    assert quoted(text) == []


def test_an_unclosed_quotation_ends_before_its_reporting_clause() -> None:
    text = "“It becomes the new Acme. It lacks the “independence” that we had in mind in the Act. he wrote, and left."
    assert quoted(text) == ["It becomes the new Acme. It lacks the “independence” that we had in mind in the Act."]


def test_an_unclosed_quotation_ends_with_its_sentence() -> None:
    assert quoted("She called it “a mess. Nobody replied.") == ["a mess."]


def test_an_unclosed_quotation_that_begins_a_paragraph_ends_with_it() -> None:
    assert quoted("“First part.\n“Second part,” she said.") == ["First part.", "Second part"]


def test_a_quotation_that_goes_on_is_marked_as_carried() -> None:
    text = "“First part.\n“Second part,” she said."
    first, second = find_quotations(text, [(0, 12), (13, len(text))])
    assert (first.closed, first.carried, second.closed, second.carried) == (False, False, True, True)


@given(st.text(alphabet="ab .,\n“”\"'‘’«»„…", max_size=80))
def test_quotations_are_ordered_and_lie_within_their_paragraphs(text: str) -> None:
    paragraphs, start = [], 0
    for line in text.split("\n"):
        paragraphs.append((start, start + len(line)))
        start += len(line) + 1
    last = 0
    for q in find_quotations(text, paragraphs):
        assert last <= q.start <= q.inner_start <= q.inner_end <= q.end
        assert any(a <= q.start and q.end <= b for a, b in paragraphs)
        last = q.end


def test_a_hostile_run_of_marks_takes_no_time() -> None:
    assert len(quoted("\"a' “" * 5_000)) <= 15_000
