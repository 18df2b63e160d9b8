"""What the text says of a tie's terms: amount, share, date, exclusivity, role, instrument, stage, what."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise

from liens.model import Amount, AmountKind, Terms
from liens.reading.rules.claims.binding import Tie
from liens.reading.rules.claims.stages import find_stage
from liens.reading.rules.claims.triggers import Hit
from liens.reading.rules.values.dates import normalise_date
from liens.reading.rules.words import words

_PAID = {
    "invests_in": AmountKind.EQUITY,
    "acquires": AmountKind.PRICE,
    "supplies": AmountKind.SPEND,
    "licenses_to": AmountKind.LICENCE_FEE,
    "examines": AmountKind.FINE,
    "sues": AmountKind.UNKNOWN,
}
_STAKES = frozenset(("holds_stake_in", "invests_in", "acquires", "subsidiary_of"))
_INSTRUMENT = re.compile(
    r"\b(?:seed|(?:pre-)?series [a-k]\d?|bridge|growth|funding|financing|convertible|private)[ -](?:funding )?"
    r"(?:round|notes?|loan|financing|placement)|\bwarrants?\b|\bconvertible (?:notes?|bonds?|loan)|\bpreferred shares"
    r"|\boptions?\b|\bminority stake|\bcloud credits\b|\bseries [a-k]\b",
    re.IGNORECASE,
)
_GOODS = re.compile(
    r"(?:[\w-]+ ){0,2}?\b(?:chips|gpus|accelerators|processors|computing (?:power|capacity|time)|compute|lasers|robots"
    r"|cloud(?: services| capacity| computing)?|models?|data(?: cent(?:re|er)s?)?|servers|software|electricity|power"
    r"|components|services|capacity|infrastructure)\b",
    re.IGNORECASE,
)
_RIGHTS = re.compile(
    r"\b(?:technology|models?|patents?|archives?|articles|content|catalogue|catalog|software|designs?"
    r"|intellectual property|data|titles|library)\b",
    re.IGNORECASE,
)
_VENTURE = re.compile(r"\b(?:joint venture|partnership|alliance|collaboration|joint project|tie-up)\b", re.IGNORECASE)
_WHAT = {"supplies": _GOODS, "distributes": _GOODS, "licenses_to": _RIGHTS, "partners_with": _VENTURE}
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_EXCLUSIVE = re.compile(
    r" (?P<no>(?:non-|not (?:an? )?|no |nonexclusive|non exclusive)?)(?:exclusive|exclusively|exclusivity|sole) "
)
_REACH = {"invests_in": 18, "acquires": 20, "licenses_to": 16, "supplies": 6, "examines": 8, "sues": 12}
_A_SHARE = (("a", "share"), ("per", "share"), ("for", "each"), ("a", "unit"))
_STAKE_REACH = 14
_DATE_REACH = 8
_OTHER_CLAUSE = frozenset(
    (
        "that",
        "which",
        "who",
        "whose",
        "said",
        "says",
        "announced",
        "reported",
        "confirmed",
        "found",
        "while",
        "but",
        "when",
    )
)
_BLANK = "|"
_IDLE = frozenset(
    ("a", "an", "the", "its", "their", "his", "her", "s", "more", "purchases", "purchase", "supply", "chosen", "worth")
)
_ABSOLUTE = re.compile(r"\b(?:19|20)\d\d\b")


def find_terms(tie: Tie, amounts: Mapping[int, Amount], text: str, published: str | None = None) -> Terms:
    """The terms of `tie`; `amounts` are the sums of `text` by their offsets, `published` is its day, in ISO form."""
    hit, ends = tie.hit, tie.places
    relation = hit.trigger.relation.name
    return Terms(
        amount=_amount(hit, ends, amounts) if relation in _PAID and hit.trigger.sum and _is_of_two(tie) else None,
        stake_pct=_stake(hit, ends, text) if relation in _STAKES else None,
        date=_date(hit, ends, text, published),
        exclusive=_exclusive(hit, ends) if relation in _WHAT else None,
        instrument=hit.trigger.instrument or _found(_INSTRUMENT, hit, ends, text) if relation in _STAKES else None,
        role=_text(hit.role, hit, text) if relation in ("works_for", "board_of") else None,
        stage=find_stage(hit, text) if relation == "examines" else None,
        what=_found(_WHAT[relation], hit, ends, text) if relation in _WHAT else None,
    )


def _text(bounds: tuple[int, int] | None, hit: Hit, text: str) -> str | None:
    """The document's own words for the tokens of `bounds`, end exclusive."""
    if bounds is None or bounds[0] >= bounds[1]:
        return None
    return text[hit.line.tokens[bounds[0]].start : hit.line.tokens[bounds[1] - 1].end]


