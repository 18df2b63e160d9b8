"""Several processes may write to one ledger at once, even one that none of them has made yet: they wait, none fails."""

from __future__ import annotations

import os

from liens.ledger.store import Ledger
from liens.model import Document
from tests.ledger.stories import STORY, read

WRITERS = 4
DOCUMENTS = 8


def write(address: str, writer: int) -> int:
    """A process that adds documents of its own and one that all add; → its id."""
    child = os.fork()
    if child:
        return child
    status = 1
    try:
        with Ledger.open(address) as ledger:
            for number in range(DOCUMENTS):
                with ledger.batch():
                    for name in (f"{writer}-{number}", f"all-{number}"):
                        text = Document(f"{name}. {STORY}", name=name)
                        ledger.record(name, "1", [text])
                        ledger.add_reading(read(text, names=["Birch AI"]))
        status = 0
    finally:
        os._exit(status)


def test_writers_wait_for_one_another(address: str) -> None:
    children = [write(address, writer) for writer in range(WRITERS)]
    assert [os.waitpid(child, 0)[1] for child in children] == [0] * WRITERS
    with Ledger.open(address) as ledger:
        assert len(ledger.view().documents) == (WRITERS + 1) * DOCUMENTS
        assert ledger.unread("rules@1") == ()
