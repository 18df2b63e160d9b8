"""What everybody is given: pages and data, and what a browser is told about them."""

from __future__ import annotations

import gzip
import time
from urllib.parse import urljoin

import pytest

from liens.model import Status
from liens.publishing.site import GROUPS
from tests.publishing.studies import EVIL, parse
from tests.serving.conftest import Live
from tests.serving.studies import add

SECTIONS = [address for _, pages in GROUPS for address, _ in pages]
SERVICE = ["review.html", "names.html", "decisions.html", "account.html"]


def addresses(live: Live) -> list[str]:
    """Every page that can be reached from the front page by links."""
    seen: dict[str, None] = {"/index.html": None}
    for address in (queue := list(seen)):
        page = parse(live.client.get(address).text)
        for link in page.links:
            href = str(link.get("href") or link.get("xlink:href") or "").partition("#")[0]
            if not href or href.startswith("http"):
                continue
            target = urljoin(address, href)
            if target not in seen:
                seen[target] = None
                queue.append(target)
    return list(seen)


def test_every_page_that_is_linked_is_there_and_well_formed(open_study: Live) -> None:
    found = addresses(open_study)
    assert {f"/{address}" for address in (*SECTIONS, *SERVICE)} <= set(found)
    assert any(address.startswith("/question.html?claim=") for address in found)
    for address in found:
        answer = open_study.client.get(address)
        assert answer.status_code == 200, address
        if answer.headers["content-type"].startswith("text/html"):
            page = parse(answer.text)
            assert not page.broken, address
            assert len(page.ids) == len(set(page.ids)), address
            assert page.headings[0] == 1
            assert all(after - before <= 1 for before, after in zip(page.headings, page.headings[1:], strict=False))


def test_nothing_inline_and_nothing_from_elsewhere(open_study: Live) -> None:
    for address in addresses(open_study):
        answer = open_study.client.get(address)
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "same-origin"
        for tag, given in parse(answer.text).tags:
            assert not any(name.startswith("on") or name == "style" for name in given), address
            assert tag != "style", address
            assert tag != "script" or given.get("src"), address
            assert not str(given.get("src") or "").startswith(("http", "//")), address


def test_hostile_words_stay_words(open_study: Live) -> None:
    shown = [open_study.client.get(address).text for address in addresses(open_study)]
    assert not any("<script>" in text for text in shown)
    assert any(EVIL in parse(text).text for text in shown)
    evil = open_study.client.get("/names.html", params={"left": EVIL, "right": '"><img src=x onerror=alert(1)>'})
    assert "<img" not in evil.text
    assert EVIL in parse(evil.text).text


