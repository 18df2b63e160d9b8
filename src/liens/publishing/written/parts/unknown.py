"""What is not known: what the measures left open, empty cells, doubtful names and documents without a finding."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from liens.analysis.coverage import Cell
from liens.analysis.positions.lobbying import Direction
from liens.analysis.positions.targets import TargetKind
from liens.market.dependence import Grade
from liens.publishing.filters import counted
from liens.publishing.written.desk import Desk, Row, brief, cell, first, paragraph, table
from liens.publishing.written.manuscript import Block, Items, Phrase, Section, say
from liens.publishing.written.parts.coverage import silent_documents

MOST_START_UPS = 60
MOST_DOUBTS = 40


def unknown(desk: Desk) -> Section:
    """The section "What is not known"."""
    lead = paragraph(
        "A study is as good as its documents. This is what they do not say, and what could not be read of them."
    )
    open_, silent = tuple(_left_open(desk)), tuple(silent_documents(desk))
    parts = (
        Section("Left open by the documents", (Items(open_),) if open_ else ()),
        Section("Start-ups by channel", tuple(_grid(desk))),
        Section("Names that may be one entity", tuple(_doubts(desk))),
        Section("Documents in which nothing was found, or without a day", silent),
    )
    return Section("What is not known", (lead,), tuple(part for part in parts if not part.is_empty))


def _left_open(desk: Desk) -> Iterator[Phrase]:
    for number, words in _counts(desk):
        if number:
            yield say(f"{words}: {number:,}")
    if desk.report.measures.positions.met is None:
        yield say("Who met whom: this study holds no register of meetings")
    if desk.report.measures.index is None:
        yield say("Market shares: this study holds none, so it computes no index")


def _counts(desk: Desk) -> Iterator[tuple[int, str]]:
    measures = desk.report.measures
    cases, positions = measures.docket.cases, measures.positions
    grades = [cell.grade for profile in measures.profiles for cell in profile.cells]
    yield sum(bool(case.search) for case in cases), "Cases in which no decision was found"
    yield sum(not case.tracks for case in cases), "Cases without the authority’s own word on a stage"
    yield sum(grade is Grade.UNKNOWN for grade in grades), "Dependences that are only planned or alleged"
    yield (
        sum(not v.when for deal in measures.deals for v in deal.versions),
        "Versions of deals of which no day is known",
    )
    yield sum(not h.known for h in measures.ownership.holdings), "Holdings of which nobody tells the size"
    yield sum(o.target.kind is TargetKind.NONE for o in positions.said), "Statements whose target was not found"
    silent = sum(one.direction is Direction.UNKNOWN for one in positions.lobbying)
    yield silent, "Lobbying of which nobody tells the direction"


def _grid(desk: Desk) -> Iterator[Block]:
    found = desk.report.coverage
    if not found.grid:
        return
    yield paragraph(
        f"Of {len(found.gaps):,} of {len(found.grid) * len(found.channels):,} channels of start-ups no document of "
        "this study says anything. That is not to say that there is nothing."
    )
    shown, note = first(found.grid, MOST_START_UPS, "unknown.html in the study’s folder", "start-up", "start-ups")
    columns = (("Start-up", 4), *((desk.market.channels[channel], 3) for channel in found.channels))
    yield table("Ties told of each start-up, by channel", columns, (_row(row, desk) for row in shown), note)


def _row(row: Sequence[Cell], desk: Desk) -> Row:
    return (say(desk.name(row[0].entity)), *(cell(counted(len(c.ties), "tie", "ties") if c.ties else "") for c in row))


def _doubts(desk: Desk) -> Iterator[Block]:
    if desk.view.doubts:
        shown, note = first(desk.view.doubts, MOST_DOUBTS, "`liens review` goes through them", "pair", "pairs")
        columns = (("One name", 4), ("Another", 4), ("What makes them alike", 6))
        rows = ((say(brief(d.left, 90)), say(brief(d.right, 90)), cell(brief(d.why, 200))) for d in shown)
        yield table("Pairs of names that only a person can decide", columns, rows, note)
