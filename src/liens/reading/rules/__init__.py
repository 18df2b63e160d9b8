"""The reader `rules`: reads by lexicon and pattern, needs no model, and says of each claim which words made it.

`names` finds who and what is mentioned, `statements` who says what, `claims` which ties the text tells of.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from liens.market import Market
from liens.model import Document, Reading, digest
from liens.reading.rules.claims.finding import find_claims
from liens.reading.rules.names.finding import read_page
from liens.reading.rules.statements.finding import find_statements

READS = (".py", ".txt", ".toml", ".csv")


class Rules:
    """The rules reader for one market. Its version is a digest of its code and lexicon and of the market's names and
    relations, so that documents are read anew whenever one of them changes."""

    def __init__(self, market: Market) -> None:
        self._market = market
        relations = tuple((name, market.relations[name]) for name in sorted(market.relations))
        self._id = f"rules@{digest(_own_digest(), market.entities, relations)[:8]}"

    @property
    def id(self) -> str:
        return self._id

    def read(self, document: Document) -> Reading:
        page = read_page(document, self._market)
        statements = find_statements(page, self._market)
        claims = find_claims(page, statements, self._market)
        return Reading(document.id, self.id, claims, statements, page.mentions)


@cache
def _own_digest() -> str:
    """Of every file of this folder that a reading may depend on."""
    files = sorted(path for path in Path(__file__).parent.rglob("*") if path.suffix in READS)
    return digest(*((path.name, path.read_bytes()) for path in files))
