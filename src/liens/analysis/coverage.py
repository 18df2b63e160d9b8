"""What is not known: half-read documents, documents without a date or a claim, and channels on which nobody says
anything of a start-up. "Not known" is never "none": an empty cell says that no document of this study speaks of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from liens.analysis.ties import Tie, find_ties
from liens.ledger.assembling import quick, without_collector
from liens.ledger.view import View
from liens.market import Market

START_UP = "start_up"


@quick
@dataclass(frozen=True, slots=True)
class Cell:
    """What is known of entity `entity` in channel `channel`: the ids of its ties there, none if nothing is."""

    entity: str
    channel: str
    ties: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Coverage:
    """`grid` has a row of cells for each start-up that the study speaks of, most ties first; the rest are document ids.

    `half_read` could not be read whole, `silent` hold neither claim nor statement, `undated` name no day.
    """

    channels: tuple[str, ...]
    grid: tuple[tuple[Cell, ...], ...]
    half_read: tuple[str, ...]
    silent: tuple[str, ...]
    undated: tuple[str, ...]

    @property
    def gaps(self) -> tuple[Cell, ...]:
        """The cells of which nothing is known."""
        return tuple(cell for row in self.grid for cell in row if not cell.ties)


def find_coverage(view: View, market: Market) -> Coverage:
    """What `view` knows and does not know."""
    return coverage_of(find_ties(view, market), view, market)


@without_collector()
def coverage_of(ties: Sequence[Tie], view: View, market: Market) -> Coverage:
    """`find_coverage` for a caller that has the ties already."""
    documents = sorted(view.documents.values(), key=lambda d: (d.published or "9999", d.id))
    speaking = {entry.claim.evidence.document for entry in chain(view.entries, view.rejected)}
    speaking |= {remark.statement.content.document for remark in view.remarks}
    channels = tuple(market.channels)
    return Coverage(
        channels=channels,
        grid=_grid(ties, view, market),
        half_read=tuple(d.id for d in documents if d.read_share is None or d.read_share < 1),
        silent=tuple(d.id for d in documents if d.id not in speaking),
        undated=tuple(d.id for d in documents if not d.published),
    )


def _grid(ties: Sequence[Tie], view: View, market: Market) -> tuple[tuple[Cell, ...], ...]:
    channels = {relation.name: relation.channel for relation in market.relations.values()}
    rows = {entity.id: _new_row() for entity in view.entities.values() if entity.role == START_UP}
    for tie in ties:
        channel = channels.get(tie.relation)
        if tie.subject in rows:
            rows[tie.subject][channel].append(tie)
        if tie.object in rows:
            rows[tie.object][channel].append(tie)
    sizes = {end: sum(map(len, row.values())) for end, row in rows.items() if row}
    ranked = sorted(sizes, key=lambda end: (-sizes[end], view.entities[end].name.casefold(), end))
    return tuple(
        tuple(_cell(end, channel, rows[end].get(channel, ())) for channel in market.channels) for end in ranked
    )


def _new_row() -> defaultdict[str | None, list[Tie]]:
    return defaultdict(list)


def _cell(entity: str, channel: str, ties: Sequence[Tie]) -> Cell:
    claims = dict.fromkeys(chain.from_iterable([tie.claims for tie in ties]))
    return Cell(entity, channel, tuple([tie.id for tie in ties]), tuple(claims))
