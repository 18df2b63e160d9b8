"""The word lists of `lexicon/`: one entry a line, `#` begins a comment. Data that an analyst can edit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import chain
from pathlib import Path
from types import MappingProxyType

LEXICON = Path(__file__).parent / "lexicon"


def _entries(name: str) -> list[str]:
    lines = (LEXICON / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


@lru_cache(maxsize=64)
def words(name: str) -> frozenset[str]:
    """The entries of `lexicon/<name>.txt`. Lines may hold several, parted by commas."""
    return frozenset(w.strip() for line in _entries(name) for w in line.split(",") if w.strip())


@lru_cache(maxsize=64)
def table(name: str) -> Mapping[str, str]:
    """The entries of `lexicon/<name>.txt`, whose lines read `value: entry, entry, …`, as entry → value; "a+b" reads two
    files."""
    found: dict[str, str] = {}
    for line in chain.from_iterable(map(_entries, name.split("+"))):
        value, _, entries = line.partition(":")
        for entry in entries.split(","):
            if entry.strip():
                found.setdefault(entry.strip(), value.strip())
    return MappingProxyType(found)


@lru_cache(maxsize=8192)
def is_ordinary(word: str) -> bool:
    """Whether a word, whatever its case, is a common English one or a regular form of one: "Peers", "Strictly"."""
    lowered, common = word.lower(), words("common")
    if lowered in common:
        return True
    stems = {lowered.removesuffix(ending) for ending in ("s", "es", "d", "ed", "ing", "ly")}
    stems |= {stem.removeprefix(beginning) for stem in sorted(stems) for beginning in ("un", "in", "non")}
    return any(len(stem) > 3 and stem in common for stem in stems)


def either(entries: Iterable[str]) -> str:
    """A regular expression for any of `entries`, longest first; a star at an entry's end stands for any ending."""
    listed = sorted(entries, key=lambda e: (-len(e), e))
    return "|".join(re.escape(e.removesuffix("*")) + (r"\w*" if e.endswith("*") else "") for e in listed)
