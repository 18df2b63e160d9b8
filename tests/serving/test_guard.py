"""The guard alone, before an application that would answer anything."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from liens.serving.guard import (
    LONGEST_BODY,
    LOOPBACK,
    Bucket,
    Guard,
    Message,
    Receive,
    Refusal,
    Rules,
    Scope,
    Send,
    form_cookie,
    is_loopback,
)
from liens.serving.users import Users
from tests.serving.loops import finish

FORM = "application/x-www-form-urlencoded"
COOKIE = f"{form_cookie(0)}=tok"


async def _app(scope: Scope, receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": repr(dict(scope["visit"].fields)).encode()})


async def _refuse(scope: Scope, receive: Receive, send: Send, refusal: Refusal) -> None:
    await send({"type": "http.response.start", "status": refusal.status, "headers": []})
    await send({"type": "http.response.body", "body": refusal.why.encode()})


def ask(
    guard: Guard, headers: dict[str, str], method: str = "GET", path: str = "/", body: bytes = b""
) -> tuple[int, str]:
    """Status and text of what the guard lets through or says itself."""
    sent: list[Message] = []
    chunks = [body[at : at + 1000] for at in range(0, len(body), 1000)] or [b""]

    async def receive() -> Message:
        chunk = chunks.pop(0)
        return {"type": "http.request", "body": chunk, "more_body": bool(chunks)}

    async def send(message: Message) -> None:
        sent.append(message)

    scope: dict[str, Any] = {
        "type": "http",
        "method": method,
        "path": path,
        "query_string": b"",
        "client": ("10.0.0.1", 1),
        "headers": [(k.lower().encode(), v.encode()) for k, v in headers.items()],
    }
    finish(guard(scope, receive, send))
    assert any(name == b"content-security-policy" for name, _ in sent[0]["headers"])
    return sent[0]["status"], sent[1]["body"].decode()


def guarded(folder: Path, rules: Rules | None = None) -> Guard:
    return Guard(_app, Users(folder), rules or Rules(names=LOOPBACK), _refuse)


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost", 200),
        ("localhost:8000", 200),
        ("LOCALHOST.:8000", 200),
        ("127.0.0.1:1", 200),
        ("[::1]:8000", 200),
        ("evil.example", 421),
        ("localhost.evil.example", 421),
        ("evil.example@localhost:1", 200),
        ("", 421),
        ("[::1", 421),
        ("localhost, evil.example", 421),
    ],
)
def test_a_server_for_this_machine_answers_to_its_own_names(tmp_path: Path, host: str, status: int) -> None:
    assert ask(guarded(tmp_path), {"host": host})[0] == status


def test_a_server_for_others_answers_to_the_names_it_is_given(tmp_path: Path) -> None:
    rules = Rules(loopback=False, names=frozenset({"study.example"}))
    assert ask(guarded(tmp_path, rules), {"host": "study.example"}, path="/sign-in.html")[0] == 200
    assert ask(guarded(tmp_path, rules), {"host": "10.0.0.9"}, path="/sign-in.html")[0] == 421
    assert ask(guarded(tmp_path, Rules(loopback=False)), {"host": "any.example"}, path="/sign-in.html")[0] == 200


def test_a_server_for_others_shows_nothing_even_without_users(tmp_path: Path) -> None:
    assert ask(guarded(tmp_path, Rules(loopback=False)), {"host": "any.example"})[0] == 401


POST = {"host": "localhost:8000", "content-type": FORM, "cookie": COOKIE, "content-length": "20"}


@pytest.mark.parametrize(
    ("headers", "body", "status"),
    [
        ({}, b"csrf=tok&a=b", 200),
        ({"origin": "http://localhost:8000"}, b"csrf=tok", 200),
        ({"origin": "https://localhost:8000"}, b"csrf=tok", 200),
        ({"sec-fetch-site": "same-origin"}, b"csrf=tok", 200),
        ({"sec-fetch-site": "same-origin", "origin": "null"}, b"csrf=tok", 200),
        ({"sec-fetch-site": "cross-site", "origin": "http://localhost:8000"}, b"csrf=tok", 403),
        ({"origin": "http://evil.example"}, b"csrf=tok", 403),
        ({"origin": "null"}, b"csrf=tok", 403),
        ({"origin": "http://localhost:9000"}, b"csrf=tok", 403),
        ({"sec-fetch-site": "cross-site"}, b"csrf=tok", 403),
        ({"sec-fetch-site": "same-site"}, b"csrf=tok", 403),
        ({}, b"csrf=other", 403),
        ({}, b"a=b", 403),
        ({"cookie": ""}, b"csrf=", 403),
        ({"cookie": ""}, b"a=b", 403),
        ({"cookie": f"{form_cookie(0)}="}, b"csrf=", 403),
        ({"content-type": "multipart/form-data; boundary=x"}, b"csrf=tok", 415),
        ({"content-type": "application/json"}, b"{}", 415),
        ({"content-type": ""}, b"csrf=tok", 415),
        ({"content-length": str(LONGEST_BODY + 1)}, b"csrf=tok", 413),
        ({"content-length": "nan"}, b"csrf=tok", 413),
        ({}, b"csrf=tok&a=" + b"x" * LONGEST_BODY, 413),
        ({}, b"csrf=tok&" + b"&".join(b"a%d=1" % n for n in range(100)), 400),
        ({}, b"csrf=tok&a=\xff\xfe", 400),
    ],
)
def test_forms(tmp_path: Path, headers: dict[str, str], body: bytes, status: int) -> None:
    assert ask(guarded(tmp_path), POST | headers, "POST", body=body)[0] == status


@pytest.mark.parametrize("method", ["PUT", "DELETE", "TRACE", "OPTIONS", "CONNECT"])
def test_other_methods_are_refused(tmp_path: Path, method: str) -> None:
    assert ask(guarded(tmp_path), {"host": "localhost"}, method)[0] == 405


def test_long_addresses_are_refused(tmp_path: Path) -> None:
    assert ask(guarded(tmp_path), {"host": "localhost"}, path="/" + "a" * 3000)[0] == 414


def test_odd_cookies_are_nothing(tmp_path: Path) -> None:
    for cookie in ("\x00=\xff", "liens-0=" + "x" * 5000, ";;;===", "liens-0=; liens-0=y"):
        assert ask(guarded(tmp_path), {"host": "localhost", "cookie": cookie})[0] == 200


def test_each_client_has_a_pace(tmp_path: Path) -> None:
    guard = guarded(tmp_path, Rules(names=LOOPBACK, rate=5))
    codes = [ask(guard, {"host": "localhost"})[0] for _ in range(40)]
    assert codes[:20] == [200] * 20
    assert 429 in codes[20:]


def test_tokens_come_back_with_time() -> None:
    now = [0.0]
    bucket = Bucket(2.0, 4.0, lambda: now[0])
    assert [bucket.wait("a") for _ in range(4)] == [0.0] * 4
    assert bucket.wait("a") == pytest.approx(0.5)
    assert bucket.wait("b") == 0.0
    now[0] = 0.5
    assert bucket.wait("a") == 0.0
    now[0] = 100.0
    assert [bucket.wait("a") for _ in range(5)].count(0.0) == 4


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("localhost", True),
        ("::1", True),
        ("[::1]", True),
        ("0.0.0.0", False),
        ("::", False),
        ("192.168.1.2", False),
        ("localhost.example", False),
    ],
)
def test_is_loopback(host: str, expected: bool) -> None:
    assert is_loopback(host) is expected
