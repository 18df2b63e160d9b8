"""Who is named in a few words: the target of a statement, the name of a deal."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from liens.analysis.directory import Body, Directory
from liens.model import Kind

LONGEST_NAME = 8
"""Words of the longest name that is looked for."""
LONGEST_TEXT = 400
"""Characters of a text in which names are looked for."""
_WORD = re.compile(r"[^\s\-‐‑–—/,;:()\[\]\"“”«»]+")
_GENITIVE = re.compile(r"(?:'s|’s|['’])$")


@dataclass(frozen=True, slots=True)
class Namesakes:
    """Bodies by the words of their names. Deals are none: they are named by their parties."""

    by_words: Mapping[tuple[str, ...], Body]

    def find(self, text: str) -> tuple[Body, ...]:
        """Those named in `text`, each once, in their order; of names that overlap, the longest that begins first.

        A name counts only where its first word has a capital or a digit in the text.
        """
        words = [(_bare(word), word) for word in _WORD.findall(text[:LONGEST_TEXT])]
        found: dict[str, Body] = {}
        place = 0
        while place < len(words):
            body, length = self._at(words, place)
            if body is not None:
                found.setdefault(body.key, body)
            place += length
        return tuple(found.values())

    def _at(self, words: list[tuple[str, str]], place: int) -> tuple[Body | None, int]:
        """The body whose name begins at `place`, and how many words its name has; one word on where there is none."""
        if not words[place][1][0].islower():
            for length in range(min(LONGEST_NAME, len(words) - place), 0, -1):
                key = tuple(bare for bare, _ in words[place : place + length])
                if key in self.by_words:
                    return self.by_words[key], length
        return None, 1


def _bare(word: str) -> str:
    """`word` in small letters, without a genitive and the full stop of a sentence."""
    return _GENITIVE.sub("", word.casefold().rstrip(".!?…"))


@lru_cache(maxsize=1 << 16)
def _key(name: str) -> tuple[str, ...]:
    return tuple(_bare(word) for word in _WORD.findall(name[:LONGEST_TEXT]))


def build_namesakes(directory: Directory) -> Namesakes:
    """The bodies of `directory`; where two share a name, the one it finds by that name."""
    by_words: dict[tuple[str, ...], Body] = {}
    for name, body in directory.by_name.items():
        if body.kind is not Kind.DEAL and (words := _key(name)):
            by_words.setdefault(words, body)
    return Namesakes(by_words)
