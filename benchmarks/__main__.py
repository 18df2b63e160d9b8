"""Run every benchmark, one after the other: `python -m benchmarks`, or `python -m benchmarks run` for one of them.

Each prints its figures and the machine's facts; none of them passes or fails.
"""

from __future__ import annotations

import os
import platform
import runpy
import sys

BENCHMARKS = {
    "run": "benchmarks.run.bench_run",
    "reading": "benchmarks.reading.bench_reading",
    "ledger": "benchmarks.ledger.bench_view",
    "measures": "benchmarks.analysis.bench_measures",
    "ownership": "benchmarks.analysis.bench_ownership",
    "web": "benchmarks.web.bench_serve",
    "written": "benchmarks.publishing.bench_written",
    "explorer": "benchmarks.publishing.bench_explorer",
    "axe": "benchmarks.publishing.bench_axe",
    "traps": "benchmarks.quality.traps",
    "deals": "benchmarks.quality.deals",
}


def main() -> None:
    """Run the benchmarks named on the command line, or all."""
    chosen = sys.argv[1:] or list(BENCHMARKS)
    unknown = [name for name in chosen if name not in BENCHMARKS]
    if unknown:
        sys.exit(f"no benchmark {unknown[0]!r}: there are {', '.join(BENCHMARKS)}")
    cores = len(os.sched_getaffinity(0))
    print(f"Python {platform.python_version()}, {platform.machine()}, {cores} cores")
    for name in chosen:
        print(f"\n== {name}")
        sys.argv = [name]
        runpy.run_module(BENCHMARKS[name], run_name="__main__")


if __name__ == "__main__":
    main()
