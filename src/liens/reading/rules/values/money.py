"""Sums of money in text: any currency, scale and way of writing, with the offsets of the words.

A sum is found from its number outwards: a currency sign before it, a scale and a currency after it, the other end of a
range. A bare "60 million" takes the currency of the sum before it when nothing that can be counted follows it, or that
of the sum which it is joined to ("31 million and Vetrano 19 million euros").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from liens.model import Amount, AmountKind
from liens.reading.rules.words import either, table, words


@dataclass(frozen=True, slots=True)
class Money:
    """`text[start:end]` names `amount`."""

    start: int
    end: int
    amount: Amount


_SIGNS = table("currency_signs")
_WORDS = table("currency_words")
_SCALES = table("scales")
_SMALL = table("number_words")
_UNNAMED = "-"
"""Stands for the currency of "crowns", which the word does not tell."""
_SPACE = "[ \u00a0\u2009\u202f]"
_DIGITS = rf"\d{{1,3}}(?:{_SPACE}\d{{3}}){{1,7}}+(?:[.,]\d{{1,2}})?(?!\d)|\d++(?:[.,]\d++)*+"
_SPOKEN_SCALE = "million|billion|trillion|thousand|milliard|milliards|millions|crore|lakh|Millionen|Milliarden"
_NUMBER = re.compile(
    rf"\d(?<![\d,].)(?<!\d\..)(?:\d{{0,2}}(?:{_SPACE}\d{{3}}){{1,7}}+(?:[.,]\d{{1,2}})?(?!\d)"
    r"|\d*+(?:[.,]\d++)*+)"
)
_SPOKEN_NUMBER = re.compile(rf"(?:{_SPOKEN_SCALE})\b")
_SPOKEN = re.compile(rf"\b(?P<spoken>{either(_SMALL)})[ -]$", re.IGNORECASE)
_BEFORE = re.compile(rf"(?:^|(?<![\w$]))(?P<sign>{either(_SIGNS)}){_SPACE}?$")
_SCALE = re.compile(rf"(?:{_SPACE}|-|{_SPACE}(?:\w+[- ])??(?=hundred))?(?P<scale>{either(_SCALES)})(?![\w$])")
_AFTER_SIGN = re.compile(rf"{_SPACE}?(?P<sign>{either(_SIGNS)})(?!\w)")
_AFTER_WORD = re.compile(rf"(?:{_SPACE}|-)(?:of )?(?P<word>{either(_WORDS)})(?!\w)", re.IGNORECASE)
_SECOND = re.compile(
    rf"{_SPACE}?(?P<joint>-|–|—|to|bis|à|and|et|und)(?:(?<=[-–—])|{_SPACE})(?:about )?"
    rf"(?P<sign>(?:{either(_SIGNS)}){_SPACE}?)?(?P<digits>{_DIGITS})"
)
_UP_TO = re.compile(
    rf"(?:{either(words('most_words'))})(?: (?:a|an|another|additional|further|extra|some|around|about)){{0,2}} ?$",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"(?:between|entre|zwischen|tra|from|de)(?: about)? ?$", re.IGNORECASE)
_NEARLY = (
    r"(?: (?:about|around|roughly|nearly|almost|some|over|more than|at least|up to|as much as|between|just|under"
    r"|close to|an?|estimated)){0,4} ?$"
)
_VALUED = re.compile(
    rf"(?:\bvalu(?:es|ed|e|ing)\b[^.;!?]{{0,70}}?\bat\b"
    rf"|\b(?:{either(words('valued_words'))})\b[^.;!?,]{{0,40}}?(?: (?:of|to|at|from|is|was|as))?"
    rf"|\b(?:company|firm|start-?up|group|business|is|was|be) (?:now )?worth){_NEARLY}",
    re.IGNORECASE,
)
_PRICED = re.compile(
    rf"\b(?:{either(words('priced_words'))})\b(?: |, |, which (?:is|was) |\w+ ){{0,3}}"
    r"(?:valu\w+ at|worth)[^.;]{0,20}$",
    re.IGNORECASE,
)
_VALUATION_AFTER = re.compile(
    r"[ -](?:(?:private|company|market|enterprise|paper|pre-money|post-money|headline)[ -])?"
    rf"(?:{either(words('valued_words'))})\b"
)
_CONVERTED = re.compile(
    r"\s?[(\[](?:(?:about|around|roughly|approximately|nearly|almost|or|some|equal to|i\.e\.|~)\s?)*$"
)
_BARE_FOLLOWER = re.compile(rf"\s*(?:$|[.,;:)!?\"”’»—–]|(?:{either(words('sum_followers'))})\b)")
_JOINT = 90
_JOINED = re.compile(
    rf"(?:(?:,? (?:and|or|plus)|,)(?: (?:[A-Z][\w’'&-]*|the|of|a|an|another|further|some|about|from)){{0,4}}?"
    rf" (?:{_DIGITS})(?:{_SPACE}|-)?(?:{either(_SCALES)})(?![\w$])){{1,4}}"
)
_BARE_LEADER = re.compile(rf"\b(?:{either(words('sum_leaders'))}) $", re.IGNORECASE)


def find_money(text: str, language: str | None = None) -> tuple[Money, ...]:
    """Every sum of money of `text` in order, not overlapping.

    `language` (a two-letter code) decides whether "1.450" is a thousand or a fraction; None reads it as English.
    Amounts have kind VALUATION when the words next to them say so, else UNKNOWN.
    """
    found: list[Money] = []
    at = 0
    for match in sorted((*_NUMBER.finditer(text), *_SPOKEN_NUMBER.finditer(text)), key=lambda m: m.start()):
        if match.start() < at:
            continue
        number = _figure(text, match, language)
        one = _money(text, number, found[-1].amount.currency if found else None, language) if number else None
        if one is not None and (not found or one.start >= found[-1].end):
            found.append(one)
            at = one.end
    return tuple(replace(m, amount=_judged(text, m)) for m in found)


def first_told(text: str, sums: Sequence[Money]) -> dict[int, Amount]:
    """The start of each of `sums` → its amount; of one that only tells the sum before it in another currency, as in "18
    million tenge ($37,600)", that of the sum before it."""
    told = {one.start: one.amount for one in sums}
    for before, one in pairwise(sums):
        apart = before.amount.currency != one.amount.currency
        if apart and _CONVERTED.fullmatch(text, before.end, one.start):
            told[one.start] = told[before.start]
    return told


