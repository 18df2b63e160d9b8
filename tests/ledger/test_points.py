"""Points: the ledger as it was when they were noted, whatever was added since."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from liens.ledger.store import Ledger
from liens.ledger.view import Point, View
from liens.model import Document, Problem, Reading, Verdict
from tests.ledger.stories import INVESTS, claim, decide, document, put, read, story

AT = "2026-11-20T10:00:00+00:00"


def test_a_point_is_noted_once_until_something_is_added(ledger: Ledger) -> None:
    assert ledger.points() == ()
    put(ledger, *story())
    assert [ledger.note(AT), ledger.note("2026-11-21T10:00:00+00:00")] == [True, False]
    before = ledger.revision
    ledger.add_problem(Problem("gather", "b.txt", "cannot be read"))
    assert ledger.note("2026-11-22T10:00:00+00:00")
    assert [(point.at[:10], point.revision) for point in ledger.points()] == [
        ("2026-11-20", before),
        ("2026-11-22", ledger.revision),
    ]


def _is_read_anew(ledger: Ledger, text: Document, _reading: Reading) -> None:
    ledger.add_reading(read(text, [claim(text, "Alder Labs put €2m", INVESTS)], reader="rules@2"))


def _is_changed(ledger: Ledger, text: Document, _reading: Reading) -> None:
    put(ledger, replace(text, text=text.text + " More."), stamp="2")


def _is_judged(ledger: Ledger, _text: Document, reading: Reading) -> None:
    ledger.decide(decide(Verdict.REJECT, reading.claims[0].id))


def _is_merged(ledger: Ledger, _text: Document, _reading: Reading) -> None:
    ledger.decide(decide(Verdict.SAME, "Alder Labs", "Birch AI"))


def _has_a_neighbour(ledger: Ledger, _text: Document, _reading: Reading) -> None:
    other = document("Cedar Works put €9m into Birch AI.", "b.txt")
    put(ledger, other, read(other, [claim(other, "Cedar Works put €9m into Birch AI", INVESTS)]))


def _fails(ledger: Ledger, text: Document, _reading: Reading) -> None:
    ledger.add_problem(Problem("gather", "a.txt", "is gone"), stamp="3")
    ledger.add_reading_problem(Problem("read", "a.txt", "broke"), text.id)


CHANGES = (_is_read_anew, _is_changed, _is_judged, _is_merged, _has_a_neighbour, _fails)


@pytest.mark.parametrize("change", CHANGES, ids=[change.__name__.strip("_") for change in CHANGES])
def test_the_view_at_a_point_is_the_one_of_then(
    ledger: Ledger, change: Callable[[Ledger, Document, Reading], None]
) -> None:
    whole, reading = story()
    put(ledger, whole, reading)
    then = ledger.view()
    ledger.note(AT)
    (point,) = ledger.points()
    change(ledger, whole, reading)
    assert shown(ledger.view()) != shown(then)
    assert shown(ledger.view_at(point)) == shown(then)


def test_there_is_nothing_at_a_point_before_everything(ledger: Ledger) -> None:
    put(ledger, *story())
    view = ledger.view_at(Point(AT, 0, 0, 0, 0, 0))
    assert (view.revision, dict(view.documents), view.entries, view.entities) == (0, {}, (), {})


def shown(view: View) -> object:
    """All that a view holds, as data that can be compared."""
    return replace(view, documents=dict(view.documents), entities=dict(view.entities))
