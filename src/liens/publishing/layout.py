"""Where the network's nodes stand: two columns of blocks that face each other, ordered so that few lines cross.

Names stand outside the columns and every line runs between them, so no line crosses a name. Within its block a node
moves towards the middle of its neighbours (the barycentre heuristic of Sugiyama, Tagawa and Toda 1981).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from liens.analysis.coverage import START_UP
from liens.analysis.ties import Tie
from liens.model import Entity, Kind, Status
from liens.publishing.report import LARGE_GROUP, Report

MOST_NODES = 60
MOST_LINES = 160
ROUNDS = 8
ROW = 26.0
GAP = 44.0
WIDTH = 960.0
INSET = 250.0
BULGE = 46.0
SHOWN = frozenset({Kind.COMPANY, Kind.PUBLIC_BODY, Kind.OTHER_ORG})


@dataclass(frozen=True, slots=True)
class Block:
    """A titled group of entities in one column."""

    title: str
    left: bool
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Node:
    """An entity at (`x`, `y`); `weight` is the number of its lines."""

    entity: str
    x: float
    y: float
    left: bool
    weight: int


@dataclass(frozen=True, slots=True)
class Caption:
    """A block's title above its first node."""

    text: str
    x: float
    y: float
    left: bool


@dataclass(frozen=True, slots=True)
class Network:
    """Everything to be drawn: `ties` are the lines between `nodes`."""

    nodes: tuple[Node, ...]
    captions: tuple[Caption, ...]
    ties: tuple[Tie, ...]
    height: float


def lay_out(report: Report) -> Network:
    """The network of the best connected organisations of `report`; what everyone denies is not drawn."""
    entities = {line.entity.id: line.entity for line in report.entities}
    ties = _choose(report.ties, entities)
    blocks = _blocks(dict.fromkeys(end for tie in ties for end in tie.ends), entities)
    blocks = _untangle(blocks, ties)
    return _place(blocks, ties)


def _choose(ties: Sequence[Tie], entities: Mapping[str, Entity]) -> tuple[Tie, ...]:
    """The ties among the `MOST_NODES` organisations with the most support, best supported first."""
    drawable = [
        tie for tie in ties if tie.status is not Status.DENIED and all(entities[end].kind in SHOWN for end in tie.ends)
    ]
    weight: dict[str, int] = {}
    for tie in drawable:
        for end in tie.ends:
            weight[end] = weight.get(end, 0) + tie.support.total
    best = sorted(weight, key=lambda end: (-weight[end], entities[end].name, end))[:MOST_NODES]
    chosen = frozenset(best)
    return tuple(tie for tie in drawable if chosen.issuperset(tie.ends))[:MOST_LINES]


def _blocks(ends: Mapping[str, None], entities: Mapping[str, Entity]) -> list[Block]:
    """Large groups and public bodies on the left, start-ups and others on the right; one lone column is halved."""
    sorted_ends = sorted(ends, key=lambda end: (entities[end].name.casefold(), end))
    titles = {end: _title(entities[end]) for end in sorted_ends}
    sides = (("Large groups", True), ("Authorities and public bodies", True), ("Start-ups", False), ("Others", False))
    blocks = [Block(title, left, tuple(e for e in sorted_ends if titles[e] == title)) for title, left in sides]
    blocks = [block for block in blocks if block.members]
    if len({block.left for block in blocks}) == 1 and len(sorted_ends) > 1:
        block = max(blocks, key=lambda b: len(b.members))
        middle = (len(block.members) + 1) // 2
        halves = (Block(block.title, True, block.members[:middle]), Block(block.title, False, block.members[middle:]))
        others = [Block(b.title, True, b.members) for b in blocks if b is not block]
        blocks = [*(half for half in halves if half.members), *others]
    return blocks


def _title(entity: Entity) -> str:
    if entity.role == START_UP:
        return "Start-ups"
    if entity.role in (LARGE_GROUP, "unit"):
        return "Large groups"
    return "Authorities and public bodies" if entity.kind is Kind.PUBLIC_BODY else "Others"


def _untangle(blocks: list[Block], ties: Sequence[Tie]) -> list[Block]:
    """Each block's members in the order of the mean height of their neighbours, over some rounds."""
    neighbours: dict[str, list[str]] = {}
    for tie in ties:
        neighbours.setdefault(tie.subject, []).append(tie.object)
        neighbours.setdefault(tie.object, []).append(tie.subject)
    for _ in range(ROUNDS):
        heights = _heights(blocks)
        pull = {end: sum(heights[n] for n in near) / len(near) for end, near in neighbours.items()}
        blocks = [Block(b.title, b.left, tuple(sorted(b.members, key=lambda m: (pull[m], m)))) for b in blocks]
    return blocks


def _heights(blocks: Sequence[Block]) -> dict[str, float]:
    """The share of its column's height at which each member stands."""
    heights: dict[str, float] = {}
    for left in (True, False):
        column = [member for block in blocks if block.left is left for member in block.members]
        heights.update({member: (row + 0.5) / len(column) for row, member in enumerate(column)})
    return heights


def _place(blocks: Sequence[Block], ties: tuple[Tie, ...]) -> Network:
    height = max(_column_height(blocks, left) for left in (True, False))
    weight: dict[str, int] = {}
    for tie in ties:
        for end in tie.ends:
            weight[end] = weight.get(end, 0) + 1
    nodes: list[Node] = []
    captions: list[Caption] = []
    for left in (True, False):
        y = (height - _column_height(blocks, left)) / 2
        for block in (b for b in blocks if b.left is left):
            y += GAP
            captions.append(Caption(block.title, _x(y - ROW, height, left), y - ROW, left))
            for member in block.members:
                nodes.append(Node(member, _x(y, height, left), y, left, weight[member]))
                y += ROW
    return Network(tuple(nodes), tuple(captions), ties, height)


def _column_height(blocks: Sequence[Block], left: bool) -> float:
    return sum((GAP + ROW * len(block.members) for block in blocks if block.left is left), ROW)


def _x(y: float, height: float, left: bool) -> float:
    """The columns bow outwards a little, like a pair of brackets, so that lines within one column part."""
    bow = BULGE * (1 - (2 * y / height - 1) ** 2)
    return INSET + BULGE - bow if left else WIDTH - INSET - BULGE + bow
