"""Which news stand first: those that several tell, not those that are newest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from liens.ledger.view import Review
from liens.publishing.news import Front, front_news
from liens.publishing.report import build_report, index_report
from tests.invented import Book
from tests.publishing.studies import FULL_MARKET

Told = tuple[str, str, float, int, Review]
TOLD: Sequence[Told] = (
    # who is supplied, on which day, with what confidence, by how many origins, how judged
    ("Voltane", "2024-03-01", 0.9, 2, Review.OPEN),
    ("Brume", "2024-04-01", 0.3, 1, Review.ACCEPTED),
    ("Nimbus", "2024-05-01", 0.9, 1, Review.OPEN),
    ("Quay", "2024-06-01", 0.3, 1, Review.OPEN),
    ("Reef", "2024-06-02", 0.4, 2, Review.OPEN),
)


def front(best: int = 5, latest: int = 5, told: Sequence[Told] = TOLD) -> Front:
    book = Book()
    for name, day, confidence, origins, review in told:
        book.entity(name, role="start_up")
        for number in range(origins):
            words = f"Colossa supplies {name} in {'short' * number or 'all'} order number {len(book.entries)}."
            document = book.document(words, f"Paper {len(book.entries)}", day)
            entry = book.claim(document, words, ("Colossa", "supplies", name), review=review)
            claim = replace(entry.claim, confidence=confidence)
            book.entries[-1] = replace(entry, claim=claim)
    report = build_report(book.view(), FULL_MARKET)
    return front_news(report, index_report(report), best, latest)


def test_what_several_origins_tell_or_a_person_judged_comes_first_and_what_is_read_unsurely_not_at_all() -> None:
    found = front()
    assert [one.event.object for one in found.best] == ["brume", "voltane"]
    assert [one.origins for one in found.best] == [1, 2]
    assert [one.event.object for one in found.latest] == ["nimbus"]
    assert found.others == 2


def test_no_more_is_shown_than_asked_for() -> None:
    found = front(best=1, latest=0)
    assert [one.event.object for one in found.best] == ["brume"]
    assert found.latest == ()
    assert found.others == 4


def test_where_nothing_is_sure_the_latest_stands_there_and_is_called_so() -> None:
    found = front(latest=1, told=TOLD[3:])
    assert (found.best, found.latest) == ((), ())
    assert [one.event.object for one in found.unsure] == ["reef"]
    assert found.others == 1
