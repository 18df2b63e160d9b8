"""Where something was said: the medium, occasion or addressee that a reporting clause names."""

from __future__ import annotations

from collections.abc import Sequence

from liens.reading.rules.statements.folding import BODY, OUTLET, PRODUCT, QUOTE, THING, Token
from liens.reading.rules.words import words

LEADS = frozenset(("in", "on", "at", "to", "during", "via", "through", "before", "over", "by", "outside"))
OCCASION_LEADS = frozenset(("in", "on", "at", "during"))
GOES_ON = frozenset(("with", "to", "of", "for", "from", "in", "at", "on"))
ENDS = frozenset((",", ".", ";", ":", "(", ")", "that", "saying", "and", "but", "–", "—", QUOTE))
DATED = words("speech_time") - {"the", "this", "of", "public"}
LONGEST = 12


def find_venue(tokens: Sequence[Token], first: int, last: int) -> tuple[int, int] | None:
    """The tokens (from, to) of the first medium, occasion or addressee between tokens `first` and `last`, without its
    preposition: for the stretch between a speech verb and what it reports."""
    for at in range(first, last - 1):
        if tokens[at].word in LEADS:
            end = _phrase_end(tokens, at + 1, last)
            if end > at + 1 and _is_venue(tokens, at, end):
                return at + 1, end
    return None


def find_occasion(tokens: Sequence[Token], first: int, last: int) -> tuple[int, int] | None:
    """The first medium or occasion of any other stretch, where a preposition often leads elsewhere: `at a hearing`."""
    for at in range(first, last - 1):
        if tokens[at].word in OCCASION_LEADS:
            end = _phrase_end(tokens, at + 1, last)
            if _named(tokens, at + 1, end):
                return at + 1, end
    return None


def _phrase_end(tokens: Sequence[Token], at: int, last: int) -> int:
    start = at
    while at < min(last, start + LONGEST):
        word = tokens[at].word
        if word in ENDS or (word in DATED and at > start) or word.isdigit():
            break
        if word in words("speech_finite") or (at > start and _new_phrase(tokens, at)):
            break
        if word in GOES_ON and (at + 1 >= last or tokens[at + 1].word in DATED or tokens[at + 1].word.isdigit()):
            break
        if word in LEADS and at > start and not _named(tokens, start, at):
            break
        at += 1
    return at


def _new_phrase(tokens: Sequence[Token], at: int) -> bool:
    """Whether another noun phrase begins at `at`, without a preposition to join it to the one before."""
    before = tokens[at - 1].word
    joined = before in GOES_ON or before in LEADS or before in ("'s", "the", "a", "an")
    return tokens[at].word in words("speech_determiners") and not joined


def _named(tokens: Sequence[Token], start: int, end: int) -> bool:
    return any(t.word in words("speech_venues") or t.word == OUTLET for t in tokens[start:end])


def _is_venue(tokens: Sequence[Token], lead: int, end: int) -> bool:
    inside = tokens[lead + 1 : end]
    if tokens[lead].word == "on" and len(inside) == 1 and inside[0].word in (BODY, PRODUCT, THING):
        return True
    if tokens[lead].word == "to":
        begins = inside[0].mention is not None or inside[0].word in words("speech_determiners")
        return begins or inside[-1].word in words("speech_addressees")
    place = tokens[lead].word == "in" and len(inside) == 1 and inside[0].capital and inside[0].word not in DATED
    return place or _named(tokens, lead + 1, end)
