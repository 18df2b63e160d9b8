"""A study folder with a ledger of an invented market (`benchmarks.analysis.invented_view`), for a server to show."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby
from pathlib import Path

from benchmarks.analysis.invented_view import invented_view
from liens.config import Config, write_config
from liens.ledger.store import Ledger
from liens.ledger.view import View
from liens.market import PACKS, load_market
from liens.model import Claim, Entity, Kind, Mention, Reading, Span, Statement

READER = "rules@1"
BATCH = 500
UNSURE = 0.3
"""The confidence of one claim in a hundred, so that there is a queue to review."""


def make_study(folder: Path, claims: int) -> None:
    """Write the study of an invented market of `claims` claims into `folder`."""
    view = invented_view(claims, load_market())
    shutil.copytree(PACKS / "ai", folder / "market", dirs_exist_ok=True)
    with (folder / "market" / "entities.csv").open("a", encoding="utf-8") as file:
        file.write("\n" + "\n".join(_lines(view.entities.values())) + "\n")
    write_config(Config(folder=folder, market="./market"))
    with Ledger.open(folder / "ledger.db") as ledger:
        readings = list(_readings(view))
        for first in range(0, len(readings), BATCH):
            with ledger.batch():
                for reading in readings[first : first + BATCH]:
                    document = view.documents[reading.document]
                    ledger.add_document(document, document.name)
                    ledger.add_reading(reading)


def _lines(entities: Iterable[Entity]) -> Iterator[str]:
    """The entities as lines of a market pack's `entities.csv`, parents first."""
    for entity in sorted(entities, key=lambda each: each.parent is not None):
        parent = f"Company {entity.parent.rpartition('-')[2]}" if entity.parent else ""
        cells = (entity.name, entity.kind.value, entity.role or "", entity.layer or "", "", parent, "", "")
        line = io.StringIO()
        csv.writer(line, lineterminator="").writerow(cells)
        yield line.getvalue()


def _readings(view: View) -> Iterator[Reading]:
    remarks: dict[str, list[Statement]] = {}
    for remark in view.remarks:
        remarks.setdefault(remark.statement.content.document, []).append(remark.statement)
    for id, entries in groupby(view.entries, key=lambda entry: entry.claim.evidence.document):
        claims: list[Claim] = []
        for number, entry in enumerate(entries):
            speaker = entry.claim.subject if entry.speaker else None
            confidence = UNSURE if (number + int(id[:4], 16)) % 100 == 0 else 0.8
            claims.append(replace(entry.claim, speaker=speaker, confidence=confidence))
        named = {claim.subject: claim.evidence for claim in claims}
        mentions = tuple(Mention(Span(id, s.start, s.start + 1), _kind(n), n) for n, s in named.items())
        yield Reading(id, READER, tuple(claims), tuple(remarks.get(id, ())), mentions)


def _kind(name: str) -> Kind:
    return {"Authority": Kind.PUBLIC_BODY, "Ada": Kind.PERSON}.get(name.split(maxsplit=1)[0], Kind.COMPANY)
