"""The word lists of `lexicon/`: one entry a line, `#` begins a comment. Data that an analyst can edit."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
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
    """The entries of `lexicon/<name>.txt` whose lines read `value: entry, entry, …`, as entry → value. "a+b" reads two files."""
    found: dict[str, str] = {}
    for line in [line for part in name.split("+") for line in _entries(part)]:
        value, _, entries = line.partition(":")
        for entry in entries.split(","):
            if entry.strip():
                found.setdefault(entry.strip(), value.strip())
    return MappingProxyType(found)
