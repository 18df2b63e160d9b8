"""Every measure of an invented market of 1,000 companies: 100,000 claims, then 1,000,000.

The view is made in memory, so reading and the ledger are not in the figures. Each size is a fresh process, measured in
processor seconds of one core (numpy's products too) with the cycle collector off, as a study has it; each measure is
given what the ones before it found. The last column is how much more a claim costs in the larger view than in the
smaller: 1.0 is linear growth. Some of it is more to find: among ten times as many claims about the same companies, more
than ten times as many meet on one tie, more statements have an answer, and more rivals have an owner in common; the
last lines count these. The line "10,000,000 additions" is a bare loop in the same process: by it, figures of machines
of different speed can be compared.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

from benchmarks.analysis.invented_view import invented_view
from liens.analysis.concentration import MarketShare, concentration_index
from liens.analysis.conflicts import conflicts_in
from liens.analysis.coverage import coverage_of
from liens.analysis.deals.versions import find_deals
from liens.analysis.dependence.bonds import find_bonds
from liens.analysis.dependence.layers import layers_in
from liens.analysis.dependence.profiles import profiles_in, shifts_in
from liens.analysis.dependence.whatif import find_hinges, removals
from liens.analysis.directory import build_directory
from liens.analysis.docket.findings import find_docket
from liens.analysis.houses import build_posts
from liens.analysis.origins import find_origins
from liens.analysis.ownership.findings import ownership_in
from liens.analysis.positions.findings import positions_from
from liens.analysis.ties import ties_from
from liens.ledger.assembling import without_collector
from liens.ledger.view import View
from liens.market import Market, load_market

SIZES = (100_000, 1_000_000)
ADDITIONS = 10_000_000
COUNTED = ("claims on ties of several", "replies", "common owners of rivals")
SHARES = tuple(MarketShare(f"company-{number}", 0.05, 0.05, "invented.csv") for number in range(20))


class Clock:
    """Processor seconds of each thing done, by name, and how much of some things was found."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self.counts: dict[str, float] = {}

    def time(self, name: str, measure: Callable[..., Any], *given: Any) -> Any:
        """What `measure` finds, given `given`."""
        begin = time.process_time()
        found = measure(*given)
        self.seconds[name] = time.process_time() - begin
        return found


def main() -> None:
    """Print the table; with a number of claims, print the figures of one view as JSON."""
    if len(sys.argv) > 1:
        print(json.dumps(_measure(int(sys.argv[1]))))
        return
    few, many = (_in_fresh_process(claims) for claims in SIZES)
    print(f"{'':30}{SIZES[0]:>12,}{SIZES[1]:>12,}   cost of a claim")
    for name, seconds in few.items():
        growth = many[name] / max(seconds, 0.01) * SIZES[0] / SIZES[1]
        digits = 0 if name in COUNTED else 2
        print(f"{name:30}{seconds:12,.{digits}f}{many[name]:12,.{digits}f}{growth:12.2f}")


def _in_fresh_process(claims: int) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.analysis.bench_measures", str(claims)]
    alone = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}
    out = subprocess.run(command, check=True, capture_output=True, text=True, env=alone).stdout
    return json.loads(out)  # type: ignore[no-any-return]


def _measure(claims: int) -> dict[str, float]:
    market = load_market()
    view = invented_view(claims, market)
    clock = _measure_all(view, market)
    seconds = clock.seconds
    seconds["all measures"] = sum(seconds.values())
    seconds["peak memory, MB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    seconds[f"{ADDITIONS:,} additions"] = _add()
    return seconds | clock.counts


def _add() -> float:
    """Processor seconds of a bare loop of `ADDITIONS` additions."""
    begin, total = time.process_time(), 0
    for number in range(ADDITIONS):
        total += number
    return time.process_time() - begin


@without_collector()
def _measure_all(view: View, market: Market) -> Clock:
    clock = Clock()
    directory = clock.time("directory", build_directory, view, market)
    origins = clock.time("origins", find_origins, view.documents.values(), directory)
    ties = clock.time("ties", ties_from, view, market, origins, directory)
    clock.time("conflicts", conflicts_in, ties, view)
    clock.time("coverage", coverage_of, ties, view, market)
    clock.time("versions of deals", find_deals, view, market, directory)
    bonds = clock.time("bonds", find_bonds, ties, view, market)
    profiles = clock.time("dependency profiles", profiles_in, bonds, view, market)
    clock.time("independence over time", shifts_in, bonds, market)
    hinges = clock.time("hinges", find_hinges, profiles)
    groups = [hinge.provider for hinge in hinges if view.entities[hinge.provider].role == "large_group"]
    clock.time("what if, each large group", removals, groups, profiles)
    clock.time("layers", layers_in, ties, bonds, view, market)
    posts = clock.time("posts", build_posts, view, directory)
    clock.time("docket", find_docket, view, market, directory, posts)
    replies = len(clock.time("positions", positions_from, view, market, origins, posts).replies)
    ownership = clock.time("ownership and control", ownership_in, ties, view)
    clock.time("concentration", concentration_index, SHARES, ownership.holdings)
    several = sum(len(tie.claims) for tie in ties if len(tie.claims) > 1)
    clock.counts = dict(zip(COUNTED, (several, replies, len(ownership.common)), strict=True))
    return clock


if __name__ == "__main__":
    main()
