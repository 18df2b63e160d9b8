"""Report → manuscript: the parts of the written study in their order, numbered."""

from __future__ import annotations

from liens.ledger.view import View
from liens.market import Market
from liens.publishing.notes import Notes
from liens.publishing.report import Report, index_report
from liens.publishing.written.desk import Desk
from liens.publishing.written.manuscript import Manuscript, Section, numbered
from liens.publishing.written.parts import annex, comparison, coverage, deals, dependence, docket, opening
from liens.publishing.written.parts import ownership as owning
from liens.publishing.written.parts import positions as speaking
from liens.publishing.written.parts import ties as tying
from liens.publishing.written.parts import unknown as lacking

BODY = (
    opening.in_short,
    opening.method,
    coverage.coverage,
    tying.ties,
    tying.disputes,
    deals.deals,
    dependence.dependence,
    dependence.layers,
    owning.ownership,
    docket.docket,
    speaking.positions,
    comparison.comparison,
    lacking.unknown,
)
ANNEXES = (annex.sentences, annex.documents, annex.decisions)
"""After the body, as they list what it cites."""


def compose(report: Report, view: View, market: Market) -> Manuscript:
    """The written study of `report`, which was made of `view` and `market`."""
    desk = Desk(report, view, market, Notes(index_report(report)))
    body: list[Section] = [part(desk) for part in BODY]
    return Manuscript(
        title=report.title,
        subtitle="Market study from sourced claims",
        language="en",
        day=report.measures.until,
        facts=opening.title_facts(desk),
        sections=numbered(body, [part(desk) for part in ANNEXES]),
    )
