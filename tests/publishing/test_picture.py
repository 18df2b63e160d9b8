from itertools import pairwise

import pytest

from liens.model import Kind, Status
from liens.publishing.layout import MOST_LINES, MOST_NODES, ROW, Network, lay_out
from liens.publishing.picture import draw
from liens.publishing.report import Report, build_report
from tests.invented import MARKET, Book
from tests.publishing.studies import parse


def crowd(start_ups: int, groups: int) -> Report:
    book = Book()
    document = book.document("They are tied.")
    for number in range(start_ups):
        book.entity(f"Start {number}", Kind.COMPANY, "start_up")
    for number in range(groups):
        book.entity(f"Group {number}", Kind.COMPANY, "large_group")
        for other in range(start_ups):
            if (number + other) % 3:
                book.claim(document, "They are tied", (f"Group {number}", "supplies", f"Start {other}"))
    return build_report(book.view(), MARKET)


@pytest.mark.parametrize(("start_ups", "groups"), [(1, 1), (9, 4), (70, 12), (40, 0)])
def test_names_do_not_overlap_and_numbers_are_bounded(start_ups: int, groups: int) -> None:
    network = lay_out(crowd(start_ups, groups))
    assert len(network.nodes) <= MOST_NODES
    assert len(network.ties) <= MOST_LINES
    for left in (True, False):
        heights = sorted(
            [n.y for n in network.nodes if n.left is left] + [c.y for c in network.captions if c.left is left]
        )
        assert all(b - a >= ROW - 0.01 or b - a >= 17 for a, b in pairwise(heights))
        assert all(0 < height < network.height for height in heights)


def test_a_picture_shows_each_tie_by_status_and_links_it() -> None:
    book = Book()
    document = book.document("They are tied.")
    statuses = (Status.ASSERTED, Status.PLANNED, Status.ALLEGED, Status.ENDED, Status.DENIED)
    for status, relation in zip(statuses, ("supplies", "invests_in", "distributes", "licenses", "owns"), strict=True):
        book.claim(document, "They are tied", ("Colossa", relation, "Voltane"), status)
    book.claim(document, "They are tied", ("Ada Quill", "works_for", "Voltane"))
    report = build_report(book.view(), MARKET)
    links = {tie.id: f"ties/{tie.id}.html" for tie in report.ties} | {"colossa": "e/c.html", "voltane": "e/v.html"}
    drawing = draw(report, MARKET, links)
    page = parse(drawing.svg)
    classes = sorted(str(given["class"]) for tag, given in page.tags if tag == "g")
    assert classes == ["line ch0 asserted w1", "line ch1 alleged w1", "line ch2 planned w1", "line chx ended w1"]
    assert {str(link["href"]) for link in page.links} == {links[tie] for tie in drawing.ties} | {"e/c.html", "e/v.html"}
    assert "Colossa supplies Voltane (asserted)" in page.text
    assert not page.broken


def test_a_study_without_ties_has_no_picture() -> None:
    assert draw(build_report(Book().view(), MARKET), MARKET, {}).svg == ""


def test_everything_of_one_kind_is_halved_into_two_columns() -> None:
    book = Book()
    document = book.document("They are tied.")
    for number in range(9):
        book.entity(f"Firm {number}")
    for number in range(8):
        book.claim(document, "They are tied", (f"Firm {number}", "supplies", f"Firm {number + 1}"))
    network: Network = lay_out(build_report(book.view(), MARKET))
    assert sorted(node.left for node in network.nodes) == [False] * 4 + [True] * 5
