"""What the pages of the measures say, and what they must not say."""

import json
import re
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest

from liens.analysis.concentration import MarketShare
from liens.analysis.ownership.holdings import Holding
from liens.publishing import Records, publish
from tests.publishing.studies import FULL_MARKET, Parsed, full_study, pages


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("full")
    publish(full_study().view(), FULL_MARKET, folder)
    return folder


@pytest.fixture(scope="module")
def study(folder: Path) -> dict[str, Parsed]:
    return {path.relative_to(folder).as_posix(): page for path, page in pages(folder)}


def words(folder: Path, address: str) -> str:
    """The text of a page, its cells and paragraphs apart."""
    html = (folder / address).read_text(encoding="utf-8")
    return " ".join(
        unescape(re.sub("<[^>]*>", " ", re.sub("</?(?:a|bdi|span|time|q|strong)\\b[^>]*>", "", html))).split()
    )


@pytest.mark.parametrize(
    ("address", "said"),
    [
        (
            "docket.html",
            "2 cases of 1 authority on 2 deals and companies: 1 with an outcome, 1 only reported by others",
        ),
        ("docket.html", "None found as of 2024-09-01. Searched: 12 documents; 1 speaks of the authority and a party"),
        ("docket.html", "“probe” (Le Phare) more than is recorded"),
        ("docket.html", "preliminary look full review cleared Markets Board: control of mergers"),
        ("positions.html", "Model Act law none found 1"),
        ("positions.html", "Open Ledger Fund Model Act against The Courier"),
        ("positions.html", "this study holds no registers of meetings. It does not say that nobody met."),
        ("profiles.html", "Voltane Compute: exclusive"),
        (
            "compare.html",
            "different Colossa none, by what is said for Brume, exclusive for Voltane; told only of Brume",
        ),
        ("compare.html", "unknown no document tells of a dependence of Brume and Voltane in distribution"),
        (
            "compare.html",
            "Told of one alone, not known of the others (1) is supplied by: Exclusivity Voltane exclusive",
        ),
        ("whatif.html", "Voltane Compute exclusive 1 no other known"),
        ("layers.html", "Cloud Colossa 1 50 % of 2 1: Voltane"),
        ("ownership.html", "Titanis controls ultimate holder Brume"),
        ("ownership.html", "Colossa not known: its share may be more than half Voltane"),
        ("ownership.html", "No market shares are known to this study, so no index is computed."),
        ("deals/colossa--voltane.html", "Colossa invests in Voltane 2 Equity: EUR 2 million 2"),
        ("deals/brume--titanis.html", "Titanis invests in Brume: announced, 2024-06-01"),
        ("entities/voltane.html", "Colossa exclusive 1 it alone may not known present 2"),
        ("entities/brume.html", "present → none, by what is said"),
        ("unknown.html", "Cases in which no decision was found: 1"),
        ("unknown.html", "Distribution: not known of 2 start-ups"),
        ("changes.html", "This is its first writing"),
        ("changes.html", "ended: Colossa supplies Brume"),
        ("index.html", "Ended: Paper 8 reports as ended: Colossa supplies Brume."),
        ("index.html", "Markets Board on Colossa – Voltane: cleared"),
    ],
)
def test_a_page_says(folder: Path, address: str, said: str) -> None:
    assert said in words(folder, address)


def test_the_press_moves_no_case(folder: Path) -> None:
    assert "Stage as reported by the press: preliminary look. The authority’s own word" in words(folder, "docket.html")


def test_the_word_controls_stands_only_where_the_rule_holds(folder: Path) -> None:
    rows = re.findall(r"(\w+) controls ultimate holder (\w+)", words(folder, "ownership.html"))
    assert rows == [("Titanis", "Brume")]


def test_an_empty_cell_is_not_known_and_never_none(folder: Path, study: dict[str, Parsed]) -> None:
    for address in ("profiles.html", "positions.html", "deals.html"):
        assert [given for tag, given in study[address].tags if given.get("class") == "blank"], address
    assert re.search(r"Voltane Compute: exclusive \d+ Funding: present \d+ not known", words(folder, "profiles.html"))


def test_every_number_of_a_citation_leads_to_its_sentence(folder: Path, study: dict[str, Parsed]) -> None:
    for address, page in study.items():
        cited = [str(link["href"]) for link in page.links if re.fullmatch(r".*: .*", str(link.get("title", "")))]
        for href in cited:
            target, anchor = href.removeprefix("../").split("#")
            assert anchor in study[target].ids, address


def test_the_measures_are_in_the_data(folder: Path) -> None:
    text = (folder / "study.json").read_text(encoding="utf-8")
    measures = json.loads(text)["measures"]
    assert [case["authority"] for case in measures["docket"]["cases"]] == ["markets-board", "markets-board"]
    assert {loss["start_up"] for gone in measures["removals"] for loss in gone["losses"]} == {"voltane", "brume"}
    assert "phrases" not in text


def test_records_and_shares_are_shown_with_their_source(tmp_path: Path) -> None:
    records = Records(
        holdings=(
            Holding("Common Fund", "voltane", 0.5, 0.5, source="register.csv, line 2"),
            Holding("Common Fund", "brume", 0.4, 0.4, source="register.csv, line 3"),
        ),
        shares=(MarketShare("voltane", 0.5, 0.5, "survey"), MarketShare("brume", 0.5, 0.5, "survey")),
    )
    publish(full_study().view(), FULL_MARKET, tmp_path, records)
    text = words(tmp_path, "ownership.html")
    assert "Common Fund 50 %" in text
    assert "register.csv, line 2" in text
    assert "HHI 5,000 (0 to 10,000)" in text
    assert "survey" in text


def test_a_case_under_way_has_a_timeline_with_a_lane_for_each_standing(tmp_path: Path) -> None:
    book = full_study()
    for day, publisher, stage in (
        ("2024-02-01", "Markets Board", "looks into"),
        ("2024-02-20", "Le Phare", "full review"),
    ):
        document = book.document(f"The board {stage} the deal of Colossa.", publisher, day)
        triple = ("Markets Board", "examines", "Colossa")
        book.claim(document, stage, triple)
    publish(book.view(), FULL_MARKET, tmp_path)
    page = dict(pages(tmp_path))[tmp_path / "docket.html"]
    marks = [str(given["class"]) for tag, given in page.tags if tag == "a" and "mark" in str(given.get("class"))]
    assert marks == ["mark full", "mark dashed"]


def test_the_log_tells_what_was_added_since_the_last_writing(tmp_path: Path) -> None:
    book = full_study()
    publish(book.view(), FULL_MARKET, tmp_path)
    document = book.document("Titanis distributes Voltane.", "Evening Wire", "2024-10-01", title="A new channel")
    book.claim(document, "Titanis distributes Voltane", ("Titanis", "distributes", "Voltane"))
    publish(replace(book.view(), revision=8), FULL_MARKET, tmp_path)
    text = words(tmp_path, "changes.html")
    assert "From revision 7 to 8 of the ledger: 1 document added, 1 claim added, 1 tie added." in text
    assert "A new channel" in text
    assert "Titanis distributes Voltane" in text
