"""What a study is given besides its documents: holdings from registers and the shares of a market, from files."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from liens.errors import SourceError
from liens.interchange.reading import read_holdings
from liens.interchange.records import STAGE, Import
from liens.interchange.shares import Shares, read_shares
from liens.ledger.view import View
from liens.market import Market
from liens.model import Problem
from liens.publishing import Records

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Recorded:
    """The records; `names` of those of their ends that are no entities of the view; what could not be read."""

    records: Records
    names: Mapping[str, str]
    problems: tuple[Problem, ...] = ()


def read_records(view: View, market: Market, holdings: Sequence[Path], shares: Path | None) -> Recorded:
    """The records in the files `holdings` (CSV, FollowTheMoney, BODS, GLEIF) and `shares` (CSV). A file that cannot be
    read is a problem."""
    problems: list[Problem] = []

    def read(reader: Callable[[Path, View, Market], T], path: Path, nothing: T) -> T:
        try:
            return reader(path, view, market)
        except SourceError as error:
            problems.append(Problem(STAGE, str(path), str(error), error.advice))
            return nothing

    imports = [read(read_holdings, path, Import()) for path in holdings]
    told = read(read_shares, shares, Shares()) if shares else Shares()
    names = {key: name for each in imports for key, name in each.names.items()} | dict(told.names)
    found = chain(problems, *(each.problems for each in imports), told.problems)
    held = tuple(chain.from_iterable(each.holdings for each in imports))
    return Recorded(Records(held, told.shares), MappingProxyType(names), tuple(found))
