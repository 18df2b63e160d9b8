"""graphml and gexf: entities as nodes, ties as edges, for Gephi, Cytoscape, yEd and the like."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import networkx as nx
from networkx.readwrite.gexf import GEXFWriter

from liens.publishing.exports.tables import Cell, Table, tables
from liens.publishing.folder import staged
from liens.publishing.report import Report
from liens.publishing.wording import printable

ENDS = ("id", "subject_id", "object_id", "subject", "object")


def write_graphml(report: Report, target: Path) -> None:
    """One GraphML file."""
    with staged(target) as path:
        nx.write_graphml_xml(build_graph(report), path)


def write_gexf(report: Report, target: Path) -> None:
    """One GEXF 1.2 file, without the date on which it was written: the same study gives the same file."""
    writer = GEXFWriter(encoding="utf-8", prettyprint=True, version="1.2draft")
    writer.add_graph(build_graph(report))
    for element in writer.xml.iter():
        element.attrib.pop("lastmodifieddate", None)
    with staged(target) as path, path.open("wb") as file:
        writer.write(file)


def build_graph(report: Report) -> nx.MultiDiGraph[str]:
    """Every entity that has a tie, and every tie as an edge with its id as key; what is not known has no attribute."""
    by_name = {table.name: table for table in tables(report)}
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(name=printable(report.title))
    tied = {end for tie in report.ties for end in tie.ends}
    for row in _records(by_name["entities"]):
        if row["id"] in tied:
            graph.add_node(row["id"], label=row["name"], **_known(row, ("id",)))
    for row in _records(by_name["ties"]):
        graph.add_edge(row["subject_id"], row["object_id"], row["id"], label=row["relation"], **_known(row, ENDS))
    return graph


def _records(table: Table) -> list[dict[str, Any]]:
    names = [column.name for column in table.columns]
    return [dict(zip(names, map(_text, row), strict=True)) for row in table.rows]


def _text(cell: Cell) -> Cell:
    return printable(cell) if isinstance(cell, str) else cell


def _known(row: dict[str, Any], dropped: tuple[str, ...]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if value is not None and name not in dropped}
