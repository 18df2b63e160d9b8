"""The measures of a study, each taken once: what its pages on deals, cases, positions, dependence and ownership say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from liens.analysis.compare import Comparison, Facts, compare_in
from liens.analysis.concentration import Index, MarketShare, concentration_index
from liens.analysis.dates import read_date
from liens.analysis.deals import changes
from liens.analysis.deals.versions import Deal, find_deals
from liens.analysis.dependence import profiles as dependency
from liens.analysis.dependence.bonds import find_bonds
from liens.analysis.dependence.layers import Layers, layers_in
from liens.analysis.dependence.whatif import Hinge, WhatIf, find_hinges, removals
from liens.analysis.docket.findings import Docket, find_docket
from liens.analysis.houses import Posts
from liens.analysis.origins import Origins
from liens.analysis.ownership.findings import Ownership, ownership_in
from liens.analysis.ownership.holdings import Holding
from liens.analysis.positions.findings import Positions, positions_from
from liens.analysis.ties import Tie
from liens.ledger.view import View
from liens.market import Market, Phase

LARGE_GROUP = "large_group"
MOST_COMPARED = 4
"""Start-ups that the study puts side by side."""
FEWER = 4
"""How many times as many claims may tell of the first of them as of the last."""
RECENT = 365
"""Days before the latest document of which the study tells what happened in its deals."""


@dataclass(frozen=True, slots=True)
class Records:
    """What a study may be given besides its documents: holdings from registers, and the shares of one market."""

    holdings: tuple[Holding, ...] = ()
    shares: tuple[MarketShare, ...] = ()


NO_RECORDS = Records()


@dataclass(frozen=True, slots=True)
class Measures:
    """`events` are what happened in the deals after `since` and by `until`; `shifts` are the changes of grades;
    `removals` tell for each large group what would follow if it were gone; `index` is None where no shares exist;
    `comparison` has the start-ups of which most is told, None where there are not two."""

    docket: Docket
    positions: Positions
    deals: tuple[Deal, ...]
    since: str | None
    until: str | None
    events: tuple[changes.DealChange, ...]
    profiles: tuple[dependency.Profile, ...]
    shifts: tuple[dependency.Shift, ...]
    hinges: tuple[Hinge, ...]
    removals: tuple[WhatIf, ...]
    layers: Layers
    ownership: Ownership
    index: Index | None = None
    comparison: Comparison | None = None


@dataclass(frozen=True, slots=True)
class Base:
    """What all measures stand on, made once: the ties, who stands behind them, and who spoke for whom when."""

    ties: tuple[Tie, ...]
    origins: Origins
    posts: Posts


def measure(view: View, market: Market, base: Base, records: Records = NO_RECORDS) -> Measures:
    """Every measure of `view`."""
    ties, directory = base.ties, base.posts.directory
    phases = {phase.name: replace(phase, default=(), statuses=(), phrases=()) for phase in market.phases.all}
    deals = tuple(_bare(deal, phases) for deal in find_deals(view, market, directory))
    since, until = _span(view)
    bonds = find_bonds(ties, view, market)
    profiles = dependency.profiles_in(bonds, view, market)
    shifts = dependency.shifts_in(bonds, market)
    docket = find_docket(view, market, directory, base.posts)
    positions = positions_from(view, market, base.origins, base.posts)
    facts = Facts(directory, ties, profiles, shifts, docket.cases, positions.said)
    hinges = find_hinges(profiles)
    groups = [hinge.provider for hinge in hinges if _is_group(hinge.provider, view)]
    ownership = ownership_in(ties, view, records.holdings)
    return Measures(
        docket=docket,
        positions=positions,
        deals=deals,
        since=since,
        until=until,
        events=changes.changes_between(deals, since, until) if since and until else (),
        profiles=profiles,
        shifts=shifts,
        hinges=hinges,
        removals=removals(groups, profiles),
        layers=layers_in(ties, bonds, view, market),
        ownership=ownership,
        index=concentration_index(records.shares, ownership.holdings) if records.shares else None,
        comparison=_comparison(facts, view, market),
    )


def _comparison(facts: Facts, view: View, market: Market) -> Comparison | None:
    """The start-ups on whose dependence most claims tell, side by side; one of which hardly anything is told would
    leave every question open."""
    told = {p.start_up: len({claim for cell in p.cells for claim in cell.claims}) for p in facts.profiles}
    best = sorted(told, key=lambda key: (-told[key], key))[:MOST_COMPARED]
    best = [key for key in best if FEWER * told[key] >= told[best[0]]]
    return compare_in(facts, view, market, best) if len(best) > 1 else None


def _bare(deal: Deal, phases: Mapping[str, Phase]) -> Deal:
    """`deal` with `phases`, which have no phrases: the words that tell a phase stay in the market pack."""
    versions = tuple(replace(version, phase=phases[version.phase.name]) for version in deal.versions)
    return replace(deal, versions=versions)


def _span(view: View) -> tuple[str | None, str | None]:
    """The year that ends with the latest document's day."""
    days = [when.last for document in view.documents.values() if (when := read_date(document.published))]
    until = max(days, default=None)
    if until is None or until[:4] < "0002":
        return None, until
    return (date.fromisoformat(until) - timedelta(RECENT)).isoformat(), until


def _is_group(entity: str, view: View) -> bool:
    return entity in view.entities and view.entities[entity].role == LARGE_GROUP
