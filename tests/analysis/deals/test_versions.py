"""Deals as chains of versions. Each case is a table of claims about one pair."""

import random
import re
import time
from dataclasses import replace

import pytest

from liens.analysis.deals.totals import add_up
from liens.analysis.deals.versions import Deal, deals_of, find_deals, stand_on
from liens.analysis.directory import build_directory
from liens.analysis.ties import TermSeen
from liens.ledger.view import Entry, View
from liens.market import load_market
from liens.model import Amount, AmountKind, Kind, Status, Terms
from tests.invented import MARKET, Book, entity_id

S = Status
DEALS = replace(MARKET, phases=load_market("ai").phases)
INVESTS = ("Colossa", "invests_in", "Voltane")
SUPPLIES = ("Colossa Cloud", "supplies", "Voltane")

Told = tuple[str, str, tuple[str, str, str], Status, Terms]


def paid(value: float, currency: str = "USD", **rest: object) -> Terms:
    date = rest.pop("date", None)
    return Terms(amount=Amount(value, currency, AmountKind.EQUITY, **rest), date=date)  # type: ignore[arg-type]


def book_of(*told: Told) -> Book:
    """One document for each claim: (published, words, triple, status, terms)."""
    book = Book()
    for number, (published, words, triple, status, terms) in enumerate(told):
        document = book.document(f"{number}: {words}", f"Paper {number}", published)
        book.claim(document, words, triple, status, terms=terms)
    return book


def deal_of(*told: Told) -> Deal:
    (deal,) = find_deals(book_of(*told).view(), DEALS)
    return deal


def chain(deal: Deal) -> list[tuple[str, str, int]]:
    return [(str(version.when), version.phase.name, len(version.voices)) for version in deal.versions]


STORY: tuple[Told, ...] = (
    ("2024-01-10", "Colossa is in talks to back Voltane", INVESTS, S.PLANNED, Terms()),
    ("2024-02-01", "Colossa will put 2 million into Voltane", INVESTS, S.PLANNED, paid(2e6)),
    ("2024-03-01", "They signed a letter of intent on 2 million", INVESTS, S.ASSERTED, paid(2e6)),
    ("2024-06-01", "Colossa has committed 2 million", INVESTS, S.ASSERTED, paid(2e6)),
    ("2024-09-01", "Colossa has completed its investment of 2 million", INVESTS, S.ASSERTED, paid(2e6)),
    ("2025-02-01", "Colossa invested another 2 million", INVESTS, S.ASSERTED, paid(2e6)),
    ("2025-06-01", "The agreement was terminated", INVESTS, S.ENDED, Terms()),
)


def test_a_deal_goes_through_its_phases() -> None:
    assert [phase for _, phase, _ in chain(deal_of(*STORY))] == [
        "rumoured",
        "announced",
        "letter_of_intent",
        "committed",
        "closed",
        "closed",
        "ended",
    ]


