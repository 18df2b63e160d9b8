"""Whom a document credits for a claim: the speaker of the statement that holds it, or "according to X"."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache

from liens.model import Statement
from liens.reading.rules.claims.lines import ORGS, Line
from liens.reading.rules.claims.phrases import Phrase, compile_phrase

_MOST_NEAR = 40
_CREDITS = (
    "according to ..4 <S>",
    "reported by ..3 <S>",
    "in the words|view of ..3 <S>",
)
_OUTLETS = (
    "<S> ..3 reported|reports|revealed|wrote|writes|said|says",
    "people|sources|person|source ~8 told <S>",
    "report|reports in|by <S>",
)
_ANNOUNCES = "<S> ..4 announced|confirmed|announces|confirms|said|says|declared"


@lru_cache(maxsize=1)
def _phrases() -> tuple[Phrase, ...]:
    return (*(compile_phrase(p, ORGS + "P") for p in _CREDITS), *(compile_phrase(p, "U") for p in _OUTLETS))


def find_speaker(
    line: Line, stretch: tuple[int, int], statements: Sequence[Statement], *, alleged: bool = False
) -> str | None:
    """Whom the text credits for what the tokens of `stretch` (end exclusive) say; None for its own voice.
    `statements` are those of the document, in its order.

    An accusation that no statement holds is credited to the one who speaks in its sentence.
    """
    left, right = line.tokens[stretch[0]].start, line.tokens[stretch[1] - 1].end
    last = bisect_left(statements, line.sentence.end, key=lambda s: s.content.start)
    near = [s for s in statements[max(0, last - _MOST_NEAR) : last] if s.content.end > line.sentence.start]
    for statement in near:
        if statement.content.start <= left and right <= statement.content.end:
            return statement.speaker
    credited = _credited(line) or _announced(line, stretch)
    if credited is None and alleged and near:
        return near[0].speaker
    return credited


def _credited(line: Line) -> str | None:
    for phrase in _phrases():
        match = phrase.pattern.search(line.flat) if phrase.fits(line.words) else None
        if match:
            return line.tokens[line.index(match.start("S"))].members[0].name
    return None


@lru_cache(maxsize=1)
def _announcement() -> Phrase:
    return compile_phrase(_ANNOUNCES, ORGS)


def _announced(line: Line, stretch: tuple[int, int]) -> str | None:
    """The organisation that the line says announces what follows."""
    announcement = _announcement()
    match = announcement.pattern.search(line.flat) if announcement.fits(line.words) else None
    if match is None or line.index(match.end()) > stretch[1]:
        return None
    return line.tokens[line.index(match.start("S"))].members[0].name
