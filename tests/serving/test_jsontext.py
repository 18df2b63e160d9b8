"""The API's JSON is that of the codec, letter by letter."""

from __future__ import annotations

import json
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liens.analysis.ties import TermSeen
from liens.codec import encode
from liens.errors import LedgerError
from liens.model import Amount, Claim, Decision, Entity, Problem, Status, Terms
from liens.publishing.report import build_report
from liens.serving.jsontext import as_json
from liens.serving.parts import PARTS
from tests.publishing.studies import FULL_MARKET, full_study, hostile_study

REPORTS = [build_report(full_study().view(), FULL_MARKET), build_report(hostile_study(), FULL_MARKET)]


def dumped(noun: object) -> str:
    return json.dumps(encode(noun), ensure_ascii=False, separators=(",", ":"))


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
def test_every_item_of_the_api_is_written_as_the_codec_has_it(part: object) -> None:
    items = [item for report in REPORTS for item in part.items(report)]  # type: ignore[attr-defined]
    assert [as_json(item) for item in items] == [dumped(item) for item in items]


@pytest.mark.parametrize("noun", [Amount, Claim, Decision, Entity, Problem, Terms], ids=lambda noun: noun.__name__)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_any_noun_is_written_as_the_codec_has_it(noun: type, data: st.DataObject) -> None:
    numbers = st.floats(allow_nan=False, allow_infinity=False)
    st.register_type_strategy(float, numbers)
    value = data.draw(st.from_type(noun))
    assert as_json(value) == dumped(value)


VALUES = ['a "b" \u2028 é', "", 0, 3, -0.0, 1e300, True, False, None, ("x", 1), Amount(2e9, "EUR"), Status.PLANNED]


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_a_term_of_any_kind_is_written_as_the_codec_has_it(value: object) -> None:
    assert as_json(TermSeen("what", value, ("c",))) == dumped(TermSeen("what", value, ("c",)))


@pytest.mark.parametrize("noun", [Amount(math.nan, None), Terms(stake_pct=math.inf), TermSeen("what", math.nan, ())])
def test_a_number_that_is_none_is_refused(noun: object) -> None:
    with pytest.raises(LedgerError):
        as_json(noun)
