"""Decisions on names → clusters: what comes before what, and that order of arrival never matters."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liens.ledger.clusters import cluster, is_matcher, name_key, standing
from liens.model import Decision, Verdict
from tests.ledger.stories import decide

NAMES = "abcdef"
SIGNS = {Verdict.SAME: "=", Verdict.DIFFERENT: "≠", Verdict.UNSURE: "?"}


def parse(line: str, at: int) -> Decision:
    """`a=b`, `a≠b`, `a?b`, by a matcher with `@` in front, of document d with `a:d=b`."""
    by = "names@1" if line.startswith("@") else "Ana List"
    for verdict, sign in SIGNS.items():
        left, found, right = line.removeprefix("@").partition(sign)
        if found:
            name, _, within = left.partition(":")
            return decide(verdict, name, right, at=at, by=by, within=within or None)
    raise ValueError(line)


def groups(decisions: list[Decision], names: str = NAMES) -> str:
    """The clusters of `names` as words: `abc d`."""
    clusters = cluster(standing(decisions))
    found: dict[object, str] = {}
    for name in names:
        node = clusters.node(name)
        found[node] = found.get(node, "") + name
    return " ".join(sorted(found.values()))


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("a=b b=c", "abc d e f"),
        ("a=b b≠c", "ab c d e f"),
        ("a=b a≠b", "a b c d e f"),
        ("a≠b a=b", "ab c d e f"),
        ("a=b b=c a≠c", "a bc d e f"),
        ("a≠c a=b b=c", "abc d e f"),
        ("a=b c=d a≠d b=c", "a bcd e f"),
        ("a≠b @a=b", "a b c d e f"),
        ("@a=b a≠b", "a b c d e f"),
        ("@a=b @b=c a≠c", "a bc d e f"),
        ("@a=b a?b", "a b c d e f"),
        ("a?b @a=b", "a b c d e f"),
        ("a=b @a≠b", "ab c d e f"),
        ("@a≠b @a=b", "ab c d e f"),
    ],
)
def test_later_decisions_and_those_of_people_come_first(lines: str, expected: str) -> None:
    assert groups([parse(line, at) for at, line in enumerate(lines.split(), 1)]) == expected


@pytest.mark.parametrize(
    ("lines", "here", "elsewhere"),
    [
        ("a:d≠a", False, True),
        ("a:d≠a a:d=a", True, True),
        ("a:d?a", True, True),
        ("a=b a:d≠a", False, True),
    ],
)
def test_one_documents_use_of_a_name_is_split_away(lines: str, here: bool, elsewhere: bool) -> None:
    clusters = cluster([parse(line, at) for at, line in enumerate(lines.split(), 1)])
    assert (clusters.node("a", "d") == clusters.node("a")) is here
    assert (clusters.node("a", "other") == clusters.node("a")) is elsewhere


def test_a_split_use_can_be_someone_else() -> None:
    clusters = cluster([parse("a:d=b", 1)])
    assert clusters.node("a", "d") == clusters.node("b") != clusters.node("a")


DECISIONS = st.lists(
    st.builds(
        lambda verdict, pair, by, at: decide(verdict, *pair, at=at, by=by),
        st.sampled_from(list(SIGNS)),
        st.lists(st.sampled_from(NAMES), min_size=2, max_size=2, unique=True),
        st.sampled_from(["Ana List", "Ben Roe", "names@1"]),
        st.integers(1, 28),
    ),
    max_size=12,
)


@given(decisions=DECISIONS, chance=st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_matter(decisions: list[Decision], chance: Random) -> None:
    shuffled = list(decisions)
    chance.shuffle(shuffled)
    assert groups(shuffled) == groups(decisions)


@given(decisions=DECISIONS, last=DECISIONS)
def test_undo_restores_exactly(decisions: list[Decision], last: list[Decision]) -> None:
    later = [replace(d, at=d.at.replace("2024", "2025")) for d in last]
    undos = [decide(Verdict.UNDO, d.id, by="Ana List") for d in later]
    redos = [decide(Verdict.UNDO, undo.id, by="Ana List") for undo in undos]
    assert groups(decisions + later + undos) == groups(decisions)
    assert groups(decisions + later + undos + redos) == groups(decisions + later)


@given(decisions=DECISIONS)
def test_what_people_hold_apart_is_apart(decisions: list[Decision]) -> None:
    apart = decide(Verdict.DIFFERENT, "a", "b", at=30)
    clusters = cluster(standing([*decisions, apart]))
    assert clusters.node("a") != clusters.node("b")


def test_a_matcher_cannot_undo_what_a_person_decided() -> None:
    same = decide(Verdict.SAME, "a", "b")
    assert groups([same, decide(Verdict.UNDO, same.id, by="names@1", at=2)]) == "ab c d e f"
    guess = decide(Verdict.SAME, "a", "b", by="names@1")
    assert groups([guess, decide(Verdict.UNDO, guess.id, by="names@2", at=2)]) == "a b c d e f"


def test_a_long_chain_of_undos_is_followed() -> None:
    chain = [decide(Verdict.SAME, "a", "b")]
    for _ in range(5000):
        chain.append(decide(Verdict.UNDO, chain[-1].id))
    assert groups(chain) == "ab c d e f"
    assert groups(chain[:-1]) == "a b c d e f"


@pytest.mark.parametrize(
    ("one", "other"),
    [("Ünica AG", "ÜNICA  ag"), ("O’Neil", "o'neil"), ("A–B deal", "a-b deal"), ("ＡＩ", "ai"), ("ﬁn", "FIN")],
)
def test_ways_to_write_one_name_have_one_key(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(
    ("by", "expected"), [("names@1", True), ("my-names@2.10", True), ("Ana List", False), ("ana@example.org", False)]
)
def test_signatures_of_matchers_are_known(by: str, expected: bool) -> None:
    assert is_matcher(by) is expected
