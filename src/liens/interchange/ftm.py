"""FollowTheMoney entities (one JSON object a line: id, schema, properties) → records of holdings.

Taken are entities of schema Ownership that have not ended; the names and LEIs of their ends come from the other
entities of the file. A number of shares or their value is not a percentage, and neither makes one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from liens.analysis.ownership.holdings import basis_in
from liens.interchange.percent import Share, read_percent
from liens.interchange.records import Party, Record, clean, identifier, iso_day, problem
from liens.interchange.streams import Fault, objects
from liens.model import Problem, Terms

MOST = 5_000_000
"""Entities of one file whose names are kept."""


def read_ftm(stream: BinaryIO, where: str) -> Iterator[Record | Problem]:
    """The records of a file of entities, in order; ends may be defined before or after them."""
    parties: dict[str, Party] = {}
    interests: list[tuple[int, dict[str, Any]]] = []
    for number, found in objects(stream):
        if isinstance(found, Fault):
            yield problem(where, number, found.message, found.advice)
        elif not isinstance(found.get("properties"), dict) or not clean(found.get("id")):
            message = "not an entity with id, schema and properties"
            yield problem(where, number, message, "write FollowTheMoney entities")
        elif found.get("schema") == "Ownership":
            interests.append((number, found["properties"]))
        elif len(parties) < MOST:
            parties[str(found["id"])] = _party(found)
    for number, properties in interests:
        yield from _records(properties, number, where, parties)


def _values(properties: dict[str, Any], name: str) -> list[str]:
    values = properties.get(name)
    values = values if isinstance(values, list) else [values]
    return [value for value in values[:50] if isinstance(value, str)]


def _party(entity: dict[str, Any]) -> Party:
    lei = next(iter(_values(entity["properties"], "leiCode")), None)
    names = _values(entity["properties"], "name")
    return Party(identifier("lei", lei) or identifier("ftm", entity["id"]), clean(names[0]) if names else None)


def _records(
    properties: dict[str, Any], number: int, where: str, parties: dict[str, Party]
) -> Iterator[Record | Problem]:
    owners, assets = _values(properties, "owner"), _values(properties, "asset")
    if not owners or not assets:
        yield problem(where, number, "an Ownership without owner or asset", "fill in both")
        return
    if _values(properties, "endDate"):
        return
    share, doubt = _share(_values(properties, "percentage"))
    if doubt:
        yield problem(where, number, f"{doubt}: taken as unknown", "write a percentage of 0–100")
    basis = basis_in(Terms(instrument=" ".join(_values(properties, "sharesType"))))
    days = (iso_day(day) for name in ("startDate", "date") for day in _values(properties, name))
    day = max(filter(None, days), default=None)
    by = next((clean(name) for name in _values(properties, "publisher")), None)
    for owner in owners:
        for asset in assets:
            holder, held = (parties.get(end) or Party(identifier("ftm", end), None) for end in (owner, asset))
            yield Record(holder, held, share, number, basis, day, by)


def _share(percentages: list[str]) -> tuple[Share, str]:
    """The range over all `percentages`, and what is wrong with one that is none."""
    try:
        shares = [read_percent(text) for text in percentages]
    except ValueError as error:
        return Share(), str(error)
    lows = [share.low for share in shares if share.low is not None]
    highs = [share.high for share in shares if share.high is not None]
    if not lows or not highs:
        return Share(), ""
    return Share(min(lows), max(highs), all(share.above for share in shares if share.low == min(lows))), ""
