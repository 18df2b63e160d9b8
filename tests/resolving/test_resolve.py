"""What matchers propose becomes decisions, kept in step with the texts; what people decided stays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from liens.ledger.store import Ledger
from liens.ledger.view import NameUse
from liens.market import KnownEntity, Market
from liens.model import Decision, Document, Kind, Mention, Reading, Span, Verdict
from liens.resolving import Proposal, make_matchers, resolve

MARKET = Market("m", "M", (KnownEntity("Alder Labs", Kind.COMPANY, aliases=("ALX",)),), {}, (), {}, {}, {})


@dataclass(frozen=True)
class Initials:
    """A matcher for tests: names with one first letter are one."""

    id: str = "initials@1"

    def match(self, names: Sequence[NameUse]) -> Iterator[Proposal]:
        first: dict[str, str] = {}
        for use in names:
            known = first.setdefault(use.name[0], use.name)
            if known != use.name:
                yield Proposal(Verdict.SAME, known, use.name, "one first letter")


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(tmp_path / "ledger.db") as opened:
        write(opened, "a.txt", "Alder", "Aldous", "Birch")
        yield opened


def write(ledger: Ledger, place: str, *names: str, stamp: str = "1") -> None:
    text = Document(" ".join(names), name=place)
    ledger.record(place, stamp, [text])
    spans = [Span(text.id, text.text.index(name), text.text.index(name) + len(name)) for name in names]
    mentions = tuple(Mention(span, Kind.COMPANY, name) for span, name in zip(spans, names, strict=True))
    ledger.add_reading(Reading(text.id, "rules@1", mentions=mentions))


def run(ledger: Ledger, at: int, matcher: str = "initials@1") -> int:
    return resolve(ledger, MARKET, None, [Initials(matcher)], f"2024-01-{at:02}T00:00:00Z")


def entities(ledger: Ledger) -> list[str]:
    return sorted("+".join(sorted(entity.names)) for entity in ledger.view().entities.values())


def test_proposals_become_decisions_once(ledger: Ledger) -> None:
    assert run(ledger, 1) == 1
    assert run(ledger, 2) == 0
    assert run(ledger, 3, "initials@2") == 0
    assert entities(ledger) == ["Alder+Aldous", "Birch"]
    assert [decision.by for decision in ledger.decisions()] == ["initials@1"]


def test_what_is_no_longer_proposed_is_undone_and_can_come_back(ledger: Ledger) -> None:
    run(ledger, 1)
    write(ledger, "a.txt", "Alder", "Birch", stamp="2")
    assert run(ledger, 2) == 1
    assert entities(ledger) == ["Alder", "Birch"]
    write(ledger, "a.txt", "Alder", "Aldous", "Birch", stamp="3")
    assert run(ledger, 3) == 1
    assert entities(ledger) == ["Alder+Aldous", "Birch"]


def test_what_a_person_undid_is_not_proposed_again(ledger: Ledger) -> None:
    run(ledger, 1)
    (merge,) = ledger.decisions()
    ledger.decide(Decision(Verdict.UNDO, (merge.id,), "Ana List", "2024-01-02T00:00:00Z"))
    assert run(ledger, 3) == 0
    assert run(ledger, 4, "initials@2") == 0
    assert entities(ledger) == ["Alder", "Aldous", "Birch"]


def test_a_person_comes_before_a_matcher(ledger: Ledger) -> None:
    ledger.decide(Decision(Verdict.DIFFERENT, ("Aldous", "Alder"), "Ana List", "2024-01-01T00:00:00Z"))
    assert run(ledger, 2) == 1
    assert entities(ledger) == ["Alder", "Aldous", "Birch"]


def test_the_installed_matchers_are_used_by_default(ledger: Ledger) -> None:
    assert [matcher.id.partition("@")[0] for matcher in make_matchers(MARKET)] == ["names"]
    write(ledger, "b.txt", "ALX", "Alder Labs", "Birch Inc")
    assert resolve(ledger, MARKET) == 3
    view = ledger.view(market=MARKET)
    assert view.entities["alder-labs"].names == ("Alder Labs", "ALX")
    assert view.entities["birch-inc"].names == ("Birch Inc", "Birch")
    assert [(doubt.left, doubt.right) for doubt in view.doubts] == [("Alder", "Alder Labs")]
