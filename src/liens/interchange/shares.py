"""A CSV of market shares → the shares of one market: a line a firm, with the columns `COLUMNS`, of which `firm` and
`percent` must be there. `percent` is a number of 0–100 or a range; `source` says where the figure stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from liens.analysis.concentration import MarketShare, concentration_index
from liens.analysis.directory import Directory, build_directory, fold
from liens.errors import SourceError
from liens.interchange.percent import read_percent
from liens.interchange.records import clean, problem
from liens.interchange.sheets import rows
from liens.ledger.view import View
from liens.market import Market
from liens.model import Problem

COLUMNS = ("firm", "percent", "source")
_ADVICE = f"write a header with {','.join(COLUMNS)}"


@dataclass(frozen=True, slots=True)
class Shares:
    """The shares of one market, the names of firms that are no entities of the view, and what could not be read."""

    shares: tuple[MarketShare, ...] = ()
    names: tuple[tuple[str, str], ...] = ()
    problems: tuple[Problem, ...] = ()


def read_shares(path: Path, view: View, market: Market) -> Shares:
    """The market shares in the file `path`, each firm placed among the entities of `view` by its exact name.

    Raises:
        SourceError: the file cannot be read, or its shares cannot be those of one market.
    """
    directory = build_directory(view, market)
    try:
        with path.open("rb") as stream:
            found = list(_shares(stream, path.name, directory))
    except OSError as error:
        raise SourceError(f"{path} cannot be read: {error.strerror}", "check the path") from error
    pairs = [each for each in found if not isinstance(each, Problem)]
    shares = tuple(share for share, _ in pairs)
    try:
        concentration_index(shares)
    except ValueError as error:
        raise SourceError(f"{path}: {error}", "give the shares of one market, each firm once") from error
    names = tuple((share.firm, name) for share, name in pairs if share.firm not in view.entities)
    return Shares(shares, names, tuple(each for each in found if isinstance(each, Problem)))


def _shares(stream: BinaryIO, where: str, directory: Directory) -> Iterator[tuple[MarketShare, str] | Problem]:
    header: list[str] | None = None
    for row in rows(stream, where):
        if isinstance(row, Problem):
            yield row
        elif header is None:
            header = [cell.strip().lower() for cell in row[1]]
            if not {"firm", "percent"} <= set(header):
                yield problem(where, row[0], "no columns firm and percent", _ADVICE)
                return
        else:
            yield _share(dict(zip(header, row[1], strict=False)), row[0], where, directory)


def _share(cells: dict[str, str], number: int, where: str, directory: Directory) -> tuple[MarketShare, str] | Problem:
    name = clean(cells.get("firm"))
    try:
        share = read_percent(cells.get("percent", ""))
    except ValueError as error:
        return problem(where, number, str(error), "write a percentage of 0–100, or a range")
    if name is None or share.low is None or share.high is None:
        return problem(where, number, "no firm or no percentage", "fill in both")
    body = directory.named(name)
    source = clean(cells.get("source")) or f"{where}, line {number}"
    return MarketShare(body.key if body else f"name:{fold(name)}", share.low, share.high, source), name
