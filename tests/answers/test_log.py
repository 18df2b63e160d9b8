"""Which state of the ledger is meant, and what it has learnt since."""

from __future__ import annotations

from dataclasses import replace

import pytest

from liens.answers.log import Between, find_point, log
from liens.answers.study import Study, study_of
from liens.errors import ConfigError
from liens.ledger.view import Entry, Point, Review, View
from liens.model import Decision, Status, Terms, Verdict
from tests.analysis.deals.test_versions import DEALS, INVESTS, Told, book_of

S = Status
ACQUIRES = ("Colossa", "acquires", "Brume")
POINTS = (
    Point("2026-11-20T10:00:00+00:00", 1, 1, 1, 0, 0),
    Point("2026-11-20T23:30:00+00:00", 2, 2, 2, 0, 1),
    Point("2026-11-22T08:00:00+00:00", 500, 500, 1000, 20, 5),
)


@pytest.mark.parametrize(
    ("asked", "opens", "revision"),
    [
        ("3", True, 3),
        ("2025", True, 2025),
        ("2026-11-20", False, 7),
        ("2026-11-21", True, 7),
        ("2026-11-21", False, 7),
        ("2026-11", False, 2025),
        ("2026-12", True, 2025),
        ("2026-11-20T10:00", True, 3),
        ("2026-11-20 23:00+01:00", True, 3),
        ("2026-11-21 00:30+01:00", True, 7),
        ("2026-11-22T09:59+02:00", False, 7),
    ],
)
def test_a_state_is_named_by_its_revision_or_by_a_time(asked: str, opens: bool, revision: int) -> None:
    assert find_point(POINTS, asked, opens).revision == revision


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ("4", "'4' is no revision, day or moment of this ledger: the states noted are 3 .2026-11-20 10:00., 7"),
        ("soon", "'soon' is no revision"),
        ("25:99", "'25:99' is no revision"),
        ("2026-11-20", "no state of the ledger was noted before 2026-11-20"),
    ],
)
def test_a_state_that_is_not_there_is_told_with_those_that_are(asked: str, message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        find_point(POINTS, asked, True)
    with pytest.raises(ConfigError, match="has noted none so far"):
        find_point((), asked, True)


FIRST: Told = ("2024-01-01", "It put money in", INVESTS, S.ASSERTED, Terms(exclusive=False))
SECOND: Told = ("2024-06-01", "It bought it", ACQUIRES, S.ASSERTED, Terms())
CHANGED: Told = ("2024-01-01", "It put its money in", INVESTS, S.ASSERTED, Terms(exclusive=True))


def states(before: View, after: View) -> Between:
    """The two as states of one ledger."""
    return Between(study(before), study(after), POINTS[0])


def study(view: View) -> Study:
    return study_of(view, DEALS)


def turns(asked: Between, name: str | None = None) -> list[tuple[str, str, str | None, str | None]]:
    found = log(asked, name)["findings"]
    return [(one["measure"], one["about"], one["before"], one["after"]) for one in found]


def test_what_a_further_claim_changes() -> None:
    old, new = book_of(FIRST).view(), book_of(FIRST, SECOND).view()
    told = log(states(old, new))
    (added,) = told["claims"]["added"]
    assert added["status"] == "asserted"
    assert "acquires" in added["says"]
    assert (told["claims"]["superseded"], told["claims"]["decided"], told["documents"]["gone"]) == ([], [], [])
    assert len(told["documents"]["added"]) == 1
    assert ("tie", "acquires", None, "asserted") in turns(states(old, new))
    assert all(added["id"] in one["claims"] for one in told["findings"])
    assert ("tie", "acquires", "asserted", None) in turns(states(new, old))


def test_nothing_between_a_state_and_itself() -> None:
    view = book_of(FIRST, SECOND).view()
    told = log(states(view, view))
    assert not any(told[part] for part in ("findings", "decisions", "joined", "parted"))
    assert not any(part for sort in ("claims", "documents") for part in told[sort].values())


def test_a_changed_document_is_followed_by_its_later_claims() -> None:
    old, new = at_one_place(book_of(FIRST).view()), at_one_place(book_of(CHANGED).view())
    told = log(states(old, new))
    (gone,), (added,) = told["claims"]["superseded"], told["claims"]["added"]
    assert (gone["why"], gone["successors"]) == ("its document was changed", [added["id"]])
    assert ("term", "invests_in, exclusive", "no", "yes") in turns(states(old, new))
    (gone,) = log(states(old, book_of(SECOND).view()))["claims"]["superseded"]
    assert (gone["why"], gone["successors"]) == ("its document is gone", [])


def at_one_place(view: View) -> View:
    return replace(view, documents={id: replace(one, found_at="a.md") for id, one in view.documents.items()})


def test_another_reading_of_the_same_words() -> None:
    old = book_of(FIRST).view()
    (entry,) = old.entries
    reread = replace(entry, id="ffff000011112222", claim=replace(entry.claim, status=S.PLANNED))
    (gone,) = log(states(old, replace(old, entries=(reread,))))["claims"]["superseded"]
    assert (gone["why"], gone["successors"]) == ("its document was read anew", [reread.id])


def test_a_decision_and_whom_it_concerns() -> None:
    old = book_of(FIRST, SECOND).view()
    entry = old.entries[0]
    decision = Decision(Verdict.REJECT, (entry.id,), "Ada Moor", "2026-11-21T10:00:00Z")
    rejected: tuple[Entry, ...] = (replace(entry, review=Review.REJECTED),)
    new = replace(old, entries=old.entries[1:], rejected=rejected, decisions=(decision,))
    told = log(states(old, new))
    (decided,) = told["claims"]["decided"]
    assert (decided["before"], decided["after"], decided["by"][0]["id"]) == ("open", "rejected", decision.id)
    assert [one["id"] for one in told["decisions"]] == [decision.id]
    name = old.entities[entry.subject].name
    assert log(states(old, new), name)["claims"]["decided"] == told["claims"]["decided"]
    other = next(e.name for e in old.entities.values() if e.id not in (entry.subject, entry.object))
    assert log(states(old, new), other)["claims"]["decided"] == []
    with pytest.raises(ConfigError, match="nothing called"):
        log(states(old, new), "Nobody at all")
