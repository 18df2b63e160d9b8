"""The words around a claim: whole words, and a sign where the text goes on."""

from __future__ import annotations

import pytest

from liens.answers.study import study_of
from liens.answers.ties import CONTEXT, in_context
from tests.invented import MARKET, Book

WORDS = "Colossa supplies Brume."


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("", "", ("", "")),
        ("They say: ", " So be it.", ("They say: ", " So be it.")),
        ("waters " * 100, " under" * 100, ("…" + "waters " * 22, " under" * 26 + "…")),
        ("词" * 400, "字" * 400, ("…" + "词" * CONTEXT, "字" * CONTEXT + "…")),
    ],
)
def test_contexts_begin_and_end_with_whole_words(before: str, after: str, shown: tuple[str, str]) -> None:
    book = Book()
    entry = book.claim(book.document(before + WORDS + after), WORDS, ("Colossa", "supplies", "Brume"))
    found = in_context(entry, study_of(book.view(), MARKET))
    assert (found["before"], found["after"]) == shown
    assert len(found["before"]) <= CONTEXT + 1
