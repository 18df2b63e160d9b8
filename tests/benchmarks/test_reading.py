from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from benchmarks.reading import bench_reading
from benchmarks.reading.bench_reading import PEERS, Run, Tool, ToolError, ours, requirements, run, table
from benchmarks.reading.lexicon import RELATIONS, claim, relation_of, statement
from liens.market import load_market
from training.holdout import Annotated

CLAIM: dict[str, Any] = {
    "subject": "Colossa Group",
    "relation": "acquires",
    "object": "Brume Labs",
    "status": "asserted",
    "attributed_to": None,
    "qualifiers": {},
}
GOLD = {"id": "d", "entities": [], "claims": [CLAIM], "statements": []}
DOCUMENTS = (Annotated("d", "press", "Colossa Group has acquired Brume Labs.", GOLD),)


@pytest.mark.parametrize(
    ("words", "relation"),
    [
        (["have", "acquire"], "acquires"),
        (["invest", "in"], "invests_in"),
        (["compete", "with"], "competes_with"),
        (["sell", "to"], "supplies"),
        (["sell"], None),
        (["Buy"], "acquires"),
    ],
)
def test_a_verb_tells_a_relation(words: list[str], relation: str | None) -> None:
    assert relation_of(words) == relation


def test_the_lexicon_knows_only_relations_of_the_market() -> None:
    assert set(RELATIONS.values()) <= set(load_market().relations)


def test_what_is_not_named_is_no_end() -> None:
    assert claim("The money", "acquires", "Brume") is None
    assert claim("Colossa", "acquires", "Colossa") is None
    assert statement("the group", "x") is None
    assert claim("the Colossa group", "acquires", "Brume") is not None


def test_every_peer_has_its_program_and_requirements() -> None:
    folder = Path(bench_reading.__file__).parent
    for peer in PEERS:
        assert (folder / f"read_{peer.replace('-', '_')}.py").exists()
        assert all("==" in package for package in requirements(peer))


def test_our_reader_is_run_as_the_others_are() -> None:
    found = run(ours("rules"), DOCUMENTS)
    assert [c["relation"] for c in found.told[0]["claims"]] == ["acquires"]
    assert 0 < found.cpu < 10 < found.peak_mb


def test_a_tool_that_fails_says_why() -> None:
    with pytest.raises(ToolError, match="no such thing"):
        run(Tool("x", (sys.executable, "-c", "raise SystemExit('no such thing')")), DOCUMENTS)


def test_the_table_has_a_line_for_each_tool() -> None:
    silent = Run(({"id": "d", "claims": [], "statements": []},), wall=2.0, cpu=0.5, peak_mb=80)
    telling = Run(({"id": "d", "claims": [CLAIM], "statements": []},), wall=4.0, cpu=1.0, peak_mb=90)
    _, one, other = table({PEERS["spacy"]: [silent], "ours": [telling]}, DOCUMENTS)
    assert "1.00" in one and one.endswith("tells no claims")
    assert "2.00" in other and "1.000/1.000/1.000" in other
