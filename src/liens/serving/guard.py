"""What stands before every page: who may come in, how often and with how much, and what a browser may do with a page.

The guard is ASGI. It refuses before anything is read, and hands what it found out on in the scope: `Visit`.
"""

from __future__ import annotations

import hmac
import secrets
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterable, Mapping, MutableMapping
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from ipaddress import ip_address
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from liens.serving.users import Session, Users

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]
Refuse = Callable[[Scope, Receive, Send, "Refusal"], Awaitable[None]]

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
LONGEST_BODY = 64 * 1024
MOST_FIELDS = 60
LONGEST_PATH = 2_000
BURST = 4
"""Seconds' worth of requests that a client may make at once."""
MOST_CLIENTS = 20_000
USERS_SECONDS = 1.0
"""How long what the file of users says is taken for true."""
OPEN_TO_ALL = frozenset(
    {"/sign-in.html", "/sign-in", "/style.css", "/service/service.css", "/robots.txt", "/favicon.ico"}
)
POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
    (b"x-robots-tag", b"noindex"),
)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a request is not answered; `retry` are seconds after which it may be."""

    status: int
    why: str
    retry: int | None = None


class RefusedError(Exception):
    """A request that is not answered."""

    def __init__(self, status: int, why: str, retry: int | None = None) -> None:
        super().__init__(why)
        self.refusal = Refusal(status, why, retry)


@dataclass(frozen=True, slots=True)
class Visit:
    """Who asks. `session` is theirs; None where nobody signs in, or on the pages for signing in. `csrf` is what their
    forms carry, `fields` what one that they sent holds."""

    place: str
    session: Session | None
    open: bool
    csrf: str
    token: str | None = None
    new: bool = False
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rules:
    """How a server is to be guarded. `names` are the hosts that it answers to (empty: any); `rate` is how many requests
    a second each client has (0: any number); `port` tells the cookies of several studies on one host apart."""

    loopback: bool = True
    names: frozenset[str] = frozenset()
    rate: float = 50.0
    port: int = 0


class Bucket:
    """Tokens that come back with time: `rate` a second, `most` at once, for each of many keys."""

    def __init__(self, rate: float, most: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate, self._most, self._clock = rate, most, clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, key: str, cost: float = 1.0) -> float:
        """Take `cost` tokens of `key`; → 0, or the seconds until there will be as many."""
        now = self._clock()
        left, at = self._left.get(key, (self._most, now))
        left = min(self._most, left + (now - at) * self._rate)
        enough = left >= cost
        self._left[key] = (left - cost if enough else left, now)
        self._left.move_to_end(key)
        if len(self._left) > MOST_CLIENTS:
            self._left.popitem(last=False)
        return 0.0 if enough else (cost - left) / self._rate

    def give_back(self, key: str, cost: float = 1.0) -> None:
        """Take back what `wait` took."""
        left, at = self._left.get(key, (self._most, self._clock()))
        self._left[key] = (min(self._most, left + cost), at)


class Guard:
    """Lets through what may be answered."""

    def __init__(self, app: App, users: Users, rules: Rules, refuse: Refuse) -> None:
        self._app, self._users, self._rules, self._refuse = app, users, rules, refuse
        self._requests = Bucket(rules.rate or 1.0, BURST * rules.rate)
        self._sessions: OrderedDict[str, tuple[float, Session | None]] = OrderedDict()
        self._any_users = (-USERS_SECONDS, False)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            return
        headed = _with_headers(send)
        try:
            scope["visit"] = await self._visit(scope, receive)
        except RefusedError as error:
            await self._refuse(scope, receive, headed, error.refusal)
            return
        await self._app(scope, receive, headed)

    async def _visit(self, scope: Scope, receive: Receive) -> Visit:
        headers = _headers(scope)
        host = self._host(headers)
        if len(scope["path"]) + len(scope["query_string"]) > LONGEST_PATH:
            raise RefusedError(414, "this address is too long")
        place = scope["client"][0] if scope.get("client") else ""
        cookies = _cookies(headers.get("cookie", ""))
        token = cookies.get(session_cookie(self._rules.port))
        session = self._session(token) if token else None
        self._pace(f"user {session.user.name}" if session else place)
        is_open = self._rules.loopback and not self._has_users
        if not is_open and session is None and scope["path"] not in OPEN_TO_ALL:
            raise RefusedError(401, "sign in to see this study")
        kept = cookies.get(form_cookie(self._rules.port), "")
        csrf = session.csrf if session else kept or secrets.token_urlsafe(24)
        fields = {}
        if scope["method"] == "POST":
            _check_origin(headers, host)
            fields = await _form(headers, receive)
            wanted = session.csrf if session else kept
            if not wanted or not hmac.compare_digest(fields.pop("csrf", "").encode(), wanted.encode()):
                raise RefusedError(403, "this form has lost its session: load its page again and send it anew")
        elif scope["method"] not in ("GET", "HEAD"):
            raise RefusedError(405, "a study is read with GET and judged with POST")
        return Visit(place, session, is_open, csrf, token, session is None and not kept, fields)

    def _host(self, headers: Mapping[str, str]) -> str:
        """The host that the request is for. A page of another site whose name was made to lead here (DNS rebinding)
        does not know the name that the server has for itself."""
        host = headers.get("host", "")
        try:
            name = (urlsplit(f"//{host}").hostname or "").rstrip(".").lower()
        except ValueError:
            name = ""
        if not name or (self._rules.names and name not in self._rules.names):
            raise RefusedError(421, "this server does not go by that name: see --allow-host")
        return host.lower()

    def _pace(self, client: str) -> None:
        if self._rules.rate and (wait := self._requests.wait(client)):
            raise RefusedError(429, "that was too often: wait a moment", max(1, round(wait)))

    def _session(self, token: str) -> Session | None:
        """Whose token it is; looked up in the file no more than once a second."""
        now = time.monotonic()
        at, session = self._sessions.get(token, (-USERS_SECONDS, None))
        if now - at >= USERS_SECONDS:
            session = self._users.session(token)
            self._sessions[token] = (now, session)
            self._sessions.move_to_end(token)
            if len(self._sessions) > MOST_CLIENTS:
                self._sessions.popitem(last=False)
        return session

    def forget(self, token: str) -> None:
        """Let a session that was ended end at once."""
        self._sessions.pop(token, None)

    @property
    def _has_users(self) -> bool:
        now = time.monotonic()
        if now - self._any_users[0] >= USERS_SECONDS:
            self._any_users = (now, self._users.any)
        return self._any_users[1]


def session_cookie(port: int) -> str:
    """The name of the cookie that holds a session's token."""
    return f"liens-{port}"


