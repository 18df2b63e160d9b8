import random
import re
from dataclasses import replace

import pytest

from liens.analysis.ties import find_ties
from liens.model import Amount, AmountKind, Status, Terms
from tests.invented import MARKET, Book, entity_id, one_claim_each

S = Status
TRIPLE = ("Colossa", "invests_in", "Voltane")


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ([("2024-01-01", S.ASSERTED)], S.ASSERTED),
        ([("2024-01-01", S.PLANNED), ("2024-02-01", S.ASSERTED)], S.ASSERTED),
        ([("2024-01-01", S.ASSERTED), ("2024-02-01", S.PLANNED)], S.ASSERTED),
        ([("2024-01-01", S.ASSERTED), ("2024-02-01", S.DENIED)], S.ASSERTED),
        ([("2024-01-01", S.ASSERTED), ("2024-02-01", S.ENDED)], S.ENDED),
        ([("2024-03-01", S.ASSERTED), ("2024-02-01", S.ENDED)], S.ASSERTED),
        ([("2024-02-01", S.ASSERTED), ("2024-02-01", S.ENDED)], S.ENDED),
        ([("2024-01-01", S.ALLEGED), ("2024-02-01", S.PLANNED)], S.PLANNED),
        ([("2024-01-01", S.PLANNED), ("2024-02-01", S.ALLEGED)], S.ALLEGED),
        ([("2024-01-01", S.ALLEGED), ("2024-02-01", S.DENIED)], S.ALLEGED),
        ([("2024-01-01", S.DENIED), ("2024-02-01", S.DENIED)], S.DENIED),
    ],
)
def test_status_now(told: list[tuple[str, Status]], expected: Status) -> None:
    book = one_claim_each(TRIPLE, *((published, status, None, Terms()) for published, status in told))
    assert find_ties(book.view(), MARKET)[0].status is expected


def test_the_event_counts_before_the_day_of_publication() -> None:
    book = one_claim_each(
        TRIPLE,
        ("2024-05-01", S.ASSERTED, None, Terms(date="in 2019")),
        ("2023-01-10", S.ENDED, None, Terms()),
    )
    (tie,) = find_ties(book.view(), MARKET)
    assert (tie.status, tie.first, tie.last) == (S.ENDED, "2019", "2023-01-10")


def test_a_date_ahead_dates_no_event() -> None:
    (tie,) = find_ties(
        one_claim_each(TRIPLE, ("2024-05-01", S.ASSERTED, None, Terms(date="until 2032"))).view(), MARKET
    )
    assert (tie.first, tie.last) == ("2024-05-01", "2024-05-01")


@pytest.mark.parametrize(
    ("told", "contested"),
    [
        ([S.ASSERTED, S.DENIED], True),
        ([S.ALLEGED, S.DENIED], True),
        ([S.DENIED, S.DENIED], False),
        ([S.ASSERTED, S.PLANNED], False),
    ],
)
def test_contested(told: list[Status], contested: bool) -> None:
    book = one_claim_each(TRIPLE, *(("2024-01-01", status, None, Terms()) for status in told))
    assert find_ties(book.view(), MARKET)[0].contested is contested


def test_a_symmetric_tie_is_one_whatever_the_order_of_its_ends() -> None:
    book = Book()
    document = book.document("Colossa and Voltane are partners. Voltane and Colossa are partners.")
    book.claim(document, "Colossa and Voltane", ("Colossa", "partners_with", "Voltane"))
    book.claim(document, "Voltane and Colossa", ("Voltane", "partners_with", "Colossa"))
    book.claim(document, "Voltane and", ("Voltane", "supplies", "Colossa"))
    book.claim(document, "and Voltane", ("Colossa", "supplies", "Voltane"))
    ids = {tie.id: len(tie.claims) for tie in find_ties(book.view(), MARKET)}
    assert ids == {
        "colossa--partners_with--voltane": 2,
        "colossa--supplies--voltane": 1,
        "voltane--supplies--colossa": 1,
    }


def test_a_claim_about_a_deal_ties_to_the_deal_and_to_each_party() -> None:
    book = Book()
    deal = "Colossa–Voltane partnership"
    document = book.document("The Markets Board examines the partnership.", "Markets Board")
    entry = book.claim(
        document, "examines the partnership", ("Markets Board", "examines", deal), parties=("Colossa", "Voltane")
    )
    ties = find_ties(book.view(), MARKET)
    assert {tie.object for tie in ties} == {entity_id(deal), "colossa", "voltane"}
    assert {tie.claims for tie in ties} == {(entry.id,)}


def test_two_ends_that_are_one_entity_tie_nothing() -> None:
    book = Book()
    book.claim(book.document("Colossa supplies Colossa."), "supplies", ("Colossa", "supplies", "Colossa"))
    assert find_ties(book.view(), MARKET) == ()


def test_terms_keep_kinds_apart_and_name_their_claims() -> None:
    equity, worth = Amount(2e9, "EUR", AmountKind.EQUITY), Amount(2e9, "EUR", AmountKind.VALUATION)
    book = one_claim_each(
        TRIPLE,
        ("2024-01-01", S.ASSERTED, None, Terms(amount=equity, stake_pct=4.0)),
        ("2024-01-02", S.ASSERTED, None, Terms(amount=worth)),
        ("2024-01-03", S.ASSERTED, None, Terms(amount=equity, exclusive=False)),
    )
    (tie,) = find_ties(book.view(), MARKET)
    seen = [(term.name, term.value, len(term.claims)) for term in tie.terms]
    assert seen == [("amount", equity, 2), ("amount", worth, 1), ("stake_pct", 4.0, 1), ("exclusive", False, 1)]


def test_a_relation_that_the_market_does_not_know_is_still_a_tie() -> None:
    book = Book()
    book.claim(book.document("Colossa befriends Voltane."), "befriends", ("Colossa", "../Befriends/..", "Voltane"))
    (tie,) = find_ties(book.view(), MARKET)
    assert re.fullmatch(r"colossa--befriends-[0-9a-f]{8}--voltane", tie.id)


def test_the_order_of_everything_changes_nothing() -> None:
    book = Book()
    for number in range(30):
        document = book.document(f"Number {number} says it.", f"Paper {number % 5}", f"2024-01-{number + 1:02}")
        ends = ("Colossa", "Titanis")[number % 2], ("Voltane", "Brume")[number % 3 == 0]
        book.claim(document, "says it", (ends[0], "invests_in", ends[1]), list(S)[number % 5])
    view = book.view()
    entries, documents = list(view.entries), list(view.documents.items())
    random.Random(1).shuffle(entries)
    random.Random(2).shuffle(documents)
    assert find_ties(replace(view, entries=tuple(entries), documents=dict(documents)), MARKET) == find_ties(
        view, MARKET
    )
