"""Concentration: first how many start-ups depend on each supplier, layer by layer; an index only where shares exist.

A start-up depends on a supplier by an asserted tie of a channel in `CHANNELS` that reads from the supplier to it
(supplies, distributes, licenses to). Suppliers are counted by group: a unit counts for the group at its top, in the
unit's own layer. A start-up may use several suppliers, so shares of a layer may sum to more than 1, and no index is
made of them.

Of market shares s (0–1) the Herfindahl–Hirschman index is HHI = Σ s² · 10,000. With common owners it is
MHHI = Σ_j Σ_k s_j s_k (Σ_i γ_ij β_ik) / (Σ_i γ_ij β_ij) · 10,000, where owner i has the financial interest β_ij in
firm j and the part γ_ij of the control of it, and Δ = MHHI − HHI (O'Brien and Salop 2000, *Competitive effects of
partial ownership: financial interest and corporate control*). Control goes by votes; where none are told, it goes by
shares, and there is none where shares are said not to vote. A firm of which no owner is known runs by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from liens.analysis.directory import build_directory
from liens.analysis.houses import lineage
from liens.analysis.ownership.grounds import Grounds, grounds_of
from liens.analysis.ownership.holdings import Holding, for_ownership, for_votes
from liens.analysis.ties import Tie, find_ties
from liens.ledger.view import View
from liens.market import Market
from liens.model import Status

CHANNELS = ("compute", "distribution", "technology")
START_UP = "start_up"
WHOLE = 10_000
Weights = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Supplier:
    """The `start_ups` known to depend on the group `group` in one layer, and by which ties; `share` (0–1) is their part
    of the start-ups of which any supplier in this layer is known."""

    group: str
    start_ups: tuple[str, ...]
    share: float
    ties: tuple[str, ...]
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer (None for suppliers that the market pack puts in none). `start_ups` have a known supplier in it,
    `single` of them have one only; suppliers with most start-ups come first."""

    layer: str | None
    start_ups: tuple[str, ...]
    single: tuple[str, ...]
    suppliers: tuple[Supplier, ...]


@dataclass(frozen=True, slots=True)
class MarketShare:
    """Firm `firm` has `low` to `high` (0–1) of a market; `source` says where that stands, or `claims` by their ids."""

    firm: str
    low: float
    high: float
    source: str = ""
    claims: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Overlap:
    """What common owners add for firm `firm` and its rival `rival`, in points of the index."""

    firm: str
    rival: str
    points: float


@dataclass(frozen=True, slots=True)
class Index:
    """`hhi` is the lowest and the highest value that the shares allow; `mhhi` and `delta` are None unless every share
    is exact and sums to a whole, and some owner is known. `shares` and `overlaps` are the cells behind the numbers;
    `left_out` are holdings in these firms of no exact size, which count for nothing in `mhhi`."""

    hhi: tuple[float, float]
    mhhi: float | None
    delta: float | None
    shares: tuple[MarketShare, ...]
    overlaps: tuple[Overlap, ...]
    left_out: tuple[Holding, ...]
    grounds: Grounds


def find_concentration(view: View, market: Market) -> tuple[Layer, ...]:
    """The layers of `view` in the order of the market pack, that of no layer last."""
    return concentration_in(find_ties(view, market), view, market)


def concentration_in(ties: Iterable[Tie], view: View, market: Market) -> tuple[Layer, ...]:
    """`find_concentration` for a caller that has the ties already."""
    directory = build_directory(view, market)
    held: dict[str | None, dict[str, list[Tie]]] = {}
    for tie in ties:
        if _depends(tie, view, market):
            houses = lineage(tie.subject, directory)
            if tie.object not in houses and houses[-1] not in lineage(tie.object, directory):
                held.setdefault(_layer(houses, view), {}).setdefault(houses[-1], []).append(tie)
    places = [*market.layers, None]
    return tuple(_of_layer(layer, held[layer]) for layer in places if layer in held)


def _depends(tie: Tie, view: View, market: Market) -> bool:
    relation = market.relations.get(tie.relation)
    if relation is None or relation.symmetric or relation.channel not in CHANNELS:
        return False
    return tie.status is Status.ASSERTED and view.entities[tie.object].role == START_UP


def _layer(houses: Sequence[str], view: View) -> str | None:
    """The layer of a unit, else that of the nearest of its house that has one."""
    layers = (view.entities[key].layer for key in houses if key in view.entities)
    return next((layer for layer in layers if layer), None)


