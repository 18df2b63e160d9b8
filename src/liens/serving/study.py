"""The live study: the newest edition that is ready, what was printed of it, and the watch over the ledger."""

from __future__ import annotations

import asyncio
import logging
import secrets
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from liens.config import Config
from liens.errors import Error
from liens.serving.printer import BusyError, Print, Printer

LOG = logging.getLogger("liens.serving")
SHELF_BYTES = 192 * 2**20
"""Gzipped bytes of prints that are kept; the ones longest not asked for go first."""
WATCH_SECONDS = 1.0
FIRST = 20
"""Pages that are printed before the first issue is shown; the others of its `warm` follow at once."""
PATIENCE, LONGEST_PATIENCE = 5.0, 300.0
"""Seconds after which an edition that failed is tried again, at first and at most."""


@dataclass(eq=False)
class Issue:
    """An edition with what was printed of it so far. `tag` names its state in ETags."""

    printer: Printer
    tag: str
    limit: int = SHELF_BYTES
    _shelf: OrderedDict[tuple[str, str], Print] = field(default_factory=OrderedDict)
    _size: int = 0
    _printing: dict[tuple[str, str], asyncio.Future[Print]] = field(default_factory=dict)

    @property
    def revision(self) -> int:
        return self.printer.revision

    async def get(self, what: str, key: str) -> Print:
        """The print, from the shelf or the printer; who asks for the same meanwhile gets the same.

        Raises:
            BusyError: too many ask for too much.
        """
        wanted = (what, key)
        if (kept := self._shelf.get(wanted)) is not None:
            self._shelf.move_to_end(wanted)
            return kept
        printing = self._printing.get(wanted)
        if printing is None:
            printing = asyncio.ensure_future(self.printer.ask(what, key))
            self._printing[wanted] = printing
            printing.add_done_callback(lambda done: self._put(wanted, done))
        return await asyncio.shield(printing)

    async def warm(self, first: int = 0, until: int | None = None) -> None:
        """Print the pages that are to be ready before anyone asks, one after the other; or some of them."""
        for what, key in self.printer.warm[first:until]:
            await self.get(what, key)

    def _put(self, wanted: tuple[str, str], done: asyncio.Future[Print]) -> None:
        del self._printing[wanted]
        if done.cancelled() or done.exception() is not None or done.result().status != 200:
            return
        self._shelf[wanted] = done.result()
        self._size += _weight(done.result())
        while self._size > self.limit and self._shelf:
            self._size -= _weight(self._shelf.popitem(last=False)[1])


def _weight(kept: Print) -> int:
    return len(kept.body) + 512


Revision = Callable[[], int]


class LiveStudy:
    """The issue of now. A new one takes its place when it is ready; until then the one before is shown."""

    def __init__(self, config: Config, revision: Revision, clerk: ThreadPoolExecutor) -> None:
        """`revision` tells that of the ledger; it is called on `clerk`, the one thread that holds the ledger."""
        self._folder: Path = config.folder
        self._revision = revision
        self._clerk = clerk
        self._salt = secrets.token_hex(4)
        self._now: Issue | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self.newest = 0

    @property
    def now(self) -> Issue:
        assert self._now is not None
        return self._now

    async def get(self, what: str, key: str) -> tuple[Issue, Print]:
        """The print, and the issue it is of.

        Raises:
            BusyError: too many ask for too much.
        """
        issue = self.now
        try:
            return issue, await issue.get(what, key)
        except BusyError:
            if issue is self.now:
                raise
            return self.now, await self.now.get(what, key)

    async def open(self) -> None:
        """Make the first issue and begin to watch the ledger. It is shown once its first pages are ready.

        Raises:
            LedgerError: there is nothing to show.
        """
        self._now = await self._print(FIRST)
        self.newest = self._now.revision
        self._start(self._watch())

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._now is not None:
            await self._now.printer.close(at_once=True)

    async def _print(self, until: int | None = None) -> Issue:
        printer = await Printer.start(self._folder)
        issue = Issue(printer, f"{printer.revision}-{self._salt}")
        try:
            await issue.warm(until=until)
        except (BusyError, asyncio.CancelledError):
            await printer.close(at_once=True)
            raise
        return issue

    async def _watch(self) -> None:
        """Print a new issue when the ledger has grown, and rest as long as that took: a ledger that never stops growing
        takes half a processor at most. One that fails is tried again, ever more seldom."""
        loop = asyncio.get_running_loop()
        with suppress(BusyError):
            await self.now.warm(first=FIRST)
        rest, patience = 0.0, PATIENCE
        while True:
            await asyncio.sleep(max(WATCH_SECONDS, rest))
            begin = time.monotonic()
            try:
                self.newest = await loop.run_in_executor(self._clerk, self._revision)
                if self.newest != self.now.revision or not self.now.printer.alive:
                    await self._renew()
                rest, patience = time.monotonic() - begin, PATIENCE
            except (Error, BusyError) as error:
                LOG.warning("the study stays at revision %s: %s", self.now.revision, error or "its printer ended")
                rest, patience = patience, min(2 * patience, LONGEST_PATIENCE)

    async def _renew(self) -> None:
        issue = await self._print()
        before, self._now = self.now, issue
        self._start(before.printer.close())

    def _start(self, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
