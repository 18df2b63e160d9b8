"""Report → what each page's template is given beyond the site itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from liens.analysis.coverage import START_UP
from liens.analysis.deals.versions import Deal
from liens.analysis.dependence.profiles import Profile, Shift
from liens.analysis.docket.cases import Case
from liens.analysis.positions.lobbying import Direction
from liens.analysis.positions.targets import TargetKind
from liens.analysis.ties import Tie
from liens.market.dependence import Grade
from liens.publishing.chronicle import changes_page, front_page
from liens.publishing.comparing import compare_page
from liens.publishing.dependence import by_start_up, layers_page, profile_part, profiles_page, whatif_page
from liens.publishing.report import EntityLine
from liens.publishing.site import Site, group_ties
from liens.publishing.tree import draw_tree, grow

Shown = dict[str, Any]


def unknown_page(site: Site) -> Shown:
    """What the measures could not tell."""
    return {"open": [line for line in _left_open(site) if line[0] != 0]}


def _left_open(site: Site) -> Iterator[tuple[int | None, str, str]]:
    """What the measures could not tell: how many (None where nothing is counted), of what, and which page shows it."""
    measures = site.report.measures
    cases, positions = measures.docket.cases, measures.positions
    pending = [cell for profile in measures.profiles for cell in profile.cells if cell.grade is Grade.UNKNOWN]
    undated = [version for deal in measures.deals for version in deal.versions if not version.when]
    unsized = [holding for holding in measures.ownership.holdings if not holding.known]
    silent = [one for one in positions.lobbying if one.direction is Direction.UNKNOWN]
    untold = [one for one in positions.said if one.target.kind is TargetKind.NONE]
    yield len([c for c in cases if c.search]), "Cases in which no decision was found", "docket.html"
    yield len([c for c in cases if not c.tracks]), "Cases without the authority’s own word on a stage", "docket.html"
    yield len(pending), "Dependences that are only planned or alleged", "profiles.html"
    yield len(undated), "Versions of deals of which no day is known", "deals.html"
    yield len(unsized), "Holdings of which nobody tells the size", "ownership.html"
    yield len(untold), "Statements whose target was not found", "positions.html"
    yield len(silent), "Lobbying of which nobody tells the direction", "positions.html"
    if positions.met is None:
        yield None, "Who met whom: this study holds no register of meetings", "positions.html"
    if measures.index is None:
        yield None, "Market shares: this study holds none, so it computes no index", "ownership.html"


@dataclass(frozen=True)
class EntityPages:
    """What the page of each entity is given: what all of them look up is gathered once."""

    site: Site

    @cached_property
    def _depending(self) -> Mapping[str, tuple[Profile, list[Shift]]]:
        return by_start_up(self.site)

    @cached_property
    def _deals(self) -> Mapping[str, list[Deal]]:
        return _deals_of(self.site)

    @cached_property
    def _cases(self) -> Mapping[str, list[Case]]:
        return _cases_of(self.site)

    def shown(self, line: EntityLine) -> Shown:
        """A start-up shows every channel, also those of which nothing is known."""
        site, key = self.site, line.entity.id
        groups = dict(group_ties([site.index.ties[tie] for tie in line.ties], site.market))
        every: dict[str, list[Tie]] = {}
        if line.entity.role == START_UP:
            every = {title: groups.get(title, []) for title in site.market.channels.values()}
        profile, shifts = self._depending.get(key, (None, []))
        return {
            "line": line,
            "channels": list({**every, **groups}.items()),
            "deals": self._deals.get(key, ()),
            "cases": self._cases.get(key, ()),
            **profile_part(key, profile, shifts, site),
        }


def _deals_of(site: Site) -> Mapping[str, list[Deal]]:
    found: dict[str, list[Deal]] = {}
    for deal in site.report.measures.deals:
        for end in deal.ends:
            found.setdefault(end, []).append(deal)
    return found


def _cases_of(site: Site) -> Mapping[str, list[Case]]:
    found: dict[str, list[Case]] = {}
    for case in site.report.measures.docket.cases:
        for end in dict.fromkeys((case.authority, *case.parties, *case.named)):
            found.setdefault(end, []).append(case)
    return found


def ownership_page(site: Site) -> Shown:
    """Holdings, control and what follows from them."""
    ownership = site.report.measures.ownership
    name = site.name
    return {
        "o": ownership,
        "held": len({holding.held for holding in ownership.holdings}),
        "by_held": sorted(ownership.holdings, key=lambda h: (name(h.held).casefold(), -(h.low or 0.0), h.holder)),
        "control": sorted(ownership.control, key=lambda c: (not c.certain, name(c.holder).casefold(), c.held)),
        "picture": draw_tree(grow(ownership), name, site.addresses.entities),
    }


SECTIONS: Mapping[str, Callable[[Site], Shown]] = {
    "index.html": front_page,
    "profiles.html": profiles_page,
    "compare.html": compare_page,
    "whatif.html": whatif_page,
    "layers.html": layers_page,
    "ownership.html": ownership_page,
    "changes.html": changes_page,
    "unknown.html": unknown_page,
}
"""What pages of the navigation are given, by address. Those in parts stand in `long`; the others need only the site."""
