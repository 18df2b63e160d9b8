"""What changed: in the deals between two days, and in the ledger between two of its states.

The first asks what happened in the market and goes by the days of the versions, whenever anyone read of them. The
second asks what the study has learnt or been told by its reviewers since it was last written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from liens.analysis.deals.versions import Deal, Held, Version, stand_on
from liens.analysis.ties import TermSeen, Tie
from liens.ledger.assembling import quick
from liens.ledger.view import View
from liens.market import Effect
from liens.model import Choice


class Turn(Choice):
    """What happened to a relation of a deal, or to one of its terms."""

    BEGAN = "began"
    ENDED = "ended"
    ADDED = "added"
    DROPPED = "dropped"
    CHANGED = "changed"
    MOVED = "moved"


@quick
@dataclass(frozen=True, slots=True)
class DealChange:
    """One change of the deal with id `deal`: a relation `began` or `ended`; a term was `added`, `dropped` or `changed`;
    or a plan or rumour `moved` on without a term in force (`phase` tells where to). `day` is when, if it is known."""

    deal: str
    turn: Turn
    subject: str
    relation: str
    object: str
    day: str | None = None
    phase: str | None = None
    term: str | None = None
    before: tuple[TermSeen, ...] = ()
    after: tuple[TermSeen, ...] = ()
    claims: tuple[str, ...] = ()


Side = tuple[str, str, str]
Names = tuple[str, tuple[str, ...]]
"""An entity and names of it."""


def changes_between(deals: Iterable[Deal], since: str, until: str) -> tuple[DealChange, ...]:
    """What changed after `since` and by the end of `until`, both ISO days; deal by deal in their order."""
    return tuple(change for deal in deals for change in _of_deal(deal, since, until))


def _of_deal(deal: Deal, since: str, until: str) -> Iterator[DealChange]:
    fresh = [version for version in deal.versions if since < version.day <= until]
    if not fresh:
        return
    before, after = ({_side(h): h for h in stand_on(deal, day).in_force} for day in (since, until))
    last = {_side(version): version for version in fresh}
    for side in dict.fromkeys((*before, *after)):
        if side not in after:
            yield _ended(deal, before[side], last.get(side))
        elif side not in before:
            yield _began(deal, after[side])
        else:
            yield from _terms(deal, before[side], after[side])
    for version in fresh:
        if version.phase.effect in (Effect.NONE, Effect.PLAN) or _ends_a_plan(version, before):
            yield _moved(deal, version)


def _side(thing: Held | Version) -> Side:
    return (thing.subject, thing.relation, thing.object)


def _ends_a_plan(version: Version, before: Mapping[Side, Held]) -> bool:
    """Whether `version` ends what never came into force."""
    return version.phase.effect is Effect.END and _side(version) not in before


def _began(deal: Deal, held: Held) -> DealChange:
    day = held.since.first if held.since else None
    return DealChange(deal.id, Turn.BEGAN, *_side(held), day=day, after=held.terms, claims=held.claims)


def _ended(deal: Deal, held: Held, by: Version | None) -> DealChange:
    claims = by.claims if by else held.claims
    day, phase = (by.day, by.phase.name) if by else (None, None)
    return DealChange(deal.id, Turn.ENDED, *_side(held), day=day, phase=phase, before=held.terms, claims=claims)


def _moved(deal: Deal, version: Version) -> DealChange:
    return DealChange(
        deal=deal.id,
        turn=Turn.MOVED,
        subject=version.subject,
        relation=version.relation,
        object=version.object,
        day=version.day,
        phase=version.phase.name,
        after=version.terms,
        claims=version.claims,
    )


def _terms(deal: Deal, before: Held, after: Held) -> Iterator[DealChange]:
    """The terms of one relation that are not as they were."""
    for name in dict.fromkeys(term.name for term in (*before.terms, *after.terms)):
        old = tuple(term for term in before.terms if term.name == name)
        new = tuple(term for term in after.terms if term.name == name)
        if [repr(term.value) for term in old] != [repr(term.value) for term in new]:
            yield DealChange(
                deal=deal.id,
                turn=_turn(old, new),
                subject=after.subject,
                relation=after.relation,
                object=after.object,
                term=name,
                before=old,
                after=new,
                claims=tuple(dict.fromkeys(claim for term in (*old, *new) for claim in term.claims)),
            )


def _turn(old: Sequence[TermSeen], new: Sequence[TermSeen]) -> Turn:
    """Sums are added to those before; any other term replaces the one before."""
    if not new:
        return Turn.DROPPED
    kept = [repr(term.value) for term in new[: len(old)]] == [repr(term.value) for term in old]
    return Turn.ADDED if kept else Turn.CHANGED


@dataclass(frozen=True, slots=True)
class State:
    """What of the ledger a change log compares: claims with their review, ties with their status, decisions, documents
    and entities' names. It is small and JSON-able, so that a study can keep the state that it was written from."""

    revision: int
    documents: tuple[str, ...] = ()
    claims: tuple[tuple[str, str], ...] = ()
    ties: tuple[tuple[str, str], ...] = ()
    decisions: tuple[str, ...] = ()
    entities: tuple[Names, ...] = ()


