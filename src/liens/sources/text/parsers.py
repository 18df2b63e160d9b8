"""The parser processes: PDF, docx, HTML and mail come from strangers, and their parsers run apart.

A process is started when it is first needed and serves file after file. One that crashes, runs out of memory or out of
time costs its file alone; the next file gets a fresh one. `Parsers` may be used from several threads: each gets a
process of its own, at most as many as there are cores.
"""

from __future__ import annotations

import atexit
import json
import os
import select
import subprocess
import sys
import threading
import time
from dataclasses import asdict
from functools import cache
from typing import IO, Any

from liens.errors import SourceError
from liens.sources.limits import Limits, in_mb
from liens.sources.text.extract import Extract, from_json
from liens.sources.text.formats import Format

_MOST_FILES = 500
_LONGEST_ANSWER = 200_000_000
_CHUNK = 1 << 20


class _DiedError(Exception):
    """The process ended, or was ended, without an answer. `late`: because its time was over."""

    def __init__(self, late: bool) -> None:
        super().__init__()
        self.late = late


class _Worker:
    """One parser process, and the files it has served."""

    def __init__(self, limits: Limits) -> None:
        path = os.pathsep.join(entry for entry in sys.path if entry)
        command = [sys.executable, "-P", "-m", "liens.sources.text.worker", json.dumps(asdict(limits))]
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": path},
            bufsize=0,
        )
        self.served = 0

    def ask(self, request: dict[str, Any], data: bytes, seconds: float) -> dict[str, Any]:
        """The process's answer.

        Raises:
            _DiedError: there was none within `seconds`; the process is gone.
        """
        self.served += 1
        deadline = time.monotonic() + seconds
        try:
            _send(self._pipe(self._process.stdin), json.dumps(request).encode() + b"\n" + data)
            size = int.from_bytes(self._receive(8, deadline), "big")
            if size > _LONGEST_ANSWER:
                raise _DiedError(late=False)
            answer = json.loads(self._receive(size, deadline))
        except (OSError, ValueError, _DiedError) as error:
            self.end()
            raise _DiedError(late=isinstance(error, _DiedError) and error.late) from error
        return answer if isinstance(answer, dict) else {}

    def end(self) -> None:
        """Kill the process and wait until it is gone."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            self._pipe(pipe).close()

    def _receive(self, size: int, deadline: float) -> bytes:
        pipe = self._pipe(self._process.stdout)
        parts, missing = [], size
        while missing:
            ready = _readable(pipe, deadline - time.monotonic())
            part = os.read(pipe.fileno(), min(missing, _CHUNK)) if ready else b""
            if not part:
                raise _DiedError(late=not ready or time.monotonic() >= deadline)
            parts.append(part)
            missing -= len(part)
        return b"".join(parts)

    @staticmethod
    def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
        if pipe is None:
            raise ValueError("the process has no pipe")
        return pipe


def _readable(pipe: IO[bytes], seconds: float) -> bool:
    """Whether `pipe` has something to read, or has ended, within `seconds`."""
    poll = select.poll()
    poll.register(pipe, select.POLLIN | select.POLLHUP)
    return bool(poll.poll(max(0.0, seconds) * 1000))


def _send(pipe: IO[bytes], data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(pipe.fileno(), view[:_CHUNK]) :]


class Parsers:
    """Parser processes with the bounds of `limits`, started as they are needed; `close` ends them."""

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._idle: list[_Worker] = []
        self._owner = os.getpid()
        self._slots = threading.BoundedSemaphore(max(1, os.cpu_count() or 1))

    def __enter__(self) -> Parsers:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End every idle process. The object can still be used: it starts new ones."""
        while self._idle:
            worker = self._idle.pop()
            if self._owner == os.getpid():
                worker.end()

    def parse(self, kind: Format, data: bytes, charset: str | None = None) -> Extract:
        """What `data`, a file of the given kind, holds.

        Raises:
            SourceError: it is not as it should be, or could not be parsed within the bounds.
        """
        request = {"format": kind.value, "size": len(data), "charset": charset}
        with self._slots:
            answer = self._answer(request, data)
        if "extract" in answer:
            try:
                return from_json(answer["extract"])
            except (KeyError, TypeError, ValueError, AttributeError) as error:
                raise self._failed() from error
        if answer.get("fatal"):
            raise self._failed()
        raise SourceError(str(answer.get("error")), str(answer.get("advice", "")))

    def _answer(self, request: dict[str, Any], data: bytes) -> dict[str, Any]:
        """The answer of a process. A failure for another reason than time, in one that had served other files before,
        is not held against this file: it gets a fresh process."""
        worker = self._take()
        fresh = worker.served == 0
        answer = self._ask(worker, request, data)
        if answer.get("fatal") and not answer.get("late") and not fresh:
            answer = self._ask(_Worker(self._limits), request, data)
        return answer

    def _take(self) -> _Worker:
        if self._owner != os.getpid():
            self._owner, self._idle = os.getpid(), []
        try:
            return self._idle.pop()
        except IndexError:
            return _Worker(self._limits)

    def _ask(self, worker: _Worker, request: dict[str, Any], data: bytes) -> dict[str, Any]:
        """The answer of `worker`, which is kept for the next file if it is still fit."""
        try:
            answer = worker.ask(request, data, self._limits.seconds)
        except _DiedError as death:
            return {"fatal": True, "late": death.late}
        if answer.get("fatal") or worker.served >= _MOST_FILES:
            worker.end()
        else:
            self._idle.append(worker)
        return answer

    def _failed(self) -> SourceError:
        bounds = f"{self._limits.seconds:g} s and {in_mb(self._limits.memory)}"
        return SourceError(f"it could not be parsed within {bounds}", "split it, or save it in another format")


@cache
def parsers_for(limits: Limits) -> Parsers:
    """The parser processes that everything in this process shares; they end with it."""
    parsers = Parsers(limits)
    atexit.register(parsers.close)
    return parsers
