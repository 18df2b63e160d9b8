import random
import time
from dataclasses import replace

import pytest

from liens.analysis.conflicts import Dispute, find_conflicts
from liens.model import Amount, AmountKind, Status, Terms
from tests.invented import MARKET, Book, one_claim_each

S = Status
TRIPLE = ("Colossa", "invests_in", "Voltane")


def paid(value: float, currency: str | None = "USD", kind: AmountKind = AmountKind.EQUITY, **rest: object) -> Terms:
    date = rest.pop("date", None)
    return Terms(amount=Amount(value, currency, kind, **rest), date=date)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("told", "camps"),
    [
        ([paid(10e9), paid(13e9)], [1, 1]),
        ([paid(10e9), paid(10.5e9), paid(13e9)], [2, 1]),
        ([paid(15e6, "EUR"), paid(16e6)], []),
        ([paid(10e9), paid(13e9, kind=AmountKind.UNKNOWN)], [1, 1]),
        ([paid(10e9), paid(13e9, kind=AmountKind.CREDITS)], []),
        ([paid(2e9), paid(80e9, kind=AmountKind.VALUATION)], []),
        ([paid(2e9, kind=AmountKind.UNKNOWN), paid(80e9, kind=AmountKind.VALUATION)], []),
        ([paid(4e9, up_to=True), paid(1.3e9)], []),
        ([paid(4e9, up_to=True), paid(6e9)], [1, 1]),
        ([paid(1e9, date="2019"), paid(10e9, date="January 2023")], []),
        ([paid(1e9, date="2019"), paid(10e9, date="January 2023"), paid(10e9)], []),
        ([paid(1e9, date="2019"), paid(13e9)], []),
        ([paid(10e9, date="10 January 2023"), paid(13e9)], [1, 1]),
        ([paid(10e9, date="3 January 2023"), paid(13e9, date="23 January 2023")], [1, 1]),
        ([paid(2e9, date="2021"), paid(40e9, up_to=True), paid(400e9)], [1, 1]),
        ([Terms(), paid(13e9)], []),
    ],
)
def test_amounts(told: list[Terms], camps: list[int]) -> None:
    book = one_claim_each(TRIPLE, *(("2023-02-01", S.ASSERTED, None, terms) for terms in told))
    found = [c for c in find_conflicts(book.view(), MARKET) if c.about is Dispute.AMOUNT]
    assert [len(camp.positions) for conflict in found for camp in conflict.camps] == camps


@pytest.mark.parametrize(
    ("days", "camps"),
    [(["2023-02-01", "2023-03-01"], 2), (["2023-02-01", "2025-01-17"], 0), ([None, "2025-01-17"], 2)],
)
def test_undated_sums_published_at_other_times_are_of_other_transactions(days: list[str], camps: int) -> None:
    told = zip(days, (paid(3e8), paid(2.5e9)), strict=True)
    book = one_claim_each(TRIPLE, *((day, S.ASSERTED, None, terms) for day, terms in told))
    assert sum(len(conflict.camps) for conflict in find_conflicts(book.view(), MARKET)) == camps


@pytest.mark.parametrize(
    ("asserted", "denied", "conflicts"),
    [("2023-12-09", "2024-02-28", 1), ("2024-02-28", "2026-02-28", 1), ("2025-10-28", "2024-02-28", 0)],
)
def test_a_denial_does_not_contradict_what_comes_years_later(asserted: str, denied: str, conflicts: int) -> None:
    told = ((asserted, S.ASSERTED, None, Terms()), (denied, S.DENIED, None, Terms()))
    assert len(find_conflicts(one_claim_each(TRIPLE, *told).view(), MARKET)) == conflicts


@pytest.mark.parametrize(("later", "conflicts"), [("2023-09-01", 1), ("2026-04-27", 0)])
def test_an_exclusivity_that_ended_years_later_is_no_conflict(later: str, conflicts: int) -> None:
    told = (("2023-01-01", S.ASSERTED, None, Terms(exclusive=True)), (later, S.ASSERTED, None, Terms(exclusive=False)))
    assert len(find_conflicts(one_claim_each(TRIPLE, *told).view(), MARKET)) == conflicts


def test_what_is_said_of_two_deals_is_no_conflict() -> None:
    book = Book()
    for number, (status, other) in enumerate(((S.ASSERTED, "Voltane"), (S.DENIED, "Brume"))):
        book.entity(f"Colossa–{other} deal")
        document = book.document(f"Paper {number} writes so.", f"Paper {number}", "2024-01-01")
        triple = ("Markets Board", "examines", f"Colossa–{other} deal")
        book.claim(document, "writes so", triple, status, parties=("Colossa", other))
    assert find_conflicts(book.view(), MARKET) == ()


