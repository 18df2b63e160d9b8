"""What stands behind "no decision found": which documents speak of the authority and of a party.

A document speaks of an entity if it has a claim or a remark with it, or if one of the entity's names stands in its text
as whole words, written as the name is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import reduce
from itertools import islice
from operator import or_

import numpy as np

from liens.analysis.directory import fold
from liens.analysis.docket.cases import MOST_LISTED, Case, Search
from liens.ledger.view import View
from liens.market import Market
from liens.model import Document, Kind

_WORD = re.compile(r"\w+")
Names = Mapping[str, tuple[tuple[str, str], ...]]
"""Names and whose they are (name, entity id), each under the word of it that the fewest names share."""


def search_for_outcomes(cases: Iterable[Case], view: View, market: Market) -> dict[str, Search]:
    """For each of `cases` without an outcome, by its id: what was searched for one."""
    pending = [case for case in cases if not case.outcomes]
    if not pending:
        return {}
    shelf = sorted(view.documents.values(), key=lambda document: (document.published or "", document.id))
    ends = {case.id: _ends(case, view) for case in pending}
    places = _places({end for case in pending for end in (case.authority, *ends[case.id])}, shelf, view, market)
    as_of = shelf[-1].published if shelf else None
    found = {}
    for case in pending:
        of_parties = reduce(or_, (places[end] for end in ends[case.id]))
        both = of_parties & places[case.authority]
        listed = tuple(shelf[place].id for place in islice(_from_the_top(both), MOST_LISTED))
        found[case.id] = Search(as_of, len(shelf), both.bit_count(), listed)
    return found


def _from_the_top(bits: int) -> Iterator[int]:
    """The places of the bits that are set, the highest first. Each step on a number is as long as the number: it is
    taken apart into octets at once."""
    octets = bits.to_bytes(bits.bit_length() // 8 + 1, "little")
    for index in np.flatnonzero(np.frombuffer(octets, np.uint8))[::-1].tolist():
        octet = octets[index]
        while octet:
            place = octet.bit_length() - 1
            yield 8 * index + place
            octet ^= 1 << place


def _ends(case: Case, view: View) -> tuple[str, ...]:
    """The parties and whoever else is named as examined; a deal is known by its parties."""
    named = (end for end in case.named if view.entities[end].kind is not Kind.DEAL)
    return tuple(dict.fromkeys((*case.parties, *named)))


def _places(wanted: Iterable[str], shelf: Sequence[Document], view: View, market: Market) -> dict[str, int]:
    """Which documents of `shelf` speak of each of the entities `wanted`: bit n stands for the nth."""
    found: dict[str, list[int]] = {end: [] for end in sorted(wanted)}
    names = _by_rarest_word(_called(found, view, market))
    involved = _involved(view)
    for place, document in enumerate(shelf):
        ends = involved.get(document.id, set()) & found.keys()
        perhaps = (pair for word in names.keys() & _words(document.text) for pair in names[word])
        for end in ends.union([end for name, end in perhaps if end not in ends and _stands_in(name, document.text)]):
            found[end].append(place)
    return {end: _as_bits(places, len(shelf)) for end, places in found.items()}


def _as_bits(places: list[int], count: int) -> int:
    bits = np.zeros(count, bool)
    bits[places] = True
    return int.from_bytes(np.packbits(bits, bitorder="little").tobytes(), "little")


def _involved(view: View) -> dict[str, set[str]]:
    """The entities that the claims and remarks of each document are about or by."""
    found: dict[str, set[str]] = {document: set() for document in view.documents}
    for entry in view.entries:
        ends = found.setdefault(entry.claim.evidence.document, set())
        ends.add(entry.subject)
        ends.add(entry.object)
        if entry.parties:
            ends.update(entry.parties)
        if entry.speaker:
            ends.add(entry.speaker)
    for remark in view.remarks:
        found.setdefault(remark.statement.content.document, set()).add(remark.speaker)
    return found


def _called(wanted: Iterable[str], view: View, market: Market) -> list[tuple[str, str]]:
    """The names of each entity, in the texts and in the market pack."""
    aliases = {fold(name): (row.name, *row.aliases) for row in market.entities for name in (row.name, *row.aliases)}
    found = {}
    for end in wanted:
        entity = view.entities[end]
        own = (entity.name, *entity.names)
        known = (alias for name in own for alias in aliases.get(fold(name), ()))
        found.update(dict.fromkeys((name, end) for name in (*own, *known)))
    return list(found)


def _by_rarest_word(names: Iterable[tuple[str, str]]) -> Names:
    words = {pair: _WORD.findall(pair[0]) for pair in names}
    shared = Counter(word for found in words.values() for word in set(found))
    by_word: dict[str, list[tuple[str, str]]] = {}
    for pair, found in words.items():
        if found:
            by_word.setdefault(min(found, key=lambda word: (shared[word], word)), []).append(pair)
    return {word: tuple(pairs) for word, pairs in by_word.items()}


class _Signs(dict[int, int | str]):
    """For `str.translate`: a blank for each character that is no part of a word."""

    def __missing__(self, code: int) -> int | str:
        sign = self[code] = code if _WORD.match(chr(code)) else " "
        return sign


_SIGNS = _Signs()


def _words(text: str) -> set[str]:
    return set(text.translate(_SIGNS).split())


def _stands_in(name: str, text: str) -> bool:
    """Whether `name` stands in `text` as whole words."""
    start = text.find(name)
    while start >= 0:
        before, after = text[start - 1 : start], text[start + len(name) : start + len(name) + 1]
        if not (_WORD.match(before) or _WORD.match(after)):
            return True
        start = text.find(name, start + 1)
    return False
