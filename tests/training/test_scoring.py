"""The scorer on small invented cases, each worked out by hand."""

from __future__ import annotations

from typing import Any

import pytest

from training.scoring import Scores, score
from training.scoring.calibration import calibration_of
from training.scoring.errors import Kind, mistakes
from training.scoring.names import Match, Names
from training.scoring.outcome import overlap
from training.scoring.scores import as_json, outcomes

Line = dict[str, Any]


def claim(subject: str, relation: str, object_: str, **more: Any) -> Line:
    told: Line = {"subject": subject, "relation": relation, "object": object_, "status": "asserted"}
    return {**told, "attributed_to": None, "qualifiers": {}, "evidence": "", **more}


def money(value: object, currency: str = "EUR", **more: Any) -> Line:
    return {"qualifiers": {"amount": {"value": value, "currency": currency, **more}}}


BOARD = ("Rivers Board", "the watchdog", "RB")
GOLD: list[Line] = [
    {
        "id": "one",
        "entities": [{"name": BOARD[0], "mentions": list(BOARD[1:])}],
        "claims": [
            claim("Colossa", "invests_in", "Brume Labs", status="planned", **money(15e6)),
            claim("Colossa", "invests_in", "Brume Labs", attributed_to="Rivers Board"),
            claim("Colossa", "partners_with", "Voltane"),
            claim("Titanis", "acquires", "Pell", status="ended"),
            claim("Rivers Board", "examines", "Colossa–Voltane deal", object_parties=["Colossa", "Voltane"]),
            claim("Voltane", "develops", "Tide-4", optional=True),
        ],
        "statements": [
            {"speaker": "Colossa spokesperson", "quote_or_content": "We are glad of it.", "venue": "told the Courier"},
            {"speaker": "Ada Quill", "quote_or_content": "Prices will rise", "venue": None, "optional": True},
        ],
    },
    {"id": "none", "entities": [], "claims": [], "statements": []},
]


def scored(*claims: Line, statements: tuple[Line, ...] = (), document: str = "one") -> Scores:
    return score(GOLD, [{"id": document, "claims": list(claims), "statements": list(statements)}])


@pytest.mark.parametrize(
    ("one", "other", "match"),
    [
        ("The Colossa Corp.", "Colossa's", Match.EQUAL),
        ("Brume", "Brume Labs", Match.PART),
        ("RB", "watchdog", Match.ALIAS),
        ("Colossa", "Voltane", Match.NONE),
        ("Voltane, L.L.C.", "Voltane", Match.EQUAL),
        ("", "Voltane", Match.NONE),
        ("Tide News", "Moss News", Match.NONE),
        ("News Corp", "Tide News", Match.NONE),
    ],
)
def test_names_match(one: str, other: str, match: Match) -> None:
    names = Names([BOARD])
    assert names.match(one, other) is names.match(other, one) is match


def test_the_annotation_itself_scores_all() -> None:
    scores = score(GOLD, GOLD)
    assert (scores.claims.right, scores.claims.f1, scores.pairs.f1, scores.statements.f1) == (4, 1.0, 1.0, 1.0)
    assert scores.status.share == scores.amount.share == scores.source.share == scores.venue.share == 1.0
    assert all(balance.f1 == 1.0 for balance in scores.by_relation.values())


@pytest.mark.parametrize("predictions", [[], [{"id": "one"}], [{"id": "one", "claims": None, "statements": "x"}]])
def test_nothing_told_scores_nothing(predictions: list[Line]) -> None:
    scores = score(GOLD, predictions)
    assert (scores.claims.f1, scores.claims.precision, scores.pairs.f1, scores.statements.f1) == (0, 0, 0, 0)


def test_nothing_told_of_nothing_is_right() -> None:
    assert score(GOLD[1:], []).claims.f1 == 1.0


RIGHT, FALSE, NEUTRAL = (1, 0), (0, 1), (0, 0)


@pytest.mark.parametrize(
    ("told", "claims", "pairs"),
    [
        (("Voltane", "partners_with", "Colossa"), RIGHT, RIGHT),
        (("Pell", "acquires", "Titanis"), FALSE, RIGHT),
        (("Titanis", "invests_in", "Pell"), FALSE, RIGHT),
        (("Colossa", "invests_in", "Brume"), RIGHT, RIGHT),
        (("RB", "examines", "Voltane"), RIGHT, RIGHT),
        (("Voltane", "develops", "Tide-4"), NEUTRAL, NEUTRAL),
        (("Titanis", "acquires", "Brume Labs"), FALSE, FALSE),
    ],
)
def test_a_claim_counts_by_relation_and_ends(told: tuple[str, str, str], claims: Any, pairs: Any) -> None:
    scores = scored(claim(*told))
    assert (scores.claims.right, scores.claims.false) == claims
    assert (scores.pairs.right, scores.pairs.false) == pairs


def test_a_triple_told_again_is_neutral() -> None:
    scores = scored(claim("Colossa", "invests_in", "Brume"), claim("Colossa", "invests_in", "Brume Labs"))
    assert (scores.claims.right, scores.claims.false) == (1, 0)


def test_a_false_claim_counts_for_its_own_relation() -> None:
    assert scored(claim("Titanis", "invests_in", "Pell")).by_relation["invests_in"].false == 1


def test_guessing_every_status_does_not_pay() -> None:
    guesses = ("alleged", "denied", "ended", "asserted")
    assert scored(*(claim("Colossa", "partners_with", "Voltane", status=s) for s in guesses)).status.right == 0


def test_any_status_of_a_group_is_right() -> None:
    for status in ("planned", "asserted"):
        assert scored(claim("Colossa", "invests_in", "Brume", status=status)).status.right == 1


