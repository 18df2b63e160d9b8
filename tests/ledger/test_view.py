"""The view: decisions applied, names resolved, decisions that outlive a rebuild."""

from __future__ import annotations

from dataclasses import replace

import pytest

from liens.errors import LedgerError
from liens.ledger.store import Ledger
from liens.ledger.view import Doubt, Entry, Review
from liens.market import KnownEntity, Market
from liens.model import Amount, AmountKind, Claim, Decision, Document, Kind, Status, Terms, Verdict
from tests.ledger.stories import INVESTS, STORY, claim, decide, document, put, read, story


def market(*rows: KnownEntity) -> Market:
    return Market("m", "M", rows, {}, (), {}, {}, {})


def only(ledger: Ledger) -> Entry:
    (entry,) = ledger.view().entries
    return entry


@pytest.fixture
def invests(ledger: Ledger) -> Claim:
    """The one claim in the ledger: Alder Labs invests 2 million euros in Birch AI."""
    text = document()
    terms = Terms(Amount(2e6, "EUR", AmountKind.EQUITY, upper=3e6), what="shares")
    made = claim(text, "Alder Labs put €2m into Birch AI", INVESTS, terms=terms)
    put(ledger, text, read(text, [made]))
    return made


# Decisions on claims


@pytest.mark.parametrize(
    ("verdicts", "expected"),
    [
        ([Verdict.ACCEPT], Review.ACCEPTED),
        ([Verdict.ACCEPT, Verdict.REJECT], Review.REJECTED),
        ([Verdict.REJECT, Verdict.ACCEPT], Review.ACCEPTED),
    ],
)
def test_the_last_verdict_counts(ledger: Ledger, invests: Claim, verdicts: list[Verdict], expected: Review) -> None:
    for at, verdict in enumerate(verdicts, 1):
        assert ledger.decide(decide(verdict, invests.id, at=at))
    view = ledger.view()
    is_rejected = expected is Review.REJECTED
    assert [entry.review for entry in view.rejected] == [expected] * is_rejected
    assert [entry.review for entry in view.entries] == [expected] * (not is_rejected)


def test_undo_takes_a_decision_back(ledger: Ledger, invests: Claim) -> None:
    before = ledger.view().entries
    rejected = decide(Verdict.REJECT, invests.id)
    ledger.decide(rejected)
    assert ledger.view().entries == ()
    ledger.decide(decide(Verdict.UNDO, rejected.id, at=2))
    view = ledger.view()
    assert view.entries == before
    assert len(view.decisions) == 2


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ([("relation", "holds_stake_in")], {"relation": "holds_stake_in"}),
        ([("status", "denied"), ("speaker", "Ada Moor")], {"status": Status.DENIED, "speaker": "Ada Moor"}),
        ([("amount", "5e6")], {"amount": Amount(5e6, "EUR", AmountKind.EQUITY)}),
        ([("currency", "usd")], {"amount": Amount(2e6, "USD", AmountKind.EQUITY, upper=3e6)}),
        ([("amount_kind", "valuation")], {"amount": Amount(2e6, "EUR", AmountKind.VALUATION, upper=3e6)}),
        ([("amount", "")], {"amount": None}),
        ([("up_to", "yes"), ("upper", "")], {"amount": Amount(2e6, "EUR", AmountKind.EQUITY, up_to=True)}),
        ([("stake_pct", "12.5"), ("date", "May 2024")], {"stake_pct": 12.5, "date": "May 2024"}),
        ([("exclusive", "true"), ("what", "")], {"exclusive": True, "what": None}),
    ],
)
def test_a_correction_changes_what_it_names(
    ledger: Ledger, invests: Claim, changes: list[tuple[str, str]], expected: dict[str, object]
) -> None:
    ledger.decide(decide(Verdict.CORRECT, invests.id, changes=tuple(changes)))
    entry = only(ledger)
    ends = {key: value for key, value in expected.items() if key in ("relation", "status", "speaker")}
    terms = {key: value for key, value in expected.items() if key not in ends}
    assert entry.id == invests.id
    assert entry.review is Review.CORRECTED
    assert entry.claim == replace(invests, terms=replace(invests.terms, **terms), **ends)  # type: ignore[arg-type]


