"""Relationship records of the Global Legal Entity Identifier Foundation (RR-CDF 2.1 as CSV) → records.

A record says that one legal entity's accounts are consolidated directly into another's: that the parent controls it, by
more than half of the votes or as if it had these, while the size of its holding is not told. So each gives two records,
of votes and of a holding of unknown size. Ultimate parents (they would count a chain twice), branches (the same legal
entity) and funds are left out, and so is what is not active or not published.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from liens.analysis.ownership.holdings import Basis
from liens.interchange.percent import Share
from liens.interchange.records import Party, Record, iso_day, problem
from liens.interchange.sheets import rows
from liens.model import Problem

CHILD, PARENT = "Relationship.StartNode.NodeID", "Relationship.EndNode.NodeID"
TYPE, STATUS = "Relationship.RelationshipType", "Relationship.RelationshipStatus"
REGISTRATION, UPDATED = "Registration.RegistrationStatus", "Registration.LastUpdateDate"
DIRECT = "IS_DIRECTLY_CONSOLIDATED_BY"
SOURCE = "GLEIF"
_LEI = re.compile(r"[A-Z0-9]{18}[0-9]{2}")
_STANDING = ("PUBLISHED", "LAPSED", "")


def read_gleif(stream: BinaryIO, where: str) -> Iterator[Record | Problem]:
    """The records of a CSV of relationship records, in order."""
    header: list[str] | None = None
    for row in rows(stream, where):
        if isinstance(row, Problem):
            yield row
        elif header is None:
            header = row[1]
            if missing := [column for column in (CHILD, PARENT, TYPE) if column not in header]:
                advice = "take the relationship records (RR-CDF) as CSV"
                yield problem(where, row[0], f"no column {missing[0]}", advice)
                return
        else:
            yield from _records(dict(zip(header, row[1], strict=False)), row[0], where)


def _records(cells: dict[str, str], number: int, where: str) -> Iterator[Record | Problem]:
    if cells.get(TYPE) != DIRECT or cells.get(STATUS, "ACTIVE") != "ACTIVE":
        return
    if cells.get(REGISTRATION, "") not in _STANDING:
        return
    child, parent = cells.get(CHILD, "").strip(), cells.get(PARENT, "").strip()
    if not (_LEI.fullmatch(child) and _LEI.fullmatch(parent)):
        yield problem(where, number, "an end is no LEI of 20 characters", "check the line")
        return
    ends = Party(f"lei:{parent}", None), Party(f"lei:{child}", None)
    day = iso_day(cells.get(UPDATED, ""))
    yield Record(*ends, Share(0.5, 1.0, above=True), number, Basis.VOTES, day, SOURCE)
    yield Record(*ends, Share(), number, Basis.UNKNOWN, day, SOURCE)
