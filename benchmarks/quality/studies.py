"""A folder of documents → everything that a check may ask of the study, with the real reader and a real ledger."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from liens.analysis.conflicts import Conflict, conflicts_in
from liens.analysis.deals.versions import Deal, Version, find_deals
from liens.analysis.directory import Directory, build_directory
from liens.analysis.docket.findings import Docket, find_docket
from liens.analysis.origins import Origins, find_origins
from liens.analysis.ties import Tie, find_ties
from liens.config import Config
from liens.ledger.store import Ledger
from liens.ledger.view import Entry, View
from liens.market import Market, load_market
from liens.pipeline import Silence, gather, make_reader, read_new
from liens.resolving import resolve

MARKET = "ai"


@dataclass(frozen=True)
class Studied:
    """A view and what follows from it, each measure computed when it is first asked for."""

    view: View
    market: Market

    @cached_property
    def ties(self) -> tuple[Tie, ...]:
        return find_ties(self.view, self.market)

    @cached_property
    def origins(self) -> Origins:
        return find_origins(self.view.documents.values(), self.directory)

    @cached_property
    def conflicts(self) -> tuple[Conflict, ...]:
        return conflicts_in(self.ties, self.view)

    @cached_property
    def deals(self) -> tuple[Deal, ...]:
        return find_deals(self.view, self.market, self.directory)

    @cached_property
    def docket(self) -> Docket:
        return find_docket(self.view, self.market)

    @cached_property
    def directory(self) -> Directory:
        return build_directory(self.view, self.market)

    @cached_property
    def _lineages(self) -> dict[str, frozenset[str]]:
        return {key: frozenset(self.directory.lineage(key)) for key in self.view.entities}

    def entity(self, name: str) -> str | None:
        """The id of the entity called `name`, or that the market pack knows by it; None if the view has no such one."""
        body = self.directory.named(name)
        return body.key if body is not None and body.key in self.view.entities else None

    def is_of(self, entity: str, name: str) -> bool:
        """Whether `entity` is, or belongs to, the one called `name`."""
        wanted = self.entity(name)
        return wanted is not None and wanted in self._lineages[entity] | {entity}

    def between(self, pair: Iterable[str]) -> tuple[Entry, ...]:
        """The claims that tie the two called `pair`, or units of theirs, in either direction."""
        one, two = pair
        return tuple(e for e in self.view.entries if self.joins((e.subject, e.object, *e.parties), one, two))

    def joins(self, ends: Iterable[str], one: str, two: str) -> bool:
        """Whether one of `ends` is of `one` and another of `two`."""
        ends = tuple(ends)
        return any(self.is_of(a, one) for a in ends) and any(self.is_of(b, two) for b in ends)

    def versions(self, pair: Iterable[str]) -> tuple[Version, ...]:
        """The versions of dealings between the two called `pair`, or units of theirs."""
        one, two = pair
        every = (version for deal in self.deals for version in deal.versions)
        return tuple(v for v in every if self.joins((v.subject, v.object), one, two))

    def publisher(self, entry: Entry) -> str | None:
        return self.view.documents[entry.claim.evidence.document].publisher


def study(*folders: Path) -> Studied:
    """The study of all documents in `folders`, read afresh in a ledger that is thrown away."""
    market, sources = load_market(MARKET), tuple(map(str, folders))
    with tempfile.TemporaryDirectory() as place, Ledger.open(Path(place) / "ledger.db") as ledger:
        config = Config(folder=Path(place), sources=sources)
        gather(ledger, sources, Silence())
        read_new(ledger, config, Silence())
        reader = make_reader(config.reader, config.market_name).id
        resolve(ledger, market, reader)
        return Studied(ledger.view(reader, market), market)
