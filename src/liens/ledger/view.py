"""The ledger as of now: the claims and statements in force, with names resolved to entities.

A view is derived, frozen and cached by revision; every measure, page and export reads it and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from liens.model import Choice, Claim, Decision, Document, Entity, Kind, Problem, Statement


class Review(Choice):
    """What people have said of a claim so far."""

    OPEN = "open"
    ACCEPTED = "accepted"
    CORRECTED = "corrected"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Entry:
    """A claim as the ledger holds it now.

    `id` is the claim's id as it was read; `claim` has its corrections applied. `subject`, `object` and `parties` are
    entity ids; a claim about a deal has the deal as `object` and its parties as `parties`. `speaker` is the entity
    credited, None for the document's own voice.
    """

    id: str
    claim: Claim
    subject: str
    object: str
    reader: str
    parties: tuple[str, ...] = ()
    speaker: str | None = None
    review: Review = Review.OPEN


@dataclass(frozen=True, slots=True)
class Remark:
    """A statement as the ledger holds it now; `speaker` is an entity id."""

    id: str
    statement: Statement
    speaker: str
    reader: str


@dataclass(frozen=True, slots=True)
class NameUse:
    """How the readings in force use a name: the words of the texts that stand for it, each with the number of documents
    that use them so."""

    name: str
    kind: Kind
    surfaces: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Doubt:
    """Two names that may be one entity; only a person decides. `score` is 0–1, `why` says what makes them alike."""

    left: str
    right: str
    score: float
    why: str


@dataclass(frozen=True, slots=True)
class Point:
    """A state of the ledger that was noted `at` a moment (ISO 8601 with its zone): the greatest row number that each of
    its logs had then. The ledger only grows, so the state can be looked at again."""

    at: str
    visits: int
    sightings: int
    readings: int
    problems: int
    decisions: int

    @property
    def revision(self) -> int:
        return self.visits + self.sightings + self.readings + self.problems + self.decisions


@dataclass(frozen=True, slots=True)
class View:
    """Everything in force at `revision`. Entries and remarks are ordered by document, then by place in it; rejected
    claims are in `rejected` alone. `orphans` are decisions whose claim no reading holds any more."""

    revision: int
    documents: Mapping[str, Document]
    entities: Mapping[str, Entity]
    entries: tuple[Entry, ...]
    remarks: tuple[Remark, ...]
    rejected: tuple[Entry, ...] = ()
    problems: tuple[Problem, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    decisions: tuple[Decision, ...] = ()
    orphans: tuple[Decision, ...] = ()