@pytest.mark.parametrize(
    ("words", "triple", "status", "phase"),
    [
        ("plain words", INVESTS, S.ASSERTED, "closed"),
        ("plain words", SUPPLIES, S.ASSERTED, "committed"),
        ("plain words", INVESTS, S.PLANNED, "announced"),
        ("plain words", INVESTS, S.ALLEGED, "rumoured"),
        ("plain words", INVESTS, S.ENDED, "ended"),
        ("the deal has closed", INVESTS, S.PLANNED, "announced"),
        ("the deal has not yet closed", INVESTS, S.ASSERTED, "closed"),
        ("a memorandum was signed", SUPPLIES, S.ASSERTED, "letter_of_intent"),
        ("it signed a contract and no letter of intent", SUPPLIES, S.ASSERTED, "committed"),
        ("the contract was AMENDED", SUPPLIES, S.ASSERTED, "amended"),
        ("unamended words", SUPPLIES, S.ASSERTED, "committed"),
        ("the contract has expired", SUPPLIES, S.ASSERTED, "ended"),
        ("the purchase was never closed", INVESTS, S.ASSERTED, "ended"),
    ],
)
def test_phase(words: str, triple: tuple[str, str, str], status: Status, phase: str) -> None:
    (version,) = deal_of(("2024-01-01", words, triple, status, Terms())).versions
    assert version.phase.name == phase


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        # A later text about an earlier event goes where the event belongs.
        (
            [("2025-05-01", Terms(date="March 2019")), ("2023-01-01", paid(9e6))],
            [("2019-03", "closed", 1), ("2023-01-01", "closed", 1)],
        ),
        # A sum told again, years later and in another currency, is no new version.
        ([("2023-01-01", paid(15e6, "EUR")), ("2024-06-01", paid(16e6))], [("2023-01-01", "closed", 2)]),
        # Another sum is.
        (
            [("2023-01-01", paid(15e6)), ("2023-01-02", paid(40e6))],
            [("2023-01-01", "closed", 1)] * 1 + [("2023-01-02", "closed", 1)],
        ),
        # So is the same sum paid at another time, and a bound is no retelling of a firm sum.
        (
            [("2023-01-01", paid(15e6, date="2019")), ("2023-01-02", paid(15e6, date="2022-12-01"))],
            [("2019", "closed", 1), ("2022-12-01", "closed", 1)],
        ),
        (
            [("2023-01-01", paid(3e6)), ("2024-01-02", paid(40e6, up_to=True))],
            [("2023-01-01", "closed", 1), ("2024-01-02", "closed", 1)],
        ),
        # What only mentions the tie retells its last state; a date ahead dates no event.
        ([("2023-01-01", paid(3e6)), ("2024-01-02", Terms())], [("2023-01-01", "closed", 2)]),
        ([("2023-01-01", Terms(date="until 2032"))], [("2023-01-01", "closed", 1)]),
        # Shares and exclusivity that differ are versions of their own.
        (
            [("2023-01-01", Terms(stake_pct=14.0)), ("2023-01-05", Terms(stake_pct=20.0))],
            [("2023-01-01", "closed", 1), ("2023-01-05", "closed", 1)],
        ),
        ([(None, Terms())], [("None", "closed", 1)]),
    ],
)
def test_versions(told: list[tuple[str, Terms]], expected: list[tuple[str, str, int]]) -> None:
    deal = deal_of(*((published, "It pays Voltane", INVESTS, S.ASSERTED, terms) for published, terms in told))
    assert chain(deal) == expected


def test_both_dates_and_who_says_so_are_kept() -> None:
    (version,) = deal_of(("2025-05-01", "Colossa paid", INVESTS, S.ASSERTED, Terms(date="2019"))).versions
    (voice,) = version.voices
    assert (str(version.when), version.by_event, str(voice.event), voice.published) == (
        "2019",
        True,
        "2019",
        "2025-05-01",
    )
    assert (voice.speaker, voice.status) == (None, S.ASSERTED)


def test_a_unit_deals_for_its_group_and_a_start_up_for_itself() -> None:
    book = book_of(
        ("2024-01-01", "one", INVESTS, S.ASSERTED, Terms()),
        ("2024-01-01", "two", SUPPLIES, S.ASSERTED, Terms()),
    )
    book.entity("Ember", Kind.COMPANY, "start_up", "Colossa")
    document = book.document("Colossa buys Ember.")
    book.claim(document, "buys", ("Colossa", "invests_in", "Ember"))
    deals = find_deals(book.view(), DEALS)
    assert [(deal.id, len(deal.versions)) for deal in deals] == [("colossa--voltane", 2), ("colossa--ember", 1)]
    directory = build_directory(book.view(), DEALS)
    assert [d.id for d in deals_of(deals, entity_id("Colossa Cloud"), directory)] == [deal.id for deal in deals]


def test_denials_stand_beside_the_versions() -> None:
    deal = deal_of(
        ("2024-01-01", "Colossa holds shares", INVESTS, S.ALLEGED, Terms()),
        ("2024-01-02", "Colossa denies it", INVESTS, S.DENIED, Terms()),
    )
    assert len(deal.versions) == len(deal.denials) == 1


def test_other_relations_and_markets_without_phases_have_no_deals() -> None:
    told = ("2024-01-01", "The board looks", ("Markets Board", "examines", "Voltane"), S.ASSERTED, Terms())
    assert find_deals(book_of(told).view(), DEALS) == ()
    assert find_deals(book_of(STORY[0]).view(), MARKET) == ()


@pytest.mark.parametrize(
    ("day", "in_force", "open_", "ended"),
    [
        ("2023-12-31", [], [], 0),
        ("2024-01-10", [], ["rumoured"], 0),
        ("2024-05-01", [], ["rumoured", "announced", "letter_of_intent"], 0),
        ("2024-06-01", [2e6], [], 0),
        ("2024-12-31", [2e6], [], 0),
        ("2025-03-01", [2e6, 2e6], [], 0),
        ("2025-06-01", [], [], 1),
    ],
)
def test_terms_in_force(day: str, in_force: list[float], open_: list[str], ended: int) -> None:
    standing = stand_on(deal_of(*STORY), day)
    sums = [t.value.value for held in standing.in_force for t in held.terms if isinstance(t.value, Amount)]
    assert (sums, [v.phase.name for v in standing.open], len(standing.ended)) == (in_force, open_, ended)


