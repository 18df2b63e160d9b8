"""A server under load: starting it, asking it by wrk, and adding to its ledger while it runs."""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import psutil

from benchmarks.web.invented_study import READER
from liens.ledger.store import Ledger
from liens.model import Claim, Document, Reading, Span
from liens.publishing.site import GROUPS

SAMPLE = 3_000
SCRIPT = """
local paths, think, cookie = {}, tonumber(os.getenv("THINK")), os.getenv("COOKIE")
for line in io.lines(os.getenv("PATHS")) do paths[#paths + 1] = line end
math.randomseed(tonumber(os.getenv("SEED")))
local headers = {["Accept-Encoding"] = "gzip"}
if cookie ~= "" then headers["Cookie"] = cookie end
request = function()
  return wrk.format("GET", paths[math.random(#paths)], headers)
end
if think > 0 then
  delay = function() return math.random(0, math.floor(2000 * think)) end
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
    """A server that runs: its address, its processes, and the cookie that its readers send."""

    address: str
    process: psutil.Process
    cookie: str = ""

    def get(self, path: str) -> Any:
        asked = urllib.request.Request(self.address + path, headers={"Cookie": self.cookie} if self.cookie else {})
        with urllib.request.urlopen(asked) as answer:
            return json.load(answer)

    def signed_in(self, cookie: str) -> Server:
        return replace(self, cookie=cookie)

    @property
    def seconds(self) -> float:
        """Processor seconds of the server and of what it started, so far, those that have ended included."""
        return sum(self.process.cpu_times()[:4]) + sum(sum(each.cpu_times()[:2]) for each in self.process.children())

    @property
    def memory(self) -> tuple[int, ...]:
        """Resident megabytes of the server, then of each printer."""
        every = (self.process, *self.process.children())
        return tuple(each.memory_info().rss >> 20 for each in every)


@contextmanager
def served(folder: Path) -> Iterator[Server]:
    """`liens serve`, from when it answers."""
    begin = time.monotonic()
    command = [sys.executable, "-m", "liens", "serve", "--study", str(folder), "--port", "0", "--rate", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            found = next(
                (seen for line in process.stdout if (seen := re.search(r"http://\S+?:\d+", line))),
                None,
            )
            assert found, "the server did not start"
            print(f"answers after {time.monotonic() - begin:.1f} s", flush=True)
            yield Server(found[0], psutil.Process(process.pid))
        finally:
            process.terminate()


def wait_until_idle(server: Server) -> None:
    """Wait until the server has printed what it prints ahead."""
    before = -1.0
    while server.seconds - before > 0.1:
        before = server.seconds
        time.sleep(2)


def kinds(server: Server) -> Iterator[tuple[str, list[str]]]:
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
        for size in (20, 50):
            count = -(-total // size)
            yield f"api {name}, {size}", [f"/api/{name}?page={n}&per_page={size}" for n in range(1, count + 1)]
        yield f"api {name}, one", [f"/api/{name}/{id}" for id in ids[name]]
    yield "tie", [f"/ties/{id}.html" for id in ids["ties"]]
    yield "source", [f"/sources/{id}.html" for id in ids["sources"]]
    yield "entity", [f"/entities/{id}.html" for id in ids["entities"]]
    yield "api claims of a tie", [f"/api/claims?tie={id}" for id in ids["ties"]]
    yield "api ties of an entity", [f"/api/ties?entity={id}" for id in ids["entities"]]
    yield "review.html", ["/review.html", "/review.html?page=2", "/review.html?page=3"]
    yield "question.html", [f"/question.html?claim={id}" for id in ids["claims"]]


def ask(
    server: Server, paths: Sequence[str], seconds: float, readers: int, think: float = 0.0, seed: int = 7
) -> dict[str, float]:
    """What wrk tells of `readers` that ask for `paths`, each resting `think` seconds on average before it asks again:
    latencies in milliseconds, and counts."""
    with tempfile.TemporaryDirectory() as folder:
        script, listed = Path(folder) / "ask.lua", Path(folder) / "paths.txt"
        script.write_text(SCRIPT)
        listed.write_text("\n".join(paths) + "\n")
        command = ["wrk", "-t1", f"-c{readers}", f"-d{seconds:.0f}s", "-s", str(script), server.address]
        given = {"PATHS": str(listed), "THINK": str(think), "COOKIE": server.cookie, "SEED": str(seed)}
        told = subprocess.run(command, check=True, capture_output=True, text=True, env={**os.environ, **given})
    found: dict[str, float] = json.loads(told.stdout.partition("RESULT ")[2])
    return found


def add_document(folder: Path) -> None:
    """Let a new document show up in the ledger."""
    document = Document("Company 1 supplies Company 2 anew.", name=f"{time.time()}.txt", publisher="Outlet 1")
    claim = Claim("Company 1", "supplies", "Company 2", Span(document.id, 0, 34))
    with Ledger.open(folder / "ledger.db") as ledger, ledger.batch():
        ledger.add_document(document, document.name)
        ledger.add_reading(Reading(document.id, READER, (claim,)))
