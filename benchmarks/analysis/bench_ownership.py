"""Integrated ownership and control of 600,000 companies with 1,000,000 ties, against scipy and networkx in one run.

Each figure is a fresh process, from the arrays of ties to the answer, the build of the structure included: seconds by
the clock, seconds of the processor (all threads), and peak memory of the process. `liens` solves the minima and the
maxima of the shares, corrected for loops; the peers solve the minima alone and know neither bounds nor correction:

    scipy       x ← v + W x on its sparse matrix, until no change is above 1e-10 of the largest value
    networkx    the same step by its katz_centrality; a few steps are measured, and the whole is reckoned from the
                build of the graph and as many steps as scipy took

How many steps that takes depends on the loops: in the second network the companies of the core hold 99 % of each
other. scipy's direct solver is not in the table: it did not end within two minutes. Neither peer has control.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from pathlib import Path

from benchmarks.analysis.network import NODES, draw
from benchmarks.environment import python_with

ROUNDS = 3
ROOT = Path(__file__).parents[2]
CLOSED = "0.99"
TASKS = (
    ("liens: integrated value, minima and maxima", "integrated"),
    ("scipy: plain iteration, minima", "plain"),
    ("liens: the same, core nearly closed", "integrated", CLOSED),
    ("scipy: the same, core nearly closed", "plain", CLOSED),
    ("liens: all certain control pairs", "control"),
    ("liens: all possible control pairs", "possible"),
)
Told = dict[str, float]


def main() -> None:
    """Print the table."""
    scipy = python_with("scipy", ("numpy>=2.0", "scipy>=1.14"))
    networkx = python_with("networkx", ("numpy>=2.0", "networkx>=3.3"))
    print(f"{NODES:,} companies, {len(draw()[0]):,} ties; medians of {ROUNDS} fresh processes (networkx: 1), in turn")
    told: dict[tuple[str, ...], list[Told]] = {task: [] for task in TASKS}
    for _ in range(ROUNDS):
        for task, runs in told.items():
            runs.append(_run(scipy if task[1] == "plain" else Path(sys.executable), *task[1:]))
    for task, runs in told.items():
        _row(task[0], runs)
    katz, steps = _run(networkx, "katz"), told[TASKS[1]][0]["steps"]
    whole = katz["build"] + steps * katz["step"]
    print(f"{'networkx: plain iteration, minima, reckoned':45} {whole:7.0f} s, peak {katz['peak']:.0f} MB")
    print(f"    (build {katz['build']:.0f} s, then {steps:.0f} steps of {katz['step']:.1f} s each, by the clock)")


def _run(python: Path, *task: str) -> Told:
    command = [str(python), "-m", "benchmarks.analysis.ownership_tasks", *task]
    out = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT).stdout
    return {name: float(value) for name, value in json.loads(out).items()}


def _row(name: str, runs: list[Told]) -> None:
    seconds, cpu, peak = (statistics.median(one[key] for one in runs) for key in ("seconds", "cpu", "peak"))
    spread = f"{min(one['seconds'] for one in runs):.1f}–{max(one['seconds'] for one in runs):.1f}"
    more = "".join(f", {runs[0][key]:,.0f} {key}" for key in ("pairs", "steps") if key in runs[0])
    print(f"{name:45} {seconds:7.1f} s ({spread}), {cpu:.1f} s of processor, peak {peak:.0f} MB{more}")


if __name__ == "__main__":
    main()
