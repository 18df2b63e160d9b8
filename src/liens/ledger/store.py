"""The ledger: documents, readings, problems and decisions, only ever added to.

`Ledger` joins three rooms: `database` (transactions), `inserts` and `queries` (the only SQL). One `Ledger` serves one
thread; any number of processes may hold the same ledger open, and writers among them take turns.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain, groupby
from operator import itemgetter
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Connection

from liens.errors import LedgerError
from liens.ledger import inserts, queries
from liens.ledger.building import build_view
from liens.ledger.database import Database
from liens.ledger.view import NameUse, Point, View
from liens.market import Market
from liens.model import Claim, Decision, Document, Kind, Problem, Reading

RECORD_BATCH = 256
"""Documents of one place that are written in one transaction."""


class Ledger:
    """One ledger, open. Each addition is a transaction of its own unless it is made within `batch`."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._batch: Connection | None = None
        self._view: tuple[str | None, Market | None, View] | None = None

    @classmethod
    def open(cls, address: str | Path) -> Self:
        """The ledger at `address`, a path or a database URL; made if there is none, migrated if it is older.

        Raises:
            LedgerError: it cannot be opened, is not a ledger, or is newer than this program.
        """
        return cls(Database(address))

    def close(self) -> None:
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    @contextmanager
    def batch(self) -> Iterator[None]:
        """Everything added within is one transaction: committed at the end, or not at all.

        Raises:
            LedgerError: a batch is open already.
        """
        if self._batch is not None:
            raise LedgerError("a batch is open already: close it first")
        with self._database.writing() as connection:
            self._batch = connection
            try:
                yield
            finally:
                self._batch = None

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        if self._batch is not None:
            yield self._batch
            return
        with self._database.writing() as connection:
            yield connection

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        if self._batch is not None:
            yield self._batch
            return
        with self._database.reading() as connection:
            yield connection

    # What is written

    def add_document(self, document: Document, location: str, stamp: str = "") -> bool:
        """Note that `document` is what `location` holds (or one of the things it holds) while its stamp is `stamp`;
        → whether the document is new to the ledger."""
        with self._writing() as connection:
            return inserts.add_document(connection, document, location, stamp)

    def add_problem(self, problem: Problem, location: str | None = None, stamp: str = "") -> None:
        """Note a problem with what is at `location` (by default `problem.where`). It stands until that place is
        visited again."""
        with self._writing() as connection:
            inserts.add_problem(connection, problem, problem.where if location is None else location, stamp)

    def add_reading_problem(self, problem: Problem, document: str) -> None:
        """Note that a reader failed on `document`. It stands until the document is read."""
        with self._writing() as connection:
            inserts.add_reading_problem(connection, problem, document)

    def settle(self, location: str, stamp: str = "") -> None:
        """Note that everything at `location` is in the ledger, so that it need not be got again until its stamp
        changes. Whatever is added at `location` later begins a new visit."""
        with self._writing() as connection:
            inserts.settle(connection, location, stamp)

    def record(self, location: str, stamp: str, found: Iterable[Document | Problem]) -> int:
        """Add all that was `found` at `location`, in batches, and settle it; → how many documents are new.

        A kill leaves whole batches and the place unsettled, so that the next run gets it again.
        """
        new, pending = 0, list[Document | Problem]()
        for item in found:
            pending.append(item)
            if len(pending) == RECORD_BATCH:
                new += self._record(location, stamp, pending, settle=False)
                pending = []
        return new + self._record(location, stamp, pending, settle=True)

    def _record(self, location: str, stamp: str, found: list[Document | Problem], settle: bool) -> int:
        new = 0
        with self._writing() as connection:
            for item in found:
                if isinstance(item, Document):
                    new += inserts.add_document(connection, item, location, stamp)
                else:
                    inserts.add_problem(connection, item, location, stamp)
            if settle:
                inserts.settle(connection, location, stamp)
        return new

    def add_reading(self, reading: Reading) -> bool:
        """Add `reading` whole; → False if this reader's reading of this document is there already.

        Raises:
            LedgerError: its document is not in the ledger, or one of its spans is not within the document.
        """
        with self._writing() as connection:
            return inserts.add_reading(connection, reading)

    def decide(self, decision: Decision, about: Claim | None = None) -> bool:
        """Add `decision`; → False if it is there already. `about` is the claim as it was judged; it is needed only
        where this ledger never read that claim (a decision that comes from another ledger).

        Raises:
            LedgerError: the decision is malformed, or its target is not in the ledger.
        """
        with self._writing() as connection:
            return inserts.add_decision(connection, decision, about)

    def note(self, at: str) -> bool:
        """Note that the ledger has come to a point that will be asked for, `at` this moment (ISO 8601 with its zone);
        → False if nothing was added since the last one."""
        with self._writing() as connection:
            return inserts.note(connection, at)

    # What is asked

    @property
    def revision(self) -> int:
        """Grows with everything that is added."""
        with self._reading() as connection:
            return queries.revision(connection)

    def stamp_of(self, location: str) -> str | None:
        """The stamp with which `location` was last settled, None if it has not been or something came after."""
        with self._reading() as connection:
            return queries.stamp_of(connection, location)

    def unread(self, reader: str) -> tuple[str, ...]:
        """Ids of the live documents that `reader` (`name@version`) has not read, in the order in which they came."""
        with self._reading() as connection:
            return queries.unread(connection, reader)

    def document(self, id: str) -> Document:
        """Raises LedgerError: there is none with this id."""
        with self._reading() as connection:
            return queries.document(connection, id)

    def reading(self, document: str, reader: str) -> Reading | None:
        """What `reader` made of `document`, whole, or None. Mentions come by their place in the text."""
        with self._reading() as connection:
            return queries.reading(connection, document, reader)

    def claim(self, id: str) -> Claim | None:
        """The claim with this id as it was last read, in force or not."""
        with self._reading() as connection:
            return queries.claim(connection, id)

    def decisions(self) -> tuple[Decision, ...]:
        """Every decision ever taken, in the order in which they came."""
        with self._reading() as connection:
            return tuple(decision for decision, _ in queries.all_decisions(connection))

    def decisions_after(self, row: int) -> tuple[tuple[int, Decision], ...]:
        """The decisions that came after the one with number `row`, each with its own; 0 gives all."""
        with self._reading() as connection:
            return tuple(queries.decisions_after(connection, row))

    def names(self, reader: str | None = None) -> tuple[NameUse, ...]:
        """How names are used in the readings in force, for matchers: sorted by name and kind, then the deals that
        claims name."""
        with self._reading() as connection:
            uses = chain(queries.name_uses(connection, reader), queries.deal_uses(connection, reader))
            return tuple(_name_uses(uses))

    def points(self) -> tuple[Point, ...]:
        """Every point that was noted, earliest first."""
        with self._reading() as connection:
            return queries.noted(connection)

    def view_at(self, point: Point, reader: str | None = None, market: Market | None = None) -> View:
        """The ledger as it was at `point`, as `view` would have shown it."""
        with self._reading() as connection:
            return build_view(connection, reader, market, point)

    def view(self, reader: str | None = None, market: Market | None = None) -> View:
        """The ledger as of now. `reader` (`name@version`) is the one whose readings come first; `market` gives
        entities their names, roles, layers and parents. The last view is kept until the ledger changes."""
        with self._reading() as connection:
            if self._view is not None:
                kept_reader, kept_market, kept = self._view
                if kept_reader == reader and kept_market is market and kept.revision == queries.revision(connection):
                    return kept
            view = build_view(connection, reader, market)
            self._view = (reader, market, view)
            return view


def _name_uses(rows: Iterable[tuple[str, Kind, str, int]]) -> Iterator[NameUse]:
    for (name, kind), group in groupby(rows, key=itemgetter(0, 1)):
        surfaces = tuple((surface, count) for _, _, surface, count in group)
        yield NameUse(name, kind, surfaces)
