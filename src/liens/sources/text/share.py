"""How much of a document could be read, told by its paywall notice.

The notices are data (`phrases/paywalls.toml`). A notice with a number gives the share that could be read: of an article
with "51.89% left to read", 0.4811. A notice without one hides an unknown part.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from liens.sources.text.lines import Line
from liens.sources.text.phrases import load

LONGEST_NOTICE = 300
_HEAD, _TAIL = 5, 25
_NUMBERED = ("%", "percent", "per cent", "[+")
_PERCENT = r"(\d{1,3}(?:[.,]\d{1,4})?)[ \u00a0\u202f]?(?:%|percent|per cent)"
_COUNT = r"(\d{1,3}(?:[,.\u202f ]?\d{3}){0,2}|\d{1,7})"


@dataclass(frozen=True, slots=True)
class Notice:
    """A line that says that the document goes on. `means` is left, read, chars or unknown; `number` as given."""

    line: Line
    means: str
    number: float | None = None


def notices(lines: Sequence[Line]) -> list[Notice]:
    """The paywall notices among `lines`, all lines of one text, in order. Those without a number are looked for among
    the first and last lines alone, and only in short ones."""
    last = len(lines) - _TAIL
    found = (_notice(line, at < _HEAD or at >= last) for at, line in enumerate(lines))
    return [notice for notice in found if notice]


def read_share(found: Iterable[Notice], length: int) -> float | None:
    """The share of a document of `length` code points that could be read; None if a part of unknown size is hidden.

    The last notice with a number decides; it is 1.0 if there is no notice.
    """
    found = list(found)
    for notice in reversed(found):
        if notice.number is not None:
            return _share(notice, length)
    return None if found else 1.0


def _share(notice: Notice, length: int) -> float:
    number = notice.number or 0.0
    if notice.means == "chars":
        return round(length / (length + number), 4)
    return round((number if notice.means == "read" else 100 - number) / 100, 4)


def _notice(line: Line, outer: bool) -> Notice | None:
    tail = line.text[-LONGEST_NOTICE:]
    numbered = any(mark in tail for mark in _NUMBERED)
    for means, pattern in _patterns():
        wanted = numbered if means != "unknown" else outer and len(line.text) <= LONGEST_NOTICE
        match = pattern.search(tail) if wanted else None
        number = _number(match, means) if match else None
        if match and (means == "unknown" or number is not None):
            return Notice(line, means, number)
    return None


def _number(match: re.Match[str], means: str) -> float | None:
    if means == "unknown":
        return None
    given = next((group for group in match.groups() if group), "")
    if means == "chars":
        return float(re.sub(r"\D", "", given))
    number = float(given.replace(",", "."))
    return number if 0 < number <= 100 else None


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((table["means"], _compiled(table["patterns"])) for table in load("paywalls")["notice"])


def _compiled(patterns: list[str]) -> re.Pattern[str]:
    """One expression for all; the number of the one that matches is the only group that is not empty."""
    joined = "|".join(f"(?:{pattern})" for pattern in patterns)
    return re.compile(joined.replace("{n}", _PERCENT).replace("{c}", _COUNT), re.IGNORECASE)
