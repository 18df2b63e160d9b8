"""What the explorer draws, as scripts that hand it data: a page that is opened from a folder can load nothing else.

rows      an entity, a tie, a claim as a row
shelves   which rows lie in which file

The page begins with `core.js`, the best supported ties. Claims lie in files of their own, and so does what a large
study has beyond the core: ties by entity, names by their letter. The explorer loads those when somebody asks for them,
so what it begins with does not grow with the study. Each file is one call, `liens.take(name, data)`, with data in ASCII
JSON: no text of a document can end it or be run by it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from liens.model import Status
from liens.publishing.filters import OTHER_CHANNEL, spaced
from liens.publishing.network.rows import Rows
from liens.publishing.network.shelves import ROOM, Shelves
from liens.publishing.site import Site

Make = Callable[[], str]
CORE_FILE = f"{ROOM}/core.js"
"""What the explorer begins with."""


def plan_network(site: Site) -> dict[str, Make]:
    """What makes each of the explorer's files of data, by its address."""
    shelves = Shelves(site)
    rows = Rows(site, shelves)
    plan: dict[str, Make] = {CORE_FILE: partial(_core, rows, shelves)}
    for number in range(len(shelves.claims)):
        plan[f"{ROOM}/claims-{number}.js"] = partial(_claims, rows, shelves, number)
    for number in range(len(shelves.ties)):
        plan[f"{ROOM}/ties-{number}.js"] = partial(_ties, rows, shelves, number)
    for number, letter in enumerate(shelves.names):
        plan[f"{ROOM}/names-{number}.js"] = partial(_names, rows, shelves, letter)
    return plan


def _core(rows: Rows, shelves: Shelves) -> str:
    site = rows.site
    market, report = site.market, site.report
    channels = list(market.channels)
    relations = [
        [r.name, r.label, r.inverse, int(r.symmetric), channels.index(r.channel) if r.channel in channels else -1]
        for r in market.relations.values()
    ]
    unknown = dict.fromkeys(tie.relation for tie in report.ties if tie.relation not in market.relations)
    relations += [[name, spaced(name), spaced(name), 0, -1] for name in unknown]
    return _call(
        "core",
        {
            "title": report.title,
            "revision": report.revision,
            "statuses": list(Status),
            "channels": [*market.channels.values(), OTHER_CHANNEL],
            "layers": list(market.layers.values()),
            "relations": relations
            + [[name, name.replace("_", " "), name.replace("_", " "), 0, -1] for name in unknown],
            "total": {"ties": len(report.ties), "entities": len(report.entities)},
            "letters": {letter: number for number, letter in enumerate(shelves.names)},
            **rows.network(shelves.core),
        },
    )


def _claims(rows: Rows, shelves: Shelves, number: int) -> str:
    return _call(f"claims-{number}", rows.claims(shelves.claims[number]))


def _ties(rows: Rows, shelves: Shelves, number: int) -> str:
    return _call(f"ties-{number}", rows.network(shelves.ties_on(number)))


def _names(rows: Rows, shelves: Shelves, letter: str) -> str:
    number = list(shelves.names).index(letter)
    return _call(f"names-{number}", {"entities": [rows.entity(line) for line in shelves.names[letter]]})


def _call(name: str, data: Mapping[str, Any]) -> str:
    return f"liens.take({json.dumps(name)},{json.dumps(data, separators=(',', ':'))});\n"
