"""Statements of the Beneficial Ownership Data Standard 0.4 (a JSON array, or one statement a line) → records.

Of a relationship, the interests of shares, votes and profits count that are not indirect and have not ended: an
indirect interest tells of a chain and would count it twice. Of several statements on one record the latest counts, and
a closed record holds nothing. An interested party that is not named is a party of its own, never one with another.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, BinaryIO

from liens.analysis.ownership.holdings import Basis
from liens.interchange.percent import Share, share_of
from liens.interchange.records import Party, Record, clean, identifier, iso_day, problem
from liens.interchange.streams import Fault, objects
from liens.model import Problem

BASES: Mapping[str, Basis] = MappingProxyType(
    {
        "shareholding": Basis.UNKNOWN,
        "votingRights": Basis.VOTES,
        "rightsToProfitOrIncome": Basis.ECONOMIC,
        "rightsToSurplusAssetsOnDissolution": Basis.ECONOMIC,
    }
)
MOST_INTERESTS = 100
LEI_SCHEME = "XI-LEI"


@dataclass(frozen=True, slots=True)
class _Told:
    """What the latest statement on a relationship's record says, and on which line."""

    date: str
    line: int
    statement: dict[str, Any]


def read_bods(stream: BinaryIO, where: str) -> Iterator[Record | Problem]:
    """The records of a file of statements, by line; what they refer to may stand before or after them."""
    parties: dict[str, tuple[str, Party]] = {}
    relations: dict[str, _Told] = {}
    for number, found in objects(stream):
        if isinstance(found, Fault):
            yield problem(where, number, found.message, found.advice)
        elif not _is_statement(found):
            advice = "take statements of version 0.4 (recordType, recordId, recordDetails)"
            yield problem(where, number, "not a BODS 0.4 statement", advice)
        else:
            _note(found, number, parties, relations)
    for told in sorted(relations.values(), key=lambda told: told.line):
        yield from _records(told, where, parties)


def _is_statement(found: dict[str, Any]) -> bool:
    return (
        found.get("recordType") in ("entity", "person", "relationship")
        and isinstance(found.get("recordDetails"), dict)
        and clean(found.get("recordId")) is not None
    )


def _note(
    found: dict[str, Any], number: int, parties: dict[str, tuple[str, Party]], relations: dict[str, _Told]
) -> None:
    """Keep the statement if it is the latest on its record; of one day, the later in the file."""
    record, day = str(found["recordId"]), iso_day(found.get("statementDate")) or ""
    if found["recordType"] == "relationship":
        if record not in relations or relations[record].date <= day:
            relations[record] = _Told(day, number, found)
    elif record not in parties or parties[record][0] <= day:
        parties[record] = (day, _party(record, found["recordType"], found["recordDetails"]))


def _party(record: str, kind: str, details: dict[str, Any]) -> Party:
    identifiers = [one for one in _list(details.get("identifiers")) if isinstance(one, dict)]
    lei = next((one.get("id") for one in identifiers if one.get("scheme") == LEI_SCHEME), None)
    name = details.get("name")
    if kind == "person":
        name = next((one.get("fullName") for one in _list(details.get("names")) if isinstance(one, dict)), None)
    return Party(identifier("lei", lei) or identifier("bods", record), clean(name))


def _list(value: object) -> list[Any]:
    return value[:MOST_INTERESTS] if isinstance(value, list) else []


def _records(told: _Told, where: str, parties: Mapping[str, tuple[str, Party]]) -> Iterator[Record | Problem]:
    details = told.statement["recordDetails"]
    if told.statement.get("recordStatus") == "closed":
        return
    held = _end(details.get("subject"), parties)
    if held is None:
        message = "a relationship without a named subject is left out"
        yield problem(where, told.line, message, "name the subject's record")
        return
    holder = _end(details.get("interestedParty"), parties) or Party(f"unnamed:{where}:{told.line}", "unnamed party")
    by = _asserted_by(told.statement)
    shares: dict[Basis, Share] = {}
    for interest in _list(details.get("interests")):
        basis = BASES.get(str(interest.get("type"))) if isinstance(interest, dict) else None
        if basis is None or interest.get("directOrIndirect") == "indirect" or interest.get("endDate"):
            continue
        try:
            shares.setdefault(basis, _share(interest.get("share")))
        except ValueError as error:
            yield problem(where, told.line, f"{error}: taken as unknown", "write a share of 0–100")
            shares.setdefault(basis, Share())
    for basis, share in shares.items():
        yield Record(holder, held, share, told.line, basis, told.date or None, by)


def _end(reference: object, parties: Mapping[str, tuple[str, Party]]) -> Party | None:
    if not isinstance(reference, str) or not clean(reference):
        return None
    return parties[reference][1] if reference in parties else Party(identifier("bods", reference), None)


def _asserted_by(statement: dict[str, Any]) -> str | None:
    source = statement.get("source")
    names = _list(source.get("assertedBy")) if isinstance(source, dict) else []
    return next((clean(one.get("name")) for one in names if isinstance(one, dict)), None)


def _share(value: object) -> Share:
    """The share that an interest's `share` tells.

    Raises:
        ValueError: it is not within 0–100.
    """
    if not isinstance(value, dict) or not value:
        return Share()
    if "exact" in value:
        return share_of(value["exact"], value["exact"])
    above = "exclusiveMinimum" in value
    low = value.get("minimum", value.get("exclusiveMinimum", 0))
    return share_of(low, value.get("maximum", value.get("exclusiveMaximum", 100)), above)
