"""A tie's terms, as far as its sentence tells them in words: date, exclusivity, role, instrument, stage, what."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from liens.model import Amount, AmountKind, Kind, Terms
from liens.reading.rules.values.dates import normalise_date
from liens.reading.rules.words import either, words
from liens.reading.trained.deciding import Candidate
from liens.reading.trained.values import number_of

PAID = {
    "invests_in": AmountKind.EQUITY,
    "acquires": AmountKind.PRICE,
    "supplies": AmountKind.SPEND,
    "licenses_to": AmountKind.LICENCE_FEE,
    "examines": AmountKind.FINE,
    "holds_stake_in": AmountKind.UNKNOWN,
    "partners_with": AmountKind.SPEND,
    "distributes": AmountKind.SPEND,
    "sues": AmountKind.UNKNOWN,
    "lobbies": AmountKind.SPEND,
}
SHARED = frozenset(("holds_stake_in", "invests_in", "acquires", "subsidiary_of"))
_BOUND = frozenset(("supplies", "distributes", "licenses_to", "partners_with"))
_EXCLUSIVE = re.compile(
    r"\b(?P<no>non-?\s?|not (?:an? |be |granted |given )?|no |never |neither [^.;]{0,40}? is |nor |without )?"
    r"(?:any )?exclusiv(?:e|ely|ity)\b",
    re.IGNORECASE,
)
_EXCLUSIVE_ALONE = re.compile(
    r"(?:\s+[^.!?\n]{1,300}[.!?])?\s+(?P<which>The|This|Neither|Both) (?P<noun>licen[cs]e|partnership|alliance"
    r"|agreement|contract|deal|arrangement)s? (?:is|are|was|were) (?P<no>not |non-)?(?:an? )?exclusive\b"
)
_BOUND_BY = {
    "licence": {"licenses_to"},
    "license": {"licenses_to"},
    "partnership": {"partners_with"},
    "alliance": {"partners_with"},
}
"""What a noun of `_EXCLUSIVE_ALONE` may stand for; the others for any of `_BOUND`."""
_NAMED_BY = {
    "partnership": "partners_with",
    "alliance": "partners_with",
    "collaboration": "partners_with",
    "contract": "supplies",
    "order": "supplies",
}
_WORTH = re.compile(
    rf"\b(?P<noun>{'|'.join(_NAMED_BY)}) (?:(?:that|which) (?:is|was) )?(?:worth|valued at)"
    r"(?: (?:about|around|some|nearly|almost|over|more than|up to|an|estimated)){0,3} ",
    re.IGNORECASE,
)
_INSTRUMENT = re.compile(
    r"\b(?:seed|(?:pre-)?series [a-k]\d?|bridge|growth|funding|financing|convertible|private)[ -](?:funding )?"
    r"(?:round|notes?|loan|financing|placement)|\bwarrants?\b|\bconvertible (?:notes?|bonds?|loan)|\bpreferred shares"
    r"|\bminority stake|\bcloud credits\b|\bseries [a-k]\b",
    re.IGNORECASE,
)
_STAGE = re.compile(
    r"\b(?:(?:an? |its )?(?:[\w-]+ ){0,2}(?:inquiry|investigation|probe|examination|review|study|call for comments"
    r"|consultation|decision|fine)|(?:will |would |may |is |was |has been |has |had )?(?:examin|investigat|review"
    r"|clear|approv|block|prohibit|fin|open|clos|look|assess|scrutinis|scrutiniz|authoris)(?:e[sd]?|ing|ed|s)\b"
    r"(?: \w+){0,2})",
    re.IGNORECASE,
)
_ABSOLUTE = re.compile(r"\b(?:19|20)\d\d\b")
_NEAR = 90
_BESIDE = 70


def terms_of(one: Candidate, text: str, amounts: Mapping[int, Amount], published: str | None) -> Terms:
    """The terms of a candidate told in `text`; `amounts` are the text's sums by their offsets."""
    start, end = one.evidence.start, one.evidence.end
    relation = one.relation
    share = number_of(one.share.mention.name, Kind.SHARE) if one.share and relation in SHARED else None
    return Terms(
        amount=amount_of(one, amounts) or amount_named(relation, (start, end), text, amounts),
        stake_pct=share if share is not None and share <= 100 else None,
        date=_date(one, text, published),
        exclusive=exclusive_of(one, text),
        instrument=_first(_INSTRUMENT, text, start, end) if relation in SHARED - {"subsidiary_of"} else None,
        role=_role(one, text) if relation in ("works_for", "board_of") else None,
        stage=_first(_STAGE, text, start, end) if relation == "examines" else None,
    )