def form_cookie(port: int) -> str:
    """The name of the cookie that ties the form for signing in to its browser."""
    return f"liens-form-{port}"


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach `host`."""
    try:
        return host.lower() == "localhost" or ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _headers(scope: Scope) -> Mapping[str, str]:
    """The headers by their lower-case names; of one that is given twice, both, which then fit nothing."""
    found: dict[str, str] = {}
    for name, value in scope["headers"]:
        key, text = name.decode("latin-1"), value.decode("latin-1")
        found[key] = f"{found[key]}, {text}" if key in found else text
    return found


def _cookies(header: str) -> Mapping[str, str]:
    try:
        return {name: morsel.value for name, morsel in SimpleCookie(header).items()} if header else {}
    except CookieError:
        return {}


def _check_origin(headers: Mapping[str, str], host: str) -> None:
    """Refuse a form that a page of another site sends. Browsers say where a form comes from: by `Sec-Fetch-Site` where
    the connection is safe, else by `Origin`. (Its scheme is not looked at: a proxy in front may speak another.)"""
    origin, site = headers.get("origin"), headers.get("sec-fetch-site")
    if site not in (None, "same-origin", "none"):
        raise RefusedError(403, "this form comes from another site")
    if site is None and origin is not None and origin.lower().partition("://")[2] != host:
        raise RefusedError(403, "this form comes from another site")


async def _form(headers: Mapping[str, str], receive: Receive) -> dict[str, str]:
    """The fields of a form; of one that is given twice the last."""
    if headers.get("content-type", "").partition(";")[0].strip() != "application/x-www-form-urlencoded":
        raise RefusedError(415, "send a form: application/x-www-form-urlencoded")
    length = headers.get("content-length", "0")
    if not length.isdigit() or int(length[:9]) > LONGEST_BODY:
        raise RefusedError(413, "this form is too long")
    body = b""
    async for chunk in _chunks(receive):
        body += chunk
        if len(body) > LONGEST_BODY:
            raise RefusedError(413, "this form is too long")
    try:
        return dict(parse_qsl(body.decode("utf-8"), keep_blank_values=True, max_num_fields=MOST_FIELDS))
    except ValueError:
        raise RefusedError(400, "this form cannot be read") from None


async def _chunks(receive: Receive) -> Any:
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise RefusedError(400, "the form broke off")
        more = message.get("more_body", False)
        yield message.get("body", b"")


def _with_headers(send: Send, headers: Iterable[tuple[bytes, bytes]] = HEADERS) -> Send:
    async def headed(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message.get("headers", ()), *headers]
        await send(message)

    return headed
