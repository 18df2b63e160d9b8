"""The live study: the newest edition that is ready, what was printed of it, and the watch over the ledger."""

from __future__ import annotations

import asyncio
import logging
import secrets
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field

from liens.config import Config
from liens.errors import Error
from liens.serving.kept import Kept, find_kept, keep
from liens.serving.printer import BusyError, Print, Printer

LOG = logging.getLogger("liens.serving")
SHELF_BYTES = 192 * 2**20
"""Gzipped bytes of prints that are kept; the ones longest not asked for go first."""
WATCH_SECONDS = 1.0
PATIENCE, LONGEST_PATIENCE = 5.0, 300.0
"""Seconds after which an edition that failed is tried again, at first and at most."""


@dataclass(eq=False)
class Absent:
    """Stands in for a printer that is still to come. Who asks it is sent on when another issue is shown."""

    revision: int
    first: tuple[tuple[str, str], ...] = ()
    warm: tuple[tuple[str, str], ...] = ()
    alive: bool = False
    _gone: asyncio.Event = field(default_factory=asyncio.Event)

    async def ask(self, _what: str, _key: str) -> Print:
        """Raises BusyError: always, once this is over."""
        await self._gone.wait()
        raise BusyError

    async def close(self, at_once: bool = False) -> None:  # noqa: ARG002 as a printer has it
        self._gone.set()


@dataclass(eq=False)
class Issue:
    """An edition with what was printed of it so far. `tag` names its state in ETags."""

    printer: Printer | Absent
    tag: str
    limit: int = SHELF_BYTES
    _shelf: OrderedDict[tuple[str, str], Print] = field(default_factory=OrderedDict)
    _size: int = 0
    _printing: dict[tuple[str, str], asyncio.Future[Print]] = field(default_factory=dict)

    @classmethod
    def of_kept(cls, kept: Kept, tag: str) -> Issue:
        """The prints that another server left, until there is a printer."""
        return cls(Absent(kept.revision), tag, _shelf=OrderedDict(kept.prints))

    @property
    def revision(self) -> int:
        return self.printer.revision

    @property
    def prints(self) -> Iterator[tuple[tuple[str, str], Print]]:
        """What was printed: what is to be ready first, then what was asked for last."""
        for wanted in dict.fromkeys((*self.printer.first, *self.printer.warm, *reversed(self._shelf))):
            if wanted in self._shelf:
                yield wanted, self._shelf[wanted]

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

    async def begin(self) -> None:
        """Print what is to be ready before this issue is shown, one thing after the other."""
        for what, key in self.printer.first:
            await self.get(what, key)

    async def warm(self) -> None:
        """Print what is to be ready before anyone asks."""
        for what, key in self.printer.warm:
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
        self._config = config
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
        """Find or make the first issue and begin to watch the ledger. One that is made is shown once its first pages
        are ready; what another server left of one is shown at once, until then.

        Raises:
            LedgerError: there is nothing to show.
        """
        self.newest = await asyncio.get_running_loop().run_in_executor(self._clerk, self._revision)
        kept = await asyncio.to_thread(find_kept, self._config, self.newest)
        self._now = Issue.of_kept(kept, f"{kept.revision}-{self._salt}-kept") if kept else await self._print()
        self._start(self._watch())

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._now is not None:
            await self._keep()
            await self._now.printer.close(at_once=True)

    async def _keep(self) -> None:
        """Leave what is printed to the next server."""
        if isinstance(self.now.printer, Printer):
            await asyncio.to_thread(keep, self._config, self.now.revision, list(self.now.prints))

    async def _print(self, whole: bool = False) -> Issue:
        printer = await Printer.start(self._config.folder)
        issue = Issue(printer, f"{printer.revision}-{self._salt}")
        try:
            await issue.begin()
            if whole:
                await issue.warm()
        except (BusyError, asyncio.CancelledError):
            await printer.close(at_once=True)
            raise
        return issue

    async def _watch(self) -> None:
        """Print a new issue when the ledger has grown, and rest as long as that took: a ledger that never stops growing
        takes half a processor at most. One that fails is tried again, ever more seldom."""
        loop = asyncio.get_running_loop()
        with suppress(Error, BusyError):
            if isinstance(self.now.printer, Absent):
                await self._renew()
            await self.now.warm()
            await self._keep()
        rest, patience = 0.0, PATIENCE
        while True:
            await asyncio.sleep(max(WATCH_SECONDS, rest))
            begin = time.monotonic()
            try:
                self.newest = await loop.run_in_executor(self._clerk, self._revision)
                if self.newest != self.now.revision or not self.now.printer.alive:
                    await self._renew(whole=True)
                rest, patience = time.monotonic() - begin, PATIENCE
            except (Error, BusyError) as error:
                LOG.warning("the study stays at revision %s: %s", self.now.revision, error or "its printer ended")
                rest, patience = patience, min(2 * patience, LONGEST_PATIENCE)

    async def _renew(self, whole: bool = False) -> None:
        """Show a new issue, once its first pages are ready or all that are printed ahead."""
        issue = await self._print(whole)
        before, self._now = self.now, issue
        self._start(before.printer.close())

    def _start(self, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
