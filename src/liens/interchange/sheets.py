"""CSV of holdings: a line a holding, with the columns `COLUMNS`, of which `holder` and `held` must be there.

`percent` is a number of 0–100 or a range ("25-50", ">50"); empty, the size is unknown. `basis` is economic, votes or
diluted, `date` an ISO day, `source` who says so; `holder_id` and `held_id` are ids such as "lei:…".
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import BinaryIO

from liens.analysis.ownership.holdings import Basis
from liens.interchange.percent import read_percent
from liens.interchange.records import Party, Record, clean, iso_day, problem
from liens.interchange.streams import Fault, lines
from liens.model import Problem

COLUMNS = ("holder", "held", "percent", "basis", "date", "source", "holder_id", "held_id")
_ADVICE = "write a header with holder,held,percent and, as wanted, " + ",".join(COLUMNS[3:])
Row = tuple[int, list[str]]


def read_sheet(stream: BinaryIO, where: str) -> Iterator[Record | Problem]:
    """The records of a CSV with a header, in order."""
    header: list[str] | None = None
    for row in rows(stream, where):
        if isinstance(row, Problem):
            yield row
        elif header is None:
            header = [cell.strip().lower() for cell in row[1]]
            if not {"holder", "held"} <= set(header):
                yield problem(where, row[0], "no columns holder and held", _ADVICE)
                return
            if unknown := sorted(set(header) - {*COLUMNS, ""}):
                yield problem(where, row[0], f"unknown columns, not read: {', '.join(unknown)[:200]}", _ADVICE)
        else:
            yield _record(dict(zip(header, row[1], strict=False)), row[0], where)


def rows(stream: BinaryIO, where: str) -> Iterator[Row | Problem]:
    """The rows of a CSV that are not empty, each with the number of its last line."""
    reached = 0
    faults: list[Problem] = []

    def text() -> Iterator[str]:
        nonlocal reached
        for number, line in lines(stream):
            reached = number
            if isinstance(line, Fault):
                faults.append(problem(where, number, line.message, line.advice))
            else:
                yield line + "\n"

    table = csv.reader(text())
    while True:
        try:
            row = next(table)
        except StopIteration:
            break
        except csv.Error as error:
            yield problem(where, reached, str(error), "mend the line")
            continue
        yield from faults
        faults.clear()
        if any(cell.strip() for cell in row):
            yield reached, row
    yield from faults


def _record(cells: dict[str, str], number: int, where: str) -> Record | Problem:
    holder, held = (Party(clean(cells.get(f"{end}_id")), clean(cells.get(end))) for end in ("holder", "held"))
    if not (holder.name or holder.id) or not (held.name or held.id):
        return problem(where, number, "no holder or no held company", "fill in both")
    try:
        share = read_percent(cells.get("percent", ""))
        basis = Basis(cells.get("basis", "").strip().lower() or Basis.UNKNOWN)
    except ValueError as error:
        return problem(where, number, str(error), "write a percentage of 0–100 and a basis, or neither")
    day, source = iso_day(cells.get("date", "").strip()), clean(cells.get("source"))
    return Record(holder, held, share, number, basis, day, source)
