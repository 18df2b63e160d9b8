"""A document → its page: who and what it mentions, each under the fullest name the document gives it."""

from __future__ import annotations

import re

from liens.market import Market
from liens.model import Document, Kind, Mention, Span
from liens.reading.rules.dates import find_dates
from liens.reading.rules.money import find_money
from liens.reading.rules.page import Page
from liens.reading.rules.sentences import split_sentences

_CAPITALISED = re.compile(r"[A-Z][\w&]*+(?:[ -][A-Z][\w&]*+)*")


def read_page(document: Document, market: Market) -> Page:
    """`document` as the rules see it. `market` gives the names that are known beforehand."""
    known = {n: e for e in market.entities for n in (*e.aliases, e.name)}
    found = [(m.start, m.end, Kind.MONEY) for m in find_money(document.text, document.language)]
    found += [(d.start, d.end, Kind.DATE) for d in find_dates(document.text)]
    found += [(m.start(), m.end(), Kind.COMPANY) for m in _CAPITALISED.finditer(document.text)]
    mentions: list[Mention] = []
    for start, end, kind in sorted(found):
        if not mentions or start >= mentions[-1].span.end:
            words = document.text[start:end]
            entity = known.get(words)
            name = entity.name if entity else words
            mentions.append(Mention(Span(document.id, start, end), entity.kind if entity else kind, name))
    return Page(document, split_sentences(document), tuple(mentions))
