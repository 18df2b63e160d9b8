"""Every page in a real browser: nothing fails, nothing is fetched from elsewhere, everyone can read it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from liens.publishing.site import GROUPS
from tests.browser.conftest import Watched, put_away

SECTIONS = [address for _, pages in GROUPS for address, _ in pages]
ROOMS = ("ties", "deals", "entities", "sources")
WIDTHS = (360, 800, 1440)
KEPT = Path(__file__).parent / "screenshots"
EVERY = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]
RUN_AXE = """rules => axe.run(document, {runOnly: rules, resultTypes: ['violations'], preload: false})
  .then(result => result.violations)"""


def addresses(study: Path) -> Iterator[str]:
    """Every page of the navigation, and one of each room."""
    yield from SECTIONS
    for room in ROOMS:
        yield from (path.relative_to(study).as_posix() for path in sorted((study / room).glob("*.html"))[:1])


def settled(page: Page) -> None:
    if page.url.endswith("network.html"):
        page.wait_for_selector("#picture canvas")


@pytest.mark.parametrize("name", ["explored", "hostile"])
def test_every_page_opens_and_asks_nobody(browser: Browser, studies: Callable[[str], Path], name: str) -> None:
    study = studies(name)
    context = browser.new_context()
    watched = Watched(context.new_page(), study.as_uri())
    for address in addresses(study):
        settled(watched.open(address))
        assert watched.page.title()
    put_away(context)
    assert watched.went_wrong == []


def test_axe_finds_nothing(browser: Browser, studies: Callable[[str], Path], axe: str) -> None:
    """By any rule in the light, and by contrast in the dark."""
    study = studies("explored")
    context = browser.new_context()
    context.add_init_script(axe)
    watched = Watched(context.new_page(), study.as_uri())
    found = []
    for address in addresses(study):
        page = watched.open(address)
        settled(page)
        violations = page.evaluate(RUN_AXE, EVERY)
        page.emulate_media(color_scheme="dark")
        violations += page.evaluate(RUN_AXE, ["color-contrast"])
        page.emulate_media(color_scheme="light")
        found += [(address, one["id"], [node["html"][:160] for node in one["nodes"][:3]]) for one in violations]
    put_away(context)
    assert found == []


def test_no_page_is_wider_than_a_phone_and_each_is_kept_as_a_picture(
    browser: Browser, studies: Callable[[str], Path]
) -> None:
    study = studies("explored")
    KEPT.mkdir(exist_ok=True)
    context = browser.new_context()
    watched = Watched(context.new_page(), study.as_uri())
    too_wide = []
    for address in addresses(study):
        settled(watched.open(address))
        for width in WIDTHS:
            watched.page.set_viewport_size({"width": width, "height": 900})
            if watched.page.evaluate("document.documentElement.scrollWidth") > width:
                too_wide.append((address, width))
            name = address.removesuffix(".html").replace("/", "-")[:60]
            watched.page.screenshot(path=KEPT / f"{name}-{width}.jpeg", quality=70)
    put_away(context)
    assert too_wide == []
