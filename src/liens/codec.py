"""Nouns ↔ JSON-able values: one codec for the ledger, the exports and the API.

A noun becomes a dict of its fields, in their order; fields that hold their default are left out. Enums become their
values, tuples lists, bytes base64. `decode(type(noun), encode(noun)) == noun` for every noun whose numbers are finite.
Converters are built once a type from its annotations, so a field added to a noun is encoded without a change here.
"""

from __future__ import annotations

import base64
import binascii
import math
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from enum import Enum
from functools import cache
from types import MappingProxyType, NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from liens.errors import LedgerError
from liens.model import Amount, Claim, Document, Kind, Reading, Span, Statement, Terms

Noun = TypeVar("Noun")
Converter = Callable[[Any], Any]
VALUES = frozenset({Kind.MONEY, Kind.SHARE, Kind.DATE})


def encode(noun: object) -> dict[str, Any]:
    """`noun` (a frozen dataclass) as a dict that `json.dumps` takes.

    Raises:
        LedgerError: a number of the noun is not finite, or the noun holds something that has no form in JSON.
    """
    kind: type = type(noun)
    data: dict[str, Any] = _encoder(kind)(noun)
    return data


def decode(noun: type[Noun], data: object) -> Noun:
    """The noun of class `noun` that `data` describes.

    Raises:
        LedgerError: a field is unknown, missing or of the wrong type; the message names noun and field.
    """
    kind: type = noun
    value: Noun = _decoder(kind)(data)
    return value


@cache
def _encoder(noun: type) -> Converter:
    table = [(f.name, _default(f), _converter(_hints(noun)[f.name], _ENCODE)) for f in _fields(noun)]

    def convert(value: Any) -> dict[str, Any]:
        data = {}
        for name, default, to_json in table:
            item = getattr(value, name)
            if item is not default and item != default:
                data[name] = to_json(item)
        return data

    return convert


@cache
def _decoder(noun: type) -> Converter:
    table = {f.name: _converter(_hints(noun)[f.name], _DECODE) for f in _fields(noun)}
    given = table.get
    derived = tuple(f.name for f in _fields(noun) if not f.init)

    def convert(data: Any) -> Any:
        if type(data) is not dict:
            raise LedgerError(f"{noun.__name__}: an object is wanted, not {_short(data)}")
        values = {}
        for name, item in data.items():
            to_noun = given(name)
            if to_noun is None:
                raise LedgerError(f"{noun.__name__}: unknown field {_short(name)}: remove it")
            try:
                values[name] = to_noun(item)
            except _UnfitError as unfit:
                raise LedgerError(f"{noun.__name__}: {name}: {unfit} is wanted, not {_short(item)}") from None
        return _derived(noun, values, derived) if derived else _build(noun, values)

    return convert


def _build(noun: type, values: dict[str, Any]) -> Any:
    try:
        return noun(**values)
    except TypeError:
        lacking = [f.name for f in _fields(noun) if f.init and _default(f) is MISSING and f.name not in values]
        raise LedgerError(f"{noun.__name__}: missing {', '.join(lacking)}") from None


def _derived(noun: type, values: dict[str, Any], derived: tuple[str, ...]) -> Any:
    """Build a noun some of whose fields follow from the others; if `values` has those too, they must agree."""
    claimed = {name: values.pop(name) for name in derived if name in values}
    built = _build(noun, values)
    for name, value in claimed.items():
        if getattr(built, name) != value:
            raise LedgerError(f"{noun.__name__}: {name} {_short(value)} does not fit the content: it was altered")
    return built


class _UnfitError(Exception):
    """A value of the wrong type; the argument says what is wanted."""


def _text(value: Any) -> str:
    if type(value) is not str:
        raise _UnfitError("a string")
    return value


def _whole(value: Any) -> int:
    if type(value) is not int:
        raise _UnfitError("a whole number")
    return value


def _truth(value: Any) -> bool:
    if type(value) is not bool:
        raise _UnfitError("true or false")
    return value


def _number(value: Any) -> float:
    if type(value) is not float:
        if type(value) is not int or abs(value) > 1e300:
            raise _UnfitError("a number")
        return float(value)
    if not math.isfinite(value):
        raise _UnfitError("a finite number")
    return value


def _finite(value: Any) -> float:
    if not math.isfinite(value):
        raise LedgerError(f"{value} cannot be kept: a number must be finite")
    return float(value)


def _octets(value: Any) -> bytes:
    try:
        return base64.b64decode(_text(value), validate=True)
    except (binascii.Error, ValueError):
        raise _UnfitError("base64") from None


