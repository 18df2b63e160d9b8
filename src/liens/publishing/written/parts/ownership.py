"""Who owns and controls whom, with the bounds that documents and records allow; concentration where shares exist."""

from __future__ import annotations

from collections.abc import Iterator

from liens.analysis.concentration import Index, MarketShare
from liens.analysis.ownership.findings import CommonHolder, Control, Ownership, Stake
from liens.analysis.ownership.grounds import Grounds
from liens.analysis.ownership.holdings import Basis, Holding
from liens.publishing.filters import counted, part, percent, stake
from liens.publishing.tree import draw_tree, grow
from liens.publishing.written.desk import Desk, Row, brief, cell, first, paragraph, table
from liens.publishing.written.figures import drawing, node_key, stroke_key
from liens.publishing.written.manuscript import Block, Figure, Items, Phrase, Section, listed, say

MOST_DRAWN = 48
MOST_ROWS = 40
MOST_SOURCES = 3
ALL = "`liens control` shows them all"
BASES = {Basis.ECONOMIC: "profits and assets", Basis.VOTES: "votes", Basis.DILUTED: "shares, fully diluted"}


def ownership(desk: Desk) -> Section:
    """The section "Who owns whom"."""
    found = desk.report.measures.ownership
    if not found.holdings:
        words = "No document of this study tells of a holding, and no record was given. Who owns whom is not known."
        return Section("Who owns whom", (paragraph(words), *_concentration(desk)))
    lead = paragraph(
        f"{counted(len(found.holdings), 'holding', 'holdings')} in "
        f"{counted(len({h.held for h in found.holdings}), 'company', 'companies')}. “Controls” stands only where one "
        "holds more than half, alone or together with those it controls."
    )
    return Section("Who owns whom", (lead, *_tree(found, desk), *_parts(found, desk), *_concentration(desk)))


def _tree(found: Ownership, desk: Desk) -> Iterator[Block]:
    branches = grow(found)
    svg = draw_tree(branches[:MOST_DRAWN], desk.name, {})
    if svg:
        over = f" The first {MOST_DRAWN} lines of {len(branches)}." if len(branches) > MOST_DRAWN else ""
        keys = [
            node_key("node", "controls the company above it"),
            node_key("hollow", "holds shares of it"),
            stroke_key("limb", "size told"),
            stroke_key("limb unsized", "size not known"),
        ]
        caption = f"Companies and, below each, who holds shares of it.{over}"
        yield Figure(caption, drawing(svg, keys), "Companies and who holds shares of each")


def _parts(found: Ownership, desk: Desk) -> Iterator[Block]:
    if found.overfull:
        yield Items(
            tuple(
                say(
                    f"The holdings told in {desk.name(one.held)} sum to more than the whole, at least "
                    f"{percent(one.total)}: not all can be right.",
                    _grounds(one.grounds, desk),
                )
                for one in found.overfull[:MOST_ROWS]
            )
        )
    by_held = sorted(found.holdings, key=lambda h: (desk.name(h.held).casefold(), -(h.low or 0.0), h.holder, h.basis))
    shown, note = first(by_held, MOST_ROWS, ALL, "holding", "holdings")
    columns = (("Company", 5), ("Holder", 5), ("Share", 4), ("Of what", 4), ("Rests on", 5))
    yield table("Holdings", columns, (_holding(one, desk) for one in shown), note)
    yield from _control(found, desk)
    yield from _indirect(found, desk)
    yield from _common(found, desk)


def _holding(one: Holding, desk: Desk) -> Row:
    source = brief(one.source, 80) if one.source else ""
    return (
        say(desk.name(one.held)),
        say(desk.name(one.holder)),
        say(stake(one.low, one.high, one.above)),
        cell(BASES.get(one.basis, "")),
        cell(desk.cite(one.claims), f" {source}" if source else ""),
    )


