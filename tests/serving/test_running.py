"""The real thing: `liens serve` as a process, from start to end, and killed on the way."""

from __future__ import annotations

import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import httpx2
import psutil
import pytest

from liens.config import Config
from liens.errors import ConfigError
from liens.ledger.store import Ledger
from liens.serving.running import Place, serve
from tests.serving.studies import PASSWORD, SECONDS, add_people, fields_of, make_study, process


def is_cut_off(address: str) -> bool:
    """Whether headers that never end are refused."""
    host, _, port = address.removeprefix("http://").strip("/").partition(":")
    with socket.create_connection((host, int(port)), SECONDS) as connection:
        try:
            connection.sendall(b"GET / HTTP/1.1\r\nhost: localhost\r\n")
            for number in range(1000):
                connection.sendall(b"x-%d: %s\r\n" % (number, b"a" * 1000))
            return b" 400 " in connection.recv(100)
        except OSError:
            return True


def browser(address: str, name: str) -> httpx2.Client:
    """Somebody who has signed in."""
    client = httpx2.Client(base_url=address, timeout=SECONDS)
    fields = fields_of(client.get("/sign-in.html").text)
    client.post("/sign-in", data=fields | {"name": name, "password": PASSWORD})
    return client


def test_it_starts_answers_and_ends_with_all_it_started(tmp_path: Path) -> None:
    make_study(tmp_path)
    with process(tmp_path) as (running, address):
        assert httpx2.get(address).status_code == 200
        assert httpx2.get(address, headers={"host": "evil.example"}).status_code == 421
        assert is_cut_off(address)
        printers = psutil.Process(running.pid).children()
        assert len(printers) == 1
        running.send_signal(signal.SIGTERM)
        assert running.wait(SECONDS) == 0
        assert not psutil.wait_procs(printers, SECONDS)[1]


def test_killed_while_people_decide_it_has_every_decision_it_answered(tmp_path: Path) -> None:
    claims = make_study(tmp_path)
    add_people(tmp_path)
    answered: list[str] = []
    with process(tmp_path, "--rate", "0") as (running, address):
        printers = psutil.Process(running.pid).children()

        def decide(name: str) -> None:
            with suppress(httpx2.TransportError):
                client = browser(address, name)
                csrf = fields_of(client.get("/account.html").text)["csrf"]
                for number in range(1000):
                    fields = {"csrf": csrf, "form": f"{name}{number}", "seen": "", "claim": claims[number % 4]}
                    sent = client.post("/decide", data=fields | {"verdict": ("accept", "reject")[number % 2]})
                    answered.append(str(re.search(r"made=([0-9a-f]{16})", sent.headers["location"])[1]))  # type: ignore[index]

        people = [threading.Thread(target=decide, args=(name,)) for name in ("ben", "ana", "odile")]
        for each in people:
            each.start()
        deadline = time.monotonic() + SECONDS
        while len(answered) < 30 and time.monotonic() < deadline:
            time.sleep(0.01)
        os.kill(running.pid, signal.SIGKILL)
        for each in people:
            each.join()
        running.wait()
        assert not psutil.wait_procs(printers, SECONDS)[1], "a printer does not outlive its server"
    assert len(answered) >= 30
    with sqlite3.connect(tmp_path / "ledger.db") as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    with Ledger.open(tmp_path / "ledger.db") as ledger:
        assert set(answered) <= {decision.id for decision in ledger.decisions()}


def test_others_are_not_let_in_without_users(tmp_path: Path) -> None:
    make_study(tmp_path)
    for host in ("0.0.0.0", "::", "192.0.2.1"):
        with pytest.raises(ConfigError, match="liens user add"):
            serve(Config(tmp_path), Place(host=host, port=0), print)


def test_a_place_that_is_taken_is_told(tmp_path: Path) -> None:
    make_study(tmp_path)
    with pytest.raises(ConfigError, match="choose another"):
        serve(Config(tmp_path), Place(host="127.0.0.1", port=99999), print)


def test_a_ledger_that_cannot_be_read_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "ledger.db").write_text("no database at all, but as long as the header of one " * 3)
    command = [sys.executable, "-m", "liens", "serve", "--study", str(tmp_path), "--port", "0"]
    ended = subprocess.run(command, check=False, capture_output=True, text=True, timeout=SECONDS)
    assert ended.returncode == 2
    assert "Traceback" not in ended.stderr
    assert ended.stderr.splitlines()[-1].startswith("liens: ")
