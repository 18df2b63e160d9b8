"""Which ties, claims and names lie in which of the explorer's files: by count, so that no file grows without bound."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from liens.analysis.ties import Tie
from liens.publishing.report import EntityLine
from liens.publishing.site import Site

ROOM = "network"
CORE = 1200
"""Ties that the page begins with."""
CLAIMS, TIES = 120, 400
"""Claims and ties in one file, unless one tie or one entity alone has more."""
LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
OTHER = "_"
"""The letter of names that begin with none of `LETTERS`."""


@dataclass(frozen=True)
class Shelves:
    """The files' contents, for the explorer's data on `site`."""

    site: Site

    @property
    def core(self) -> Sequence[Tie]:
        return self.site.report.ties[:CORE]

    @cached_property
    def claims(self) -> tuple[Sequence[Tie], ...]:
        """The ties of each file of claims, in the order of all ties."""
        ties = self.site.report.ties
        return tuple(ties[a:b] for a, b in _stretches([len(tie.claims) for tie in ties], CLAIMS))

    @cached_property
    def claims_of(self) -> Mapping[str, int]:
        """The number of the file that has the claims of a tie."""
        return {tie.id: number for number, ties in enumerate(self.claims) for tie in ties}

    @cached_property
    def beyond(self) -> Sequence[EntityLine]:
        """The entities of which the core has not every tie."""
        whole = {tie.id for tie in self.core}
        return [line for line in self.site.report.entities if not whole.issuperset(line.ties)]

    @cached_property
    def ties(self) -> tuple[Sequence[EntityLine], ...]:
        """The entities whose ties each file holds."""
        lines = self.beyond
        return tuple(lines[a:b] for a, b in _stretches([len(line.ties) for line in lines], TIES))

    @cached_property
    def ties_of(self) -> Mapping[str, int]:
        """The number of the file that has every tie of an entity, for those of which the core lacks some."""
        return {line.entity.id: number for number, lines in enumerate(self.ties) for line in lines}

    def ties_on(self, number: int) -> Sequence[Tie]:
        """The ties of file `number`, the best supported first."""
        ids = dict.fromkeys(tie for line in self.ties[number] for tie in line.ties)
        return [self.site.index.ties[tie] for tie in ids]

    @cached_property
    def names(self) -> Mapping[str, Sequence[EntityLine]]:
        """The entities that the core does not name, by the letters with which the words of their names begin."""
        named = {end for tie in self.core for end in tie.ends}
        found: dict[str, list[EntityLine]] = {}
        for line in self.beyond:
            if line.entity.id not in named:
                for letter in sorted(set(map(first_letter, line.entity.name.split()[:4]))):
                    found.setdefault(letter, []).append(line)
        return {letter: found[letter] for letter in sorted(found)}


def first_letter(word: str) -> str:
    """The letter under which a name with `word` in it is found; accents and case do not count."""
    plain = unicodedata.normalize("NFKD", word[:8]).casefold()
    letter = next((c for c in plain if not unicodedata.combining(c)), OTHER)
    return letter if letter in LETTERS else OTHER


def _stretches(weights: Sequence[int], most: int) -> list[tuple[int, int]]:
    """`weights` cut into (start, end) stretches of at most `most` together; a heavier one stands alone."""
    found, start, sum_ = [], 0, 0
    for place, weight in enumerate(weights):
        if place > start and sum_ + weight > most:
            found.append((start, place))
            start, sum_ = place, 0
        sum_ += weight
    return [*found, (start, len(weights))] if weights else []
