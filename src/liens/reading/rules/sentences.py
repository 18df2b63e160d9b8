"""Text → sentences, by code-point offsets.

A sentence never crosses a block (a paragraph, heading, bullet, table cell). Inside a block a full stop ends a sentence
unless the word before it is an abbreviation or an initial, or what follows goes on in lower case.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise

from liens.model import Aside, Document
from liens.reading.rules.page import Sentence
from liens.reading.rules.words import words

CLOSERS = "\"”’»)]'"
OPENERS = '"“‘«([—–-'
_END = re.compile(
    rf"[.!?…;](?:(?<!;)(?<![.!?…].)[.!?…]*+[{re.escape(CLOSERS)}]{{0,3}}+(?=\s)|(?<=[.!?])(?=[A-Z][a-z])"
    r"|(?<!;)[”»](?=[A-Z])|(?<=;)(?=\s+[-•*]))"
)
_LAST_WORD = re.compile(r"([^\s(\[\"“«]{1,14})$")
_BULLET = re.compile(r"\s*(?:[-*•‣▪·–—]|\d{1,2}[.)]|\([a-z0-9]\))\s+")
_RULE = re.compile(r"[\s=_*#|:.\-–—]+$")
_CELLS = re.compile(r" ?\| ?|\t+| {3,}")
_HEADING_MARK = re.compile(r"\s*#{1,6}\s+")
_DATELINE_END = re.compile(r"[.!?…:;,][\"”’»)\]']{0,3}$")
_MAX_HEADING = 140
_WRAPPED = 45


def split_sentences(document: Document) -> tuple[Sentence, ...]:
    """The sentences of `document.text`, in order, none empty, none overlapping."""
    asides = _Asides(document.asides)
    found: list[Sentence] = []
    for paragraph, blocks in enumerate(_paragraphs(document.text)):
        for start, end in blocks:
            heading = _is_heading(document.text, start, end, alone=len(blocks) == 1)
            for left, right in _split(document.text, start, end):
                found.append(Sentence(left, right, paragraph, asides.hold(left, right), heading))
    return _without_lonely_heading(found)


class _Asides:
    """Answers whether most of a stretch lies in the document's asides."""

    def __init__(self, asides: tuple[Aside, ...]) -> None:
        self._asides = sorted(asides, key=lambda a: (a.start, a.end))
        self._starts = [a.start for a in self._asides]

    def hold(self, start: int, end: int) -> bool:
        middle = (start + end) // 2
        at = bisect_right(self._starts, middle)
        return any(a.end > middle for a in self._asides[max(0, at - 3) : at])


def _without_lonely_heading(found: list[Sentence]) -> tuple[Sentence, ...]:
    """A document that is one line is a sentence, not a title."""
    if found and all(s.heading for s in found):
        return tuple(Sentence(s.start, s.end, s.paragraph, s.aside) for s in found)
    return tuple(found)


def _paragraphs(text: str) -> Iterator[list[tuple[int, int]]]:
    """The blocks (start, end) of each paragraph: lines that belong together are one block."""
    lines = _lines(text)
    wrapped = _is_hard_wrapped(lines)
    blocks: list[tuple[int, int]] = []
    for start, end in lines:
        if start == end:
            if blocks:
                yield blocks
            blocks = []
        elif blocks and wrapped and _goes_on(text, blocks[-1], start):
            blocks[-1] = (blocks[-1][0], end)
        else:
            if blocks and not wrapped:
                yield blocks
                blocks = []
            blocks.append((start, end))
    if blocks:
        yield blocks


def _lines(text: str) -> list[tuple[int, int]]:
    lines, at = [], 0
    for line in text.splitlines(keepends=True):
        body = line.strip()
        left = at + len(line) - len(line.lstrip()) if body else at
        lines.append((left, left + len(body)))
        at += len(line)
    return lines


def _is_hard_wrapped(lines: list[tuple[int, int]]) -> bool:
    """Whether lines were broken at a width: many lines next to each other, none long."""
    lengths = [end - start for start, end in lines if end > start]
    joined = sum(1 for a, b in pairwise(lines) if a[1] > a[0] and b[1] > b[0])
    return len(lengths) >= 3 and max(lengths) <= 110 and joined * 2 >= len(lengths)


def _goes_on(text: str, block: tuple[int, int], start: int) -> bool:
    """Whether the line at `start` continues the wrapped block before it."""
    last_line = text.rfind("\n", block[0], block[1]) + 1 or block[0]
    if _BULLET.match(text, start):
        return False
    return block[1] - last_line >= _WRAPPED or text[start].islower()


def _is_heading(text: str, start: int, end: int, *, alone: bool) -> bool:
    if _HEADING_MARK.match(text, start, end):
        return True
    if not alone or end - start > _MAX_HEADING or _BULLET.match(text, start, end):
        return False
    return not _DATELINE_END.search(text, start, end) and not _CELLS.search(text, start, end)


def _split(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    mark = _HEADING_MARK.match(text, start, end) or _BULLET.match(text, start, end)
    at = mark.end() if mark else start
    if _CELLS.search(text, at, end):
        for left, right in _cells(text, at, end):
            yield from _sentences(text, left, right)
        return
    yield from _sentences(text, at, end)


def _cells(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = start
    for gap in _CELLS.finditer(text, start, end):
        yield at, gap.start()
        at = gap.end()
    yield at, end


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = start
    for stop in _END.finditer(text, start, end):
        if stop.start() >= at and _ends(text, at, stop.start(), stop.end(), end):
            yield from _trimmed(text, at, stop.end())
            at = stop.end()
    yield from _trimmed(text, at, end)


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end and not _RULE.match(text, start, end):
        yield start, end


def _ends(text: str, start: int, dot: int, stop: int, end: int) -> bool:
    """Whether the mark at `dot` (its closing quotes end at `stop`) ends the sentence begun at `start`."""
    after = stop
    while after < end and (text[after].isspace() or text[after] in OPENERS):
        after += 1
    if after >= end:
        return False
    follower = text[after]
    if follower.islower():
        return False
    if text[dot] != "." or stop - dot > 1:
        return True
    before = _LAST_WORD.search(text, max(start, dot - 16), dot)
    return before is None or not _is_abbreviation(before.group(1), text[after : min(end, after + 40)])


def _is_abbreviation(word: str, rest: str) -> bool:
    """Whether the stop after `word` belongs to it. After "Inc" or "U.S" it may do both: then a word that opens
    sentences ("The", "It") decides."""
    bare = word.rstrip(".")
    if bare in words("abbreviations_before_names"):
        return True
    if (len(bare) == 1 and bare.isupper() and bare != "I") or re.fullmatch(r"(?:\w\.)+\w", bare):
        return not _opens_sentence(rest)
    if bare in words("abbreviations_before_numbers"):
        return rest[:1].isdigit()
    return bare in words("abbreviations") and not _opens_sentence(rest)


def _opens_sentence(rest: str) -> bool:
    first = rest.split(maxsplit=1)[0].strip("\"“«,'’") if rest.strip() else ""
    return first in words("openers")