def _of_layer(layer: str | None, groups: Mapping[str, Sequence[Tie]]) -> Layer:
    users: dict[str, set[str]] = {}
    for group, ties in groups.items():
        for tie in ties:
            users.setdefault(tie.object, set()).add(group)
    suppliers = (_supplier(group, ties, len(users)) for group, ties in groups.items())
    return Layer(
        layer=layer,
        start_ups=tuple(sorted(users)),
        single=tuple(sorted(user for user, used in users.items() if len(used) == 1)),
        suppliers=tuple(sorted(suppliers, key=lambda s: (-len(s.start_ups), s.group))),
    )


def _supplier(group: str, ties: Sequence[Tie], users: int) -> Supplier:
    ordered = sorted(ties, key=lambda tie: tie.id)
    start_ups = tuple(sorted({tie.object for tie in ordered}))
    claims = dict.fromkeys(claim for tie in ordered for claim in tie.claims)
    return Supplier(group, start_ups, len(start_ups) / users, tuple(tie.id for tie in ordered), tuple(claims))


def concentration_index(shares: Sequence[MarketShare], holdings: Iterable[Holding] = ()) -> Index:
    """The indices of one market in which firms have `shares` and owners have `holdings` in these firms.

    Raises:
        ValueError: a firm is there twice, or shares do not keep to 0–1 or their minima sum to more than 1.
    """
    ordered = tuple(sorted(shares, key=lambda share: share.firm))
    _check(ordered)
    firms = {share.firm for share in ordered}
    inside = [h for h in holdings if h.held in firms]
    interest, control = (_weights(kind(inside)) for kind in (for_ownership, for_votes))
    known = _exact(ordered) and any(interest.values())
    overlaps = tuple(_overlaps({s.firm: s.low for s in ordered}, interest, control)) if known else ()
    hhi = hhi_bounds(ordered)
    delta = sum(overlap.points for overlap in overlaps) if known else None
    return Index(
        hhi=hhi,
        mhhi=None if delta is None else hhi[0] + delta,
        delta=delta,
        shares=ordered,
        overlaps=tuple(overlap for overlap in overlaps if overlap.points),
        left_out=tuple(h for h in inside if h.low is None or h.low != h.high),
        grounds=_grounds(ordered, inside),
    )


def _check(shares: Sequence[MarketShare]) -> None:
    if len({share.firm for share in shares}) < len(shares):
        raise ValueError("a firm is there twice")
    if not all(0 <= share.low <= share.high <= 1 for share in shares):
        raise ValueError("market shares must keep to 0 ≤ minimum ≤ maximum ≤ 1")
    if sum(share.low for share in shares) > 1 + 1e-9:
        raise ValueError("the minima of the market shares sum to more than 1")


def _exact(shares: Sequence[MarketShare]) -> bool:
    return all(s.low == s.high for s in shares) and abs(sum(s.low for s in shares) - 1) < 1e-6


def hhi_bounds(shares: Sequence[MarketShare]) -> tuple[float, float]:
    """The lowest and the highest HHI: what the shares leave of the market goes to countless small firms, or to one."""
    rest = max(1 - sum(share.low for share in shares), 0.0)
    low = sum(share.low**2 for share in shares)
    high = sum(share.high**2 for share in shares) + (0.0 if rest < 1e-9 else rest**2)
    return low * WHOLE, min(max(low, high), 1.0) * WHOLE


def _weights(holdings: Iterable[Holding]) -> Weights:
    """Firm → owner → share, of the holdings whose size is exact."""
    weights: dict[str, dict[str, float]] = {}
    for holding in holdings:
        if holding.low is not None and holding.low == holding.high and holding.holder != holding.held:
            weights.setdefault(holding.held, {})[holding.holder] = holding.low
    return weights


def _overlaps(shares: Mapping[str, float], interest: Weights, control: Weights) -> Iterable[Overlap]:
    """The terms j ≠ k of the MHHI; a firm of which nobody known has both control and interest has none."""
    for firm, share in shares.items():
        rule = control.get(firm, {})
        own = sum(part * interest.get(firm, {}).get(owner, 0.0) for owner, part in rule.items())
        for rival, other in shares.items():
            if rival != firm and own > 0:
                common = sum(part * interest.get(rival, {}).get(owner, 0.0) for owner, part in rule.items())
                yield Overlap(firm, rival, share * other * common / own * WHOLE)


def _grounds(shares: Sequence[MarketShare], holdings: Sequence[Holding]) -> Grounds:
    owners = grounds_of(sorted(holdings, key=lambda h: (h.holder, h.held, h.basis)))
    claims = (*(claim for share in shares for claim in share.claims), *owners.claims)
    sources = (*(share.source for share in shares if share.source), *owners.sources)
    return Grounds(tuple(dict.fromkeys(claims)), tuple(dict.fromkeys(sources)))
