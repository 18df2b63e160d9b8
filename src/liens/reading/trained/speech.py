"""Statements that the windows hold → statements of the document, with venue, target and stance."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from liens.model import Kind, Span, SpeechKind, Statement
from liens.reading.rules.page import Page
from liens.reading.rules.statements.stance import judge
from liens.reading.trained.deciding import Said

_QUOTES = '"“”„«»‘’'
_OUTER = _QUOTES + " \n\t"
_SPOKEN = re.compile(r"\bspokes(?:person|woman|man|people)\b", re.IGNORECASE)
_AROUND = 90


def statements_of(page: Page, found: Iterable[Said], told: Sequence[Statement]) -> tuple[Statement, ...]:
    """The statements of a page; `told` are those of the rules, whose venue, target and stance are kept where they heard
    the same words from the same speaker."""
    made = (_statement(page, one, told) for one in found)
    return tuple(s for s in made if s is not None)


def _statement(page: Page, one: Said, told: Sequence[Statement]) -> Statement | None:
    text, document = page.document.text, page.document.id
    start, end = _trimmed(text, one.start, one.end)
    if start >= end:
        return None
    content = Span(document, start, end)
    same = next((s for s in told if _share(s.content, content) and _is_of(s.speaker, one.speaker)), None)
    if same is not None:
        return Statement(same.speaker, content, _kind(text, start, end), same.venue, same.target, same.stance)
    speaker = _spoken_for(page, one.speaker, start, end)
    target, stance = judge(page, content, speaker, "")
    return Statement(speaker, content, _kind(text, start, end), None, target, stance)


def _is_of(speaker: str, name: str) -> bool:
    """Whether `speaker` is `name` or one who speaks for it."""
    return speaker == name or speaker.startswith(f"{name} ")


def _share(one: Span, other: Span) -> bool:
    """Whether two spans share half of the shorter."""
    return 2 * (min(one.end, other.end) - max(one.start, other.start)) > min(
        one.end - one.start, other.end - other.start
    )


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
