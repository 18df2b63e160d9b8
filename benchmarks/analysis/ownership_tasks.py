"""The tasks of `bench_ownership`, each a process of its own, with the task's name and perhaps `closed` of the network.

Prints JSON: `seconds` by the clock and `cpu` by the processor from the arrays to the answer, `peak` MB of the process,
`before` MB before the task, and whatever the task tells. Every import that the task needs is done before.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import resource
import sys
import time
from typing import Any

import numpy as np

from benchmarks.analysis.network import NODES, Floats, Ties, draw, values

STEPS = 10


def main() -> None:
    """Run one task."""
    module, run = TASKS[sys.argv[1]]
    modules = [importlib.import_module(name) for name in module]
    ties, worth = draw(float(sys.argv[2]) if len(sys.argv) > 2 else None), values()
    before, begin, cpu = _peak(), time.perf_counter(), time.process_time()
    told = run(modules, ties, worth)
    seconds, cpu = time.perf_counter() - begin, time.process_time() - cpu
    told.setdefault("seconds", seconds)
    print(json.dumps({"cpu": cpu, "peak": _peak(), "before": before, **told}))


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _integrated(modules: list[Any], ties: Ties, worth: Floats) -> dict[str, object]:
    network, integrated = modules
    low, high = integrated.integrated_value(network.build_network(NODES, *ties), worth)
    return {"answer": float(low.sum()), "wider": float((high - low).sum())}


def _control(modules: list[Any], ties: Ties, _: Floats) -> dict[str, object]:
    network, control = modules
    return {"pairs": len(control.control_pairs(network.build_network(NODES, *ties))[0])}


def _possible(modules: list[Any], ties: Ties, _: Floats) -> dict[str, object]:
    network, control = modules
    return {"pairs": len(control.possible_pairs(network.build_network(NODES, *ties))[0])}


def _plain(modules: list[Any], ties: Ties, worth: Floats) -> dict[str, object]:
    holder, held, low, _ = ties
    shares = modules[0].csr_array((low, (holder, held)), shape=(NODES, NODES))
    owned, steps, change = worth, 0, np.inf
    while change > 1e-10 * owned.max():
        after = worth + shares @ owned
        owned, steps, change = after, steps + 1, float(np.abs(after - owned).max())
    return {"answer": float(owned.sum()), "steps": steps}


def _katz(modules: list[Any], ties: Ties, worth: Floats) -> dict[str, object]:
    """Build the graph, then take `STEPS` steps of its `katz_centrality`, which with α = 1 and β = v tends to N v."""
    networkx = modules[0]
    holder, held, low, _ = ties
    begin = time.perf_counter()
    graph = networkx.DiGraph()
    graph.add_weighted_edges_from(zip(held.tolist(), holder.tolist(), low.tolist(), strict=True))
    graph.add_nodes_from(range(NODES))
    built = time.perf_counter()
    beta = dict(enumerate(worth.tolist()))
    with contextlib.suppress(networkx.PowerIterationFailedConvergence):
        networkx.katz_centrality(graph, alpha=1.0, beta=beta, max_iter=STEPS, tol=0, normalized=False, weight="weight")
    return {"build": built - begin, "step": (time.perf_counter() - built) / STEPS}


_OURS = "liens.analysis.ownership."
TASKS: dict[str, tuple[tuple[str, ...], Any]] = {
    "integrated": ((_OURS + "network", _OURS + "integrated"), _integrated),
    "control": ((_OURS + "network", _OURS + "control"), _control),
    "possible": ((_OURS + "network", _OURS + "control"), _possible),
    "plain": (("scipy.sparse",), _plain),
    "katz": (("networkx",), _katz),
}

if __name__ == "__main__":
    main()
