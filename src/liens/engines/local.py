"""Reading in processes on this machine, with a bound on each document's time and on how much is in flight."""

from __future__ import annotations

import multiprocessing
import signal
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

from liens.engines import ReadOne
from liens.errors import PluginError, ReaderError
from liens.model import Document, Problem, Reading

BATCH = 16
SECONDS = 60.0
"""The most one document may take; a batch of n documents has n times this."""
START_SECONDS = 60.0
"""The most a worker may take to start and make its reader."""

Result = Reading | Problem


@dataclass(slots=True)
class _Worker:
    """A process that reads batches, and the batch it is reading."""

    process: BaseProcess
    pipe: Connection
    batch: list[Document] | None = None
    ready: bool = False


class LocalEngine:
    """`workers` processes, each document bounded in time; or, with `here`, this process and no bound."""

    def __init__(self, workers: int = 1, seconds: float = SECONDS, here: bool = False) -> None:
        self._workers = max(1, workers)
        self._seconds = seconds
        self._here = here

    def map(self, make: Callable[[], ReadOne], documents: Iterable[Document]) -> Iterator[Result]:
        if self._here:
            read = make()
            for document in documents:
                yield _read_one(read, document)
            return
        yield from self._map(make, iter(documents))

    def _map(self, make: Callable[[], ReadOne], documents: Iterator[Document]) -> Iterator[Result]:
        """Hand each worker one batch at a time, in turn, and take the answers in the same turn: the order holds, and no
        more than one batch a worker is in flight."""
        queue: deque[_Worker] = deque()
        try:
            for batch in iter(lambda: list(islice(documents, BATCH)), []):
                worker = _start(make) if len(queue) < self._workers else queue.popleft()
                yield from self._answers(make, worker)
                _send(worker, batch)
                queue.append(worker)
            for worker in queue:
                yield from self._answers(make, worker)
        finally:
            for worker in queue:
                _stop(worker)

    def _answers(self, make: Callable[[], ReadOne], worker: _Worker) -> Iterator[Result]:
        """What the worker made of its batch. If it died or hangs, each document of the batch gets a worker of its own,
        so that only the one to blame is lost."""
        batch, worker.batch = worker.batch, None
        if batch is None:
            return
        results = _receive(worker, self._seconds * len(batch))
        if results is None:
            results = [self._alone(make, worker, document) for document in batch]
        yield from results

    def _alone(self, make: Callable[[], ReadOne], worker: _Worker, document: Document) -> Result:
        if not worker.process.is_alive():
            fresh = _start(make)
            worker.process, worker.pipe, worker.ready = fresh.process, fresh.pipe, False
        _send(worker, [document])
        worker.batch = None
        results = _receive(worker, self._seconds)
        return results[0] if results else _problem(document, f"reading it takes over {self._seconds:.0f} s or crashes")


def _start(make: Callable[[], ReadOne]) -> _Worker:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_work, args=(theirs, make), daemon=True)
    process.start()
    theirs.close()
    return _Worker(process, ours)


def _send(worker: _Worker, batch: list[Document]) -> None:
    worker.batch = batch
    with suppress(BrokenPipeError, ConnectionResetError):  # `_receive` finds the worker dead and says so
        worker.pipe.send(batch)


def _receive(worker: _Worker, seconds: float) -> list[Result] | None:
    """The worker's answer; None, with the worker ended, if there is none in time."""
    with suppress(EOFError, ConnectionResetError):
        if not worker.ready and worker.pipe.poll(START_SECONDS):
            worker.ready = _said_ready(worker.pipe.recv())
        if worker.pipe.poll(seconds):
            results: list[Result] = worker.pipe.recv()
            return results
    _stop(worker)
    return None


def _said_ready(fault: str | None) -> bool:
    """Raises PluginError: the worker said that the reader cannot be made, so no document can be read."""
    if fault:
        raise PluginError(f"the reader cannot start: {fault}")
    return True


def _stop(worker: _Worker) -> None:
    worker.pipe.close()
    worker.process.kill()
    worker.process.join()


def _work(pipe: Connection, make: Callable[[], ReadOne]) -> None:
    """A worker's life: it ends when the pipe does, so it never outlives a killed parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        read = make()
    except Exception as error:  # noqa: BLE001  a worker's edge: the parent tells the person
        pipe.send(str(error) or type(error).__name__)
        return
    pipe.send(None)
    while True:
        try:
            batch = pipe.recv()
        except EOFError:
            return
        pipe.send([_read_one(read, document) for document in batch])


def _read_one(read: ReadOne, document: Document) -> Result:
    try:
        return read(document)
    except ReaderError as error:
        return _problem(document, str(error), error.advice)
    except Exception as error:  # noqa: BLE001  a worker's edge: a bug costs one document, and says where it is
        place = traceback.extract_tb(error.__traceback__)[-1]
        return _problem(document, f"{type(error).__name__} in {place.name} (line {place.lineno}): {error}")


def _problem(document: Document, message: str, advice: str = "report it, with the document") -> Problem:
    return Problem("reading", document.found_at or document.name, message, advice)
