"""How the reading stage is run. An `Engine` maps one pure function over documents; results do not depend on it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol

from liens.model import Document, Problem, Reading

ReadOne = Callable[[Document], Reading]


class Engine(Protocol):
    """A way to run a reader over many documents."""

    def map(self, make: Callable[[], ReadOne], documents: Iterable[Document]) -> Iterator[Reading | Problem]:
        """What each document gives, in the order of `documents`. `make` is picklable and is called once a worker; a
        document whose worker dies or that takes too long gives a `Problem`.

        Raises:
            PluginError: `make` fails, so that nothing can be read.
        """
        ...
