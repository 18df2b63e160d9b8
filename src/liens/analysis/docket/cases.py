"""The nouns of the docket: a case of one authority, its steps, what is recorded and what is only reported."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from liens.analysis.docket.ladders import Rung
from liens.ledger.assembling import quick
from liens.model import Choice, Status

MOST_LISTED = 50
"""Documents that a search lists."""


class Standing(Choice):
    """Whose word a step rests on. The first two move a case; what is reported does not."""

    DOCUMENT = "document"
    """The authority's own document, or that of a body of its house."""
    QUOTED = "quoted"
    """The authority or its spokesperson, as someone else quotes or credits it."""
    REPORTED = "reported"
    """Anyone else: the press, a party, an observer."""


@quick
@dataclass(frozen=True, slots=True)
class Step:
    """What one claim says of a case.

    `day` is the event's day if the claim names one (`is_event`), else that of publication. `words` are the text's for
    the stage, `phrase` those of them that name `rung`; both are None where the ladder knows no such words. `denies` are
    rungs that the words say it is not, or that a denied claim denies. `by` is the name of whoever says it.
    """

    claim: str
    document: str
    day: str | None
    is_event: bool
    words: str
    phrase: str | None
    rung: Rung | None
    denies: tuple[Rung, ...]
    standing: Standing
    by: str
    status: Status


@quick
@dataclass(frozen=True, slots=True)
class Track:
    """How far a case has come on one ladder, by the authority's word alone.

    `reached` is the first day of a step that takes it to `rung`, those of `claims`; `first` and `last` are the days of
    all the authority's steps on the ladder. `announced`: the authority has only said that it will.
    `ended`: it has ended this without an outcome that the ladder knows.
    """

    rung: Rung
    reached: str | None
    first: str | None
    last: str | None
    claims: tuple[str, ...]
    announced: bool = False
    ended: bool = False


@quick
@dataclass(frozen=True, slots=True)
class PressWord:
    """What others call a stage, or say that the authority calls it where its own document has another outcome.

    `beyond`: it says more than is recorded, that is a higher rung, another outcome, or a step on a ladder on which the
    authority has taken none.
    """

    phrase: str
    rung: Rung | None
    beyond: bool
    first: str | None
    last: str | None
    by: tuple[str, ...]
    claims: tuple[str, ...]


@quick
@dataclass(frozen=True, slots=True)
class Fact:
    """Words beside an outcome in the text that tells it; `source` is the id of the claim or remark they come from."""

    words: str
    document: str
    source: str


@quick
@dataclass(frozen=True, slots=True)
class Search:
    """What stands behind "no decision found as of `as_of`", the day of the latest document: how many documents were
    read, how many of them speak of both the authority and a party, and the ids of those, latest first and at most
    `MOST_LISTED`."""

    as_of: str | None
    documents: int
    mentioning: int
    latest: tuple[str, ...]


@quick
@dataclass(frozen=True, slots=True)
class Case:
    """One authority on one deal (`parties`, entity ids) or company.

    `named` are the ids of everyone whom the claims name as examined, units of the parties among them; `names` is what
    texts call the deal. `tracks` has the ladder with the authority's latest word first; `steps` is
    the whole history, earliest first. `search` is there where the authority's word knows no outcome.
    """

    id: str
    authority: str
    parties: tuple[str, ...]
    named: tuple[str, ...]
    names: tuple[str, ...]
    tracks: tuple[Track, ...]
    reported: tuple[PressWord, ...]
    steps: tuple[Step, ...]
    facts: tuple[Fact, ...] = ()
    search: Search | None = None

    def after(self, search: Search | None) -> Case:
        """The case once `search` is done."""
        told = (self.authority, self.parties, self.named, self.names, self.tracks, self.reported, self.steps)
        return Case(self.id, *told, self.facts, search)

    @property
    def rung(self) -> Rung | None:
        """The recorded stage; None where the authority's own word names none that its ladders know."""
        return self.tracks[0].rung if self.tracks else None

    @property
    def outcomes(self) -> tuple[Track, ...]:
        """The ladders on which the authority has come to an end."""
        return tuple(track for track in self.tracks if track.rung.outcome)

    @property
    def first(self) -> str | None:
        return min((step.day for step in self.steps if step.day), default=None)

    @property
    def last(self) -> str | None:
        return max((step.day for step in self.steps if step.day), default=None)

    @property
    def claims(self) -> tuple[str, ...]:
        return tuple(step.claim for step in self.steps)

    @property
    def stage(self) -> str:
        """The recorded stage in words; what only others say, and what no ladder knows, is called so."""
        if self.tracks:
            track = self.tracks[0]
            return track.rung.stage + " (announced)" * track.announced + " (ended)" * track.ended
        named = [word.rung.stage for word in self.reported if word.rung is not None]
        own = [step for step in self.steps if step.standing is not Standing.REPORTED]
        if named and not own:
            return f"as reported by the press: {named[0]}"
        last = (own or self.steps)[-1]
        if last.denies and last.phrase is None:
            return f"said not to be: {last.denies[0].stage}"
        return f"stage not recognised: '{last.words}'"


@dataclass(frozen=True, slots=True)
class Matrix:
    """Deals (rows, each the ids of its parties) × authorities (columns, entity ids); a cell is a case's id, None where
    no document of the study speaks of one. None is not "no case"."""

    authorities: tuple[str, ...]
    deals: tuple[tuple[str, ...], ...]
    cells: tuple[tuple[str | None, ...], ...]

    @property
    def shared(self) -> Mapping[tuple[str, ...], tuple[str, ...]]:
        """The deals that several authorities looked at, with the ids of their cases."""
        rows = zip(self.deals, self.cells, strict=True)
        found = {deal: tuple(case for case in row if case) for deal, row in rows}
        return MappingProxyType({deal: cases for deal, cases in found.items() if len(cases) > 1})
