"""What windows hear → statements, none overlapping another."""

from __future__ import annotations

import pytest

from liens.market import load_market
from liens.model import Document, Span, SpeechKind, Statement
from liens.reading.rules.names.finding import read_page
from liens.reading.trained.deciding import Said, apart
from liens.reading.trained.speech import statements_of

TEXT = 'Ida Falk said: "We are glad." A Kelpie GmbH spokesman said that the lasers are late.'
FALK, KELPIE = "Ida Falk", "Kelpie GmbH"


def said(start: int, end: int, probability: float = 0.9, speaker: str = FALK, *, heard: bool = False) -> Said:
    return Said(start, end, speaker, probability, 1.0, heard)


@pytest.mark.parametrize(
    ("found", "kept"),
    [
        ([said(0, 9, 0.9), said(5, 12, 0.8)], [(0, 9)]),
        ([said(0, 9, 0.7), said(5, 12, 0.8)], [(5, 12)]),
        ([said(0, 9, 0.9), said(5, 12, 0.3, heard=True)], [(5, 12)]),
        ([said(0, 9, 0.4), said(20, 29, 0.3, heard=True)], [(20, 29)]),
        ([said(20, 29), said(0, 9)], [(0, 9), (20, 29)]),
        ([said(0, 9, 0.1, heard=True)], []),
    ],
)
def test_of_overlapping_ones_the_surer_stays_and_first_what_the_rules_heard(
    found: list[Said], kept: list[tuple[int, int]]
) -> None:
    assert [(s.start, s.end) for s in apart(found, 0.5, 0.2)] == kept


def read(one: Said, *told: Statement) -> Statement:
    page = read_page(Document(TEXT, "story", language="en"), load_market())
    (statement,) = statements_of(page, [one], told)
    return statement


def where(words: str) -> tuple[int, int]:
    return TEXT.index(words), TEXT.index(words) + len(words)


def test_a_quotation_is_given_without_its_marks() -> None:
    start, end = where('"We are glad."')
    statement = read(said(start, end))
    assert TEXT[statement.content.start : statement.content.end] == "We are glad."
    assert statement.kind is SpeechKind.DIRECT


def test_who_speaks_for_a_company_is_its_spokesperson() -> None:
    statement = read(said(*where("the lasers are late"), speaker=KELPIE))
    assert statement.speaker == "Kelpie GmbH spokesperson"
    assert statement.kind is SpeechKind.INDIRECT


def test_what_the_rules_heard_lends_venue_target_and_stance() -> None:
    start, end = where("We are glad.")
    page = read_page(Document(TEXT, "story", language="en"), load_market())
    told = Statement(FALK, Span(page.document.id, start, end), SpeechKind.DIRECT, "a fair", KELPIE)
    assert read(said(start, end), told) == told