def test_corrections_add_up_and_the_later_wins(ledger: Ledger, invests: Claim) -> None:
    for at, changes in enumerate([(("subject", "Corvo"),), (("subject", "Dorn"),), (("object", "Esk"),)], 1):
        ledger.decide(decide(Verdict.CORRECT, invests.id, at=at, changes=changes))
    entry = only(ledger)
    assert (entry.claim.subject, entry.claim.object, entry.subject, entry.object) == ("Dorn", "Esk", "dorn", "esk")
    assert {"dorn", "esk", "alder-labs"} <= set(ledger.view().entities)


@pytest.mark.parametrize(
    ("decision", "message"),
    [
        (decide(Verdict.ACCEPT, "0" * 16), "no claim 0000000000000000"),
        (decide(Verdict.UNDO, "0" * 16), "no decision 0000000000000000"),
        (decide(Verdict.SAME, "Alder"), "a decision 'same' needs 2 targets"),
        (decide(Verdict.SAME, "Alder", " "), "a decision 'same' needs 2 targets"),
        (decide(Verdict.SAME, "Alder", "Birch", within="0" * 16), "no document 0000000000000000"),
        (decide(Verdict.SAME, "Alder", "Birch", by=""), "a decision needs a name in `by`"),
        (decide(Verdict.SAME, "Alder", "Birch", changes=(("score", "high"),)), "a decision 'same' changes nothing"),
        (Decision(Verdict.SAME, ("Alder", "Birch"), "Ana", "yesterday"), "'yesterday' is not a moment"),
        (decide(Verdict.CORRECT, "CLAIM"), "a correction needs a change"),
        (decide(Verdict.CORRECT, "CLAIM", changes=(("colour", "red"),)), "'colour' cannot be corrected: use one of"),
        (decide(Verdict.CORRECT, "CLAIM", changes=(("status", "true"),)), "status: 'true'"),
        (decide(Verdict.CORRECT, "CLAIM", changes=(("subject", ""),)), "subject: ''"),
        (decide(Verdict.CORRECT, "CLAIM", changes=(("amount", "nan"),)), "amount: 'nan': it must be finite"),
        (decide(Verdict.CORRECT, "CLAIM", changes=(("stake_pct", "101"),)), "stake_pct: '101': it must be between"),
        (decide(Verdict.CORRECT, "CLAIM", changes=(("currency", "euros"),)), "currency: 'euros': it must be an ISO"),
    ],
)
def test_a_malformed_decision_is_refused(ledger: Ledger, invests: Claim, decision: Decision, message: str) -> None:
    targets = tuple(invests.id if target == "CLAIM" else target for target in decision.targets)
    with pytest.raises(LedgerError) as caught:
        ledger.decide(replace(decision, targets=targets))
    assert str(caught.value).startswith(message)
    assert ledger.decisions() == ()


# Decisions after a new reading, an edited text, a rebuild


def test_a_decision_passes_to_the_nearest_claim_of_a_new_reading(ledger: Ledger) -> None:
    text = document(STORY + " Later, Alder Labs put €9m into Birch AI.")
    old = claim(text, "Alder Labs put €2m into Birch AI", INVESTS)
    near = claim(text, "put €2m into Birch AI", INVESTS)
    far = claim(text, "Alder Labs put €9m into Birch AI", INVESTS)
    put(ledger, text, read(text, [old]))
    ledger.decide(decide(Verdict.REJECT, old.id))
    ledger.add_reading(read(text, [near, far], "rules@2"))
    view = ledger.view("rules@2")
    assert [entry.id for entry in view.rejected] == [near.id]
    assert [entry.id for entry in view.entries] == [far.id]
    assert view.orphans == ()


def test_a_decision_whose_claim_is_gone_is_an_orphan(ledger: Ledger, invests: Claim) -> None:
    decision = decide(Verdict.ACCEPT, invests.id)
    ledger.decide(decision)
    text = ledger.document(invests.evidence.document)
    ledger.add_reading(read(text, [replace(invests, relation="acquires")], "rules@2"))
    view = ledger.view()
    assert view.orphans == (decision,)
    assert [entry.review for entry in view.entries] == [Review.OPEN]


