"""How much of what others wrote is taken in: every input is bounded, and what is over a bound becomes a `Problem`."""

from __future__ import annotations

from dataclasses import dataclass

MB = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one input; sizes are in bytes, `text` in code points.

    `file` bounds a file, an archive's member, a line of JSON lines and an answer from the web. `seconds` and `memory`
    bound the parser process. `members`, `unpacked` and `ratio` (unpacked to packed) bound an archive.
    """

    file: int = 50 * MB
    text: int = 5 * MB
    pages: int = 2_000
    seconds: float = 30.0
    memory: int = 1_000 * MB
    members: int = 10_000
    unpacked: int = 500 * MB
    ratio: int = 200


def in_mb(size: int) -> str:
    """`size` bytes for people: "50 MB", "0.3 MB"."""
    return f"{size / MB:.0f} MB" if size >= 10 * MB else f"{size / MB:.1f} MB"
