"""How many independent origins stand behind a tie: forty copies of one wire story are one.

Documents share an origin if one repeats the other: their MinHash signatures (Broder 1997) agree in at least `ALIKE` of
the positions, which estimates the Jaccard similarity of their shingles; at 0.12 two texts of one length have a fifth in
common, word for word. With shingles of five words, texts written apart stay below 0.06 (877 documents on one market,
each against each); a rewrite by a machine that swaps words comes to 0.15 or 0.2. Candidates come from banding
(Leskovec, Rajaraman and Ullman, *Mining of Massive Datasets*, § 3.4): 64 bands of 2 values let 93 % of pairs at 0.2
meet, and all but one in 10,000 at 0.4. In each band a document is held against the first and the last one that share
it, so time grows with the number of documents, however many copies one story has.

The origin of a claim that the text credits to someone is that speaker; of any other claim, its document's origin.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

import numpy as np

from liens.analysis.directory import Directory, fold
from liens.ledger.assembling import quick, without_collector
from liens.ledger.view import Entry
from liens.model import Document, Kind

ALIKE = 0.12
VALUES = 128
WIDTH = 2
BAND = 4 * WIDTH


@quick
@dataclass(frozen=True, slots=True)
class Origin:
    """Where one or more documents come from.

    `name` is the outlet or body: the one that at least half of several copies credit, else the earliest document's
    publisher; `key` is the same for all origins of that name. `kind` is what the namesake is, None if unknown.
    """

    key: str
    name: str
    kind: Kind | None
    documents: tuple[str, ...]


@quick
@dataclass(frozen=True, slots=True)
class Support:
    """Who stands behind a tie, each origin once and by name: the press; the tie's own parties; authorities; others."""

    press: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    authorities: tuple[str, ...] = ()
    voices: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        return len(self.press) + len(self.parties) + len(self.authorities) + len(self.voices)


@dataclass(frozen=True, slots=True)
class Origins:
    """All origins, and the one of each document id."""

    all: tuple[Origin, ...]
    of: Mapping[str, Origin]

    def support(self, entries: Sequence[Entry], ends: Sequence[str], directory: Directory) -> Support:
        """The distinct origins of `entries`, which are about a tie between the entities `ends`."""
        if len(entries) == 1:
            side, _, name = self._voice(entries[0], ends, directory)
            return _lone_support(side, name)
        voices = (self._voice(entry, ends, directory) for entry in entries)
        named = {(side, key): (side, key, name) for side, key, name in voices if side}
        return _support(named.values())

    def _voice(self, entry: Entry, ends: Sequence[str], directory: Directory) -> _Voice:
        """Whoever stands behind `entry`; of no side if nobody is known to."""
        if entry.speaker and (speaker := directory.by_id.get(entry.speaker)):
            return _side(speaker.kind, speaker.key, ends, directory, "voices"), speaker.key, speaker.name
        origin = self.of.get(entry.claim.evidence.document)
        if origin is None:
            return "", "", ""
        if origin.kind is None:
            return "press", origin.key, origin.name
        return _side(origin.kind, origin.key, ends, directory, "press"), origin.key, origin.name


_Voice = tuple[str, str, str]
"""A side of `Support`, a key and a name."""


def _side(kind: Kind, key: str, ends: Sequence[str], directory: Directory, other: str) -> str:
    """The side of `key` on a tie between `ends`."""
    if kind is Kind.PUBLIC_BODY:
        return "authorities"
    if kind is Kind.OUTLET:
        return "press"
    if key in ends:
        return "parties"
    house = directory.house(key)
    return other if all(house.isdisjoint(directory.house(end)) for end in ends) else "parties"


@lru_cache(maxsize=4096)
def _lone_support(side: str, name: str) -> Support:
    """The support of one voice alone, as most ties have: made once and shared."""
    return Support(**{side: (name,)}) if side else Support()


def _support(voices: Iterable[_Voice]) -> Support:
    sides: dict[str, list[str]] = {}
    for side, _, name in voices:
        sides.setdefault(side, []).append(name)
    return Support(**{side: tuple(sorted(names)) for side, names in sides.items()})


