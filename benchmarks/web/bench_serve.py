"""How fast the live study answers 50 readers who never pause, and what memory it takes.

    python -m benchmarks.web.bench_serve [--claims N] [--seconds S] [--readers N] [--minutes M] [--keep FOLDER]
    python -m benchmarks.web.bench_serve --minutes 60 --think 2 [--every 6] [--record FILE]

Makes the ledger of an invented market (100,000 claims), starts `liens serve` on it and lets wrk (`apt install wrk`) ask
for one kind of page after the other over loopback: 50 connections, each sending its next request as soon as it has its
answer, for addresses drawn at random from all there are of the kind. Latencies are wrk's own, in milliseconds, with the
load on the same machine; "cpu ms" is what one request takes of a processor, in the server and its printer together,
whatever else the machine does. The line "anew" is measured while a new document makes the server print the study anew.
Last comes a mixture of all kinds for `--minutes`, with the memory of the server and of its printer every ten seconds.

With `--think` there is the mixture alone, as a team makes it: everybody is signed in and rests so many seconds on
average before each request, and every `--every` minutes somebody judges three claims and a document shows up. Latencies
and memory of each minute are printed and, as CSV, written to `--record`.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.web.invented_study import make_study
from benchmarks.web.live import Server, add_document, ask, kinds, served, wait_until_idle
from benchmarks.web.team import stay

PAGES_MS, API_MS = 100, 50


def main() -> None:
    """Print the table."""
    options = _options()
    if shutil.which("wrk") is None:
        sys.exit("this benchmark needs wrk: apt install wrk")
    with tempfile.TemporaryDirectory() as made:
        folder = options.keep or Path(made)
        if not (folder / "ledger.db").exists():
            make_study(folder, options.claims)
        if options.think:
            stay(folder, options)
            return
        with served(folder) as server:
            measure(server, folder, options)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, default=100_000)
    parser.add_argument("--seconds", type=int, default=10, help="for each kind")
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--minutes", type=float, default=1.0, help="of the mixture")
    parser.add_argument("--think", type=float, default=0.0, help="seconds that a reader rests on average")
    parser.add_argument("--every", type=float, default=6.0, help="minutes between changes of the ledger, with --think")
    parser.add_argument("--record", type=Path, help="a CSV of each minute, with --think")
    parser.add_argument("--keep", type=Path, help="make the study here and leave it, or use the one that is here")
    return parser.parse_args()


def measure(server: Server, folder: Path, options: argparse.Namespace) -> None:
    """Every kind of page alone, then all together."""
    begin = time.monotonic()
    wait_until_idle(server)
    print(f"has printed what it prints ahead after another {time.monotonic() - begin:.0f} s")
    every = dict(kinds(server))
    print(f"{options.readers} readers; {'':24}    p50     p95     p99     max   requests/s  cpu ms  errors   MB")
    for name, paths in every.items():
        _row(server, name, paths, options.seconds, options.readers)
    pages = [path for name, paths in every.items() if not name.startswith("api") for path in paths[:500]]
    add_document(folder)
    _row(server, "anew", pages, options.seconds, options.readers)
    print(f"mixture of everything for {options.minutes:g} minutes")
    mixture = [path for paths in every.values() for path in paths[:500]]
    end = time.monotonic() + 60 * options.minutes
    while time.monotonic() < end:
        _row(server, "mixture", mixture, 10, options.readers)


def _row(server: Server, name: str, paths: Sequence[str], seconds: int, readers: int) -> None:
    before = server.seconds
    found = ask(server, paths, seconds, readers)
    cost = (server.seconds - before) / max(found["requests"], 1) * 1000
    bound = API_MS if name.startswith("api") else PAGES_MS
    figures = "".join(f"{found[key]:8.1f}" for key in ("p50", "p95", "p99", "max"))
    late = "" if found["p95"] <= bound else f"  over {bound} ms"
    rate = found["requests"] / found["seconds"]
    memory = " + ".join(map(str, server.memory))
    print(f"{name:36}{figures}{rate:13,.0f}{cost:8.2f}{found['errors']:8}   {memory}{late}", flush=True)


if __name__ == "__main__":
    main()
