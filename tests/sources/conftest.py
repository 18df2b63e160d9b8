"""What the tests of sources share: a pool of parser processes, and a way to read whatever lies somewhere."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from liens.model import Document, Problem
from liens.sources import Item
from liens.sources.folder import FolderSource
from liens.sources.limits import Limits
from liens.sources.text.parsers import Parsers

Read = Callable[..., tuple[list[Document], list[Problem]]]


@pytest.fixture(scope="session")
def parsers() -> Iterator[Parsers]:
    with Parsers() as pool:
        yield pool


@pytest.fixture
def read(parsers: Parsers) -> Read:
    """`read(path, **limits)`: the documents and the problems at `path`, each in order."""

    def read_all(path: Path, **limits: int) -> tuple[list[Document], list[Problem]]:
        source = FolderSource(path, Limits(**limits), Parsers(Limits(**limits)) if limits else parsers)
        out: list[Document | Problem] = []
        for found in source.find():
            out += source.get(found) if isinstance(found, Item) else [found]
        return [d for d in out if isinstance(d, Document)], [p for p in out if isinstance(p, Problem)]

    return read_all
