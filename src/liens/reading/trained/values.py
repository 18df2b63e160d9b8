"""The number that a sum or a share says."""

from __future__ import annotations

import re

from liens.model import Kind
from liens.reading.rules.values.money import find_money

_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")


def number_of(words: str, kind: Kind) -> float | None:
    """In full units of the currency, or in percent; None if the words name no number."""
    if kind is Kind.MONEY:
        return next((m.amount.value for m in find_money(words, "en")), None)
    match = _NUMBER.search(words)
    return float(match.group().replace(",", ".")) if match else None
