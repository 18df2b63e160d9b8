"""The explorer by mouse and by keyboard: from a name to an arrow to the words it rests on."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import Watched

TIE = "colossa--invests_in--voltane"
WORDS = "On Monday it said that it has put 2 million euros into Voltane."
PLACE = """id => {
  const picture = document.getElementById('picture');
  const element = picture._cyreg.cy.getElementById(id);
  const at = element.isNode() ? element.renderedPosition() : element.renderedMidpoint();
  const box = picture.getBoundingClientRect();
  return [box.left + at.x, box.top + at.y];
}"""
DRAWN = """() => document.getElementById('picture')._cyreg.cy.edges().not('.absent').map(edge => edge.id()).sort()"""
ELEMENTS = """() => document.getElementById('picture')._cyreg.cy.elements('.entity, .tie, .box').length"""


def click_on(page: Page, element: str) -> None:
    """Click where an element is drawn, once it is."""
    page.wait_for_timeout(200)
    x, y = page.evaluate(PLACE, element)
    page.mouse.click(x, y)


def drawn(page: Page) -> list[str]:
    found: list[str] = page.evaluate(DRAWN)
    return found


def rows(page: Page) -> list[str]:
    return page.locator(".explored tbody tr").all_inner_texts()


@pytest.mark.parametrize("place", ["watched", "served"])
def test_from_a_name_to_an_arrow_to_the_words_by_mouse(place: str, request: pytest.FixtureRequest) -> None:
    watched: Watched = request.getfixturevalue(place)
    page = watched.explore()
    page.locator("#search").fill("volt")
    page.locator("#found li").first.click()
    expect(page.locator("#panel h2")).to_have_text("Voltane")
    click_on(page, TIE)
    expect(page.locator("#panel h2")).to_contain_text("Colossa invests in Voltane")
    page.locator("#panel .next").click()
    page.locator("#panel .next").click()
    expect(page.locator("#panel mark.claim")).to_have_text(WORDS)
    expect(page.locator("#panel mark.antecedent")).to_have_text("Colossa")
    expect(page.locator("#panel")).to_contain_text("read for 60 %")
    page.locator("#panel a.words").click()
    expect(page.locator("mark.claim:target")).to_have_text(WORDS)
    expect(page.locator("mark.antecedent").last).to_have_text("Colossa")
    assert watched.went_wrong == []


def test_from_a_name_to_an_arrow_to_the_words_by_keyboard(watched: Watched) -> None:
    page = watched.explore()
    page.locator("#picture").focus()
    for key in ("/", *"volt", "Enter"):
        page.keyboard.press(key)
    expect(page.locator("#panel h2")).to_have_text("Voltane")
    page.locator("#picture").focus()
    for _ in range(12):
        page.keyboard.press("n")
        if "Colossa invests in Voltane" in page.locator("[aria-live=assertive]").inner_text():
            break
    page.keyboard.press("Enter")
    expect(page.locator("#panel h2")).to_contain_text("Colossa invests in Voltane")
    expect(page.locator("#panel")).to_be_focused()
    page.locator("#panel .next").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#panel .pager")).to_contain_text("Claim 2 of 3")
    expect(page.locator("#panel .next")).to_be_focused()
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.classList.contains('words')"):
            break
    page.keyboard.press("Enter")
    expect(page.locator("mark.claim:target")).to_be_visible()
    assert watched.went_wrong == []


def test_arrow_keys_go_from_name_to_name_and_keys_act_on_it(watched: Watched) -> None:
    page = watched.explore()
    page.locator("#picture").focus()
    said = page.locator("[aria-live=assertive]")
    page.keyboard.press("ArrowDown")
    first = said.inner_text()
    page.keyboard.press("ArrowDown")
    expect(said).not_to_have_text(first)
    name = said.inner_text().split(",")[0]
    page.keyboard.press("o")
    expect(page.locator(".told")).to_contain_text(f"around {name}")
    page.keyboard.press("Control+z")
    expect(page.locator(".told")).to_contain_text("best connected")


def test_the_day_changes_the_ties(watched: Watched) -> None:
    page = watched.explore()
    everything = drawn(page)
    page.locator("#day").focus()
    page.keyboard.press("Home")
    expect(page.locator("output")).to_have_text("2024-01-10")
    assert drawn(page) == [TIE]
    assert "planned" in rows(page)[0]
    for _ in range(30):
        page.keyboard.press("ArrowRight")
    expect(page.locator("output")).to_have_text("all that is known")
    assert drawn(page) == everything
    page.get_by_role("button", name="Play").click()
    expect(page.locator("output")).to_have_text("2024-03-01")
    page.get_by_role("button", name="Pause").click()
    assert watched.went_wrong == []


def test_every_view_has_an_address_and_every_step_can_be_undone(watched: Watched) -> None:
    page = watched.explore()
    begin = page.url
    page.get_by_label("planned").uncheck()
    page.get_by_role("button", name="Fold groups").click()
    page.get_by_role("button", name="Name the arrows").click()
    there, ties = page.url, drawn(page)
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("button", name="Name the arrows")).to_have_attribute("aria-pressed", "false")
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    expect(page.get_by_role("button", name="Undo")).to_be_disabled()
    assert page.url == begin
    for _ in range(3):
        page.get_by_role("button", name="Redo").click()
    expect(page.get_by_role("button", name="Redo")).to_be_disabled()
    assert (page.url, drawn(page)) == (there, ties)
    page.goto("about:blank")
    page.goto(there)
    page.wait_for_selector("#picture canvas")
    assert drawn(page) == ties
    expect(page.get_by_label("planned")).not_to_be_checked()


@pytest.mark.parametrize(
    ("state", "gone", "kept"),
    [
        ("status=denied", TIE, "titanis--invests_in--voltane"),
        ("relation=supplies", TIE, "colossa--supplies--voltane"),
        ("channel=0", TIE, "colossa--supplies--voltane"),
        ("origins=2", "titanis--supplies--brume", TIE),
        ("kind=company,law,other_org", "markets-board--examines--titanis", "open-ledger-fund--lobbies--model-act"),
        ("read=surely", "colossa-cloud--supplies--brume", TIE),
        ("of=brume", TIE, "titanis--supplies--brume"),
        ("hide=brume", "titanis--supplies--brume", TIE),
        ("on=2024-03-03", "colossa--supplies--brume", "titanis--supplies--brume"),
    ],
)
def test_filters(watched: Watched, state: str, gone: str, kept: str) -> None:
    page = watched.explore(state)
    found = drawn(page)
    assert kept in found
    assert gone not in found
    assert len(rows(page)) == len(found)


def test_what_was_read_unsurely_is_marked_and_can_be_left_out(watched: Watched) -> None:
    page = watched.explore("chosen=tie:colossa-cloud--supplies--brume")
    expect(page.locator("#explorer")).to_contain_text("read unsurely")
    page.get_by_label("unsurely").uncheck()
    assert "read=surely" in page.url
    assert "colossa-cloud--supplies--brume" not in drawn(page)


def test_groups_fold_and_their_ties_run_together(watched: Watched) -> None:
    page = watched.explore("of=brume")
    assert {"colossa--supplies--brume", "colossa-cloud--supplies--brume"} <= set(drawn(page))
    page.get_by_role("button", name="Fold groups").click()
    expect(page).to_have_url(f"{watched.base}/network.html#of=brume&fold=*")
    expect(page.get_by_role("button", name="Fold groups")).to_have_attribute("aria-pressed", "true")
    assert not {"colossa--supplies--brume", "colossa-cloud--supplies--brume"} & set(drawn(page))
    click_on(page, "colossa|supplies|brume")
    expect(page.locator("#panel h2")).to_have_text("2 ties in one arrow")


def test_the_picture_is_saved_with_caption_and_sources(watched: Watched, tmp_path: Path) -> None:
    page = watched.explore("of=voltane&labels=1")
    saved = {}
    for kind in ("SVG", "PNG", "CSV"):
        page.locator(".menu summary").click() if not page.locator(".menu[open]").count() else None
        with page.expect_download() as download:
            page.get_by_role("button", name=f"as {kind}").click()
        saved[kind] = tmp_path / kind
        download.value.save_as(saved[kind])
    svg = etree.parse(saved["SVG"]).getroot()
    text = " ".join(map(str, svg.itertext()))
    assert {"Colossa", "Voltane"} <= set(text.split())
    assert "invests in" in text
    assert "Sources:" in text
    assert "Evening Wire, A meeting, 2024-03-05" in text
    assert saved["PNG"].read_bytes().startswith(b"\x89PNG")
    assert saved["CSV"].read_text(encoding="utf-8").startswith("from,relation,to,status")
    assert watched.went_wrong == []


def test_hostile_words_stay_words(context: BrowserContext, studies: Callable[[str], Path]) -> None:
    watched = Watched(context.new_page(), studies("hostile").as_uri())
    page = watched.explore("status=denied,asserted")
    assert rows(page)
    tie = json.loads(page.evaluate("JSON.stringify(document.getElementById('picture')._cyreg.cy.edges()[0].id())"))
    page = watched.explore(f"status=denied,asserted&chosen=tie:{tie}")
    expect(page.locator("#panel blockquote")).to_contain_text("script>")
    page.locator("#search").fill("<script>")
    page.wait_for_timeout(100)
    strange = (
        "of=%3Cimg%20src=x%20onerror=alert(1)%3E&chosen=tie:__proto__&on=<b>&most=1e9&at=a,NaN,Infinity&fold=%E0%A4%A"
    )
    watched.explore(strange)
    assert page.locator("#explorer script, #explorer img, #explorer b, #explorer i").count() == 0
    assert watched.went_wrong == []


def test_a_picture_never_holds_more_than_can_be_seen_and_the_rest_is_found(
    context: BrowserContext, studies: Callable[[str], Path]
) -> None:
    watched = Watched(context.new_page(), studies("wide").as_uri())
    page = watched.explore("most=500")
    assert 400 < page.evaluate(ELEMENTS) <= 500
    expect(page.locator(".told")).to_contain_text("more ties pass the filters")
    page.locator("#search").fill("firm 555")
    page.locator("#found li").first.click()
    expect(page.locator("#panel h2")).to_have_text("Firm 555")
    assert len(drawn(page)) == 5
    assert watched.went_wrong == []


def test_the_explorer_begins_with_less_than_a_megabyte(context: BrowserContext, studies: Callable[[str], Path]) -> None:
    watched = Watched(context.new_page(), studies("wide").as_uri())
    asked: list[Any] = []
    watched.page.on("request", lambda request: asked.append(request.url))
    watched.explore()
    paths = [Path(url.removeprefix("file://").partition("#")[0]) for url in asked if url.startswith("file:")]
    assert len(paths) == 5
    assert sum(path.stat().st_size for path in paths) <= 1_000_000