@without_collector()
def find_origins(documents: Iterable[Document], directory: Directory) -> Origins:
    """The origins of `documents`, in the order of their earliest document, whatever the order of `documents`."""
    ordered = sorted(documents, key=lambda d: (d.published or "9999", d.id))
    found = tuple(_origin(group, directory) for group in _groups(ordered))
    return Origins(found, MappingProxyType({key: origin for origin in found for key in origin.documents}))


def _origin(group: Sequence[Document], directory: Directory) -> Origin:
    """The origin of near-duplicates, earliest first."""
    name = _credited(group, directory) or next((d.publisher for d in group if d.publisher), None)
    ids = tuple(d.id for d in group)
    if name is None:
        return Origin(f"document:{ids[0]}", group[0].title or group[0].name, None, ids)
    body = directory.named(name)
    if body is None:
        return Origin(f"name:{fold(name)}", name, None, ids)
    return Origin(body.key, body.name, body.kind, ids)


def _credited(group: Sequence[Document], directory: Directory) -> str | None:
    """The one outlet that at least half of several copies credit; companies and authorities are quoted, not copied.

    A single document keeps its own publisher: it may credit an outlet for one line of it.
    """
    if len(group) < 2:
        return None
    credit = Counter(name for d in group for name in dict.fromkeys(d.credits) if _is_outlet(name, directory))
    often = [name for name, count in credit.items() if 2 * count >= len(group)]
    return often[0] if len(often) == 1 else None


def _is_outlet(name: str, directory: Directory) -> bool:
    body = directory.named(name)
    return body is None or body.kind is Kind.OUTLET


def _groups(documents: Sequence[Document]) -> Iterator[list[Document]]:
    """`documents` in clusters of near-duplicates, both in the given order."""
    leaders = list(range(len(documents)))
    for one, two in _candidates(documents):
        _join(leaders, documents, one, two)
    groups: dict[int, list[Document]] = {}
    for index, document in enumerate(documents):
        groups.setdefault(_leader(leaders, index), []).append(document)
    yield from groups.values()


def _candidates(documents: Sequence[Document]) -> Iterator[tuple[int, int]]:
    """Pairs of places in `documents`, the earlier first: each document with the first and the last one before it that
    share a band with it. A band is as wide as a 64-bit number, so each is sorted as a column of numbers."""
    signed = [place for place, document in enumerate(documents) if len(document.sketch) == 4 * VALUES]
    places = np.array(signed, np.int64)
    sketches = b"".join(documents[place].sketch for place in signed)
    count, found = len(documents), [places[:0]]
    for band in np.frombuffer(sketches, np.uint64).reshape(-1, 4 * VALUES // BAND).T:
        order = np.argsort(band, kind="stable")
        repeats = np.concatenate(([False], band[order][1:] == band[order][:-1])) if signed else order
        firsts = np.maximum.accumulate(np.where(repeats, 0, np.arange(len(order))))
        again = np.flatnonzero(repeats)
        # A pair as one number: most copies meet in many bands, and numbers are quickly told apart.
        found += [
            places[earlier] * count + places[order[again]] for earlier in (order[firsts[again]], order[again - 1])
        ]
    pairs = np.unique(np.concatenate(found))
    yield from zip((pairs // max(count, 1)).tolist(), (pairs % max(count, 1)).tolist(), strict=True)


def _join(leaders: list[int], documents: Sequence[Document], one: int, two: int) -> None:
    """Put `one` and `two` into one cluster, led by its earliest document, if their texts are alike."""
    a, b = sorted((_leader(leaders, one), _leader(leaders, two)))
    if a != b and likeness(documents[one].sketch, documents[two].sketch) >= ALIKE:
        leaders[b] = a


def _leader(leaders: list[int], index: int) -> int:
    while leaders[index] != index:
        leaders[index] = leaders[leaders[index]]
        index = leaders[index]
    return index


def likeness(one: bytes, two: bytes) -> float:
    """The share of equal values of two signatures of `VALUES` 32-bit values: near the texts' Jaccard similarity."""
    if len(one) != 4 * VALUES or len(two) != 4 * VALUES:
        return 0.0
    return int(np.count_nonzero(np.frombuffer(one, np.uint32) == np.frombuffer(two, np.uint32))) / VALUES
