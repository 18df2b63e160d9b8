"""A small signature of a text, by which near-duplicates are found (MinHash: Broder, "On the resemblance and containment
of documents", 1997)."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterable

from rensa import RMinHash

PERMUTATIONS = 128
WORDS = 5
SHORTEST = 20
SEED = 20_240_226
_MOST_WORDS = 200_000
_WORD = re.compile(r"\w+")


def sketch(text: str) -> bytes:
    """The MinHash signature of `text`: 128 values as little-endian unsigned 32-bit integers, 512 bytes in all.

    The set sketched is that of the text's shingles of five words, case folded, punctuation ignored. The share of places
    at which two sketches hold equal values estimates the Jaccard similarity of their shingle sets (standard error
    0.044 at most). Equal texts have equal sketches on every machine and in every version: the seed is fixed, and a test
    pins the values. A text of fewer than twenty words has the empty sketch.
    """
    words = [match[0] for match in _WORD.finditer(text.casefold())][:_MOST_WORDS]
    if len(words) < SHORTEST:
        return b""
    return _signature({" ".join(words[i : i + WORDS]) for i in range(len(words) - WORDS + 1)})


def _signature(shingles: Iterable[str]) -> bytes:
    hashed = RMinHash(num_perm=PERMUTATIONS, seed=SEED)
    hashed.update(sorted(shingles))
    return struct.pack(f"<{PERMUTATIONS}I", *hashed.digest())
