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


def _files(report: Report, view: View, market: Market) -> Iterator[tuple[str, str]]:
    """Address and content of every file, what is linked before what links to it."""
    yield "style.css", files("liens.publishing").joinpath("templates/style.css").read_text(encoding="utf-8")
    yield "study.json", json.dumps(encode(report), ensure_ascii=True, indent=1) + "\n"
    for page in render_pages(report, view, market):
        yield page.address, page.html
