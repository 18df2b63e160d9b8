"""The codec: every noun comes back as it was; what does not fit is refused by name."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liens.codec import as_extract, decode, encode
from liens.errors import LedgerError
from liens.ledger.view import Doubt, Entry, Remark
from liens.model import (
    Amount,
    AmountKind,
    Aside,
    Claim,
    Decision,
    Document,
    Entity,
    Finding,
    Kind,
    Mention,
    Problem,
    Reading,
    Reason,
    Span,
    SpeechKind,
    Statement,
    Status,
    Terms,
)

NOUNS = [
    *(Amount, Aside, Claim, Decision, Document, Doubt, Entity, Entry, Mention, Problem, Reading, Reason, Remark, Span),
    *(Statement, Terms),
]
st.register_type_strategy(float, st.floats(allow_nan=False, allow_infinity=False))


@pytest.mark.parametrize("noun", NOUNS, ids=lambda noun: noun.__name__)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_every_noun_survives_json(noun: type, data: st.DataObject) -> None:
    value = data.draw(st.from_type(noun))
    assert decode(noun, json.loads(json.dumps(encode(value)))) == value


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3).map(tuple),
    max_leaves=5,
)


@settings(max_examples=25)
@given(value=JSON)
def test_a_findings_value_is_frozen_again(value: object) -> None:
    finding = Finding("dependency", "mistral-ai", value, ("c1",))
    assert decode(Finding, json.loads(json.dumps(encode(finding)))) == finding


def test_fields_at_their_default_are_left_out() -> None:
    claim = Claim("Alder Labs", "invests_in", "Birch AI", Span("d", 0, 9))
    assert encode(claim) == {
        "subject": "Alder Labs",
        "relation": "invests_in",
        "object": "Birch AI",
        "evidence": {"document": "d", "start": 0, "end": 9},
    }


@pytest.mark.parametrize(
    ("noun", "data", "message"),
    [
        (Span, {"document": "d", "start": 0, "end": 1, "stop": 2}, "Span: unknown field 'stop'"),
        (Span, {"document": "d", "start": 0}, "Span: missing end"),
        (Span, {"document": "d", "start": "0", "end": 1}, "Span: start: a whole number is wanted, not '0'"),
        (Span, {"document": "d", "start": True, "end": 1}, "Span: start: a whole number is wanted, not True"),
        (Span, ["d", 0, 1], "Span: an object is wanted, not ['d', 0, 1]"),
        (Amount, {"value": math.nan, "currency": None}, "Amount: value: a finite number is wanted, not nan"),
        (Amount, {"value": 10**400, "currency": None}, "Amount: value: a number is wanted"),
        (Amount, {"value": 1.0, "currency": "EUR", "kind": "gift"}, "Amount: kind: one of equity, convertible"),
        (Terms, {"amount": {"value": 1.0}}, "Amount: missing currency"),
        (Terms, {"exclusive": "yes"}, "Terms: exclusive: true or false is wanted, not 'yes'"),
        (Decision, {"verdict": "same", "targets": "ab", "by": "x", "at": "y"}, "Decision: targets: a list is wanted"),
        (Document, {"text": "t", "name": "n", "sketch": "%"}, "Document: sketch: base64 is wanted, not '%'"),
        (Document, {"text": "t", "name": "n", "id": "0" * 16}, "Document: id '0000000000000000' does not fit"),
    ],
)
def test_what_does_not_fit_is_refused_by_name(noun: type, data: object, message: str) -> None:
    with pytest.raises(LedgerError) as caught:
        decode(noun, data)
    assert str(caught.value).startswith(message)


def test_numbers_that_json_has_no_word_for_are_refused() -> None:
    with pytest.raises(LedgerError, match="finite"):
        encode(Amount(math.inf, "EUR"))


def test_extract_gives_words_and_only_the_qualifiers_that_are_there() -> None:
    text = "Alder Labs put €2m into Birch AI, said Ada Moor. Alder is happy."
    document = Document(text=text, name="a.txt")

    def span(words: str) -> Span:
        start = text.index(words)
        return Span(document.id, start, start + len(words))

    alder = Mention(span("Alder Labs"), Kind.COMPANY, "Alder Labs")
    short = Mention(Span(document.id, 49, 54), Kind.COMPANY, "Alder Labs")
    money = Mention(span("€2m"), Kind.MONEY, "€2m")
    terms = Terms(amount=Amount(2e6, "EUR", AmountKind.EQUITY), exclusive=False)
    claim = Claim("Alder Labs", "invests_in", "Birch AI", span(text[:32]), Status.ASSERTED, "Ada Moor", terms)
    deal = Claim("Moor Office", "examines", "deal", span("Birch AI"), object_parties=("Alder Labs", "Birch AI"))
    said = Statement("Ada Moor", span("Alder is happy"), SpeechKind.INDIRECT)
    problem = Problem("read", "a.txt", "a claim has no proof")
    reading = Reading(document.id, "rules@1", (claim, deal), (said,), (alder, money, short), (problem,))

    assert as_extract(document, reading) == {
        "id": "a.txt",
        "claims": [
            {
                "subject": "Alder Labs",
                "relation": "invests_in",
                "object": "Birch AI",
                "status": "asserted",
                "attributed_to": "Ada Moor",
                "qualifiers": {
                    "amount": {"value": 2e6, "currency": "EUR", "kind": "equity", "up_to": False},
                    "exclusive": False,
                },
                "evidence": {"start": 0, "end": 32, "text": "Alder Labs put €2m into Birch AI"},
                "confidence": 0.5,
            },
            _deal_line(),
        ],
        "statements": [
            {
                "speaker": "Ada Moor",
                "content": "Alder is happy",
                "start": 49,
                "end": 63,
                "kind": "indirect",
                "venue": None,
                "target": None,
                "stance": "neutral",
            }
        ],
        "entities": [{"name": "Alder Labs", "type": "company", "mentions": ["Alder"]}],
        "problems": [{"stage": "read", "where": "a.txt", "message": "a claim has no proof"}],
    }


def _deal_line() -> dict[str, Any]:
    return {
        "subject": "Moor Office",
        "relation": "examines",
        "object": "deal",
        "object_parties": ["Alder Labs", "Birch AI"],
        "status": "asserted",
        "attributed_to": None,
        "qualifiers": {},
        "evidence": {"start": 24, "end": 32, "text": "Birch AI"},
        "confidence": 0.5,
    }
