"""Names swapped for others, so that what is learned is how ties are worded and not who is tied.

The words of each name in a window are exchanged for words of other names of the same kind, the same word always for the
same; words that many names share ("capital", "group") stay.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from liens.reading.trained.pieces import Piece
from liens.reading.trained.windows import Place, Window
from training.examples import Example

_COMMON = 6

Word = tuple[int, ...]


@dataclass(frozen=True)
class Swapper:
    """`pool` are the words of names by kind number, `kept` those that many documents' names have, `inner` the numbers
    of the vocabulary that go on a word."""

    pool: dict[int, tuple[Word, ...]]
    kept: frozenset[Word]
    inner: frozenset[int]

    def swapped(self, example: Example, dice: random.Random) -> Example:
        """`example` with other names. Places, ties and statements keep their meaning; only tokens change."""
        window = example.window
        edits = self._edits(window, dice)
        pieces: list[Piece] = []
        moved = []
        at = 0
        while at < len(window.pieces):
            moved.append(len(pieces))
            if at in edits:
                end, ids = edits[at]
                moved += [len(pieces)] * (end - at - 1)
                low, high = window.pieces[at].start, window.pieces[end - 1].end
                pieces += [Piece(i, low, high) for i in ids]
                at = end
            else:
                pieces.append(window.pieces[at])
                at += 1
        moved.append(len(pieces))
        if len(pieces) > 510:
            return example
        return replace(example, window=_moved(window, pieces, moved), speeches=_speeches(example, moved))

    def _edits(self, window: Window, dice: random.Random) -> dict[int, tuple[int, list[int]]]:
        """First token → (end token, new ids) of each name to be changed."""
        chosen: dict[Word, Word] = {}
        edits = {}
        for entity in window.entities:
            kind = window.kind_of(entity)
            for place in (p for p in entity if not p.anaphor and self.pool.get(kind)):
                words = self.words([p.id for p in window.pieces[place.start : place.end]])
                for word in words:
                    if word not in chosen:
                        chosen[word] = word if word in self.kept else dice.choice(self.pool[kind])
                edits[place.start] = (place.end, [i for word in words for i in chosen[word]])
        return edits

    def words(self, ids: Sequence[int]) -> list[Word]:
        found: list[list[int]] = []
        for i in ids:
            if found and i in self.inner:
                found[-1].append(i)
            else:
                found.append([i])
        return [tuple(w) for w in found]


def _moved(window: Window, pieces: list[Piece], moved: list[int]) -> Window:
    def there(place: Place) -> Place:
        return replace(place, start=moved[place.start], end=max(moved[place.start] + 1, moved[place.end]))

    kinds, slots = [0] * len(pieces), [0] * len(pieces)
    for old in range(len(window.pieces)):
        for new in range(moved[old], max(moved[old + 1], moved[old] + 1)):
            if new < len(pieces) and window.kinds[old]:
                kinds[new], slots[new] = window.kinds[old], window.slots[old]
    return Window(
        tuple(p.id for p in pieces),
        tuple(kinds),
        tuple(slots),
        tuple(pieces),
        tuple((moved[a], moved[b], s) for a, b, s in window.sentences),
        tuple(tuple(there(p) for p in entity) for entity in window.entities),
        tuple(there(p) for p in window.values),
    )


def _speeches(example: Example, moved: list[int]) -> tuple:
    return tuple(replace(s, start=moved[s.start], end=max(moved[s.start] + 1, moved[s.end])) for s in example.speeches)


def make_swapper(examples: Sequence[Example], inner: frozenset[int]) -> Swapper:
    """A swapper with the names of `examples`."""
    empty = Swapper({}, frozenset(), inner)
    seen: dict[Word, set[str]] = defaultdict(set)
    kinds: dict[int, dict[Word, None]] = defaultdict(dict)
    for example in examples:
        for entity in example.window.entities:
            for place in (p for p in entity if not p.anaphor):
                for word in empty.words([p.id for p in example.window.pieces[place.start : place.end]]):
                    seen[word].add(example.document)
                    kinds[example.window.kind_of(entity)][word] = None
    kept = frozenset(w for w, documents in seen.items() if len(documents) >= _COMMON)
    return Swapper({k: tuple(w for w in words if w not in kept) for k, words in kinds.items()}, kept, inner)
