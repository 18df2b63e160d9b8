"""Deals over time: every pair in short, and the longest chains of versions with a picture each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from liens.analysis.deals.versions import Deal, Standing, Version, stand_on
from liens.market import Effect
from liens.publishing.filters import counted, label
from liens.publishing.timeline import Event, draw_timeline
from liens.publishing.written.desk import Desk, Row, cell, first, paragraph, table
from liens.publishing.written.figures import drawing, mark_key
from liens.publishing.written.manuscript import Block, Figure, Section, Table, say
from liens.publishing.written.parts.ties import terms_in_words

MOST_DEALS = 60
MOST_TOLD = 8
FEWEST_VERSIONS = 3
"""Versions from which on a deal has a section of its own."""
MOST_VERSIONS = 30
LAST = "9999-12-31"
SHAPES = {
    Effect.NONE: ("dashed", "talked of"),
    Effect.PLAN: ("open", "announced or planned"),
    Effect.FORCE: ("full", "in force"),
    Effect.END: ("square", "ended"),
}


def deals(desk: Desk) -> Section:
    """The section "Deals over time"."""
    found = desk.report.measures.deals
    if not found:
        return Section(
            "Deals over time", (paragraph("No document of this study tells of a deal between two companies."),)
        )
    told = [deal for deal in found if len(deal.versions) >= FEWEST_VERSIONS][:MOST_TOLD]
    lead = paragraph(
        f"{counted(len(found), 'pair deals', 'pairs deal')} with each other, each as a chain of dated versions. Units "
        "and products count for their group. A version has the day of its event; where no text names it, that of the "
        "first publication."
    )
    return Section("Deals over time", (lead, _overview(found, desk)), tuple(_deal(deal, desk) for deal in told))


def _overview(found: Sequence[Deal], desk: Desk) -> Table:
    shown, note = first(found, MOST_DEALS, "deals.html in the study’s folder", "pair", "pairs")
    columns = (("Deal", 7), ("Versions", 2), ("From", 3), ("Latest", 5), ("In force", 8))
    caption = f"Pairs that deal with each other{_until(desk)}, the one with most versions first"
    return table(caption, columns, (_in_short(deal, desk) for deal in shown), note)


def _until(desk: Desk) -> str:
    until = desk.report.measures.until
    return f", as of {until}" if until else ""


def _in_short(deal: Deal, desk: Desk) -> Row:
    days = [version.day for version in deal.versions if version.day]
    latest = deal.versions[-1] if deal.versions else None
    state = f"{latest.phase.title.lower()}, {latest.day or 'day not known'}" if latest else "only denied"
    held = dict.fromkeys(label(held.relation, desk.market) for held in _standing(deal, desk).in_force)
    return (
        say(desk.names(deal.ends), " (denied by some)" if deal.denials else ""),
        say(f"{len(deal.versions):,}"),
        cell(days[0] if days else ""),
        say(state),
        cell(", ".join(held)),
    )


def _standing(deal: Deal, desk: Desk) -> Standing:
    return stand_on(deal, desk.report.measures.until or LAST)


def _deal(deal: Deal, desk: Desk) -> Section:
    shown, note = first(
        deal.versions, MOST_VERSIONS, f"`liens show {desk.name(deal.ends[0])!r}`", "version", "versions"
    )
    columns = (
        ("No.", 1),
        ("Day", 3),
        ("Phase", 3),
        ("What, and where it is told", 7),
        ("Terms, and where they are told", 7),
    )
    rows = (_version(number, version, desk) for number, version in enumerate(shown, 1))
    title = desk.names(deal.ends, " and ")
    return Section(title, (*_picture(shown, title, desk), table(f"Versions: {title}", columns, rows, note)))


def _version(number: int, version: Version, desk: Desk) -> Row:
    terms = [seen for seen in version.terms if seen.name != "date"]
    day = str(version.when) if version.when else ""
    return (
        say(str(number)),
        cell(day, "" if version.by_event or not day else " (published)"),
        say(version.phase.title),
        say(desk.relation(version.subject, version.relation, version.object), desk.cite(version.claims)),
        say(terms_in_words(terms, desk)) or say("none told"),
    )


def _picture(versions: Sequence[Version], title: str, desk: Desk) -> Iterator[Block]:
    svg = draw_timeline(_events(versions, desk), f"Versions of the deal between {title}")
    if svg:
        used = {SHAPES[version.phase.effect] for version in versions}
        keys = [mark_key(shape, words) for shape, words in SHAPES.values() if (shape, words) in used]
        caption = f"{title} over time. The numbers are those of the table below."
        yield Figure(caption, drawing(svg, keys), f"Timeline of {counted(len(versions), 'version', 'versions')}")


def _events(versions: Sequence[Version], desk: Desk) -> Iterator[Event]:
    for number, version in enumerate(versions, 1):
        lane = label(version.relation, desk.market)
        yield Event(number, version.day, lane, SHAPES[version.phase.effect][0], "", "")
