"""The parser processes: one for many files, and none that outlives its file's bounds or its parent."""

import os
import signal
import subprocess
import sys
import threading
import time

import psutil
import pytest

from liens.errors import SourceError
from liens.sources.limits import Limits
from liens.sources.text.formats import Format
from liens.sources.text.parsers import Parsers

MAIL = b"From: a@example.org\nSubject: S\n\nAlpha invests in Beta."


def children() -> set[int]:
    return {child.pid for child in psutil.Process().children()}


def test_one_process_serves_many_files() -> None:
    before = children()
    with Parsers() as pool:
        texts = {pool.parse(Format.EML, MAIL).text for _ in range(20)}
        assert len(children() - before) == 1
    assert texts == {"Alpha invests in Beta."}
    assert children() - before == set()


def test_threads_get_processes_of_their_own() -> None:
    texts: list[str] = []
    with Parsers() as pool:
        work = [threading.Thread(target=lambda: texts.append(pool.parse(Format.EML, MAIL).text)) for _ in range(4)]
        for thread in work:
            thread.start()
        for thread in work:
            thread.join()
    assert texts == ["Alpha invests in Beta."] * 4


def test_a_killed_process_costs_nothing() -> None:
    before = children()
    with Parsers() as pool:
        pool.parse(Format.EML, MAIL)
        (pid,) = children() - before
        os.kill(pid, signal.SIGKILL)
        assert pool.parse(Format.EML, MAIL).text == "Alpha invests in Beta."


def test_what_takes_too_long_is_given_up_and_the_next_file_is_read() -> None:
    page = b"<html><body>" + b"<p>Some words of a page.</p>" * 100_000
    with Parsers(Limits(seconds=0.7)) as pool:
        began = time.monotonic()
        with pytest.raises(SourceError, match=r"could not be parsed within 0.7 s and 1000 MB"):
            pool.parse(Format.HTML, page)
        assert time.monotonic() - began < 3


def test_what_takes_too_much_memory_is_given_up_and_the_next_file_is_read() -> None:
    page = b"<html><body>" + b"<p>Some words of a page.</p>" * 200_000
    with Parsers(Limits(memory=180_000_000)) as pool:
        with pytest.raises(SourceError, match=r"could not be parsed within 30 s and 180 MB"):
            pool.parse(Format.HTML, page)
        assert pool.parse(Format.EML, MAIL).text == "Alpha invests in Beta."


def test_the_processes_end_when_their_parent_is_killed() -> None:
    program = (
        "import psutil, time\n"
        "from liens.sources.text.parsers import Parsers\n"
        "from liens.sources.text.formats import Format\n"
        "pool = Parsers()\n"
        f"pool.parse(Format.EML, {MAIL!r})\n"
        "print(psutil.Process().children()[0].pid, flush=True)\n"
        "time.sleep(60)\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    worker = psutil.Process(int(parent.stdout.readline()))
    parent.kill()
    parent.communicate()
    assert psutil.wait_procs([worker], timeout=5)[1] == []


def test_a_folder_full_of_python_does_not_get_into_the_process(
    tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(str(tmp_path))
    for name in ("json.py", "email.py", "lxml.py", "trafilatura.py"):
        with open(name, "w") as stream:  # noqa: PTH123
            stream.write("raise SystemExit(3)\n")
    with Parsers() as pool:
        assert pool.parse(Format.EML, MAIL).text == "Alpha invests in Beta."