@pytest.mark.parametrize(
    ("edited", "is_kept"),
    [("Corrected. " + STORY, True), (STORY.replace("€2m", "€3m"), False)],
    ids=["the words stand", "the words changed"],
)
def test_a_decision_follows_an_edited_text_if_its_words_stand(
    ledger: Ledger, invests: Claim, edited: str, is_kept: bool
) -> None:
    ledger.decide(decide(Verdict.ACCEPT, invests.id))
    text = document(edited)
    words = "Alder Labs put €2m into Birch AI" if is_kept else "Alder Labs put €3m into Birch AI"
    put(ledger, text, read(text, [claim(text, words, INVESTS)]), stamp="2")
    view = ledger.view()
    assert [entry.review for entry in view.entries] == [Review.ACCEPTED if is_kept else Review.OPEN]
    assert len(view.orphans) == (not is_kept)


def test_decisions_move_to_a_ledger_built_anew(ledger: Ledger, invests: Claim, tmp_path) -> None:  # type: ignore[no-untyped-def]
    decision = decide(Verdict.CORRECT, invests.id, changes=(("amount", "4e6"),))
    ledger.decide(decision)
    with Ledger.open(tmp_path / "new.db") as rebuilt:
        text = ledger.document(invests.evidence.document)
        put(rebuilt, text, read(text, [claim(text, "put €2m into Birch AI", INVESTS)], "rules@2"))
        assert rebuilt.decide(decision, about=ledger.claim(invests.id))
        (entry,) = rebuilt.view().entries
    assert entry.claim.terms.amount == Amount(4e6, None)


# Names → entities


def test_decisions_on_names_make_entities(ledger: Ledger) -> None:
    text = document("Alder Labs and Alder met Birch.")
    put(ledger, text, read(text, names=["Alder Labs", "Alder", "Birch"]))
    assert set(ledger.view().entities) == {"alder-labs", "alder", "birch"}
    merge = decide(Verdict.SAME, "Alder", "ALDER LABS")
    ledger.decide(merge)
    view = ledger.view()
    assert view.entities["alder-labs"].names == ("Alder Labs", "Alder")
    assert set(view.entities) == {"alder-labs", "birch"}
    ledger.decide(decide(Verdict.UNDO, merge.id, at=2))
    assert set(ledger.view().entities) == {"alder-labs", "alder", "birch"}


def test_the_name_most_texts_use_is_the_entitys(ledger: Ledger) -> None:
    for n, name in enumerate(["Alder", "Alder", "Alder Labs Holding"]):
        text = document(f"{n}: {name} grows.", f"{n}.txt")
        put(ledger, text, read(text, names=[name]))
    ledger.decide(decide(Verdict.SAME, "Alder", "Alder Labs Holding"))
    (entity,) = ledger.view().entities.values()
    assert (entity.id, entity.names) == ("alder", ("Alder", "Alder Labs Holding"))


def test_homonyms_are_told_apart_by_document(ledger: Ledger) -> None:
    one, two = document("Mercury supplies Birch.", "1.txt"), document("Mercury, a bank, supplies Birch.", "2.txt")
    for text in (one, two):
        made = claim(text, "supplies Birch", ("Mercury", "supplies", "Birch"), speaker="Mercury")
        put(ledger, text, read(text, [made]))
    ledger.decide(decide(Verdict.DIFFERENT, "Mercury", "Mercury", within=two.id))
    view = ledger.view()
    subjects = {entry.claim.evidence.document: entry.subject for entry in view.entries}
    assert subjects[one.id] == "mercury"
    assert subjects[two.id].startswith("mercury-")
    assert {entry.speaker == entry.subject for entry in view.entries} == {True}
    assert {view.entities[id].name for id in subjects.values()} == {"Mercury"}
    ledger.decide(decide(Verdict.SAME, "Mercury", "Mercury Bank", within=two.id, at=2))
    ledger.decide(decide(Verdict.SAME, "Mercury Bank", "Birch", at=3))
    merged = {entry.claim.evidence.document: entry.subject for entry in ledger.view().entries}
    assert (merged[one.id], merged[two.id]) == ("mercury", "birch")


