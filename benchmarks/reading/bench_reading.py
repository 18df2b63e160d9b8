"""Our readers, spaCy, textacy and triplet-extract on the same documents in one run: `python -m benchmarks reading`.

Each tool reads the held tenth of the corpus in a fresh process on one thread, in turn, `ROUNDS` times, a slow one once;
times are medians over the rounds for 3,000 characters, start and first documents not counted. `--corpus FOLDER --whole`
reads other documents.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.environment import python_with
from liens import plugins
from training.holdout import CORPUS, Annotated, held_out, load_corpus
from training.scoring import score

ROUNDS = 3
UNIT = 3000
SECONDS = 1800
"""The most one tool may take for all documents."""
SLOW = 120
"""A tool that takes longer than this for all documents, in seconds, is run once."""
PEERS = {"spacy": "spaCy en_core_web_sm, annotation alone", "textacy": "textacy", "triplet-extract": "triplet-extract"}
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS", "RAYON_NUM_THREADS")
ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool by the command that starts its program; `name` is how the table calls it."""

    name: str
    command: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """One pass over the documents: predictions, seconds of wall and processor time, memory in MB."""

    told: tuple[dict[str, Any], ...]
    wall: float
    cpu: float
    peak_mb: float


class ToolError(Exception):
    """A tool could not be set up or did not come to its end; the message is the last that it said."""


def main() -> None:
    """Print the table."""
    asked = _arguments()
    documents = tuple(load_corpus(asked.corpus)) if asked.whole else held_out(asked.corpus)
    size = sum(len(d.text) for d in documents)
    print(f"{len(documents)} documents, {size / len(documents) / 1000:.2f} k characters each; one thread")
    runs: dict[str, list[Run]] = {}
    tools = list(_tools(asked.tools))
    for _ in range(asked.rounds):
        for tool in tools:
            if all(r.wall < SLOW for r in runs.get(tool.name, ())):
                runs.setdefault(tool.name, []).extend(_tried(tool, documents))
    print("\n".join(table({name: own for name, own in runs.items() if own}, documents)))


def _tried(tool: Tool, documents: Sequence[Annotated]) -> Iterator[Run]:
    """The run of `tool`, or none and a line that says why."""
    try:
        yield run(tool, documents)
    except ToolError as error:
        print(f"{tool.name}: {error}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reading.bench_reading")
    parser.add_argument("tools", nargs="*", help=f"of {', '.join([*plugins.names('readers'), *PEERS])}; all if none")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--corpus", type=Path, default=CORPUS, help="a folder with a folder for each genre")
    parser.add_argument("--whole", action="store_true", help="all of its documents and not the held tenth")
    return parser.parse_args()


def _tools(wanted: Sequence[str]) -> Iterator[Tool]:
    for reader in plugins.names("readers"):
        if not wanted or reader in wanted:
            yield ours(reader)
    for peer, title in PEERS.items():
        if not wanted or peer in wanted:
            try:
                yield Tool(title, (str(python_with(peer, requirements(peer))), "-m", _program(peer)))
            except (OSError, subprocess.CalledProcessError) as error:
                print(f"{title}: its environment cannot be made: {error}")


def ours(reader: str) -> Tool:
    return Tool(f"liens {reader}", (sys.executable, "-m", _program("liens"), reader))


def requirements(peer: str) -> tuple[str, ...]:
    """The packages of a peer's environment."""
    return tuple((Path(__file__).parent / "requirements" / f"{peer}.txt").read_text(encoding="utf-8").split())


def _program(tool: str) -> str:
    return f"benchmarks.reading.read_{tool.replace('-', '_')}"


def run(tool: Tool, documents: Sequence[Annotated]) -> Run:
    """What `tool` makes of `documents` in a fresh process.

    Raises:
        ToolError: it failed or took longer than `SECONDS`.
    """
    lines = "\n".join(json.dumps({"id": d.id, "text": d.text}) for d in documents)
    environment = os.environ | dict.fromkeys(THREADS, "1") | {"PYTHONPATH": str(ROOT)}
    try:
        done = subprocess.run(
            tool.command,
            input=lines,
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=True,
        )
    except subprocess.TimeoutExpired as error:
        raise ToolError(f"took longer than {SECONDS} s") from error
    except subprocess.CalledProcessError as error:
        raise ToolError((error.stderr.strip().splitlines() or ["no message"])[-1]) from error
    *told, last = map(json.loads, done.stdout.splitlines())
    return Run(tuple(told), sum(t["wall"] for t in told), sum(t["cpu"] for t in told), last["peak_mb"])


def table(runs: dict[str, list[Run]], documents: Sequence[Annotated]) -> Iterator[str]:
    """A line for each tool; times beside that of spaCy's annotation."""
    units = sum(len(d.text) for d in documents) / UNIT
    unit = statistics.median(r.cpu for r in runs[PEERS["spacy"]]) if PEERS["spacy"] in runs else None
    costs = f"{'ms':>7}{'cpu ms':>8}{'× spaCy':>9}{'MB':>6}{'claims':>8}"
    yield f"{'':40}{costs}  claims P/R/F1      pairs  statements  status"
    for name, own in runs.items():
        wall, cpu = (statistics.median(getattr(r, kind) for r in own) for kind in ("wall", "cpu"))
        share = f"{cpu / unit:9.2f}" if unit else f"{'':9}"
        cost = f"{wall / units * 1000:7.1f}{cpu / units * 1000:8.1f}{share}{max(r.peak_mb for r in own):6.0f}"
        count = sum(len(t["claims"]) for t in own[0].told) / len(documents)
        yield f"{name:40}{cost}{count:8.1f}  {_right(own[0], documents)}"


def _right(one: Run, documents: Sequence[Annotated]) -> str:
    if not any(told["claims"] or told["statements"] for told in one.told):
        return "tells no claims"
    scores = score([d.gold for d in documents], one.told)
    c = scores.claims
    claims = f"{c.precision:.3f}/{c.recall:.3f}/{c.f1:.3f}"
    return f"{claims}  {scores.pairs.f1:.3f}       {scores.statements.f1:.3f}   {scores.status.share:.3f}"


if __name__ == "__main__":
    main()
