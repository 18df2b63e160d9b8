"""Which lines of a document are not its own text: teasers, captions, share buttons, sign-ups, paywall notices.

The patterns are data (`phrases/asides.toml`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from liens.model import Aside
from liens.sources.text.lines import Line
from liens.sources.text.phrases import load
from liens.sources.text.share import LONGEST_NOTICE, Notice

_LEAD = r"[\s>▶►▷•*+\-–—»«\[(/|:✔→]{0,8}"
_SENTENCE_END = (".", "!", "?", "”", '"', "»", "…")


def asides(lines: Sequence[Line], notices: Sequence[Notice]) -> tuple[Aside, ...]:
    """The asides among `lines` (all lines of one text) in order, each over whole lines."""
    walls = {notice.line.start for notice in notices if len(notice.line.text) <= LONGEST_NOTICE}
    return tuple(_marked(lines, walls))


def _marked(lines: Sequence[Line], walls: set[int]) -> Iterator[Aside]:
    kind, above, reach = None, -1, 0
    for line in lines:
        found = _kind(line.text) or ("paywall" if line.start in walls else None)
        if found:
            reach = 2 if _heads_list(line.text, found) else 0
        elif kind and line.number - above <= reach and _item().match(line.text):
            found, reach = kind, 1
        kind, above = found, line.number
        if found:
            yield Aside(line.start, line.end, found)


def _kind(text: str) -> str | None:
    if len(text) > load("asides")["longest"]:
        return None
    return next((kind for kind, pattern in _patterns() if pattern.match(text)), None)


def _heads_list(text: str, kind: str) -> bool:
    """Whether a list may follow, at once or after a blank line."""
    return kind in load("asides")["lists"]["headings"] and not text.endswith(_SENTENCE_END)


@cache
def _item() -> re.Pattern[str]:
    return re.compile(load("asides")["lists"]["item"])


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    tables = load("asides")["aside"]
    return tuple((t["kind"], re.compile(_LEAD + "(?:" + "|".join(t["patterns"]) + ")", re.IGNORECASE)) for t in tables)