def _frozen(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(map(_frozen, value))
    return MappingProxyType({k: _frozen(v) for k, v in value.items()}) if isinstance(value, dict) else value


def _plain(value: Any) -> Any:
    if isinstance(value, tuple | list):
        return list(map(_plain, value))
    if isinstance(value, Mapping):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        return _finite(value)
    return encode(value)


def _keep(value: Any) -> Any:
    return value


def _enum_decoder(enum: type[Enum]) -> Converter:
    members: dict[Any, Enum] = {member.value: member for member in enum}

    def convert(value: Any) -> Enum:
        try:
            return members[value]
        except (KeyError, TypeError):
            raise _UnfitError(f"one of {', '.join(map(str, members))}") from None

    return convert


_Side = tuple[Mapping[type, Converter], Callable[[type[Enum]], Converter], Callable[[type], Converter], type]
_ENCODE: _Side = (
    {
        str: _keep,
        int: _keep,
        bool: _keep,
        float: _finite,
        bytes: lambda value: base64.b64encode(value).decode("ascii"),
        object: _plain,
    },
    lambda _enum: lambda value: value.value,
    _encoder,
    list,
)
_DECODE: _Side = (
    {str: _text, int: _whole, bool: _truth, float: _number, bytes: _octets, object: _frozen},
    _enum_decoder,
    _decoder,
    tuple,
)


def _converter(hint: Any, side: _Side) -> Converter:
    """The converter of values annotated with `hint`."""
    atoms, enums, nouns, sequence = side
    if hint in atoms:
        return atoms[hint]
    if get_origin(hint) in (UnionType, Union):
        (inner,) = (arg for arg in get_args(hint) if arg is not NoneType)
        return _optional(_converter(inner, side))
    if get_origin(hint) is tuple:
        return _sequence(get_args(hint), side, sequence)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return enums(hint)
    if isinstance(hint, type) and is_dataclass(hint):
        return nouns(hint)
    raise LedgerError(f"{hint} has no form in JSON")


def _optional(inner: Converter) -> Converter:
    return lambda value: None if value is None else inner(value)


def _sequence(hints: tuple[Any, ...], side: _Side, sequence: type) -> Converter:
    """Tuples of one length (`tuple[str, str]`) or of any (`tuple[str, ...]`)."""
    if hints[-1] is not Ellipsis:
        parts = [_converter(hint, side) for hint in hints]

        def convert_record(value: Any) -> Any:
            if not isinstance(value, list | tuple) or len(value) != len(parts):
                raise _UnfitError(f"a list of {len(parts)}")
            return sequence(part(item) for part, item in zip(parts, value, strict=True))

        return convert_record
    inner = _converter(hints[0], side)

    def convert(value: Any) -> Any:
        if not isinstance(value, list | tuple):
            raise _UnfitError("a list")
        return sequence([inner(item) for item in value])

    return convert


@cache
def _hints(noun: type) -> dict[str, Any]:
    return get_type_hints(noun)


def _fields(noun: type) -> tuple[Field[Any], ...]:
    if not is_dataclass(noun):
        raise LedgerError(f"{noun.__name__} is not a noun: it has no form in JSON")
    return fields(noun)


def _default(field: Field[Any]) -> Any:
    return field.default if field.init else MISSING


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "…"


def as_extract(document: Document, reading: Reading) -> dict[str, Any]:
    """One line of `liens extract`: what was read from `document`, with the words of each piece of evidence.

    Keys: id, claims, statements, entities, problems. Only qualifiers that the text gives are there.
    """
    return {
        "id": document.name,
        "claims": [_extract_claim(claim, document) for claim in reading.claims],
        "statements": [_extract_statement(statement, document) for statement in reading.statements],
        "entities": _extract_entities(reading, document),
        "problems": [encode(problem) for problem in reading.problems],
    }


def _words(span: Span, document: Document) -> str:
    return document.text[span.start : span.end]


def _extract_claim(claim: Claim, document: Document) -> dict[str, Any]:
    parties = {"object_parties": list(claim.object_parties)} if claim.object_parties else {}
    evidence = claim.evidence
    return {
        "subject": claim.subject,
        "relation": claim.relation,
        "object": claim.object,
        **parties,
        "status": claim.status.value,
        "attributed_to": claim.speaker,
        "qualifiers": _qualifiers(claim.terms),
        "evidence": {"start": evidence.start, "end": evidence.end, "text": _words(evidence, document)},
        "confidence": round(claim.confidence, 4),
    }


def _qualifiers(terms: Terms) -> dict[str, Any]:
    return encode(terms) | ({"amount": _extract_amount(terms.amount)} if terms.amount else {})


def _extract_amount(amount: Amount) -> dict[str, Any]:
    upper = {} if amount.upper is None else {"upper": amount.upper}
    return {
        "value": amount.value,
        "currency": amount.currency,
        "kind": amount.kind.value,
        "up_to": amount.up_to,
        **upper,
    }


def _extract_statement(statement: Statement, document: Document) -> dict[str, Any]:
    return {
        "speaker": statement.speaker,
        "content": _words(statement.content, document),
        "start": statement.content.start,
        "end": statement.content.end,
        "kind": statement.kind.value,
        "venue": statement.venue,
        "target": statement.target,
        "stance": statement.stance.value,
    }


def _extract_entities(reading: Reading, document: Document) -> list[dict[str, Any]]:
    """Mentions that are not values, grouped by name; the type is the one most mentions have, the first on a tie."""
    kinds: dict[str, Counter[Kind]] = {}
    forms: dict[str, dict[str, None]] = {}
    for mention in reading.mentions:
        if mention.kind not in VALUES:
            kinds.setdefault(mention.name, Counter())[mention.kind] += 1
            forms.setdefault(mention.name, {})[_words(mention.span, document)] = None
    return [
        {"name": name, "type": count.most_common(1)[0][0].value, "mentions": [f for f in forms[name] if f != name]}
        for name, count in kinds.items()
    ]