def amount_of(one: Candidate, amounts: Mapping[int, Amount]) -> Amount | None:
    """The sum that the candidate points to. A company's valuation is never a deal's sum; a contract "valued at" has its
    own."""
    told = amounts.get(one.money.mention.span.start) if one.money and one.relation in PAID else None
    if told is None or (told.kind is AmountKind.VALUATION and one.relation in SHARED):
        return None
    known = told.kind not in (AmountKind.UNKNOWN, AmountKind.VALUATION)
    kind = told.kind if known else PAID[one.relation]
    return Amount(told.value, told.currency, kind, told.up_to, told.upper)


def amount_named(relation: str, where: tuple[int, int], text: str, amounts: Mapping[int, Amount]) -> Amount | None:
    """The sum that `where` in the text gives to a noun for a tie of `relation`: "a partnership worth $200 million"."""
    for match in _WORTH.finditer(text, *where):
        told = amounts.get(match.end())
        if told is not None and relation == _NAMED_BY[match["noun"].lower()]:
            return Amount(told.value, told.currency, PAID[relation], told.up_to, told.upper)
    return None


def _first(pattern: re.Pattern[str], text: str, start: int, end: int) -> str | None:
    match = pattern.search(text, start, end)
    return match.group() if match else None


def exclusive_of(one: Candidate, text: str) -> bool | None:
    """Whether the words around the two ends say that the tie is exclusive, or a sentence of its own soon after: the
    rest of the tie's sentence may be about another."""
    if one.relation not in _BOUND:
        return None
    spans = [p.mention.span for p in one.ends]
    low = max(one.evidence.start, min(s.start for s in spans) - _BESIDE)
    high = min(one.evidence.end, max(s.end for s in spans) + _BESIDE)
    match = _EXCLUSIVE.search(text, low, high)
    if match:
        return not match["no"]
    alone = _EXCLUSIVE_ALONE.match(text, one.evidence.end)
    if alone is None or one.relation not in _BOUND_BY.get(alone["noun"], _BOUND):
        return None
    return not alone["no"] and alone["which"] != "Neither"


def _date(one: Candidate, text: str, published: str | None) -> str | None:
    """The date next to the words that told the tie."""
    if one.date is None:
        return None
    told = text[one.date.mention.span.start : one.date.mention.span.end].rstrip(".,")
    return told if _ABSOLUTE.search(told) else normalise_date(told, published) or told


@lru_cache(maxsize=2)
def _roles(board: bool) -> re.Pattern[str]:
    names = words("claim_board_roles") if board else words("claim_roles") | words("claim_insider_roles")
    return re.compile(rf"\b(?:{either(names)})\b", re.IGNORECASE)


def _role(one: Candidate, text: str) -> str | None:
    """The post named nearest to the person, within the sentence."""
    person = one.ends[0].mention.span
    low, high = max(one.evidence.start, person.start - _NEAR), min(one.evidence.end, person.end + _NEAR)
    found = [
        (min(abs(m.start() - person.end), abs(person.start - m.end())), m.group())
        for m in _roles(one.relation == "board_of").finditer(text, low, high)
    ]
    return min(found)[1] if found else None