def test_the_market_pack_names_and_places_entities(ledger: Ledger) -> None:
    text = document("ALC leads. Alder Labs of Old Alder and Birch.")
    put(ledger, text, read(text, names=["ALC", "Birch"]))
    pack = market(
        KnownEntity("Alder Cloud", Kind.COMPANY, "unit", "cloud", ("ALC",), "Alder Group"),
        KnownEntity("Alder Group", Kind.COMPANY, "large_group", None, (), "Old Alder"),
        KnownEntity("Birch", Kind.PUBLIC_BODY),
    )
    entities = ledger.view(market=pack).entities
    cloud = entities["alder-cloud"]
    assert (cloud.name, cloud.names, cloud.role, cloud.layer) == ("Alder Cloud", ("ALC",), "unit", "cloud")
    assert cloud.parent == "alder-group"
    assert entities["alder-group"].parent == "old-alder"
    assert entities["old-alder"].parent is None
    assert entities["birch"].kind is Kind.PUBLIC_BODY


def test_an_alias_joined_with_the_packs_own_name_is_placed(ledger: Ledger) -> None:
    text = document("ALC leads.")
    put(ledger, text, read(text, names=["ALC"]))
    ledger.decide(decide(Verdict.SAME, "ALC", "Alder Cloud"))
    (cloud,) = ledger.view(
        market=market(KnownEntity("Alder Cloud", Kind.COMPANY, "unit", None, ("ALC",)))
    ).entities.values()
    assert (cloud.name, cloud.role) == ("Alder Cloud", "unit")


def test_ids_are_readable_and_never_shared(ledger: Ledger) -> None:
    names = ["Société Générale", "Societe-Generale", "百度", "!!!", "A" * 200]
    text = document(" ".join(names))
    put(ledger, text, read(text, names=names))
    entities = ledger.view().entities
    assert {"societe-generale", "百度", "a" * 60} <= set(entities)
    assert len(entities) == len(names)
    assert all(set("/\\. ").isdisjoint(id) and id for id in entities)


def test_a_deal_is_an_entity_with_parties(ledger: Ledger) -> None:
    text = document("Moor Office examines the deal of Alder and Birch.")
    ends = ("Moor Office", "examines", "Alder–Birch deal")
    made = claim(text, "examines the deal", ends, parties=("Alder", "Birch"))
    put(ledger, text, read(text, [made], names=["Moor Office"]))
    view = ledger.view()
    entry = view.entries[0]
    assert (entry.object, entry.parties) == ("alder-birch-deal", ("alder", "birch"))
    assert view.entities[entry.object].kind is Kind.DEAL
    assert view.entities[entry.subject].kind is Kind.PUBLIC_BODY


def test_doubts_wait_for_a_person(ledger: Ledger) -> None:
    text = document("Alder, Alder Labs, Birch.")
    put(ledger, text, read(text, names=["Alder", "Alder Labs", "Birch"]))
    for name in ("Alder Labs", "Gone"):
        score = (("score", "0.80"),)
        ledger.decide(decide(Verdict.UNSURE, "Alder", name, by="names@1", why="alike", changes=score))
    assert ledger.view().doubts == (Doubt("Alder", "Alder Labs", 0.8, "alike"),)
    ledger.decide(decide(Verdict.DIFFERENT, "Alder Labs", "Alder", at=2))
    assert ledger.view().doubts == ()


def test_entries_and_remarks_come_by_document_and_place(ledger: Ledger) -> None:
    for n in range(5):
        text, _ = story()
        other = Document(f"{n}. {text.text}", name=f"{n}.txt", found_at=f"{n}.txt")
        claims = [claim(other, words, INVESTS) for words in ("trains on", "Alder Labs put", "says Ada")]
        put(ledger, other, read(other, [*claims, claims[0]]))
    places = [entry.claim.evidence for entry in ledger.view().entries]
    assert places == sorted(places)
    assert len(places) == 15
