"""Signing in and out, and what an admin may see of it."""

from __future__ import annotations

import asyncio
from urllib.parse import quote, urlsplit

from starlette.requests import Request
from starlette.responses import Response

from liens.serving.guard import Bucket, Guard, Refusal, RefusedError, form_cookie, session_cookie
from liens.serving.service import Service, as_json, bare, need, onward, visit_of
from liens.serving.users import SESSION_SECONDS, Role, is_right

WINDOW = 300.0
"""Seconds in which so many may fail to sign in: `OF_NAME` with one name from one place, `OF_PLACE` from one place."""
OF_NAME, OF_PLACE = 6, 30
AT_ONCE = 2
"""Passwords that are checked at the same time: each takes 64 MiB and a tenth of a second."""
EVENTS = 100


class Signing:
    """The pages for signing in. `guard` forgets a session that ends."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._users = service.users
        self._tries = [Bucket(most / WINDOW, most) for most in (OF_NAME, OF_PLACE)]
        self._checking = asyncio.Semaphore(AT_ONCE)
        self.guard: Guard | None = None

    async def form(self, request: Request) -> Response:
        """The form for signing in."""
        return self._form(request, _inside(request.query_params.get("next", "")), "", 200)

    def _form(self, request: Request, onward_to: str, wrong: str, status: int) -> Response:
        visit = visit_of(request)
        shown = {"csrf": visit.csrf, "next": onward_to, "wrong": wrong, "visit": visit}
        response = bare("Sign in", "sign-in.html", shown, status)
        if visit.new:
            self._keep(request, response, form_cookie(self._service.rules.port), visit.csrf, int(WINDOW * 12))
        return response

    async def sign_in(self, request: Request) -> Response:
        """Check a name and a password, and begin a session."""
        visit = visit_of(request)
        name, place = visit.fields.get("name", "").strip()[:64], visit.place
        tries = list(zip(self._tries, (f"{place} {name}", place), strict=True))
        for bucket, key in tries:
            if wait := bucket.wait(key):
                raise RefusedError(429, "too many have tried to sign in: wait some minutes", round(wait) + 1)
        async with self._checking:
            right = await asyncio.to_thread(is_right, visit.fields.get("password", ""), self._users.hash_of(name))
        onward_to = _inside(visit.fields.get("next", ""))
        if not right:
            self._users.note(name, "failed to sign in", "", place)
            return self._form(request, onward_to, "This name and password do not go together.", 401)
        for bucket, key in tries:
            bucket.give_back(key)
        response = onward(onward_to)
        token = self._users.sign_in(name, place)
        self._keep(request, response, session_cookie(self._service.rules.port), token, int(SESSION_SECONDS))
        return response

    async def sign_out(self, request: Request) -> Response:
        """End the session."""
        visit = visit_of(request)
        if visit.token and visit.session:
            self._users.sign_out(visit.token)
            self._users.note(visit.session.user.name, "signed out", "", visit.place)
            if self.guard is not None:
                self.guard.forget(visit.token)
        response = onward("sign-in.html")
        response.delete_cookie(session_cookie(self._service.rules.port), httponly=True, samesite="strict")
        return response

    async def account(self, request: Request) -> Response:
        """Who is signed in, or that nobody needs to be."""
        shown = {"title": "Account", "is_admin": _is_admin(request)}
        return await self._service.framed(request, "account.html", "account.html", shown)

    async def audit(self, request: Request) -> Response:
        """Every decision and everything that was done with accounts, for admins."""
        need(visit_of(request), Role.ADMIN)
        before = request.query_params.get("before", "")
        events = self._users.events(EVENTS, int(before) if before.isdigit() and len(before) < 10 else None)
        about = [event.about for _, event in events]
        taken = await self._service.desk.read(lambda log: {id: decision for id in about if (decision := log.get(id))})
        older = events[-1][0] if len(events) == EVENTS else None
        shown = {"title": "Audit", "events": events, "taken": taken, "older": older}
        return await self._service.framed(request, "audit.html", "audit.html", shown)

    @staticmethod
    def _keep(request: Request, response: Response, name: str, value: str, seconds: int) -> None:
        secure = request.url.scheme == "https"
        response.set_cookie(name, value, max_age=seconds, httponly=True, samesite="strict", secure=secure)


def _is_admin(request: Request) -> bool:
    session = visit_of(request).session
    return session is not None and session.user.role is Role.ADMIN


def _inside(address: str) -> str:
    """`address` if it is a page of this study, else the front page."""
    parts = urlsplit(address) if address.isprintable() and "\\" not in address else None
    is_inside = parts and not parts.scheme and not parts.netloc and address.startswith("/") and address[1:2] != "/"
    return address if is_inside else "/"


async def refuse(request: Request, refusal: Refusal) -> Response:
    """Say why a request is not answered: to a program as JSON, to a person as a page, to somebody unknown the way to
    sign in."""
    if request.url.path.startswith("/api/"):
        response = as_json({"error": refusal.why}, refusal.status)
    elif refusal.status == 401 and request.method in ("GET", "HEAD"):
        wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        return onward(f"/sign-in.html?next={quote(wanted, safe='')}")
    else:
        response = bare("Not possible", "refusal.html", {"why": refusal.why}, refusal.status)
    if refusal.retry is not None:
        response.headers["retry-after"] = str(refusal.retry)
    return response
