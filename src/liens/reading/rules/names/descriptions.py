"""Definite noun phrases: "the young French company", "the ChatGPT maker", "the group of Denver"."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from liens.model import Kind
from liens.reading.rules.names.context import noun_kind, place_of, singular
from liens.reading.rules.names.linking import Named
from liens.reading.rules.words import words

_WORD = re.compile(r"[^\W_](?:[\w&]|[-.](?=\w))*+(?P<own>['’]s?(?!\w))?")
_BRACKET = re.compile(r"\(\w{2,8}\) ")
_OF = re.compile(r" (?:of|behind)(?: the)? (?=(?P<word>[^\W_]\w*(?: [A-Z]\w+)?))")
_RESTRICTED = re.compile(
    r" (?:it|that|which|who|whose|whom|behind|led by|run by|founded|created|set up|of|he|she|they|to be|in question)\b"
)
_MAX_WORDS = 7


@dataclass(frozen=True, slots=True)
class Phrase:
    """A definite noun phrase at `start`–`end`: its head `noun` (singular, lower case) and what kind of thing that is,
    its other words, its places; `thing` is the entity named in or after it; `restricted` if a clause after it says
    which one is meant."""

    start: int
    end: int
    noun: str
    kind: Kind
    modifiers: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    thing: int | None = None
    restricted: bool = False


class Names:
    """The names of a text by place, and the entity of each."""

    def __init__(self, named: list[Named], of: list[int]) -> None:
        self.named, self.of = named, of
        self._starts = [n.start for n in named]

    def at(self, start: int) -> int | None:
        """The index of the name that begins at `start`."""
        index = bisect_left(self._starts, start)
        return index if index < len(self._starts) and self._starts[index] == start else None

    def within(self, start: int, end: int) -> range:
        """The indexes of the names that begin in a stretch."""
        return range(bisect_left(self._starts, start), bisect_left(self._starts, end))


def read_phrase(text: str, start: int, at: int, names: Names) -> Phrase | None:
    """The phrase whose determiner is at `start` and whose first word at `at`; None unless its head noun describes one
    entity and no name follows it ("the chip designer Kvanta" names its entity itself)."""
    listed = _words(text, at)
    head = _head(listed)
    if head is None:
        return None
    size, noun, kind = head
    last = listed[size - 1]
    end = last.end() - len(last["own"] or "")
    inner = names.within(at, end)
    if _is_part(listed, size) or _is_named_after(text, last, names) or len(inner) > 1:
        return None
    if inner and names.named[inner[0]].start != at:
        return None
    start = names.named[inner[0]].end + 1 if inner else start
    thing, place = (names.of[inner[0]], "") if inner else _complement(text, last, names)
    tokens = [w.group(0) for w in listed[:size]]
    places = [p for p in map(place_of, tokens) if p] + ([place] if place else [])
    modifiers = tuple(t.lower() for t in tokens[: size - len(noun.split())] if not place_of(t)) if not inner else ()
    restricted = thing is None and not place and not last["own"] and _RESTRICTED.match(text, last.end()) is not None
    return Phrase(start, end, noun, kind, modifiers, tuple(places), thing, restricted)


def _words(text: str, at: int) -> list[re.Match[str]]:
    listed: list[re.Match[str]] = []
    while len(listed) < _MAX_WORDS:
        word = _WORD.match(text, at)
        if word is None or word.group(0).lower() in words("phrase_ends"):
            break
        listed.append(word)
        at = word.end() + 1
        if word["own"] or text[word.end() : at] not in {" ", "\n", "\u00a0"}:
            break
        bracket = _BRACKET.match(text, at)
        at = bracket.end() if bracket else at
    return listed


def _head(listed: list[re.Match[str]]) -> tuple[int, str, Kind] | None:
    """How many words the phrase has, its head noun in the singular, and that noun's kind."""
    found: tuple[int, str, Kind] | None = None
    tokens = [w.group(0).removesuffix(w["own"] or "") for w in listed]
    for size in range(1, len(tokens) + 1):
        if found is not None and (found[0] < size - 1 or tokens[size - 1] in words("verblike_nouns")):
            break
        for length in (3, 2, 1):
            noun = " ".join(tokens[size - length : size]).lower() if length <= size else ""
            kind = noun_kind(noun) if noun else None
            if kind is not None and not _is_plural(noun):
                found = (size, noun, kind)
                break
    return found


def _is_plural(noun: str) -> bool:
    return " " not in noun and singular(noun) != noun and noun_kind(singular(noun)) is not None


def _is_part(listed: list[re.Match[str]], size: int) -> bool:
    """ "the company board": another noun is the head."""
    own = listed[size - 1]["own"]
    return size < len(listed) and not own and listed[size].group(0).lower() in words("company_parts")


def _is_named_after(text: str, last: re.Match[str], names: Names) -> bool:
    after = last.end() + 1
    if last["own"] or text[last.end() : after] not in {" ", "\n"}:
        return False
    return names.at(after) is not None or (text[after : after + 1] in '"“«‘' and names.at(after + 1) is not None)


def _complement(text: str, last: re.Match[str], names: Names) -> tuple[int | None, str]:
    """The entity or the place in "the maker of ChatGPT", "the group of Denver"."""
    match = _OF.match(text, last.end()) if not last["own"] else None
    if match is None:
        return None, ""
    at = names.at(match.end())
    if at is not None:
        return names.of[at], ""
    return None, place_of(match["word"]) or place_of(match["word"].split()[0])
