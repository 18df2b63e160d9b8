"""Dates in text, and what they mean: "17 May 2024" → 2024-05-17, "last March" in a text of 2024-07 → 2024-03."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from liens.reading.rules.words import either, table, words


@dataclass(frozen=True, slots=True)
class DateFound:
    """`text[start:end]` is the date `words`."""

    start: int
    end: int
    words: str


_MONTHS = {name.lower(): int(number) for name, number in table("months").items()}
_DAYS = {"monday": 0, "tuesday": 1, "wednesday": 2, "thursday": 3, "friday": 4, "saturday": 5, "sunday": 6}
_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}

_MONTH = rf"(?:(?:{either(m for m in table('months') if m[0].isupper())})\b\.?)"
_ANY_MONTH = rf"(?:(?:{either(table('months'))})\b\.?)"
_DAY = "(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
_YEAR = r"(?:19|20)\d\d\b(?![.,]?\d|%)"
_THAT_YEAR = rf"(?:{_YEAR}|(?:last|this|next)\ year)"
_SEASON = "(?:[Ss]pring|[Ss]ummer|[Aa]utumn|[Ff]all|[Ww]inter)"
_PART = r"(?:early|late|mid|(?:the\ )?(?:end|beginning)\ of)"
_RELATIVE = r"(?:last|this|next|(?:earlier|later|late|early)\ (?:this|last|next)|end\ of\ (?:the|this|next))"
_COUNT = rf"(?:\d{{1,4}}|an?|{'|'.join(_NUMBERS)})"
_FIRST = (
    r"[\dJFMASONDQETWG]|early|late|mid|last|this|next|the\ (?:end|beg)|beginning|end\ |spring|summer|autumn|fall|winter"
    rf"|first|second|third|fourth|yesterday|today|tomorrow|an?\ [dwmy]|(?:{'|'.join(_NUMBERS)})\ [dwmy]"
)
_DATE = re.compile(
    rf"""(?<![\w$€£])(?={_FIRST})(?:
    (?P<iso>(?:19|20)\d\d-\d\d-\d\d)\b
  | (?:{_DAY},?\ (?:the\ )?)?(?P<d1>\d{{1,2}})(?:st|nd|rd|th|er|\.)?\ (?:of\ |de\ )?(?P<m1>{_ANY_MONTH})
        (?:,?\ (?:de\ )?(?P<y1>{_YEAR}))?
  | (?:{_DAY},?\ )?(?P<m2>{_MONTH})\ (?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)(?:,?\ (?P<y2>{_YEAR}))?
  | (?:(?P<r3>{_PART}|last|this|next|spring\ of)[\ -])?(?P<m3>{_MONTH}|{_ANY_MONTH}\ (?=\d{{4}}))
        (?:(?:\ of|,)?\ ?(?P<y3>{_THAT_YEAR}))?
  | Q(?P<q4>[1-4])\ ?(?:of\ |')?(?P<y4>{_YEAR})?
  | (?P<q5>first|second|third|fourth|1st|2nd|3rd|4th)\ (?:quarter|half)(?:\ of)?(?:\ (?P<y5>{_THAT_YEAR}|the\ year))?
  | {_SEASON}\ (?:of\ )?(?P<y6>{_YEAR})
  | (?P<r7>{_RELATIVE})\ (?P<u7>week|month|quarter|year|{_SEASON}|{_DAY})\b
  | (?P<w8>{_DAY})\b
  | (?P<n9>{_COUNT})\ (?P<u9>day|week|month|year)s?\ (?P<g9>ago|earlier|later)\b
  | (?P<t10>yesterday|today|tomorrow)\b
  | (?:{_PART}[\ -])?(?P<y11>{_YEAR})
    )""",
    re.VERBOSE,
)
_MONTH_BEFORE = re.compile(
    r"\b(?:in|since|until|from|by|of|last|this|next|early|late|mid|during|between|and|before|after|to|for|every)[ -]$",
    re.IGNORECASE,
)
_COUNTED = re.compile(rf"\s?(?:{either(words('counted_words'))})\b")


def find_dates(text: str) -> tuple[DateFound, ...]:
    """Every date of `text` in order, not overlapping: explicit, partial or relative to the day of publication."""
    matches = (m for m in _DATE.finditer(text) if _is_date(text, m))
    return tuple(DateFound(m.start(), m.end(), m.group(0)) for m in matches)


def _is_date(text: str, match: re.Match[str]) -> bool:
    """A year must not count things; a lone month ("May", "March") must follow a word such as "in"."""
    if match["y11"]:
        return _COUNTED.match(text, match.end()) is None
    if not match["m3"] or match["y3"] or match["r3"]:
        return True
    return _MONTH_BEFORE.search(text, max(0, match.start() - 12), match.start()) is not None


def normalise_date(words: str, published: str | None = None) -> str | None:
    """The ISO form of a date: a day, a month, a year, or None when it cannot be told.

    `published` (ISO, whole or partial) anchors what is relative to it: "last March", "on Monday", "two years ago".
    """
    match = _DATE.search(words)
    if match is None:
        return None
    anchor = _anchor(published)
    if match["iso"]:
        return match["iso"]
    for month, day, year in (("m1", "d1", "y1"), ("m2", "d2", "y2")):
        if match[month]:
            return _day(match[month], int(match[day]), match[year], anchor)
    if match["m3"]:
        return _month(match, anchor)
    if match["u7"] or match["w8"] or match["u9"] or match["t10"]:
        return _relative(match, anchor)
    return _period(match, anchor)


def _anchor(published: str | None) -> date | None:
    if not published:
        return None
    parts = [int(p) for p in re.findall(r"\d+", published[:10])]
    try:
        return date(*[*parts, 1, 1][:3]) if parts else None
    except (ValueError, TypeError):
        return None


def _day(month: str, day: int, year: str | None, anchor: date | None) -> str | None:
    number = _MONTHS[month.strip(" .").lower()]
    if year is None:
        if anchor is None:
            return None
        guess = _safe(anchor.year, number, day)
        if guess is not None and (guess - anchor).days > 183:
            guess = _safe(anchor.year - 1, number, day)
        elif guess is not None and (anchor - guess).days > 300:
            guess = _safe(anchor.year + 1, number, day)
        return guess.isoformat() if guess else None
    exact = _safe(int(year), number, day)
    return exact.isoformat() if exact else None


def _safe(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _year(words: str | None, anchor: date | None) -> int | None:
    if words is None:
        return None
    if words[:4].isdigit():
        return int(words[:4])
    if anchor is None:
        return None
    return anchor.year + {"last": -1, "next": 1}.get(words.split()[0], 0)


def _month(match: re.Match[str], anchor: date | None) -> str | None:
    number = _MONTHS[match["m3"].strip(" .").lower()]
    year = _year(match["y3"], anchor)
    if year is None:
        if anchor is None:
            return None
        year = anchor.year
        if match["r3"] == "next":
            year += number <= anchor.month
        elif match["r3"] == "last":
            year -= number >= anchor.month
        elif number > anchor.month + 5:
            year -= 1
    return f"{year}-{number:02d}"


def _relative(match: re.Match[str], anchor: date | None) -> str | None:
    if anchor is None:
        return None
    if match["t10"]:
        return (anchor + timedelta({"yesterday": -1, "today": 0, "tomorrow": 1}[match["t10"]])).isoformat()
    if match["w8"]:
        return _weekday(match["w8"], anchor, back=True)
    return _ago(match, anchor) if match["u9"] else _turn(match, anchor)


def _turn(match: re.Match[str], anchor: date) -> str | None:
    """ "last year", "next month", "this Monday"; a week or a quarter cannot be written as a partial date."""
    shift = -1 if "last" in match["r7"] else 1 if "next" in match["r7"] else 0
    unit = match["u7"].lower()
    if unit in _DAYS:
        return _weekday(unit, anchor, back=shift <= 0)
    if unit == "month":
        return _shifted(anchor, shift)
    return str(anchor.year + shift) if unit in {"year", *_SEASONS} else None


_SEASONS = frozenset({"spring", "summer", "autumn", "fall", "winter"})


def _weekday(day: str, anchor: date, *, back: bool) -> str:
    distance = (anchor.weekday() - _DAYS[day.lower()]) % 7
    moved = anchor - timedelta(distance) if back else anchor + timedelta((7 - distance) % 7 or 7)
    return moved.isoformat()


def _ago(match: re.Match[str], anchor: date) -> str | None:
    words = match["n9"]
    count = int(words[:4]) if words.isdigit() else _NUMBERS.get(words, 1)
    if match["g9"] != "ago" and match["u9"] != "year":
        return None
    sign = 1 if match["g9"] == "later" else -1
    if match["u9"] == "year":
        return str(anchor.year + sign * count) if anchor.year > count else None
    if match["u9"] == "month":
        return _shifted(anchor, sign * min(count, 1200))
    return (anchor - timedelta(min(count, 9999) * (7 if match["u9"] == "week" else 1))).isoformat()


def _shifted(anchor: date, months: int) -> str:
    total = anchor.year * 12 + anchor.month - 1 + months
    return f"{total // 12}-{total % 12 + 1:02d}"


def _period(match: re.Match[str], anchor: date | None) -> str | None:
    """Quarters, halves, seasons and years come down to the year."""
    for name in ("y4", "y5", "y6", "y11"):
        if match[name]:
            year = _year(match[name], anchor)
            return str(year) if year else None
    return str(anchor.year) if anchor and (match["q4"] or match["q5"]) else None
