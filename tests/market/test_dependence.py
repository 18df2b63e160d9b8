"""The rule table: the one that ships with the AI market, and what a broken one is told."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from liens.errors import ConfigError
from liens.market import load_market
from liens.market.dependence import Grade, Words, read_table
from tests.market.test_market import write

WORDS = Words({"supplies": "compute", "examines": None}, ("compute",), ("cloud",), ("authority",))
RULE = '[[rule]]\nrelation = "supplies"\ndependent = "object"\ngrade = "present"\n'
PRESENCE = '[[presence]]\nrelation = "supplies"\nactor = "subject"\n'


def test_grades_rise_from_unknown() -> None:
    assert [grade.rank for grade in Grade] == [0, 1, 2, 3, 4]
    assert list(Grade) == ["unknown", "none", "present", "primary", "exclusive"]


def test_every_rule_of_the_market_says_why_and_every_channel_can_be_none() -> None:
    market = load_market()
    assert all(rule.why for rule in market.dependency.rules)
    assert list(market.dependency.none) == list(market.channels)
    ruled = {rule.relation for rule in market.dependency.rules}
    assert {relation for needed in market.dependency.none.values() for relation in needed} <= ruled


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("rule = 3", "'rule' must be written as [[rule]]"),
        ("rules = 3", "the key 'rules' is none of rule, none, presence, never"),
        (RULE.replace("supplies", "serves"), "rule 1: relation 'serves' is none of supplies, examines"),
        (RULE.replace("supplies", "examines"), "rule 1: channel None is none of compute"),
        (RULE.replace("object", "other"), "rule 1: dependent 'other' is none of subject, object, both"),
        (RULE + RULE.replace("present", "none"), "rule 2: grade 'none' is none of present, primary, exclusive"),
        (RULE + 'layers = ["sky"]', "rule 1: layers 'sky' is none of cloud"),
        (RULE + 'words = "main"', "rule 1: 'words' must be a list of words"),
        (RULE + 'words = ["Main"]', "rule 1: the words 'Main' are not in small letters"),
        (RULE + "exclusive = 1", "rule 1: exclusive 1 is no bool"),
        (RULE + "stake_above = true", "rule 1: stake_above True is no float"),
        (RULE + "stake = 25", "rule 1: the key 'stake' is none of relation, dependent"),
        ("none = 3", "'none' must be written as [none]"),
        ('[none]\nsky = ["supplies"]', "the key 'sky' is none of compute"),
        ('[none]\ncompute = ["serves"]', "compute 'serves' is none of supplies, examines"),
        ('never = ["nobody"]', "never 'nobody' is none of authority"),
        (PRESENCE, "presence 1: it names neither `of` nor `layer`"),
        (PRESENCE + 'of = "both"', "presence 1: of 'both' is none of subject, object"),
        (PRESENCE + 'layer = "sky"', "presence 1: layer 'sky' is none of cloud"),
    ],
)
def test_a_wrong_table_is_told_what_is_wrong(text: str, told: str) -> None:
    with pytest.raises(ValueError) as caught:
        read_table(tomllib.loads(text), WORDS)
    assert str(caught.value).startswith(told)


def test_a_pack_names_its_wrong_file(tmp_path: Path) -> None:
    folder = write(tmp_path)
    (tmp_path / "dependency.toml").write_text(RULE)
    with pytest.raises(ConfigError) as caught:
        load_market(folder)
    assert str(caught.value) == (
        f"{tmp_path / 'dependency.toml'}: rule 1: relation 'supplies' is none of : mend the file"
    )