@dataclass(frozen=True, slots=True)
class _Figure:
    """A number in the text, in digits or in words."""

    start: int
    end: int
    value: float


def _figure(text: str, match: re.Match[str], language: str | None) -> _Figure | None:
    if match.re is _NUMBER:
        return _Figure(match.start(), match.end(), _number(match.group(0), language))
    spoken = _SPOKEN.search(text, max(0, match.start() - 24), match.start())
    if spoken is None:
        return None
    return _Figure(spoken.start(), spoken.end("spoken"), float(_SMALL[spoken["spoken"].lower()]))


def _money(text: str, figure: _Figure, last: str | None, language: str | None) -> Money | None:
    sign = _BEFORE.search(text, max(0, figure.start - 12), figure.start)
    if sign is None and text[figure.start - 1 : figure.start].isalpha():
        return None
    currency = _SIGNS[sign["sign"]] if sign else None
    scale, end = _scale(text, figure.end)
    start = sign.start("sign") if sign else figure.start
    second = _second(text, end, start, currency, language)
    if second is not None:
        currency, end = currency or second.currency, second.end
        scale = second.scale if scale is None else scale
        if figure.value * (scale or 1) >= second.value:
            return None
    if currency is None:
        currency, end = _currency_after(text, end)
    if currency is None and not _is_bare_sum(text, figure, end, scale, last):
        return None
    upper = second.value if second else None
    if currency is None:
        currency = _joined_currency(text, end) or last
    return Money(
        start, end, Amount(figure.value * (scale or 1), None if currency == _UNNAMED else currency, upper=upper)
    )


