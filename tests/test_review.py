import pytest

from liens.errors import ConfigError, LedgerError
from liens.ledger.view import Doubt, Entry, Review, View
from liens.model import Claim, Decision, Document, Span, Status, Verdict
from liens.review import About, Wish, decide, questions

DOCUMENT = Document("Aldane bought Borvik. Aldane did not buy Borvik. Corvo backs Borvik.", name="a.txt")
AT, BY = "2026-01-02T03:04:05+00:00", "ana"


def entry(subject: str, relation: str, *, start: int, end: int, **rest: object) -> Entry:
    review = Review(str(rest.pop("review", "open")))
    claim = Claim(subject, relation, "Borvik", Span(DOCUMENT.id, start, end), **rest)  # type: ignore[arg-type]
    return Entry(claim.id, claim, subject.lower(), "borvik", "fake@1", review=review)


BOUGHT = entry("Aldane", "acquires", start=0, end=21, confidence=0.9)
DENIED = entry("Aldane", "acquires", start=22, end=48, confidence=0.9, status=Status.DENIED)
SHAKY = entry("Corvo", "invests_in", start=49, end=68, confidence=0.2)
SETTLED = entry("Corvo", "supplies", start=49, end=68, confidence=0.1, review="accepted")
UNDONE = Decision(Verdict.ACCEPT, (SETTLED.id,), BY, AT)
VIEW = View(
    revision=1,
    documents={DOCUMENT.id: DOCUMENT},
    entities={},
    entries=(BOUGHT, DENIED, SHAKY, SETTLED),
    remarks=(),
    doubts=(Doubt("Aldane", "Aldane Group", 0.8, "one name holds the other"),),
    decisions=(UNDONE,),
)


def test_contradictions_come_first_then_names_then_what_is_least_sure() -> None:
    asked = [(q.about, q.targets) for q in questions(VIEW)]
    assert asked == [
        (About.CLAIM, (BOUGHT.id,)),
        (About.CLAIM, (DENIED.id,)),
        (About.NAMES, ("Aldane", "Aldane Group")),
        (About.CLAIM, (SHAKY.id,)),
    ]


def test_a_question_on_names_shows_a_claim_that_uses_them() -> None:
    (names,) = [q for q in questions(VIEW) if q.about is About.NAMES]
    assert names.claims == (BOUGHT.id,)


@pytest.mark.parametrize(
    ("wish", "verdict", "targets"),
    [
        (Wish("accept", (SHAKY.id,)), Verdict.ACCEPT, (SHAKY.id,)),
        (Wish("reject", (SHAKY.id[:6],)), Verdict.REJECT, (SHAKY.id,)),
        (Wish("correct", (SHAKY.id,), ("status=planned",)), Verdict.CORRECT, (SHAKY.id,)),
        (Wish("merge", ("Aldane", " Aldane  Group ")), Verdict.SAME, ("Aldane", "Aldane Group")),
        (Wish("split", ("Phi", "Phi"), within=DOCUMENT.id[:5]), Verdict.DIFFERENT, ("Phi", "Phi")),
        (Wish("unsure", ("Aldane", "Borvik")), Verdict.UNSURE, ("Aldane", "Borvik")),
        (Wish("undo", (UNDONE.id[:8],)), Verdict.UNDO, (UNDONE.id,)),
    ],
)
def test_a_wish_becomes_a_signed_and_dated_decision(wish: Wish, verdict: Verdict, targets: tuple[str, ...]) -> None:
    decision = decide(VIEW, wish, BY, AT)
    assert (decision.verdict, decision.targets, decision.by, decision.at) == (verdict, targets, BY, AT)


@pytest.mark.parametrize(
    ("wish", "message"),
    [
        (Wish("accept", ("nothing",)), "no claim has the id 'nothing'"),
        (Wish("accept", ("",)), "begins with ''"),
        (Wish("accept", (SHAKY.id, BOUGHT.id)), "accept takes one id: you gave 2"),
        (Wish("merge", ("Aldane",)), "merge takes two names: you gave 1"),
        (Wish("accept", (SHAKY.id,), ("status=planned",)), "--set goes with correct"),
        (Wish("accept", (SHAKY.id,), within=DOCUMENT.id), "--within goes with merge"),
        (Wish("correct", (SHAKY.id,)), "give FIELD=VALUE"),
        (Wish("correct", (SHAKY.id,), ("planned",)), "'planned' has no ="),
        (Wish("correct", (SHAKY.id,), ("colour=red",)), "'colour' cannot be corrected"),
        (Wish("correct", (SHAKY.id,), ("status=maybe",)), "status"),
        (Wish("undo", (SHAKY.id,)), "no decision has the id"),
    ],
)
def test_a_wish_that_cannot_be_is_told_why(wish: Wish, message: str) -> None:
    with pytest.raises((ConfigError, LedgerError)) as caught:
        decide(VIEW, wish, BY, AT)
    assert message in str(caught.value)


def test_a_correction_keeps_what_was_set() -> None:
    decision = decide(VIEW, Wish("correct", (SHAKY.id,), ("status = planned", "amount=5")), BY, AT)
    assert decision.changes == (("status", "planned"), ("amount", "5"))
