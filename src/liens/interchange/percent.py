"""Percentages as people and programs write them → a range of shares."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

_NUMBER = r"(\d{1,3}(?:[.,]\d{1,12})?)"
_RANGE = re.compile(rf"{_NUMBER} ?%? ?(?:-|–|to) ?{_NUMBER} ?%?")
_MORE = re.compile(rf"(?:(>=|≥|at least|from)|(>|more than|over|above)) ?{_NUMBER} ?%?|{_NUMBER} ?%? ?\+")
_LESS = re.compile(rf"(?:<=|≤|<|at most|up to|less than|under|below) ?{_NUMBER} ?%?")
_EXACT = re.compile(rf"{_NUMBER} ?%?")


@dataclass(frozen=True, slots=True)
class Share:
    """From `low` to `high`, 0–1; `above` if more than `low`. Both are None where nothing is said."""

    low: float | None = None
    high: float | None = None
    above: bool = False


def read_percent(text: str) -> Share:
    """The share that `text` tells in per cent: "30", "30 %", "25-50", ">50", "50+", "up to 10"; nothing if it is empty.

    Raises:
        ValueError: it is none of these, or not within 0–100.
    """
    plain = " ".join(text.lower().split())
    if not plain:
        return Share()
    if len(plain) > 40:
        raise ValueError("a percentage this long")
    if match := _EXACT.fullmatch(plain):
        return share_of(_number(match[1]), _number(match[1]))
    if match := _RANGE.fullmatch(plain):
        return share_of(_number(match[1]), _number(match[2]))
    if match := _MORE.fullmatch(plain):
        return share_of(_number(match[3] or match[4]), 100.0, above=bool(match[2]))
    if match := _LESS.fullmatch(plain):
        return share_of(0.0, _number(match[1]))
    raise ValueError(f"{plain!r} is no percentage")


def share_of(low: object, high: object, above: bool = False) -> Share:
    """The share between two percentages.

    Raises:
        ValueError: they are not numbers with 0 ≤ low ≤ high ≤ 100.
    """
    numbers = [float(end) for end in (low, high) if isinstance(end, int | float) and not isinstance(end, bool)]
    if len(numbers) != 2 or not all(map(math.isfinite, numbers)) or not 0 <= numbers[0] <= numbers[1] <= 100:
        raise ValueError(f"{str(low)[:20]} to {str(high)[:20]} is no share of 0 to 100 %")
    return Share(numbers[0] / 100, numbers[1] / 100, above and numbers[0] < numbers[1])


def _number(digits: str) -> float:
    return float(digits.replace(",", "."))
