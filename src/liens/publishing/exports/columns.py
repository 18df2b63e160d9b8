"""parquet, through the optional package pyarrow."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

from liens.errors import ConfigError
from liens.publishing.exports.tables import Table, tables
from liens.publishing.folder import staged
from liens.publishing.report import Report

TYPES = {str: "string", int: "int64", float: "float64", bool: "bool_"}


def write_parquet(report: Report, folder: Path) -> None:
    """A file a table.

    Raises:
        ConfigError: pyarrow is not installed.
    """
    try:
        arrow, parquet = import_module("pyarrow"), import_module("pyarrow.parquet")
    except ImportError as error:
        raise ConfigError("parquet needs a package that is not installed: run pip install 'liens[parquet]'") from error
    for table in tables(report):
        with staged(folder / f"{table.name}.parquet") as path:
            parquet.write_table(_arrow_table(table, arrow), path)


def _arrow_table(table: Table, arrow: Any) -> Any:
    schema = arrow.schema([(column.name, getattr(arrow, TYPES[column.type])()) for column in table.columns])
    columns = [[_clean(row[place]) for row in table.rows] for place in range(len(table.columns))]
    return arrow.table(columns, schema=schema)


def _clean(cell: object) -> object:
    """Parquet's text is UTF-8, in which half a surrogate pair cannot be written."""
    return cell.encode("utf-8", "replace").decode() if isinstance(cell, str) else cell
