"""Killed at any moment, a run loses nothing that was committed, and the next one goes on where it was.

A real process writes documents and readings and is killed with SIGKILL, fifty times over, at random moments. After each
kill every reading in the ledger is whole and everything the process had committed is there; in the end the ledger says
what that of an unbroken run says.
"""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path

from liens.ledger.store import Ledger
from liens.ledger.view import View
from liens.model import Document, Reading
from tests.ledger.stories import INVESTS, STORY, SUPPLIES, claim, read

KILLS = 50
BATCH = 3
READER = "rules@1"


def world(number: int) -> tuple[Document, Reading]:
    """The document `number` and what there is to read in it."""
    text = Document(f"Story {number}. {STORY}", name=f"{number}.txt", found_at=f"{number}.txt")
    claims = [claim(text, "Alder Labs put €2m", INVESTS), claim(text, "trains on Alder Labs' chips", SUPPLIES)]
    return text, read(text, claims * 3, READER, ["Alder Labs", "Birch AI", "Ada Moor"])


def work(ledger: Ledger, first: int) -> Iterator[str]:
    """Write document after document from `first` on, a few to a transaction; → what begins and what is committed."""
    following = count(first)
    while True:
        numbers = list(islice(following, BATCH))
        yield f"b{numbers[0]}"
        with ledger.batch():
            for number in numbers:
                text, reading = world(number)
                ledger.record(text.found_at, "1", [text])
                ledger.add_reading(reading)
        yield f"c{numbers[-1]}"


def live(address: str, first: int, seconds: float) -> tuple[int, bool]:
    """A process that works for `seconds` and is killed; → the last document it said it committed (-1 for none), and
    whether it was killed amid a transaction."""
    outlet, inlet = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            with Ledger.open(address) as ledger:
                for word in work(ledger, first):
                    os.write(inlet, f"{word}\n".encode())
        finally:
            os._exit(1)
    os.close(inlet)
    with os.fdopen(outlet, "rb") as told:
        said = told.readline()  # it has begun
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        words = [said, *told.readlines()]
    committed = [int(word[1:]) for word in words if word.startswith(b"c")]
    return max(committed, default=-1), words[-1].startswith(b"b")


def whole(ledger: Ledger, start: int) -> int:
    """Check that from document `start` on the ledger has whole readings and then nothing; → the first it has not."""
    for number in count(start):
        text, reading = world(number)
        if ledger.stamp_of(text.found_at) is None:
            assert ledger.reading(text.id, READER) is None
            assert text.id not in ledger.unread(READER)
            return number
        assert ledger.reading(text.id, READER) == reading
    raise AssertionError


def content(view: View) -> tuple[object, ...]:
    return view.documents, view.entities, view.entries, view.remarks, view.problems


def test_a_killed_run_loses_nothing_and_goes_on(address: str, tmp_path: Path) -> None:
    chance, there, amid = random.Random(50), 0, 0
    for _ in range(KILLS):
        committed, was_amid = live(address, there, chance.uniform(0, 0.03))
        with Ledger.open(address) as ledger:
            there = whole(ledger, there)
        assert there > committed
        assert there % BATCH == 0
        amid += was_amid
    assert amid > KILLS // 5, "the kills missed the transactions"
    with Ledger.open(address) as ledger, Ledger.open(tmp_path / "unbroken.db") as unbroken:
        for words in (work(ledger, there), work(unbroken, 0)):
            next(word for word in words if word.startswith("c") and int(word[1:]) > there)
        assert content(ledger.view()) == content(unbroken.view())
