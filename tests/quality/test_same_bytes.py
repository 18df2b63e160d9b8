"""The same document gives the same bytes: in any order, in any process, on any number of threads; within its memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from liens import plugins
from training.holdout import held_out
from training.readings import digest_of, documents_of, read_all

READERS = [pytest.param(name, marks=pytest.mark.xdist_group(f"quality-{name}")) for name in plugins.names("readers")]
EVERY = 5
MOST_MEMORY = 1200
"""MB of the process that reads."""


@cache
def elsewhere(reader: str, threads: int, *options: str) -> tuple[str, float]:
    """The digest of what another process reads with so many threads, and its memory in MB."""
    variables = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
    command = [sys.executable, "-m", "training.readings", reader, "--every", str(EVERY), *options]
    environment = os.environ | dict.fromkeys(variables, str(threads)) | {"PYTHONHASHSEED": str(threads)}
    here = Path(__file__).parents[2]
    done = subprocess.run(command, cwd=here, env=environment, capture_output=True, text=True, check=True, timeout=300)
    told = json.loads(done.stdout)
    return told["digest"], told["peak_mb"]


@cache
def here(reader: str) -> str:
    return digest_of(read_all(reader, documents_of(held_out()[::EVERY])))


@pytest.mark.parametrize("reader", READERS)
def test_another_process_and_order_give_the_same(reader: str) -> None:
    assert elsewhere(reader, 1, "--reversed")[0] == here(reader)


@pytest.mark.parametrize("reader", READERS)
def test_another_number_of_threads_gives_the_same(reader: str) -> None:
    assert elsewhere(reader, 2)[0] == here(reader)


@pytest.mark.parametrize("reader", READERS)
def test_a_document_reads_alone_as_it_does_among_others(reader: str) -> None:
    documents = documents_of(held_out()[::EVERY])
    among = {document.name: reading for document, reading in read_all(reader, documents).pairs}
    assert all(read_all(reader, [d]).pairs[0][1] == among[d.name] for d in documents[::4])


@pytest.mark.parametrize("reader", READERS)
def test_reading_stays_within_its_memory(reader: str) -> None:
    assert elsewhere(reader, 1, "--reversed")[1] < MOST_MEMORY
