"""Paths below `/api/` → parts of a report, as JSON with a status."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlencode

from liens.ledger.view import View
from liens.publishing.report import Report
from liens.serving.jsontext import as_json
from liens.serving.parts import PARTS, Filter, Part

PER_PAGE = 20
MOST_PER_PAGE = 200
PAGING = ("page", "per_page")
BY_NAME = {part.name: part for part in PARTS}

Found = tuple[int, str]
"""An HTTP status and the JSON to send with it."""


@dataclass(frozen=True)
class Data:
    """The parts of one report. What filters and keys look up is gathered at their first use."""

    report: Report
    view: View
    _indexes: dict[tuple[str, str], Mapping[str, list[int]]] = field(default_factory=dict)

    def answer(self, wanted: str) -> Found:
        """What is at `wanted`: NAME, NAME?FILTER=VALUE&page=N or NAME/KEY; 400 or 404 with the reason if nothing is."""
        path, _, query = wanted.partition("?")
        name, _, key = path.partition("/")
        part = BY_NAME.get(name)
        if part is None or (key and part.key is None):
            return _refuse(404, f"there is no {path!r}: see /api/openapi.json")
        if key:
            return self._one(part, unquote(key))
        return self._list(part, parse_qsl(query, keep_blank_values=True, max_num_fields=20))

    def _one(self, part: Part, key: str) -> Found:
        by_key = Filter("", "", lambda item: (part.key(item),) if part.key else ())
        places = self._index(part, by_key).get(key)
        if not places:
            return _refuse(404, f"{part.name} has no {key!r}")
        item = as_json(part.items(self.report)[places[0]])
        if part.name == "sources":
            item = f'{item[:-1]},"text":{_dump(self.view.documents[key].text)}}}'
        return 200, _with(item, "item", {"revision": self.report.revision})

    def _list(self, part: Part, query: list[tuple[str, str]]) -> Found:
        asked = dict(query)
        filters = {each.name: each for each in part.filters}
        odd = [name for name in asked if name not in filters and name not in PAGING]
        if odd or len(asked) != len(query):
            known = ", ".join((*filters, *PAGING))
            return _refuse(400, f"{odd[0] if odd else 'a parameter'!r} is not known or given twice: there are {known}")
        page, per_page = _whole(asked.get("page", "1")), _whole(asked.get("per_page", str(PER_PAGE)))
        if not page or not 0 < per_page <= MOST_PER_PAGE:
            return _refuse(400, f"page and per_page are whole numbers from 1, per_page up to {MOST_PER_PAGE}")
        items = part.items(self.report)
        chosen = self._chosen(part, {name: value for name, value in asked.items() if name in filters}, len(items))
        begin = (page - 1) * per_page
        shown = ",".join(as_json(items[place]) for place in chosen[begin : begin + per_page])
        more = urlencode(asked | {"page": page + 1}) if begin + per_page < len(chosen) else None
        head = {
            "revision": self.report.revision,
            "total": len(chosen),
            "page": page,
            "per_page": per_page,
            "next": more and f"/api/{quote(part.name)}?{more}",
        }
        return 200, _with(f"[{shown}]", "items", head)

    def _chosen(self, part: Part, asked: Mapping[str, str], count: int) -> Sequence[int]:
        """The places of the items that have all that is asked for."""
        chosen: Sequence[int] = range(count)
        for each in part.filters:
            if each.name in asked:
                places = self._index(part, each).get(asked[each.name], [])
                chosen = places if isinstance(chosen, range) else sorted(set(chosen).intersection(places))
        return chosen

    def _index(self, part: Part, by: Filter) -> Mapping[str, list[int]]:
        """For each word the places of the items that have it."""
        name = (part.name, by.name)
        if name not in self._indexes:
            found: dict[str, list[int]] = {}
            for place, item in enumerate(part.items(self.report)):
                for word in {str(word) for word in by.words(item) if word is not None}:
                    found.setdefault(word, []).append(place)
            self._indexes[name] = found
        return self._indexes[name]


def _whole(text: str) -> int:
    """The number that `text` writes with at most nine digits, else 0."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _refuse(status: int, why: str) -> Found:
    return status, _dump({"error": why})


def _with(text: str, name: str, head: Mapping[str, Any]) -> str:
    """`head` as JSON, with `text`, which is JSON already, as its last value."""
    return f'{_dump(head)[:-1]},"{name}":{text}}}'


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
