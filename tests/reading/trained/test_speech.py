"""What windows hear → statements, none overlapping another."""

from __future__ import annotations

from typing import Any

import pytest

from liens.market import load_market
from liens.model import Document, Span, SpeechKind, Statement
from liens.reading.rules.names.finding import read_page
from liens.reading.trained.deciding import Said, apart, borne_out
from liens.reading.trained.heads import Heads
from liens.reading.trained.speech import statements_of
from liens.reading.trained.weighing import Weighing
from liens.reading.trained.weights import Weights

TEXT = 'Ida Falk said: "We are glad." A Kelpie GmbH spokesman said that the lasers are late.'
FALK, KELPIE = "Ida Falk", "Kelpie GmbH"


def said(start: int, end: int, probability: float = 0.9, speaker: str = FALK) -> Said:
    return Said(start, end, speaker, probability, 1.0)


def heard(start: int, end: int) -> Statement:
    return Statement(FALK, Span("d", start, end), SpeechKind.DIRECT)


@pytest.mark.parametrize(
    ("found", "taken", "kept"),
    [
        ([said(0, 9, 0.9), said(5, 12, 0.8)], [], [(0, 9)]),
        ([said(0, 9, 0.7), said(5, 12, 0.8)], [], [(5, 12)]),
        ([said(0, 9, 0.9), said(20, 29)], [heard(5, 12)], [(20, 29)]),
        ([said(20, 29), said(0, 9)], [], [(0, 9), (20, 29)]),
        ([said(0, 9, 0.1)], [], []),
    ],
)
def test_of_overlapping_ones_the_surer_stays_and_none_on_what_the_rules_heard(
    found: list[Said], taken: list[Statement], kept: list[tuple[int, int]]
) -> None:
    assert [(s.start, s.end) for s in apart(found, taken, 0.5)] == kept


def test_what_the_rules_heard_goes_only_if_every_window_finds_it_unlikely() -> None:
    first, second, third = heard(0, 9), heard(20, 29), heard(40, 49)
    found = [
        Said(0, 9, FALK, 0.01, 1.0, first),
        Said(20, 29, FALK, 0.01, 1.0, second),
        Said(20, 29, FALK, 0.9, 0.5, second),
    ]
    assert borne_out([first, second, third], found, 0.02) == [second, third]


def weights() -> Weights:
    nothing: Any = None
    return Weights(nothing, nothing, Heads({}), Weighing({}, {}), 0.5, 0.5, 0.02, 0.5)


def read(one: Said, *told: Statement) -> tuple[Statement, ...]:
    page = read_page(Document(TEXT, "story", language="en"), load_market())
    return statements_of(page, [one], told, weights())


def where(words: str) -> tuple[int, int]:
    return TEXT.index(words), TEXT.index(words) + len(words)


def test_a_quotation_is_given_without_its_marks() -> None:
    start, end = where('"We are glad."')
    (statement,) = read(said(start, end))
    assert TEXT[statement.content.start : statement.content.end] == "We are glad."
    assert statement.kind is SpeechKind.DIRECT


def test_who_speaks_for_a_company_is_its_spokesperson() -> None:
    (statement,) = read(said(*where("the lasers are late"), speaker=KELPIE))
    assert statement.speaker == "Kelpie GmbH spokesperson"
    assert statement.kind is SpeechKind.INDIRECT


def test_what_the_rules_heard_stays_as_they_heard_it() -> None:
    told = heard(*where("We are glad."))
    assert read(said(*where('"We are glad."')), told) == (told,)
