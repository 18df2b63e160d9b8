"""The study for other programs. Each format is a function `(tables or graph, path)` in a module of its own, and is
loaded when it is asked for.

    tables      what there is to export, as typed tables
    flat        csv, jsonl
    columns     parquet
    graphs      graphml, gexf
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import MappingProxyType

from liens.errors import ConfigError
from liens.ledger.view import View
from liens.market import Market
from liens.publishing.report import Report, build_report


@dataclass(frozen=True, slots=True)
class Format:
    """`function` of module `module` writes it, into the file `file` or, without one, as several files into a folder."""

    module: str
    function: str
    file: str | None = None


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        "csv": Format("flat", "write_csv"),
        "jsonl": Format("flat", "write_jsonl", "claims.jsonl"),
        "parquet": Format("columns", "write_parquet"),
        "graphml": Format("graphs", "write_graphml", "ties.graphml"),
        "gexf": Format("graphs", "write_gexf", "ties.gexf"),
    }
)


def export_view(view: View, market: Market, form: str, path: Path) -> Path:
    """Write `view` in the format `form` → the file or folder written.

    `path` is a folder for csv and parquet, which write a file a table, and a file for the others; a path without a
    suffix is a folder for those too, in which they get the format's own file name.

    Raises:
        ConfigError: there is no such format, it lacks a package, or `path` cannot be written.
    """
    if form not in FORMATS:
        raise ConfigError(f"no export format {form!r}: use one of {', '.join(FORMATS)}")
    chosen = FORMATS[form]
    report = build_report(view, market)
    target = path / chosen.file if chosen.file and not path.suffix else path
    return write_report(report, chosen, target)


def write_report(report: Report, chosen: Format, target: Path) -> Path:
    """Write `report` to `target`, the file or folder that `chosen` wants."""
    write = getattr(import_module(f"{__name__}.{chosen.module}"), chosen.function)
    try:
        (target.parent if chosen.file else target).mkdir(parents=True, exist_ok=True)
        write(report, target)
    except OSError as error:
        raise ConfigError(f"{target} cannot be written: {error.strerror}: choose another place") from error
    return target
