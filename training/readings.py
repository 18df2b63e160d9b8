"""Documents read by a reader as `liens extract` reads them, with what that cost.

`python -m training.readings READER [--reversed] [--every N]` reads the held tenth in a process of its own and prints
a digest of what it read, and the memory that took.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import resource
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from liens.codec import as_extract, encode
from liens.model import Document, Reading
from liens.pipeline import make_reader, read_and_prove
from liens.sources.jsonl import read_lines
from training.holdout import Annotated, held_out

MARKET = "ai"
UNIT = 3000
"""The characters of the document that times are given for."""

_PEAK = Path("/proc/self/status")


@dataclass(frozen=True, slots=True)
class Readings:
    """`pairs` of document and reading, in order; `seconds` of processor time, `characters` read in them."""

    reader: str
    pairs: tuple[tuple[Document, Reading], ...]
    seconds: float
    characters: int

    @property
    def lines(self) -> list[dict[str, Any]]:
        """The readings as `liens extract` prints them."""
        return [as_extract(document, reading) for document, reading in self.pairs]

    @property
    def seconds_a_unit(self) -> float:
        """Seconds of processor time for `UNIT` characters."""
        return self.seconds / self.characters * UNIT if self.characters else 0.0


def documents_of(annotated: Iterable[Annotated]) -> list[Document]:
    """The documents as a source would bring them."""
    lines = (json.dumps({"id": d.id, "text": d.text}, ensure_ascii=False) for d in annotated)
    found = read_lines(BytesIO("\n".join(lines).encode()), "corpus")
    return [thing for thing in found if isinstance(thing, Document)]


def read_all(reader: str, documents: Sequence[Document]) -> Readings:
    """What the reader called `reader` makes of `documents`; the first is read twice, since it pays for the start."""
    read = read_and_prove(reader, MARKET)
    for document in documents[:1]:
        read(document)
    begin = time.process_time()
    readings = [read(document) for document in documents]
    seconds = time.process_time() - begin
    characters = sum(len(document.text) for document in documents)
    return Readings(make_reader(reader, MARKET).id, tuple(zip(documents, readings, strict=True)), seconds, characters)


def digest_of(readings: Readings) -> str:
    """Of every byte that was read, whatever the order of the documents."""
    pairs = sorted(readings.pairs, key=lambda pair: pair[0].name)
    told = [json.dumps(encode(reading), ensure_ascii=False, sort_keys=True) for _, reading in pairs]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()


def peak_memory() -> float:
    """The most memory this process held, in MB."""
    if _PEAK.exists():
        line = next(line for line in _PEAK.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024)


def main() -> None:
    """Print digest and memory as JSON."""
    parser = argparse.ArgumentParser(prog="python -m training.readings")
    parser.add_argument("reader")
    parser.add_argument("--reversed", action="store_true", help="read the last document first")
    parser.add_argument("--every", type=int, default=1, help="read one document in so many")
    asked = parser.parse_args()
    documents = documents_of(held_out()[:: asked.every])
    readings = read_all(asked.reader, documents[::-1] if asked.reversed else documents)
    print(json.dumps({"digest": digest_of(readings), "peak_mb": round(peak_memory())}))


if __name__ == "__main__":
    main()
