"""What the handlers of the live study share, and how they answer."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Self

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import escape
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from liens.config import Config
from liens.publishing.wording import printable
from liens.serving.desk import Desk
from liens.serving.edition import CUT
from liens.serving.guard import RefusedError, Rules, Visit
from liens.serving.printer import Print
from liens.serving.study import LiveStudy
from liens.serving.users import Role, Users

FRESH = {"cache-control": "no-store"}
"""What is made for one person at one moment is kept nowhere."""


@dataclass(frozen=True)
class Service:
    """A study that is served: its editions, its desk, its users and its rules."""

    config: Config
    study: LiveStudy
    desk: Desk
    users: Users
    rules: Rules

    async def __aenter__(self) -> Self:
        """Make the first edition and watch for more. Templates are compiled now, so that nobody waits for them.

        Raises:
            LedgerError: there is nothing to show.
        """
        for name in environment().list_templates():
            environment().get_template(name)
        await self.study.open()
        return self

    async def __aexit__(self, *_ended: object) -> None:
        await self.study.close()
        await self.desk.close()
        self.users.close()

    async def asked(self, what: str, key: str) -> Any:
        """What the edition of now says of `key`, as data; None if it does not know it."""
        _, found = await self.study.get(what, key)
        return json.loads(gzip.decompress(found.body)) if found.status == 200 else None

    async def framed(self, request: Request, address: str, template: str, shown: Mapping[str, Any]) -> Response:
        """A page of the study with `template` as its content."""
        _, frame = await self.study.get("frame", address)
        head, middle, tail = _cut(frame.body)
        visit = visit_of(request)
        title, main = str(shown["title"]), environment().get_template(template)
        text = main.render({**shown, "visit": visit, "may_judge": may(visit, Role.REVIEWER), "here": self.pulse})
        return page(printable(f"{head}{escape(title)}{middle}{text}{tail}"))

    @property
    def pulse(self) -> str:
        """The state that a page is made on."""
        return self.study.now.tag


@lru_cache(maxsize=32)
def _cut(frame: bytes) -> tuple[str, str, str]:
    """What stands before a page's title, between title and content, and after them."""
    head, middle, tail = gzip.decompress(frame).decode().split(CUT)
    return head, middle, tail


def visit_of(request: Request) -> Visit:
    """Who asks."""
    visit: Visit = request.scope["visit"]
    return visit


def may(visit: Visit, role: Role) -> bool:
    """Whether who asks may do what `role` may."""
    return visit.session is not None and visit.session.user.role.may(role)


def need(visit: Visit, role: Role) -> str:
    """The name of who asks.

    Raises:
        RefusedError: they may not do what `role` may.
    """
    if visit.session is None or not may(visit, role):
        raise RefusedError(403, f"this is for a {role.value}: ask whoever runs this study")
    return visit.session.user.name


def page(text: str, status: int = 200) -> Response:
    """HTML for one person."""
    return Response(text, status, FRESH, "text/html")


def bare(title: str, template: str, shown: Mapping[str, Any], status: int = 200) -> Response:
    """A page that says nothing of the study."""
    text = environment().get_template(template).render({**shown, "title": title})
    return page(printable(text), status)


def as_json(value: object, status: int = 200) -> Response:
    """Data of the moment."""
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    return Response(body, status, FRESH, "application/json")


def onward(address: str) -> Response:
    """To another page, after a form."""
    return RedirectResponse(address, 303, FRESH)


def printed(request: Request, found: Print, tag: str) -> Response:
    """A print of the edition, gzipped if the client takes that; 304 if it has it already."""
    zipped = "gzip" in request.headers.get("accept-encoding", "")
    etag = f'"{tag}-z"' if zipped else f'"{tag}"'
    headers = {"cache-control": "no-cache", "vary": "accept-encoding, cookie"}
    if found.status != 200:
        return Response(gzip.decompress(found.body), found.status, headers, found.kind)
    headers["etag"] = etag
    if is_known(request, etag):
        return Response(None, 304, headers)
    if zipped:
        headers["content-encoding"] = "gzip"
    return Response(found.body if zipped else gzip.decompress(found.body), 200, headers, found.kind)


def is_known(request: Request, etag: str) -> bool:
    """Whether the client has what has this tag."""
    known = request.headers.get("if-none-match", "")
    return known.strip() == "*" or etag in (each.strip().removeprefix("W/") for each in known.split(","))


@lru_cache(maxsize=1)
def environment() -> Environment:
    """The templates of the pages that the server fills, with escaping always on."""
    made = Environment(
        loader=PackageLoader("liens.serving"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters["short"] = lambda text, longest=80: (
        text if len(text) <= longest else text[: longest - 1].rstrip() + "…"
    )
    made.filters["moment"] = lambda at: at[:19].replace("T", " ")
    return made
