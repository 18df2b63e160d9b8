"""What changed between two days of the market, and between two states of the ledger."""

from dataclasses import replace

import pytest

from liens.analysis.deals.changes import State, changes_between, log_between, state_of
from liens.analysis.ties import find_ties
from liens.ledger.view import Entry, Review, View
from liens.model import Amount, Decision, Entity, Kind, Status, Terms, Verdict
from tests.analysis.deals.test_versions import DEALS, INVESTS, STORY, SUPPLIES, book_of, deal_of

S = Status


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        ("2023-01-01", "2023-12-31", []),
        ("2023-12-31", "2024-01-31", [("moved", "rumoured")]),
        ("2024-01-31", "2024-03-31", [("moved", "announced"), ("moved", "letter_of_intent")]),
        ("2024-03-31", "2024-06-30", [("began", None)]),
        ("2024-06-30", "2024-12-31", []),
        ("2024-12-31", "2025-03-01", [("added", None)]),
        ("2025-03-01", "2025-12-31", [("ended", "ended")]),
        ("2025-12-31", "2023-01-01", []),
    ],
)
def test_what_changed_between_two_days(since: str, until: str, expected: list[tuple[str, str | None]]) -> None:
    changes = changes_between([deal_of(*STORY)], since, until)
    assert [(change.turn.value, change.phase) for change in changes] == expected
    assert all(change.claims for change in changes)


def test_a_term_that_takes_the_place_of_another() -> None:
    deal = deal_of(
        ("2023-01-01", "first", SUPPLIES, S.ASSERTED, Terms(exclusive=True)),
        ("2024-06-01", "then amended", SUPPLIES, S.ASSERTED, Terms(exclusive=False)),
    )
    (change,) = changes_between([deal], "2023-12-31", "2024-12-31")
    assert (change.turn, change.term) == ("changed", "exclusive")
    assert ([t.value for t in change.before], [t.value for t in change.after]) == ([True], [False])
    assert len(change.claims) == 2


def test_a_plan_that_ends_unfulfilled_moves() -> None:
    deal = deal_of(
        ("2024-01-01", "It will pay", INVESTS, S.PLANNED, Terms(amount=Amount(1e9, "USD"))),
        ("2024-06-01", "The plan was called off", INVESTS, S.ENDED, Terms()),
    )
    changes = changes_between([deal], "2024-02-01", "2024-07-01")
    assert [(change.turn.value, change.phase) for change in changes] == [("moved", "ended")]


def the_view() -> View:
    return book_of(*STORY[:3], ("2024-02-01", "It hosts", SUPPLIES, S.ASSERTED, Terms())).view()


def state(view: View) -> State:
    return state_of(view, find_ties(view, DEALS))


def test_the_same_state_twice_is_an_empty_log() -> None:
    log = log_between(state(the_view()), replace(state(the_view()), revision=9))
    assert log.is_empty
    assert (log.since, log.until) == (7, 9)


def test_claims_and_ties_that_came_and_went() -> None:
    old, new = the_view(), the_view()
    first, *rest, last = new.entries
    new = replace(new, entries=(*rest,), documents={k: v for k, v in new.documents.items() if k != _of(last)})
    log = log_between(state(old), state(new))
    assert set(log.claims_gone) == {first.id, last.id}
    assert (log.documents_gone, log.ties_gone) == ((_of(last),), ("colossa-cloud--supplies--voltane",))
    back = log_between(state(new), state(old))
    assert (back.claims_added, back.documents_added, back.ties_added) == (
        log.claims_gone,
        log.documents_gone,
        log.ties_gone,
    )


def _of(entry: Entry) -> str:
    return entry.claim.evidence.document


def test_a_rejected_claim_is_judged_and_may_turn_its_tie() -> None:
    old = the_view()
    signed = old.entries[2]
    decision = Decision(Verdict.REJECT, (signed.id,), "ana", "2026-01-01T10:00:00+00:00")
    rejected = (replace(signed, review=Review.REJECTED),)
    kept = tuple(entry for entry in old.entries if entry is not signed)
    log = log_between(state(old), state(replace(old, entries=kept, rejected=rejected, decisions=(decision,))))
    assert log.judged == ((signed.id, "open", "rejected"),)
    assert log.turned == (("colossa--invests_in--voltane", "asserted", "planned"),)
    assert log.decisions_added == (decision.id,)
    assert log.claims_gone == ()


def test_names_that_changed_hands() -> None:
    old = the_view()
    entities = dict(old.entities) | {
        "voltane": Entity("voltane", "Voltane", Kind.COMPANY, ("Voltane", "Brume")),
        "brume": Entity("brume", "Brume SA", Kind.COMPANY, ("Brume SA",)),
    }
    log = log_between(state(old), state(replace(old, entities=entities)))
    assert (log.joined, log.parted) == ((("Voltane", ("Brume",)),), (("Brume", ("Brume",)),))
    assert not log.is_empty
