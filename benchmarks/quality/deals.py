"""Does the study say of each deal what the reference facts say? `python -m benchmarks.quality.deals [R007 …]`.

The documents of the example market and those in `tests/golden/deals/documents` are read as one study. For each deal of
`deals.csv` its parties, kinds, amount, exclusivity, status and conflicts are compared; the agreement is printed for
each column, over the deals for which the column says something, and the disagreements are listed.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.quality.studies import Studied, study
from liens.analysis.money import TOLERANCE
from liens.ledger.view import Entry
from liens.model import AmountKind, Status

HERE = Path(__file__).parents[2]
DEALS = HERE / "tests" / "golden" / "deals"
EXAMPLES = HERE / "examples" / "ai-market"
STATUS = {
    "closed": ("closed", "committed", "amended"),
    "committed": ("committed", "closed", "announced"),
    "conditional": ("announced", "committed", "letter_of_intent"),
    "pending": ("announced", "committed"),
    "announced": ("announced", "committed", "closed"),
    "active": ("committed", "closed"),
    "reported": ("rumoured",),
    "declined": ("rumoured", "ended"),
    "lapsed": ("letter_of_intent", "ended"),
    "superseded": ("amended", "ended"),
    "terminated": ("ended",),
}
"""The reference's status, and the phases of which a version of the deal must be in one."""
Row = Mapping[str, str]
Fault = str | None


@dataclass(frozen=True, slots=True)
class Disagreement:
    """What the study says of column `column` of the deal `row` instead of the reference's."""

    row: str
    column: str
    says: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """For each column: how many deals it was compared for, and how many agree."""

    columns: tuple[tuple[str, int, int], ...]
    disagreements: tuple[Disagreement, ...]


def reference(only: Sequence[str] = ()) -> tuple[Row, ...]:
    """The rows of `deals.csv`, or those whose ids are in `only`."""
    lines = (DEALS / "deals.csv").read_text(encoding="utf-8").splitlines()
    rows = csv.DictReader(line for line in lines if not line.startswith("#"))
    return tuple(row for row in rows if not only or row["id"] in only)


def compare(rows: Sequence[Row], found: Studied) -> Agreement:
    """How far `found` agrees with `rows`."""
    columns, faults = [], []
    for column, (cell, test) in COLUMNS.items():
        asked = [row for row in rows if row[cell]]
        wrong = [Disagreement(row["id"], column, fault) for row in asked if (fault := test(row, found))]
        columns.append((column, len(asked), len(asked) - len(wrong)))
        faults.extend(wrong)
    return Agreement(tuple(columns), tuple(sorted(faults, key=lambda d: d.row)))


def _entries(row: Row, found: Studied) -> list[Entry]:
    """The claims of a dealing between the two."""
    dealings = found.market.phases.relations
    return [e for e in found.between((row["start_up"], row["group"])) if e.claim.relation in dealings]


def _parties(row: Row, found: Studied) -> Fault:
    return None if _entries(row, found) else "no tie between the two"


def _kinds(row: Row, found: Studied) -> Fault:
    told = {e.claim.relation for e in _entries(row, found)}
    missing = [relation for relation in row["relations"].split("+") if relation not in told]
    return f"lacks {', '.join(missing)}; has {', '.join(sorted(told)) or 'none'}" if missing else None


def _amount(row: Row, found: Studied) -> Fault:
    low, *rest = map(float, row["amount"].split("/"))
    least, most = low * (1 - TOLERANCE), max(low, *rest, low) * (1 + TOLERANCE)
    amounts = (e.claim.terms.amount for e in _entries(row, found))
    sums = [a for a in amounts if a is not None and a.kind is not AmountKind.VALUATION]
    if any(least <= a.value <= most and a.currency == row["currency"] for a in sums):
        return None
    told = sorted({f"{a.value:.4g} {a.currency}" for a in sums})
    return f"not {row['amount']} {row['currency']}: {', '.join(told) or 'no sum'}"


def _exclusive(row: Row, found: Studied) -> Fault:
    stated = {e.claim.terms.exclusive for e in _entries(row, found) if e.claim.status is not Status.DENIED}
    wanted = row["exclusive"] == "yes"
    if wanted in stated:
        return None
    return "the opposite" if (not wanted) in stated else "not stated"


def _status(row: Row, found: Studied) -> Fault:
    versions = found.versions((row["start_up"], row["group"]))
    phases = {v.phase.name for v in versions if v.relation in row["relations"].split("+")}
    if phases.intersection(STATUS[row["status"]]):
        return None
    return f"not {row['status']}: {', '.join(sorted(phases)) or 'no version'}"


def _conflicts(row: Row, found: Studied) -> Fault:
    ends = {tie.id: tie.ends for tie in found.ties}
    pair = (row["start_up"], row["group"])
    told = {str(c.about) for c in found.conflicts if found.joins(ends[c.tie], *pair)}
    wanted = set(row["conflicts"].split("+")) - {"none"}
    missing, extra = sorted(wanted - told), sorted(told) if not wanted else []
    return "; ".join([*(f"none about {m}" for m in missing), *(f"one about {e}" for e in extra)]) or None


COLUMNS: Mapping[str, tuple[str, Callable[[Row, Studied], Fault]]] = {
    "parties": ("id", _parties),
    "kind": ("relations", _kinds),
    "amount": ("amount", _amount),
    "exclusivity": ("exclusive", _exclusive),
    "status": ("status", _status),
    "conflicts": ("conflicts", _conflicts),
}


def lines(agreement: Agreement) -> Iterator[str]:
    """The agreement per column, then the disagreements."""
    for column, asked, agree in agreement.columns:
        yield f"{column:<12} {agree:>4} of {asked:>4}  {agree / max(asked, 1):6.1%}"
    yield ""
    yield from (f"{fault.row}  {fault.column:<12} {fault.says}" for fault in agreement.disagreements)


def whole_study() -> Studied:
    """The study that the reference is compared with."""
    return study(EXAMPLES, DEALS / "documents")


def main() -> None:
    """Print the agreement on the deals named, or on all."""
    for line in lines(compare(reference(sys.argv[1:]), whole_study())):
        print(line)


if __name__ == "__main__":
    main()
