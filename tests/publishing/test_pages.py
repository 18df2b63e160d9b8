from __future__ import annotations

import re
from pathlib import Path

import pytest

from liens.publishing import publish
from liens.publishing.filters import is_web
from liens.publishing.site import GROUPS
from tests.invented import MARKET, Book
from tests.publishing.studies import EVIL, FULL_MARKET, Parsed, full_study, hostile_study, pages, small_study

PAGE = {"html", "head", "meta", "title", "link", "body", "header", "nav", "main", "footer", "section", "article"}
TEXT = {"a", "p", "h1", "h2", "h3", "span", "div", "time", "blockquote", "mark", "bdi", "code", "details", "summary"}
LISTS = {
    "q",
    "br",
    "strong",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "table",
    "caption",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
}
DRAWING = {"figure", "figcaption", "svg", "desc", "g", "path", "rect", "circle", "polygon", "text"}
TAGS = PAGE | TEXT | LISTS | DRAWING
EXPLORER = "network.html"


@pytest.fixture(scope="module", params=["small", "hostile", "empty", "full"])
def study(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    views = {"small": small_study().view, "hostile": hostile_study, "empty": Book().view, "full": full_study().view}
    folder = tmp_path_factory.mktemp(request.param)
    publish(views[request.param](), FULL_MARKET if request.param in ("full", "hostile") else MARKET, folder)
    return folder


@pytest.fixture(scope="module")
def parsed(study: Path) -> dict[Path, Parsed]:
    return dict(pages(study))


def test_every_link_leads_somewhere(study: Path, parsed: dict[Path, Parsed]) -> None:
    for path, page in parsed.items():
        for link in page.links:
            href = link.get("href") or link.get("xlink:href") or ""
            if href.startswith("https://"):
                assert link["rel"] == "noopener noreferrer"
                continue
            address, _, anchor = href.partition("#")
            target = (path.parent / address).resolve() if address else path
            assert target.is_relative_to(study.resolve()), href
            assert target.is_file(), href
            assert not anchor or anchor in parsed[target].ids or (target.name == EXPLORER and "=" in anchor), href


def test_nothing_runs_and_nothing_is_fetched(parsed: dict[Path, Parsed]) -> None:
    for path, page in parsed.items():
        explorer = path.name == EXPLORER
        for tag, given in page.tags:
            assert tag in TAGS or (explorer and tag == "script")
            assert not any(name.startswith("on") or name in ("style", "srcset") for name in given)
            assert tag != "link" or str(given["href"]).lstrip("./") in (("style.css", "explorer.css")[: 1 + explorer])
        scripts = [given.get("src") for tag, given in page.tags if "src" in given or tag == "script"]
        assert scripts == (["explorer.js", "network/core.js"] if explorer else [])
        policy = next(str(given["content"]) for tag, given in page.tags if given.get("http-equiv"))
        assert policy.startswith("default-src 'none'; style-src 'self' file:;")
        assert ("script-src 'self' file:;" in policy) is explorer
        assert "unsafe" not in policy


def test_pages_are_well_formed_and_reachable_by_keyboard_and_ear(parsed: dict[Path, Parsed]) -> None:
    for path, page in parsed.items():
        assert not page.broken, path
        assert len(page.ids) == len(set(page.ids)), path
        assert page.headings[0] == 1
        assert page.headings.count(1) == 1
        assert all(after - before <= 1 for before, after in zip(page.headings, page.headings[1:], strict=False)), path
        names = [tag for tag, _ in page.tags]
        assert {"header", "nav", "main", "footer"} <= set(names)
        assert names.count("table") == names.count("caption")
        assert all(given.get("scope") for tag, given in page.tags if tag == "th")
        assert page.links[0] == {"class": "skip", "href": "#main"}
        assert next(given for tag, given in page.tags if tag == "html")["lang"] == "en"


def test_the_style_asks_for_nothing(study: Path) -> None:
    style = (study / "style.css").read_text(encoding="utf-8")
    assert "url(" not in style
    assert "@import" not in style


def test_hostile_names_stay_text(tmp_path: Path) -> None:
    report = publish(hostile_study(), MARKET, tmp_path)
    found = dict(pages(tmp_path))
    sections = sum(len(members) for _, members in GROUPS)
    chains = [deal for deal in report.measures.deals if len(deal.versions) + len(deal.denials) > 1]
    assert len(found) == sections + sum(map(len, (report.ties, chains, report.entities, report.sources)))
    for path, page in found.items():
        assert re.fullmatch(r"[a-z0-9_-]{1,200}\.html", path.name)
        raw = path.read_text(encoding="utf-8")
        assert raw.count("<script") == (2 if path.name == EXPLORER else 0)
        assert "49" not in page.text or "{{ 7 * 7 }}" in page.text
        assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]", raw)
        assert not any((link.get("href") or "").startswith(("javascript:", "data:", "file:")) for link in page.links)
    assert EVIL in next(page.text for path, page in found.items() if path.parent.name == "sources")


