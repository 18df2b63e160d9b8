"""View → study: static pages that open from a folder, and exports for other tools.

report      the study as data
wording     claims, terms and sums in words
pages       the HTML, from templates/
picture     the network of ties as SVG
folder      writing it all so that a kill breaks nothing
exports     csv, jsonl, parquet, graphml, gexf
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

from liens.codec import encode
from liens.ledger.view import View
from liens.market import Market
from liens.publishing.folder import replace_files
from liens.publishing.pages import render_pages
from liens.publishing.report import Report, build_report

__all__ = ["publish"]


def publish(view: View, market: Market, folder: Path) -> Report:
    """Write the study of `view` into `folder`: pages, `study.json` and `style.css`. → what it says, as data.

    Raises:
        ConfigError: the folder cannot be written.
    """
    report = build_report(view, market)
    replace_files(folder, _files(report, view, market))
    return report


def _in_lines(data: dict[str, Any]) -> str:
    """`data` as JSON with a line for each item of its lists, so that two studies can be compared line by line."""
    parts = (f"{json.dumps(key)}: {_in_items(value)}" for key, value in data.items())
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _in_items(value: object) -> str:
    return "[\n" + ",\n".join(map(json.dumps, value)) + "\n]" if isinstance(value, list) else json.dumps(value)


def _files(report: Report, view: View, market: Market) -> Iterator[tuple[str, str]]:
    """Address and content of every file, what is linked before what links to it."""
    yield "style.css", files("liens.publishing").joinpath("templates/style.css").read_text(encoding="utf-8")
    yield "study.json", _in_lines(encode(report))
    for page in render_pages(report, view, market):
        yield page.address, page.html
