"""Which published errors and contradictions the study gets right: `python -m benchmarks.quality.traps [T05 …]`.

`tests/golden/traps/` has a folder for each trap: documents that repeat what was published, in words of our own, and
`expected.toml` with what is right and how it shows.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.quality.expectations import fault_of
from benchmarks.quality.studies import study

TRAPS = Path(__file__).parents[2] / "tests" / "golden" / "traps"


@dataclass(frozen=True, slots=True)
class Trap:
    """A trap with what is right and the faults of the study, one line each; none if the study gets it right."""

    id: str
    right: str
    faults: tuple[str, ...]


def trap_ids() -> tuple[str, ...]:
    """The traps in their order."""
    return tuple(sorted(path.parent.name for path in TRAPS.glob("*/expected.toml")))


def check(trap: str) -> Trap:
    """What the study makes of the documents of `trap`."""
    expected = tomllib.loads((TRAPS / trap / "expected.toml").read_text(encoding="utf-8"))
    found = study(TRAPS / trap)
    faults = ((expect, fault_of(expect, found)) for expect in expected["expect"])
    return Trap(trap, expected["right"], tuple(f"{expect['is']}: {fault}" for expect, fault in faults if fault))


def lines(ids: tuple[str, ...]) -> Iterator[str]:
    """The table, trap by trap, and the agreement under it."""
    right = 0
    for trap in map(check, ids):
        right += not trap.faults
        yield f"{trap.id}  {'wrong' if trap.faults else 'right'}  {trap.right}"
        yield from (f"            {fault}" for fault in trap.faults)
    yield f"{right} of {len(ids)} right"


def main() -> None:
    """Print the table for the traps named, or for all."""
    for line in lines(tuple(sys.argv[1:]) or trap_ids()):
        print(line)


if __name__ == "__main__":
    main()
