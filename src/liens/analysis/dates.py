"""Dates as texts write them → spans of days that can be compared.

Only what a text says outright is read ("2019", "February 2023", "26 février 2024"): "last year" or "Tuesday" stay
unread, and the claim then counts by the day its document was published.
"""

from __future__ import annotations

import calendar
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from liens.ledger.assembling import quick
from liens.ledger.view import Entry
from liens.model import Document

MONTHS = {
    word: number
    for number, words in enumerate(
        (
            "january jan janvier januar",
            "february feb fevrier februar",
            "march mar mars marz maerz",
            "april apr avril",
            "may mai",
            "june jun juin juni",
            "july jul juillet juli",
            "august aug aout",
            "september sep sept septembre",
            "october oct octobre oktober",
            "november nov novembre",
            "december dec decembre dezember",
        ),
        1,
    )
    for word in words.split()
}
_MONTH = "(" + "|".join(sorted(MONTHS, key=lambda word: (-len(word), word))) + r")\b\.?"
_ISO = re.compile(r"\b(\d{4})-(\d{2})(?:-(\d{2}))?(?!\d)")
_SLASHED = re.compile(r"\b(\d{1,2})[/.](\d{1,2})[/.](\d{4})\b")
_DAY_FIRST = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th|er|\.)? (?:of )?{_MONTH},? (\d{{4}})\b")
_MONTH_FIRST = re.compile(rf"\b{_MONTH} (\d{{1,2}})(?:st|nd|rd|th)?,? (\d{{4}})\b")
_MONTH_ONLY = re.compile(rf"\b{_MONTH},? (?:of )?(\d{{4}})\b")
_YEAR = re.compile(r"\b(?:19|20)\d{2}\b")


@quick
@dataclass(frozen=True, slots=True, order=True)
class When:
    """From `first` to `last`, both ISO days and included; one day when they are the same."""

    first: str
    last: str

    @property
    def days(self) -> int:
        """How many days the span has."""
        return 1 if self.first == self.last else _ordinal(self.last) - _ordinal(self.first) + 1

    def gap(self, other: When) -> int:
        """Days between the two spans; 0 where they touch or overlap."""
        if self.last < other.first:
            return _ordinal(other.first) - _ordinal(self.last)
        return _ordinal(self.first) - _ordinal(other.last) if other.last < self.first else 0

    @property
    def opening(self) -> str:
        """The first day in ISO form, as exact as the span is: "2019", "2023-02" or "2024-02-26"."""
        return self.first if self.first == self.last else self.first[: self._exactness]

    @property
    def closing(self) -> str:
        """The last day, likewise."""
        return self.last if self.first == self.last else self.last[: self._exactness]

    @property
    def _exactness(self) -> int:
        """Characters of a span's days that tell something: 4 in spans of whole years, 7 in spans of whole months."""
        if self.first.endswith("01-01") and self.last.endswith("12-31"):
            return 4
        month_ends = calendar.monthrange(int(self.last[:4]), int(self.last[5:7]))[1] == int(self.last[8:])
        return 7 if self.first.endswith("-01") and month_ends else 10

    def __str__(self) -> str:
        return self.opening if self.opening == self.closing else f"{self.opening} to {self.closing}"


@lru_cache(maxsize=8192)
def read_date(text: str | None) -> When | None:
    """The days that `text` names; None if it names none outright."""
    plain = unicodedata.normalize("NFKD", (text or "")[:80]).encode("ascii", "ignore").decode("ascii").lower()
    plain = " ".join(plain.split())
    return next((when for when in _readings(plain) if when is not None), None)


def _readings(plain: str) -> Iterator[When | None]:
    """What each pattern makes of `plain`, the most exact pattern first."""
    if found := _ISO.search(plain):
        year, month, day = found.groups()
        yield _span(int(year), int(month), int(day) if day else None)
    if found := _SLASHED.search(plain):
        yield _slashed(*map(int, found.groups()))
    if found := _DAY_FIRST.search(plain):
        yield _span(int(found[3]), MONTHS[found[2]], int(found[1]))
    if found := _MONTH_FIRST.search(plain):
        yield _span(int(found[3]), MONTHS[found[1]], int(found[2]))
    if found := _MONTH_ONLY.search(plain):
        yield _span(int(found[2]), MONTHS[found[1]], None)
    if years := sorted(_YEAR.findall(plain)):
        yield When(f"{years[0]}-01-01", f"{years[-1]}-12-31")


def _span(year: int, month: int, day: int | None) -> When | None:
    """The day, or the whole month without one; None if the calendar has no such day."""
    if not (1 <= month <= 12 and 1 <= year <= 9999):
        return None
    last = calendar.monthrange(year, month)[1]
    if day is not None and not 1 <= day <= last:
        return None
    return When(date(year, month, day or 1).isoformat(), date(year, month, day or last).isoformat())


def _slashed(one: int, two: int, year: int) -> When | None:
    """Day and month in the order that the calendar allows; the whole year where it allows both."""
    if one == two or two > 12:
        return _span(year, one, two)
    if one > 12:
        return _span(year, two, one)
    return When(f"{year:04}-01-01", f"{year:04}-12-31")


def _ordinal(day: str) -> int:
    return date.fromisoformat(day).toordinal()


def event_date(entry: Entry) -> When | None:
    """When the claim says that it happened."""
    said = entry.claim.terms.date
    return read_date(said) if said else None


def claim_date(entry: Entry, document: Document | None) -> When | None:
    """The event's date where the claim gives it, else the day its document was published; None if neither is known.

    A date that lies ahead of the publication ("a licence until 2032") is a term's end and dates no event.
    """
    said = entry.claim.terms.date
    published = read_date(document.published) if document else None
    event = read_date(said) if said else None
    if event is None or (published is not None and event.first > published.last):
        return published
    return event
