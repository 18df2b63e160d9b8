"""Files of every format → holdings placed among a view's entities. Each case reads as its file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from liens.analysis.ownership.findings import find_ownership
from liens.analysis.ownership.holdings import Basis, Holding
from liens.errors import SourceError
from liens.interchange import reading
from liens.interchange.reading import Format, read_holdings
from liens.interchange.records import Import
from tests.invented import MARKET, Book

VIEW = Book().view()
PARENT, CHILD = "5299000ABCDEFGHIJK12", "5299000ABCDEFGHIJK34"


def read(folder: Path, text: str, form: Format | None = None, **known: str) -> Import:
    path = folder / "file"
    path.write_text(text, encoding="utf-8")
    return read_holdings(path, VIEW, MARKET, form, {key.replace("_", ":", 1): entity for key, entity in known.items()})


def brief(holding: Holding) -> tuple[str, str, float | None, float | None, Basis]:
    return holding.holder, holding.held, holding.low, holding.high, holding.basis


def test_a_sheet(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "Holder,held,percent,basis,date,source\n"
        'Colossa,"Voltane",30,,2024-05-01,annual report\n'
        "COLOSSA, brume ,>50,votes,,\n"
        "\n"
        "Ada Quill,Voltane,,,,\n"
        "Far Holdings,Colossa,25-50,economic,,\n",
    )
    assert [brief(h) for h in found.holdings] == [
        ("colossa", "voltane", 0.3, 0.3, Basis.UNKNOWN),
        ("colossa", "brume", 0.5, 1.0, Basis.VOTES),
        ("ada-quill", "voltane", None, None, Basis.UNKNOWN),
        ("name:far holdings", "colossa", 0.25, 0.5, Basis.ECONOMIC),
    ]
    assert found.holdings[0].source == "file, line 2 (annual report)"
    assert found.holdings[0].date == "2024-05-01"
    assert found.holdings[1].above
    assert found.names == {"name:far holdings": "Far Holdings"}
    assert found.problems == ()


def test_a_sheet_with_lines_that_cannot_be_read(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "holder,held,percent,basis\n"
        "Colossa,Voltane,750k,\n"
        "Colossa,,10,\n"
        "Colossa,Voltane,10,golden\n"
        "Colossa,colossa,10,\n"
        "Colossa,Voltane,10,\n",
    )
    assert [h.low for h in found.holdings] == [0.1]
    assert sorted(problem.where for problem in found.problems) == [f"file, line {n}" for n in (2, 3, 4, 5)]
    assert all(problem.message and problem.advice and problem.stage == "import" for problem in found.problems)


def test_an_open_quote_does_not_swallow_the_file(tmp_path: Path) -> None:
    rows = "".join(f"Colossa,Voltane,{n % 90}\n" for n in range(20_000))
    found = read(tmp_path, 'holder,held,percent\n"Colossa,Voltane,10\n' + rows)
    assert len(found.holdings) > 10_000
    assert "field larger" in found.problems[0].message


GLEIF_HEADER = (
    "Relationship.StartNode.NodeID,Relationship.StartNode.NodeIDType,Relationship.EndNode.NodeID,"
    "Relationship.EndNode.NodeIDType,Relationship.RelationshipType,Relationship.RelationshipStatus,"
    "Registration.LastUpdateDate,Registration.RegistrationStatus\n"
)


def gleif(kind: str = "IS_DIRECTLY_CONSOLIDATED_BY", status: str = "ACTIVE", stands: str = "PUBLISHED") -> str:
    return f"{CHILD},LEI,{PARENT},LEI,{kind},{status},2024-02-01T10:00:00Z,{stands}\n"


def test_gleif_tells_control_and_no_size(tmp_path: Path) -> None:
    found = read(tmp_path, GLEIF_HEADER + gleif(), lei_5299000ABCDEFGHIJK12="colossa")
    assert [brief(h) for h in found.holdings] == [
        ("colossa", f"lei:{CHILD}", 0.5, 1.0, Basis.VOTES),
        ("colossa", f"lei:{CHILD}", None, None, Basis.UNKNOWN),
    ]
    assert found.holdings[0].source == "file, line 2 (GLEIF)"
    assert found.holdings[0].date == "2024-02-01"
    ownership = find_ownership(VIEW, MARKET, found.holdings)
    assert [(c.holder, c.held, c.certain) for c in ownership.control] == [("colossa", f"lei:{CHILD}", True)]
    assert ownership.stakes == ()


@pytest.mark.parametrize(
    "line",
    [
        gleif("IS_ULTIMATELY_CONSOLIDATED_BY"),
        gleif("IS_INTERNATIONAL_BRANCH_OF"),
        gleif(status="INACTIVE"),
        gleif(stands="RETIRED"),
    ],
)
def test_gleif_records_that_are_left_out(tmp_path: Path, line: str) -> None:
    assert read(tmp_path, GLEIF_HEADER + line) == Import()


def test_gleif_with_an_end_that_is_no_lei(tmp_path: Path) -> None:
    found = read(tmp_path, GLEIF_HEADER + gleif().replace(PARENT, "X1"))
    assert [problem.where for problem in found.problems] == ["file, line 2"]


def ftm(*entities: dict[str, object]) -> str:
    return "\n".join(json.dumps(entity) for entity in entities)


def thing(key: str, schema: str, **properties: object) -> dict[str, object]:
    return {"id": key, "schema": schema, "properties": properties}


def test_ftm_ownership(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        ftm(
            thing("i1", "Ownership", owner=["a"], asset=["b"], percentage=["30"], publisher=["Registry"]),
            thing("i2", "Ownership", owner=["a", "c"], asset=["b"], sharesType=["voting shares"], percentage=["25-50"]),
            thing("i3", "Ownership", owner=["c"], asset=["b"], sharesCount=["750000"], startDate=["2023-01-01"]),
            thing("i4", "Ownership", owner=["c"], asset=["a"], percentage=["100"], endDate=["2020-01-01"]),
            thing("i5", "Ownership", owner=["c"], asset=["a"], percentage=["all of it"]),
            thing("i6", "Ownership", owner=[], asset=["a"]),
            thing("a", "Company", name=["Colossa"]),
            thing("b", "Company", name=["Voltane"], leiCode=[CHILD]),
            {"id": "d", "schema": "Company"},
        ),
    )
    assert [brief(h) for h in found.holdings] == [
        ("colossa", "voltane", 0.3, 0.3, Basis.UNKNOWN),
        ("colossa", "voltane", 0.25, 0.5, Basis.VOTES),
        ("ftm:c", "voltane", 0.25, 0.5, Basis.VOTES),
        ("ftm:c", "voltane", None, None, Basis.UNKNOWN),
        ("ftm:c", "colossa", None, None, Basis.UNKNOWN),
    ]
    assert found.holdings[0].source == "file, line 1 (Registry)"
    assert sorted(problem.where for problem in found.problems) == [f"file, line {n}" for n in (5, 6, 9)]


def party(record: str, name: str | None, lei: str | None = None) -> dict[str, object]:
    identifiers = [{"scheme": "XI-LEI", "id": lei}] if lei else []
    details = {"isComponent": False, "entityType": {"type": "registeredEntity"}, "identifiers": identifiers}
    return statement(record, "entity", "2024-01-01", {**details, **({"name": name} if name else {})})


def statement(record: str, kind: str, day: str, details: dict[str, object], status: str = "new") -> dict[str, object]:
    head = {"statementId": f"{record}-{day}".ljust(32, "x"), "statementDate": day, "recordId": record}
    return {**head, "recordType": kind, "recordStatus": status, "recordDetails": details}


def relation(
    record: str,
    subject: object,
    holder: object,
    *interests: dict[str, object],
    day: str = "2024-01-01",
    status: str = "new",
) -> dict[str, object]:
    details = {"isComponent": False, "subject": subject, "interestedParty": holder, "interests": list(interests)}
    return statement(record, "relationship", day, details, status)


def interest(kind: str = "shareholding", direct: str = "direct", **rest: object) -> dict[str, object]:
    return {"type": kind, "directOrIndirect": direct, **rest}


A, B = party("a", "Colossa"), party("b", "Voltane", CHILD)
UNNAMED = {"reason": "unknown"}


@pytest.mark.parametrize(
    ("relations", "expected"),
    [
        ([relation("r", "b", "a", interest(share={"exact": 30}))], [(0.3, 0.3, Basis.UNKNOWN)]),
        (
            [relation("r", "b", "a", interest(share={"exclusiveMinimum": 50, "maximum": 75}))],
            [(0.5, 0.75, Basis.UNKNOWN)],
        ),
        ([relation("r", "b", "a", interest("votingRights", share={"minimum": 25}))], [(0.25, 1.0, Basis.VOTES)]),
        ([relation("r", "b", "a", interest())], [(None, None, Basis.UNKNOWN)]),
        ([relation("r", "b", "a", interest(share={"exact": 130}))], [(None, None, Basis.UNKNOWN)]),
        ([relation("r", "b", "a", interest(direct="indirect", share={"exact": 30}))], []),
        ([relation("r", "b", "a", interest("boardMember"))], []),
        ([relation("r", "b", "a", interest(share={"exact": 30}, endDate="2023-01-01"))], []),
        (
            [
                relation("r", "b", "a", interest(share={"exact": 40}), day="2024-03-01", status="updated"),
                relation("r", "b", "a", interest(share={"exact": 30})),
            ],
            [(0.4, 0.4, Basis.UNKNOWN)],
        ),
        (
            [
                relation("r", "b", "a", interest(share={"exact": 30})),
                relation("r", "b", "a", day="2024-03-01", status="closed"),
            ],
            [],
        ),
        ([relation("r", UNNAMED, "a", interest(share={"exact": 30}))], []),
        ([relation("r", "b", "a", "no interest")], []),  # type: ignore[arg-type]
    ],
)
@pytest.mark.parametrize("layout", ["array", "lines"])
def test_bods(
    tmp_path: Path, layout: str, relations: list[dict[str, object]], expected: list[tuple[float, float, Basis]]
) -> None:
    everything = [*relations, A, B]
    text = json.dumps(everything) if layout == "array" else "\n".join(map(json.dumps, everything))
    found = read(tmp_path, text)
    assert [(h.low, h.high, h.basis) for h in found.holdings] == expected
    assert all((h.holder, h.held) == ("colossa", "voltane") for h in found.holdings)


def test_unnamed_parties_are_never_one(tmp_path: Path) -> None:
    two = [relation(f"r{n}", "b", UNNAMED, interest(share={"exact": 30})) for n in range(2)]
    found = read(tmp_path, "\n".join(map(json.dumps, [*two, B])))
    assert len({h.holder for h in found.holdings}) == 2
    assert set(found.names.values()) == {"unnamed party"}


def test_statements_of_another_version_are_told(tmp_path: Path) -> None:
    old = {"statementID": "x" * 32, "statementType": "ownershipOrControlStatement"}
    found = read(tmp_path, json.dumps([old, A]))
    assert [problem.where for problem in found.problems] == ["file, line 1"]


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", "%PDF-1.7", "\x00\x01"])
def test_a_file_like_no_format_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(SourceError, match="no format"):
        read(tmp_path, text)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="cannot be read"):
        read_holdings(tmp_path / "none.csv", VIEW, MARKET)


def test_problems_and_records_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_PROBLEMS", 2)
    monkeypatch.setattr(reading, "MOST_RECORDS", 1)
    bad = "Colossa,Voltane,x\n" * 5
    assert [p.message for p in read(tmp_path, "holder,held,percent\n" + bad).problems][2:] == [
        "3 more lines cannot be read"
    ]
    found = read(tmp_path, "holder,held,percent\n" + "Colossa,Voltane,3\n" * 5)
    assert len(found.holdings) == 1
    assert [p.message for p in found.problems] == ["only the first 1 records are taken"]
