"""The trigger files of a market, as the reader compiles them."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import pytest

from liens.errors import ConfigError
from liens.market import Market, Relation, load_market
from liens.reading.rules.claims.triggers import lexicon


def market_with(**trigger: object) -> Market:
    relation = Relation("likes", "likes", "is liked by", triggers=(MappingProxyType(trigger),))
    return replace(load_market("ai"), relations=MappingProxyType({"likes": relation}))


@pytest.mark.parametrize(
    ("trigger", "message"),
    [
        ({"cue": "likes <O>", "colour": "red"}, "unknown key 'colour'"),
        ({"cue": "likes <planet>"}, "unknown name <planet>"),
        ({"cue": "likes <O>", "status": "maybe"}, "'maybe' is not a valid Status"),
        ({"subject": "subject"}, "'verb'"),
    ],
)
def test_a_faulty_trigger_is_refused_with_its_place(trigger: dict[str, object], message: str) -> None:
    with pytest.raises(ConfigError, match="relation likes, trigger 1: ") as error:
        lexicon(market_with(**trigger))
    assert message in str(error.value)


def test_every_trigger_of_the_ai_market_compiles_and_has_a_name() -> None:
    market = load_market("ai")
    assert lexicon(market) is lexicon(market)
    for relation in market.relations.values():
        names = [str(t["name"]) for t in relation.triggers]
        assert len(names) == len(set(names)), relation.name
        assert all(0 <= float(t["confidence"]) <= 1 for t in relation.triggers)
