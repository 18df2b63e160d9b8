"""View → study: static pages that open from a folder, and exports for other tools.

report      the study as data, with its measures
wording     claims, terms and sums in words
pages       the HTML, from templates/; site, sections, dependence, comparing and chronicle say what each page shows
picture     the network of ties as SVG; timeline, charts and tree draw the rest
network     the data of the explorer, whose script is built from web/ into assets/
notes       the sentences that a page cites
history     what changed since the study was last written
folder      writing it all so that a kill breaks nothing
exports     csv, jsonl, parquet, graphml, gexf
written     the study as one document: html, pdf, docx, md, json
"""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache, partial
from importlib.resources import files
from itertools import chain
from pathlib import Path
from typing import Any

from liens.codec import encode
from liens.errors import ConfigError
from liens.ledger.view import View
from liens.market import Market
from liens.publishing.folder import replace_files
from liens.publishing.history import FILE, as_text, continued
from liens.publishing.measures import NO_RECORDS, Records
from liens.publishing.network import plan_network
from liens.publishing.pages import Make, plan_pages
from liens.publishing.report import Report, build_report
from liens.publishing.site import Site

__all__ = ["Records", "plan_files", "publish"]


def publish(view: View, market: Market, folder: Path, records: Records = NO_RECORDS) -> Report:
    """Write the study of `view` and `records` into `folder`: pages, `study.json`, `style.css`, and `state.json` for the
    next time. → what it says, as data.

    Raises:
        ConfigError: the folder cannot be written.
    """
    report = build_report(view, market, records)
    history = continued(folder, view, report.ties)
    report = replace(report, log=history.log)
    made = ((address, make()) for address, make in plan_files(Site(report, view, market)).items())
    replace_files(folder, chain(made, [(FILE, as_text(history))]))
    return report


def plan_files(site: Site) -> dict[str, Make]:
    """What makes the content of each file of the study, by its address: what is linked before what links to it."""
    return {
        "style.css": partial(_static, "style.css"),
        "explorer.css": partial(_static, "explorer.css"),
        "explorer.js": partial(_built, "explorer.js"),
        "study.json": lambda: _in_lines(encode(site.report)),
        **plan_network(site),
        **plan_pages(site),
    }


def _static(name: str) -> str:
    return files("liens.publishing").joinpath("templates", name).read_text(encoding="utf-8")


@cache
def _built(name: str) -> str:
    script = files("liens.publishing").joinpath("assets", name)
    if not script.is_file():
        raise ConfigError(f"{name} is missing from this installation: run `make web`, or install liens anew")
    return script.read_text(encoding="utf-8")


def _in_lines(data: dict[str, Any]) -> str:
    """`data` as JSON with a line for each item of its lists, so that two studies can be compared line by line."""
    return _in_parts(data) + "\n"


def _in_parts(value: object, depth: int = 3) -> str:
    if isinstance(value, list):
        return "[\n" + ",\n".join(map(json.dumps, value)) + "\n]"
    if isinstance(value, dict) and depth:
        return "{\n" + ",\n".join(f"{json.dumps(k)}: {_in_parts(v, depth - 1)}" for k, v in value.items()) + "\n}"
    return json.dumps(value)
