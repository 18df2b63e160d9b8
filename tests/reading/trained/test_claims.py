"""Candidates → claims, and their terms."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import pytest

from liens.market import load_market
from liens.model import AmountKind, Claim, Document, Kind, Mention, Span, Status, Terms
from liens.reading.rules.names.finding import read_page
from liens.reading.rules.page import Page, Sentence
from liens.reading.rules.values.money import find_money
from liens.reading.trained.claims import claims_of
from liens.reading.trained.deciding import Candidate
from liens.reading.trained.heads import Heads
from liens.reading.trained.labels import RELATIONS
from liens.reading.trained.terms import amount_named, exclusive_of, terms_of
from liens.reading.trained.values import number_of
from liens.reading.trained.weighing import FEATURES, Weighing, best_of, features_of
from liens.reading.trained.weights import Weights
from liens.reading.trained.windows import Place

TEXT = (
    "Ostrava Labs invests €20 million in Kelpie GmbH, valued at €300 million, and becomes its exclusive supplier. "
    "Ida Falk, chief executive of Kelpie GmbH since 3 May 2024, owns 12 %. The CMA examines it."
)
WHOLE = Sentence(0, len(TEXT), 0)


def page() -> Page:
    return read_page(Document(TEXT, "story", language="en"), load_market())


def place(words: str, kind: Kind = Kind.COMPANY) -> Place:
    at = TEXT.index(words)
    return Place(0, 1, 0, Mention(Span(page().document.id, at, at + len(words)), kind, words))


def tie(subject: str, relation: str, object_: str, probability: float = 0.9, **more: Any) -> Candidate:
    told: dict[str, Any] = dict.fromkeys(("money", "share", "date", "speaker")) | more
    return Candidate(
        subject,
        relation,
        object_,
        probability,
        Status.ASSERTED,
        0.9,
        WHOLE,
        triggers=((13, 20),),
        ends=(place(subject), place(object_)),
        money_probability=0.9,
        share_probability=0.9,
        **told,
    )


ALONE = Weighing({name: float(name == "own") for name in FEATURES}, dict.fromkeys(RELATIONS, 0.0))
"""Each candidate is as likely as it is by itself."""


def weights() -> Weights:
    nothing: Any = None
    return Weights(nothing, nothing, Heads({}), ALONE, 0.5, 0.5, 0.1, 0.5)


def told(*found: Candidate, rules: tuple[Claim, ...] = ()) -> tuple[Claim, ...]:
    return claims_of(page(), found, rules, weights())


OSTRAVA, KELPIE, FALK, CMA = "Ostrava Labs", "Kelpie GmbH", "Ida Falk", "CMA"


def test_of_a_triple_told_twice_the_likelier_stays() -> None:
    (claim,) = told(tie(OSTRAVA, "invests_in", KELPIE, 0.6), tie(OSTRAVA, "invests_in", KELPIE, 0.8))
    assert claim.confidence == 0.8


def test_of_a_tie_told_both_ways_the_likelier_stays() -> None:
    best = ALONE.weighed([tie(OSTRAVA, "acquires", KELPIE, 0.6), tie(KELPIE, "acquires", OSTRAVA, 0.7)])
    assert [(c.subject, c.object) for c in best] == [(KELPIE, OSTRAVA)]


def test_a_symmetric_tie_is_one_whichever_way_it_is_told() -> None:
    best = ALONE.weighed([tie(OSTRAVA, "partners_with", KELPIE, 0.6), tie(KELPIE, "partners_with", OSTRAVA, 0.7)])
    assert [c.probability for c in best] == [pytest.approx(0.7)]


def test_a_likelier_tie_beside_it_makes_a_candidate_less_likely() -> None:
    jealous = replace(ALONE, features=dict(ALONE.features) | {"subject.most": -0.5, "other": -0.25})
    alone = jealous.weighed([tie(OSTRAVA, "acquires", KELPIE, 0.6)])
    beside = jealous.weighed([tie(OSTRAVA, "acquires", KELPIE, 0.6), tie(OSTRAVA, "acquires", FALK, 0.9)])
    both = jealous.weighed([tie(OSTRAVA, "acquires", KELPIE, 0.6), tie(OSTRAVA, "supplies", KELPIE, 0.9)])
    assert beside[0].probability < alone[0].probability
    assert both[0].probability < alone[0].probability


def test_the_features_of_candidates_are_those_of_the_others() -> None:
    found = [
        tie(OSTRAVA, "acquires", KELPIE, 0.6),
        tie(OSTRAVA, "acquires", FALK, 0.9),
        tie(KELPIE, "acquires", OSTRAVA, 0.2),
        tie(OSTRAVA, "supplies", KELPIE, 0.5),
    ]
    first = dict(zip(FEATURES, features_of(best_of(found))[0], strict=True))
    assert first["own"] == pytest.approx(math.log(0.6 / 0.4))
    assert first["other"] == pytest.approx(0.0)
    assert first["reverse"] == pytest.approx(math.log(0.2 / 0.8))
    assert first["subject.most"] == pytest.approx(math.log(0.9 / 0.1))
    assert first["subject.sum"] == pytest.approx(0.9)
    assert first["object.sum"] == pytest.approx(0.0)
    assert first["sentence.sum"] == pytest.approx(1.1)


def test_what_is_not_likely_enough_is_not_told() -> None:
    assert told(tie(OSTRAVA, "acquires", KELPIE, 0.4)) == ()


def test_an_authority_that_examines_both_ends_of_a_deal_examines_the_deal() -> None:
    claims = told(tie(CMA, "examines", OSTRAVA), tie(CMA, "examines", KELPIE), tie(OSTRAVA, "invests_in", KELPIE, 0.4))
    (claim,) = claims
    assert (claim.object, claim.object_parties) == ("Ostrava Labs–Kelpie GmbH investment", (OSTRAVA, KELPIE))


def test_an_authority_that_examines_two_strangers_examines_each() -> None:
    assert [c.object for c in told(tie(CMA, "examines", OSTRAVA), tie(CMA, "examines", KELPIE))] == [KELPIE, OSTRAVA]


def rule(subject: str, relation: str, object_: str, **more: Any) -> Claim:
    return Claim(subject, relation, object_, Span(page().document.id, 0, 20), confidence=0.6, **more)


def test_the_stages_of_a_tie_stay_as_the_rules_tell_them() -> None:
    first = rule(OSTRAVA, "supplies", KELPIE, terms=Terms(what="lasers", exclusive=True))
    second = replace(first, status=Status.ENDED)
    claims = told(tie(OSTRAVA, "supplies", KELPIE, 0.8), rules=(first, second))
    assert claims == (replace(first, confidence=0.8), replace(second, confidence=0.8))


def test_a_tie_that_the_rules_tell_once_has_the_status_that_the_heads_read() -> None:
    told_once = rule(OSTRAVA, "supplies", KELPIE, terms=Terms(what="lasers", exclusive=True))
    planned = replace(tie(OSTRAVA, "supplies", KELPIE, 0.8), status=Status.PLANNED)
    assert told(planned, rules=(told_once,)) == (replace(told_once, status=Status.PLANNED, confidence=0.8),)


@pytest.mark.parametrize("found", [(), (tie(OSTRAVA, "supplies", KELPIE, 0.1),)])
def test_what_the_heads_find_unlikely_goes(found: tuple[Candidate, ...]) -> None:
    assert told(*found, rules=(rule(OSTRAVA, "supplies", KELPIE),)) == ()


def test_the_heads_have_no_say_in_relations_that_they_do_not_know() -> None:
    sponsors = rule(OSTRAVA, "sponsors", KELPIE)
    assert told(rules=(sponsors,)) == (sponsors,)


def test_a_deal_that_the_rules_tell_is_not_told_again_by_its_parties() -> None:
    deal = rule(CMA, "examines", "Ostrava Labs–Kelpie GmbH deal", object_parties=(OSTRAVA, KELPIE))
    claims = told(tie(CMA, "examines", OSTRAVA, 0.7), tie(CMA, "examines", KELPIE, 0.8), rules=(deal,))
    assert claims == (replace(deal, confidence=0.8),)


def test_a_sum_comes_from_the_heads_if_the_rules_read_none() -> None:
    bought = rule(OSTRAVA, "invests_in", KELPIE)
    (claim,) = told(tie(OSTRAVA, "invests_in", KELPIE, money=place("€20 million", Kind.MONEY)), rules=(bought,))
    assert claim.terms.amount is not None
    assert claim.terms.amount.value == 20e6


@pytest.mark.parametrize(
    ("words", "value"), [("€20 million", (20e6, "EUR", AmountKind.EQUITY)), ("€300 million", None)]
)
def test_a_valuation_is_no_amount(words: str, value: tuple[float, str, AmountKind] | None) -> None:
    (claim,) = told(tie(OSTRAVA, "invests_in", KELPIE, money=place(words, Kind.MONEY)))
    amount = claim.terms.amount
    assert (amount and (amount.value, amount.currency, amount.kind)) == value


def test_terms_in_words() -> None:
    bound = terms_of(tie(OSTRAVA, "supplies", KELPIE), TEXT, {}, None)
    post = terms_of(tie(FALK, "works_for", KELPIE, date=place("3 May 2024", Kind.DATE)), TEXT, {}, None)
    held = terms_of(tie(FALK, "holds_stake_in", KELPIE, share=place("12 %", Kind.SHARE)), TEXT, {}, None)
    assert bound.exclusive is True
    assert (post.role, post.date) == ("chief executive", "3 May 2024")
    assert held.stake_pct == 12


@pytest.mark.parametrize(
    ("text", "exclusive"),
    [
        ("A supplies B exclusively.", True),
        ("Neither agreement is exclusive.", False),
        ("A supplies B on a non-exclusive basis.", False),
        ("The licence is not exclusive.", False),
        ("A supplies B.", None),
    ],
)
def test_exclusivity(text: str, exclusive: bool | None) -> None:
    one = replace(tie(OSTRAVA, "supplies", KELPIE), evidence=Sentence(0, len(text), 0))
    assert terms_of(one, text, {}, None).exclusive is exclusive


@pytest.mark.parametrize(
    ("words", "kind", "number"),
    [("€1.5 billion", Kind.MONEY, 1.5e9), ("12,5 %", Kind.SHARE, 12.5), ("a tenth", Kind.SHARE, None)],
)
def test_numbers(words: str, kind: Kind, number: float | None) -> None:
    assert number_of(words, kind) == number


@pytest.mark.parametrize(("sure", "value"), [(0.4, None), (0.6, 20e6)])
def test_a_sum_told_of_two_is_given_only_where_it_is_likely_each_ones_own(sure: float, value: float | None) -> None:
    sum_ = place("€20 million", Kind.MONEY)
    found = [replace(tie(who, "invests_in", KELPIE, money=sum_), money_probability=sure) for who in (OSTRAVA, FALK)]
    for claim in told(*found):
        assert (claim.terms.amount and claim.terms.amount.value) == value


@pytest.mark.parametrize(
    ("after", "relation", "exclusive"),
    [
        (" The licence is not exclusive.", "licenses_to", False),
        (" They met in Prague. The licence is exclusive.", "licenses_to", True),
        (" Neither agreement is exclusive.", "supplies", False),
        (" The licence is exclusive.", "supplies", None),
        (" The hotel is exclusive.", "supplies", None),
    ],
)
def test_a_sentence_of_its_own_says_whether_a_tie_is_exclusive(
    after: str, relation: str, exclusive: bool | None
) -> None:
    start = "Ostrava Labs has an agreement with Kelpie GmbH."
    ends = tuple(
        Place(0, 1, 0, Mention(Span("d", start.index(n), start.index(n) + len(n)), Kind.COMPANY, n))
        for n in ("Ostrava Labs", "Kelpie GmbH")
    )
    one = replace(tie(OSTRAVA, relation, KELPIE), evidence=Sentence(0, len(start), 0), ends=(ends[0], ends[1]))
    assert exclusive_of(one, start + after) is exclusive


@pytest.mark.parametrize(
    ("words", "relation", "value"),
    [
        ("a partnership worth $200 million", "partners_with", 200e6),
        ("a contract valued at about $200 million", "supplies", 200e6),
        ("a contract valued at about $200 million", "partners_with", None),
        ("a partnership with a firm worth $200 million", "partners_with", None),
    ],
)
def test_a_noun_for_a_tie_names_its_sum(words: str, relation: str, value: float | None) -> None:
    text = f"Ostrava Labs and Kelpie GmbH announced {words}."
    amounts = {m.start: m.amount for m in find_money(text)}
    amount = amount_named(relation, (0, len(text)), text, amounts)
    assert (amount.value if amount else None) == value
