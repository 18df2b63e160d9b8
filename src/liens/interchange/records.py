"""One record of a holding as a file gives it, and which entities its ends are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from sys import intern
from types import MappingProxyType

from liens.analysis.directory import Directory, fold
from liens.analysis.ownership.holdings import Basis, Holding
from liens.interchange.percent import Share
from liens.model import Problem

STAGE = "import"
LONGEST_NAME = 300
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


@dataclass(frozen=True, slots=True)
class Party:
    """An end of a record: `id` is how the file or a register calls it ("lei:…"), `name` its name if the file has one.
    Names alone tell two parties of one file apart where they have no id."""

    id: str | None
    name: str | None


@dataclass(frozen=True, slots=True)
class Record:
    """`holder` holds `share` of `held`; `line` is where that stands in the file, `asserted_by` who says so."""

    holder: Party
    held: Party
    share: Share
    line: int
    basis: Basis = Basis.UNKNOWN
    date: str | None = None
    asserted_by: str | None = None


@dataclass(frozen=True, slots=True)
class Import:
    """The holdings of one file, the names of those of their ends that are no entities of the view, and what could not
    be read."""

    holdings: tuple[Holding, ...] = ()
    names: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    problems: tuple[Problem, ...] = ()


def place(records: Iterable[Record], where: str, directory: Directory, known: Mapping[str, str]) -> Import:
    """The holdings of `records` from the file `where`.

    An end is the entity that `known` (id → entity id) gives for its id; else the entity that has exactly its name, in
    any case; else a party of its own, by its id, or by its name without one. Likeness of names joins nothing.
    """
    names: dict[str, str] = {}
    holdings, problems = list[Holding](), list[Problem]()
    for record in records:
        holder, held = (_key(party, directory, known, names) for party in (record.holder, record.held))
        if holder == held:
            message = "a holding of a company in itself is left out"
            problems.append(problem(where, record.line, message, "check the two ends"))
        else:
            holdings.append(_holding(holder, held, record, where))
    return Import(tuple(holdings), MappingProxyType(names), tuple(problems))


def _holding(holder: str, held: str, record: Record, where: str) -> Holding:
    share, at = record.share, f"{where}, line {record.line}"
    source = f"{at} ({record.asserted_by})" if record.asserted_by else at
    return Holding(
        holder, held, share.low, share.high, record.basis, above=share.above, date=record.date, source=source
    )


def problem(where: str, line: int, message: str, advice: str) -> Problem:
    """What is wrong with line `line` of file `where`."""
    return Problem(STAGE, f"{where}, line {line}", message, advice)


def _key(party: Party, directory: Directory, known: Mapping[str, str], names: dict[str, str]) -> str:
    if party.id and party.id in known:
        return known[party.id]
    body = directory.named(party.name)
    if body is not None:
        return body.key
    key = intern(party.id or f"name:{fold(party.name or '')}")
    names.setdefault(key, party.name or key)
    return key


def clean(name: object) -> str | None:
    """`name` as one printable line of at most `LONGEST_NAME` characters; None if nothing is left of it."""
    if not isinstance(name, str):
        return None
    line = " ".join(_UNPRINTABLE.sub(" ", name[: 2 * LONGEST_NAME]).split())[:LONGEST_NAME]
    return line or None


def identifier(scheme: str, value: object) -> str | None:
    """`value` as an id of `scheme`; None if there is none."""
    text = clean(value)
    return f"{scheme}:{text}" if text else None


def iso_day(text: object) -> str | None:
    """The ISO day that `text` begins with; None without one."""
    match = re.match(r"\d{4}-(?:0\d|1[0-2])-(?:[0-2]\d|3[01])(?!\d)", text) if isinstance(text, str) else None
    return match[0] if match else None
