"""An extract → a document: what can be concluded from the text is added to what the file says."""

from __future__ import annotations

import re
from collections.abc import Sequence

from liens.model import Aside, Document
from liens.sources.text.asides import asides
from liens.sources.text.credits import credits
from liens.sources.text.extract import Extract
from liens.sources.text.language import language
from liens.sources.text.lines import Line, lines_of
from liens.sources.text.share import Notice, notices, read_share
from liens.sources.text.sketch import sketch

LONGEST_TITLE = 200
_STATEMENT = re.compile(r"[.:;,–—-]$")


def document(extract: Extract, name: str, found_at: str) -> Document:
    """The document that `extract` is, called `name` by its source and found at `found_at`."""
    lines = list(lines_of(extract.text))
    walls = notices(lines)
    marked = asides(lines, walls)
    own = without(extract.text, marked)
    told = extract.metadata
    return Document(
        text=extract.text,
        name=name,
        found_at=found_at,
        title=told.title or heading(lines, marked),
        publisher=told.publisher,
        author=told.author,
        published=told.published,
        language=told.language or language(own),
        url=told.url,
        read_share=_share(extract, walls, marked, len(own)),
        asides=marked,
        pages=extract.pages,
        credits=credits(own, told.publisher, told.author),
        sketch=sketch(own),
    )


def heading(lines: Sequence[Line], marked: Sequence[Aside]) -> str | None:
    """The first line of a text's own, if it looks like a title: short, not ended like a sentence, with text below."""
    hidden = {aside.start for aside in marked}
    own = [line for line in lines[:10] if line.start not in hidden]
    if len(own) < 2 or len(own[0].text) > LONGEST_TITLE or _STATEMENT.search(own[0].text):
        return None
    return own[0].text


def without(text: str, marked: Sequence[Aside]) -> str:
    """`text` without its asides."""
    parts, at = [], 0
    for aside in marked:
        parts.append(text[at : aside.start])
        at = aside.end
    return "".join([*parts, text[at:]])


def _share(extract: Extract, walls: Sequence[Notice], marked: Sequence[Aside], length: int) -> float | None:
    """What the text's own notices say, else those around it; a teaser's "for subscribers" is about another text."""
    others = {aside.start for aside in marked if aside.kind not in ("paywall", "boilerplate")}
    own = [wall for wall in walls if wall.number is not None or wall.line.start not in others]
    around = [wall for wall in notices(list(lines_of(extract.around))) if wall.number is not None]
    share = read_share(own or around, length)
    return None if share is None or extract.share is None else round(share * extract.share, 4)
