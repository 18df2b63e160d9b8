"""The start-ups of which most is told, side by side: same, different or unknown in each question."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from liens.analysis.compare import Comparison, Point, Row, Side, Topic
from liens.publishing.comparing import point_in_words, row_in_words
from liens.publishing.written.desk import Desk, brief, cell, first, paragraph, table
from liens.publishing.written.desk import Row as TableRow
from liens.publishing.written.manuscript import Phrase, Piece, Section, Style, Table, listed, say

MOST_POINTS = 4
MOST_ROWS = 30
TITLES = {Topic.AUTHORITIES: "Authorities", Topic.STATEMENTS: "Statements"}
OTHERS = "Other ties"


def comparison(desk: Desk) -> Section:
    """The section "Cases compared"."""
    found = desk.report.measures.comparison
    if found is None:
        words = "Documents tell of the dependence of fewer than two start-ups. How others compare is not known."
        return Section("Cases compared", (paragraph(words),))
    rows = [row for row in found.rows if not row.is_detail]
    tally = Counter(row.likeness.value for row in rows)
    counts = ", ".join(f"{tally[word]} {word}" for word in ("same", "different", "unknown"))
    lead = paragraph(
        f"The start-ups of which most is told, {desk.names(found.entities, ', ')}, question by question: {counts}. "
        "“Different” stands where documents tell different things of two of them, “same” where they tell the same of "
        "all. Where nothing is told of one, or more is told of one than of another, the question stays “unknown”."
    )
    parts: dict[str, list[Row]] = {}
    for row in rows:
        parts.setdefault(_part(row, desk), []).append(row)
    return Section("Cases compared", (lead, *(_table(title, members, found, desk) for title, members in parts.items())))


def _part(row: Row, desk: Desk) -> str:
    return desk.market.channels.get(row.channel or "") or TITLES.get(row.topic, OTHERS)


def _table(title: str, rows: Sequence[Row], found: Comparison, desk: Desk) -> Table:
    """Questions of which two or more are told something come first."""
    ordered = sorted(rows, key=lambda row: -sum(bool(side.points) for side in row.sides))
    shown, note = first(ordered, MOST_ROWS, "`liens compare` shows them all", "question", "questions")
    columns = (("Question", 4), *((desk.name(entity), 5) for entity in found.entities))
    return table(f"{title}, side by side", columns, (_row(row, desk) for row in shown), note)


def _row(row: Row, desk: Desk) -> TableRow:
    question = brief(row_in_words(row, desk.name, desk.market), 120)
    return (
        say(question, ": ", Piece(row.likeness.value, Style.STRONG)),
        *(_side(row, side, desk) for side in row.sides),
    )


def _side(row: Row, side: Side, desk: Desk) -> Phrase:
    over = len(side.points) - MOST_POINTS
    told = listed((_point(row, point, desk) for point in side.points[:MOST_POINTS]), "; ")
    return cell(told, f" and {over} more" if over > 0 else "")


def _point(row: Row, point: Point, desk: Desk) -> Phrase:
    return say(brief(point_in_words(row, point, desk.name), 140), desk.cite(point.claims, 2))
