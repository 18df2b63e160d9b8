"""How a tool is asked to read: one JSON object a line in, one a line out; standard library only, since it runs in every
tool's environment.

In: `{"id", "text"}` for each document. Out, for each: `{"id", "claims", "statements", "wall", "cpu"}`, the seconds
being those of reading alone, and at the end `{"peak_mb"}`.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

WARM = 3
"""So many documents are read once before any is timed."""

Told = dict[str, Any]
Read = Callable[[str], Told]
"""Text → claims and statements, as annotations have them."""


def serve(read: Read) -> None:
    """Read what is on standard input, and tell on standard output."""
    documents = [json.loads(line) for line in sys.stdin if line.strip()]
    for document in documents[:WARM]:
        read(document["text"])
    for document in documents:
        wall, cpu = time.perf_counter(), time.process_time()
        told = read(document["text"])
        spent = {"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu}
        print(json.dumps({"id": document["id"], **told, **spent}))
    print(json.dumps({"peak_mb": peak_mb()}))


def peak_mb() -> float:
    """The most memory this process held, in MB, as Linux counts it."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) / 1024