@dataclass(frozen=True, slots=True)
class ChangeLog:
    """From the state at revision `since` to that at `until`. Claims and ties are ids; a claim is `gone` when no reading
    holds it any more (a document changed, or another reader's reading took its place) or a person rejected it;
    `turned` are ties with another status, (id, before, after); `judged` are claims with another review, likewise;
    `joined` are entities that took over names that others had, `parted` those that gave some away."""

    since: int
    until: int
    documents_added: tuple[str, ...] = ()
    documents_gone: tuple[str, ...] = ()
    claims_added: tuple[str, ...] = ()
    claims_gone: tuple[str, ...] = ()
    judged: tuple[tuple[str, str, str], ...] = ()
    ties_added: tuple[str, ...] = ()
    ties_gone: tuple[str, ...] = ()
    turned: tuple[tuple[str, str, str], ...] = ()
    decisions_added: tuple[str, ...] = ()
    decisions_gone: tuple[str, ...] = ()
    joined: tuple[Names, ...] = ()
    parted: tuple[Names, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing changed, whatever the revision."""
        return self == ChangeLog(self.since, self.until)


def state_of(view: View, ties: Iterable[Tie]) -> State:
    """The state of the ledger that `view` shows and `ties` follow from."""
    return State(
        revision=view.revision,
        documents=tuple(sorted(view.documents)),
        claims=tuple(sorted((entry.id, entry.review.value) for entry in (*view.entries, *view.rejected))),
        ties=tuple(sorted((tie.id, tie.status.value) for tie in ties)),
        decisions=tuple(sorted(decision.id for decision in view.decisions)),
        entities=tuple(sorted((e.name, tuple(sorted(e.names))) for e in view.entities.values())),
    )


def log_between(old: State, new: State) -> ChangeLog:
    """What changed from `old` to `new`."""
    claims, ties = (dict(old.claims), dict(new.claims)), (dict(old.ties), dict(new.ties))
    return ChangeLog(
        since=old.revision,
        until=new.revision,
        documents_added=_only(new.documents, old.documents),
        documents_gone=_only(old.documents, new.documents),
        claims_added=_only(claims[1], claims[0]),
        claims_gone=_only(claims[0], claims[1]),
        judged=_turned(*claims),
        ties_added=_only(ties[1], ties[0]),
        ties_gone=_only(ties[0], ties[1]),
        turned=_turned(*ties),
        decisions_added=_only(new.decisions, old.decisions),
        decisions_gone=_only(old.decisions, new.decisions),
        joined=_names(old.entities, new.entities),
        parted=_names(new.entities, old.entities),
    )


def _only(these: Iterable[str], those: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(these) - set(those)))


def _turned(old: Mapping[str, str], new: Mapping[str, str]) -> tuple[tuple[str, str, str], ...]:
    """The ids in both tables whose value is another one, with both values."""
    both = sorted(old.keys() & new.keys())
    return tuple((key, old[key], new[key]) for key in both if old[key] != new[key])


def _names(old: Iterable[Names], new: Iterable[Names]) -> tuple[Names, ...]:
    """The entities of `new` that hold names which in `old` belonged to someone else, with those names."""
    owner = {name: entity for entity, names in old for name in names}
    taken = ((entity, tuple(n for n in names if owner.get(n, entity) != entity)) for entity, names in new)
    return tuple((entity, names) for entity, names in taken if names)
