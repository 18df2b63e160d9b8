import json
import time
from dataclasses import replace
from pathlib import Path

import pytest

from liens.ledger.view import Review
from liens.publishing import publish
from liens.publishing.pages import plan_pages
from liens.publishing.report import build_report, index_report, is_unsure
from liens.publishing.site import Site
from tests.invented import MARKET, Book, sketch
from tests.publishing.studies import small_study


def test_every_number_rests_on_claims_of_the_study() -> None:
    report = build_report(small_study().view(), MARKET)
    claims = {line.id for line in report.claims}
    numbers = {finding.measure: finding.value for finding in report.overview}
    assert all(set(finding.claims) <= claims for finding in report.overview)
    assert numbers["documents"] == 4
    assert numbers["origins"] == 3
    assert numbers["claims"] == len(claims) == 6
    assert numbers["ties said to be exclusive"] == 1
    assert numbers["ties denied by some and not by others"] == 1
    assert numbers["conflicts"] == 1


def test_every_quote_is_the_documents_own_words() -> None:
    book = small_study()
    for line in build_report(book.view(), MARKET).claims:
        assert book.documents[line.document].text[line.start : line.end] == line.quote


def test_the_study_is_written_as_data(tmp_path: Path) -> None:
    report = publish(small_study().view(), MARKET, tmp_path)
    data = json.loads((tmp_path / "study.json").read_text(encoding="utf-8"))
    assert [tie["id"] for tie in data["ties"]] == [tie.id for tie in report.ties]
    assert data["claims"][0]["quote"] == "Colossa invests 2 billion euros in Voltane"
    assert data["revision"] == 7


def test_three_hundred_documents_take_seconds(tmp_path: Path) -> None:
    book = Book()
    for number in range(150):
        book.entity(f"Firm {number}")
    for number in range(300):
        text = f"Report {number}. " + "A quiet line of no news. " * 60 + "They are tied. They are said to part."
        document = book.document(text, f"Paper {number % 50}", f"2024-01-{number % 28 + 1:02}", sketch=sketch(number))
        for step in (1, 7, 13):
            ends = f"Firm {number % 150}", f"Firm {(number * step + step) % 150}"
            book.claim(document, "They are tied", (ends[0], "supplies", ends[1]))
        book.say(document, "They are said to part", f"Firm {number % 150}")
    view = book.view()
    begin = time.process_time()
    publish(view, MARKET, tmp_path)
    assert time.process_time() - begin < 5


@pytest.mark.parametrize(
    ("confidences", "review", "unsure"),
    [
        ((0.4,), Review.OPEN, True),
        ((0.4, 0.3), Review.OPEN, True),
        ((0.4, 0.5), Review.OPEN, False),
        ((0.4,), Review.ACCEPTED, False),
    ],
)
def test_a_tie_is_unsure_if_nothing_of_it_was_read_surely_and_nobody_judged(
    confidences: tuple[float, ...], review: Review, unsure: bool
) -> None:
    book = Book()
    for number, confidence in enumerate(confidences):
        document = book.document(f"Paper {number} says that Colossa supplies Brume.")
        entry = book.claim(document, "Colossa supplies Brume", ("Colossa", "supplies", "Brume"), review=review)
        book.entries[-1] = replace(entry, claim=replace(entry.claim, confidence=confidence))
    report = build_report(book.view(), MARKET)
    assert is_unsure(report.ties[0].claims, index_report(report)) is unsure
    page = plan_pages(Site(report, book.view(), MARKET))["ties.html"]()
    assert (">unsure<" in page) is unsure