def test_of_each_other_term_the_latest_value_holds() -> None:
    deal = deal_of(
        ("2023-01-01", "first", SUPPLIES, S.ASSERTED, Terms(exclusive=True, role="host")),
        ("2024-06-01", "then amended", SUPPLIES, S.ASSERTED, Terms(exclusive=False)),
    )
    held = [{t.name: t.value for t in stand_on(deal, day).in_force[0].terms} for day in ("2024-05-31", "2024-06-01")]
    assert held == [{"exclusive": True, "role": "host"}, {"exclusive": False, "role": "host"}]


def test_a_plan_for_another_sum_stays_open() -> None:
    deal = deal_of(
        ("2024-01-01", "It will pay 30", INVESTS, S.PLANNED, paid(30e6)),
        ("2024-01-01", "It paid 10", INVESTS, S.ASSERTED, paid(10e6)),
    )
    assert [v.phase.name for v in stand_on(deal, "2024-02-01").open] == ["announced"]


def sums(*amounts: Amount) -> list[TermSeen]:
    return [TermSeen("amount", amount, (f"c{place}",)) for place, amount in enumerate(amounts)]


E, C, V = AmountKind.EQUITY, AmountKind.CREDITS, AmountKind.VALUATION


@pytest.mark.parametrize(
    ("amounts", "expected"),
    [
        ([(4, "USD", E), (4, "USD", E)], [(E, "USD", 4, 8, 2, 0)]),
        ([(4, "USD", E), (4, "USD", E), (8, "USD", E)], [(E, "USD", 8, 8, 2, 1)]),
        ([(4, "USD", E), (4, "USD", C)], [(E, "USD", 4, 4, 1, 0), (C, "USD", 4, 4, 1, 0)]),
        (
            [(4, "USD", E), (4, "EUR", E), (4, None, E)],
            [(E, "USD", 4, 4, 1, 0), (E, "EUR", 4, 4, 1, 0), (E, None, 4, 4, 1, 0)],
        ),
        ([(4, "USD", E), (90, "USD", V)], [(E, "USD", 4, 4, 1, 0)]),
        ([(10, "USD", E), (30, "USD", E, True)], [(E, "USD", 10, 40, 2, 0)]),
        ([(10, "USD", E, False, 12)], [(E, "USD", 10, 12, 1, 0)]),
        ([], []),
    ],
)
def test_totals_stay_within_one_kind_and_currency(amounts: list[tuple[object, ...]], expected: list[object]) -> None:
    totals = add_up(sums(*(Amount(*amount) for amount in amounts)))  # type: ignore[arg-type]
    assert [(t.kind, t.currency, t.low, t.high, len(t.parts), len(t.repeats)) for t in totals] == expected
    assert sum(len(t.claims) for t in totals) == len([a for a in amounts if a[2] is not V])


def crowd(count: int) -> View:
    """`count` claims about 40 pairs over ten years."""
    random_, book = random.Random(7), Book()
    for place in range(40):
        book.entity(f"Firm {place}")
    text = "Firms deal. " * 4
    for place in range(count):
        document = book.document(f"{place} {text}", None, f"20{10 + place % 10}-0{1 + place % 9}-11")
        amount = paid(float(random_.randrange(1, 400)) * 1e6) if place % 3 else Terms()
        ends = (f"Firm {place % 40}", "invests_in", f"Firm {(place + 1) % 40}")
        book.claim(document, "Firms deal", ends, random_.choice(list(S)), terms=amount)
    return book.view()


def test_the_order_of_documents_changes_nothing() -> None:
    view = crowd(300)
    turned = replace(view, entries=view.entries[::-1])
    found, again = find_deals(view, DEALS), find_deals(turned, DEALS)
    assert [(d.id, d.versions) for d in found] == [(d.id, d.versions) for d in again]


def test_many_claims_take_linear_time() -> None:
    view = crowd(4000)
    begin = time.perf_counter()
    deals = find_deals(view, DEALS)
    assert time.perf_counter() - begin < 4
    assert sum(len(deal.claims) for deal in deals) == len(view.entries)


def test_ids_can_be_typed() -> None:
    deals = find_deals(crowd(80), DEALS)
    assert all(re.fullmatch(r"[a-z0-9-]+", deal.id) for deal in deals)
    entries: tuple[Entry, ...] = crowd(80).entries
    assert len({deal.id for deal in deals}) == len({frozenset((e.subject, e.object)) for e in entries})
