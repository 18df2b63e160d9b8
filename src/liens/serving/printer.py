"""A process that holds an edition and prints what it is asked for, so that the server itself never waits on the work.

The server writes one JSON line for each ask, `[number, what, key]`, to the process's standard input, and reads frames
from its standard output: number, HTTP status and the lengths of media type and body, then these two, the body gzipped.
Frame 0 tells, once the edition stands, its revision, what to ask before it is shown, and what to ask then. The process
ends when its standard input does, so none outlives its server.
"""

from __future__ import annotations

import asyncio
import gc
import gzip
import json
import os
import struct
import sys
import traceback
from asyncio.subprocess import PIPE, Process
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from liens.config import load_config
from liens.errors import Error, LedgerError
from liens.serving.edition import Answer, Edition, load_edition

HEAD = struct.Struct(">IHHI")
COMPRESSION = 3
LONGEST_LINE = 1 << 16
MOST_WAITING = 500
"""Asks that may wait; more are refused."""


@dataclass(frozen=True, slots=True)
class Print:
    """What was asked for, ready to be sent: `body` is gzipped."""

    status: int
    kind: str
    body: bytes


class BusyError(Exception):
    """Too many ask at once, or the process is gone."""


@dataclass(eq=False)
class Printer:
    """The server's end of the process."""

    revision: int
    first: tuple[tuple[str, str], ...]
    warm: tuple[tuple[str, str], ...]
    _process: Process
    _waiting: dict[int, asyncio.Future[Print]] = field(default_factory=dict)
    _number: int = 0
    _reading: asyncio.Task[None] | None = None
    _closing: bool = False

    @classmethod
    async def start(cls, folder: Path) -> Printer:
        """A process with an edition of the study in `folder`, when it is ready to be asked.

        Raises:
            LedgerError: it could not make one; why stands on its standard error.
        """
        command = (sys.executable, "-m", "liens.serving.printer", str(folder))
        process = await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE)
        try:
            _, hello = await _frame(process)
        except asyncio.IncompleteReadError:
            await process.wait()
            raise LedgerError("the study cannot be made; the line above says why") from None
        except asyncio.CancelledError:
            process.kill()
            raise
        told = json.loads(gzip.decompress(hello.body))
        first, warm = (tuple((what, key) for what, key in told[name]) for name in ("first", "warm"))
        printer = cls(told["revision"], first, warm, process)
        printer._reading = asyncio.create_task(printer._read())
        return printer

    async def ask(self, what: str, key: str) -> Print:
        """What the edition says of `key`.

        Raises:
            BusyError: too many wait already, or the process has ended.
        """
        if len(self._waiting) >= MOST_WAITING or self._closing or not self.alive:
            raise BusyError
        self._number += 1
        answer: asyncio.Future[Print] = asyncio.get_running_loop().create_future()
        self._waiting[self._number] = answer
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps([self._number, what, key]).encode() + b"\n")
        return await answer

    async def close(self, at_once: bool = False) -> None:
        """End the process once it has answered all that was asked, or `at_once`."""
        self._closing = True
        if at_once:
            with suppress(ProcessLookupError):
                self._process.kill()
        if self._process.stdin is not None:
            self._process.stdin.close()
        if self._reading is not None:
            await self._reading
        await self._process.wait()

    @property
    def alive(self) -> bool:
        return self._reading is not None and not self._reading.done()

    async def _read(self) -> None:
        with suppress(asyncio.IncompleteReadError):
            while True:
                number, answer = await _frame(self._process)
                waiting = self._waiting.pop(number, None)
                if waiting is not None and not waiting.done():
                    waiting.set_result(answer)
        for waiting in self._waiting.values():
            if not waiting.done():
                waiting.set_exception(BusyError())
        self._waiting.clear()


async def _frame(process: Process) -> tuple[int, Print]:
    assert process.stdout is not None
    number, status, kind, size = HEAD.unpack(await process.stdout.readexactly(HEAD.size))
    rest = await process.stdout.readexactly(kind + size)
    return number, Print(status, rest[:kind].decode("ascii"), rest[kind:])


def work(edition: Edition, asks: BinaryIO, answers: BinaryIO) -> None:
    """Answer `asks` in their order until they end. To zip answers on another thread was tried: they come no sooner."""
    hello = {"revision": edition.revision, "first": edition.first, "warm": edition.warm}
    _write(answers, 0, Answer(200, "application/json", json.dumps(hello)))
    while line := asks.readline(LONGEST_LINE):
        number, what, key = json.loads(line)
        _write(answers, number, _answer(edition, what, key))


def _answer(edition: Edition, what: str, key: str) -> Answer:
    try:
        return edition.answer(what, key)
    except Exception:  # noqa: BLE001 the edge of a worker: one page that fails takes no other with it
        traceback.print_exc()
        return Answer(500, "text/plain", "this page could not be made; the server's log says why")


def _write(answers: BinaryIO, number: int, answer: Answer) -> None:
    kind = answer.kind.encode("ascii")
    body = gzip.compress(answer.text.encode("utf-8", "replace"), COMPRESSION, mtime=0)
    answers.write(HEAD.pack(number, answer.status, len(kind), len(body)) + kind + body)
    answers.flush()


def main() -> None:
    """Print the edition of the study in the folder that the command line names."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    try:
        edition = load_edition(load_config(Path(sys.argv[1])))
    except Error as error:
        sys.exit(f"liens: {error}")
    gc.freeze()  # The edition stays as it is: to go through it for cycles would make somebody wait for a second.
    with suppress(BrokenPipeError, KeyboardInterrupt):
        work(edition, sys.stdin.buffer, answers)


if __name__ == "__main__":
    main()
