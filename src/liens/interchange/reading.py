"""A file of holdings in any of the formats → its holdings, placed among the entities of a view."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO

from liens.analysis.directory import build_directory
from liens.errors import SourceError
from liens.interchange.bods import read_bods
from liens.interchange.ftm import read_ftm
from liens.interchange.gleif import read_gleif
from liens.interchange.records import STAGE, Import, Record, place
from liens.interchange.sheets import read_sheet
from liens.ledger.view import View
from liens.market import Market
from liens.model import Problem

LARGEST = 5_000_000_000
MOST_PROBLEMS = 1_000
MOST_RECORDS = 3_000_000
HEAD = 65_536


class Format(StrEnum):
    """What a file of holdings is written in."""

    CSV = "csv"
    GLEIF = "gleif"
    FTM = "ftm"
    BODS = "bods"


READERS: Mapping[Format, Callable[[BinaryIO, str], Iterator[Record | Problem]]] = MappingProxyType(
    {Format.CSV: read_sheet, Format.GLEIF: read_gleif, Format.FTM: read_ftm, Format.BODS: read_bods}
)


def read_holdings(
    path: Path, view: View, market: Market, form: Format | None = None, known: Mapping[str, str] | None = None
) -> Import:
    """The holdings in the file `path`, written in `form` or what its first lines look like.

    `known` says which entities of the view the ids of the file are (see `records.place`).

    Raises:
        SourceError: the file cannot be read, is too large, or looks like none of the formats.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise SourceError(f"{path} is larger than {LARGEST // 10**9} GB", "split the file")
        with path.open("rb") as stream:
            read = READERS[form or _format(stream, path)](stream, path.name)
            problems: list[Problem] = []
            records = _records(read, path.name, problems)
            placed = place(records, path.name, build_directory(view, market), known or {})
    except OSError as error:
        raise SourceError(f"{path} cannot be read: {error.strerror}", "check the path") from error
    return replace(placed, problems=(*problems, *placed.problems[:MOST_PROBLEMS]))


def _records(found: Iterator[Record | Problem], where: str, problems: list[Problem]) -> Iterator[Record]:
    """At most `MOST_RECORDS` records; at most `MOST_PROBLEMS` go to `problems`, with the number of the others."""
    taken = more = 0
    for one in found:
        if isinstance(one, Record):
            if taken == MOST_RECORDS:
                message = f"only the first {MOST_RECORDS:,} records are taken"
                problems.append(Problem(STAGE, where, message, "split the file"))
                break
            taken += 1
            yield one
        elif len(problems) < MOST_PROBLEMS:
            problems.append(one)
        else:
            more += 1
    if more:
        problems.append(Problem(STAGE, where, f"{more:,} more lines cannot be read", "mend the file"))


def _format(stream: BinaryIO, path: Path) -> Format:
    """What the beginning of the stream looks like; the stream is set back to it."""
    head = stream.read(HEAD)
    stream.seek(0)
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text[:1] in (b"{", b"["):
        return Format.FTM if b'"schema"' in text and b'"recordType"' not in text else Format.BODS
    first = text.split(b"\n", 1)[0].lower()
    if b"relationship.startnode" in first:
        return Format.GLEIF
    if b"holder" in first and b"held" in first:
        return Format.CSV
    advice = "take CSV with holder and held, GLEIF relationship records, FollowTheMoney or BODS 0.4"
    raise SourceError(f"{path} looks like no format of holdings", advice)
