"""What is written for other programs: FollowTheMoney with its sidecar, and BODS 0.4 by the standard's own checks."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from libcovebods.additionalfields import AdditionalFields
from libcovebods.config import LibCoveBODSConfig
from libcovebods.data_reader import DataReader
from libcovebods.jsonschemavalidate import JSONSchemaValidator
from libcovebods.run_tasks import TASK_CLASSES, process_additional_checks
from libcovebods.schema import SchemaBODS

from liens.analysis.ownership.holdings import find_holdings
from liens.errors import ConfigError
from liens.interchange.bods_out import write_bods
from liens.interchange.ftm_out import write_ftm
from liens.interchange.reading import read_holdings
from liens.ledger.view import View
from liens.model import Kind, Status, Terms
from tests.invented import MARKET, Book

S = Status
Told = tuple[str, str, str, Status, Terms]
TOLD: tuple[Told, ...] = (
    ("Colossa", "holds_stake_in", "Voltane", S.ASSERTED, Terms(stake_pct=30, date="2024-01-15")),
    ("Colossa", "holds_stake_in", "Voltane", S.ASSERTED, Terms(stake_pct=32, date="2024-06-02")),
    ("Colossa Cloud", "subsidiary_of", "Colossa", S.ASSERTED, Terms()),
    (
        "Titanis",
        "holds_stake_in",
        "Brume",
        S.ASSERTED,
        Terms(stake_pct=10, what="voting shares", date="2024-02-01"),
    ),
    ("Titanis", "holds_stake_in", "Brume", S.ENDED, Terms(what="voting shares", date="2024-09-01")),
    ("Titanis", "holds_stake_in", "Voltane", S.PLANNED, Terms(stake_pct=5)),
    ("Titanis", "acquires", "Voltane", S.DENIED, Terms()),
    ("Ada Quill", "holds_stake_in", "Voltane", S.ASSERTED, Terms(instrument="options")),
    ("Ada Quill", "board_of", "Voltane", S.ASSERTED, Terms(role="chairwoman")),
    ("Ada Quill", "works_for", "Voltane", S.ASSERTED, Terms()),
    ("Colossa", "board_of", "Voltane", S.ENDED, Terms(role="observer")),
    ("Colossa", "partners_with", "Voltane", S.ALLEGED, Terms()),
    ("Markets Board", "examines", "Colossa", S.ASSERTED, Terms()),
    ("Colossa", "lobbies", "Model Act", S.ASSERTED, Terms()),
    ("Colossa", "holds_stake_in", "The Courier", S.ASSERTED, Terms(stake_pct=12)),
)


def view_of(*told: Told, **document: Any) -> View:
    book = Book()
    book.entity("Société Éclair", Kind.COMPANY)
    for number, (subject, relation, object_, status, terms) in enumerate(told):
        text = f"Line {number}: “{subject}” \ud800 says so."
        rest = {"url": "https://courier.example/a?b=1", "published": "2025-01-01", "title": "A \x00 title", **document}
        written = book.document(text, **rest)
        book.claim(
            written, "says so", (subject, relation, object_), status, "Ada Quill" if number == 0 else None, terms=terms
        )
    return book.view()


def lines_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(name="ftm")
def _ftm(tmp_path: Path) -> tuple[dict[str, dict[str, Any]], list[dict[str, Any]]]:
    entities, sidecar = write_ftm(view_of(*TOLD), MARKET, tmp_path / "study.ftm.json")
    assert sidecar.name == "study.claims.jsonl"
    return {entity["id"]: entity for entity in lines_of(entities)}, lines_of(sidecar)


Ftm = tuple[dict[str, dict[str, Any]], list[dict[str, Any]]]


@pytest.mark.parametrize(
    ("tie", "schema", "properties"),
    [
        (
            "colossa--holds_stake_in--voltane",
            "Ownership",
            {
                "owner": ["liens-colossa"],
                "asset": ["liens-voltane"],
                "percentage": ["30", "32"],
                "status": ["asserted"],
            },
        ),
        (
            "colossa-cloud--subsidiary_of--colossa",
            "Ownership",
            {"owner": ["liens-colossa"], "asset": ["liens-colossa-cloud"]},
        ),
        ("titanis--holds_stake_in--brume", "Ownership", {"endDate": ["2024-09-01"], "status": ["ended"]}),
        ("titanis--holds_stake_in--voltane", "UnknownLink", {"status": ["planned"]}),
        ("ada-quill--board_of--voltane", "Directorship", {"director": ["liens-ada-quill"]}),
        ("ada-quill--works_for--voltane", "Employment", {"employer": ["liens-voltane"]}),
        ("colossa--partners_with--voltane", "UnknownLink", {"status": ["alleged"]}),
        ("markets-board--examines--colossa", "UnknownLink", {"role": ["examines"]}),
        ("colossa--holds_stake_in--the-courier", "UnknownLink", {"subject": ["liens-colossa"]}),
    ],
)
def test_ties_as_ftm(ftm: Ftm, tie: str, schema: str, properties: dict[str, list[str]]) -> None:
    entity = ftm[0][f"liens-{tie}"]
    assert entity["schema"] == schema
    assert {name: entity["properties"].get(name) for name in properties} == properties
    assert ("percentage" in entity["properties"]) == (schema == "Ownership" and "subsidiary" not in tie)


def test_what_is_denied_or_no_interest_stands_in_the_sidecar_alone(ftm: Ftm) -> None:
    entities, sidecar = ftm
    drawn = {row["tie"]: row["statement"] for row in sidecar}
    assert len(sidecar) == len(TOLD)
    assert {tie for tie, statement in drawn.items() if statement is None} == {
        "titanis--acquires--voltane",
        "colossa--lobbies--model-act",
    }
    assert {statement for statement in drawn.values() if statement} <= set(entities)


def test_the_sidecar_keeps_status_speaker_and_offsets(ftm: Ftm) -> None:
    [first] = [row for row in ftm[1] if row["terms"].get("stake_pct") == 30]
    assert (first["status"], first["speaker"], first["published"]) == ("asserted", "Ada Quill", "2025-01-01")
    text = "Line 0: “Colossa” \ud800 says so."
    assert text[first["start"] : first["end"]] == first["quote"] == "says so"


def test_ends_of_ftm_interests_are_entities_of_the_schema_wanted(ftm: Ftm) -> None:
    entities, _ = ftm
    wanted = {
        "owner": {"Company", "Organization", "PublicBody", "Person"},
        "asset": {"Company"},
        "director": {"Company", "Organization", "PublicBody", "Person"},
        "organization": {"Company", "Organization", "PublicBody"},
        "employee": {"Person"},
        "employer": {"Company", "Organization", "PublicBody"},
    }
    ends = [
        (name, entities[value]["schema"])
        for entity in entities.values()
        for name, values in entity["properties"].items()
        if name in wanted
        for value in values
    ]
    assert len(ends) > 8
    assert all(schema in wanted[name] for name, schema in ends)


def faults(path: Path) -> list[object]:
    """What the standard's own schema and further checks find wrong in a file; those are left out that ask the network
    which schemes of identifiers there are, for no identifiers are written."""
    reader, config = DataReader(str(path)), LibCoveBODSConfig()
    schema = SchemaBODS(reader, config)
    tasks = [t for t in TASK_CLASSES if t.__module__.endswith("record_based_checks") and "Scheme" not in t.__name__]
    checks = process_additional_checks(reader, config, schema, tasks)["additional_checks"]
    unknown = AdditionalFields(schema).process(reader)
    return [*(error.json() for error in JSONSchemaValidator(schema).validate(reader)), *checks, *unknown]


def test_bods_is_valid_by_its_schema(tmp_path: Path) -> None:
    path = write_bods(view_of(*TOLD), MARKET, tmp_path / "study.bods.json")
    assert faults(path) == []


def test_bods_statements(tmp_path: Path) -> None:
    found = json.loads(write_bods(view_of(*TOLD), MARKET, tmp_path / "b.json").read_text(encoding="utf-8"))
    relations = [s for s in found if s["recordType"] == "relationship"]
    told = [
        (
            s["recordId"].removeprefix("liens-"),
            s["recordStatus"],
            s["statementDate"],
            s["recordDetails"]["interests"][0]["type"],
            s["recordDetails"]["interests"][0].get("share"),
        )
        for s in relations
    ]
    assert told == [
        ("ada-quill--board_of--voltane", "new", "2025-01-01", "boardChair", None),
        ("ada-quill--holds_stake_in--voltane", "new", "2025-01-01", "conditionalRightsGrantedByContract", None),
        ("colossa--board_of--voltane", "closed", "2025-01-01", "otherInfluenceOrControl", None),
        ("colossa--holds_stake_in--the-courier", "new", "2025-01-01", "shareholding", {"exact": 12}),
        ("colossa--holds_stake_in--voltane", "new", "2024-01-15", "shareholding", {"exact": 30}),
        ("colossa--holds_stake_in--voltane", "updated", "2024-06-02", "shareholding", {"exact": 32}),
        (
            "colossa-cloud--subsidiary_of--colossa",
            "new",
            "2025-01-01",
            "shareholding",
            {"exclusiveMinimum": 50, "maximum": 100},
        ),
        ("titanis--holds_stake_in--brume", "new", "2024-02-01", "votingRights", {"exact": 10}),
        ("titanis--holds_stake_in--brume", "closed", "2024-09-01", "votingRights", None),
    ]
    first = relations[4]
    assert first["source"] == {
        "type": ["thirdParty"],
        "url": "https://courier.example/a?b=1",
        "assertedBy": [{"name": "Ada Quill"}],
    }
    assert "characters 20 to 27" in first["annotations"][0]["description"]
    assert len({s["statementId"] for s in found}) == len(found)
    before: set[str] = set()
    for one in found:
        if one["recordType"] == "relationship":
            assert {one["recordDetails"]["subject"], one["recordDetails"]["interestedParty"]} <= before
        before.add(one["recordId"])


@pytest.mark.parametrize("url", ["javascript:alert(1)", "https://x/ y", "https://x/\u202e", "not a url", "https://[x"])
def test_a_url_that_is_none_is_left_out(tmp_path: Path, url: str) -> None:
    path = write_bods(view_of(*TOLD, url=url), MARKET, tmp_path / "b.json")
    assert faults(path) == []
    assert '"url"' not in path.read_text(encoding="utf-8")


def test_bods_wants_days(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no document of this study has a date"):
        write_bods(view_of(*TOLD[2:3], published=None), MARKET, tmp_path / "b.json")
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ConfigError, match="cannot be written"):
        write_ftm(view_of(*TOLD), MARKET, tmp_path / "file" / "f.json")


def test_of_no_ties_an_empty_array(tmp_path: Path) -> None:
    assert json.loads(write_bods(view_of(), MARKET, tmp_path / "b.json").read_text()) == []


@pytest.mark.parametrize("form", ["ftm", "bods"])
def test_what_is_written_can_be_read_again(tmp_path: Path, form: str) -> None:
    """The stakes in force come back; a subsidiary's share is written in BODS alone, and a range's ends meet in FtM."""
    view = view_of(*TOLD)
    path = tmp_path / "study.json"
    if form == "ftm":
        write_ftm(view, MARKET, path)
    else:
        write_bods(view, MARKET, path)
    again = read_holdings(path, view, MARKET)
    assert again.problems == ()
    assert again.names == {}
    ends = {(h.holder, h.held) for h in find_holdings(view, MARKET)}
    told = {(h.holder, h.held): h for h in again.holdings}
    assert ends - {("colossa", "the-courier")} <= set(told)
    assert told["colossa", "voltane"].high == 0.32


def test_the_order_of_claims_changes_nothing(tmp_path: Path) -> None:
    view = view_of(*TOLD)
    entities = dict(reversed(list(view.entities.items())))
    turned = replace(view, entries=tuple(reversed(view.entries)), entities=MappingProxyType(entities))
    for name, each in (("a", view), ("b", turned)):
        write_ftm(each, MARKET, tmp_path / f"{name}.ftm.json")
        write_bods(each, MARKET, tmp_path / f"{name}.bods.json")
    for kind in ("ftm.json", "claims.jsonl", "bods.json"):
        assert (tmp_path / f"a.{kind}").read_bytes() == (tmp_path / f"b.{kind}").read_bytes()
