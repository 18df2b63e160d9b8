"""What each reader reads of the held tenth of the corpus is as right as it was: `floors.toml` says how right."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

import liens
from liens import plugins
from liens.model import AmountKind, Claim, Reading, Statement, Status
from training.floors import CEILING, FLOOR, Measured, judge, load_floors, measure, shortfalls
from training.holdout import MANIFEST, corpus_digest, held_out, manifest

FLOORS = load_floors()
READERS = [pytest.param(name, marks=pytest.mark.xdist_group(f"quality-{name}")) for name in plugins.names("readers")]
MOST_WEIGHT = 95_000_000
"""What an index of packages takes, in bytes."""


@cache
def measured(reader: str) -> Measured:
    """One pass over the held tenth, and one with other names, for all tests of a reader."""
    return measure(reader, held_out())


@pytest.mark.parametrize("reader", READERS)
def test_a_reader_is_no_worse_than_it_was(reader: str) -> None:
    assert shortfalls(measured(reader), FLOORS[reader]) == []


@pytest.mark.parametrize("reader", READERS)
def test_every_figure_of_a_reader_has_its_limit(reader: str) -> None:
    assert FLOORS[reader]["floor"].keys() == FLOOR.keys()
    assert FLOORS[reader]["ceiling"].keys() == CEILING.keys()


def test_the_corpus_is_the_one_the_floors_were_measured_on() -> None:
    changed = "the corpus has changed: see docs/how-to/measure-reading.md"
    assert MANIFEST.read_text(encoding="utf-8") == manifest(), changed
    assert FLOORS["corpus"] == corpus_digest(), changed


def test_the_package_with_its_weights_is_small_enough_to_publish() -> None:
    files = [path for path in Path(liens.__file__).parent.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) < MOST_WEIGHT


def half(claims: tuple[Claim, ...]) -> tuple[Claim, ...]:
    return claims[::2]


def each(change: Callable[[Claim], Claim]) -> Callable[[Reading], Reading]:
    return lambda reading: replace(reading, claims=tuple(map(change, reading.claims)))


def with_no_money(claim: Claim) -> Claim:
    return replace(claim, terms=replace(claim.terms, amount=None))


def with_a_valuation(claim: Claim) -> Claim:
    amount = claim.terms.amount and replace(claim.terms.amount, kind=AmountKind.VALUATION)
    return replace(claim, terms=replace(claim.terms, amount=amount))


def mute(statement: Statement) -> Statement:
    return replace(statement, speaker="Nobody")


HARM: dict[str, tuple[Callable[[Reading], Reading], set[str]]] = {
    "half of the claims forgotten": (lambda r: replace(r, claims=half(r.claims)), {"claims", "pairs"}),
    "ends swapped": (each(lambda c: replace(c, subject=c.object, object=c.subject)), {"claims"}),
    "another relation": (each(lambda c: replace(c, relation="lobbies")), {"claims"}),
    "everything asserted": (each(lambda c: replace(c, status=Status.ASSERTED)), {"status"}),
    "nobody credited": (each(lambda c: replace(c, speaker="Nobody")), {"attribution"}),
    "no sums": (each(with_no_money), {"amount"}),
    "valuations for sums": (each(with_a_valuation), {"amount"}),
    "certain of everything": (each(lambda c: replace(c, confidence=1.0)), {"calibration_error"}),
    "statements of nobody": (lambda r: replace(r, statements=tuple(map(mute, r.statements))), {"statements"}),
}


def worse(reader: str, harm: Callable[[Reading], Reading]) -> Measured:
    """What `reader` would be if its readings came to harm."""
    before = measured(reader)
    pairs = tuple((document, harm(reading)) for document, reading in before.readings.pairs)
    after = judge(replace(before.readings, pairs=pairs), held_out())
    return replace(after, renamed_f1=after.scores.claims.f1)


@pytest.mark.xdist_group("quality-rules")
@pytest.mark.parametrize("harm", HARM)
def test_a_worse_reader_falls_below_its_floors(harm: str) -> None:
    change, beyond = HARM[harm]
    fallen = {line.split(" is ")[0] for line in shortfalls(worse("rules", change), FLOORS["rules"])}
    assert beyond <= fallen


@pytest.mark.xdist_group("quality-rules")
def test_inventing_claims_in_empty_documents_shows() -> None:
    def invent(reading: Reading) -> Reading:
        spans = [mention.span for mention in reading.mentions[:1]]
        return replace(reading, claims=tuple(Claim("Nemo Holdings", "acquires", "Nihil Works", s) for s in spans))

    assert any(line.startswith("invented_a_document") for line in shortfalls(worse("rules", invent), FLOORS["rules"]))


@pytest.mark.xdist_group("quality-rules")
def test_a_reader_that_knows_only_real_names_falls_below_its_floors() -> None:
    blind = replace(measured("rules"), renamed_f1=0.4)
    assert any(line.startswith("fall_with_other_names") for line in shortfalls(blind, FLOORS["rules"]))
