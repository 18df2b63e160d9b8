"""Every finding in a line, and what differs between two lots of them."""

from __future__ import annotations

from dataclasses import replace

from liens.analysis.conflicts import conflicts_in
from liens.analysis.record import Line, Measure, lines_of, turned_between
from liens.analysis.ties import find_ties
from liens.ledger.view import View
from liens.market import load_market
from liens.model import Amount, AmountKind, Status, Terms
from tests.invented import MARKET, Book

PACK = load_market("ai")
FULL = replace(MARKET, phases=PACK.phases, dependency=PACK.dependency, channels=PACK.channels)
S = Status


def the_book() -> Book:
    book = Book()
    for number, (words, triple, status, terms) in enumerate(
        (
            ("Colossa put 5 million into Voltane", ("Colossa", "invests_in", "Voltane"), S.ASSERTED, paid(5e6)),
            ("Colossa put 50 million into Voltane", ("Colossa", "invests_in", "Voltane"), S.ASSERTED, paid(5e7)),
            ("Colossa Cloud supplies Voltane", ("Colossa Cloud", "supplies", "Voltane"), S.ASSERTED, Terms()),
            ("It holds 60 per cent", ("Colossa", "holds_stake_in", "Brume"), S.ASSERTED, Terms(stake_pct=60.0)),
            ("The Board opened a probe", ("Markets Board", "examines", "Voltane"), S.ASSERTED, Terms()),
        )
    ):
        book.claim(book.document(words, f"Paper {number}", "2024-03-01"), words, triple, status, terms=terms)
    return book


def paid(value: float) -> Terms:
    return Terms(amount=Amount(value, "EUR", AmountKind.EQUITY))


def lines(view: View) -> tuple[Line, ...]:
    ties = find_ties(view, FULL)
    return lines_of(view, FULL, ties, conflicts_in(ties, view))


def test_every_measure_has_its_lines_and_every_line_its_claims() -> None:
    found = lines(the_book().view())
    assert {line.measure for line in found} == set(Measure)
    assert all(line.claims for line in found)
    assert len({line.key for line in found}) == len(found)
    values = {(line.measure, line.about): line.value for line in found}
    assert values[Measure.TERM, "invests_in, amount"] == "5,000,000 EUR, equity; 50,000,000 EUR, equity"
    assert values[Measure.CONFLICT, "invests_in, amount"] == "2 camps"
    assert values[Measure.CONTROL, ""] == "controls"


def test_the_order_of_claims_changes_nothing() -> None:
    view = the_book().view()
    turned = replace(view, entries=view.entries[::-1])
    assert set(lines(turned)) == set(lines(view))
    assert turned_between(lines(view), lines(turned)) == ()


def test_what_is_new_is_gone_the_other_way_round() -> None:
    view = the_book().view()
    less = replace(view, entries=tuple(e for e in view.entries if e.claim.relation != "holds_stake_in"))
    new, gone = turned_between(lines(less), lines(view)), turned_between(lines(view), lines(less))
    assert {one.measure for one in new} == set(Measure) - {Measure.CONFLICT, Measure.CASE}
    assert [(one.measure, one.ends, one.before, one.after) for one in new] == [
        (one.measure, one.ends, one.after, one.before) for one in gone
    ]
