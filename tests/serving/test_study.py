"""How the live study follows the ledger, with printers that do as they are told."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from liens.config import Config
from liens.errors import LedgerError
from liens.serving import study as module
from liens.serving.kept import Kept
from liens.serving.printer import BusyError, Print, Printer
from liens.serving.study import Issue, LiveStudy
from tests.serving.loops import finish

BROKEN = LedgerError("the ledger is broken")


class FakePrinter:
    """Prints its revision."""

    def __init__(self, revision: int, size: int = 10) -> None:
        self.revision = revision
        self.first = (("page", "index.html"),)
        self.warm = (("page", "ties-2.html"),)
        self.alive = True
        self.asked: list[tuple[str, str]] = []
        self.gate = asyncio.Event()
        self.gate.set()
        self.size = size

    async def ask(self, what: str, key: str) -> Print:
        if not self.alive:
            raise BusyError
        self.asked.append((what, key))
        await self.gate.wait()
        return Print(404 if key == "nothing" else 200, "text/html", b"%d" % self.revision * self.size)

    async def close(self, at_once: bool = False) -> None:
        self.alive = False


def follow(
    monkeypatch: pytest.MonkeyPatch, starts: Callable[[], FakePrinter], script: Callable[[LiveStudy, list[int]], Any]
) -> None:
    """Run `script` on a live study whose ledger has the revision in the list that it is given."""
    revision = [1]

    async def start(_folder: Path) -> FakePrinter:
        return starts()

    monkeypatch.setattr(Printer, "start", start)
    monkeypatch.setattr(module, "WATCH_SECONDS", 0.01)
    monkeypatch.setattr(module, "PATIENCE", 0.01)

    async def run() -> None:
        with ThreadPoolExecutor(1) as clerk:
            study = LiveStudy(Config(Path()), lambda: revision[0], clerk)
            await study.open()
            await script(study, revision)
            await study.close()

    finish(asyncio.wait_for(run(), 30))


def test_the_issue_before_is_shown_until_the_new_one_is_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[FakePrinter] = []

    def start() -> FakePrinter:
        made.append(FakePrinter(len(made) + 1))
        if len(made) == 2:
            made[1].gate.clear()
        return made[-1]

    async def script(study: LiveStudy, revision: list[int]) -> None:
        first = study.now
        revision[0] = 2
        while len(made) < 2:
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.05)
        assert study.now is first, "its pages are not ready"
        assert (await study.get("page", "x"))[1].body == b"1" * 10
        made[1].gate.set()
        while study.now is first:
            await asyncio.sleep(0.01)
        assert (await study.get("page", "x"))[1].body == b"2" * 10
        assert study.now.tag != first.tag
        await asyncio.sleep(0.05)
        assert not made[0].alive

    follow(monkeypatch, start, script)


def test_a_study_that_cannot_be_made_anew_stays_and_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    starts: Iterator[FakePrinter | LedgerError] = iter([FakePrinter(1), BROKEN, BROKEN, FakePrinter(2)])

    def start() -> FakePrinter:
        made = next(starts)
        if isinstance(made, LedgerError):
            raise made
        return made

    async def script(study: LiveStudy, revision: list[int]) -> None:
        revision[0] = 2
        assert (await study.get("page", "x"))[1].body == b"1" * 10
        while study.now.revision != 2:
            await asyncio.sleep(0.01)

    follow(monkeypatch, start, script)


def test_a_printer_that_ends_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    async def script(study: LiveStudy, _revision: list[int]) -> None:
        study.now.printer.alive = False  # type: ignore[misc]
        with pytest.raises(BusyError):
            await study.get("page", "x")
        while not study.now.printer.alive:
            await asyncio.sleep(0.01)
        assert (await study.get("page", "x"))[1].status == 200

    follow(monkeypatch, lambda: FakePrinter(1), script)


def test_what_another_server_left_is_shown_until_the_first_issue_is_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    left = Kept(1, ((("page", "index.html"), Print(200, "text/html", b"left")),))
    monkeypatch.setattr(module, "find_kept", lambda _config, revision: left if revision == 1 else None)
    first = FakePrinter(1)
    first.gate.clear()

    async def script(study: LiveStudy, _revision: list[int]) -> None:
        shown, found = await study.get("page", "index.html")
        assert (found.body, shown.revision) == (b"left", 1)
        waiting = asyncio.ensure_future(study.get("page", "x"))
        await asyncio.sleep(0.05)
        assert not waiting.done(), "it was not left, so it has to be printed"
        first.gate.set()
        shown, found = await waiting
        assert found.body == b"1" * 10
        assert (await study.get("page", "index.html"))[1].body == b"1" * 10

    follow(monkeypatch, lambda: first, script)


def test_who_asks_at_once_gets_one_print_and_the_shelf_has_an_end() -> None:
    async def run() -> None:
        printer = FakePrinter(1, size=100)
        issue = Issue(printer, "1", limit=2000)  # type: ignore[arg-type]
        found = await asyncio.gather(*(issue.get("page", "a") for _ in range(20)))
        assert len(set(map(id, found))) == 1
        assert printer.asked == [("page", "a")]
        for key in ("b", "c", "d"):
            await issue.get("page", key)
        await issue.get("page", "a")
        assert printer.asked.count(("page", "a")) == 2, "the first went first"
        await issue.get("page", "nothing")
        await issue.get("page", "nothing")
        assert printer.asked.count(("page", "nothing")) == 2, "what is not there is not kept"

    finish(run())
