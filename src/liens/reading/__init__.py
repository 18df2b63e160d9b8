"""Document → claims.

A `Reader` turns one document into one `Reading`. It is a pure function of the document: no clock, no network, no state
from one document to the next, so that any engine may run it anywhere, in any order.
"""

from __future__ import annotations

from typing import Protocol

from liens.model import Document, Reading


class Reader(Protocol):
    """A way to read. `id` is `name@version` and changes whenever the same document could be read differently."""

    @property
    def id(self) -> str: ...

    def read(self, document: Document) -> Reading:
        """What the document says.

        Raises:
            ReaderError: this document cannot be read by this reader; it is stored as a `Problem`.
        """
        ...
