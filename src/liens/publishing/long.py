"""The pages that grow with the study: what each of their parts is given."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from operator import itemgetter
from typing import Any

from liens.analysis.docket.cases import Case, Standing, Step
from liens.analysis.positions.findings import Reply
from liens.analysis.positions.standpoints import Standpoint
from liens.publishing.cases import MOST_CASES, STATES, case_state, in_order
from liens.publishing.chronicle import deals_page
from liens.publishing.parts import MOST, Part, address_of, in_parts
from liens.publishing.site import Site
from liens.publishing.timeline import Event, draw_timeline

Shown = dict[str, Any]
STANDINGS = {
    Standing.DOCUMENT: ("its own documents", "full"),
    Standing.QUOTED: ("its word, as quoted", "open"),
    Standing.REPORTED: ("what others say", "dashed"),
}


@dataclass(frozen=True)
class LongPages:
    """The long pages of a site; what all parts of a page look up is gathered once."""

    site: Site
    _parts: dict[str, list[Part]] = field(default_factory=dict)
    _titles: dict[str, list[tuple[str, int, str]]] = field(default_factory=dict)

    def parts(self, page: str) -> list[Part]:
        """The parts of a page in `LONG`."""
        if page not in self._parts:
            self._parts[page] = in_parts(page, LONG[page].items(self), LONG[page].most)
        return self._parts[page]

    def shown(self, page: str, number: int) -> Shown:
        """What a part is given."""
        part, shown = self.parts(page)[number - 1], LONG[page].shown
        return {"part": part, **(shown(self, part) if shown else {})}

    def titles(self, page: str) -> list[tuple[str, int, str]]:
        """The titles under which the items of a page stand: how many, and where each begins."""
        if page not in self._titles:
            whole = [title for part in self.parts(page) for title, _ in part.items]
            numbers = Counter(whole)
            first: dict[str, str] = {}
            for place, title in enumerate(whole):
                first.setdefault(title, address_of(page, place))
            self._titles[page] = [(title, number, first[title]) for title, number in numbers.items()]
        return self._titles[page]

    @cached_property
    def cases(self) -> Mapping[str, Case]:
        """The cases by their ids."""
        return {case.id: case for case in self.site.report.measures.docket.cases}

    @cached_property
    def states(self) -> Mapping[str, tuple[str, str]]:
        """The state of each case."""
        return {id: case_state(case) for id, case in self.cases.items()}

    @cached_property
    def said(self) -> list[tuple[int, Standpoint]]:
        """What was said, each with the number of what it is about (from 1), 0 where no target was found."""
        positions = self.site.report.measures.positions
        order = {one.remark: place for place, one in enumerate(positions.said)}
        found = [
            (number, positions.said[place])
            for number, debate in enumerate(positions.debates, 1)
            for place in sorted(order[remark] for remark in debate.remarks)
        ]
        placed = {one.remark for _, one in found}
        return found + [(0, one) for one in positions.said if one.remark not in placed]

    @cached_property
    def starts(self) -> Mapping[int, str]:
        """Where the statements on each target begin, by the target's number."""
        starts: dict[int, str] = {}
        for place, (number, _) in enumerate(self.said):
            starts.setdefault(number, f"{address_of('positions.html', place)}#debate-{number}")
        return starts

    @cached_property
    def by_remark(self) -> Mapping[str, Standpoint]:
        """The statements by their ids."""
        return {one.remark: one for _, one in self.said}

    @cached_property
    def replies(self) -> Mapping[str, list[Reply]]:
        """The replies to each statement."""
        found: dict[str, list[Reply]] = {}
        for reply in self.site.report.measures.positions.replies:
            found.setdefault(reply.to, []).append(reply)
        return found


def _grouped(pages: LongPages, part: Part) -> Shown:
    """The items of a part under their titles, and where each title begins."""
    return {"groups": _under(part.items), "titles": pages.titles(part.page)}


def _under(pairs: Iterable[tuple[Any, Any]]) -> list[tuple[Any, list[Any]]]:
    """Neighbours with the same title, together."""
    return [(title, [one for _, one in group]) for title, group in groupby(pairs, key=itemgetter(0))]


def _docket(pages: LongPages, part: Part) -> Shown:
    """The cases of a part, each with its state and its drawing."""
    tally = Counter(state for state, _ in pages.states.values())
    return {
        "docket": pages.site.report.measures.docket,
        "states": pages.states,
        "drawings": {case.id: _case_drawing(case, pages.site) for case in part.items},
        "by_id": pages.cases,
        "standings": STANDINGS,
        "tally": [(words, tally[state]) for state, words in STATES.items() if tally[state]],
    }


def _case_drawing(case: Case, site: Site) -> object:
    lanes = list(STANDINGS)
    steps = sorted(enumerate(case.steps, 1), key=lambda pair: lanes.index(pair[1].standing))
    events = [_case_event(number, step, case) for number, step in steps if step.day]
    return draw_timeline(events, f"Steps of the case of {site.name(case.authority)} on {site.names(case.parties)}")


def _case_event(number: int, step: Step, case: Case) -> Event:
    lane, shape = STANDINGS[step.standing]
    return Event(number, step.day or "", lane, shape, f"{step.words} ({step.by})", f"step-{case.id}-{number}")


def _positions(pages: LongPages, part: Part) -> Shown:
    """The statements of a part, by what they are about; each block tells whether its target begins there."""
    first = (part.number - 1) * MOST
    before = pages.said[first - 1][0] if first else None
    return {
        "positions": pages.site.report.measures.positions,
        "said": pages.by_remark,
        "replies": pages.replies,
        "blocks": [(number, ones, number != before) for number, ones in _under(part.items)],
        "starts": pages.starts,
    }


def _deals(pages: LongPages, part: Part) -> Shown:
    return deals_page(pages.site, part)


@dataclass(frozen=True, slots=True)
class Long:
    """A page in parts: its items, what a part is given besides them, and how many items a part has."""

    items: Callable[[LongPages], Sequence[Any]]
    shown: Callable[[LongPages, Part], Shown] | None = None
    most: int = MOST


LONG: Mapping[str, Long] = {
    "ties.html": Long(lambda pages: [(title, tie) for title, ties in pages.site.by_channel for tie in ties], _grouped),
    "entities.html": Long(lambda pages: [(title, e) for title, lines in pages.site.by_kind for e in lines], _grouped),
    "deals.html": Long(lambda pages: pages.site.report.measures.deals, _deals),
    "conflicts.html": Long(lambda pages: pages.site.report.conflicts),
    "statements.html": Long(lambda pages: pages.site.report.statements),
    "sources.html": Long(lambda pages: pages.site.report.sources),
    "docket.html": Long(lambda pages: in_order(pages.site.report.measures.docket.cases), _docket, MOST_CASES),
    "positions.html": Long(lambda pages: pages.said, _positions),
}
"""The pages that grow with the study, by address."""
