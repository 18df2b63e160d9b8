"""Concentration, only where market shares exist; how many start-ups depend on whom is counted in `layers`.

Of market shares s (0–1) the Herfindahl–Hirschman index is HHI = Σ s² · 10,000. With common owners it is
MHHI = Σ_j Σ_k s_j s_k (Σ_i γ_ij β_ik) / (Σ_i γ_ij β_ij) · 10,000, where owner i has the financial interest β_ij in
firm j and the part γ_ij of the control of it, and Δ = MHHI − HHI (O'Brien and Salop 2000, *Competitive effects of
partial ownership: financial interest and corporate control*). Control goes by votes; where none are told, it goes by
shares, and there is none where shares are said not to vote. A firm of which no owner is known runs by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from liens.analysis.ownership.grounds import Grounds, grounds_of
from liens.analysis.ownership.holdings import Holding, for_ownership, for_votes

WHOLE = 10_000
Weights = Mapping[str, Mapping[str, float]]


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
