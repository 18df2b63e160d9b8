"""Sums of money added up: only within one kind and one currency, each transaction once, every figure with its claims.

A valuation is no payment and is never added. A figure that the earlier ones add up to ("bringing the total to $8
billion") is told of them and not added to them. Texts seldom say whether a larger figure includes the smaller ones, so
a total is a range: at least the largest firm figure, at most all of them together, bounds ("up to") in full.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from liens.analysis.ties import TermSeen
from liens.ledger.assembling import quick
from liens.model import Amount, AmountKind

ROUNDING = 0.03
"""How far a cumulative figure may be from the sum that it rounds."""


@quick
@dataclass(frozen=True, slots=True)
class Total:
    """The sums of one kind and currency (None: not named), in full units: from `low`, if the largest of them includes
    all others, to `high`, if each of `parts` is a payment of its own; `repeats` are figures that cover several."""

    kind: AmountKind
    currency: str | None
    low: float
    high: float
    parts: tuple[TermSeen, ...]
    repeats: tuple[TermSeen, ...] = ()

    @property
    def claims(self) -> tuple[str, ...]:
        return tuple(claim for term in (*self.parts, *self.repeats) for claim in term.claims)


def add_up(sums: Sequence[TermSeen]) -> tuple[Total, ...]:
    """The totals of `sums`, whose values are amounts of separate transactions, earliest first."""
    kinds: dict[tuple[AmountKind, str | None], list[TermSeen]] = {}
    for term in sums:
        if isinstance(term.value, Amount) and term.value.kind is not AmountKind.VALUATION:
            kinds.setdefault((term.value.kind, term.value.currency), []).append(term)
    return tuple(_total(kind, currency, terms) for (kind, currency), terms in kinds.items())


def _total(kind: AmountKind, currency: str | None, terms: Sequence[TermSeen]) -> Total:
    parts: list[TermSeen] = []
    repeats: list[TermSeen] = []
    low = high = 0.0
    for term in terms:
        least, most = _bounds(term)
        low = max(low, least)
        if len(parts) > 1 and abs(most - high) <= ROUNDING * high:
            repeats.append(term)
        else:
            parts.append(term)
            high += most
    return Total(kind, currency, low, high, tuple(parts), tuple(repeats))


def _bounds(term: TermSeen) -> tuple[float, float]:
    """The least and the most that a sum may come to."""
    amount = term.value
    assert isinstance(amount, Amount)
    most = amount.value if amount.upper is None else amount.upper
    return (0.0 if amount.up_to else amount.value), most
