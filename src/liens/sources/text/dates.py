"""Dates as files give them → ISO 8601, as exact as they are."""

from __future__ import annotations

import re
from datetime import date
from email.utils import parsedate_to_datetime
from functools import cache

from babel import Locale

LANGUAGES = ("en", "fr", "de", "es", "it", "nl", "pt", "pl", "sv", "da")
_ISO = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?(?![\d-])")
_COMPACT = re.compile(r"(?:D:)?(\d{4})(\d{2})(\d{2})(?:\d{2}|Z|T|$)")
_WORDS = re.compile(
    r"(\d{1,2})?\W{0,3}(?:(?:de|of)\s)?([^\W\d_]{3,12})\W{0,3}(?:de\s)?(?:(\d{1,2})(?:st|nd|rd|th)?\W{1,3})?(\d{4})"
)


def iso_date(given: str) -> str | None:
    """`given` as an ISO date, None if it is not understood.

    ISO and year-first dates, PDF dates (`D:20240226…`), RFC 5322 dates and dates with the month's name in ten languages
    are understood. Numbers alone with the year last are not: whether 03/04/2024 is in March or April cannot be told.
    """
    given = given.strip()[:100]
    return _numbers(_COMPACT.match(given)) or _numbers(_ISO.match(given)) or _mail(given) or _words(given)


def _numbers(match: re.Match[str] | None) -> str | None:
    if match is None:
        return None
    parts = [int(part) for part in match.groups() if part]
    return _checked(*parts)


def _checked(year: int, month: int = 0, day: int = 0) -> str | None:
    """The ISO form of the parts given (0 = not given); None if there is no such date."""
    try:
        whole = date(year, month or 1, day or 1).isoformat()
    except ValueError:
        return None
    return whole[: 10 if day else 7 if month else 4]


def _mail(given: str) -> str | None:
    try:
        return parsedate_to_datetime(given).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _words(given: str) -> str | None:
    match = _WORDS.search(given)
    if match is None:
        return None
    before, name, after, year = match.groups()
    month = _months().get(name.casefold().rstrip("."))
    return _checked(int(year), month, int(before or after or 0)) if month else None


@cache
def _months() -> dict[str, int]:
    """Every month's names, wide and abbreviated. Where two languages differ on a short name, the first listed wins."""
    names: dict[str, int] = {}
    for language in LANGUAGES:
        for context in Locale(language).months.values():
            for width in ("wide", "abbreviated"):
                for number, name in context[width].items():
                    names.setdefault(name.casefold().rstrip("."), number)
    return names
