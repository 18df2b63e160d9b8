"""A team at work for an hour: readers who rest between requests, reviewers who decide, documents that show up."""

from __future__ import annotations

import argparse
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import httpx2

from benchmarks.web.live import Server, add_document, ask, kinds, served
from liens.serving.users import Role, users_of

NAME, PASSWORD = "odile", "a long password of nobody"
JUDGED = 3
"""Claims that are judged each time."""
COLUMNS = ("minute", "p50", "p95", "p99", "max", "requests", "errors", "cpu_seconds", "server_mb", "printer_mb")


@dataclass
class Reviewer:
    """Somebody who is signed in and judges one claim of the queue after the other."""

    client: httpx2.Client
    claims: Iterator[str] = field(default_factory=lambda: iter(()))

    def sign_in(self) -> str:
        """→ the cookie of the session."""
        form = self._fields("/sign-in.html")
        sent = self.client.post("/sign-in", data={**form, "name": NAME, "password": PASSWORD})
        assert sent.status_code == 303, sent.text
        return "; ".join(f"{name}={value}" for name, value in self.client.cookies.items() if "form" not in name)

    def judge(self, count: int) -> None:
        """Accept or reject the next `count` claims."""
        for number in range(count):
            claim = next(self.claims)
            form = self._fields(f"/question.html?claim={claim}")
            verdict = "reject" if number else "accept"
            sent = self.client.post("/decide", data={**form, "verdict": verdict, "why": "as the document says"})
            assert sent.status_code == 303, sent.text

    def _fields(self, address: str) -> dict[str, str]:
        """The hidden fields of a page's first form."""
        page = self.client.get(address)
        assert page.status_code == 200, page.text
        form = page.text.partition("<form")[2].partition("</form>")[0]
        return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))


def stay(folder: Path, options: argparse.Namespace) -> None:
    """Load the server for `options.minutes`, and print and record what each minute was like."""
    with users_of(folder) as users:
        if not users.any:
            users.add(NAME, Role.REVIEWER, PASSWORD)
    with served(folder) as started, httpx2.Client(base_url=started.address, timeout=120) as client:
        reviewer = Reviewer(client)
        server = started.signed_in(reviewer.sign_in())
        mixture = [path for paths in dict(kinds(server)).values() for path in paths[:500]]
        reviewer.claims = _questions(server)
        lines = [",".join(COLUMNS)]
        print(" ".join(f"{name:>8}" for name in COLUMNS))
        for minute in range(1, round(options.minutes) + 1):
            if minute % options.every == 0:
                reviewer.judge(JUDGED)
                add_document(folder)
            row = _minute(server, mixture, minute, options)
            print(" ".join(f"{value:>8}" for value in row), flush=True)
            lines.append(",".join(row))
            if options.record:
                options.record.write_text("\n".join(lines) + "\n")


def _questions(server: Server) -> Iterator[str]:
    page = 1
    while items := server.get(f"/api/questions?page={page}")["items"]:
        yield from (item["targets"][0] for item in items if item["about"] == "claim")
        page += 1


def _minute(server: Server, paths: Sequence[str], minute: int, options: argparse.Namespace) -> tuple[str, ...]:
    begin, before = time.monotonic(), server.seconds
    found = ask(server, paths, 59, options.readers, options.think, seed=minute)
    time.sleep(max(0.0, 60 - (time.monotonic() - begin)))
    own, *printers = server.memory
    latencies = (f"{found[key]:.1f}" for key in ("p50", "p95", "p99", "max"))
    counts = (f"{found['requests']:.0f}", f"{found['errors']:.0f}", f"{server.seconds - before:.1f}")
    return (str(minute), *latencies, *counts, str(own), "+".join(map(str, printers)))
