"""What the pages on time show: what is new, deals as chains of versions, and what changed."""

from __future__ import annotations

from typing import Any

from liens.analysis.deals.changes import Turn
from liens.analysis.deals.totals import add_up
from liens.analysis.deals.versions import Deal, Standing, stand_on
from liens.market import Effect
from liens.publishing.filters import label
from liens.publishing.news import front_news
from liens.publishing.parts import Part
from liens.publishing.site import Site
from liens.publishing.timeline import Event, draw_timeline
from liens.publishing.wording import AMOUNTS

Shown = dict[str, Any]
SHAPES = {Effect.NONE: "dashed", Effect.PLAN: "open", Effect.FORCE: "full", Effect.END: "square"}
TURNS = {
    Turn.BEGAN: "In force",
    Turn.ENDED: "Ended",
    Turn.ADDED: "Terms added",
    Turn.DROPPED: "Terms dropped",
    Turn.CHANGED: "Terms changed",
    Turn.MOVED: "Moved on",
}
BEST, LATEST = 5, 5
"""Lines of the front page on what is best supported, and on what one origin alone tells so far."""
LAST = "9999-12-31"
"""The day to ask about where no document has one: everything that has a day had happened by then."""


def front_page(site: Site) -> Shown:
    """What is new."""
    return {"front": front_news(site.report, site.index, BEST, LATEST), "turns": TURNS}


def deals_page(site: Site, part: Part) -> Shown:
    """The deals of a part in a table."""
    standing = {deal.id: _standing(deal, site) for deal in part.items}
    return {"standing": standing, "until": site.report.measures.until}


def deal_page(deal: Deal, site: Site) -> Shown:
    """A pair's versions, what of them is in force, and its sums."""
    standing = _standing(deal, site)
    sums = [term for held in standing.in_force for term in held.terms if term.name == "amount"]
    return {
        "deal": deal,
        "standing": standing,
        "until": site.report.measures.until,
        "totals": add_up(sums) if len(sums) > 1 else (),
        "amounts": AMOUNTS,
        "picture": _drawing(deal, site),
    }


def _standing(deal: Deal, site: Site) -> Standing:
    return stand_on(deal, site.report.measures.until or LAST)


def _drawing(deal: Deal, site: Site) -> object:
    events = []
    for number, version in enumerate(deal.versions, 1):
        relation = label(version.relation, site.market)
        words = f"{version.phase.title}: {site.name(version.subject)} {relation} {site.name(version.object)}"
        shape = SHAPES[version.phase.effect]
        events.append(Event(number, version.day, relation, shape, words, f"version-{number}"))
    return draw_timeline(events, f"Versions of the deal between {site.names(deal.ends, ' and ')[:160]}")


def changes_page(site: Site) -> Shown:
    """What the ledger learnt since the study was last written, and what happened in the deals of the last year."""
    measures = site.report.measures
    return {
        "log": site.report.log,
        "events": sorted(measures.events, key=lambda event: (event.day or "", event.deal), reverse=True),
        "since": measures.since,
        "until": measures.until,
        "deals": {deal.id: deal for deal in measures.deals},
    }
