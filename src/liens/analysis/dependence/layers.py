"""Layers: who is present in which layer of the value chain, and how many start-ups depend on whom in each.

A company is present in a layer by the market pack (its own row, its units', its products') or by ties in force that
the pack's rules name: who supplies compute is in the cloud, who develops a model is in models. Counts come before any
index number: how many start-ups are known to use a supplier, and how many know no other. A start-up may use several
suppliers, so shares of a layer may sum to more than 1.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from operator import attrgetter

from liens.analysis.dates import claim_date
from liens.analysis.dependence.bonds import Bond, House, end_of, find_bonds, houses_of, last_day, layer_shown, state_on
from liens.analysis.directory import build_directory
from liens.analysis.ties import Tie, find_ties, status_of
from liens.ledger.assembling import quick, without_collector
from liens.ledger.view import Entry, View
from liens.market import Market
from liens.market.dependence import Showing
from liens.model import Kind, Status


@quick
@dataclass(frozen=True, slots=True)
class Presence:
    """Company `actor` is present in `layer`: by what the market pack knows (`known` names the rows: the company and its
    units and products), by the ties `ties`, or both."""

    actor: str
    layer: str
    known: tuple[str, ...] = ()
    ties: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()


@quick
@dataclass(frozen=True, slots=True)
class Use:
    """Start-up `start_up` depends on `supplier` in `layer` by the ties `ties`, which are in force."""

    start_up: str
    layer: str
    supplier: str
    ties: tuple[str, ...]
    claims: tuple[str, ...]


@quick
@dataclass(frozen=True, slots=True)
class Count:
    """`start_ups` depend on `supplier` in one layer; `single` of them know no other supplier there; `share` (0–1) is
    their part of the start-ups of which any supplier in this layer is known."""

    supplier: str
    start_ups: tuple[str, ...]
    single: tuple[str, ...]
    share: float
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LayerUse:
    """One layer: the start-ups with a known supplier in it, those with one only, and the suppliers, most used first."""

    layer: str
    start_ups: tuple[str, ...]
    single: tuple[str, ...]
    suppliers: tuple[Count, ...]


@dataclass(frozen=True, slots=True)
class Layers:
    """`presences` fill the matrix of `actors` (those in most layers first) and `layers`; `uses` fill the table of
    `start_ups` and layers, a supplier each; `counts` sum the uses up, layer by layer."""

    layers: tuple[str, ...]
    actors: tuple[str, ...]
    presences: tuple[Presence, ...]
    start_ups: tuple[str, ...]
    uses: tuple[Use, ...]
    counts: tuple[LayerUse, ...]


def find_layers(view: View, market: Market, on: str | None = None) -> Layers:
    """The layers of `view`, as they were at the end of `on` (a day, month or year).

    Raises:
        ConfigError: `on` is no date.
    """
    ties = find_ties(view, market)
    return layers_in(ties, find_bonds(ties, view, market), view, market, on)


@without_collector()
def layers_in(ties: Sequence[Tie], bonds: Iterable[Bond], view: View, market: Market, on: str | None = None) -> Layers:
    """`find_layers` for a caller that has the ties and bonds already."""
    day = last_day(on)
    presences = _presences(ties, view, market, day)
    uses = _uses(bonds, market, day)
    breadth = Counter(presence.actor for presence in presences)
    users = Counter(use.start_up for use in uses)
    return Layers(
        layers=tuple(market.layers),
        actors=tuple(sorted(breadth, key=lambda key: (-breadth[key], key))),
        presences=presences,
        start_ups=tuple(sorted(users, key=lambda key: (-users[key], key))),
        uses=uses,
        counts=tuple(_counts(uses, market)),
    )


def _presences(ties: Sequence[Tie], view: View, market: Market, on: str | None) -> tuple[Presence, ...]:
    houses = houses_of(view, market)
    ends = {*map(attrgetter("subject"), ties), *map(attrgetter("object"), ties)}
    actors = {houses[end].top for end in ends if view.entities[end].kind is Kind.COMPANY}
    known = _known(view, market)
    shown = _shown(ties, houses, view, market, on)
    places = {layer: place for place, layer in enumerate(market.layers)}
    cells = sorted((key for key in {*known, *shown} if key[0] in actors), key=lambda key: (key[0], places[key[1]]))
    return tuple(
        Presence(actor, layer, tuple(sorted(known.get((actor, layer), ()))), *_together(shown.get((actor, layer), ())))
        for actor, layer in cells
    )


def _known(view: View, market: Market) -> Mapping[tuple[str, str], set[str]]:
    """Company and layer → the names of those of its house that the market pack or the view put there."""
    directory = build_directory(view, market)
    known: dict[tuple[str, str], set[str]] = {}
    rows = {(e.name, e.layer) for e in view.entities.values()} | {(e.name, e.layer) for e in market.entities}
    for name, layer in rows:
        body = directory.named(name)
        if layer and body is not None:
            known.setdefault((directory.lineage(body.key)[-1], layer), set()).add(name)
    return known


def _shown(
    ties: Iterable[Tie], houses: Mapping[str, House], view: View, market: Market, on: str | None
) -> Mapping[tuple[str, str], list[Tie]]:
    """Company and layer → the ties in force that show it there."""
    entries = {entry.id: entry for entry in view.entries} if on else {}
    rules: dict[str, list[Showing]] = {}
    for showing in market.dependency.showings:
        rules.setdefault(showing.relation, []).append(showing)
    shown: dict[tuple[str, str], list[Tie]] = {}
    for tie in ties:
        showings = rules.get(tie.relation)
        if showings and _in_force(tie, on, entries, view):
            for showing in showings:
                if layer := layer_shown(showing, tie, houses):
                    shown.setdefault((houses[end_of(tie, showing.actor)].top, layer), []).append(tie)
    return shown


def _in_force(tie: Tie, on: str | None, entries: Mapping[str, Entry], view: View) -> bool:
    if on is None:
        return tie.status is Status.ASSERTED
    told = []
    for claim in tie.claims:
        entry = entries[claim]
        when = claim_date(entry, view.documents.get(entry.claim.evidence.document))
        if when is None or when.first <= on:
            told.append((when.first if when else "", entry.claim.status))
    return status_of(told) is Status.ASSERTED


def _together(ties: Iterable[Tie]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The ids of `ties` and of their claims."""
    ordered = sorted(ties, key=attrgetter("id"))
    claims = dict.fromkeys(chain.from_iterable([tie.claims for tie in ordered]))
    return tuple([tie.id for tie in ordered]), tuple(claims)


