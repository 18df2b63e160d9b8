"""A person's corrections of a claim: (field, value) pairs of text → a claim with these fields changed."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from liens.errors import LedgerError
from liens.model import Amount, AmountKind, Claim, Status

YES = {"true": True, "yes": True, "false": False, "no": False}


def _words(value: str) -> str:
    if not value.strip():
        raise ValueError("it cannot be empty")
    return value.strip()


def _number(value: str) -> float:
    number = float(value)
    if not math.isfinite(number):
        raise ValueError("it must be finite")
    return number


def _percent(value: str) -> float:
    number = _number(value)
    if not 0 <= number <= 100:
        raise ValueError("it must be between 0 and 100")
    return number


def _truth(value: str) -> bool:
    if value.casefold() not in YES:
        raise ValueError("it must be true or false")
    return YES[value.casefold()]


def _currency(value: str) -> str:
    code = value.strip().upper()
    if len(code) != 3 or not code.isascii() or not code.isalpha():
        raise ValueError("it must be an ISO 4217 code such as EUR")
    return code


CLAIM: Mapping[str, Callable[[str], Any]] = {
    "subject": _words,
    "relation": _words,
    "object": _words,
    "status": Status,
    "speaker": _words,
}
TERMS: Mapping[str, Callable[[str], Any]] = {
    "stake_pct": _percent,
    "date": _words,
    "exclusive": _truth,
    "what": _words,
    "role": _words,
    "instrument": _words,
    "stage": _words,
}
AMOUNT: Mapping[str, Callable[[str], Any]] = {
    "amount": _number,
    "currency": _currency,
    "amount_kind": AmountKind,
    "up_to": _truth,
    "upper": _number,
}
FIELDS = (*CLAIM, *TERMS, *AMOUNT)
"""What can be corrected. `amount` is the sum in full units. An empty value takes away what the text does not say."""
REQUIRED = frozenset({"subject", "relation", "object", "status"})


def check_changes(changes: Iterable[tuple[str, str]]) -> None:
    """Raises LedgerError: nothing is changed, a field cannot be corrected, or a value does not fit it."""
    if not tuple(changes):
        raise LedgerError(f"a correction needs a change: give FIELD=VALUE for one of {', '.join(FIELDS)}")
    for field, value in changes:
        _parse(field, value)


def corrected(claim: Claim, changes: Iterable[tuple[str, str]]) -> Claim:
    """`claim` with `changes` applied in turn. An amount without a sum stays away."""
    values = {field: _parse(field, value) for field, value in changes}
    terms = {field: value for field, value in values.items() if field in TERMS}
    amount = _amount(claim.terms.amount, {field: value for field, value in values.items() if field in AMOUNT})
    ends = {field: value for field, value in values.items() if field in CLAIM}
    return replace(claim, terms=replace(claim.terms, amount=amount, **terms), **ends)


def _parse(field: str, value: str) -> Any:
    parse = CLAIM.get(field) or TERMS.get(field) or AMOUNT.get(field)
    if parse is None:
        raise LedgerError(f"{field!r} cannot be corrected: use one of {', '.join(FIELDS)}")
    if not value.strip() and field not in REQUIRED:
        return None
    try:
        return parse(value)
    except ValueError as error:
        raise LedgerError(f"{field}: {value!r}: {error}") from None


def _amount(old: Amount | None, values: Mapping[str, Any]) -> Amount | None:
    if not values:
        return old
    value = values.get("amount", old.value if old else None)
    if value is None:
        return None
    return Amount(
        value=value,
        currency=values.get("currency", old.currency if old else None),
        kind=values.get("amount_kind", old.kind if old else AmountKind.UNKNOWN) or AmountKind.UNKNOWN,
        up_to=bool(values.get("up_to", old.up_to if old else False)),
        upper=values.get("upper", old.upper if old and "amount" not in values else None),
    )
