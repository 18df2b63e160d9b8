"""Short names that a person can type and any file system can hold, made from names that anyone may have written."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping

from liens.model import digest

LONGEST = 60
RESERVED = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))})


def slug(name: str) -> str:
    """`name` in a–z, 0–9 and single hyphens, at most `LONGEST` of them; "" if nothing is left of it.

    Letters lose their accents; whatever has no Latin base letter counts as a gap.
    """
    plain = unicodedata.normalize("NFKD", name[: 4 * LONGEST]).encode("ascii", "ignore").decode("ascii").lower()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:LONGEST].strip("-")


def handles(names: Mapping[str, str]) -> dict[str, str]:
    """Id → a handle of its own, for ids and their names.

    The handle is the name's slug; where that is empty, cut, reserved on some system or shared with another id, eight
    hex digits of the id follow it, so a handle never depends on the order of `names`.
    """
    slugs = {key: slug(name) for key, name in names.items()}
    shared = Counter(slugs.values())
    return {key: _handle(key, text, shared[text] > 1) for key, text in slugs.items()}


def _handle(key: str, text: str, shared: bool) -> str:
    if text and not shared and len(text) < LONGEST and text not in RESERVED:
        return text
    return f"{text or 'unnamed'}-{digest(key)[:8]}"