def _uses(bonds: Iterable[Bond], market: Market, on: str | None) -> tuple[Use, ...]:
    held: dict[tuple[str, str, str], dict[str, tuple[str, ...]]] = {}
    for bond in bonds:
        if bond.layer and (state := state_on(bond, on)).in_force:
            held.setdefault((bond.start_up, bond.layer, bond.provider), {})[bond.tie] = state.claims
    places = {layer: place for place, layer in enumerate(market.layers)}
    ordered = sorted(held, key=lambda key: (key[0], places[key[1]], key[2]))
    return tuple(Use(*key, *_in_order(held[key])) for key in ordered)


def _in_order(claims: Mapping[str, tuple[str, ...]]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The ties and their `claims`, in the order of the ties."""
    ties = tuple(sorted(claims))
    if len(ties) == 1:
        return ties, claims[ties[0]]
    return ties, tuple(dict.fromkeys(claim for tie in ties for claim in claims[tie]))


def _counts(uses: Sequence[Use], market: Market) -> Iterator[LayerUse]:
    for layer in market.layers:
        here = [use for use in uses if use.layer == layer]
        suppliers = Counter(use.start_up for use in here)
        single = {start_up for start_up, number in suppliers.items() if number == 1}
        of_supplier: dict[str, list[Use]] = {}
        for use in here:
            of_supplier.setdefault(use.supplier, []).append(use)
        counts = (_count(key, of_supplier[key], single, len(suppliers)) for key in of_supplier)
        ordered = sorted(counts, key=lambda count: (-len(count.start_ups), count.supplier))
        if here:
            yield LayerUse(layer, tuple(sorted(suppliers)), tuple(sorted(single)), tuple(ordered))


def _count(supplier: str, uses: Sequence[Use], single: Collection[str], users: int) -> Count:
    start_ups = tuple(use.start_up for use in uses)
    claims = tuple(dict.fromkeys(chain.from_iterable([use.claims for use in uses])))
    return Count(supplier, start_ups, tuple(s for s in start_ups if s in single), len(start_ups) / users, claims)
