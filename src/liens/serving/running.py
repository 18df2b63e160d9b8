"""The server: from its socket to its end."""

from __future__ import annotations

import asyncio
import logging
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import uvicorn

from liens.config import Config
from liens.errors import ConfigError
from liens.serving.app import build_app, build_service
from liens.serving.guard import LOOPBACK, Rules, is_loopback
from liens.serving.users import users_of

MOST_CONNECTIONS = 1_000
LONGEST_HEAD = 32 * 1024
"""Bytes of a request before its body. (Of uvicorn's two parsers only h11 bounds them.)"""
LAST_SECONDS = 5
"""Seconds that answers under way are given when the server ends."""
Announce = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Place:
    """Where to serve: `names` are further hosts that lead here, `certificate` and `key` are for https, and `rate` is
    how many requests a second each client has (0: any number)."""

    host: str = "127.0.0.1"
    port: int = 8000
    names: tuple[str, ...] = ()
    rate: float = 50.0
    certificate: Path | None = None
    key: Path | None = None


def serve(config: Config, place: Place, announce: Announce) -> None:
    """Serve the study of `config` until it is interrupted. `announce` is told the address once it answers.

    Raises:
        ConfigError: other machines could see it and it has no users, or the place is taken.
        LedgerError: there is nothing to show.
    """
    loopback = is_loopback(place.host)
    with users_of(config.folder) as users:
        if not loopback and not users.any:
            raise ConfigError(
                f"--host {place.host} lets other machines in and this study has no users: "
                "add one with `liens user add NAME --role admin`, or leave --host out"
            )
    with _socket(place) as listening:
        port = listening.getsockname()[1]
        own = frozenset(name.lower().strip("[]") for name in place.names)
        names = (LOOPBACK | own | {place.host.lower().strip("[]")}) if loopback else own
        asyncio.run(_serve(config, place, Rules(loopback, names, place.rate, port), listening, announce))


async def _serve(config: Config, place: Place, rules: Rules, listening: socket.socket, announce: Announce) -> None:
    async with build_service(config, rules) as service:
        server = _Server(
            uvicorn.Config(
                build_app(service),
                lifespan="off",
                http="h11",
                ws="none",
                h11_max_incomplete_event_size=LONGEST_HEAD,
                access_log=False,
                log_config=None,
                log_level=logging.ERROR,
                server_header=False,
                limit_concurrency=MOST_CONNECTIONS,
                timeout_graceful_shutdown=LAST_SECONDS,
                ssl_certfile=place.certificate,
                ssl_keyfile=place.key,
            )
        )
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, server.end)
        scheme = "https" if place.certificate else "http"
        host = f"[{place.host}]" if ":" in place.host else place.host
        announce(f"{scheme}://{host}:{rules.port}/")
        await server.serve(sockets=[listening])


class _Server(uvicorn.Server):
    """A server that ends when it is told to and leaves signals to whoever runs it."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    def end(self) -> None:
        self.should_exit = True


def _socket(place: Place) -> socket.socket:
    """A socket that listens at `place`.

    Raises:
        ConfigError: it cannot.
    """
    family = socket.AF_INET6 if ":" in place.host else socket.AF_INET
    try:
        made = socket.create_server((place.host.strip("[]"), place.port), family=family, backlog=MOST_CONNECTIONS)
        # Else each answer, sent as head and body, waits 40 ms for the client's delayed acknowledgement of the head.
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return made
    except (OSError, OverflowError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise ConfigError(f"{place.host}:{place.port}: {why}: choose another --host or --port") from error