@pytest.mark.parametrize("address", ["/", "/ties.html", "/style.css", "/api/ties", "/api/claims?per_page=2&page=2"])
def test_what_a_client_has_is_not_sent_again(open_study: Live, address: str) -> None:
    first = open_study.client.get(address)
    assert first.status_code == 200
    assert first.headers["cache-control"] == "no-cache"
    again = open_study.client.get(address, headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    other = open_study.client.get(address, headers={"if-none-match": '"another"'})
    assert other.status_code == 200


def test_a_tag_is_of_one_encoding(open_study: Live) -> None:
    zipped = open_study.client.get("/ties.html", headers={"accept-encoding": "gzip"})
    plain = open_study.client.get("/ties.html", headers={"accept-encoding": "identity"})
    assert zipped.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert zipped.text == plain.text
    assert zipped.headers["etag"] != plain.headers["etag"]


@pytest.mark.parametrize(
    "path",
    [
        "/nothing.html",
        "/../liens.toml",
        "/ledger.db",
        "/liens.toml",
        "/users.db",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/ties/..%2f..%2fledger.db",
        "/service/../../app.py",
        "/service/app.py",
        "/ties/" + "a" * 1000,
        "/%00",
        "/{{7*7}}.html",
        "/sources/'; DROP TABLE users;--.html",
    ],
)
def test_there_is_no_way_to_a_file(open_study: Live, path: str) -> None:
    answer = open_study.client.get(path)
    assert answer.status_code == 404
    assert "49" not in answer.text


def test_the_api_has_no_page_of_the_study_in_one_file(open_study: Live) -> None:
    assert open_study.client.get("/study.json").headers["location"] == "api/"
    parts = open_study.client.get("/api/").json()["parts"]
    assert "ties" in parts


@pytest.mark.parametrize(
    ("query", "status", "words"),
    [
        ("ties?colour=red", 400, "'colour' is not known"),
        ("ties?page=0", 400, "whole numbers"),
        ("ties?page=x", 400, "whole numbers"),
        ("ties?page=1&page=2", 400, "given twice"),
        ("ties?per_page=201", 400, "up to 200"),
        ("ties?" + "&".join(f"a{n}=1" for n in range(50)), 400, "too many"),
        ("ties/nobody", 404, "ties has no 'nobody'"),
        ("numbers/1", 404, "openapi"),
        ("nothing", 404, "openapi"),
        ("ties?entity=" + "x" * 500, 404, "no such page"),
    ],
)
def test_the_api_says_why_not(open_study: Live, query: str, status: int, words: str) -> None:
    answer = open_study.client.get(f"/api/{query}")
    assert (answer.status_code, words in answer.json()["error"]) == (status, True), answer.text


def test_the_api_filters_and_turns_pages(open_study: Live) -> None:
    def get(path: str) -> dict[str, object]:
        found: dict[str, object] = open_study.client.get(path).json()
        return found

    every = get("/api/claims?per_page=3")
    assert (every["total"], every["next"]) == (4, "/api/claims?per_page=3&page=2")
    rest = get(str(every["next"]))
    ids = [item["id"] for page in (every, rest) for item in page["items"]]  # type: ignore[attr-defined]
    assert sorted(ids) == sorted(open_study.claims)
    denied = get("/api/claims?tie=colossa--invests_in--voltane&status=denied")
    assert [item["id"] for item in denied["items"]] == [open_study.claims[1]]  # type: ignore[attr-defined]
    one = get(f"/api/claims/{open_study.claims[0]}")
    assert one["item"]["quote"].startswith("Voltane says")  # type: ignore[index]
    source = one["item"]["document"]  # type: ignore[index]
    assert get(f"/api/sources/{source}")["item"]["text"].startswith("Voltane says")  # type: ignore[index]


def test_nobody_judges_where_nobody_signs_in(open_study: Live) -> None:
    page = open_study.client.get(f"/question.html?claim={open_study.claims[0]}")
    assert "liens user add" in page.text
    assert '<form method="post"' not in page.text
    assert (
        open_study.client.post("/decide", data={"verdict": "accept", "claim": open_study.claims[0]}).status_code == 403
    )


def test_a_new_document_shows_up_without_a_restart(open_study: Live) -> None:
    before = open_study.client.get("/api/sources").json()
    tag = open_study.client.get("/").headers["etag"]
    add(
        open_study.folder,
        9,
        "Later Titanis lends money to Brume.",
        ("Titanis", "invests_in", "Brume", Status.ASSERTED, 0.9),
    )
    deadline = time.monotonic() + 60
    while open_study.client.get("/api/pulse").json()["revision"] == before["revision"]:
        assert open_study.client.get("/").status_code == 200
        assert time.monotonic() < deadline
        time.sleep(0.2)
    assert open_study.client.get("/api/sources").json()["total"] == before["total"] + 1
    assert open_study.client.get("/", headers={"if-none-match": tag}).status_code == 200
    assert "titanis--invests_in--brume" in open_study.client.get("/ties.html").text


def test_bodies_are_gzipped_once(open_study: Live) -> None:
    raw = open_study.client.stream("GET", "/ties.html", headers={"accept-encoding": "gzip"})
    with raw as answer:
        body = b"".join(answer.iter_raw())
    assert gzip.decompress(body).startswith(b"<!doctype html>")
