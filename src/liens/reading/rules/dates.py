"""Dates in text, and what they mean: "17 May 2024" → 2024-05-17, "last March" in a text of 2024-07 → 2024-03."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class DateFound:
    """`text[start:end]` is the date `words`."""

    start: int
    end: int
    words: str


_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan janvier januar enero gennaio",
            "february feb février fevrier februar febrero febbraio",
            "march mar mars märz marzo",
            "april apr avril abril aprile",
            "may mai mayo maggio",
            "june jun juin juni junio giugno",
            "july jul juillet juli julio luglio",
            "august aug août aout agosto",
            "september sep sept septembre septiembre settembre",
            "october oct octobre oktober octubre ottobre",
            "november nov novembre noviembre",
            "december dec décembre decembre dezember diciembre dicembre",
        ),
        1,
    )
    for name in names.split()
}
_DAYS = {name: number for number, name in enumerate("monday tuesday wednesday thursday friday saturday sunday".split())}
_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}

_MONTH = "(?:" + "|".join(sorted((m.capitalize() for m in _MONTHS), key=lambda m: (-len(m), m))) + r")\b\.?"
_FOREIGN_MONTH = "(?:janvier|février|mars|avril|juin|juillet|août|septembre|octobre|novembre|décembre|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|gennaio|febbraio|aprile|maggio|giugno|luglio|settembre|ottobre|dicembre)"
_DAY = "(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
_YEAR = r"(?:19|20)\d\d\b(?![.,]?\d|%)"
_DATE = re.compile(
    rf"""(?<![\w$€£])(?=[\dJFMASONDQETWG]|early|late|mid|last|this|next|the\ (?:end|beg)|beginning|end\ |spring|summer|autumn|fall|winter
    |first|second|third|fourth|yesterday|today|tomorrow|an?\ [dwmy]|(?:{"|".join(_NUMBERS)})\ [dwmy])(?:
    (?P<iso>(?:19|20)\d\d-\d\d-\d\d)\b
  | (?:{_DAY},?\ (?:the\ )?)?(?P<d1>\d{{1,2}})(?:st|nd|rd|th|er|\.)?\ (?:of\ |de\ )?(?P<m1>{_MONTH}|{_FOREIGN_MONTH})(?:,?\ (?:de\ )?(?P<y1>{_YEAR}))?
  | (?:{_DAY},?\ )?(?P<m2>{_MONTH})\ (?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)(?:,?\ (?P<y2>{_YEAR}))?
  | (?:(?P<r3>early|late|mid|last|this|next|the\ end\ of|the\ beginning\ of|beginning\ of|end\ of|spring\ of)[\ -])?(?P<m3>{_MONTH}|{_FOREIGN_MONTH}\ (?=\d{{4}}))(?:(?:\ of|,)?\ ?(?P<y3>{_YEAR}|last\ year|this\ year|next\ year))?
  | Q(?P<q4>[1-4])\ ?(?:of\ |')?(?P<y4>{_YEAR})?
  | (?P<q5>first|second|third|fourth|1st|2nd|3rd|4th)\ (?P<p5>quarter|half)(?:\ of)?(?:\ (?P<y5>{_YEAR}|last\ year|this\ year|next\ year|the\ year))?
  | (?P<s6>spring|summer|autumn|fall|winter|Spring|Summer|Autumn|Fall|Winter)\ (?:of\ )?(?P<y6>{_YEAR})
  | (?P<r7>last|this|next|earlier\ this|later\ this|late\ this|late\ last|early\ this|early\ next|early\ last|end\ of\ the|end\ of\ this|end\ of\ next)\ (?P<u7>week|month|quarter|year|spring|summer|autumn|fall|winter|{_DAY})\b
  | (?P<w8>{_DAY})\b
  | (?P<n9>\d+|an?|{"|".join(_NUMBERS)})\ (?P<u9>day|week|month|year)s?\ (?P<g9>ago|earlier|later)\b
  | (?P<t10>yesterday|today|tomorrow)\b
  | (?:(?P<r11>early|late|mid|the\ end\ of|the\ beginning\ of)[\ -])?(?P<y11>{_YEAR})
    )""",
    re.VERBOSE,
)
_NOT_A_MONTH = re.compile(
    r"May(?!\s+(?:\d|of|last|this))|March(?!\s+(?:\d|of|last|this)|[.,;:)]|\s)|Mar\b|Jan\b(?!\s+\d)|Dec\b(?!\s+\d)|Mai\b|Abril|Avril|Mayo|Marzo"
)
_MONTH_BEFORE = re.compile(
    r"(?:\b(?:in|since|until|from|by|of|last|this|next|early|late|mid|during|between|and|before|after|to|for|every)[ -])$",
    re.IGNORECASE,
)
_NOT_A_YEAR_AFTER = re.compile(
    r"\s?(?:euros?|dollars?|people|employees|staff|jobs|GPUs?|chips|MW|GW|km|customers|users|shares|companies|servers|engineers|hectares|stores|sites|firms|patents)\b"
)


def find_dates(text: str) -> tuple[DateFound, ...]:
    """Every date of `text` in order, not overlapping: explicit, partial or relative to the day of publication."""
    found = []
    for match in _DATE.finditer(text):
        if _is_date(text, match):
            found.append(DateFound(match.start(), match.end(), match.group(0)))
    return tuple(found)


def _is_date(text: str, match: re.Match[str]) -> bool:
    if match["y11"] and _NOT_A_YEAR_AFTER.match(text, match.end()):
        return False
    lonely = match["m3"] and not match["y3"] and not match["r3"]
    if not lonely:
        return True
    before = _MONTH_BEFORE.search(text, max(0, match.start() - 12), match.start())
    if match["m3"].rstrip(".").lower() in {
        "may",
        "march",
        "mars",
        "mar",
        "jan",
        "jun",
        "dec",
        "mai",
        "abril",
        "avril",
        "juan",
        "julio",
        "april",
        "june",
        "august",
        "sep",
    }:
        return before is not None
    return before is not None or not _NOT_A_MONTH.match(text, match.start())


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
        return date(*(parts + [1, 1])[:3]) if parts else None
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
    if match["u9"]:
        return _ago(match, anchor)
    shift = -1 if "last" in match["r7"] else 1 if "next" in match["r7"] else 0
    unit = match["u7"]
    if unit.lower() in _DAYS:
        return _weekday(unit, anchor, back=shift <= 0)
    if unit == "week":
        return None if shift else anchor.isoformat()[:7]
    if unit == "month":
        return _shifted(anchor, shift)
    if unit == "quarter":
        return None
    return str(anchor.year + shift) if unit == "year" else None


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
