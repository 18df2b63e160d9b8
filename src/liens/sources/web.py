"""One page of the web. Nothing else in `liens.sources` touches the network."""

from __future__ import annotations

import ipaddress
import time
from collections.abc import Iterator
from email.message import Message
from io import BytesIO
from pathlib import PurePosixPath
from socket import socket
from urllib.parse import urljoin, urlsplit

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection

from liens.errors import SourceError
from liens.model import Document, Problem
from liens.sources import Item
from liens.sources.jsonl import read_lines
from liens.sources.limits import Limits, in_mb
from liens.sources.text.encoding import shown
from liens.sources.text.extract import Metadata
from liens.sources.text.formats import Format, detect
from liens.sources.text.intake import File, documents, problem
from liens.sources.text.parsers import Parsers, parsers_for

REDIRECTS = 5
_HEADERS = {"User-Agent": "liens", "Accept": "text/html, application/pdf, text/plain, */*;q=0.5"}
_CHUNK = 65_536
_SUFFIXES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "message/rfc822": ".eml",
    "application/jsonl": ".jsonl",
    "application/x-ndjson": ".jsonl",
}


class _PrivateError(OSError):
    """The address is not one of the public internet."""


class _Guarded:
    """A connection that ends before anything is sent if the other end is on a private network. The address checked is
    the one connected to, so that no answer of a name server can slip past."""

    def _new_conn(self) -> socket:
        connected: socket = super()._new_conn()  # type: ignore[misc]
        peer = ipaddress.ip_address(connected.getpeername()[0].split("%")[0])
        mapped = getattr(peer, "ipv4_mapped", None) or peer
        if not mapped.is_global:
            connected.close()
            raise _PrivateError(str(peer))
        return connected


class _GuardedHTTP(_Guarded, HTTPConnection):
    pass


class _GuardedHTTPS(_Guarded, HTTPSConnection):
    pass


class _HTTPPool(urllib3.HTTPConnectionPool):
    ConnectionCls = _GuardedHTTP


class _HTTPSPool(urllib3.HTTPSConnectionPool):
    ConnectionCls = _GuardedHTTPS


class WebSource:
    """The document at one http or https address. `private` allows addresses of this machine and its networks, which
    are refused otherwise, whether they are given or redirected to."""

    def __init__(
        self, url: str, limits: Limits | None = None, parsers: Parsers | None = None, private: bool = False
    ) -> None:
        self._url = url
        self._limits = limits or Limits()
        self._parsers = parsers or parsers_for(self._limits)
        self._private = private

    def find(self) -> Iterator[Item | Problem]:
        """The address itself; whether something is there is seen when it is got."""
        yield Item(self._url)

    def get(self, item: Item) -> Iterator[Document | Problem]:
        """The document at the address, or the problem why there is none."""
        try:
            url, headers, data = self._fetched(item.where)
            kind = detect(BytesIO(data), _suffix(url, headers), self._limits)
            if kind is Format.ZIP:
                raise SourceError("it is an archive", "download it and read the file")
        except SourceError as error:
            yield problem(error, shown(item.where))
            return
        if kind is Format.LINES:
            yield from read_lines(BytesIO(data), shown(url), self._limits)
            return
        charset = headers.get_param("charset")
        known = charset if isinstance(charset, str) else None
        file = File(data, kind, shown(url), shown(url), charset=known, told=Metadata(url=url))
        yield from documents(file, self._parsers, self._limits)

    def _fetched(self, url: str) -> tuple[str, Message, bytes]:
        """The address arrived at, the head and the body of its answer.

        Raises:
            SourceError: there is no answer that can be used.
        """
        deadline = time.monotonic() + 2 * self._limits.seconds
        with self._pools() as pools:
            for _ in range(REDIRECTS + 1):
                if urlsplit(url).scheme not in ("http", "https"):
                    raise SourceError("it leads to an address that is not of the web", "check the address")
                answer = self._request(pools, url)
                target = answer.get_redirect_location()
                if not target:
                    return url, _head(answer), self._body(answer, deadline)
                answer.release_conn()
                url = urljoin(url, target)
        raise SourceError(f"it redirects more than {REDIRECTS} times", "open it in a browser and save the page")

    def _request(self, pools: urllib3.PoolManager, url: str) -> urllib3.BaseHTTPResponse:
        try:
            answer = pools.request("GET", url, redirect=False, preload_content=False, retries=False)
        except (urllib3.exceptions.HTTPError, OSError, ValueError) as error:
            raise _unreachable(error) from error
        if answer.status >= 400 or answer.status in (204, 304):
            raise SourceError(f"the server answered {answer.status}", "open it in a browser and save the page")
        return answer

    def _body(self, answer: urllib3.BaseHTTPResponse, deadline: float) -> bytes:
        parts, size = [], 0
        try:
            for part in answer.stream(_CHUNK):
                size += len(part)
                if size > self._limits.file:
                    raise SourceError(f"it is larger than {in_mb(self._limits.file)}", "download and split it")
                if time.monotonic() > deadline:
                    raise SourceError("it takes too long to arrive", "download it and read the file")
                parts.append(part)
        except (urllib3.exceptions.HTTPError, OSError) as error:
            raise _unreachable(error) from error
        finally:
            answer.close()
        return b"".join(parts)

    def _pools(self) -> urllib3.PoolManager:
        seconds = self._limits.seconds
        pools = urllib3.PoolManager(timeout=urllib3.Timeout(connect=min(10.0, seconds), read=seconds), headers=_HEADERS)
        if not self._private:
            pools.pool_classes_by_scheme = {"http": _HTTPPool, "https": _HTTPSPool}
        return pools


def _suffix(url: str, head: Message) -> str:
    """The file suffix that the answer's type stands for, else that of the address."""
    return _SUFFIXES.get(head.get_content_type()) or PurePosixPath(urlsplit(url).path).suffix


def _head(answer: urllib3.BaseHTTPResponse) -> Message:
    head = Message()
    head["Content-Type"] = answer.headers.get("Content-Type", "application/octet-stream")
    return head


def _unreachable(error: Exception) -> SourceError:
    """Why there was no answer, in one line."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, _PrivateError):
            return SourceError(f"{cause} is not an address of the public internet", "download it and read the file")
        cause = cause.__cause__ or cause.__context__
    reason = shown(" ".join(str(error).split())[:120])
    return SourceError(f"it cannot be reached ({reason or type(error).__name__})", "check the address and the network")