def test_a_claim_is_worded_by_its_status_and_source(tmp_path: Path) -> None:
    publish(small_study().view(), MARKET, tmp_path)
    texts = {str(path.relative_to(tmp_path)): page.text for path, page in pages(tmp_path)}
    tie = texts["ties/colossa--invests_in--voltane.html"]
    assert "Evening Wire reports that Colossa invests in Voltane." in tie
    assert "Voltane denies that Colossa invests in Voltane, according to Evening Wire." in tie
    assert "reports a plan: Colossa invests in Voltane." in tie
    assert "contested" in tie
    assert (
        "Evening Wire reports an allegation: Titanis invests in Brume" in texts["ties/titanis--invests_in--brume.html"]
    )
    assert "2 press origins" in texts["entities/voltane.html"]
    assert "Not known: no document of this study speaks of it." in texts["entities/brume.html"]


def test_the_source_shows_its_text_with_marks_and_what_is_missing(tmp_path: Path) -> None:
    book = small_study()
    publish(book.view(), MARKET, tmp_path)
    first, _, half, rumour = book.documents.values()
    shown = {
        document.id: page
        for document in book.documents.values()
        for path, page in pages(tmp_path)
        if path.stem == document.id
    }
    assert first.text in shown[first.id].text
    assert [given.get("class") for tag, given in shown[first.id].tags if tag == "mark"][3:] == [
        "claim",
        "claim",
        "statement",
    ]
    assert "read_also" in str([given for tag, given in shown[first.id].tags if given.get("class") == "aside"])
    assert "Only 48 % of this document could be read" in shown[half.id].text
    assert "An unknown part of this document could not be read" in shown[rumour.id].text


def test_no_place_of_a_machine_is_published(tmp_path: Path) -> None:
    publish(small_study().view(), MARKET, tmp_path)
    written = "".join(path.read_text(encoding="utf-8") for path in tmp_path.rglob("*.*"))
    assert "papers/broken.pdf" in written
    assert "/home/ann" not in written


def test_pages_are_the_same_whatever_the_order_of_documents(tmp_path: Path) -> None:
    book = small_study()
    publish(book.view(), MARKET, tmp_path / "a")
    book.documents = dict(reversed(book.documents.items()))
    book.entities = dict(reversed(book.entities.items()))
    publish(book.view(), MARKET, tmp_path / "b")
    written = [
        {p.relative_to(root): p.read_bytes() for p in root.rglob("*.*")} for root in (tmp_path / "a", tmp_path / "b")
    ]
    assert written[0] == written[1]


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://example.org/a?b=c#d", True),
        ("http://example.org", True),
        ("HTTP://EXAMPLE.ORG", True),
        ("javascript:alert(1)", False),
        ("java\nscript:alert(1)", False),
        (" https://example.org", False),
        ("https://", False),
        ("//example.org", False),
        ("ftp://example.org", False),
        ("https://[::1", False),
        ("https://e/" + "x" * 3000, False),
        (None, False),
    ],
)
def test_is_web(url: str | None, expected: bool) -> None:
    assert is_web(url) is expected
