import gzip
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from liens.model import Document, Problem
from liens.sources import Item
from liens.sources.limits import Limits
from liens.sources.text.parsers import Parsers
from liens.sources.web import WebSource

PAGE = "<html><head><title>Título</title></head><body><p>Alpha invierte en Beta, según dijo ayer.</p></body></html>"
ANSWERS: dict[str, tuple[int, dict[str, str], bytes]] = {
    "/page": (200, {"Content-Type": "text/html; charset=iso-8859-1"}, PAGE.encode("latin-1")),
    "/text": (200, {"Content-Type": "text/plain; charset=windows-1251"}, "Альфа".encode("cp1251")),
    "/lines": (200, {"Content-Type": "application/x-ndjson"}, b'{"id": "a", "text": "Some words."}\n'),
    "/moved": (302, {"Location": "/page"}, b""),
    "/round": (302, {"Location": "/round"}, b""),
    "/away": (302, {"Location": "file:///etc/passwd"}, b""),
    "/bomb": (200, {"Content-Type": "text/plain", "Content-Encoding": "gzip"}, gzip.compress(b"0" * 3_000_000)),
    "/binary": (200, {"Content-Type": "application/octet-stream"}, bytes(range(256)) * 10),
    "/empty": (200, {"Content-Type": "text/html"}, b""),
}


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        status, headers, body = ANSWERS.get(self.path, (404, {}, b"not here"))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing is logged."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def got(url: str, parsers: Parsers, private: bool = True) -> Document | Problem:
    source = WebSource(url, Limits(file=1_000_000, seconds=5), parsers, private=private)
    (item,) = source.find()
    assert isinstance(item, Item)
    (only,) = source.get(item)
    return only


@pytest.mark.parametrize(
    ("path", "text", "title"),
    [
        ("/page", "Título\n\nAlpha invierte en Beta, según dijo ayer.", "Título"),
        ("/moved", "Título\n\nAlpha invierte en Beta, según dijo ayer.", "Título"),
        ("/text", "Альфа", None),
        ("/lines", "Some words.", None),
    ],
)
def test_a_page_is_read_by_its_type_and_charset(
    site: str, parsers: Parsers, path: str, text: str, title: str | None
) -> None:
    document = got(site + path, parsers)
    assert isinstance(document, Document)
    assert (document.text, document.title) == (text, title)


def test_the_address_arrived_at_is_the_documents(site: str, parsers: Parsers) -> None:
    document = got(site + "/moved", parsers)
    assert isinstance(document, Document)
    assert (document.url, document.found_at) == (f"{site}/page", f"{site}/page")


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("/missing", "the server answered 404"),
        ("/round", "it redirects more than 5 times"),
        ("/away", "it leads to an address that is not of the web"),
        ("/bomb", "it is larger than 1.0 MB"),
        ("/binary", "this is not text in any known encoding"),
        ("/empty", "the file is empty"),
    ],
)
def test_what_cannot_be_read_is_a_problem(site: str, parsers: Parsers, path: str, message: str) -> None:
    problem = got(site + path, parsers)
    assert isinstance(problem, Problem)
    assert (problem.message, problem.where) == (message, site + path)
    assert problem.advice


def test_addresses_of_this_machine_are_refused_unless_allowed(site: str, parsers: Parsers) -> None:
    problem = got(site + "/page", parsers, private=False)
    assert isinstance(problem, Problem)
    assert problem.message == "127.0.0.1 is not an address of the public internet"


def test_a_server_that_is_not_there_is_a_problem(parsers: Parsers) -> None:
    problem = got("http://127.0.0.1:9/", parsers)
    assert isinstance(problem, Problem)
    assert problem.message.startswith("it cannot be reached")