@pytest.mark.parametrize(
    ("amount", "right"),
    [
        (money(15e6), 1),
        (money(15.1e6), 1),
        (money("15000000", "eur"), 1),
        (money(15e6, ""), 1),
        (money(15e6, "USD"), 0),
        (money(16e6), 0),
        (money("much"), 0),
        (money(15e6, kind="valuation"), 0),
        ({}, 0),
    ],
)
def test_an_amount_is_right_by_value_and_currency(amount: Line, right: int) -> None:
    scores = scored(claim("Colossa", "invests_in", "Brume", **amount))
    assert (scores.amount.right, scores.amount.count, scores.spurious) == (right, 1, 0)


def test_an_amount_that_nobody_told_is_spurious() -> None:
    assert scored(claim("Colossa", "partners_with", "Voltane", **money(1e6))).spurious == 1


@pytest.mark.parametrize(("source", "right"), [("the watchdog", 1), (None, 1), ("Titanis", 0)])
def test_any_source_of_a_group_is_right(source: str | None, right: int) -> None:
    told = claim("Colossa", "invests_in", "Brume", attributed_to=source)
    assert scored(told).source.right == right


def test_a_claim_with_no_source_is_nobodys() -> None:
    assert scored(claim("Colossa", "partners_with", "Voltane")).source.right == 1


def test_claims_in_a_document_that_has_none_are_invented() -> None:
    scores = scored(claim("A", "acquires", "B"), document="none")
    assert (scores.empty, scores.invented, scores.invented_a_document) == (1, 1, 1.0)


def test_statements_match_by_speaker_and_words() -> None:
    said = {"speaker": "Colossa", "content": "are glad of it", "venue": "the Courier"}
    scores = scored(
        statements=(said, {**said, "speaker": "Titanis"}, {"speaker": "Quill", "content": "prices will rise"})
    )
    assert (scores.statements.recall, round(scores.statements.precision, 3)) == (1.0, 0.667)
    assert (scores.venue.right, scores.venue.count) == (1, 1)


@pytest.mark.parametrize(
    ("wanted", "told", "share"),
    [
        ("We are  glad of IT", "we are glad of it", 1),
        ("We are glad of it", "glad of it, they said", 10 / 17),
        ("abcdefgh" * 9, "abcdefgh", 0),
        ("abcd", "abce", 0),
        ("", "x", 0),
    ],
)
def test_overlap_is_the_share_of_the_shorter_text(wanted: str, told: str, share: float) -> None:
    assert overlap(wanted, told) == pytest.approx(share)


def test_status_is_scored_by_status() -> None:
    told = claim("Titanis", "acquires", "Pell"), claim("Colossa", "partners_with", "Voltane")
    by_status = as_json(scored(*told))["per_status"]
    assert by_status["ended"]["found"]["correct"] == 1
    assert by_status["ended"]["read"]["correct"] == 0
    assert (by_status["asserted"]["right"]["correct"], by_status["asserted"]["right"]["n"]) == (1, 2)


def test_confidence_that_is_as_often_right_as_it_says_has_no_error() -> None:
    assert calibration_of([(0.75, n % 4 > 0) for n in range(40)]).error == 0.0


def test_calibration_is_the_mean_distance_over_bins_of_equal_mass() -> None:
    told = calibration_of([(0.2, False), (0.4, True), (0.6, True), (0.8, True)], bins=2)
    assert [(b.count, b.low, b.high) for b in told.bins] == [(2, 0.2, 0.4), (2, 0.6, 0.8)]
    assert told.error == pytest.approx((abs(0.3 - 0.5) + abs(0.7 - 1.0)) / 2)


def test_equal_confidences_share_a_bin() -> None:
    assert [b.count for b in calibration_of([(0.5, True)] * 7 + [(0.9, True)], bins=4).bins] == [7, 1]


TEXT = "Colossa bought Pell. The group also funds Brume. Voltane is rich. So is Titanis. Moss sold Fen to Colossa."
TOLD = {
    "id": "x",
    "entities": [
        {"name": "Colossa", "mentions": ["The group"]},
        *({"name": name, "mentions": []} for name in ("Pell", "Brume", "Voltane", "Titanis")),
    ],
    "claims": [
        claim("Colossa", "acquires", "Pell", evidence="Colossa bought Pell."),
        claim("Colossa", "invests_in", "Brume", evidence="The group also funds Brume."),
        claim("Voltane", "competes_with", "Titanis", evidence="Voltane is rich. So is Titanis."),
    ],
    "statements": [],
}


@pytest.mark.parametrize(
    ("told", "kinds"),
    [
        ([], [Kind.WORDING, Kind.ANAPHOR, Kind.APART]),
        ([("Pell", "acquires", "Colossa")], [Kind.OTHERWISE, Kind.ANAPHOR, Kind.APART, Kind.DIRECTION]),
        ([("Colossa", "supplies", "Pell")], [Kind.OTHERWISE, Kind.ANAPHOR, Kind.APART, Kind.RELATION]),
        ([("Brume", "supplies", "Pell")], [Kind.WORDING, Kind.ANAPHOR, Kind.APART, Kind.UNTIED]),
        ([("Moss", "supplies", "Colossa")], [Kind.WORDING, Kind.ANAPHOR, Kind.APART, Kind.UNKNOWN]),
    ],
)
def test_each_mistake_is_of_one_kind(told: list[tuple[str, str, str]], kinds: list[Kind]) -> None:
    (outcome,) = outcomes([TOLD], [{"id": "x", "claims": [claim(*t) for t in told]}])
    assert [mistake.kind for mistake in mistakes(outcome, TEXT)] == kinds