def _number(digits: str, language: str | None) -> float:
    """The value of digits with separators: the last of two kinds is the decimal mark; one mark before three digits is
    a thousands mark if the language uses it so."""
    digits = re.sub(_SPACE, "", digits)
    marks = [c for c in digits if c in ".,"]
    if not marks:
        return float(digits[:30])
    decimal: str | None = marks[-1]
    if len(set(marks)) == 1 and len(marks) > 1:
        decimal = None
    elif len(marks) == 1 and len(digits) - digits.rindex(marks[0]) == 4 and not digits.startswith("0"):
        continental = language in {"de", "es", "it", "nl", "pt", "da"}
        thousands = "." if continental else ","
        decimal = None if marks[0] == thousands and language != "fr" else marks[0]
    whole = "".join(c for c in digits if c.isdigit() or c == decimal)
    return float(whole.replace(",", ".")[:30])


def _scale(text: str, at: int) -> tuple[float | None, int]:
    match = _SCALE.match(text, at)
    if match is None:
        return None, at
    return 10.0 ** int(_SCALES[match["scale"]]), match.end()


@dataclass(frozen=True, slots=True)
class _Second:
    value: float
    scale: float | None
    currency: str | None
    end: int


def _second(text: str, at: int, start: int, first: str | None, language: str | None) -> _Second | None:
    """The upper end, at `at`, of a range that begins at `start` in the currency `first`."""
    match = _SECOND.match(text, at)
    if match is None:
        return None
    led = _BETWEEN.search(text, max(0, start - 22), start)
    joint = match["joint"]
    if joint in {"and", "et", "und"} and (led is None or led.group(0).strip().lower() in {"from", "de"}):
        return None
    if joint in {"to", "à"} and match["sign"] and led is not None:
        return None
    scale, end = _scale(text, match.end())
    currency = _SIGNS.get((match["sign"] or "").strip())
    if first is None and currency is None and _currency_after(text, end)[0] is None:
        return None
    value = _number(match["digits"], language) * (scale or 1)
    if currency is None:
        currency, end = _currency_after(text, end)
    return _Second(value, scale, currency, end)


def _currency_after(text: str, at: int) -> tuple[str | None, int]:
    word = _AFTER_WORD.match(text, at)
    if word is not None:
        return _WORDS[word["word"].lower()], word.end()
    sign = _AFTER_SIGN.match(text, at)
    if sign is not None and not (sign["sign"] in "$€£¥₹" and text[sign.end() : sign.end() + 1].isdigit()):
        return _SIGNS[sign["sign"]], sign.end()
    return None, at


def _is_bare_sum(text: str, figure: _Figure, end: int, scale: float | None, last: str | None) -> bool:
    """Whether "60 million" without a currency is money: another sum is joined to it, or came before, and nothing
    countable follows."""
    if scale is None or scale < 1e5 or not _BARE_FOLLOWER.match(text, end):
        return False
    if _joined_currency(text, end) is not None:
        return True
    return last is not None and _BARE_LEADER.search(text, max(0, figure.start - 24), figure.start) is not None


def _joined_currency(text: str, end: int) -> str | None:
    """The currency of the sum that is joined to the one ending at `end`."""
    match = _JOINED.match(text, end, end + _JOINT)
    return _currency_after(text, match.end())[0] if match else None


def _judged(text: str, money: Money) -> Amount:
    before = max(0, money.start - 110)
    up_to = _UP_TO.search(text, max(0, money.start - 50), money.start) is not None
    valued = _VALUED.search(text, before, money.start) and not _PRICED.search(text, before, money.start)
    kind = AmountKind.VALUATION if valued or _VALUATION_AFTER.match(text, money.end) else AmountKind.UNKNOWN
    return replace(money.amount, up_to=up_to, kind=kind)
