"""When two names are one, within one document.

They are if they are equal without case, possessive, article and legal form; if the annotation lists both for one
entity; or if the words of one are among the other's, unless these are words that many names share.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from enum import IntEnum
from functools import lru_cache
from pathlib import Path

_WORDS = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))
LEGAL_FORMS = frozenset(_WORDS["legal_forms"])
SHARED_WORDS = frozenset(_WORDS["shared"])

_POSSESSIVE = re.compile(r"'s\b|(?<=s)'(?=\s|$)")
_INITIALS = re.compile(r"\b([a-z])\.(?=[a-z]\b)")
_BETWEEN_WORDS = re.compile(r"[^\w&+]+")


class Match(IntEnum):
    """How well two names match."""

    NONE = 0
    PART = 1
    ALIAS = 2
    EQUAL = 3


@lru_cache(maxsize=65536)
def words_of(name: str) -> tuple[str, ...]:
    """The words of `name` without case, possessive, leading article and legal form at the end."""
    flat = _POSSESSIVE.sub("", name.casefold().replace("’", "'"))
    found = [word for word in _BETWEEN_WORDS.split(_INITIALS.sub(r"\1", flat)) if word]
    if len(found) > 1 and found[0] == "the":
        found = found[1:]
    while len(found) > 1 and found[-1] in LEGAL_FORMS:
        found.pop()
    return tuple(found)


class Names:
    """The names of one document, with the annotation's lists of names for one entity."""

    def __init__(self, entities: Iterable[Iterable[str]] = ()) -> None:
        self._entities = [{words_of(name) for name in names} - {()} for names in entities]

    def match(self, one: str, other: str) -> Match:
        a, b = words_of(one), words_of(other)
        if not a or not b:
            return Match.NONE
        if a == b:
            return Match.EQUAL
        if any(a in names and b in names for names in self._entities):
            return Match.ALIAS
        small, large = sorted((set(a), set(b)), key=len)
        return Match.PART if small <= large and not small <= SHARED_WORDS else Match.NONE

    def known(self, name: str) -> bool:
        """Whether `name` is one of the annotated entities."""
        return any(self.match(name, " ".join(words)) for names in self._entities for words in names)
