"""One browser, and studies that are built once: what the tests of the pages share.

Chromium is Debian's where it is installed, else Playwright's own; `make test` sees to one of them.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from types import ModuleType

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect, sync_playwright

from liens.ledger.view import View
from liens.publishing import plan_files, publish
from liens.publishing.report import build_report
from liens.publishing.site import Site
from tests.browser.studies import explored_study, wide_study
from tests.publishing.studies import FULL_MARKET, hostile_study

ROOT = Path(__file__).parents[2]
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
NAMES = ("chromium", "chromium-browser", "google-chrome")


PATIENCE = 60_000
"""Milliseconds that a busy machine may take for what takes a quiet one a few."""
expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All of this folder's tests run in one worker, with one browser."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    found = next(filter(None, map(shutil.which, NAMES)), None)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield started
        started.close()


@dataclass
class Watched:
    """A page with all that went wrong on it, and all that it asked for elsewhere."""

    page: Page
    base: str
    problems: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.set_default_timeout(PATIENCE)
        self.page.on("console", lambda line: self.problems.append(line.text) if line.type == "error" else None)
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))
        self.page.on("dialog", lambda dialog: self.problems.append(f"dialog: {dialog.message}"))
        self.page.route(lambda url: not url.startswith((self.base, "blob:")), self._refuse)

    def _refuse(self, route: Route) -> None:
        self.elsewhere.append(route.request.url)
        route.abort()

    def open(self, address: str) -> Page:
        self.page.goto(f"{self.base}/{address}")
        return self.page

    def explore(self, state: str = "") -> Page:
        """The explorer with what the address tells; from anew, as the same page with another hash is not loaded."""
        self.page.goto("about:blank")
        self.page.goto(f"{self.base}/network.html#{state}")
        self.page.wait_for_selector("#picture canvas")
        return self.page

    @property
    def went_wrong(self) -> list[str]:
        return self.problems + self.elsewhere


@pytest.fixture(scope="session")
def studies(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The folder of a study, which is written when it is first asked for."""
    views: dict[str, Callable[[], View]] = {
        "explored": lambda: explored_study().view(),
        "hostile": hostile_study,
        "wide": lambda: wide_study().view(),
    }

    @cache
    def folder(name: str) -> Path:
        written = tmp_path_factory.mktemp(name)
        if name == "wide":
            write_explorer(views[name](), written)
        else:
            publish(views[name](), FULL_MARKET, written)
        return written

    return folder


def write_explorer(view: View, folder: Path) -> None:
    """The explorer alone, of a study with thousands of pages."""
    plan = plan_files(Site(build_report(view, FULL_MARKET), view, FULL_MARKET))
    (folder / "network").mkdir()
    for address, make in plan.items():
        if address.startswith(("network", "explorer", "style")):
            (folder / address).write_text(make(), encoding="utf-8")


def put_away(context: BrowserContext) -> None:
    """Close it. While a page is still loading, its routes are asked for leave, and closing would wait for them."""
    for page in context.pages:
        page.unroute_all(behavior="ignoreErrors")
    context.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    yield made
    put_away(made)


@pytest.fixture
def watched(context: BrowserContext, studies: Callable[[str], Path]) -> Watched:
    """A page on the study that is explored, opened as files."""
    return Watched(context.new_page(), studies("explored").as_uri())


@pytest.fixture
def served(context: BrowserContext, studies: Callable[[str], Path]) -> Iterator[Watched]:
    """A page on the same study, from a web server that knows nothing of it."""
    handler = partial(Quiet, directory=str(studies("explored")))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield Watched(context.new_page(), f"http://127.0.0.1:{server.server_port}")
        server.shutdown()


class Quiet(SimpleHTTPRequestHandler):
    """A server of files that keeps no log."""

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core, which the lock of `web/` names."""
    sys.path.insert(0, str(ROOT / "web"))
    bundle: ModuleType = __import__("bundle")
    bundle.install()
    return (ROOT / "web/node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
