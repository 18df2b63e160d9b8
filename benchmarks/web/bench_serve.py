"""How fast the live study answers 50 readers who never pause, and what memory it takes.

    python -m benchmarks.web.bench_serve [--claims N] [--seconds S] [--readers N] [--minutes M] [--keep FOLDER]

Makes the ledger of an invented market (100,000 claims), starts `liens serve` on it and lets wrk (`apt install wrk`) ask
for one kind of page after the other over loopback: 50 connections, each sending its next request as soon as it has its
answer, for addresses drawn at random from all there are of the kind. Latencies are wrk's own, in milliseconds, with the
load on the same machine; "cpu ms" is what one request takes of a processor, in the server and its printer together,
whatever else the machine does. The line "anew" is measured while a new document makes the server print the study anew.
Last comes a mixture of all kinds for `--minutes`, with the memory of the server and of its printer every ten seconds.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from benchmarks.web.invented_study import READER, make_study
from liens.ledger.store import Ledger
from liens.model import Claim, Document, Reading, Span
from liens.publishing.site import GROUPS

SAMPLE = 3_000
PAGES_MS, API_MS = 100, 50
SCRIPT = """
local paths = {}
for line in io.lines(os.getenv("PATHS")) do paths[#paths + 1] = line end
math.randomseed(7)
request = function()
  return wrk.format("GET", paths[math.random(#paths)], {["Accept-Encoding"] = "gzip"})
end
done = function(summary, latency, requests)
  local e = summary.errors
  io.write(string.format("RESULT {\\"p50\\": %f, \\"p95\\": %f, \\"p99\\": %f, \\"max\\": %f, \\"requests\\": %d, " ..
    "\\"errors\\": %d, \\"seconds\\": %f, \\"bytes\\": %d}\\n", latency:percentile(50) / 1000,
    latency:percentile(95) / 1000, latency:percentile(99) / 1000, latency.max / 1000, summary.requests,
    e.connect + e.read + e.write + e.status + e.timeout, summary.duration / 1e6, summary.bytes))
end
"""


@dataclass(frozen=True, slots=True)
class Server:
    """A server that runs: its address, and its processes."""

    address: str
    process: psutil.Process

    def get(self, path: str) -> Any:
        with urllib.request.urlopen(self.address + path) as answer:
            return json.load(answer)

    @property
    def seconds(self) -> float:
        """Processor seconds of the server and of what it started, so far."""
        every = (self.process, *self.process.children())
        return sum(sum(each.cpu_times()[:2]) for each in every)

    @property
    def memory(self) -> str:
        """Resident megabytes of the server and of what it started."""
        every = (self.process, *self.process.children())
        return " + ".join(f"{each.memory_info().rss / 2**20:.0f}" for each in every)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, default=100_000)
    parser.add_argument("--seconds", type=int, default=10, help="for each kind")
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--minutes", type=float, default=1.0, help="of the mixture")
    parser.add_argument("--keep", type=Path, help="make the study here and leave it, or use the one that is here")
    options = parser.parse_args()
    if shutil.which("wrk") is None:
        sys.exit("this benchmark needs wrk: apt install wrk")
    with tempfile.TemporaryDirectory() as made:
        folder = options.keep or Path(made)
        if not (folder / "ledger.db").exists():
            make_study(folder, options.claims)
        with served(folder) as server:
            measure(server, folder, options)


@contextmanager
def served(folder: Path) -> Iterator[Server]:
    """`liens serve`, from when it answers."""
    begin = time.monotonic()
    command = [sys.executable, "-m", "liens", "serve", "--study", str(folder), "--port", "0", "--rate", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            found = re.search(r"http://\S+?:\d+", process.stdout.readline())
            assert found, "the server did not start"
            print(f"answers after {time.monotonic() - begin:.1f} s")
            yield Server(found[0], psutil.Process(process.pid))
        finally:
            process.terminate()


def measure(server: Server, folder: Path, options: argparse.Namespace) -> None:
    begin, before = time.monotonic(), -1.0
    while server.seconds - before > 0.1:
        before = server.seconds
        time.sleep(2)
    print(f"has printed what it prints ahead after another {time.monotonic() - begin:.0f} s")
    kinds = dict(_kinds(server))
    print(f"{options.readers} readers; {'':24}    p50     p95     p99     max   requests/s  cpu ms  errors   MB")
    for name, paths in kinds.items():
        _row(server, name, paths, options.seconds, options.readers)
    pages = [path for name, paths in kinds.items() if not name.startswith("api") for path in paths[:500]]
    _add_document(folder)
    _row(server, "anew", pages, options.seconds, options.readers)
    print(f"mixture of everything for {options.minutes:g} minutes")
    mixture = [path for paths in kinds.values() for path in paths[:500]]
    end = time.monotonic() + 60 * options.minutes
    while time.monotonic() < end:
        _row(server, "mixture", mixture, 10, options.readers)


def _kinds(server: Server) -> Iterator[tuple[str, list[str]]]:
    """For each kind of page, addresses drawn from all there are."""
    chance = random.Random(7)
    for _, pages in GROUPS:
        for page, _ in pages:
            yield page, [f"/{page}"]
    for name, part in (("ties", 100), ("sources", 100), ("statements", 100), ("positions", 100), ("deals", 100)):
        count = -(-server.get(f"/api/{name}?per_page=1")["total"] // part)
        yield f"{name}-N.html", [f"/{name}-{number}.html" for number in range(2, count + 1)] or [f"/{name}.html"]
    ids: dict[str, list[str]] = {}
    for name in ("ties", "sources", "entities", "claims", "deals"):
        total = server.get(f"/api/{name}?per_page=1")["total"]
        drawn = chance.sample(range(1, -(-total // 200) + 1), min(SAMPLE // 200, -(-total // 200)))
        items = [item for page in drawn for item in server.get(f"/api/{name}?per_page=200&page={page}")["items"]]
        ids[name] = [item["id"] if "id" in item else item["entity"]["id"] for item in items]
        yield (
            f"api {name}, a page",
            [f"/api/{name}?page={number}" for number in range(1, total // 50)] or [f"/api/{name}"],
        )
        yield f"api {name}, one", [f"/api/{name}/{id}" for id in ids[name]]
    yield "tie", [f"/ties/{id}.html" for id in ids["ties"]]
    yield "source", [f"/sources/{id}.html" for id in ids["sources"]]
    yield "entity", [f"/entities/{id}.html" for id in ids["entities"]]
    yield "api claims of a tie", [f"/api/claims?tie={id}" for id in ids["ties"]]
    yield "api ties of an entity", [f"/api/ties?entity={id}" for id in ids["entities"]]
    yield "review.html", ["/review.html", "/review.html?page=2", "/review.html?page=3"]
    yield "question.html", [f"/question.html?claim={id}" for id in ids["claims"]]


def _row(server: Server, name: str, paths: Sequence[str], seconds: int, readers: int) -> None:
    before = server.seconds
    found = _load(server, paths, seconds, readers)
    cost = (server.seconds - before) / max(found["requests"], 1) * 1000
    bound = API_MS if name.startswith("api") else PAGES_MS
    figures = "".join(f"{found[key]:8.1f}" for key in ("p50", "p95", "p99", "max"))
    late = "" if found["p95"] <= bound else f"  over {bound} ms"
    rate = found["requests"] / found["seconds"]
    print(f"{name:36}{figures}{rate:13,.0f}{cost:8.2f}{found['errors']:8}   {server.memory}{late}", flush=True)


def _load(server: Server, paths: Sequence[str], seconds: int, readers: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        script, listed = Path(folder) / "ask.lua", Path(folder) / "paths.txt"
        script.write_text(SCRIPT)
        listed.write_text("\n".join(paths) + "\n")
        command = ["wrk", "-t1", f"-c{readers}", f"-d{seconds}s", "-s", str(script), server.address]
        told = subprocess.run(
            command, check=True, capture_output=True, text=True, env={**os.environ, "PATHS": str(listed)}
        )
    found: dict[str, float] = json.loads(told.stdout.partition("RESULT ")[2])
    return found


def _add_document(folder: Path) -> None:
    document = Document("Company 1 supplies Company 2 anew.", name=f"{time.time()}.txt", publisher="Outlet 1")
    claim = Claim("Company 1", "supplies", "Company 2", Span(document.id, 0, 34))
    with Ledger.open(folder / "ledger.db") as ledger, ledger.batch():
        ledger.add_document(document, document.name)
        ledger.add_reading(Reading(document.id, READER, (claim,)))


if __name__ == "__main__":
    main()
