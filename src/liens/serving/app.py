"""The ASGI application of the live study: its routes, and what holds them together."""

from __future__ import annotations

import gzip
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from importlib.resources import files
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from liens.config import Config
from liens.serving.desk import Desk
from liens.serving.guard import App, Guard, Receive, Refusal, RefusedError, Rules, Scope, Send
from liens.serving.openapi import description
from liens.serving.parts import PARTS
from liens.serving.printer import BusyError, Print
from liens.serving.reviewing import Reviewing
from liens.serving.service import Service, as_json, is_known, printed
from liens.serving.signing import Signing, refuse
from liens.serving.study import LiveStudy
from liens.serving.users import Users

STATIC = {"service.css": "text/css", "service.js": "text/javascript"}
LONGEST_ADDRESS = 400


def build_service(config: Config, rules: Rules) -> Service:
    """What serves the study of `config`, not yet open."""
    desk = Desk(config.ledger_address)
    return Service(config, LiveStudy(config, desk.revision, desk.clerk), desk, Users(config.folder), rules)


def build_app(service: Service) -> App:
    """The application that serves `service`, which it opens and closes where whoever runs it speaks of a lifespan."""
    signing = Signing(service)
    app = Starlette(
        routes=_routes(service, signing),
        lifespan=_lifespan(service),
        exception_handlers={RefusedError: _refused, BusyError: _busy, 404: _missing, 405: _missing},
    )
    signing.guard = Guard(app, service.users, service.rules, _refuse_early)
    return signing.guard


def _routes(service: Service, signing: Signing) -> list[Route]:
    pages, reviewing = Pages(service), Reviewing(service)
    return [
        Route("/sign-in.html", signing.form),
        Route("/sign-in", signing.sign_in, methods=["POST"]),
        Route("/sign-out", signing.sign_out, methods=["POST"]),
        Route("/account.html", signing.account),
        Route("/audit.html", signing.audit),
        Route("/review.html", reviewing.queue),
        Route("/question.html", reviewing.question),
        Route("/names.html", reviewing.names),
        Route("/decisions.html", reviewing.decisions),
        Route("/decide", reviewing.decide, methods=["POST"]),
        Route("/service/{name}", pages.static),
        Route("/favicon.ico", pages.icon),
        Route("/api/", pages.contents),
        Route("/api/openapi.json", pages.openapi),
        Route("/api/pulse", reviewing.pulse),
        Route("/api/questions", reviewing.api_questions),
        Route("/api/decisions", reviewing.api_decisions),
        Route("/api/{path:path}", pages.data),
        Route("/study.json", pages.whole),
        Route("/{address:path}", pages.page),
    ]


@dataclass(frozen=True)
class Pages:
    """What is the same for everybody: the study's pages and its data."""

    service: Service

    async def page(self, request: Request) -> Response:
        """A file of the study."""
        address = request.path_params["address"] or "index.html"
        return await self._get(request, "page", address)

    async def data(self, request: Request) -> Response:
        """A part of the study as JSON."""
        path = request.scope["path"].removeprefix("/api/")
        try:
            query = parse_qsl(request.url.query, keep_blank_values=True, max_num_fields=20)
        except ValueError:
            raise RefusedError(400, "this query has too many parameters") from None
        name, _, key = path.partition("/")
        return await self._get(request, "data", "/".join(map(quote, filter(None, (name, key)))) + _query(query))

    async def _get(self, request: Request, what: str, key: str) -> Response:
        if len(key) > LONGEST_ADDRESS:
            raise RefusedError(404, "there is no such page in this study")
        study = self.service.study
        if is_known(request, f'"{study.now.tag}-z"') or is_known(request, f'"{study.now.tag}"'):
            return printed(request, Print(200, "text/html", b""), study.now.tag)
        issue, found = await study.get(what, key)
        if found.status != 200 and what == "page":
            raise RefusedError(found.status, gzip.decompress(found.body).decode())
        return printed(request, found, issue.tag)

    async def whole(self, _request: Request) -> Response:
        """The whole study in one file is what `liens run` writes; here it comes in parts."""
        return Response(None, 303, {"location": "api/"})

    async def contents(self, _request: Request) -> Response:
        """What the API has."""
        parts = {part.name: {"about": part.about, "address": f"/api/{part.name}"} for part in PARTS}
        return as_json({"description": "/api/openapi.json", "parts": parts})

    async def openapi(self, _request: Request) -> Response:
        """The API's description."""
        return as_json(description())

    async def icon(self, _request: Request) -> Response:
        """Nothing: a study has no icon, and browsers ask for one all the same."""
        return Response(None, 204, {"cache-control": "max-age=86400"})

    async def static(self, request: Request) -> Response:
        """The style and the script of the pages that the server fills."""
        name = request.path_params["name"]
        if name not in STATIC:
            raise RefusedError(404, "there is no such file")
        text = files("liens.serving").joinpath("static", name).read_text(encoding="utf-8")
        return Response(text, 200, {"cache-control": "no-cache"}, STATIC[name])


def _query(query: list[tuple[str, str]]) -> str:
    """A query in one order, so that the same question is kept once."""
    return f"?{urlencode(sorted(query))}" if query else ""


def _lifespan(service: Service) -> Any:
    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        async with service:
            yield

    return lifespan


async def _refuse_early(scope: Scope, receive: Receive, send: Send, refusal: Refusal) -> None:
    response = await refuse(Request(scope), refusal)
    await response(scope, receive, send)


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, RefusedError)
    return await refuse(request, error.refusal)


async def _busy(request: Request, _error: Exception) -> Response:
    return await refuse(request, Refusal(503, "too many ask at once: wait a moment", 2))


async def _missing(request: Request, _error: Exception) -> Response:
    return await refuse(request, Refusal(404, "there is no such page in this study"))
