"""Entities side by side: for each kind of tie, with whom each of them has it, and whether that is the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from liens.analysis.ties import Tie, find_ties
from liens.errors import ConfigError
from liens.ledger.view import View
from liens.market import Market
from liens.model import Status


class Likeness(StrEnum):
    """How the entities stand to each other in one kind of tie. Unknown: of at least one of them nothing is said."""

    SAME = "same"
    DIFFERENT = "different"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Side:
    """One entity's part of a row: the entities at the other end of its ties, and those ties' ids; none if nothing is
    said of it."""

    entity: str
    others: tuple[str, ...] = ()
    ties: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One kind of tie: a relation in one direction (`label` reads from the entity to the other end)."""

    channel: str | None
    relation: str
    label: str
    likeness: Likeness
    sides: tuple[Side, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """`entities` side by side; `rows` by channel, in the market's order, those of no channel last."""

    entities: tuple[str, ...]
    rows: tuple[Row, ...]


def compare(view: View, market: Market, entities: Sequence[str]) -> Comparison:
    """The entities with the ids `entities` side by side. Ties that all claims deny are left out.

    Raises:
        ConfigError: fewer than two entities, or one that the view does not have.
    """
    if len(entities) < 2:
        raise ConfigError("comparing takes two entities or more: name another")
    for entity in entities:
        if entity not in view.entities:
            raise ConfigError(f"the study has no entity {entity!r}: check the name")
    ties = [tie for tie in find_ties(view, market) if tie.status is not Status.DENIED]
    return Comparison(tuple(entities), tuple(_rows(ties, market, entities)))


def _rows(ties: Sequence[Tie], market: Market, entities: Sequence[str]) -> list[Row]:
    held: dict[tuple[str, bool], dict[str, list[Tie]]] = {}
    for tie in ties:
        for end in tie.ends:
            if end in entities:
                held.setdefault((tie.relation, _reads_on(tie, end, market)), {}).setdefault(end, []).append(tie)
    places = {channel: place for place, channel in enumerate(market.channels)}
    rows = [_row(relation, onward, sides, market, entities) for (relation, onward), sides in held.items()]
    return sorted(rows, key=lambda r: (places.get(r.channel or "", len(places)), r.relation, r.label))


def _reads_on(tie: Tie, end: str, market: Market) -> bool:
    """Whether the relation reads from `end` to the other; a symmetric one always does."""
    relation = market.relations.get(tie.relation)
    return tie.subject == end or (relation is not None and relation.symmetric)


def _row(relation: str, onward: bool, held: dict[str, list[Tie]], market: Market, entities: Sequence[str]) -> Row:
    known = market.relations.get(relation)
    label = relation if known is None else known.label if onward else known.inverse
    sides = tuple(_side(entity, held.get(entity, [])) for entity in entities)
    others = {frozenset(side.others) for side in sides}
    if not all(side.others for side in sides):
        likeness = Likeness.UNKNOWN
    else:
        likeness = Likeness.SAME if len(others) == 1 else Likeness.DIFFERENT
    return Row(known.channel if known else None, relation, label, likeness, sides)


def _side(entity: str, ties: Sequence[Tie]) -> Side:
    others = dict.fromkeys(tie.other(entity) for tie in ties)
    return Side(entity, tuple(others), tuple(tie.id for tie in ties))
