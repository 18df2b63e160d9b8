"""A page → windows: runs of whole sentences that the encoder reads in one go, with who and what is named in them.

A document is read in windows of at most `MOST_TOKENS` tokens; each begins some sentences before the one before it ends,
so that no tie is lost at an edge. Asides (menus, teasers, boilerplate) are not read.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from liens.model import Kind, Mention
from liens.reading.rules.page import Page, Sentence
from liens.reading.trained.pieces import Piece, Pieces

MOST_TOKENS = 440
OVERLAP = 110
MOST_ENTITIES = 48
NAMES = (
    Kind.COMPANY,
    Kind.PUBLIC_BODY,
    Kind.PERSON,
    Kind.PRODUCT,
    Kind.LAW,
    Kind.OTHER_ORG,
    Kind.OUTLET,
    Kind.DEAL,
)
VALUES = (Kind.MONEY, Kind.SHARE, Kind.DATE)
_KINDS = {kind: number for number, kind in enumerate((*NAMES, *VALUES), start=1)}
ANAPHOR = len(_KINDS) + 1


@dataclass(frozen=True, slots=True)
class Place:
    """Where a mention stands: `tokens[start:end]` of its window, in the window's sentence number `sentence`."""

    start: int
    end: int
    sentence: int
    mention: Mention
    anaphor: bool = False


@dataclass(frozen=True)
class Window:
    """`ids` with [CLS] first and [SEP] last; `kinds` and `slots` tell the mention that each token belongs to (0: none).

    `entities` are the places of each entity by slot − 1, in order of first appearance; `values` those of sums, shares
    and dates. `sentences` are (first token, end token, the document's sentence); `pieces[i]` is the text of token i.
    """

    ids: tuple[int, ...]
    kinds: tuple[int, ...]
    slots: tuple[int, ...]
    pieces: tuple[Piece, ...]
    sentences: tuple[tuple[int, int, Sentence], ...]
    entities: tuple[tuple[Place, ...], ...]
    values: tuple[Place, ...]

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The entities' names, by slot − 1."""
        return tuple(places[0].mention.name for places in self.entities)

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """Where the tokens begin in the text; those of marks are −1."""
        return tuple(p.start for p in self.pieces)

    @cached_property
    def ends(self) -> tuple[int, ...]:
        return tuple(p.end for p in self.pieces)

    @staticmethod
    def kind_of(entity: Sequence[Place]) -> int:
        """The number of an entity's kind."""
        return _KINDS[entity[0].mention.kind]


def draw_windows(page: Page, pieces: Pieces) -> Iterator[Window]:
    """The windows of a page, in order; none if it has no sentence of its own."""
    own = [s for s in page.sentences if not s.aside]
    cut = [part for s in own for part in _parts(pieces.cut(page.document.text, s.start, s.end), s)]
    described = frozenset(a.mention.span for a in page.anaphors)
    starts = [m.span.start for m in page.mentions]
    for first, last in _runs([len(tokens) for tokens, _ in cut]):
        yield _draw(cut[first:last], page.mentions, starts, described)


_Cut = tuple[Sequence[Piece], Sentence]


def _parts(tokens: Sequence[Piece], sentence: Sentence) -> Iterator[_Cut]:
    """A sentence, or the parts of one that is longer than a window."""
    for at in range(0, len(tokens), MOST_TOKENS):
        yield tokens[at : at + MOST_TOKENS], sentence


def _runs(sizes: Sequence[int]) -> Iterator[tuple[int, int]]:
    """(first, end) of the runs of sentences that fit a window each and overlap."""
    first = 0
    while first < len(sizes):
        last, total = first, 0
        while last < len(sizes) and total + sizes[last] <= MOST_TOKENS:
            total += sizes[last]
            last += 1
        yield first, last
        if last == len(sizes):
            return
        back, kept = last, 0
        while back - 1 > first and kept + sizes[back - 1] <= OVERLAP:
            back -= 1
            kept += sizes[back]
        first = back


def _draw(
    cut: Sequence[_Cut], mentions: Sequence[Mention], starts: Sequence[int], described: frozenset[object]
) -> Window:
    tokens: list[Piece] = [Piece(Pieces.FIRST, -1, -1)]
    bounds: list[tuple[int, int, Sentence]] = []
    for part, sentence in cut:
        bounds.append((len(tokens), len(tokens) + len(part), sentence))
        tokens.extend(part)
    tokens.append(Piece(Pieces.LAST, -1, -1))
    kinds, slots = [0] * len(tokens), [0] * len(tokens)
    entities: dict[str, list[Place]] = {}
    values: list[Place] = []
    begins = [t.start for t in tokens[1:-1]]
    for number, (low, high, _) in enumerate(bounds):
        if low == high:
            continue
        for mention in _within(mentions, starts, tokens[low].start, tokens[high - 1].end):
            start = bisect_left(begins, mention.span.start) + 1
            end = max(start + 1, bisect_left(begins, mention.span.end) + 1)
            anaphor = mention.span in described
            place = Place(start, min(end, high), number, mention, anaphor)
            if mention.kind in VALUES:
                values.append(place)
            elif mention.name in entities or len(entities) < MOST_ENTITIES:
                entities.setdefault(mention.name, []).append(place)
                slot = list(entities).index(mention.name) + 1
                slots[place.start : place.end] = [slot] * (place.end - place.start)
            else:
                continue
            kind = ANAPHOR if anaphor else _KINDS[mention.kind]
            kinds[place.start : place.end] = [kind] * (place.end - place.start)
    ids = tuple(t.id for t in tokens)
    places = tuple(tuple(p) for p in entities.values())
    return Window(ids, tuple(kinds), tuple(slots), tuple(tokens), tuple(bounds), places, tuple(values))


def _within(mentions: Sequence[Mention], starts: Sequence[int], start: int, end: int) -> Sequence[Mention]:
    return mentions[bisect_left(starts, start) : bisect_left(starts, end)]
