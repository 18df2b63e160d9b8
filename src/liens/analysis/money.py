"""When two sums of money may be the same sum: other currency, rounding, bounds and ranges are not conflicts."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType

from liens.ledger.assembling import quick
from liens.model import Amount, AmountKind

TOLERANCE = 0.15
EURO = "EUR"


@quick
@dataclass(frozen=True, slots=True)
class Conversion:
    """A sum in euros: `rate` units of its currency for one euro, on average over `year`, which is the nearest on record
    where the year asked for is not."""

    value: float
    rate: float
    year: int


def convert(value: float, currency: str, year: int) -> Conversion | None:
    """`value` in euros at the average rate of `year` or the nearest year on record; None for a currency without one."""
    nearest, rate = _rate(currency, year)
    return Conversion(value / rate, rate, nearest) if rate else None


def in_euros(value: float, currency: str, year: int) -> float | None:
    """`convert`, but the value alone."""
    _, rate = _rate(currency, year)
    return value / rate if rate else None


@lru_cache(maxsize=1024)
def _rate(currency: str, year: int) -> tuple[int, float | None]:
    """The year on record nearest to `year`, and the units of `currency` for one euro in it."""
    table = _rates()
    if currency == EURO:
        return year, 1.0
    nearest = min(table, key=lambda known: (abs(known - year), known))
    return nearest, table[nearest].get(currency)


@lru_cache(maxsize=1)
def _rates() -> Mapping[int, Mapping[str, float]]:
    lines = files("liens.analysis").joinpath("rates.csv").read_text(encoding="utf-8").splitlines()
    rows = csv.DictReader(line for line in lines if not line.startswith("#"))
    return MappingProxyType({int(row.pop("year")): {c: float(rate) for c, rate in row.items()} for row in rows})


def same_kind(one: Amount, two: Amount) -> bool:
    """Whether the two can be compared: one kind, or one of them unknown; a valuation only with a valuation."""
    kinds = {one.kind, two.kind}
    return len(kinds) == 1 or (AmountKind.UNKNOWN in kinds and AmountKind.VALUATION not in kinds)


def one_figure(one: Amount, two: Amount, year: int) -> bool:
    """Whether the two give the same figure, be it firm or a bound: "up to 40 billion" is no retelling of 3 billion."""
    return same_kind(one, two) and reconciled(_firm(one), _firm(two), year)


def _firm(amount: Amount) -> Amount:
    return replace(amount, up_to=False) if amount.up_to else amount


def reconciled(one: Amount, two: Amount, year: int) -> bool:
    """Whether the two may state one sum: their ranges, widened by `TOLERANCE`, meet in one currency.

    "Up to" is a range from nothing. A sum without a currency is taken in the other's; sums whose currencies cannot be
    converted cannot be told apart.
    """
    alike = one.currency == two.currency or one.currency is None or two.currency is None
    a, b = (_range(one), _range(two)) if alike else (_euros(one, year), _euros(two, year))
    if a is None or b is None:
        return True
    return a[0] <= b[1] * (1 + TOLERANCE) and b[0] <= a[1] * (1 + TOLERANCE)


def _range(amount: Amount) -> tuple[float, float]:
    return 0.0 if amount.up_to else amount.value, amount.value if amount.upper is None else amount.upper


def _euros(amount: Amount, year: int) -> tuple[float, float] | None:
    low, high = (in_euros(bound, amount.currency or EURO, year) for bound in _range(amount))
    return None if low is None or high is None else (low, high)
