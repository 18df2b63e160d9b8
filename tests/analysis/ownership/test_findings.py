"""Ownership of a view: every finding with its claims, unknown kept unknown."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from liens.analysis.ownership.findings import Ownership, find_ownership
from liens.analysis.ownership.holdings import Holding
from liens.ledger.view import Entry, View
from liens.model import Terms
from tests.invented import MARKET, Book

Line = tuple[str, str, str, float | None]


def book_of(*lines: Line) -> tuple[Book, list[Entry]]:
    """A document a line: (subject, relation, object, stake in per cent)."""
    book = Book()
    entries = []
    for number, (subject, relation, object_, pct) in enumerate(lines):
        document = book.document(f"Line {number} says so.", published="2024-01-01")
        entries.append(book.claim(document, "says so", (subject, relation, object_), terms=Terms(stake_pct=pct)))
    return book, entries


CHAIN: tuple[Line, ...] = (
    ("Titanis", "holds_stake_in", "Colossa", 60),
    ("Colossa Cloud", "subsidiary_of", "Colossa", None),
    ("Colossa", "holds_stake_in", "Voltane", 30),
    ("Colossa Cloud", "holds_stake_in", "Voltane", 25),
    ("Colossa Cloud", "holds_stake_in", "Brume", None),
    ("Voltane", "competes_with", "Brume", None),
)


def test_a_chain_through_a_unit() -> None:
    book, entries = book_of(*CHAIN)
    found = find_ownership(book.view(), MARKET)
    stakes = {(s.holder, s.held): s for s in found.stakes}
    colossa = stakes["colossa", "voltane"]
    assert [colossa.low, colossa.high] == pytest.approx([0.3 + 0.25 * 0.5, 0.3 + 0.25])
    assert colossa.direct
    assert set(colossa.grounds.claims) == {entries[n].id for n in (1, 2, 3)}
    titanis = stakes["titanis", "voltane"]
    assert titanis.low == pytest.approx(0.6 * (0.3 + 0.25 * 0.5))
    assert not titanis.direct
    assert set(titanis.grounds.claims) == {entries[n].id for n in (0, 1, 2, 3)}
    assert (stakes["colossa-cloud", "brume"].low, stakes["colossa-cloud", "brume"].high) == (0, 1)


def test_control_through_a_unit_and_what_is_only_possible() -> None:
    book, entries = book_of(*CHAIN)
    found = find_ownership(book.view(), MARKET)
    control = {(c.holder, c.held): c for c in found.control}
    assert {ends for ends, c in control.items() if c.certain} == {
        ("titanis", "colossa"),
        ("titanis", "colossa-cloud"),
        ("titanis", "voltane"),
        ("colossa", "colossa-cloud"),
        ("colossa", "voltane"),
    }
    assert {ends for ends, c in control.items() if c.ultimate} == {
        ("titanis", held) for held in ("colossa", "colossa-cloud", "voltane")
    }
    assert {ends for ends, c in control.items() if not c.certain} == {("colossa-cloud", "brume")}
    assert set(control["colossa", "voltane"].grounds.claims) == {entries[n].id for n in (1, 2, 3)}
    assert set(control["titanis", "voltane"].grounds.claims) == {entries[n].id for n in (0, 1, 2, 3)}
    assert control["colossa-cloud", "brume"].grounds.claims == (entries[4].id,)


def test_common_holders_of_rivals_carry_the_rivalry() -> None:
    book, entries = book_of(*CHAIN)
    found = find_ownership(book.view(), MARKET)
    [common] = found.common
    assert common.holder == "colossa-cloud"
    assert {stake.held for stake in common.stakes} == {"voltane", "brume"}
    assert set(common.grounds.claims) == {entries[n].id for n in (3, 4, 5)}


def test_stakes_that_cannot_all_be_right_are_told() -> None:
    book, entries = book_of(("Colossa", "holds_stake_in", "Brume", 60), ("Titanis", "holds_stake_in", "Brume", 70))
    found = find_ownership(book.view(), MARKET)
    [overfull] = found.overfull
    assert overfull.held == "brume"
    assert overfull.total == pytest.approx(1.3)
    assert set(overfull.grounds.claims) == {entry.id for entry in entries}
    assert {c.certain for c in found.control} == {False}


def test_imported_records_join_where_they_concern_the_view() -> None:
    book, _ = book_of(("Colossa", "holds_stake_in", "Voltane", 60))
    records = [
        Holding("lei:TOP", "colossa", 0.8, 0.8, source="register.csv, line 2"),
        Holding("lei:OTHER", "lei:FAR", 0.8, 0.8, source="register.csv, line 3"),
    ]
    found = find_ownership(book.view(), MARKET, records)
    assert {h.holder for h in found.holdings} == {"lei:TOP", "colossa"}
    top = next(c for c in found.control if (c.holder, c.held) == ("lei:TOP", "voltane"))
    assert top.ultimate
    assert top.grounds.sources == ("register.csv, line 2",)
    assert len(top.grounds.claims) == 1


def test_a_loop_is_named_and_told_once() -> None:
    book, _ = book_of(("Colossa", "holds_stake_in", "Titanis", 60), ("Titanis", "holds_stake_in", "Colossa", 60))
    found = find_ownership(book.view(), MARKET)
    assert found.loops == (("colossa", "titanis"),)
    assert {(s.holder, s.held): s.low for s in found.stakes} == {
        ("colossa", "titanis"): pytest.approx(0.6),
        ("titanis", "colossa"): pytest.approx(0.6),
    }
    assert all(c.ultimate for c in found.control)


def test_of_nothing_nothing_is_computed() -> None:
    book, _ = book_of(("Voltane", "competes_with", "Brume", None))
    assert find_ownership(book.view(), MARKET) == Ownership((), (), (), (), (), ())


def test_every_finding_rests_on_something_and_order_changes_nothing() -> None:
    book, _ = book_of(*CHAIN)
    view = book.view()
    found = find_ownership(view, MARKET)
    grounds = [finding.grounds for part in (found.stakes, found.control, found.common) for finding in part]
    assert len(grounds) > 10
    assert all(ground.claims for ground in grounds)
    assert find_ownership(_shuffled(view), MARKET) == found


def _shuffled(view: View) -> View:
    entries = list(view.entries)
    random.Random(4).shuffle(entries)
    return replace(view, entries=tuple(entries))
