"""Names that the words around them show to be places: "near Chemnitz", "Lund, Sweden", "OSLO, March 4 -"."""

from __future__ import annotations

import re

from liens.reading.rules.names.shapes import Shape
from liens.reading.rules.words import table, words

_ADJECTIVE = re.compile(r"-(?:based|headquartered|born|listed)\b")
_OUTER = re.compile(r", (?P<outer>[A-Z][\w.]+(?: [A-Z]\w+)?)")
_DAY = r"(?:,? \d{1,2} [A-Z]\w+(?: \d{4})?|,? [A-Z]\w+\.? \d{1,2}(?:, \d{4})?)"
_DATELINE = re.compile(
    rf"(?: and [A-Z]\w+)?(?:,? (?:[A-Z][\w.]{{1,20}} ?){{1,3}})?{_DAY}?,?\.? ?(?:\([^)\n]{{2,30}}\) ?)?[-–—]{{1,2}} "
    r"|, \d{1,2} [A-Z]\w+ \d{4}|, [A-Z]\w+\.? \d{1,2}, \d{4}"
)


def is_located(text: str, shape: Shape) -> bool:
    """Whether the words around a run speak of it as of a place."""
    if len(shape.tokens) > 2 or shape.title:
        return False
    before = text[max(0, shape.start - 32) : shape.start].split(" ")
    if len(before) > 2 and before[-1] == "" and _leads_to_place(before[-2], before[-3]):
        return True
    if _ADJECTIVE.match(text, shape.end):
        return True
    outer = _OUTER.match(text, shape.end)
    return outer is not None and outer["outer"].rstrip(".") in table("nations+cities")


def _leads_to_place(last: str, previous: str) -> bool:
    if last == "in":
        bare = previous.lower().strip('"”»,.%()')
        return bare != "" and not bare[-1].isdigit() and bare not in words("invested_words")
    return last in {"near", "outside", "throughout"} or (last == "of" and previous.lower() in words("place_words"))


def is_dateline(text: str, shape: Shape) -> bool:
    """Whether the run opens a paragraph as the place of a dateline: "OSLO, March 4 -", "Lyon, 4 March 2026."."""
    if text[shape.start - 1 : shape.start] not in {"", "\n", "*"} or len(shape.tokens) > 4:
        return False
    return _DATELINE.match(text, shape.end) is not None