def _found(pattern: re.Pattern[str], hit: Hit, ends: tuple[int, ...], text: str) -> str | None:
    """The first words of the tie's stretch, or of a few tokens around it, that `pattern` matches, names left out."""
    tokens = hit.line.tokens[max(0, min((hit.start, *ends)) - 2) : max((hit.end, *(e + 1 for e in ends))) + 6]
    begin, stretch = tokens[0].start, text[tokens[0].start : tokens[-1].end]
    for token in tokens:
        if token.members and token.text not in "MST":
            blank = _BLANK * (token.end - token.start)
            stretch = stretch[: token.start - begin] + blank + stretch[token.end - begin :]
    match = pattern.search(stretch)
    return _without_verbs(match.group()) if match else None


def _without_verbs(found: str) -> str:
    """`found` from its first word that is no verb, article or preposition."""
    idle = words("claim_verbs") | words("claim_auxiliaries") | words("claim_breaks") | _IDLE
    kept = found.split()
    while len(kept) > 1 and kept[0].lower() in idle:
        del kept[0]
    return " ".join(kept)


def _is_of_two(tie: Tie) -> bool:
    """Whether the tie has one name at each end, or the sum is told of "each": else it is no one's own."""
    single = len(tie.subject.members) == 1 and len(tie.object.members) == 1
    return single or any(pair in (("M", "each"), ("M", "apiece")) for pair in pairwise(tie.hit.line.texts))


def _nearest(hit: Hit, ends: tuple[int, ...], mark: str, reach: int) -> int | None:
    """The token with `mark` nearest to the phrase, no further than `reach` from the stretch of phrase and ends."""
    texts = hit.line.texts
    low, high = min((hit.start, *ends)), max((hit.end - 1, *ends))
    places = range(max(0, low - reach), min(len(texts), high + reach + 1))
    found = [i for i in places if texts[i] == mark and ";" not in texts[min(i, low) : max(i, high)]]
    return min(found, key=lambda i: (_distance(hit, i), i), default=None)


def _distance(hit: Hit, at: int) -> int:
    if hit.start <= at < hit.end:
        return 0
    return hit.start - at + 2 if at < hit.start else at - hit.end + 1


def _amount(hit: Hit, ends: tuple[int, ...], amounts: Mapping[int, Amount]) -> Amount | None:
    at = _nearest(hit, ends, "M", _REACH[hit.trigger.relation.name])
    if at is None:
        return None
    amount = amounts.get(hit.line.tokens[at].start)
    if amount is None or amount.kind is AmountKind.VALUATION or hit.line.texts[at + 1 : at + 3] in _A_SHARE:
        return None
    if amount.kind is AmountKind.FINE and hit.trigger.relation.name != "examines":
        return None
    kind = amount.kind if amount.kind is not AmountKind.UNKNOWN else _PAID[hit.trigger.relation.name]
    return Amount(amount.value, amount.currency, kind, amount.up_to, amount.upper)


def _stake(hit: Hit, ends: tuple[int, ...], text: str) -> float | None:
    at = _nearest(hit, ends, "S", 2 if hit.trigger.relation.name == "subsidiary_of" else _STAKE_REACH)
    if at is None:
        return None
    token = hit.line.tokens[at]
    match = _NUMBER.search(text, token.start, token.end)
    value = float(match.group().replace(",", ".")) if match else None
    return value if value is not None and value <= 100 else None


def _date(hit: Hit, ends: tuple[int, ...], text: str, published: str | None) -> str | None:
    """The date next to the phrase, unless words that open another clause stand between: see `model.Terms`."""
    at = _nearest(hit, ends, "T", _DATE_REACH)
    if at is None:
        return None
    between = hit.line.texts[at + 1 : hit.start] if at < hit.start else hit.line.texts[hit.end : at]
    if _OTHER_CLAUSE.intersection(between):
        return None
    told = text[hit.line.tokens[at].start : hit.line.tokens[at].end].rstrip(".,")
    if _ABSOLUTE.search(told):
        return told
    return normalise_date(told, published) or told


def _exclusive(hit: Hit, ends: tuple[int, ...]) -> bool | None:
    if hit.trigger.exclusive is not None:
        return hit.trigger.exclusive
    low, high = min((hit.start, *ends)), max((hit.end, *ends))
    zone = " " + " ".join(hit.line.texts[max(0, low - 3) : high + 4]) + " "
    match = _EXCLUSIVE.search(zone)
    return not match.group("no") if match else None
