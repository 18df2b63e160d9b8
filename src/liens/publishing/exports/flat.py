"""csv for spreadsheets, JSON lines for programs."""

from __future__ import annotations

import csv
import json
from pathlib import Path

from liens.codec import encode
from liens.publishing.exports.tables import Cell, Table, tables
from liens.publishing.folder import staged
from liens.publishing.report import ClaimLine, Report
from liens.publishing.wording import plain

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_csv(report: Report, folder: Path) -> None:
    """A file a table, UTF-8 with a line of column names."""
    for table in tables(report):
        with staged(folder / f"{table.name}.csv") as path:
            _write_table(table, path)


def _write_table(table: Table, path: Path) -> None:
    with path.open("w", encoding="utf-8", errors="replace", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(column.name for column in table.columns)
        writer.writerows(map(guard, row) for row in table.rows)


def guard(cell: Cell) -> Cell:
    """Text that a spreadsheet would run as a formula gets an apostrophe before it (OWASP, "CSV injection")."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def write_jsonl(report: Report, target: Path) -> None:
    """A claim a line, with its sentence, the words of its evidence, and who published them when, where and as what."""
    sources = {line.id: line for line in report.sources}
    with staged(target) as path, path.open("w", encoding="utf-8", newline="\n") as file:
        for line in report.claims:
            source = sources[line.document]
            about = {"title": source.title, "publisher": source.publisher, "published": source.published}
            file.write(json.dumps(_claim(line) | {"source": about | {"url": source.url}}, ensure_ascii=True) + "\n")


def _claim(line: ClaimLine) -> dict[str, object]:
    data = encode(line)
    evidence = {"document": line.document, "start": line.start, "end": line.end, "text": line.quote}
    dropped = ("sentence", "terms", "document", "start", "end", "quote", "given")
    kept = {name: value for name, value in data.items() if name not in dropped}
    return kept | {"sentence": plain(line.sentence), "terms": encode(line.given), "evidence": evidence}
