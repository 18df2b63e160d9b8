"""Decisions: what counts, who is told, and that nothing is lost."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from liens.errors import LedgerError
from liens.ledger.store import Ledger
from liens.ledger.view import Review
from liens.model import Decision, Verdict
from liens.serving.desk import Desk, Log, Made, matter_of_names, review_of
from tests.serving.loops import finish
from tests.serving.studies import make_study

CLAIM = "0123456789abcdef"


def taken(verdict: Verdict, by: str, minute: int, *targets: str) -> Decision:
    return Decision(verdict, targets or (CLAIM,), by, f"2026-01-01T00:{minute:02}:00+00:00")


def logged(*decisions: Decision) -> Log:
    log = Log()
    log.add(enumerate(decisions, 1))
    return log


ACCEPTED = taken(Verdict.ACCEPT, "ana", 1)
REJECTED = taken(Verdict.REJECT, "ben", 2)
UNDONE = taken(Verdict.UNDO, "ben", 3, REJECTED.id)
REDONE = taken(Verdict.UNDO, "ana", 4, UNDONE.id)


@pytest.mark.parametrize(
    ("decisions", "review", "counts"),
    [
        ((), "corrected", None),
        ((ACCEPTED,), Review.ACCEPTED, ACCEPTED),
        ((ACCEPTED, REJECTED), Review.REJECTED, REJECTED),
        ((ACCEPTED, REJECTED, UNDONE), Review.ACCEPTED, ACCEPTED),
        ((ACCEPTED, REJECTED, UNDONE, REDONE), Review.REJECTED, REJECTED),
        ((REJECTED, UNDONE), Review.OPEN, None),
    ],
)
def test_the_last_decision_that_stands_counts(
    decisions: tuple[Decision, ...], review: str, counts: Decision | None
) -> None:
    log = logged(*decisions)
    assert review_of(log.about(CLAIM), "corrected") == review
    assert log.settled.get(CLAIM) == counts
    assert log.last(CLAIM) == (decisions[-1].id if decisions else "")


def test_what_came_since_is_told() -> None:
    log = logged(ACCEPTED, REJECTED, UNDONE)
    assert log.since(CLAIM, "") == (ACCEPTED, REJECTED, UNDONE)
    assert log.since(CLAIM, ACCEPTED.id) == (REJECTED, UNDONE)
    assert log.since(CLAIM, UNDONE.id) == ()
    assert log.since(CLAIM, "invented") == (ACCEPTED, REJECTED, UNDONE), "who saw nothing known is told everything"


def test_names_are_one_matter_either_way_and_matchers_do_not_settle_it() -> None:
    pair = taken(Verdict.SAME, "ana", 1, "Aldane", "Aldane  Group")
    other_way = taken(Verdict.DIFFERENT, "ben", 2, "ALDANE GROUP", "Aldane")
    matcher = taken(Verdict.UNSURE, "names@1", 3, "Aldane", "Aldane Group")
    log = logged(pair, other_way, matcher)
    assert matter_of_names(pair) == matter_of_names(other_way)
    assert log.settled[matter_of_names(pair)] == other_way
    assert [told.decision for told in log.latest(0, 9)] == [other_way, pair]
    assert log.count == 2


def maker(verdict: Verdict, by: str, *targets: str) -> Callable[[str], Decision]:
    return lambda at: Decision(verdict, targets, by, at)


def test_twenty_at_once_are_all_kept_and_all_but_one_are_told(tmp_path: Path) -> None:
    claim = make_study(tmp_path)[0]

    async def decide() -> list[Made]:
        desks = [Desk(str(tmp_path / "ledger.db")) for _ in range(2)]
        makers = [maker((Verdict.ACCEPT, Verdict.REJECT)[n % 2], f"person{n}", claim) for n in range(20)]
        made = await asyncio.gather(*(desks[n % 2].decide(make, "", f"form{n}") for n, make in enumerate(makers)))
        for desk in desks:
            await desk.close()
        return list(made)

    made = finish(decide())
    assert sorted(len(each.between) for each in made) == list(range(20)), "each is told of all that came before"
    with Ledger.open(tmp_path / "ledger.db") as ledger:
        kept = {d.by for d in ledger.decisions()}
    assert {f"person{n}" for n in range(20)} <= kept


def test_a_decision_that_cannot_be_leaves_the_desk_at_work(tmp_path: Path) -> None:
    claim = make_study(tmp_path)[0]

    async def decide() -> Made:
        desk = Desk(str(tmp_path / "ledger.db"))
        with pytest.raises(LedgerError, match="no claim"):
            await desk.decide(maker(Verdict.ACCEPT, "ana", "f" * 16), "", "a")
        with pytest.raises(LedgerError, match="no decision"):
            await desk.decide(maker(Verdict.UNDO, "ana", "f" * 16), "", "b")
        made = await desk.decide(maker(Verdict.ACCEPT, "ana", claim), "", "c")
        again = await desk.decide(maker(Verdict.REJECT, "ana", claim), "", "c")
        assert again == made, "a form that comes twice decides once"
        await desk.close()
        return made

    assert finish(decide()).between == ()
