"""Statements that the windows hold → statements of the document, with venue, target and stance."""

from __future__ import annotations

import re
from collections.abc import Sequence

from liens.model import Kind, Span, SpeechKind, Statement
from liens.reading.rules.page import Page
from liens.reading.rules.statements.stance import judge
from liens.reading.trained.deciding import Said, apart, borne_out
from liens.reading.trained.weights import Weights

_QUOTES = '"“”„«»‘’'
_OUTER = _QUOTES + " \n\t"
_SPOKEN = re.compile(r"\bspokes(?:person|woman|man|people)\b", re.IGNORECASE)
_AROUND = 90


def statements_of(
    page: Page, found: Sequence[Said], told: Sequence[Statement], weights: Weights
) -> tuple[Statement, ...]:
    """The statements of a page: those `told` by the rules that the tags bear out, and what only the tags hear."""
    kept = borne_out(told, found, weights.least_heard)
    own = (_statement(page, one) for one in apart(found, kept, weights.least_statement))
    return tuple(sorted((*kept, *(s for s in own if s is not None)), key=lambda s: (s.content, s.speaker)))


def _statement(page: Page, one: Said) -> Statement | None:
    text, document = page.document.text, page.document.id
    start, end = _trimmed(text, one.start, one.end)
    if start >= end:
        return None
    content = Span(document, start, end)
    speaker = _spoken_for(page, one.speaker, start, end)
    target, stance = judge(page, content, speaker, "")
    return Statement(speaker, content, _kind(text, start, end), None, target, stance)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Without quotation marks around the whole; one that closes a quotation within stays."""
    while start < end and text[start] in _OUTER and text[start] not in _QUOTES:
        start += 1
    while end > start and text[end - 1] in " \n\t":
        end -= 1
    inside = text[start:end]
    if inside[:1] in tuple(_QUOTES) and not any(q in _QUOTES for q in inside[1:-1]):
        start += 1
        if inside[-1:] in tuple(_QUOTES):
            end -= 1
    return start, end


def _kind(text: str, start: int, end: int) -> SpeechKind:
    before, after = text[max(0, start - 1) : start], text[end : end + 2]
    if any(q in text[start:end] for q in '"“”«»'):
        return SpeechKind.MIXED
    quoted = before in tuple(_QUOTES) and any(q in after for q in _QUOTES)
    return SpeechKind.DIRECT if quoted else SpeechKind.INDIRECT


def _spoken_for(page: Page, name: str, start: int, end: int) -> str:
    """ "X spokesperson" where an organisation speaks through one whom the text does not name."""
    kinds = {m.name: m.kind for m in page.mentions}
    if kinds.get(name) is Kind.PERSON:
        return name
    text = page.document.text
    around = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
    return f"{name} spokesperson" if any(map(_SPOKEN.search, around)) else name
