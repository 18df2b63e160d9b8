"""What is scored: the claims and statements of one document, as annotated or as a reader tells them.

Both come as JSON, annotations as `gold.jsonl` has them and readings as `liens extract` prints them, and become the same
nouns. Fields that are missing or of the wrong type count as not told: a prediction is never a reason to stop.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Line = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Money:
    """A sum in full units; `valuation` if it is said to be what a company is worth, which no claim's amount is."""

    value: float
    currency: str | None = None
    valuation: bool = False


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim by the words of its ends. `source` is whom the text credits for it. `evidence` is text."""

    subject: str
    relation: str
    object: str
    parties: tuple[str, ...] = ()
    status: str | None = None
    source: str | None = None
    amount: Money | None = None
    optional: bool = False
    confidence: float | None = None
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    speaker: str
    content: str
    venue: str = ""
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """One document's claims and statements; `entities` are the annotated names, each with its other mentions."""

    id: str
    claims: tuple[Claim, ...] = ()
    statements: tuple[Statement, ...] = ()
    entities: tuple[tuple[str, ...], ...] = ()


def sheet_of(line: Line) -> Sheet:
    """The sheet that `line` (a line of annotations or predictions) holds."""
    entities = ((_text(e.get("name")), *map(_text, _items(e, "mentions"))) for e in _objects(line, "entities"))
    return Sheet(
        _text(line.get("id")),
        tuple(map(_claim, _objects(line, "claims"))),
        tuple(map(_statement, _objects(line, "statements"))),
        tuple(entities),
    )


def _claim(told: Line) -> Claim:
    evidence = told.get("evidence")
    qualifiers = told.get("qualifiers")
    return Claim(
        subject=_text(told.get("subject")),
        relation=_text(told.get("relation")),
        object=_text(told.get("object")),
        parties=tuple(map(_text, _items(told, "object_parties"))),
        status=_text(told.get("status")) or None,
        source=_text(told.get("attributed_to")) or None,
        amount=_money(qualifiers.get("amount")) if isinstance(qualifiers, Mapping) else None,
        optional=bool(told.get("optional")),
        confidence=_number(told.get("confidence")),
        evidence=_text(evidence.get("text") if isinstance(evidence, Mapping) else evidence),
    )


def _money(told: object) -> Money | None:
    """The sum; one without a readable value is told, but never right."""
    if not told:
        return None
    if not isinstance(told, Mapping):
        return Money(math.nan)
    value = _number(told.get("value"))
    return Money(
        math.nan if value is None else value,
        _text(told.get("currency")).upper() or None,
        told.get("kind") == "valuation",
    )


def _statement(told: Line) -> Statement:
    content = told.get("content", told.get("quote_or_content"))
    return Statement(_text(told.get("speaker")), _text(content), _text(told.get("venue")), bool(told.get("optional")))


def _objects(line: Line, key: str) -> Iterator[Line]:
    return (item for item in _items(line, key) if isinstance(item, Mapping))


def _items(line: Line, key: str) -> list[Any]:
    items = line.get(key)
    return items if isinstance(items, list) else []


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _number(value: object) -> float | None:
    try:
        return float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return None
