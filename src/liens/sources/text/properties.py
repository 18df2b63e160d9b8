"""Metadata from the properties of office files, which have no field for an address, a publisher or a publication date.

Their free fields (a PDF's Subject and Keywords, a docx's subject, keywords and comments) may therefore hold the keys of
front matter, parted by semicolons (`publisher: European Commission; published: 2024-03-01`), or simply an address. The
date at which a file was made is not taken: it is not the date at which the document was published.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from liens.sources.text.encoding import clean
from liens.sources.text.extract import Metadata, Note
from liens.sources.text.matter import KEYS, from_mapping

_LONGEST = 4_000
_PAIR = re.compile(r"\s*([A-Za-z_]{2,20})\s*[:=]\s*([^;\n]{1,500})")
_ADDRESS = re.compile(r"https?://[^\s;,<>\"']{4,2000}", re.IGNORECASE)
_NO_TITLE = re.compile(r"(?:untitled|document\d*|microsoft word\b.*|.*\.(?:docx?|pdf|indd|tmp))$", re.IGNORECASE)
_KNOWN = {name for names in KEYS.values() for name in names}


def from_properties(own: Metadata, free: Iterable[str | None]) -> tuple[Metadata, tuple[Note, ...]]:
    """The metadata in the fields made for them (`own`), completed from the `free` fields."""
    pairs: dict[str, str] = {}
    for field in free:
        text = clean(field or "")[:_LONGEST]
        found = (_PAIR.match(part) for part in text.split(";"))
        for match in found:
            if match and match[1].lower() in _KNOWN:
                pairs.setdefault(match[1].lower(), match[2].strip())
        address = _ADDRESS.search(text)
        if address:
            pairs.setdefault("url", address[0].rstrip(".)"))
    metadata, notes = from_mapping(pairs)
    title = one_line(own.title)
    named = title if title and not _NO_TITLE.match(title) else None
    told = Metadata(named, one_line(own.publisher), one_line(own.author), language=own.language)
    return metadata.over(told), notes


def one_line(value: str | None) -> str | None:
    """`value` on one line without control characters, at most 500 code points long; None if nothing is left."""
    return " ".join(clean((value or "")[:500]).split()) or None
