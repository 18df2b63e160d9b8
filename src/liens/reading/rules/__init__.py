"""The reader `rules`: reads by lexicon and pattern, needs no model, and says of each claim which words made it.

`names` finds who and what is mentioned, `statements` who says what, `claims` which ties the text tells of.
"""

from __future__ import annotations

from liens.market import Market
from liens.model import Document, Reading
from liens.reading.rules.claims import find_claims
from liens.reading.rules.names import read_page
from liens.reading.rules.statements import find_statements

VERSION = "1"


class Rules:
    """The rules reader for one market."""

    def __init__(self, market: Market) -> None:
        self._market = market

    @property
    def id(self) -> str:
        return f"rules@{VERSION}"

    def read(self, document: Document) -> Reading:
        page = read_page(document, self._market)
        statements = find_statements(page, self._market)
        claims = find_claims(page, statements, self._market)
        return Reading(document.id, self.id, claims, statements, page.mentions)