def _grounds(grounds: Grounds, desk: Desk) -> Phrase:
    named = [brief(source, 80) for source in grounds.sources[:MOST_SOURCES]]
    more = len(grounds.sources) - MOST_SOURCES
    tail = f" and {more} more" if more > 0 else ""
    return say(desk.cite(grounds.claims, MOST_SOURCES), f" {', '.join(named)}{tail}" if named else "")


def _control(found: Ownership, desk: Desk) -> Iterator[Block]:
    if not found.control:
        yield paragraph("No holding told of is, or may be, more than half.")
        return
    ordered = sorted(found.control, key=lambda c: (not c.certain, desk.name(c.holder).casefold(), c.held))
    shown, note = first(ordered, MOST_ROWS, ALL)
    columns = (("Holder", 5), ("Finding", 6), ("Company", 5), ("Rests on", 5))
    yield table("Control, by the rule of more than half", columns, (_controls(one, desk) for one in shown), note)


def _controls(one: Control, desk: Desk) -> Row:
    finding = ("controls" + ", ultimate holder" * one.ultimate) if one.certain else "may hold more than half: not known"
    return (say(desk.name(one.holder)), say(finding), say(desk.name(one.held)), cell(_grounds(one.grounds, desk)))


def _indirect(found: Ownership, desk: Desk) -> Iterator[Block]:
    through = [one for one in found.stakes if not one.direct]
    if through:
        shown, note = first(through, MOST_ROWS, ALL)
        columns = (("Company", 5), ("Holder", 5), ("At least", 3), ("At most", 3), ("Rests on", 5))
        caption = "Integrated shares, held through others only; those below 1 % are left out"
        yield table(caption, columns, (_stake(one, desk) for one in shown), note)


def _stake(one: Stake, desk: Desk) -> Row:
    ends = (say(desk.name(one.held)), say(desk.name(one.holder)))
    return (*ends, say(part(one.low)), say(part(one.high)), cell(_grounds(one.grounds, desk)))


def _common(found: Ownership, desk: Desk) -> Iterator[Block]:
    if found.common:
        shown, note = first(found.common, MOST_ROWS, ALL)
        columns = (("Holder", 4), ("Of one", 5), ("Of the other", 5), ("Called rivals in", 4))
        yield table("Holders of two whom a document calls rivals", columns, (_shared(one, desk) for one in shown), note)


def _shared(one: CommonHolder, desk: Desk) -> Row:
    stakes = (say(f"{desk.name(s.held)}: {stake(s.low, s.high)}", _grounds(s.grounds, desk)) for s in one.stakes)
    return (say(desk.name(one.holder)), *stakes, cell(desk.cite(desk.index.ties[one.tie].claims)))


def _concentration(desk: Desk) -> Iterator[Block]:
    index = desk.report.measures.index
    if index is None:
        yield paragraph("Market shares: this study holds none, so it computes no index of concentration.")
        return
    yield paragraph(_index_in_words(index))
    columns = (("Firm", 5), ("Share", 4), ("Points by common owners", 6), ("Rests on", 5))
    shown, note = first(index.shares, MOST_ROWS, "`liens concentration` shows them all", "firm", "firms")
    yield table("The cells behind the index", columns, (_share(one, index, desk) for one in shown), note)


def _index_in_words(index: Index) -> str:
    low, high = index.hhi
    bounds = f"{low:,.0f}" + (f" to {high:,.0f}" if low != high else "")
    if index.mhhi is None or index.delta is None:
        return f"HHI {bounds} (0 to 10,000); what common owners add is not known."
    return f"HHI {bounds} (0 to 10,000); with common owners MHHI {index.mhhi:,.0f}, Δ {index.delta:,.0f}."


def _share(one: MarketShare, index: Index, desk: Desk) -> Row:
    points = (f"{o.points:,.0f} with {desk.name(o.rival)}" for o in index.overlaps if o.firm == one.firm)
    grounds = say(desk.cite(one.claims), f" {brief(one.source, 80)}" if one.source else "")
    return (say(desk.name(one.firm)), say(stake(one.low, one.high)), cell(listed(map(say, points))), cell(grounds))
