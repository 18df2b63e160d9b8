"""Which names are one entity.

A `Matcher` looks at how names are used and proposes which are the same and which may be. What it proposes becomes
decisions signed with its id; a person's decision always comes before a matcher's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from liens import plugins
from liens.ledger.clusters import PAIRS, is_matcher, nodes_of, standing
from liens.ledger.store import Ledger
from liens.ledger.view import NameUse
from liens.market import Market
from liens.model import Decision, Verdict


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a matcher says of two names: same, different or unsure, and why. `score` (0–1) orders the review queue."""

    verdict: Verdict
    left: str
    right: str
    why: str
    score: float = 1.0


class Matcher(Protocol):
    """A way to match. `id` is `name@version`."""

    @property
    def id(self) -> str: ...

    def match(self, names: Sequence[NameUse]) -> Iterator[Proposal]:
        """What can be said of `names`, a pure function of them. Names that are only alike are `unsure`, never
        `same`."""
        ...


def make_matchers(market: Market) -> tuple[Matcher, ...]:
    """Every matcher that is installed, by name.

    Raises:
        PluginError: one of them cannot be loaded.
    """
    return tuple(plugins.load("matchers", name)(market) for name in plugins.names("matchers"))


def resolve(
    ledger: Ledger,
    market: Market,
    reader: str | None = None,
    matchers: Iterable[Matcher] | None = None,
    at: str | None = None,
) -> int:
    """Bring the ledger's decisions by `matchers` (all that are installed by default) to what they propose now; → how
    many decisions were added.

    A proposal that stands already is not made again; one that a person undid is not made again either; a decision
    that its matcher no longer proposes is undone. `at` is the time they are dated with, now by default.
    """
    moment = at or datetime.now(UTC).isoformat(timespec="microseconds")
    names = ledger.names(reader)
    decisions = ledger.decisions()
    added = 0
    with ledger.batch():
        for matcher in make_matchers(market) if matchers is None else matchers:
            for decision in _due(matcher, names, decisions, moment):
                added += ledger.decide(decision)
    return added


def _due(matcher: Matcher, names: Sequence[NameUse], decisions: Sequence[Decision], at: str) -> Iterator[Decision]:
    """What has to be added so that the standing decisions of `matcher`, whatever its version, are what it proposes."""
    family = matcher.id.partition("@")[0]
    own = [d for d in decisions if d.verdict in PAIRS and is_matcher(d.by) and d.by.partition("@")[0] == family]
    kept = {d.id for d in standing(decisions)}
    refused = _undone_by_people(decisions)
    wanted: dict[object, Decision] = {}
    for proposal in matcher.match(names):
        decision = _decision(proposal, matcher.id, at)
        wanted.setdefault(_content(decision), decision)
    held = {_content(d): d for d in own if d.id in kept}
    barred = {_content(d) for d in own if d.id in refused}
    for content, decision in held.items():
        if content not in wanted:
            yield Decision(Verdict.UNDO, (decision.id,), matcher.id, at, "no longer so with the texts now read")
    for content, decision in wanted.items():
        if content not in held and content not in barred:
            yield decision


def _undone_by_people(decisions: Sequence[Decision]) -> set[str]:
    return {d.targets[0] for d in decisions if d.verdict is Verdict.UNDO and not is_matcher(d.by)}


def _decision(proposal: Proposal, by: str, at: str) -> Decision:
    left, right = sorted((proposal.left, proposal.right))
    score = (("score", f"{proposal.score:.2f}"),) if proposal.verdict is Verdict.UNSURE else ()
    return Decision(proposal.verdict, (left, right), by, at, proposal.why, score)


def _content(decision: Decision) -> object:
    """What makes two decisions of a matcher the same one, whenever and by whichever version they were taken."""
    return decision.verdict, nodes_of(decision), decision.changes
