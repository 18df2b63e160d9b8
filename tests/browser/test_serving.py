"""The live study in a real browser: under its strict policy everything works, for everyone, also without a mouse."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page

from liens.ledger.store import Ledger
from liens.publishing.site import GROUPS
from tests.browser.conftest import Watched, put_away
from tests.browser.test_pages import EVERY, KEPT, RUN_AXE, WIDTHS
from tests.publishing.studies import EVIL
from tests.serving.studies import PASSWORD, SECONDS, add_people, make_study, process

SECTIONS = [address for _, pages in GROUPS for address, _ in pages]
REVIEW = ["review.html", "names.html", "names.html?left=Titanis&right=Titanis+Group", "decisions.html", "account.html"]


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path, list[str]]]:
    """The address of a server, the study's folder, and the ids of its claims."""
    folder = tmp_path_factory.mktemp("live")
    claims = make_study(folder)
    add_people(folder)
    with process(folder, "--rate", "0") as (_, address):
        yield address.rstrip("/"), folder, claims


@pytest.fixture
def watched(browser: Browser, live: tuple[str, Path, list[str]]) -> Iterator[Watched]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(SECONDS * 1000)
    yield Watched(context.new_page(), live[0])
    put_away(context)


def sign_in(watched: Watched, name: str) -> Page:
    """With the keyboard alone: the name's field has the focus."""
    page = watched.open("sign-in.html")
    page.wait_for_selector("#name:focus")
    page.keyboard.type(name)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_selector("nav")
    return page


def test_every_page_opens_under_the_policy_and_axe_finds_nothing(
    watched: Watched, live: tuple[str, Path, list[str]], axe: str
) -> None:
    watched.page.context.add_init_script(axe)
    page = watched.open("sign-in.html")
    found = [("sign-in.html", one["id"], [one["help"]]) for one in page.evaluate(RUN_AXE, EVERY)]
    sign_in(watched, "odile")
    questions = [f"question.html?claim={claim}" for claim in live[2]]
    for address in (*SECTIONS, *REVIEW, *questions, "audit.html", f"names.html?left={quote(EVIL)}&right=x"):
        page = watched.open(address)
        if address == "network.html":
            page.wait_for_selector("#picture canvas")
        violations = page.evaluate(RUN_AXE, EVERY)
        page.emulate_media(color_scheme="dark")
        violations += page.evaluate(RUN_AXE, ["color-contrast"])
        page.emulate_media(color_scheme="light")
        found += [(address, one["id"], [node["html"][:160] for node in one["nodes"][:3]]) for one in violations]
    assert found == []
    assert watched.went_wrong == []


def test_a_decision_is_taken_by_keyboard_and_survives_the_making_anew(
    watched: Watched, live: tuple[str, Path, list[str]]
) -> None:
    sign_in(watched, "ana")
    page = watched.open("review.html")
    page.locator(".queue a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#why")
    claim = page.url.partition("claim=")[2]
    page.locator("#why").focus()
    page.keyboard.type(EVIL)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector(".notice:has-text('Yours: accept by ana')")
    with Ledger.open(live[1] / "ledger.db") as ledger:
        assert ledger.decisions()[-1].targets == (claim,)
        revision = ledger.revision
    while page.evaluate("async () => (await (await fetch('api/pulse')).json()).revision") < revision:
        page.wait_for_timeout(300)
    page.goto(f"{live[0]}/ties/colossa--invests_in--voltane.html")
    assert "accept by ana" in page.inner_text("main")
    assert EVIL in page.inner_text("main")
    assert watched.went_wrong == []


def test_an_open_page_says_that_somebody_else_has_decided(
    watched: Watched, browser: Browser, live: tuple[str, Path, list[str]]
) -> None:
    sign_in(watched, "ben")
    page = watched.open("review.html")
    page.wait_for_timeout(1500)
    context = browser.new_context()
    context.set_default_timeout(SECONDS * 1000)
    other = Watched(context.new_page(), live[0])
    sign_in(other, "ana")
    other.open(f"question.html?claim={live[2][2]}")
    with other.page.expect_navigation():
        other.page.click("button[value=reject]")
    put_away(context)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.wait_for_selector("#news:not([hidden])")
    assert "decision" in page.inner_text("#news")


def test_no_page_is_wider_than_a_phone_and_each_is_kept_as_a_picture(
    watched: Watched, live: tuple[str, Path, list[str]]
) -> None:
    KEPT.mkdir(exist_ok=True)
    too_wide = []
    sign_in(watched, "odile")
    for address in (*REVIEW, f"question.html?claim={live[2][0]}", "audit.html"):
        watched.open(address)
        for width in WIDTHS:
            watched.page.set_viewport_size({"width": width, "height": 900})
            if watched.page.evaluate("document.documentElement.scrollWidth") > width:
                too_wide.append((address, width))
            name = address.replace(".html", "").replace("?", "-").replace("=", "-")[:40]
            watched.page.screenshot(path=KEPT / f"live-{name}-{width}.png", full_page=True)
    assert too_wide == []
