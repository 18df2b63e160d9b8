import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from liens.errors import ConfigError
from liens.publishing.exports import FORMATS, export_view
from liens.publishing.exports import columns as parquet_format
from liens.publishing.exports.flat import guard
from tests.invented import MARKET
from tests.publishing.studies import hostile_study, small_study

TABLES = ("claims", "documents", "entities", "statements", "ties")


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_csv(tmp_path: Path) -> None:
    folder = export_view(small_study().view(), MARKET, "csv", tmp_path / "out")
    assert sorted(path.name for path in folder.iterdir()) == [f"{name}.csv" for name in TABLES]
    first = rows(folder / "claims.csv")[0]
    assert (first["subject"], first["relation"], first["object"], first["status"]) == (
        "Colossa",
        "invests_in",
        "Voltane",
        "asserted",
    )
    assert (first["amount"], first["currency"], first["amount_kind"]) == ("2000000000.0", "EUR", "equity")
    assert first["evidence"] == "Colossa invests 2 billion euros in Voltane"
    tie = next(row for row in rows(folder / "ties.csv") if row["id"] == "colossa--invests_in--voltane")
    assert (tie["contested"], tie["press_origins"], tie["parties"], tie["conflicts"]) == ("True", "2", "1", "1")


@pytest.mark.parametrize("form", FORMATS)
def test_hostile_content_is_written_and_read_back(tmp_path: Path, form: str) -> None:
    assert export_view(hostile_study(), MARKET, form, tmp_path / form).exists()
    for path in tmp_path.rglob("*.csv"):
        assert not [cell for row in rows(path) for cell in row.values() if cell and cell[0] in "=+-@\t\r"]


@given(st.text(max_size=20))
def test_no_guarded_text_starts_a_formula(text: str) -> None:
    guarded = str(guard(text))
    assert guarded in (text, f"'{text}")
    assert guarded[:1] not in set("=+-@\t\r")


@pytest.mark.parametrize(
    ("cell", "expected"), [(-5.0, -5.0), (True, True), (None, None), ("-5", "'-5"), ("a-b", "a-b")]
)
def test_guard(cell: str | float | None, expected: object) -> None:
    assert guard(cell) == expected


def test_jsonl(tmp_path: Path) -> None:
    path = export_view(small_study().view(), MARKET, "jsonl", tmp_path / "claims.jsonl")
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert len(lines) == 6
    assert lines[0]["evidence"]["text"] == "Colossa invests 2 billion euros in Voltane"
    assert lines[0]["terms"]["amount"] == {"value": 2e9, "currency": "EUR", "kind": "equity"}
    assert lines[0]["source"]["publisher"] == "Evening Wire"
    assert lines[2]["sentence"] == "Voltane denies that Colossa invests in Voltane, according to Evening Wire."


def test_parquet(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    folder = export_view(small_study().view(), MARKET, "parquet", tmp_path)
    table = parquet.read_table(folder / "claims.parquet").to_pydict()
    assert table["amount"][:2] == [2e9, 2e9]
    assert table["exclusive"][:3] == [True, True, None]
    assert sorted(path.stem for path in folder.iterdir()) == list(TABLES)


def test_parquet_without_its_package_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr(parquet_format, "import_module", missing)
    with pytest.raises(ConfigError, match=r"pip install 'liens\[parquet\]'"):
        export_view(small_study().view(), MARKET, "parquet", tmp_path)


@pytest.mark.parametrize(("form", "read"), [("graphml", nx.read_graphml), ("gexf", nx.read_gexf)])
def test_graphs(tmp_path: Path, form: str, read: Callable[[Path], Any]) -> None:
    path = export_view(small_study().view(), MARKET, form, tmp_path)
    assert path == tmp_path / f"ties.{form}"
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(read(path))
    assert graph.nodes["voltane"]["role"] == "start_up"
    assert graph.nodes["voltane"]["label"] == "Voltane"
    assert {data["status"] for _, _, data in graph.edges(data=True)} == {"asserted", "alleged"}
    assert graph.number_of_edges("colossa", "voltane") == 1


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_study_gives_the_same_bytes(tmp_path: Path, form: str) -> None:
    written = []
    for name in ("a", "b"):
        path = export_view(small_study().view(), MARKET, form, tmp_path / name)
        written.append([p.read_bytes() for p in sorted(path.iterdir())] if path.is_dir() else path.read_bytes())
    assert written[0] == written[1]


def test_gexf_carries_no_clock(tmp_path: Path) -> None:
    path = export_view(small_study().view(), MARKET, "gexf", tmp_path / "x.gexf")
    assert not [e for e in ElementTree.parse(path).iter() if "lastmodifieddate" in e.attrib]


def test_an_unknown_format_or_place_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="use one of csv, jsonl, parquet, graphml, gexf"):
        export_view(small_study().view(), MARKET, "docx", tmp_path)
    (tmp_path / "file").write_text("")
    with pytest.raises(ConfigError, match="cannot be written"):
        export_view(small_study().view(), MARKET, "csv", tmp_path / "file" / "below")
