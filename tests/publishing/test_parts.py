from __future__ import annotations

from pathlib import Path

import pytest

from liens.model import Status
from liens.publishing import publish
from liens.publishing.parts import address_of, in_parts, part_address
from tests.invented import MARKET, Book
from tests.publishing.studies import pages


@pytest.mark.parametrize(
    ("items", "parts"),
    [(0, [[]]), (1, [[0]]), (3, [[0, 1, 2]]), (4, [[0, 1, 2], [3]]), (7, [[0, 1, 2], [3, 4, 5], [6]])],
)
def test_items_are_dealt_out_in_order(items: int, parts: list[list[int]]) -> None:
    found = in_parts("ties.html", range(items), 3)
    assert [list(part.items) for part in found] == parts
    assert {part.total for part in found} == {items}
    for place in range(items):
        assert place in found[place // 3].items
        assert address_of("ties.html", place, 3) == found[place // 3].address


def test_each_part_leads_to_those_around_it() -> None:
    turns = [{words: address for address, words in part.turns} for part in in_parts("a.html", range(4), 1)]
    assert turns == [
        {"Next": "a-2.html", "Last": "a-4.html"},
        {"Previous": "a.html", "Next": "a-3.html", "Last": "a-4.html"},
        {"First": "a.html", "Previous": "a-2.html", "Next": "a-4.html"},
        {"First": "a.html", "Previous": "a-3.html"},
    ]
    assert part_address("a.html", 1) == "a.html"


def test_a_study_that_is_long_is_whole(tmp_path: Path) -> None:
    book = Book()
    for number in range(130):
        book.entity(f"Firm {number}")
        document = book.document(
            f"{number}: Colossa supplies it. The board looks on. “So {number}”", "Wire", "2024-01-01"
        )
        book.claim(document, "Colossa supplies it", ("Colossa", "supplies", f"Firm {number}"))
        book.claim(document, "supplies it", ("Colossa", "supplies", f"Firm {number}"), Status.DENIED, "Voltane")
        book.claim(document, "The board looks on", ("Markets Board", "examines", f"Firm {number}"))
        book.say(document, f"So {number}", "Ada Quill", target=f"Firm {number}" if number % 2 else None)
    publish(book.view(), MARKET, tmp_path)
    found = {str(path.relative_to(tmp_path)): page for path, page in pages(tmp_path)}
    for address, page in found.items():
        assert not page.broken, address
        assert len(page.ids) == len(set(page.ids)), address
        for link in page.links:
            target, _, anchor = str(link.get("href") or link.get("xlink:href")).partition("#")
            if target.startswith("https://") or target.endswith((".json", ".css")):
                continue
            at = (
                str((tmp_path / address).parent.joinpath(target).resolve().relative_to(tmp_path)) if target else address
            )
            assert at in found, (address, target)
            assert not anchor or anchor in found[at].ids or at == "network.html", (address, at, anchor)
    for name, parts in (
        ("ties", 3),
        ("sources", 2),
        ("statements", 2),
        ("positions", 2),
        ("docket", 3),
        ("conflicts", 2),
    ):
        assert (f"{name}-{parts}.html" in found, f"{name}-{parts + 1}.html" in found) == (True, False), name
    shown = "".join(found[address].text for address in ("ties.html", "ties-2.html", "ties-3.html"))
    assert all(f"Firm {number}" in shown for number in range(130))
    publish(Book().view(), MARKET, tmp_path)
    assert not list(tmp_path.glob("ties-*.html")), "parts that are no more are removed"
