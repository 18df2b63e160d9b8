"""The description is made from the table of the API's parts: every route in it answers, and as it says."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from liens.publishing.report import build_report
from liens.publishing.site import GROUPS
from liens.serving.data import Data
from liens.serving.openapi import description
from liens.serving.parts import PARTS, Part
from tests.invented import MARKET, Book
from tests.publishing.studies import FULL_MARKET, full_study, hostile_study, small_study
from tests.serving.conftest import Live

DATA = {
    "full": Data(build_report(full_study().view(), FULL_MARKET), full_study().view()),
    "small": Data(build_report(small_study().view(), MARKET), small_study().view()),
    "hostile": Data(build_report(hostile_study(), FULL_MARKET), hostile_study()),
    "empty": Data(build_report(Book().view(), MARKET), Book().view()),
}


def schema(path: str) -> dict[str, Any]:
    """What the description says that `path` answers, with the nouns it speaks of."""
    found: dict[str, Any] = description()["paths"][path]["get"]["responses"]["200"]["content"]["application/json"][
        "schema"
    ]
    return {**found, "components": description()["components"]}


def answered(data: Data, wanted: str) -> tuple[int, Any]:
    status, text = data.answer(wanted)
    return status, json.loads(text)


def check(path: str, answer: Mapping[str, Any]) -> None:
    Draft202012Validator(schema(path)).validate(answer)


@pytest.mark.parametrize("study", DATA)
@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
def test_every_part_is_as_described(part: Part, study: str) -> None:
    data = DATA[study]
    status, listed = answered(data, f"{part.name}?per_page=200")
    assert status == 200
    check(f"/api/{part.name}", listed)
    assert listed["total"] == len(part.items(data.report))
    for item in part.items(data.report)[:5] if part.key else ():
        status, one = answered(data, f"{part.name}/{part.key(item)}")  # type: ignore[misc]
        assert status == 200
        check(f"/api/{part.name}/{{key}}", one)


@pytest.mark.parametrize("part", [part for part in PARTS if part.filters], ids=lambda part: part.name)
def test_every_filter_chooses(part: Part) -> None:
    data = DATA["full"]
    items = part.items(data.report)
    for each in part.filters:
        words = sorted({str(word) for item in items for word in each.words(item) if word is not None})
        totals = []
        for word in words:
            found = answered(data, f"{part.name}?{each.name}={word.replace('&', '%26')}&per_page=200")[1]
            check(f"/api/{part.name}", found)
            totals.append(found["total"])
        assert all(total > 0 for total in totals)
        assert answered(data, f"{part.name}?{each.name}=nobody-at-all")[1]["total"] == 0


def test_the_full_study_has_something_of_nearly_everything() -> None:
    filled = {part.name for part in PARTS if any(part.items(data.report) for data in DATA.values())}
    assert {part.name for part in PARTS} - filled <= {"common", "concentration", "shifts", "replies", "debates"}


def test_every_page_of_the_study_has_its_data() -> None:
    shown = {part.page for part in PARTS}
    pages = {address for _, members in GROUPS for address, _ in members}
    assert shown <= pages
    assert pages - shown <= {"index.html", "network.html"}, "these show what other pages show"


def test_every_described_route_answers(open_study: Live) -> None:
    told = open_study.client.get("/api/openapi.json").json()
    assert told["openapi"].startswith("3.1")
    for path in told["paths"]:
        if path.endswith("{key}"):
            continue
        answer = open_study.client.get(path)
        assert answer.status_code == 200, path
        check(path, answer.json())
        assert answer.headers["content-type"].startswith("application/json")
        for item in answer.json().get("items", [])[:1] if f"{path}/{{key}}" in told["paths"] else ():
            key = item.get("id") or item.get("entity", {}).get("id") or item.get("remark") or item.get("start_up")
            one = open_study.client.get(f"{path}/{key}")
            assert one.status_code == 200, f"{path}/{key}"
            check(f"{path}/{{key}}", one.json())


def test_the_description_itself_is_sound() -> None:
    told = description()
    names = [operation["operationId"] for path in told["paths"].values() for operation in path.values()]
    assert len(names) == len(set(names))
    for path, operations in told["paths"].items():
        declared = [p["name"] for p in operations["get"]["parameters"] if p["in"] == "path"]
        assert declared == (["key"] if "{key}" in path else [])
    for noun in told["components"]["schemas"].values():
        Draft202012Validator.check_schema(noun)
        assert set(noun.get("required", ())) <= set(noun["properties"])
