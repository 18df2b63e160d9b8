"""The explorer's data: whole in any number of files, and text whatever a document says."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

import pytest

from liens.ledger.view import View
from liens.model import Status
from liens.publishing.network import plan_network
from liens.publishing.network.shelves import first_letter
from liens.publishing.report import build_report
from liens.publishing.site import Site
from tests.browser.studies import explored_study, wide_study
from tests.publishing.studies import EVIL, FULL_MARKET, hostile_study

CALL = re.compile(r'liens\.take\("([a-z0-9-]+)",(.+)\);\n', re.DOTALL)


def taken(view: View) -> tuple[Site, Mapping[str, Any]]:
    """The site, and the data of each file by its name, read as the explorer would."""
    site = Site(build_report(view, FULL_MARKET), view, FULL_MARKET)
    found = {}
    for address, make in plan_network(site).items():
        text = make()
        assert text.isascii()
        call = CALL.fullmatch(text)
        assert call is not None, address
        assert address == f"network/{call[1]}.js"
        found[call[1]] = json.loads(call[2])
    return site, found


@pytest.mark.parametrize("book", [explored_study, wide_study])
def test_every_tie_and_every_claim_can_be_reached(book: Any) -> None:
    site, files = taken(book().view())
    core = files["core"]
    rows = {row[0]: row for row in core["ties"]}
    for entity in core["entities"]:
        if entity[9] >= 0:
            rows |= {row[0]: row for row in files[f"ties-{entity[9]}"]["ties"]}
    for name, number in core["letters"].items():
        for entity in files[f"names-{number}"]["entities"]:
            assert name in {first_letter(word) for word in entity[1].split()}
            rows |= {row[0]: row for row in files[f"ties-{entity[9]}"]["ties"]}
    assert set(rows) == {tie.id for tie in site.report.ties}
    for tie in site.report.ties:
        shelf = files[f"claims-{rows[tie.id][11]}"]
        assert shelf["ties"][tie.id] == list(tie.claims)
        assert all(shelf["documents"][shelf["claims"][key][3]] for key in tie.claims)


def test_the_core_is_bounded_and_what_is_beyond_is_told() -> None:
    site, files = taken(wide_study().view())
    assert len(files["core"]["ties"]) == 1200 < len(site.report.ties)
    assert files["core"]["total"]["ties"] == len(site.report.ties)
    last = next(row for row in files["core"]["entities"] if row[1] == "Firm 555")
    ties = files[f"ties-{last[9]}"]
    named = [ties["entities"][end][1] for row in ties["ties"] for end in (row[1], row[3])]
    assert named.count("Firm 555") == last[6] == 5


def test_a_tie_tells_from_which_day_it_has_which_status() -> None:
    _, files = taken(explored_study().view())
    core = files["core"]
    statuses = core["statuses"]
    steps = {row[0]: [(day, statuses[status]) for day, status in row[4]] for row in core["ties"]}
    assert steps["colossa--invests_in--voltane"] == [("2024-01-10", Status.PLANNED), ("2024-03-01", Status.ASSERTED)]
    assert steps["colossa--supplies--brume"] == [("2024-03-04", Status.ASSERTED), ("2024-09-01", Status.ENDED)]


def test_a_claim_has_its_words_with_what_their_references_stand_for() -> None:
    site, files = taken(explored_study().view())
    shelf = next(data for name, data in files.items() if name.startswith("claims-"))
    claims = [shelf["claims"][key] for key in shelf["ties"]["colossa--invests_in--voltane"]]
    parts = claims[-1][4]
    assert "".join(text for text, mark in parts if mark & 1) in {line.quote for line in site.report.claims}
    assert [text for text, mark in parts if mark & 2] == ["Colossa"]
    assert "".join(text for text, _ in parts) in {document.text for document in site.view.documents.values()}
    unit = next(row for row in files["core"]["entities"] if row[1] == "Colossa Cloud")
    assert unit[5] == "colossa"


def test_hostile_words_are_data() -> None:
    _, files = taken(hostile_study())
    names = {row[1] for row in files["core"]["entities"]}
    assert EVIL in names
    assert all(len(name) <= 80 for name in names)
    assert all(document[5] == "" or document[5].startswith("https://") for document in documents(files))


def documents(files: Mapping[str, Any]) -> list[Any]:
    return [row for name, data in files.items() if name.startswith("claims-") for row in data["documents"]]


@pytest.mark.parametrize(
    ("word", "letter"), [("Élan", "e"), ("1Password", "1"), ("Ørsted", "_"), ("名", "_"), ("", "_"), ("ﬁrm", "f")]
)
def test_a_name_is_found_under_its_first_letter(word: str, letter: str) -> None:
    assert first_letter(word) == letter