def test_one_voice_that_gives_two_sums_speaks_of_two_transactions() -> None:
    book = Book()
    document = book.document("First 1 billion, then 10 billion. The Wire says 13 billion.", published="2023-02-01")
    book.claim(document, "First 1 billion", TRIPLE, terms=paid(1e9))
    book.claim(document, "then 10 billion", TRIPLE, terms=paid(10e9))
    assert find_conflicts(book.view(), MARKET) == ()
    book.claim(document, "The Wire says 13 billion", TRIPLE, speaker="Evening Wire", terms=paid(13e9))
    (conflict,) = find_conflicts(book.view(), MARKET)
    assert [camp.positions[0].speaker for camp in conflict.camps] == [None, None, "evening-wire"]


def test_a_denial_stands_against_who_asserts_or_alleges() -> None:
    book = one_claim_each(
        TRIPLE,
        ("2024-02-26", S.ASSERTED, None, Terms()),
        ("2024-02-27", S.ALLEGED, "Open Ledger Fund", Terms()),
        ("2024-02-28", S.DENIED, "Voltane", Terms()),
        ("2024-02-29", S.ENDED, None, Terms()),
    )
    (conflict,) = find_conflicts(book.view(), MARKET)
    assert conflict.about is Dispute.STATUS
    said = [(camp.value, camp.positions[0].speaker, camp.positions[0].date) for camp in conflict.camps]
    assert said == [
        (S.ASSERTED, None, "2024-02-26"),
        (S.ALLEGED, "open-ledger-fund", "2024-02-27"),
        (S.DENIED, "voltane", "2024-02-28"),
    ]
    assert len(conflict.claims) == 3


def test_exclusive_against_not_exclusive() -> None:
    told = [Terms(exclusive=True), Terms(exclusive=False), Terms()]
    book = one_claim_each(("Colossa", "distributes", "Voltane"), *(("2024", S.ASSERTED, None, t) for t in told))
    (conflict,) = find_conflicts(book.view(), MARKET)
    assert [(camp.value, len(camp.positions)) for camp in conflict.camps] == [(True, 1), (False, 1)]


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        (["1 January 2024", "1 March 2024"], ["2024-01-01", "2024-03-01"]),
        (["1 January 2024", "10 February 2024"], []),
        (["2024", "1 March 2024"], []),
        (["2023", "1 March 2024"], ["2023", "2024-03-01"]),
        (["last year", "1 March 2024"], []),
    ],
)
def test_dates(dates: list[str], expected: list[str]) -> None:
    book = one_claim_each(TRIPLE, *(("2024-04-01", S.ASSERTED, None, Terms(date=date)) for date in dates))
    found = [c for c in find_conflicts(book.view(), MARKET) if c.about is Dispute.DATE]
    assert [str(camp.value) for conflict in found for camp in conflict.camps] == expected


def test_plan_and_completion_are_two_events() -> None:
    book = one_claim_each(
        TRIPLE,
        ("2024-04-01", S.PLANNED, None, Terms(date="1 January 2024")),
        ("2024-09-01", S.ASSERTED, None, Terms(date="1 August 2024")),
    )
    assert find_conflicts(book.view(), MARKET) == ()


def test_a_conflict_about_a_deal_is_told_once() -> None:
    book = Book()
    triple = ("Markets Board", "examines", "Colossa–Voltane partnership")
    for number, status in enumerate((S.ASSERTED, S.DENIED)):
        document = book.document(f"Paper {number} writes so.", f"Paper {number}")
        book.claim(document, "writes so", triple, status, parties=("Colossa", "Voltane"))
    assert len(find_conflicts(book.view(), MARKET)) == 1


def test_the_order_of_claims_changes_nothing() -> None:
    told = [paid((n % 7 + 1) * 1e9, date=("2023", "March 2023", None)[n % 3]) for n in range(40)]
    view = one_claim_each(TRIPLE, *(("2023-02-01", list(S)[n % 4], None, t) for n, t in enumerate(told))).view()
    shuffled = list(view.entries)
    random.Random(3).shuffle(shuffled)
    assert find_conflicts(replace(view, entries=tuple(shuffled)), MARKET) == find_conflicts(view, MARKET)


def test_a_thousand_different_sums_are_cut_to_some_camps_in_little_time() -> None:
    told = ((f"2023-02-{n % 28 + 1:02}", S.ASSERTED, None, paid(1.2**n)) for n in range(1000))
    begin = time.process_time()
    (conflict,) = find_conflicts(one_claim_each(TRIPLE, *told).view(), MARKET)
    assert time.process_time() - begin < 3
    assert len(conflict.camps) == 50
